//! The public page of an assembly: the notice as sent, agenda, results, minutes, record.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::candidacies::{CandidateView, year_of};
use domain::convocation::agenda::Item;
use domain::convocation::notice::Notice;
use domain::convocation::view::{ConvocationView, NoticesView};
use domain::ids::{AssemblyId, VoteId};
use domain::proxies::Limits;
use domain::questions::QuestionsView;
use domain::quorum::QuorumCheck;
use domain::roles::Role;
use domain::wire::{AssemblyView, ItemView};
use leptos::prelude::*;

use crate::components::elected::{Standing, seated};
use crate::components::result::{Verdict, Void};
use crate::components::time::When;
use crate::components::vote::{InSession, ModeChip, StateChip};
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages;
use crate::pages::convening::{body, calendar, paragraphs, sent};
use crate::pages::elections::candidate::{Candidate, name};
use crate::pages::questions;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the page shows: the assembly, its notice if it has one, and what whoever looks was sent of it.
#[derive(Clone)]
struct Shown {
    view: AssemblyView,
    convocation: Option<ConvocationView>,
    mine: Option<NoticesView>,
    /// Until when questions are asked in writing, and those that were, for members.
    questions: (Option<i64>, Option<QuestionsView>),
    /// The candidates put to the vote, for members.
    candidates: Vec<(VoteId, CandidateView)>,
}

/// `GET /assembly`: the one going on, or the newest.
pub async fn current(State(app): State<AppState>, visitor: Visitor) -> Response {
    let outcome = match service::views::current_assembly(&app.service).await {
        Ok(Some(id)) => load(&app, &visitor, id).await,
        Ok(None) => Err(service::Error::Refused(Refusal::NotFound)),
        Err(error) => Err(error),
    };
    show(app, visitor, outcome).await
}

/// `GET /assembly/{id}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let outcome = match pages::id(&id) {
        Ok(id) => load(&app, &visitor, id).await,
        Err(error) => Err(error),
    };
    show(app, visitor, outcome).await
}

async fn load(app: &AppState, visitor: &Visitor, id: AssemblyId) -> Result<Shown, service::Error> {
    let view = service::views::assembly(&app.service, id).await?;
    let convocation = service::views::convocation(&app.service, id).await?;
    let mine = if visitor.signed_in() {
        // Who signed in and is no member any more still sees what everybody sees.
        service::views::my_notices(&app.service, &visitor.actor, id).await.ok()
    } else {
        None
    };
    let until = service::views::questions_until(&app.service, id).await?;
    let asked = match visitor.signed_in() {
        true => service::views::questions(&app.service, &visitor.actor, id).await.ok(),
        false => None,
    };
    let candidates = match visitor.signed_in() {
        true => service::views::candidates(&app.service, &visitor.actor, id).await.unwrap_or_default(),
        false => Vec::new(),
    };
    Ok(Shown { view, convocation, mine, questions: (until, asked), candidates })
}

async fn show(app: AppState, visitor: Visitor, outcome: Result<Shown, service::Error>) -> Response {
    let lang = visitor.lang;
    let proofs = [Role::Board, Role::Chair, Role::Secretary].into_iter().any(|role| visitor.has(role));
    let leads = [Role::Chair, Role::Secretary].into_iter().any(|role| visitor.has(role));
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |shown| Page::new(letters_notice::kind(shown.view.kind, lang)),
        move |shown| {
            view! { <Assembly shown proofs leads lang /> }
        },
    )
    .await
}

#[component]
fn Assembly(shown: Shown, proofs: bool, leads: bool, lang: Lang) -> impl IntoView {
    let Shown { view, convocation, mine, questions: (until, asked), candidates } = shown;
    let (year, over) = (year_of(view.starts_at), view.state == AssemblyState::Ended);
    let (until, page) = (questions::deadline(until, &view.time_zone, lang), format!("/assembly/{}/questions", view.id));
    let again = convocation.as_ref().and_then(|convocation| convocation.again);
    let notice = convocation.as_ref().map(|convocation| convocation.notice.clone());
    let documents = notice.as_ref().map(|notice| notice.documents.clone()).unwrap_or_default();
    // Items that are not put to the vote stand in the notice alone.
    let positions: Vec<u32> = match &notice {
        // What is put to the vote in session comes after it.
        Some(notice) => {
            let said = notice.items.iter().map(|item| item.position);
            said.chain(view.items.iter().filter(|item| item.cause.is_some()).map(|item| item.position)).collect()
        }
        None => view.items.iter().map(|item| item.position).collect(),
    };
    view! {
        <div class="page stack">
            <p class="eyebrow">{calendar::state(view.state, lang)}" · "{letters_notice::call(view.call, lang)}</p>
            <h1>{letters_notice::kind(view.kind, lang)}</h1>
            <p class="lead"><When at=view.starts_at zone=view.time_zone.clone() lang />" · "{view.place.clone()}</p>
            {view.rehearsal.then(|| view! { <p class="notice notice--warning">{lang.t("rehearsal-banner")}</p> })}
            <Needed quorum=view.quorum.clone() version=view.statutes lang />
            {convocation.clone().map(|convocation| view! { <sent::Said convocation lang /> })}
            {again.map(|id| view! { <p class="notice"><a href=format!("/assembly/{id}")>{lang.t("assembly-again")}</a></p> })}
            <h2 class="visually-hidden">{lang.t("assembly-agenda")}</h2>
            <ol class="agenda stack">
                {positions.into_iter().map(|position| {
                    let item = view.items.iter().find(|item| item.position == position).cloned();
                    let notice = notice.clone();
                    let theirs = notice.as_ref().and_then(|notice| {
                        let said = notice.items.iter().find(|said| said.position == position)?;
                        said.item.from.is_some().then(|| said.item.clone())
                    });
                    let of = |item: &ItemView| {
                        let theirs = candidates.iter().filter(|(vote, _)| *vote == item.vote);
                        theirs.map(|(_, candidate)| candidate.clone()).collect::<Vec<_>>()
                    };
                    let standing = item.as_ref().map(of).unwrap_or_default();
                    view! {
                        <li class="card stack">
                            {match item {
                                Some(item) => view! { <Voted item theirs over lang /> }.into_any(),
                                None => view! { <WentOn notice=notice.clone() position lang /> }.into_any(),
                            }}
                            {standing.into_iter().map(|candidate| view! {
                                <details><summary>{lang.with("candidate-details-of", &[("name", name(&candidate, lang).into())])}</summary>
                                    <Candidate candidate year lang /></details>
                            }).collect_view()}
                            {notice.map(|notice| view! { <sent::Item notice position lang /> })}
                        </li>
                    }
                }).collect_view()}
            </ol>
            <questions::Published until page view=asked lang />
            <sent::Documents documents lang />
            {convocation.map(|convocation| {
                let hash = convocation.hash.clone();
                view! { <sent::Facts notice=convocation.notice hash lang /> }
            })}
            {mine.map(|notices| view! { <sent::Mine notices lang /> })}
            <More view proofs leads lang />
        </div>
    }
}

/// What is put to the vote; `theirs`, where the words come from members.
#[component]
fn Voted(item: ItemView, theirs: Option<Item>, over: bool, lang: Lang) -> impl IntoView {
    view! {
        <div class="cluster"><StateChip state=item.state over lang /><ModeChip mode=item.mode lang /></div>
        <h2><a href=format!("/vote/{}", item.vote)>{item.position}". "{lang.pick(&item.resolution.title)}</a></h2>
        {match theirs {
            Some(theirs) => body(&theirs, lang),
            None => paragraphs(&lang.pick(&item.resolution.text)).into_any(),
        }}
        {item.cause.map(|cause| view! { <InSession cause lang /> })}
        {item.void_reason.map(|reason| view! { <Void reason lang /> })}
        {match (item.decision, item.resolution.election) {
            (Some(decision), contest) => view! {
                <Verdict decision=decision.clone() lang />
                {decision.election.zip(contest).map(|(election, contest)| view! { <p>{seated(&election, &contest, lang)}</p> })}
            }.into_any(),
            (None, Some(contest)) => view! { <Standing contest lang /> }.into_any(),
            (None, None) => ().into_any(),
        }}
    }
}

/// An item of a first call whose vote went on to the second; nothing for what is not put to the vote.
#[component]
fn WentOn(notice: Option<Notice>, position: u32, lang: Lang) -> impl IntoView {
    let said = notice?.items.into_iter().find(|said| said.position == position)?;
    let vote = said.vote?;
    Some(view! {
        <h2><a href=format!("/vote/{vote}")>{position}". "{letters_notice::title(&said.item, lang)}</a></h2>
        <p class="notice">{lang.t("assembly-went-on")}</p>
    })
}

#[component]
fn More(view: AssemblyView, proofs: bool, leads: bool, lang: Lang) -> impl IntoView {
    let id = view.id.to_string();
    let proxies = Limits::going(view.state).is_ok();
    let before = matches!(view.state, AssemblyState::Convened | AssemblyState::Cancelled);
    view! {
        <section class="stack" aria-labelledby="assembly-more">
            <h2 id="assembly-more">{lang.t("assembly-more")}</h2>
            <ul>
                {view.minutes_hash.is_some().then(|| view! { <li><a href=format!("/minutes/{id}")>{lang.t("assembly-minutes")}</a></li> })}
                <li><a href=pages::minutes::register::PATH>{lang.t("minutes-register-link")}</a></li>
                {proofs.then(|| view! { <li><a href=format!("/assembly/{id}/notices")>{lang.t("assembly-proofs")}</a></li> })}
                <li>{match view.statutes {
                    Some(number) => view! {
                        <a href=format!("/statutes?version={number}")>{lang.with("statutes-of-assembly", &[("number", number.into())])}</a>
                    },
                    None => view! { <a href="/statutes".to_owned()>{lang.t("statutes-of-assembly-none")}</a> },
                }}</li>
                <li><a href=format!("/assembly/{id}/screen")>{lang.t("screen-link")}</a></li>
                {proxies.then(|| view! { <li><a href=format!("/assembly/{id}/proxy")>{lang.t("assembly-proxy")}</a></li> })}
                {(leads && !before).then(|| view! { <li><a href=format!("/assembly/{id}/sheet")>{lang.t("sheet-title")}</a></li> })}
                {leads.then(|| view! { <li><a href=format!("/assembly/{id}/proxies")>{lang.t("assembly-proxies")}</a></li> })}
                <li><a href=format!("/assembly/{id}/members")>{lang.t("assembly-members")}</a></li>
                <li><a href=format!("/record/{id}")>{lang.with("assembly-record", &[("entries", view.record_entries.into())])}</a></li>
                <li><a href="/assemblies">{lang.t("assembly-calendar")}</a></li>
                <li><a href=format!("/verify?assembly={id}")>{lang.t("verify-here-link")}</a></li>
            </ul>
        </section>
    }
}

/// The quorum the assembly needs, by which article and which version of the statutes.
#[component]
fn Needed(quorum: QuorumCheck, version: Option<u32>, lang: Lang) -> impl IntoView {
    let args = [("members", quorum.members.into()), ("needed", quorum.needed.unwrap_or(0).into())];
    let key = if quorum.needed.is_some() { "assembly-quorum" } else { "assembly-no-quorum" };
    let version = version.map(|number| format!(" · {}", lang.with("statutes-of-rule", &[("number", number.into())])));
    view! { <p>{lang.with(key, &args)}" "<span class="article">{quorum.article}{version}</span></p> }
}
