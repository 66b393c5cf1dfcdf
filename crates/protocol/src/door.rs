//! The codes of the door (PROTOCOL.md §8.1): who shows one, or presses with one, was told it by the server for this assembly. They
//! are no receipts: nobody but the server, which makes them again to compare, can verify one, and none says anything of a vote.

use ed25519_dalek::SigningKey;

use crate::encoding::Message;
use crate::hash::sha256_hex;
use crate::keys;

/// Hex digits of a seal: 128 bits.
pub const SEAL: usize = 32;

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code<'a> {
    /// A member's own, for the desk to scan.
    Own {
        /// Whose.
        member: &'a [u8; 16],
        /// Their number.
        number: u32,
        /// Until when it is good, whole seconds UTC.
        until: i64,
    },
    /// That of the poster, for members to press with.
    Poster {
        /// Which one, from 1.
        version: u32,
        /// Since when, in microseconds UTC.
        made_at: i64,
    },
}

/// The seal of a code for an assembly: of the hash of the record key's signature, which itself never leaves the server, the first
/// [`SEAL`] digits. Signing is deterministic, so that a code is made again to be compared and need not be stored.
#[must_use]
pub fn seal(key: &SigningKey, (cooperative, assembly): (&[u8; 16], &[u8; 16]), code: Code<'_>) -> String {
    let message = match code {
        Code::Own { member, number, until } => Message::new("voix/1/door-own", cooperative)
            .id(assembly)
            .id(member)
            .integer(number.into())
            .integer(until.cast_unsigned()),
        Code::Poster { version, made_at } => Message::new("voix/1/door-poster", cooperative)
            .id(assembly)
            .integer(version.into())
            .integer(made_at.cast_unsigned()),
    };
    let mut digits = sha256_hex(&keys::sign(key, message).0);
    digits.truncate(SEAL);
    digits
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_seal_says_which_assembly_which_member_and_which_code() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let (one, two) = ([1; 16], [2; 16]);
        let own = |member, number, until| Code::Own { member, number, until };
        let poster = |version, made_at| Code::Poster { version, made_at };
        let mut seals = BTreeSet::new();
        let mut made = 0;
        for place in [(&one, &one), (&one, &two), (&two, &one)] {
            for code in [
                own(&one, 1, 2),
                own(&two, 1, 2),
                own(&one, 2, 2),
                own(&one, 1, 3),
                poster(1, 0),
                poster(2, 0),
                poster(1, 1),
            ] {
                let digits = seal(&key, place, code);
                assert_eq!(digits, seal(&key, place, code), "made again, it is the same");
                assert_eq!(digits.len(), SEAL);
                made += 1;
                seals.insert(digits);
            }
        }
        seals.insert(seal(&SigningKey::from_bytes(&[8; 32]), (&one, &one), poster(1, 0)));
        assert_eq!(seals.len(), made + 1);
    }

    /// The example that PROTOCOL.md §8.1 shows.
    #[test]
    fn the_example_of_the_document_is_what_is_made() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let place = (&[0xc0; 16], &[0xa5; 16]);
        let own = Code::Own { member: &[0x3e; 16], number: 7, until: 1_795_432_500 };
        let poster = Code::Poster { version: 2, made_at: 1_795_345_200_000_000 };
        let document = include_str!("../../../PROTOCOL.md");
        for code in [seal(&key, place, own), seal(&key, place, poster)] {
            assert!(document.contains(&code), "PROTOCOL.md does not show {code}");
        }
        assert_eq!(format!("{:x}", 1_795_432_500), "6b042034");
    }
}
