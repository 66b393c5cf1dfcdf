//! The ballot paper: every open vote this voice may speak in, one gesture, a receipt for each.

use domain::ids::{MemberId, VoteId};
use domain::wire::{BallotPaper, Me, PaperVote};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ballot_here::Elsewhere;
use super::ballot_names::names;
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
    /// The server keeps this voice, and did not hand it over, and there is nothing else to vote in; why, in words.
    Kept(String),
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
    /// Whether this device keeps the receipt.
    pub kept: bool,
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
    view! { <BallotForm me paper lang strings booth=false /> }
}

/// The same where it lies: on the member's own page, or in the booth, from which nothing leads elsewhere.
#[component]
pub fn BallotForm(
    /// Who votes.
    me: Me,
    /// The votes.
    paper: BallotPaper,
    /// `fr` or `en`.
    lang: String,
    /// Sentences.
    strings: Strings,
    /// Whether it lies in the booth.
    booth: bool,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Waking);
    // The key of what is wrong with what was answered.
    let wrong = RwSignal::new(None::<&'static str>);
    let s = StoredValue::new(strings);
    let votes = StoredValue::new(paper.votes.clone());
    // Votes that cannot be cast on this device, for want of a key.
    let beyond = RwSignal::new(Vec::new());
    let held = StoredValue::new((me, paper, lang.clone()));
    wake(held, s, stage, beyond);
    let papers = votes.get_value().into_iter().map(|vote| one(vote, &lang, &s.get_value(), beyond)).collect_view();
    let busy = move || matches!(stage.get(), Stage::Casting(_) | Stage::Waking);
    let done = move || matches!(stage.get(), Stage::Done(_));
    let shut = move || matches!(stage.get(), Stage::NoKey | Stage::Former | Stage::Kept(_) | Stage::Mistrust(_));
    view! {
        <div class="ballot-box" data-state=move || name(&stage.get())>
            <form class="ballot stack" hidden=move || done() || shut()
                on:change=move |_| wrong.set(None)
                on:submit=move |event| { event.prevent_default(); cast(held, s, stage, (wrong, beyond)); }>
                {papers}
                {beyond_here(beyond, &s.get_value(), booth)}
                <p class="alert" role="alert" hidden=move || wrong.get().is_none()>
                    {move || wrong.get().map(|key| s.get_value().get(key))}</p>
                <p class="hint">{s.get_value().get("ballot-replaceable")}</p>
                <button class="button button--primary button--block" type="submit" disabled=busy aria-busy=move || busy().to_string()>
                    {move || label(&stage.get(), &s.get_value())}
                </button>
            </form>
            <div role="status" aria-live="polite">{move || spoken(&stage.get(), &s.get_value(), booth)}</div>
        </div>
    }
}

fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Waking => "waking",
        Stage::NoKey => "no-key",
        Stage::Former => "former",
        Stage::Kept(_) => "kept",
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

/// Whether a vote cannot be cast on this device.
fn is_beyond(beyond: Beyond, vote: VoteId) -> bool {
    beyond.with(|all| all.iter().any(|(id, _)| *id == vote))
}

/// Why other open votes cannot be cast here, beside those that can: a sentence for each reason there is.
fn beyond_here(beyond: Beyond, s: &Strings, booth: bool) -> AnyView {
    let without = move |why: fn(&Elsewhere) -> bool| beyond.with(|all| !all.iter().any(|(_, one)| why(one)));
    let kept = move || {
        beyond.with(|all| {
            all.iter().find_map(|(_, why)| if let Elsewhere::Kept(why) = why { Some(why.clone()) } else { None })
        })
    };
    // One element around them: a server compiled for tests sets a mark behind several, which the browser does not wait for.
    view! {
        <div class="stack" hidden=move || beyond.with(Vec::is_empty)>
            <p class="notice" hidden=move || without(|why| *why == Elsewhere::Former)>{s.get("ballot-former-some")}</p>
            <p class="notice" hidden=move || without(|why| *why == Elsewhere::Own)>
                {s.get("ballot-own-some")}" "{(!booth).then(|| view! { <a href="/votes">{s.get("ballot-to-key")}</a> })}</p>
            <p class="notice notice--warning" hidden=move || kept().is_none()>{s.get("ballot-kept-some")}" "{kept}</p>
        </div>
    }
    .into_any()
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
    let rule = vote.resolution.election.as_ref().map(|contest| {
        let rule = s.fill("ballot-names-rule", "most", &contest.most.to_string());
        format!(" {}", rule.replace("[seats]", &contest.seats.to_string()))
    });
    let few = secret && vote.voices < 5;
    let hint = format!("{field}-hint");
    view! {
        <fieldset class="ballot__vote" aria-describedby=hint.clone() hidden=move || is_beyond(beyond, vote.vote)>
            <legend>{vote.position}". "{title}</legend>
            <p class="ballot__text">{text}</p>
            <p id=hint.clone() class="hint"><span class=class>{s.get(mode)}</span>" "{explain}{rule}</p>
            {few.then(|| view! { <p class="notice notice--warning">{s.get("ballot-few")}</p> })}
            {(vote.last_n > 0).then(|| view! { <p class="notice">{s.get("ballot-again")}</p> })}
            {vote.entrusted.then(|| view! { <p class="notice">{s.get("ballot-entrusted")}</p> })}
            {vote.by_hands.then(|| view! { <p class="notice">{s.get("ballot-by-hands")}</p> })}
            {match &vote.resolution.election {
                Some(contest) => names(&field, contest, &[], s),
                None => ["for", "against", "abstain"].map(|choice| answer(&field, choice, s)).collect_view().into_any(),
            }}
            {mandates(&vote, s)}
        </fieldset>
    }
    .into_any()
}

/// One answer to a text.
fn answer(field: &str, choice: &'static str, s: &Strings) -> AnyView {
    let id = format!("{field}-{choice}");
    let key = match choice {
        "keep" | "same" => format!("ballot-mandate-{choice}"),
        choice => format!("choice-{choice}"),
    };
    view! {
        <label class="choice" for=id.clone()>
            <input type="radio" id=id.clone() name=field.to_owned() value=choice />
            <span class="choice__mark" aria-hidden="true"></span>
            <span class="choice__label">{s.get(&key)}</span>
        </label>
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
    let carried: Vec<String> = vote.mandates.iter().map(|mandate| mandate.name.clone()).collect();
    view! {
        <p class="notice">{s.fill(if vote.own { "ballot-mandates" } else { "ballot-mandates-only" }, "names", &carried.join(", "))}</p>
        <details class="ballot__mandates" open=vote.mandates.iter().any(|mandate| mandate.last_n > 0)>
            <summary>{s.get("ballot-mandates-apart")}</summary>
            {vote.mandates.iter().map(|mandate| {
                let field = field_of(vote.vote, mandate.voice);
                view! {
                    <fieldset class="stack">
                        <legend>{s.fill("ballot-mandate-of", "name", &mandate.name)}</legend>
                        {(mandate.last_n > 0).then(|| view! { <p class="hint">{s.get("ballot-again")}</p> })}
                        {match &vote.resolution.election {
                            Some(contest) if mandate.last_n > 0 => names(&field, contest, &["keep", "same"], s),
                            Some(contest) => names(&field, contest, &["same"], s),
                            None => answers(mandate.last_n > 0).iter().map(|choice| answer(&field, choice, s)).collect_view().into_any(),
                        }}
                    </fieldset>
                }
            }).collect_view()}
        </details>
    }
    .into_any()
}

fn spoken(stage: &Stage, s: &Strings, booth: bool) -> AnyView {
    match stage {
        Stage::Waking | Stage::Choosing => ().into_any(),
        Stage::Casting(progress) => view! { <p class="visually-hidden">{progress.clone()}</p> }.into_any(),
        // The booth read the roll by the very key it holds: whoever reads this waits for another vote.
        Stage::NoKey if booth => view! { <p class="notice">{s.get("booth-none")}</p> }.into_any(),
        Stage::NoKey => view! {
            <p class="notice notice--warning">{s.get("key-elsewhere-title")}" "<a href="/votes">{s.get("ballot-to-key")}</a></p>
        }
        .into_any(),
        Stage::Former => view! { <p class="notice notice--warning">{s.get("ballot-former")}</p> }.into_any(),
        Stage::Kept(why) => view! {
            <p class="alert" role="alert">{s.get("ballot-kept")}" "{why.clone()}</p>
        }
        .into_any(),
        Stage::Mistrust(why) => view! {
            <p class="alert" role="alert">{s.get("ballot-mistrust")}" ("{why.clone()}")"</p>
        }
        .into_any(),
        Stage::Done(outcomes) => receipts(outcomes, s, booth),
    }
}

/// What stands above the receipts. Where there is none, nothing was received.
fn heading(outcomes: &[Outcome]) -> &'static str {
    let all = !outcomes.is_empty() && outcomes.iter().all(|outcome| outcome.refused.is_none());
    if all { "receipt-title" } else { "receipt-title-some" }
}

fn receipts(outcomes: &[Outcome], s: &Strings, booth: bool) -> AnyView {
    let any = outcomes.iter().any(|outcome| outcome.refused.is_none());
    view! {
        <div class="stack">
            <h2 id="receipt-title" tabindex="-1">{s.get(heading(outcomes))}</h2>
            {outcomes.iter().map(|outcome| receipt(outcome, s, booth)).collect_view()}
            {any.then(|| view! {
                <p class="hint">{s.get("receipt-proves")}</p>
                <p class="hint">{s.get("receipt-not")}</p>
            })}
            {outcomes.iter().any(|outcome| outcome.kept).then(|| view! { <p class="hint">{s.get("receipt-kept")}</p> })}
            {(!booth).then(|| view! {
                <p class="cluster"><a class="button button--primary" href="/votes">{s.get("receipt-back")}</a></p>
            })}
        </div>
    }
    .into_any()
}

fn receipt(outcome: &Outcome, s: &Strings, booth: bool) -> AnyView {
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
            {outcome.page.clone().filter(|_| !booth).map(|page| view! { <p><a href=page>{s.get("receipt-check")}</a></p> })}
        </section>
    }
    .into_any()
}

type Held = StoredValue<(Me, BallotPaper, String)>;
type Beyond = RwSignal<Vec<(VoteId, Elsewhere)>>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the paper only lies there.
    use super::{Beyond, Held, RwSignal, Stage, StoredValue, Strings};

    pub fn wake(_: Held, _: StoredValue<Strings>, _: RwSignal<Stage>, _: Beyond) {}
    pub fn cast(_: Held, _: StoredValue<Strings>, _: RwSignal<Stage>, _: (RwSignal<Option<&'static str>>, Beyond)) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use domain::ids::MemberId;
    use domain::wire::{BallotPaper, Me, PaperVote};
    use protocol::keys::MemberKeys;

    use super::super::ballot_here::{Elsewhere, Speaks as Roll, elsewhere};
    use super::super::ballot_names::{self, Ticked};
    use super::super::browser::Failure;
    use super::super::casting::{self, Choice, Said, Speaks};
    use super::super::{browser, device, signing_in};
    use super::{Beyond, Held, Outcome, Stage, Strings, field_of};

    /// Is the key here, and does what the server sent agree with itself?
    pub fn wake(held: Held, s: StoredValue<Strings>, stage: RwSignal<Stage>, beyond: Beyond) {
        spawn_local(async move {
            let (me, paper, _) = held.get_value();
            let (ring, kept) = whole_ring(&me, &paper, &s.get_value()).await;
            let own = ring.iter().any(|keys| Some(keys.public()) == me.keys);
            let mut without = Vec::new();
            for vote in &paper.votes {
                let named = ring.iter().find(|keys| keys.public() == vote.keys);
                match (elsewhere(roll(&me, vote), named.is_some(), own, kept.as_deref()), named) {
                    (None, Some(keys)) => {
                        if let Err(doubt) = casting::examine(&paper, vote, keys) {
                            stage.set(Stage::Mistrust(s.get_value().get(doubt)));
                            return;
                        }
                    }
                    (why, _) => without.push((vote.vote, why.unwrap_or(Elsewhere::Own))),
                }
            }
            let handed = without.iter().all(|(_, why)| !matches!(why, Elsewhere::Kept(_)));
            stage.set(match kept {
                _ if without.len() < paper.votes.len() => Stage::Choosing,
                Some(why) if !handed => Stage::Kept(why),
                _ if own => Stage::Former,
                _ => Stage::NoKey,
            });
            beyond.set(without);
        });
    }

    /// Whose key speaks in a vote.
    fn roll(me: &Me, vote: &PaperVote) -> Roll {
        match &me.keys {
            _ if vote.entrusted => Roll::Entrusted { secret: vote.secret.is_some() },
            Some(own) if *own == vote.keys => Roll::Own,
            _ => Roll::Former,
        }
    }

    /// The keys of this device, with those that the server made for this voice: they are asked for where the paper needs them, and the
    /// member's own key is here to ask with. Where it did not hand them over, why, in words: the others are here all the same.
    async fn whole_ring(me: &Me, paper: &BallotPaper, s: &Strings) -> (Vec<MemberKeys>, Option<String>) {
        let mut ring = device::ring(me).await;
        let waits = |keys: &[MemberKeys]| {
            paper.votes.iter().any(|vote| vote.entrusted && !keys.iter().any(|keys| keys.public() == vote.keys))
        };
        let waiting = waits(&ring);
        let Some(own) = ring.iter().find(|keys| Some(keys.public()) == me.keys).filter(|_| waiting) else {
            return (ring, None);
        };
        match signing_in::released(own, paper.cooperative, paper.assembly).await {
            Ok(made) => {
                device::keep_entrusted(me, &made).await;
                ring.push(made);
                // Other keys than the roll names are none.
                let other = waits(&ring).then(|| s.get("ballot-doubt-keys"));
                (ring, other)
            }
            Err(Failure::Refused(why)) => (ring, Some(why)),
            Err(Failure::NoAnswer) => (ring, Some(s.get("island-no-answer"))),
        }
    }

    /// Encrypts, proves, signs, checks itself and sends every ballot chosen. One at a time: a refusal of one does not
    /// take the others with it. The button is disabled meanwhile, so a double click casts once.
    pub fn cast(
        held: Held,
        s: StoredValue<Strings>,
        stage: RwSignal<Stage>,
        (wrong, beyond): (RwSignal<Option<&'static str>>, Beyond),
    ) {
        if stage.get_untracked() != Stage::Choosing {
            return;
        }
        let (me, mut paper, lang) = held.get_value();
        let without = beyond.get_untracked();
        paper.votes.retain(|vote| !without.iter().any(|(id, _)| *id == vote.vote));
        // What is missing is said, and the focus goes where it can be mended.
        let said = match whole(&paper) {
            Ok(said) => said,
            Err((key, at)) => {
                wrong.set(Some(key));
                browser::focus_on(&at);
                return;
            }
        };
        wrong.set(None);
        let sentences = s.get_value();
        stage.set(Stage::Casting(sentences.get("ballot-casting")));
        spawn_local(async move {
            // Let the page show that it works before the processor is busy.
            browser::nap(20).await;
            // Asked for again only where this device could not keep it.
            let (ring, kept) = whole_ring(&me, &paper, &sentences).await;
            let own = ring.iter().find(|keys| Some(keys.public()) == me.keys);
            let mut outcomes: Vec<Outcome> = Vec::new();
            for (vote, voice, said) in said {
                let mandate = vote.mandates.iter().find(|mandate| mandate.voice == voice);
                let (last_n, of) = mandate.map_or((vote.last_n, None), |one| (one.last_n, Some(one.name.as_str())));
                let keys = ring.iter().find(|keys| keys.public() == vote.keys);
                let marks = if vote.entrusted && vote.secret.is_some() { own } else { keys };
                let words = (lang.as_str(), &sentences);
                outcomes.push(if let (Some(keys), Some(marks)) = (keys, marks) {
                    let speaks = Speaks { voice, last_n, of, marks };
                    casting::one(&paper, &vote, (keys, speaks), &said, words).await
                } else {
                    // A key is not on this device any more.
                    casting::unsent(&vote, of, kept.as_deref().filter(|_| vote.entrusted), words)
                });
            }
            stage.set(Stage::Done(outcomes));
            browser::focus_on("receipt-title");
        });
    }

    /// What is cast: a ballot for each vote and voice.
    type Cast = Vec<(PaperVote, MemberId, Said)>;

    /// Everything the paper says, or the first thing that is wrong with it: its key, and where it can be mended.
    fn whole(paper: &BallotPaper) -> Result<Cast, (&'static str, String)> {
        let mut all = Vec::new();
        for vote in &paper.votes {
            // A voice that has voted stays as it is unless something is said of it.
            let own = match own(vote) {
                Err(_) if vote.own && vote.last_n > 0 && left_blank(vote) => None,
                said => Some(said?),
            };
            if let Some(said) = own.as_ref().filter(|_| vote.own) {
                all.push((vote.clone(), paper.voice, said.clone()));
            }
            for mandate in &vote.mandates {
                let field = field_of(vote.vote, mandate.voice);
                let said = match ticked(vote, &field) {
                    Ticked::Keep => continue,
                    Ticked::Nothing if mandate.last_n > 0 => continue,
                    Ticked::Nothing | Ticked::Same => own.clone().ok_or_else(|| missing(vote))?,
                    Ticked::TooMany => return Err(("ballot-too-many", ballot_names::first(&field))),
                    Ticked::This(said) => said,
                };
                all.push((vote.clone(), mandate.voice, said));
            }
        }
        match (all.is_empty(), paper.votes.first()) {
            (true, Some(vote)) => Err(missing(vote)),
            _ => Ok(all),
        }
    }

    fn left_blank(vote: &PaperVote) -> bool {
        matches!(ticked(vote, &format!("vote-{}", vote.vote)), Ticked::Nothing)
    }

    /// Nothing is answered in a vote.
    fn missing(vote: &PaperVote) -> (&'static str, String) {
        let field = format!("vote-{}", vote.vote);
        match vote.resolution.election {
            Some(_) => ("ballot-missing-names", ballot_names::first(&field)),
            None => ("ballot-missing", format!("{field}-for")),
        }
    }

    fn own(vote: &PaperVote) -> Result<Said, (&'static str, String)> {
        let field = format!("vote-{}", vote.vote);
        match ticked(vote, &field) {
            Ticked::This(said) => Ok(said),
            Ticked::TooMany => Err(("ballot-too-many", missing(vote).1)),
            _ => Err(missing(vote)),
        }
    }

    /// What a group of boxes or buttons says.
    fn ticked(vote: &PaperVote, field: &str) -> Ticked {
        if let Some(contest) = &vote.resolution.election {
            return ballot_names::read(&browser::chosen_all(field), contest);
        }
        match browser::chosen(field).as_deref() {
            None => Ticked::Nothing,
            Some("keep") => Ticked::Keep,
            Some("same") => Ticked::Same,
            Some(code) => Choice::from_code(code).map_or(Ticked::Nothing, |choice| Ticked::This(Said::Choice(choice))),
        }
    }
}

use acts::{cast, wake};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_not_sent_is_called_received() {
        let received = |refused: Option<&str>| Outcome {
            title: "Comptes".to_owned(),
            tracker: refused.is_none().then(String::new),
            refused: refused.map(str::to_owned),
            page: None,
            kept: false,
        };
        assert_eq!(heading(&[received(None)]), "receipt-title");
        for outcomes in [vec![], vec![received(Some("no"))], vec![received(None), received(Some("no"))]] {
            assert_eq!(heading(&outcomes), "receipt-title-some", "{outcomes:?}");
        }
    }
}
