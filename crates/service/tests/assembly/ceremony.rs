//! Three key holders make a key together that two of them open: whoever is away keeps no box shut.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ceremony::{CeremonyMember, CeremonyMessage, CeremonyPart, ExchangeHolder};
use domain::ids::CeremonyId;
use domain::resolution::Choice;
use domain::roles::{Actor, Role};
use domain::vote::{VoteMode, VoteState};
use domain::wire::{ApproveTrustees, KeyHolderTask, SubmitDecryption};
use protocol::ceremony::{Ceremony, Deal, Dealings, Holder, Joined, Member, Received, Seed};
use protocol::checks::{self, Alone, Options};
use protocol::decryption::{self, Binding};
use protocol::group::{Element, Scalar};
use protocol::trustees::{Entry, Pedersen, Trustees};
use protocol::{hash, trustees_approval};
use service::{Convocation, Error, views};

use crate::voted::{letter, sent};
use crate::world::{DAY, START, World, agenda, empty, open, refusal, seeded};

/// The three, by their places in the register.
const HOLDERS: [usize; 3] = [2, 3, 4];

impl World {
    /// Seven members, and an assembly whose key holders are three.
    async fn of_three(mut self) -> Self {
        self.clock.set(START - 20 * DAY);
        let convocation = Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: START,
            place: "Besançon".to_owned(),
            agenda: agenda(),
            key_holders: HOLDERS.map(|who| self.people[who].id).to_vec(),
            advance: None,
        };
        self.assembly = service::convene(&self.service, self.chair(), &convocation).await.unwrap();
        let view = views::assembly(&self.service, self.assembly).await.unwrap();
        (self.open, self.secret) = (view.items[0].vote, view.items[1].vote);
        self.clock.set(START);
        self
    }

    /// As the session makes whoever holds a key.
    fn by(&self, at: usize) -> Actor {
        Actor::Member { id: self.people[HOLDERS[at]].id, roles: vec![Role::KeyHolder] }
    }

    async fn task(&self, at: usize) -> KeyHolderTask {
        views::key_holder_task(&self.service, &self.by(at), self.assembly).await.unwrap()
    }

    async fn send(&self, at: usize, ceremony: CeremonyId, message: CeremonyMessage) -> Result<KeyHolderTask, Error> {
        let part = CeremonyPart { ceremony, message };
        service::take_ceremony_step(&self.service, &self.by(at), self.assembly, &part).await
    }

    fn rules(&self, id: CeremonyId) -> Ceremony {
        Ceremony::new(*self.cooperative.bytes(), *id.bytes(), 2, 3).unwrap()
    }

    fn page(&self, at: usize, id: CeremonyId) -> Holder {
        let seed = Seed::generate(&mut seeded(40 + at as u64));
        let identity = self.people[HOLDERS[at]].keys.identity().verifying_key().to_bytes();
        Holder::new(self.rules(id), u32::try_from(at).unwrap() + 1, identity, &seed).unwrap()
    }

    fn certificate(&self, at: usize, id: CeremonyId, signed_by: usize) -> CeremonyMember {
        let cert = self.page(at, id).certificate(&mut seeded(50 + at as u64));
        let identity = self.people[signed_by].keys.identity();
        let member = Member::sign(&self.rules(id), u32::try_from(at).unwrap() + 1, cert, identity);
        CeremonyMember {
            identity: hash::hex(&member.identity),
            cert: member.cert.to_json(),
            signature: member.signature,
        }
    }

    async fn joined(&self, at: usize, id: CeremonyId) -> Joined {
        let members = self.task(at).await.ceremony.unwrap().members;
        let read = |member: &CeremonyMember| Member {
            identity: protocol::encoding::hex32(&member.identity).unwrap(),
            cert: protocol::json::read(&member.cert).unwrap(),
            signature: member.signature,
        };
        self.page(at, id).join(&members.iter().map(read).collect::<Vec<_>>()).unwrap()
    }

    async fn deal(&self, at: usize, id: CeremonyId) -> Deal {
        self.joined(at, id).await.deal(&mut seeded(60 + at as u64))
    }

    async fn received(&self, at: usize, id: CeremonyId) -> Received {
        let task = self.task(at).await.ceremony.unwrap();
        let bound = task.commitments.iter().map(|text| protocol::encoding::hex32(text).unwrap()).collect();
        let deal = self.deal(at, id).await;
        let dealings = Dealings::parse(&task.dealings.unwrap()).unwrap();
        let revealed = self.joined(at, id).await.reveal(deal, bound).unwrap();
        revealed.receive(&dealings, &mut seeded(70 + at as u64)).unwrap()
    }

    /// The first four steps of all three, each wrong thing refused on the way. Answers each one's share and the code.
    async fn ceremony(&self) -> Vec<(Scalar, String)> {
        let id = self.task(0).await.ceremony.unwrap().id;
        let early = self.send(0, id, CeremonyMessage::Commitment(hash::hex(&[7; 32]))).await;
        assert_eq!(refusal(early), Refusal::CeremonyWaits);
        let foreign = CeremonyMessage::Certificate(self.certificate(0, id, 5));
        assert_eq!(refusal(self.send(0, id, foreign).await), Refusal::HolderKeyInvalid, "signed by another member");
        let misplaced = CeremonyMessage::Certificate(self.certificate(1, id, HOLDERS[0]));
        assert_eq!(refusal(self.send(0, id, misplaced).await), Refusal::HolderKeyInvalid, "of another place");
        for at in [2, 0, 1] {
            assert!(self.task(at).await.ceremony.unwrap().members.is_empty(), "shown once all are there");
            let mine = CeremonyMessage::Certificate(self.certificate(at, id, HOLDERS[at]));
            self.send(at, id, mine.clone()).await.unwrap();
            self.send(at, id, mine).await.unwrap();
        }
        for at in [0, 1, 2] {
            let commitment = self.joined(at, id).await.commitment(&self.deal(at, id).await);
            self.send(at, id, CeremonyMessage::Commitment(hash::hex(&commitment))).await.unwrap();
        }
        let again = self.send(0, id, CeremonyMessage::Commitment(hash::hex(&[7; 32]))).await;
        assert_eq!(refusal(again), Refusal::CeremonyMade, "bound once");
        let other = self.joined(0, id).await.deal(&mut seeded(99)).to_json();
        let other = self.send(0, id, CeremonyMessage::Deal(other)).await;
        assert_eq!(refusal(other), Refusal::HolderKeyInvalid, "not the polynomial it is bound to");
        for at in [1, 2, 0] {
            assert!(self.task(at).await.ceremony.unwrap().dealings.is_none());
            let deal = self.deal(at, id).await.to_json();
            self.send(at, id, CeremonyMessage::Deal(deal)).await.unwrap();
        }
        let theirs = self.received(1, id).await.share().to_json();
        let theirs = self.send(0, id, CeremonyMessage::Share(theirs)).await;
        assert_eq!(refusal(theirs), Refusal::HolderKeyInvalid, "another's share");
        for at in [0, 1, 2] {
            let share = self.received(at, id).await.share().to_json();
            self.send(at, id, CeremonyMessage::Share(share)).await.unwrap();
        }
        let mut made = Vec::new();
        for at in [0, 1, 2] {
            let group = Pedersen::parse(&self.task(at).await.ceremony.unwrap().group.unwrap()).unwrap();
            let confirmed = self.received(at, id).await.confirm(&group).unwrap();
            made.push((*confirmed.secret, confirmed.code));
        }
        made
    }

    /// All say that the code was the same.
    async fn compared(&self) {
        let task = self.task(0).await.ceremony.unwrap();
        let wrong = self.send(0, task.id, CeremonyMessage::Compared(hash::hex(&[7; 32]))).await;
        assert_eq!(refusal(wrong), Refusal::HolderKeyInvalid, "of another group");
        let group = hash::sha256_hex(task.group.unwrap().as_bytes());
        for at in [0, 1, 2] {
            assert!(self.task(at).await.votes[0].trustees.is_none(), "formed once all have compared");
            self.send(at, task.id, CeremonyMessage::Compared(group.clone())).await.unwrap();
        }
    }

    async fn approve(&self, at: usize) -> Result<(), Error> {
        let trustees = self.task(at).await.votes[0].trustees.clone().unwrap();
        let person = &self.people[HOLDERS[at]];
        let signature =
            trustees_approval::sign(person.keys.identity(), self.cooperative.bytes(), self.secret.bytes(), &trustees);
        service::approve_trustees(&self.service, &self.by(at), self.secret, &ApproveTrustees { signature }).await
    }

    async fn part(&self, at: usize, share: &Scalar) -> SubmitDecryption {
        let archive = views::archive(&self.service, self.secret, None).await.unwrap();
        let companion = views::companion(&self.service, self.secret, None).await.unwrap();
        let sealed = checks::sealed_tally(&archive, &companion).unwrap();
        let binding = Binding {
            cooperative: self.cooperative.bytes(),
            phi: &sealed.phi,
            owner: u32::try_from(at).unwrap() + 2,
            public: Element::mul_base(share),
            tally: &sealed.tally,
        };
        let (part, proofs) = decryption::decrypt(share, &binding, &mut seeded(80 + at as u64)).unwrap();
        SubmitDecryption::of_one(part.to_json(), proofs.to_json())
    }
}

#[tokio::test]
async fn two_of_three_make_a_key_together_and_open_the_box() {
    let (service, clock, folder) = empty(7).await;
    two_of_three(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn two_of_three_make_a_key_together_and_open_the_box_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_ceremony_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    two_of_three(World::build(service, clock, None, &[1; 7]).await).await;
}

async fn two_of_three(world: World) {
    let world = world.of_three().await;
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(world.recorded("convocation").await[0]["key_holders_needed"], 2);
    let alone = service::make_holder_key(service, &world.by(0), world.assembly, &world.holder_key()).await;
    assert_eq!(refusal(alone), Refusal::HolderKeyInvalid, "nobody makes a key alone where they make one together");
    let made = world.ceremony().await;
    assert!(made.iter().all(|(_, code)| *code == made[0].1), "{made:?}");
    assert!(world.recorded("key-holders").await.is_empty());
    world.compared().await;

    let named = world.recorded("key-holders").await;
    let identities =
        HOLDERS.map(|who| hash::hex(world.people[who].keys.identity().verifying_key().as_bytes())).to_vec();
    assert_eq!((named.len(), &named[0]["identities"]), (1, &serde_json::json!(identities)));
    assert_eq!(named[0]["needed"], 2);
    let trustees = Trustees::parse(&world.task(0).await.votes[0].trustees.clone().unwrap()).unwrap();
    assert!(matches!(trustees.entries(), [Entry::Single(_), Entry::Pedersen(group)] if group.threshold == 2));

    world.begin(world.assembly).await;
    world.approve(0).await.unwrap();
    let early = service::open_vote(service, chair, world.secret).await;
    assert_eq!(refusal(early), Refusal::KeyHoldersNotReady);
    assert!(!views::console(service, chair, world.assembly).await.unwrap().holders_ready);
    world.approve(1).await.unwrap();
    assert!(views::console(service, chair, world.assembly).await.unwrap().holders_ready);
    service::open_vote(service, chair, world.secret).await.unwrap();
    for (who, choice) in (0..5).zip([Choice::For, Choice::For, Choice::Against, Choice::For, Choice::Abstain]) {
        world.cast_secret(who, &world.secret_ballot(who, choice, 1).await).await.unwrap();
    }
    service::close_vote(service, chair, world.secret).await.unwrap();

    // The second is away; the third, who comes late, approves what was opened and opens it with the first.
    world.approve(2).await.unwrap();
    let wrong = world.part(0, &made[1].0).await;
    let wrong = service::submit_decryption(service, &world.by(0), world.secret, &wrong).await;
    assert_eq!(refusal(wrong), Refusal::DecryptionInvalid, "a wrong share blocks nobody");
    for (at, state) in [(2, VoteState::Closed), (0, VoteState::Decided)] {
        let part = world.part(at, &made[at].0).await;
        let reached = service::submit_decryption(service, &world.by(at), world.secret, &part).await.unwrap();
        assert_eq!(reached, state, "{at}");
    }
    let (_, item) = views::vote(service, world.secret).await.unwrap();
    let counts = item.decision.unwrap().counts;
    assert_eq!((counts.for_, counts.against, counts.abstain), (3, 1, 1));
    assert_eq!(refusal(world.approve(1).await), Refusal::VoteAlreadyOpen, "it is over");
    let archive = views::archive(service, world.secret, None).await.unwrap();
    let companion = views::companion(service, world.secret, None).await.unwrap();
    let options = Options { companion: Some(&companion), ..Options::default() };
    let report = checks::verify_archive(archive.as_slice(), &options, &Alone, &mut |_, _| {}).unwrap();
    assert!(report.passed() && report.complete, "{:?}", report.failed());
}

#[tokio::test]
async fn it_begins_again_until_all_said_that_the_code_is_the_same() {
    let world = World::new().await.of_three().await;
    let (service, chair) = (&world.service, world.chair());
    let first = world.task(0).await.ceremony.unwrap();
    service::restart_ceremony(service, chair, world.assembly).await.unwrap();
    assert_eq!(world.task(0).await.ceremony.unwrap().id, first.id, "nothing was made yet");
    let mine = CeremonyMessage::Certificate(world.certificate(0, first.id, HOLDERS[0]));
    world.send(0, first.id, mine.clone()).await.unwrap();
    assert_eq!(world.task(0).await.ceremony.unwrap().holders[0].made, 1);
    assert!(views::console(service, chair, world.assembly).await.unwrap().needed.unwrap().may_restart);

    service::restart_ceremony(service, chair, world.assembly).await.unwrap();
    let second = world.task(0).await.ceremony.unwrap();
    assert_eq!((second.attempt, second.holders[0].made), (2, 0));
    assert_ne!(second.id, first.id);
    assert_eq!(refusal(world.send(0, first.id, mine).await), Refusal::CeremonyOver);

    world.ceremony().await;
    world.compared().await;
    let late = service::restart_ceremony(service, chair, world.assembly).await;
    assert_eq!(refusal(late), Refusal::CeremonyMade);
    assert!(!views::console(service, chair, world.assembly).await.unwrap().needed.unwrap().may_restart);
}

#[tokio::test]
async fn whoever_will_not_hold_a_key_is_exchanged_before_it_is_made() {
    let world = World::new().await.of_three().await;
    let put = async |place, number| {
        let exchange = ExchangeHolder { place, number };
        service::exchange_holder(&world.service, world.chair(), world.assembly, &exchange).await
    };
    let convened = sent(&world).await;
    let named = convened.iter().filter(|(kind, _)| kind == "holder-named").count();
    assert_eq!(named, 4, "each is told when members are convened, and the one of the assembly before");
    let first = world.task(0).await.ceremony.unwrap();
    let mine = CeremonyMessage::Certificate(world.certificate(0, first.id, HOLDERS[0]));
    world.send(0, first.id, mine).await.unwrap();
    assert_eq!(refusal(put(4, 6).await), Refusal::NotKeyHolder);
    assert_eq!(refusal(put(1, 99).await), Refusal::NoSuchNumber);
    assert_eq!(refusal(put(1, 4).await), Refusal::HolderKeyExists, "a key holder in another place");
    put(1, 3).await.unwrap();
    assert_eq!(world.task(0).await.ceremony.unwrap().id, first.id, "nothing changed");

    put(2, 6).await.unwrap();
    let second = world.task(0).await.ceremony.unwrap();
    assert_eq!((second.attempt, second.holders[0].made), (2, 0), "all begin again");
    let gone = views::key_holder_task(&world.service, &world.by(1), world.assembly).await;
    assert_eq!(refusal(gone), Refusal::NotKeyHolder);
    // Nobody comes or goes among them unseen.
    let mut letters = sent(&world).await;
    letters.retain(|(kind, _)| kind.starts_with("holder-"));
    letters.sort();
    let expected = [("holder-exchanged", 3), ("holder-exchanged", 5), ("holder-named", 6), ("holder-replaced", 4)];
    assert_eq!(letters, expected.map(|(kind, number)| letter(kind, number)));

    put(2, 4).await.unwrap();
    world.ceremony().await;
    world.compared().await;
    assert_eq!(refusal(put(2, 6).await), Refusal::HolderKeyExists, "made");
}

#[tokio::test]
async fn where_two_hold_keys_both_are_needed_and_each_makes_a_key() {
    let world = World::new().await;
    assert!(world.task(0).await.ceremony.is_none());
    assert!(views::console(&world.service, world.chair(), world.assembly).await.unwrap().needed.is_none());
    let of = service::restart_ceremony(&world.service, world.chair(), world.assembly).await;
    assert_eq!(refusal(of), Refusal::CeremonyOver);
    world.key_holder_prepares().await;
    let mine = hash::hex(world.people[2].keys.identity().verifying_key().as_bytes());
    assert_eq!(world.recorded("key-holders").await, [serde_json::json!({ "identities": [mine], "needed": 1 })]);
    assert_eq!(agenda()[1].mode, VoteMode::Secret);
}
