//! What the database itself does not let happen twice.

use domain::ids::AssemblyId;
use domain::vote::VoteState;
use store::{StoreError, assemblies, ballots, cooperatives, members, rolls, share_requests, votes};

use crate::fixture::{ASSEMBLY, BOX, COOPERATIVE, Place, VOTE, add_member, advance_box, assembly, bytes, id, member};

pub fn voice(n: u32) -> rolls::RollEntry {
    rolls::RollEntry {
        voice: member(n),
        position: n,
        kind: "own-key".to_owned(),
        key_seq: Some(1),
        code: None,
        entrusted: None,
        identity: bytes(n),
        credential: Some(format!("credential {n}")),
        speaker: member(n),
        proxy: None,
        register: n,
    }
}

pub fn ballot(voice: u32, n: u64) -> ballots::Received {
    ballots::Received {
        ballot_box: BOX,
        voice: member(voice),
        n,
        tracker: format!("tracker {voice} {n}"),
        credential: format!("credential {voice}"),
        height: u64::from(voice) * 100 + n,
        event_hash: "00".to_owned(),
        slip: "{}".to_owned(),
        receipt: "{}".to_owned(),
        at: 0,
    }
}

fn duplicate(outcome: Result<(), StoreError>) {
    assert!(matches!(outcome, Err(StoreError::Duplicate(_))), "{outcome:?}");
}

/// Refused by the database, and worth starting over: the caller read these keys as free.
fn raced(outcome: Result<(), StoreError>) {
    assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
}

pub async fn a_version_of_the_statutes_is_adopted_once_by_a_decision_somebody_entered(place: &Place) {
    let version = |n: u32, version: u32, decision: &str, by: Option<domain::ids::MemberId>| store::statutes::Version {
        id: id(n.into()),
        version,
        body: "{}".to_owned(),
        hash: bytes(n),
        effective_at: 0,
        adopted_at: 0,
        decision: decision.to_owned(),
        vote: None,
        adopted_by: by,
    };
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    tx.commit().await.unwrap();
    let table = [
        (version(1, 1, "", None), true),
        (version(2, 1, "", None), false),
        (version(3, 2, "", Some(member(1))), false),
        (version(4, 2, "AGE", None), false),
        (version(5, 2, "AGE", Some(member(1))), true),
        (version(6, 2, "AGE", Some(member(1))), false),
    ];
    for (row, taken) in table {
        let mut tx = place.db.write().await.unwrap();
        let outcome = store::statutes::insert(&mut tx, &row).await;
        assert_eq!(outcome.is_ok(), taken, "{row:?}");
        if taken {
            tx.commit().await.unwrap();
        } else {
            tx.rollback().await.unwrap();
        }
    }
    let mut tx = place.db.read().await.unwrap();
    let all = store::statutes::all(&mut tx).await.unwrap();
    assert_eq!(all.iter().map(|row| row.version).collect::<Vec<_>>(), [1, 2]);
    tx.rollback().await.unwrap();
}

pub async fn a_member_has_one_voice_in_a_vote(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    rolls::insert(&mut tx, BOX, &voice(1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let mut second = voice(2);
    (second.voice, second.speaker) = (member(1), member(1));
    duplicate(rolls::insert(&mut tx, BOX, &second).await);
    drop(tx);
    let mut tx = place.db.read().await.unwrap();
    assert_eq!(rolls::count(&mut tx, BOX).await.unwrap(), 1);
}

pub async fn a_member_has_one_request_before_the_board(place: &Place) {
    use domain::ids::ShareRequestId;
    use domain::share_requests::{RequestKind, RequestState};
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let request = |n: u128, who: u32| share_requests::Request {
        id: ShareRequestId(id(n)),
        member: member(who),
        kind: RequestKind::Subscription,
        shares: 1,
        receiver: None,
        leaves: false,
        state: RequestState::Waiting,
        asked_at: 0,
        decided_at: None,
        decided_by: None,
        reason: String::new(),
    };
    share_requests::insert(&mut tx, &request(1, 1)).await.unwrap();
    share_requests::insert(&mut tx, &request(2, 2)).await.unwrap();
    let by = member(3);
    let ending =
        share_requests::Ending { state: RequestState::Refused, shares: 1, at: 1, by, reason: "Non".to_owned() };
    assert!(share_requests::end(&mut tx, ShareRequestId(id(1)), &ending).await.unwrap());
    assert!(!share_requests::end(&mut tx, ShareRequestId(id(1)), &ending).await.unwrap(), "it waits no more");
    share_requests::insert(&mut tx, &request(3, 1)).await.unwrap();
    assert_eq!(share_requests::erase_reasons(&mut tx, member(1)).await.unwrap(), 2);
    let told = share_requests::of_member(&mut tx, member(1)).await.unwrap();
    assert!(told.len() == 2 && told.iter().all(|request| request.reason.is_empty()));
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    duplicate(share_requests::insert(&mut tx, &request(4, 2)).await);
}

pub async fn a_credential_stands_once_on_a_roll(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    rolls::insert(&mut tx, BOX, &voice(1)).await.unwrap();
    let mut second = voice(2);
    second.credential = voice(1).credential;
    duplicate(rolls::insert(&mut tx, BOX, &second).await);
}

/// Whoever voted before the session has no second ballot in it: the database says so, whatever the program does.
pub async fn a_voice_votes_in_one_box_of_a_vote(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let early = advance_box();
    store::boxes::insert(&mut tx, &early).await.unwrap();
    for ballot_box in [early.id, BOX] {
        rolls::insert(&mut tx, ballot_box, &voice(1)).await.unwrap();
    }
    let mark = ballots::Emargement { voice: member(1), signature: bytes(1) };
    assert!(ballots::insert_emargement(&mut tx, (VOTE, early.id), &mark, 0).await.unwrap());
    assert!(!ballots::insert_emargement(&mut tx, (VOTE, early.id), &mark, 1).await.unwrap(), "the same again");
    assert!(ballots::marked(&mut tx, VOTE, member(1)).await.unwrap());
    assert_eq!(store::attendances::by_ballot(&mut tx, VOTE).await.unwrap(), [member(1)]);
    assert_eq!(store::attendances::by_ballot_now(&mut tx, ASSEMBLY).await.unwrap(), [member(1)]);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    duplicate(ballots::insert_emargement(&mut tx, (VOTE, BOX), &mark, 0).await.map(drop));
    drop(tx);
    // One box of each stage, and closing it is once.
    let mut tx = place.db.write().await.unwrap();
    let second = store::boxes::VoteBox { id: domain::ids::BoxId(id(6)), ..advance_box() };
    duplicate(store::boxes::insert(&mut tx, &second).await);
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(store::boxes::close(&mut tx, early.id, 10).await.unwrap());
    assert!(!store::boxes::close(&mut tx, early.id, 11).await.unwrap());
    tx.commit().await.unwrap();
}

pub async fn a_vote_goes_on_to_a_second_call_once_and_with_its_ballots(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let first = assemblies::by_id(&mut tx, ASSEMBLY).await.unwrap().unwrap();
    let (second, third) = (AssemblyId(id(71)), AssemblyId(id(72)));
    for other in [second, third] {
        assemblies::insert(&mut tx, &assemblies::Assembly { id: other, call: 2, ..first.clone() }).await.unwrap();
    }
    assert!(!votes::go_on(&mut tx, VOTE, (ASSEMBLY, second), 1, None).await.unwrap(), "it received nothing in advance");
    let step = votes::Move { vote: VOTE, from: VoteState::Open, to: VoteState::Advance, at: 0 };
    assert!(votes::open(&mut tx, step).await.unwrap());
    store::boxes::insert(&mut tx, &advance_box()).await.unwrap();
    rolls::insert(&mut tx, advance_box().id, &voice(1)).await.unwrap();
    let mark = ballots::Emargement { voice: member(1), signature: bytes(1) };
    ballots::insert_emargement(&mut tx, (VOTE, advance_box().id), &mark, 0).await.unwrap();
    assert!(!votes::go_on(&mut tx, VOTE, (third, second), 1, None).await.unwrap(), "it is not there");
    assert!(votes::go_on(&mut tx, VOTE, (ASSEMBLY, second), 3, Some("other")).await.unwrap());
    let gone = votes::by_id(&mut tx, VOTE).await.unwrap().unwrap();
    let stands = (gone.assembly, gone.called_first, gone.position, gone.preset.as_deref(), gone.state);
    assert_eq!(stands, (second, Some(ASSEMBLY), 3, Some("other"), VoteState::Advance));
    for of in [ASSEMBLY, second] {
        assert_eq!(store::attendances::by_ballot_now(&mut tx, of).await.unwrap(), [member(1)], "represented in both");
    }
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let again = votes::go_on(&mut tx, VOTE, (second, third), 1, None).await;
    assert!(matches!(again, Err(StoreError::Driver(_))), "once: {again:?}");
}

fn said(ballot_box: domain::ids::BoxId, n: u64) -> store::open_ballots::Said {
    store::open_ballots::Said {
        ballot_box,
        voice: member(1),
        n,
        choice: domain::resolution::Choice::For,
        signature: bytes(1),
        tracker: format!("{} {n}", ballot_box.0),
        receipt: "{}".to_owned(),
        at: 0,
    }
}

pub async fn a_box_that_is_closed_receives_nothing(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let early = advance_box();
    store::boxes::insert(&mut tx, &early).await.unwrap();
    for ballot_box in [early.id, BOX] {
        rolls::insert(&mut tx, ballot_box, &voice(1)).await.unwrap();
    }
    store::open_ballots::insert(&mut tx, &said(early.id, 1)).await.unwrap();
    store::open_ballots::insert(&mut tx, &said(early.id, 2)).await.unwrap();
    assert_eq!(store::door::used(&mut tx, ASSEMBLY, member(1)).await.unwrap(), 1);
    assert_eq!(store::attendances::voted(&mut tx, VOTE).await.unwrap(), [member(1)]);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    assert!(store::open_ballots::insert(&mut tx, &said(BOX, 1)).await.is_err(), "the voice voted in another box");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(store::boxes::close(&mut tx, early.id, 10).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    assert!(store::open_ballots::insert(&mut tx, &said(early.id, 3)).await.is_err());
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    let late = ballots::Received { ballot_box: early.id, ..ballot(1, 1) };
    assert!(ballots::insert(&mut tx, &late).await.is_err());
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    let mark = ballots::Emargement { voice: member(1), signature: bytes(1) };
    assert!(ballots::insert_emargement(&mut tx, (VOTE, early.id), &mark, 0).await.is_err());
    drop(tx);
    // What is open receives, and the same calls are taken there.
    let mut tx = place.db.write().await.unwrap();
    ballots::insert(&mut tx, &ballot(1, 1)).await.unwrap();
    assert!(ballots::insert_emargement(&mut tx, (VOTE, BOX), &mark, 0).await.unwrap());
}

pub async fn a_voice_uses_each_n_once_and_each_tracker_stands_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    rolls::insert(&mut tx, BOX, &voice(1)).await.unwrap();
    rolls::insert(&mut tx, BOX, &voice(2)).await.unwrap();
    ballots::insert(&mut tx, &ballot(1, 1)).await.unwrap();
    ballots::insert(&mut tx, &ballot(1, 2)).await.unwrap();
    assert_eq!(ballots::last_n(&mut tx, BOX, member(1)).await.unwrap(), 2);
    assert_eq!(ballots::last_n(&mut tx, BOX, member(2)).await.unwrap(), 0);
    tx.commit().await.unwrap();

    let mut same_n = ballot(1, 2);
    same_n.tracker = "another".to_owned();
    same_n.height = 999;
    let mut tx = place.db.write().await.unwrap();
    raced(ballots::insert(&mut tx, &same_n).await);
    drop(tx);
    let mut same_tracker = ballot(2, 1);
    same_tracker.tracker = ballot(1, 1).tracker;
    let mut tx = place.db.write().await.unwrap();
    raced(ballots::insert(&mut tx, &same_tracker).await);
    drop(tx);
    // A voice that is not on the roll has no ballot.
    let mut tx = place.db.write().await.unwrap();
    assert!(ballots::insert(&mut tx, &ballot(3, 1)).await.is_err());
}

pub async fn a_member_number_is_given_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(members::last_number(&mut tx).await.unwrap(), 3);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let mut again = members::by_id(&mut tx, member(1)).await.unwrap().unwrap();
    again.id = domain::ids::MemberId(id(77));
    duplicate(members::insert(&mut tx, &again).await);
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    add_member(&mut tx, 4).await.unwrap();
}

pub async fn only_one_cooperative_can_be_founded(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let mut other = cooperatives::the_one(&mut tx).await.unwrap().unwrap();
    assert_eq!(other.id, COOPERATIVE);
    other.id = domain::ids::CooperativeId(id(88));
    duplicate(cooperatives::insert(&mut tx, &other).await);
}

pub async fn a_state_changes_once(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let step = votes::Move { vote: VOTE, from: VoteState::Open, to: VoteState::Closed, at: 5 };
    assert!(votes::close(&mut tx, step, 2, 3).await.unwrap());
    assert!(!votes::close(&mut tx, step, 2, 3).await.unwrap(), "a second closing finds nothing to close");
    let vote = votes::by_id(&mut tx, VOTE).await.unwrap().unwrap();
    assert_eq!(
        (vote.state, vote.closed_at, vote.present, vote.members),
        (VoteState::Closed, Some(5), Some(2), Some(3))
    );
}
