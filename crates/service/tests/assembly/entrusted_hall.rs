//! Voices entrusted to the server where hands are raised: whoever sits in the hall without a key raises one, whoever has made a key casts a
//! ballot instead. And in a rehearsal there are none.

use domain::Refusal;
use domain::hands::{CountHands, Hands};
use domain::resolution::Choice;
use domain::vote::VoteState;
use serde_json::json;
use service::views;

use crate::entrusted::keys_of;
use crate::proposals::letters;
use crate::world::{DAY, START, World, empty, refusal};

/// The two who count, both with a key.
const COUNT: (usize, usize) = (4, 5);

#[tokio::test]
async fn whoever_is_entrusted_raises_a_hand_or_casts_a_ballot_and_counts_once() {
    let mut world = World::entrusting(empty(7).await, (21, 19), true, false).await;
    world.sits().await;
    world.two_count(COUNT).await;
    // Both without a key are in the hall, and one with.
    for number in [4, 20, 21] {
        world.at_desk(number, true).await;
    }
    assert_eq!(service::open_by_hands(&world.service, world.chair(), world.open).await.unwrap(), 21);
    let roll = world.recorded("open-roll").await.remove(0);
    assert_eq!((&roll["hands"], &roll["kinds"]), (&json!(true), &json!({ "entrusted": 2, "own-key": 19 })));

    world.makes_key(19).await;
    let paper = world.paper_vote(19, world.open).await;
    assert!(paper.entrusted && paper.by_hands);
    let made = keys_of(&world.asks_voice(19).await.unwrap());
    let own = std::mem::replace(&mut world.people[19].keys, made);
    let ballot = world.sign_open(19, &paper, Choice::For.code(), 1);
    world.people[19].keys = own;
    world.cast_open(19, &ballot).await.unwrap();
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(service::close_vote(service, chair, world.open).await.unwrap(), VoteState::Closed);
    let closed = world.recorded("quorum-count").await.pop().unwrap();
    assert_eq!((&closed["hall"], &closed["ballots"]), (&json!(2), &json!(1)), "4 and 21 may raise a hand");

    let hands = Hands { for_: 1, against: 1, abstain: 0 };
    for who in [COUNT.0, COUNT.1] {
        let asked = CountHands { round: 1, hands };
        service::count_hands(service, &world.people[who].actor, world.open, &asked).await.unwrap();
    }
    let item = views::vote(service, world.open).await.unwrap().1;
    assert_eq!((item.state, item.voices, item.entrusted), (VoteState::Decided, Some(21), Some(2)));
    assert_eq!(world.counts(world.open).await, (2, 1, 0));
}

#[tokio::test]
async fn a_show_of_hands_waits_for_the_board_as_any_vote_does() {
    let world = World::entrusting(empty(7).await, (19, 17), true, false).await;
    world.sits().await;
    let opens = async || service::open_by_hands(&world.service, world.chair(), world.open).await;
    assert_eq!(refusal(opens().await), Refusal::EntrustedUnconfirmed);
    assert!(world.recorded("open-roll").await.is_empty());
    world.confirms(2).await.unwrap();
    assert_eq!(opens().await.unwrap(), 19);
    let roll = world.recorded("open-roll").await.remove(0);
    assert_eq!((&roll["confirmed"], &roll["kinds"]["entrusted"]), (&json!(2), &json!(2)));
}

/// Whatever the notice of the assembly says that is rehearsed for: nobody's voice is the server's where nothing binds.
#[tokio::test]
async fn in_a_rehearsal_no_voice_is_entrusted() {
    let mut world = World::entrusting(empty(7).await, (21, 19), true, false).await;
    world.clock.set(START + 5 * DAY);
    world.assembly = service::begin_rehearsal(&world.service, world.secretary()).await.unwrap();
    let items = views::assembly(&world.service, world.assembly).await.unwrap().items;
    (world.open, world.secret) = (items[0].vote, items[1].vote);
    world.key_holder_prepares().await;
    world.begin(world.assembly).await;
    assert_eq!(refusal(world.confirms(2).await), Refusal::EntrustedOff);
    for vote in [world.open, world.secret] {
        assert_eq!(service::open_vote(&world.service, world.chair(), vote).await.unwrap(), 19);
        assert_eq!(views::vote(&world.service, vote).await.unwrap().1.entrusted, None);
    }
    for kind in ["open-roll", "roll"] {
        assert_eq!(world.recorded(kind).await[0]["kinds"], json!({ "own-key": 19 }));
    }
    assert_eq!(world.recorded("convocation").await[0].get("entrusted"), None);
    world.makes_key(20).await;
    assert_eq!(refusal(world.asks_voice(20).await), Refusal::EntrustedNone);
    assert!(letters(&world.service, "key-made").await.is_empty(), "nothing is kept for them");
}
