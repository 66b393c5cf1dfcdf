//! Many at once on one member's ledger: nothing is entered twice, and nothing falls below nothing.

use domain::Refusal;
use domain::share_requests::RequestKind;
use domain::shares::ShareEntryKind;
use service::Error;

use crate::shares::{ask, granted, payment};
use crate::world::{World, empty, open, refusal};

const AT_ONCE: usize = 16;

/// How many were done, and why the others were not.
fn sort<T>(outcomes: Vec<Result<T, Error>>) -> (Vec<T>, Vec<Refusal>) {
    let (done, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    (done.into_iter().filter_map(Result::ok).collect(), refused.into_iter().map(refusal).collect())
}

/// Everybody begins before anybody is waited for.
async fn at_once<T, F>(act: impl Fn(usize) -> F) -> (Vec<T>, Vec<Refusal>)
where
    T: Send + 'static,
    F: Future<Output = Result<T, Error>> + Send + 'static,
{
    let started: Vec<_> = (0..AT_ONCE).map(|turn| tokio::spawn(act(turn))).collect();
    let mut outcomes = Vec::new();
    for one in started {
        outcomes.push(one.await.unwrap());
    }
    sort(outcomes)
}

async fn one_ledger(world: World) {
    let (service, chair, member) = (&world.service, world.chair(), world.people[3].id);
    let held = async || {
        let held = world.shares_of(member).await.held;
        (held.shares, held.paid.0)
    };

    // Sixteen grants of one request.
    let request =
        service::ask_shares(service, &world.people[3].actor, &ask(RequestKind::Subscription, 8)).await.unwrap();
    let (done, refused) = at_once(|_| {
        let (service, chair) = (service.clone(), chair.clone());
        async move { service::decide_share_request(&service, &chair, request, &granted()).await }
    })
    .await;
    assert_eq!((done.len(), refused), (1, vec![Refusal::RequestDecided; AT_ONCE - 1]));
    assert_eq!(held().await, (9, 1600));

    // Sixteen times the same payment, as by officers who do not know of each other.
    let (done, refused) = at_once(|_| {
        let (service, chair) = (service.clone(), chair.clone());
        async move { service::record_payment(&service, &chair, &payment(member, 1600, "VIR 17")).await }
    })
    .await;
    assert_eq!(refused, []);
    assert_eq!(done.iter().filter(|entered| !entered.before).count(), 1);
    assert!(done.iter().all(|entered| entered.entry == done[0].entry));
    assert_eq!(held().await, (9, 3200));

    // Sixteen payments of a share each where seven are owed; then sixteen cancellations where none is unpaid.
    let (done, refused) = at_once(|turn| {
        let (service, chair) = (service.clone(), chair.clone());
        async move { service::record_payment(&service, &chair, &payment(member, 1600, &format!("N {turn}"))).await }
    })
    .await;
    assert_eq!((done.len(), refused), (7, vec![Refusal::PaidTooMuch; AT_ONCE - 7]));
    assert_eq!(held().await, (9, 14_400));

    // Sixteen reversals of one payment, then sixteen cancellations where one share is unpaid.
    let entries = world.shares_of(member).await.entries;
    let paid = entries.iter().rev().find(|entry| entry.kind == ShareEntryKind::Payment).unwrap().id;
    let (done, refused) = at_once(|_| {
        let (service, chair) = (service.clone(), chair.clone());
        async move { service::reverse_share_entry(&service, &chair, paid, "Deux fois").await }
    })
    .await;
    assert_eq!((done.len(), refused), (1, vec![Refusal::EntryReversed; AT_ONCE - 1]));
    let (done, refused) = at_once(|_| {
        let (service, chair) = (service.clone(), chair.clone());
        async move { service::cancel_shares(&service, &chair, member, 1).await }
    })
    .await;
    assert_eq!((done.len(), refused), (1, vec![Refusal::PaidShares; AT_ONCE - 1]));
    assert_eq!(held().await, (8, 12_800));

    // Sixteen requests at once: one waits.
    let actor = &world.people[3].actor;
    let (done, refused) = at_once(|turn| {
        let (service, actor) = (service.clone(), actor.clone());
        let count = u32::try_from(turn).unwrap() + 1;
        async move { service::ask_shares(&service, &actor, &ask(RequestKind::Subscription, count)).await }
    })
    .await;
    assert_eq!((done.len(), refused), (1, vec![Refusal::RequestWaiting; AT_ONCE - 1]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ledger_is_written_in_turns() {
    let (service, clock, folder) = empty(7).await;
    Box::pin(one_ledger(World::build(service, clock, folder, &[1, 1, 1, 1]).await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ledger_is_written_in_turns_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let schema = format!("a_ledger_is_written_in_turns_{}", std::process::id());
    let (service, clock) = open(&store::postgres_schema(&base, &schema).await.unwrap(), 7).await;
    Box::pin(one_ledger(World::build(service, clock, None, &[1, 1, 1, 1]).await)).await;
}
