//! Several boxes of one vote: good groups, and groups that are wrong in what ties them. The archives are the same; what is
//! changed is in their companions, unless the case says otherwise.

mod bad;

use std::collections::BTreeMap;

use protocol::carry::{Carried, CarryList, New, Origin};
use protocol::combined::{self, Binding, Combined, SummedBox, SummedPart};
use protocol::companion::Companion;
use protocol::group::Element;
use protocol::tally::EncryptedTally;
use protocol::{election, hash};
use serde_json::{Value, json};

use crate::holders::{Group, Holders};
use crate::making::{COOPERATIVE, Made, Plan, Until, honest, rng};
use crate::tree::Tree;

pub use bad::fields_with_values;

/// A group of boxes and what is to be said of them together.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of its folder.
    pub name: String,
    /// What is special or wrong, in a sentence.
    pub about: String,
    /// The field of the companion that is changed, if it is one.
    pub field: Option<String>,
    /// The checks that fail, in any of the archives or in all together.
    pub checks: Vec<u8>,
    /// The sum, where it is open and right.
    pub result: Option<Vec<Vec<u64>>>,
    /// The archives, in their order.
    pub boxes: Vec<Boxed>,
}

/// A box with its companion taken apart.
#[derive(Clone, Debug)]
pub struct Boxed {
    /// The plan it was made from.
    pub plan: Plan,
    /// The archive.
    pub archive: Vec<u8>,
    /// The companion's text.
    pub companion: String,
}

/// Voters of the first box of three: the first votes there, the second in the second box, the third in the third. A fourth
/// is new in the second box and votes in the third.
const UUIDS: [&str; 3] = ["Vectors1234567", "Vectors2345678", "Vectors3456789"];
/// Who is listed in each box, by number of the person, who votes there and what. Those who vote first are listed first.
type Seats = &'static [(&'static [usize], &'static [(usize, &'static [u64])])];
const TWO: Seats = &[(&[0, 1, 2], &[(0, &[1])]), (&[1, 2, 3], &[(1, &[1]), (3, &[0])])];
const THREE: Seats = &[(&[0, 1, 2], &[(0, &[1])]), (&[1, 2, 3], &[(1, &[0])]), (&[2, 3], &[(2, &[1]), (3, &[1])])];

fn plan(seats: Seats, place: usize, holders: &Holders) -> Plan {
    let (listed, votes) = seats[place];
    // The makers of archives number the voters of a box from 0.
    let number = |person: usize| listed.iter().position(|one| *one == person).expect("listed");
    let cast: Vec<(usize, &[u64])> = votes.iter().map(|(person, answer)| (number(*person), *answer)).collect();
    let mut plan = Plan::small(Until::Tally).voices(listed.len()).voting(&cast).under(holders.clone());
    plan.election.uuid = UUIDS[place].to_owned();
    plan.persons = listed.iter().map(|person| format!("box {place} person {person}")).collect();
    plan
}

fn credential(plan: &Plan, seats: Seats, place: usize, person: usize) -> Element {
    let number = seats[place].0.iter().position(|one| *one == person).expect("listed");
    Element::mul_base(&plan.voter(number))
}

fn companion(text: &str) -> Companion {
    Companion::parse(text).expect("a companion of ours")
}

fn tally(made: &Made) -> &str {
    &made.items[made.items.len() - 3].body
}

/// Closed boxes with their carry lists, not opened.
fn closed(seats: Seats, holders: &Holders) -> Vec<(Boxed, Made)> {
    let plans: Vec<Plan> = (0..seats.len()).map(|place| plan(seats, place, holders)).collect();
    let mut boxes = Vec::new();
    for (place, plan) in plans.iter().enumerate() {
        let made = plan.make(&honest);
        let mut filed = companion(made.companion.as_deref().expect("ours"));
        if place > 0 {
            filed.carry = Some(carry(&plans, seats, place));
        }
        boxes.push((Boxed { plan: plan.clone(), archive: made.bytes(), companion: filed.to_json() }, made));
    }
    boxes
}

fn carry(plans: &[Plan], seats: Seats, place: usize) -> CarryList {
    let before = |person: &usize| (0..place).rev().find(|box_| seats[*box_].0.contains(person));
    let origin = |person: &usize| {
        let credential_here = credential(&plans[place], seats, place, *person);
        match before(person) {
            Some(box_) => {
                let carried = credential(&plans[box_], seats, box_, *person);
                Origin::Carried(Carried { credential: credential_here, carried })
            }
            None => {
                let new = hash::sha256(format!("leaf of person {person}").as_bytes());
                Origin::New(New { credential: credential_here, new })
            }
        }
    };
    let mut voices: Vec<Origin> = seats[place].0.iter().map(origin).collect();
    voices.sort_unstable_by(|one, next| one.credential().cmp(next.credential()));
    CarryList { after: UUIDS[..place].iter().map(|uuid| (*uuid).to_owned()).collect(), voices }
}

/// Opened in sum: every companion has the same object.
fn summed(seats: Seats, holders: &Holders) -> Vec<Boxed> {
    let boxes = closed(seats, holders);
    let summed = |(boxed, made): &(Boxed, Made)| {
        let phi = election::fingerprint(&made.items[0].body);
        SummedBox::of(&boxed.plan.election.uuid, &phi, tally(made))
    };
    let mut object = Combined::of(boxes.iter().map(summed).collect());
    let tallies: Vec<EncryptedTally> =
        boxes.iter().map(|(_, made)| EncryptedTally::parse(tally(made)).expect("a tally")).collect();
    let sum = combined::sum(&tallies).expect("of one shape");
    for owner in &holders.opening {
        let public = holders.trustees.public_key_of(*owner).expect("an owner");
        let binding = Binding { cooperative: &COOPERATIVE, boxes: &object.boxes, owner: *owner, public };
        let part = combined::decrypt(&holders.secrets[owner], &binding, &sum, &mut rng(&format!("summed {owner}")));
        object.parts.push(part);
    }
    let votes: usize = seats.iter().map(|(_, votes)| votes.len()).sum();
    let parts: Vec<&SummedPart> = object.parts.iter().collect();
    object.result = Some(combined::open(&sum, &holders.trustees, &parts, votes as u64).expect("opened").result);
    let with = |(mut boxed, _): (Boxed, Made)| {
        let filed = Companion { combined: Some(object.clone()), ..companion(&boxed.companion) };
        boxed.companion = filed.to_json();
        boxed
    };
    boxes.into_iter().map(with).collect()
}

fn two() -> Vec<Boxed> {
    summed(TWO, &Holders::singles(2))
}

fn plain(seats: Seats) -> Vec<Vec<u64>> {
    vec![vec![seats.iter().flat_map(|(_, votes)| votes.iter()).map(|(_, answer)| answer[0]).sum()]]
}

/// All of them: good first.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = good();
    cases.extend(bad::cases());
    cases
}

fn good() -> Vec<Case> {
    let of = |name: &str, about: &str, seats: Option<Seats>, boxes: Vec<Boxed>| Case {
        name: format!("good-{name}"),
        about: about.to_owned(),
        field: None,
        checks: Vec::new(),
        result: seats.map(plain),
        boxes,
    };
    let group = || Holders::group(&Group::honest(2, 3), &[1, 3]);
    let closed = |seats| closed(seats, &Holders::singles(2)).into_iter().map(|(boxed, _)| boxed).collect();
    let mut waiting = two();
    in_all(&mut waiting, |sum| sum.field("combined").fields().retain(|(name, _)| name != "result"));
    vec![
        of("two", "Two boxes opened in sum; one voice of the second is new.", Some(TWO), two()),
        of(
            "three",
            "Three boxes, opened by a group of key holders; voices come from both before.",
            Some(THREE),
            summed(THREE, &group()),
        ),
        of("closed", "Two boxes closed, nothing opened.", None, closed(TWO)),
        of("parts", "The parts are there, the result is not.", None, waiting),
        of("first", "The first of two boxes: nothing is said of the sum.", None, two().into_iter().take(1).collect()),
        of(
            "some",
            "Two of three boxes: nothing is said of the sum.",
            None,
            summed(THREE, &group()).into_iter().take(2).collect(),
        ),
    ]
}

fn bent(boxed: &mut Boxed, change: impl Fn(&mut Tree)) {
    let mut tree = Tree::parse(&boxed.companion);
    change(&mut tree);
    boxed.companion = tree.write();
}

/// The same change in every companion.
fn in_all(boxes: &mut [Boxed], change: impl Fn(&mut Tree)) {
    boxes.iter_mut().for_each(|boxed| bent(boxed, &change));
}

impl Case {
    /// Its files, by their names in its folder.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for boxed in &self.boxes {
            let uuid = &boxed.plan.election.uuid;
            files.insert(format!("{uuid}.bel"), boxed.archive.clone());
            files.insert(format!("{uuid}.companion.json"), boxed.companion.clone().into_bytes());
        }
        files
    }

    /// Its entry in the index.
    #[must_use]
    pub fn entry(&self) -> Value {
        let archives: Vec<String> =
            self.boxes.iter().map(|boxed| format!("boxes/{}/{}.bel", self.name, boxed.plan.election.uuid)).collect();
        let mut checks = self.checks.clone();
        checks.sort_unstable();
        let mut entry = json!({
            "name": self.name,
            "archives": archives,
            "about": self.about,
            "exit": i32::from(!checks.is_empty()),
            "checks": checks,
        });
        if let Some(field) = &self.field {
            entry["field"] = json!(field);
        }
        if let Some(result) = &self.result {
            entry["result"] = json!(result);
        }
        entry
    }
}
