//! What is decided about a member's voting keys: when a second means counts, when two officers may help somebody who
//! lost everything, how often one is reminded. Instants are microseconds UTC.

use crate::Refusal;
use crate::ids::MemberId;
use crate::roles::Means;

const MINUTE: i64 = 60 * 1_000_000;
const HOUR: i64 = 60 * MINUTE;

/// How long a second means counts after it was shown.
pub const SECOND_LASTS: i64 = 15 * MINUTE;
/// How long the second officer has to confirm, and then the member to use the code.
pub const RECOVERY_LASTS: i64 = 24 * HOUR;
/// Codes of a recovery that may be mistyped.
pub const RECOVERY_TRIES: u32 = 5;
/// At most one reminder to a member in this time.
pub const REMIND_EVERY: i64 = 72 * HOUR;
/// What the code of a recovery is written with: no letter or digit that is taken for another when read aloud or by hand.
pub const CODE_LETTERS: &[u8; 24] = b"ACDEFGHJKLMNPQRTUVWXY347";
/// Letters of a code.
pub const CODE_LENGTH: usize = 12;

/// Whether a second means shown at `second_at` still counts.
#[must_use]
pub fn second_holds(second_at: Option<i64>, now: i64) -> bool {
    second_at.is_some_and(|at| at <= now && now < at + SECOND_LASTS)
}

/// Whether a code sent by a message is a second means beside the one somebody signed in with. Another message is not.
///
/// # Errors
/// [`Refusal::SecondSameMeans`].
pub fn message_is_second(means: Means) -> Result<(), Refusal> {
    if means == Means::Mail { Err(Refusal::SecondSameMeans) } else { Ok(()) }
}

/// A code as it is compared: capitals, without what people put between groups of letters. Longer than any code, it is
/// cut.
#[must_use]
pub fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(2 * CODE_LENGTH).collect()
}

/// Two officers help a member who lost everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Who lost the key.
    pub member: MemberId,
    /// Who saw the member and began.
    pub begun_by: MemberId,
    /// Who confirmed.
    pub confirmed_by: Option<MemberId>,
    /// Codes tried.
    pub tries: u32,
    /// Until when the next step may be taken.
    pub expires_at: i64,
    /// When the code was used.
    pub used_at: Option<i64>,
}

/// Where a recovery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits for a second officer.
    Begun,
    /// The member has a code to type.
    Confirmed,
    /// A key came of it.
    Used,
    /// Too late, or too many wrong codes.
    Over,
}

impl Recovery {
    /// Where it stands at an instant.
    #[must_use]
    pub fn stage(&self, now: i64) -> Stage {
        if self.used_at.is_some() {
            Stage::Used
        } else if now >= self.expires_at || self.tries >= RECOVERY_TRIES {
            Stage::Over
        } else if self.confirmed_by.is_some() {
            Stage::Confirmed
        } else {
            Stage::Begun
        }
    }

    /// Whether an officer may confirm it now.
    ///
    /// # Errors
    /// [`Refusal::SameOfficer`] for who began it and for the member; [`Refusal::RecoveryConfirmed`] when somebody did;
    /// [`Refusal::RecoveryOver`] when it is too late.
    pub fn confirm(&self, officer: MemberId, now: i64) -> Result<(), Refusal> {
        match self.stage(now) {
            Stage::Confirmed => Err(Refusal::RecoveryConfirmed),
            Stage::Used | Stage::Over => Err(Refusal::RecoveryOver),
            Stage::Begun if officer == self.begun_by || officer == self.member => Err(Refusal::SameOfficer),
            Stage::Begun => Ok(()),
        }
    }
}

/// Whether an officer may begin to help a member: nobody helps themselves.
///
/// # Errors
/// [`Refusal::SameOfficer`].
pub fn may_begin(officer: MemberId, member: MemberId) -> Result<(), Refusal> {
    if officer == member { Err(Refusal::SameOfficer) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> MemberId {
        MemberId(Uuid::from_u128(n))
    }

    fn begun() -> Recovery {
        Recovery { member: id(1), begun_by: id(2), confirmed_by: None, tries: 0, expires_at: 100, used_at: None }
    }

    #[test]
    fn a_second_means_counts_for_a_quarter_of_an_hour() {
        assert!(!second_holds(None, 0));
        for (now, holds) in [(9, false), (10, true), (9 + SECOND_LASTS, true), (10 + SECOND_LASTS, false)] {
            assert_eq!(second_holds(Some(10), now), holds, "{now}");
        }
    }

    #[test]
    fn a_message_is_no_second_means_beside_a_message() {
        for (means, expected) in [
            (Means::Mail, Err(Refusal::SecondSameMeans)),
            (Means::Key, Ok(())),
            (Means::Passkey, Ok(())),
            (Means::Demo, Ok(())),
        ] {
            assert_eq!(message_is_second(means), expected, "{means:?}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(plain_code(" acde-fghj klmn "), "ACDEFGHJKLMN");
        assert_eq!(plain_code("é\u{0}–"), "");
        assert_eq!(plain_code(&"A".repeat(10_000)).len(), 24);
        for confused in *b"0O1I5S2Z8B69" {
            assert!(!CODE_LETTERS.contains(&confused), "{}", char::from(confused));
        }
    }

    #[test]
    fn a_recovery_has_its_stages_and_their_limits() {
        let confirmed = Recovery { confirmed_by: Some(id(3)), ..begun() };
        for (recovery, now, stage) in [
            (begun(), 99, Stage::Begun),
            (begun(), 100, Stage::Over),
            (confirmed, 99, Stage::Confirmed),
            (confirmed, 100, Stage::Over),
            (Recovery { tries: 4, ..confirmed }, 0, Stage::Confirmed),
            (Recovery { tries: 5, ..confirmed }, 0, Stage::Over),
            (Recovery { used_at: Some(5), ..confirmed }, 1_000, Stage::Used),
        ] {
            assert_eq!(recovery.stage(now), stage, "{recovery:?} at {now}");
        }
    }

    #[test]
    fn it_takes_two_officers_and_neither_is_the_member() {
        assert_eq!(may_begin(id(1), id(1)), Err(Refusal::SameOfficer));
        assert_eq!(may_begin(id(2), id(1)), Ok(()));
        assert_eq!(begun().confirm(id(2), 0), Err(Refusal::SameOfficer), "who began it");
        assert_eq!(begun().confirm(id(1), 0), Err(Refusal::SameOfficer), "the member");
        assert_eq!(begun().confirm(id(3), 99), Ok(()));
        assert_eq!(begun().confirm(id(3), 100), Err(Refusal::RecoveryOver));
        let confirmed = Recovery { confirmed_by: Some(id(3)), ..begun() };
        assert_eq!(confirmed.confirm(id(4), 0), Err(Refusal::RecoveryConfirmed));
    }
}
