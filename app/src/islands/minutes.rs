//! Signing the minutes, or a correction of them, for a seat of the bureau: the key of this device signs what the page shows, and
//! nothing else.

use domain::bureau::Seat;
use domain::ids::AssemblyId;
use domain::minutes_signed::Document;
use domain::wire::Me;
use leptos::prelude::*;

use super::signing::Desk;
use crate::strings::Strings;

/// One button that signs.
#[island]
pub fn MinutesDesk(
    /// Who.
    me: Me,
    /// Of which assembly.
    assembly: AssemblyId,
    /// For which seat.
    seat: Seat,
    /// What is signed: the hash is computed from it here.
    document: Document,
    /// Sentences `minutes-sign-*`, `island-*`, `key-elsewhere*`, `key-page`.
    strings: Strings,
) -> impl IntoView {
    let desk = RwSignal::new(Desk::Waking);
    let s = StoredValue::new(strings);
    let held = StoredValue::new((me, assembly, seat, document));
    wake(held, desk);
    view! {
        <div class="stack" data-state=move || desk.get().word()>
            <p><button class="button button--primary" type="button" disabled=move || !desk.get().ready()
                on:click=move |_| sign(held, s, desk)>{s.get_value().get("minutes-sign-go")}</button></p>
            <div role="status" aria-live="polite">{move || desk.get().said(&s.get_value(), "minutes-sign-working")}</div>
        </div>
    }
}

type Held = StoredValue<(Me, AssemblyId, Seat, Document)>;

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
    use protocol::minutes_signed::{CorrectionSigned, MinutesSigned};

    use super::super::browser::{self, Failure};
    use super::super::{device, signing};
    use super::{Desk, Held, Strings};

    pub fn wake(held: Held, desk: RwSignal<Desk>) {
        signing::wake(held.get_value().0, desk);
    }

    /// Signs what the page shows and sends the signature.
    pub fn sign(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working);
        spawn_local(async move { signing::settle(attempt(held).await, s, desk) });
    }

    async fn attempt(held: Held) -> Result<(), Failure> {
        let (me, assembly, seat, document) = held.get_value();
        let keys = device::keys(&me).await.ok_or(Failure::NoAnswer)?;
        let (correction, hash, word) = (document.correction(), document.hash(), seat.word());
        let (cooperative, key) = (me.cooperative.bytes(), keys.identity());
        let signature = match correction {
            0 => MinutesSigned { hash: &hash, seat: word }.sign(cooperative, key),
            _ => CorrectionSigned { hash: &hash, seat: word }.sign(cooperative, key),
        };
        let body = SignMinutes { correction, seat, hash, signature };
        browser::post::<_, ()>(&format!("/api/v1/assemblies/{assembly}/minutes/signatures"), &body).await
    }
}

use acts::{sign, wake};
