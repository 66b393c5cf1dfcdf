//! Messages: the way out, and what lies about.

use domain::mail::MailState;
use service::upkeep::Outbox;

use super::{Finding, Level};
use crate::causes;
use crate::config::Settings;
use crate::mail::{self, Carrier};

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
        Err(error) => return Finding::new("mail", Level::Fault, causes::of(&error)),
    };
    leaving(carrier.look().await, &settings.mail)
}

fn leaving(looked: Result<String, String>, mail: &mail::Options) -> Finding {
    match (looked, mail.smtp.is_some(), mail.mail_from.is_some()) {
        (Err(words), ..) => Finding::new("mail", Level::Fault, words),
        (Ok(words), true, true) => Finding::new("mail", Level::Ok, words),
        (Ok(words), true, false) => {
            let words = format!("{words}; messages are from voix@localhost: write who they are from, below [mail]");
            Finding::new("mail", Level::Warning, words)
        }
        // Nobody reads a folder by itself: fine to try things, not to convene an assembly.
        (Ok(words), false, _) => Finding::new("mail", Level::Warning, words),
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
    fn messages_from_nobody_and_a_folder_are_warnings() {
        let way = |smtp: bool, from: bool| {
            let mail = mail::Options {
                smtp: smtp.then(|| "smtp://mail".to_owned()),
                mail_from: from.then(|| "bureau@example.org".to_owned()),
            };
            leaving(Ok("it answers".to_owned()), &mail)
        };
        assert_eq!((way(true, true).level, way(true, false).level), (Level::Ok, Level::Warning));
        assert!(way(true, false).words.contains("voix@localhost"), "{}", way(true, false).words);
        assert_eq!((way(false, true).level, way(false, false).level), (Level::Warning, Level::Warning));
    }

    #[tokio::test]
    async fn looking_makes_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let options = crate::config::Options::of(None, None, Some(folder.path().to_owned()));
        let found = way(&options.resolve().unwrap()).await;
        assert_eq!(found.level, Level::Warning, "{}", found.words);
        assert!(found.words.contains("messages are written to"), "{}", found.words);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

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
