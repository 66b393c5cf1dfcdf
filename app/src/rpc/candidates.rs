//! Forms of one button about candidates. Those in which something is written are answered by their pages (`pages::FORMS`).

use domain::Refusal;
use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<CallCandidates>();
    register_explicit::<WithdrawCandidacy>();
}

/// The page of an election; of what is no id, the list.
fn page(item: &str) -> String {
    if parse::<uuid::Uuid>(item).is_ok() { format!("/elections/{item}") } else { "/elections".to_owned() }
}

/// Who prepares the assembly calls for candidates, or closes the call.
#[server(prefix = "/rpc", endpoint = "call-candidates")]
pub async fn call_candidates(item: String, opens: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let opens = match opens.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(service::Error::Refused(Refusal::Malformed)),
    };
    let outcome = match (parse(&item), opens) {
        (Ok(id), Ok(opens)) => service::call_candidates(&app.service, &who.actor, id, opens).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let page = page(&item);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// A candidate declines or withdraws.
#[server(prefix = "/rpc", endpoint = "withdraw-candidacy")]
pub async fn withdraw_candidacy(item: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&item) {
        Ok(id) => service::withdraw_candidacy(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    let page = page(&item);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}
