//! The ballot paper: every open vote this voice may speak in, one gesture, a receipt for each.

use domain::ids::{MemberId, VoteId};
use domain::wire::{BallotPaper, Me, PaperVote};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::strings::Strings;

/// Where the ballot stands.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Stage {
    /// The page is there, the program is not awake yet.
    Waking,
    /// This device does not hold the key of this voice.
    NoKey,
    /// The key was replaced after these rolls were fixed: the former one votes, where it is.
    Former,
    /// What the server sent does not agree with itself: no vote here.
    Mistrust(String),
    /// Choose.
    Choosing,
    /// Being encrypted and sent; a sentence of progress.
    Casting(String),
    /// Answers of the server, one per vote.
    Done(Vec<Outcome>),
}

/// What became of one ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Title of the resolution.
    pub title: String,
    /// Tracker of the ballot, if received.
    pub tracker: Option<String>,
    /// The sentence of a refusal, if refused.
    pub refused: Option<String>,
    /// Secret ballots can be looked up on this page.
    pub page: Option<String>,
}

/// The ballot paper.
#[island]
pub fn BallotBox(
    /// Who votes.
    me: Me,
    /// The votes.
    paper: BallotPaper,
    /// `fr` or `en`.
    lang: String,
    /// Sentences.
    strings: Strings,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Waking);
    let missing = RwSignal::new(false);
    let s = StoredValue::new(strings);
    let votes = StoredValue::new(paper.votes.clone());
    // Votes whose roll names a key that is not on this device.
    let beyond = RwSignal::new(Vec::new());
    let held = StoredValue::new((me, paper, lang.clone()));
    wake(held, s, stage, beyond);
    let papers = votes.get_value().into_iter().map(|vote| one(vote, &lang, &s.get_value(), beyond)).collect_view();
    let busy = move || matches!(stage.get(), Stage::Casting(_) | Stage::Waking);
    let done = move || matches!(stage.get(), Stage::Done(_));
    let shut = move || matches!(stage.get(), Stage::NoKey | Stage::Former | Stage::Mistrust(_));
    view! {
        <div class="ballot-box" data-state=move || name(&stage.get())>
            <form class="ballot stack" hidden=move || done() || shut()
                on:submit=move |event| { event.prevent_default(); cast(held, s, stage, (missing, beyond)); }>
                {papers}
                <p class="notice" hidden=move || beyond.get().is_empty()>{s.get_value().get("ballot-former-some")}</p>
                <p class="alert" role="alert" hidden=move || !missing.get()>{move || s.get_value().get("ballot-missing")}</p>
                <p class="hint">{s.get_value().get("ballot-replaceable")}</p>
                <button class="button button--primary button--block" type="submit" disabled=busy aria-busy=move || busy().to_string()>
                    {move || label(&stage.get(), &s.get_value())}
                </button>
            </form>
            <div role="status" aria-live="polite">{move || spoken(&stage.get(), &s.get_value())}</div>
        </div>
    }
}

fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Waking => "waking",
        Stage::NoKey => "no-key",
        Stage::Former => "former",
        Stage::Mistrust(_) => "mistrust",
        Stage::Choosing => "choosing",
        Stage::Casting(_) => "casting",
        Stage::Done(_) => "done",
    }
}

fn label(stage: &Stage, s: &Strings) -> String {
    match stage {
        Stage::Waking => s.get("ballot-waking"),
        Stage::Casting(progress) => progress.clone(),
        _ => s.get("ballot-cast"),
    }
}

/// One resolution with its answers: plain radio buttons, readable and usable before the program wakes.
fn one(vote: PaperVote, lang: &str, s: &Strings, beyond: Beyond) -> AnyView {
    let field = format!("vote-{}", vote.vote);
    let (title, text) = if lang == "en" {
        (vote.resolution.title.en.clone(), vote.resolution.text.en.clone())
    } else {
        (vote.resolution.title.fr.clone(), vote.resolution.text.fr.clone())
    };
    let secret = vote.secret.is_some();
    let (class, mode) = if secret { ("chip chip--secret", "mode-secret") } else { ("chip chip--public", "mode-open") };
    let explain = s.get(if secret { "ballot-secret-note" } else { "ballot-open-note" });
    let few = secret && vote.voices < 5;
    let hint = format!("{field}-hint");
    view! {
        <fieldset class="ballot__vote" aria-describedby=hint.clone() hidden=move || beyond.get().contains(&vote.vote)>
            <legend>{vote.position}". "{title}</legend>
            <p class="ballot__text">{text}</p>
            <p id=hint.clone() class="hint"><span class=class>{s.get(mode)}</span>" "{explain}</p>
            {few.then(|| view! { <p class="notice notice--warning">{s.get("ballot-few")}</p> })}
            {(vote.last_n > 0).then(|| view! { <p class="notice">{s.get("ballot-again")}</p> })}
            {["for", "against", "abstain"].map(|choice| {
                let id = format!("{field}-{choice}");
                view! {
                    <label class="choice" for=id.clone()>
                        <input type="radio" id=id.clone() name=field.clone() value=choice />
                        <span class="choice__mark" aria-hidden="true"></span>
                        <span class="choice__label">{s.get(&format!("choice-{choice}"))}</span>
                    </label>
                }
            }).collect_view()}
            {mandates(&vote, s)}
        </fieldset>
    }
    .into_any()
}

/// The name of the buttons of a voice that is carried, in one vote.
fn field_of(vote: VoteId, voice: MemberId) -> String {
    format!("vote-{vote}-{voice}")
}

/// What may be answered for a voice that is carried; one that has voted may stay as it is.
fn answers(voted: bool) -> &'static [&'static str] {
    let all = &["keep", "same", "for", "against", "abstain"];
    if voted { all } else { &all[1..] }
}

/// The voices carried: they say what the own one says, unless they are answered apart.
fn mandates(vote: &PaperVote, s: &Strings) -> AnyView {
    if vote.mandates.is_empty() {
        return ().into_any();
    }
    let names: Vec<String> = vote.mandates.iter().map(|mandate| mandate.name.clone()).collect();
    view! {
        <p class="notice">{s.fill("ballot-mandates", "names", &names.join(", "))}</p>
        <details class="ballot__mandates" open=vote.mandates.iter().any(|mandate| mandate.last_n > 0)>
            <summary>{s.get("ballot-mandates-apart")}</summary>
            {vote.mandates.iter().map(|mandate| {
                let field = field_of(vote.vote, mandate.voice);
                view! {
                    <fieldset class="stack">
                        <legend>{s.fill("ballot-mandate-of", "name", &mandate.name)}</legend>
                        {(mandate.last_n > 0).then(|| view! { <p class="hint">{s.get("ballot-again")}</p> })}
                        {answers(mandate.last_n > 0).iter().map(|choice| {
                            let id = format!("{field}-{choice}");
                            let key = match *choice {
                                "keep" | "same" => format!("ballot-mandate-{choice}"),
                                choice => format!("choice-{choice}"),
                            };
                            view! {
                                <label class="choice" for=id.clone()>
                                    <input type="radio" id=id.clone() name=field.clone() value=*choice />
                                    <span class="choice__mark" aria-hidden="true"></span>
                                    <span class="choice__label">{s.get(&key)}</span>
                                </label>
                            }
                        }).collect_view()}
                    </fieldset>
                }
            }).collect_view()}
        </details>
    }
    .into_any()
}

fn spoken(stage: &Stage, s: &Strings) -> AnyView {
    match stage {
        Stage::Waking | Stage::Choosing => ().into_any(),
        Stage::Casting(progress) => view! { <p class="visually-hidden">{progress.clone()}</p> }.into_any(),
        Stage::NoKey => view! {
            <p class="notice notice--warning">{s.get("key-elsewhere-title")}" "<a href="/votes">{s.get("ballot-to-key")}</a></p>
        }
        .into_any(),
        Stage::Former => view! { <p class="notice notice--warning">{s.get("ballot-former")}</p> }.into_any(),
        Stage::Mistrust(why) => view! {
            <p class="alert" role="alert">{s.get("ballot-mistrust")}" ("{why.clone()}")"</p>
        }
        .into_any(),
        Stage::Done(outcomes) => receipts(outcomes, s),
    }
}

fn receipts(outcomes: &[Outcome], s: &Strings) -> AnyView {
    let any = outcomes.iter().any(|outcome| outcome.refused.is_none());
    let all = outcomes.iter().all(|outcome| outcome.refused.is_none());
    view! {
        <div class="stack">
            <h2 id="receipt-title" tabindex="-1">{s.get(if all { "receipt-title" } else { "receipt-title-some" })}</h2>
            {outcomes.iter().map(|outcome| receipt(outcome, s)).collect_view()}
            {any.then(|| view! {
                <p class="hint">{s.get("receipt-proves")}</p>
                <p class="hint">{s.get("receipt-not")}</p>
            })}
            <p class="cluster"><a class="button button--primary" href="/votes">{s.get("receipt-back")}</a></p>
        </div>
    }
    .into_any()
}

fn receipt(outcome: &Outcome, s: &Strings) -> AnyView {
    if let Some(why) = &outcome.refused {
        return view! {
            <section class="receipt receipt--refused"><h3>{outcome.title.clone()}</h3><p class="alert" role="alert">{why.clone()}</p></section>
        }
        .into_any();
    }
    view! {
        <section class="receipt">
            <h3>{outcome.title.clone()}</h3>
            <p>{s.get("receipt-received")}</p>
            <p><span class="receipt__label">{s.get("receipt-tracker")}</span>" "
               <code class="receipt__tracker mono" translate="no">{outcome.tracker.clone()}</code></p>
            {outcome.page.clone().map(|page| view! { <p><a href=page>{s.get("receipt-check")}</a></p> })}
        </section>
    }
    .into_any()
}

type Held = StoredValue<(Me, BallotPaper, String)>;
type Beyond = RwSignal<Vec<VoteId>>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the paper only lies there.
    use super::{Beyond, Held, RwSignal, Stage, StoredValue, Strings};

    pub fn wake(_: Held, _: StoredValue<Strings>, _: RwSignal<Stage>, _: Beyond) {}
    pub fn cast(_: Held, _: StoredValue<Strings>, _: RwSignal<Stage>, _: (RwSignal<bool>, Beyond)) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::casting::{self, Choice, Speaks};
    use super::super::{browser, device};
    use super::{Beyond, Held, Outcome, Stage, Strings, field_of};

    /// Is the key here, and does what the server sent agree with itself?
    pub fn wake(held: Held, s: StoredValue<Strings>, stage: RwSignal<Stage>, beyond: Beyond) {
        spawn_local(async move {
            let (me, paper, _) = held.get_value();
            let ring = device::ring(&me).await;
            let mut without = Vec::new();
            for vote in &paper.votes {
                let Some(keys) = ring.iter().find(|keys| keys.public() == vote.keys) else {
                    without.push(vote.vote);
                    continue;
                };
                if let Err(doubt) = casting::examine(&paper, vote, keys) {
                    stage.set(Stage::Mistrust(s.get_value().get(doubt)));
                    return;
                }
            }
            stage.set(if without.len() < paper.votes.len() {
                Stage::Choosing
            } else if ring.iter().any(|keys| Some(keys.public()) == me.keys) {
                Stage::Former
            } else {
                Stage::NoKey
            });
            beyond.set(without);
        });
    }

    /// Encrypts, proves, signs, checks itself and sends every ballot chosen. One at a time: a refusal of one does not
    /// take the others with it. The button is disabled meanwhile, so a double click casts once.
    pub fn cast(
        held: Held,
        s: StoredValue<Strings>,
        stage: RwSignal<Stage>,
        (missing, beyond): (RwSignal<bool>, Beyond),
    ) {
        if stage.get_untracked() != Stage::Choosing {
            return;
        }
        let (me, mut paper, lang) = held.get_value();
        let without = beyond.get_untracked();
        paper.votes.retain(|vote| !without.contains(&vote.vote));
        let choices: Vec<Option<Choice>> = paper
            .votes
            .iter()
            .map(|vote| browser::chosen(&format!("vote-{}", vote.vote)).and_then(|code| Choice::from_code(&code)))
            .collect();
        // What is missing is said, and the focus goes where it can be mended.
        let unanswered = paper.votes.iter().zip(&choices).find(|(_, choice)| choice.is_none());
        missing.set(unanswered.is_some());
        if let Some((vote, _)) = unanswered {
            browser::focus_on(&format!("vote-{}-for", vote.vote));
            return;
        }
        let sentences = s.get_value();
        stage.set(Stage::Casting(sentences.get("ballot-casting")));
        spawn_local(async move {
            // Let the page show that it works before the processor is busy.
            browser::nap(20).await;
            let ring = device::ring(&me).await;
            let mut outcomes: Vec<Outcome> = Vec::new();
            for (vote, choice) in paper.votes.iter().zip(choices) {
                let Some(choice) = choice else { continue };
                let Some(keys) = ring.iter().find(|keys| keys.public() == vote.keys) else { continue };
                let own = Speaks { voice: paper.voice, last_n: vote.last_n, of: None };
                outcomes.push(casting::one(&paper, vote, (keys, own), choice, (&lang, &sentences)).await);
                for mandate in &vote.mandates {
                    // A voice that has voted stays as it is unless something is said of it.
                    let apart = browser::chosen(&field_of(vote.vote, mandate.voice));
                    let choice = match apart.as_deref() {
                        None if mandate.last_n > 0 => continue,
                        Some("keep") => continue,
                        Some(code) => Choice::from_code(code).unwrap_or(choice),
                        None => choice,
                    };
                    let of = Speaks { voice: mandate.voice, last_n: mandate.last_n, of: Some(&mandate.name) };
                    outcomes.push(casting::one(&paper, vote, (keys, of), choice, (&lang, &sentences)).await);
                }
            }
            stage.set(Stage::Done(outcomes));
            browser::focus_on("receipt-title");
        });
    }
}

use acts::{cast, wake};
