//! One proposal: its words, who supports it, who asks for other words, and what the reader can do now.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::ProposalId;
use domain::proposals::{AuthorLine, DecideProposal, ProposalMove, ProposalState, ProposalView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::discussion::Newest;
use super::files::Files;
use super::form::comes_back;
use super::{Support, amendment, asked, assembly, chip, last_day, name, state};
use crate::components::area::{Area, lines};
use crate::components::field::Field;
use crate::components::form::Act;
use crate::components::prose::Prose;
use crate::components::time::{Day, When, day};
use crate::i18n::Lang;
use crate::islands::key_card::KeyCard;
use crate::islands::support::SupportDesk;
use crate::letters_notice;
use crate::pages::said;
use crate::rpc::proposals::{AnswerInvitation, InviteAuthor, MoveProposal, WithdrawSupport};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the board's answer is sent.
pub const DECIDE: &str = "/rpc/decide-proposal";

/// What the address of the page says: the number typed, when it was refused.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    number: Option<String>,
}

/// The board's answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Decided {
    proposal: String,
    decision: String,
    #[serde(default)]
    reason: String,
}

/// What was typed and refused.
#[derive(Clone, Debug, Default)]
struct Typed {
    number: String,
    reason: String,
    refusal: Option<Refusal>,
}

/// `GET /proposals/{id}`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let typed = Typed { number: asked.number.unwrap_or_default(), ..Typed::default() };
    show(&app, &visitor, &id, typed).await
}

/// `POST /rpc/decide-proposal`
pub async fn decide(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Decided>, FormRejection>,
) -> Response {
    let Ok(Form(Decided { proposal, decision, reason })) = sent else { return said::malformed(&app, &visitor).await };
    let decision = match decision.as_str() {
        "admit" => ProposalMove::Admit,
        "refuse" => ProposalMove::Refuse,
        _ => return said::malformed(&app, &visitor).await,
    };
    let Ok(id) = proposal.parse::<ProposalId>() else { return said::malformed(&app, &visitor).await };
    let reason = lines(&reason);
    let sent = DecideProposal { decision, reason: reason.clone() };
    match service::decide_proposal(&app.service, &visitor.actor, id, &sent).await {
        Ok(()) => said::on(&format!("/proposals/{id}")),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) && refusal != Refusal::NotYours => {
            show(&app, &visitor, &proposal, Typed { reason, refusal: Some(refusal), ..Typed::default() }).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, id: &str, typed: Typed) -> Response {
    let (lang, refusal) = (visitor.lang, typed.refusal);
    let outcome = match asked(visitor, id) {
        Ok(id) => service::views::proposal(&app.service, &visitor.actor, id).await,
        Err(error) => Err(error),
    };
    let page = move |view: &ProposalView| {
        let page = Page::new(view.content.for_reader(lang.into()).1.to_owned());
        let page = if view.may.support { page.with_islands(Bundle::Desk) } else { page };
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let request = visitor.request_id.clone();
    shell::answer(app, visitor, outcome, page, move |view| {
        view! { <Proposal view typed=typed.clone() request=request.clone() lang /> }
    })
    .await
}

#[component]
fn Proposal(view: ProposalView, typed: Typed, request: String, lang: Lang) -> impl IntoView {
    let (written, title, text) = view.content.for_reader(lang.into());
    let (title, text) = (title.to_owned(), text.to_owned());
    let translated = written != view.content.lang;
    let zone = view.time_zone.clone();
    let first = view.authors.first().map(|author| name(&author.who, lang)).unwrap_or_default();
    let drafts = view.state == ProposalState::Draft;
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/proposals">{lang.t("proposals-title")}</a></p>
            {match typed.refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("proposal-kept") request lang /> }.into_any(),
                None => view! { <h1 lang=written.code()>{title}</h1> }.into_any(),
            }}
            <div class="cluster"><span class=chip(view.state)>{state(view.state, lang)}</span>
                <span class="hint">{lang.t(&format!("proposal-kind-{}", view.content.kind.word()))}", "
                    {lang.with("proposal-by", &[("name", first.into())])}</span></div>
            <Stands view=view.clone() lang />
            {(!drafts).then(|| view! { <Support progress=view.progress lang /> })}
            <Now view=view.clone() typed=typed.clone() lang />
            <section class="card stack" aria-labelledby="words">
                <h2 id="words">{lang.t("proposal-text-field")}</h2>
                <p class="hint">{lang.with("proposal-version", &[("number", view.version.into())])}
                    {translated.then(|| format!(" {}", lang.t("proposal-translated")))}</p>
                <Prose text lang=written />
                {translated.then(|| view! {
                    <details><summary>{lang.t("proposal-original")}</summary>
                        <Prose text=view.content.text.clone() lang=view.content.lang /></details>
                })}
            </section>
            {(!view.content.reasons.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="reasons-title">
                    <h2 id="reasons-title">{lang.t("proposal-reasons")}</h2>
                    <Prose text=view.content.reasons.clone() lang=view.content.lang />
                </section>
            })}
            <Files view=view.clone() lang />
            {(!drafts).then(|| view! { <Amendments view=view.clone() lang /> })}
            {(!drafts).then(|| view! { <Newest of=view.discussion.clone() lang /> })}
            <Versions view=view.clone() zone lang />
            <Authors view typed lang />
        </div>
    }
}

/// What happened to it, in words.
#[component]
fn Stands(view: ProposalView, lang: Lang) -> impl IntoView {
    let zone = view.time_zone.clone();
    let on = |at: i64| day(at, &zone, lang);
    let dated = |key: &str, at: Option<i64>| at.map(|at| lang.with(key, &[("day", on(at).into())]));
    let waits = view.state == ProposalState::Submitted;
    let decided = match view.state {
        ProposalState::Refused => dated("proposal-refused-on", view.decided_at),
        _ => dated("proposal-admitted-on", view.decided_at),
    };
    let lines = [
        dated("proposal-opened-on", view.opened_at),
        dated("proposal-submitted-on", view.submitted_at),
        view.assembly.as_ref().map(|of| assembly(of, lang)),
        dated("proposal-answer-by", view.answer_by.filter(|_| waits)),
        decided,
    ];
    view! {
        <ul class="plain-list">{lines.into_iter().flatten().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        {(!view.reason.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="decision"><h2 id="decision">{lang.t("proposal-decision")}</h2>
                {view.reason.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}</section>
        })}
    }
}

/// What the reader can do now.
#[component]
fn Now(view: ProposalView, typed: Typed, lang: Lang) -> impl IntoView {
    let (may, id) = (view.may, view.id.to_string());
    let act = |happens: &'static str, key: &str, class: &'static str| {
        let fields = vec![("proposal", id.clone()), ("happens", happens.to_owned())];
        view! { <Act action=MoveProposal::PATH fields label=lang.t(key) class /> }
    };
    let draft = view.state == ProposalState::Draft;
    let nothing = !(may.answer
        || may.support
        || may.take_back
        || may.edit
        || may.submit
        || may.amend
        || may.withdraw
        || may.decide);
    view! {
        <section class="card card--action stack" aria-labelledby="now">
            <h2 id="now">{lang.t("proposal-now")}</h2>
            {may.decide.then(|| view! { <Decide view=view.clone() typed lang /> })}
            {may.answer.then(|| view! { <Invited id=id.clone() lang /> })}
            {view.lapsed.filter(|_| may.support).map(|from| view! {
                <p class="notice notice--warning">{lang.with("proposal-lapsed", &[("number", from.into())])}" "
                    <a href=format!("/proposals/{}/diff?from={from}&to={}", view.id, view.version)>{lang.t("proposal-see-change")}</a></p>
            })}
            {may.support.then(|| view! { <Signing view=view.clone() lang /> })}
            {may.take_back.then(|| view! {
                <p>{lang.t("proposal-you-support")}</p>
                <Act action=WithdrawSupport::PATH fields=vec![("proposal", id.clone())] label=lang.t("proposal-take-back") class="button" />
            })}
            {(may.open).then(|| view! {
                <p>{lang.t("proposal-open-text")}</p>
                {act("open", "proposal-open", "button button--primary")}
            })}
            {may.submit.then(|| view! { <Submit view=view.clone() lang /> })}
            {may.edit.then(|| view! {
                <p class="cluster"><a class="button" href=format!("/proposals/{}/edit", view.id)>{lang.t("proposal-edit")}</a>
                    {(!draft).then(|| view! { <span class="hint">{lang.t("proposal-edit-lapses")}</span> })}</p>
            })}
            {may.amend.then(|| view! {
                <p><a class="button" href=format!("/proposals/{}/amend", view.id)>{lang.t("proposal-amend")}</a></p>
            })}
            {may.withdraw.then(|| if draft {
                view! { <p class="hint">{lang.t("proposal-discard-text")}</p>{act("withdraw", "proposal-discard", "button button--quiet")} }.into_any()
            } else {
                view! { <p class="hint">{lang.t("proposal-withdraw-text")}</p>{act("withdraw", "proposal-withdraw", "button button--quiet")} }.into_any()
            })}
            {nothing.then(|| view! { <p>{lang.t(&format!("proposal-nothing-{}", view.state.word()))}</p> })}
        </section>
    }
}

/// Supporting it: by the key of this device.
#[component]
fn Signing(view: ProposalView, lang: Lang) -> impl IntoView {
    let ProposalView { me, id, version, content, .. } = view;
    let has_key = me.keys.is_some();
    view! {
        <p>{lang.t("proposal-support-text")}</p>
        <noscript><p class="alert">{lang.t("proposal-support-noscript")}</p></noscript>
        {if has_key {
            let strings = lang.strings(&["support-", "island-", "key-elsewhere", "key-page"]);
            view! { <SupportDesk me proposal=id version content strings /> }.into_any()
        } else {
            let strings = lang.strings(&["key-", "island-", "refusal-unavailable"]);
            view! { <p class="notice">{lang.t("proposal-key-first")}</p><KeyCard me own_page=false strings /> }.into_any()
        }}
    }
}

#[component]
fn Invited(id: String, lang: Lang) -> impl IntoView {
    let answer = |answer: &'static str, class: &'static str| {
        let fields = vec![("proposal", id.clone()), ("answer", answer.to_owned())];
        view! { <Act action=AnswerInvitation::PATH fields label=lang.t(&format!("proposal-invitation-{answer}")) class /> }
    };
    view! {
        <p>{lang.t("proposal-invitation")}</p>
        <div class="cluster">{answer("accept", "button button--primary")}{answer("decline", "button")}</div>
    }
}

/// Submitting it, once it has the support it needs: for an assembly that still receives proposals, or the next.
#[component]
fn Submit(view: ProposalView, lang: Lang) -> impl IntoView {
    let enough = view.progress.enough();
    let planned = view.planned.iter().map(|line| {
        let when = day(line.starts_at, &line.time_zone, lang);
        let until = match line.until {
            Some(until) => lang.with("proposal-until", &[("day", last_day(until, &line.time_zone, lang).into())]),
            None => String::new(),
        };
        let sentence = lang
            .with("proposal-planned", &[("kind", letters_notice::kind(line.kind, lang).into()), ("day", when.into())]);
        view! { <p class="hint">{sentence}" "{until}</p> }
    });
    let planned = planned.collect_view();
    let choices = view.assemblies.iter().enumerate().map(|(n, of)| {
        let zone = of.time_zone.clone();
        let until = of.until.map(|until| last_day(until, &zone, lang));
        let label = assembly(of, lang);
        let hint = match until {
            Some(day) if of.open => lang.with("proposal-until", &[("day", day.into())]),
            Some(day) => lang.with("proposal-was-until", &[("day", day.into())]),
            None => String::new(),
        };
        let value = of.assembly.to_string();
        let checked = of.open;
        view! {
            <label class="check" for=format!("for-assembly-{n}")>
                <input type="radio" id=format!("for-assembly-{n}") name="assembly" value=value checked=checked disabled=!checked />
                <span>{label}" "{hint}</span>
            </label>
        }
    });
    let none_open = !view.assemblies.iter().any(|of| of.open);
    if !enough {
        return view! { <p>{lang.t("proposal-submit-lacks")}</p> }.into_any();
    }
    view! {
        <form class="stack" method="post" action=MoveProposal::PATH>
            <input type="hidden" name="proposal" value=view.id.to_string() />
            <input type="hidden" name="happens" value="submit" />
            <p>{lang.t("proposal-submit-text")}</p>
            <fieldset><legend>{lang.t("proposal-submit-for")}</legend>
                {choices.collect_view()}
                <label class="check" for="for-next">
                    <input type="radio" id="for-next" name="assembly" value="" checked=none_open />
                    <span>{lang.t("proposal-for-next")}</span>
                </label>
                {planned}
            </fieldset>
            <p><button class="button button--primary" type="submit">{lang.t("proposal-submit")}</button></p>
        </form>
    }
    .into_any()
}

/// The board's answer.
#[component]
fn Decide(view: ProposalView, typed: Typed, lang: Lang) -> impl IntoView {
    let by =
        view.answer_by.map(|at| lang.with("proposal-answer-by", &[("day", day(at, &view.time_zone, lang).into())]));
    let wrong = typed.refusal.map(|refusal| lang.t(&format!("refusal-{}", refusal.code())));
    view! {
        <form class="stack" method="post" action=DECIDE>
            <input type="hidden" name="proposal" value=view.id.to_string() />
            <p>{lang.t("proposal-decide-text")}" "{by}</p>
            <Area name="reason" label=lang.t("proposal-reason") value=typed.reason rows="4"
                hint=Some(lang.t("proposal-reason-hint")) wrong />
            <p class="cluster">
                <button class="button button--primary" type="submit" name="decision" value="admit">{lang.t("proposal-admit")}</button>
                <button class="button" type="submit" name="decision" value="refuse">{lang.t("proposal-refuse")}</button>
            </p>
        </form>
    }
}

#[component]
fn Amendments(view: ProposalView, lang: Lang) -> impl IntoView {
    let none = view.amendments.is_empty();
    let zone = view.time_zone;
    let line = move |line: domain::proposals::AmendmentLine| {
        let numbers = line.conflicts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let touches = (!numbers.is_empty()).then(|| lang.with("amendment-touches", &[("numbers", numbers.into())]));
        let by = name(&line.by, lang);
        view! {
            <li class="card stack">
                <div class="cluster">
                    <span class=amendment::chip(line.state)>{lang.t(&format!("amendment-state-{}", line.state.word()))}</span>
                    <span class="hint"><Day at=line.at zone=zone.clone() lang />", "{by}</span>
                </div>
                <h3><a href=format!("/amendments/{}", line.id)>{lang.with("amendment-title", &[("number", line.n.into())])}</a></h3>
                {touches.map(|touches| view! { <p>{touches}</p> })}
                {line.outdated.then(|| view! { <p>{lang.t("amendment-outdated")}</p> })}
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="amendments">
            <h2 id="amendments">{lang.t("proposal-amendments")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("proposal-amendments-none")}</p> })}
            <ul class="plain-list stack">{view.amendments.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Versions(view: ProposalView, zone: String, lang: Lang) -> impl IntoView {
    let id = view.id;
    let line = move |version: domain::proposals::VersionLine| {
        let by = name(&version.by, lang);
        let from = version.n - 1;
        let taken = version.amendment.map(|n| lang.with("version-amendment", &[("number", n.into())]));
        let see = lang.t("proposal-see-change");
        let about = lang.with("proposal-version", &[("number", version.n.into())]);
        view! {
            <li>{about.clone()}", "<When at=version.at zone=zone.clone() lang />", "{by}{taken.map(|taken| format!(" ({taken})"))}
                {(from > 0).then(|| view! {
                    ". "<a href=format!("/proposals/{id}/diff?from={from}&to={}", version.n)>{see}
                        <span class="visually-hidden">" — "{about}</span></a>
                })}</li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="versions">
            <h2 id="versions">{lang.t("proposal-versions")}</h2>
            <ul>{view.versions.into_iter().rev().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Authors(view: ProposalView, typed: Typed, lang: Lang) -> impl IntoView {
    let line = move |author: AuthorLine| {
        let stands = match (author.first, author.accepted) {
            (true, _) => "author-first",
            (false, Some(true)) => "author-accepted",
            (false, Some(false)) => "author-declined",
            (false, None) => "author-invited",
        };
        view! { <li>{name(&author.who, lang)}", "{lang.t(stands)}</li> }
    };
    view! {
        <section class="stack" aria-labelledby="authors">
            <h2 id="authors">{lang.t("proposal-authors")}</h2>
            <ul>{view.authors.into_iter().map(line).collect_view()}</ul>
            {view.may.invite.then(|| view! {
                <form class="stack" method="post" action=InviteAuthor::PATH>
                    <input type="hidden" name="proposal" value=view.id.to_string() />
                    <Field name="number" label=lang.t("author-number") value=typed.number maxlength="10" required=true
                        hint=Some(lang.t("author-number-hint")) />
                    <p><button class="button" type="submit">{lang.t("author-invite")}</button></p>
                </form>
            })}
        </section>
    }
}
