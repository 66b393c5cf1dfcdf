//! What is put to the vote in session though the notice does not have it.
//!
//! The assembly deliberates on nothing that is not on its agenda, except that it may always revoke directors and replace them
//! (C. com. L.225-105 al. 3). What the law leaves besides is to change a text within its item, and to say how the session goes
//! on.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyKind;
use crate::convocation::agenda::{BODY, RuledBy, TITLE};
use crate::ids::{ResolutionId, VoteId};
use crate::resolution::{Resolution, Text};
use crate::text;
use crate::vote::VoteMode;

/// Why a text that was not in the notice may be put to the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A text of the agenda that was changed in session, or is voted on again because its vote was void.
    Amended,
    /// Directors are revoked or replaced: at any moment, whatever the agenda.
    Revocation,
    /// How the session goes on: the order of items, a secret vote, a pause.
    Procedure,
    /// Another round of an election, among those equal at the last seat. Nobody types it: the election leads to it.
    Runoff,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 4] = [Self::Amended, Self::Revocation, Self::Procedure, Self::Runoff];
    /// Those of a text that the chair types, in the order they are offered.
    pub const OFFERED: [Self; 3] = [Self::Amended, Self::Revocation, Self::Procedure];

    /// The stored word, also in the record.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Amended => "amended",
            Self::Revocation => "revocation",
            Self::Procedure => "procedure",
            Self::Runoff => "runoff",
        }
    }

    /// The cause of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.word() == word)
    }

    /// Under which rules it is decided in a mixed assembly; that of a text in whose place it stands is its own.
    #[must_use]
    pub fn ruled_by(self, kind: AssemblyKind) -> Option<RuledBy> {
        let own = matches!(self, Self::Revocation | Self::Procedure);
        (kind == AssemblyKind::Mixed && own).then_some(RuledBy::Ordinary)
    }
}

/// A text put to the vote in session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutToVote {
    /// Id that whoever asks has drawn: asked twice, it is one.
    pub id: ResolutionId,
    /// Why it may be.
    pub cause: Cause,
    /// The vote in whose place it stands: that vote is void.
    #[serde(default)]
    pub instead: Option<VoteId>,
    /// Title.
    pub title: Text,
    /// Text.
    pub text: Text,
    /// Open or secret.
    pub mode: VoteMode,
}

impl PutToVote {
    /// The resolution, if it can be one. A language that was left empty has the words of the other.
    ///
    /// # Errors
    /// [`Refusal::InsteadMissing`] for a changed text that names no vote, [`Refusal::Malformed`] for another that names one;
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn resolution(&self) -> Result<Resolution, Refusal> {
        match (self.cause, self.instead) {
            (Cause::Amended, None) => return Err(Refusal::InsteadMissing),
            (Cause::Runoff, _) | (Cause::Revocation | Cause::Procedure, Some(_)) => return Err(Refusal::Malformed),
            (Cause::Amended, Some(_)) | (Cause::Revocation | Cause::Procedure, None) => {}
        }
        let (title, text) = (filled(&self.title), filled(&self.text));
        for words in [&title.fr, &title.en] {
            text::check(words, TITLE)?;
        }
        for words in [&text.fr, &text.en] {
            text::check_lines(words, BODY)?;
        }
        Ok(Resolution { id: self.id, title, text, election: None })
    }
}

fn filled(text: &Text) -> Text {
    let Text { fr, en } = text.clone();
    match (fr.trim().is_empty(), en.trim().is_empty()) {
        (true, false) => Text { fr: en.clone(), en },
        (false, true) => Text { en: fr.clone(), fr },
        _ => Text { fr, en },
    }
}

/// The title of another round: the first one's, with the number of the round.
#[must_use]
pub fn round_title(first: &Text, round: u32) -> Text {
    let titled =
        |title: &str, word: &str| if title.is_empty() { String::new() } else { format!("{title} — {word} {round}") };
    Text { fr: titled(&first.fr, "tour"), en: titled(&first.en, "round") }
}

/// What the record and the page of a vote say that another stands in whose place.
pub const REPLACED: &str = "Remplacé en séance par un autre texte. / Replaced in session by another text.";

/// What the form of the console begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutForm {
    /// An id nobody has used.
    pub id: ResolutionId,
    /// Votes in whose place another may stand: not closed, or void.
    pub replaceable: Vec<Replaceable>,
    /// Whether anybody holds a key: without, no vote is secret.
    pub secret: bool,
}

/// A vote in whose place another may stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaceable {
    /// Which.
    pub vote: VoteId,
    /// Its place on the agenda.
    pub position: u32,
    /// What it is on.
    pub resolution: Resolution,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn put(cause: Cause, instead: Option<u128>) -> PutToVote {
        let text = |fr: &str| Text { fr: fr.to_owned(), en: String::new() };
        PutToVote {
            id: ResolutionId(Uuid::from_u128(1)),
            cause,
            instead: instead.map(|n| VoteId(Uuid::from_u128(n))),
            title: text("Un titre"),
            text: text("Une ligne.\nUne autre."),
            mode: VoteMode::Open,
        }
    }

    #[test]
    fn a_changed_text_stands_in_the_place_of_one_and_others_in_none() {
        assert!(put(Cause::Amended, Some(2)).resolution().is_ok());
        assert_eq!(put(Cause::Amended, None).resolution(), Err(Refusal::InsteadMissing));
        for cause in [Cause::Revocation, Cause::Procedure] {
            assert!(put(cause, None).resolution().is_ok());
            assert_eq!(put(cause, Some(2)).resolution(), Err(Refusal::Malformed));
        }
    }

    #[test]
    fn what_is_written_in_one_language_stands_in_both() {
        let resolution = put(Cause::Procedure, None).resolution().expect("a resolution");
        assert_eq!((resolution.title.fr.as_str(), resolution.title.en.as_str()), ("Un titre", "Un titre"));
        let mut both = put(Cause::Procedure, None);
        both.title.en = "A title".to_owned();
        both.title.fr = String::new();
        assert_eq!(both.resolution().expect("a resolution").title.fr, "A title");
        both.text = Text { fr: String::new(), en: String::new() };
        assert_eq!(both.resolution(), Err(Refusal::TextInvalid));
        both.text.fr = "a\u{202e}b".to_owned();
        assert_eq!(both.resolution(), Err(Refusal::TextCharacters));
    }

    #[test]
    fn directors_are_revoked_by_the_ordinary_rules() {
        for kind in AssemblyKind::ALL {
            let ruled = [Cause::Amended, Cause::Revocation, Cause::Procedure].map(|cause| cause.ruled_by(kind));
            let expected = (kind == AssemblyKind::Mixed).then_some(RuledBy::Ordinary);
            assert_eq!(ruled, [None, expected, expected], "{kind:?}");
        }
        for cause in Cause::ALL {
            assert_eq!(Cause::from_word(cause.word()), Some(cause));
        }
    }
}
