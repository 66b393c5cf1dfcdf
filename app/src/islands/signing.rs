//! What the desks of one signature share: where each stands, and how it is said.

use leptos::prelude::*;

use crate::strings::Strings;

/// Where a desk stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// Before the program is awake.
    Waking,
    /// The member's own voting key is not on this device.
    NoKey,
    /// One press is enough.
    Ready,
    /// Signing and sending.
    Working,
    /// It did not work, in words.
    Failed(String),
}

impl Desk {
    /// Whether the button is of use.
    #[must_use]
    pub fn ready(&self) -> bool {
        matches!(self, Self::Ready | Self::Failed(_))
    }

    /// The word for it, for who looks at the page from outside.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Waking => "waking",
            Self::NoKey => "no-key",
            Self::Ready => "ready",
            Self::Working => "working",
            Self::Failed(_) => "failed",
        }
    }

    /// What is said of it beside the button; `working` is the key of the sentence while it signs.
    #[must_use]
    pub fn said(&self, s: &Strings, working: &str) -> AnyView {
        match self {
            Self::Waking | Self::Ready => ().into_any(),
            Self::NoKey => view! {
                <p class="notice notice--warning">{s.get("key-elsewhere-title")}" "<a href="/me/key">{s.get("key-page")}</a></p>
            }
            .into_any(),
            Self::Working => view! { <p class="notice" aria-busy="true">{s.get(working)}</p> }.into_any(),
            Self::Failed(why) => view! { <p class="alert" role="alert">{why.clone()}</p> }.into_any(),
        }
    }
}

#[cfg(feature = "hydrate")]
pub use awake::{settle, wake};

#[cfg(feature = "hydrate")]
mod awake {
    use domain::wire::Me;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser::{self, Failure};
    use super::super::device;
    use super::Desk;
    use crate::strings::Strings;

    /// Is this member's voting key on this device?
    pub fn wake(me: Me, desk: RwSignal<Desk>) {
        spawn_local(async move {
            desk.set(if device::keys(&me).await.is_some() { Desk::Ready } else { Desk::NoKey });
        });
    }

    /// Shows the page anew, or says why not.
    pub fn settle(outcome: Result<(), Failure>, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        match outcome {
            Ok(()) => browser::reload(),
            Err(Failure::Refused(why)) => desk.set(Desk::Failed(why)),
            Err(Failure::NoAnswer) => desk.set(Desk::Failed(s.get_value().get("island-no-answer"))),
        }
    }
}
