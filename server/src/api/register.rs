//! The register for those who keep it, and applications for everybody.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Query, State};
use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{MemberClass, MemberState};
use domain::register::{Apply, RegisterFilter, RegisterPage, RegisterSort};
use serde::Deserialize;

use super::error::answer;
use super::{Failed, Json};

/// Query of `GET /register`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    q: String,
    state: Option<MemberState>,
    class: Option<MemberClass>,
    #[serde(default)]
    sort: RegisterSort,
    after: Option<MemberId>,
}

pub async fn list(
    State(app): State<AppState>,
    visitor: Visitor,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<axum::Json<RegisterPage>, Failed> {
    let Query(asked) = asked.map_err(|_| Failed::refused(&visitor, Refusal::Malformed))?;
    let filter = RegisterFilter { text: asked.q.chars().take(200).collect(), state: asked.state, class: asked.class };
    let page = service::views::register(&app.service, &visitor.actor, &filter, asked.sort, asked.after).await;
    answer(&visitor, page)
}

/// Says nothing of who applied: the answer is the same whether or not the name and the address are known here.
pub async fn apply(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(sent): Json<Apply>,
) -> Result<axum::Json<()>, Failed> {
    answer(&visitor, service::apply(&app.service, &visitor.actor, &sent.into()).await.map(drop))
}
