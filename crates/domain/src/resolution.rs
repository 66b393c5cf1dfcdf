//! A resolution: frozen text put to the vote, and the one election that renders it.

use protocol::election::{Election, OURS, Question};
use protocol::group::{Element, NAME};
use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use crate::contest::{Contest, Said};
use crate::ids::{AssemblyId, CooperativeId, ResolutionId};

/// A text in both languages; the French one is authoritative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// French.
    pub fr: String,
    /// English, for information.
    pub en: String,
}

/// A resolution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// Id.
    pub id: ResolutionId,
    /// Title.
    pub title: Text,
    /// Text put to the vote.
    pub text: Text,
    /// Of an election: seats, and who stands for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub election: Option<Contest>,
}

/// What one voice may say to a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Yes.
    For,
    /// No.
    Against,
    /// Taking part without saying either.
    Abstain,
}

impl Choice {
    /// In the order of the ballot paper.
    pub const ALL: [Self; 3] = [Self::For, Self::Against, Self::Abstain];

    /// The word in signed ballots.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Abstain => "abstain",
        }
    }

    /// The choice of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }

    /// The answer in the sealed ballot: 1 at its place.
    #[must_use]
    pub fn vector(self) -> Vec<u64> {
        Self::ALL.iter().map(|choice| u64::from(*choice == self)).collect()
    }

    /// The authoritative French word on the ballot.
    fn answer(self) -> &'static str {
        match self {
            Self::For => "Pour",
            Self::Against => "Contre",
            Self::Abstain => "Abstention",
        }
    }
}

impl Resolution {
    /// SHA-256 of the canonical JSON: what convocation, ballots and minutes name.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let json = canonical::to_string(self).unwrap_or_default();
        hash::sha256(json.as_bytes())
    }

    /// The hash in hex.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hash::hex(&self.hash())
    }

    /// The election of a secret vote on this resolution: every byte follows from the arguments (check 23).
    #[must_use]
    pub fn election(&self, uuid: &str, cooperative: CooperativeId, assembly: AssemblyId, key: Element) -> Election {
        Election {
            version: 1,
            description: self.text.fr.clone(),
            name: self.title.fr.clone(),
            group: NAME.to_owned(),
            public_key: key,
            questions: vec![self.question()],
            uuid: uuid.to_owned(),
            administrator: Some(format!("{OURS}{cooperative} {assembly} {}", self.hash_hex())),
            credential_authority: Some("voix/1 each member, from the own key".to_owned()),
            language: None,
        }
    }

    /// What its ballot asks: for, against or abstention to a text; in an election, who.
    fn question(&self) -> Question {
        let answers = || Choice::ALL.map(|choice| choice.answer().to_owned()).to_vec();
        match &self.election {
            Some(contest) => contest.question(&self.title.fr),
            None => Question { answers: answers(), blank: None, min: 1, max: 1, question: self.title.fr.clone() },
        }
    }

    /// What a voice says as its sealed ballot holds it: a 0 or 1 for each ciphertext. `None` for what its ballot cannot say.
    #[must_use]
    pub fn vector(&self, said: &Said) -> Option<Vec<u64>> {
        match (&self.election, said) {
            (Some(contest), said) => contest.vector(said),
            (None, Said::Choice(choice)) => Some(choice.vector()),
            (None, Said::Names(_) | Said::Blank) => None,
        }
    }

    /// Whether an election is the canonical rendering of this resolution, whatever its uuid, its key and what it is [`held_in`]:
    /// whoever knows the cooperative compares that besides.
    #[must_use]
    pub fn renders(&self, election: &Election) -> bool {
        let Some((cooperative, assembly)) = held_in(election) else { return false };
        self.election(&election.uuid, cooperative, assembly, election.public_key) == *election
    }
}

/// The cooperative and the assembly that an election names; `None` for one that is not of ours. The assembly is that on first call
/// where the vote goes on to a second, with the boxes it has.
#[must_use]
pub fn held_in(election: &Election) -> Option<(CooperativeId, AssemblyId)> {
    let mut words = election.administrator.as_deref()?.strip_prefix(OURS)?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::contest::contest;

    fn resolution() -> Resolution {
        let text = |fr: &str, en: &str| Text { fr: fr.to_owned(), en: en.to_owned() };
        Resolution {
            id: ResolutionId(Uuid::from_u128(1)),
            title: text("Première offre", "First offer"),
            text: text("L’assemblée approuve.", "The assembly approves."),
            election: None,
        }
    }

    fn rendering() -> Election {
        let (cooperative, assembly) = (CooperativeId(Uuid::from_u128(2)), AssemblyId(Uuid::from_u128(3)));
        resolution().election("V1tBDcoBQ5ndB4fB", cooperative, assembly, Element::base())
    }

    #[test]
    fn a_resolution_renders_its_own_election_and_the_format_accepts_it() {
        assert!(resolution().renders(&rendering()));
        assert_eq!(Election::parse(&rendering().to_json()), Ok(rendering()));
        assert!(rendering().is_ours());
    }

    #[test]
    fn an_election_says_of_which_cooperative_it_is() {
        let (cooperative, assembly) = (CooperativeId(Uuid::from_u128(2)), AssemblyId(Uuid::from_u128(3)));
        assert_eq!(held_in(&rendering()), Some((cooperative, assembly)));
        let elsewhere = CooperativeId(Uuid::from_u128(4));
        let other = resolution().election("V1tBDcoBQ5ndB4fB", elsewhere, assembly, Element::base());
        assert!(resolution().renders(&other), "the same words");
        assert_eq!(held_in(&other).map(|(of, _)| of), Some(elsewhere), "of another cooperative");
        for named in [None, Some("someone".to_owned()), Some(format!("{OURS}{cooperative}"))] {
            assert_eq!(held_in(&Election { administrator: named, ..rendering() }), None);
        }
    }

    #[test]
    fn any_other_text_question_or_answer_is_not_its_rendering() {
        let changes: [fn(&mut Election); 7] = [
            |e| e.name.push('!'),
            |e| e.description.push('!'),
            |e| e.questions[0].question.push('!'),
            |e| e.questions[0].answers.swap(0, 1),
            |e| e.questions[0].max = 2,
            |e| e.administrator = Some("someone".to_owned()),
            |e| e.administrator = e.administrator.as_ref().map(|who| format!("{who}0")),
        ];
        for (i, change) in changes.into_iter().enumerate() {
            let mut election = rendering();
            change(&mut election);
            assert!(!resolution().renders(&election), "change {i}");
        }
    }

    #[test]
    fn the_hash_covers_every_word() {
        let mut other = resolution();
        other.text.en.push('.');
        assert_ne!(other.hash(), resolution().hash());
        assert!(!canonical::to_string(&resolution()).expect("JSON").contains("election"), "a text hashes as it did");
    }

    #[test]
    fn an_election_renders_a_question_with_its_candidates_and_blank() {
        let text = Resolution { election: Some(contest()), ..resolution() };
        let (cooperative, assembly) = (CooperativeId(Uuid::from_u128(2)), AssemblyId(Uuid::from_u128(3)));
        let made = text.election("V1tBDcoBQ5ndB4fB", cooperative, assembly, Element::base());
        assert_eq!(Election::parse(&made.to_json()).as_ref(), Ok(&made));
        assert!(text.renders(&made) && !resolution().renders(&made) && !text.renders(&rendering()));
        let asked = &made.questions[0];
        assert_eq!((asked.min, asked.max, asked.blank, asked.answers.len()), (1, 2, Some(true), 3));
        let changes: [fn(&mut Contest); 4] = [
            |one| one.most = 3,
            |one| one.seats = 1,
            |one| one.candidates.swap(0, 1),
            |one| one.candidates[2].push('!'),
        ];
        for (i, change) in changes.into_iter().enumerate() {
            let mut other = text.clone();
            change(other.election.as_mut().expect("a contest"));
            assert_ne!(other.hash(), text.hash(), "change {i}");
            assert!(!other.renders(&made), "change {i}");
        }
        assert_eq!(text.vector(&Said::Choice(Choice::For)), None);
        assert_eq!(resolution().vector(&Said::Blank), None);
        assert_eq!(resolution().vector(&Said::Choice(Choice::Against)), Some(vec![0, 1, 0]));
    }

    #[test]
    fn choices_are_their_codes_and_places() {
        for (i, choice) in Choice::ALL.into_iter().enumerate() {
            assert_eq!(Choice::from_code(choice.code()), Some(choice));
            assert_eq!(choice.vector().iter().position(|bit| *bit == 1), Some(i));
            assert_eq!(choice.vector().iter().sum::<u64>(), 1);
        }
        assert_eq!(Choice::from_code("pour"), None);
    }
}
