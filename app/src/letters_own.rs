//! The words of letters about a member's own record.

use service::OwnLetter;

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
    }
}
