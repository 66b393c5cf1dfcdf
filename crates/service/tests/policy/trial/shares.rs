//! What must have happened to shares before a request about them exists.

use domain::share_requests::{AskShares, DecideRequest, RecordPayment, RequestKind, RequestState, Verdict};
use domain::shares::Cents;
use service::policy::Operation;
use service::views;

use super::world::{Prepared, World};

/// The member who has something to pay.
pub const OWING: u32 = 5;
/// One of the board.
const BOARD: u32 = 6;

/// Makes what an operation's example names.
pub async fn prepare(world: &World, operation: Operation, made: &mut Prepared) {
    let numbers: Vec<u32> =
        world.standings.iter().filter(|who| who.signed_in && !who.withheld).filter_map(|who| who.number).collect();
    match operation {
        Operation::AskShares => {
            for number in numbers {
                take_back(world, number).await;
            }
        }
        Operation::WithdrawShareRequest => {
            for number in numbers {
                take_back(world, number).await;
                made.requests.insert(number, ask(world, number, 1).await);
            }
        }
        Operation::DecideShareRequest => {
            take_back(world, OWING).await;
            made.waiting = Some(ask(world, OWING, 1).await);
        }
        _ => {
            take_back(world, OWING).await;
            let (service, board) = (&world.service, world.acting(BOARD).await);
            let granted = DecideRequest { decision: Verdict::Grant, reason: String::new() };
            let request = ask(world, OWING, 50).await;
            service::decide_share_request(service, &board, request, &granted).await.unwrap();
            if operation == Operation::ReverseShareEntry {
                let reference = service.now().to_string();
                let paid = RecordPayment { member: world.member(OWING).id, cents: Cents(1600), on: None, reference };
                made.entry = Some(service::record_payment(service, &board, &paid).await.unwrap().entry);
            }
        }
    }
}

async fn ask(world: &World, number: u32, shares: u32) -> domain::ids::ShareRequestId {
    let asked = AskShares { kind: RequestKind::Subscription, shares, receiver: None, leaves: false };
    service::ask_shares(&world.service, &world.acting(number).await, &asked).await.unwrap()
}

async fn take_back(world: &World, number: u32) {
    let (service, actor) = (&world.service, world.acting(number).await);
    for request in views::my_shares(service, &actor).await.unwrap().requests {
        if request.state == RequestState::Waiting {
            service::withdraw_share_request(service, &actor, request.id).await.unwrap();
        }
    }
}
