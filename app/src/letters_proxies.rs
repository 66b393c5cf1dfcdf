//! The words of letters about proxies.

use service::{ProxyLetter, ProxySays};

use crate::components::time::day;
use crate::i18n::{Arg, Lang};
use crate::letters::Part;

/// Subject and parts of a letter. Whose voice it is stands in the text, not in the subject, which is listed for the secretary.
pub(crate) fn words(letter: &ProxyLetter, lang: Lang) -> (String, Vec<Part>) {
    let on = day(letter.starts_at, &letter.time_zone, lang);
    let say = |key: &str, more: &[(&'static str, Arg)]| {
        let mut args: Vec<(&str, Arg)> = vec![("day", on.clone().into())];
        args.extend(more.iter().cloned());
        Part::Words(lang.with(key, &args))
    };
    let subject = |key: &str| lang.with(key, &[("day", on.clone().into())]);
    let mut parts = vec![Part::Words(lang.with("mail-greeting", &[("name", letter.name.clone().into())]))];
    let subject = match &letter.says {
        ProxySays::Asked { by, accepted } => {
            let key = if *accepted { "mail-proxy-carried-text" } else { "mail-proxy-asked-text" };
            parts.push(say(key, &[("name", by.clone().into())]));
            subject("mail-proxy-asked-subject")
        }
        ProxySays::Received { holder, paper } => {
            parts.push(match holder {
                Some(holder) => say("mail-proxy-received-text", &[("name", holder.clone().into())]),
                None => say("mail-proxy-received-blank", &[]),
            });
            parts.push(say(if *paper { "mail-proxy-received-paper" } else { "mail-proxy-received-signed" }, &[]));
            subject("mail-proxy-received-subject")
        }
        ProxySays::Answered { holder, accepted } => {
            let key = if *accepted { "mail-proxy-accepted-text" } else { "mail-proxy-declined-text" };
            parts.push(say(key, &[("name", holder.clone().into())]));
            subject(if *accepted { "mail-proxy-accepted-subject" } else { "mail-proxy-declined-subject" })
        }
        ProxySays::Over { grantor, why } => {
            parts.push(say("mail-proxy-over-text", &[("name", grantor.clone().into())]));
            parts.push(say(&format!("proxy-why-{}", why.word()), &[]));
            parts.push(say("mail-proxy-over-what", &[]));
            subject("mail-proxy-over-subject")
        }
    };
    parts.push(Part::Link(lang.t("mail-proxy-button"), letter.link.clone()));
    (subject, parts)
}
