//! The one secret a key holder keeps: 22 characters, and the two keys they stand for.
//!
//! ```text
//! seed = 22 characters of base58, uniform (129 bits)
//! sk   = int(SHA-256("sk|" ‖ seed)) mod q     signs            vk = g^sk
//! dk   = int(SHA-256("dk|" ‖ seed)) mod q     receives         ek = g^dk
//! ```
//!
//! The same derivation as other programs of this format make: a seed made here works there, and the other way round.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::Malformed;
use crate::group::{Element, Scalar, hash_to_scalar};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH: usize = 22;

/// Wiped when dropped; printed nowhere.
#[derive(Clone)]
pub struct Seed(Zeroizing<String>);

impl Seed {
    /// A fresh seed.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        while text.len() < LENGTH {
            let mut byte = Zeroizing::new([0]);
            rng.fill_bytes(byte.as_mut_slice());
            // 232 = 4 · 58: a byte from there on would make the first characters likelier.
            if byte[0] < 232 {
                text.push(char::from(ALPHABET[usize::from(byte[0] % 58)]));
            }
        }
        Self(text)
    }

    /// Reads a seed as it was written down.
    ///
    /// # Errors
    /// For anything but 22 characters of base58.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() != LENGTH || !text.bytes().all(|c| ALPHABET.contains(&c)) {
            return Err(Malformed::because("a seed is 22 characters of base58"));
        }
        let mut kept = Zeroizing::new(String::with_capacity(LENGTH));
        kept.push_str(text);
        Ok(Self(kept))
    }

    /// The 22 characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The two secret keys.
    #[must_use]
    pub fn keys(&self) -> Keys {
        let derive = |label: &str| {
            let mut input = Zeroizing::new(String::with_capacity(label.len() + LENGTH));
            input.push_str(label);
            input.push_str(&self.0);
            Zeroizing::new(hash_to_scalar(&input, &[]))
        };
        Keys { signing: derive("sk|"), receiving: derive("dk|") }
    }
}

/// The two secret keys of a seed.
#[derive(Clone)]
pub struct Keys {
    pub(super) signing: Zeroizing<Scalar>,
    pub(super) receiving: Zeroizing<Scalar>,
}

impl Keys {
    /// vk.
    #[must_use]
    pub fn verification(&self) -> Element {
        Element::mul_base(&self.signing)
    }

    /// ek.
    #[must_use]
    pub fn encryption(&self) -> Element {
        Element::mul_base(&self.receiving)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_22_characters_of_base58_and_nothing_else() {
        let good = "VoXnjg3Jk71rwURWbAGgsq";
        assert!(Seed::parse(good).is_ok_and(|seed| seed.text() == good));
        for wrong in ["", &good[1..], "VoXnjg3Jk71rwURWbAGgs0", "VoXnjg3Jk71rwURWbAGgsq\n", "VoXnjg3Jk71rwURWbAGgsqq"] {
            assert!(Seed::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
