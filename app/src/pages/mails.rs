//! What the cooperative wrote to people and what became of it, for the secretary.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::MailId;
use domain::mail::MailState;
use domain::wire::{MailLine, MailList};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Only messages in this state.
    state: Option<String>,
    /// Only messages before this one.
    before: Option<String>,
}

/// `GET /mails`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor, &asked).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("mails-title")),
        move |(list, state)| {
            view! { <Mails list state lang /> }
        },
    )
    .await
}

async fn load(
    app: &AppState,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<(MailList, Option<MailState>), service::Error> {
    let word = |state: &MailState| asked.state.as_deref() == Some(word(*state));
    let state = MailState::ALL.into_iter().find(word);
    let before = asked.before.as_deref().map(str::parse::<MailId>).transpose();
    let before = before.map_err(|_| service::Error::Refused(Refusal::NotFound))?;
    Ok((service::views::mails(&app.service, &visitor.actor, state, before).await?, state))
}

/// The word of a state in addresses and keys of sentences.
fn word(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "queued",
        MailState::Sending => "sending",
        MailState::Sent => "sent",
        MailState::Bounced => "bounced",
        MailState::Failed => "failed",
        MailState::Doubtful => "doubtful",
    }
}

#[component]
fn Mails(list: MailList, state: Option<MailState>, lang: Lang) -> impl IntoView {
    let total: u32 = list.counts.iter().map(|(_, count)| count).sum();
    let filter = move |of: Option<MailState>, count: u32| {
        let href = of.map_or_else(|| "/mails".to_owned(), |of| format!("/mails?state={}", word(of)));
        let label = of.map_or_else(|| lang.t("mails-all"), |of| lang.t(&format!("mail-state-{}", word(of))));
        let current = (of == state).then_some("page");
        view! { <li><a class="chip" href=href aria-current=current>{label}" "{count}</a></li> }
    };
    let next = list.next.map(|next| match state {
        Some(state) => format!("/mails?state={}&before={next}", word(state)),
        None => format!("/mails?before={next}"),
    });
    let none = list.lines.is_empty();
    view! {
        <div class="page page--wide stack">
            <h1>{lang.t("mails-title")}</h1>
            <p class="lead">{lang.t("mails-lead")}</p>
            <nav aria-label=lang.t("mails-filter")>
                <ul class="plain-list cluster">
                    {filter(None, total)}
                    {list.counts.iter().map(|(state, count)| filter(Some(*state), *count)).collect_view()}
                </ul>
            </nav>
            {none.then(|| view! { <p class="notice">{lang.t("mails-none")}</p> })}
            <ul class="plain-list stack">
                {list.lines.into_iter().map(|line| view! { <Mail line zone=list.time_zone.clone() lang /> }).collect_view()}
            </ul>
            {next.map(|next| view! { <p><a class="button" href=next>{lang.t("mails-older")}</a></p> })}
        </div>
    }
}

#[component]
fn Mail(line: MailLine, zone: String, lang: Lang) -> impl IntoView {
    let state = lang.t(&format!("mail-state-{}", word(line.state)));
    let kind = lang.t(&format!("mail-kind-{}", line.kind));
    let id = line.id.to_string();
    view! {
        <li class="card stack">
            <div class="cluster"><span class="chip">{state}</span><span>{kind}</span></div>
            <p><strong>{line.address.clone()}</strong></p>
            <p class="hint"><When at=line.changed_at zone lang /></p>
            {(line.state == MailState::Doubtful).then(|| view! { <p class="notice notice--warning">{lang.t("mails-doubt")}</p> })}
            {(!line.answer.is_empty()).then(|| view! {
                <p>{lang.t("mails-answer")}" "<q class="mono" translate="no">{line.answer.clone()}</q></p>
            })}
            {line.can_resend.then(|| view! {
                <Act action=rpc::ResendMail::PATH fields=vec![("mail", id)] label=lang.t("mails-resend") about=line.address
                    class="button" />
            })}
        </li>
    }
}
