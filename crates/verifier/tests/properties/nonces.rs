//! A generator that has stopped gives no secret away: whatever two proofs differ in, their nonces differ.

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::prelude::*;
use protocol::ballot::Ballot;
use protocol::group::{Element, Scalar, random_scalar};
use protocol::proofs::{disjunction, knowledge};
use rand_chacha::rand_core::{TryCryptoRng, TryRng};
use verifier::simulate::Plan;

use crate::{make, plans};

/// Always the same bytes.
struct Stuck(u8);

impl TryRng for Stuck {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from(self.0))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from(self.0))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0);
        Ok(())
    }
}

impl TryCryptoRng for Stuck {}

/// Nonce of a proof whose secret one knows: w = r + c·x.
fn nonce(proof: &protocol::proofs::Proof, secret: &Scalar) -> [u8; 32] {
    (proof.response + proof.challenge * secret).to_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn proofs_of_knowledge_differ_with_prefix_or_secret(
        one in "[a-z|]{0,9}", other in "[a-z|]{0,9}", x in 1_u64.., y in 1_u64.., byte in any::<u8>()
    ) {
        let (x, y) = (Scalar::from(x), Scalar::from(y));
        let of = |prefix: &str, secret: &Scalar| nonce(&knowledge::prove(prefix, secret, &mut Stuck(byte)), secret);
        prop_assert_eq!(of(&one, &x) == of(&other, &x), one == other);
        prop_assert_eq!(of(&one, &x) == of(&one, &y), x == y);
    }

    #[test]
    fn disjunctions_differ_with_what_they_are_bound_to(one in "[a-z|]{0,9}", other in "[a-z|]{0,9}", byte in any::<u8>()) {
        let (y, r) = (Element::mul_base(&Scalar::from(5_u64)), Scalar::from(77_u64));
        let branch = |m: u64| disjunction::Branch {
            alpha: Element::mul_base(&r),
            beta: y * &r - Element::mul_base(&Scalar::from(m)),
        };
        let of = |prefix: &str| {
            let proofs = disjunction::prove(prefix, &y, &[branch(0), branch(1)], 0, &r, &mut Stuck(byte));
            assert!(disjunction::verify(prefix, &y, &[branch(0), branch(1)], &proofs));
            nonce(&proofs[0], &r)
        };
        prop_assert_eq!(of(&one) == of(&other), one == other);
    }

    /// All proofs of all ballots that one credential can cast under a stuck generator: no nonce with two challenges.
    #[test]
    fn no_two_proofs_of_a_credential_share_a_nonce(plan in plans(), byte in 1_u8..) {
        let plan = Plan { voters: 1, revotes: 0, ..plan };
        let opened = make(&plan).made.opened;
        let (secret, first) = (opened.voters[0].secret, usize::from(plan.blank));
        let r = random_scalar(&mut Stuck(byte));
        let mut seen: BTreeMap<[u8; 32], Scalar> = BTreeMap::new();
        let mut signatures = 0;
        for bits in 0..1_u64 << plan.answers {
            let mut choice = vec![0; first];
            choice.extend((0..plan.answers).map(|i| bits >> i & 1));
            let answers = std::slice::from_ref(&choice);
            let ballot = Ballot::create(&opened.election, &opened.phi, &secret, answers, &mut Stuck(byte));
            let Ok(ballot) = ballot else { continue };
            signatures += 1;
            let signature = ballot.signature.expect("signed").proof;
            let mut nonces = vec![(nonce(&signature, &secret), signature.challenge)];
            for (m, proofs) in choice.iter().zip(&ballot.answers[0].individual_proofs) {
                let proof = &proofs[usize::try_from(*m).expect("0 or 1")];
                nonces.push((nonce(proof, &r), proof.challenge));
            }
            for (nonce, challenge) in nonces {
                let before = seen.insert(nonce, challenge);
                prop_assert!(before.is_none_or(|before| before == challenge), "one nonce, two challenges");
            }
        }
        prop_assert!(signatures > 0 && seen.len() > signatures);
    }
}
