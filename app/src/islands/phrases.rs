//! Recovery phrases on this device: made, kept, shown, typed again.

use domain::wire::Me;
use protocol::keys::{Language, MemberKeys, Phrase};
use zeroize::Zeroizing;

use super::browser;
use super::device::{rng, slot};

/// A fresh phrase in the page's language.
#[must_use]
pub fn fresh(lang: &str) -> Phrase {
    Phrase::generate(language(lang), &mut rng())
}

fn language(lang: &str) -> Language {
    if lang == "en" { Language::English } else { Language::French }
}

/// Keeps the phrase, whether it was noted elsewhere, and the keys it gives; true if they are there afterwards.
pub async fn keep(me: &Me, phrase: &Phrase, noted: bool) -> bool {
    let tag = match phrase.language() {
        Language::French => "fr",
        Language::English => "en",
    };
    let text = Zeroizing::new(format!("{tag}\n{}\n{}", u8::from(noted), phrase.words().join(" ")));
    let keys = MemberKeys::derive(phrase, me.cooperative.bytes()).to_stored();
    // For the sign-in page, where nobody is signed in yet. It is no secret; without it the button only says less.
    browser::store(&slot(me, "name"), me.name.as_bytes()).await;
    browser::store(&slot(me, "phrase"), text.as_bytes()).await
        && browser::store(&slot(me, "keys"), keys.as_slice()).await
}

/// The phrase of this device and whether it was noted.
pub async fn kept(me: &Me) -> Option<(Phrase, bool)> {
    let text = Zeroizing::new(String::from_utf8(browser::load(&slot(me, "phrase")).await.ok()??).ok()?);
    let mut lines = text.lines();
    let lang = lines.next()?;
    let noted = lines.next()? == "1";
    let phrase = Phrase::parse(lines.next()?, language(lang)).ok()?;
    Some((phrase, noted))
}
