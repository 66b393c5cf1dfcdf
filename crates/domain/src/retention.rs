//! How long what is known of a person is kept, and when it is forgotten. Durations are those of the calendar (five years
//! are sixty months); instants are microseconds UTC.
//!
//! | what | kept | why |
//! |---|---|---|
//! | name and addresses of who was a member | 5 years after the end | liability of who leaves (C. com. L.231-6 al. 3) |
//! | the same, while the cooperative owes for shares | until they are given back | loi 47-1775 art. 18 |
//! | an application refused, or withdrawn | 1 year after | no law says: long enough to answer who asks why |
//! | an application made here whose e-mail was never confirmed | 30 days | no law says: nobody waits longer for a message |
//! | text of a message | 1 year after it was written | no law says: proof of a convocation outlives its assembly |
//! | which browser a member signed in from | 1 year after the last time | no law says: who comes back to one is not warned |
//! | list of members of an assembly, names and addresses of its guests, name of a secretary who is no member | 25 months after it | nullity is asked for within two years (C. civ. 1844-14) |
//! | what candidates said of themselves, and why they were proposed | 25 months after the assembly | nullity of the election is asked for within two years (C. civ. 1844-14) |
//! | the same, of who withdrew or declined | until then | GDPR art. 17 |
//! | the server's share of the key of a secret vote | 25 months after the assembly | nullity is asked for within two years (C. civ. 1844-14): then no vote needs to be opened again |
//! | keys of voices entrusted to the server | until their assembly is over, was called off, or is convened a second time; 60 days after its date where none of its boxes is open | no law says: nobody votes with them any more |
//! | attendance sheets, papers of proxies | 48 months after the assembly | members read attendance sheets, with what is annexed, of three financial years (C. com. L.225-117, R.225-95) |
//! | who gave whom a proxy, without names, and its signature | as long as the cooperative | rolls that are fixed rest on it |
//! | a register file never imported | 30 days | no law says |
//! | links and codes that opened a door | until they are over | GDPR art. 5(1)(c) and (e) |
//! | proposals, their files, amendments and supports, without the name | as long as the cooperative | what members and the board decided on, and on whose signatures |
//! | comments on proposals, without the name | as long as the cooperative | others answered them |
//! | a hidden comment, and why one was hidden or shown again | with the person | GDPR art. 17: nobody else may read it |
//! | the names of the bureau in published minutes | as long as the cooperative | minutes name it (C. com. R.225-106) |
//! | that somebody stood, the signature, the name in the resolution voted on | as long as the cooperative | what the assembly decided on |
//! | written questions and their answers, without the name of who asked | as long as the cooperative | what members asked and the board answered (C. com. L.225-108) |
//! | a draft nobody but its author saw | with the person | GDPR art. 17 |
//! | what a member was billed in a year, and given back of its surplus, without the name | as long as the cooperative | accounts rest on it (C. com. L.123-22) |
//! | reasons written about a person, salts of the person's leaves | with the person | GDPR art. 17 |
//!
//! Numbers, dates, the ledger, rolls, ballots and the public record stay: closed results never change.

use chrono::{DateTime, Days, Months, Utc};

use crate::Refusal;
use crate::member::MemberState;

/// Months the liability of a former member lasts.
const FORMER_MEMBER: u32 = 60;
/// Months an application that came to nothing is kept.
const APPLICATION: u32 = 12;
/// Days an application waits for its e-mail to be confirmed.
const UNCONFIRMED: u64 = 30;
/// Months the text of a message is kept.
const LETTER: u32 = 12;
/// Months a browser that a member no longer uses is known.
const BROWSER: u32 = 12;
/// Months the list of members is kept after its assembly.
const LIST: u32 = 25;
/// Months what candidates said is kept after their assembly.
const CANDIDATES: u32 = 25;
/// Months the server's share of a vote's key is kept after its assembly.
const KEYS: u32 = 25;
/// Months the paper of a proxy is kept after its assembly: three financial years after the one it was held in.
const PROXY_PAPERS: u32 = 48;
/// Days the keys of voices entrusted to the server are kept after the date of an assembly that is not over.
const ENTRUSTED: u64 = 60;
/// Days a register file waits to be imported.
const IMPORT: u64 = 30;

/// What decides whether somebody is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where the membership stands.
    pub state: MemberState,
    /// When the application came in.
    pub applied_at: i64,
    /// When the membership began, if it did.
    pub active_at: Option<i64>,
    /// When it, or the application, ended.
    pub ended_at: Option<i64>,
    /// Whether an address for messages was given by the person and never confirmed. Whom the board entered waits for its
    /// decision, whatever becomes of the address.
    pub unconfirmed: bool,
    /// Shares held still.
    pub shares: i64,
}

/// Before which instants things are too old to be kept, at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Memberships that ended then or before.
    pub members: i64,
    /// Applications that came to nothing then or before.
    pub applications: i64,
    /// Applications made then or before, unconfirmed.
    pub unconfirmed: i64,
    /// Messages written then or before.
    pub letters: i64,
    /// Browsers last signed in from then or before.
    pub browsers: i64,
    /// Assemblies that began then or before.
    pub lists: i64,
    /// Elections of assemblies that began then or before, or were given up then.
    pub candidates: i64,
    /// Assemblies that began then or before, whose secret votes nobody opens again.
    pub keys: i64,
    /// Assemblies that were to begin then or before, whose entrusted voices nobody uses any more.
    pub entrusted: i64,
    /// Assemblies that began then or before, whose proxies on paper are due.
    pub proxy_papers: i64,
    /// Register files handed in then or before.
    pub imports: i64,
}

impl Deadlines {
    /// The deadlines at an instant.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for an instant no calendar has.
    pub fn at(now: i64) -> Result<Self, Refusal> {
        let now = DateTime::from_timestamp_micros(now).ok_or(Refusal::Malformed)?;
        let months = |count| micros(now.checked_sub_months(Months::new(count)));
        let days = |count| micros(now.checked_sub_days(Days::new(count)));
        Ok(Self {
            members: months(FORMER_MEMBER)?,
            applications: months(APPLICATION)?,
            unconfirmed: days(UNCONFIRMED)?,
            letters: months(LETTER)?,
            browsers: months(BROWSER)?,
            lists: months(LIST)?,
            candidates: months(CANDIDATES)?,
            keys: months(KEYS)?,
            entrusted: days(ENTRUSTED)?,
            proxy_papers: months(PROXY_PAPERS)?,
            imports: days(IMPORT)?,
        })
    }

    /// Whether somebody is to be forgotten.
    #[must_use]
    pub fn forget(&self, who: &Standing) -> bool {
        use MemberState::{Active, Admitted, Applicant, Deceased, Excluded, Left, Refused, Suspended};
        match who.state {
            Active | Suspended | Admitted => false,
            Applicant => who.unconfirmed && who.applied_at <= self.unconfirmed,
            Refused | Left | Excluded | Deceased => {
                let ended = who.ended_at.unwrap_or(who.active_at.unwrap_or(who.applied_at));
                let deadline = if who.active_at.is_some() { self.members } else { self.applications };
                who.shares == 0 && ended <= deadline
            }
        }
    }
}

fn micros(at: Option<DateTime<Utc>>) -> Result<i64, Refusal> {
    at.map(|at| at.timestamp_micros()).ok_or(Refusal::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros()
    }

    fn former(state: MemberState, ended: &str) -> Standing {
        Standing {
            state,
            applied_at: at("2001-01-01T00:00:00Z"),
            active_at: Some(at("2001-02-01T00:00:00Z")),
            ended_at: Some(at(ended)),
            unconfirmed: false,
            shares: 0,
        }
    }

    #[test]
    fn who_left_is_forgotten_after_five_years_to_the_instant() {
        let deadlines = Deadlines::at(at("2031-03-01T12:00:00Z")).expect("deadlines");
        for state in [MemberState::Left, MemberState::Excluded, MemberState::Deceased] {
            for (ended, forgotten) in [
                ("2026-03-01T11:59:59Z", true),
                ("2026-03-01T12:00:00Z", true),
                ("2026-03-01T12:00:01Z", false),
                ("2030-01-01T00:00:00Z", false),
            ] {
                assert_eq!(deadlines.forget(&former(state, ended)), forgotten, "{state:?} {ended}");
            }
        }
        let owed = Standing { shares: 3, ..former(MemberState::Left, "2020-01-01T00:00:00Z") };
        assert!(!deadlines.forget(&owed), "whoever is owed money is known still");
    }

    #[test]
    fn five_years_from_a_leap_day_end_on_the_last_of_february() {
        let left = former(MemberState::Left, "2024-02-29T10:00:00Z");
        for (now, forgotten) in [("2029-02-28T23:00:00Z", false), ("2029-03-01T00:00:00Z", true)] {
            assert_eq!(Deadlines::at(at(now)).expect("deadlines").forget(&left), forgotten, "{now}");
        }
    }

    #[test]
    fn members_and_who_waits_for_an_answer_are_never_forgotten() {
        let deadlines = Deadlines::at(at("2100-01-01T00:00:00Z")).expect("deadlines");
        for state in [MemberState::Active, MemberState::Suspended, MemberState::Admitted, MemberState::Applicant] {
            assert!(!deadlines.forget(&former(state, "2001-03-01T00:00:00Z")), "{state:?}");
        }
    }

    #[test]
    fn an_application_that_came_to_nothing_is_kept_a_year() {
        let deadlines = Deadlines::at(at("2027-06-01T00:00:00Z")).expect("deadlines");
        for state in [MemberState::Refused, MemberState::Left] {
            for (ended, forgotten) in
                [("2026-05-31T23:59:59Z", true), ("2026-06-01T00:00:00Z", true), ("2026-06-01T00:00:01Z", false)]
            {
                let who = Standing { active_at: None, ..former(state, ended) };
                assert_eq!(deadlines.forget(&who), forgotten, "{state:?} {ended}");
            }
        }
        let dateless =
            Standing { active_at: None, ended_at: None, ..former(MemberState::Refused, "2027-05-01T00:00:00Z") };
        assert!(deadlines.forget(&dateless), "without a date of its own it is as old as the application");
    }

    #[test]
    fn an_unconfirmed_application_waits_thirty_days() {
        let deadlines = Deadlines::at(at("2026-10-31T12:00:00Z")).expect("deadlines");
        for (applied, unconfirmed, forgotten) in [
            ("2026-10-01T12:00:00Z", true, true),
            ("2026-10-01T12:00:01Z", true, false),
            ("2026-01-01T00:00:00Z", false, false),
        ] {
            let who = Standing {
                state: MemberState::Applicant,
                applied_at: at(applied),
                active_at: None,
                ended_at: None,
                unconfirmed,
                shares: 0,
            };
            assert_eq!(deadlines.forget(&who), forgotten, "{applied} {unconfirmed}");
        }
    }

    #[test]
    fn deadlines_are_dates_of_the_calendar() {
        let deadlines = Deadlines::at(at("2027-03-31T00:00:00Z")).expect("deadlines");
        assert_eq!(deadlines.lists, at("2025-02-28T00:00:00Z"), "twenty-five months");
        assert_eq!(deadlines.candidates, at("2025-02-28T00:00:00Z"), "as long");
        assert_eq!(deadlines.keys, at("2025-02-28T00:00:00Z"), "as long");
        assert_eq!(deadlines.entrusted, at("2027-01-30T00:00:00Z"), "sixty days");
        assert_eq!(deadlines.proxy_papers, at("2023-03-31T00:00:00Z"), "four years");
        assert_eq!(deadlines.letters, at("2026-03-31T00:00:00Z"));
        assert_eq!(deadlines.imports, at("2027-03-01T00:00:00Z"));
        assert_eq!(Deadlines::at(i64::MAX), Err(Refusal::Malformed));
        assert_eq!(Deadlines::at(i64::MIN), Err(Refusal::Malformed));
    }
}
