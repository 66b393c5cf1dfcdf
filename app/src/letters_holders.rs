//! The words of letters to key holders.

use service::{HolderLetter, HolderSays};

use crate::components::time::day;
use crate::i18n::{Arg, Lang};
use crate::letters::Part;

/// Subject and parts of a letter.
pub(crate) fn words(letter: &HolderLetter, lang: Lang) -> (String, Vec<Part>) {
    let on = day(letter.starts_at, &letter.time_zone, lang);
    let say = |key: &str, more: &[(&'static str, Arg)]| {
        let mut args: Vec<(&str, Arg)> = vec![("day", on.clone().into())];
        args.extend(more.iter().cloned());
        lang.with(key, &args)
    };
    let mut parts = vec![Part::Words(lang.with("mail-greeting", &[("name", letter.name.clone().into())]))];
    let link = Part::Link(lang.t("mail-holder-button"), letter.link.clone());
    let subject = match &letter.says {
        HolderSays::Named => {
            parts.extend([Part::Words(say("mail-holder-named-text", &[])), link]);
            parts.push(Part::Words(lang.t("mail-holder-named-cannot")));
            "mail-holder-named-subject"
        }
        HolderSays::Keeps => {
            parts.extend([Part::Words(say("mail-holder-keeps-text", &[])), link]);
            "mail-holder-keeps-subject"
        }
        HolderSays::Replaced { by } => {
            parts.push(Part::Words(say("mail-holder-replaced-text", &[("name", by.clone().into())])));
            parts.push(Part::Words(lang.t("mail-holder-not-agreed")));
            "mail-holder-replaced-subject"
        }
        HolderSays::Exchanged { gone, comes } => {
            let who = [("gone", gone.clone().into()), ("comes", comes.clone().into())];
            parts.extend([Part::Words(say("mail-holder-exchanged-text", &who)), link]);
            parts.push(Part::Words(lang.t("mail-holder-not-agreed")));
            "mail-holder-exchanged-subject"
        }
    };
    (say(subject, &[]), parts)
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang as Language;
    use service::{Composer as _, Letter, Letterhead};

    use super::*;
    use crate::letters::Letters;

    fn composed(says: HolderSays, lang: Language) -> service::Composed {
        let letter = Letter::Holder(HolderLetter {
            name: "Camille".to_owned(),
            says,
            starts_at: 1_795_431_600_000_000,
            time_zone: "Europe/Paris".to_owned(),
            link: "https://vote.example.org/key-holder".to_owned(),
        });
        Letters.compose(&letter, lang, &Letterhead::default())
    }

    #[test]
    fn whoever_holds_a_key_reads_where_it_is_made_and_who_else_holds_one() {
        for lang in [Language::Fr, Language::En] {
            let named = composed(HolderSays::Named, lang);
            assert!(named.text.contains("https://vote.example.org/key-holder"), "{}", named.text);
            let keeps = composed(HolderSays::Keeps, lang);
            assert!(keeps.text.contains("https://vote.example.org/key-holder") && keeps.text != named.text);
            let replaced = composed(HolderSays::Replaced { by: "Dominique".to_owned() }, lang);
            assert!(replaced.text.contains("Dominique") && !replaced.text.contains("/key-holder"), "{}", replaced.text);
            let (gone, comes) = ("Alix".to_owned(), "Dominique".to_owned());
            let exchanged = composed(HolderSays::Exchanged { gone, comes }, lang);
            let (first, second) = (exchanged.text.find("Alix"), exchanged.text.find("Dominique"));
            assert!(first.is_some() && second.is_some(), "{}", exchanged.text);
            for letter in [named, keeps, replaced, exchanged] {
                assert!(!letter.text.contains("mail-") && !letter.subject.contains("mail-"), "{}", letter.text);
                assert!(
                    !letter.subject.contains("Dominique"),
                    "no name in what the secretary lists: {}",
                    letter.subject
                );
            }
        }
    }
}
