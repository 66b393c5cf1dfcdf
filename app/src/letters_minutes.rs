//! The words of letters to the bureau: minutes, or a correction, wait for a signature.

use service::MinutesLetter;

use crate::components::time::day;
use crate::i18n::Lang;
use crate::letters::Part;

/// Subject and parts of a letter.
pub(crate) fn words(letter: &MinutesLetter, lang: Lang) -> (String, Vec<Part>) {
    let on = day(letter.starts_at, &letter.time_zone, lang);
    let args = [("day", on.into()), ("number", letter.correction.into())];
    let (subject, text) = match letter.correction {
        0 => ("mail-minutes-subject", "mail-minutes-text"),
        _ => ("mail-correction-subject", "mail-correction-text"),
    };
    let parts = vec![
        Part::Words(lang.with("mail-greeting", &[("name", letter.name.clone().into())])),
        Part::Words(lang.with(text, &args)),
        Part::Link(lang.t("mail-minutes-button"), letter.link.clone()),
        Part::Words(lang.t("mail-minutes-wrong")),
    ];
    (lang.with(subject, &args), parts)
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang as Language;
    use service::{Composer as _, Letter, Letterhead};

    use super::*;
    use crate::letters::Letters;

    #[test]
    fn whoever_sat_in_the_bureau_reads_what_waits_for_them_and_where() {
        for lang in [Language::Fr, Language::En] {
            let composed = |correction| {
                let letter = MinutesLetter {
                    name: "Camille".to_owned(),
                    correction,
                    starts_at: 1_795_431_600_000_000,
                    time_zone: "Europe/Paris".to_owned(),
                    link: "https://vote.example.org/minutes/1".to_owned(),
                };
                Letters.compose(&Letter::Minutes(letter), lang, &Letterhead::default())
            };
            let (minutes, second) = (composed(0), composed(2));
            assert!(minutes.text != second.text && minutes.subject != second.subject);
            assert!(second.text.contains('2'), "{}", second.text);
            for letter in [minutes, second] {
                assert!(letter.text.contains("https://vote.example.org/minutes/1"), "{}", letter.text);
                assert!(letter.text.contains("Camille") && !letter.subject.contains("Camille"), "{}", letter.subject);
                assert!(letter.subject.contains("2026"), "the day: {}", letter.subject);
                assert!(!letter.text.contains("mail-") && !letter.subject.contains("mail-"), "{}", letter.text);
            }
        }
    }
}
