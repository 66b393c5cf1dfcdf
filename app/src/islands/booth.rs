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
    /// Signing in.
    Working,
    /// A paper lies here.
    Voting(Box<(Me, AssemblyId, BallotPaper)>),
    /// It did not work, in words.
    Failed(String),
    /// Being wiped.
    Leaving,
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
    let stage = RwSignal::new(Stage::Waking);
    let touched = RwSignal::new(0_u64);
    let at = StoredValue::new((cooperative, name));
    let (s, lang) = (StoredValue::new(strings), StoredValue::new(lang));
    wake(at, s, stage, touched);
    view! {
        <section class="stack" data-state=move || state(&stage.get())
            on:pointerdown=move |_| touch(touched) on:keydown=move |_| touch(touched)>
            {move || face(stage, touched, at, s, lang)}
        </section>
    }
}

fn state(stage: &Stage) -> &'static str {
    match stage {
        Stage::Waking => "waking",
        Stage::Asking(_) => "asking",
        Stage::Working => "working",
        Stage::Voting(_) => "voting",
        Stage::Failed(_) => "failed",
        Stage::Leaving => "leaving",
    }
}

fn face(
    stage: RwSignal<Stage>,
    touched: RwSignal<u64>,
    at: At,
    s: StoredValue<Strings>,
    lang: StoredValue<String>,
) -> AnyView {
    let strings = s.get_value();
    match stage.get() {
        Stage::Waking => view! { <p class="notice" aria-busy="true">{strings.get("booth-waking")}</p> }.into_any(),
        Stage::Working => view! { <p class="notice" aria-busy="true">{strings.get("booth-working")}</p> }.into_any(),
        Stage::Leaving => view! { <p class="notice" aria-busy="true">{strings.get("booth-leaving")}</p> }.into_any(),
        Stage::Asking(wrong) => view! {
            <form class="card stack" autocomplete="off"
                on:submit=move |event| { event.prevent_default(); enter(at, s, stage, touched); }>
                <div class="field">
                    <label for="booth-words">{strings.get("booth-words")}</label>
                    {wrong.map(|key| view! { <p class="field__error" role="alert" id="booth-wrong">{strings.get(key)}</p> })}
                    <textarea id="booth-words" rows="3" autocomplete="off" autocapitalize="none" spellcheck="false"
                        aria-invalid=wrong.map(|_| "true") aria-describedby=wrong.map(|_| "booth-wrong")></textarea>
                </div>
                <button class="button button--primary" type="submit">{strings.get("booth-go")}</button>
            </form>
        }
        .into_any(),
        Stage::Failed(why) => view! {
            <p class="alert" role="alert">{why}</p>
            <p><button class="button" type="button" on:click=move |_| leave(stage)>{strings.get("booth-again")}</button></p>
        }
        .into_any(),
        Stage::Voting(held) => {
            let (me, assembly, paper) = *held;
            let none = paper.votes.is_empty();
            let said = strings.fill("booth-voice", "number", &me.number.to_string());
            let words = final_words(strings.clone(), paper.replaceable);
            view! {
                <p class="notice">{said}</p>
                {if none {
                    view! { <p class="notice">{strings.get("booth-none")}</p> }.into_any()
                } else {
                    view! { <BallotForm me paper lang=lang.get_value() strings=words booth=true /> }.into_any()
                }}
                <p><button class="button button--quiet" type="button" on:click=move |_| look(assembly, s, stage)>{strings.get("booth-look")}</button></p>
                <p class="hint">{strings.get("booth-finish-hint")}</p>
                <p><button class="button button--primary button--block" type="button" on:click=move |_| leave(stage)>{strings.get("booth-finish")}</button></p>
            }
            .into_any()
        }
    }
}

/// Where the statutes let nobody vote again, nobody is told that they may.
fn final_words(mut strings: Strings, replaceable: bool) -> Strings {
    let instead = [("ballot-replaceable", "ballot-final-replaceable"), ("ballot-again", "ballot-final-again")];
    for (key, other) in instead.into_iter().filter(|_| !replaceable) {
        let said = strings.get(other);
        strings.0.insert(key.to_owned(), said);
    }
    strings
}

/// The cooperative: id and name.
type At = StoredValue<(String, String)>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the booth only stands there.
    use super::{AssemblyId, At, RwSignal, Stage, StoredValue, Strings};

    pub fn wake(_: At, _: StoredValue<Strings>, _: RwSignal<Stage>, _: RwSignal<u64>) {}
    pub fn touch(_: RwSignal<u64>) {}
    pub fn enter(_: At, _: StoredValue<Strings>, _: RwSignal<Stage>, _: RwSignal<u64>) {}
    pub fn look(_: AssemblyId, _: StoredValue<Strings>, _: RwSignal<Stage>) {}
    pub fn leave(_: RwSignal<Stage>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::CooperativeId;
    use domain::wire::BallotPaper;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::keys::{Language, Link, MemberKeys, Phrase};

    use super::super::browser::{self, Failure};
    use super::super::{device, signing_in};
    use super::{AssemblyId, At, Me, Stage, Strings};

    /// How long nobody touches the page before it is wiped, in milliseconds.
    const STILL: u64 = 120_000;

    /// Takes what stands behind the `#` out of the address, and enters with it; else waits for words.
    pub fn wake(at: At, s: StoredValue<Strings>, stage: RwSignal<Stage>, touched: RwSignal<u64>) {
        spawn_local(async move {
            let text = browser::take_fragment();
            if text.is_empty() {
                stage.set(Stage::Asking(None));
                browser::focus_on("booth-words");
                return;
            }
            let (cooperative, _) = at.get_value();
            match Link::parse(&text) {
                Ok(link) if cooperative.parse() == Ok(CooperativeId(uuid::Uuid::from_bytes(link.cooperative))) => {
                    come_in(&[link.phrase], at, s, stage, touched).await;
                }
                Ok(_) => stage.set(Stage::Asking(Some("booth-elsewhere"))),
                Err(_) => stage.set(Stage::Asking(Some("booth-damaged"))),
            }
        });
    }

    /// Somebody is there.
    pub fn touch(touched: RwSignal<u64>) {
        touched.set(browser::now_millis());
    }

    /// Enters with the words that were typed, in whichever language they are words.
    pub fn enter(at: At, s: StoredValue<Strings>, stage: RwSignal<Stage>, touched: RwSignal<u64>) {
        let text = browser::typed("booth-words");
        spawn_local(async move {
            let phrases: Vec<Phrase> = [Language::French, Language::English]
                .into_iter()
                .filter_map(|language| Phrase::parse(&text, language).ok())
                .collect();
            if phrases.is_empty() {
                stage.set(Stage::Asking(Some("booth-mistyped")));
                browser::focus_on("booth-words");
                return;
            }
            come_in(&phrases, at, s, stage, touched).await;
        });
    }

    async fn come_in(
        phrases: &[Phrase],
        at: At,
        s: StoredValue<Strings>,
        stage: RwSignal<Stage>,
        touched: RwSignal<u64>,
    ) {
        stage.set(Stage::Working);
        touch(touched);
        let (id, name) = at.get_value();
        let Ok(cooperative) = id.parse::<CooperativeId>() else { return };
        let mut outcome = Err(Failure::NoAnswer);
        for phrase in phrases {
            let keys = MemberKeys::derive(phrase, cooperative.bytes());
            outcome = signing_in::with_code(&keys, cooperative).await.map(|booth| (booth, keys));
            if outcome.is_ok() {
                break;
            }
        }
        match outcome {
            Ok((booth, keys)) => {
                let me = Me {
                    member: booth.member,
                    number: booth.number,
                    name: booth.number.to_string(),
                    roles: Vec::new(),
                    cooperative,
                    cooperative_name: name,
                    keys: Some(keys.public()),
                };
                device::lend(Some(keys));
                watch(stage, touched);
                show(me, booth.assembly, s, stage).await;
            }
            Err(failure) => stage.set(Stage::Failed(sentence(failure, &s.get_value()))),
        }
    }

    /// Looks again: another vote may be open now.
    pub fn look(assembly: AssemblyId, s: StoredValue<Strings>, stage: RwSignal<Stage>) {
        let Stage::Voting(held) = stage.get_untracked() else { return };
        let (me, _, _) = *held;
        spawn_local(async move { show(me, assembly, s, stage).await });
    }

    async fn show(me: Me, assembly: AssemblyId, s: StoredValue<Strings>, stage: RwSignal<Stage>) {
        let paper = browser::get::<BallotPaper>(&format!("/api/v1/assemblies/{assembly}/ballot-paper")).await;
        stage.set(match paper {
            Ok(paper) => Stage::Voting(Box::new((me, assembly, paper))),
            Err(failure) => Stage::Failed(sentence(failure, &s.get_value())),
        });
    }

    /// Wipes the page when nobody has touched it for two minutes.
    fn watch(stage: RwSignal<Stage>, touched: RwSignal<u64>) {
        spawn_local(async move {
            loop {
                browser::nap(1000).await;
                match stage.try_get_untracked() {
                    None | Some(Stage::Leaving) => return,
                    _ if browser::now_millis() >= touched.get_untracked() + STILL => return leave(stage),
                    _ => {}
                }
            }
        });
    }

    /// Wipes the key, signs out, and makes the page anew: whatever was shown or typed goes with it.
    pub fn leave(stage: RwSignal<Stage>) {
        device::lend(None);
        stage.set(Stage::Leaving);
        spawn_local(async move {
            // Signed out or not, the session is over by itself within a quarter of an hour, and without the key it casts nothing.
            let _ = browser::post::<_, ()>("/api/v1/sign-out", &()).await;
            browser::reload();
        });
    }

    fn sentence(failure: Failure, s: &Strings) -> String {
        match failure {
            Failure::Refused(why) => why,
            Failure::NoAnswer => s.get("island-no-answer"),
        }
    }
}

use acts::{enter, leave, look, touch, wake};
