//! The booth: whoever holds a slip of the desk types its words, or comes by its picture, votes, and leaves nothing behind. The key
//! is in the memory of this page alone: it is never kept, and it goes when they press, or when nobody touches the page any more.

use domain::ids::AssemblyId;
use domain::wire::{BallotPaper, Me};
use leptos::prelude::*;

use super::ballot::BallotForm;
use crate::strings::Strings;

/// Where the booth stands.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Stage {
    /// The page is there, the program is not awake yet.
    Waking,
    /// Waits for words; the key of what was wrong with those before.
    Asking(Option<&'static str>),
    /// Signing in, or asking for the paper.
    Working,
    /// Whoever came by a picture says whether it is theirs: it may have been left there by another.
    Yours(Box<(Me, AssemblyId)>),
    /// A paper lies here.
    Voting(Box<(Me, AssemblyId, BallotPaper)>),
    /// It did not work, in words.
    Failed(String),
    /// Being wiped.
    Leaving,
}

/// What the booth holds while it stands.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
struct Held {
    /// The cooperative: id and name.
    at: StoredValue<(String, String)>,
    /// Sentences.
    strings: StoredValue<Strings>,
    /// `fr` or `en`.
    lang: StoredValue<String>,
    /// Where it stands.
    stage: RwSignal<Stage>,
    /// When somebody touched it last, in milliseconds; 0: since then nothing is there to be wiped.
    touched: StoredValue<u64>,
    /// Whether it is about to wipe itself.
    soon: RwSignal<bool>,
    /// What was typed, in case it must be sent once more.
    words: StoredValue<String>,
    /// When the session ends, in milliseconds; 0: there is none.
    until: StoredValue<u64>,
}

/// The booth.
#[island]
pub fn Booth(
    /// The cooperative's id.
    cooperative: String,
    /// Its name.
    name: String,
    /// `fr` or `en`.
    lang: String,
    /// Sentences.
    strings: Strings,
) -> impl IntoView {
    let held = Held {
        at: StoredValue::new((cooperative, name)),
        strings: StoredValue::new(strings),
        lang: StoredValue::new(lang),
        stage: RwSignal::new(Stage::Waking),
        touched: StoredValue::new(0),
        soon: RwSignal::new(false),
        words: StoredValue::new(String::new()),
        until: StoredValue::new(0),
    };
    wake(held);
    view! {
        <section class="stack" data-state=move || state(&held.stage.get())
            on:pointerdown=move |_| touch(held) on:keydown=move |_| touch(held) on:input=move |_| typed(held)
            on:focusin=move |_| moved(held) on:wheel=move |_| touch(held) on:touchmove=move |_| touch(held)>
            {move || face(held)}
            {move || held.soon.get().then(|| soon(held))}
        </section>
    }
}

fn state(stage: &Stage) -> &'static str {
    match stage {
        Stage::Waking => "waking",
        Stage::Asking(_) => "asking",
        Stage::Working => "working",
        Stage::Yours(_) => "yours",
        Stage::Voting(_) => "voting",
        Stage::Failed(_) => "failed",
        Stage::Leaving => "leaving",
    }
}

/// Thirty seconds before the page wipes itself.
fn soon(held: Held) -> AnyView {
    let s = held.strings.get_value();
    view! {
        <div class="alert" role="alert">
            <p>{s.get("booth-soon")}</p>
            <p><button class="button" type="button" id="booth-here" on:click=move |_| touch(held)>{s.get("booth-here")}</button></p>
        </div>
    }
    .into_any()
}

fn face(held: Held) -> AnyView {
    let s = held.strings.get_value();
    let busy = |key: &str| view! { <p class="notice" role="status" aria-busy="true">{s.get(key)}</p> }.into_any();
    match held.stage.get() {
        Stage::Waking => busy("booth-waking"),
        Stage::Working => busy("booth-working"),
        Stage::Leaving => busy("booth-leaving"),
        Stage::Asking(wrong) => asking(held, wrong, &s),
        Stage::Yours(of) => {
            let said = s.fill("booth-yours", "number", &of.0.number.to_string());
            view! {
                <h2 id="booth-yours" tabindex="-1">{said}</h2>
                <p class="cluster">
                    <button class="button button--primary" type="button" on:click=move |_| look(held)>{s.get("booth-yours-yes")}</button>
                    <button class="button" type="button" on:click=move |_| leave(held)>{s.get("booth-yours-no")}</button>
                </p>
            }
            .into_any()
        }
        Stage::Failed(why) => view! {
            <p class="alert" role="alert">{why}</p>
            <p><button class="button" type="button" on:click=move |_| leave(held)>{s.get("booth-again")}</button></p>
        }
        .into_any(),
        Stage::Voting(of) => voting(held, *of, &s),
    }
}

fn asking(held: Held, wrong: Option<&'static str>, s: &Strings) -> AnyView {
    let described = if wrong.is_some() { "booth-hint booth-wrong" } else { "booth-hint" };
    view! {
        <form class="card stack" autocomplete="off"
            on:submit=move |event| { event.prevent_default(); enter(held); }>
            <div class="field">
                <label for="booth-words">{s.get("booth-words")}</label>
                <p class="hint" id="booth-hint">{s.get("booth-words-hint")}</p>
                {wrong.map(|key| view! { <p class="field__error" role="alert" id="booth-wrong">{s.get(key)}</p> })}
                <textarea id="booth-words" rows="3" autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-invalid=wrong.map(|_| "true") aria-describedby=described>{held.words.get_value()}</textarea>
            </div>
            <button class="button button--primary" type="submit">{s.get("booth-go")}</button>
        </form>
    }
    .into_any()
}

fn voting(held: Held, (me, _, paper): (Me, AssemblyId, BallotPaper), s: &Strings) -> AnyView {
    let none = paper.votes.is_empty();
    let said = s.fill("booth-voice", "number", &me.number.to_string());
    let words = booth_words(s.clone(), paper.replaceable);
    let lang = held.lang.get_value();
    view! {
        <h2 id="booth-voice" tabindex="-1">{said}</h2>
        {if none {
            view! { <p class="notice">{s.get("booth-none")}</p> }.into_any()
        } else {
            view! { <BallotForm me paper lang strings=words booth=true /> }.into_any()
        }}
        <p><button class="button button--quiet" type="button" on:click=move |_| look(held)>{s.get("booth-look")}</button></p>
        <p class="hint">{s.get("booth-finish-hint")}</p>
        <p><button class="button button--primary button--block" type="button" on:click=move |_| leave(held)>{s.get("booth-finish")}</button></p>
    }
    .into_any()
}

/// Where the statutes let nobody vote again, nobody is told that they may; and nobody in the booth is sent to a page of their own.
fn booth_words(mut strings: Strings, replaceable: bool) -> Strings {
    let instead = [
        ("ballot-replaceable", "ballot-final-replaceable", !replaceable),
        ("ballot-again", "ballot-final-again", !replaceable),
        ("ballot-no-answer", "booth-unsure", true),
    ];
    for (key, other, _) in instead.into_iter().filter(|(_, _, applies)| *applies) {
        let said = strings.get(other);
        strings.0.insert(key.to_owned(), said);
    }
    strings
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the booth only stands there.
    use super::Held;

    pub fn wake(_: Held) {}
    pub fn touch(_: Held) {}
    pub fn moved(_: Held) {}
    pub fn typed(_: Held) {}
    pub fn enter(_: Held) {}
    pub fn look(_: Held) {}
    pub fn leave(_: Held) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::codes::SESSION;
    use domain::ids::CooperativeId;
    use domain::wire::BallotPaper;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::{Language, Link, MemberKeys, Phrase};

    use super::super::browser::{self, Failure};
    use super::super::{device, signing_in};
    use super::{AssemblyId, Held, Me, Stage};

    /// How long nobody touches the page before it is wiped, and how long before that it says so, in milliseconds.
    const STILL: u64 = 120_000;
    const WARNS: u64 = 30_000;

    /// Takes what stands behind the `#` out of the address, and enters with it; else waits for words.
    pub fn wake(held: Held) {
        spawn_local(async move {
            let text = browser::take_fragment();
            browser::leave_nothing();
            watch(held);
            if text.is_empty() {
                held.stage.set(Stage::Asking(None));
                browser::focus_on("booth-words");
            } else {
                touch(held);
                come_in(held, format!("#{text}")).await;
            }
        });
    }

    /// Somebody is there.
    pub fn touch(held: Held) {
        held.touched.set_value(browser::now_millis());
        if held.soon.get_untracked() {
            held.soon.set(false);
        }
    }

    /// The focus moved, by somebody or to the button of the warning: that the page moves it there itself wakes nobody.
    pub fn moved(held: Held) {
        if !held.soon.get_untracked() {
            touch(held);
        }
    }

    /// Somebody types. What reads pictures by hand types a whole address, and a line's end.
    pub fn typed(held: Held) {
        touch(held);
        let text = browser::typed("booth-words");
        if text.contains('#') && text.ends_with('\n') {
            enter(held);
        }
    }

    /// Enters with the words that were typed.
    pub fn enter(held: Held) {
        if !matches!(held.stage.get_untracked(), Stage::Asking(_)) {
            return;
        }
        let text = browser::typed("booth-words");
        held.words.set_value(text.clone());
        spawn_local(come_in(held, text));
    }

    /// The words of a slip, in whichever language they are words; or what stands behind the `#` of its picture's address.
    fn read(text: &str, cooperative: CooperativeId) -> Result<(Vec<Phrase>, bool), &'static str> {
        if let Some((_, fragment)) = text.trim().rsplit_once('#') {
            let link = Link::parse(fragment).map_err(|_| "booth-damaged")?;
            let ours = CooperativeId(uuid::Uuid::from_bytes(link.cooperative)) == cooperative;
            return if ours { Ok((vec![link.phrase], true)) } else { Err("booth-elsewhere") };
        }
        let languages = [Language::French, Language::English].into_iter();
        let phrases: Vec<Phrase> = languages.filter_map(|language| Phrase::parse(text, language).ok()).collect();
        if phrases.is_empty() { Err("booth-mistyped") } else { Ok((phrases, false)) }
    }

    async fn come_in(held: Held, text: String) {
        let (id, name) = held.at.get_value();
        let Ok(cooperative) = id.parse::<CooperativeId>() else { return };
        let (phrases, by_picture) = match read(&text, cooperative) {
            Ok(read) => read,
            Err(wrong) => return ask_again(held, wrong),
        };
        held.stage.set(Stage::Working);
        let mut outcome = Err(Failure::NoAnswer);
        for phrase in &phrases {
            let keys = MemberKeys::derive(phrase, cooperative.bytes());
            outcome = signing_in::with_code(&keys, cooperative).await.map(|signed| (signed, keys));
            if outcome.is_ok() {
                break;
            }
        }
        match outcome {
            Ok((signed, keys)) => {
                let me = Me {
                    member: signed.booth.member,
                    number: signed.booth.number,
                    name: signed.booth.number.to_string(),
                    roles: Vec::new(),
                    cooperative,
                    cooperative_name: name,
                    keys: Some(keys.public()),
                };
                held.words.set_value(String::new());
                held.until.set_value(browser::now_millis() + u64::try_from(SESSION / 1000).unwrap_or_default());
                device::lend(Some(keys));
                browser::bring(Some(signed.token));
                held.stage.set(Stage::Yours(Box::new((me, signed.booth.assembly))));
                match by_picture {
                    true => browser::focus_on("booth-yours"),
                    false => look(held),
                }
            }
            Err(Failure::NoAnswer) => {
                held.words.set_value(text);
                ask_again(held, "booth-no-answer");
            }
            Err(Failure::Refused(why)) => held.stage.set(Stage::Failed(why)),
        }
    }

    fn ask_again(held: Held, wrong: &'static str) {
        // Another place for the field, with what was typed in it.
        held.stage.set(Stage::Waking);
        held.stage.set(Stage::Asking(Some(wrong)));
        browser::focus_on("booth-words");
    }

    /// Brings the paper: at first, and when another vote may be open.
    pub fn look(held: Held) {
        let (me, assembly) = match held.stage.get_untracked() {
            Stage::Yours(of) => *of,
            Stage::Voting(of) => (of.0, of.1),
            _ => return,
        };
        // Nothing of the paper before stays: what was ticked on it is not ticked on the next.
        held.stage.set(Stage::Working);
        spawn_local(show(held, me, assembly));
    }

    async fn show(held: Held, me: Me, assembly: AssemblyId) {
        let paper = browser::get::<BallotPaper>(&format!("/api/v1/assemblies/{assembly}/ballot-paper")).await;
        if held.stage.get_untracked() != Stage::Working {
            return;
        }
        held.stage.set(match paper {
            Ok(paper) => Stage::Voting(Box::new((me, assembly, paper))),
            Err(Failure::Refused(why)) => Stage::Failed(why),
            Err(Failure::NoAnswer) => Stage::Failed(held.strings.get_value().get("island-no-answer")),
        });
        browser::focus_on("booth-voice");
    }

    /// Wipes the page when nobody has touched it for two minutes, and says when the session is over.
    fn watch(held: Held) {
        spawn_local(async move {
            loop {
                browser::nap(1000).await;
                let Some(stage) = held.stage.try_get_untracked() else { return };
                let (now, touched, until) = (browser::now_millis(), held.touched.get_value(), held.until.get_value());
                if stage == Stage::Leaving {
                    return;
                }
                let empty = matches!(stage, Stage::Asking(_)) && browser::typed("booth-words").is_empty();
                if touched == 0 || empty {
                    held.soon.set(false);
                } else if now >= touched + STILL {
                    return leave(held);
                } else if now >= touched + STILL - WARNS && !held.soon.get_untracked() {
                    held.soon.set(true);
                    browser::focus_on("booth-here");
                }
                if until > 0 && now >= until {
                    held.until.set_value(0);
                    forget();
                    held.stage.set(Stage::Failed(held.strings.get_value().get("booth-over")));
                }
            }
        });
    }

    fn forget() {
        device::lend(None);
        browser::bring(None);
    }

    /// Wipes the key, signs out, and makes the page anew: whatever was shown or typed goes with it.
    pub fn leave(held: Held) {
        device::lend(None);
        held.stage.set(Stage::Leaving);
        held.soon.set(false);
        spawn_local(async move {
            // Signed out or not, the session is over by itself within a quarter of an hour, and without the key it casts nothing.
            let _ = browser::post::<_, ()>("/api/v1/sign-out", &()).await;
            forget();
            browser::reload();
        });
    }
}

use acts::{enter, leave, look, moved, touch, typed, wake};
