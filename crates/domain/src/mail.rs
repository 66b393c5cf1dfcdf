//! What becomes of a message to somebody.
//!
//! Between handing a message to the mail server and hearing its answer the program may die. Such a message is *in doubt*:
//! it is not sent again by itself, since a convocation that comes twice is worse than one a person decides to repeat.
//! The secretary sees it and may send it again.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Minutes to wait after each attempt that the mail server put off; after the last, the message has failed.
const PATIENCE: [i64; 7] = [1, 5, 15, 60, 240, 720, 1440];
const MINUTE: i64 = 60 * 1_000_000;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailState {
    /// Waiting for its turn.
    Queued,
    /// Handed to the mail server; its answer is not known yet.
    Sending,
    /// The mail server accepted it.
    Sent,
    /// The mail server knows no such address.
    Bounced,
    /// The mail server will not take it, or was silent too long.
    Failed,
    /// The program stopped before it heard the answer.
    Doubtful,
}

/// What the mail server answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Accepted.
    Accepted,
    /// Not now.
    Later,
    /// No such recipient.
    NoRecipient,
    /// Never.
    Never,
    /// The connection broke after the message was handed over.
    Unknown,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Bounced, Self::Failed, Self::Doubtful];

    /// The state after an answer to attempt `attempt` (from 1), given at `now`; with when to try again, if so. Nothing is
    /// sent after `until`: a sign-in link that comes too late only confuses.
    ///
    /// # Errors
    /// [`Refusal::MailState`] when the message was not being sent.
    pub fn after(
        self,
        delivery: Delivery,
        attempt: u32,
        now: i64,
        until: Option<i64>,
    ) -> Result<(Self, Option<i64>), Refusal> {
        if self != Self::Sending {
            return Err(Refusal::MailState);
        }
        Ok(match delivery {
            Delivery::Accepted => (Self::Sent, None),
            Delivery::NoRecipient => (Self::Bounced, None),
            Delivery::Never => (Self::Failed, None),
            Delivery::Unknown => (Self::Doubtful, None),
            Delivery::Later => {
                let wait = usize::try_from(attempt).ok().and_then(|n| PATIENCE.get(n.checked_sub(1)?));
                let due =
                    wait.map(|minutes| now + minutes * MINUTE).filter(|due| until.is_none_or(|until| *due < until));
                due.map_or((Self::Failed, None), |due| (Self::Queued, Some(due)))
            }
        })
    }

    /// Sends again what did not arrive, or may not have: a person decided it.
    ///
    /// # Errors
    /// [`Refusal::MailState`] for what was sent or is on its way.
    pub fn again(self) -> Result<Self, Refusal> {
        match self {
            Self::Bounced | Self::Failed | Self::Doubtful => Ok(Self::Queued),
            Self::Queued | Self::Sending | Self::Sent => Err(Refusal::MailState),
        }
    }
}

/// A quarter of an hour, in which somebody is told once that they voted.
pub const QUARTER: i64 = 15 * MINUTE;

/// A quarter of an hour in which a message is sent, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Number of the quarter since 1970.
    pub quarter: i64,
    /// When the message is due.
    pub due_at: i64,
}

/// The two turns of a message about what happened at `now`: at once, if none was sent in this quarter of an hour, else when
/// the next begins. So whoever votes ten times in an hour gets a handful of messages, and nothing that happened is followed
/// by none: a message is sent after it, at most a quarter of an hour later.
#[must_use]
pub fn turns(now: i64) -> [Turn; 2] {
    let quarter = now.div_euclid(QUARTER);
    [Turn { quarter, due_at: now }, Turn { quarter: quarter + 1, due_at: (quarter + 1) * QUARTER }]
}

/// An address as it is compared: without surrounding space, in small letters. The part before the `@` may in theory tell
/// capitals apart; nobody's mail server does, and people type it as their phone capitalises it.
///
/// # Errors
/// [`Refusal::EmailInvalid`] for what is no `local@domain.tld` of at most 254 characters.
pub fn address(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let shape = || {
        let (local, domain) = text.rsplit_once('@')?;
        let dotted = domain.split('.').count() > 1 && domain.split('.').all(label);
        (!local.is_empty() && local.len() <= 64 && local.chars().all(ordinary) && !local.contains('@') && dotted)
            .then_some(())
    };
    if text.len() <= 254 && shape().is_some() { Ok(text.to_lowercase()) } else { Err(Refusal::EmailInvalid) }
}

fn label(label: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '-';
    !label.is_empty()
        && label.len() <= 63
        && label.chars().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// No space, control, quote, bracket or list sign: quoted local parts exist in the standard, not in members' lives.
fn ordinary(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

#[cfg(test)]
mod tests {
    use MailState::{Bounced, Doubtful, Failed, Queued, Sending, Sent};

    use super::*;

    #[test]
    fn each_answer_leads_somewhere() {
        let after = |delivery| Sending.after(delivery, 1, 0, None);
        assert_eq!(after(Delivery::Accepted), Ok((Sent, None)));
        assert_eq!(after(Delivery::NoRecipient), Ok((Bounced, None)));
        assert_eq!(after(Delivery::Never), Ok((Failed, None)));
        assert_eq!(after(Delivery::Unknown), Ok((Doubtful, None)));
        assert_eq!(after(Delivery::Later), Ok((Queued, Some(MINUTE))));
        for state in MailState::ALL.into_iter().filter(|state| *state != Sending) {
            assert_eq!(state.after(Delivery::Accepted, 1, 0, None), Err(Refusal::MailState), "{state:?}");
        }
    }

    #[test]
    fn patience_grows_and_ends() {
        let mut last = 0;
        for attempt in 1..=7 {
            let (state, due) = Sending.after(Delivery::Later, attempt, 0, None).unwrap();
            assert_eq!(state, Queued);
            assert!(due.unwrap() > last, "attempt {attempt}");
            last = due.unwrap();
        }
        assert_eq!(Sending.after(Delivery::Later, 8, 0, None), Ok((Failed, None)));
        assert_eq!(Sending.after(Delivery::Later, 0, 0, None), Ok((Failed, None)));
        assert_eq!(Sending.after(Delivery::Later, 2, 0, Some(5 * MINUTE)), Ok((Failed, None)));
        assert_eq!(Sending.after(Delivery::Later, 1, 0, Some(5 * MINUTE)), Ok((Queued, Some(MINUTE))));
    }

    #[test]
    fn a_person_repeats_only_what_did_not_arrive() {
        for (state, again) in [
            (Queued, Err(Refusal::MailState)),
            (Sending, Err(Refusal::MailState)),
            (Sent, Err(Refusal::MailState)),
            (Bounced, Ok(Queued)),
            (Failed, Ok(Queued)),
            (Doubtful, Ok(Queued)),
        ] {
            assert_eq!(state.again(), again, "{state:?}");
        }
    }

    /// Whenever votes are cast: one message in a quarter at most, and one after each vote, soon.
    #[test]
    fn whoever_votes_often_is_told_seldom_and_never_not_at_all() {
        for gap in [1, 7, 61, 299, 899, 900, 901, 3000] {
            let mut sent: Vec<Turn> = Vec::new();
            for now in (0..20).map(|n| 1_795_431_600_000_000 + n * gap * 1_000_000) {
                let free = |turn: &Turn| !sent.iter().any(|before| before.quarter == turn.quarter);
                if let Some(turn) = turns(now).into_iter().find(free) {
                    sent.push(turn);
                }
                let after = sent.iter().find(|turn| turn.due_at >= now).unwrap();
                assert!(after.due_at - now <= QUARTER, "{gap}: {now}");
            }
            for pair in sent.windows(2) {
                assert!(pair[0].due_at.div_euclid(QUARTER) < pair[1].due_at.div_euclid(QUARTER), "{gap}");
            }
        }
    }

    #[test]
    fn addresses_as_people_have_them() {
        for (typed, kept) in [
            ("  Camille.Durand@Exemple.FR ", "camille.durand@exemple.fr"),
            ("a+coop@sub.example.org", "a+coop@sub.example.org"),
            ("rené@école.fr", "rené@école.fr"),
        ] {
            assert_eq!(address(typed).as_deref(), Ok(kept));
        }
        let long = format!("{}@example.org", "a".repeat(65));
        let wrong = [
            "",
            "@",
            "a@",
            "@b.fr",
            "a@b",
            "a b@c.fr",
            "a@b..fr",
            "a@-b.fr",
            "a@b@c.fr",
            "a@b.fr\nBcc: x@y.fr",
            "<a@b.fr>",
            "\"a\"@b.fr",
            "a,b@c.fr",
            &long,
        ];
        for typed in wrong {
            assert_eq!(address(typed), Err(Refusal::EmailInvalid), "{typed:?}");
        }
    }
}
