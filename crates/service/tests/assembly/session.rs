//! How a session is led between opening and closing votes.

use domain::Refusal;
use domain::ids::{ResolutionId, VoteId};
use domain::in_session::{Cause, PutToVote, REPLACED};
use domain::live::Live;
use domain::resolution::{Choice, Text};
use domain::vote::{VoteMode, VoteState, WARNING};
use domain::wire::MyVoice;
use serde_json::Value;
use service::{Error, views};
use uuid::Uuid;

use crate::world::{START, World, refusal};

/// What the record says by type, in order.
async fn recorded(world: &World, kind: &str) -> Vec<Value> {
    let lines = views::record(&world.service, world.assembly).await.unwrap();
    let entries = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    entries.filter(|entry| entry["type"] == kind).map(|entry| entry["body"].clone()).collect()
}

async fn live(world: &World) -> Live {
    views::live(&world.service, world.assembly).await.unwrap()
}

#[tokio::test]
async fn a_closing_is_announced_once_and_closes_nothing() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    world.clock.set(START + 1_000);
    let said = service::warn_closing(service, chair, world.open).await.unwrap();
    assert!((START + 1_000 + WARNING..START + 1_100 + WARNING).contains(&said));
    world.clock.set(START + 2_000);
    assert_eq!(service::warn_closing(service, chair, world.open).await.unwrap(), said, "said already");
    let left = live(&world).await.closes_in().unwrap();
    assert!((WARNING - 1_100..=WARNING - 900).contains(&left), "{left}");
    // The minute has passed, and a ballot is still received: the chair closes, not the clock.
    world.clock.set(said);
    assert_eq!(live(&world).await.closes_in(), None);
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    assert!(service::warn_closing(service, chair, world.open).await.unwrap() >= said + WARNING);
    service::close_vote(service, chair, world.open).await.unwrap();
    assert_eq!(refusal(service::warn_closing(service, chair, world.open).await), Refusal::VoteAlreadyClosed);
}

#[tokio::test]
async fn nothing_opens_while_the_session_is_suspended() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(refusal(service::suspend_session(service, chair, world.assembly).await), Refusal::NotInSession);
    world.begin(world.assembly).await;
    for _ in 0..2 {
        service::suspend_session(service, chair, world.assembly).await.unwrap();
    }
    assert!(live(&world).await.suspended);
    assert_eq!(refusal(service::open_vote(service, chair, world.open).await), Refusal::SessionSuspended);
    for _ in 0..2 {
        service::resume_session(service, chair, world.assembly).await.unwrap();
    }
    let kinds: Vec<Value> = recorded(&world, "incident").await.iter().map(|body| body["kind"].clone()).collect();
    assert_eq!(kinds, ["suspended", "resumed"], "twice is once in the record");
    service::open_vote(service, chair, world.open).await.unwrap();
}

#[tokio::test]
async fn a_vote_that_is_open_goes_on_through_a_pause() {
    let world = World::voting().await;
    service::suspend_session(&world.service, world.chair(), world.assembly).await.unwrap();
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
}

#[tokio::test]
async fn a_void_vote_takes_no_ballot_and_is_never_opened() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    world.cast_secret(4, &world.secret_ballot(4, Choice::For, 1).await).await.unwrap();
    let late = world.secret_ballot(5, Choice::For, 1).await;
    for nothing in ["", "  \n"] {
        assert_eq!(refusal(service::void_vote(service, chair, world.secret, nothing).await), Refusal::ReasonMissing);
    }
    let why = "Une erreur dans le texte.";
    service::void_vote(service, chair, world.secret, why).await.unwrap();
    assert_eq!(refusal(service::void_vote(service, chair, world.secret, why).await), Refusal::VoteVoided);
    assert_eq!(refusal(world.cast_secret(5, &late).await), Refusal::VoteVoided);
    assert_eq!(refusal(service::close_vote(service, chair, world.secret).await), Refusal::VoteVoided);
    assert_eq!(refusal(service::open_vote(service, chair, world.secret).await), Refusal::VoteVoided);
    // Nobody is asked for a share.
    let task = views::key_holder_task(service, world.holder(), world.assembly).await.unwrap();
    assert_eq!(task.votes[0].state, VoteState::Voided);
    let uuid = views::vote(service, world.secret).await.unwrap().1.box_uuid.unwrap();
    let voided = recorded(&world, "box-voided").await;
    assert_eq!((&voided[0]["reason"], &voided[0]["box"]), (&why.into(), &uuid.into()));
    assert!(recorded(&world, "tally").await.is_empty());
    // Who voted reads it; the reason is there for everybody.
    let mine = views::my_votes(service, &world.people[4].actor).await.unwrap();
    assert_eq!(mine.voices[1], MyVoice::Void);
    assert_eq!(mine.assembly.unwrap().items[1].void_reason.as_deref(), Some(why));
}

#[tokio::test]
async fn minutes_name_a_void_vote_and_why() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    service::void_vote(service, chair, world.secret, "Une erreur.").await.unwrap();
    let undecided = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(undecided), Refusal::VotesUndecided, "the other is open");
    service::close_vote(service, chair, world.open).await.unwrap();
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, world.secretary(), world.assembly).await.unwrap().unwrap();
    assert_eq!(
        (minutes.items[1].decision.is_none(), minutes.items[1].void_reason.as_deref()),
        (true, Some("Une erreur."))
    );
    assert!(minutes.items[0].decision.is_some() && minutes.items[0].void_reason.is_none());
}

#[tokio::test]
async fn what_is_closed_cannot_be_voided() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    for vote in [world.open, world.secret] {
        service::close_vote(service, chair, vote).await.unwrap();
        assert_eq!(refusal(service::void_vote(service, chair, vote, "Non.").await), Refusal::VoteAlreadyClosed);
    }
}

#[tokio::test]
async fn two_officers_who_void_at_once_void_once() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    let both = tokio::join!(
        service::void_vote(service, chair, world.secret, "L’une."),
        service::void_vote(service, chair, world.secret, "L’autre.")
    );
    let outcomes = [both.0, both.1];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(recorded(&world, "box-voided").await.len(), 1);
}

/// A text put to the vote in session.
fn put(n: u128, cause: Cause, instead: Option<VoteId>, mode: VoteMode) -> PutToVote {
    let text = |fr: &str| Text { fr: fr.to_owned(), en: String::new() };
    PutToVote {
        id: ResolutionId(Uuid::from_u128(n)),
        cause,
        instead,
        title: text("Offre, modifiée"),
        text: text("L’assemblée approuve autre chose."),
        mode,
    }
}

async fn put_to_vote(world: &World, asked: &PutToVote) -> Result<VoteId, Error> {
    service::put_to_vote(&world.service, world.chair(), world.assembly, asked).await
}

#[tokio::test]
async fn a_text_changed_in_session_has_a_vote_of_its_own() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    world.cast_open(4, &world.open_ballot(4, Choice::For, 1).await).await.unwrap();
    let asked = put(1, Cause::Amended, Some(world.open), VoteMode::Open);
    let new = put_to_vote(&world, &asked).await.unwrap();
    assert_eq!(put_to_vote(&world, &asked).await.unwrap(), new, "two presses are one");
    let mut other = asked.clone();
    other.title.fr.push('!');
    let otherwise = PutToVote { mode: VoteMode::Secret, ..asked.clone() };
    for other in [other, otherwise] {
        assert_eq!(refusal(put_to_vote(&world, &other).await), Refusal::Malformed, "an id is that of one text");
    }
    let second = put(2, Cause::Amended, Some(world.open), VoteMode::Open);
    assert_eq!(refusal(put_to_vote(&world, &second).await), Refusal::InsteadTaken);
    let items = views::assembly(service, world.assembly).await.unwrap().items;
    assert_eq!((items.len(), items[0].state, items[2].position), (3, VoteState::Voided, 3));
    assert_eq!(items[0].void_reason.as_deref(), Some(REPLACED));
    assert_eq!(recorded(&world, "incident").await[0]["instead"], protocol::hash::hex(world.open.bytes()));
    // A ballot on the former text counts for nothing in the new one.
    service::open_vote(service, chair, new).await.unwrap();
    service::close_vote(service, chair, new).await.unwrap();
    let decision = views::vote(service, new).await.unwrap().1.decision.unwrap();
    assert_eq!(decision.counts.for_, 0);
}

#[tokio::test]
async fn a_secret_vote_put_in_session_waits_for_its_key_holders() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    let new = put_to_vote(&world, &put(1, Cause::Revocation, None, VoteMode::Secret)).await.unwrap();
    assert_eq!(refusal(service::open_vote(service, chair, new).await), Refusal::KeyHoldersNotReady);
    let task = views::key_holder_task(service, world.holder(), world.assembly).await.unwrap();
    let trustees = task.votes.iter().find(|vote| vote.vote == new).unwrap().trustees.clone().unwrap();
    let approval = world.approval(new, &trustees);
    service::approve_trustees(service, world.holder(), new, &approval).await.unwrap();
    service::open_vote(service, chair, new).await.unwrap();
}

#[tokio::test]
async fn what_is_put_in_session_is_refused_in_its_time_and_place() {
    let world = World::new().await;
    let motion = put(1, Cause::Procedure, None, VoteMode::Open);
    assert_eq!(refusal(put_to_vote(&world, &motion).await), Refusal::NotInSession);
    world.begin(world.assembly).await;
    let nowhere = put(1, Cause::Amended, Some(VoteId(Uuid::from_u128(9))), VoteMode::Open);
    assert_eq!(refusal(put_to_vote(&world, &nowhere).await), Refusal::Malformed);
    // The id of a text of the notice is taken.
    let resolution = views::vote(&world.service, world.open).await.unwrap().1.resolution;
    let taken = PutToVote { id: resolution.id, title: resolution.title, text: resolution.text, ..motion.clone() };
    assert_eq!(refusal(put_to_vote(&world, &taken).await), Refusal::Malformed);
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    let decided = put(1, Cause::Amended, Some(world.open), VoteMode::Open);
    assert_eq!(refusal(put_to_vote(&world, &decided).await), Refusal::VoteAlreadyClosed);
    let form = views::put_form(&world.service, world.chair(), world.assembly).await.unwrap();
    let offered: Vec<VoteId> = form.replaceable.iter().map(|of| of.vote).collect();
    assert_eq!((offered, form.secret), (vec![world.secret], true));
    let refused = service::put_to_vote(&world.service, &world.people[4].actor, world.assembly, &motion).await;
    assert_eq!(refusal(refused), Refusal::NotYours);
}

#[tokio::test]
async fn the_same_text_put_twice_at_once_is_one_vote() {
    let world = World::voting().await;
    let asked = put(1, Cause::Amended, Some(world.open), VoteMode::Open);
    let both = tokio::join!(put_to_vote(&world, &asked), put_to_vote(&world, &asked));
    assert_eq!(both.0.unwrap(), both.1.unwrap());
    assert_eq!(views::assembly(&world.service, world.assembly).await.unwrap().items.len(), 3);
}

/// Which program the server runs is in the record of each assembly that is not over, once for each program: two that run side by side do
/// not answer each other.
#[tokio::test]
async fn the_program_is_noted_once_and_again_when_it_is_another() {
    use protocol::software::{Served, Software};
    let world = World::voting().await;
    let service = &world.service;
    let noted = async || {
        let entries = views::record_entries(service, world.assembly).await.unwrap();
        let of =
            |entry: protocol::record::Entry| (entry.kind == "software").then(|| Software::of(&entry.body).unwrap());
        entries.into_iter().filter_map(of).collect::<Vec<_>>()
    };
    let program = |word: &[u8]| Software::new("unknown", vec![Served::new("/pkg/voix.js", word)]);
    let note = async |word: &[u8], since| service::note_software(service, &program(word), since).await.unwrap();
    assert_eq!(note(b"1", 0).await, 1);
    assert_eq!(note(b"1", 0).await, 0);
    assert_eq!(note(b"1", i64::MAX).await, 0, "the same, started again");
    assert_eq!(note(b"2", 0).await, 1);
    assert_eq!((note(b"1", 0).await, note(b"2", 0).await), (0, 0), "both run, and each has said so");
    assert_eq!(note(b"1", i64::MAX).await, 1, "the first again, started later, is another");
    assert_eq!(noted().await, [program(b"1"), program(b"2"), program(b"1")]);
    assert!(service::upkeep::records(service).await.unwrap().iter().all(|record| record.fault.is_none()));
}
