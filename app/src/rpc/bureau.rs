//! Forms of one button about the bureau of an assembly: who accepts a seat of it.

use domain::Refusal;
use domain::bureau::Seat;
use domain::ids::AssemblyId;
use leptos::prelude::*;

use super::{back, console, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<AcceptBureauSeat>();
    register_explicit::<NoteBureauAcceptance>();
}

/// Which seat of which version of which bureau.
fn seat(assembly: &str, version: &str, seat: &str) -> Result<(AssemblyId, u32, Seat), service::Error> {
    let seat = Seat::from_word(seat).ok_or(service::Error::Refused(Refusal::Malformed));
    Ok((parse(assembly)?, parse(version)?, seat?))
}

/// A member accepts the own seat.
#[server(prefix = "/rpc", endpoint = "accept-bureau-seat")]
pub async fn accept_bureau_seat(assembly: String, version: String, seat: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match self::seat(&assembly, &version, &seat) {
        Ok((id, version, seat)) => {
            service::accept_bureau_seat(&app.service, &who.actor, id, version, seat).await.map(drop)
        }
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/votes", &error), |()| to("/votes"))
}

/// Whoever leads the session notes that somebody accepted aloud.
#[server(prefix = "/rpc", endpoint = "note-bureau-acceptance")]
pub async fn note_bureau_acceptance(assembly: String, version: String, seat: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match self::seat(&assembly, &version, &seat) {
        Ok((id, version, seat)) => {
            service::note_bureau_acceptance(&app.service, &who.actor, id, version, seat).await.map(drop)
        }
        Err(error) => Err(error),
    })
}
