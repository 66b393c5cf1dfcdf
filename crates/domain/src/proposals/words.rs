//! Two texts compared word by word, and changes of one text put together.
//!
//! A text is cut into words, blanks and signs; what was changed is known as ranges of the text that was there. Two changes
//! that touch the same place are a conflict for people to settle; others go together in any order.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A piece of a comparison. The kept and removed pieces are the old text, the kept and added ones the new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// In both texts.
    Kept(String),
    /// In the old one alone.
    Removed(String),
    /// In the new one alone.
    Added(String),
}

/// A place of a text and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// First byte that is replaced.
    pub start: usize,
    /// First byte after it; the same as `start` where nothing is taken away.
    pub end: usize,
    /// What stands there instead.
    pub with: String,
}

/// A place that two changes touch: bytes of the text they both change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Change {
    /// Whether two different changes touch: they overlap, or one begins where the other ends.
    fn touches(&self, other: &Self) -> bool {
        self != other && self.start <= other.end && other.start <= self.end
    }
}

/// What a character belongs to. Words hold letters, digits, and the marks people write inside words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    /// By itself: a line end, a sign.
    Alone,
}

fn class(c: char) -> Class {
    if c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '\u{300}'..='\u{36F}') {
        Class::Word
    } else if c.is_whitespace() && c != '\n' {
        Class::Blank
    } else {
        Class::Alone
    }
}

/// Words, runs of blanks, line ends and signs, which together are the text.
fn cut(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut last) = (0, Class::Alone);
    for (at, c) in text.char_indices() {
        let this = class(c);
        if at > from && (this == Class::Alone || this != last) {
            parts.push(&text[from..at]);
            from = at;
        }
        last = this;
    }
    if from < text.len() {
        parts.push(&text[from..]);
    }
    parts
}

/// Compares two texts word by word. Between changes a lone blank counts as changed too: three words replaced by three
/// others read as one.
#[must_use]
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (cut(old), cut(new));
    let mut made = Made::default();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (before, after) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        if op.tag() == DiffTag::Equal {
            made.keep(before);
        } else {
            made.change(&before, &after);
        }
    }
    made.end()
}

/// A comparison in the making.
#[derive(Default)]
struct Made {
    pieces: Vec<Piece>,
    removed: String,
    added: String,
    /// Blanks that were kept after a change: whether they are part of it is known by what follows.
    blank: String,
}

impl Made {
    fn change(&mut self, before: &str, after: &str) {
        self.removed.push_str(before);
        self.added.push_str(after);
        self.blank.clear();
    }

    fn keep(&mut self, text: String) {
        let changed = !self.removed.is_empty() || !self.added.is_empty();
        if changed && text.chars().all(|c| class(c) == Class::Blank) {
            self.removed.push_str(&text);
            self.added.push_str(&text);
            self.blank.push_str(&text);
            return;
        }
        self.close(text);
    }

    /// Ends a change; what follows it is kept.
    fn close(&mut self, kept: String) {
        let blank = std::mem::take(&mut self.blank);
        let ends = |text: &str| !blank.is_empty() && text.ends_with(&blank);
        let mut kept = kept;
        // The blank at the end was nobody's change.
        if ends(&self.removed) && ends(&self.added) {
            self.removed.truncate(self.removed.len() - blank.len());
            self.added.truncate(self.added.len() - blank.len());
            kept.insert_str(0, &blank);
        }
        let (removed, added) = (std::mem::take(&mut self.removed), std::mem::take(&mut self.added));
        let pieces = [Piece::Removed(removed), Piece::Added(added), Piece::Kept(kept)];
        self.pieces.extend(pieces.into_iter().filter(|piece| !piece.text().is_empty()));
    }

    fn end(mut self) -> Vec<Piece> {
        self.close(String::new());
        self.pieces
    }
}

impl Piece {
    /// Its words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Kept(text) | Self::Removed(text) | Self::Added(text) => text,
        }
    }
}

/// The two texts a comparison was made of, the old one first.
#[must_use]
pub fn of_pieces(pieces: &[Piece]) -> (String, String) {
    let (mut old, mut new) = (String::new(), String::new());
    for piece in pieces {
        if !matches!(piece, Piece::Added(_)) {
            old.push_str(piece.text());
        }
        if !matches!(piece, Piece::Removed(_)) {
            new.push_str(piece.text());
        }
    }
    (old, new)
}

/// What leads from a text to another: places of the first in order, none touching the next.
#[must_use]
pub fn changes(base: &str, new: &str) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for piece in diff(base, new) {
        if !matches!(piece, Piece::Kept(_)) && !open {
            found.push(Change { start: at, end: at, with: String::new() });
        }
        open = !matches!(piece, Piece::Kept(_));
        match (piece, found.last_mut()) {
            (Piece::Removed(text), Some(change)) => {
                at += text.len();
                change.end = at;
            }
            (Piece::Added(text), Some(change)) => change.with.push_str(&text),
            (piece, _) => at += piece.text().len(),
        }
    }
    found
}

/// A text with changes made. They must be in order and not overlap, as [`changes`] answers them; one that fits nowhere is
/// left out.
#[must_use]
pub fn apply(base: &str, changes: &[Change]) -> String {
    let mut made = String::with_capacity(base.len());
    let mut at = 0;
    for change in changes {
        let (Some(before), true) = (base.get(at..change.start), base.get(change.start..change.end).is_some()) else {
            continue;
        };
        made.push_str(before);
        made.push_str(&change.with);
        at = change.end;
    }
    made.push_str(base.get(at..).unwrap_or_default());
    made
}

/// The places of a text that two sets of changes both touch, in order. A change that both make alike is none.
#[must_use]
pub fn conflicts(one: &[Change], other: &[Change]) -> Vec<Conflict> {
    let mut found = Vec::new();
    for a in one {
        for b in other.iter().filter(|b| a.touches(b)) {
            found.push(Conflict { start: a.start.min(b.start), end: a.end.max(b.end) });
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What two texts made of a third together make of it.
///
/// # Errors
/// The places both touch.
pub fn merge(base: &str, one: &str, other: &str) -> Result<String, Vec<Conflict>> {
    let (mut all, other) = (changes(base, one), changes(base, other));
    let touched = conflicts(&all, &other);
    if !touched.is_empty() {
        return Err(touched);
    }
    all.extend(other);
    all.sort();
    all.dedup();
    Ok(apply(base, &all))
}

/// The same where both are made, one after the other: at a place both touch, the words of the later one stand.
#[must_use]
pub fn overlay(base: &str, earlier: &str, later: &str) -> String {
    let later = changes(base, later);
    let mut all: Vec<Change> = changes(base, earlier)
        .into_iter()
        .filter(|change| conflicts(std::slice::from_ref(change), &later).is_empty())
        .collect();
    all.extend(later);
    all.sort();
    all.dedup();
    apply(base, &all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(text: &str) -> Piece {
        Piece::Kept(text.to_owned())
    }
    fn removed(text: &str) -> Piece {
        Piece::Removed(text.to_owned())
    }
    fn added(text: &str) -> Piece {
        Piece::Added(text.to_owned())
    }

    #[test]
    fn words_are_compared_and_not_lines_or_letters() {
        let old = "L’assemblée affecte 15 % du résultat à la réserve.\nLe reste est reporté.";
        let new = "L’assemblée affecte 20 % du résultat à la réserve.\nLe reste est reporté.";
        let pieces = diff(old, new);
        assert_eq!(
            pieces,
            [
                kept("L’assemblée affecte "),
                removed("15"),
                added("20"),
                kept(" % du résultat à la réserve.\nLe reste est reporté."),
            ]
        );
        assert_eq!(
            diff("un deux trois fin", "vier fünf sechs fin"),
            [removed("un deux trois"), added("vier fünf sechs"), kept(" fin")]
        );
        assert_eq!(diff("le texte", "le texte long"), [kept("le texte"), added(" long")]);
        assert_eq!(diff("a", "a"), [kept("a")]);
        assert_eq!(diff("", ""), []);
        assert_eq!(diff("", "a"), [added("a")]);
    }

    #[test]
    fn a_word_keeps_its_marks() {
        assert_eq!(
            cut("L’eau, c'est co-op\u{301} !\n\n x"),
            ["L’eau", ",", " ", "c'est", " ", "co-op\u{301}", " ", "!", "\n", "\n", " ", "x"]
        );
    }

    #[test]
    fn two_changes_of_one_word_are_a_conflict_and_of_two_words_are_none() {
        let base = "Le loyer est de cent euros par mois.";
        let dearer = "Le loyer est de deux cents euros par mois.";
        let cheaper = "Le loyer est de cinquante euros par mois.";
        let yearly = "Le loyer est de cent euros par an.";
        assert_eq!(merge(base, dearer, yearly).as_deref(), Ok("Le loyer est de deux cents euros par an."));
        let touched = merge(base, dearer, cheaper).unwrap_err();
        assert_eq!(touched.iter().map(|at| &base[at.start..at.end]).collect::<Vec<_>>(), ["cent"]);
        assert_eq!(merge(base, dearer, dearer).as_deref(), Ok(dearer), "both say the same");
        // Two insertions at one place: whose words come first is for people to say.
        assert!(merge("un deux", "un x deux", "un y deux").is_err());
    }

    #[test]
    fn of_two_that_touch_the_later_stands_and_what_the_earlier_says_elsewhere_stays() {
        let base = "Le loyer est de cent euros par mois.";
        let dearer_and_yearly = "Le loyer est de deux cents euros par an.";
        let cheaper = "Le loyer est de cinquante euros par mois.";
        assert_eq!(overlay(base, dearer_and_yearly, cheaper), "Le loyer est de cinquante euros par an.");
        assert_eq!(overlay(base, cheaper, dearer_and_yearly), dearer_and_yearly);
    }

    /// Texts that have much in common.
    fn text() -> impl Strategy<Value = String> {
        let word =
            prop::sample::select(vec!["un", "deux", "é", "l’eau", " ", " ", "\n", ".", "- ", "🌾", "\u{301}", "a b c"]);
        prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn the_pieces_are_both_texts(old in text(), new in text()) {
            let pieces = diff(&old, &new);
            prop_assert_eq!(of_pieces(&pieces), (old, new));
            prop_assert!(pieces.iter().all(|piece| !piece.text().is_empty()));
        }

        #[test]
        fn without_a_conflict_two_after_each_other_are_two_together(base in text(), one in text(), other in text()) {
            if let Ok(merged) = merge(&base, &one, &other) {
                prop_assert_eq!(overlay(&base, &one, &other), merged);
            }
            prop_assert_eq!(overlay(&base, &base, &other), other.clone());
            prop_assert_eq!(overlay(&base, &one, &base), one);
            prop_assert_eq!(overlay(&base, &other, &other), other);
        }

        #[test]
        fn changes_lead_to_the_other_text(old in text(), new in text()) {
            let changes = changes(&old, &new);
            prop_assert_eq!(apply(&old, &changes), new.clone());
            prop_assert_eq!(changes.is_empty(), old == new);
            prop_assert!(changes.windows(2).all(|pair| pair[0].end < pair[1].start), "{:?}", changes);
        }

        #[test]
        fn conflicts_are_the_same_from_both_sides(base in text(), one in text(), other in text()) {
            let (one, other) = (changes(&base, &one), changes(&base, &other));
            prop_assert_eq!(conflicts(&one, &other), conflicts(&other, &one));
        }

        #[test]
        fn without_a_conflict_the_order_does_not_matter(base in text(), one in text(), other in text()) {
            let merged = merge(&base, &one, &other);
            prop_assert_eq!(&merged, &merge(&base, &other, &one));
            if let Ok(merged) = merged {
                // Nothing of either is lost: seen from the one, the other is still to be made.
                let words = |text: &str| text.chars().filter(|c| *c == '🌾').count();
                let gained = (words(&one) + words(&other)) as i64 - 2 * words(&base) as i64;
                let both = changes(&base, &one).iter().any(|change| changes(&base, &other).contains(change));
                prop_assert!(both || words(&merged) as i64 - words(&base) as i64 == gained);
            }
        }

        #[test]
        fn whoever_changes_nothing_is_in_nobodys_way(base in text(), one in text()) {
            prop_assert_eq!(merge(&base, &one, &base), Ok(one.clone()));
            prop_assert_eq!(merge(&base, &one, &one), Ok(one));
        }

        #[test]
        fn anything_can_be_compared(old in "\\PC{0,40}", new in "\\PC{0,40}") {
            prop_assert_eq!(of_pieces(&diff(&old, &new)), (old, new));
        }
    }
}
