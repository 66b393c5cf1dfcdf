//! The words of letters after a ballot.

use service::{VotedBy, VotedLetter};

use crate::components::time::day;
use crate::i18n::Lang;
use crate::letters::Part;

/// Subject and parts of a letter.
pub(crate) fn words(letter: &VotedLetter, lang: Lang) -> (String, Vec<Part>) {
    let on = day(letter.starts_at, &letter.time_zone, lang);
    let hello = Part::Words(lang.with("mail-greeting", &[("name", letter.name.clone().into())]));
    let said = |key: &str| Part::Words(lang.t(key));
    if letter.by == VotedBy::Paper {
        return on_paper(letter, &on, hello, lang);
    }
    match &letter.carried_by {
        None => {
            let text = Part::Words(lang.with("mail-voted-text", &[("day", on.into())]));
            let votes = Part::Link(lang.t("nav-votes"), letter.link.clone());
            if letter.by == VotedBy::Code {
                let text =
                    Part::Words(lang.with(
                        "mail-voted-code-text",
                        &[("day", day(letter.starts_at, &letter.time_zone, lang).into())],
                    ));
                return (lang.t("mail-voted-subject"), vec![hello, text, votes, said("mail-voted-code-not-you")]);
            }
            let key = Part::Link(lang.t("key-page"), letter.key.clone());
            (lang.t("mail-voted-subject"), vec![hello, text, votes, said("mail-voted-not-you"), key])
        }
        Some(holder) => {
            let text = lang.with("mail-voted-carried-text", &[("day", on.into()), ("name", holder.clone().into())]);
            let proxy = Part::Link(lang.t("mail-proxy-button"), letter.link.clone());
            (
                lang.t("mail-voted-carried-subject"),
                vec![hello, Part::Words(text), proxy, said("mail-voted-carried-not-you")],
            )
        }
    }
}

/// A paper was handed out: nothing is done on a page, so there is one link only.
fn on_paper(letter: &VotedLetter, on: &str, hello: Part, lang: Lang) -> (String, Vec<Part>) {
    let day = ("day", on.into());
    let text = match &letter.carried_by {
        None => lang.with("mail-paper-text", &[day]),
        Some(holder) => lang.with("mail-paper-carried-text", &[day, ("name", holder.clone().into())]),
    };
    let page = lang.t(if letter.carried_by.is_none() { "nav-votes" } else { "mail-proxy-button" });
    let not_you = if letter.carried_by.is_none() { "mail-paper-not-you" } else { "mail-voted-carried-not-you" };
    let not_you = Part::Words(lang.t(not_you));
    (lang.t("mail-paper-subject"), vec![hello, Part::Words(text), Part::Link(page, letter.link.clone()), not_you])
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang as Language;
    use service::{Composer as _, Letter, Letterhead};

    use super::*;
    use crate::letters::Letters;

    fn composed(carried_by: Option<&str>, lang: Language) -> service::Composed {
        sent(VotedBy::Ballot, carried_by, lang)
    }

    fn sent(by: VotedBy, carried_by: Option<&str>, lang: Language) -> service::Composed {
        let letter = Letter::Voted(VotedLetter {
            name: "Camille".to_owned(),
            by,
            carried_by: carried_by.map(str::to_owned),
            starts_at: 1_795_431_600_000_000,
            time_zone: "Europe/Paris".to_owned(),
            link: "https://vote.example.org/votes".to_owned(),
            key: "https://vote.example.org/me/key".to_owned(),
        });
        Letters.compose(&letter, lang, &Letterhead::default())
    }

    #[test]
    fn whoever_voted_reads_what_to_do_if_they_did_not_and_never_the_choice() {
        for (lang, choices, not_you) in [
            (Language::Fr, ["pour", "contre", "abstention"], "Ce n’était pas vous"),
            (Language::En, ["for", "against", "abstain"], "Not you?"),
        ] {
            let own = composed(None, lang);
            assert!(own.text.contains("23 nov") || own.text.contains("23 Nov"), "{}", own.text);
            for words in [not_you, "https://vote.example.org/votes", "https://vote.example.org/me/key"] {
                assert!(own.text.contains(words), "{words}: {}", own.text);
            }
            let carried = composed(Some("Dominique"), lang);
            assert!(carried.text.contains("Dominique") && !carried.text.contains("/me/key"), "{}", carried.text);
            assert!(!carried.subject.contains("Dominique"), "{}", carried.subject);
            for letter in [own, carried] {
                let said = letter.text.to_lowercase();
                let named = choices.iter().any(|choice| said.contains(&format!("“{choice}”")));
                assert!(!named && !said.contains("mail-"), "{said}");
            }
        }
    }

    #[test]
    fn whoever_has_a_paper_reads_what_to_do_if_they_were_not_there() {
        for (lang, absent, unknown) in [
            (Language::Fr, "Vous n’êtes pas dans la salle", "Vous n’avez donné aucun pouvoir"),
            (Language::En, "Are you not in the hall", "Did you give no proxy"),
        ] {
            for holder in [None, Some("Dominique")] {
                let letter = sent(VotedBy::Paper, holder, lang);
                // Whoever gave a proxy is not there, and whoever is there gave none: neither is alarmed.
                assert_eq!(letter.text.contains(absent), holder.is_none(), "{}", letter.text);
                assert_eq!(letter.text.contains(unknown), holder.is_some(), "{}", letter.text);
                assert!(!letter.text.contains("mail-"), "{}", letter.text);
                assert_eq!(letter.text.contains("Dominique"), holder.is_some(), "{}", letter.text);
                assert!(letter.text.contains("https://vote.example.org/votes") && !letter.text.contains("/me/key"));
            }
        }
    }
}
