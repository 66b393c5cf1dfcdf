//! One comment: its words and the earlier ones, how it was moderated, and what the reader can do about it.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::discussion::{CommentView, CorrectComment, Moderate, Moderation};
use domain::ids::CommentId;
use leptos::prelude::*;
use serde::Deserialize;

use super::discussion::{self, Facts, Moderated, Words, Writing, place};
use super::form::comes_back;
use super::{asked, name};
use crate::components::area::{Area, lines};
use crate::components::field;
use crate::components::prose::Prose;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages::said;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a correction is sent.
pub const CORRECT: &str = "/rpc/correct-comment";
/// Where a comment is hidden or shown again.
pub const MODERATE: &str = "/rpc/moderate-comment";

/// A correction as it is typed.
#[derive(Clone, Debug, Deserialize)]
pub struct Corrected {
    comment: String,
    version: String,
    words: String,
}

/// What whoever moderates says.
#[derive(Clone, Debug, Deserialize)]
pub struct Judged {
    comment: String,
    moderation: String,
    #[serde(default)]
    reason: String,
}

/// What was typed and refused.
#[derive(Clone, Debug, Default)]
struct Typed {
    words: Option<String>,
    reason: String,
    refusal: Option<Refusal>,
}

/// `GET /comments/{id}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    show(&app, &visitor, &id, Typed::default()).await
}

/// `POST /rpc/correct-comment`
pub async fn correct(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Corrected>, FormRejection>,
) -> Response {
    let Ok(Form(Corrected { comment, version, words })) = sent else { return said::malformed(&app, &visitor).await };
    let (Ok(id), Ok(version)) = (comment.parse::<CommentId>(), version.parse()) else {
        return said::malformed(&app, &visitor).await;
    };
    let sent = CorrectComment { version, language: visitor.lang.into(), text: lines(&words) };
    match service::correct_comment(&app.service, &visitor.actor, id, &sent).await {
        Ok(_) => said::on(&format!("/comments/{id}")),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            let typed = Typed { words: Some(words), refusal: Some(refusal), ..Typed::default() };
            show(&app, &visitor, &comment, typed).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/moderate-comment`
pub async fn moderate(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Judged>, FormRejection>,
) -> Response {
    let Ok(Form(Judged { comment, moderation, reason })) = sent else { return said::malformed(&app, &visitor).await };
    let what = Moderation::ALL.into_iter().find(|what| what.word() == moderation);
    let (Ok(id), Some(moderation)) = (comment.parse::<CommentId>(), what) else {
        return said::malformed(&app, &visitor).await;
    };
    let sent = Moderate { moderation, reason: lines(&reason) };
    match service::moderate_comment(&app.service, &visitor.actor, id, &sent).await {
        Ok(()) => said::on(&format!("/comments/{id}")),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) && refusal != Refusal::NotYours => {
            show(&app, &visitor, &comment, Typed { reason, refusal: Some(refusal), ..Typed::default() }).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, id: &str, typed: Typed) -> Response {
    let (lang, refusal) = (visitor.lang, typed.refusal);
    let outcome = match asked(visitor, id) {
        Ok(id) => service::views::comment(&app.service, &visitor.actor, id).await,
        Err(error) => Err(error),
    };
    let page = move |of: &CommentView| {
        let page = Page::new(lang.with("comment-title", &[("number", of.line.n.into())]));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let request = visitor.request_id.clone();
    shell::answer(app, visitor, outcome, page, move |of| {
        view! { <Comment of typed=typed.clone() request=request.clone() lang /> }
    })
    .await
}

#[component]
fn Comment(of: CommentView, typed: Typed, request: String, lang: Lang) -> impl IntoView {
    let line = of.line.clone();
    let (written, title) = of.title.clone();
    let zone = of.time_zone.clone();
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/proposals/{}", of.proposal) lang=written.code()>{title}</a></p>
            {match typed.refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("proposal-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.with("comment-title", &[("number", line.n.into())])}</h1> }.into_any(),
            }}
            <p>{name(&line.by, lang)}". "<a href=place(of.proposal, line.n)>{lang.t("comment-in-discussion")}</a></p>
            <Facts proposal=of.proposal line=line.clone() here=false zone=zone.clone() lang />
            <section class="card stack" aria-labelledby="said">
                <h2 id="said">{lang.t("comment-words")}</h2>
                <Words line zone lang />
            </section>
            <Earlier of=of.clone() lang />
            <History of=of.clone() lang />
            <Now of typed lang />
        </div>
    }
}

/// The words that stood there before, newest first.
#[component]
fn Earlier(of: CommentView, lang: Lang) -> impl IntoView {
    let zone = of.time_zone;
    (!of.earlier.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="earlier">
                <h2 id="earlier">{lang.t("comment-earlier")}</h2>
                <ol class="plain-list stack">
                    {of.earlier.into_iter().map(|said| view! {
                        <li class="card stack">
                            <p class="hint">{lang.with("comment-version", &[("number", said.n.into())])}", "
                                <When at=said.at zone=zone.clone() lang /></p>
                            <Prose text=said.text lang=said.lang />
                        </li>
                    }).collect_view()}
                </ol>
            </section>
        }
    })
}

/// Every time it was hidden or shown again.
#[component]
fn History(of: CommentView, lang: Lang) -> impl IntoView {
    let zone = of.time_zone;
    (!of.moderations.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="moderations">
                <h2 id="moderations">{lang.t("comment-moderations")}</h2>
                <ol class="plain-list stack">
                    {of.moderations.into_iter().map(|line| view! {
                        <li class="stack"><Moderated line zone=zone.clone() lang /></li>
                    }).collect_view()}
                </ol>
            </section>
        }
    })
}

/// What the reader can do about it.
#[component]
fn Now(of: CommentView, typed: Typed, lang: Lang) -> impl IntoView {
    let may = of.line.may;
    let nothing = !(may.answer || may.correct || may.moderate.is_some());
    let (n, proposal) = (of.line.n, of.proposal);
    view! {
        <section class="stack" aria-labelledby="now">
            <h2 id="now">{lang.t("proposal-now")}</h2>
            {may.correct.then(|| view! { <Correcting of=of.clone() typed=typed.clone() lang /> })}
            {may.answer.then(|| view! { <Writing proposal typed=discussion::Typed::answer(n) refusal=None lang /> })}
            {may.moderate.map(|what| view! { <Moderating of=of.clone() what typed=typed.clone() lang /> })}
            {nothing.then(|| view! { <p>{lang.t("comment-nothing")}</p> })}
        </section>
    }
}

#[component]
fn Correcting(of: CommentView, typed: Typed, lang: Lang) -> impl IntoView {
    let refusal = typed.refusal.filter(|_| typed.words.is_some());
    let wrong = field::wrong(lang, refusal, &[Refusal::TextInvalid, Refusal::TextCharacters, Refusal::NothingChanged]);
    let (version, current) = of.line.said.map(|said| (said.n, said.text)).unwrap_or_default();
    view! {
        <form class="card stack" method="post" action=CORRECT id="correct">
            <input type="hidden" name="comment" value=of.line.id.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <Area name="words" label=lang.t("comment-correct-field") value=typed.words.unwrap_or(current) rows="5"
                required=true hint=Some(lang.t("comment-correct-hint")) wrong />
            <p><button class="button button--primary" type="submit">{lang.t("comment-correct-go")}</button></p>
        </form>
    }
}

#[component]
fn Moderating(of: CommentView, what: Moderation, typed: Typed, lang: Lang) -> impl IntoView {
    let refusal = typed.refusal.filter(|_| typed.words.is_none());
    let about = [Refusal::ReasonMissing, Refusal::TextInvalid, Refusal::TextCharacters];
    let wrong = field::wrong(lang, refusal, &about);
    let (text, go) = match what {
        Moderation::Hide => ("comment-hide-text", "comment-hide"),
        Moderation::Show => ("comment-show-text", "comment-show"),
    };
    view! {
        <form class="card stack" method="post" action=MODERATE id="moderate">
            <input type="hidden" name="comment" value=of.line.id.to_string() />
            <p>{lang.t(text)}</p>
            <Area name="reason" label=lang.t("comment-reason") value=typed.reason rows="3" required=true
                hint=Some(lang.t("comment-reason-hint")) wrong />
            <p><button class="button" type="submit" name="moderation" value=what.word()>{lang.t(go)}</button></p>
        </form>
    }
}
