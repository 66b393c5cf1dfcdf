//! The words of letters about a member's own record.

use service::OwnLetter;

use crate::components::money::shares as count;
use crate::components::time::in_words;
use crate::i18n::Lang;
use crate::letters::Part;

/// Subject and parts of a letter.
pub(crate) fn words(letter: &OwnLetter, lang: Lang) -> (String, Vec<Part>) {
    let hello = |name: &str| Part::Words(lang.with("mail-greeting", &[("name", name.into())]));
    let said = |key: &str| Part::Words(lang.t(key));
    match letter {
        OwnLetter::ConfirmEmail { name, link } => (
            lang.t("mail-confirm-email-subject"),
            vec![
                hello(name),
                said("mail-confirm-email-text"),
                Part::Link(lang.t("mail-confirm-email-button"), link.clone()),
                said("mail-confirm-email-not-you"),
            ],
        ),
        OwnLetter::EmailChanging { name } => {
            (lang.t("mail-email-changing-subject"), vec![hello(name), said("mail-email-changing-text")])
        }
        OwnLetter::Left { name, shares } => (
            lang.t("mail-left-subject"),
            vec![
                hello(name),
                said("mail-left-text"),
                Part::Words(lang.with("mail-left-shares", &[("shares", (*shares).into())])),
                said("mail-left-not-you"),
            ],
        ),
        OwnLetter::MemberLeft { name, number, shares } => (
            lang.with("mail-member-left-subject", &[("number", (*number).into())]),
            vec![Part::Words(lang.with(
                "mail-member-left-text",
                &[("name", name.clone().into()), ("number", (*number).into()), ("shares", (*shares).into())],
            ))],
        ),
        OwnLetter::Decided { .. } => decided(letter, lang),
        OwnLetter::CodePrinted { name, at, zone, link } => (
            lang.t("mail-paper-code-subject"),
            vec![
                hello(name),
                Part::Words(lang.with("mail-paper-code-text", &[("when", in_words(*at, zone, lang).into())])),
                said("mail-paper-code-not-you"),
                Part::Link(lang.t("votes-title"), link.clone()),
            ],
        ),
        OwnLetter::SeatDeclined { name, title, at, zone, link } => {
            let title = lang.pick(title);
            let args = [("when", in_words(*at, zone, lang).into()), ("title", title.clone().into())];
            (
                lang.t("mail-seat-declined-subject"),
                vec![
                    hello(name),
                    Part::Words(lang.with("mail-seat-declined-text", &args)),
                    said("mail-seat-declined-not-you"),
                    Part::Link(title, link.clone()),
                ],
            )
        }
        OwnLetter::KeyMade { name, at, zone, link } => (
            lang.t("mail-key-made-subject"),
            vec![
                hello(name),
                Part::Words(lang.with("mail-key-made-text", &[("when", in_words(*at, zone, lang).into())])),
                said("mail-key-made-not-you"),
                Part::Link(lang.t("votes-title"), link.clone()),
            ],
        ),
        OwnLetter::NewBrowser { name, browser, at, zone, link } => {
            let browser = if browser.is_empty() { lang.t("mail-new-browser-unknown") } else { browser.clone() };
            let args = [("when", in_words(*at, zone, lang).into()), ("browser", browser.into())];
            (
                lang.t("mail-new-browser-subject"),
                vec![
                    hello(name),
                    Part::Words(lang.with("mail-new-browser-text", &args)),
                    said("mail-new-browser-not-you"),
                    Part::Link(lang.t("sessions-title"), link.clone()),
                ],
            )
        }
    }
}

/// What the board decided on a request about shares.
fn decided(letter: &OwnLetter, lang: Lang) -> (String, Vec<Part>) {
    let OwnLetter::Decided { name, kind, shares, left, granted, reason, link } = letter else {
        return (String::new(), Vec::new());
    };
    let outcome = if *granted { "granted" } else { "refused" };
    let asked = lang.with(&format!("mail-request-{}", kind.word()), &[("shares", count(*shares, lang).into())]);
    let hello = lang.with("mail-greeting", &[("name", name.clone().into())]);
    let mut parts =
        vec![Part::Words(hello), Part::Words(asked), Part::Words(lang.t(&format!("mail-request-{outcome}")))];
    if !reason.is_empty() {
        parts.extend([Part::Words(lang.t("shares-reason")), Part::Words(reason.clone())]);
    }
    if *left {
        parts.push(Part::Words(lang.t("mail-request-left")));
    } else {
        parts.push(Part::Link(lang.t("shares-title"), link.clone()));
    }
    (lang.t(&format!("mail-request-{outcome}-subject")), parts)
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang as Language;
    use domain::share_requests::RequestKind;
    use service::{Composer as _, Letter};

    use super::*;
    use crate::letters::Letters;

    #[test]
    fn what_was_decided_and_why_is_said_in_both_languages() {
        for lang in [Language::Fr, Language::En] {
            for kind in RequestKind::ALL {
                for (granted, left) in [(true, false), (true, true), (false, false)] {
                    let letter = Letter::Own(OwnLetter::Decided {
                        name: "Camille".to_owned(),
                        kind,
                        shares: 12,
                        left,
                        granted,
                        reason: "Le capital suffit.".to_owned(),
                        link: "https://vote.example.org/me/shares".to_owned(),
                    });
                    let letter = Letters.compose(
                        &letter,
                        lang,
                        &service::Letterhead { cooperative: "Les Essais".to_owned(), ..Default::default() },
                    );
                    assert!(
                        letter.text.contains("12") && letter.text.contains("Le capital suffit."),
                        "{}",
                        letter.text
                    );
                    assert_eq!(letter.text.contains("/me/shares"), !left, "who left signs in no more");
                    assert!(
                        !letter.text.contains("mail-request") && !letter.subject.contains("mail-"),
                        "{}",
                        letter.text
                    );
                    assert!(!letter.subject.contains("capital"), "subjects are listed for the secretary");
                }
            }
        }
    }

    #[test]
    fn whoever_is_said_to_decline_reads_which_seat_and_what_to_do() {
        for (lang, not_you, title) in [
            (Language::Fr, "Vous ne l’avez pas dit", "Conseil d’administration"),
            (Language::En, "You did not say so?", "Board"),
        ] {
            let letter = Letter::Own(OwnLetter::SeatDeclined {
                name: "Camille".to_owned(),
                title: domain::resolution::Text { fr: "Conseil d’administration".to_owned(), en: "Board".to_owned() },
                at: 1_774_789_200_000_000,
                zone: "Indian/Reunion".to_owned(),
                link: "https://vote.example.org/vote/1".to_owned(),
            });
            assert!(!letter.confidential(), "it may be sent again");
            let letter = Letters.compose(
                &letter,
                lang,
                &service::Letterhead { cooperative: "Les Essais".to_owned(), ..Default::default() },
            );
            for words in [not_you, title, "17:00 (Indian/Reunion)", "https://vote.example.org/vote/1"] {
                assert!(letter.text.contains(words), "{words}: {}", letter.text);
            }
            assert!(!letter.text.contains("mail-seat") && !letter.subject.contains("mail-"), "{}", letter.text);
            assert!(!letter.subject.contains(title), "subjects are listed for the secretary");
        }
    }

    #[test]
    fn whoever_did_not_make_the_key_for_an_entrusted_voice_reads_what_to_do() {
        for (lang, not_you) in
            [(Language::Fr, "prévenez aussitôt le secrétariat"), (Language::En, "tell the secretary at once")]
        {
            let letter = Letter::Own(OwnLetter::KeyMade {
                name: "Camille".to_owned(),
                at: 1_774_789_200_000_000,
                zone: "Indian/Reunion".to_owned(),
                link: "https://vote.example.org/votes".to_owned(),
            });
            assert!(!letter.confidential(), "it may be sent again");
            let letter = Letters.compose(
                &letter,
                lang,
                &service::Letterhead { cooperative: "Les Essais".to_owned(), ..Default::default() },
            );
            for words in [not_you, "17:00 (Indian/Reunion)", "https://vote.example.org/votes"] {
                assert!(letter.text.contains(words), "{words}: {}", letter.text);
            }
            assert!(!letter.text.contains("mail-key") && !letter.subject.contains("mail-"), "{}", letter.text);
        }
    }

    #[test]
    fn a_sign_in_from_elsewhere_is_told_with_what_to_do_and_no_secret() {
        for (lang, unknown) in [(Language::Fr, "ne dit pas ce qu’il est"), (Language::En, "does not say what it is")]
        {
            for (browser, shown) in [("Firefox, Android", "Firefox, Android"), ("", unknown)] {
                let letter = Letter::Own(OwnLetter::NewBrowser {
                    name: "Camille".to_owned(),
                    browser: browser.to_owned(),
                    at: 1_774_789_200_000_000,
                    zone: "Indian/Reunion".to_owned(),
                    link: "https://vote.example.org/sessions".to_owned(),
                });
                assert!(!letter.confidential(), "it may be sent again");
                let letter = Letters.compose(
                    &letter,
                    lang,
                    &service::Letterhead { cooperative: "Les Essais".to_owned(), ..Default::default() },
                );
                for words in [shown, "17:00 (Indian/Reunion)", "https://vote.example.org/sessions"] {
                    assert!(letter.text.contains(words), "{words}: {}", letter.text);
                }
            }
        }
    }
}
