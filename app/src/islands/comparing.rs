//! Before a group opens a vote its members compare eight digits aloud (PROTOCOL.md §9.1): whoever was shown other boxes has others.

use domain::ids::VoteId;
use leptos::prelude::*;
use protocol::checks::SealedVote;
use protocol::opening::{Digits, Opening};

use crate::strings::Strings;

/// What this device looked at, and nothing else of the vote will open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The vote.
    pub vote: VoteId,
    /// What is compared.
    pub opening: Opening,
    /// What is decrypted.
    pub sealed: SealedVote,
}

/// Six digits are drawn by one and typed by all; then eight are read aloud.
#[component]
pub fn Compare(
    /// What was looked at.
    looked: Looked,
    /// Sentences.
    s: StoredValue<Strings>,
    /// Opens it.
    open: Callback<Looked>,
) -> impl IntoView {
    let drawn = RwSignal::new(None::<String>);
    let code = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(false);
    let differs = RwSignal::new(false);
    let held = StoredValue::new(looked);
    let show = move |digits: Digits| code.set(Some(held.with_value(|looked| looked.opening.code(digits))));
    let typed = move |_| match Digits::parse(&acts::typed("opening-digits")) {
        Some(digits) => {
            wrong.set(false);
            show(digits);
        }
        None => wrong.set(true),
    };
    let draw = move |_| {
        if let Some(digits) = acts::draw() {
            drawn.set(Some(digits.to_string()));
            show(digits);
        }
    };
    view! {
        <section class="card card--action stack" data-opening="compare">
            <h2>{s.get_value().get("opening-title")}</h2>
            <p>{s.get_value().get("opening-text")}</p>
            <div hidden=move || code.get().is_some() class="stack">
                <p><button class="button" type="button" on:click=draw>{s.get_value().get("opening-draw")}</button></p>
                <p class="field">
                    <label for="opening-digits">{s.get_value().get("opening-digits")}</label>
                    <input id="opening-digits" inputmode="numeric" autocomplete="off" maxlength="9" />
                </p>
                <p class="alert" role="alert" hidden=move || !wrong.get()>{s.get_value().get("opening-digits-wrong")}</p>
                <p><button class="button button--primary" type="button" on:click=typed>{s.get_value().get("opening-show")}</button></p>
            </div>
            {move || drawn.get().map(|digits| view! {
                <p>{s.get_value().get("opening-say")}</p>
                <p class="aloud" id="opening-drawn">{digits}</p>
            })}
            <div role="status" aria-live="polite">
                {move || code.get().map(|code| view! {
                    <p>{s.get_value().get("opening-compare")}</p>
                    <p class="aloud" id="opening-code">{code}</p>
                })}
            </div>
            <p class="cluster" hidden=move || code.get().is_none()>
                <button class="button button--primary" type="button" disabled=move || differs.get() on:click=move |_| open.run(held.get_value())>{s.get_value().get("opening-same")}</button>
                <button class="button" type="button" on:click=move |_| differs.set(true)>{s.get_value().get("ceremony-code-differs")}</button>
            </p>
            <p class="alert" role="alert" hidden=move || !differs.get()>{s.get_value().get("opening-stop")}</p>
        </section>
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server nobody draws.
    use super::Digits;

    pub fn typed(_: &str) -> String {
        String::new()
    }

    pub fn draw() -> Option<Digits> {
        None
    }
}

#[cfg(feature = "hydrate")]
mod acts {
    use super::super::{browser, device};
    use super::Digits;

    pub fn typed(id: &str) -> String {
        browser::typed(id)
    }

    pub fn draw() -> Option<Digits> {
        Some(Digits::draw(&mut device::rng()))
    }
}
