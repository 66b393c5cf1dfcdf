//! The words of letters (`service::Letter`), as plain text and as a small HTML document that looks the same everywhere
//! and fetches nothing: no picture, no style from elsewhere, nothing that tells when it was opened.

use domain::help::HelpContact;
use domain::lang::Lang as Language;
use domain::member::KeyOrigin;
use domain::money::Cents;
use leptos::prelude::*;
use service::{Composed, Composer, Letter, Letterhead};

use crate::components::money::euros;
use crate::i18n::{Arg, Lang};
use crate::shell::title_element;

/// Finds the words in the catalogues.
pub struct Letters;

/// A piece of a letter.
#[derive(Clone)]
pub(crate) enum Part {
    /// A paragraph.
    Words(String),
    /// Words on a button, and where it leads.
    Link(String, String),
    /// To be typed.
    Code(String),
}

impl Composer for Letters {
    fn compose(&self, letter: &Letter, lang: Language, head: &Letterhead) -> Composed {
        let lang = Lang::from(lang);
        let (subject, parts) = words(letter, lang, &head.cooperative);
        let calendar = match letter {
            Letter::Notice(letter) => crate::letters_notice::invitation(letter, lang),
            _ => String::new(),
        };
        let mut closing = vec![lang.with("mail-closing", &[("cooperative", head.cooperative.clone().into())])];
        closing.extend(help_line(&head.help, lang));
        Composed { text: text(&parts, &closing), html: html(&subject, &parts, &closing, lang), subject, calendar }
    }
}

/// Whom to ask, in one line; none if nobody said.
pub(crate) fn help_line(help: &HelpContact, lang: Lang) -> Option<String> {
    let ways: Vec<&str> =
        [&help.phone, &help.email].into_iter().map(String::as_str).filter(|way| !way.is_empty()).collect();
    (!ways.is_empty()).then(|| lang.with("mail-help", &[("ways", ways.join(" · ").into())]))
}

/// Subject and pieces of a letter.
fn words(letter: &Letter, lang: Lang, cooperative: &str) -> (String, Vec<Part>) {
    let hello = |name: &String| Part::Words(lang.with("mail-greeting", &[("name", name.clone().into())]));
    let say = |key: &str| Part::Words(lang.t(key));
    match letter {
        Letter::SecondCode { .. }
        | Letter::KeyReplaced { .. }
        | Letter::KeyReplacedBoard { .. }
        | Letter::RecoveryBegun { .. }
        | Letter::Keyless { .. } => keys(letter, lang),
        Letter::Own(letter) => crate::letters_own::words(letter, lang),
        Letter::Proposal(letter) => crate::letters_proposals::words(letter, lang),
        Letter::Proxy(letter) => crate::letters_proxies::words(letter, lang),
        Letter::Voted(letter) => crate::letters_voted::words(letter, lang),
        Letter::Holder(letter) => crate::letters_holders::words(letter, lang),
        Letter::Minutes(letter) => crate::letters_minutes::words(letter, lang),
        Letter::Notice(letter) => crate::letters_notice::words(letter, lang),
        Letter::SignIn { name, link, code } => (
            lang.t("mail-sign-in-subject"),
            vec![
                hello(name),
                say("mail-sign-in-link"),
                Part::Link(lang.t("mail-sign-in-button"), link.clone()),
                say("mail-sign-in-code"),
                Part::Code(code.clone()),
                say("mail-sign-in-not-you"),
            ],
        ),
        Letter::PasskeyAdded { name, link } => (
            lang.t("mail-passkey-subject"),
            vec![
                hello(name),
                say("mail-passkey-text"),
                Part::Link(lang.t("mail-passkey-button"), link.clone()),
                say("mail-passkey-not-you"),
            ],
        ),
        Letter::NewMember { name, number } => (
            lang.with("mail-new-member-subject", &[("cooperative", cooperative.into())]),
            vec![
                hello(name),
                Part::Words(lang.with("mail-new-member-number", &[("number", (*number).into())])),
                say("mail-new-member-voice"),
            ],
        ),
        Letter::Application { name, link, again } => (
            lang.t("mail-application-subject"),
            vec![
                hello(name),
                say(if *again { "mail-application-again" } else { "mail-application-text" }),
                Part::Link(lang.t("mail-application-button"), link.clone()),
                say("mail-application-not-you"),
            ],
        ),
        Letter::Admitted { name, shares, cents, how } => {
            let args = [("shares", (*shares).into()), ("amount", euros(Cents(*cents), lang).into())];
            let text = Part::Words(lang.with("mail-admitted-text", &args));
            let how = match how.as_str() {
                "" => say("mail-admitted-how"),
                how => Part::Words(lang.with("shares-pay", &[("how", how.into())])),
            };
            (lang.t("mail-admitted-subject"), vec![hello(name), text, how, say("mail-admitted-order")])
        }
        Letter::Refused { name, reason } => {
            let reason = Part::Words(reason.clone());
            let parts = vec![hello(name), say("mail-refused-text"), reason, say("mail-refused-after")];
            (lang.t("mail-refused-subject"), parts)
        }
        Letter::Welcome { name, link } => (
            lang.t("mail-welcome-subject"),
            vec![
                hello(name),
                say("mail-welcome-text"),
                Part::Link(lang.t("mail-welcome-button"), link.clone()),
                say("mail-welcome-not-you"),
            ],
        ),
    }
}

/// Letters about voting keys. The code stands in none of the subjects, which are listed for the secretary.
fn keys(letter: &Letter, lang: Lang) -> (String, Vec<Part>) {
    let words = |key: &str| Part::Words(lang.t(key));
    let greet = |name: &str| Part::Words(lang.with("mail-greeting", &[("name", name.to_owned().into())]));
    match letter {
        Letter::SecondCode { name, code } => (
            lang.t("mail-second-subject"),
            vec![greet(name), words("mail-second-code"), Part::Code(code.clone()), words("mail-second-not-you")],
        ),
        Letter::KeyReplaced { name, origin } => {
            let how = if *origin == KeyOrigin::Recovered { "mail-key-recovered" } else { "mail-key-replaced" };
            let parts = vec![greet(name), words(how), words("mail-key-former"), words("mail-key-not-you")];
            (lang.t("mail-key-subject"), parts)
        }
        Letter::KeyReplacedBoard { name, member, number, seq, origin } => {
            let recovered = *origin == KeyOrigin::Recovered;
            let how = if recovered { "mail-key-board-recovered" } else { "mail-key-board-replaced" };
            let args: [(&str, Arg); 3] =
                [("name", member.clone().into()), ("number", (*number).into()), ("count", (*seq).into())];
            let parts = vec![greet(name), Part::Words(lang.with(how, &args)), words("mail-key-board-what")];
            (lang.with("mail-key-board-subject", &[("name", member.clone().into())]), parts)
        }
        Letter::RecoveryBegun { name } => {
            let parts = vec![greet(name), words("mail-recovery-begun"), words("mail-recovery-not-you")];
            (lang.t("mail-recovery-subject"), parts)
        }
        Letter::Keyless { name, link } => {
            let button = Part::Link(lang.t("mail-keyless-button"), link.clone());
            (
                lang.t("mail-keyless-subject"),
                vec![greet(name), words("mail-keyless-text"), button, words("mail-keyless-how")],
            )
        }
        _ => (String::new(), Vec::new()),
    }
}

fn text(parts: &[Part], closing: &[String]) -> String {
    let mut paragraphs: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Link(_, link) => link.clone(),
            Part::Code(code) => format!("    {code}"),
        })
        .collect();
    paragraphs.push(format!("-- \n{}", closing.join("\n")));
    paragraphs.join("\n\n") + "\n"
}

fn html(subject: &str, parts: &[Part], closing: &[String], lang: Lang) -> String {
    let part = |part: &Part| match part.clone() {
        Part::Words(words) => view! { <p>{words}</p> }.into_any(),
        Part::Link(label, link) => view! { <p><a href=link.clone()>{label}</a><br />{link}</p> }.into_any(),
        Part::Code(code) => view! { <p><strong>{code}</strong></p> }.into_any(),
    };
    view! {
        <!DOCTYPE html>
        <html lang=lang.code()>
            <head><meta charset="utf-8" />{title_element(subject)}</head>
            <body>{parts.iter().map(part).collect_view()}<hr />
                {closing.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view()}</body>
        </html>
    }
    .to_html()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_in(lang: Language, name: &str) -> Composed {
        let letter = Letter::SignIn {
            name: name.to_owned(),
            link: "https://vote.example.org/sign-in/abc".to_owned(),
            code: "012345".to_owned(),
        };
        Letters.compose(&letter, lang, &head("", ""))
    }

    fn head(phone: &str, email: &str) -> Letterhead {
        let help = HelpContact { phone: phone.to_owned(), email: email.to_owned() };
        Letterhead { cooperative: "Les Essais".to_owned(), help }
    }

    #[test]
    fn every_letter_says_whom_to_ask() {
        let letter = Letter::RecoveryBegun { name: "Camille".to_owned() };
        let foot = |text: &str| text.rsplit_once("-- \n").map(|(_, foot)| foot.to_owned()).expect("a foot");
        for lang in [Language::Fr, Language::En] {
            let told = Letters.compose(&letter, lang, &head("03 53 01 00 12", "aide@example.org"));
            for form in [&told.text, &told.html] {
                assert!(form.contains("03 53 01 00 12 · aide@example.org"), "{form}");
            }
            let lines: Vec<String> = foot(&told.text).lines().map(str::to_owned).collect();
            assert!(lines.len() == 2 && lines[0] == "Les Essais", "{lines:?}");
            let one = foot(&Letters.compose(&letter, lang, &head("", "aide@example.org")).text);
            assert!(one.contains("aide@example.org") && !one.contains('·'), "{one}");
            assert_eq!(foot(&Letters.compose(&letter, lang, &head("", "")).text), "Les Essais\n");
        }
    }

    #[test]
    fn both_forms_say_the_same_in_both_languages() {
        for lang in [Language::Fr, Language::En] {
            let letter = sign_in(lang, "Camille");
            for words in ["Camille", "https://vote.example.org/sign-in/abc", "012345", "Les Essais"] {
                assert!(letter.text.contains(words), "{}", letter.text);
                assert!(letter.html.contains(words), "{}", letter.html);
            }
            assert!(!letter.subject.contains('\n') && !letter.text.contains("mail-"), "{}", letter.text);
            assert!(
                letter.html.starts_with("<!DOCTYPE html>")
                    && letter.html.contains(&format!("lang=\"{}\"", lang.code()))
            );
        }
    }

    #[test]
    fn how_to_pay_is_said_in_the_cooperatives_words_if_it_has_any() {
        let admitted = |how: &str| {
            let letter = Letter::Admitted { name: "Camille".to_owned(), shares: 2, cents: 3200, how: how.to_owned() };
            Letters.compose(&letter, Language::En, &head("", "")).text
        };
        let told = admitted("Transfer to FR76 1234");
        assert!(told.contains("How to pay: Transfer to FR76 1234") && !told.contains("ask its secretary"), "{told}");
        assert!(admitted("").contains("ask its secretary"), "{}", admitted(""));
    }

    #[test]
    fn a_name_is_text_and_fetches_nothing() {
        let letter = sign_in(Language::En, "<img src=x onerror=alert(1)>");
        assert!(!letter.html.contains("<img"), "{}", letter.html);
        for fetched in ["src=", "url(", "<link", "<script", "<style"] {
            assert!(!sign_in(Language::En, "Camille").html.contains(fetched), "{fetched}");
        }
    }
}
