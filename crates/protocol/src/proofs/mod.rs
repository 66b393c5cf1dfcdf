//! Sigma protocols made non-interactive by hashing (PROTOCOL.md, proofs).
//!
//! Every proof is written `{"challenge":c,"response":r}`. The verifier recomputes the commitments from `(c, r)` and asks
//! whether hashing them gives `c` again. Conventions: the response of a prover who knows x is `r = w − c·x`, so that
//! `A = g^r · X^c`.

pub mod disjunction;
pub mod equality;
pub mod knowledge;

use serde::{Deserialize, Serialize};

use crate::group::{Scalar, decimal};

/// A challenge and a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// c.
    #[serde(with = "decimal")]
    pub challenge: Scalar,
    /// r.
    #[serde(with = "decimal")]
    pub response: Scalar,
}
