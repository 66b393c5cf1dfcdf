//! Forms of one button about proxies.

use domain::Refusal;
use domain::proxies::ProxyAnswer;
use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<AnswerProxy>();
    register_explicit::<EndPaperProxy>();
}

/// A page of an assembly; of what is no id, that of the current one.
fn page(assembly: &str, name: &str) -> String {
    if parse::<uuid::Uuid>(assembly).is_ok() { format!("/assembly/{assembly}/{name}") } else { "/proxy".to_owned() }
}

/// The holder accepts, declines or hands back.
#[server(prefix = "/rpc", endpoint = "answer-proxy")]
pub async fn answer_proxy(
    proxy: String,
    answer: String,
    #[server(default)] assembly: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let answer = ProxyAnswer::from_word(&answer).ok_or(service::Error::Refused(Refusal::Malformed));
    let outcome = match (parse(&proxy), answer) {
        (Ok(id), Ok(answer)) => service::answer_proxy(&app.service, &who.actor, id, answer).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let page = page(&assembly, "proxy");
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// Who leads the session takes a proxy on paper back.
#[server(prefix = "/rpc", endpoint = "end-paper-proxy")]
pub async fn end_paper_proxy(proxy: String, #[server(default)] assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&proxy) {
        Ok(id) => service::end_paper_proxy(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    let page = page(&assembly, "proxies");
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}
