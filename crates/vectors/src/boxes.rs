//! Several boxes of one vote: good groups, and groups that are wrong in what ties them. The archives are the same; what is
//! changed is in their companions, unless the case says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use protocol::carry::{Carried, CarryList, New, Origin};
use protocol::combined::{self, Binding, Combined, SummedBox, SummedPart};
use protocol::companion::Companion;
use protocol::group::Element;
use protocol::tally::EncryptedTally;
use protocol::{election, hash};
use serde_json::{Value, json};

use crate::bad::spelling::{file_name, ways, worth};
use crate::holders::{Group, Holders};
use crate::making::{COOPERATIVE, Made, Plan, Until, honest, rng};
use crate::tree::{Path, Tree, erased};
use crate::values::other;

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
    cases.extend(values());
    cases.extend(misspelt());
    cases.extend(lists());
    cases.extend(voices());
    cases.extend(alone());
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

fn bad(checks: &[u8], name: &str, about: &str, boxes: Vec<Boxed>) -> Case {
    let first = checks.first().expect("a check");
    let (name, about) = (format!("bad-{first:02}-{name}"), about.to_owned());
    Case { name, about, field: None, checks: checks.to_vec(), result: None, boxes }
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

/// Every field of what ties the boxes, by the first of its kind.
fn fields(of: &str) -> BTreeMap<String, (Path, Tree)> {
    let mut found = BTreeMap::new();
    let tree = Tree::parse(&two()[1].companion);
    for (path, value) in tree.walk() {
        let field = erased(&path);
        if field == of || field.starts_with(&format!("{of}.")) {
            found.entry(field).or_insert_with(|| (path, value.clone()));
        }
    }
    found
}

/// What fails when a field has another value, well written.
const VALUES: &[(&str, &[u8])] = &[
    ("combined.boxes[].uuid", &[24]),
    ("combined.boxes[].fingerprint", &[15, 16, 24]),
    ("combined.boxes[].tally", &[15, 16, 24]),
    ("combined.parts[].owner", &[15, 16]),
    ("combined.parts[].decryption_factors[][]", &[15, 16]),
    ("combined.parts[].decryption_proofs[][].challenge", &[15, 16]),
    ("combined.parts[].decryption_proofs[][].response", &[15, 16]),
    ("combined.result[][]", &[17]),
    ("carry.voices[].credential", &[19]),
    ("carry.voices[].carried", &[19]),
];

fn values() -> Vec<Case> {
    let all: BTreeMap<String, (Path, Tree)> = fields("combined").into_iter().chain(fields("carry")).collect();
    let of = |(field, checks): &(&str, &[u8])| {
        let (path, value) = &all[*field];
        let mut boxes = two();
        if field.starts_with("combined") {
            in_all(&mut boxes, |tree| *tree.at(path) = other(value));
        } else {
            bent(&mut boxes[1], |tree| *tree.at(path) = other(value));
        }
        let about = format!("In the companions, `{field}` has another value.");
        Case { field: Some((*field).to_owned()), ..bad(checks, &format!("{}-other", file_name(field)), &about, boxes) }
    };
    VALUES.iter().map(of).collect()
}

/// Fields misspelt in the companion of the second box. It cannot be read then: nothing says where its voices come from, and
/// it has not the sum of the other.
fn misspelt() -> Vec<Case> {
    let mut cases = Vec::new();
    for (field, (path, value)) in fields("combined").into_iter().chain(fields("carry")) {
        for (how, what, change) in ways(&path, &value) {
            let optional = how == "missing" && ["combined", "combined.result", "carry"].contains(&field.as_str());
            if optional || !worth(&path, &value, how) {
                continue;
            }
            let mut boxes = two();
            bent(&mut boxes[1], &*change);
            let about = format!("In the companion of the second box, `{field}` {what}.");
            let case = bad(&[24, 19], &format!("{}-{how}", file_name(&field)), &about, boxes);
            cases.push(Case { field: Some(field.clone()), checks: vec![19, 24], ..case });
        }
    }
    cases
}

/// The lists of the sum.
fn lists() -> Vec<Case> {
    let sum = |checks: &[u8], name: &str, about: &str, change: &dyn Fn(&mut Tree)| {
        let mut boxes = two();
        in_all(&mut boxes, |tree| change(tree.field("combined")));
        bad(checks, &format!("combined-{name}"), about, boxes)
    };
    let single = |checks: &[u8], name: &str, about: &str, change: &dyn Fn(&mut Tree)| {
        let mut boxes = two();
        bent(&mut boxes[1], change);
        bad(checks, &format!("combined-{name}"), about, boxes)
    };
    let boxes = |tree: &mut Tree| std::mem::take(tree.field("boxes").items());
    let refill = |tree: &mut Tree, items: Vec<Tree>| *tree.field("boxes").items() = items;
    vec![
        sum(&[24, 15, 16], "order", "The boxes of the sum are not sorted.", &|tree| {
            tree.field("boxes").items().reverse()
        }),
        sum(&[24, 15, 16], "one-box", "The sum is of one box alone.", &|tree| {
            let mut items = boxes(tree);
            items.truncate(1);
            refill(tree, items);
        }),
        sum(&[24, 15, 16], "twice", "The sum has one of its boxes twice.", &|tree| {
            let mut items = boxes(tree);
            items.push(items[1].clone());
            refill(tree, items);
        }),
        sum(&[15, 16], "owner-twice", "Both parts are of one owner.", &|tree| {
            let parts = tree.field("parts").items();
            parts[1] = parts[0].clone();
        }),
        sum(&[15, 16], "places", "The proofs of the second owner are those of the first.", &|tree| {
            let parts = tree.field("parts").items();
            let proofs = parts[0].field("decryption_proofs").clone();
            *parts[1].field("decryption_proofs") = proofs;
        }),
        sum(&[15, 16], "shape", "A part has one factor more than the tallies have ciphertexts.", &|tree| {
            let row = &mut tree.field("parts").items()[0].field("decryption_factors").items()[0];
            let more = row.items()[0].clone();
            row.items().push(more);
        }),
        sum(&[16], "part-missing", "One part is missing, and the result is there.", &|tree| {
            drop(tree.field("parts").items().pop())
        }),
        sum(&[16], "no-part", "There is a result, and no part.", &|tree| tree.field("parts").items().clear()),
        sum(&[17], "result-short", "The result has no count.", &|tree| tree.field("result").items()[0].items().clear()),
        single(&[24], "one-without", "One of the boxes has no sum.", &|tree| {
            tree.fields().retain(|(name, _)| name != "combined")
        }),
        single(&[24], "one-waiting", "One of the boxes has the sum without its result.", &|tree| {
            tree.field("combined").fields().retain(|(name, _)| name != "result");
        }),
    ]
}

/// No voice in two boxes.
fn voices() -> Vec<Case> {
    let plans: Vec<Plan> = (0..2).map(|place| plan(TWO, place, &Holders::singles(2))).collect();
    let of = |name: &str, about: &str, change: &dyn Fn(&mut CarryList)| {
        let mut boxes = two();
        let mut filed = companion(&boxes[1].companion);
        change(filed.carry.as_mut().expect("a later box"));
        boxes[1].companion = filed.to_json();
        bad(&[19], &format!("carry-{name}"), about, boxes)
    };
    let first = credential(&plans[0], TWO, 0, 0);
    let each = |list: &mut CarryList, change: &dyn Fn(&mut Element)| {
        for voice in &mut list.voices {
            if let Origin::Carried(voice) = voice {
                change(&mut voice.carried);
            }
        }
    };
    let silent = credential(&plans[0], TWO, 0, 1);
    let mut without = two();
    bent(&mut without[1], |tree| tree.fields().retain(|(name, _)| name != "carry"));
    vec![
        of("used", "A voice is carried that was used in the first box.", &|list| {
            if let Some(Origin::Carried(voice)) =
                list.voices.iter_mut().find(|voice| matches!(voice, Origin::Carried(_)))
            {
                voice.carried = first;
            }
        }),
        of("twice", "One voice of the first box is carried into two.", &|list| {
            each(list, &|carried| *carried = silent)
        }),
        of("nowhere", "Voices are carried from credentials of no box.", &|list| {
            each(list, &|carried| *carried = crate::values::stranger())
        }),
        of("new-twice", "One leaf makes two voices new.", &|list| {
            let leaf = hash::sha256(b"leaf of person 3");
            for voice in &mut list.voices {
                *voice = Origin::New(New { credential: *voice.credential(), new: leaf });
            }
        }),
        of("short", "A credential of the second box has no entry.", &|list| drop(list.voices.pop())),
        of("order", "The entries are not in the order of the list of credentials.", &|list| list.voices.reverse()),
        of("after-none", "The second box names no box before it.", &|list| list.after.clear()),
        of("after-itself", "The second box says that it comes after itself.", &|list| {
            list.after = vec![UUIDS[1].to_owned()]
        }),
        bad(&[19], "carry-none", "The second box does not say where its voices come from.", without),
        Case { boxes: [two(), two()].concat(), ..bad(&[19], "given-twice", "Every box is given twice.", Vec::new()) },
    ]
}

/// What must be opened in sum, opened alone.
fn alone() -> Vec<Case> {
    let opened = |boxed: &Boxed, combined: bool| {
        let plan = boxed.plan.clone().until(Until::Result);
        let made = plan.make(&honest);
        let before = companion(&boxed.companion);
        let filed = companion(made.companion.as_deref().expect("ours"));
        let combined = before.combined.filter(|_| combined);
        let filed = Companion { carry: before.carry, combined, ..filed };
        Boxed { plan, archive: made.bytes(), companion: filed.to_json() }
    };
    let mut both = two();
    both[1] = opened(&both[1], true);
    let few: Vec<Boxed> = two().iter().map(|boxed| opened(boxed, false)).collect();
    vec![
        bad(&[15], "alone-too", "The second box is opened in sum and alone.", both),
        bad(&[15], "few-alone", "Boxes with one and two ballots are opened alone.", few),
    ]
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

/// Every field of what ties boxes that holds a value.
#[must_use]
pub fn fields_with_values() -> BTreeSet<String> {
    let leaf = |value: &Tree| matches!(value, Tree::Bool(_) | Tree::Number(_) | Tree::Text(_));
    let all = fields("combined").into_iter().chain(fields("carry"));
    all.filter(|(_, (_, value))| leaf(value)).map(|(field, _)| field).collect()
}
