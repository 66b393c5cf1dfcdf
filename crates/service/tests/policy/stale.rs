//! Somebody whose session was read, and who lost what it gave before the act began: the act looks again.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::MemberState;
use domain::roles::{Actor, Role};
use service::policy::{Audience, Operation};
use store::{Db, members};

use crate::call::{answer, call};
use crate::trial::examples::{Example, example};
use crate::trial::world::World;

const EVERY: [Role; 7] =
    [Role::Chair, Role::Secretary, Role::Board, Role::Scrutineer, Role::Auditor, Role::Operator, Role::KeyHolder];
/// In office until yesterday, or from tomorrow on; a member; who left, who was excluded.
const STALE: [u32; 11] = [10, 11, 12, 13, 14, 15, 18, 19, 5, 20, 21];

/// An operation asked for with roles, or a membership, that were and are not any more.
pub async fn tries(world: &World, operation: Operation, of_a_member: &Example) {
    match operation.audience() {
        Audience::Anyone => {}
        Audience::Member => after_leaving(world, operation).await,
        audience => {
            for number in STALE {
                let expected = match (number, audience) {
                    (20 | 21, _) => Refusal::MemberState,
                    (_, Audience::KeyHolder) => Refusal::NotKeyHolder,
                    _ => Refusal::NotYours,
                };
                refused(world, operation, of_a_member, world.member(number).id, expected).await;
            }
            let unknown = MemberId("018f0000-0000-7000-8000-00000000dead".parse().unwrap());
            refused(world, operation, of_a_member, unknown, Refusal::SignInFirst).await;
        }
    }
}

/// A member prepares everything, leaves, and sends it.
async fn after_leaving(world: &World, operation: Operation) {
    // One whose key is not registered at the beginning, so that there is something to register.
    let who = world.member(if operation == Operation::RegisterKey { 3 } else { 15 });
    let prepared = Box::pin(example(world, operation, who, false, false)).await;
    move_to(world, who.id, MemberState::Active, MemberState::Left).await;
    refused(world, operation, &prepared, who.id, Refusal::MemberState).await;
    move_to(world, who.id, MemberState::Left, MemberState::Active).await;
}

async fn move_to(world: &World, member: MemberId, from: MemberState, to: MemberState) {
    let db = Db::open(&world.place.url().unwrap()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(members::move_to(&mut tx, member, from, to).await.unwrap());
    tx.commit().await.unwrap();
    db.close().await;
}

async fn refused(world: &World, operation: Operation, asked: &Example, id: MemberId, expected: Refusal) {
    let actor = Actor::Member { id, roles: EVERY.to_vec() };
    let outcome = Box::pin(call(&world.service, &actor, None, operation, &asked.ids, &asked.body)).await;
    assert_eq!(answer(outcome).outcome, Err(expected), "{operation:?} by {id}, whose session said more");
}
