//! Groups of whom t open: what is made verifies, and every lie in one is refused for its own reason.

use std::collections::BTreeMap;

use protocol::checks::{Outcome, Unreadable, verify_election};
use protocol::decryption::{self, Binding};
use protocol::group::{Element, Scalar, parse_scalar, random_scalar, scalar_to_decimal};
use protocol::json;
use protocol::trustees::pedersen::{Certificate, Coefexps, Context, sign_joint, sign_key};
use protocol::trustees::{Entry, Pedersen, Signed, TrusteePublicKey, Trustees};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::made::{counts, verify};
use crate::simulate::{COOPERATIVE, Keyring, Made, Plan, group, make_threshold, make_under};
use crate::tampered::{edit, failed};

fn plan() -> Plan {
    Plan::resolution(31, 4, &[(0, 0), (1, 0), (2, 1), (0, 2)])
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(32)
}

#[test]
fn any_t_members_and_the_server_open_and_every_check_passes() {
    let pairs = [[1, 2], [1, 3], [2, 3], [3, 1]];
    let triples = [[1, 2, 3], [1, 3, 5], [5, 4, 2], [3, 4, 5]];
    let made = pairs.iter().map(|who| make_threshold(&plan(), 2, 3, who));
    for made in made.chain(triples.iter().map(|who| make_threshold(&plan(), 3, 5, who))) {
        let report = verify(&made);
        for (check, outcome) in &report.outcomes {
            assert_eq!(*outcome, Outcome::Passed, "{check:?}");
        }
        assert_eq!(counts(&report), [[1, 1, 1]]);
    }
}

#[test]
fn parts_beyond_the_threshold_change_nothing_and_are_verified_too() {
    let made = make_threshold(&plan(), 2, 3, &[3, 1, 2]);
    let report = verify(&made);
    assert!(report.passed(), "{:?}", report.outcomes);
    assert_eq!(counts(&report), [[1, 1, 1]]);
    for nth in 0..4 {
        let mut bent = made.clone();
        bent.companion.decryption_proofs[nth].proofs.0[0][0].response += Scalar::ONE;
        assert!(failed(&bent).contains(&15), "part {nth}");
    }
}

/// Owners count along the list: a group first, then two singles, then another group.
#[test]
fn owners_of_groups_and_singles_are_numbered_along_the_list() {
    let mut rng = rng();
    let (first, ours) = group(2, 3, &mut rng);
    let (second, theirs) = group(3, 4, &mut rng);
    let singles: Vec<Scalar> = (0..2).map(|_| random_scalar(&mut rng)).collect();
    let mut entries = vec![Entry::Pedersen(first)];
    entries.extend(singles.iter().map(|x| Entry::Single(Box::new(TrusteePublicKey::prove(x, None, &mut rng)))));
    entries.push(Entry::Pedersen(second));
    let secrets: BTreeMap<u32, Scalar> = (1..).zip(ours.into_iter().chain(singles).chain(theirs)).collect();
    let trustees = Trustees::new(entries);
    assert_eq!(trustees.owners(), 9);
    for (owner, secret) in &secrets {
        assert_eq!(trustees.public_key_of(*owner), Some(Element::mul_base(secret)), "owner {owner}");
    }
    assert_eq!((trustees.public_key_of(0), trustees.public_key_of(10)), (None, None));
    let mut keyring = Keyring { trustees, secrets, opening: vec![5, 9, 1, 4, 6, 3, 8] };
    let report = verify(&make_under(&plan(), &keyring, &mut rng));
    assert!(report.passed(), "{:?}", report.outcomes);
    assert_eq!(counts(&report), [[1, 1, 1]]);
    for (missing, why) in [(4, "the part of owner 4"), (1, "of owners 1 to 3, 1 are"), (6, "of owners 6 to 9, 2 are")] {
        keyring.opening.retain(|owner| *owner != missing);
        let present = keyring.opening.iter().copied().collect();
        let error = keyring.trustees.weights(&present).expect_err("too few");
        assert!(error.0.contains(why), "{error}");
        keyring.opening.push(missing);
    }
}

/// Removes the parts of some owners from the archive and the companion, and leaves the result.
fn without(made: &Made, gone: &[usize]) -> Made {
    let mut cut = made.clone();
    for nth in gone.iter().rev() {
        let is_part = |item: &protocol::archive::Item| item.body.contains("\"type\":\"PartialDecryption\"");
        let at = (0..cut.items.len()).filter(|i| is_part(&cut.items[*i])).nth(*nth).expect("a part");
        cut.items.drain(at - 2..=at);
        cut.companion.decryption_proofs.remove(*nth);
    }
    crate::tampered::rechain(&mut cut, |_, body| body.to_owned());
    cut
}

#[test]
fn one_part_too_few_is_check_16() {
    let made = make_threshold(&plan(), 3, 5, &[1, 2, 4]);
    for (nth, whose) in ["the server’s", "member 1’s", "member 2’s", "member 4’s"].iter().enumerate() {
        assert_eq!(failed(&without(&made, &[nth])), [16], "without {whose}");
    }
    let more = make_threshold(&plan(), 3, 5, &[1, 2, 4, 5]);
    assert!(verify(&without(&more, &[2])).passed(), "three of five are enough");
    assert_eq!(failed(&without(&more, &[2, 3])), [16]);
}

#[test]
fn a_part_of_another_owner_twice_or_of_nobody_is_check_15() {
    let made = make_threshold(&plan(), 2, 3, &[1, 3]);
    for (from, to, why) in [(2, 3, "another member’s"), (2, 4, "twice"), (2, 9, "nobody’s"), (4, 1, "the server’s")]
    {
        let mut bent = made.clone();
        let marks = format!("\"owner\":{from},");
        edit(&mut bent, &marks, |body| body.replace(&marks, &format!("\"owner\":{to},")));
        for filed in bent.companion.decryption_proofs.iter_mut().filter(|filed| filed.owner == from) {
            filed.owner = to;
        }
        assert!(failed(&bent).contains(&15), "{why}");
    }
}

/// A member decrypts with another's share: the proof of it is not one for the member's key, however it is made.
#[test]
fn a_part_made_with_another_share_is_check_15() {
    let mut rng = rng();
    let keyring = Keyring::threshold(2, 3, &[1, 2], &mut rng);
    let honest = make_under(&plan(), &keyring, &mut rng);
    let tally = honest.items.iter().find(|item| item.body.starts_with("[[{\"alpha\"")).expect("a tally").body.clone();
    let phi = protocol::election::fingerprint(&honest.election.to_json());
    for public in [2, 4].map(|owner| keyring.trustees.public_key_of(owner).expect("an owner")) {
        let binding = Binding { cooperative: &COOPERATIVE, phi: &phi, owner: 2, public, tally: &tally };
        let (part, proofs) = decryption::decrypt(&keyring.secrets[&4], &binding, &mut rng).expect("a tally");
        let mut made = honest.clone();
        made.companion.decryption_proofs[1].proofs = proofs;
        let second = made.items.iter().filter(|item| item.body.contains("decryption_factors")).nth(1).expect("a part");
        let second = second.body.clone();
        edit(&mut made, &second, |_| part.to_json());
        assert_eq!(failed(&made), [15, 16]);
    }
}

/// Every word, number and element of a group, one at a time: nothing in it is free.
#[test]
fn a_group_changed_anywhere_is_refused() {
    let (honest, _) = group(2, 3, &mut rng());
    assert!(honest.verify().is_ok());
    let text = honest.to_json();
    let other = Element::mul_base(&Scalar::from(7_u64)).to_string();
    let mut changed = 0;
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - at);
        let token = &text[at..end];
        let digits = !token.is_empty() && token.bytes().all(|c| c.is_ascii_digit());
        let instead = match token {
            "Ed25519" => Some("Ed25518".to_owned()),
            _ if token.len() == 64 && protocol::hash::unhex::<32>(token).is_some() => Some(other.clone()),
            _ if digits => parse_scalar(token).ok().map(|x| scalar_to_decimal(&(x + Scalar::ONE))),
            _ => None,
        };
        if let Some(instead) = instead {
            let bent = format!("{}{instead}{}", &text[..at], &text[end..]);
            let bent = Pedersen::parse(&bent).expect("still well formed");
            assert!(bent.verify().is_err(), "{token} at {at} was replaced and nobody noticed");
            changed += 1;
        }
        at = end + 1;
    }
    // t; per member a certificate of 4 + 2 + 2, coefexps of 2 + 2, a signature of 2, a key of 1 + 2 + 2.
    assert_eq!(changed, 1 + 3 * (8 + 4 + 2 + 5));
}

/// All that members of a group say and sign, so that one of them can lie and sign the lie.
#[derive(Clone)]
struct Script {
    threshold: u32,
    certificates: Vec<Certificate>,
    signing: Vec<Scalar>,
    polynomials: Vec<Vec<Scalar>>,
    shares: Vec<Scalar>,
}

impl Script {
    fn honest(threshold: u32, size: u32) -> Self {
        let mut rng = rng();
        let mut draw = |n: u32| -> Vec<Scalar> { (0..n).map(|_| random_scalar(&mut rng)).collect() };
        let signing = draw(size);
        let encryption = draw(size);
        let certificate = |index: u32, sk: &Scalar, dk: &Scalar| Certificate {
            context: Context::new(index, threshold, size),
            verification: Element::mul_base(sk),
            encryption: Element::mul_base(dk),
        };
        let keys = signing.iter().zip(&encryption);
        let certificates = (1..).zip(keys).map(|(index, (sk, dk))| certificate(index, sk, dk)).collect();
        let polynomials: Vec<Vec<Scalar>> = (0..size).map(|_| draw(threshold)).collect();
        let mut script = Self { threshold, certificates, signing, polynomials, shares: Vec::new() };
        script.share();
        script
    }

    /// Shares that fit the polynomials as they are now, powers written out.
    fn share(&mut self) {
        let value = |f: &Vec<Scalar>, x: Scalar| {
            let mut power = Scalar::ONE;
            f.iter().fold(Scalar::ZERO, |sum, a| {
                let term = a * power;
                power *= x;
                sum + term
            })
        };
        let size = u32::try_from(self.certificates.len()).expect("few");
        let at = |j: u32| self.polynomials.iter().map(|f| value(f, Scalar::from(j))).sum();
        self.shares = (1..=size).map(at).collect();
    }

    fn build(&self) -> Pedersen {
        let mut rng = rng();
        let sign = |sk: &Scalar, text: String, rng: &mut ChaCha20Rng| Signed::sign(sk, text, rng);
        let certs: Vec<Signed> = self
            .signing
            .iter()
            .zip(&self.certificates)
            .map(|(sk, certificate)| sign(sk, json::write(certificate), &mut rng))
            .collect();
        let published: Vec<Vec<Element>> =
            self.polynomials.iter().map(|f| f.iter().map(Element::mul_base).collect()).collect();
        let dealt = self.signing.iter().zip(&published);
        Pedersen {
            threshold: self.threshold,
            coefexps: dealt
                .clone()
                .map(|(sk, coefexps)| sign(sk, json::write(&Coefexps { coefexps: coefexps.clone() }), &mut rng))
                .collect(),
            signatures: dealt.map(|(sk, coefexps)| sign_joint(sk, &certs, coefexps, &mut rng)).collect(),
            verification_keys: self
                .signing
                .iter()
                .zip(&self.shares)
                .map(|(sk, share)| sign_key(sk, share, &mut rng))
                .collect(),
            certs,
        }
    }
}

/// What a member, or several, may say and sign that is not true.
#[test]
fn every_signed_lie_in_a_group_is_refused_for_its_own_reason() {
    type Lie = fn(&mut Script);
    let lies: [(Lie, &str); 16] = [
        (|s| s.certificates[1].context.group = "RFC-3526-2048".to_owned(), "member 2: the certificate is of another"),
        (|s| s.certificates[1].context.size = 4, "member 2: the certificate is of another"),
        (|s| s.certificates[1].context.threshold = 3, "member 2: the certificate is of another"),
        (|s| s.certificates[1].context.index = 3, "member 2: the certificate is of another"),
        (|s| s.certificates.swap(0, 1), "member 1: the certificate is of another"),
        (|s| s.threshold = 3, "member 1: the certificate is of another"),
        (|s| s.threshold = 0, "threshold: 0 of 3 cannot be"),
        (|s| s.threshold = 4, "threshold: 4 of 3 cannot be"),
        (
            |s| {
                s.signing[2] = Scalar::ZERO;
                s.certificates[2].verification = Element::identity();
            },
            "certs: member 3: the neutral element",
        ),
        (|s| s.certificates[2].encryption = Element::identity(), "certs: member 3: the neutral element"),
        (
            |s| {
                s.signing[2] = s.signing[0];
                s.certificates[2].verification = s.certificates[0].verification;
            },
            "certs: verification: member 3 has a key that another has",
        ),
        (
            |s| s.certificates[2].encryption = s.certificates[0].encryption,
            "certs: encryption: member 3 has a key that another has",
        ),
        (|s| s.polynomials[0].push(Scalar::ONE), "member 1: coefexps: one for each coefficient"),
        (|s| s.polynomials[1][1] = Scalar::ZERO, "member 2: coefexps: the neutral element"),
        (
            |s| {
                s.polynomials[2][1] = -(s.polynomials[0][1] + s.polynomials[1][1]);
                s.share();
            },
            "the members' parts cancel out",
        ),
        (
            |s| {
                s.polynomials[2][0] = -(s.polynomials[0][0] + s.polynomials[1][0]);
                s.share();
            },
            "the members' parts cancel out",
        ),
    ];
    let honest = Script::honest(2, 3);
    assert_eq!(honest.build().verify(), Ok(Element::mul_base(&honest.polynomials.iter().map(|f| f[0]).sum())));
    for (i, (lie, why)) in lies.iter().enumerate() {
        let mut script = honest.clone();
        lie(&mut script);
        let error = script.build().verify().expect_err(why);
        assert!(error.0.contains(why), "lie {i}: {error}");
    }
}

/// What a server may put together of honest parts, or members of one another's.
#[test]
fn every_swapped_or_missing_part_of_a_group_is_refused_for_its_own_reason() {
    type Change = fn(&mut Pedersen, &Script);
    let changes: [(Change, &str); 12] = [
        (|g, _| g.certs.swap(0, 1), "certs: member 1: the certificate is of another place"),
        (|g, _| g.certs[0].signature = g.certs[1].signature.clone(), "certs: member 1: the certificate is not signed"),
        (|g, _| g.coefexps.swap(0, 1), "member 1: coefexps: not signed by the member"),
        (|g, s| g.coefexps[0] = Signed::sign(&s.signing[1], g.coefexps[0].message.clone(), &mut rng()), "member 1: c"),
        (|g, _| g.signatures.swap(0, 1), "member 1: signatures: the member did not sign"),
        (
            |g, s| {
                let mut fewer = g.certs.clone();
                fewer.pop();
                let coefexps: Vec<Element> = s.polynomials[0].iter().map(Element::mul_base).collect();
                g.signatures[0] = sign_joint(&s.signing[0], &fewer, &coefexps, &mut rng());
            },
            "member 1: signatures: the member did not sign",
        ),
        (|g, _| g.verification_keys.swap(0, 1), "verification_keys: member 1: the key is not the one"),
        (
            |g, s| g.verification_keys[0] = sign_key(&s.signing[0], &s.shares[1], &mut rng()),
            "verification_keys: member 1: the key is not the one",
        ),
        (
            |g, s| g.verification_keys[0] = sign_key(&s.signing[1], &s.shares[0], &mut rng()),
            "verification_keys: member 1: the key is not signed by the member",
        ),
        (|g, _| g.verification_keys[0].signature = None, "verification_keys: member 1: the key is not signed"),
        (
            |g, _| g.verification_keys[0].pok = g.verification_keys[1].pok.clone(),
            "verification_keys: member 1: the proof of knowledge does not verify",
        ),
        (|g, _| drop(g.verification_keys.pop()), "one of each per member"),
    ];
    let script = Script::honest(2, 3);
    for (i, (change, why)) in changes.iter().enumerate() {
        let mut group = script.build();
        change(&mut group, &script);
        let error = group.verify().expect_err(why);
        assert!(error.0.contains(why), "change {i}: {error}");
    }
    let keys = [0, 1].map(|at| script.build().verification_keys[at].public_key);
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn a_group_that_does_not_verify_is_check_8_and_one_that_is_not_the_elections_check_9() {
    let mut made = make_threshold(&plan(), 2, 3, &[1, 2]);
    edit(&mut made, "\"coefexps\"", |body| body.replacen("\\\"index\\\":2", "\\\"index\\\":3", 1));
    assert!(failed(&made).contains(&8));
    let mut made = make_threshold(&plan(), 2, 3, &[1, 2]);
    let Entry::Single(server) = &made.trustees.entries()[0] else { panic!("the server comes first") };
    let (another, _) = group(2, 3, &mut ChaCha20Rng::seed_from_u64(99));
    let other = Trustees::new(vec![Entry::Single(server.clone()), Entry::Pedersen(another)]).to_json();
    edit(&mut made, "\"coefexps\"", |_| other.clone());
    assert!(failed(&made).contains(&9));
}

#[test]
fn a_key_that_is_both_a_single_and_a_member_is_refused() {
    let mut rng = rng();
    let (group, shares) = group(2, 3, &mut rng);
    let double = Entry::Single(Box::new(TrusteePublicKey::prove(&shares[1], None, &mut rng)));
    let error = Trustees::new(vec![double, Entry::Pedersen(group)]).verify().expect_err("the same key");
    assert_eq!(error.0, "trustee 3: the same key twice");
}

/// Belenios 2.x did not sign the keys of verification. A group that lacks one signature is not of that time: it is wrong.
#[test]
fn groups_of_before_3_0_are_named_and_not_judged() {
    let strip = |body: &str, how_many: usize| {
        let marks = "\"signature\":{\"challenge\":\"";
        let mut text = body.to_owned();
        for _ in 0..how_many {
            let at = text.rfind(marks).expect("a signature");
            let end = at + text[at..].find('}').expect("an end") + 1;
            text.replace_range(at - 1..end, "");
        }
        text
    };
    let mut made = make_threshold(&plan(), 2, 3, &[1, 2]);
    edit(&mut made, "\"coefexps\"", |body| strip(body, 3));
    made.items.truncate(5);
    made.companion.order_slips.clear();
    made.companion.decryption_proofs.clear();
    made.companion.emargements.count = 0;
    let verdict = verify_election(&made.bytes(), Some(&made.companion.to_json()), &mut |_, _| {});
    assert_eq!(verdict, Err(Unreadable::Unsupported("Pedersen trustees of Belenios 2.x".to_owned())));
    let mut made = make_threshold(&plan(), 2, 3, &[1, 2]);
    edit(&mut made, "\"coefexps\"", |body| strip(body, 1));
    assert!(failed(&made).contains(&8));
}
