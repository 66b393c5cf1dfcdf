//! Supporting a proposal: the key of this device signs the words that the page shows, and no others.

use domain::ids::ProposalId;
use domain::proposals::Content;
use domain::wire::Me;
use leptos::prelude::*;

use crate::strings::Strings;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Desk {
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
        <div class="stack" data-state=move || name(&desk.get())>
            <p><button class="button button--primary" type="button"
                disabled=move || !matches!(desk.get(), Desk::Ready | Desk::Failed(_))
                on:click=move |_| support(held, s, desk)>{s.get_value().get("support-go")}</button></p>
            <div role="status" aria-live="polite">{move || spoken(&desk.get(), &s.get_value())}</div>
        </div>
    }
}

type Held = StoredValue<(Me, ProposalId, u32, Content)>;

fn name(desk: &Desk) -> &'static str {
    match desk {
        Desk::Waking => "waking",
        Desk::NoKey => "no-key",
        Desk::Ready => "ready",
        Desk::Working => "working",
        Desk::Failed(_) => "failed",
    }
}

fn spoken(desk: &Desk, s: &Strings) -> AnyView {
    match desk {
        Desk::Waking | Desk::Ready => ().into_any(),
        Desk::NoKey => view! {
            <p class="notice notice--warning">{s.get("key-elsewhere-title")}" "<a href="/me/key">{s.get("key-page")}</a></p>
        }
        .into_any(),
        Desk::Working => view! { <p class="notice" aria-busy="true">{s.get("support-working")}</p> }.into_any(),
        Desk::Failed(why) => view! { <p class="alert" role="alert">{why.clone()}</p> }.into_any(),
    }
}

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
    use super::super::device;
    use super::{Desk, Held, Strings};

    /// Is this member's voting key on this device?
    pub fn wake(held: Held, desk: RwSignal<Desk>) {
        spawn_local(async move {
            let (me, ..) = held.get_value();
            desk.set(if device::keys(&me).await.is_some() { Desk::Ready } else { Desk::NoKey });
        });
    }

    /// Signs the words of the page and sends the signature.
    pub fn support(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working);
        spawn_local(async move {
            match attempt(held).await {
                Ok(()) => browser::reload(),
                Err(Failure::Refused(why)) => desk.set(Desk::Failed(why)),
                Err(Failure::NoAnswer) => desk.set(Desk::Failed(s.get_value().get("island-no-answer"))),
            }
        });
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
