//! Proxies: the page of a member, who gives one, accepts those that name them, takes the own one back; and that of who leads
//! the session, with those on paper.

pub mod list;
pub mod own;

use domain::proposals::Who;
use domain::proxies::{Ending, ProxyState};

use crate::components::person;
use crate::i18n::Lang;

/// A member, by name.
fn who(of: &Who, lang: Lang) -> String {
    person::shown(lang, &of.name, of.number)
}

/// A member, by name and number: two may have one name.
fn numbered(of: &Who, lang: Lang) -> String {
    match of.number {
        Some(number) if !of.name.is_empty() => {
            lang.with("proxy-numbered", &[("name", of.name.clone().into()), ("number", number.into())])
        }
        _ => who(of, lang),
    }
}

/// Where a proxy stands, in words; `blank` says whether it names nobody.
fn standing(state: ProxyState, blank: bool, lang: Lang) -> String {
    lang.t(match (state, blank) {
        (ProxyState::Given, _) => "proxy-state-given",
        (ProxyState::InForce, false) => "proxy-state-in-force",
        (ProxyState::InForce, true) => "proxy-state-blank",
        (ProxyState::Declined, _) => "proxy-state-declined",
        (ProxyState::Revoked, _) => "proxy-state-revoked",
        (ProxyState::Ended, _) => "proxy-state-ended",
    })
}

/// The chip of a state.
fn chip(state: ProxyState) -> &'static str {
    match state {
        ProxyState::Given => "chip chip--wait",
        ProxyState::InForce => "chip chip--open",
        ProxyState::Declined | ProxyState::Revoked | ProxyState::Ended => "chip chip--closed",
    }
}

/// Why one is over, where something else than a person ended it.
fn why(ending: Option<Ending>, lang: Lang) -> Option<String> {
    ending.map(|ending| lang.t(&format!("proxy-why-{}", ending.word())))
}
