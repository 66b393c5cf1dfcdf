//! The register of minutes (C. com. R.225-106): each published minutes under its number, found by words; and the extract of one
//! resolution, which somebody certifies (R.225-108).

use crate::Refusal;
use crate::identity::fold;
use crate::minutes::{Minutes, MinutesItem};
use crate::minutes_corrected::Correction;

/// Most characters of what is searched; more are cut off.
pub const QUERY: usize = 200;

/// Published minutes in the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    /// From 1, without a gap, in the order in which they were published.
    pub number: u32,
    /// As they were published.
    pub minutes: Minutes,
    /// Their corrections, in order.
    pub corrections: Vec<Correction>,
}

/// The register, as far as somebody may read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MinutesRegister {
    /// What the reader may read, newest first.
    pub all: Vec<Registered>,
    /// How many the statutes keep for members, where the reader is none.
    pub kept_back: u32,
}

impl Registered {
    /// Whether each word of what is searched stands somewhere in the minutes: in the place, what was put to the vote, who stood
    /// for election, what was said of it, a correction; or in `also`, which says the day and the kind as people write them.
    /// Accents and capitals play no part. What has no word finds everything.
    #[must_use]
    pub fn holds(&self, query: &str, also: &[String]) -> bool {
        let wanted = fold(&query.chars().take(QUERY).collect::<String>());
        let text = self.words(also);
        wanted.split(' ').all(|word| text.contains(word))
    }

    /// Everything that is searched. A line break keeps what stands in different places apart.
    fn words(&self, also: &[String]) -> String {
        let mut said: Vec<&str> = vec![self.minutes.place.as_str()];
        said.extend(also.iter().map(String::as_str));
        for item in &self.minutes.items {
            let resolution = &item.resolution;
            said.extend([&resolution.title, &resolution.text].into_iter().flat_map(|text| [&*text.fr, &*text.en]));
            let stood = resolution.election.iter().flat_map(|contest| &contest.candidates);
            said.extend(stood.map(String::as_str));
            said.extend(item.void_reason.as_deref());
        }
        said.extend(self.corrections.iter().flat_map(|one| [&*one.text, &*one.reason]));
        said.into_iter().map(fold).collect::<Vec<_>>().join("\n")
    }

    /// The extract of the resolution at a position, or of the first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] where the minutes have none there.
    pub fn extract(self, position: Option<u32>, certifiers: Vec<Certifier>) -> Result<Extract, Refusal> {
        let Self { number, minutes, corrections } = self;
        let asked = |item: &&MinutesItem| position.is_none_or(|position| item.position == position);
        let item = minutes.items.iter().find(asked).ok_or(Refusal::NotFound)?.clone();
        // What is corrected of the session may be what a resolution rests on: its quorum, its day.
        let concerns = |one: &Correction| one.item.is_none_or(|about| about == item.position);
        let corrections = corrections.into_iter().filter(concerns).collect();
        Ok(Extract { number, minutes, item, corrections, certifiers })
    }
}

/// As what somebody certifies an extract (C. com. R.225-108). The article names two more, whom nobody enters here: a director who is
/// chief executive and, in liquidation, a liquidator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertifiedBy {
    /// Who presides over the board now.
    President,
    /// Who was the secretary of that assembly.
    Secretary,
}

impl CertifiedBy {
    /// The word of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::President => "president",
            Self::Secretary => "secretary",
        }
    }
}

/// Somebody who may certify an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certifier {
    /// As what.
    pub by: CertifiedBy,
    /// Their name, for members alone; nobody's where the office is vacant.
    pub name: Option<String>,
}

/// One resolution, out of the minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Extract {
    /// The number of the minutes in the register.
    pub number: u32,
    /// The minutes.
    pub minutes: Minutes,
    /// The resolution.
    pub item: MinutesItem,
    /// The corrections that are about it, or about the session.
    pub corrections: Vec<Correction>,
    /// Who may certify.
    pub certifiers: Vec<Certifier>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::assembly::AssemblyKind;
    use crate::contest::Contest;
    use crate::ids::{AssemblyId, CooperativeId, ResolutionId};
    use crate::minutes::Bureau;
    use crate::minutes_corrected::CorrectedBy;
    use crate::resolution::{Resolution, Text};
    use crate::vote::VoteMode;

    fn item(position: u32, fr: &str, en: &str) -> MinutesItem {
        let text = |words: &str| Text { fr: format!("{words} {fr}"), en: format!("{words} {en}") };
        MinutesItem {
            position,
            resolution: Resolution {
                id: ResolutionId(Uuid::from_u128(position.into())),
                title: text("Titre"),
                text: text("Texte"),
                election: None,
            },
            mode: VoteMode::Open,
            voices: 0,
            advance: None,
            mandates: None,
            codes: None,
            entrusted: None,
            left_out: None,
            voted: 0,
            paper: None,
            decision: None,
            void_reason: None,
            cause: None,
            box_: None,
        }
    }

    fn correction(n: u32, item: Option<u32>) -> Correction {
        Correction {
            minutes: "ab".repeat(32),
            n,
            item,
            text: format!("Lire : Dole, {n}."),
            reason: "Erreur de frappe".to_owned(),
            by: CorrectedBy::Secretary,
            at: 4,
        }
    }

    fn registered() -> Registered {
        let contest = Contest { seats: 1, most: 1, candidates: vec!["Maëlle Le Goff".to_owned()] };
        let mut elected = item(2, "administrateurs", "directors");
        elected.resolution.election = Some(contest);
        elected.void_reason = Some("Panne de courant".to_owned());
        let minutes = Minutes {
            cooperative: CooperativeId(Uuid::from_u128(1)),
            cooperative_name: "Coopérative".to_owned(),
            legal_line: "SA".to_owned(),
            assembly: AssemblyId(Uuid::from_u128(2)),
            kind: AssemblyKind::Ordinary,
            call: 1,
            convened_at: 1,
            held_at: 2,
            time_zone: "Europe/Paris".to_owned(),
            place: "Besançon".to_owned(),
            bureau: Bureau {
                chair: "Ariane Seule".to_owned(),
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
            items: vec![item(1, "Comptes de l’exercice", "Accounts"), elected],
            closed_at: 3,
            record_key: "ef".repeat(32),
        };
        Registered { number: 7, minutes, corrections: vec![correction(1, Some(2)), correction(2, None)] }
    }

    #[test]
    fn each_word_is_found_wherever_it_stands_without_accents_and_capitals() {
        let also = ["29 mars 2026".to_owned(), "2026-03-29".to_owned()];
        for found in [
            "",
            "   ",
            "besancon",
            "COMPTES",
            "l'exercice",
            "accounts besançon",
            "maelle",
            "Panne",
            "dole frappe",
            "mars 2026",
            "2026-03",
        ] {
            assert!(registered().holds(found, &also), "{found:?}");
        }
        // Every word must be there; a sign that means something to a database means itself; the bureau is not searched.
        for none in ["comptes Lyon", "%", "_", "*", "besancon titres", "ariane"] {
            assert!(!registered().holds(none, &also), "{none:?}");
        }
        assert!(!registered().holds("2026", &[]));
        let long = format!("{}besancon", " ".repeat(QUERY));
        assert!(registered().holds(&format!("{long}zzz"), &[]), "what is too long is cut off");
    }

    #[test]
    fn an_extract_is_of_one_resolution_with_what_corrects_it() {
        let of = |position| registered().extract(Some(position), Vec::new());
        let numbers = |extract: &Extract| extract.corrections.iter().map(|one| one.n).collect::<Vec<_>>();
        let first = of(1).expect("an extract");
        assert_eq!((first.number, first.item.position, numbers(&first)), (7, 1, vec![2]));
        let second = of(2).expect("an extract");
        assert_eq!((second.item.position, numbers(&second)), (2, vec![1, 2]));
        assert_eq!(registered().extract(None, Vec::new()), Ok(first));
        assert_eq!(of(0), Err(Refusal::NotFound));
        assert_eq!(of(3), Err(Refusal::NotFound));
    }
}
