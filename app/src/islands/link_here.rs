//! The page that another device's picture leads to. What stands behind the `#` of its address is a key: it is taken from
//! there before anything else, signs its member in, and is kept on this device only once the server has let it in. So no
//! key is kept that does not speak.

use leptos::prelude::*;

use crate::strings::Strings;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Here {
    /// Before the program is awake.
    Waking,
    /// A whole link of this cooperative; one press takes the key. The text is kept by the island alone.
    Offered(String),
    /// The same, and this device keeps another key of this member.
    Other(String),
    /// Working.
    Working,
    /// No link, or not one to be used here; the key of a sentence.
    Wrong(&'static str),
    /// It did not work, in words.
    Failed(String),
}

/// Takes the key of another device.
#[island]
pub fn LinkHere(
    /// The cooperative's id.
    cooperative: String,
    /// Sentences `link-here-*`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let here = RwSignal::new(Here::Waking);
    let (cooperative, s) = (StoredValue::new(cooperative), StoredValue::new(strings));
    look(cooperative, here);
    view! {
        <section class="stack" aria-live="polite" data-state=move || state(&here.get())>
            {move || face(here, cooperative, s)}
        </section>
    }
}

fn state(here: &Here) -> &'static str {
    match here {
        Here::Waking => "waking",
        Here::Offered(_) => "offered",
        Here::Other(_) => "other",
        Here::Working => "working",
        Here::Wrong(_) => "wrong",
        Here::Failed(_) => "failed",
    }
}

fn face(here: RwSignal<Here>, cooperative: StoredValue<String>, strings: StoredValue<Strings>) -> AnyView {
    let s = strings.get_value();
    let offer = |link: String, text: &'static str, go: &'static str| {
        view! {
            <div class="card card--action stack">
                <p>{s.get(text)}</p>
                <p><button class="button button--primary" type="button"
                    on:click=move |_| take(link.clone(), cooperative, strings, here)>{s.get(go)}</button></p>
            </div>
        }
        .into_any()
    };
    match here.get() {
        Here::Waking => view! { <p class="notice" aria-busy="true">{s.get("link-here-waking")}</p> }.into_any(),
        Here::Offered(link) => offer(link, "link-here-text", "link-here-go"),
        Here::Other(link) => offer(link, "link-here-other", "link-here-other-go"),
        Here::Working => view! { <p class="notice" aria-busy="true">{s.get("link-here-working")}</p> }.into_any(),
        Here::Wrong(key) => view! { <p class="alert" role="alert">{s.get(key)}</p> }.into_any(),
        Here::Failed(why) => view! { <p class="alert" role="alert">{why}</p> }.into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the page only stands there.
    use super::{Here, RwSignal, StoredValue, Strings};

    pub fn look(_: StoredValue<String>, _: RwSignal<Here>) {}
    pub fn take(_: String, _: StoredValue<String>, _: StoredValue<Strings>, _: RwSignal<Here>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::{CooperativeId, MemberId};
    use domain::wire::Me;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::{Link, LinkFault, MemberKeys};

    use super::super::browser::{self, Failure};
    use super::super::{device, phrases, signing_in};
    use super::{Here, Strings};

    /// Takes the link out of the address bar and looks whether it can be used here.
    pub fn look(cooperative: StoredValue<String>, here: RwSignal<Here>) {
        spawn_local(async move {
            let text = browser::take_fragment();
            here.set(match read(&text, &cooperative.get_value()) {
                Err(key) => Here::Wrong(key),
                Ok((id, member, link)) => {
                    let keys = MemberKeys::derive(&link.phrase, id.bytes()).public();
                    match device::kept_keys(id, member).await {
                        Some(kept) if kept.public() != keys => Here::Other(text),
                        _ => Here::Offered(text),
                    }
                }
            });
        });
    }

    fn read(text: &str, cooperative: &str) -> Result<(CooperativeId, MemberId, Link), &'static str> {
        let link = Link::parse(text).map_err(|fault| match fault {
            LinkFault::Version => "link-here-none",
            LinkFault::Damaged => "link-here-damaged",
        })?;
        let id: CooperativeId = cooperative.parse().map_err(|_| "link-here-cooperative")?;
        if *id.bytes() != link.cooperative {
            return Err("link-here-cooperative");
        }
        Ok((id, MemberId(uuid::Uuid::from_bytes(link.member)), link))
    }

    /// Signs in with the key, then keeps it.
    pub fn take(text: String, cooperative: StoredValue<String>, s: StoredValue<Strings>, here: RwSignal<Here>) {
        here.set(Here::Working);
        spawn_local(async move {
            // Let the page show that it works before the processor is busy.
            browser::nap(20).await;
            let Ok((id, member, link)) = read(&text, &cooperative.get_value()) else {
                here.set(Here::Wrong("link-here-damaged"));
                return;
            };
            let keys = MemberKeys::derive(&link.phrase, id.bytes());
            if let Err(failure) = signing_in::with(&keys, id, member).await {
                here.set(match failure {
                    Failure::Refused(_) => Here::Wrong("link-here-refused"),
                    Failure::NoAnswer => Here::Failed(s.get_value().get("island-no-answer")),
                });
                return;
            }
            match browser::get::<Me>("/api/v1/me").await {
                Ok(me) if me.member == member => {
                    phrases::set_aside(&me, &keys.public()).await;
                    if phrases::keep(&me, &link.phrase, link.noted).await {
                        browser::go("/votes");
                    } else {
                        here.set(Here::Wrong("link-here-not-kept"));
                    }
                }
                _ => here.set(Here::Failed(s.get_value().get("island-no-answer"))),
            }
        });
    }
}

use acts::{look, take};
