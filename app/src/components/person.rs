//! How people are named.

use crate::i18n::Lang;

/// A name as it is shown: of whoever was forgotten, the number in its place.
#[must_use]
pub fn shown(lang: Lang, name: &str, number: Option<u32>) -> String {
    match (name.is_empty(), number) {
        (false, _) => name.to_owned(),
        (true, Some(number)) => lang.with("former-member", &[("number", number.into())]),
        (true, None) => lang.t("former-applicant"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_forgotten_is_a_number() {
        assert_eq!(shown(Lang::Fr, "Camille", Some(7)), "Camille");
        assert_eq!(shown(Lang::En, "", Some(7)), "former member no. 7");
        assert_eq!(shown(Lang::Fr, "", Some(7)), "ancien sociétaire n°\u{a0}7");
        assert_ne!(shown(Lang::Fr, "", None), "");
    }
}
