//! Voices entrusted to the server: whoever has no key when a box opens is on its roll where the notice says so, votes once they have
//! a key of their own and asked for what the server made, and nobody is given it who holds a session alone. More than a tenth of a
//! roll the board confirms.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::entrusted::{ConfirmEntrusted, EntrustedDesk, Released};
use domain::paper::{MarkPaper, Way};
use domain::proxies::ProxyAnswer;
use domain::resolution::Choice;
use domain::vote::VoteState;
use domain::wire::{CastOpen, CastSecret, MyVoice};
use protocol::commitment::{Kind, Leaf, VoiceProof};
use protocol::election::{self, Election};
use protocol::keys::{MemberKeys, sign_in};
use protocol::{checks, emargement, hash};
use serde_json::{Value, json};
use service::{Convocation, Error, Service, views};
use store::Db;

use crate::advance::{FROM, SESSION, UNTIL};
use crate::proposals::letters;
use crate::world::{DAY, World, agenda, empty, founding, open, refusal, register, seeded};

/// The site of a service whose letters nobody reads.
const SITE: &str = "http://127.0.0.1";

impl World {
    /// So many members, of whom all but the first so many have no key, and an assembly a month ahead.
    pub async fn entrusting(
        (service, clock, folder): (Service, std::sync::Arc<crate::world::Hands>, Option<tempfile::TempDir>),
        (members, keyed): (usize, usize),
        entrusted: bool,
        advance: bool,
    ) -> Self {
        let founding = founding(&vec![1; members]);
        let mut world = Self::found_keyed(service, clock, (folder, agenda()), &founding, keyed).await;
        let convocation = Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: SESSION,
            place: "Besançon".to_owned(),
            agenda: agenda(),
            key_holders: vec![world.people[2].id],
            advance: advance.then_some((FROM, UNTIL)),
            entrusted,
        };
        world.assembly = service::convene(&world.service, world.chair(), &convocation).await.unwrap();
        let view = views::assembly(&world.service, world.assembly).await.unwrap();
        (world.open, world.secret) = (view.items[0].vote, view.items[1].vote);
        world
    }

    /// The session has begun and the key is made: votes can open.
    pub async fn sits(&self) {
        self.clock.set(SESSION);
        self.begin(self.assembly).await;
        self.key_holder_prepares().await;
    }

    async fn opens_both(&self) -> [Result<u32, Error>; 2] {
        let (service, chair) = (&self.service, self.chair());
        [service::open_vote(service, chair, self.open).await, service::open_vote(service, chair, self.secret).await]
    }

    pub async fn confirms(&self, most: u32) -> Result<(), Error> {
        service::confirm_entrusted(&self.service, self.chair(), self.assembly, &ConfirmEntrusted { most }).await
    }

    /// How many entrusted voices the page of each vote tells of.
    pub async fn shown_entrusted(&self) -> Vec<Option<u32>> {
        let view = views::assembly(&self.service, self.assembly).await.unwrap();
        view.items.iter().map(|item| item.entrusted).collect()
    }

    pub async fn makes_key(&self, who: usize) {
        register(&self.service, self.cooperative, &self.people[who]).await.unwrap();
    }

    /// Somebody asks for the voice that the server keeps for them, with a key.
    async fn asks_with(&self, who: usize, keys: &MemberKeys, origin: &str) -> Result<Released, Error> {
        let challenge = service::challenge(&self.service).await.unwrap();
        let signature = sign_in::sign(keys.identity(), self.cooperative.bytes(), origin, &challenge);
        let (service, actor) = (&self.service, &self.people[who].actor);
        service::release_entrusted(service, actor, self.assembly, (origin, &challenge, &signature)).await
    }

    pub async fn asks_voice(&self, who: usize) -> Result<Released, Error> {
        self.asks_with(who, &self.people[who].keys, SITE).await
    }

    /// A ballot of an entrusted voice as the page makes it: with the keys that the server made, and the mark of the own.
    async fn entrusted_ballots(&mut self, who: usize, made: MemberKeys, choice: Choice) -> (CastOpen, CastSecret) {
        let (open, secret) = (self.paper_vote(who, self.open).await, self.paper_vote(who, self.secret).await);
        assert!(open.entrusted && secret.entrusted && open.keys == made.public());
        let own = std::mem::replace(&mut self.people[who].keys, made);
        let ballots = (self.sign_open(who, &open, choice.code(), 1), self.seal(who, &secret, choice, 1));
        self.people[who].keys = own;
        ballots
    }

    /// The same with who voted marked by the member's own key.
    async fn marked(&self, who: usize, cast: &CastSecret) -> CastSecret {
        let paper = self.paper_vote(who, self.secret).await;
        let election = paper.secret.unwrap().election;
        let (phi, uuid) = (election::fingerprint(&election), Election::parse(&election).unwrap().uuid);
        let person = &self.people[who];
        let (cooperative, vote) = (self.cooperative.bytes(), self.secret.bytes());
        let mark = emargement::sign(person.keys.identity(), cooperative, vote, &uuid, &phi, person.id.bytes());
        CastSecret { emargement: mark, ..cast.clone() }
    }
}

pub fn keys_of(released: &Released) -> MemberKeys {
    let secret: [u8; 96] = hash::unhex(&released.secret).unwrap();
    MemberKeys::from_stored(&secret).unwrap()
}

#[tokio::test]
async fn an_entrusted_voice_votes_once_its_member_has_a_key() {
    votes(World::entrusting(empty(7).await, (21, 19), true, false).await).await;
}

#[tokio::test]
async fn an_entrusted_voice_votes_once_its_member_has_a_key_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_entrusted_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    votes(World::entrusting((service, clock, None), (21, 19), true, false).await).await;
}

async fn votes(mut world: World) {
    assert_eq!(world.recorded("convocation").await[0]["entrusted"], true);
    world.sits().await;
    assert_eq!(world.voices_of(20).await, [MyVoice::KeyNeeded; 2]);
    let [of_open, of_secret] = world.opens_both().await;
    assert_eq!((of_open.unwrap(), of_secret.unwrap()), (21, 21));
    world.rolls_hold().await;
    // Two of twenty-one are no more than a tenth: nobody had to confirm them.
    for kind in ["open-roll", "roll"] {
        let roll = world.recorded(kind).await.remove(0);
        assert_eq!(roll["kinds"], json!({ "entrusted": 2, "own-key": 19 }));
        assert_eq!(roll.get("confirmed"), None);
    }
    let register = world.recorded("register-commitment").await.pop().unwrap();
    assert_eq!((&register["keys"], &register["members"]), (&json!(21), &json!(21)));
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!(
        view.items.iter().map(|item| (item.voices, item.entrusted)).collect::<Vec<_>>(),
        [(Some(21), Some(2)); 2]
    );
    assert_eq!(world.voices_of(20).await, [MyVoice::Entrusted; 2]);
    assert_eq!(world.voices_of(3).await, [MyVoice::ToVote; 2]);

    // A session alone gets nothing: the own key comes first, and it alone asks.
    assert_eq!(refusal(world.asks_voice(20).await), Refusal::KeyNone);
    let paper = views::ballot_paper(&world.service, &world.people[20].actor, world.assembly).await;
    assert_eq!(refusal(paper), Refusal::KeyNone);
    world.makes_key(20).await;
    // Who did not make it must know.
    assert_eq!(letters(&world.service, "key-made").await, ["personne-6@example.org"]);
    assert_eq!(world.voices_of(20).await, [MyVoice::ToVote; 2]);
    assert_eq!(refusal(world.asks_with(20, &world.people[3].keys, SITE).await), Refusal::SignInOver);
    assert_eq!(
        refusal(world.asks_with(20, &world.people[20].keys, "https://elsewhere.example").await),
        Refusal::SignInOver
    );
    assert_eq!(refusal(world.asks_voice(3).await), Refusal::EntrustedNone, "who speaks by their own key");
    let released = world.asks_voice(20).await.unwrap();
    assert_eq!(world.asks_voice(20).await.unwrap(), released, "another device is given the same");
    let challenge = service::challenge(&world.service).await.unwrap();
    let signature = sign_in::sign(world.people[20].keys.identity(), world.cooperative.bytes(), SITE, &challenge);
    let shown = (SITE, &challenge, &signature);
    let asked =
        async || service::release_entrusted(&world.service, &world.people[20].actor, world.assembly, shown).await;
    asked().await.unwrap();
    assert_eq!(refusal(asked().await), Refusal::SignInOver, "the bytes are good once");

    let made = keys_of(&released);
    assert_ne!(made.public().identity, world.people[20].keys.public().identity);
    let (open, secret) = world.entrusted_ballots(20, made, Choice::For).await;
    world.cast_open(20, &open).await.unwrap();
    assert_eq!(
        refusal(world.cast_secret(20, &secret).await),
        Refusal::BallotInvalid,
        "the server could make that mark"
    );
    world.cast_secret(20, &world.marked(20, &secret).await).await.unwrap();
    assert_eq!(world.voices_of(20).await, [MyVoice::Voted; 2]);
    for who in [0, 2, 3, 4] {
        world.votes_in_both(who, Choice::Against).await;
    }
    decided(&world).await;
}

/// Both votes are closed and opened, and what is said of them holds.
async fn decided(world: &World) {
    let service = &world.service;
    world.close_both().await;
    assert_eq!(
        service::submit_decryption(service, world.holder(), world.secret, &world.decryption().await).await.unwrap(),
        VoteState::Decided
    );
    assert_eq!((world.counts(world.open).await, world.counts(world.secret).await), ((1, 4, 0), (1, 4, 0)));
    let (archive, companion) = (
        views::archive(service, world.secret, None).await.unwrap(),
        views::companion(service, world.secret, None).await.unwrap(),
    );
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
    assert!(report.passed() && report.complete && report.ours, "{report:#?}");
    let entries = views::record_entries(service, world.assembly).await.unwrap();
    for (who, kind) in [(20, Kind::Entrusted), (19, Kind::Entrusted), (3, Kind::OwnKey)] {
        let proof = views::voice_proof(service, &world.people[who].actor, world.secret).await.unwrap();
        let proof = VoiceProof::parse(&proof).unwrap();
        proof.verify(&entries).unwrap();
        let (Leaf::Roll(roll), Leaf::Register(key)) = (proof.roll.leaf(), proof.register.leaf()) else {
            panic!("other leaves");
        };
        assert_eq!((roll.kind, key.entrusted), (kind, kind == Kind::Entrusted));
        assert_eq!(key.names(&world.people[who].keys.public()), kind == Kind::OwnKey);
    }
    // The auditor's list has the keys that the server made beside the members' own.
    let list = service::take_register_leaves(service, world.secretary(), world.assembly).await.unwrap();
    let (last, register) =
        (list.commitments.last().unwrap(), world.recorded("register-commitment").await.pop().unwrap());
    assert_eq!(register["root"], hash::hex(&last.root()));
    assert!(last.leaves.iter().all(|line| line.holds() && line.person.is_some()));
    assert_eq!(last.leaves.iter().filter(|line| line.person.as_ref().unwrap().leaf.entrusted).count(), 2);
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.items.iter().map(|item| item.entrusted).collect::<Vec<_>>(), [Some(2); 2]);
    // What the server could have used is gone with the assembly.
    service::forget_due(service).await.unwrap();
    assert_eq!(refusal(world.asks_voice(20).await), Refusal::EntrustedNone);
}

#[tokio::test]
async fn without_a_word_in_the_notice_nobody_is_entrusted() {
    let world = World::entrusting(empty(7).await, (21, 19), false, false).await;
    assert_eq!(world.recorded("convocation").await[0].get("entrusted"), None);
    world.sits().await;
    assert_eq!(refusal(world.confirms(5).await), Refusal::EntrustedOff);
    let [of_open, of_secret] = world.opens_both().await;
    assert_eq!((of_open.unwrap(), of_secret.unwrap()), (19, 19));
    assert_eq!(world.recorded("roll").await[0]["kinds"], json!({ "own-key": 19 }));
    assert_eq!(world.voices_of(20).await, [MyVoice::NotOnRoll; 2]);
    world.makes_key(20).await;
    assert!(letters(&world.service, "key-made").await.is_empty(), "nothing is kept for them");
    assert_eq!(refusal(world.asks_voice(20).await), Refusal::EntrustedNone);
    assert!(views::console(&world.service, world.chair(), world.assembly).await.unwrap().entrusted.is_none());
}

/// Whoever holds a copy of the database has what the server made: until the member asked for it nothing is received under it, and the
/// mark that they voted is never made without their own key.
#[tokio::test]
async fn nothing_is_received_of_a_voice_that_was_not_asked_for() {
    let mut world = World::entrusting(empty(7).await, (21, 19), true, false).await;
    world.sits().await;
    for outcome in world.opens_both().await {
        outcome.unwrap();
    }
    let path = world.folder.as_ref().unwrap().path().join("voix.db");
    let db = Db::open(&format!("sqlite:{}", path.display())).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let kept = store::entrusted::of_member(&mut tx, world.assembly, world.people[20].id).await.unwrap().unwrap();
    let stolen = store::entrusted::secret(&mut tx, kept.id).await.unwrap().unwrap();
    drop(tx);
    db.close().await;
    world.makes_key(20).await;
    let made = || MemberKeys::from_stored(&stolen).unwrap();
    let (open, secret) = world.entrusted_ballots(20, made(), Choice::For).await;
    let secret = world.marked(20, &secret).await;
    assert_eq!(refusal(world.cast_open(20, &open).await), Refusal::EntrustedKept);
    assert_eq!(refusal(world.cast_secret(20, &secret).await), Refusal::EntrustedKept);
    // Nor is it anybody's own key.
    let registration = made().register(world.cooperative.bytes(), world.people[19].id.bytes(), &mut seeded(3));
    let registered = service::register_key(&world.service, &world.people[19].actor, &registration).await;
    assert_eq!(refusal(registered), Refusal::KeyExists);
    // Of what is held about the member, the secret is not told.
    let told = views::own_data(&world.service, &world.people[20].actor).await.unwrap().to_string();
    assert!(told.contains(&hash::hex(&kept.identity)));
    for part in stolen.chunks(32).take(2) {
        assert!(!told.contains(&hash::hex(part)), "{told}");
    }
    world.asks_voice(20).await.unwrap();
    world.cast_open(20, &open).await.unwrap();
    world.cast_secret(20, &secret).await.unwrap();
}

#[tokio::test]
async fn more_than_a_tenth_waits_for_the_board() {
    let world = World::entrusting(empty(7).await, (19, 17), true, false).await;
    world.sits().await;
    let console = async || views::console(&world.service, world.chair(), world.assembly).await.unwrap().entrusted;
    let waiting = async || views::console(&world.service, world.chair(), world.assembly).await.unwrap().unconfirmed;
    assert_eq!(console().await, Some(EntrustedDesk { would_be: 2, voices: 19, most: None }));
    assert_eq!(waiting().await, [world.open, world.secret]);
    for outcome in world.opens_both().await {
        assert_eq!(refusal(outcome), Refusal::EntrustedUnconfirmed);
    }
    assert!(world.recorded("open-roll").await.is_empty());
    let by = |who: usize| {
        let asked = ConfirmEntrusted { most: 9 };
        let (service, actor, id) = (&world.service, &world.people[who].actor, world.assembly);
        async move { service::confirm_entrusted(service, actor, id, &asked).await }
    };
    assert_eq!(refusal(by(5).await), Refusal::NotYours);
    assert_eq!(refusal(world.confirms(20).await), Refusal::EntrustedTooMany, "there are nineteen voices");
    assert_eq!(console().await.unwrap().most, None);
    world.confirms(19).await.unwrap();
    world.confirms(1).await.unwrap();
    assert_eq!(
        refusal(service::open_vote(&world.service, world.chair(), world.open).await),
        Refusal::EntrustedUnconfirmed
    );
    world.confirms(2).await.unwrap();
    world.confirms(2).await.unwrap();
    assert!(!console().await.unwrap().waits() && waiting().await.is_empty());
    assert_eq!(service::open_vote(&world.service, world.chair(), world.open).await.unwrap(), 19);
    let roll = world.recorded("open-roll").await.remove(0);
    assert_eq!((&roll["kinds"], &roll["confirmed"]), (&json!({ "entrusted": 2, "own-key": 17 }), &json!(2)));
    // What the board says later counts for what opens later.
    world.confirms(0).await.unwrap();
    assert_eq!(console().await, Some(EntrustedDesk { would_be: 2, voices: 19, most: Some(0) }));
    assert_eq!(service::open_vote(&world.service, world.chair(), world.secret).await.unwrap(), 17);
    let roll = world.recorded("roll").await.remove(0);
    assert_eq!((&roll["kinds"], roll.get("confirmed")), (&json!({ "own-key": 17 }), None));
    assert_eq!(roll["left_out"], 2, "the record says how many");
    assert_eq!(world.recorded("open-roll").await[0].get("left_out"), None);
    assert_eq!(world.voices_of(18).await, [MyVoice::Entrusted, MyVoice::NotOnRoll]);
    // No box is left to open.
    assert_eq!(console().await, Some(EntrustedDesk { would_be: 0, voices: 0, most: Some(0) }));
    for who in [0, 2, 3, 4, 5] {
        world.votes_in_both(who, Choice::For).await;
    }
    world.close_both().await;
    let part = world.decryption().await;
    service::submit_decryption(&world.service, world.holder(), world.secret, &part).await.unwrap();
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    let said = minutes.items.iter().map(|item| (item.entrusted, item.left_out));
    assert_eq!(said.collect::<Vec<_>>(), [(Some(2), None), (None, Some(2))]);
}

/// In advance a voice is entrusted, in the session its member has a key: the same voice is carried over, and counts once.
#[tokio::test]
async fn a_voice_entrusted_in_advance_is_the_members_own_in_the_session() {
    let mut world = World::entrusting(empty(7).await, (22, 20), true, true).await;
    world.key_holder_prepares().await;
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
    assert_eq!(world.recorded("roll").await[0]["kinds"], json!({ "entrusted": 2, "own-key": 20 }));
    assert_eq!(
        (world.voices_of(20).await, world.shown_entrusted().await),
        (vec![MyVoice::Entrusted; 2], vec![Some(2); 2])
    );
    for who in [20, 21] {
        world.makes_key(who).await;
    }
    let made = keys_of(&world.asks_voice(20).await.unwrap());
    let (open, secret) = world.entrusted_ballots(20, made, Choice::For).await;
    world.cast_open(20, &open).await.unwrap();
    world.cast_secret(20, &world.marked(20, &secret).await).await.unwrap();
    for who in 0..5 {
        world.votes_in_both(who, Choice::For).await;
    }
    world.clock.set(UNTIL + 1);
    service::advance_due(&world.service).await.unwrap();
    world.in_session().await;
    let rolls = world.recorded("roll").await;
    assert_eq!(rolls[1]["kinds"], json!({ "own-key": 16 }), "21 by their own key");
    assert_eq!(world.voices_of(20).await, [MyVoice::InAdvance; 2]);
    for who in [5, 6, 7, 8, 9, 21] {
        world.votes_in_both(who, Choice::Against).await;
    }
    world.close_both().await;
    let sealed = world.sealed().await;
    assert_eq!(world.brings(&world.parts(&sealed)).await.unwrap(), VoteState::Decided);
    assert_eq!((world.counts(world.open).await, world.counts(world.secret).await), ((6, 6, 0), (6, 6, 0)));
    let (examined, together) = world.observed().await;
    assert!(examined.iter().all(|one| one.report().passed()));
    assert!(together.passed() && together.complete, "{:?}", together.outcomes);
    assert_eq!((together.voices, together.new_voices), (12, 0));
    // Nobody is on the last roll by what the server made: the one who voted so before is told of nevertheless.
    assert_eq!(world.shown_entrusted().await, [Some(1); 2]);
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.items.iter().map(|item| item.entrusted).collect::<Vec<_>>(), [Some(1); 2]);
}

#[tokio::test]
async fn what_waits_for_the_board_opens_at_no_hour() {
    let world = World::entrusting(empty(7).await, (10, 8), true, true).await;
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 0));
    let desk = async || views::console(&world.service, world.chair(), world.assembly).await.unwrap().advance.unwrap();
    // One waits for the board, the other for its key holder besides: both are said.
    assert_eq!((desk().await.waiting, desk().await.ready, desk().await.may_open), (2, false, false));
    assert!(desk().await.unconfirmed);
    world.key_holder_prepares().await;
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 0));
    assert_eq!((desk().await.waiting, desk().await.ready, desk().await.may_open), (2, true, false));
    assert!(desk().await.unconfirmed);
    let opened = service::open_advance(&world.service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(opened), Refusal::EntrustedUnconfirmed);
    world.confirms(4).await.unwrap();
    assert!(desk().await.may_open && !desk().await.unconfirmed);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
    let rolls = [world.recorded("open-roll").await.remove(0), world.recorded("roll").await.remove(0)];
    assert!(rolls.iter().all(|roll| roll["confirmed"] == 4 && roll["kinds"]["entrusted"] == 2), "{rolls:?}");
}

/// One key serves every box of the assembly, and a second call says of it what the first said.
#[tokio::test]
async fn a_voice_has_one_key_of_the_servers_for_an_assembly_and_the_second_call_goes_on_so() {
    let mut world = World::entrusting(empty(7).await, (21, 19), true, true).await;
    world.key_holder_prepares().await;
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
    let named = |rolls: Vec<Value>| -> Vec<Value> {
        rolls.iter().flat_map(|roll| roll["voices"].as_array().unwrap().clone()).collect()
    };
    let voice = Value::from(hash::hex(world.people[20].id.bytes()));
    let before: Vec<Value> =
        named(world.recorded("open-roll").await).into_iter().filter(|one| one["voice"] == voice).collect();
    assert_eq!(before.len(), 1);
    world.clock.set(UNTIL);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 2));
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    service::end_without_quorum(&world.service, world.secretary(), world.assembly).await.unwrap();
    let again = service::Again { starts_at: SESSION + 20 * DAY, place: "Dijon".to_owned(), video: String::new() };
    world.assembly = service::reconvene(&world.service, world.chair(), world.assembly, &again).await.unwrap();
    let notice = views::convocation(&world.service, world.assembly).await.unwrap().unwrap().notice;
    assert!(notice.entrusted, "its agenda, and who has a voice, are those of the first");
    assert_eq!(world.recorded("convocation").await[0]["entrusted"], true);
    world.clock.set(SESSION + 20 * DAY);
    world.begin(world.assembly).await;
    assert_eq!(service::open_vote(&world.service, world.chair(), world.open).await.unwrap(), 21);
    let after = named(world.recorded("open-roll").await);
    let of_voice: Vec<&Value> = after.iter().filter(|one| one["voice"] == voice).collect();
    assert_eq!(of_voice.len(), 2, "that of the first call, repeated, and the own");
    assert_ne!(of_voice[0]["identity"], of_voice[1]["identity"], "another assembly, another key");
}

/// The same assembly, two votes: the key is made once.
#[tokio::test]
async fn the_key_of_the_first_box_serves_the_next() {
    let world = World::entrusting(empty(7).await, (21, 19), true, false).await;
    world.sits().await;
    for outcome in world.opens_both().await {
        outcome.unwrap();
    }
    world.makes_key(20).await;
    let papers = world.paper(20).await.votes;
    assert_eq!(papers.len(), 2);
    assert!(
        papers[0].keys == papers[1].keys && papers.iter().all(|paper| paper.entrusted && paper.mandates.is_empty())
    );
    assert_eq!(keys_of(&world.asks_voice(20).await.unwrap()).public(), papers[0].keys);
}

/// What the server keeps for a member speaks that member's voice alone: without a key of their own nobody carries another's. And it goes
/// on paper as any.
#[tokio::test]
async fn an_entrusted_voice_carries_no_other_and_goes_on_paper() {
    let world = World::entrusting(empty(7).await, (31, 28), true, false).await;
    world.clock.set(SESSION - 3 * DAY);
    world.gives_proxy(1, 3, Some(28)).await.unwrap();
    world.answers_proxy(28, 1, ProxyAnswer::Accept).await.unwrap();
    world.clock.set(SESSION);
    service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
    world.two_count((4, 5)).await;
    world.key_holder_prepares().await;
    assert_eq!(service::open_vote(&world.service, world.chair(), world.open).await.unwrap(), 31);
    let roll = world.recorded("open-roll").await.remove(0);
    assert_eq!(roll["kinds"], json!({ "entrusted": 3, "own-key": 28 }), "no mandate");
    assert_eq!((world.voices_of(3).await[0], world.voices_of(28).await[0]), (MyVoice::ToVote, MyVoice::Entrusted));

    world.at_desk(31, true).await;
    let marked = MarkPaper { number: 31, way: Way::Paper };
    service::mark_paper(&world.service, world.chair(), world.assembly, &marked).await.unwrap();
    assert_eq!(world.voices_of(30).await[0], MyVoice::PaperOut);
    let item = views::vote(&world.service, world.open).await.unwrap().1;
    assert_eq!((item.voices, item.entrusted), (Some(30), Some(2)));
    world.makes_key(30).await;
    world.asks_voice(30).await.unwrap();
    assert!(world.paper(30).await.votes.is_empty(), "whoever votes on paper sends nothing");
    assert_eq!(service::open_vote(&world.service, world.chair(), world.secret).await.unwrap(), 30);
    assert_eq!(world.recorded("roll").await[0]["kinds"], json!({ "entrusted": 2, "own-key": 28 }));
}
