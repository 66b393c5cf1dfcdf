//! A key on its way to another device of the same member (PROTOCOL.md §3.6): what one screen shows and another camera
//! reads. It is the key itself: it stands behind the `#` of an address, which no browser sends.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::{Language, Phrase};
use crate::hash::sha256;

/// What the text begins with.
const VERSION: &str = "v1.";
/// Cooperative, member, flags, entropy, check.
const LENGTH: usize = 16 + 16 + 1 + 16 + 4;
const CHECKED: usize = LENGTH - 4;
/// The words are English ones.
const ENGLISH: u8 = 1;
/// The words were noted on paper.
const NOTED: u8 = 2;

/// Why a text is not a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// It does not begin as one of this version.
    #[error("not a link of this version")]
    Version,
    /// Something was lost or changed on the way.
    #[error("damaged")]
    Damaged,
}

/// A member's phrase with whose it is.
#[derive(Clone)]
pub struct Link {
    /// The cooperative the keys are for.
    pub cooperative: [u8; 16],
    /// The member.
    pub member: [u8; 16],
    /// The words.
    pub phrase: Phrase,
    /// Whether the words were noted.
    pub noted: bool,
}

impl Link {
    /// The text behind the `#`.
    #[must_use]
    pub fn to_fragment(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        bytes[..16].copy_from_slice(&self.cooperative);
        bytes[16..32].copy_from_slice(&self.member);
        let english = if self.phrase.language() == Language::English { ENGLISH } else { 0 };
        bytes[32] = english | if self.noted { NOTED } else { 0 };
        bytes[33..CHECKED].copy_from_slice(self.phrase.entropy());
        let check = sha256(&bytes[..CHECKED]);
        bytes[CHECKED..].copy_from_slice(&check[..4]);
        let mut text = Zeroizing::new(String::with_capacity(VERSION.len() + 2 * LENGTH));
        text.push_str(VERSION);
        URL_SAFE_NO_PAD.encode_string(bytes.as_slice(), &mut text);
        text
    }

    /// Reads it back.
    ///
    /// # Errors
    /// [`LinkFault`].
    pub fn parse(fragment: &str) -> Result<Self, LinkFault> {
        let text = fragment.strip_prefix(VERSION).ok_or(LinkFault::Version)?;
        let mut bytes = Zeroizing::new([0; LENGTH]);
        let read = URL_SAFE_NO_PAD.decode_slice(text, bytes.as_mut_slice()).map_err(|_| LinkFault::Damaged)?;
        let check = sha256(&bytes[..CHECKED]);
        let flags = bytes[32];
        if read != LENGTH || bytes[CHECKED..] != check[..4] || flags & !(ENGLISH | NOTED) != 0 {
            return Err(LinkFault::Damaged);
        }
        let part = |at: usize| -> Result<[u8; 16], LinkFault> {
            bytes[at..at + 16].try_into().map_err(|_| LinkFault::Damaged)
        };
        let language = if flags & ENGLISH == 0 { Language::French } else { Language::English };
        Ok(Self {
            cooperative: part(0)?,
            member: part(16)?,
            phrase: Phrase::from_entropy(part(33)?, language),
            noted: flags & NOTED != 0,
        })
    }
}
