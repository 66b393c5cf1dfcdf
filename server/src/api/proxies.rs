//! Proxies: giving one and taking it back by signature, answering, and the list for who leads the session. Those on paper are
//! entered on a page.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::proxies::{AnswerProxy, GiveProxy, MyProxies, ProxyList, RevokeProxy};

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn mine(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<MyProxies>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::my_proxies(&app.service, &visitor.actor, assembly).await)
}

pub async fn give(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(sent): Json<GiveProxy>,
) -> Result<axum::Json<()>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::give_proxy(&app.service, &visitor.actor, assembly, &sent).await)
}

pub async fn answer_proxy(
    State(app): State<AppState>,
    Path(proxy): Path<String>,
    visitor: Visitor,
    Json(sent): Json<AnswerProxy>,
) -> Result<axum::Json<()>, Failed> {
    let proxy = id(&visitor, &proxy)?;
    answer(&visitor, service::answer_proxy(&app.service, &visitor.actor, proxy, sent.answer).await)
}

pub async fn revoke(
    State(app): State<AppState>,
    Path(proxy): Path<String>,
    visitor: Visitor,
    Json(sent): Json<RevokeProxy>,
) -> Result<axum::Json<()>, Failed> {
    let proxy = id(&visitor, &proxy)?;
    answer(&visitor, service::revoke_proxy(&app.service, &visitor.actor, proxy, &sent).await)
}

pub async fn list(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<ProxyList>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::proxies(&app.service, &visitor.actor, assembly).await)
}
