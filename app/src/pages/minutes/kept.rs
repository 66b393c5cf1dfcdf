//! The last files that were set, for whoever asks next: the same facts are the same bytes.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;
use domain::minutes::Minutes;
use domain::minutes_corrected::Correction;

use crate::i18n::Lang;

/// How many are kept: of one assembly both languages, before and after a correction.
const MOST: usize = 4;

/// All that a file depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    address: String,
    minutes: [u8; 32],
    corrections: Vec<[u8; 32]>,
    lang: Lang,
}

impl Key {
    /// That of minutes with their corrections, the address of whose page is on the paper.
    pub(super) fn of(minutes: &Minutes, corrections: &[Correction], address: &str, lang: Lang) -> Self {
        let corrections = corrections.iter().map(Correction::hash).collect();
        Self { address: address.to_owned(), minutes: minutes.hash(), corrections, lang }
    }
}

/// Files, the oldest first.
struct Kept(VecDeque<(Key, Bytes)>);

impl Kept {
    const fn none() -> Self {
        Self(VecDeque::new())
    }

    fn find(&self, key: &Key) -> Option<Bytes> {
        self.0.iter().find(|(kept, _)| kept == key).map(|(_, file)| file.clone())
    }

    fn keep(&mut self, key: Key, file: Bytes) {
        while self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back((key, file));
    }
}

static KEPT: Mutex<Kept> = Mutex::new(Kept::none());

/// The file of a key, if it is kept.
pub(super) fn find(key: &Key) -> Option<Bytes> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).find(key)
}

/// Keeps a file that was not, and forgets the oldest.
pub(super) fn keep(key: Key, file: Bytes) {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).keep(key, file);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(minutes: u8, corrections: &[u8], lang: Lang) -> Key {
        let corrections = corrections.iter().map(|n| [*n; 32]).collect();
        Key { address: "https://ag.example.coop/minutes/1".to_owned(), minutes: [minutes; 32], corrections, lang }
    }

    #[test]
    fn the_last_files_are_kept_by_all_that_they_depend_on() {
        let mut kept = Kept::none();
        let last = [key(1, &[], Lang::Fr), key(1, &[], Lang::En), key(1, &[7], Lang::Fr), key(2, &[], Lang::Fr)];
        for (key, n) in last.iter().zip(0_u8..) {
            assert_eq!(kept.find(key), None, "{key:?} is not what was kept before");
            kept.keep(key.clone(), Bytes::from(vec![n]));
        }
        for (key, n) in last.iter().zip(0_u8..) {
            assert_eq!(kept.find(key), Some(Bytes::from(vec![n])), "{key:?}");
        }
        assert_eq!(kept.find(&Key { address: "https://other.example".to_owned(), ..last[0].clone() }), None);
        kept.keep(key(3, &[], Lang::Fr), Bytes::from_static(b"new"));
        assert_eq!((kept.find(&last[0]), kept.0.len()), (None, MOST), "the oldest is forgotten");
        assert!(kept.find(&last[1]).is_some());
    }
}
