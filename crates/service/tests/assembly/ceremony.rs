//! Three key holders make a key together that two of them open: whoever is away keeps no box shut.

use domain::Refusal;
use domain::ceremony::{CeremonyMessage, ExchangeHolder};
use domain::resolution::Choice;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{ApproveTrustees, SubmitDecryption};
use protocol::checks::{self, Alone, Options};
use protocol::decryption::{self, Binding};
use protocol::group::{Element, Scalar};
use protocol::trustees::{Entry, Trustees};
use protocol::{hash, trustees_approval};
use service::{Error, views};

use crate::three::HOLDERS;
use crate::voted::{letter, sent};
use crate::world::{World, agenda, empty, open, refusal, seeded};

impl World {
    /// All say that the code was the same.
    pub async fn compared(&self) {
        let task = self.task(0).await.ceremony.unwrap();
        let wrong = self.send(0, task.id, CeremonyMessage::Compared(hash::hex(&[7; 32]))).await;
        assert_eq!(refusal(wrong), Refusal::HolderKeyInvalid, "of another group");
        let group = hash::sha256_hex(task.group.unwrap().as_bytes());
        for at in [0, 1, 2] {
            assert!(self.task(at).await.votes[0].trustees.is_none(), "formed once all have compared");
            self.send(at, task.id, CeremonyMessage::Compared(group.clone())).await.unwrap();
        }
    }

    pub async fn approve(&self, at: usize) -> Result<(), Error> {
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
