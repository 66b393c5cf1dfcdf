//! Candidates: one candidacy of each in an election, frozen when members are convened, but for the words.

use domain::candidacies::CandidacyState::{Accepted, Proposed, Withdrawn, Written};
use domain::convocation::agenda::DraftState;
use domain::ids::{CandidacyId, DraftId, ItemId};
use store::candidacies::{self, Candidacy, Signed};
use store::drafts::{self, Draft, DraftItem};
use store::{StoreError, forgetting};

use crate::fixture::{ASSEMBLY, COOPERATIVE, Place, assembly, bytes, id, member, raw};

const DRAFT: DraftId = DraftId(uuid::Uuid::from_u128(90));
const ITEM: ItemId = ItemId(uuid::Uuid::from_u128(91));

fn candidacy(n: u128, who: u32) -> Candidacy {
    Candidacy {
        id: CandidacyId(id(n)),
        draft: DRAFT,
        item: ITEM,
        member: member(who),
        proposed_by: Some(member(2)),
        reason: "Motif".to_owned(),
        state: Proposed,
        body: String::new(),
        hash: None,
        identity: None,
        signature: None,
        made_at: 0,
        moved_at: 0,
    }
}

async fn prepared(tx: &mut store::Tx) {
    let draft = Draft {
        id: DRAFT,
        cooperative: COOPERATIVE,
        state: DraftState::Draft,
        body: "{}".to_owned(),
        assembly: None,
        made_by: member(1),
        made_at: 0,
        changed_at: 0,
    };
    drafts::insert(tx, &draft).await.unwrap();
    drafts::insert_item(tx, DRAFT, &DraftItem { id: ITEM, position: 1, body: "{}".to_owned() }).await.unwrap();
}

pub async fn who_stands_is_frozen_when_members_are_convened_and_the_words_are_erased(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    prepared(&mut tx).await;
    let called = async |tx: &mut store::Tx| candidacies::election(tx, ITEM).await.unwrap().unwrap().called();
    assert!(!called(&mut tx).await && candidacies::called(&mut tx).await.unwrap().is_empty());
    assert!(candidacies::call(&mut tx, ITEM, member(1), 1).await.unwrap());
    assert!(!candidacies::call(&mut tx, ITEM, member(1), 2).await.unwrap(), "it is open");
    assert!(candidacies::close(&mut tx, ITEM, 3).await.unwrap() && !called(&mut tx).await);
    assert!(!candidacies::close(&mut tx, ITEM, 4).await.unwrap());
    assert!(candidacies::call(&mut tx, ITEM, member(2), 5).await.unwrap() && called(&mut tx).await, "once more");
    assert_eq!(candidacies::called(&mut tx).await.unwrap().len(), 1);

    candidacies::insert(&mut tx, &candidacy(92, 1)).await.unwrap();
    candidacies::insert(&mut tx, &candidacy(93, 3)).await.unwrap();
    let of = async |tx: &mut store::Tx, n| candidacies::by_id(tx, CandidacyId(id(n))).await.unwrap().unwrap();
    let proposed = of(&mut tx, 92).await;
    assert!(candidacies::write(&mut tx, &proposed, Written, "mots", 6).await.unwrap());
    assert!(!candidacies::write(&mut tx, &proposed, Written, "autres", 6).await.unwrap(), "it has moved");
    let written = of(&mut tx, 92).await;
    let signed = Signed { hash: bytes(1), identity: bytes(2), signature: bytes(3) };
    let stale = Candidacy { body: "autres".to_owned(), ..written.clone() };
    assert!(!candidacies::accept(&mut tx, &stale, Accepted, &signed, 7).await.unwrap(), "other words");
    assert!(candidacies::accept(&mut tx, &written, Accepted, &signed, 7).await.unwrap());
    let waits = of(&mut tx, 93).await;
    assert!(candidacies::withdraw(&mut tx, &waits, Withdrawn, 8).await.unwrap());
    let withdrawn = of(&mut tx, 93).await;
    assert_eq!((withdrawn.state, withdrawn.reason.as_str()), (Withdrawn, ""));
    tx.commit().await.unwrap();

    let mut tx = place.db.write().await.unwrap();
    let again = candidacies::insert(&mut tx, &candidacy(94, 1)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(drafts::convene(&mut tx, DRAFT, ASSEMBLY, 9).await.unwrap());
    tx.commit().await.unwrap();
    for statement in [
        "UPDATE candidacies SET state = 'withdrawn'",
        "UPDATE candidacies SET signature = NULL",
        "UPDATE candidacies SET hash = hash",
        "DELETE FROM candidacies",
    ] {
        let error = raw(&place.url, statement.to_owned()).await.expect_err(statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    let mut tx = place.db.write().await.unwrap();
    assert_eq!(forgetting::candidacies(&mut tx, -1).await.unwrap(), 0, "its time has not come");
    assert_eq!(forgetting::candidacies(&mut tx, i64::MAX).await.unwrap(), 1, "one has words left");
    let erased = of(&mut tx, 92).await;
    assert_eq!((erased.body.as_str(), erased.hash, erased.state), ("", Some(bytes(1)), Accepted));
}
