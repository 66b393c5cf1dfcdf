//! Who may do what, tried by everybody on every operation: by the service's own functions, on each database.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod call;
mod stale;
#[expect(dead_code, reason = "the tests of the server also send what has no type here: forms, bodies that are none")]
mod trial;

use store::testing::{Place, postgres_address};

use crate::call::Functions;
use crate::trial::walk::walk;
use crate::trial::world::World;

#[tokio::test]
async fn everybody_tries_every_operation() {
    let folder = tempfile::tempdir().unwrap();
    let world = Box::pin(World::build(Place::sqlite(folder.path()))).await;
    Box::pin(walk(&world, &Functions)).await;
}

#[tokio::test]
async fn everybody_tries_every_operation_on_postgres() {
    let Some(address) = postgres_address() else { return };
    let world = Box::pin(World::build(Place::postgres(&address).await.unwrap())).await;
    Box::pin(walk(&world, &Functions)).await;
    world.service.close().await;
    world.place.remove().await.unwrap();
}
