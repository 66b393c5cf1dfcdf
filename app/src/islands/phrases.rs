//! Recovery phrases on this device: made, kept, shown, typed again.

use domain::wire::Me;
use protocol::keys::{Language, MemberKeys, Phrase, PublicKeys};
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

/// The phrase of a key that is to take the place of the one here: the one begun before, or a fresh one in the page's
/// language, kept aside. `None` if this browser keeps nothing.
pub async fn next(me: &Me) -> Option<Phrase> {
    let begun = browser::load(&slot(me, "next")).await.ok()?;
    if let Some(bytes) = begun.map(Zeroizing::new)
        && let Some((flag, entropy)) = bytes.split_first()
        && let Ok(entropy) = <[u8; 16]>::try_from(entropy)
    {
        let phrase = Phrase::from_entropy(entropy, if *flag == 1 { Language::English } else { Language::French });
        // One that speaks already is not next to anything.
        if Some(MemberKeys::derive(&phrase, me.cooperative.bytes()).public()) != me.keys {
            return Some(phrase);
        }
    }
    let phrase = fresh(&browser::lang());
    let mut bytes = Zeroizing::new([0; 17]);
    bytes[0] = u8::from(phrase.language() == Language::English);
    bytes[1..].copy_from_slice(phrase.entropy());
    browser::store(&slot(me, "next"), bytes.as_slice()).await.then_some(phrase)
}

/// Keeps the keys of this device aside if they are others: they go on speaking where a roll names them.
pub async fn set_aside(me: &Me, but: &PublicKeys) {
    if let Some(keys) = super::device::kept_keys(me.cooperative, me.member).await
        && keys.public() != *but
    {
        browser::store(&slot(me, "former"), keys.to_stored().as_slice()).await;
    }
}
