//! An assembly and its session.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::statutes::Preset;

/// What the assembly may decide, and so under which quorum and majority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssemblyKind {
    /// Accounts, elections, ordinary business (C. com. L.225-98).
    Ordinary,
    /// Statutes, merger, dissolution (C. com. L.225-96).
    Extraordinary,
    /// Both on one day: each item is decided by the rules of its own kind.
    Mixed,
    /// The first of all, convened by the founders (C. com. L.225-7): the cooperative has no statutes in force yet.
    Constitutive,
}

impl AssemblyKind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Ordinary, Self::Extraordinary, Self::Mixed, Self::Constitutive];

    /// The stored word, also in the record.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Extraordinary => "extraordinary",
            Self::Mixed => "mixed",
            Self::Constitutive => "constitutive",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Where the assembly stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssemblyState {
    /// The notice was sent; texts are frozen.
    Convened,
    /// Votes may open and close.
    InSession,
    /// Every vote is decided and the minutes are published.
    Ended,
    /// Called off before it began: everybody convened was told why.
    Cancelled,
}

impl AssemblyState {
    /// `Convened -> InSession`. Opening twice changes nothing and is no fault: two officers may press at once.
    ///
    /// # Errors
    /// [`Refusal::AssemblyOver`].
    pub fn open_session(self) -> Result<Self, Refusal> {
        match self {
            Self::Convened | Self::InSession => Ok(Self::InSession),
            Self::Ended => Err(Refusal::AssemblyOver),
            Self::Cancelled => Err(Refusal::AssemblyCancelled),
        }
    }

    /// Whether votes may open now.
    ///
    /// # Errors
    /// [`Refusal::NotInSession`] before, [`Refusal::AssemblyOver`] after.
    pub fn require_session(self) -> Result<(), Refusal> {
        match self {
            Self::Convened => Err(Refusal::NotInSession),
            Self::InSession => Ok(()),
            Self::Ended => Err(Refusal::AssemblyOver),
            Self::Cancelled => Err(Refusal::AssemblyCancelled),
        }
    }

    /// Whether its convocation may still be corrected: until the session opens.
    ///
    /// # Errors
    /// [`Refusal::AssemblyBegun`], [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`].
    pub fn correct(self) -> Result<(), Refusal> {
        match self {
            Self::Convened => Ok(()),
            Self::InSession => Err(Refusal::AssemblyBegun),
            Self::Ended => Err(Refusal::AssemblyOver),
            Self::Cancelled => Err(Refusal::AssemblyCancelled),
        }
    }

    /// `Convened -> Cancelled`.
    ///
    /// # Errors
    /// As [`Self::correct`].
    pub fn cancel(self) -> Result<Self, Refusal> {
        self.correct().map(|()| Self::Cancelled)
    }

    /// `InSession -> Ended`, when the minutes are published.
    ///
    /// # Errors
    /// [`Refusal::NotInSession`] before, [`Refusal::MinutesPublished`] after.
    pub fn end(self) -> Result<Self, Refusal> {
        match self {
            Self::Convened => Err(Refusal::NotInSession),
            Self::InSession => Ok(Self::Ended),
            Self::Ended => Err(Refusal::MinutesPublished),
            Self::Cancelled => Err(Refusal::AssemblyCancelled),
        }
    }
}

/// Whether votes may open, of a session suspended since an instant or not at all.
///
/// # Errors
/// [`Refusal::SessionSuspended`].
pub fn going_on(suspended_at: Option<i64>) -> Result<(), Refusal> {
    if suspended_at.is_some() { Err(Refusal::SessionSuspended) } else { Ok(()) }
}

/// Whether a notice leaves members the days their rules give them (C. com. R.225-69). Instants are microseconds UTC;
/// days are those of the assembly's time zone, an IANA name, and clear ones count neither the day of the notice nor
/// that of the assembly.
///
/// # Errors
/// [`Refusal::NoticeTooShort`]; [`Refusal::Malformed`] for an unknown zone or an instant no calendar has.
pub fn check_notice(preset: &Preset, call: u8, sent_at: i64, starts_at: i64, time_zone: &str) -> Result<(), Refusal> {
    let given = notice_given(preset, sent_at, starts_at, time_zone)?;
    if given >= i64::from(preset.notice_of(call)) { Ok(()) } else { Err(Refusal::NoticeTooShort) }
}

/// The days of notice that a notice sent at an instant leaves, counted as the rules count them; negative once it is past.
///
/// # Errors
/// [`Refusal::Malformed`] as for [`check_notice`].
pub fn notice_given(preset: &Preset, sent_at: i64, starts_at: i64, time_zone: &str) -> Result<i64, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    let between = (day(starts_at, zone)? - day(sent_at, zone)?).num_days();
    Ok(if preset.clear_days { between - 1 } else { between })
}

fn day(at: i64, zone: Tz) -> Result<NaiveDate, Refusal> {
    Ok(DateTime::from_timestamp_micros(at).ok_or(Refusal::Malformed)?.with_timezone(&zone).date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use AssemblyState::{Cancelled, Convened, Ended, InSession};

    #[test]
    fn each_transition_from_each_state() {
        let table = [
            (Convened, Ok(InSession), Err(Refusal::NotInSession), Err(Refusal::NotInSession)),
            (InSession, Ok(InSession), Ok(()), Ok(Ended)),
            (Ended, Err(Refusal::AssemblyOver), Err(Refusal::AssemblyOver), Err(Refusal::MinutesPublished)),
            (
                Cancelled,
                Err(Refusal::AssemblyCancelled),
                Err(Refusal::AssemblyCancelled),
                Err(Refusal::AssemblyCancelled),
            ),
        ];
        for (state, open, require, end) in table {
            assert_eq!(state.open_session(), open, "{state:?}");
            assert_eq!(state.require_session(), require, "{state:?}");
            assert_eq!(state.end(), end, "{state:?}");
        }
    }

    #[test]
    fn only_what_has_not_begun_is_corrected_or_called_off() {
        let table = [
            (Convened, Ok(Cancelled)),
            (InSession, Err(Refusal::AssemblyBegun)),
            (Ended, Err(Refusal::AssemblyOver)),
            (Cancelled, Err(Refusal::AssemblyCancelled)),
        ];
        for (state, cancel) in table {
            assert_eq!(state.cancel(), cancel, "{state:?}");
            assert_eq!(state.correct(), cancel.map(drop), "{state:?}");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in AssemblyKind::ALL {
            assert_eq!(AssemblyKind::from_word(kind.word()), Some(kind));
            assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.word());
        }
    }

    fn notice(call: u8, sent: &str, starts: &str) -> Result<(), Refusal> {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros();
        let preset = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        check_notice(&preset, call, at(sent), at(starts), "Europe/Paris")
    }

    #[test]
    fn days_of_notice_are_clear_days_of_the_place() {
        let table = [
            (1, "2026-11-01T12:00:00Z", "2026-11-17T18:00:00Z", true),
            (1, "2026-11-01T12:00:00Z", "2026-11-16T18:00:00Z", false),
            // The hour of the day does not matter.
            (1, "2026-11-01T22:59:00Z", "2026-11-17T00:00:00Z", true),
            // Half past eleven at night UTC is the next day in Paris.
            (1, "2026-11-01T23:30:00Z", "2026-11-17T18:00:00Z", false),
            // A day of twenty-five hours is one day.
            (1, "2026-10-20T12:00:00Z", "2026-11-05T00:30:00Z", true),
            (2, "2026-11-01T12:00:00Z", "2026-11-12T18:00:00Z", true),
            (2, "2026-11-01T12:00:00Z", "2026-11-11T18:00:00Z", false),
            (1, "2026-11-17T12:00:00Z", "2026-11-01T18:00:00Z", false),
        ];
        for (call, sent, starts, enough) in table {
            let expected = if enough { Ok(()) } else { Err(Refusal::NoticeTooShort) };
            assert_eq!(notice(call, sent, starts), expected, "{call} {sent} {starts}");
        }
    }

    #[test]
    fn days_that_are_not_clear_count_the_day_of_the_assembly() {
        let mut preset = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let days = |preset: &Preset, days: i64| check_notice(preset, 1, 0, days * 86_400_000_000, "UTC");
        assert_eq!((days(&preset, 15), days(&preset, 16)), (Err(Refusal::NoticeTooShort), Ok(())));
        preset.clear_days = false;
        assert_eq!((days(&preset, 14), days(&preset, 15)), (Err(Refusal::NoticeTooShort), Ok(())));
    }

    #[test]
    fn a_place_or_an_instant_that_is_not_there_is_refused() {
        let preset = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        assert_eq!(check_notice(&preset, 1, 0, 0, "Europe/Nowhere"), Err(Refusal::Malformed));
        assert_eq!(check_notice(&preset, 1, i64::MIN, i64::MAX, "UTC"), Err(Refusal::Malformed));
    }
}
