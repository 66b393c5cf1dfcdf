//! Checks 12, 13, 15, 16 and 17: tally, decryption, result.

use protocol::decryption::{self, Binding};
use protocol::group::{Element, Scalar};
use protocol::json;
use protocol::tally::{EncryptedTally, SizedTally};

use super::{bent, rewritten};
use crate::case::{Case, Faults};
use crate::holders::Holders;
use crate::making::{COOPERATIVE, Draft, Made, Object, Plan, Until, honest, rng, secret};
use crate::tree::Tree;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [tallies(), parts(), missing(), results()].concat()
}

const TALLY: &Faults = &[(13, "encrypted tally")];
const BOTH: &Faults = &[(13, "encrypted tally"), (13, "size of the tally")];

/// Checks 12 and 13. Where the tally is of other ballots, it is opened, and the result is what it holds.
fn tallies() -> Vec<Case> {
    let twice = Plan::small(Until::Result).voting(&[(0, &[1]), (0, &[0])]);
    let mut first = twice.clone();
    first.votes[1].counts = false;
    let two = Plan::small(Until::Result).voting(&[(0, &[1]), (1, &[1])]);
    let mut without = two.clone();
    without.votes[1].counts = false;
    // A sum of all ballots, replaced ones included: as if the second were by somebody else.
    let mut all = twice.clone().until(Until::Tally).draft(&honest);
    let sum = {
        let mut tally = EncryptedTally::empty(&all.world.election);
        for link in all.links.iter().filter(|link| link.data.len() == 1) {
            let ballot = protocol::ballot::Ballot::parse(&link.data[0].1).expect("a ballot");
            tally.count(&ballot, 1);
        }
        tally.to_json()
    };
    replace_tally(&mut all, &sum, 2, 2);
    let shape = |change: fn(&mut Tree)| {
        let plan = Plan::small(Until::Tally);
        bent(&plan, Object::Tally, |tally, _| change(tally))
    };
    let neutral = format!("[[{{\"alpha\":\"{0}\",\"beta\":\"{0}\"}}]]", Element::identity());
    vec![
        Case::fails(
            12,
            "ballot-first-counts",
            "Of two ballots of one voice the first is in the tally, which is opened truly.",
            TALLY,
            &first.make(&honest),
        ),
        Case::fails(
            12,
            "ballot-both-count",
            "Both ballots of one voice are in the tally, and its numbers say two.",
            &[(13, "encrypted tally"), (13, "size of the tally"), (24, "emargements.count")],
            &counted_as_two(all),
        ),
        Case::fails(
            13,
            "tally-ballot-left-out",
            "A ballot is left out of the tally and of its numbers; the rest is opened truly.",
            BOTH,
            &without.make(&honest),
        ),
        Case::fails(
            13,
            "tally-empty",
            "The tally is that of no ballot; its numbers are those of the ballot.",
            TALLY,
            &rewritten(&Plan::small(Until::Tally), Object::Tally, |_| neutral.clone()),
        ),
        Case::fails(
            13,
            "tally-question-more",
            "The tally has a question more than the election.",
            TALLY,
            &shape(|tally| {
                let again = tally.items()[0].clone();
                tally.items().push(again);
            }),
        ),
        Case::fails(
            13,
            "tally-answer-less",
            "The tally has an answer less than the question.",
            TALLY,
            &shape(|tally| {
                tally.items()[0].items().clear();
            }),
        ),
        Case::fails(
            13,
            "size-voters",
            "The numbers are those of the voices listed, not of the ballots.",
            &[(13, "size of the tally")],
            &bent(&Plan::small(Until::Tally), Object::Size, |size, _| {
                *size.field("num_tallied") = Tree::Number(2);
                *size.field("total_weight") = Tree::Number(2);
            }),
        ),
        Case::fails(
            13,
            "tally-stuffed",
            "A yes is added to the tally, which is opened truly: there are more than voices, which a search up to their number does not find.",
            &[(13, "encrypted tally"), (17, "result")],
            &stuffed(&Plan::small(Until::Result), &[1], |_| "{\"result\":[[2]]}".to_owned()),
        ),
        Case::fails(
            17,
            "result-blanks-and-more",
            "A blank is added to the tally, which is opened truly: blanks and choices are more than the ballots.",
            &[(13, "encrypted tally"), (17, "question 1")],
            &stuffed(&Plan::blank(Until::Result), &[1, 0], str::to_owned),
        ),
        Case::fails(
            17,
            "result-too-few",
            "The yes is taken out of the tally of a question that asks for one, which is opened truly.",
            &[(13, "encrypted tally"), (17, "question 1")],
            &taken(),
        ),
    ]
}

fn replace_tally(draft: &mut Draft, text: &str, voices: u64, weight: u64) {
    let link = draft.links.last_mut().expect("a tally");
    let size = json::write(&SizedTally::of(text, voices, weight));
    link.data = [text.to_owned(), size].map(|text| (protocol::hash::sha256_hex(text.as_bytes()), text)).to_vec();
}

fn counted_as_two(mut draft: Draft) -> Made {
    draft.companion.emargements.count = 2;
    draft.finish(&honest)
}

/// Makes a plan whose tally holds something more; the result, if none can be opened, is the one given.
fn stuffed(plan: &Plan, more: &[u64], result: impl Fn(&str) -> String) -> Made {
    add(plan, more, false, result)
}

fn taken() -> Made {
    let mut plan = Plan::small(Until::Result).asking(&[(&["A"], false, 1, 1)]);
    plan.votes[0].answers = vec![vec![1]];
    add(&plan, &[1], true, str::to_owned)
}

fn add(plan: &Plan, more: &[u64], minus: bool, result: impl Fn(&str) -> String) -> Made {
    let change = |text: String| {
        let mut tally = EncryptedTally::parse(&text).expect("a tally");
        for (ciphertext, m) in tally.0.iter_mut().flatten().zip(more) {
            let m = Element::mul_base(&Scalar::from(*m));
            ciphertext.beta = if minus { ciphertext.beta - m } else { ciphertext.beta + m };
        }
        tally.to_json()
    };
    let tally = change(super::text_of(&plan.clone().until(Until::Tally), Object::Tally));
    // Opened by hand: the maker refuses what is above the number of voices.
    let mut draft = plan.clone().until(Until::Tally).draft(&honest);
    replace_tally(&mut draft, &tally, 1, 1);
    let (part, proofs) = draft.world.part(1, &tally, "part of 1");
    let part = part.to_json();
    let owned = format!("{{\"owner\":1,\"payload\":\"{}\"}}", protocol::hash::sha256_hex(part.as_bytes()));
    let good = super::text_of(plan, Object::Result);
    let counts = Tree::parse(&good);
    let mut opened = counts;
    let flat = opened.field("result").items()[0].items();
    for (count, m) in flat.iter_mut().zip(more) {
        if let Tree::Number(n) = count {
            *n = if minus { *n - m } else { *n + m };
        }
    }
    let text = result(&opened.write());
    let named = |text: String| (protocol::hash::sha256_hex(text.as_bytes()), text);
    let mut link = draft.links[3].clone();
    (link.kind, link.data) = (protocol::archive::EventType::PartialDecryption, vec![named(part), named(owned)]);
    draft.links.push(link.clone());
    (link.kind, link.data) = (protocol::archive::EventType::Result, vec![named(text)]);
    draft.links.push(link);
    draft.companion.decryption_proofs.push(protocol::companion::OwnerProofs { owner: 1, proofs });
    draft.finish(&honest)
}

/// Check 15.
fn parts() -> Vec<Case> {
    const FIRST: &Faults = &[(15, "partial decryption 1")];
    const SECOND: &Faults = &[(15, "partial decryption 2")];
    let one = || Plan::small(Until::Parts);
    let two = || Plan::small(Until::Parts).under(Holders::singles(2));
    let owner = |n: u64, plan: Plan, at: usize| {
        let made = bent(&plan, Object::Owned(at), |owned, _| *owned.field("owner") = Tree::Number(n));
        let companion = made.companion.clone().map(|text| {
            let mut tree = Tree::parse(&text);
            *tree.field("decryption_proofs").items()[at].field("owner") = Tree::Number(n);
            tree.write()
        });
        Made { companion, ..made }
    };
    let shape = |field: &'static str, change: fn(&mut Vec<Tree>)| {
        bent(&one(), Object::Part(0), move |part, _| change(part.field(field).items()))
    };
    let filed = |plan: Plan, change: fn(&mut Tree)| bent(&plan, Object::Companion, |companion, _| change(companion));
    let mut again = one().draft(&honest);
    let link = again.links[4].clone();
    again.links.push(link);
    again.companion.decryption_proofs.push(again.companion.decryption_proofs[0].clone());
    let case = |name: &str, about: &str, faults: &Faults, made: &Made| Case::fails(15, name, about, faults, made);
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
        case(
            "companion-proofs-owner",
            "The companion's proof is bound to another owner's place.",
            FIRST,
            &bound(|binding| binding.owner = 2),
        ),
        case(
            "companion-proofs-tally",
            "The companion's proof is bound to another text of the tally.",
            FIRST,
            &bound(|binding| {
                binding.tally = " ";
            }),
        ),
    ]
}

fn other_key() -> Made {
    Plan::small(Until::Parts).make(&|at, text, world| {
        if at != Object::Part(0) {
            return text;
        }
        let tally = super::text_of(&world.plan.clone().until(Until::Tally), Object::Tally);
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
        draft.links[link].data = vec![part, (protocol::hash::sha256_hex(owned.as_bytes()), owned)];
    }
    let proofs = &mut draft.companion.decryption_proofs;
    proofs.swap(0, 1);
    (proofs[0].owner, proofs[1].owner) = (1, 2);
    draft.finish(&honest)
}

fn repeated() -> Made {
    let plan = Plan::small(Until::Parts);
    let part = super::text_of(&plan, Object::Part(0));
    bent(&plan, Object::Companion, |companion, _| {
        let proofs = Tree::parse(&part).field("decryption_proofs").clone();
        *companion.field("decryption_proofs").items()[0].field("proofs") = proofs;
    })
}

/// Companion proofs bound to something else; challenge and responses hold for it.
fn bound(change: fn(&mut Binding<'_>)) -> Made {
    let plan = Plan::small(Until::Parts);
    let tally = super::text_of(&plan, Object::Tally);
    let mut draft = plan.draft(&honest);
    let secret = draft.world.plan.holders.secrets[&1];
    let public = Element::mul_base(&secret);
    let mut binding = Binding { cooperative: &COOPERATIVE, phi: &draft.world.phi, owner: 1, public, tally: &tally };
    change(&mut binding);
    // The same tally in another spelling is parsed from its first spelling.
    let spaced = binding.tally == " ";
    let neutral = EncryptedTally::empty(&draft.world.election).to_json();
    if spaced {
        binding.tally = &neutral;
    }
    let (_, proofs) = decryption::decrypt(&secret, &binding, &mut rng("bound elsewhere")).expect("a tally");
    draft.companion.decryption_proofs[0].proofs = proofs;
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

/// Check 17.
fn results() -> Vec<Case> {
    let plan = Plan::small(Until::Result);
    let row = |name: &str, about: &str, text: &'static str| {
        let made = rewritten(&plan, Object::Result, |_| text.to_owned());
        Case::fails(17, &format!("result-{name}"), about, &[(17, "result")], &made).of("result", "result[][]")
    };
    let group = Plan::small(Until::Result).group(&[2, 3]);
    vec![
        row("less", "A yes is taken away.", "{\"result\":[[0]]}"),
        row("above-weight", "The count is above the number of voices.", "{\"result\":[[2]]}"),
        row(
            "plus-q",
            "The count is itself plus q: the same power of g.",
            "{\"result\":[[\"7237005577332262213973186563042994240857116359379907606001950938285454250990\"]]}",
        )
        .expecting(&[(6, "result")]),
        row("answer-more", "There is a count more.", "{\"result\":[[1,0]]}"),
        row("answer-less", "There is no count.", "{\"result\":[[]]}"),
        row("question-more", "There are counts of a question more.", "{\"result\":[[1],[0]]}"),
        row("question-none", "There is no question.", "{\"result\":[]}"),
        Case::fails(
            17,
            "result-group",
            "The result of a box that a group opened is another.",
            &[(17, "result")],
            &rewritten(&group, Object::Result, |_| "{\"result\":[[0]]}".to_owned()),
        ),
    ]
}
