//! Checks 15 and 16: the parts of the decryption, and that there are enough.

use protocol::decryption::{self, Binding, CompanionProofs};
use protocol::encoding::{Message, wide};
use protocol::group::Element;
use protocol::hash;
use protocol::proofs::equality::{self, Statement};
use protocol::tally::EncryptedTally;

use super::{bent, text_of};
use crate::case::{Case, Faults};
use crate::holders::Holders;
use crate::making::{COOPERATIVE, Made, Object, Plan, Until, honest, rng, secret};
use crate::tree::Tree;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [owners(), parts(), companions(), bindings(), missing()].concat()
}

const FIRST: &Faults = &[(15, "partial decryption 1")];
const SECOND: &Faults = &[(15, "partial decryption 2")];

fn one() -> Plan {
    Plan::small(Until::Parts)
}

fn two() -> Plan {
    one().under(Holders::singles(2))
}

fn case(name: &str, about: &str, faults: &Faults, made: &Made) -> Case {
    Case::fails(15, name, about, faults, made)
}

/// Whose the parts are.
fn owners() -> Vec<Case> {
    let owner = |n: u64, plan: Plan, at: usize| {
        let made = bent(&plan, Object::Owned(at), |owned, _| *owned.field("owner") = Tree::Number(n));
        let companion = made.companion.clone().map(|text| {
            let mut tree = Tree::parse(&text);
            *tree.field("decryption_proofs").items()[at].field("owner") = Tree::Number(n);
            tree.write()
        });
        Made { companion, ..made }
    };
    let mut again = one().draft(&honest);
    let link = again.links[4].clone();
    again.links.push(link);
    again.companion.decryption_proofs.push(again.companion.decryption_proofs[0].clone());
    vec![
        case("owner-zero", "The part is of owner 0.", FIRST, &owner(0, one(), 0)).of("owner", "owner"),
        case("owner-unknown", "The part is of an owner beyond the last.", FIRST, &owner(2, one(), 0))
            .of("owner", "owner"),
        case(
            "owner-other",
            "The second owner's part is said to be the first's, who has one already.",
            SECOND,
            &owner(1, two(), 1),
        )
        .of("owner", "owner"),
        case(
            "owner-twice",
            "The part comes twice, in the archive and in the companion.",
            SECOND,
            &again.finish(&honest),
        ),
    ]
}

/// What stands in them.
fn parts() -> Vec<Case> {
    let shape = |field: &'static str, change: fn(&mut Vec<Tree>)| {
        bent(&one(), Object::Part(0), move |part, _| change(part.field(field).items()))
    };
    vec![
        case(
            "part-factors-more",
            "There are factors of a question more.",
            FIRST,
            &shape("decryption_factors", |rows| {
                rows.push(rows[0].clone());
            }),
        ),
        case(
            "part-factors-less",
            "There is no factor of the answer.",
            FIRST,
            &shape("decryption_factors", |rows| {
                rows[0].items().clear();
            }),
        ),
        case(
            "part-proofs-more",
            "There are two proofs of the one answer.",
            FIRST,
            &shape("decryption_proofs", |rows| {
                let again = rows[0].items()[0].clone();
                rows[0].items().push(again);
            }),
        ),
        case("part-proofs-less", "There is no proof at all.", FIRST, &shape("decryption_proofs", Vec::clear)),
        case(
            "part-other-key",
            "The part is made, and proved in the archive, with a key that is nobody's.",
            FIRST,
            &other_key(),
        ),
        case(
            "part-exchanged",
            "Two owners' parts are exchanged, each named as the other's.",
            &[(15, "partial decryption 1"), (15, "partial decryption 2")],
            &exchanged(&two()),
        ),
    ]
}

/// What the companion says of them.
fn companions() -> Vec<Case> {
    let filed = |plan: Plan, change: fn(&mut Tree)| bent(&plan, Object::Companion, |companion, _| change(companion));
    vec![
        case(
            "companion-proofs-none",
            "The companion has no proofs of the part.",
            &[(15, "partial decryption 1"), (15, "companion: decryption_proofs")],
            &filed(one(), |companion| companion.field("decryption_proofs").items().clear()),
        ),
        case(
            "companion-proofs-more",
            "The companion has proofs of one part more than there are.",
            &[(15, "companion: decryption_proofs")],
            &filed(one(), |companion| {
                let again = companion.field("decryption_proofs").items()[0].clone();
                companion.field("decryption_proofs").items().push(again);
            }),
        ),
        case(
            "companion-proofs-early",
            "The archive ends before its tally, and the companion has proofs of a part.",
            &[(15, "companion: decryption_proofs")],
            &filed(Plan::small(Until::Ballots), |companion| {
                let mut opened = Tree::parse(&text_of(&one(), Object::Companion));
                companion.field("decryption_proofs").items().push(opened.field("decryption_proofs").items()[0].clone());
            }),
        ),
        case(
            "companion-proofs-exchanged",
            "The companion's proofs of two parts stand in the other order.",
            &[(15, "partial decryption 1"), (15, "partial decryption 2")],
            &filed(two(), |companion| companion.field("decryption_proofs").items().swap(0, 1)),
        ),
        case(
            "companion-proofs-shape",
            "The companion has a proof too many for the answer.",
            FIRST,
            &filed(one(), |companion| {
                let path = companion.first("decryption_proofs[].proofs[]");
                let row = companion.at(&path).items();
                row.push(row[0].clone());
            }),
        ),
        case(
            "companion-proofs-archived",
            "The companion repeats the archived proof, which binds neither owner nor tally.",
            FIRST,
            &repeated(),
        ),
    ]
}

/// What the companion's proofs are bound to.
fn bindings() -> Vec<Case> {
    type Change = fn(&mut Bound);
    let rows: [(&str, &str, Change); 6] = [
        ("cooperative", "cooperative", |bound| bound.cooperative = [7; 16]),
        ("fingerprint", "election", |bound| bound.phi = hash::sha256_b64(b"another")),
        ("owner", "owner's place", |bound| bound.owner = 2),
        ("tally", "tally", |bound| bound.tally = hash::sha256(b"another")),
        ("question", "question", |bound| bound.question = 1),
        ("answer", "answer", |bound| bound.answer = 1),
    ];
    rows.into_iter()
        .map(|(name, what, change)| {
            let about = format!("The companion's proof is bound to another {what}.");
            case(&format!("companion-proofs-{name}"), &about, FIRST, &bound(change))
        })
        .collect()
}

fn other_key() -> Made {
    Plan::small(Until::Parts).make(&|at, text, world| {
        if at != Object::Part(0) {
            return text;
        }
        let tally = text_of(&world.plan.clone().until(Until::Tally), Object::Tally);
        let secret = secret("nobody's key");
        let public = Element::mul_base(&secret);
        let binding = Binding { cooperative: &COOPERATIVE, phi: &world.phi, owner: 1, public, tally: &tally };
        decryption::decrypt(&secret, &binding, &mut rng("nobody's part")).expect("a tally").0.to_json()
    })
}

fn exchanged(plan: &Plan) -> Made {
    let mut draft = plan.draft(&honest);
    let [one, two] = [4, 5].map(|link| draft.links[link].data[0].clone());
    for (link, owner, part) in [(4, 1, two), (5, 2, one)] {
        let owned = format!("{{\"owner\":{owner},\"payload\":\"{}\"}}", part.0);
        draft.links[link].data = vec![part, (hash::sha256_hex(owned.as_bytes()), owned)];
    }
    let proofs = &mut draft.companion.decryption_proofs;
    proofs.swap(0, 1);
    (proofs[0].owner, proofs[1].owner) = (1, 2);
    draft.finish(&honest)
}

fn repeated() -> Made {
    let plan = Plan::small(Until::Parts);
    let part = text_of(&plan, Object::Part(0));
    bent(&plan, Object::Companion, |companion, _| {
        let proofs = Tree::parse(&part).field("decryption_proofs").clone();
        *companion.field("decryption_proofs").items()[0].field("proofs") = proofs;
    })
}

/// What the companion's proof of the one part is bound to.
struct Bound {
    cooperative: [u8; 16],
    phi: String,
    owner: u64,
    tally: [u8; 32],
    question: u64,
    answer: u64,
}

/// A companion proof, right in itself, bound to something else.
fn bound(change: fn(&mut Bound)) -> Made {
    let plan = Plan::small(Until::Parts);
    let tally = text_of(&plan, Object::Tally);
    let mut draft = plan.draft(&honest);
    let (phi, secret) = (draft.world.phi.clone(), draft.world.plan.holders.secrets[&1]);
    let alpha = EncryptedTally::parse(&tally).expect("a tally").0[0][0].alpha;
    let statement = Statement { public: Element::mul_base(&secret), alpha, factor: alpha * &secret };
    let digest = hash::sha256(tally.as_bytes());
    let mut bound = Bound { cooperative: COOPERATIVE, phi, owner: 1, tally: digest, question: 0, answer: 0 };
    change(&mut bound);
    let challenge = |commitments: &[Element; 2]| {
        let message = Message::new("voix/1/decryption", &bound.cooperative)
            .string(&bound.phi)
            .integer(bound.owner)
            .point(&statement.public)
            .bytes(&bound.tally)
            .integer(bound.question)
            .integer(bound.answer)
            .point(&alpha)
            .point(&statement.factor);
        wide(&commitments.iter().fold(message, Message::point).finish())
    };
    let proof = equality::prove("voix/1/decryption", &statement, &secret, &mut rng("bound elsewhere"), challenge);
    draft.companion.decryption_proofs[0].proofs = CompanionProofs(vec![vec![proof]]);
    draft.finish(&honest)
}

/// Check 16: the parts are good, but too few. The result is that of all.
fn missing() -> Vec<Case> {
    let without = |plan: &Plan, link: usize| {
        let mut draft = plan.draft(&honest);
        draft.links.remove(link);
        draft.companion.decryption_proofs.remove(link - 4);
        draft.finish(&honest)
    };
    let singles = Plan::small(Until::Result).under(Holders::singles(2));
    let group = Plan::small(Until::Result).group(&[1, 3]);
    let faults: &Faults = &[(16, "partial decryptions")];
    vec![
        Case::fails(16, "single-first", "The first of two trustees did not take part.", faults, &without(&singles, 4)),
        Case::fails(16, "single-last", "The second of two trustees did not take part.", faults, &without(&singles, 5)),
        Case::fails(
            16,
            "group-server",
            "Two members of the group took part, but not the server.",
            faults,
            &without(&group, 4),
        ),
        Case::fails(
            16,
            "group-member",
            "Of a group of whom two are needed one took part.",
            faults,
            &without(&group, 6),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_bound_to_what_it_is_of_is_good() {
        let made = bound(|_| {});
        let report = protocol::checks::verify_election(&made.bytes(), made.companion.as_deref(), &mut |_, _| {});
        assert!(report.expect("an archive").passed());
    }
}
