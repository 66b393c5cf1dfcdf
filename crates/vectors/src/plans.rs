//! The elections that are made, small enough to be read by eye.

use protocol::election::{Election, Question};
use protocol::group::Element;

use crate::holders::{Group, Holders};
use crate::making::{Plan, Until, Vote};

/// `voix/1 <cooperative> <assembly> <resolution hash>`, as §14.4 says.
const ADMINISTRATOR: &str = "voix/1 766f6978-2f31-2076-6563-746f72732021 766f6978-2f31-2061-7373-656d626c7921 \
                             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn question(answers: &[&str], blank: bool, min: u64, max: u64) -> Question {
    let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
    Question { answers, blank: blank.then_some(true), min, max, question: "?".to_owned() }
}

/// Votes by voter, of one question.
fn votes(cast: &[(usize, &[u64])]) -> Vec<Vote> {
    cast.iter().map(|(voter, answer)| Vote { voter: *voter, answers: vec![answer.to_vec()], counts: true }).collect()
}

impl Plan {
    /// Of these questions; nobody votes yet.
    fn of(questions: Vec<Question>, voters: usize) -> Self {
        let election = Election {
            version: 1,
            description: "D".to_owned(),
            name: "N".to_owned(),
            group: protocol::group::NAME.to_owned(),
            public_key: Element::base(),
            questions,
            uuid: "Vectors1234567".to_owned(),
            administrator: Some("voix/1 vectors".to_owned()),
            credential_authority: None,
            language: None,
        };
        let until = Until::Result;
        let (weights, certificate, votes) = (Vec::new(), None, Vec::new());
        Self {
            election,
            holders: Holders::singles(1),
            voters,
            weights,
            certificate,
            votes,
            until,
            kept: false,
            persons: Vec::new(),
        }
    }

    /// One trustee, two voices, one ballot, one question with one answer: yes or not.
    #[must_use]
    pub fn small(until: Until) -> Self {
        let votes = votes(&[(0, &[1])]);
        Self { votes, until, ..Self::of(vec![question(&["A"], false, 0, 1)], 2) }
    }

    /// The same, and blank ballots are allowed.
    #[must_use]
    pub fn blank(until: Until) -> Self {
        let votes = votes(&[(0, &[0, 1])]);
        Self { votes, until, ..Self::of(vec![question(&["A"], true, 1, 1)], 2) }
    }

    /// The same with these votes.
    #[must_use]
    pub fn voting(self, cast: &[(usize, &[u64])]) -> Self {
        Self { votes: votes(cast), ..self }
    }

    /// The same with these trustees.
    #[must_use]
    pub fn under(self, holders: Holders) -> Self {
        Self { holders, ..self }
    }

    /// The same with a group of three beside the server, of whom any two open; these do.
    #[must_use]
    pub fn group(self, opening: &[u32]) -> Self {
        self.under(Holders::group(&Group::honest(2, 3), opening))
    }

    /// The same with every optional field of an election.
    #[must_use]
    pub fn wordy(mut self) -> Self {
        self.election.credential_authority = Some("C".to_owned());
        self.election.language = Some(("fr".to_owned(), "ltr".to_owned()));
        self
    }

    /// The same made by somebody else, with a certificate of the credentials, as servers of Belenios 3 add one.
    #[must_use]
    pub fn foreign(mut self) -> Self {
        self.election.administrator = Some("Alice".to_owned());
        self.election.credential_authority = Some("Bob".to_owned());
        self
    }

    /// The same, and ballots are for the election as it was before it is changed.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    /// The same until another event.
    #[must_use]
    pub fn until(self, until: Until) -> Self {
        Self { until, ..self }
    }

    /// The same with that many voices.
    #[must_use]
    pub fn voices(self, voters: usize) -> Self {
        Self { voters, ..self }
    }

    /// As an assembly's vote is: for, against, abstention; a server and two key holders.
    #[must_use]
    pub fn resolution() -> Self {
        let mut plan = Self::of(vec![question(&["Pour", "Contre", "Abstention"], false, 1, 1)], 5);
        plan.election.administrator = Some(ADMINISTRATOR.to_owned());
        plan.election.name = "Résolution n° 1".to_owned();
        plan.election.description = "L’assemblée \"approuve\" les comptes\n\u{7f}\\".to_owned();
        let yes: &[u64] = &[1, 0, 0];
        plan.under(Holders::singles(3)).voting(&[(0, yes), (1, &[0, 1, 0]), (2, yes), (3, &[0, 0, 1])])
    }

    /// Of other questions.
    #[must_use]
    pub fn asking(self, asked: &[(&[&str], bool, u64, u64)]) -> Self {
        let asked = asked.iter().map(|(answers, blank, min, max)| question(answers, *blank, *min, *max));
        let election = Election { questions: asked.collect(), ..self.election };
        Self { election, ..self }
    }

    /// With answers to several questions.
    #[must_use]
    pub fn answering(self, cast: &[(usize, &[&[u64]])]) -> Self {
        let vote = |(voter, answers): &(usize, &[&[u64]])| Vote {
            voter: *voter,
            answers: answers.iter().map(|answer| answer.to_vec()).collect(),
            counts: true,
        };
        Self { votes: cast.iter().map(vote).collect(), ..self }
    }
}

/// A certificate of the credentials as servers of Belenios 3 add it; nothing verifies it.
#[must_use]
pub fn certificate(plan: &Plan) -> String {
    let key = Element::mul_base(&crate::making::secret("credential authority"));
    let digest = protocol::hash::sha256_hex(b"certificate");
    format!(
        "{{\"uuid\":\"{}\",\"voter_list_length\":{},\"public_creds_hash\":\"{digest}\",\"verification_key\":\"{key}\",\
         \"encryption_key\":\"{key}\",\"signature\":{{\"message\":\"{digest}\",\"signature\":{{\"challenge\":\"1\",\
         \"response\":\"1\"}}}}}}",
        plan.election.uuid, plan.voters
    )
}
