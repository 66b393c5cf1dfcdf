//! Every field of every kind of object with another value, well written; around it everything is made again.

use protocol::ballot::BallotSignature;
use protocol::group::Element;
use protocol::proofs::knowledge;
use protocol::{hash, json};

use super::spelling::{file_name, words};
use super::stations::{Station, stations};
use super::text_of;
use crate::case::{Case, Faults};
use crate::holders::Group;
use crate::making::{Made, Plan, Until, rng};
use crate::tree::{Step, Tree, erased};
use crate::values::other;

/// Of another election than the one the ballots were made for.
const ELSEWHERE: &Faults = &[
    (11, "ballot 1: election_hash"),
    (11, "ballot 1: answers[0].individual_proofs[0]"),
    (11, "ballot 1: answers[0].overall_proof"),
    (24, "order_slips[0]"),
];
const ELSEWHERE_NARROWER: &Faults =
    &[(7, "ballot 1: answers[0].overall_proof"), (11, "ballot 1: election_hash"), (24, "order_slips[0]")];
const ELSEWHERE_WITHOUT_BLANK: &Faults = &[
    (7, "ballot 1: answers[0].choices"),
    (7, "ballot 1: answers[0].individual_proofs"),
    (7, "ballot 1: answers[0].overall_proof"),
    (7, "ballot 1: answers[0].blank_proof"),
    (11, "ballot 1: election_hash"),
    (24, "order_slips[0]"),
];
const TRUSTEES: &Faults = &[(8, "trustees")];
const PART: &Faults = &[(15, "partial decryption 1")];
const SLIP: &Faults = &[(24, "order_slips[0]")];
const ENCRYPTED: &Faults =
    &[(11, "ballot 1: answers[0].individual_proofs[0]"), (11, "ballot 1: answers[0].overall_proof")];

/// A kind of object, a field, and what fails when it has another value.
type Row = (&'static str, &'static str, &'static Faults);

/// Fields that may be left out, and what fails when they are. Empty: nothing does.
pub const OPTIONAL: [Row; 11] = [
    ("election", "administrator", ELSEWHERE),
    ("election", "credential_authority", ELSEWHERE),
    ("election", "language", ELSEWHERE),
    ("election", "questions[].blank", ELSEWHERE_WITHOUT_BLANK),
    ("trustees", "[][].verification_keys[].signature", TRUSTEES),
    ("setup", "credentials_certificate", &[(4, "member 7")]),
    ("ballot", "signature", &[(11, "ballot 1: signature")]),
    ("ballot", "answers[].blank_proof", &[(7, "ballot 1: answers[0].blank_proof")]),
    ("event", "parent", &[(3, "member 10")]),
    ("event", "payload", &[(4, "member 10")]),
    ("trustees", "[][].name", &[]),
];

/// Fields whose other values nothing in an archive contradicts, and why.
pub const FREE: [(&str, &str, &str); 2] = [
    ("trustees", "[][].name", "a name for people, which only the setup's hash binds"),
    ("companion", "emargements.root", "its leaves are not published"),
];

/// Every other field.
const VALUES: &[Row] = &[
    ("election", "description", ELSEWHERE),
    ("election", "name", ELSEWHERE),
    ("election", "public_key", &[(9, "election.public_key")]),
    ("election", "questions[].answers[]", ELSEWHERE),
    ("election", "questions[].blank", ELSEWHERE_WITHOUT_BLANK),
    ("election", "questions[].min", ELSEWHERE_NARROWER),
    ("election", "questions[].max", &[(6, "election")]),
    ("election", "questions[].question", ELSEWHERE),
    (
        "election",
        "uuid",
        &[
            (11, "ballot 1: election_uuid"),
            (11, "ballot 1: election_hash"),
            (11, "ballot 1: answers[0].individual_proofs[0]"),
            (11, "ballot 1: answers[0].overall_proof"),
            (24, "companion file: uuid"),
            (24, "order_slips[0]"),
        ],
    ),
    ("election", "administrator", ELSEWHERE),
    ("election", "credential_authority", ELSEWHERE),
    ("election", "language[]", ELSEWHERE),
    ("trustees", "[][]", &[(6, "trustees")]),
    ("trustees", "[][].pok.challenge", TRUSTEES),
    ("trustees", "[][].pok.response", TRUSTEES),
    ("trustees", "[][].public_key", TRUSTEES),
    ("trustees", "[][].threshold", TRUSTEES),
    ("trustees", "[][].certs[].message:context.group", TRUSTEES),
    ("trustees", "[][].certs[].message:context.size", TRUSTEES),
    ("trustees", "[][].certs[].message:context.threshold", TRUSTEES),
    ("trustees", "[][].certs[].message:context.index", TRUSTEES),
    ("trustees", "[][].certs[].message:verification", TRUSTEES),
    ("trustees", "[][].certs[].message:encryption", TRUSTEES),
    ("trustees", "[][].certs[].signature.challenge", TRUSTEES),
    ("trustees", "[][].certs[].signature.response", TRUSTEES),
    ("trustees", "[][].coefexps[].message:coefexps[]", TRUSTEES),
    ("trustees", "[][].coefexps[].signature.challenge", TRUSTEES),
    ("trustees", "[][].coefexps[].signature.response", TRUSTEES),
    ("trustees", "[][].signatures[].challenge", TRUSTEES),
    ("trustees", "[][].signatures[].response", TRUSTEES),
    ("trustees", "[][].verification_keys[].pok.challenge", TRUSTEES),
    ("trustees", "[][].verification_keys[].pok.response", TRUSTEES),
    ("trustees", "[][].verification_keys[].public_key", TRUSTEES),
    ("trustees", "[][].verification_keys[].signature.challenge", TRUSTEES),
    ("trustees", "[][].verification_keys[].signature.response", TRUSTEES),
    ("credentials", "[]", &[(11, "ballot 1: credential")]),
    ("setup", "election", &[(5, "setup")]),
    ("setup", "trustees", &[(5, "setup")]),
    ("setup", "credentials", &[(5, "setup")]),
    ("setup", "credentials_certificate", &[(5, "setup")]),
    ("ballot", "election_uuid", &[(11, "ballot 1: election_uuid")]),
    ("ballot", "election_hash", &[(11, "ballot 1: election_hash")]),
    (
        "ballot",
        "credential",
        &[
            (11, "ballot 1: credential"),
            (11, "ballot 1: answers[0].individual_proofs[0]"),
            (11, "ballot 1: answers[0].overall_proof"),
            (11, "ballot 1: signature"),
            (24, "order_slips[0]"),
        ],
    ),
    ("ballot", "answers[].choices[].alpha", ENCRYPTED),
    ("ballot", "answers[].choices[].beta", ENCRYPTED),
    ("ballot", "answers[].individual_proofs[][].challenge", &[(11, "ballot 1: answers[0].individual_proofs[0]")]),
    ("ballot", "answers[].individual_proofs[][].response", &[(11, "ballot 1: answers[0].individual_proofs[0]")]),
    ("ballot", "answers[].overall_proof[].challenge", &[(11, "ballot 1: answers[0].overall_proof")]),
    ("ballot", "answers[].overall_proof[].response", &[(11, "ballot 1: answers[0].overall_proof")]),
    ("ballot", "answers[].blank_proof[].challenge", &[(11, "ballot 1: answers[0].blank_proof")]),
    ("ballot", "answers[].blank_proof[].response", &[(11, "ballot 1: answers[0].blank_proof")]),
    ("ballot", "signature.hash", &[(11, "ballot 1: signature")]),
    ("ballot", "signature.proof.challenge", &[(11, "ballot 1: signature")]),
    ("ballot", "signature.proof.response", &[(11, "ballot 1: signature")]),
    ("tally", "[][].alpha", &[(13, "encrypted tally")]),
    ("tally", "[][].beta", &[(13, "encrypted tally")]),
    ("size", "num_tallied", &[(13, "size of the tally")]),
    ("size", "total_weight", &[(13, "size of the tally")]),
    ("size", "encrypted_tally", &[(13, "size of the tally")]),
    ("part", "decryption_factors[][]", PART),
    ("part", "decryption_proofs[][].challenge", PART),
    ("part", "decryption_proofs[][].response", PART),
    ("owner", "owner", PART),
    ("owner", "payload", &[(4, "member 15")]),
    ("result", "result[][]", &[(17, "result")]),
    ("event", "parent", &[(3, "member 10")]),
    ("event", "height", &[(3, "member 10")]),
    ("event", "type", &[(6, "member 10")]),
    ("event", "payload", &[(4, "member 10")]),
    ("companion", "version", &[(24, "companion file")]),
    ("companion", "cooperative", &[(15, "partial decryption 1"), (24, "order_slips[0]")]),
    ("companion", "uuid", &[(24, "companion file: uuid")]),
    ("companion", "order_slips[].ballot", &[(24, "order slip of ballot 1"), (24, "order_slips[0]")]),
    ("companion", "order_slips[].n", SLIP),
    ("companion", "order_slips[].challenge", SLIP),
    ("companion", "order_slips[].response", SLIP),
    ("companion", "emargements.count", &[(24, "emargements.count")]),
    ("companion", "decryption_proofs[].owner", PART),
    ("companion", "decryption_proofs[].proofs[][].challenge", PART),
    ("companion", "decryption_proofs[].proofs[][].response", PART),
];

/// All of them.
///
/// # Panics
/// When a field has no row, or a row no field.
#[must_use]
pub fn cases() -> Vec<Case> {
    VALUES.iter().map(case).collect()
}

/// Fields of objects made here for which no row above says what fails.
#[must_use]
pub fn without_row() -> Vec<(&'static str, String)> {
    let known = |kind: &str, field: &str| {
        VALUES.iter().any(|row| (row.0, row.1) == (kind, field))
            || FREE.iter().any(|free| (free.0, free.1) == (kind, field))
            || super::unsupported::FIELDS.contains(&(kind, field))
    };
    let mut without = Vec::new();
    for station in stations() {
        for (path, value) in Tree::parse(&text_of(&station.plan, station.object)).walk() {
            let leaf = matches!(value, Tree::Text(_) | Tree::Number(_) | Tree::Bool(_));
            if leaf && !known(station.kind, &erased(&path)) {
                without.push((station.kind, erased(&path)));
            }
        }
    }
    without
}

/// An election with another value in a field that is free.
#[must_use]
pub fn freed(kind: &'static str, field: &'static str) -> Made {
    other_value(kind, field)
}

fn case((kind, field, faults): &Row) -> Case {
    let made = other_value(kind, field);
    let about = format!("In the {}, `{field}` has another value.", words(kind));
    let (check, name) = (faults[0].0, format!("{kind}-{}-other", file_name(field)));
    Case::fails(check, &name.replace("--", "-"), &about, faults, &made).of(kind, field)
}

fn other_value(kind: &'static str, field: &'static str) -> Made {
    let Station { mut plan, object, .. } = station(kind, field);
    // For another key ballots are made; for anything else they stay as they were.
    plan.kept &= field != "public_key";
    if kind == "credentials" {
        // Without its credential in the list, the first voter's ballot is a stranger's.
        plan = plan.until(Until::Ballots);
    }
    super::bent(&plan, object, |tree, world| {
        let path = match kind {
            "credentials" => own_credential(tree, &world.plan),
            _ => tree.walk().into_iter().find(|(path, value)| erased(path) == field && !is_inner(value)).map(|it| it.0),
        };
        let path = path.expect("the field");
        let value = tree.at(&path);
        *value = other(value);
        mend(kind, &path, tree, &world.plan);
        if kind == "credentials" {
            tree.items().sort_by_key(|entry| Element::parse(&entry.text()).ok());
        }
    })
}

/// Where this field is; of a companion, where the archive has come furthest, so that what follows is seen.
fn station(kind: &str, field: &str) -> Station {
    let has = |station: &Station| {
        let tree = Tree::parse(&text_of(&station.plan, station.object));
        let found = tree.walk().into_iter().any(|(path, value)| erased(&path) == field && !is_inner(value));
        found && station.kind == kind
    };
    let mut found = stations().into_iter().filter(has);
    let station = if kind == "companion" { found.next_back() } else { found.next() };
    station.unwrap_or_else(|| panic!("no {field} in any {kind}"))
}

fn is_inner(value: &Tree) -> bool {
    matches!(value, Tree::Map(_) | Tree::List(_) | Tree::Nested(_))
}

fn own_credential(tree: &Tree, plan: &Plan) -> Option<Vec<Step>> {
    let own = Element::mul_base(&plan.voter(0)).to_string();
    tree.walk().into_iter().find(|(_, value)| matches!(value, Tree::Text(text) if *text == own)).map(|(path, _)| path)
}

/// What members of a group sign together. Their signatures are made again around a change of it.
const GROUP: [&str; 4] =
    ["[][].certs[].message:", "[][].coefexps[].message:", "[][].certs[].signature.", "[][].coefexps[].signature."];

/// Signs again what a change broke: the ballot around a changed field, the group around a changed message.
pub(super) fn mend(kind: &str, path: &[Step], tree: &mut Tree, plan: &Plan) {
    let field = erased(path);
    match kind {
        "ballot" if !field.is_empty() && !field.starts_with("signature") => sign_again(tree, plan, 0),
        "trustees" if GROUP.iter().any(|part| field.starts_with(part)) => {
            let group = tree.items().iter_mut().map(Tree::items).find(|entry| entry[0].text() == "Pedersen");
            // A member may choose any receiving key: only the signature under the certificate says that it is another's.
            let messages = field.contains(':') && !field.ends_with(":encryption");
            Group::honest(2, 3).sign_again(&mut group.expect("a group")[1], messages);
        }
        _ => {}
    }
}

/// A ballot's signature over what it says now, by the voter of this vote.
pub(crate) fn sign_again(ballot: &mut Tree, plan: &Plan, vote: usize) {
    if !ballot.fields().iter().any(|(key, _)| key == "signature") {
        return;
    }
    let mut unsigned = ballot.clone();
    unsigned.fields().retain(|(key, _)| key != "signature");
    let hash = hash::sha256_b64(unsigned.write().as_bytes());
    let secret = plan.voter(plan.votes[vote].voter);
    let proof = knowledge::prove(&format!("sig|{hash}|"), &secret, &mut rng(&format!("signature {vote}")));
    *ballot.field("signature") = Tree::parse(&json::write(&BallotSignature { hash, proof }));
}
