//! Whether a file is one that this server publishes: its fingerprint is computed here, and the file goes nowhere.

use domain::lang::Lang;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::strings::Strings;

/// A file that the server publishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// Its language.
    pub lang: Lang,
    /// SHA-256, hex.
    pub hash: String,
}

/// What is said of the last file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// There was none yet.
    Waiting,
    /// It is the one in this language.
    Is(Lang),
    /// It is none of them.
    IsNot,
    /// It cannot be read, or is too large to be one of them.
    Unreadable,
}

impl Said {
    /// The word for it, for who looks at the page from outside.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Is(_) => "is",
            Self::IsNot => "is-not",
            Self::Unreadable => "unreadable",
        }
    }

    /// The sentence for it.
    #[must_use]
    pub fn view(self, s: &Strings) -> AnyView {
        match self {
            Self::Waiting => ().into_any(),
            Self::Is(lang) => {
                let words = s.get(&format!("minutes-file-is-{}", lang.code()));
                view! { <p class="notice notice--success">{words}</p> }.into_any()
            }
            Self::IsNot => view! { <p class="alert" role="alert">{s.get("minutes-file-is-not")}</p> }.into_any(),
            Self::Unreadable => {
                view! { <p class="alert" role="alert">{s.get("minutes-file-unreadable")}</p> }.into_any()
            }
        }
    }
}

/// Id of the field.
const FIELD: &str = "checked-file";

/// A field for a file, and what is found of it.
#[island]
pub fn FileCheck(
    /// The files that the server publishes.
    prints: Vec<Print>,
    /// Sentences `minutes-file-*`.
    strings: Strings,
) -> impl IntoView {
    let said = RwSignal::new(Said::Waiting);
    let s = StoredValue::new(strings);
    follow(prints, said);
    view! {
        <div class="stack" data-state=move || said.get().word()>
            <div class="field">
                <label for=FIELD>{s.get_value().get("minutes-file-choose")}</label>
                <input id=FIELD type="file" accept=".pdf" aria-describedby="checked-file-hint" />
                <p class="hint" id="checked-file-hint">{s.get_value().get("minutes-file-drop")}</p>
            </div>
            <div role="status" aria-live="polite">{move || said.get().view(&s.get_value())}</div>
        </div>
    }
}

#[cfg(not(feature = "hydrate"))]
fn follow(_: Vec<Print>, _: RwSignal<Said>) {}

#[cfg(feature = "hydrate")]
fn follow(prints: Vec<Print>, said: RwSignal<Said>) {
    use leptos::task::spawn_local;

    use super::browser;

    /// No minutes are so large, in bytes.
    const MOST: u32 = 32 << 20;

    spawn_local(async move {
        loop {
            let found = match browser::file(FIELD, MOST).await {
                None => Said::Unreadable,
                Some(bytes) => {
                    let hash = protocol::hash::sha256_hex(&bytes);
                    let same = prints.iter().find(|print| print.hash == hash);
                    same.map_or(Said::IsNot, |print| Said::Is(print.lang))
                }
            };
            said.set(found);
        }
    });
}
