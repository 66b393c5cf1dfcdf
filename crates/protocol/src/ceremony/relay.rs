//! The server's side: it passes on, and verifies what it can see, so that a fault is found where it is made. Nobody relies
//! on that: every key holder verifies everything again.

use super::code::Commitment;
use super::messages::{Deal, Dealings, Share};
use super::{Ceremony, Fault};
use crate::trustees::Signed;
use crate::trustees::pedersen::{self, Certificate, Pedersen, Sums};

/// Step 4: what each member is to receive of all.
///
/// # Errors
/// The first fault, with the member whose it is.
pub fn distribute(
    ceremony: &Ceremony,
    certs: &[Signed],
    commitments: &[Commitment],
    deals: &[Deal],
) -> Result<Vec<Dealings>, Fault> {
    let certificates = ceremony.certificates(certs)?;
    if deals.len() != certs.len() || commitments.len() != certs.len() {
        return Err(Fault::of_all("not all have dealt"));
    }
    for ((certificate, commitment), deal) in certificates.iter().zip(commitments).zip(deals) {
        verify_deal(ceremony, (certs, certificate), commitment, deal)?;
    }
    let to = |(at, own): (usize, &Deal)| Dealings {
        polynomial: own.polynomial.clone(),
        secrets: deals.iter().filter_map(|deal| deal.secrets.get(at).cloned()).collect(),
        coefexps: deals.iter().map(|deal| deal.coefexps.clone()).collect(),
        signatures: deals.iter().map(|deal| deal.signature.clone()).collect(),
    };
    Ok(deals.iter().enumerate().map(to).collect())
}

/// One deal, as soon as it comes: it opens its commitment, is signed, and has a secret for each member.
///
/// # Errors
/// When it is not the deal of that member.
pub fn deal(
    ceremony: &Ceremony,
    certs: &[Signed],
    index: u32,
    commitment: &Commitment,
    deal: &Deal,
) -> Result<(), Fault> {
    let certificates = ceremony.certificates(certs)?;
    let certificate = certificates.iter().find(|certificate| certificate.context.index == index);
    let certificate = certificate.ok_or_else(|| Fault::of_all("there is no such place"))?;
    verify_deal(ceremony, (certs, certificate), commitment, deal)
}

fn verify_deal(
    ceremony: &Ceremony,
    (certs, certificate): (&[Signed], &Certificate),
    commitment: &Commitment,
    deal: &Deal,
) -> Result<(), Fault> {
    let index = certificate.context.index;
    ceremony.opens(commitment, index, &deal.coefexps)?;
    if deal.secrets.len() != certs.len() {
        return Err(Fault::of(index, "one secret for each member"));
    }
    let dealt = pedersen::dealt(certificate, certs, &deal.coefexps, &deal.signature);
    dealt.map(|_| ()).map_err(|fault| Fault::of(index, fault))
}

/// One share, as soon as it comes: its public part is the one that the deals give, proved and signed.
///
/// # Errors
/// When it is not; when the deals do not verify.
pub fn share(ceremony: &Ceremony, certs: &[Signed], deals: &[Deal], index: u32, share: &Share) -> Result<(), Fault> {
    let certificates = ceremony.certificates(certs)?;
    let sums = sums(ceremony, certs, &certificates, deals)?;
    let certificate = certificates.iter().find(|certificate| certificate.context.index == index);
    let certificate = certificate.ok_or_else(|| Fault::of_all("there is no such place"))?;
    pedersen::verification_key(certificate, &share.public_key, &sums.at(index)).map_err(|fault| Fault::of(index, fault))
}

fn sums(ceremony: &Ceremony, certs: &[Signed], certificates: &[Certificate], deals: &[Deal]) -> Result<Sums, Fault> {
    let mut sums = Sums::new(ceremony.threshold)?;
    for (certificate, deal) in certificates.iter().zip(deals) {
        let dealt = pedersen::dealt(certificate, certs, &deal.coefexps, &deal.signature);
        sums.add(&dealt.map_err(|fault| Fault::of(certificate.context.index, fault))?);
    }
    Ok(sums)
}

/// Step 6: the finished group, verified.
///
/// # Errors
/// The first fault, with the member whose it is.
pub fn assemble(ceremony: &Ceremony, certs: &[Signed], deals: &[Deal], shares: &[Share]) -> Result<Pedersen, Fault> {
    let certificates = ceremony.certificates(certs)?;
    if deals.len() != certs.len() || shares.len() != certs.len() {
        return Err(Fault::of_all("not all have sent their share"));
    }
    let sums = sums(ceremony, certs, &certificates, deals)?;
    for (certificate, share) in certificates.iter().zip(shares) {
        let index = certificate.context.index;
        let verified = pedersen::verification_key(certificate, &share.public_key, &sums.at(index));
        verified.map_err(|fault| Fault::of(index, fault))?;
    }
    let group = Pedersen {
        threshold: ceremony.threshold,
        certs: certs.to_vec(),
        coefexps: deals.iter().map(|deal| deal.coefexps.clone()).collect(),
        signatures: deals.iter().map(|deal| deal.signature.clone()).collect(),
        verification_keys: shares.iter().map(|share| share.public_key.clone()).collect(),
    };
    group.verify()?;
    Ok(group)
}
