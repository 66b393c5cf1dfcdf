//! The screen of the hall: what is voted on, how many took part, what came of it. Legible from the last row, without a name.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::help::HelpContact;
use domain::live::{Live, Scene, scene};
use domain::wire::{AssemblyView, ItemView};
use leptos::prelude::*;

use crate::components::chrome::HelpLinks;
use crate::components::elected::Standing;
use crate::components::hands::hands_said;
use crate::components::paper::paper_said;
use crate::components::result::{Bars, Verdict};
use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::screen::ScreenPulse;
use crate::letters_notice;
use crate::pages;
use crate::picture::picture;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// The part of the page that is renewed.
const PART: &str = "screen";

/// `GET /screen`: that of the assembly going on.
pub async fn current(State(app): State<AppState>, visitor: Visitor) -> Response {
    let outcome = match service::views::current_assembly(&app.service).await {
        Ok(Some(id)) => service::views::assembly(&app.service, id).await,
        Ok(None) => Err(service::Error::Refused(Refusal::NotFound)),
        Err(error) => Err(error),
    };
    show(&app, &visitor, outcome).await
}

/// `GET /assembly/{id}/screen`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let outcome = match pages::id(&id) {
        Ok(id) => service::views::assembly(&app.service, id).await,
        Err(error) => Err(error),
    };
    show(&app, &visitor, outcome).await
}

async fn show(app: &AppState, visitor: &Visitor, outcome: Result<AssemblyView, service::Error>) -> Response {
    let (lang, origin, at) = (visitor.lang, visitor.origin.clone(), app.service.now());
    let outcome = match outcome {
        Ok(view) => service::views::help(&app.service).await.map(|help| (view, help)),
        Err(error) => Err(error),
    };
    shell::answer(
        app,
        visitor,
        outcome,
        |(view, _)| Page::new(letters_notice::kind(view.kind, lang)).with_islands(Bundle::Desk).alone(),
        move |(view, help)| {
            let shown = Live::of(&view, at);
            let (assembly, where_to) = (view.id, format!("{origin}/votes"));
            view! {
                <div class="screen">
                    <div id=PART class="screen__part"><Screen view help where_to lang /></div>
                    <ScreenPulse assembly shown part=PART.to_owned() strings=lang.strings(&["screen-closing"]) />
                    <noscript><p class="notice">{lang.t("screen-noscript")}</p></noscript>
                </div>
            }
        },
    )
    .await
}

#[component]
fn Screen(view: AssemblyView, help: HelpContact, where_to: String, lang: Lang) -> impl IntoView {
    let code = picture(&where_to);
    let shows = scene(&view.items);
    let voting = matches!(shows, Scene::Voting(_));
    let quorum = view.quorum.clone();
    let args = [
        ("present", quorum.present.into()),
        ("needed", quorum.needed.unwrap_or(0).into()),
        ("members", quorum.members.into()),
    ];
    let reached = match (quorum.needed, quorum.met) {
        (None, _) => "screen-quorum-none",
        (Some(_), true) => "screen-quorum-met",
        (Some(_), false) => "screen-quorum-missing",
    };
    view! {
        <header class="screen__head">
            <p class="screen__kind">{letters_notice::kind(view.kind, lang)}</p>
            <p>{lang.with(reached, &args)}</p>
            {(!help.is_empty()).then(|| view! { <p>{lang.t("footer-help-ask")}" "<HelpLinks help /></p> })}
        </header>
        {view.rehearsal.then(|| view! { <p class="screen__banner">{lang.t("rehearsal-banner")}</p> })}
        {view.suspended_at.is_some().then(|| view! { <p class="screen__banner">{lang.t("screen-suspended")}</p> })}
        {match (view.state, shows) {
            (AssemblyState::Convened, _) => view! {
                <div class="screen__item">
                    <h1>{lang.t("screen-before")}</h1>
                    <p class="screen__text"><When at=view.starts_at zone=view.time_zone.clone() lang />" · "{view.place.clone()}</p>
                </div>
            }.into_any(),
            (AssemblyState::Ended | AssemblyState::Cancelled, _) => view! {
                <div class="screen__item"><h1>{lang.t("screen-over")}</h1></div>
            }.into_any(),
            (AssemblyState::InSession, Scene::Nothing) => view! {
                <div class="screen__item"><h1>{lang.t("screen-nothing")}</h1></div>
            }.into_any(),
            (AssemblyState::InSession, Scene::Voting(item)) => view! {
                <Item item=item.clone() said="screen-voting" lang /><Turnout item=item.clone() lang />
                {item.hands.is_some().then(|| view! { <p>{lang.t("screen-hands-voting")}</p> })}
                {paper_said(item, lang).map(|said| view! { <p>{said}</p> })}
            }.into_any(),
            (AssemblyState::InSession, Scene::Counting(item)) => view! {
                <Item item=item.clone() said=counting(item) lang />
                <Turnout item=item.clone() lang />{hands_said(item, lang).map(|said| view! { <p>{said}</p> })}
                {paper_said(item, lang).map(|said| view! { <p>{said}</p> })}
            }.into_any(),
            (AssemblyState::InSession, Scene::Result(item)) => view! { <Outcome item=item.clone() lang /> }.into_any(),
            (AssemblyState::InSession, Scene::Next(item)) => view! {
                <Item item=item.clone() said="screen-next" lang />
            }.into_any(),
        }}
        {voting.then(|| code.map(|code| view! {
            <footer class="screen__where">
                <img src=code alt="" width="180" height="180" /><p>{lang.t("screen-where")}" "<strong>{where_to}</strong></p>
            </footer>
        }))}
    }
}

/// What is going on with a vote that is closed.
fn counting(item: &ItemView) -> &'static str {
    match (&item.hands, item.paper.is_some_and(|papers| papers.awaited())) {
        (Some(_), _) => "screen-hands",
        (None, true) => "screen-paper",
        (None, false) => "screen-counting",
    }
}

#[component]
fn Item(item: ItemView, said: &'static str, lang: Lang) -> impl IntoView {
    view! {
        <div class="screen__item">
            <p class="screen__said">{lang.t(said)}</p>
            <h1>{item.position}". "{lang.pick(&item.resolution.title)}</h1>
            <p class="screen__text">{lang.pick(&item.resolution.text)}</p>
            {item.resolution.election.map(|contest| view! { <Standing contest lang /> })}
        </div>
    }
}

#[component]
fn Turnout(item: ItemView, lang: Lang) -> impl IntoView {
    let voices = item.voices.unwrap_or(0);
    let sentence = lang.with("turnout", &[("voted", item.voted.into()), ("voices", voices.into())]);
    view! {
        <div class="screen__turnout">
            <progress max=voices.max(1) value=item.voted aria-label=lang.t("turnout-label")></progress>
            <p>{sentence}</p>
        </div>
    }
}

#[component]
fn Outcome(item: ItemView, lang: Lang) -> impl IntoView {
    view! {
        <div class="screen__item">
            <p class="screen__said">{lang.t("screen-result")}</p>
            <h1>{item.position}". "{lang.pick(&item.resolution.title)}</h1>
            {item.decision.map(|decision| view! {
                <Verdict decision=decision.clone() lang />
                <Bars decision contest=item.resolution.election.clone() lang />
            })}
        </div>
    }
}
