//! The words of a proposal, and the hash that names them.

use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::lang::Lang;
use crate::text;

/// Most characters of a title.
pub const MOST_TITLE: usize = 200;
/// Most characters of a text, and of its reasons.
pub const MOST_TEXT: usize = 20_000;

/// What is proposed (C. com. R.225-71).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A text to put to the vote; reasons may be given.
    Resolution,
    /// Something to debate; the reasons must be given.
    Item,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Resolution, Self::Item];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Resolution => "resolution",
            Self::Item => "item",
        }
    }
}

/// Title and text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Title, one line.
    pub title: String,
    /// Text, in Markdown.
    pub text: String,
}

/// One version of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What is proposed.
    pub kind: Kind,
    /// The language it is written in: these words are the ones supported, amended and put to the vote.
    pub lang: Lang,
    /// Title, one line.
    pub title: String,
    /// Text, in Markdown.
    pub text: String,
    /// Why, in Markdown; may be empty for a resolution.
    pub reasons: String,
    /// The same in the other language, for information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Words>,
}

impl Content {
    /// Whether it can be kept to the letter, and is whole.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::ReasonMissing`] for an item to debate without a
    /// reason.
    pub fn check(&self) -> Result<(), Refusal> {
        text::check(&self.title, MOST_TITLE)?;
        text::check_lines(&self.text, MOST_TEXT)?;
        if let Some(other) = &self.other {
            text::check(&other.title, MOST_TITLE)?;
            text::check_lines(&other.text, MOST_TEXT)?;
        }
        match (self.kind, self.reasons.is_empty()) {
            (Kind::Resolution, true) => Ok(()),
            (Kind::Item, true) => Err(Refusal::ReasonMissing),
            (_, false) => text::check_lines(&self.reasons, MOST_TEXT),
        }
    }

    /// The canonical JSON.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the canonical JSON: what a support names.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash::sha256(self.canonical().as_bytes())
    }

    /// The same with another text. What the other language said is not what it says now, and is left out.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        Self { text: text.to_owned(), other: None, ..self.clone() }
    }

    /// Title and text for a reader: in their language if it was written in it or put into it, and else as written. With the
    /// language they are in.
    #[must_use]
    pub fn for_reader(&self, reader: Lang) -> (Lang, &str, &str) {
        match &self.other {
            Some(other) if reader != self.lang => (reader, &other.title, &other.text),
            _ => (self.lang, &self.title, &self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        Content {
            kind: Kind::Resolution,
            lang: Lang::Fr,
            title: "Réserve".to_owned(),
            text: "L’assemblée décide :\n\n- un.".to_owned(),
            reasons: String::new(),
            other: Some(Words { title: "Reserve".to_owned(), text: "Decided.".to_owned() }),
        }
    }

    #[test]
    fn the_hash_covers_every_word_and_nothing_else() {
        let changes: [fn(&mut Content); 7] = [
            |c| c.kind = Kind::Item,
            |c| c.lang = Lang::En,
            |c| c.title.push('.'),
            |c| c.text.push(' '),
            |c| c.reasons.push('a'),
            |c| c.other = None,
            |c| c.other.as_mut().unwrap().text.push('!'),
        ];
        for (n, change) in changes.into_iter().enumerate() {
            let mut other = content();
            change(&mut other);
            assert_ne!(other.hash(), content().hash(), "change {n}");
        }
        let read: Content = serde_json::from_str(&content().canonical()).unwrap();
        assert_eq!((read.hash(), read), (content().hash(), content()));
    }

    #[test]
    fn what_is_proposed_is_whole() {
        assert_eq!(content().check(), Ok(()));
        let changed = |change: fn(&mut Content)| {
            let mut content = content();
            change(&mut content);
            content.check()
        };
        assert_eq!(changed(|c| c.kind = Kind::Item), Err(Refusal::ReasonMissing), "R.225-71: an item has its reasons");
        assert_eq!(changed(|c| c.title.clear()), Err(Refusal::TextInvalid));
        assert_eq!(changed(|c| c.title.push('\n')), Err(Refusal::TextCharacters), "a title is one line");
        assert_eq!(changed(|c| c.text = "\n".to_owned()), Err(Refusal::TextInvalid));
        assert_eq!(changed(|c| c.text = "é".repeat(MOST_TEXT)), Ok(()));
        assert_eq!(changed(|c| c.text = "é".repeat(MOST_TEXT + 1)), Err(Refusal::TextInvalid));
        assert_eq!(changed(|c| c.reasons = "\0".to_owned()), Err(Refusal::TextInvalid));
        assert_eq!(changed(|c| c.other.as_mut().unwrap().title.clear()), Err(Refusal::TextInvalid));
    }

    #[test]
    fn a_reader_gets_the_own_language_where_it_is_there() {
        let content = content();
        assert_eq!(content.for_reader(Lang::En), (Lang::En, "Reserve", "Decided."));
        assert_eq!(content.for_reader(Lang::Fr).0, Lang::Fr);
        assert_eq!(content.with_text("Autre.").for_reader(Lang::En), (Lang::Fr, "Réserve", "Autre."));
    }
}
