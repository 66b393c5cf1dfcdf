//! Forms of one button about who comes and goes.

use domain::Refusal;
use domain::attendance;
use domain::codes;
use domain::door::Arrive as Arriving;
use domain::ids::AssemblyId;
use domain::paper;
use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<RecordAttendance>();
    register_explicit::<MarkPaper>();
    register_explicit::<EndPaperCode>();
    register_explicit::<EndOwnCode>();
    register_explicit::<TakePart>();
    register_explicit::<ChangeDoorCode>();
    register_explicit::<Arrive>();
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
    let page = searched(&q);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// The desk's page with what was searched.
fn searched(q: &str) -> String {
    let typed: String = form_urlencoded::byte_serialize(q.chars().take(100).collect::<String>().as_bytes()).collect();
    if typed.is_empty() { "/desk".to_owned() } else { format!("/desk?q={typed}") }
}

/// The desk notes that a member votes on paper from now on, or by their key again; back to what was searched.
#[server(prefix = "/rpc", endpoint = "mark-paper")]
pub async fn mark_paper(
    assembly: String,
    number: String,
    way: String,
    #[server(default)] q: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let asked = || -> Result<(AssemblyId, paper::MarkPaper), service::Error> {
        let way = paper::Way::from_word(&way).ok_or(Refusal::Malformed)?;
        Ok((parse(&assembly)?, paper::MarkPaper { number: parse(&number)?, way }))
    };
    let outcome = match asked() {
        Ok((id, asked)) => service::mark_paper(&app.service, &who.actor, id, &asked).await.map(drop),
        Err(error) => Err(error),
    };
    let page = searched(&q);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// The desk ends a paper code whose slip was lost or given back; back to what was searched.
#[server(prefix = "/rpc", endpoint = "end-paper-code")]
pub async fn end_paper_code(
    assembly: String,
    number: String,
    n: String,
    #[server(default)] q: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let asked = || -> Result<(AssemblyId, codes::EndCode), service::Error> {
        Ok((parse(&assembly)?, codes::EndCode { number: parse(&number)?, n: parse(&n)? }))
    };
    let outcome = match asked() {
        Ok((id, asked)) => service::end_code(&app.service, &who.actor, id, &asked).await,
        Err(error) => Err(error),
    };
    let page = searched(&q);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// A member ends the paper code that speaks for them.
#[server(prefix = "/rpc", endpoint = "end-own-code")]
pub async fn end_own_code(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&assembly) {
        Ok(id) => service::end_own_code(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/votes", &error), |()| to("/votes"))
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

/// The desk changes the code that hung at the door; back to the poster.
#[server(prefix = "/rpc", endpoint = "change-door-code")]
pub async fn change_door_code(assembly: String, hung: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match (parse(&assembly), parse(&hung)) {
        (Ok(id), Ok(hung)) => service::change_door_code(&app.service, &who.actor, id, hung).await.map(drop),
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    outcome.map_or_else(|error| back("/desk/door", &error), |()| to("/desk/door"))
}

/// A member in the hall says so, with the code of the door, on the page made for their number.
#[server(prefix = "/rpc", endpoint = "arrive")]
pub async fn arrive(assembly: String, code: String, number: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let id = match parse::<AssemblyId>(&assembly) {
        Ok(id) => id,
        Err(error) => return back("/votes", &error),
    };
    let page = format!("/assembly/{id}/arrive");
    let outcome = match parse(&number) {
        Ok(number) => service::arrive(&app.service, &who.actor, id, &Arriving { number, code }).await.map(drop),
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}
