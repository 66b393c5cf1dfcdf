//! Forms about patronage refunds. The one that drafts a refund comes back filled in when it is refused (`pages::refunds`).

use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<AttachRefund>();
    register_explicit::<ReleaseRefund>();
    register_explicit::<DeleteRefund>();
    register_explicit::<ExecuteRefund>();
}

/// The page of a refund; of all, when the year is none.
fn page(year: &str) -> String {
    match year.parse::<u32>() {
        Ok(year) => format!("/refunds/{year}"),
        Err(_) => "/refunds".to_owned(),
    }
}

/// The table is attached to a resolution.
#[server(prefix = "/rpc", endpoint = "attach-refund")]
pub async fn attach_refund(year: String, draft: String, item: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match (parse(&year), parse(&draft), parse(&item)) {
        (Ok(of), Ok(draft), Ok(item)) => service::attach_refund(&app.service, &who.actor, of, (draft, item)).await,
        (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => Err(error),
    };
    outcome.map_or_else(|error| back(&page(&year), &error), |()| to(&page(&year)))
}

/// It is taken back from there.
#[server(prefix = "/rpc", endpoint = "release-refund")]
pub async fn release_refund(year: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&year) {
        Ok(of) => service::release_refund(&app.service, &who.actor, of).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back(&page(&year), &error), |()| to(&page(&year)))
}

/// A draft is dropped. Of one that is gone the page is that of all.
#[server(prefix = "/rpc", endpoint = "delete-refund")]
pub async fn delete_refund(year: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&year) {
        Ok(of) => service::delete_refund(&app.service, &who.actor, of).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back(&page(&year), &error), |()| to(&page("")))
}

/// The board executes what was adopted.
#[server(prefix = "/rpc", endpoint = "execute-refund")]
pub async fn execute_refund(year: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&year) {
        Ok(of) => service::execute_refund(&app.service, &who.actor, of).await.map(drop),
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back(&page(&year), &error), |()| to(&page(&year)))
}
