//! The words of letters (`service::Letter`), as plain text and as a small HTML document that looks the same everywhere
//! and fetches nothing: no picture, no style from elsewhere, nothing that tells when it was opened.

use domain::lang::Lang as Language;
use leptos::prelude::*;
use service::{Composed, Composer, Letter};

use crate::i18n::Lang;

/// Finds the words in the catalogues.
pub struct Letters;

/// A piece of a letter.
#[derive(Clone)]
enum Part {
    Words(String),
    /// Words on a button, and where it leads.
    Link(String, String),
    /// To be typed.
    Code(String),
}

impl Composer for Letters {
    fn compose(&self, letter: &Letter, lang: Language, cooperative: &str) -> Composed {
        let lang = Lang::from(lang);
        let (subject, parts) = match letter {
            Letter::SignIn { name, link, code } => (
                lang.with("mail-sign-in-subject", &[("code", code.clone().into())]),
                vec![
                    Part::Words(lang.with("mail-greeting", &[("name", name.clone().into())])),
                    Part::Words(lang.t("mail-sign-in-link")),
                    Part::Link(lang.t("mail-sign-in-button"), link.clone()),
                    Part::Words(lang.t("mail-sign-in-code")),
                    Part::Code(code.clone()),
                    Part::Words(lang.t("mail-sign-in-not-you")),
                ],
            ),
        };
        let closing = lang.with("mail-closing", &[("cooperative", cooperative.into())]);
        Composed { text: text(&parts, &closing), html: html(&subject, &parts, &closing, lang), subject }
    }
}

fn text(parts: &[Part], closing: &str) -> String {
    let mut paragraphs: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Link(_, link) => link.clone(),
            Part::Code(code) => format!("    {code}"),
        })
        .collect();
    paragraphs.push(format!("-- \n{closing}"));
    paragraphs.join("\n\n") + "\n"
}

fn html(subject: &str, parts: &[Part], closing: &str, lang: Lang) -> String {
    let part = |part: &Part| match part.clone() {
        Part::Words(words) => view! { <p>{words}</p> }.into_any(),
        Part::Link(label, link) => view! { <p><a href=link.clone()>{label}</a><br />{link}</p> }.into_any(),
        Part::Code(code) => view! { <p><strong>{code}</strong></p> }.into_any(),
    };
    view! {
        <!DOCTYPE html>
        <html lang=lang.code()>
            <head><meta charset="utf-8" /><title>{subject.to_owned()}</title></head>
            <body>{parts.iter().map(part).collect_view()}<hr /><p>{closing.to_owned()}</p></body>
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
        Letters.compose(&letter, lang, "Les Essais")
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
    fn a_name_is_text_and_fetches_nothing() {
        let letter = sign_in(Language::En, "<img src=x onerror=alert(1)>");
        assert!(!letter.html.contains("<img"), "{}", letter.html);
        for fetched in ["src=", "url(", "<link", "<script", "<style"] {
            assert!(!sign_in(Language::En, "Camille").html.contains(fetched), "{fetched}");
        }
    }
}
