//! Supporting a proposal: the key of this device signs the words that the page shows, and no others.

use domain::ids::ProposalId;
use domain::proposals::Content;
use domain::wire::Me;
use leptos::prelude::*;

use super::signing::Desk;
use crate::strings::Strings;

/// One button that signs.
#[island]
pub fn SupportDesk(
    /// Who.
    me: Me,
    /// What is supported.
    proposal: ProposalId,
    /// Number of the version.
    version: u32,
    /// Its words: the hash is computed from them here.
    content: Content,
    /// Sentences `support-*`, `island-*`, `key-elsewhere*`, `key-page`.
    strings: Strings,
) -> impl IntoView {
    let desk = RwSignal::new(Desk::Waking);
    let s = StoredValue::new(strings);
    let held = StoredValue::new((me, proposal, version, content));
    wake(held, desk);
    view! {
        <div class="stack" data-state=move || desk.get().word()>
            <p><button class="button button--primary" type="button" disabled=move || !desk.get().ready()
                on:click=move |_| support(held, s, desk)>{s.get_value().get("support-go")}</button></p>
            <div role="status" aria-live="polite">{move || desk.get().said(&s.get_value(), "support-working")}</div>
        </div>
    }
}

type Held = StoredValue<(Me, ProposalId, u32, Content)>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the button only stands there.
    use super::{Desk, Held, RwSignal, StoredValue, Strings};

    pub fn wake(_: Held, _: RwSignal<Desk>) {}
    pub fn support(_: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::proposals::{Progress, Support};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser::{self, Failure};
    use super::super::{device, signing};
    use super::{Desk, Held, Strings};

    pub fn wake(held: Held, desk: RwSignal<Desk>) {
        signing::wake(held.get_value().0, desk);
    }

    /// Signs the words of the page and sends the signature.
    pub fn support(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working);
        spawn_local(async move { signing::settle(attempt(held).await, s, desk) });
    }

    async fn attempt(held: Held) -> Result<(), Failure> {
        let (me, proposal, version, content) = held.get_value();
        let keys = device::keys(&me).await.ok_or(Failure::NoAnswer)?;
        let hash = content.hash();
        let signed = protocol::support::Support {
            proposal: proposal.bytes(),
            version: version.into(),
            text_hash: &hash,
            member: me.member.bytes(),
        };
        let signature = signed.sign(me.cooperative.bytes(), keys.identity());
        let body = Support { version, hash, signature };
        browser::post::<_, Progress>(&format!("/api/v1/proposals/{proposal}/support"), &body).await.map(drop)
    }
}

use acts::{support, wake};
