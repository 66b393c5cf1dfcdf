//! Giving a proxy, or taking it back: the key of this device signs what the page shows.

use domain::ids::{AssemblyId, MemberId, ProxyId};
use domain::wire::Me;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::signing::Desk;
use crate::strings::Strings;

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// A proxy to somebody, or a blank one.
    Give {
        /// To whom.
        holder: Option<MemberId>,
        /// The own one in whose place.
        replaces: Option<ProxyId>,
    },
    /// Taking one back.
    Revoke(ProxyId),
}

/// One button that signs.
#[island]
pub fn ProxyDesk(
    /// Who.
    me: Me,
    /// The assembly whose page this is, and the one on first call, which is signed for.
    assemblies: (AssemblyId, AssemblyId),
    /// What.
    deed: Deed,
    /// Words on the button.
    label: String,
    /// Sentences `proxy-working`, `island-*`, `key-elsewhere*`, `key-page`.
    strings: Strings,
) -> impl IntoView {
    let desk = RwSignal::new(Desk::Waking);
    let s = StoredValue::new(strings);
    let held = StoredValue::new((me, assemblies, deed));
    wake(held, desk);
    let class = match deed {
        Deed::Give { .. } => "button button--primary",
        Deed::Revoke(_) => "button button--quiet",
    };
    view! {
        <div class="stack" data-state=move || desk.get().word()>
            <p><button class=class type="button" disabled=move || !desk.get().ready()
                on:click=move |_| sign(held, s, desk)>{label}</button></p>
            <div role="status" aria-live="polite">{move || desk.get().said(&s.get_value(), "proxy-working")}</div>
        </div>
    }
}

type Held = StoredValue<(Me, (AssemblyId, AssemblyId), Deed)>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the button only stands there.
    use super::{Desk, Held, RwSignal, StoredValue, Strings};

    pub fn wake(_: Held, _: RwSignal<Desk>) {}
    pub fn sign(_: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::{MemberId, ProxyId};
    use domain::proxies::{GiveProxy, RevokeProxy};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use rand_core::Rng as _;

    use super::super::browser::{self, Failure};
    use super::super::{device, signing};
    use super::{Deed, Desk, Held, Strings};

    pub fn wake(held: Held, desk: RwSignal<Desk>) {
        signing::wake(held.get_value().0, desk);
    }

    /// Signs what the page shows, sends it, and shows where the proxy stands.
    pub fn sign(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working);
        spawn_local(async move {
            match attempt(held).await {
                Ok(()) => browser::go(&format!("/assembly/{}/proxy", held.get_value().1.0)),
                failed => signing::settle(failed, s, desk),
            }
        });
    }

    async fn attempt(held: Held) -> Result<(), Failure> {
        let (me, (page, assembly), deed) = held.get_value();
        let keys = device::keys(&me).await.ok_or(Failure::NoAnswer)?;
        let (cooperative, grantor) = (me.cooperative.bytes(), me.member.bytes());
        match deed {
            Deed::Give { holder, replaces } => {
                let mut random = [0; 16];
                device::rng().fill_bytes(&mut random);
                let proxy = ProxyId(uuid::Builder::from_random_bytes(random).into_uuid());
                let signed = protocol::proxy::Proxy {
                    assembly: assembly.bytes(),
                    id: proxy.bytes(),
                    grantor,
                    holder: holder.as_ref().map(MemberId::bytes),
                };
                let signature = signed.sign(cooperative, keys.identity());
                let body = GiveProxy { proxy, holder, replaces, signature };
                browser::post::<_, ()>(&format!("/api/v1/assemblies/{page}/proxy"), &body).await
            }
            Deed::Revoke(proxy) => {
                let signed = protocol::proxy::Revocation { id: proxy.bytes(), grantor };
                let body = RevokeProxy { signature: signed.sign(cooperative, keys.identity()) };
                browser::post::<_, ()>(&format!("/api/v1/proxies/{proxy}/revocation"), &body).await
            }
        }
    }
}

use acts::{sign, wake};
