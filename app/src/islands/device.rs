//! The voting key on this device: made, restored, kept, found again (PROTOCOL.md, keys).

use domain::wire::Me;
use getrandom::SysRng;
use protocol::keys::{Language, MemberKeys, Phrase};
use rand_core::UnwrapErr;
use zeroize::Zeroizing;

use super::browser;

/// The browser's generator of random bytes. WebCrypto does not fail once a page runs.
pub type Rng = UnwrapErr<SysRng>;

/// A generator for one act.
#[must_use]
pub fn rng() -> Rng {
    UnwrapErr(SysRng)
}

fn slot(me: &Me) -> String {
    format!("key:{}:{}", me.cooperative, me.member)
}

/// A fresh phrase in the page's language.
#[must_use]
pub fn fresh_phrase(lang: &str) -> Phrase {
    use rand_core::Rng as _;
    let mut entropy = Zeroizing::new([0_u8; 16]);
    rng().fill_bytes(entropy.as_mut_slice());
    Phrase::from_entropy(*entropy, language(lang))
}

/// The word list of a page's language.
#[must_use]
pub fn language(lang: &str) -> Language {
    if lang == "en" { Language::English } else { Language::French }
}

/// Keeps the phrase, wrapped, and whether it was noted elsewhere.
pub async fn keep(me: &Me, phrase: &Phrase, noted: bool) -> bool {
    let tag = match phrase.language() {
        Language::French => "fr",
        Language::English => "en",
    };
    let text = Zeroizing::new(format!("{tag}\n{}\n{}", u8::from(noted), phrase.words().join(" ")));
    browser::store(&slot(me), text.as_bytes()).await
}

/// The phrase of this device and whether it was noted.
pub async fn phrase(me: &Me) -> Option<(Phrase, bool)> {
    let text = Zeroizing::new(String::from_utf8(browser::load(&slot(me)).await?).ok()?);
    let mut lines = text.lines();
    let lang = lines.next()?;
    let noted = lines.next()? == "1";
    let phrase = Phrase::parse(lines.next()?, language(lang)).ok()?;
    Some((phrase, noted))
}

/// The keys of this device, if they are the ones registered.
pub async fn keys(me: &Me) -> Option<MemberKeys> {
    let (phrase, _) = phrase(me).await?;
    let keys = MemberKeys::derive(&phrase, me.cooperative.bytes());
    (Some(keys.public()) == me.keys).then_some(keys)
}
