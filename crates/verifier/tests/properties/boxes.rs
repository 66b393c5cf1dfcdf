//! Several boxes of one vote: the sum is the plain count, and whatever is changed in what ties them is refused by the check
//! that is there for it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use protocol::archive::event::Owned;
use protocol::archive::{Event, EventType, Item, ItemKind};
use protocol::carry::Origin;
use protocol::checks::{Alone, Examined, Options, Outcome, Together, read_archive, verify_together};
use protocol::combined::Combined;
use protocol::companion::OwnerProofs;
use protocol::group::{Element, Scalar};
use protocol::json;
use protocol::merkle::Hash;
use verifier::simulate::boxes::{Boxes, make};
use verifier::simulate::{COOPERATIVE, Plan, Quorum, Simulated};

fn plan(voters: usize, quorum: Quorum, seed: u64) -> Plan {
    Plan { voters, answers: 2, min: 0, max: 2, blank: true, quorum, revotes: 2, seed }
}

const TWO_OF_THREE: Quorum = Quorum { needed: 2, all: 3 };

fn boxes() -> Vec<Simulated> {
    make(&plan(9, TWO_OF_THREE, 5), 3, &Alone).unwrap().boxes
}

fn read(boxes: &[Simulated]) -> Vec<Examined> {
    let one = |made: &Simulated| {
        let companion = made.companion();
        let options = Options { companion: Some(&companion), expected_head: None };
        read_archive(made.archive().as_slice(), &options, &Alone, &mut |_, _| {}).unwrap()
    };
    boxes.iter().map(one).collect()
}

fn together(boxes: &[Simulated]) -> Together {
    let votes = verify_together(&read(boxes));
    assert_eq!(votes.len(), 1, "one vote");
    votes.into_iter().next().unwrap()
}

/// The numbers of the checks that fail, in one of the boxes or in all together.
fn failed(boxes: &[Simulated]) -> Vec<u8> {
    let mut failed: Vec<u8> = read(boxes).iter().flat_map(|one| one.report().failed()).collect();
    let vote = together(boxes);
    failed.extend(vote.outcomes.iter().filter(|(_, said)| matches!(said, Outcome::Failed(_))).map(|(c, _)| c.number()));
    failed.sort_unstable();
    failed.dedup();
    failed
}

/// The same change in the sum that every companion holds.
fn in_sum(change: impl Fn(&mut Combined)) -> Vec<Simulated> {
    let mut boxes = boxes();
    for one in &mut boxes {
        change(one.made.companion.combined.as_mut().unwrap());
    }
    boxes
}

fn in_carry(place: usize, change: impl Fn(&mut Vec<Origin>, &[Simulated])) -> Vec<Simulated> {
    let mut boxes = boxes();
    let all = boxes.clone();
    change(&mut boxes[place].made.companion.carry.as_mut().unwrap().voices, &all);
    boxes
}

fn counts(vote: &Together) -> Vec<u64> {
    vote.result.iter().flatten().flat_map(|question| question.answers.iter().map(|(_, count)| *count)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_of_the_boxes_is_the_plain_count_in_whatever_order_they_are_given(
        voters in 2_usize..14, number in 2_usize..5, seed in any::<u32>(), single in any::<bool>(), turn in 0_usize..4,
    ) {
        prop_assume!(voters >= number);
        let quorum = if single { Quorum { needed: 2, all: 2 } } else { TWO_OF_THREE };
        let Boxes { mut boxes, plain } = make(&plan(voters, quorum, u64::from(seed)), number, &Alone).unwrap();
        let order: Vec<String> = boxes.iter().map(|one| one.made.opened.election.uuid.clone()).collect();
        boxes.rotate_left(turn % number);
        let vote = together(&boxes);
        prop_assert!(vote.passed() && vote.complete, "{:?}", vote);
        prop_assert_eq!(counts(&vote), plain);
        prop_assert_eq!((vote.voices, vote.new_voices), (voters as u64, 1));
        prop_assert_eq!(vote.boxes, order);
        for one in read(&boxes) {
            prop_assert!(one.report().passed() && !one.report().complete);
        }
    }
}

#[test]
fn boxes_that_are_missing_leave_no_verdict_on_the_sum() {
    let boxes = boxes();
    for left_out in 0..3 {
        let mut some = boxes.clone();
        some.remove(left_out);
        let vote = together(&some);
        assert!(vote.passed() && !vote.complete && vote.result.is_none(), "{left_out}: {vote:?}");
        assert!(vote.outcomes.iter().any(|(_, said)| matches!(said, Outcome::Limited(_))));
    }
    assert!(verify_together(&read(&boxes[..1])).is_empty(), "one box alone is no group");
    let other = make(&plan(4, TWO_OF_THREE, 6), 2, &Alone).unwrap().boxes;
    assert_eq!(verify_together(&read(&[boxes, other].concat())).len(), 2, "two votes");
}

type Change = fn(&mut Combined);

#[test]
fn every_field_of_the_sum_is_bound() {
    assert_eq!(failed(&boxes()), [0; 0]);
    let changes: [(&str, Change, &[u8]); 16] = [
        ("uuid", |sum| sum.boxes[2].uuid = "zzzzzzzzzzzzzzzz".to_owned(), &[24]),
        ("order of the boxes", |sum| sum.boxes.reverse(), &[15, 16, 24]),
        ("a box left out", |sum| drop(sum.boxes.remove(1)), &[15, 16, 24]),
        ("a box twice", |sum| sum.boxes.push(sum.boxes[2].clone()), &[15, 16, 24]),
        ("φ", |sum| sum.boxes[0].fingerprint.replace_range(..1, "_"), &[15, 16, 24]),
        ("tally", |sum| sum.boxes[1].tally[31] ^= 1, &[15, 16, 24]),
        ("owner unknown", |sum| sum.parts[1].owner = 9, &[15, 16]),
        ("another owner", |sum| sum.parts[1].owner = 3, &[15, 16]),
        ("owner twice", |sum| sum.parts[1] = sum.parts[0].clone(), &[15, 16]),
        ("factor", |sum| sum.parts[0].decryption_factors[0][1] = Element::base(), &[15, 16]),
        ("factors short", |sum| sum.parts[0].decryption_factors[0].truncate(2), &[15, 16]),
        ("proofs short", |sum| drop(sum.parts[0].decryption_proofs.pop()), &[15, 16]),
        ("challenge", |sum| sum.parts[0].decryption_proofs[0][0].challenge += Scalar::from(1_u64), &[15, 16]),
        ("response", |sum| sum.parts[1].decryption_proofs[0][2].response += Scalar::from(1_u64), &[15, 16]),
        ("a part missing", |sum| drop(sum.parts.pop()), &[16]),
        ("no part", |sum| sum.parts.clear(), &[16]),
    ];
    for (what, change, checks) in changes {
        let said = failed(&in_sum(change));
        if what == "uuid" {
            // The box it names is not there: nothing is said of the sum.
            assert_eq!(said, [24], "{what}");
        } else {
            assert_eq!(said, checks, "{what}");
        }
    }
    let result = |q: usize, count: fn(u64) -> u64| {
        failed(&in_sum(|sum| {
            let counts = &mut sum.result.as_mut().unwrap()[0];
            counts[q].0 = count(counts[q].0);
        }))
    };
    assert_eq!(result(0, |n| n + 1), [17]);
    assert_eq!(result(2, |n| n ^ 1), [17]);
    assert_eq!(failed(&in_sum(|sum| sum.result.as_mut().unwrap().clear())), [17]);
    let open = in_sum(|sum| sum.result = None);
    assert!(failed(&open).is_empty() && !together(&open).complete, "not opened yet");
}

#[test]
fn the_boxes_hold_one_sum() {
    let mut boxes = boxes();
    boxes[1].made.companion.combined = None;
    assert_eq!(failed(&boxes), [24], "a box without");
    let mut boxes = self::boxes();
    boxes[2].made.companion.combined.as_mut().unwrap().result = None;
    assert_eq!(failed(&boxes), [24], "a box with another");
    let mut boxes = self::boxes();
    boxes[2].made.companion.cooperative = "00".repeat(16);
    assert!(failed(&boxes).contains(&24), "another cooperative");
}

/// Every part as if it were of another place of the sum: proofs are bound to their place.
#[test]
fn a_proof_serves_for_one_place() {
    let said = failed(&in_sum(|sum| {
        let part = &mut sum.parts[0];
        part.decryption_factors[0].swap(1, 2);
        part.decryption_proofs[0].swap(1, 2);
    }));
    assert_eq!(said, [15, 16]);
}

fn public(boxes: &[Simulated], place: usize, voter: usize) -> Element {
    Element::mul_base(&boxes[place].made.opened.voters[voter].secret)
}

#[test]
fn no_voice_comes_back() {
    // Those who voted in the first box come first among its voters.
    let used = in_carry(1, |voices, all| {
        let carried =
            voices.iter_mut().find_map(|voice| if let Origin::Carried(voice) = voice { Some(voice) } else { None });
        carried.unwrap().carried = public(all, 0, 0);
    });
    assert_eq!(failed(&used), [19], "a voice that voted before");
    let twice = in_carry(1, |voices, _| {
        let all: Vec<Element> =
            voices.iter().filter_map(|v| if let Origin::Carried(v) = v { Some(v.carried) } else { None }).collect();
        for voice in voices.iter_mut() {
            if let Origin::Carried(voice) = voice
                && voice.carried == all[1]
            {
                voice.carried = all[0];
            }
        }
    });
    assert_eq!(failed(&twice), [19], "one voice carried into two");
    let skipped = in_carry(2, |voices, all| {
        // It was carried into the second box already, under another credential.
        if let Some(Origin::Carried(voice)) = voices.iter_mut().find(|voice| matches!(voice, Origin::Carried(_))) {
            voice.carried = public(all, 0, 4);
        }
    });
    assert_eq!(failed(&skipped), [19], "a voice of the first box that the second has");
    let stranger = in_carry(1, |voices, _| {
        if let Some(Origin::Carried(voice)) = voices.iter_mut().find(|voice| matches!(voice, Origin::Carried(_))) {
            voice.carried = Element::base();
        }
    });
    assert_eq!(failed(&stranger), [19], "a voice that no box has");
    let new = in_carry(1, |voices, _| {
        let leaf: Hash = voices.iter().find_map(|v| if let Origin::New(v) = v { Some(v.new) } else { None }).unwrap();
        let credential = *voices.iter().find(|voice| matches!(voice, Origin::Carried(_))).unwrap().credential();
        for voice in voices.iter_mut().filter(|voice| *voice.credential() == credential) {
            *voice = Origin::New(protocol::carry::New { credential, new: leaf });
        }
    });
    assert_eq!(failed(&new), [19], "one new member, two voices");
}

#[test]
fn a_carry_list_has_one_entry_for_each_credential_of_its_box_and_names_the_boxes_before() {
    assert_eq!(failed(&in_carry(1, |voices, _| voices.truncate(3))), [19], "one entry less");
    assert_eq!(failed(&in_carry(1, |voices, _| voices.reverse())), [19], "another order");
    assert_eq!(failed(&in_carry(1, |voices, _| voices.push(voices[0].clone()))), [19], "one entry twice");
    let after = |place: usize, change: fn(&mut Vec<String>)| {
        let mut boxes = boxes();
        change(&mut boxes[place].made.companion.carry.as_mut().unwrap().after);
        failed(&boxes)
    };
    assert_eq!(after(2, |after| after.reverse()), [19]);
    assert_eq!(after(2, |after| drop(after.pop())), [19]);
    assert_eq!(after(1, Vec::clear), [19]);
    let mut boxes = boxes();
    boxes[1].made.companion.carry = None;
    assert_eq!(failed(&boxes), [19], "a later box that does not say where its voices come from");
    let given_twice = [self::boxes(), vec![self::boxes().swap_remove(0)]].concat();
    assert!(failed(&given_twice).contains(&19));
}

/// Appends the parts of its own decryption to an archive that ends with the tally.
fn open_alone(one: &mut Simulated) {
    let tally = one.items[one.items.len() - 3].body.clone();
    let mut rng = <rand_chacha::ChaCha20Rng as rand_chacha::rand_core::SeedableRng>::seed_from_u64(3);
    let opened = &one.made.opened;
    let parts: BTreeMap<_, _> = opened.holders.decrypt(&COOPERATIVE, &opened.phi, &tally, &mut rng).unwrap();
    for (owner, (part, proofs)) in parts {
        let part = Item::new(ItemKind::Data, part.to_json());
        let owned = Item::new(ItemKind::Data, json::write(&Owned { owner, payload: part.hash.clone() }));
        let event =
            Event { parent: None, height: 0, kind: EventType::PartialDecryption, payload: Some(owned.hash.clone()) };
        one.items.extend([part, owned, Item::new(ItemKind::Event, json::write(&event))]);
        one.made.companion.decryption_proofs.push(OwnerProofs { owner, proofs });
    }
    one.change(Vec::new()).unwrap();
}

#[test]
fn what_is_opened_in_sum_is_not_opened_alone_and_few_ballots_never_are() {
    let mut boxes = boxes();
    open_alone(&mut boxes[1]);
    assert_eq!(failed(&boxes), [15], "alone and in sum");
    let mut boxes = self::boxes();
    boxes.iter_mut().for_each(|one| one.made.companion.combined = None);
    assert_eq!(failed(&boxes), [0; 0], "not opened yet");
    open_alone(&mut boxes[0]);
    assert_eq!(failed(&boxes), [15], "three ballots in each");
    let mut many = make(&plan(12, TWO_OF_THREE, 5), 2, &Alone).unwrap().boxes;
    many.iter_mut().for_each(|one| one.made.companion.combined = None);
    many.iter_mut().for_each(open_alone);
    assert_eq!(failed(&many), [0; 0], "six ballots in each");
}
