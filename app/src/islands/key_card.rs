//! The voting key, for a person who never asked for one: made with one press, its twelve words offered, the reminder
//! kept up until they are noted.

use domain::wire::Me;
use leptos::prelude::*;

use crate::strings::Strings;

/// Where the card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Card {
    /// Looking at what this device holds (also what the server renders).
    Looking,
    /// No key registered: one press makes it.
    ToMake,
    /// Being made.
    Making,
    /// Here are the words.
    Words(Vec<String>),
    /// The key is here and the words were noted.
    Quiet,
    /// The key is here and the words were not noted.
    Remind,
    /// The key is registered but on another device: type the words.
    Elsewhere,
    /// They were typed, and are not those of this key: they stand there again, to be corrected.
    Mistyped(String),
    /// It did not work, in words.
    Failed(String),
}

/// The voting key of the member signed in.
#[island]
pub fn KeyCard(
    /// Who.
    me: Me,
    /// Whether the page is the key's own: there the words are shown again, and nothing leads to where one is.
    own_page: bool,
    /// Sentences `key-*`, `island-*`.
    strings: Strings,
) -> impl IntoView {
    let card = RwSignal::new(Card::Looking);
    let me = StoredValue::new(me);
    let s = StoredValue::new(strings);
    look(me, card);
    view! {
        <section class="key-card" aria-live="polite" data-state=move || state(&card.get())>
            {move || face(card, me, s, own_page)}
        </section>
    }
}

fn state(card: &Card) -> &'static str {
    match card {
        Card::Looking => "looking",
        Card::ToMake => "to-make",
        Card::Making => "making",
        Card::Words(_) => "words",
        Card::Quiet => "ready",
        Card::Remind => "remind",
        Card::Elsewhere | Card::Mistyped(_) => "elsewhere",
        Card::Failed(_) => "failed",
    }
}

fn face(card: RwSignal<Card>, me: StoredValue<Me>, strings: StoredValue<Strings>, own_page: bool) -> AnyView {
    let s = strings.get_value();
    match card.get() {
        Card::Looking => view! { <p class="hint">{s.get("key-looking")}</p> }.into_any(),
        Card::Making => view! { <p class="notice" aria-busy="true">{s.get("key-making")}</p> }.into_any(),
        Card::ToMake => view! {
            <div class="card card--action stack">
                <h2>{s.get("key-make-title")}</h2>
                <p>{s.get("key-make-text")}</p>
                <button class="button button--primary" type="button" on:click=move |_| make(me, card, strings)>{s.get("key-make")}</button>
            </div>
        }
        .into_any(),
        Card::Words(words) => words_face(&words, card, me, &s),
        Card::Quiet if own_page => view! {
            <div class="notice notice--success stack">
                <p>{s.get("key-ready")}</p>
                <button class="button" type="button" on:click=move |_| show(me, card)>{s.get("key-show")}</button>
            </div>
        }
        .into_any(),
        Card::Quiet => view! {
            <p class="notice notice--success">{s.get("key-ready")}" "<a href="/me/key">{s.get("key-page")}</a></p>
        }
        .into_any(),
        Card::Remind => view! {
            <div class="notice notice--warning stack">
                <p>{s.get("key-remind")}</p>
                <button class="button" type="button" on:click=move |_| show(me, card)>{s.get("key-show")}</button>
            </div>
        }
        .into_any(),
        Card::Elsewhere => elsewhere_face(card, me, strings, None, own_page),
        Card::Mistyped(typed) => elsewhere_face(card, me, strings, Some(typed), own_page),
        Card::Failed(sentence) => view! {
            <div class="stack">
                <p class="alert" role="alert">{sentence}</p>
                <button class="button" type="button" on:click=move |_| look(me, card)>{s.get("island-again")}</button>
            </div>
        }
        .into_any(),
    }
}

fn words_face(words: &[String], card: RwSignal<Card>, me: StoredValue<Me>, s: &Strings) -> AnyView {
    let who = me.get_value();
    view! {
        <div class="card stack">
            <h2 id="phrase-title" tabindex="-1">{s.get("key-words-title")}</h2>
            <dl class="facts">
                <div><dt>{s.get("key-sheet-member")}</dt><dd>{who.name}</dd></div>
                <div><dt>{s.get("key-sheet-cooperative")}</dt><dd>{who.cooperative_name}</dd></div>
            </dl>
            <p>{s.get("key-words-text")}</p>
            <ol class="phrase" translate="no">
                {words.iter().map(|word| view! { <li>{word.clone()}</li> }).collect_view()}
            </ol>
            <h3>{s.get("key-sheet-restore")}</h3>
            <ol>
                <li>{s.get("key-sheet-sign-in")}" "<span class="mono">{site()}</span></li>
                <li>{s.get("key-sheet-type")}</li>
            </ol>
            <p>{s.get("key-sheet-nobody")}</p>
            <div class="cluster">
                <button class="button button--primary" type="button" on:click=move |_| noted(me, card)>{s.get("key-noted")}</button>
                <button class="button" type="button" on:click=move |_| print()>{s.get("key-print")}</button>
                <button class="button button--quiet" type="button" on:click=move |_| later()>{s.get("key-later")}</button>
            </div>
        </div>
    }
    .into_any()
}

fn elsewhere_face(
    card: RwSignal<Card>,
    me: StoredValue<Me>,
    strings: StoredValue<Strings>,
    mistyped: Option<String>,
    own_page: bool,
) -> AnyView {
    let s = strings.get_value();
    let wrong = mistyped.is_some();
    view! {
        <form class="card stack" on:submit=move |event| { event.prevent_default(); restore(me, card, strings); }>
            <h2>{s.get("key-elsewhere-title")}</h2>
            <p>{s.get("key-elsewhere-text")}</p>
            <div class="field">
                <label for="phrase-words">{s.get("key-elsewhere-label")}</label>
                {wrong.then(|| view! { <p class="field__error" role="alert" id="phrase-wrong">{s.get("key-elsewhere-wrong")}</p> })}
                <textarea id="phrase-words" rows="3" autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-invalid=wrong.then_some("true") aria-describedby=wrong.then_some("phrase-wrong")
                    prop:value=mistyped.unwrap_or_default()></textarea>
            </div>
            <button class="button button--primary" type="submit">{s.get("key-elsewhere-go")}</button>
            {(!own_page).then(|| view! { <p class="hint">{s.get("key-elsewhere-lost")}" "<a href="/me/key">{s.get("key-page")}</a></p> })}
        </form>
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the card only stands there.
    use super::{Card, Me, RwSignal, StoredValue, Strings};

    pub fn look(_: StoredValue<Me>, _: RwSignal<Card>) {}
    pub fn make(_: StoredValue<Me>, _: RwSignal<Card>, _: StoredValue<Strings>) {}
    pub fn show(_: StoredValue<Me>, _: RwSignal<Card>) {}
    pub fn noted(_: StoredValue<Me>, _: RwSignal<Card>) {}
    pub fn restore(_: StoredValue<Me>, _: RwSignal<Card>, _: StoredValue<Strings>) {}
    pub fn print() {}
    pub fn later() {}
    pub fn site() -> String {
        String::new()
    }
}

#[cfg(feature = "hydrate")]
mod acts {
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::{Language, MemberKeys, Phrase, PublicKeys};

    use super::super::browser::{self, Failure};
    use super::super::{device, phrases};
    use super::{Card, Me, Strings};

    /// What does this device hold, and what does the server know?
    pub fn look(me: StoredValue<Me>, card: RwSignal<Card>) {
        spawn_local(async move {
            let who = me.get_value();
            let held = phrases::kept(&who).await;
            let same = device::keys(&who).await.is_some();
            card.set(match (who.keys.is_some(), held, same) {
                (false, _, _) => Card::ToMake,
                (true, Some((_, true)), true) => Card::Quiet,
                (true, Some((_, false)), true) => Card::Remind,
                (true, _, _) => Card::Elsewhere,
            });
        });
    }

    /// Makes the key, keeps it, then registers its public part: kept first, so that a crash loses nothing.
    pub fn make(me: StoredValue<Me>, card: RwSignal<Card>, strings: StoredValue<Strings>) {
        card.set(Card::Making);
        spawn_local(async move {
            let who = me.get_value();
            let phrase = match phrases::kept(&who).await {
                Some((phrase, _)) => phrase,
                None => phrases::fresh(&browser::lang()),
            };
            if !phrases::keep(&who, &phrase, false).await {
                card.set(Card::Failed(strings.get_value().get("key-not-kept")));
                return;
            }
            let keys = MemberKeys::derive(&phrase, who.cooperative.bytes());
            let registration = keys.register(who.cooperative.bytes(), who.member.bytes(), &mut device::rng());
            let sent = browser::post::<_, PublicKeys>("/api/v1/me/keys", &registration).await;
            match sent {
                Ok(_) => words(&phrase, card),
                Err(failure) => card.set(Card::Failed(sentence(failure, &strings.get_value()))),
            }
        });
    }

    /// Shows the words again.
    pub fn show(me: StoredValue<Me>, card: RwSignal<Card>) {
        spawn_local(async move {
            if let Some((phrase, _)) = phrases::kept(&me.get_value()).await {
                words(&phrase, card);
            }
        });
    }

    fn words(phrase: &Phrase, card: RwSignal<Card>) {
        card.set(Card::Words(phrase.words().iter().map(|word| (*word).to_owned()).collect()));
        browser::focus_on("phrase-title");
    }

    /// The words were noted: no more reminder.
    pub fn noted(me: StoredValue<Me>, card: RwSignal<Card>) {
        spawn_local(async move {
            let who = me.get_value();
            if let Some((phrase, _)) = phrases::kept(&who).await {
                phrases::keep(&who, &phrase, true).await;
            }
            card.set(Card::Quiet);
            browser::reload();
        });
    }

    /// Takes the key of another device from its words.
    pub fn restore(me: StoredValue<Me>, card: RwSignal<Card>, strings: StoredValue<Strings>) {
        let text = browser::typed("phrase-words");
        spawn_local(async move {
            let who = me.get_value();
            for language in [Language::French, Language::English] {
                let Ok(phrase) = Phrase::parse(&text, language) else { continue };
                let keys = MemberKeys::derive(&phrase, who.cooperative.bytes());
                if Some(keys.public()) != who.keys {
                    continue;
                }
                if phrases::keep(&who, &phrase, true).await {
                    browser::reload();
                } else {
                    card.set(Card::Failed(strings.get_value().get("key-not-kept")));
                }
                return;
            }
            card.set(Card::Mistyped(text));
            browser::focus_on("phrase-words");
        });
    }

    /// Prints the page: the print style leaves only the words.
    pub fn print() {
        browser::print_page();
    }

    /// Postponed: the page reminds.
    pub fn later() {
        browser::reload();
    }

    /// Where this page is.
    pub fn site() -> String {
        browser::origin()
    }

    fn sentence(failure: Failure, s: &Strings) -> String {
        match failure {
            Failure::Refused(sentence) => sentence,
            Failure::NoAnswer => s.get("island-no-answer"),
        }
    }
}

use acts::{later, look, make, noted, print, restore, show, site};
