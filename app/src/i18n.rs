//! French and English. Catalogues are Fluent files under `app/locales`, embedded; the reader's language comes from the
//! switch (cookie `voix_lang`), else from the browser.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::strings::Strings;

/// A language Voix speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Français.
    Fr,
    /// English.
    En,
}

impl From<domain::lang::Lang> for Lang {
    fn from(lang: domain::lang::Lang) -> Self {
        match lang {
            domain::lang::Lang::Fr => Self::Fr,
            domain::lang::Lang::En => Self::En,
        }
    }
}

impl From<Lang> for domain::lang::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::Fr,
            Lang::En => Self::En,
        }
    }
}

/// Name and text of each catalogue file, per language.
const SOURCES: [(Lang, &[&str]); 2] = [
    (
        Lang::Fr,
        &[
            include_str!("../locales/fr/site.ftl"),
            include_str!("../locales/fr/refusals.ftl"),
            include_str!("../locales/fr/member.ftl"),
            include_str!("../locales/fr/board.ftl"),
            include_str!("../locales/fr/session.ftl"),
            include_str!("../locales/fr/public.ftl"),
            include_str!("../locales/fr/mail.ftl"),
            include_str!("../locales/fr/register.ftl"),
            include_str!("../locales/fr/own.ftl"),
            include_str!("../locales/fr/shares.ftl"),
            include_str!("../locales/fr/refunds.ftl"),
            include_str!("../locales/fr/offices.ftl"),
            include_str!("../locales/fr/passkeys.ftl"),
            include_str!("../locales/fr/import.ftl"),
            include_str!("../locales/fr/keys.ftl"),
            include_str!("../locales/fr/statutes.ftl"),
            include_str!("../locales/fr/proposals.ftl"),
            include_str!("../locales/fr/discussion.ftl"),
            include_str!("../locales/fr/questions.ftl"),
            include_str!("../locales/fr/candidates.ftl"),
            include_str!("../locales/fr/ceremony.ftl"),
            include_str!("../locales/fr/elected.ftl"),
            include_str!("../locales/fr/entrusted.ftl"),
            include_str!("../locales/fr/proxies.ftl"),
            include_str!("../locales/fr/convocation.ftl"),
            include_str!("../locales/fr/bureau.ftl"),
            include_str!("../locales/fr/desk.ftl"),
            include_str!("../locales/fr/help.ftl"),
            include_str!("../locales/fr/sheet.ftl"),
            include_str!("../locales/fr/plan.ftl"),
            include_str!("../locales/fr/hands.ftl"),
            include_str!("../locales/fr/codes.ftl"),
            include_str!("../locales/fr/paper.ftl"),
            include_str!("../locales/fr/minutes.ftl"),
            include_str!("../locales/fr/observer.ftl"),
        ],
    ),
    (
        Lang::En,
        &[
            include_str!("../locales/en/site.ftl"),
            include_str!("../locales/en/refusals.ftl"),
            include_str!("../locales/en/member.ftl"),
            include_str!("../locales/en/board.ftl"),
            include_str!("../locales/en/session.ftl"),
            include_str!("../locales/en/public.ftl"),
            include_str!("../locales/en/mail.ftl"),
            include_str!("../locales/en/register.ftl"),
            include_str!("../locales/en/own.ftl"),
            include_str!("../locales/en/shares.ftl"),
            include_str!("../locales/en/refunds.ftl"),
            include_str!("../locales/en/offices.ftl"),
            include_str!("../locales/en/passkeys.ftl"),
            include_str!("../locales/en/import.ftl"),
            include_str!("../locales/en/keys.ftl"),
            include_str!("../locales/en/statutes.ftl"),
            include_str!("../locales/en/proposals.ftl"),
            include_str!("../locales/en/discussion.ftl"),
            include_str!("../locales/en/questions.ftl"),
            include_str!("../locales/en/candidates.ftl"),
            include_str!("../locales/en/ceremony.ftl"),
            include_str!("../locales/en/elected.ftl"),
            include_str!("../locales/en/entrusted.ftl"),
            include_str!("../locales/en/proxies.ftl"),
            include_str!("../locales/en/convocation.ftl"),
            include_str!("../locales/en/bureau.ftl"),
            include_str!("../locales/en/desk.ftl"),
            include_str!("../locales/en/help.ftl"),
            include_str!("../locales/en/sheet.ftl"),
            include_str!("../locales/en/plan.ftl"),
            include_str!("../locales/en/hands.ftl"),
            include_str!("../locales/en/codes.ftl"),
            include_str!("../locales/en/paper.ftl"),
            include_str!("../locales/en/minutes.ftl"),
            include_str!("../locales/en/observer.ftl"),
        ],
    ),
];

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The code in `lang` attributes and cookies.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The first language of an `Accept-Language` header that Voix speaks; French if none.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        header.split(',').filter_map(|part| Self::from_code(part.trim().get(..2)?)).next().unwrap_or(Self::Fr)
    }

    /// The sentence of a key.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The sentence of a key with its arguments.
    #[must_use]
    pub fn with(self, key: &str, args: &[(&str, Arg)]) -> String {
        let bundle = bundle(self);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut given = FluentArgs::new();
        for (name, value) in args {
            given.set(*name, value.0.clone());
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned()
    }

    /// The sentences an island needs: all whose key starts with one of the prefixes.
    #[must_use]
    pub fn strings(self, prefixes: &[&str]) -> Strings {
        let picked: BTreeMap<_, _> = keys(self)
            .iter()
            .filter(|key| prefixes.iter().any(|prefix| key.starts_with(prefix)))
            .map(|key| (key.clone(), self.t(key)))
            .collect();
        Strings(picked)
    }

    /// A bilingual text in this language.
    #[must_use]
    pub fn pick(self, text: &domain::resolution::Text) -> String {
        match self {
            Self::Fr => text.fr.clone(),
            Self::En => text.en.clone(),
        }
    }
}

/// An argument of a sentence.
#[derive(Clone)]
pub struct Arg(FluentValue<'static>);

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self(FluentValue::from(text))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self(FluentValue::from(text.to_owned()))
    }
}

macro_rules! number_args {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Arg {
            fn from(number: $kind) -> Self {
                Self(FluentValue::from(number))
            }
        }
    )+};
}
number_args!(u8, u32, u64, usize, i64);

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    static FR: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    let cell = match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    };
    cell.get_or_init(|| build(lang))
}

fn sources(lang: Lang) -> &'static [&'static str] {
    SOURCES.iter().find(|(of, _)| *of == lang).map_or(&[], |(_, texts)| *texts)
}

fn build(lang: Lang) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Arguments are shown as they are: isolation marks would end up in copied numbers and hashes.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(format_value));
    for text in sources(lang) {
        // What does not parse is dropped here and found by the catalogues' test.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Plain digits for numbers: thousands are rare here, and hashes and years must stay whole.
fn format_value<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(number.value.to_string()),
        _ => None,
    }
}

/// Every key of a language, in the order of the files.
pub(crate) fn keys(lang: Lang) -> &'static [String] {
    static FR: OnceLock<Vec<String>> = OnceLock::new();
    static EN: OnceLock<Vec<String>> = OnceLock::new();
    let cell = match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    };
    cell.get_or_init(|| sources(lang).iter().flat_map(|text| message_ids(text)).collect())
}

fn message_ids(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests;
