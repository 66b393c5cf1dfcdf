//! Making a key together (PROTOCOL.md §14.11): the card at which a key holder takes part. It does its steps by itself while the
//! page is open, in any order with the others; the person notes a seed, and compares a code aloud.

use domain::ceremony::{CeremonyTask, Step};
use domain::wire::{KeyHolderTask, Me};
use leptos::prelude::*;

use crate::strings::Strings;

/// Where the card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Card {
    /// Before the program is awake.
    Waking,
    /// The member's own voting key is not on this device.
    NoKey,
    /// Not begun on this device; nothing is lost by beginning.
    Ready,
    /// Begun elsewhere: go on there.
    Elsewhere,
    /// Its own step is made, the others' are awaited.
    Waiting,
    /// The code to compare aloud.
    Code(String),
    /// It was the same for all: the way back is noted.
    Note(String),
    /// The key is made, and not on this device: it comes back from the noted seed.
    Lost,
    /// The key is made and here.
    Done,
    /// It did not work, in words.
    Failed(String),
}

/// Makes the key together, or brings it back to this device.
#[island]
pub fn CeremonyCard(
    /// Who.
    me: Me,
    /// What there is to do.
    task: KeyHolderTask,
    /// Sentences.
    strings: Strings,
) -> impl IntoView {
    let Some(first) = task.ceremony.clone() else { return ().into_any() };
    let card = RwSignal::new(Card::Waking);
    let seen = RwSignal::new(first);
    let seed = RwSignal::new(String::new());
    let lost = RwSignal::new(None::<String>);
    let s = StoredValue::new(strings);
    let held = StoredValue::new((me, task));
    wake(held, s, (card, seen, seed));
    view! {
        <section class="card card--action stack" data-ceremony=move || name(&card.get()) hidden=move || card.get() == Card::Done>
            <h2>{s.get_value().get("ceremony-title")}</h2>
            <p>{move || s.get_value().fill("ceremony-text", "needed", &seen.get().threshold.to_string())}</p>
            <Places seen s />
            {move || match card.get() {
                Card::Ready => view! {
                    <button class="button button--primary" type="button"
                        on:click=move |_| begin(held, s, (card, seen, seed))>{s.get_value().get("ceremony-begin")}</button>
                }.into_any(),
                Card::Code(code) => view! { <Compare code s card /> }.into_any(),
                Card::Note(code) => view! { <Noting code seed held s card seen /> }.into_any(),
                Card::Lost => view! { <Back held s card seen seed lost /> }.into_any(),
                Card::Failed(_) => view! {
                    <p><button class="button" type="button" on:click=move |_| again()>{s.get_value().get("ceremony-again")}</button></p>
                }.into_any(),
                _ => ().into_any(),
            }}
            <div role="status" aria-live="polite">{move || spoken(&card.get(), &s.get_value())}</div>
        </section>
    }
    .into_any()
}

type Held = StoredValue<(Me, KeyHolderTask)>;
type Signals = (RwSignal<Card>, RwSignal<CeremonyTask>, RwSignal<String>);

fn name(card: &Card) -> &'static str {
    match card {
        Card::Waking => "waking",
        Card::NoKey => "no-key",
        Card::Ready => "ready",
        Card::Elsewhere => "elsewhere",
        Card::Waiting => "waiting",
        Card::Code(_) => "code",
        Card::Note(_) => "note",
        Card::Lost => "lost",
        Card::Done => "done",
        Card::Failed(_) => "failed",
    }
}

/// Who has come how far.
#[component]
fn Places(seen: RwSignal<CeremonyTask>, s: StoredValue<Strings>) -> impl IntoView {
    let line = move |holder: domain::ceremony::CeremonyHolder| {
        let made = Step::of(holder.made).map_or("none", Step::word);
        view! {
            <li><span>{holder.name}</span>" — "<span class="hint">{s.get_value().get(&format!("ceremony-made-{made}"))}</span></li>
        }
    };
    view! { <ol class="stack">{move || seen.get().holders.into_iter().map(line).collect_view()}</ol> }
}

/// The code, and the two answers. Nothing secret stands beside it: people show each other their screens.
#[component]
fn Compare(code: String, s: StoredValue<Strings>, card: RwSignal<Card>) -> impl IntoView {
    let differs = RwSignal::new(false);
    let noted = code.clone();
    view! {
        <div class="stack">
            <h3 id="ceremony-code-title" tabindex="-1">{s.get_value().get("ceremony-code-title")}</h3>
            <p class="aloud" id="ceremony-code">{code}</p>
            <p>{s.get_value().get("ceremony-code-text")}</p>
            <p class="cluster">
                <button class="button button--primary" type="button" disabled=move || differs.get()
                    on:click=move |_| card.set(Card::Note(noted.clone()))>{s.get_value().get("ceremony-code-same")}</button>
                <button class="button" type="button" on:click=move |_| differs.set(true)>{s.get_value().get("ceremony-code-differs")}</button>
            </p>
            <p class="alert" role="alert" hidden=move || !differs.get()>{s.get_value().get("ceremony-code-stop")}</p>
        </div>
    }
}

/// What a key holder notes, to have the key back when the device is lost; then the others are told that the code was the same.
#[component]
fn Noting(
    code: String,
    seed: RwSignal<String>,
    held: Held,
    s: StoredValue<Strings>,
    card: RwSignal<Card>,
    seen: RwSignal<CeremonyTask>,
) -> impl IntoView {
    let noted = RwSignal::new(false);
    view! {
        <div class="stack">
            <h3>{s.get_value().get("ceremony-seed-title")}</h3>
            <p>{s.get_value().get("ceremony-seed-text")}</p>
            <dl class="stack">
                <div><dt>{s.get_value().get("ceremony-back-label")}</dt>
                    <dd class="aloud aloud--seed" id="ceremony-seed">{move || grouped(&seed.get())}</dd></div>
                <div><dt>{s.get_value().get("ceremony-back-code")}</dt><dd class="aloud aloud--seed">{code}</dd></div>
            </dl>
            <p class="cluster">
                <button class="button" type="button" on:click=move |_| print()>{s.get_value().get("ceremony-seed-print")}</button>
            </p>
            <p><label><input type="checkbox" id="ceremony-noted" on:change=move |_| noted.update(|noted| *noted = !*noted) />" "
                {s.get_value().get("ceremony-seed-noted")}</label></p>
            <p><button class="button button--primary" type="button" disabled=move || !noted.get()
                on:click=move |_| same(held, s, (card, seen, seed))>{s.get_value().get("ceremony-seed-go")}</button></p>
        </div>
    }
}

/// Four characters at a time, to be read and written.
fn grouped(seed: &str) -> String {
    let letters: Vec<char> = seed.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// The way back from the noted seed.
#[component]
fn Back(
    held: Held,
    s: StoredValue<Strings>,
    card: RwSignal<Card>,
    seen: RwSignal<CeremonyTask>,
    seed: RwSignal<String>,
    lost: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class="notice notice--warning">{s.get_value().get("ceremony-lost")}</p>
        <p class="field">
            <label for="ceremony-typed">{s.get_value().get("ceremony-back-label")}</label>
            <input id="ceremony-typed" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="40" />
        </p>
        <p class="field">
            <label for="ceremony-typed-code">{s.get_value().get("ceremony-back-code")}</label>
            <input id="ceremony-typed-code" inputmode="numeric" autocomplete="off" maxlength="20" />
        </p>
        <p class="alert" role="alert" hidden=move || lost.get().is_none()>{move || lost.get()}</p>
        <p><button class="button button--primary" type="button"
            on:click=move |_| bring_back(held, s, (card, seen, seed), lost)>{s.get_value().get("ceremony-back")}</button></p>
    }
}

fn spoken(card: &Card, s: &Strings) -> AnyView {
    match card {
        Card::Waking | Card::Ready | Card::Done | Card::Lost | Card::Note(_) => ().into_any(),
        Card::Code(_) => view! { <p>{s.get("ceremony-code-there")}</p> }.into_any(),
        Card::NoKey => view! {
            <p class="notice notice--warning">{s.get("key-elsewhere-title")}" "<a href="/votes">{s.get("holder-to-key")}</a></p>
        }
        .into_any(),
        Card::Elsewhere => view! { <p class="notice notice--warning">{s.get("ceremony-elsewhere")}</p> }.into_any(),
        Card::Waiting => view! { <p class="notice">{s.get("ceremony-waiting")}</p> }.into_any(),
        Card::Failed(why) => view! { <p class="alert" role="alert">{why.clone()}</p> }.into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the card only stands there.
    use super::{Held, RwSignal, Signals, StoredValue, Strings};

    pub fn wake(_: Held, _: StoredValue<Strings>, _: Signals) {}
    pub fn begin(_: Held, _: StoredValue<Strings>, _: Signals) {}
    pub fn same(_: Held, _: StoredValue<Strings>, _: Signals) {}
    pub fn bring_back(_: Held, _: StoredValue<Strings>, _: Signals, _: RwSignal<Option<String>>) {}
    pub fn print() {}
    pub fn again() {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ceremony::CeremonyTask;
    use domain::wire::{KeyHolderTask, Me};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser::{self, Failure};
    use super::super::device;
    use super::super::holding::Trouble;
    use super::super::making::{self, Stand};
    use super::{Card, Held, Signals, Strings};

    /// How often the others' steps are asked for.
    const PAUSE: u32 = 2_000;

    pub fn print() {
        browser::print_page();
    }

    pub fn again() {
        browser::reload();
    }

    /// Where this device stands, and on from there.
    pub fn wake(held: Held, s: StoredValue<Strings>, signals: Signals) {
        spawn_local(async move {
            let (me, task) = held.get_value();
            if device::keys(&me).await.is_none() {
                signals.0.set(Card::NoKey);
                return;
            }
            let stand = making::stand(&me, &task).await;
            let alone = browser::alone(&format!("ceremony:{}:{}", task.assembly, me.member)).await.is_truthy();
            match stand {
                // Two pages that both draw would spoil it for everybody.
                Ok(Stand::New | Stand::Going(_)) if !alone => {
                    signals.0.set(Card::Failed(s.get_value().get("ceremony-other-tab")));
                }
                Ok(Stand::New) => signals.0.set(Card::Ready),
                Ok(Stand::Elsewhere) => signals.0.set(Card::Elsewhere),
                Ok(Stand::Lost) => signals.0.set(Card::Lost),
                Ok(Stand::Done) => signals.0.set(Card::Done),
                Ok(Stand::Going(seed)) => {
                    signals.2.set(seed.to_string());
                    go_on(&me, task, s, signals).await;
                }
                Err(trouble) => fail(trouble, &s.get_value(), signals.0),
            }
        });
    }

    /// Takes part from this device.
    pub fn begin(held: Held, s: StoredValue<Strings>, signals: Signals) {
        signals.0.set(Card::Waiting);
        spawn_local(async move {
            let (me, _) = held.get_value();
            let (_, task) = held.get_value();
            match making::begin(&me, &task).await {
                Ok(seed) => {
                    signals.2.set(seed.to_string());
                    go_on(&me, task, s, signals).await;
                }
                Err(trouble) => fail(trouble, &s.get_value(), signals.0),
            }
        });
    }

    /// The code was the same everywhere.
    pub fn same(held: Held, s: StoredValue<Strings>, signals: Signals) {
        signals.0.set(Card::Waiting);
        spawn_local(async move {
            let (me, task) = held.get_value();
            let asked = KeyHolderTask { ceremony: Some(signals.1.get_untracked()), ..task };
            // The loop that waits for the others goes on by itself.
            if let Err(trouble) = making::compared(&me, &asked).await {
                fail(trouble, &s.get_value(), signals.0);
            }
        });
    }

    /// The key, from the seed that was noted.
    pub fn bring_back(held: Held, s: StoredValue<Strings>, signals: Signals, lost: RwSignal<Option<String>>) {
        spawn_local(async move {
            let (me, task) = held.get_value();
            let (typed, code) = (browser::typed("ceremony-typed"), browser::typed("ceremony-typed-code"));
            match making::bring_back(&me, &task, &typed, &code).await {
                Ok(()) => browser::reload(),
                // What was typed stays there to be corrected.
                Err(Trouble::Doubt(key)) => lost.set(Some(s.get_value().get(key))),
                Err(trouble) => fail(trouble, &s.get_value(), signals.0),
            }
        });
    }

    /// Makes every step that can be made, and waits for the others in between.
    async fn go_on(me: &Me, mut task: KeyHolderTask, s: StoredValue<Strings>, (card, seen, _): Signals) {
        loop {
            let Some(ceremony) = task.ceremony.clone() else { return };
            seen.set(ceremony.clone());
            match step(me, &task, &ceremony).await {
                Ok(Some(next)) => {
                    task = next;
                    continue;
                }
                Ok(None) => {}
                Err(Pause::Code(code)) => compare(card, code),
                Err(Pause::Done) => return browser::reload(),
                Err(Pause::Trouble(Trouble::Server(Failure::NoAnswer))) => {}
                Err(Pause::Trouble(trouble)) => return fail(trouble, &s.get_value(), card),
            }
            // Whoever compares or notes is left alone; that it began again is looked for all the same.
            if !matches!(card.get_untracked(), Card::Code(_) | Card::Note(_)) {
                card.set(Card::Waiting);
            }
            browser::nap(PAUSE).await;
            match making::fetch(&task).await {
                Ok(next) if next.ceremony.as_ref().map(|next| next.id) != Some(ceremony.id) => {
                    return browser::reload();
                }
                Ok(next) => task = next,
                Err(Failure::NoAnswer) => {}
                Err(failure) => return fail(failure.into(), &s.get_value(), card),
            }
        }
    }

    /// Shows the code, once.
    fn compare(card: RwSignal<Card>, code: String) {
        if !matches!(card.get_untracked(), Card::Code(_) | Card::Note(_)) {
            card.set(Card::Code(code));
            browser::focus_on("ceremony-code-title");
        }
    }

    /// Why the loop stops.
    enum Pause {
        Code(String),
        Done,
        Trouble(Trouble),
    }

    async fn step(me: &Me, task: &KeyHolderTask, ceremony: &CeremonyTask) -> Result<Option<KeyHolderTask>, Pause> {
        if task.public_key.is_some() {
            return Err(Pause::Done);
        }
        match making::step(me, task, ceremony).await.map_err(Pause::Trouble)? {
            making::Made::Sent(next) => Ok(Some(*next)),
            making::Made::Waits => Ok(None),
            making::Made::Code(code) => Err(Pause::Code(code)),
        }
    }

    fn fail(trouble: Trouble, s: &Strings, card: RwSignal<Card>) {
        card.set(Card::Failed(match trouble {
            Trouble::Server(Failure::Refused(why)) => why,
            Trouble::Server(Failure::NoAnswer) => s.get("island-no-answer"),
            Trouble::Doubt(key) => s.get(key),
            Trouble::Of(place) => s.fill("ceremony-fault-of", "place", &place.to_string()),
        }));
    }
}

use acts::{again, begin, bring_back, print, same, wake};
