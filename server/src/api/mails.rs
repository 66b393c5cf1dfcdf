//! Messages, for the secretary.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, Query, State};
use domain::Refusal;
use domain::ids::MailId;
use domain::mail::MailState;
use domain::wire::MailList;
use serde::Deserialize;

use super::Failed;
use super::error::{answer, id};

/// Query of `GET /mails`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    state: Option<MailState>,
    before: Option<MailId>,
}

pub async fn list(
    State(app): State<AppState>,
    visitor: Visitor,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<axum::Json<MailList>, Failed> {
    let Query(asked) = asked.map_err(|_| Failed::refused(&visitor, Refusal::Malformed))?;
    answer(&visitor, service::views::mails(&app.service, &visitor.actor, asked.state, asked.before).await)
}

pub async fn resend(
    State(app): State<AppState>,
    Path(mail): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<()>, Failed> {
    let mail = id(&visitor, &mail)?;
    answer(&visitor, service::resend_mail(&app.service, &visitor.actor, mail).await)
}
