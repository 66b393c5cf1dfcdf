//! Messages: the way out, and what lies about.

use domain::mail::MailState;
use service::upkeep::Outbox;

use super::{Finding, Level};
use crate::config::Settings;
use crate::mail::Carrier;

/// A message that waits longer than this says that something is wrong: the outbox looks every second, and a mail server
/// that puts off is asked again in a minute.
const LONG: i64 = 15 * 60 * 1_000_000;

/// Whether messages can leave.
pub async fn way(settings: &Settings) -> Finding {
    if settings.mail.smtp.is_none() && !settings.data.is_dir() {
        // Looking makes no folder.
        return Finding::new("mail", Level::Fault, "NOT CHECKED: there is no data folder");
    }
    let carrier = match Carrier::new(&settings.mail, &settings.data) {
        Ok(carrier) => carrier,
        Err(error) => return Finding::new("mail", Level::Fault, format!("{error:#}")),
    };
    match carrier.look().await {
        Ok(words) if settings.mail.smtp.is_some() => Finding::new("mail", Level::Ok, words),
        // Nobody reads a folder by itself: fine to try things, not to convene an assembly.
        Ok(words) => Finding::new("mail", Level::Warning, words),
        Err(words) => Finding::new("mail", Level::Fault, words),
    }
}

/// What waits, failed or is in doubt.
pub fn outbox(outbox: &Outbox, by_server: bool) -> Finding {
    let doubtful = outbox.count(MailState::Doubtful);
    let waiting = outbox.oldest.unwrap_or(0);
    let level = match (waiting > LONG && by_server, outbox.failed + doubtful) {
        (true, _) => Level::Fault,
        (false, 0) => Level::Ok,
        (false, _) => Level::Warning,
    };
    let words = format!(
        "{} waiting (the longest for {} minutes), {} failed or returned in a day, {doubtful} in doubt",
        outbox.count(MailState::Queued),
        waiting / 60_000_000,
        outbox.failed,
    );
    Finding::new("messages", level, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_too_long_is_a_fault_and_what_failed_a_warning() {
        let of = |states: &[(MailState, u32)], oldest, failed| Outbox { states: states.to_vec(), oldest, failed };
        assert_eq!(outbox(&of(&[], None, 0), true).level, Level::Ok);
        assert_eq!(outbox(&of(&[(MailState::Queued, 3)], Some(LONG), 0), true).level, Level::Ok);
        assert_eq!(outbox(&of(&[(MailState::Queued, 3)], Some(LONG + 1), 0), true).level, Level::Fault);
        assert_eq!(outbox(&of(&[], None, 1), true).level, Level::Warning);
        let doubt = outbox(&of(&[(MailState::Doubtful, 2)], None, 0), true);
        assert_eq!(doubt.level, Level::Warning);
        assert!(doubt.words.contains("2 in doubt"), "{}", doubt.words);
    }
}
