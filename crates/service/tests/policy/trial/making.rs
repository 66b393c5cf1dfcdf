//! What a member's or a key holder's page makes and sends, as JSON.

use domain::ceremony::{CeremonyMember, CeremonyMessage, CeremonyPart};
use domain::ids::VoteId;
use domain::resolution::Choice;
use domain::roles::Actor;
use domain::roll_checks::SignRoll;
use domain::wire::{ApproveTrustees, CastOpen, CastSecret, MakeHolderKey, PaperVote, SignInByKey, SubmitDecryption};
use protocol::ballot::{self, Ballot};
use protocol::ceremony::{self, Ceremony, Holder, Seed};
use protocol::decryption::{self, Binding};
use protocol::election::{self, Election};
use protocol::group::{self, Element, Scalar};
use protocol::keys::{Language, MemberKeys, Phrase, sign_in};
use protocol::open_ballot::OpenBallot;
use protocol::roll_check::{Checked, Said};
use protocol::slip::OrderSlip;
use protocol::trustees::TrusteePublicKey;
use protocol::{checks, emargement, trustees_approval, voice};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::Value;
use service::views;

use super::world::{HOLDER_OF_THE_PAST, HOLDERS, Member, SITE, World};

fn rng(number: u32, what: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1000 * what + u64::from(number))
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// The member without a look at offices: these views ask for none.
fn plain(who: &Member) -> Actor {
    Actor::Member { id: who.id, roles: Vec::new() }
}

/// A key holder's secret.
fn secret(who: &Member) -> Scalar {
    group::random_scalar(&mut rng(who.number, 1))
}

pub fn registration(world: &World, who: &Member) -> Value {
    json(&who.keys.register(world.cooperative.bytes(), who.id.bytes(), &mut rng(who.number, 2)))
}

/// Another key of a member, to stand in the place of one; each `which` another.
pub fn other_registration(world: &World, who: &Member, which: u8) -> Value {
    let mut entropy = [which; 16];
    entropy[0] = u8::try_from(who.number).unwrap();
    entropy[1] = 200;
    let keys = MemberKeys::derive(&Phrase::from_entropy(entropy, Language::English), world.cooperative.bytes());
    json(&keys.register(world.cooperative.bytes(), who.id.bytes(), &mut rng(who.number, 6)))
}

async fn paper(world: &World, who: &Member, vote: VoteId) -> PaperVote {
    let paper = views::ballot_paper(&world.service, &plain(who), world.today).await.unwrap();
    paper.votes.into_iter().find(|paper| paper.vote == vote).expect("an open vote in which the member has a voice")
}

pub async fn open_ballot(world: &World, who: &Member) -> Value {
    let paper = paper(world, who, world.open).await;
    let ballot = OpenBallot {
        vote: *paper.vote.bytes(),
        resolution_hash: paper.resolution.hash(),
        voice: *who.id.bytes(),
        choice: Choice::For.code().to_owned(),
        n: paper.last_n + 1,
    };
    let signature = ballot.sign(world.cooperative.bytes(), who.keys.identity());
    json(&CastOpen { ballot, signature })
}

pub async fn secret_ballot(world: &World, who: &Member) -> Value {
    let paper = paper(world, who, world.secret).await;
    let election = Election::parse(&paper.secret.expect("a box").election).unwrap();
    let phi = election::fingerprint(&election.to_json());
    let (uuid, cooperative, id) = (election.uuid.as_str(), world.cooperative.bytes(), who.id.bytes());
    let (x, n) = (voice::credential_secret(&who.keys, uuid, id), paper.last_n + 1);
    let mut rng = rng(who.number, 3 + n);
    let ballot = Ballot::create(&election, &phi, &x, &[Choice::For.vector()], &mut rng).unwrap().to_json();
    let slip = OrderSlip::make(cooperative, uuid, &phi, &x, n, &ballot::tracker(&ballot), &mut rng);
    let emargement = emargement::sign(who.keys.identity(), cooperative, paper.vote.bytes(), uuid, &phi, id);
    json(&CastSecret { ballot, slip, voice: who.id, emargement })
}

pub fn holder_key(who: &Member) -> Value {
    let public_key = TrusteePublicKey::prove(&secret(who), None, &mut rng(who.number, 4)).to_json();
    json(&MakeHolderKey { public_key })
}

/// The first step of a key made together.
pub async fn certificate(world: &World, who: &Member) -> Value {
    let holders = [HOLDERS[0], HOLDERS[1], HOLDER_OF_THE_PAST];
    let actor = world.acting(HOLDERS[0]).await;
    let task = views::key_holder_task(&world.service, &actor, world.together).await.unwrap().ceremony.unwrap();
    let place = (1..).zip(holders).find(|(_, number)| *number == who.number).map_or(1, |(place, _)| place);
    let rules = Ceremony::new(*world.cooperative.bytes(), *task.id.bytes(), 2, 3).unwrap();
    let identity = who.keys.identity();
    let seed = Seed::generate(&mut rng(who.number, 6));
    let holder = Holder::new(rules, place, identity.verifying_key().to_bytes(), &seed).unwrap();
    let member = ceremony::Member::sign(&rules, place, holder.certificate(&mut rng(who.number, 7)), identity);
    let message = CeremonyMessage::Certificate(CeremonyMember {
        identity: protocol::hash::hex(&member.identity),
        cert: member.cert.to_json(),
        signature: member.signature,
    });
    json(&CeremonyPart { ceremony: task.id, message })
}

pub async fn approval(world: &World, who: &Member) -> Value {
    let actor = world.acting(who.number).await;
    let task = views::key_holder_task(&world.service, &actor, world.today).await.unwrap();
    let trustees = task.votes[0].trustees.as_ref().expect("the keys of every key holder");
    let cooperative = world.cooperative.bytes();
    let signature = trustees_approval::sign(who.keys.identity(), cooperative, world.secret.bytes(), trustees);
    json(&ApproveTrustees { signature })
}

/// The check of the roll of the secret vote, from what the record says of it.
pub async fn roll_check(world: &World, who: &Member) -> Value {
    let entries = views::record_entries(&world.service, world.today).await.unwrap();
    let id = protocol::hash::hex(world.secret.bytes());
    let opened = entries.iter().rfind(|entry| entry.kind == "box-opened" && entry.body["vote"] == id.as_str());
    let uuid = opened.and_then(|entry| entry.body["box"].as_str()).expect("an open box").to_owned();
    let said = Said::of(&entries, world.secret.bytes(), &uuid).expect("a roll");
    let checked =
        Checked { vote: world.secret.bytes(), uuid: &uuid, phi: said.phi, roll: said.hash().expect("a hash") };
    let signature = checked.sign(world.cooperative.bytes(), who.keys.identity());
    json(&SignRoll { uuid, signature })
}

/// A challenge signed at the cooperative's own address.
pub fn signed_challenge(world: &World, who: &Member, challenge: &[u8; 32]) -> Value {
    let signature = sign_in::sign(who.keys.identity(), world.cooperative.bytes(), SITE, challenge);
    let challenge = protocol::hash::hex(challenge);
    json(&SignInByKey { member: who.id, origin: SITE.to_owned(), challenge, signature })
}

pub async fn decryption(world: &World, who: &Member) -> Value {
    let kept = world.parts.lock().unwrap().get(&who.number).cloned();
    if let Some(part) = kept {
        return part;
    }
    let actor = world.acting(who.number).await;
    let task = views::key_holder_task(&world.service, &actor, world.today).await.unwrap();
    let archive = views::archive(&world.service, world.secret, None).await.unwrap();
    let companion = views::companion(&world.service, world.secret, None).await.unwrap();
    let sealed = checks::sealed_tally(&archive, &companion).unwrap();
    let x = secret(who);
    let binding = Binding {
        cooperative: world.cooperative.bytes(),
        phi: &sealed.phi,
        owner: task.votes[0].owner.expect("an owner"),
        public: Element::mul_base(&x),
        tally: &sealed.tally,
    };
    let (part, proofs) = decryption::decrypt(&x, &binding, &mut rng(who.number, 5)).unwrap();
    let part = json(&SubmitDecryption::of_one(part.to_json(), proofs.to_json()));
    world.parts.lock().unwrap().insert(who.number, part.clone());
    part
}
