//! Signing in with the key this device keeps.

use leptos::prelude::*;

use crate::strings::Strings;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Offer {
    /// No key here, as far as is known.
    Nothing,
    /// Keys of these members: id and name.
    Keys(Vec<(String, String)>),
    /// Signing.
    Working,
    /// It did not work, in words.
    Failed(String),
}

/// One button per member whose key is on this device; nothing if there is none.
#[island]
pub fn KeySignIn(
    /// The cooperative's id.
    cooperative: String,
    /// Sentences `key-sign-in-*`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let offer = RwSignal::new(Offer::Nothing);
    let s = StoredValue::new(strings);
    let cooperative = StoredValue::new(cooperative);
    look(cooperative, offer);
    view! {
        <section aria-live="polite" data-state=move || state(&offer.get())>{move || face(offer, cooperative, s)}</section>
    }
}

fn state(offer: &Offer) -> &'static str {
    match offer {
        Offer::Nothing => "nothing",
        Offer::Keys(_) => "keys",
        Offer::Working => "working",
        Offer::Failed(_) => "failed",
    }
}

fn face(offer: RwSignal<Offer>, cooperative: StoredValue<String>, strings: StoredValue<Strings>) -> AnyView {
    let s = strings.get_value();
    match offer.get() {
        Offer::Nothing => ().into_any(),
        Offer::Keys(keys) => view! {
            <div class="card card--action stack">
                <h2>{s.get("key-sign-in-title")}</h2>
                <p>{s.get("key-sign-in-text")}</p>
                {keys.into_iter().map(|(member, name)| view! {
                    <button class="button button--primary" type="button"
                        on:click=move |_| sign_in(member.clone(), cooperative, strings, offer)>
                        {s.fill("key-sign-in-go", "name", &name)}
                    </button>
                }).collect_view()}
            </div>
        }
        .into_any(),
        Offer::Working => view! { <p class="notice" aria-busy="true">{s.get("key-sign-in-working")}</p> }.into_any(),
        Offer::Failed(sentence) => view! { <p class="alert" role="alert">{sentence}</p> }.into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the offer only stands there.
    use super::{Offer, RwSignal, StoredValue, Strings};

    pub fn look(_: StoredValue<String>, _: RwSignal<Offer>) {}
    pub fn sign_in(_: String, _: StoredValue<String>, _: StoredValue<Strings>, _: RwSignal<Offer>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::{CooperativeId, MemberId};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser::{self, Failure};
    use super::super::{device, signing_in};
    use super::{Offer, Strings};

    /// Whose keys are here?
    pub fn look(cooperative: StoredValue<String>, offer: RwSignal<Offer>) {
        spawn_local(async move {
            let keys = device::members(&cooperative.get_value()).await;
            if !keys.is_empty() {
                offer.set(Offer::Keys(keys));
            }
        });
    }

    /// Signs fresh bytes of the server for the address this page was loaded from.
    pub fn sign_in(
        member: String,
        cooperative: StoredValue<String>,
        strings: StoredValue<Strings>,
        offer: RwSignal<Offer>,
    ) {
        offer.set(Offer::Working);
        spawn_local(async move {
            match attempt(&member, &cooperative.get_value()).await {
                Ok(()) => browser::go("/votes"),
                Err(Failure::Refused(why)) => offer.set(Offer::Failed(why)),
                Err(Failure::NoAnswer) => offer.set(Offer::Failed(strings.get_value().get("island-no-answer"))),
            }
        });
    }

    async fn attempt(member: &str, cooperative: &str) -> Result<(), Failure> {
        let member: MemberId = member.parse().map_err(|_| Failure::NoAnswer)?;
        let cooperative: CooperativeId = cooperative.parse().map_err(|_| Failure::NoAnswer)?;
        let keys = device::kept_keys(cooperative, member).await.ok_or(Failure::NoAnswer)?;
        signing_in::with(&keys, cooperative, member).await
    }
}

use acts::{look, sign_in};
