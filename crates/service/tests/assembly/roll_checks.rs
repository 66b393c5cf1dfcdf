//! Rolls without names: what the pages of key holders receive of an open box, check against the record and sign, before anything is
//! decrypted.

use domain::Refusal;
use domain::ids::VoteId;
use domain::resolution::Choice;
use domain::roll_checks::{RollChecks, SignRoll};
use domain::vote::{Stage, VoteState};
use protocol::commitment::Kind;
use protocol::keys::Signature;
use protocol::roll_check::{self, Checked, Said, UnnamedRoll};
use protocol::{checks, hash};
use serde_json::json;
use service::{Error, views};

use crate::advance::UNTIL;
use crate::three::HOLDERS;
use crate::world::{World, refusal};

/// Who holds the key, where one does.
const HOLDER: usize = 2;

impl World {
    async fn unnamed(&self, stage: Option<Stage>) -> Result<UnnamedRoll, Error> {
        views::unnamed_roll(&self.service, self.holder(), self.secret, stage).await
    }

    /// Whether the rolls of every box of the secret vote are what the record says, as the page of a key holder finds it.
    pub async fn rolls_hold(&self) {
        let entries = views::record_entries(&self.service, self.assembly).await.unwrap();
        let task = views::key_holder_task(&self.service, self.holder(), self.assembly).await.unwrap();
        let vote = task.votes.iter().find(|vote| vote.vote == self.secret).unwrap();
        assert!(!vote.boxes.is_empty());
        for one in &vote.boxes {
            let roll = self.unnamed(Some(one.stage)).await.unwrap();
            let said = Said::of(&entries, self.secret.bytes(), &one.uuid).unwrap();
            assert_eq!(roll_check::check(&roll, self.cooperative.bytes(), &said), Ok(()), "{:?}", one.stage);
        }
    }

    pub async fn signs_roll(&self, check: &SignRoll) -> Result<(), Error> {
        service::sign_roll(&self.service, self.holder(), self.secret, check).await
    }

    async fn checks_of(&self, vote: VoteId) -> Option<RollChecks> {
        views::vote(&self.service, vote).await.unwrap().1.roll_checks
    }
}

#[tokio::test]
async fn a_roll_is_checked_without_names_and_signed_once() {
    let world = World::voting().await;
    world.rolls_hold().await;
    let roll = world.unnamed(None).await.unwrap();
    let voices = roll.speakers.iter().flat_map(|speaker| &speaker.voices);
    assert_eq!((roll.speakers.len(), voices.filter(|voice| voice.kind == Kind::OwnKey).count()), (7, 7));
    let text = serde_json::to_string(&roll).unwrap();
    for person in &world.people {
        assert!(text.contains(&hash::hex(&person.keys.public().identity)));
        assert!(!text.contains(&hash::hex(&person.keys.public().chain_code)), "what links boxes stays here");
    }
    assert!(!text.contains("Personne") && !text.contains("number"), "{text}");
    let order: Vec<String> = roll.speakers.iter().map(|speaker| speaker.ballot_root.to_string()).collect();
    assert!(order.is_sorted(), "by R, not by member number");

    assert_eq!(world.checks_of(world.secret).await, Some(RollChecks { checked: 0, of: 1, needed: 1 }));
    assert_eq!(world.checks_of(world.open).await, None);
    let check = world.roll_check(HOLDER, world.secret).await;
    world.signs_roll(&check).await.unwrap();
    world.signs_roll(&check).await.unwrap();
    assert_eq!(world.checks_of(world.secret).await, Some(RollChecks { checked: 1, of: 1, needed: 1 }));
    let task = views::key_holder_task(&world.service, world.holder(), world.assembly).await.unwrap();
    assert!(task.votes[0].boxes[0].checked);

    let (written, rolls) = (world.recorded("roll-checked").await, world.recorded("roll").await);
    let identity = world.people[HOLDER].keys.public().identity;
    let hash_of_roll = roll_check::roll_hash(&rolls[0]).unwrap();
    let expected = json!({
        "box": check.uuid,
        "identity": hash::hex(&identity),
        "roll": hash::hex(&hash_of_roll),
        "signature": hash::hex(&check.signature.0),
        "vote": hash::hex(world.secret.bytes()),
    });
    assert_eq!(written, [expected], "once, however often it is sent");
    let phi = world.recorded("box-opened").await[0]["fingerprint"].as_str().unwrap().to_owned();
    let made = Checked { vote: world.secret.bytes(), uuid: &check.uuid, phi: &phi, roll: hash_of_roll };
    assert!(made.verify(world.cooperative.bytes(), &identity, &check.signature).is_ok());
}

#[tokio::test]
async fn nobody_else_signs_a_roll_or_receives_it() {
    let world = World::voting().await;
    let (service, good) = (&world.service, world.roll_check(HOLDER, world.secret).await);
    let member = &world.people[3].actor;
    assert_eq!(refusal(service::sign_roll(service, member, world.secret, &good).await), Refusal::NotKeyHolder);
    let read = views::unnamed_roll(service, member, world.secret, None).await;
    assert_eq!(refusal(read.map(drop)), Refusal::NotKeyHolder);
    // By another's key, and over something else.
    let of_another = world.roll_check(3, world.secret).await;
    assert_eq!(refusal(world.signs_roll(&of_another).await), Refusal::HolderKeyInvalid);
    let nothing = SignRoll { signature: Signature([0; 64]), ..good.clone() };
    assert_eq!(refusal(world.signs_roll(&nothing).await), Refusal::HolderKeyInvalid);
    let elsewhere = SignRoll { uuid: "tHZEetHLUru3Hq".to_owned(), ..good.clone() };
    assert_eq!(refusal(world.signs_roll(&elsewhere).await), Refusal::NotFound);
    let open = service::sign_roll(service, world.holder(), world.open, &good).await;
    assert_eq!(refusal(open), Refusal::NotFound, "an open vote has no such box");
    let open = views::unnamed_roll(service, world.holder(), world.open, None).await;
    assert_eq!(refusal(open.map(drop)), Refusal::NotFound);
    assert_eq!(refusal(world.unnamed(Some(Stage::Advance)).await.map(drop)), Refusal::NotFound);
    assert!(world.recorded("roll-checked").await.is_empty());

    service::void_vote(service, world.chair(), world.secret, "Une voix de trop.").await.unwrap();
    assert_eq!(refusal(world.signs_roll(&good).await), Refusal::VoteVoided);
    assert_eq!(refusal(world.unnamed(None).await.map(drop)), Refusal::VoteVoided);
    assert!(world.recorded("roll-checked").await.is_empty());
}

#[tokio::test]
async fn once_it_is_counted_a_roll_is_shown_to_nobody_any_more() {
    let world = World::voting().await;
    let check = world.roll_check(HOLDER, world.secret).await;
    for who in 0..5 {
        world.cast_secret(who, &world.secret_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
    world.rolls_hold().await;
    // What the page computes from the roll is what the archive lists.
    let archive = views::archive(&world.service, world.secret, None).await.unwrap();
    let companion = views::companion(&world.service, world.secret, None).await.unwrap();
    let sealed = checks::sealed_tally(&archive, &companion).unwrap();
    assert_eq!(world.recorded("roll").await[0]["credentials"], sealed.credentials.as_str());
    let part = world.decryption().await;
    let state = service::submit_decryption(&world.service, world.holder(), world.secret, &part).await.unwrap();
    assert_eq!(state, VoteState::Decided);
    assert_eq!(refusal(world.signs_roll(&check).await), Refusal::NotAwaitingDecryption);
    assert_eq!(refusal(world.unnamed(None).await.map(drop)), Refusal::NotAwaitingDecryption);
    assert_eq!(
        world.checks_of(world.secret).await,
        Some(RollChecks { checked: 0, of: 1, needed: 1 }),
        "and nobody checked it"
    );
}

#[tokio::test]
async fn of_two_boxes_both_are_checked() {
    let world = World::new().await.receiving().await;
    world.votes_in_both(5, Choice::For).await;
    world.rolls_hold().await;
    let early = world.roll_check(HOLDER, world.secret).await;
    world.signs_roll(&early).await.unwrap();
    assert_eq!(world.checks_of(world.secret).await, Some(RollChecks { checked: 1, of: 1, needed: 1 }));
    world.clock.set(UNTIL);
    world.in_session().await;
    world.rolls_hold().await;
    assert_eq!(
        world.checks_of(world.secret).await,
        Some(RollChecks { checked: 0, of: 1, needed: 1 }),
        "not the second"
    );
    let late = world.roll_check(HOLDER, world.secret).await;
    assert_ne!(early.uuid, late.uuid);
    let mixed = SignRoll { uuid: late.uuid.clone(), ..early.clone() };
    assert_eq!(refusal(world.signs_roll(&mixed).await), Refusal::HolderKeyInvalid);
    world.signs_roll(&late).await.unwrap();
    assert_eq!(world.checks_of(world.secret).await, Some(RollChecks { checked: 1, of: 1, needed: 1 }));
    assert_eq!(world.recorded("roll-checked").await.len(), 2);
}

#[tokio::test]
async fn of_three_key_holders_some_checked_and_the_box_waits_for_none() {
    let world = World::new().await.of_three().await;
    world.ceremony().await;
    world.compared().await;
    world.begin(world.assembly).await;
    for at in [0, 1] {
        world.approve(at).await.unwrap();
    }
    service::open_vote(&world.service, world.chair(), world.secret).await.unwrap();
    assert_eq!(world.checks_of(world.secret).await, Some(RollChecks { checked: 0, of: 3, needed: 2 }));
    for at in [2, 0] {
        let check = world.roll_check(HOLDERS[at], world.secret).await;
        service::sign_roll(&world.service, &world.by(at), world.secret, &check).await.unwrap();
    }
    assert_eq!(world.checks_of(world.secret).await, Some(RollChecks { checked: 2, of: 3, needed: 2 }));
    assert_eq!(world.recorded("roll-checked").await.len(), 2);
    assert_eq!(world.recorded("key-holders").await.len(), 1);
    assert!(!world.task(1).await.votes[0].boxes[0].checked && world.task(2).await.votes[0].boxes[0].checked);
    // Who is away keeps nobody from voting, nor the chair from closing.
    world.cast_secret(0, &world.secret_ballot(0, Choice::For, 1).await).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
}
