//! A whole assembly verified in the browser: the observer's command without its terminal, on the live files or on a zip that the
//! visitor has. The zip goes nowhere. Once a thing is changed in it on purpose, so that people see a failure before they meet one.

use domain::ids::AssemblyId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::strings::Strings;

/// What the verifier answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It came to a verdict.
    Said(Said),
    /// What was to be changed on purpose is not in the zip.
    NothingToChange,
    /// It has no verdict: why, in English.
    Unreadable(String),
}

/// A verdict, in sentences of the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Whether every check passed.
    pub passed: bool,
    /// The verdict on everything.
    pub last: String,
    /// Which assembly, in which state, a line each.
    pub about: Vec<String>,
    /// What became of each vote.
    pub votes: Vec<VoteSaid>,
    /// The checks by number.
    pub checks: Vec<CheckSaid>,
}

/// The verdict on a vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteSaid {
    /// What was voted on.
    pub title: String,
    /// `verified`, `refused` or `in-progress`.
    pub state: String,
    /// In words.
    pub verdict: String,
    /// The numbers behind it.
    pub lines: Vec<String>,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSaid {
    /// Its number.
    pub number: u8,
    /// `passed`, `limited`, `failed` or `not-reached`.
    pub state: String,
    /// What it means.
    pub sentence: String,
    /// What is wrong, or where it ends.
    pub notes: Vec<String>,
}

/// Where the page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Before the program is awake.
    Waking,
    /// One press is enough.
    Ready,
    /// The zip is on its way.
    Fetching,
    /// The verifier runs, and whether something was changed on purpose.
    Working(bool),
    /// It answered, and whether something was changed on purpose.
    Done(Answer, bool),
    /// It did not come to that: key of the sentence that says why.
    Failed(&'static str),
}

impl Stand {
    fn word(&self) -> &'static str {
        match self {
            Self::Waking => "waking",
            Self::Ready => "ready",
            Self::Fetching => "fetching",
            Self::Working(..) => "working",
            Self::Done(Answer::Said(said), _) if said.passed => "verified",
            Self::Done(Answer::Said(_), _) => "refused",
            Self::Done(..) | Self::Failed(_) => "failed",
        }
    }

    fn busy(&self) -> bool {
        matches!(self, Self::Waking | Self::Fetching | Self::Working(..))
    }

    fn rehearsed(&self) -> bool {
        matches!(self, Self::Working(true) | Self::Done(_, true))
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Where the page stands.
    pub stand: RwSignal<Stand>,
    /// How many hundredths are read.
    pub percent: RwSignal<u32>,
    /// The last file that was given.
    pub brought: StoredValue<Option<Vec<u8>>>,
}

/// Ids of the fields.
const ASSEMBLY: &str = "verify-assembly";
const KEY: &str = "verify-key";
const FILE: &str = "verify-file";
const CHANGE: &str = "verify-change";

/// Fields for an assembly or a zip, the buttons, and what the verifier says.
#[island]
pub fn VerifyHere(
    /// Assemblies of this server with their names, the newest first.
    assemblies: Vec<(AssemblyId, String)>,
    /// The one that is meant.
    chosen: Option<AssemblyId>,
    /// Sentences `verify-here-*`.
    strings: Strings,
) -> impl IntoView {
    let stand = RwSignal::new(Stand::Waking);
    let desk = Desk { stand, percent: RwSignal::new(0), brought: StoredValue::new(None) };
    let s = StoredValue::new(strings);
    let t = move |key: &str| s.get_value().get(key);
    let none = assemblies.is_empty();
    follow(desk);
    let busy = move || stand.get().busy();
    view! {
        <div class="stack verify-here" data-state=move || stand.get().word()>
            <div class="field" hidden=none>
                <label for=ASSEMBLY>{t("verify-here-assembly")}</label>
                <select id=ASSEMBLY>
                    {assemblies.into_iter().map(|(id, name)| {
                        let meant = Some(id) == chosen;
                        view! { <option value=id.to_string() selected=meant>{name}</option> }
                    }).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for=KEY>{t("verify-here-key")}</label>
                <input id=KEY class="mono" autocomplete="off" spellcheck="false" aria-describedby="verify-key-hint" />
                <p class="hint" id="verify-key-hint">{t("verify-here-key-hint")}</p>
            </div>
            <p hidden=none><button class="button button--primary" type="button" data-act="live" disabled=busy
                on:click=move |_| live(desk)>{t("verify-here-live")}</button></p>
            <div class="field">
                <label for=FILE>{t("verify-here-file")}</label>
                <input id=FILE type="file" accept=".zip" aria-describedby="verify-file-hint" />
                <p class="hint" id="verify-file-hint">{t("verify-here-drop")}</p>
            </div>
            <fieldset class="form-group">
                <legend>{t("verify-here-rehearse")}</legend>
                <p>{t("verify-here-rehearse-text")}</p>
                <div class="field">
                    <label for=CHANGE>{t("verify-here-change")}</label>
                    <select id=CHANGE>
                        <option value="ballot">{t("verify-here-ballot")}</option>
                        <option value="minutes">{t("verify-here-minutes")}</option>
                        <option value="record">{t("verify-here-record")}</option>
                    </select>
                </div>
                <p><button class="button" type="button" data-act="rehearse" disabled=busy
                    on:click=move |_| rehearse(desk)>{t("verify-here-spoil")}</button></p>
            </fieldset>
            <p class="notice notice--warning" hidden=move || !stand.get().rehearsed()>{t("verify-here-banner")}</p>
            <div role="status" aria-live="polite">{move || status(&stand.get(), desk.percent, &s.get_value())}</div>
            {move || outcome(&stand.get(), &s.get_value())}
        </div>
    }
}

/// What is heard: where it stands, in a sentence, with a bar while the verifier runs.
fn status(stand: &Stand, percent: RwSignal<u32>, s: &Strings) -> AnyView {
    match stand {
        Stand::Waking | Stand::Ready => ().into_any(),
        Stand::Fetching => view! { <p class="notice" aria-busy="true">{s.get("verify-here-fetching")}</p> }.into_any(),
        Stand::Working(_) => {
            let words = s.get("verify-here-working");
            view! {
                <div class="progress"><p>{words.clone()}</p><progress max="100" value=move || percent.get().to_string() aria-label=words></progress></div>
            }
            .into_any()
        }
        Stand::Done(Answer::Said(said), _) => {
            let class = if said.passed { "notice notice--success" } else { "notice notice--danger" };
            view! { <p class=class>{said.last.clone()}</p> }.into_any()
        }
        Stand::Done(Answer::NothingToChange, _) => alert(s.get("verify-here-nothing")),
        Stand::Done(Answer::Unreadable(why), _) => alert(format!("{} {why}", s.get("verify-here-unreadable"))),
        Stand::Failed(key) => alert(s.get(key)),
    }
}

fn alert(words: String) -> AnyView {
    view! { <p class="alert" role="alert">{words}</p> }.into_any()
}

/// What is read: the verdict on each vote, then the checks.
fn outcome(stand: &Stand, s: &Strings) -> AnyView {
    let Stand::Done(Answer::Said(said), _) = stand else { return ().into_any() };
    let said = said.clone();
    let faulty = !said.passed;
    let (votes, checks) = (s.get("verify-here-votes"), s.get("verify-here-checks"));
    let marks = ["passed", "limited", "failed", "not-reached"].map(|state| {
        let word = match state {
            "passed" => s.get("verify-here-passed"),
            "limited" => s.get("verify-here-limited"),
            "failed" => s.get("verify-here-failed"),
            _ => s.get("verify-here-not-reached"),
        };
        (state, word)
    });
    let mark = move |state: &str| {
        marks.iter().find(|(of, _)| *of == state).map_or_else(|| state.to_owned(), |(_, word)| word.clone())
    };
    view! {
        <div class="stack">
            <div>{said.about.into_iter().map(|line| view! { <p class="mono">{line}</p> }).collect_view()}</div>
            <section class="stack" aria-labelledby="verify-votes">
                <h3 id="verify-votes">{votes}</h3>
                {said.votes.into_iter().map(vote).collect_view()}
            </section>
            <details open=faulty>
                <summary>{checks}</summary>
                <ul>{said.checks.into_iter().map(|one| check(mark(&one.state), one)).collect_view()}</ul>
            </details>
        </div>
    }
    .into_any()
}

fn vote(said: VoteSaid) -> AnyView {
    let class = match said.state.as_str() {
        "verified" => "notice notice--success",
        "refused" => "notice notice--danger",
        _ => "notice",
    };
    view! {
        <article class="card stack">
            <h4>{said.title}</h4>
            <p class=class>{said.verdict}</p>
            {said.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </article>
    }
    .into_any()
}

fn check(mark: String, said: CheckSaid) -> AnyView {
    view! {
        <li data-check=said.number.to_string() data-state=said.state>
            <p><strong>{mark}</strong>{format!(" · {} · {}", said.number, said.sentence)}</p>
            {said.notes.into_iter().map(|note| view! { <p class="mono">{note}</p> }).collect_view()}
        </li>
    }
    .into_any()
}

#[cfg(not(feature = "verify"))]
mod acts {
    //! On the server the buttons only stand there.
    use super::Desk;

    pub fn follow(_: Desk) {}
    pub fn live(_: Desk) {}
    pub fn rehearse(_: Desk) {}
}

#[cfg(feature = "verify")]
mod acts {
    use js_sys::Uint8Array;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use verifier::Lang;
    use verifier::in_memory::{self, Change, NoVerdict};
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    use super::super::browser;
    use super::{ASSEMBLY, Answer, CHANGE, Desk, FILE, KEY, Said, Stand};

    /// No assembly is so large, in bytes.
    const MOST: u32 = 256 << 20;

    #[wasm_bindgen(module = "/src/islands/verifying.js")]
    extern "C" {
        #[wasm_bindgen(js_name = verifyAside)]
        fn verify_aside(bytes: Uint8Array, key: &str, lang: &str, change: &str);
        #[wasm_bindgen(js_name = verifySaid)]
        async fn verify_said() -> JsValue;
        #[wasm_bindgen(js_name = verifyTell)]
        fn verify_tell(percent: u32);
    }

    /// What the worker of the page asks: [`Answer`] as JSON; on the way it tells how many hundredths are read. `change` is a word of
    /// what is changed on purpose, or empty; `key` may be empty, too.
    #[wasm_bindgen]
    pub fn verify_assembly(zip: &[u8], key: &str, lang: &str, change: &str) -> String {
        let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
        let key = Some(key).filter(|key| !key.is_empty());
        let mut told = None;
        let mut tell = |done: u64, all: u64| {
            let percent = u32::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(100).min(100);
            if told != Some(percent) {
                told = Some(percent);
                verify_tell(percent);
            }
        };
        let answer = match in_memory::verify(zip, key, Change::of(change), lang, &mut tell) {
            Ok(said) => match serde_json::from_value::<Said>(said) {
                Ok(said) => Answer::Said(said),
                Err(error) => Answer::Unreadable(error.to_string()),
            },
            Err(NoVerdict::NothingToChange) => Answer::NothingToChange,
            Err(NoVerdict::Unreadable(why)) => Answer::Unreadable(why),
        };
        serde_json::to_string(&answer).unwrap_or_default()
    }

    /// Verifies every file that is chosen or dropped.
    pub fn follow(desk: Desk) {
        spawn_local(async move {
            desk.stand.set(Stand::Ready);
            loop {
                let file = browser::file(FILE, MOST).await;
                if desk.stand.get_untracked().busy() {
                    continue;
                }
                match file {
                    Some(bytes) => {
                        desk.brought.set_value(Some(bytes.clone()));
                        judge(&bytes, "", desk).await;
                    }
                    None => desk.stand.set(Stand::Failed("verify-here-too-large")),
                }
            }
        });
    }

    /// Verifies what this server gives now.
    pub fn live(desk: Desk) {
        desk.stand.set(Stand::Fetching);
        spawn_local(async move {
            match fetched().await {
                Some(bytes) => judge(&bytes, "", desk).await,
                None => desk.stand.set(Stand::Failed("verify-here-no-answer")),
            }
        });
    }

    /// The same with one thing changed: in the file that was given, or else in what this server gives now.
    pub fn rehearse(desk: Desk) {
        let change = browser::typed(CHANGE);
        desk.stand.set(Stand::Fetching);
        spawn_local(async move {
            let bytes = match desk.brought.get_value() {
                Some(bytes) => Some(bytes),
                None => fetched().await,
            };
            match bytes {
                Some(bytes) => judge(&bytes, &change, desk).await,
                None => desk.stand.set(Stand::Failed("verify-here-no-answer")),
            }
        });
    }

    async fn fetched() -> Option<Vec<u8>> {
        let assembly: domain::ids::AssemblyId = browser::typed(ASSEMBLY).parse().ok()?;
        browser::fetch(&format!("/api/v1/assemblies/{assembly}/assembly.zip")).await
    }

    async fn judge(zip: &[u8], change: &str, desk: Desk) {
        let spoilt = !change.is_empty();
        desk.percent.set(0);
        desk.stand.set(Stand::Working(spoilt));
        let (key, lang) = (browser::typed(KEY), browser::lang());
        verify_aside(Uint8Array::from(zip), key.trim(), &lang, change);
        // Hundredths first, then the answer.
        let answer = loop {
            let Some(said) = verify_said().await.as_string() else { break None };
            match said.parse::<u32>() {
                Ok(percent) => desk.percent.set(percent),
                Err(_) => break serde_json::from_str::<Answer>(&said).ok(),
            }
        };
        desk.stand.set(match answer {
            Some(answer) => Stand::Done(answer, spoilt),
            None => Stand::Failed("verify-here-no-worker"),
        });
    }
}

use acts::{follow, live, rehearse};
