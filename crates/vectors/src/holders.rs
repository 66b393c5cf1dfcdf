//! Trustees with every secret, so that one of them can lie and sign the lie.

use std::collections::BTreeMap;

use protocol::group::{Element, Scalar};
use protocol::json;
use protocol::proofs::{Proof, knowledge};
use protocol::trustees::pedersen::{Certificate, Coefexps, Context, sign_joint, sign_key};
use protocol::trustees::{Entry, Pedersen, Signed, TrusteePublicKey, Trustees};

use crate::making::{rng, secret};
use crate::tree::Tree;

/// Trustees, their secrets, and who of them opens.
#[derive(Clone, Debug)]
pub struct Holders {
    /// As the archive has them.
    pub trustees: Trustees,
    /// By owner, from 1.
    pub secrets: BTreeMap<u32, Scalar>,
    /// In the order in which their parts come.
    pub opening: Vec<u32>,
}

impl Holders {
    /// So many who are all needed; the first is named.
    #[must_use]
    pub fn singles(n: u32) -> Self {
        let secrets: BTreeMap<u32, Scalar> =
            (1..=n).map(|owner| (owner, secret(&format!("trustee {owner}")))).collect();
        let name = |owner: u32| (owner == 1).then(|| "Serveur".to_owned());
        let key =
            |(owner, x): (&u32, &Scalar)| TrusteePublicKey::prove(x, name(*owner), &mut rng(&format!("pok {owner}")));
        Self { trustees: Trustees::singles(secrets.iter().map(key).collect()), secrets, opening: (1..=n).collect() }
    }

    /// The server, and a group of whom the members of these places open.
    #[must_use]
    pub fn group(group: &Group, opening: &[u32]) -> Self {
        let alone = Self::singles(1);
        let mut entries = alone.trustees.entries().to_vec();
        entries.push(Entry::Pedersen(group.build()));
        let mut secrets = alone.secrets;
        secrets.extend((2..).zip(group.shares.iter().copied()));
        let opening = std::iter::once(1).chain(opening.iter().map(|place| place + 1)).collect();
        Self { trustees: Trustees::new(entries), secrets, opening }
    }

    /// y: the product of the keys as they stand, whether they are good or not.
    #[must_use]
    pub fn key(&self) -> Element {
        let of = |entry: &Entry| match entry {
            Entry::Single(key) => key.public_key,
            Entry::Pedersen(group) => group.coefexps.iter().filter_map(first).sum(),
        };
        self.trustees.entries().iter().map(of).sum()
    }
}

fn first(signed: &Signed) -> Option<Element> {
    json::read::<Coefexps>(&signed.message).ok()?.coefexps.first().copied()
}

/// All that members of a group say and sign.
#[derive(Clone, Debug)]
pub struct Group {
    /// t.
    pub threshold: u32,
    /// What they certify.
    pub certificates: Vec<Certificate>,
    /// Keys that sign.
    pub signing: Vec<Scalar>,
    /// f_i.
    pub polynomials: Vec<Vec<Scalar>>,
    /// x_j.
    pub shares: Vec<Scalar>,
}

impl Group {
    /// Any t of n.
    #[must_use]
    pub fn honest(threshold: u32, size: u32) -> Self {
        let draw =
            |what: &str| -> Vec<Scalar> { (1..=size).map(|i| secret(&format!("{what} of member {i}"))).collect() };
        let (signing, encryption) = (draw("signing key"), draw("encryption key"));
        let certificate = |index: u32, sk: &Scalar, dk: &Scalar| Certificate {
            context: Context::new(index, threshold, size),
            verification: Element::mul_base(sk),
            encryption: Element::mul_base(dk),
        };
        let keys = signing.iter().zip(&encryption);
        let certificates = (1..).zip(keys).map(|(index, (sk, dk))| certificate(index, sk, dk)).collect();
        let polynomial = |i: u32| (0..threshold).map(|k| secret(&format!("coefficient {k} of member {i}"))).collect();
        let polynomials = (1..=size).map(polynomial).collect();
        let mut group = Self { threshold, certificates, signing, polynomials, shares: Vec::new() };
        group.share();
        group
    }

    /// Shares that fit the polynomials as they are now.
    pub fn share(&mut self) {
        let value = |f: &Vec<Scalar>, x: Scalar| f.iter().rev().fold(Scalar::ZERO, |sum, a| sum * x + a);
        let at = |j: u32| self.polynomials.iter().map(|f| value(f, Scalar::from(j))).sum();
        self.shares = (1..).take(self.certificates.len()).map(at).collect();
    }

    /// The public object.
    #[must_use]
    pub fn build(&self) -> Pedersen {
        let mut rng = rng("group");
        let pairs = self.signing.iter().zip(&self.certificates);
        let certs: Vec<Signed> = pairs.map(|(sk, cert)| Signed::sign(sk, json::write(cert), &mut rng)).collect();
        let published: Vec<Vec<Element>> =
            self.polynomials.iter().map(|f| f.iter().map(Element::mul_base).collect()).collect();
        let dealt = self.signing.iter().zip(&published);
        let text = |coefexps: &Vec<Element>| json::write(&Coefexps { coefexps: coefexps.clone() });
        Pedersen {
            threshold: self.threshold,
            coefexps: dealt.clone().map(|(sk, coefexps)| Signed::sign(sk, text(coefexps), &mut rng)).collect(),
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

    /// Signs again in a group that was changed: the messages, if they are what was, and all certificates with one's own
    /// coefficients.
    pub fn sign_again(&self, group: &mut Tree, messages: bool) {
        for part in ["certs", "coefexps"].into_iter().filter(|_| messages) {
            for (i, signed) in group.field(part).items().iter_mut().enumerate() {
                let message = signed.field("message").text();
                *signed.field("signature") = self.signature(i, &message);
            }
        }
        let certs = group.field("certs").write();
        let mut joint = Vec::new();
        for (i, signed) in group.field("coefexps").items().iter_mut().enumerate() {
            let Tree::Nested(inside) = signed.field("message") else { continue };
            let coefexps = inside.fields().iter().find(|(key, _)| key == "coefexps").map(|(_, value)| value.write());
            let text = format!("certs_sig|{{\"certs\":{certs},\"coefexps\":{}}}", coefexps.unwrap_or_default());
            joint.push(self.signature(i, &text));
        }
        *group.field("signatures") = Tree::List(joint);
    }

    fn signature(&self, member: usize, text: &str) -> Tree {
        let prefix = format!("sigmsg|{text}|");
        let proof: Proof = knowledge::prove(&prefix, &self.signing[member], &mut rng(&format!("again {member}")));
        Tree::parse(&json::write(&proof))
    }
}
