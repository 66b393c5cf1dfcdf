//! Proposals: drafts are thrown away and nothing else is, supports count for their version and their voice.

use domain::ids::{AmendmentId, ProposalId};
use domain::member::MemberState;
use domain::proposals::{AmendmentState, ProposalState};
use store::amendments::{self, Amendment};
use store::proposals::{self, Version};
use store::supports::{self, Support};
use store::{StoreError, Tx, members};

use crate::fixture::{ASSEMBLY, Place, RULES, VOTE, assembly, bytes, id, member};

pub const PROPOSAL: ProposalId = ProposalId(uuid::Uuid::from_u128(70));

pub fn version(n: u32) -> Version {
    Version {
        proposal: PROPOSAL,
        n,
        body: "{}".to_owned(),
        hash: bytes(n),
        written_by: member(1),
        at: 0,
        amendment: None,
    }
}

pub fn support(n: u128, version: u32, who: u32) -> Support {
    Support {
        id: id(n),
        proposal: PROPOSAL,
        version,
        member: member(who),
        identity: bytes(who),
        signature: bytes(who),
        at: 0,
        withdrawn_at: None,
    }
}

pub fn amendment(n: u32) -> Amendment {
    Amendment {
        id: AmendmentId(id(80 + u128::from(n))),
        proposal: PROPOSAL,
        n,
        author: member(2),
        version: 1,
        body: "Autre".to_owned(),
        reasons: String::new(),
        at: 0,
        state: AmendmentState::Open,
        decided_at: None,
        decided_by: None,
    }
}

/// A proposal of the first member, open for support.
pub async fn open(tx: &mut Tx) -> proposals::Proposal {
    proposals::insert(tx, PROPOSAL, &version(1)).await.unwrap();
    let draft = proposals::by_id(tx, PROPOSAL).await.unwrap().unwrap();
    assert!(proposals::open(tx, &draft, ProposalState::Open, 1).await.unwrap());
    assert!(!proposals::open(tx, &draft, ProposalState::Open, 1).await.unwrap(), "it is no draft any more");
    proposals::by_id(tx, PROPOSAL).await.unwrap().unwrap()
}

pub async fn a_draft_is_thrown_away_and_what_was_seen_is_not(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    proposals::insert(&mut tx, PROPOSAL, &version(1)).await.unwrap();
    assert!(proposals::invite(&mut tx, PROPOSAL, member(2), member(1), 0).await.unwrap());
    assert!(!proposals::invite(&mut tx, PROPOSAL, member(2), member(1), 0).await.unwrap(), "asked already");
    let seen = async |tx: &mut Tx, who| proposals::seen_by(tx, member(who)).await.unwrap().len();
    assert_eq!((seen(&mut tx, 1).await, seen(&mut tx, 2).await, seen(&mut tx, 3).await), (1, 1, 0));
    assert!(proposals::answer(&mut tx, PROPOSAL, member(2), false, 1).await.unwrap());
    assert!(!proposals::answer(&mut tx, PROPOSAL, member(2), true, 1).await.unwrap(), "answered already");
    assert_eq!(seen(&mut tx, 2).await, 0, "whoever declined sees the draft no more");
    assert!(proposals::invite(&mut tx, PROPOSAL, member(2), member(1), 2).await.unwrap(), "and may be asked anew");
    let draft = proposals::by_id(&mut tx, PROPOSAL).await.unwrap().unwrap();
    assert!(proposals::discard(&mut tx, &draft).await.unwrap());
    assert!(proposals::by_id(&mut tx, PROPOSAL).await.unwrap().is_none());
    let shown = open(&mut tx).await;
    assert!(!proposals::discard(&mut tx, &shown).await.unwrap());
    assert_eq!(seen(&mut tx, 3).await, 1);
    tx.commit().await.unwrap();
    // Not even a draft that became something else in between.
    let mut tx = place.db.write().await.unwrap();
    let refused = proposals::discard(&mut tx, &draft).await;
    assert!(refused.unwrap_err().to_string().contains("append-only"));
}

pub async fn a_support_counts_for_its_version_while_its_member_has_a_voice(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let of = open(&mut tx).await;
    let count = async |tx: &mut Tx, n| supports::count(tx, PROPOSAL, n, RULES).await.unwrap();
    for (n, who) in [(1, 1), (2, 2), (3, 3)] {
        supports::insert(&mut tx, &support(n, 1, who)).await.unwrap();
    }
    assert_eq!(count(&mut tx, 1).await, 3);
    assert!(supports::withdraw(&mut tx, PROPOSAL, 1, member(2), 5).await.unwrap());
    assert!(!supports::withdraw(&mut tx, PROPOSAL, 1, member(2), 6).await.unwrap(), "once");
    assert_eq!(count(&mut tx, 1).await, 2);
    supports::insert(&mut tx, &support(4, 1, 2)).await.unwrap();
    assert_eq!(count(&mut tx, 1).await, 3, "and may be given again");
    members::move_to(&mut tx, member(3), MemberState::Active, MemberState::Suspended).await.unwrap();
    assert_eq!(count(&mut tx, 1).await, 2);
    proposals::insert_version(&mut tx, &version(2)).await.unwrap();
    assert!(proposals::next_version(&mut tx, &of, 2, 7).await.unwrap());
    assert!(!proposals::next_version(&mut tx, &of, 2, 7).await.unwrap(), "another was faster");
    assert_eq!((count(&mut tx, 2).await, supports::standing(&mut tx, PROPOSAL, 1).await.unwrap().len()), (0, 3));
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    assert!(matches!(supports::insert(&mut tx, &support(9, 1, 1)).await, Err(StoreError::Duplicate(_))));
}

pub async fn pending_amendments_are_counted_until_they_are_decided(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let of = open(&mut tx).await;
    for n in 1..=3 {
        assert_eq!(amendments::last_number(&mut tx, PROPOSAL).await.unwrap(), n - 1);
        amendments::insert(&mut tx, &amendment(n)).await.unwrap();
    }
    assert_eq!(proposals::pending_amendments(&mut tx, PROPOSAL).await.unwrap(), 3);
    for (n, to) in [(1, AmendmentState::Accepted), (2, AmendmentState::ToVote)] {
        assert!(amendments::decide(&mut tx, &amendment(n), to, 1, Some(member(1))).await.unwrap());
        assert!(!amendments::decide(&mut tx, &amendment(n), to, 1, Some(member(1))).await.unwrap(), "once");
    }
    assert_eq!(proposals::pending_amendments(&mut tx, PROPOSAL).await.unwrap(), 2, "one open, one left to the vote");
    assert_eq!(amendments::pending_of(&mut tx, PROPOSAL, member(3)).await.unwrap(), 0);
    // Admitted, and on the agenda under one vote.
    assert!(proposals::move_to(&mut tx, &of, ProposalState::Admitted, 2).await.unwrap());
    assert_eq!(proposals::admitted(&mut tx).await.unwrap().len(), 1);
    let admitted = proposals::by_id(&mut tx, PROPOSAL).await.unwrap().unwrap();
    let placed = proposals::place(&mut tx, &admitted, ProposalState::OnAgenda, 3, (Some(ASSEMBLY), Some(VOTE))).await;
    assert!(placed.unwrap());
    assert_eq!(proposals::of_vote(&mut tx, VOTE).await.unwrap().map(|of| of.id), Some(PROPOSAL));
    assert_eq!(proposals::admitted(&mut tx).await.unwrap().len(), 0);
}
