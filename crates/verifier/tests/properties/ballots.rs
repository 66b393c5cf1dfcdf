//! A ballot speaks for the credential that signed it, for no other.

use proptest::prelude::*;
use protocol::ballot::{self, Ballot, BallotSignature};
use protocol::group::{Element, Scalar};
use protocol::proofs::knowledge;
use protocol::{hash, json};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use verifier::simulate::{OpenBox, Plan};

use crate::{make, plans};

/// A box with two voters, and a ballot of the first.
fn cast(plan: &Plan, seed: u64) -> (OpenBox, Ballot, ChaCha20Rng) {
    let made = make(&Plan { voters: 2, revotes: 0, ..plan.clone() });
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let opened = made.made.opened;
    let first = usize::from(plan.blank);
    let mut choice = vec![0; plan.answers + first];
    choice[first..first + plan.min].fill(1);
    let ballot = Ballot::create(&opened.election, &opened.phi, &opened.voters[0].secret, &[choice], &mut rng);
    (opened, ballot.expect("an allowed choice"), rng)
}

/// The hash that a signature of this ballot must be over.
fn signed_hash(ballot: &Ballot) -> String {
    let unsigned = Ballot { signature: None, ..ballot.clone() };
    hash::sha256_b64(json::write(&unsigned).as_bytes())
}

fn verifies(opened: &OpenBox, ballot: &Ballot) -> bool {
    ballot::verify(&opened.election, &opened.phi, ballot).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// Whoever signs it, and whatever is done to the signature: the proofs inside are bound to the credential as well.
    #[test]
    fn a_ballot_under_anothers_credential_never_verifies(plan in plans(), seed in any::<u64>()) {
        let (opened, mine, mut rng) = cast(&plan, seed);
        prop_assert!(verifies(&opened, &mine));
        let theirs = opened.voters[1].secret;
        let mut taken = Ballot { credential: Element::mul_base(&theirs), ..mine.clone() };
        prop_assert!(!verifies(&opened, &taken), "as it is");
        let hash = signed_hash(&taken);
        for (who, secret) in [("signed by me", opened.voters[0].secret), ("signed even by them", theirs)] {
            let proof = knowledge::prove(&format!("sig|{hash}|"), &secret, &mut rng);
            taken.signature = Some(BallotSignature { hash: hash.clone(), proof });
            prop_assert!(!verifies(&opened, &taken), "{who}");
        }
        let mut forged = mine.clone();
        let proof = knowledge::prove(&format!("sig|{}|", signed_hash(&mine)), &theirs, &mut rng);
        forged.signature = Some(BallotSignature { hash: signed_hash(&mine), proof });
        prop_assert!(!verifies(&opened, &forged), "my ballot signed by them");
    }

    /// The server knows by how much two credentials of a member differ: C′ = C + δB.
    #[test]
    fn a_ballot_does_not_move_by_a_known_offset(plan in plans(), seed in any::<u64>(), offset in 1_u64..) {
        let (opened, mine, _) = cast(&plan, seed);
        let offset = Scalar::from(offset);
        let signature = mine.signature.clone().expect("signed");
        let mut moved = Ballot { credential: mine.credential + Element::mul_base(&offset), ..mine.clone() };
        // What would be a signature under C + δB, were the credential not in what is signed.
        let mut proof = signature.proof.clone();
        proof.response -= proof.challenge * offset;
        let prefix = format!("sig|{}|", signature.hash);
        prop_assert!(knowledge::verify(&prefix, &moved.credential, &proof));
        for hash in [signature.hash.clone(), signed_hash(&moved)] {
            for proof in [signature.proof.clone(), proof.clone()] {
                moved.signature = Some(BallotSignature { hash: hash.clone(), proof });
                prop_assert!(!verifies(&opened, &moved));
                let faults = ballot::faults(&opened.election, &opened.phi, &moved);
                prop_assert!(faults.iter().any(|fault| fault.place == "signature"), "{faults:?}");
            }
        }
    }
}
