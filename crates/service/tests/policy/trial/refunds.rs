//! Refunds: one that was executed long ago, and one that is drafted, attached to what is being prepared, taken back, and dropped.

use domain::Refusal;
use domain::ids::{DraftId, ItemId, MemberId};
use domain::refund::plan::Figures;
use domain::shares::Cents;
use serde_json::json;
use service::policy::Operation;
use service::views;
use store::Db;
use store::refunds::{self, Frozen};

use super::examples::{Example, Ids};
use super::world::World;

/// The year of the refund that was executed.
pub const EXECUTED: u32 = 2020;

/// Enters it, as it is kept.
pub async fn executed(url: &str, draft: DraftId, member: MemberId) {
    let db = Db::open(url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let figures = Figures { surplus: Cents(1000), refund: Cents(500), reserved: Cents(500), ..Figures::default() };
    let figures = serde_json::to_string(&figures).unwrap();
    refunds::insert(&mut tx, (EXECUTED, "2020-12-31"), &figures, "", (member, 0)).await.unwrap();
    let item = ItemId(uuid::Uuid::from_u128(2020));
    let frozen = Frozen { draft, item, document: [20; 32], body: "{}".to_owned(), hash: [21; 32] };
    assert!(refunds::attach(&mut tx, EXECUTED, &frozen, 1).await.unwrap());
    refunds::insert_part(&mut tx, EXECUTED, (member, 1), (1000, 500)).await.unwrap();
    assert!(refunds::execute(&mut tx, EXECUTED, member, 2).await.unwrap());
    refunds::enter(&mut tx, EXECUTED, member, 500, 2).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}

/// The example of an operation on refunds.
pub async fn example(world: &World, operation: Operation, done: bool) -> Example {
    let plain = || Example::of(Ids::default());
    match operation {
        Operation::DraftRefund => plain().body(json!({
            "closed_on": "2026-11-20", "surplus": "300,01", "others": "250,00", "reserves": "0", "capital": "1000",
            "reserved": "45,01", "refund": "239,99", "billed": "n;montant\n5;600,00\n6;400,00\n",
        })),
        Operation::AttachRefund => {
            let chair = world.acting(1).await;
            let items = views::draft(&world.service, &chair, world.draft).await.unwrap().items;
            let ids = Ids { item: Some(items[0].0.to_string()), ..Ids::draft(world.draft) };
            Example::of(ids).body(json!({ "year": "2026" })).again(done, Refusal::RefundFrozen)
        }
        Operation::ReleaseRefund => plain().body(json!({ "year": "2026" })).again(done, Refusal::RefundNotAttached),
        Operation::DeleteRefund => plain().body(json!({ "year": "2026" })).again(done, Refusal::NotFound),
        // Executed twice is executed once.
        Operation::ExecuteRefund => plain().body(json!({ "year": EXECUTED.to_string() })),
        _ => plain(),
    }
}
