//! Signing the minutes for a seat of the bureau: the key of this device signs the minutes that the page shows, and no others.

use domain::bureau::Seat;
use domain::minutes::Minutes;
use domain::wire::Me;
use leptos::prelude::*;

use super::signing::Desk;
use crate::strings::Strings;

/// One button that signs.
#[island]
pub fn MinutesDesk(
    /// Who.
    me: Me,
    /// For which seat.
    seat: Seat,
    /// What is signed: the hash is computed from it here.
    minutes: Minutes,
    /// Sentences `minutes-sign-*`, `island-*`, `key-elsewhere*`, `key-page`.
    strings: Strings,
) -> impl IntoView {
    let desk = RwSignal::new(Desk::Waking);
    let s = StoredValue::new(strings);
    let held = StoredValue::new((me, seat, minutes));
    wake(held, desk);
    view! {
        <div class="stack" data-state=move || desk.get().word()>
            <p><button class="button button--primary" type="button" disabled=move || !desk.get().ready()
                on:click=move |_| sign(held, s, desk)>{s.get_value().get("minutes-sign-go")}</button></p>
            <div role="status" aria-live="polite">{move || desk.get().said(&s.get_value(), "minutes-sign-working")}</div>
        </div>
    }
}

type Held = StoredValue<(Me, Seat, Minutes)>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the button only stands there.
    use super::{Desk, Held, RwSignal, StoredValue, Strings};

    pub fn wake(_: Held, _: RwSignal<Desk>) {}
    pub fn sign(_: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::minutes_signed::SignMinutes;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::minutes_signed::MinutesSigned;

    use super::super::browser::{self, Failure};
    use super::super::{device, signing};
    use super::{Desk, Held, Strings};

    pub fn wake(held: Held, desk: RwSignal<Desk>) {
        signing::wake(held.get_value().0, desk);
    }

    /// Signs the minutes of the page and sends the signature.
    pub fn sign(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working);
        spawn_local(async move { signing::settle(attempt(held).await, s, desk) });
    }

    async fn attempt(held: Held) -> Result<(), Failure> {
        let (me, seat, minutes) = held.get_value();
        let keys = device::keys(&me).await.ok_or(Failure::NoAnswer)?;
        let hash = minutes.hash();
        let signed = MinutesSigned { hash: &hash, seat: seat.word() };
        let signature = signed.sign(me.cooperative.bytes(), keys.identity());
        let body = SignMinutes { seat, hash, signature };
        browser::post::<_, ()>(&format!("/api/v1/assemblies/{}/minutes/signatures", minutes.assembly), &body).await
    }
}

use acts::{sign, wake};
