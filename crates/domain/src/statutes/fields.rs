//! Everything statutes say that this program knows: each with its word, its subject and what a value of it looks like.

use serde::{Deserialize, Serialize};

use super::values::Kind;

/// What a field is about: how the page groups them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// How many must take part.
    Quorum,
    /// How many must say yes.
    Majority,
    /// Notice and the days before an assembly.
    Convening,
    /// What members bring before an assembly.
    Proposals,
    /// How votes are cast.
    Voting,
    /// How persons are elected.
    Elections,
    /// Voices carried for others.
    Proxies,
    /// What becomes of the minutes.
    Minutes,
}

impl Subject {
    /// Every subject, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Quorum,
        Self::Majority,
        Self::Convening,
        Self::Proposals,
        Self::Voting,
        Self::Elections,
        Self::Proxies,
        Self::Minutes,
    ];

    /// The word of its heading in the catalogues.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Quorum => "quorum",
            Self::Majority => "majority",
            Self::Convening => "convening",
            Self::Proposals => "proposals",
            Self::Voting => "voting",
            Self::Elections => "elections",
            Self::Proxies => "proxies",
            Self::Minutes => "minutes",
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $word:literal: $subject:ident, $kind:expr;)+) => {
        /// One thing that statutes say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        impl Field {
            /// Every field, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its word: in the stored body, in forms, and `statutes-field-<word>` in the catalogues.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What it is about.
            #[must_use]
            pub fn subject(self) -> Subject {
                match self { $(Self::$name => Subject::$subject),+ }
            }

            /// What a value of it looks like.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$name => $kind),+ }
            }
        }
    };
}

fields! {
    /// Quorum of an ordinary assembly on first call.
    OrdinaryQuorumFirst = "ordinary-quorum-first": Quorum, Kind::Quota;
    /// The same on second call.
    OrdinaryQuorumSecond = "ordinary-quorum-second": Quorum, Kind::Quota;
    /// Quorum of an extraordinary assembly on first call.
    ExtraordinaryQuorumFirst = "extraordinary-quorum-first": Quorum, Kind::Quota;
    /// The same on second call.
    ExtraordinaryQuorumSecond = "extraordinary-quorum-second": Quorum, Kind::Quota;
    /// What a quorum counts.
    QuorumBasis = "quorum-basis": Quorum, Kind::Choice(&["members", "voices", "shares"]);
    /// Majority of an ordinary assembly.
    OrdinaryMajority = "ordinary-majority": Majority, Kind::Quota;
    /// What it is a part of.
    OrdinaryMajorityBasis = "ordinary-majority-basis": Majority, Kind::Choice(&["votes-cast", "present-or-represented"]);
    /// Majority of an extraordinary assembly.
    ExtraordinaryMajority = "extraordinary-majority": Majority, Kind::Quota;
    /// What it is a part of.
    ExtraordinaryMajorityBasis = "extraordinary-majority-basis": Majority,
        Kind::Choice(&["votes-cast", "present-or-represented"]);
    /// Weights of the colleges, in hundredths.
    CollegeWeights = "college-weights": Majority, Kind::Weights;
    /// How a college's votes become its part.
    CollegeTally = "college-tally": Majority, Kind::Choice(&["proportional", "majority"]);
    /// Days of notice on first call.
    NoticeFirst = "notice-first": Convening, Kind::Count;
    /// Days of notice on second call.
    NoticeSecond = "notice-second": Convening, Kind::Count;
    /// Whether those days count neither the day of the notice nor that of the assembly.
    ClearDays = "clear-days": Convening, Kind::YES_NO;
    /// Most months between a meeting without quorum and the next.
    PostponementMonths = "postponement-months": Convening, Kind::Count;
    /// Days before the assembly on which the list of members is fixed.
    MemberListDay = "member-list-day": Convening, Kind::Count;
    /// Whether an assembly may be held by telecommunication alone.
    FullyRemote = "fully-remote": Convening, Kind::YES_NO;
    /// Days before the assembly until which proposals are received.
    ProposalDays = "proposal-days": Proposals, Kind::Count;
    /// Days within which a proposal is acknowledged.
    ProposalAckDays = "proposal-ack-days": Proposals, Kind::Count;
    /// Members whose support puts a proposal on the agenda.
    SupportMembers = "support-members": Proposals, Kind::Count;
    /// Part of the members whose support does.
    SupportFraction = "support-fraction": Proposals, Kind::Fraction;
    /// Part of the capital whose support does.
    SupportCapital = "support-capital": Proposals, Kind::Fraction;
    /// Business days before the assembly until which questions are asked in writing.
    QuestionDays = "question-days": Proposals, Kind::Count;
    /// Whether one may vote before the session.
    AdvanceVote = "advance-vote": Voting, Kind::YES_NO;
    /// When electronic ballots are no longer received in advance.
    ElectronicCutOff = "electronic-cut-off": Voting, Kind::CutOff;
    /// Days before the assembly until which a form to vote from afar is asked for.
    FormRequestDays = "form-request-days": Voting, Kind::Count;
    /// Days before the assembly until which paper forms are received, at the earliest.
    PaperDays = "paper-days": Voting, Kind::Count;
    /// Whether a ballot may take the place of an earlier one of the same voice.
    BallotReplaceable = "ballot-replaceable": Voting, Kind::YES_NO;
    /// Whether a vote about persons is proposed as a secret one.
    SecretForPersons = "secret-for-persons": Voting, Kind::YES_NO;
    /// What a candidate needs, of the ballots that name somebody.
    ElectionMajority = "election-majority": Elections, Kind::Quota;
    /// How many a ballot may name.
    ElectionNames = "election-names": Elections, Kind::Choice(&["seats", "candidates"]);
    /// Who is elected of those equal at the last seat.
    ElectionTie = "election-tie": Elections, Kind::Choice(&["eldest", "youngest", "seniority", "draw", "runoff"]);
    /// Who elects the president.
    PresidentElectedBy = "president-elected-by": Elections, Kind::Choice(&["board", "assembly"]);
    /// Who may carry a voice.
    ProxyHolders = "proxy-holders": Proxies, Kind::Choice(&["members", "members-or-spouses", "anyone"]);
    /// How many voices a person may carry.
    ProxyCap = "proxy-cap": Proxies, Kind::Cap;
    /// Until when a proxy may be taken back.
    ProxyRevocableUntil = "proxy-revocable-until": Proxies, Kind::Choice(&["roll-fixed", "eve", "never"]);
    /// Who may read the minutes.
    MinutesReaders = "minutes-readers": Minutes, Kind::Choice(&["all", "members"]);
}

impl Field {
    /// The field with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }
}
