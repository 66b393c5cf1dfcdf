//! How our own messages are spelled before they are hashed or signed (PROTOCOL.md §2).
//!
//! `lp(x)` is the length of x as four big-endian bytes, then x. A message is `lp(label) ‖ lp(cooperative) ‖ lp(field)…`
//! with a label of the form `voix/1/<purpose>`: no two messages of different purpose, cooperative or content can be
//! the same bytes. Integers are eight bytes, big-endian; texts UTF-8; points the 32 bytes of RFC 8032; scalars 32
//! little-endian bytes; ids 16 bytes; lists their length, then their items.
//!
//! ```
//! use protocol::encoding::Message;
//!
//! let message = Message::new("voix/1/example", &[0xcc; 16]).string("é").integer(7).finish();
//! assert_eq!(message[..4], [0, 0, 0, 14]);
//! assert_eq!(message[message.len() - 12..], [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7]);
//! ```

use rand_core::CryptoRng;
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use crate::group::{Element, Scalar};
use crate::hash;

/// A message being spelled.
#[derive(Clone)]
pub struct Message(Vec<u8>);

impl Message {
    /// Begins a message of one purpose in one cooperative.
    #[must_use]
    pub fn new(label: &'static str, cooperative: &[u8; 16]) -> Self {
        Self::bare(label).id(cooperative)
    }

    /// Begins a message that names no cooperative. Only for what is already bound to one: the blinding of
    /// [`crate::voice`], whose chain code is derived for a single cooperative.
    pub(crate) fn bare(label: &'static str) -> Self {
        debug_assert!(label.starts_with("voix/1/"), "labels name the protocol and its version");
        Self(Vec::with_capacity(256)).bytes(label.as_bytes())
    }

    /// Adds bytes, with their length before them.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        lp(&mut self.0, bytes);
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn string(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Adds an id.
    #[must_use]
    pub fn id(self, id: &[u8; 16]) -> Self {
        self.bytes(id)
    }

    /// Adds an integer.
    #[must_use]
    pub fn integer(self, n: u64) -> Self {
        self.bytes(&n.to_be_bytes())
    }

    /// Adds a point.
    #[must_use]
    pub fn point(self, point: &Element) -> Self {
        self.bytes(&point.to_rfc8032())
    }

    /// Adds a scalar.
    #[must_use]
    pub fn scalar(self, x: &Scalar) -> Self {
        self.bytes(x.as_bytes())
    }

    /// Adds a list of byte strings: their number, then each. A value that may be absent is a list of none or one.
    #[must_use]
    pub fn list<'a>(self, items: impl ExactSizeIterator<Item = &'a [u8]>) -> Self {
        let counted = self.integer(items.len() as u64);
        items.fold(counted, Self::bytes)
    }

    /// The bytes to hash or sign.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// # Panics
/// On a field of 4 GiB: a shortened length would make two messages one.
fn lp(out: &mut Vec<u8>, bytes: &[u8]) {
    #[expect(clippy::expect_used, reason = "no caller can hold a field of 4 GiB; going on would be worse")]
    let length = u32::try_from(bytes.len()).expect("a field is shorter than 4 GiB");
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

/// SHA-512 read as a 64-byte little-endian integer, mod q.
#[must_use]
pub fn wide(bytes: &[u8]) -> Scalar {
    let mut digest = Zeroizing::new([0; 64]);
    digest.copy_from_slice(&Sha512::digest(bytes));
    Scalar::from_bytes_mod_order_wide(&digest)
}

/// The nonce of one proof: from the secret, 64 fresh bytes, the proof's label and its statement. A broken source of
/// randomness alone therefore never makes two different proofs share a nonce.
pub fn nonce<R: CryptoRng + ?Sized>(
    secret: &[u8; 32],
    rng: &mut R,
    label: &str,
    statement: &[u8],
) -> Zeroizing<Scalar> {
    let mut fresh = Zeroizing::new([0; 64]);
    rng.fill_bytes(fresh.as_mut_slice());
    // Enough room from the start: a growing vector would leave copies of the secret behind.
    let mut input = Zeroizing::new(Vec::with_capacity(192 + label.len() + statement.len()));
    for part in [b"voix/1/nonce".as_slice(), secret, fresh.as_slice(), label.as_bytes(), statement] {
        lp(&mut input, part);
    }
    Zeroizing::new(wide(&input))
}

/// 32 bytes from 64 lower-case hex digits.
#[must_use]
pub fn hex32(text: &str) -> Option<[u8; 32]> {
    hash::unhex(text)
}

/// Byte arrays as lower-case hex in JSON, for `#[serde(with = "hex_array")]`.
pub mod hex_array {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::hash;

    /// 2·N lower-case digits.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hash::hex(bytes))
    }

    /// Exactly 2·N lower-case digits.
    ///
    /// # Errors
    /// For any other text.
    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(deserializer: D) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        hash::unhex(&text).ok_or_else(|| de::Error::custom(format_args!("expected {} lower-case hex digits", 2 * N)))
    }
}
