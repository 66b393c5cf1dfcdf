//! The key on its way to another device of the same member: a picture for the other's camera, for two minutes.

use domain::wire::Me;
use leptos::prelude::*;

use crate::strings::Strings;

/// Where the offer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Show {
    /// The key is not on this device, as far as is known.
    Nothing,
    /// It is: one press shows the picture.
    Ready,
    /// The picture, as an address of its own; and which showing this is.
    Picture(String, u64),
    /// Its time is over.
    Hidden,
}

/// Shows the link to another device.
#[island]
pub fn LinkShow(
    /// Who.
    me: Me,
    /// Sentences `link-show-*`.
    strings: Strings,
) -> impl IntoView {
    let show = RwSignal::new(Show::Nothing);
    let (me, s) = (StoredValue::new(me), StoredValue::new(strings));
    look(me, show);
    view! {
        <section class="stack" aria-live="polite" data-state=move || state(&show.get())>
            {move || face(show, me, &s.get_value())}
        </section>
    }
}

fn state(show: &Show) -> &'static str {
    match show {
        Show::Nothing => "nothing",
        Show::Ready => "ready",
        Show::Picture(..) => "picture",
        Show::Hidden => "hidden",
    }
}

fn face(show: RwSignal<Show>, me: StoredValue<Me>, s: &Strings) -> AnyView {
    let press = |key: &str| {
        view! {
            <p><button class="button" type="button" on:click=move |_| display(me, show)>{s.get(key)}</button></p>
        }
    };
    match show.get() {
        Show::Nothing => ().into_any(),
        Show::Ready => view! {
            <div class="card stack">
                <h2>{s.get("link-show-title")}</h2>
                <p>{s.get("link-show-text")}</p>
                {press("link-show-go")}
            </div>
        }
        .into_any(),
        Show::Picture(address, _) => view! {
            <div class="card card--action stack">
                <h2 id="link-picture" tabindex="-1">{s.get("link-show-title")}</h2>
                <p class="notice notice--warning">{s.get("link-show-alone")}</p>
                <p><img class="link-code" src=address alt=s.get("link-show-alt") /></p>
                <p>{s.get("link-show-camera")}</p>
                <p><button class="button" type="button" on:click=move |_| show.set(Show::Hidden)>{s.get("link-show-hide")}</button></p>
            </div>
        }
        .into_any(),
        Show::Hidden => view! {
            <div class="card stack">
                <h2>{s.get("link-show-title")}</h2>
                <p>{s.get("link-show-hidden")}</p>
                {press("link-show-again")}
            </div>
        }
        .into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the offer only stands there.
    use super::{Me, RwSignal, Show, StoredValue};

    pub fn look(_: StoredValue<Me>, _: RwSignal<Show>) {}
    pub fn display(_: StoredValue<Me>, _: RwSignal<Show>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::Link;
    use zeroize::Zeroizing;

    use super::super::{browser, device, phrases};
    use super::{Me, Show};
    use crate::picture::picture;

    /// How long the picture stands, in milliseconds.
    const SHOWN: u32 = 120_000;

    /// Is there anything to hand on?
    pub fn look(me: StoredValue<Me>, show: RwSignal<Show>) {
        spawn_local(async move {
            let who = me.get_value();
            if device::keys(&who).await.is_some() && phrases::kept(&who).await.is_some() {
                show.set(Show::Ready);
            }
        });
    }

    /// Shows the picture, and hides it again.
    pub fn display(me: StoredValue<Me>, show: RwSignal<Show>) {
        spawn_local(async move {
            let who = me.get_value();
            let Some((phrase, noted)) = phrases::kept(&who).await else {
                show.set(Show::Nothing);
                return;
            };
            let link = Link { cooperative: *who.cooperative.bytes(), member: *who.member.bytes(), phrase, noted };
            let address = Zeroizing::new(format!("{}/link#{}", browser::origin(), link.to_fragment().as_str()));
            let Some(code) = picture(&address) else { return };
            let turn = browser::now_millis();
            show.set(Show::Picture(code, turn));
            browser::focus_on("link-picture");
            browser::nap(SHOWN).await;
            // Another showing, begun since, has its own two minutes.
            if matches!(show.try_get_untracked(), Some(Show::Picture(_, of)) if of == turn) {
                show.set(Show::Hidden);
            }
        });
    }
}

use acts::{display, look};
