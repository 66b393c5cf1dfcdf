//! Voices entrusted to the server, as the board and whoever leads the session see them: how many it would be in what could open, how many
//! it was, and how long what the server made is kept.

use domain::Refusal;
use domain::entrusted::EntrustedDesk;
use domain::paper::{MarkPaper, Way};
use domain::resolution::Choice;
use domain::wire::MyVoice;
use serde_json::{Value, json};
use service::views;

use crate::advance::{FROM, SESSION, UNTIL};
use crate::entrusted::keys_of;
use crate::world::{DAY, World, empty, refusal};

/// What the console says is what the opening asks: whoever votes on paper is no entrusted voice where a vote opens by ballots, and is one
/// where it opens by show of hands.
#[tokio::test]
async fn the_console_says_the_worst_of_what_could_open() {
    let world = World::entrusting(empty(7).await, (10, 8), true, false).await;
    world.clock.set(SESSION);
    service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
    world.two_count((4, 5)).await;
    world.key_holder_prepares().await;
    for number in [9, 10] {
        world.at_desk(number, true).await;
        let marked = MarkPaper { number, way: Way::Paper };
        service::mark_paper(&world.service, world.chair(), world.assembly, &marked).await.unwrap();
    }
    let console = async || views::console(&world.service, world.chair(), world.assembly).await.unwrap();
    let seen = console().await;
    assert_eq!(seen.entrusted, Some(EntrustedDesk { would_be: 2, voices: 10, most: None }), "by show of hands");
    assert_eq!(seen.unconfirmed, [], "by ballots it opens, and a secret vote is never put otherwise");
    let by_hands = async || service::open_by_hands(&world.service, world.chair(), world.open).await;
    assert_eq!(refusal(by_hands().await), Refusal::EntrustedUnconfirmed);
    // By ballots nobody is entrusted, and nobody has to confirm anything.
    assert_eq!(service::open_vote(&world.service, world.chair(), world.secret).await.unwrap(), 8);
    let roll = world.recorded("roll").await.remove(0);
    assert_eq!((&roll["kinds"], roll.get("left_out")), (&json!({ "own-key": 8 }), None));
    world.confirms(2).await.unwrap();
    assert_eq!(console().await.unconfirmed, []);
    assert_eq!(by_hands().await.unwrap(), 10);
    assert_eq!(world.recorded("open-roll").await[0]["kinds"], json!({ "entrusted": 2, "own-key": 8 }));
}

/// Voices that voted in advance are no part of what is left: few may be many of that.
#[tokio::test]
async fn the_console_leaves_out_who_voted_in_advance() {
    let world = World::entrusting(empty(7).await, (12, 11), true, true).await;
    let console = async || views::console(&world.service, world.chair(), world.assembly).await.unwrap();
    let desk = |voices| Some(EntrustedDesk { would_be: 1, voices, most: None });
    assert_eq!(console().await.entrusted, desk(12));
    world.clock.set(FROM);
    assert_eq!(
        service::advance_due(&world.service).await.unwrap(),
        (1, 0),
        "no key holder is ready for the secret one"
    );
    for who in 0..6 {
        world.cast_open(who, &world.open_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    assert_eq!(console().await.entrusted, desk(12), "while ballots are received nothing else opens of the open one");
    world.clock.set(UNTIL);
    let seen = console().await;
    assert_eq!((seen.entrusted, seen.unconfirmed), (desk(6), vec![world.open]), "one of the six who are left");
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    let opens = async || service::open_vote(&world.service, world.chair(), world.open).await;
    assert_eq!(refusal(opens().await), Refusal::EntrustedUnconfirmed);
    world.confirms(1).await.unwrap();
    assert_eq!(opens().await.unwrap(), 6);
    let rolls = world.recorded("open-roll").await;
    assert_eq!((&rolls[0]["confirmed"], &rolls[1]["confirmed"]), (&Value::Null, &json!(1)));
}

/// Where nothing followed the advance box but papers, the entrusted voices that voted in it are counted, and no others.
#[tokio::test]
async fn entrusted_voices_of_the_only_box_are_those_that_voted_where_papers_follow() {
    let mut world = World::entrusting(empty(7).await, (21, 19), true, true).await;
    world.clock.set(FROM);
    assert_eq!(
        service::advance_due(&world.service).await.unwrap(),
        (1, 0),
        "no key holder is ready for the secret one"
    );
    assert_eq!(world.shown_entrusted().await, [Some(2), None]);
    for who in 0..19 {
        world.cast_open(who, &world.open_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    world.makes_key(19).await;
    let made = keys_of(&world.asks_voice(19).await.unwrap());
    let paper = world.paper_vote(19, world.open).await;
    let own = std::mem::replace(&mut world.people[19].keys, made);
    let ballot = world.sign_open(19, &paper, Choice::Against.code(), 1);
    world.people[19].keys = own;
    world.cast_open(19, &ballot).await.unwrap();
    world.clock.set(SESSION);
    service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
    world.two_count((4, 5)).await;
    // The last has no key still, and votes on paper.
    world.at_desk(21, true).await;
    let marked = MarkPaper { number: 21, way: Way::Paper };
    service::mark_paper(&world.service, world.chair(), world.assembly, &marked).await.unwrap();
    assert_eq!(service::open_vote(&world.service, world.chair(), world.open).await.unwrap(), 0);
    assert_eq!(world.voices_of(20).await[0], MyVoice::PaperOut);
    assert_eq!(world.shown_entrusted().await, [Some(1), None]);
}

/// Two months after the day of an assembly that was never held nobody votes with what the server made, and it makes nothing more.
#[tokio::test]
async fn what_the_server_made_is_forgotten_though_the_assembly_was_never_held() {
    let world = World::entrusting(empty(7).await, (21, 19), true, true).await;
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (1, 0));
    world.clock.set(UNTIL);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 1));
    world.makes_key(20).await;
    world.clock.set(SESSION + 59 * DAY);
    assert_eq!(service::forget_due(&world.service).await.unwrap().keys, 0);
    world.asks_voice(20).await.unwrap();
    world.clock.set(SESSION + 60 * DAY + 1);
    assert_eq!(service::forget_due(&world.service).await.unwrap().keys, 2);
    assert_eq!(refusal(world.asks_voice(20).await), Refusal::EntrustedNone);
    world.begin(world.assembly).await;
    assert_eq!(service::open_vote(&world.service, world.chair(), world.open).await.unwrap(), 20);
    let roll = world.recorded("open-roll").await.pop().unwrap();
    assert_eq!((&roll["kinds"], &roll["left_out"]), (&json!({ "own-key": 20 }), &json!(1)));
}
