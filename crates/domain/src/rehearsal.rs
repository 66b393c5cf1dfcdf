//! A rehearsal: an assembly with the screens of any other, that binds nobody. It has two texts of its own, asks nobody to come,
//! ends without minutes, and is over by itself after some hours.

use crate::Refusal;
use crate::assembly::AssemblyState;
use crate::attendance::DOORS;
use crate::resolution::Text;
use crate::vote::VoteMode;

const HOUR: i64 = 3600 * 1_000_000;

/// How long it lasts at most, in microseconds: an evening.
pub const LASTS: i64 = 6 * HOUR;

/// How long before an assembly none begins any more, and any is over: its doors open then, and whoever comes early must be entered
/// for the right one.
pub const CLEAR: i64 = DOORS;

/// An assembly that binds, as a rehearsal looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Real {
    /// Where it stands.
    pub state: AssemblyState,
    /// When it starts, microseconds UTC.
    pub starts_at: i64,
    /// Whether ballots are received before its session now, or votes are open.
    pub receives: bool,
}

/// Whether a rehearsal may begin, and until when it lasts: none stands in the way of what binds.
///
/// # Errors
/// [`Refusal::RehearsalInTheWay`].
pub fn begins(now: i64, real: &[Real]) -> Result<i64, Refusal> {
    let until = now.saturating_add(LASTS);
    let soon = |one: &Real| {
        one.state == AssemblyState::Convened
            && one.starts_at > now.saturating_sub(LASTS)
            && one.starts_at <= now.saturating_add(CLEAR)
    };
    let busy = |one: &Real| one.receives || one.state == AssemblyState::InSession || soon(one);
    if real.iter().any(busy) {
        return Err(Refusal::RehearsalInTheWay);
    }
    // It is over before the next assembly needs its screens.
    let next = real.iter().filter(|one| one.state == AssemblyState::Convened && one.starts_at > now);
    Ok(next.map(|one| one.starts_at.saturating_sub(CLEAR)).fold(until, i64::min))
}

/// Nothing that binds is done in a rehearsal: `until` is there for one.
///
/// # Errors
/// [`Refusal::RehearsalOnly`].
pub fn binds(until: Option<i64>) -> Result<(), Refusal> {
    if until.is_some() { Err(Refusal::RehearsalOnly) } else { Ok(()) }
}

/// What is put to the vote: its title, its text, how. One of each kind, that nobody could take for anything else: the words are
/// part of what is signed.
#[must_use]
pub fn agenda() -> [(Text, Text, VoteMode); 2] {
    let text = |fr: &str, en: &str| Text { fr: fr.to_owned(), en: en.to_owned() };
    let nothing = || {
        text(
            "Ceci est une répétition. Ce vote ne décide rien\u{a0}: il sert à apprendre.",
            "This is a rehearsal. This vote decides nothing: it is there to learn.",
        )
    };
    [
        (
            text("Répétition\u{a0}: faire une pause à mi-séance", "Rehearsal: a break halfway through the session"),
            nothing(),
            VoteMode::Open,
        ),
        (
            text("Répétition\u{a0}: servir du café à la pause", "Rehearsal: coffee at the break"),
            nothing(),
            VoteMode::Secret,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000 * HOUR;

    fn real(state: AssemblyState, starts_in: i64, receives: bool) -> Real {
        Real { state, starts_at: NOW + starts_in, receives }
    }

    #[test]
    fn a_rehearsal_is_in_nobodys_way() {
        use AssemblyState::{Cancelled, Convened, Ended, InSession};
        let in_the_way = Err(Refusal::RehearsalInTheWay);
        let table = [
            (vec![], Ok(NOW + LASTS)),
            (vec![real(Convened, 200 * HOUR, false)], Ok(NOW + LASTS)),
            (vec![real(Convened, 200 * HOUR, true)], in_the_way),
            (vec![real(Convened, CLEAR + 2 * HOUR, false)], Ok(NOW + 2 * HOUR)),
            (vec![real(Convened, CLEAR + 1, false)], Ok(NOW + 1)),
            (vec![real(Convened, CLEAR, false)], in_the_way),
            (vec![real(Convened, -HOUR, false)], in_the_way),
            (vec![real(InSession, -HOUR, false)], in_the_way),
            // Called off, over, or convened for a day that passed and never opened.
            (vec![real(Cancelled, HOUR, false), real(Ended, -HOUR, false)], Ok(NOW + LASTS)),
            (vec![real(Convened, -LASTS, false)], Ok(NOW + LASTS)),
        ];
        for (others, expected) in table {
            assert_eq!(begins(NOW, &others), expected, "{others:?}");
        }
    }

    #[test]
    fn its_texts_say_what_they_are_in_both_languages() {
        for (title, text, _) in agenda() {
            assert!(title.fr.starts_with("Répétition") && title.en.starts_with("Rehearsal"), "{title:?}");
            assert!(text.fr.contains("ne décide rien") && text.en.contains("decides nothing"));
        }
        let modes = agenda().map(|(_, _, mode)| mode);
        assert_eq!(modes, [VoteMode::Open, VoteMode::Secret]);
    }

    #[test]
    fn what_binds_is_refused_in_one() {
        assert_eq!((binds(None), binds(Some(0))), (Ok(()), Err(Refusal::RehearsalOnly)));
    }
}
