//! Corrections of published minutes. What is published stays as it is; a correction stands above it, says what it is about, what is
//! right and why, and is signed as the minutes are.

use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::minutes::Minutes;
use crate::text;

/// Most characters of a correction.
pub const TEXT: usize = 5_000;
/// Most characters of its reason.
pub const REASON: usize = 500;
/// Most corrections of one assembly: more are other minutes.
pub const MOST: u32 = 100;

/// As what somebody corrects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectedBy {
    /// Who chairs.
    Chair,
    /// Who keeps the minutes.
    Secretary,
}

impl CorrectedBy {
    /// The word of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Secretary => "secretary",
        }
    }
}

/// Somebody corrects: `POST /api/v1/assemblies/{assembly}/minutes/corrections`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectMinutes {
    /// How many corrections there were as whoever sends this saw them.
    pub after: u32,
    /// Position of the item that it is about; none for the session.
    #[serde(default)]
    pub item: Option<u32>,
    /// What is right.
    pub text: String,
    /// Why it is corrected.
    pub reason: String,
}

/// A correction as it is published. Its canonical JSON is hashed into the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// SHA-256 of the canonical JSON of the minutes, hex.
    pub minutes: String,
    /// Which correction of them, from 1.
    pub n: u32,
    /// Position of the item that it is about; none for the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// What is right.
    pub text: String,
    /// Why.
    pub reason: String,
    /// As what somebody corrected.
    pub by: CorrectedBy,
    /// When, microseconds UTC.
    pub at: i64,
}

impl Correction {
    /// The next correction of these minutes, of which there are `newest`.
    ///
    /// # Errors
    /// [`Refusal::MinutesCorrected`] when somebody else corrected meanwhile; [`Refusal::TooManyTexts`] for one too many;
    /// [`Refusal::Malformed`] for an item that they have not; [`Refusal::ReasonMissing`]; what [`text::check_lines`] and
    /// [`text::check`] refuse.
    pub fn new(
        minutes: &Minutes,
        newest: u32,
        asked: &CorrectMinutes,
        (by, at): (CorrectedBy, i64),
    ) -> Result<Self, Refusal> {
        if asked.after != newest {
            return Err(Refusal::MinutesCorrected);
        }
        if newest >= MOST {
            return Err(Refusal::TooManyTexts);
        }
        if asked.item.is_some_and(|position| !minutes.items.iter().any(|item| item.position == position)) {
            return Err(Refusal::Malformed);
        }
        text::check_lines(&asked.text, TEXT)?;
        if asked.reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        text::check(&asked.reason, REASON)?;
        Ok(Self {
            minutes: minutes.hash_hex(),
            n: newest + 1,
            item: asked.item,
            text: asked.text.clone(),
            reason: asked.reason.clone(),
            by,
            at,
        })
    }

    /// RFC 8785 canonical JSON: what is hashed and published.
    #[must_use]
    pub fn to_canonical_json(&self) -> String {
        canonical::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the canonical JSON.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash::sha256(self.to_canonical_json().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::assembly::AssemblyKind;
    use crate::ids::{AssemblyId, CooperativeId, ResolutionId};
    use crate::minutes::{Bureau, MinutesItem};
    use crate::resolution::{Resolution, Text};
    use crate::vote::VoteMode;

    fn minutes() -> Minutes {
        let text = |words: &str| Text { fr: words.to_owned(), en: words.to_owned() };
        let item = MinutesItem {
            position: 2,
            resolution: Resolution {
                id: ResolutionId(Uuid::from_u128(3)),
                title: text("Titre"),
                text: text("Texte"),
                election: None,
            },
            mode: VoteMode::Open,
            voices: 0,
            advance: None,
            mandates: None,
            codes: None,
            voted: 0,
            paper: None,
            decision: None,
            void_reason: None,
            cause: None,
            box_: None,
        };
        Minutes {
            cooperative: CooperativeId(Uuid::from_u128(1)),
            cooperative_name: "Coopérative".to_owned(),
            legal_line: "SA".to_owned(),
            assembly: AssemblyId(Uuid::from_u128(2)),
            kind: AssemblyKind::Ordinary,
            call: 1,
            convened_at: 1,
            held_at: 2,
            time_zone: "Europe/Paris".to_owned(),
            place: "Dole".to_owned(),
            bureau: Bureau {
                chair: "A".to_owned(),
                secretary: "B".to_owned(),
                scrutineers: Vec::new(),
                designated: None,
            },
            bureaus_before: Vec::new(),
            members: 1,
            taking_part: 1,
            represented: None,
            by_ballot: None,
            no_quorum: None,
            documents: Vec::new(),
            items: vec![item],
            closed_at: 3,
            record_key: "ef".repeat(32),
        }
    }

    fn asked() -> CorrectMinutes {
        CorrectMinutes {
            after: 0,
            item: Some(2),
            text: "Lire : Dole.\nEt non Dijon.".to_owned(),
            reason: "Le lieu est faux.".to_owned(),
        }
    }

    fn corrects(newest: u32, asked: &CorrectMinutes) -> Result<Correction, Refusal> {
        Correction::new(&minutes(), newest, asked, (CorrectedBy::Secretary, 7))
    }

    #[test]
    fn a_correction_names_the_minutes_and_its_number() {
        let made = corrects(0, &asked()).expect("a correction");
        assert_eq!((made.n, made.item, made.by, made.at), (1, Some(2), CorrectedBy::Secretary, 7));
        assert_eq!(made.minutes, minutes().hash_hex());
        let json = made.to_canonical_json();
        canonical::parse(&json).expect("canonical");
        assert_eq!(serde_json::from_str::<Correction>(&json).expect("a correction"), made);
        assert_eq!(made.hash(), hash::sha256(json.as_bytes()));
        let session = corrects(3, &CorrectMinutes { after: 3, item: None, ..asked() }).expect("a correction");
        assert_eq!(session.n, 4);
        assert!(!session.to_canonical_json().contains("item"));
        assert_eq!(serde_json::to_value(CorrectedBy::Chair).expect("JSON"), CorrectedBy::Chair.word());
        assert_eq!(serde_json::to_value(CorrectedBy::Secretary).expect("JSON"), CorrectedBy::Secretary.word());
    }

    #[test]
    fn the_hash_covers_every_field() {
        let changes: [fn(&mut Correction); 7] = [
            |c| c.minutes.push('!'),
            |c| c.n += 1,
            |c| c.item = None,
            |c| c.text.push('!'),
            |c| c.reason.push('!'),
            |c| c.by = CorrectedBy::Chair,
            |c| c.at += 1,
        ];
        let made = corrects(0, &asked()).expect("a correction");
        let mut hashes = vec![made.hash()];
        for change in changes {
            let mut other = made.clone();
            change(&mut other);
            hashes.push(other.hash());
        }
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), changes.len() + 1);
    }

    #[test]
    fn what_is_no_correction_is_refused() {
        let cases: [(fn(&mut CorrectMinutes), Refusal); 7] = [
            (|asked| asked.after = 1, Refusal::MinutesCorrected),
            (|asked| asked.item = Some(1), Refusal::Malformed),
            (|asked| asked.text = String::new(), Refusal::TextInvalid),
            (|asked| asked.text = "x".repeat(TEXT + 1), Refusal::TextInvalid),
            (|asked| asked.reason = " ".to_owned(), Refusal::ReasonMissing),
            (|asked| asked.reason = "x".repeat(REASON + 1), Refusal::TextInvalid),
            (|asked| asked.reason = "a\nb".to_owned(), Refusal::TextCharacters),
        ];
        for (n, (change, expected)) in cases.into_iter().enumerate() {
            let mut asked = asked();
            change(&mut asked);
            assert_eq!(corrects(0, &asked), Err(expected), "{n}");
        }
        let at_most = CorrectMinutes { text: "x".repeat(TEXT), reason: "x".repeat(REASON), ..asked() };
        assert!(corrects(0, &at_most).is_ok());
        let last = CorrectMinutes { after: MOST - 1, ..asked() };
        assert!(corrects(MOST - 1, &last).is_ok());
        assert_eq!(corrects(MOST, &CorrectMinutes { after: MOST, ..asked() }), Err(Refusal::TooManyTexts));
    }
}
