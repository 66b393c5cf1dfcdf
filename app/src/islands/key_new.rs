//! Another key in the place of one: made here, kept aside, registered, and only then put where the key of this device
//! is kept. A crash in between loses nothing: the next press sends the same key.

use domain::wire::Me;
use leptos::prelude::*;

use crate::strings::Strings;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum New {
    /// Before the program is awake.
    Waking,
    /// One press makes it.
    Ready,
    /// Being made and sent.
    Working,
    /// It did not work, in words.
    Failed(String),
}

/// Makes and registers another key.
#[island]
pub fn KeyNew(
    /// Who.
    me: Me,
    /// Whether two officers made a code for it, to be typed.
    by_code: bool,
    /// Sentences `key-new-*`, `key-not-kept`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let new = RwSignal::new(New::Waking);
    let (me, s) = (StoredValue::new(me), StoredValue::new(strings));
    wake(new);
    let busy = move || matches!(new.get(), New::Waking | New::Working);
    let sentences = s.get_value();
    view! {
        <form class="stack" data-state=move || state(&new.get())
            on:submit=move |event| { event.prevent_default(); make(by_code, me, s, new); }>
            {by_code.then(|| view! {
                <div class="field">
                    <label for="recovery-code">{sentences.get("key-new-code")}</label>
                    <input id="recovery-code" autocomplete="off" autocapitalize="characters" spellcheck="false"
                        maxlength="32" required aria-describedby="recovery-code-hint" />
                    <p class="hint" id="recovery-code-hint">{sentences.get("key-new-code-hint")}</p>
                </div>
            })}
            <p><button class="button button--primary" type="submit" disabled=busy>{sentences.get("key-new-go")}</button></p>
            <div role="status" aria-live="polite">{move || spoken(&new.get(), &s.get_value())}</div>
        </form>
    }
}

fn state(new: &New) -> &'static str {
    match new {
        New::Waking => "waking",
        New::Ready => "ready",
        New::Working => "working",
        New::Failed(_) => "failed",
    }
}

fn spoken(new: &New, s: &Strings) -> AnyView {
    match new {
        New::Waking | New::Ready => ().into_any(),
        New::Working => view! { <p class="notice" aria-busy="true">{s.get("key-new-working")}</p> }.into_any(),
        New::Failed(why) => view! { <p class="alert" role="alert">{why.clone()}</p> }.into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the form only stands there.
    use super::{Me, New, RwSignal, StoredValue, Strings};

    pub fn wake(_: RwSignal<New>) {}
    pub fn make(_: bool, _: StoredValue<Me>, _: StoredValue<Strings>, _: RwSignal<New>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::keys_view::RecoverKey;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::{MemberKeys, PublicKeys};

    use super::super::browser::{self, Failure};
    use super::super::{device, phrases};
    use super::{Me, New, Strings};

    /// Awake.
    pub fn wake(new: RwSignal<New>) {
        spawn_local(async move { new.set(New::Ready) });
    }

    /// Makes the key and sends its public part.
    pub fn make(by_code: bool, me: StoredValue<Me>, s: StoredValue<Strings>, new: RwSignal<New>) {
        if new.get_untracked() == New::Working {
            return;
        }
        let code = if by_code { browser::typed("recovery-code") } else { String::new() };
        new.set(New::Working);
        spawn_local(async move {
            browser::nap(20).await;
            let who = me.get_value();
            let sentences = s.get_value();
            let Some(phrase) = phrases::next(&who).await else {
                new.set(New::Failed(sentences.get("key-not-kept")));
                return;
            };
            let keys = MemberKeys::derive(&phrase, who.cooperative.bytes());
            let registration = keys.register(who.cooperative.bytes(), who.member.bytes(), &mut device::rng());
            let sent = if by_code {
                let body = RecoverKey { code, registration };
                browser::post::<_, PublicKeys>("/api/v1/me/keys/recovery", &body).await
            } else {
                browser::post::<_, PublicKeys>("/api/v1/me/keys/replacement", &registration).await
            };
            match sent {
                Ok(_) => {
                    phrases::set_aside(&who, &keys.public()).await;
                    if phrases::keep(&who, &phrase, false).await {
                        browser::go("/me/key");
                    } else {
                        new.set(New::Failed(sentences.get("key-not-kept")));
                    }
                }
                Err(Failure::Refused(why)) => new.set(New::Failed(why)),
                Err(Failure::NoAnswer) => new.set(New::Failed(sentences.get("island-no-answer"))),
            }
        });
    }
}

use acts::{make, wake};
