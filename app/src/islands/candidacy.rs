//! Accepting to stand for election: the key of this device signs the statement and the data that the page shows.

use domain::candidacies::Profile;
use domain::ids::ItemId;
use domain::wire::Me;
use leptos::prelude::*;

use super::signing::Desk;
use crate::strings::Strings;

/// One button that signs.
#[island]
pub fn CandidacyDesk(
    /// Who.
    me: Me,
    /// In which election.
    election: ItemId,
    /// Statement and data: the hash is computed from them here.
    profile: Profile,
    /// Sentences `candidacy-*`, `island-*`, `key-elsewhere*`, `key-page`.
    strings: Strings,
) -> impl IntoView {
    let desk = RwSignal::new(Desk::Waking);
    let s = StoredValue::new(strings);
    let held = StoredValue::new((me, election, profile));
    wake(held, desk);
    view! {
        <div class="stack" data-state=move || desk.get().word()>
            <p><button class="button button--primary" type="button" disabled=move || !desk.get().ready()
                on:click=move |_| accept(held, s, desk)>{s.get_value().get("candidacy-go")}</button></p>
            <div role="status" aria-live="polite">{move || desk.get().said(&s.get_value(), "candidacy-working")}</div>
        </div>
    }
}

type Held = StoredValue<(Me, ItemId, Profile)>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the button only stands there.
    use super::{Desk, Held, RwSignal, StoredValue, Strings};

    pub fn wake(_: Held, _: RwSignal<Desk>) {}
    pub fn accept(_: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::candidacies::AcceptCandidacy;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser::{self, Failure};
    use super::super::{device, signing};
    use super::{Desk, Held, Strings};

    pub fn wake(held: Held, desk: RwSignal<Desk>) {
        signing::wake(held.get_value().0, desk);
    }

    /// Signs what the page shows and sends the signature.
    pub fn accept(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working);
        spawn_local(async move { signing::settle(attempt(held).await, s, desk) });
    }

    async fn attempt(held: Held) -> Result<(), Failure> {
        let (me, election, profile) = held.get_value();
        let keys = device::keys(&me).await.ok_or(Failure::NoAnswer)?;
        let hash = profile.hash();
        let signed = protocol::candidacy::Candidacy {
            election: election.bytes(),
            content_hash: &hash,
            member: me.member.bytes(),
        };
        let signature = signed.sign(me.cooperative.bytes(), keys.identity());
        let body = AcceptCandidacy { hash, signature };
        browser::post::<_, ()>(&format!("/api/v1/elections/{election}/candidacy"), &body).await
    }
}

use acts::{accept, wake};
