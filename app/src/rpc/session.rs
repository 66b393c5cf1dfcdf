//! Forms of the console between opening and closing votes.

use domain::Refusal;
use domain::draw::DrawSaid;
use domain::ids::AssemblyId;
use leptos::prelude::*;

use super::{back, console, context, parse, to};
use crate::pages::convening::notices::SECOND;

/// Registers them.
pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<OpenAdvance>();
    register_explicit::<OpenByHands>();
    register_explicit::<WarnClosing>();
    register_explicit::<SuspendSession>();
    register_explicit::<ResumeSession>();
    register_explicit::<VoidVote>();
    register_explicit::<RecordDraw>();
    register_explicit::<ConfirmDraw>();
    register_explicit::<DeclineSeat>();
    register_explicit::<NoteDeclined>();
    register_explicit::<OpenRunoff>();
    register_explicit::<EndWithoutQuorum>();
    register_explicit::<BeginRehearsal>();
    register_explicit::<EndRehearsal>();
    register_explicit::<RestartCeremony>();
    register_explicit::<ExchangeHolder>();
    register_explicit::<ConfirmEntrusted>();
}

/// Who keeps the register opens the boxes that receive ballots before the session.
#[server(prefix = "/rpc", endpoint = "open-advance")]
pub async fn open_advance(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&assembly) {
        Ok(id) => service::open_advance(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// The chair opens a vote by show of hands.
#[server(prefix = "/rpc", endpoint = "open-by-hands")]
pub async fn open_by_hands(vote: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&vote) {
        Ok(id) => service::open_by_hands(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// The chair says that a vote closes in a minute.
#[server(prefix = "/rpc", endpoint = "warn-closing")]
pub async fn warn_closing(vote: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&vote) {
        Ok(id) => service::warn_closing(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// The chair suspends the session.
#[server(prefix = "/rpc", endpoint = "suspend-session")]
pub async fn suspend_session(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&assembly) {
        Ok(id) => service::suspend_session(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    })
}

/// The chair goes on with it.
#[server(prefix = "/rpc", endpoint = "resume-session")]
pub async fn resume_session(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&assembly) {
        Ok(id) => service::resume_session(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    })
}

/// The chair gives a vote up.
#[server(prefix = "/rpc", endpoint = "void-vote")]
pub async fn void_vote(vote: String, reason: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&vote) {
        Ok(id) => service::void_vote(&app.service, &who.actor, id, &reason).await,
        Err(error) => Err(error),
    })
}

/// The chair enters who was drawn of those equal.
#[server(prefix = "/rpc", endpoint = "record-draw")]
pub async fn record_draw(vote: String, #[server(default)] drawn: Vec<u32>) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let drawn = domain::wire::RecordDraw { drawn };
    console(match parse(&vote) {
        Ok(id) => service::record_draw(&app.service, &who.actor, id, &drawn).await,
        Err(error) => Err(error),
    })
}

/// A scrutineer says whether it is what was drawn.
#[server(prefix = "/rpc", endpoint = "confirm-draw")]
pub async fn confirm_draw(vote: String, n: String, said: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match (parse(&vote), parse(&n), DrawSaid::from_word(&said)) {
        (Ok(id), Ok(n), Some(said)) => {
            service::confirm_draw(&app.service, &who.actor, id, &domain::draw::ConfirmDraw { n, said }).await
        }
        (Err(error), ..) | (_, Err(error), _) => Err(error),
        (.., None) => Err(Refusal::Malformed.into()),
    };
    outcome.map_or_else(|error| back("/votes", &error), |()| to("/votes"))
}

/// Whoever is elected declines.
#[server(prefix = "/rpc", endpoint = "decline-seat")]
pub async fn decline_seat(vote: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&vote) {
        Ok(id) => service::decline_seat(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/votes", &error), |()| to("/votes"))
}

/// Whoever stands at the desk, or leads the session, enters that somebody elected said aloud that they decline.
#[server(prefix = "/rpc", endpoint = "note-declined")]
pub async fn note_declined(vote: String, place: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match (parse(&vote), parse(&place)) {
        (Ok(id), Ok(place)) => {
            service::note_declined(&app.service, &who.actor, id, &domain::elected::NoteDeclined { place }).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    })
}

/// The chair puts another round to the vote.
#[server(prefix = "/rpc", endpoint = "open-runoff")]
pub async fn open_runoff(vote: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&vote) {
        Ok(id) => service::open_runoff(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// Those who lead it end a session that cannot decide, and go on to the second call.
#[server(prefix = "/rpc", endpoint = "end-without-quorum")]
pub async fn end_without_quorum(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&assembly) {
        Ok(id) => service::end_without_quorum(&app.service, &who.actor, id).await.map(|_| -> AssemblyId { id }),
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/console", &error), |id| to(&format!("/assembly/{id}/notices#{SECOND}")))
}

/// Those who lead it rehearse an assembly, with the same screens.
#[server(prefix = "/rpc", endpoint = "begin-rehearsal")]
pub async fn begin_rehearsal() -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = service::begin_rehearsal(&app.service, &who.actor).await;
    outcome.map_or_else(|error| back("/assemblies/prepare", &error), |_| to("/console"))
}

/// Key holders begin to make their key again.
#[server(prefix = "/rpc", endpoint = "restart-ceremony")]
pub async fn restart_ceremony(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&assembly) {
        Ok(id) => service::restart_ceremony(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/console", &error), |()| to("/console"))
}

/// Another member takes the place of a key holder.
#[server(prefix = "/rpc", endpoint = "exchange-holder")]
pub async fn exchange_holder(assembly: String, place: String, number: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match (parse(&assembly), place.parse(), number.trim().parse()) {
        (Ok(id), Ok(place), Ok(number)) => {
            let exchange = domain::ceremony::ExchangeHolder { place, number };
            service::exchange_holder(&app.service, &who.actor, id, &exchange).await
        }
        (Err(error), ..) => Err(error),
        (_, Err(_), _) => Err(Refusal::Malformed.into()),
        (.., Err(_)) => Err(Refusal::NoSuchNumber.into()),
    };
    outcome.map_or_else(|error| back("/console", &error), |()| to("/console"))
}

/// Somebody says for the board how many voices may be entrusted to the server.
#[server(prefix = "/rpc", endpoint = "confirm-entrusted")]
pub async fn confirm_entrusted(assembly: String, most: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match (parse(&assembly), parse(most.trim())) {
        (Ok(id), Ok(most)) => {
            let asked = domain::entrusted::ConfirmEntrusted { most };
            service::confirm_entrusted(&app.service, &who.actor, id, &asked).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    })
}

/// The rehearsal is over.
#[server(prefix = "/rpc", endpoint = "end-rehearsal")]
pub async fn end_rehearsal(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&assembly) {
        Ok(id) => service::end_rehearsal(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/console", &error), |()| to("/assemblies/prepare"))
}
