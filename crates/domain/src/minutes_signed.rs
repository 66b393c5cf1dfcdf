//! The bureau signs the published minutes (C. com. R.225-106), and each correction of them, each seat once: with the identity key
//! that the record names for it, or on paper.

use protocol::encoding::hex_array;
use protocol::keys::Signature;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::bureau::Seat;
use crate::minutes::Minutes;
use crate::minutes_corrected::Correction;
use crate::wire::Me;

/// Somebody of the bureau signs: `POST /api/v1/assemblies/{assembly}/minutes/signatures`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignMinutes {
    /// 0 for the minutes themselves, else the number of a correction.
    #[serde(default)]
    pub correction: u32,
    /// For which seat.
    pub seat: Seat,
    /// SHA-256 of the canonical JSON of the minutes, or of the correction, in hex.
    #[serde(with = "hex_array")]
    pub hash: [u8; 32],
    /// Signature of the identity key (`protocol::minutes_signed`).
    pub signature: Signature,
}

/// What is signed: a page computes the hash from what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// The minutes.
    Minutes(Box<Minutes>),
    /// A correction of them.
    Correction(Correction),
}

impl Document {
    /// 0 of the minutes, else the number of the correction.
    #[must_use]
    pub fn correction(&self) -> u32 {
        match self {
            Self::Minutes(_) => 0,
            Self::Correction(correction) => correction.n,
        }
    }

    /// SHA-256 of its canonical JSON.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        match self {
            Self::Minutes(minutes) => minutes.hash(),
            Self::Correction(correction) => correction.hash(),
        }
    }
}

/// Where the signature of a seat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Signed, at an instant in microseconds UTC.
    Signed(i64),
    /// Who sits there has the key for it.
    Awaited,
    /// Who sits there has not, and signs the paper.
    OnPaper,
}

/// The key that signs for a seat: the one that the record names, as long as who sits there has no newer one.
///
/// # Errors
/// [`Refusal::MinutesOnPaper`] where the record names none, or there is a newer one: whoever lost a key may not have been the
/// only one to find it.
pub fn signing_key(named: Option<[u8; 32]>, current: Option<[u8; 32]>) -> Result<[u8; 32], Refusal> {
    named.filter(|_| named == current).ok_or(Refusal::MinutesOnPaper)
}

/// A seat of the bureau, beside the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatSigned {
    /// Which.
    pub seat: Seat,
    /// Who sits there, for members alone.
    pub name: Option<String>,
    /// Whether that is the reader.
    pub own: bool,
    /// Where their signature stands.
    pub standing: Standing,
}

/// A correction, with who signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCorrection {
    /// As it was published.
    pub correction: Correction,
    /// The bureau that signs it: that of the minutes.
    pub seats: Vec<SeatSigned>,
}

/// The minutes, with who signed them.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedMinutes {
    /// Their number in the register of minutes, from 1.
    pub number: u32,
    /// The minutes as they were published.
    pub minutes: Minutes,
    /// The bureau at the end of the session, in order; empty of one that the database does not have.
    pub seats: Vec<SeatSigned>,
    /// Their corrections, in order.
    pub corrections: Vec<SignedCorrection>,
    /// Whether the reader may correct them.
    pub may_correct: bool,
    /// The reader, who is awaited.
    pub me: Option<Me>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_the_key_of_the_record_and_no_other_are_minutes_signed() {
        let (one, other) = (Some([1; 32]), Some([2; 32]));
        assert_eq!(signing_key(one, one), Ok([1; 32]));
        for (named, current) in [(one, other), (one, None), (None, one), (None, None)] {
            assert_eq!(signing_key(named, current), Err(Refusal::MinutesOnPaper), "{named:?}, {current:?}");
        }
    }

    #[test]
    fn what_is_sent_has_these_fields_and_no_more() {
        let text =
            format!(r#"{{"seat":"first-scrutineer","hash":"{}","signature":"{}"}}"#, "ab".repeat(32), "cd".repeat(64));
        let sent: SignMinutes = serde_json::from_str(&text).expect("a signature");
        assert_eq!((sent.seat, sent.hash, sent.signature.0), (Seat::FirstScrutineer, [0xab; 32], [0xcd; 64]));
        assert!(serde_json::from_str::<SignMinutes>(&text.replace("\"seat\"", "\"name\":\"x\",\"seat\"")).is_err());
        assert!(serde_json::from_str::<SignMinutes>(&text.replace("first-scrutineer", "board")).is_err());
        let of_correction = text.replace("\"seat\"", "\"correction\":3,\"seat\"");
        let of_correction: SignMinutes = serde_json::from_str(&of_correction).expect("a signature");
        assert_eq!((sent.correction, of_correction.correction), (0, 3));
    }
}
