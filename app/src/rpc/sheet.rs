//! Forms of one button about the attendance sheet.

use domain::Refusal;
use domain::bureau::Seat;
use domain::ids::AssemblyId;
use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<FixSheet>();
    register_explicit::<CertifySheet>();
    register_explicit::<NoteSheetCertified>();
}

/// Back to the sheet of an assembly, or on to nowhere if there is none.
fn shown(assembly: &str, outcome: Result<(), service::Error>) -> Result<(), ServerFnError> {
    // What is no id leads to a page that says so.
    let page = match assembly.parse::<AssemblyId>() {
        Ok(id) => format!("/assembly/{id}/sheet"),
        Err(_) => "/assembly".to_owned(),
    };
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// Which seat of the bureau certifies which version of the sheet of which assembly.
fn seat(assembly: &str, version: &str, seat: &str) -> Result<(AssemblyId, u32, Seat), service::Error> {
    let seat = Seat::from_word(seat).ok_or(service::Error::Refused(Refusal::Malformed));
    Ok((parse(assembly)?, parse(version)?, seat?))
}

/// Those who lead the session fix the sheet.
#[server(prefix = "/rpc", endpoint = "fix-sheet")]
pub async fn fix_sheet(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&assembly) {
        Ok(id) => service::fix_sheet(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    };
    shown(&assembly, outcome)
}

/// Somebody of the bureau certifies it.
#[server(prefix = "/rpc", endpoint = "certify-sheet")]
pub async fn certify_sheet(assembly: String, version: String, seat: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match self::seat(&assembly, &version, &seat) {
        Ok((id, version, seat)) => service::certify_sheet(&app.service, &who.actor, id, version, seat).await.map(drop),
        Err(error) => Err(error),
    };
    shown(&assembly, outcome)
}

/// Whoever leads the session notes that somebody certified it aloud.
#[server(prefix = "/rpc", endpoint = "note-sheet-certified")]
pub async fn note_sheet_certified(assembly: String, version: String, seat: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match self::seat(&assembly, &version, &seat) {
        Ok((id, version, seat)) => {
            service::note_sheet_certified(&app.service, &who.actor, id, version, seat).await.map(drop)
        }
        Err(error) => Err(error),
    };
    shown(&assembly, outcome)
}
