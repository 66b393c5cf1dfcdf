//! Many at once, over two sets of connections as from two servers: one is counted, and everybody is told the truth.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::Refusal;
use domain::attendance::{Presence, RecordAttendance};
use domain::vote::VoteState;
use service::{Error, Service, views};
use store::Db;
use store::testing::{Fault, Probe, Step};

use crate::hall::Hall;
use crate::intact;
use crate::world::{machine, refusal};

/// How many press at the same moment.
const CROWD: usize = 32;
/// Who votes, where only one does.
const VOTER: usize = 1;

fn sort<T>(outcomes: Vec<Result<T, Error>>) -> (Vec<T>, Vec<Refusal>) {
    let (mut won, mut lost) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(answer) => won.push(answer),
            refused => lost.push(refusal(refused)),
        }
    }
    (won, lost)
}

async fn of_many_ballots_with_one_number_one_is_received(hall: &mut Hall) {
    hall.open_votes().await;
    // Open ballots of one voice and number differ in the choice alone: there are three of them.
    let mut open = Vec::new();
    let mut secret = Vec::new();
    for seed in 0..CROWD as u64 {
        open.push((VOTER, hall.ballot(false, VOTER, 1, seed).await));
        secret.push((VOTER, hall.ballot(true, VOTER, 1, seed).await));
    }
    let (receipts, refusals) = sort(hall.cast(open).await);
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "one receipt: {receipts:?}");
    // Of the three, the one received was sent ten or eleven times.
    assert!([10, 11].contains(&receipts.len()) && refusals.iter().all(|said| *said == Refusal::BallotOutdated));
    let (receipts, refusals) = sort(hall.cast(secret).await);
    assert_eq!((receipts.len(), refusals), (1, vec![Refusal::BallotOutdated; CROWD - 1]));
    let summary = intact::check(&hall.world.service, &hall.world).await.unwrap();
    assert_eq!((summary.ballots, summary.voices), (1, 1));
    assert_eq!(hall.count().await, [1, 1]);
}

async fn the_same_ballot_from_many_is_one_ballot_with_one_receipt(hall: &mut Hall) {
    hall.open_votes().await;
    for secret in [false, true] {
        let ballot = hall.ballot(secret, VOTER, 1, 5).await;
        let (receipts, refusals) = sort(hall.cast(vec![(VOTER, ballot); CROWD]).await);
        assert_eq!((receipts.len(), refusals.len()), (CROWD, 0));
        assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "one receipt");
    }
    let summary = intact::check(&hall.world.service, &hall.world).await.unwrap();
    assert_eq!((summary.ballots, summary.voices), (1, 1));
    assert_eq!(hall.count().await, [1, 1]);
}

async fn of_many_ballots_with_different_numbers_the_greatest_is_counted_once(hall: &mut Hall) {
    hall.open_votes().await;
    for secret in [false, true] {
        let mut ballots = Vec::new();
        for n in 1..=CROWD as u64 {
            ballots.push((VOTER, hall.ballot(secret, VOTER, n, n).await));
        }
        let mut outcomes = hall.cast(ballots).await;
        outcomes.pop().unwrap().unwrap();
        let (_, refusals) = sort(outcomes);
        assert!(refusals.iter().all(|said| *said == Refusal::BallotOutdated), "{refusals:?}");
        assert_eq!(hall.world.paper(VOTER).await.votes[usize::from(secret)].last_n, CROWD as u64);
    }
    let summary = intact::check(&hall.world.service, &hall.world).await.unwrap();
    assert_eq!(summary.voices, 1);
    assert_eq!(hall.count().await, [1, 1]);
}

/// Whoever has a receipt is counted, whoever was told "closed" is not; nothing is between.
async fn a_receipt_given_while_the_vote_closes_is_counted(hall: &mut Hall) {
    hall.open_votes().await;
    let world = &hall.world;
    let mut received = [0, 0];
    for (nth, vote) in [world.open, world.secret].into_iter().enumerate() {
        let mut ballots = Vec::new();
        for who in 0..world.people.len() {
            ballots.push((who, hall.ballot(nth == 1, who, 1, 100 + who as u64).await));
        }
        // Some are surely in before.
        let late = ballots.split_off(3);
        let early = hall.cast(ballots).await;
        let (closing, chair) = (hall.servers[1].clone(), world.chair().clone());
        let close = tokio::spawn(async move { service::close_vote(&closing, &chair, vote).await });
        let outcomes = hall.cast(late).await;
        close.await.unwrap().unwrap();
        let (receipts, refusals) = sort(early.into_iter().chain(outcomes).collect());
        assert!(refusals.iter().all(|said| *said == Refusal::VoteClosed), "{refusals:?}");
        received[nth] = u32::try_from(receipts.len()).unwrap();
        for receipt in &receipts {
            let known = views::ballot_known(&world.service, vote, &receipt.tracker).await.unwrap();
            assert_eq!(known, views::TrackerState::Counted);
        }
    }
    intact::check(&world.service, world).await;
    assert_eq!(hall.count().await, received);
    intact::check(&world.service, world).await;
}

/// Says nothing; counts what was undone.
struct Undone(AtomicU32);

impl Probe for Undone {
    fn at(&self, step: Step) -> Fault {
        self.0.fetch_add(u32::from(step == Step::Rollback), Ordering::SeqCst);
        Fault::None
    }

    fn stalled(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::pending())
    }
}

/// A hall in which everybody presses at once: writers take turns, so nobody's ballot is tried again and again until it is
/// given up.
async fn a_crowd_takes_turns_and_nobody_starts_over(hall: &mut Hall) {
    hall.open_votes().await;
    let mut ballots = Vec::new();
    for who in 0..hall.world.people.len() {
        ballots.push((who, hall.ballot(true, who, 1, who as u64).await));
    }
    let undone = Arc::new(Undone(AtomicU32::new(0)));
    let url = hall.place.url().unwrap();
    for (seed, server) in (90..).zip(&mut hall.servers) {
        let (clock, random) = machine(seed);
        server.close().await;
        *server = Service::over(Db::open(&url).await.unwrap().watched(undone.clone()), clock, random);
    }
    for outcome in hall.cast(ballots).await {
        outcome.unwrap();
    }
    assert_eq!(undone.0.load(Ordering::SeqCst), 0);
}

/// The button of the chair, pressed at both desks.
async fn opening_and_closing_pressed_together_happen_once(hall: &mut Hall) {
    let world = &hall.world;
    let (chair, [first, second]) = (world.chair(), &hall.servers);
    for vote in [world.open, world.secret] {
        if vote == world.secret {
            world.key_holder_prepares().await;
        }
        let (one, other) =
            tokio::join!(service::open_vote(first, chair, vote), service::open_vote(second, chair, vote));
        let (opened, refused) = sort(vec![one, other]);
        assert_eq!((opened.len(), refused), (1, vec![Refusal::VoteAlreadyOpen]));
    }
    for (vote, state) in [(world.open, VoteState::Decided), (world.secret, VoteState::Closed)] {
        let (one, other) =
            tokio::join!(service::close_vote(first, chair, vote), service::close_vote(second, chair, vote));
        assert_eq!(sort(vec![one, other]), (vec![state], vec![Refusal::VoteAlreadyClosed]));
    }
    let entries = views::record_entries(first, world.assembly).await.unwrap();
    for kind in ["open-roll", "roll", "box-opened", "box-closed", "open-ballots", "decision"] {
        assert_eq!(entries.iter().filter(|entry| entry.kind == kind).count(), 1, "{kind}");
    }
    intact::check(first, world).await;
}

/// The same member at two desks of the door: one enters them, the other reads that it was done.
async fn who_comes_is_entered_once(hall: &mut Hall) {
    let (world, [first, second]) = (&hall.world, &hall.servers);
    let (chair, secretary, id) = (world.chair(), world.secretary(), world.assembly);
    for (comes, presence, refused) in [
        (true, Presence::There, Refusal::AlreadyThere),
        (false, Presence::Gone, Refusal::NotThere),
        (true, Presence::There, Refusal::AlreadyThere),
    ] {
        let asked = RecordAttendance { number: 3, comes };
        let (one, other) = tokio::join!(
            service::record_attendance(first, chair, id, &asked),
            service::record_attendance(second, secretary, id, &asked)
        );
        assert_eq!(sort(vec![one, other]), (vec![presence], vec![refused]));
    }
    assert_eq!(views::assembly(first, id).await.unwrap().quorum.present, 1);
    let entries = views::record_entries(first, id).await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == "attendance").count(), 3);
    intact::check(first, world).await;
}

/// Two officers constitute the bureau at once, each at their desk.
async fn a_bureau_put_twice_is_put_once(hall: &mut Hall) {
    let (world, [first, second]) = (&hall.world, &hall.servers);
    let (chair, secretary, id) = (world.chair(), world.secretary(), world.assembly);
    let form = views::console(first, chair, id).await.unwrap().bureau.form;
    assert_eq!(form.after, 1, "the hall has one");
    let (one, other) = tokio::join!(
        service::constitute_bureau(first, chair, id, &form),
        service::constitute_bureau(second, secretary, id, &form)
    );
    assert_eq!(sort(vec![one, other]), (vec![2], vec![Refusal::BureauChanged]));
    let desk = views::console(second, secretary, id).await.unwrap().bureau;
    let by = desk.bureau.unwrap().by;
    assert!(by == "Personne 1" || by == "Personne 2", "whoever came second reads who was first: {by}");
    let entries = views::record_entries(first, id).await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == "bureau").count(), 2);
    intact::check(first, world).await;
}

/// Is always in the way of a step.
struct InTheWay {
    of: Step,
    begun: AtomicU32,
}

impl Probe for InTheWay {
    fn at(&self, step: Step) -> Fault {
        self.begun.fetch_add(u32::from(step == Step::Begin), Ordering::SeqCst);
        if step == self.of { Fault::Busy } else { Fault::None }
    }

    fn stalled(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::pending())
    }
}

/// A transaction that always meets another one is started over so many times and then given up; nothing is left of it.
async fn starting_over_has_an_end(hall: &mut Hall) {
    let world = &hall.world;
    let db = Db::open(&hall.place.url().unwrap()).await.unwrap();
    let before = hall.place.contents().await.unwrap();
    // Who waited for a turn in vain does not wait again; whoever met another transaction tries again, and again.
    for (of, attempts) in [(Step::Begin, 1), (Step::Commit, service::ATTEMPTS)] {
        let probe = Arc::new(InTheWay { of, begun: AtomicU32::new(0) });
        let (clock, random) = machine(3);
        let service = Service::over(db.watched(probe.clone()), clock, random);
        let error = service::open_vote(&service, world.chair(), world.open).await.unwrap_err();
        assert_eq!(error.refusal(), Refusal::Unavailable);
        assert_eq!(probe.begun.load(Ordering::SeqCst), attempts);
        assert_eq!(before.difference(&hall.place.contents().await.unwrap()), "");
    }
    db.close().await;
    assert_eq!(service::open_vote(&world.service, world.chair(), world.open).await.unwrap(), 3);
}

macro_rules! on_each_database {
    ($($name:ident($members:literal);)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let mut hall = super::Hall::on_sqlite($members).await.unwrap();
                super::$name(&mut hall).await;
                hall.end().await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let Some(mut hall) = super::Hall::on_postgres($members).await else { return };
                super::$name(&mut hall).await;
                hall.end().await;
            })+
        }
    };
}

on_each_database! {
    of_many_ballots_with_one_number_one_is_received(3);
    the_same_ballot_from_many_is_one_ballot_with_one_receipt(3);
    of_many_ballots_with_different_numbers_the_greatest_is_counted_once(3);
    a_receipt_given_while_the_vote_closes_is_counted(24);
    opening_and_closing_pressed_together_happen_once(3);
    a_crowd_takes_turns_and_nobody_starts_over(32);
    a_bureau_put_twice_is_put_once(3);
    who_comes_is_entered_once(3);
    starting_over_has_an_end(3);
}
