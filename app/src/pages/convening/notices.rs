//! The proof that members were convened: a table, a file of it, and what can still be done after the convocation.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::convocation::agenda::typed;
use domain::convocation::notice::{Announced, Channel, NoticeRole};
use domain::convocation::view::{NoticeLine, NoticesView, SecondCall};
use domain::convocation::when;
use domain::ids::{AssemblyId, NoticeId};
use domain::mail::MailState;
use domain::register::cell;
use domain::resolution::Text;
use domain::roles::Role;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use leptos::prelude::*;
use serde::Deserialize;

use super::Area;
use crate::components::field::Field;
use crate::components::form::Act;
use crate::components::time::{When, in_words};
use crate::i18n::Lang;
use crate::pages::{id, said};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a correction is sent.
pub const CORRECT: &str = "/rpc/correct-notice";
/// Where calling off is sent.
pub const CANCEL: &str = "/rpc/cancel-assembly";
/// Where a second call is sent.
pub const AGAIN: &str = "/rpc/reconvene";
/// Id of the form of a second call.
pub const SECOND: &str = "second-call";
/// Where sending again is sent.
pub const RESEND: &str = "/rpc/resend-notice";

/// A correction, or a reason.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SaidTyped {
    assembly: String,
    fr: String,
    en: String,
}

/// A second call.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgainTyped {
    assembly: String,
    starts_at: String,
    place: String,
    video: String,
}

/// Whose notice.
#[derive(Clone, Debug, Deserialize)]
pub struct Which {
    notice: String,
}

#[derive(Clone, Debug, Default)]
struct Typed {
    correct: SaidTyped,
    cancel: SaidTyped,
    again: AgainTyped,
    refusal: Option<Refusal>,
}

/// Behind which line a page begins.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    after: Option<String>,
}

/// `GET /assembly/{id}/notices`
pub async fn get(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    // What names no line begins at the beginning.
    let after = asked.after.and_then(|after| after.parse().ok());
    show(&app, &visitor, &assembly, after, Typed::default()).await
}

/// `GET /assembly/{id}/notices.csv`
pub async fn file(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    match load(&app, &visitor, &assembly).await.map(|view| table(&view, lang)) {
        Ok(Ok(body)) => {
            let name = format!("attachment; filename=\"convocation-{assembly}.csv\"");
            ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], body).into_response()
        }
        Ok(Err(error)) => {
            tracing::error!(request = %visitor.request_id, %error, "a table was not written");
            http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/correct-notice`
pub async fn correct(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<SaidTyped>, FormRejection>,
) -> Response {
    let Ok(Form(sent)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(of) = sent.assembly.parse::<AssemblyId>() else { return said::malformed(&app, &visitor).await };
    let text = Text { fr: typed(&sent.fr), en: typed(&sent.en) };
    let outcome = service::correct_notice(&app.service, &visitor.actor, of, &text).await.map(drop);
    answer(&app, &visitor, of, outcome, Typed { correct: sent, ..Typed::default() }).await
}

/// `POST /rpc/cancel-assembly`
pub async fn cancel(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<SaidTyped>, FormRejection>,
) -> Response {
    let Ok(Form(sent)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(of) = sent.assembly.parse::<AssemblyId>() else { return said::malformed(&app, &visitor).await };
    let why = Text { fr: typed(&sent.fr), en: typed(&sent.en) };
    let outcome = service::cancel_assembly(&app.service, &visitor.actor, of, &why).await;
    answer(&app, &visitor, of, outcome, Typed { cancel: sent, ..Typed::default() }).await
}

/// `POST /rpc/reconvene`
pub async fn again(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<AgainTyped>, FormRejection>,
) -> Response {
    let Ok(Form(sent)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(of) = sent.assembly.parse::<AssemblyId>() else { return said::malformed(&app, &visitor).await };
    match reconvene(&app, &visitor, of, &sent).await {
        Ok(second) => said::on(&format!("/assembly/{second}/notices")),
        Err(error) => answer(&app, &visitor, of, Err(error), Typed { again: sent, ..Typed::default() }).await,
    }
}

async fn reconvene(
    app: &AppState,
    visitor: &Visitor,
    of: AssemblyId,
    sent: &AgainTyped,
) -> Result<AssemblyId, service::Error> {
    let zone = service::views::time_zone(&app.service).await?;
    let starts_at = when::read(&sent.starts_at, &zone)?.ok_or(Refusal::WhenInvalid)?;
    let again = service::Again { starts_at, place: sent.place.clone(), video: sent.video.clone() };
    service::reconvene(&app.service, &visitor.actor, of, &again).await
}

/// `POST /rpc/resend-notice`
pub async fn resend(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Which>, FormRejection>,
) -> Response {
    let notice = sent.ok().and_then(|Form(sent)| sent.notice.parse().ok());
    let Some(notice) = notice else { return said::malformed(&app, &visitor).await };
    match service::resend_notice(&app.service, &visitor.actor, notice).await {
        Ok(assembly) => said::on(&format!("/assembly/{assembly}/notices")),
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn answer(
    app: &AppState,
    visitor: &Visitor,
    of: AssemblyId,
    outcome: Result<(), service::Error>,
    typed: Typed,
) -> Response {
    match outcome {
        Ok(()) => said::on(&format!("/assembly/{of}/notices")),
        Err(service::Error::Refused(Refusal::NotFound)) => {
            shell::refused(app, visitor, &service::Error::Refused(Refusal::NotFound)).await
        }
        Err(service::Error::Refused(refusal)) => {
            show(app, visitor, &of.to_string(), None, Typed { refusal: Some(refusal), ..typed }).await
        }
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

async fn load(app: &AppState, visitor: &Visitor, assembly: &str) -> Result<NoticesView, service::Error> {
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadNotices)?;
    service::views::notices(&app.service, &visitor.actor, id(assembly)?).await
}

async fn load_page(
    app: &AppState,
    visitor: &Visitor,
    assembly: &str,
    after: Option<NoticeId>,
) -> Result<NoticesView, service::Error> {
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadNotices)?;
    service::views::notices_page(&app.service, &visitor.actor, id(assembly)?, after).await
}

async fn show(app: &AppState, visitor: &Visitor, assembly: &str, after: Option<NoticeId>, typed: Typed) -> Response {
    let (lang, refusal) = (visitor.lang, typed.refusal);
    let outcome = load_page(app, visitor, assembly, after).await;
    let page = move |_: &NoticesView| {
        let page = Page::new(lang.t("notices-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let who = visitor.clone();
    shell::answer(app, visitor, outcome, page, move |view| {
        view! { <Notices view typed=typed.clone() visitor=who.clone() /> }
    })
    .await
}

/// What a thing that was said is called.
pub(super) fn kind_words(kind: Announced, lang: Lang) -> String {
    lang.t(match kind {
        Announced::Convocation => "notices-kind-convocation",
        Announced::Erratum => "notices-kind-erratum",
        Announced::Cancellation => "notices-kind-cancellation",
    })
}

fn role_words(role: NoticeRole, lang: Lang) -> String {
    lang.t(match role {
        NoticeRole::Member => "notices-role-member",
        NoticeRole::Information => "notices-role-information",
        NoticeRole::Guest => "notices-role-guest",
        NoticeRole::Auditor => "notices-role-auditor",
    })
}

/// What became of a notice.
pub(super) fn state_words(line: &NoticeLine, lang: Lang) -> String {
    mail_words(line.state, lang)
}

fn mail_words(state: Option<MailState>, lang: Lang) -> String {
    match state {
        None => lang.t("notices-letter"),
        Some(MailState::Queued) => lang.t("mail-state-queued"),
        Some(MailState::Sending) => lang.t("mail-state-sending"),
        Some(MailState::Sent) => lang.t("mail-state-sent"),
        Some(MailState::Bounced) => lang.t("mail-state-bounced"),
        Some(MailState::Failed) => lang.t("mail-state-failed"),
        Some(MailState::Doubtful) => lang.t("mail-state-doubtful"),
    }
}

fn what(line: &NoticeLine, lang: Lang) -> String {
    let kind = kind_words(line.kind, lang);
    if line.copy == 0 {
        return kind;
    }
    format!("{kind} ({})", lang.with("notices-copy", &[("count", (line.copy + 1).into())]))
}

/// The table as spreadsheets read it.
fn table(view: &NoticesView, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let heads = ["what", "who", "role", "how", "address", "when", "state", "answer"];
    csv.write_record(heads.map(|head| lang.t(&format!("notices-{head}"))))?;
    for line in &view.lines {
        let how = if line.channel == Channel::Mail { "notices-mail" } else { "notices-letter" };
        csv.write_record([
            what(line, lang),
            cell(&line.name),
            role_words(line.role, lang),
            lang.t(how),
            cell(&line.address.replace('\n', ", ")),
            in_words(line.at, &view.time_zone, lang),
            state_words(line, lang),
            cell(&line.answer),
        ])?;
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}

#[component]
fn Notices(view: NoticesView, typed: Typed, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let assembly = view.assembly;
    let none = view.lines.is_empty();
    let chair = visitor.has(Role::Chair);
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow"><a href=format!("/assembly/{assembly}")>{lang.t("prepare-see")}</a></p>
            {match typed.refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("prepare-not-done") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("notices-title")}</h1> }.into_any(),
            }}
            <p class="lead">{lang.t("notices-lead")}</p>
            <p class="cluster">
                <a class="button" href=format!("/assembly/{assembly}/notices.csv")>{lang.t("notices-export")}</a>
                <a class="button" href=format!("/assembly/{assembly}/letters")>{lang.t("notices-letters")}</a>
            </p>
            {none.then(|| view! { <p class="empty">{lang.t("notices-none")}</p> })}
            {(!none).then(|| {
                let next = view.next.map(|next| format!("/assembly/{assembly}/notices?after={next}"));
                view! {
                    <Counts counts=view.counts.clone() lang />
                    <Table view=view.clone() lang />
                    {next.map(|next| view! { <p><a class="button" href=next>{lang.t("notices-next")}</a></p> })}
                }
            })}
            {chair.then(|| {
                let typed = proposed(typed.clone(), view.second.as_ref(), &view.time_zone);
                let agenda = view.second.as_ref().map(|second| second.agenda.clone()).unwrap_or_default();
                view! { <Acts of=assembly.to_string() state=view.state typed agenda lang /> }
            })}
        </div>
    }
}

/// How many went which way, before the lines.
#[component]
fn Counts(counts: Vec<(Channel, Option<MailState>, u32)>, lang: Lang) -> impl IntoView {
    view! {
        <ul class="plain-list">
            {counts.into_iter().map(|(channel, state, count)| {
                let how = lang.t(if channel == Channel::Mail { "notices-mail" } else { "notices-letter" });
                let state = state.map(|state| format!(", {}", mail_words(Some(state), lang)));
                view! { <li><strong>{count}</strong>" · "{how}{state}</li> }
            }).collect_view()}
        </ul>
    }
}

#[component]
fn Table(view: NoticesView, lang: Lang) -> impl IntoView {
    let zone = view.time_zone.clone();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=lang.t("notices-title")>
            <table class="table">
                <caption class="visually-hidden">{lang.t("notices-title")}</caption>
                <thead><tr>
                    <th scope="col">{lang.t("notices-who")}</th>
                    <th scope="col">{lang.t("notices-what")}</th>
                    <th scope="col">{lang.t("notices-role")}</th>
                    <th scope="col">{lang.t("notices-address")}</th>
                    <th scope="col">{lang.t("notices-when")}</th>
                    <th scope="col">{lang.t("notices-state")}</th>
                    <th scope="col">{lang.t("notices-answer")}</th>
                    <th scope="col"><span class="visually-hidden">{lang.t("notices-again")}</span></th>
                </tr></thead>
                <tbody>
                    {view.lines.into_iter().map(|line| {
                        let waits = matches!(line.state, Some(MailState::Queued | MailState::Sending));
                        let name = if line.name.is_empty() { lang.t("notices-forgotten") } else { line.name.clone() };
                        let again = (!waits).then(|| view! {
                            <Act action=RESEND fields=vec![("notice", line.id.to_string())] label=lang.t("notices-again")
                                class="button" about=name.clone() />
                        });
                        view! {
                            <tr>
                                <th scope="row">{name.clone()}</th>
                                <td>{what(&line, lang)}</td>
                                <td>{role_words(line.role, lang)}</td>
                                <td>{line.address.replace('\n', ", ")}</td>
                                <td><When at=line.at zone=zone.clone() lang /></td>
                                <td>{state_words(&line, lang)}</td>
                                <td>{line.answer.clone()}</td>
                                <td>{again}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

/// The form of a second call as the notice of the first proposes it, unless something was typed in it.
fn proposed(typed: Typed, second: Option<&SecondCall>, zone: &str) -> Typed {
    let again = &typed.again;
    let untouched = [&again.starts_at, &again.place, &again.video].into_iter().all(String::is_empty);
    match second {
        Some(second) if untouched => {
            let (starts_at, place) = (when::written(second.at, zone), second.place.clone());
            Typed {
                again: AgainTyped { starts_at, place, video: second.video.clone(), ..AgainTyped::default() },
                ..typed
            }
        }
        _ => typed,
    }
}

/// What the chair can still do: correct, call off, convene again.
#[component]
fn Acts(of: String, state: AssemblyState, typed: Typed, agenda: Vec<Text>, lang: Lang) -> impl IntoView {
    let before = state == AssemblyState::Convened;
    let Typed { correct, cancel, again, .. } = typed;
    let hint = lang.t("notices-text-hint");
    view! {
        <section class="stack" aria-labelledby="notices-acts">
            <h2 id="notices-acts">{lang.t("notices-acts")}</h2>
            {before.then(|| view! {
                <form class="card stack" method="post" action=CORRECT>
                    <h3>{lang.t("notices-correct")}</h3>
                    <p>{lang.t("notices-correct-text")}</p>
                    <input type="hidden" name="assembly" value=of.clone() />
                    <Area name="fr" id="correct-fr" label=lang.t("notices-text-fr") value=correct.fr lang=Some("fr") />
                    <Area name="en" id="correct-en" label=lang.t("notices-text-en") value=correct.en lang=Some("en") hint=Some(hint.clone()) />
                    <p><button class="button button--primary" type="submit">{lang.t("notices-correct-go")}</button></p>
                </form>
                <form class="card stack" method="post" action=CANCEL>
                    <h3>{lang.t("notices-cancel")}</h3>
                    <p>{lang.t("notices-cancel-text")}</p>
                    <input type="hidden" name="assembly" value=of.clone() />
                    <Area name="fr" id="cancel-fr" label=lang.t("notices-text-fr") value=cancel.fr lang=Some("fr") />
                    <Area name="en" id="cancel-en" label=lang.t("notices-text-en") value=cancel.en lang=Some("en") hint=Some(hint) />
                    <p><button class="button" type="submit">{lang.t("notices-cancel-go")}</button></p>
                </form>
            })}
            {(state != AssemblyState::Cancelled).then(|| view! {
                <form class="card stack" method="post" action=AGAIN id=SECOND>
                    <h3>{lang.t("notices-second")}</h3>
                    <p>{lang.t("notices-second-text")}</p>
                    <details>
                        <summary>{lang.t("notices-second-agenda")}</summary>
                        <ol>{agenda.iter().map(|title| view! { <li>{lang.pick(title)}</li> }).collect_view()}</ol>
                    </details>
                    <input type="hidden" name="assembly" value=of />
                    <Field name="starts_at" kind="datetime-local" label=lang.t("calendar-when") value=again.starts_at />
                    <Field name="place" label=lang.t("prepare-place") value=again.place />
                    <Field name="video" kind="url" maxlength="500" label=lang.t("prepare-video") value=again.video />
                    <p><button class="button" type="submit">{lang.t("notices-second-go")}</button></p>
                </form>
            })}
        </section>
    }
}
