//! Forms of the register with nothing in them to lose: a press, by who applied or by the board. The forms that people
//! fill in are with their pages, which show them again when they are refused.

use domain::Refusal;
use domain::ids::MemberId;
use leptos::prelude::*;
use service::Error;

use super::{back, context, parse, to};

/// Registers the server functions of this file.
pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<ConfirmApplication>();
    register_explicit::<WithdrawApplication>();
    register_explicit::<AdmitMember>();
}

/// Confirms the address of an application, by the link of its letter.
#[server(prefix = "/rpc", endpoint = "confirm-application")]
pub async fn confirm_application(link: String) -> Result<(), ServerFnError> {
    let (app, _) = context().await?;
    follow(&link, service::confirm_application(&app.service, &link).await)
}

/// Withdraws an application, by the link of its letter.
#[server(prefix = "/rpc", endpoint = "withdraw-application")]
pub async fn withdraw_application(link: String) -> Result<(), ServerFnError> {
    let (app, _) = context().await?;
    follow(&link, service::withdraw_application(&app.service, &link).await)
}

/// Back to the page of the link, unless the link is none.
fn follow(link: &str, outcome: Result<(), Error>) -> Result<(), ServerFnError> {
    let page = format!("/application/{link}");
    match outcome {
        Ok(()) => to(&page),
        Err(Error::Refused(Refusal::ConfirmationOver)) => back("/apply", &Error::Refused(Refusal::ConfirmationOver)),
        Err(error) => back(&page, &error),
    }
}

/// The board admits an applicant. Whoever comes second is sent to where it stands who was first.
#[server(prefix = "/rpc", endpoint = "admit-member")]
pub async fn admit_member(member: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let id: MemberId = match parse(&member) {
        Ok(id) => id,
        Err(error) => return back("/register/applications", &error),
    };
    match service::admit_member(&app.service, &who.actor, id).await {
        Ok(()) => to("/register/applications"),
        Err(error @ Error::Refused(Refusal::AlreadyDecided)) => back(&format!("/register/{id}"), &error),
        Err(error) => back("/register/applications", &error),
    }
}
