//! The twelve words that restore a member's keys (PROTOCOL.md §3.1): BIP39, French or English list, no passphrase.
//!
//! A person types words back with capitals, commas, numbers, and without accents. None of the two lists has two words
//! that differ only by accents, so [`Phrase::parse`] finds the word of the list and the seed is made from that.

use std::borrow::Cow;

use bip39::Mnemonic;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Words in a phrase.
const WORDS: usize = 12;

/// The word list. It is part of the phrase: the same entropy in another language is another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// BIP39 `french.txt`.
    French,
    /// BIP39 `english.txt`.
    English,
}

impl From<Language> for bip39::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::French => Self::French,
            Language::English => Self::English,
        }
    }
}

/// Why a typed phrase is not one. Positions count from 1. The words themselves are never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseFault {
    /// Not twelve words.
    #[error("a phrase has twelve words, not {0}")]
    WordCount(usize),
    /// A word that the list does not have.
    #[error("word {0} is not in the list")]
    UnknownWord(usize),
    /// Twelve words of the list that do not belong together: one is wrong, or two are swapped.
    #[error("these twelve words do not belong together")]
    Checksum,
}

/// Sixteen bytes of entropy and the language they are written in. Wiped when dropped; printed nowhere.
#[derive(Clone)]
pub struct Phrase {
    entropy: Zeroizing<[u8; 16]>,
    language: Language,
}

impl Phrase {
    /// A phrase from entropy drawn elsewhere.
    #[must_use]
    pub fn from_entropy(entropy: [u8; 16], language: Language) -> Self {
        Self { entropy: Zeroizing::new(entropy), language }
    }

    /// A fresh phrase.
    pub fn generate<R: CryptoRng + ?Sized>(language: Language, rng: &mut R) -> Self {
        let mut entropy = Zeroizing::new([0; 16]);
        rng.fill_bytes(entropy.as_mut_slice());
        Self { entropy, language }
    }

    /// Reads what a person typed: any case, any separators that are not letters, accents present or not.
    ///
    /// # Errors
    /// [`PhraseFault`], with the place of the first word at fault.
    pub fn parse(text: &str, language: Language) -> Result<Self, PhraseFault> {
        let plain = plain(text);
        let list = bip39::Language::from(language).word_list();
        let typed = || plain.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        if typed().count() != WORDS {
            return Err(PhraseFault::WordCount(typed().count()));
        }
        let mut words = Zeroizing::new(String::with_capacity(256));
        for (i, word) in typed().enumerate() {
            let listed = list.iter().find(|listed| listed.chars().filter(|c| !is_mark(*c)).eq(word.chars()));
            let listed = listed.ok_or(PhraseFault::UnknownWord(i + 1))?;
            if i > 0 {
                words.push(' ');
            }
            words.push_str(listed);
        }
        let mnemonic = Mnemonic::parse_in_normalized(language.into(), &words).map_err(|_| PhraseFault::Checksum)?;
        let (bytes, length) = mnemonic.to_entropy_array();
        let bytes = Zeroizing::new(bytes);
        let entropy: [u8; 16] = bytes[..length].try_into().map_err(|_| PhraseFault::Checksum)?;
        Ok(Self::from_entropy(entropy, language))
    }

    /// The twelve words, as the list spells them (NFKD: an accent follows its letter).
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        self.mnemonic().words().collect()
    }

    /// The language of the words.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The entropy.
    #[must_use]
    pub fn entropy(&self) -> &[u8; 16] {
        &self.entropy
    }

    /// The BIP39 seed: PBKDF2-HMAC-SHA512 of the words, salt `mnemonic`, 2048 rounds.
    pub(super) fn seed(&self) -> Zeroizing<[u8; 64]> {
        Zeroizing::new(self.mnemonic().to_seed_normalized(""))
    }

    fn mnemonic(&self) -> Mnemonic {
        #[expect(clippy::expect_used, reason = "sixteen bytes are a length BIP39 knows")]
        Mnemonic::from_entropy_in(self.language.into(), self.entropy.as_slice()).expect("sixteen bytes make a phrase")
    }
}

/// Decomposed, in lower case, without accents.
fn plain(text: &str) -> Zeroizing<String> {
    let mut decomposed = Cow::Borrowed(text);
    Mnemonic::normalize_utf8_cow(&mut decomposed);
    let decomposed = Zeroizing::new(decomposed.into_owned());
    let mut plain = Zeroizing::new(String::with_capacity(decomposed.len() + 16));
    plain.extend(decomposed.chars().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)));
    plain
}

/// Combining Diacritical Marks.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}
