//! Ballots in advance for an assembly that could not decide: they count on second call, and the keys that seal them serve there.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::{AssemblyId, VoteId};
use domain::member::KeyOrigin;
use domain::resolution::Choice;
use domain::vote::VoteState;
use domain::wire::{MakeHolderKey, MyVoice};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::opening::{ClosedBox, Shown};
use protocol::record::Entry;
use protocol::trustees::TrusteePublicKey;
use protocol::{checkpoint, hash};
use serde_json::Value;
use service::views;
use store::keys::MemberKey;

use crate::advance::{FROM, SESSION, UNTIL};
use crate::three::HOLDERS;
use crate::world::{DAY, START, World, empty, open, refusal, seeded};

/// When members meet again.
const AGAIN: i64 = SESSION + 20 * DAY;

impl World {
    async fn meets_again(&self) -> Result<AssemblyId, service::Error> {
        let again = service::Again { starts_at: AGAIN, place: "Dijon".to_owned(), video: String::new() };
        service::reconvene(&self.service, self.chair(), self.assembly, &again).await
    }

    /// Its session begins and ends for want of a quorum.
    async fn held_in_vain(&self) {
        self.clock.set(SESSION);
        self.begin(self.assembly).await;
        service::end_without_quorum(&self.service, self.secretary(), self.assembly).await.unwrap();
    }

    async fn about(&self, kind: &str, of: AssemblyId, vote: VoteId) -> Vec<Value> {
        let id = Value::from(hash::hex(vote.bytes()));
        let entries = entries(self, of).await.into_iter();
        entries.filter(|one| one.kind == kind && one.body["vote"] == id).map(|one| one.body).collect()
    }
}

async fn entries(world: &World, of: AssemblyId) -> Vec<Entry> {
    let record = views::record(&world.service, of).await.unwrap();
    record.lines().map(|line| Entry::parse(line).unwrap()).collect()
}

#[tokio::test]
async fn ballots_in_advance_count_on_second_call() {
    let (service, clock, folder) = empty(7).await;
    count_on_second_call(World::build(service, clock, folder, &[1; 30]).await).await;
}

#[tokio::test]
async fn ballots_in_advance_count_on_second_call_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_goes_on_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    count_on_second_call(World::build(service, clock, None, &[1; 30]).await).await;
}

async fn count_on_second_call(world: World) {
    let mut world = world.receiving().await;
    let first = world.assembly;
    world.signs_roll(&world.roll_check(2, world.secret).await).await.unwrap();
    // Of thirty, six are needed.
    for who in 5..10 {
        world.votes_in_both(who, Choice::For).await;
    }
    world.clock.set(UNTIL);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 2));
    world.held_in_vain().await;
    let (before, sheet) = (world.box_files(domain::vote::Stage::Advance).await, by_ballot(&world).await);
    let second = world.meets_again().await.unwrap();
    assert_eq!(by_ballot(&world).await, sheet, "the first sheet says what it said");
    assert_eq!(refusal(world.meets_again().await), Refusal::ConvenedAgain);

    world.assembly = second;
    gone_on(&world, first).await;
    assert_eq!(world.box_files(domain::vote::Stage::Advance).await, before, "not a byte of the sealed box changed");
    // The key that was made for the first call serves: nothing is made, nothing is approved again.
    let task = views::key_holder_task(&world.service, world.holder(), second).await.unwrap();
    assert_eq!((task.keys_of, task.public_key.as_deref()), (first, Some(world.holder_key().public_key.as_str())));
    assert!(task.votes.iter().all(|vote| vote.approved && vote.state == VoteState::Advance));
    let remade = service::make_holder_key(&world.service, world.holder(), second, &world.holder_key()).await;
    assert_eq!(refusal(remade), Refusal::HolderKeyExists);
    // What was checked is checked, and stands in either record.
    assert!(task.votes[0].boxes[0].checked);
    world.rolls_hold().await;
    world.signs_roll(&world.roll_check(2, world.secret).await).await.unwrap();
    assert_eq!(world.about("roll-checked", second, world.secret).await.len(), 1);

    world.clock.set(AGAIN);
    world.begin(second).await;
    for vote in [world.open, world.secret] {
        assert_eq!(service::open_vote(&world.service, world.chair(), vote).await.unwrap(), 25);
    }
    assert_eq!(world.voices_of(6).await, [MyVoice::InAdvance; 2], "who voted in advance does not vote again");
    for who in 10..16 {
        world.votes_in_both(who, Choice::Against).await;
    }
    world.close_both().await;
    let sealed = world.sealed().await;
    assert!(sealed.sum.is_none(), "five and six: each is opened");
    may_be_opened(&world, &sealed.boxes).await;
    assert_eq!(world.brings(&world.parts(&sealed)).await.unwrap(), VoteState::Decided);
    assert_eq!((world.counts(world.open).await, world.counts(world.secret).await), ((5, 6, 0), (5, 6, 0)));
    let (examined, together) = world.observed().await;
    assert!(examined.iter().all(|one| one.report().passed() && one.report().ours));
    assert!(together.passed() && together.complete, "{:?}", together.outcomes);
    service::publish_minutes(&world.service, world.secretary(), second).await.unwrap();
    let minutes = views::minutes(&world.service, world.chair(), second).await.unwrap().unwrap();
    assert_eq!(minutes.by_ballot, Some(5));
    assert!(minutes.items.iter().all(|item| item.advance.as_ref().is_some_and(|advance| advance.voted == 5)));
}

/// How many are on the attendance sheet by a ballot in advance.
async fn by_ballot(world: &World) -> Option<u32> {
    let minutes = views::minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    let sheet = views::attendance_sheet(&world.service, world.chair(), world.assembly).await.unwrap();
    assert_eq!(minutes.by_ballot, Some(sheet.sheet.by_ballot().members));
    minutes.by_ballot
}

/// The votes of the first call are those of the second, and its record says everything of their boxes.
async fn gone_on(world: &World, first: AssemblyId) {
    let second = world.assembly;
    let view = views::assembly(&world.service, second).await.unwrap();
    let votes: Vec<(VoteId, VoteState)> = view.items.iter().map(|item| (item.vote, item.state)).collect();
    assert_eq!(votes, [(world.open, VoteState::Advance), (world.secret, VoteState::Advance)]);
    assert_eq!(view.quorum.present, 5, "each who voted in advance is represented again");
    assert!(views::assembly(&world.service, first).await.unwrap().items.is_empty());
    let notice = views::convocation(&world.service, second).await.unwrap().unwrap().notice;
    assert!(notice.items.iter().all(|item| item.goes_on && !item.in_advance) && notice.advance.is_none());
    for kind in ["trustees", "roll", "roll-checked", "box-opened", "box-closed", "open-roll"] {
        let vote = if kind == "open-roll" { world.open } else { world.secret };
        let said = world.about(kind, first, vote).await;
        assert_eq!((said.len(), world.about(kind, second, vote).await), (1, said), "{kind}");
    }
    let kinds: Vec<String> = entries(world, second).await.into_iter().map(|entry| entry.kind).collect();
    let registers = kinds.iter().filter(|kind| *kind == "register-commitment").count();
    assert_eq!(registers, 3, "its own, and that of either roll: {kinds:?}");
    assert_eq!(kinds.iter().filter(|kind| *kind == "key-holders").count(), 1);
    assert_eq!(world.voices_of(6).await, [MyVoice::InAdvance; 2]);
    assert_eq!(world.voices_of(12).await, [MyVoice::Waiting; 2]);
    assert!(world.paper(12).await.votes.is_empty(), "between the two nothing is received");
    let sent = views::my_notices(&world.service, &world.people[6].actor, second).await.unwrap();
    assert_eq!(sent.lines.len(), 1);
}

/// A key holder's page finds in the record of the second call that both boxes are closed with these tallies.
async fn may_be_opened(world: &World, boxes: &[protocol::checks::SealedTally]) {
    let entries = entries(world, world.assembly).await;
    let note = views::checkpoint(&world.service, world.assembly).await.unwrap().unwrap();
    let signed = checkpoint::parse(&note).unwrap();
    let notice = views::convocation(&world.service, world.assembly).await.unwrap().unwrap().notice;
    let key = protocol::encoding::hex32(&notice.record_key).unwrap();
    let shown = Shown {
        cooperative: world.cooperative.bytes(),
        assembly: world.assembly.bytes(),
        entries: &entries,
        checkpoint: &signed,
        key: &key,
    };
    let closed =
        boxes.iter().map(|one| ClosedBox { uuid: one.uuid.clone(), phi: one.phi.clone(), event: one.event.clone() });
    shown.closed(world.secret.bytes(), closed.collect()).unwrap();
}

#[tokio::test]
async fn a_first_call_that_nobody_opened_hands_its_boxes_over() {
    let mut world = World::new().await.receiving().await;
    let first = world.assembly;
    world.votes_in_both(5, Choice::For).await;
    // Nothing closed the boxes at their hour: convening again does.
    world.clock.set(SESSION + 1);
    let second = world.meets_again().await.unwrap();
    let late = service::open_session(&world.service, world.chair(), first).await;
    assert_eq!(refusal(late), Refusal::ConvenedAgain, "its votes are those of another assembly now");
    assert_eq!(world.about("box-closed", first, world.secret).await.len(), 1);
    assert_eq!(world.about("box-closed", second, world.secret).await.len(), 1);
    world.assembly = second;
    world.clock.set(AGAIN);
    world.begin(second).await;
    for vote in [world.open, world.secret] {
        service::open_vote(&world.service, world.chair(), vote).await.unwrap();
    }
    for who in [0, 1, 3] {
        world.votes_in_both(who, Choice::Abstain).await;
    }
    world.close_both().await;
    let sealed = world.sealed().await;
    assert_eq!(world.brings(&world.part_of_sum(&sealed)).await.unwrap(), VoteState::Decided);
    assert_eq!((world.counts(world.open).await, world.counts(world.secret).await), ((1, 0, 3), (1, 0, 3)));
    let (_, together) = world.observed().await;
    assert!(together.passed() && together.complete, "{:?}", together.outcomes);
}

/// Somebody's voting key has another in its place.
async fn replaced(world: &mut World, who: usize) {
    let keys = MemberKeys::derive(&Phrase::from_entropy([0x77; 16], Language::French), world.cooperative.bytes());
    let (id, public) = (world.people[who].id, keys.public());
    let registration = keys.register(world.cooperative.bytes(), id.bytes(), &mut seeded(4));
    let db = world.db().await;
    let mut tx = db.write().await.unwrap();
    let before = store::keys::current(&mut tx, id).await.unwrap().unwrap();
    let next = MemberKey {
        seq: before.seq + 1,
        identity: public.identity,
        ballot_root: public.ballot_root.to_rfc8032(),
        chain_code: public.chain_code,
        registration: serde_json::to_string(&registration).unwrap(),
        origin: KeyOrigin::Replaced,
        ..before
    };
    store::keys::insert(&mut tx, &next).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    world.people[who].keys = keys;
}

#[tokio::test]
async fn each_voting_key_that_was_named_stands_before_what_it_signed() {
    let mut world = World::new().await.receiving().await;
    let before = hash::hex(&world.people[2].keys.public().identity);
    replaced(&mut world, 2).await;
    let after = hash::hex(&world.people[2].keys.public().identity);
    world.signs_roll(&world.roll_check(2, world.secret).await).await.unwrap();
    let of = async |assembly| -> Vec<(String, String)> {
        let signed = |entry: &Entry| match entry.kind.as_str() {
            "key-holders" => entry.body["identities"][0].as_str().map(str::to_owned),
            "trustees" => entry.body["approvals"][0]["identity"].as_str().map(str::to_owned),
            "roll-checked" => entry.body["identity"].as_str().map(str::to_owned),
            _ => None,
        };
        entries(&world, assembly).await.iter().filter_map(|one| Some((one.kind.clone(), signed(one)?))).collect()
    };
    let first = of(world.assembly).await;
    let by = |kind: &str, identity: &String| (kind.to_owned(), identity.clone());
    let expected =
        [by("key-holders", &before), by("trustees", &before), by("key-holders", &after), by("roll-checked", &after)];
    assert_eq!(first, expected);
    world.clock.set(SESSION + 1);
    let second = world.meets_again().await.unwrap();
    assert_eq!(of(second).await, first, "each in its place");
}

#[tokio::test]
async fn a_session_that_goes_on_keeps_its_ballots() {
    let world = World::new().await.receiving().await;
    world.votes_in_both(5, Choice::For).await;
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    assert_eq!(refusal(world.meets_again().await), Refusal::FirstGoesOn);
    assert_eq!(views::assembly(&world.service, world.assembly).await.unwrap().state, AssemblyState::InSession);
    service::end_without_quorum(&world.service, world.secretary(), world.assembly).await.unwrap();
    world.meets_again().await.unwrap();
}

#[tokio::test]
async fn what_received_nothing_in_advance_is_put_to_the_vote_anew() {
    let mut world = World::new().await.ahead().await;
    // The key holder is not ready: the open vote alone receives ballots.
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (1, 0));
    world.held_in_vain().await;
    let (first, second) = (world.assembly, world.meets_again().await.unwrap());
    let of = async |id| -> Vec<VoteId> {
        views::assembly(&world.service, id).await.unwrap().items.iter().map(|item| item.vote).collect()
    };
    let after = of(second).await;
    assert_eq!((after[0], of(first).await), (world.open, vec![world.secret]));
    assert_ne!(after[1], world.secret);
    assert!(entries(&world, second).await.iter().all(|entry| entry.kind != "key-holders"));
    // No key was made for the first: one is made for the second.
    (world.assembly, world.secret) = (second, after[1]);
    let task = views::key_holder_task(&world.service, world.holder(), second).await.unwrap();
    assert_eq!((task.keys_of, task.public_key), (second, None));
    world.key_holder_prepares().await;
}

#[tokio::test]
async fn a_key_that_three_made_together_serves_on_second_call() {
    let mut world = World::new().await.of_three().await;
    world.ceremony().await;
    world.compared().await;
    let first = world.assembly;
    world.clock.set(START + DAY);
    world.begin(first).await;
    service::end_without_quorum(&world.service, world.secretary(), first).await.unwrap();
    // Two of the three open a box: that one leaves keeps nobody from meeting again.
    leaves(&world, HOLDERS[2]).await;
    world.assembly = world.meets_again().await.unwrap();
    let task = world.task(1).await;
    let ceremony = task.ceremony.as_ref().unwrap();
    assert_eq!((task.keys_of, ceremony.threshold, ceremony.group.is_some()), (first, 2, true));
    assert!(task.votes[0].to_approve(), "a vote of its own has a share of the server of its own");
    world.secret = task.votes[0].vote;
    for at in [0, 1] {
        world.approve(at).await.unwrap();
    }
    let restarted = service::restart_ceremony(&world.service, world.chair(), world.assembly).await;
    assert_eq!(refusal(restarted), Refusal::CeremonyMade);
    let console = views::console(&world.service, world.chair(), world.assembly).await.unwrap();
    assert!(!console.needed.unwrap().may_restart);
    world.clock.set(AGAIN);
    world.begin(world.assembly).await;
    service::open_vote(&world.service, world.chair(), world.secret).await.unwrap();
}

async fn leaves(world: &World, who: usize) {
    let sure = domain::own_record::Departure { sure: "yes".to_owned() };
    service::leave(&world.service, &world.people[who].actor, &sure).await.unwrap();
}

#[tokio::test]
async fn whoever_leaves_before_the_key_is_made_makes_none() {
    let mut world = World::new().await.of_three().await;
    let first = world.assembly;
    world.begin(first).await;
    service::end_without_quorum(&world.service, world.secretary(), first).await.unwrap();
    leaves(&world, HOLDERS[1]).await;
    world.assembly = world.meets_again().await.unwrap();
    let task = world.task(0).await;
    assert_eq!((task.keys_of, task.ceremony, task.public_key), (world.assembly, None, None), "two make a key each");
    let said = entries(&world, world.assembly).await;
    let convocation = said.iter().find(|entry| entry.kind == "convocation").unwrap();
    assert_eq!(convocation.body["key_holders"], 2);
    // Both make theirs: the ceremony that the three left unfinished is none of this assembly.
    for at in [0, 2] {
        let secret = protocol::group::random_scalar(&mut seeded(80 + at as u64));
        let key = TrusteePublicKey::prove(&secret, None, &mut seeded(90 + at as u64)).to_json();
        let made = MakeHolderKey { public_key: key };
        service::make_holder_key(&world.service, &world.by(at), world.assembly, &made).await.unwrap();
    }
    let task = world.task(0).await;
    assert!(task.ceremony.is_none() && task.votes[0].to_approve());
}

#[tokio::test]
async fn who_holds_a_key_is_asked_to_keep_it() {
    let world = World::new().await.receiving().await;
    world.held_in_vain().await;
    world.meets_again().await.unwrap();
    let letters = crate::voted::sent(&world).await;
    let to_holder: Vec<&str> =
        letters.iter().map(|(kind, _)| kind.as_str()).filter(|kind| kind.starts_with("holder-")).collect();
    assert_eq!(to_holder.last(), Some(&"holder-keeps"), "{to_holder:?}");
}
