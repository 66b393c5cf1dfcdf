//! Single objects: texts with what is to be computed from them, and texts to refuse. For whoever begins below the archive.

use protocol::encoding::Message;
use protocol::group::{Element, Scalar, parse_scalar, scalar_to_decimal};
use protocol::hash::{hex, sha256, sha256_b64, sha256_hex};
use protocol::tally::EncryptedTally;
use protocol::{ballot, decryption, trustees};
use serde_json::{Value, json};

use crate::bad::{spelling, text_of};
use crate::making::{COOPERATIVE, Object, Plan, SEED, Until, honest};
use crate::tree::{Step, Tree};
use crate::values::{NO_POINT, ORDER_TWO, SECOND_NEUTRAL, stranger, with_torsion};

/// Everything.
#[must_use]
pub fn index() -> Value {
    let blank = World::of(Plan::blank(Until::Parts).wordy());
    let small = World::of(Plan::small(Until::Parts));
    let group = World::of(Plan::small(Until::Setup).group(&[1, 3]));
    let objects: Vec<Value> =
        [&small, &blank].iter().flat_map(|world| world.objects()).chain([group.trustees()]).collect();
    json!({
        "about": "PROTOCOL.md §13 and §14, object by object: see README.md.",
        "seed": SEED,
        "cooperative": hex(&COOPERATIVE),
        "elements": elements(),
        "scalars": scalars(),
        "counts": counts(),
        "texts": texts(),
        "objects": objects,
        "bad": spelling::texts(),
    })
}

fn elements() -> Value {
    let seven = stranger();
    json!({
        "good": [
            { "text": Element::identity(), "is": "the neutral element" },
            { "text": Element::base(), "is": "g" },
            { "text": seven, "is": "g^7" },
            { "text": -seven, "is": "g^(q − 7)" },
        ],
        "bad": [
            { "text": SECOND_NEUTRAL, "why": "the neutral element as y = p + 1" },
            { "text": format!("f{}", &SECOND_NEUTRAL[1..]), "why": "the same with a sign" },
            { "text": format!("8{:063x}", 1), "why": "the neutral element with a sign" },
            { "text": ORDER_TWO, "why": "the point of order two" },
            { "text": "0".repeat(64), "why": "a point of order four" },
            { "text": with_torsion(&seven.to_string()), "why": "g^7 plus the point of order two" },
            { "text": NO_POINT, "why": "no point of the curve" },
            { "text": seven.to_string().to_uppercase(), "why": "upper case" },
            { "text": &seven.to_string()[1..], "why": "63 digits" },
            { "text": format!("0{seven}"), "why": "65 digits" },
            { "text": hex(&seven.to_rfc8032()), "why": "bytes not reversed" },
            { "text": "", "why": "nothing" },
        ],
        "ascending": ascending([Element::identity(), Element::base(), seven, -seven]),
    })
}

/// Texts sorted by their reversed bytes, as §14.1 says.
fn ascending(elements: [Element; 4]) -> Vec<String> {
    let mut texts = elements.map(|element| element.to_string()).to_vec();
    texts.sort_by_key(|text| text.as_bytes().chunks(2).rev().flatten().copied().collect::<Vec<u8>>());
    texts
}

fn scalars() -> Value {
    let q = crate::values::Q;
    json!({
        "good": ["0", "1", "10", scalar_to_decimal(&-Scalar::ONE)],
        "bad": [q, "", "00", "01", "+1", "-1", " 1", "1 ", "0x1", "1e3", "1.0", format!("1{}", "0".repeat(76))],
    })
}

/// Counts and weights (§14.2): as they are written.
fn counts() -> Value {
    json!({
        "good": ["0", "1", "1073741823", "\"1073741824\"", "\"9223372036854775807\""],
        "bad": ["\"1\"", "1073741824", "\"1073741823\"", "01", "1.0", "-1", "\"01073741824\"", "\"+1073741824\"", "\"\""],
    })
}

/// Texts of JSON: as they are written.
fn texts() -> Value {
    json!({
        "good": [r#""""#, r#""\"\\/\b\f\n\r\t\u0001\u007fé€🗳""#],
        "bad": [
            { "text": r#""\u0041""#, "why": "a needless escape" },
            { "text": "\"\u{7f}\"", "why": "U+007F as it is" },
            { "text": r#""\/""#, "why": "a needless escape of a slash" },
            { "text": r#""\u001F""#, "why": "an escape in upper case" },
            { "text": r#""\u000a""#, "why": "a line feed written long" },
            { "text": r#""\ud83d\uddf3""#, "why": "a pair of surrogates" },
            { "text": "\"\n\"", "why": "a line feed as it is" },
            { "text": r#"'a'"#, "why": "other quotation marks" },
        ],
    })
}

/// Challenge, response, and of each commitment A = base^response · of^challenge.
type Proven = (Tree, Vec<[Element; 2]>);

fn scalar(proof: &Tree, field: &str) -> Scalar {
    parse_scalar(&proof.clone().field(field).text()).expect("a scalar")
}

fn commitment(proof: &Tree, [base, of]: &[Element; 2]) -> Element {
    base.vartime_pair(&scalar(proof, "response"), of, &scalar(proof, "challenge"))
}

fn shown(proofs: &[Proven]) -> Vec<Value> {
    let pair =
        |proof: &Tree, pair: &[Element; 2]| json!({ "base": pair[0], "of": pair[1], "is": commitment(proof, pair) });
    let one = |(proof, pairs): &Proven| {
        json!({
            "challenge": proof.clone().field("challenge").text(),
            "response": proof.clone().field("response").text(),
            "commitments": pairs.iter().map(|it| pair(proof, it)).collect::<Vec<_>>(),
        })
    };
    proofs.iter().map(one).collect()
}

/// A proof whose challenge, or the sum of whose challenges, is H(prefix, commitments).
fn hashed(what: &str, prefix: &str, proofs: &[Proven]) -> Value {
    let total: Scalar = proofs.iter().map(|(proof, _)| scalar(proof, "challenge")).sum();
    let texts: Vec<String> = proofs
        .iter()
        .flat_map(|(proof, pairs)| pairs.iter().map(|pair| commitment(proof, pair).to_string()).collect::<Vec<_>>())
        .collect();
    json!({
        "what": what,
        "proofs": shown(proofs),
        "preimage": format!("{prefix}{}", texts.join(",")),
        "challenge": scalar_to_decimal(&total),
    })
}

/// A proof whose challenge is wide(message), the commitments coming last.
fn wide(what: &str, message: Message, proven: &Proven) -> Value {
    let (proof, pairs) = proven;
    let message = pairs.iter().fold(message, |message, pair| message.point(&commitment(proof, pair)));
    json!({
        "what": what,
        "proofs": shown(std::slice::from_ref(proven)),
        "message": hex(&message.finish()),
        "challenge": proof.clone().field("challenge").text(),
    })
}

/// An election, and its objects.
struct World {
    plan: Plan,
    phi: String,
    y: Element,
}

impl World {
    fn of(plan: Plan) -> Self {
        let draft = plan.draft(&honest);
        Self { phi: draft.world.phi, y: draft.world.election.public_key, plan }
    }

    fn text(&self, object: Object) -> String {
        text_of(&self.plan, object)
    }

    fn objects(&self) -> Vec<Value> {
        let plain = |kind: &str, object: Object| {
            let text = self.text(object);
            json!({ "kind": kind, "text": text, "sha256": sha256_hex(text.as_bytes()) })
        };
        let with = |kind: &str, object: Object, key: &str| {
            let mut value = plain(kind, object);
            value[key] = json!(sha256_b64(self.text(object).as_bytes()));
            value
        };
        vec![
            with("election", Object::Election, "fingerprint"),
            self.trustees(),
            with("credentials", Object::Credentials, "fingerprint"),
            plain("setup", Object::SetupData),
            plain("event", Object::Event(1)),
            self.ballot(),
            plain("tally", Object::Tally),
            plain("size", Object::Size),
            self.part(),
            plain("owner", Object::Owned(0)),
            self.companion(),
        ]
    }

    fn trustees(&self) -> Value {
        let text = self.text(Object::Trustees);
        let read = trustees::Trustees::parse(&text).expect("trustees");
        let mut proofs = Vec::new();
        let mut tree = Tree::parse(&text);
        for (i, entry) in tree.items().iter_mut().enumerate() {
            let kind = entry.items()[0].text();
            let inside = &mut entry.items()[1];
            match kind.as_str() {
                "Single" => proofs.push(pok(&format!("[{i}][1].pok"), inside)),
                _ => proofs.extend(signed(&format!("[{i}][1]"), inside)),
            }
        }
        json!({
            "kind": "trustees", "text": text, "sha256": sha256_hex(text.as_bytes()),
            "election_key": read.election_key().expect("good trustees"), "hashed": proofs,
        })
    }

    /// S₀, S, and every proof of the one answer.
    fn ballot(&self) -> Value {
        let text = self.text(Object::Ballot(0));
        let mut tree = Tree::parse(&text);
        let credential = element(&mut tree, "credential");
        let context = format!("{}|{credential}", self.phi);
        let mut unsigned = tree.clone();
        unsigned.fields().retain(|(key, _)| key != "signature");
        let question = &self.plan.election.questions[0];
        let blank = usize::from(question.allows_blank());
        let answer = tree.at(&[Step::Key("answers".to_owned()), Step::Index(0)]);
        let choices: Vec<[Element; 2]> = answer
            .field("choices")
            .items()
            .iter_mut()
            .map(|choice| [element(choice, "alpha"), element(choice, "beta")])
            .collect();
        let spelled = |[alpha, beta]: &[Element; 2]| format!("{alpha},{beta}");
        let full = format!("{context}|{}", choices.iter().map(spelled).collect::<Vec<_>>().join(","));
        let total = choices[blank..]
            .iter()
            .fold([Element::identity(); 2], |sum, choice| [sum[0] + choice[0], sum[1] + choice[1]]);
        let branch = |[alpha, beta]: [Element; 2], m: u64| {
            vec![[Element::base(), alpha], [self.y, beta - Element::mul_base(&Scalar::from(m))]]
        };
        let mut hashes = Vec::new();
        for (i, (choice, proofs)) in choices.iter().zip(answer.field("individual_proofs").items()).enumerate() {
            let proofs: Vec<Proven> =
                proofs.items().iter().cloned().zip([branch(*choice, 0), branch(*choice, 1)]).collect();
            let prefix = format!("prove|{context}|{}|", spelled(choice));
            hashes.push(hashed(&format!("answers[0].individual_proofs[{i}]"), &prefix, &proofs));
        }
        let within = (question.min..=question.max).map(|m| branch(total, m));
        let overall = answer.field("overall_proof").items().clone();
        if question.allows_blank() {
            let proofs =
                answer.field("blank_proof").items().iter().cloned().zip([branch(choices[0], 0), branch(total, 0)]);
            hashes.push(hashed("answers[0].blank_proof", &format!("bproof0|{full}|"), &proofs.collect::<Vec<_>>()));
            let branches = std::iter::once(branch(choices[0], 1)).chain(within);
            let proofs: Vec<Proven> = overall.into_iter().zip(branches).collect();
            hashes.push(hashed("answers[0].overall_proof", &format!("bproof1|{full}|"), &proofs));
        } else {
            let proofs: Vec<Proven> = overall.into_iter().zip(within).collect();
            hashes.push(hashed("answers[0].overall_proof", &format!("prove|{full}|{}|", spelled(&total)), &proofs));
        }
        let hash = sha256_b64(unsigned.write().as_bytes());
        let proof = tree.field("signature").field("proof").clone();
        hashes.push(hashed("signature", &format!("sig|{hash}|"), &[(proof, vec![[Element::base(), credential]])]));
        json!({
            "kind": "ballot", "text": text, "sha256": sha256_hex(text.as_bytes()),
            "tracker": ballot::tracker(&text), "s0": context, "s": full, "h": hash, "hashed": hashes,
        })
    }

    /// The tally's ciphertexts, the owner's key.
    fn opened(&self) -> (String, Vec<[Element; 2]>, Element) {
        let tally = self.text(Object::Tally);
        let read = EncryptedTally::parse(&tally).expect("a tally");
        let pairs = read.0.iter().flatten().map(|ciphertext| [ciphertext.alpha, ciphertext.beta]).collect();
        (tally, pairs, Element::mul_base(&self.plan.holders.secrets[&1]))
    }

    fn part(&self) -> Value {
        let text = self.text(Object::Part(0));
        let (_, tally, public) = self.opened();
        let mut tree = Tree::parse(&text);
        let factors = factors(&text);
        let rows = tree.field("decryption_proofs").items()[0].items();
        let hashes: Vec<Value> = rows
            .iter()
            .zip(tally.iter().zip(&factors))
            .enumerate()
            .map(|(a, (proof, ([alpha, _], factor)))| {
                let pairs = vec![[Element::base(), public], [*alpha, *factor]];
                let prefix = format!("decrypt|{}|{public}|", self.phi);
                hashed(&format!("decryption_proofs[0][{a}]"), &prefix, &[(proof.clone(), pairs)])
            })
            .collect();
        let powers: Vec<Element> = tally.iter().zip(&factors).map(|([_, beta], factor)| *beta - *factor).collect();
        json!({
            "kind": "part", "text": text, "sha256": sha256_hex(text.as_bytes()), "owner": 1,
            "hashed": hashes, "powers": powers,
        })
    }

    fn companion(&self) -> Value {
        let text = self.text(Object::Companion);
        let mut tree = Tree::parse(&text);
        let (tally, ciphertexts, public) = self.opened();
        let factors = factors(&self.text(Object::Part(0)));
        let credential = Element::mul_base(&self.plan.voter(0));
        let slip = tree.field("order_slips").items()[0].clone();
        let Tree::Number(n) = slip.clone().field("n").clone() else { return Value::Null };
        let message = Message::new("voix/1/order", &COOPERATIVE)
            .string(&self.plan.election.uuid)
            .string(&self.phi)
            .point(&credential)
            .integer(n)
            .string(&slip.clone().field("ballot").text());
        let mut messages = vec![wide("order_slips[0]", message, &(slip, vec![[Element::base(), credential]]))];
        let path = tree.first("decryption_proofs[].proofs[]");
        for (a, proof) in (0_u64..).zip(tree.at(&path).items()) {
            let place = usize::try_from(a).unwrap_or_default();
            let ([alpha, _], factor) = (ciphertexts[place], factors[place]);
            let message = Message::new("voix/1/decryption", &COOPERATIVE)
                .string(&self.phi)
                .integer(1)
                .point(&public)
                .bytes(&sha256(tally.as_bytes()))
                .integer(0)
                .integer(a)
                .point(&alpha)
                .point(&factor);
            let proven = (proof.clone(), vec![[Element::base(), public], [alpha, factor]]);
            messages.push(wide(&format!("decryption_proofs[0].proofs[0][{a}]"), message, &proven));
        }
        json!({ "kind": "companion", "text": text, "wide": messages })
    }
}

fn element(tree: &mut Tree, field: &str) -> Element {
    Element::parse(&tree.field(field).text()).expect("an element")
}

fn factors(part: &str) -> Vec<Element> {
    let part = decryption::PartialDecryption::parse(part).expect("a part");
    part.decryption_factors.into_iter().flatten().collect()
}

fn pok(what: &str, key: &mut Tree) -> Value {
    let public = element(key, "public_key");
    let proof = key.field("pok").clone();
    hashed(what, &format!("pok|Ed25519|{public}|"), &[(proof, vec![[Element::base(), public]])])
}

/// Every signature of a group.
fn signed(what: &str, group: &mut Tree) -> Vec<Value> {
    let mut hashes = Vec::new();
    let sigmsg = |what: String, text: &str, proof: &Tree, key: Element| {
        hashed(&what, &format!("sigmsg|{text}|"), &[(proof.clone(), vec![[Element::base(), key]])])
    };
    let mut keys = Vec::new();
    for (i, cert) in group.field("certs").items().iter_mut().enumerate() {
        let message = cert.field("message").text();
        let key = element(&mut Tree::parse(&message), "verification");
        hashes.push(sigmsg(format!("{what}.certs[{i}].signature"), &message, cert.field("signature"), key));
        keys.push(key);
    }
    let certs = group.field("certs").write();
    let mut joint = Vec::new();
    for (i, coefexps) in group.field("coefexps").items().iter_mut().enumerate() {
        let message = coefexps.field("message").text();
        hashes.push(sigmsg(format!("{what}.coefexps[{i}].signature"), &message, coefexps.field("signature"), keys[i]));
        let own = Tree::parse(&message).field("coefexps").write();
        joint.push(format!("certs_sig|{{\"certs\":{certs},\"coefexps\":{own}}}"));
    }
    for (i, proof) in group.field("signatures").items().iter().enumerate() {
        hashes.push(sigmsg(format!("{what}.signatures[{i}]"), &joint[i], proof, keys[i]));
    }
    for (i, key) in group.field("verification_keys").items().iter_mut().enumerate() {
        hashes.push(pok(&format!("{what}.verification_keys[{i}].pok"), key));
        let text = key.field("public_key").text();
        let place = format!("{what}.verification_keys[{i}].signature");
        hashes.push(sigmsg(place, &text, key.field("signature"), keys[i]));
    }
    hashes
}
