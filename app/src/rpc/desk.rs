//! Forms of one button about who comes and goes.

use domain::Refusal;
use domain::attendance;
use domain::ids::AssemblyId;
use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<RecordAttendance>();
    register_explicit::<TakePart>();
}

/// Whether somebody comes; otherwise goes.
fn comes(typed: &str) -> Result<bool, service::Error> {
    match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(service::Error::Refused(Refusal::Malformed)),
    }
}

/// Somebody at the desk enters that a member comes or goes; back to what was searched.
#[server(prefix = "/rpc", endpoint = "record-attendance")]
pub async fn record_attendance(
    assembly: String,
    number: String,
    comes: String,
    #[server(default)] q: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let asked = || -> Result<(AssemblyId, attendance::RecordAttendance), service::Error> {
        let comes = self::comes(&comes)?;
        Ok((parse(&assembly)?, attendance::RecordAttendance { number: parse(&number)?, comes }))
    };
    let outcome = match asked() {
        Ok((id, asked)) => service::record_attendance(&app.service, &who.actor, id, &asked).await.map(drop),
        Err(error) => Err(error),
    };
    let typed: String = form_urlencoded::byte_serialize(q.chars().take(100).collect::<String>().as_bytes()).collect();
    let page = if typed.is_empty() { "/desk".to_owned() } else { format!("/desk?q={typed}") };
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// A member takes part from a distance, or stops to.
#[server(prefix = "/rpc", endpoint = "take-part")]
pub async fn take_part(assembly: String, comes: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match (parse(&assembly), self::comes(&comes)) {
        (Ok(id), Ok(comes)) => service::take_part(&app.service, &who.actor, id, comes).await.map(drop),
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    outcome.map_or_else(|error| back("/votes", &error), |()| to("/votes"))
}
