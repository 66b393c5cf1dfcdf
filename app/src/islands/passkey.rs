//! Passkeys in the browser: signing in with one, adding one. The authenticator is the browser's affair; the page carries
//! its questions and answers to and fro.

use leptos::prelude::*;

use crate::strings::Strings;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Offer {
    /// Before the program is awake, and where the browser knows no passkeys.
    Nothing,
    /// The site has a name at this other address only.
    Elsewhere(String),
    /// A button.
    Ready,
    /// The browser asks its person.
    Working,
    /// It did not work, in words; the button stays.
    Failed(String),
}

fn state(offer: &Offer) -> &'static str {
    match offer {
        Offer::Nothing => "nothing",
        Offer::Elsewhere(_) => "elsewhere",
        Offer::Ready => "ready",
        Offer::Working => "working",
        Offer::Failed(_) => "failed",
    }
}

/// A button that signs in with a passkey; nothing where the browser knows none.
#[island]
pub fn PasskeySignIn(
    /// Sentences `passkey-*`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let offer = RwSignal::new(Offer::Nothing);
    let s = StoredValue::new(strings);
    look(offer);
    let button = move || {
        let s = s.get_value();
        view! {
            <button class="button button--primary" type="button" disabled=move || offer.get() == Offer::Working
                on:click=move |_| sign_in(offer)>{s.get("passkey-sign-in-go")}</button>
        }
    };
    view! {
        <section data-passkey=move || state(&offer.get())>
            {move || (offer.get() != Offer::Nothing).then(|| {
                let words = s.get_value();
                view! {
                    <div class="card card--action stack">
                        <h2>{words.get("passkey-sign-in-title")}</h2>
                        <p>{words.get("passkey-sign-in-text")}</p>
                        {match offer.get() {
                            Offer::Elsewhere(address) => elsewhere(&address, &words),
                            _ => button().into_any(),
                        }}
                        <div role="status" aria-live="polite">{spoken(&offer.get(), &words)}</div>
                    </div>
                }
            })}
        </section>
    }
}

/// A form that adds a passkey of this device, under a name.
#[island]
pub fn AddPasskey(
    /// The name proposed.
    name: String,
    /// Sentences `passkey-*`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let offer = RwSignal::new(Offer::Nothing);
    let s = StoredValue::new(strings);
    look(offer);
    let words = s.get_value();
    let hidden = move || matches!(offer.get(), Offer::Nothing | Offer::Elsewhere(_));
    view! {
        <section class="card card--action stack" data-passkey=move || state(&offer.get())>
            <h2>{words.get("passkey-add-title")}</h2>
            <p>{words.get("passkey-add-text")}</p>
            <div class="field" hidden=hidden>
                <label for="passkey-name">{words.get("passkey-add-name")}</label>
                <input id="passkey-name" value=name autocomplete="off" maxlength="60" />
            </div>
            <button class="button button--primary" type="button" hidden=hidden disabled=move || offer.get() == Offer::Working
                on:click=move |_| add(offer)>{words.get("passkey-add-go")}</button>
            <div role="status" aria-live="polite">
                {move || match offer.get() {
                    Offer::Elsewhere(address) => elsewhere(&address, &s.get_value()),
                    offer => spoken(&offer, &s.get_value()),
                }}
            </div>
        </section>
    }
}

fn elsewhere(address: &str, strings: &Strings) -> AnyView {
    let link = address.to_owned();
    view! { <p class="notice">{strings.get("passkey-elsewhere")}" "<a href=link>{address.to_owned()}</a></p> }
        .into_any()
}

fn spoken(offer: &Offer, strings: &Strings) -> AnyView {
    match offer {
        Offer::Working => view! { <p class="notice" aria-busy="true">{strings.get("passkey-working")}</p> }.into_any(),
        // A key of a sentence, or the server's own.
        Offer::Failed(why) => view! { <p class="alert" role="alert">{strings.get(why)}</p> }.into_any(),
        _ => ().into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the offer only stands there.
    use super::{Offer, RwSignal};

    pub fn look(_: RwSignal<Offer>) {}
    pub fn sign_in(_: RwSignal<Offer>) {}
    pub fn add(_: RwSignal<Offer>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::passkeys::{AnswerPasskey, FinishPasskey, PasskeyBegun, PasskeyLine};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::authenticator;
    use super::super::browser::{self, Failure};
    use super::Offer;

    /// Does this browser know passkeys, here?
    pub fn look(offer: RwSignal<Offer>) {
        let found = match authenticator::passkeys_here().as_str() {
            "yes" => Offer::Ready,
            "no" => Offer::Nothing,
            address => Offer::Elsewhere(address.to_owned()),
        };
        // After the page was woken as the server made it.
        spawn_local(async move { offer.set(found) });
    }

    /// Asks for any passkey of this site, and signs in with it.
    pub fn sign_in(offer: RwSignal<Offer>) {
        run(offer, "/votes", async {
            let begun: PasskeyBegun = post("/api/v1/sign-in/passkey/begin", &()).await?;
            let credential = authenticator::authenticate("get", &begun.options).await?;
            post("/api/v1/sign-in/passkey", &AnswerPasskey { dialogue: begun.dialogue, credential }).await
        });
    }

    /// Has a passkey made and keeps its public half.
    pub fn add(offer: RwSignal<Offer>) {
        run(offer, "/me/passkeys", async {
            let name = browser::typed("passkey-name");
            let begun: PasskeyBegun = post("/api/v1/me/passkeys/begin", &()).await?;
            let credential = authenticator::authenticate("create", &begun.options).await?;
            let made = FinishPasskey { dialogue: begun.dialogue, name, credential };
            post::<_, PasskeyLine>("/api/v1/me/passkeys", &made).await.map(drop)
        });
    }

    fn run(offer: RwSignal<Offer>, then: &'static str, dialogue: impl Future<Output = Result<(), String>> + 'static) {
        offer.set(Offer::Working);
        spawn_local(async move {
            match dialogue.await {
                Ok(()) => browser::go(then),
                Err(why) => offer.set(Offer::Failed(why)),
            }
        });
    }

    async fn post<B: serde::Serialize, T: serde::de::DeserializeOwned>(path: &str, body: &B) -> Result<T, String> {
        browser::post(path, body).await.map_err(|failure| match failure {
            Failure::Refused(why) => why,
            Failure::NoAnswer => "island-no-answer".to_owned(),
        })
    }
}

use acts::{add, look, sign_in};
