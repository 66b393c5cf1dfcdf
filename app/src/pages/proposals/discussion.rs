//! What members say about a proposal: the newest comments below it, all of them on a page of their own, and the form that
//! adds one. What is refused comes back as it was typed.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::discussion::{CommentLine, Discussion, Moderation, ModerationLine, WriteComment};
use domain::ids::ProposalId;
use leptos::prelude::*;
use serde::Deserialize;
use service::views::DiscussionPart;

use super::form::comes_back;
use super::{asked, name};
use crate::components::area::{Area, lines};
use crate::components::field;
use crate::components::prose::Prose;
use crate::components::time::{When, in_words};
use crate::i18n::Lang;
use crate::pages::said;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a comment is sent.
pub const WRITE: &str = "/rpc/write-comment";

/// Which part of the discussion the address names; from the beginning, where it names none.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    after: Option<String>,
    before: Option<String>,
}

impl Asked {
    fn part(&self) -> DiscussionPart {
        let number = |said: &Option<String>| said.as_deref().and_then(|said| said.parse().ok());
        match (number(&self.before), number(&self.after)) {
            (Some(before), _) => DiscussionPart::Before(before),
            (None, after) => DiscussionPart::After(after.unwrap_or(0)),
        }
    }
}

/// What is typed into the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    proposal: String,
    /// Number of the comment it answers; empty for none.
    #[serde(default)]
    answers: String,
    text: String,
}

/// `GET /proposals/{id}/discussion`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(part): Query<Asked>,
    visitor: Visitor,
) -> Response {
    show(&app, &visitor, &id, part.part(), (Typed::default(), None)).await
}

/// `POST /rpc/write-comment`
pub async fn write(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(id) = typed.proposal.parse::<ProposalId>() else { return said::malformed(&app, &visitor).await };
    let answers = match typed.answers.as_str() {
        "" => Ok(None),
        n => n.parse().map(Some),
    };
    let Ok(answers) = answers else { return said::malformed(&app, &visitor).await };
    let comment = WriteComment { answers, language: visitor.lang.into(), text: lines(&typed.text) };
    match service::write_comment(&app.service, &visitor.actor, id, &comment).await {
        Ok((_, n)) => said::on(&place(id, n)),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            let proposal = typed.proposal.clone();
            show(&app, &visitor, &proposal, DiscussionPart::Before(u32::MAX), (typed, Some(refusal))).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// Where a comment stands among the others, whatever their number.
pub(super) fn place(proposal: ProposalId, n: u32) -> String {
    format!("/proposals/{proposal}/discussion?after={}#comment-{n}", n.saturating_sub(1))
}

async fn show(
    app: &AppState,
    visitor: &Visitor,
    id: &str,
    part: DiscussionPart,
    (typed, refusal): (Typed, Option<Refusal>),
) -> Response {
    let lang = visitor.lang;
    let outcome = match asked(visitor, id) {
        Ok(id) => service::views::discussion(&app.service, &visitor.actor, id, part).await,
        Err(error) => Err(error),
    };
    let page = move |_: &Discussion| {
        let page = Page::new(lang.t("discussion-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let request = visitor.request_id.clone();
    shell::answer(app, visitor, outcome, page, move |of| {
        view! { <Whole of typed=typed.clone() refusal request=request.clone() lang /> }
    })
    .await
}

#[component]
fn Whole(of: Discussion, typed: Typed, refusal: Option<Refusal>, request: String, lang: Lang) -> impl IntoView {
    let id = of.proposal;
    let (written, title) = of.title.clone();
    let zone = of.time_zone.clone();
    let turn = |key: &str, href: String| view! { <a class="button" href=href>{lang.t(key)}</a> };
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/proposals/{id}") lang=written.code()>{title}</a></p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("proposal-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("discussion-title")}</h1> }.into_any(),
            }}
            <p class="hint">{lang.with("discussion-count", &[("count", of.count.into())])}</p>
            {refusal.is_some().then(|| view! { <Writing proposal=id typed=typed.clone() refusal lang /> })}
            <section class="stack" aria-labelledby="comments">
                <h2 id="comments">{lang.t("discussion-comments")}</h2>
                <Comments proposal=id lines=of.lines.clone() zone lang />
            </section>
            <nav class="cluster" aria-label=lang.t("discussion-pages")>
                {of.before.map(|n| turn("discussion-earlier", format!("/proposals/{id}/discussion?before={n}")))}
                {of.after.map(|n| turn("discussion-later", format!("/proposals/{id}/discussion?after={n}")))}
            </nav>
            {match (refusal.is_some(), of.may_comment) {
                (true, _) => ().into_any(),
                (false, true) => view! { <Writing proposal=id typed refusal lang /> }.into_any(),
                (false, false) => view! { <p class="notice">{lang.t("discussion-closed")}</p> }.into_any(),
            }}
        </div>
    }
}

/// The newest comments, below their proposal.
#[component]
pub(super) fn Newest(of: Discussion, lang: Lang) -> impl IntoView {
    let id = of.proposal;
    let none = of.count == 0;
    let zone = of.time_zone.clone();
    view! {
        <section class="stack" aria-labelledby="discussion">
            <h2 id="discussion">{lang.t("discussion-title")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("discussion-none")}</p> })}
            {of.before.map(|_| view! {
                <p><a class="button" href=format!("/proposals/{id}/discussion")>
                    {lang.with("discussion-all", &[("count", of.count.into())])}</a></p>
            })}
            <Comments proposal=id lines=of.lines.clone() zone lang />
            {if of.may_comment {
                view! { <Writing proposal=id typed=Typed::default() refusal=None lang /> }.into_any()
            } else {
                view! { <p class="notice">{lang.t("discussion-closed")}</p> }.into_any()
            }}
        </section>
    }
}

/// The form that adds a comment, or answers one.
#[component]
pub(super) fn Writing(proposal: ProposalId, typed: Typed, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let wrong = field::wrong(lang, refusal, &[Refusal::TextInvalid, Refusal::TextCharacters]);
    let answered = typed.answers.parse::<u32>().ok();
    let label = match answered {
        Some(n) => lang.with("comment-answer-field", &[("number", n.into())]),
        None => lang.t("comment-field"),
    };
    view! {
        <form class="card stack" method="post" action=WRITE id="answer">
            <input type="hidden" name="proposal" value=proposal.to_string() />
            <input type="hidden" name="answers" value=answered.map(|n| n.to_string()).unwrap_or_default() />
            <Area name="text" label value=typed.text rows="5" required=true hint=Some(lang.t("comment-hint")) wrong />
            <p><button class="button button--primary" type="submit">{lang.t("comment-go")}</button></p>
        </form>
    }
}

impl Typed {
    /// An answer to be written.
    pub(super) fn answer(n: u32) -> Self {
        Self { answers: n.to_string(), ..Self::default() }
    }
}

/// Comments that follow each other.
#[component]
fn Comments(proposal: ProposalId, lines: Vec<CommentLine>, zone: String, lang: Lang) -> impl IntoView {
    let shown: Vec<u32> = lines.iter().map(|line| line.n).collect();
    let item = move |line: CommentLine| {
        let by = name(&line.by, lang);
        let heading = lang.with("comment-by", &[("number", line.n.into()), ("name", by.into())]);
        let anchor = format!("comment-{}", line.n);
        let here = line.answers.as_ref().is_some_and(|of| shown.contains(&of.n));
        view! {
            <li class="card stack" id=anchor>
                <h3><a href=format!("/comments/{}", line.id)>{heading.clone()}</a></h3>
                <Facts proposal line=line.clone() here zone=zone.clone() lang />
                <Words line=line.clone() zone=zone.clone() lang />
                <Ways line about=heading lang />
            </li>
        }
    };
    view! { <ol class="plain-list stack">{lines.into_iter().map(item).collect_view()}</ol> }
}

/// When it was written, what it answers, when it was corrected. `here`: what it answers stands on the same page.
#[component]
pub(super) fn Facts(proposal: ProposalId, line: CommentLine, here: bool, zone: String, lang: Lang) -> impl IntoView {
    let answers = line.answers.map(|of| {
        let href = if here { format!("#comment-{}", of.n) } else { place(proposal, of.n) };
        let by = name(&of.by, lang);
        let words = lang.with("comment-answers", &[("number", of.n.into()), ("name", by.into())]);
        view! { ". "<a href=href>{words}</a> }
    });
    let corrected = line.said.filter(|said| said.n > 1).map(|said| {
        let when = in_words(said.at, &zone, lang);
        format!(". {}", lang.with("comment-corrected", &[("when", when.into())]))
    });
    view! { <p class="hint"><When at=line.at zone lang />{answers}{corrected}</p> }
}

/// The words, or that they are hidden, when, by which office and why.
#[component]
pub(super) fn Words(line: CommentLine, zone: String, lang: Lang) -> impl IntoView {
    let said = line.said.map(|said| {
        if said.text.is_empty() {
            view! { <p>{lang.t("comment-erased")}</p> }.into_any()
        } else {
            view! { <Prose text=said.text lang=said.lang /> }.into_any()
        }
    });
    match line.hidden {
        None => said.into_any(),
        Some(hidden) => view! {
            <div class="notice notice--warning stack">
                <Moderated line=hidden zone lang />
                {said.map(|said| view! {
                    <details><summary>{lang.t("comment-hidden-words")}</summary>{said}</details>
                })}
            </div>
        }
        .into_any(),
    }
}

/// That a comment was hidden or shown again, when, by which office and why.
#[component]
pub(super) fn Moderated(line: ModerationLine, zone: String, lang: Lang) -> impl IntoView {
    let key = match line.moderation {
        Moderation::Hide => "comment-hidden-on",
        Moderation::Show => "comment-shown-on",
    };
    let office = match line.office {
        domain::roles::Role::Chair => "comment-office-chair",
        domain::roles::Role::Secretary => "comment-office-secretary",
        _ => "comment-office-board",
    };
    let args = [("when", in_words(line.at, &zone, lang).into()), ("office", lang.t(office).into())];
    let gone = line.reason.is_empty().then(|| view! { <p>{lang.t("comment-reason-erased")}</p> });
    view! {
        <p><strong>{lang.with(key, &args)}</strong></p>
        {line.reason.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}
        {gone}
    }
}

/// What the reader can do to it, each a link to its place on the comment's own page.
#[component]
fn Ways(line: CommentLine, about: String, lang: Lang) -> impl IntoView {
    let id = line.id;
    let earlier = line.versions > 1 && line.said.is_some();
    let ways = [
        line.may.answer.then_some(("answer", "comment-answer")),
        line.may.correct.then_some(("correct", "comment-correct")),
        earlier.then_some(("earlier", "comment-earlier")),
        line.may.moderate.map(|what| match what {
            Moderation::Hide => ("moderate", "comment-hide"),
            Moderation::Show => ("moderate", "comment-show"),
        }),
    ];
    let ways: Vec<_> = ways.into_iter().flatten().collect();
    (!ways.is_empty()).then(|| {
        view! {
            <p class="cluster">
                {ways.into_iter().map(|(place, key)| view! {
                    <a href=format!("/comments/{id}#{place}")>{lang.t(key)}
                        <span class="visually-hidden">" — "{about.clone()}</span></a>
                }).collect_view()}
            </p>
        }
    })
}
