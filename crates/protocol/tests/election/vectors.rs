//! Mathematical facts of the format, as established with programs we did not write (`vectors/group.json`).

use protocol::group::{hash_to_scalar, scalar_to_decimal};
use protocol::{ballot, hash};
use sha2::{Digest, Sha256};

#[derive(serde::Deserialize)]
struct Vectors {
    challenges: Vec<Challenge>,
}

#[derive(serde::Deserialize)]
struct Challenge {
    preimage: String,
    mod_q: String,
}

#[test]
fn challenges_are_those_other_programs_compute() {
    let vectors: Vectors = serde_json::from_str(include_str!("../../../../vectors/group.json")).expect("vectors");
    assert!(vectors.challenges.len() >= 8);
    for challenge in vectors.challenges {
        assert_eq!(scalar_to_decimal(&hash_to_scalar(&challenge.preimage, &[])), challenge.mod_q);
    }
}

#[test]
fn a_tracker_is_the_base64_hash_without_padding() {
    let digest = Sha256::digest(b"{}");
    assert_eq!(hash::hex(&digest), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assert_eq!(ballot::tracker("{}"), "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o");
}
