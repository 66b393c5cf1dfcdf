//! A key holder's side: each stage is a type, and only what a stage allows can be done from it.
//!
//! `Holder` → [`Holder::join`] → `Joined` → [`Joined::reveal`] → `Revealed` → [`Revealed::receive`] → `Received` →
//! [`Received::confirm`] → `Confirmed`. Nothing here keeps a state of its own: a page that was closed begins again from the
//! seed and from what *it* kept (members, deal, commitments), and comes to the same stage. It never asks the server for
//! these again: what a server could still change after the deal was sent could be chosen to fit a code.

use std::collections::BTreeSet;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::code::{self, Commitment};
use super::member::Member;
use super::messages::{self, Deal, Dealings, Share};
use super::seed::{Keys, Seed};
use super::{Ceremony, Fault, channel};
use crate::group::{Element, Scalar, random_scalar};
use crate::json;
use crate::trustees::pedersen::{self, Certificate, Coefexps, Pedersen, Sums};
use crate::trustees::{Signed, TrusteePublicKey};

/// Has a place and a seed.
#[derive(Clone)]
pub struct Holder {
    ceremony: Ceremony,
    index: u32,
    identity: [u8; 32],
    keys: Keys,
}

impl Holder {
    /// Takes a place, from 1, under one's identity key.
    ///
    /// # Errors
    /// When the ceremony has no such place.
    pub fn new(ceremony: Ceremony, index: u32, identity: [u8; 32], seed: &Seed) -> Result<Self, Fault> {
        if index < 1 || index > ceremony.size {
            return Err(Fault::of_all("there is no such place"));
        }
        Ok(Self { ceremony, index, identity, keys: seed.keys() })
    }

    /// Step 1: the certificate to publish.
    pub fn certificate<R: CryptoRng + ?Sized>(&self, rng: &mut R) -> Signed {
        let certificate = Certificate {
            context: self.ceremony.context(self.index),
            verification: self.keys.verification(),
            encryption: self.keys.encryption(),
        };
        Signed::sign(&self.keys.signing, json::write(&certificate), rng)
    }

    /// Step 2: takes the certificates of all, the own one among them, with the identity keys that signed them.
    ///
    /// # Errors
    /// When one does not verify, two are of one person, or the own one is another's.
    pub fn join(self, members: &[Member]) -> Result<Joined, Fault> {
        let certs: Vec<Signed> = members.iter().map(|member| member.cert.clone()).collect();
        let certificates = self.ceremony.certificates(&certs)?;
        let mut seen = BTreeSet::new();
        for (index, member) in (1..).zip(members) {
            member.verify(&self.ceremony, index)?;
            if !seen.insert(member.identity) {
                return Err(Fault::of(index, "the identity key of another member"));
            }
        }
        let mine = certificates.iter().zip(members).find(|(certificate, _)| certificate.context.index == self.index);
        let is_mine = mine.is_some_and(|(certificate, member)| {
            member.identity == self.identity
                && certificate.verification == self.keys.verification()
                && certificate.encryption == self.keys.encryption()
        });
        if !is_mine {
            return Err(Fault::of(self.index, "the certificate at my place is not mine"));
        }
        let identities = members.iter().map(|member| member.identity).collect();
        Ok(Joined { holder: self, identities, certs, certificates })
    }

    /// Whether a group is one whose certificates this seed signed: its own stands at its place. The group itself must verify; that
    /// the others' polynomials are those of the ceremony, its code says.
    ///
    /// # Errors
    /// When it is another.
    pub fn is_of(&self, group: &Pedersen) -> Result<(), Fault> {
        let certificates = self.ceremony.certificates(&group.certs)?;
        let mine = certificates.iter().find(|certificate| certificate.context.index == self.index);
        let same = mine.is_some_and(|mine| {
            mine.verification == self.keys.verification() && mine.encryption == self.keys.encryption()
        });
        if same { Ok(()) } else { Err(Fault::of(self.index, "the certificate at my place is not mine")) }
    }

    /// The share kept encrypted to oneself, for a decryption: it must be the secret of this verification key.
    ///
    /// # Errors
    /// When it is not.
    pub fn share(&self, private_key: &str, verification_key: &Element) -> Result<Zeroizing<Scalar>, Fault> {
        let read = |text: &str| {
            let text = channel::open(&self.keys, &self.keys.verification(), text)?;
            messages::read_secret("decryption_key", &text)
        };
        let share = read(private_key).map_err(|fault| Fault::of(self.index, fault))?;
        if Element::mul_base(&share) == *verification_key {
            Ok(share)
        } else {
            Err(Fault::of(self.index, "this share is of another group"))
        }
    }
}

/// Knows all certificates.
pub struct Joined {
    holder: Holder,
    identities: Vec<[u8; 32]>,
    certs: Vec<Signed>,
    certificates: Vec<Certificate>,
}

impl Joined {
    /// Step 3: draws a polynomial and deals it. To be kept, and shown to nobody before all have committed: dealing twice
    /// in one ceremony would be refused by the others.
    pub fn deal<R: CryptoRng + ?Sized>(&self, rng: &mut R) -> Deal {
        let keys = &self.holder.keys;
        let threshold = usize::try_from(self.holder.ceremony.threshold).unwrap_or(usize::MAX);
        let mut polynomial = Zeroizing::new(Vec::with_capacity(threshold));
        polynomial.extend((0..threshold).map(|_| random_scalar(rng)));
        let coefexps: Vec<Element> = polynomial.iter().map(Element::mul_base).collect();
        let signature = pedersen::sign_joint(&keys.signing, &self.certs, &coefexps, rng);
        let mut secrets = Vec::with_capacity(self.certificates.len());
        for certificate in &self.certificates {
            let value = Zeroizing::new(evaluate(&polynomial, certificate.context.index));
            let text = messages::secret("secret", &value);
            secrets.push(channel::send(keys, &certificate.encryption, &text, rng));
        }
        Deal {
            polynomial: channel::send(keys, &keys.encryption(), &messages::polynomial(&polynomial), rng),
            secrets,
            coefexps: Signed::sign(&keys.signing, json::write(&Coefexps { coefexps }), rng),
            signature,
        }
    }

    /// The commitment to publish at once.
    #[must_use]
    pub fn commitment(&self, deal: &Deal) -> Commitment {
        code::commitment(&self.holder.ceremony, self.holder.index, &deal.coefexps.message)
    }

    /// Takes the commitments of all, the own one among them; only then may the deal be sent.
    ///
    /// # Errors
    /// When one is missing, or the own one is not of this deal.
    pub fn reveal(self, deal: Deal, commitments: Vec<Commitment>) -> Result<Revealed, Fault> {
        if u32::try_from(commitments.len()) != Ok(self.holder.ceremony.size) {
            return Err(Fault::of_all("not all have committed"));
        }
        let mine = (1..).zip(&commitments).find(|(index, _)| *index == self.holder.index).map(|(_, mine)| mine);
        if mine != Some(&self.commitment(&deal)) {
            return Err(Fault::of(self.holder.index, "the commitment at my place is not mine"));
        }
        Ok(Revealed { joined: self, deal, commitments })
    }
}

/// Knows that all committed.
pub struct Revealed {
    joined: Joined,
    deal: Deal,
    commitments: Vec<Commitment>,
}

impl Revealed {
    /// The deal to send.
    #[must_use]
    pub fn deal(&self) -> &Deal {
        &self.deal
    }

    /// Step 5: takes what all dealt, verifies every coefexp and every share, adds the shares up.
    ///
    /// # Errors
    /// The first fault, with the member whose it is.
    pub fn receive<R: CryptoRng + ?Sized>(self, dealings: &Dealings, rng: &mut R) -> Result<Received, Fault> {
        let Joined { holder, certs, certificates, .. } = &self.joined;
        let published = certs.iter().zip(certificates).zip(&dealings.coefexps).zip(&dealings.signatures);
        if dealings.secrets.len() != certs.len() || published.len() != certs.len() {
            return Err(Fault::of_all("not all have dealt"));
        }
        let mine = published.clone().zip(1..).find(|(_, index)| *index == holder.index);
        if !mine.is_some_and(|(((_, coefexps), signature), _)| {
            *coefexps == self.deal.coefexps && *signature == self.deal.signature
        }) {
            return Err(Fault::of(holder.index, "what is dealt in my name is not mine"));
        }
        let mut share = Zeroizing::new(Scalar::ZERO);
        let mut sums = Sums::new(holder.ceremony.threshold)?;
        for ((((_, certificate), coefexps), signature), (commitment, secret)) in
            published.zip(self.commitments.iter().zip(&dealings.secrets))
        {
            let index = certificate.context.index;
            holder.ceremony.opens(commitment, index, coefexps)?;
            let read = pedersen::dealt(certificate, certs, coefexps, signature).map_err(|f| Fault::of(index, f))?;
            *share += *received(holder, certificate, secret, &read)?;
            sums.add(&read);
        }
        sums.sound()?;
        let sealed = messages::secret("decryption_key", &share);
        let voutput = Share {
            private_key: channel::send(&holder.keys, &holder.keys.encryption(), &sealed, rng),
            public_key: pedersen::sign_key(&holder.keys.signing, &share, rng),
        };
        let (coefexps, signatures) = (dealings.coefexps.clone(), dealings.signatures.clone());
        Ok(Received { revealed: self, coefexps, signatures, secret: share, share: voutput })
    }
}

/// f_i(j), decrypted and compared with `∏_k A_{ik}^(j^k)`.
fn received(
    holder: &Holder,
    dealer: &Certificate,
    text: &str,
    coefexps: &[Element],
) -> Result<Zeroizing<Scalar>, Fault> {
    let index = dealer.context.index;
    let text = channel::open(&holder.keys, &dealer.verification, text).map_err(|fault| Fault::of(index, fault))?;
    let value = messages::read_secret("secret", &text).map_err(|fault| Fault::of(index, fault))?;
    if Element::mul_base(&value) == pedersen::evaluate(coefexps, holder.index) {
        Ok(value)
    } else {
        Err(Fault::of(index, "the share is not of the polynomial that was published"))
    }
}

/// Has a share of the key.
pub struct Received {
    revealed: Revealed,
    coefexps: Vec<Signed>,
    signatures: Vec<crate::proofs::Proof>,
    secret: Zeroizing<Scalar>,
    share: Share,
}

impl Received {
    /// The share to send: its secret part is encrypted to oneself, its public part signed.
    #[must_use]
    pub fn share(&self) -> &Share {
        &self.share
    }

    /// The public part.
    #[must_use]
    pub fn public_key(&self) -> &TrusteePublicKey {
        &self.share.public_key
    }

    /// The last step: takes the finished group, and gives the code to compare aloud.
    ///
    /// # Errors
    /// When the group is not the one of this ceremony, or does not verify.
    pub fn confirm(self, group: &Pedersen) -> Result<Confirmed, Fault> {
        let Joined { holder, identities, certs, .. } = &self.revealed.joined;
        let same = group.threshold == holder.ceremony.threshold
            && group.certs == *certs
            && group.coefexps == self.coefexps
            && group.signatures == self.signatures;
        if !same {
            return Err(Fault::of_all("the group is not the one of this ceremony"));
        }
        let key = group.verify()?;
        if group.verification_key(holder.index) != Some(Element::mul_base(&self.secret)) {
            return Err(Fault::of(holder.index, "the key at my place is not mine"));
        }
        let code = code::code(&holder.ceremony, identities, certs, &self.coefexps);
        Ok(Confirmed { key, code, secret: self.secret })
    }
}

/// Has verified the finished group.
pub struct Confirmed {
    /// The group's part of the election key.
    pub key: Element,
    /// To be read aloud and compared.
    pub code: String,
    /// x_j.
    pub secret: Zeroizing<Scalar>,
}

/// `Σ a_k j^k` by Horner's rule.
fn evaluate(polynomial: &[Scalar], index: u32) -> Scalar {
    let x = Scalar::from(index);
    polynomial.iter().rev().fold(Scalar::ZERO, |value, coefficient| value * x + coefficient)
}
