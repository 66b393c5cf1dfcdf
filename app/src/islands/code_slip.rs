//! The desk makes a paper code: a key of fresh words, registered for one member, shown to be printed, and forgotten by this page. The
//! words are never sent, and never kept.

use domain::codes::CodeDesk;
use leptos::prelude::*;

use crate::strings::Strings;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Slip {
    /// Before the program is awake.
    Waking,
    /// One press makes it.
    Ready,
    /// Being made.
    Working,
    /// Here it is.
    Made(Printed),
    /// It was printed, and is gone from this page.
    Gone,
    /// It did not work, in words.
    Failed(String),
}

/// What the slip says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Printed {
    /// Which code of the member.
    n: u32,
    /// When it was printed, by the clock on the desk.
    hour: String,
    /// The twelve words.
    words: Vec<String>,
    /// The picture of the address that takes them to the booth.
    picture: Option<String>,
    /// Where the booth is.
    site: String,
    /// Votes that are open, in which it has no voice.
    open: u32,
}

/// Makes the slip of one member.
#[island]
pub fn CodeSlip(
    /// Whose, and where.
    of: CodeDesk,
    /// When the assembly is, in words.
    day: String,
    /// Sentences `slip-*`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let slip = RwSignal::new(Slip::Waking);
    let (of, day, s) = (StoredValue::new(of), StoredValue::new(day), StoredValue::new(strings));
    wake(slip);
    view! {
        <section class="stack" data-state=move || state(&slip.get())>
            {move || face(slip, of, &day.get_value(), s)}
        </section>
    }
}

fn state(slip: &Slip) -> &'static str {
    match slip {
        Slip::Waking => "waking",
        Slip::Ready => "ready",
        Slip::Working => "working",
        Slip::Made(_) => "made",
        Slip::Gone => "gone",
        Slip::Failed(_) => "failed",
    }
}

fn face(slip: RwSignal<Slip>, of: StoredValue<CodeDesk>, day: &str, strings: StoredValue<Strings>) -> AnyView {
    let s = strings.get_value();
    match slip.get() {
        Slip::Waking => view! { <p class="notice" aria-busy="true">{s.get("slip-waking")}</p> }.into_any(),
        Slip::Working => view! { <p class="notice" role="status" aria-busy="true">{s.get("slip-working")}</p> }.into_any(),
        Slip::Ready => {
            let key = if of.get_value().held.is_some() { "slip-make-again" } else { "slip-make" };
            view! {
                <p><button class="button button--primary" type="button" on:click=move |_| make(of, slip, strings)>{s.get(key)}</button></p>
            }
            .into_any()
        }
        Slip::Made(printed) => made(&printed, &of.get_value(), day, slip, &s),
        Slip::Gone => view! {
            <p class="notice notice--success" id="slip-gone" tabindex="-1">{s.get("slip-gone")}</p>
            <p><a class="button button--primary" href="/desk">{s.get("slip-back")}</a></p>
        }
        .into_any(),
        Slip::Failed(why) => view! {
            <p class="alert" role="alert">{why}</p>
            <p class="cluster">
                <a class="button button--primary" href=format!("/desk/code?number={}", of.get_value().number)>{s.get("slip-reload")}</a>
                <a class="button" href="/desk">{s.get("slip-back")}</a>
            </p>
        }
        .into_any(),
    }
}

fn made(printed: &Printed, of: &CodeDesk, day: &str, slip: RwSignal<Slip>, s: &Strings) -> AnyView {
    view! {
        <article class="slip stack">
            <h2 id="slip-title" tabindex="-1">{s.get("slip-title")}</h2>
            <p>{of.cooperative_name.clone()}", "{day.to_owned()}</p>
            <p>{s.fill("slip-number", "number", &of.number.to_string())}</p>
            <p>{s.fill("slip-nth", "n", &printed.n.to_string()).replace("[hour]", &printed.hour)}</p>
            <ol class="phrase" translate="no">
                {printed.words.iter().map(|word| view! { <li>{word.clone()}</li> }).collect_view()}
            </ol>
            {printed.picture.clone().map(|picture| view! { <p><img class="link-code" src=picture alt=s.get("slip-picture") /></p> })}
            <p>{s.get("slip-how")}" "<span class="mono">{format!("{}/booth", printed.site)}</span></p>
            <p>{s.get("slip-care")}</p>
        </article>
        {(printed.open > 0).then(|| view! { <p class="notice notice--warning slip__not-printed">{s.get("slip-open")}</p> })}
        <p class="cluster slip__not-printed">
            <button class="button button--primary" type="button" on:click=move |_| print()>{s.get("slip-print")}</button>
            <button class="button" type="button" on:click=move |_| wipe(slip)>{s.get("slip-done")}</button>
        </p>
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the button only stands there.
    use super::{CodeDesk, RwSignal, Slip, StoredValue, Strings};

    pub fn wake(_: RwSignal<Slip>) {}
    pub fn make(_: StoredValue<CodeDesk>, _: RwSignal<Slip>, _: StoredValue<Strings>) {}
    pub fn print() {}
    pub fn wipe(_: RwSignal<Slip>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::codes::{CodePrinted, PrintCode};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::{Link, MemberKeys};
    use zeroize::Zeroizing;

    use super::super::browser::{self, Failure};
    use super::super::{device, phrases};
    use super::{CodeDesk, Printed, Slip, Strings};
    use crate::picture::picture;

    /// How long the words stay on the page at most, in milliseconds: the desk may be called away.
    const SHOWN: u32 = 120_000;

    pub fn wake(slip: RwSignal<Slip>) {
        spawn_local(async move { slip.set(Slip::Ready) });
    }

    /// Makes the words, registers their public part, then shows them: a slip nobody registered is never seen.
    pub fn make(of: StoredValue<CodeDesk>, slip: RwSignal<Slip>, strings: StoredValue<Strings>) {
        slip.set(Slip::Working);
        spawn_local(async move {
            let of = of.get_value();
            let phrase = phrases::fresh(&browser::lang());
            let (cooperative, member) = (*of.cooperative.bytes(), *of.member.bytes());
            let registration =
                MemberKeys::derive(&phrase, &cooperative).register(&cooperative, &member, &mut device::rng());
            let asked = PrintCode { number: of.number, registration, instead: of.held };
            let path = format!("/api/v1/assemblies/{}/paper-codes", of.assembly);
            slip.set(match browser::post::<_, CodePrinted>(&path, &asked).await {
                Ok(CodePrinted { n, open }) => {
                    let words = phrase.words().iter().map(|word| (*word).to_owned()).collect();
                    let link = Link { cooperative, member, phrase, noted: true };
                    let site = browser::origin();
                    let address = Zeroizing::new(format!("{site}/booth#{}", link.to_fragment().as_str()));
                    let hour = browser::hour();
                    Slip::Made(Printed { n, hour, words, picture: picture(&address), site, open })
                }
                Err(Failure::Refused(why)) => Slip::Failed(why),
                Err(Failure::NoAnswer) => Slip::Failed(strings.get_value().get("slip-no-answer")),
            });
            browser::focus_on("slip-title");
            browser::nap(SHOWN).await;
            if matches!(slip.try_get_untracked(), Some(Slip::Made(_))) {
                wipe(slip);
            }
        });
    }

    /// The words go from the page.
    pub fn wipe(slip: RwSignal<Slip>) {
        slip.set(Slip::Gone);
        browser::focus_on("slip-gone");
    }

    pub fn print() {
        browser::print_page();
    }
}

use acts::{make, print, wake, wipe};
