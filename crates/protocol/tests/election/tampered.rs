//! Whatever is changed is found, by the check that is there for it.

use protocol::archive::{Builder, EventType, Item, ItemKind};
use protocol::ballot::Ballot;
use protocol::checks::{Unreadable, verify_election};
use protocol::group::{Scalar, random_scalar};
use protocol::slip::OrderSlip;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::made::verify;
use crate::simulate::{COOPERATIVE, Made, Plan, make};

fn honest() -> Made {
    make(&Plan::resolution(9, 3, &[(0, 0), (1, 1), (0, 2)]))
}

/// Writes the chain again over changed bodies, so that only the intended check can notice.
pub fn rechain(made: &mut Made, change: impl Fn(usize, &str) -> String) {
    let mut builder = Builder::new();
    let mut renamed = std::collections::BTreeMap::new();
    let old = std::mem::take(&mut made.items);
    for (i, item) in old.iter().enumerate() {
        if item.kind == ItemKind::Event {
            let event = protocol::archive::Event::parse(&item.body).expect("an event");
            let payload = event.payload.map(|hash| renamed.get(&hash).cloned().unwrap_or(hash));
            made.items.push(builder.event(event.kind, payload.as_deref()));
            continue;
        }
        let mut body = change(i, &item.body);
        for (from, to) in &renamed {
            body = body.replace(from, to);
        }
        let fresh = Item::new(ItemKind::Data, body);
        renamed.insert(item.hash.clone(), fresh.hash.clone());
        made.items.push(fresh);
    }
}

/// Changes the nth data member whose text holds `marks`.
pub fn edit(made: &mut Made, marks: &str, change: impl Fn(&str) -> String) {
    let at = made.items.iter().position(|item| item.kind == ItemKind::Data && item.body.contains(marks));
    let at = at.unwrap_or_else(|| panic!("no member with {marks}"));
    rechain(made, |i, body| if i == at { change(body) } else { body.to_owned() });
}

/// Puts another digit at the end of the first number after `marks`.
fn bump(body: &str, marks: &str) -> String {
    let start = body.find(marks).expect("there") + marks.len();
    let digit = body[start..].find(|c: char| c.is_ascii_digit()).expect("a number") + start;
    let end = body[digit..].find(|c: char| !c.is_ascii_digit()).expect("an end") + digit;
    let last = body.as_bytes()[end - 1];
    let other = if last == b'1' { '2' } else { '1' };
    format!("{}{other}{}", &body[..end - 1], &body[end..])
}

pub fn failed(made: &Made) -> Vec<u8> {
    let report = verify(made);
    assert!(!report.passed(), "a tampered election passed");
    report.failed()
}

#[test]
fn a_changed_proof_of_a_trustee_is_check_8() {
    let mut made = honest();
    edit(&mut made, "\"pok\"", |body| bump(body, "response"));
    assert!(failed(&made).starts_with(&[8]));
}

#[test]
fn another_election_key_is_check_9() {
    let mut made = honest();
    let other = protocol::group::Element::mul_base(&Scalar::from(7_u64)).to_string();
    let key = made.election.public_key.to_string();
    edit(&mut made, "\"questions\"", |body| body.replace(&key, &other));
    assert!(failed(&made).contains(&9));
}

#[test]
fn a_weight_of_two_or_an_unsorted_list_is_check_10() {
    let mut made = honest();
    rechain(&mut made, |i, body| if i == 2 { body.replacen("\",", ",2\",", 1) } else { body.to_owned() });
    assert!(failed(&made).contains(&10));
    let mut made = honest();
    rechain(&mut made, |i, body| {
        if i != 2 {
            return body.to_owned();
        }
        let mut list: Vec<String> = serde_json::from_str(body).expect("a list");
        list.reverse();
        serde_json::to_string(&list).expect("a list")
    });
    assert_eq!(failed(&made), [10]);
}

#[test]
fn every_proof_of_a_ballot_is_under_check_11() {
    for part in ["\"individual_proofs\"", "\"overall_proof\"", "\"signature\""] {
        let mut made = honest();
        edit(&mut made, "election_uuid", |body| bump(body, &format!("{part}:")));
        let failed = failed(&made);
        assert!(failed.contains(&11), "{part}: {failed:?}");
    }
}

#[test]
fn a_ballot_of_another_election_or_voice_is_check_11() {
    let mut made = honest();
    edit(&mut made, "election_uuid", |body| body.replace("V1tBDcoBQ5ndB4fB", "V1tBDcoBQ5ndB4fC"));
    assert!(failed(&made).contains(&11));
    let mut made = honest();
    let stranger = random_scalar(&mut ChaCha20Rng::seed_from_u64(5));
    let phi = protocol::election::fingerprint(&made.election.to_json());
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let ballot = Ballot::create(&made.election, &phi, &stranger, &[vec![1, 0, 0]], &mut rng).expect("allowed");
    edit(&mut made, "election_uuid", |_| ballot.to_json());
    assert!(failed(&made).contains(&11));
}

#[test]
fn a_missing_proof_is_check_7_and_a_second_spelling_check_6() {
    let mut made = honest();
    edit(&mut made, "election_uuid", |body| {
        let mut ballot = Ballot::parse(body).expect("a ballot");
        let again = ballot.answers[0].overall_proof[0].clone();
        ballot.answers[0].overall_proof.push(again);
        ballot.to_json()
    });
    assert!(failed(&made).contains(&7));
    let mut made = honest();
    edit(&mut made, "election_uuid", |body| body.replacen(':', ": ", 1));
    assert!(failed(&made).contains(&6));
}

#[test]
fn another_tally_is_check_13_and_another_part_check_15() {
    let mut made = honest();
    edit(&mut made, "num_tallied", |body| body.replace("\"num_tallied\":2", "\"num_tallied\":3"));
    assert_eq!(failed(&made), [13]);
    let mut made = honest();
    edit(&mut made, "decryption_factors", |body| bump(body, "\"response\":"));
    assert!(failed(&made).contains(&15));
    let mut made = honest();
    made.companion.decryption_proofs[1].proofs.0[0][0].response += Scalar::ONE;
    assert!(failed(&made).contains(&15));
}

#[test]
fn another_result_is_check_17() {
    let mut made = honest();
    edit(&mut made, "{\"result\"", |_| "{\"result\":[[2,0,0]]}".to_owned());
    assert_eq!(failed(&made), [17]);
}

#[test]
fn a_removed_event_is_check_3_or_4() {
    let mut made = honest();
    let at = made.items.iter().position(|item| item.body.contains("\"type\":\"Ballot\"")).expect("a ballot");
    made.items.drain(at - 1..=at);
    assert!(failed(&made).contains(&3));
    let mut made = honest();
    made.items.retain(|item| !item.body.contains("\"type\":\"EndBallots\""));
    assert!(failed(&made).contains(&4));
}

#[test]
fn a_companion_missing_short_or_of_another_order_is_check_24() {
    let made = honest();
    let report = verify_election(&made.bytes(), None, &mut |_, _| {}).expect("readable");
    assert_eq!(report.failed(), [24]);
    let mut made = honest();
    made.companion.order_slips.pop();
    assert_eq!(failed(&made), [24]);
    let mut made = honest();
    made.companion.emargements.count = 3;
    assert_eq!(failed(&made), [24]);
}

/// A ballot kept back by the server and inserted after a newer one: its slip is older, and it shows.
#[test]
fn a_withheld_ballot_inserted_later_is_check_24() {
    let mut made = honest();
    let phi = protocol::election::fingerprint(&made.election.to_json());
    let slip = &made.companion.order_slips[2];
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let old =
        OrderSlip::make(&COOPERATIVE, &made.election.uuid, &phi, &made.voters[0], 1, &slip.ballot.clone(), &mut rng);
    made.companion.order_slips[2] = protocol::companion::FiledSlip::new(&slip.ballot.clone(), &old);
    assert_eq!(failed(&made), [24]);
}

/// Shuffles have no place where votes are added up: they are named, never waved through.
#[test]
fn shuffles_in_an_election_that_is_added_up_are_not_supported() {
    let mut made = honest();
    let at = made.items.iter().position(|item| item.body.contains("\"type\":\"EncryptedTally\"")).expect("a tally") + 1;
    let data = Item::new(ItemKind::Data, "[]".to_owned());
    let mut builder = Builder::new();
    let shuffle = builder.event(EventType::Shuffle, Some(&data.hash));
    let end = builder.event(EventType::EndShuffles, None);
    made.items.splice(at..at, [data, shuffle, end]);
    rechain(&mut made, |_, body| body.to_owned());
    let verdict = verify_election(&made.bytes(), Some(&made.companion.to_json()), &mut |_, _| {});
    assert_eq!(verdict, Err(Unreadable::Unsupported("shuffles".to_owned())));
}

/// A weight of 2^63 in a foreign list: a verdict comes, and no table of billions is made on the way.
#[test]
fn an_absurd_weight_costs_no_memory() {
    let mut made = make(&Plan { ours: false, ..Plan::resolution(9, 1, &[(0, 0)]) });
    rechain(
        &mut made,
        |i, body| if i == 2 { body.replacen("\"]", ",9223372036854775807\"]", 1) } else { body.to_owned() },
    );
    let report = verify_election(&made.bytes(), None, &mut |_, _| {}).expect("readable");
    assert_eq!(report.failed(), [13]);
}

#[test]
fn ranked_votes_are_named_and_not_judged() {
    let mut made = honest();
    edit(&mut made, "\"questions\"", |body| {
        let question = body.find("\"questions\":[").expect("there") + 13;
        let end = body.find("],\"uuid\"").expect("there");
        format!(
            "{}{{\"type\":\"NonHomomorphic\",\"value\":{}}}{}",
            &body[..question],
            &body[question..end],
            &body[end..]
        )
    });
    made.items.truncate(5);
    let verdict = verify_election(&made.bytes(), None, &mut |_, _| {});
    assert_eq!(verdict, Err(Unreadable::Unsupported("question type NonHomomorphic".to_owned())));
}

/// Elements of another group are not those of ours: the group is named, and its trustees are not called wrong.
#[test]
fn an_election_of_another_group_is_named_and_not_judged() {
    let mut made = honest();
    edit(&mut made, "\"questions\"", |body| body.replace("\"Ed25519\"", "\"RFC-3526-2048\""));
    edit(&mut made, "\"pok\"", |body| body.replace("\"public_key\":\"", "\"public_key\":\"1234"));
    made.items.truncate(5);
    let verdict = verify_election(&made.bytes(), None, &mut |_, _| {});
    assert_eq!(verdict, Err(Unreadable::Unsupported("group RFC-3526-2048".to_owned())));
}

/// Heights at the end of numbers: compared, never counted past it.
#[test]
fn the_greatest_height_is_followed_by_none() {
    let greatest = |height: u64| format!("{{\"height\":{height},\"type\":\"EndBallots\"}}");
    let mut made = honest();
    made.items.truncate(5);
    for text in [greatest(u64::MAX), "{}".to_owned(), greatest(0), greatest(u64::MAX)] {
        made.items.push(Item::new(ItemKind::Event, text));
    }
    assert!(failed(&made).starts_with(&[3, 4, 6]));
}
