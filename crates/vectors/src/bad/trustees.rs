//! Checks 8, 9 and 10: what trustees may say and sign that is not true, the key, the credentials.

use protocol::group::{Element, Scalar};
use protocol::trustees::pedersen::{sign_joint, sign_key};
use protocol::trustees::{Entry, Pedersen, Signed, TrusteePublicKey, Trustees};

use super::{bent, rewritten};
use crate::case::{Case, Faults};
use crate::holders::{Group, Holders};
use crate::making::{Made, Object, Plan, Until, honest, rng, secret};
use crate::tree::Tree;
use crate::values::stranger;

const WRONG: &Faults = &[(8, "trustees")];

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [singles(), lies(), changes(), keys(), credentials()].concat()
}

fn entry(secret: &Scalar, of: &str) -> Entry {
    Entry::Single(Box::new(TrusteePublicKey::prove(secret, None, &mut rng(of))))
}

/// Trustees of these entries; the election has the product of their keys.
fn listed(entries: Vec<Entry>) -> Made {
    let holders = Holders { trustees: Trustees::new(entries), ..Holders::singles(1) };
    Plan::small(Until::Setup).under(holders).make(&honest)
}

/// Trustees of these entries beside the key of the first.
fn named(entries: Vec<Entry>) -> Made {
    let text = Trustees::new(entries).to_json();
    rewritten(&Plan::small(Until::Setup), Object::Trustees, |_| text.clone())
}

fn singles() -> Vec<Case> {
    let (one, two) = (secret("trustee 1"), secret("trustee 2"));
    let own = || entry(&one, "own");
    let neutral = Entry::Single(Box::new(TrusteePublicKey::prove(&Scalar::ZERO, None, &mut rng("neutral"))));
    let group = Group::honest(2, 3);
    let member = entry(&group.shares[1], "member");
    // Who does not know the key answers with what was chosen before the challenge.
    let guessed = rewritten(&Plan::small(Until::Setup), Object::Trustees, |text| {
        let mut tree = Tree::parse(text);
        let path = tree.first("[][].pok.challenge");
        *tree.at(&path) = Tree::Text("0".to_owned());
        tree.write()
    });
    let case = |name: &str, about: &str, made: &Made| Case::fails(8, &format!("trustees-{name}"), about, WRONG, made);
    vec![
        case("none", "There is no trustee.", &named(Vec::new())),
        case(
            "key-twice",
            "The second trustee has the key of the first, and a proof for it.",
            &listed(vec![own(), own()]),
        ),
        case(
            "key-neutral",
            "The second trustee's key is the neutral element; its proof of knowledge (of zero) holds.",
            &listed(vec![own(), neutral]),
        ),
        case(
            "keys-cancel",
            "The third trustee's key is the inverse of the product of the others': the election key would be neutral.",
            &named(vec![own(), entry(&two, "two"), entry(&-(one + two), "minus")]),
        ),
        case(
            "single-and-member",
            "A single trustee has the key of a member of the group.",
            &listed(vec![member, Entry::Pedersen(group.build())]),
        ),
        case("pok-zero", "The challenge of the proof of knowledge is zero.", &guessed),
        case(
            "pok-other",
            "The proof of knowledge is that of another trustee.",
            &bent(&Plan::small(Until::Setup).under(Holders::singles(2)), Object::Trustees, |tree, _| {
                let proof = tree.items()[1].items()[1].field("pok").clone();
                *tree.items()[0].items()[1].field("pok") = proof;
            }),
        ),
    ]
}

/// What a member, or several, may say and sign that is not true.
fn lies() -> Vec<Case> {
    type Lie = fn(&mut Group);
    let lies: [(&str, &str, Lie); 16] = [
        ("cert-group", "A certificate is for another kind of group.", |g| {
            g.certificates[1].context.group = "RFC-3526-2048".to_owned();
        }),
        ("cert-size", "A certificate is for a group of four.", |g| g.certificates[1].context.size = 4),
        ("cert-threshold", "A certificate is for a threshold of three.", |g| g.certificates[1].context.threshold = 3),
        ("cert-index", "A certificate is for another place.", |g| g.certificates[1].context.index = 3),
        ("cert-exchanged", "Two members sign each other's certificates.", |g| g.certificates.swap(0, 1)),
        ("threshold-three", "The threshold is not that of the certificates.", |g| g.threshold = 3),
        ("threshold-zero", "The threshold is zero.", |g| g.threshold = 0),
        ("threshold-four", "The threshold is above the number of members.", |g| {
            g.threshold = 4;
            g.certificates.iter_mut().for_each(|certificate| certificate.context.threshold = 4);
            g.polynomials.iter_mut().for_each(|f| f.extend([Scalar::ONE; 2]));
            g.share();
        }),
        ("verification-neutral", "A signing key is the neutral element.", |g| {
            g.signing[2] = Scalar::ZERO;
            g.certificates[2].verification = Element::identity();
        }),
        ("encryption-neutral", "A receiving key is the neutral element.", |g| {
            g.certificates[2].encryption = Element::identity();
        }),
        ("verification-twice", "Two members have one signing key.", |g| {
            g.signing[2] = g.signing[0];
            g.certificates[2].verification = g.certificates[0].verification;
        }),
        ("encryption-twice", "Two members have one receiving key.", |g| {
            g.certificates[2].encryption = g.certificates[0].encryption;
        }),
        ("coefexps-more", "A member has a coefficient more than the threshold.", |g| {
            g.polynomials[0].push(Scalar::ONE)
        }),
        ("coefexps-neutral", "A member's leading coefficient is zero.", |g| {
            g.polynomials[1][1] = Scalar::ZERO;
            g.share();
        }),
        ("coefexps-leading-cancel", "The leading coefficients cancel out: one member alone could open.", |g| {
            g.polynomials[2][1] = -(g.polynomials[0][1] + g.polynomials[1][1]);
            g.share();
        }),
        ("coefexps-key-cancel", "The constant coefficients cancel out: the group's key is neutral.", |g| {
            g.polynomials[2][0] = -(g.polynomials[0][0] + g.polynomials[1][0]);
            g.share();
        }),
    ];
    let made = |lie: Lie| {
        let mut group = Group::honest(2, 3);
        lie(&mut group);
        grouped(group.build())
    };
    lies.into_iter()
        .map(|(name, about, lie)| Case::fails(8, &format!("group-{name}"), about, WRONG, &made(lie)))
        .collect()
}

/// Signs all certificates and the own coefficients again.
fn join(g: &mut Pedersen, s: &Group) {
    for (i, f) in s.polynomials.iter().enumerate() {
        let coefexps: Vec<Element> = f.iter().map(Element::mul_base).collect();
        g.signatures[i] = sign_joint(&s.signing[i], &g.certs, &coefexps, &mut rng("joint"));
    }
}

fn grouped(group: Pedersen) -> Made {
    let server = Holders::singles(1).trustees.entries()[0].clone();
    listed(vec![server, Entry::Pedersen(group)])
}

/// What a server may put together of honest parts, or members of one another's.
fn changes() -> Vec<Case> {
    type Change = fn(&mut Pedersen, &Group);
    let changes: [(&str, &str, Change); 14] = [
        ("certs-exchanged", "Two certificates are exchanged.", |g, s| {
            g.certs.swap(0, 1);
            join(g, s);
        }),
        ("cert-signature", "A certificate has the signature of another.", |g, s| {
            g.certs[0].signature = g.certs[1].signature.clone();
            join(g, s);
        }),
        ("coefexps-exchanged", "Coefficients of two members are exchanged.", |g, _| g.coefexps.swap(0, 1)),
        ("coefexps-signature", "Coefficients of a member are signed by another.", |g, s| {
            g.coefexps[0] = Signed::sign(&s.signing[1], g.coefexps[0].message.clone(), &mut rng("other"));
        }),
        ("signatures-exchanged", "Two joint signatures are exchanged.", |g, _| g.signatures.swap(0, 1)),
        ("signatures-fewer-certs", "A member signed one certificate less.", |g, s| {
            let mut fewer = g.certs.clone();
            fewer.pop();
            let coefexps: Vec<Element> = s.polynomials[0].iter().map(Element::mul_base).collect();
            g.signatures[0] = sign_joint(&s.signing[0], &fewer, &coefexps, &mut rng("fewer"));
        }),
        ("keys-exchanged", "Two verification keys are exchanged.", |g, _| g.verification_keys.swap(0, 1)),
        ("key-share", "A verification key is that of another member's share.", |g, s| {
            g.verification_keys[0] = sign_key(&s.signing[0], &s.shares[1], &mut rng("share"));
        }),
        ("key-signer", "A verification key is signed by another member.", |g, s| {
            g.verification_keys[0] = sign_key(&s.signing[1], &s.shares[0], &mut rng("signer"));
        }),
        ("key-pok", "A verification key has another's proof of knowledge.", |g, _| {
            g.verification_keys[0].pok = g.verification_keys[1].pok.clone();
        }),
        ("keys-fewer", "There is a verification key less than members.", |g, _| drop(g.verification_keys.pop())),
        ("certs-fewer", "There is a certificate less than members.", |g, _| drop(g.certs.pop())),
        ("coefexps-fewer", "There are coefficients of a member less.", |g, _| drop(g.coefexps.pop())),
        ("signatures-fewer", "There is a joint signature less than members.", |g, _| g.signatures.truncate(2)),
    ];
    let made = |change: Change| {
        let script = Group::honest(2, 3);
        let mut group = script.build();
        change(&mut group, &script);
        grouped(group)
    };
    let case = |(name, about, change)| Case::fails(8, &format!("group-{name}"), about, WRONG, &made(change));
    changes.into_iter().map(case).collect()
}

/// Check 9.
fn keys() -> Vec<Case> {
    let key = |plan: Plan, key: Element| {
        bent(&plan, Object::Election, |election, _| *election.field("public_key") = Tree::Text(key.to_string()))
    };
    let two = || Plan::small(Until::Ballots).under(Holders::singles(2));
    let server = Element::mul_base(&secret("trustee 1"));
    let grouped = Plan::small(Until::Ballots).group(&[1, 2]);
    let group = Group::honest(2, 3);
    let keys: Element = group.shares.iter().map(Element::mul_base).sum();
    let faults: &Faults = &[(9, "election.public_key")];
    vec![
        Case::fails(
            9,
            "election-key-one",
            "The election key is that of the first of two trustees.",
            faults,
            &key(two(), server),
        ),
        Case::fails(9, "election-key-stranger", "The election key is nobody's.", faults, &key(two(), stranger())),
        Case::fails(
            9,
            "election-key-members",
            "The election key is the product of the server's and of the members' verification keys.",
            faults,
            &key(grouped, server + keys),
        ),
        Case::fails(
            6,
            "election-key-neutral",
            "The election key is the neutral element.",
            &[(6, "election")],
            &bent(&Plan::small(Until::Setup), Object::Election, |election, _| {
                *election.field("public_key") = Tree::Text(Element::identity().to_string());
            }),
        ),
    ]
}

/// Check 10.
fn credentials() -> Vec<Case> {
    type Change = fn(&mut Vec<Tree>);
    fn weigh(list: &mut [Tree], at: usize, weight: &str) {
        list[at] = Tree::Text(format!("{},{weight}", list[at].text()));
    }
    let rows: [(&str, &str, bool, Change, &Faults); 9] = [
        ("twice", "A credential is listed twice.", true, |list| list.push(list[1].clone()), &[(10, "credential 3")]),
        ("unsorted", "The list is not sorted.", true, |list| list.reverse(), &[(10, "credential 2")]),
        (
            "weight-two",
            "A credential of ours has weight two.",
            true,
            |list| weigh(list, 0, "2"),
            &[(10, "credential 1")],
        ),
        (
            "weight-one",
            "A credential of ours has a written weight of one.",
            true,
            |list| weigh(list, 1, "1"),
            &[(10, "credential 2")],
        ),
        (
            "neutral",
            "A credential is the neutral element.",
            true,
            |list| list.insert(0, Tree::Text(Element::identity().to_string())),
            &[(10, "credential 1")],
        ),
        (
            "weight-zero",
            "A credential of another's election has weight zero.",
            false,
            |list| weigh(list, 0, "0"),
            &[(10, "credential 1")],
        ),
        (
            "weight-leading-zero",
            "A weight is written with a leading zero.",
            false,
            |list| weigh(list, 0, "02"),
            &[(10, "credential 1")],
        ),
        (
            "weight-sign",
            "A weight is written with a sign.",
            false,
            |list| weigh(list, 0, "+2"),
            &[(10, "credential 1")],
        ),
        (
            "weight-twice",
            "A credential is listed with weight one and with weight two.",
            false,
            |list| {
                list.push(list[1].clone());
                weigh(list, 2, "2");
            },
            &[(10, "credential 3")],
        ),
    ];
    let made = |ours: bool, change: Change| {
        let plan = Plan::small(Until::Setup);
        let plan = if ours { plan } else { plan.foreign() };
        bent(&plan, Object::Credentials, |list, _| change(list.items()))
    };
    rows.into_iter()
        .map(|(name, about, ours, change, faults)| {
            Case::fails(10, &format!("credentials-{name}"), about, faults, &made(ours, change)).of("credentials", "[]")
        })
        .collect()
}
