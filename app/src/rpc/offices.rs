//! The forms of the page of offices.

use domain::Refusal;
use domain::offices::{EndOffice as Ended, GiveOffice as Given, day};
use domain::president::NamePresident as Named;
use domain::roles::Role;
use leptos::prelude::*;

use super::{back, context, parse, to};

/// Registers the server functions of this file.
pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<GiveOffice>();
    register_explicit::<EndOffice>();
    register_explicit::<OpenPresidentRound>();
    register_explicit::<NamePresident>();
    register_explicit::<ClosePresidentRound>();
}

const PAGE: &str = "/register/offices";
/// Its section about the president.
const PRESIDENT: &str = "/register/offices#president";
/// Most characters of a field that go back into the form.
const LONGEST: usize = 20;

/// The board gives an office. What was typed goes back into the form that is refused.
#[server(prefix = "/rpc", endpoint = "give-office")]
pub async fn give_office(
    number: String,
    role: String,
    #[server(default)] first_day: String,
    #[server(default)] last_day: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match read(&number, &role, &first_day, &last_day) {
        Ok(asked) => service::give_office(&app.service, &who.actor, &asked).await.map(drop),
        Err(refusal) => Err(service::Error::Refused(refusal)),
    };
    let Err(error) = outcome else { return to(PAGE) };
    let mut typed = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("number", &number), ("role", &role), ("first", &first_day), ("last", &last_day)] {
        typed.append_pair(name, &value.chars().take(LONGEST).collect::<String>());
    }
    back(&format!("{PAGE}?{}", typed.finish()), &error)
}

fn read(number: &str, role: &str, first_day: &str, last_day: &str) -> Result<Given, Refusal> {
    Ok(Given {
        number: number.trim().parse().map_err(|_| Refusal::NoSuchNumber)?,
        role: serde_json::from_value::<Role>(role.into()).map_err(|_| Refusal::Malformed)?,
        first_day: day(first_day)?,
        last_day: day(last_day)?,
    })
}

/// The board ends an office, now or after a last day.
#[server(prefix = "/rpc", endpoint = "end-office")]
pub async fn end_office(office: String, #[server(default)] last_day: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let asked = day(&last_day).map(|last_day| Ended { last_day }).map_err(service::Error::Refused);
    let outcome = match (parse(&office), asked) {
        (Ok(id), Ok(asked)) => service::end_office(&app.service, &who.actor, id, &asked).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    outcome.map_or_else(|error| back(PAGE, &error), |()| to(PAGE))
}

/// A round begins in which the board elects its president.
#[server(prefix = "/rpc", endpoint = "open-president-round")]
pub async fn open_president_round() -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    service::open_president_round(&app.service, &who.actor)
        .await
        .map_or_else(|error| back(PAGE, &error), |_| to(PRESIDENT))
}

/// A director names one.
#[server(prefix = "/rpc", endpoint = "name-president")]
pub async fn name_president(round: String, number: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let number = number.trim().parse().map_err(|_| service::Error::Refused(Refusal::NoSuchNumber));
    let outcome = match (parse(&round), number) {
        (Ok(round), Ok(number)) => service::name_president(&app.service, &who.actor, round, &Named { number }).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    outcome.map_or_else(|error| back(PAGE, &error), |()| to(PRESIDENT))
}

/// The round is closed and counted.
#[server(prefix = "/rpc", endpoint = "close-president-round")]
pub async fn close_president_round(round: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&round) {
        Ok(round) => service::close_president_round(&app.service, &who.actor, round).await.map(drop),
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back(PAGE, &error), |()| to(PRESIDENT))
}
