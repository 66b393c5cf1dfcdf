//! What the companion of one box says of the others, wrong as can be seen from this box alone.

use protocol::carry::{Carried, CarryList, Origin};
use protocol::combined::{Combined, SummedBox, SummedPart};
use protocol::companion::Companion;
use protocol::group::Element;
use protocol::{election, json};

use super::{rewritten, text_of};
use crate::case::{Case, Faults};
use crate::making::{Made, Object, Plan, Until};

const BEFORE: &str = "Vectors0123456";

fn filed(plan: &Plan, change: impl Fn(&mut Companion)) -> Made {
    rewritten(plan, Object::Companion, |text| {
        let mut companion = Companion::parse(text).expect("a companion of ours");
        change(&mut companion);
        json::write(&companion)
    })
}

/// A sound list: every voice comes from a credential of another box.
fn carry(plan: &Plan) -> CarryList {
    let origin = |voter: usize| {
        let carried = Element::mul_base(&crate::making::secret(&format!("before {voter}")));
        Origin::Carried(Carried { credential: Element::mul_base(&plan.voter(voter)), carried })
    };
    let mut voices: Vec<Origin> = (0..plan.voters).map(origin).collect();
    voices.sort_unstable_by(|one, next| one.credential().cmp(next.credential()));
    CarryList { after: vec![BEFORE.to_owned()], voices }
}

/// A sound sum of this box and another.
fn sum(plan: &Plan) -> Combined {
    let election = text_of(plan, Object::Election);
    let this = SummedBox::of(&plan.election.uuid, &election::fingerprint(&election), &text_of(plan, Object::Tally));
    Combined::of(vec![this, SummedBox::of(BEFORE, "", "")])
}

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    let (ballots, tally) = (Plan::small(Until::Ballots), Plan::small(Until::Tally));
    let later = |name: &str, about: &str, faults: &Faults, change: &dyn Fn(&mut CarryList)| {
        let made = filed(&ballots, |companion| {
            let mut list = carry(&ballots);
            change(&mut list);
            companion.carry = Some(list);
        });
        Case::fails(19, &format!("carry-{name}"), about, faults, &made)
    };
    let summed = |check, name: &str, about: &str, faults: &Faults, plan: &Plan, change: &dyn Fn(&mut Combined)| {
        let made = filed(plan, |companion| {
            let mut object = sum(&tally);
            change(&mut object);
            companion.combined = Some(object);
        });
        Case::fails(check, &format!("combined-{name}"), about, faults, &made)
    };
    let after: &Faults = &[(19, "companion file: carry.after")];
    let voices: &Faults = &[(19, "companion file: carry.voices")];
    let boxes: &Faults = &[(24, "companion file: combined.boxes")];
    vec![
        later("after-none", "The carry list names no box before this one.", after, &|list| list.after.clear()),
        later("after-itself", "The carry list names this box.", after, &|list| {
            list.after.push("Vectors1234567".to_owned());
        }),
        later("short", "A credential has no entry in the carry list.", voices, &|list| list.voices.truncate(1)),
        later("order", "The carry list is not in the order of the credentials.", voices, &|list| list.voices.reverse()),
        summed(24, "elsewhere", "The sum names other boxes, not this one.", boxes, &tally, &|object| {
            object.boxes[1].uuid = "Vectors1234568".to_owned();
        }),
        summed(24, "order", "The boxes of the sum are not sorted.", boxes, &tally, &|object| object.boxes.reverse()),
        summed(24, "alone", "The sum is of this box alone.", boxes, &tally, &|object| drop(object.boxes.remove(0))),
        summed(
            24,
            "tally",
            "The sum names another tally of this box.",
            &[(24, "companion file: combined.boxes[1]")],
            &tally,
            &|object| object.boxes[1].tally[0] ^= 1,
        ),
        summed(
            24,
            "early",
            "There is a sum, and the box is not closed.",
            &[(24, "companion file: combined")],
            &ballots,
            &|_| {},
        ),
        summed(
            15,
            "and-alone",
            "The box is opened in sum, and alone.",
            &[(15, "partial decryptions")],
            &Plan::small(Until::Parts),
            &|_| {},
        ),
        summed(
            16,
            "no-part",
            "The sum has a result, and no part.",
            &[(16, "companion file: combined")],
            &tally,
            &|object| object.result = Some(Vec::new()),
        ),
        summed(
            16,
            "part-missing",
            "The sum has a result, and a part of somebody who is not needed.",
            &[(16, "companion file: combined")],
            &tally,
            &|object| {
                object.result = Some(Vec::new());
                object.parts =
                    vec![SummedPart { owner: 9, decryption_factors: Vec::new(), decryption_proofs: Vec::new() }];
            },
        ),
    ]
}
