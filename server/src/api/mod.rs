//! The REST door `/api/v1`: for programs, for the islands of our pages, for `voix demo vote`. Each handler
//! authenticates, calls one service function, converts. `service::policy` lists every route with its audience.

mod assemblies;
mod codes;
mod discussion;
pub(crate) mod document;
mod elections;
mod entrusted;
mod error;
mod imports;
mod keys;
mod mails;
mod me;
mod offices;
mod own;
mod passkeys;
mod proposals;
mod proxies;
mod questions;
mod records;
mod register;
mod session;
mod shares;
mod votes;

use app::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use tower_http::set_header::SetResponseHeaderLayer;

#[cfg(test)]
pub(crate) use assemblies::PACKING;
pub use error::{Failed, Json};
#[cfg(test)]
pub(crate) use records::FILES;

use crate::guard;

/// What members propose, say and ask before an assembly.
fn before_assemblies() -> Router<AppState> {
    Router::new()
        .route("/assemblies/{assembly}/questions", get(questions::of_assembly))
        .route("/assemblies/{assembly}/proxy", get(proxies::mine).post(proxies::give))
        .route("/assemblies/{assembly}/proxies", get(proxies::list))
        .route("/proxies/{proxy}/answer", post(proxies::answer_proxy))
        .route("/proxies/{proxy}/revocation", post(proxies::revoke))
        .route("/preview", post(proposals::preview))
        .route("/proposals", get(proposals::list))
        .route("/proposals/{proposal}", get(proposals::one))
        .route("/proposals/{proposal}/support", post(proposals::support).delete(proposals::withdraw))
        .route("/proposals/{proposal}/comments", get(discussion::list))
        .route("/comments/{comment}", get(discussion::one))
        .route("/elections", get(elections::list))
        .route("/elections/{item}", get(elections::one))
        .route("/elections/{item}/candidacy", post(elections::accept).delete(elections::withdraw))
}

/// What is left of a session: who was there, what was decided or was not.
fn after_sessions() -> Router<AppState> {
    Router::new()
        .route("/assemblies/{assembly}/sheet", get(assemblies::sheet))
        .route("/assemblies/{assembly}/no-quorum", post(assemblies::end_without_quorum))
        .route("/assemblies/{assembly}/minutes", get(assemblies::minutes).post(assemblies::publish_minutes))
        .route("/assemblies/{assembly}/minutes/signatures", post(assemblies::sign_minutes))
        .route("/assemblies/{assembly}/minutes/corrections", get(assemblies::corrections).post(assemblies::correct))
}

/// For whom no device works, or who has no key.
fn without_keys() -> Router<AppState> {
    Router::new()
        .route("/assemblies/{assembly}/paper", post(session::mark_paper))
        .route("/assemblies/{assembly}/paper-codes", post(codes::print))
        .route("/assemblies/{assembly}/paper-codes/end", post(codes::end))
        .route("/assemblies/{assembly}/paper-codes/end-own", post(codes::end_own))
        .route("/assemblies/{assembly}/entrusted", post(entrusted::release))
        .route("/assemblies/{assembly}/entrusted/limit", post(entrusted::confirm))
}

/// The record as files that anybody may keep.
fn of_records() -> Router<AppState> {
    Router::new()
        .route("/record/index.json", get(records::index))
        .route("/record/{assembly}/index.json", get(records::listing))
        .route("/record/{assembly}/{file}", get(records::file))
}

/// A vote, its boxes and what is cast into them.
fn of_votes() -> Router<AppState> {
    Router::new()
        .route("/votes/{vote}", get(votes::one))
        .route("/votes/{vote}/voice-proof.json", get(votes::voice_proof))
        .route("/votes/{vote}/mandate-proof.json", get(votes::mandate_proof))
        .route("/votes/{vote}/participation.json", get(votes::participation))
        .route("/votes/{vote}/archive.bel", get(votes::archive))
        .route("/votes/{vote}/companion.json", get(votes::companion))
        .route("/votes/{vote}/verify.zip", get(votes::verify_zip))
        .route("/votes/{vote}/ballots/{tracker}", get(votes::tracker))
        .route("/votes/{vote}/open-ballots", post(votes::cast_open))
        .route("/votes/{vote}/ballots", post(votes::cast_secret))
        .route("/votes/{vote}/open", post(votes::open))
        .route("/votes/{vote}/open-by-hands", post(session::open_by_hands))
        .route("/votes/{vote}/hands", get(session::hands).post(session::count_hands))
        .route("/votes/{vote}/hands/noted", post(session::note_hands))
        .route("/votes/{vote}/paper", get(session::paper).post(session::count_paper))
        .route("/votes/{vote}/paper/noted", post(session::note_paper))
        .route("/votes/{vote}/closing", post(session::warn))
        .route("/votes/{vote}/close", post(votes::close))
        .route("/votes/{vote}/void", post(session::void))
        .route("/rehearsals", post(session::rehearse))
        .route("/rehearsals/{assembly}", delete(session::end_rehearsal))
        .route("/votes/{vote}/draw", post(session::draw))
        .route("/votes/{vote}/draw/confirmation", post(session::confirm_draw))
        .route("/votes/{vote}/declined", post(session::decline))
        .route("/votes/{vote}/declined/noted", post(session::note_declined))
        .route("/votes/{vote}/runoff", post(session::runoff))
        .route("/votes/{vote}/trustees-approval", post(votes::approve_trustees))
        .route("/votes/{vote}/roll", get(votes::roll))
        .route("/votes/{vote}/roll-check", post(votes::sign_roll))
        .route("/votes/{vote}/partial-decryptions", post(votes::submit_decryption))
}

/// Every route, in the spelling of `service::policy`.
pub fn router(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(document::serve))
        .route("/cooperative", get(assemblies::cooperative))
        .route("/demo/people", get(me::demo_people))
        .route("/demo/sign-in", post(me::demo_sign_in))
        .route("/sign-in/challenge", post(me::challenge))
        .route("/sign-in/key", post(me::sign_in_by_key))
        .route("/sign-in/paper-code", post(codes::sign_in))
        .route("/sign-in/passkey/begin", post(passkeys::begin_sign_in))
        .route("/sign-in/passkey", post(passkeys::finish_sign_in))
        .route("/sign-out", post(me::sign_out))
        .route("/me", get(me::me))
        .route("/me/record", get(own::record).post(own::correct))
        .route("/me/data.json", get(own::data))
        .route("/me/email", post(own::change_email))
        .route("/me/consent", post(own::set_consent))
        .route("/me/leave", post(own::leave))
        .route("/me/votes", get(me::my_votes))
        .route("/me/sessions", get(me::sessions).delete(me::revoke_other_sessions))
        .route("/me/sessions/{session}", delete(me::revoke_session))
        .route("/me/passkeys", get(passkeys::list).post(passkeys::finish))
        .route("/me/passkeys/begin", post(passkeys::begin))
        .route("/me/passkeys/{passkey}", delete(passkeys::remove))
        .route("/me/passkeys/{passkey}/name", post(passkeys::rename))
        .route("/me/second/passkey/begin", post(passkeys::begin_second))
        .route("/me/second/passkey", post(passkeys::finish_second))
        .route("/offices", get(offices::list).post(offices::give))
        .route("/offices/{office}/end", post(offices::end))
        .route("/president-rounds", post(offices::open_round))
        .route("/president-rounds/{round}/voice", post(offices::name_president))
        .route("/president-rounds/{round}/close", post(offices::close_round))
        .route("/me/keys", post(me::register_key))
        .route("/me/shares", get(shares::mine))
        .route("/me/share-requests", post(shares::ask))
        .route("/me/share-requests/{request}", delete(shares::withdraw))
        .route("/register/shares", get(shares::totals))
        .route("/register/share-requests", get(shares::waiting))
        .route("/register/share-requests/{request}/decision", post(shares::decide))
        .route("/register/payments", post(shares::pay))
        .route("/me/key", get(keys::mine))
        .route("/me/keys/replacement", post(keys::replace))
        .route("/me/keys/recovery", post(keys::recover))
        .route("/assemblies/current", get(assemblies::current))
        .route("/assemblies/{assembly}", get(assemblies::one))
        .route("/assemblies/{assembly}/members", get(own::member_list))
        .route("/assemblies/{assembly}/pulse", get(assemblies::pulse))
        .route("/assemblies/{assembly}/live", get(session::live))
        .route("/assemblies/{assembly}/events", get(session::events))
        .route("/assemblies/{assembly}/votes", post(session::put))
        .route("/assemblies/{assembly}/suspension", post(session::suspend).delete(session::resume))
        .route("/assemblies/{assembly}/record.jsonl", get(assemblies::record))
        .route("/assemblies/{assembly}/checkpoint", get(assemblies::checkpoint))
        .route("/assemblies/{assembly}/assembly.zip", get(assemblies::whole))
        .route("/assemblies/{assembly}/register-leaves.json", get(assemblies::register_leaves))
        .route("/assemblies/{assembly}/ballot-paper", get(assemblies::ballot_paper))
        .route("/assemblies/{assembly}/console", get(assemblies::console))
        .route("/assemblies/{assembly}/advance", post(assemblies::open_advance))
        .route("/assemblies/{assembly}/session", post(assemblies::open_session))
        .route("/assemblies/{assembly}/bureau", post(assemblies::constitute_bureau))
        .route("/assemblies/{assembly}/key-holder", get(assemblies::key_holder_task))
        .route("/assemblies/{assembly}/key-holder/key", post(assemblies::make_holder_key))
        .route("/assemblies/{assembly}/key-holder/ceremony", post(assemblies::ceremony_step))
        .route("/assemblies/{assembly}/key-holders", post(assemblies::exchange_holder))
        .route("/assemblies/{assembly}/ceremony", post(assemblies::restart_ceremony))
        .route("/register/imports/model.csv", get(imports::model))
        .route("/register/imports/{import}", get(imports::one))
        .route("/register/imports/{import}/run", post(imports::run))
        .route("/mails", get(mails::list))
        .route("/mails/{mail}/resend", post(mails::resend))
        .route("/register", get(register::list))
        .route("/applications", post(register::apply))
        .merge(before_assemblies())
        .merge(of_votes())
        .merge(of_records())
        .merge(without_keys())
        .merge(after_sessions())
        .route_layer(from_fn_with_state(state.clone(), guard::rest))
        .fallback(error::no_route)
        // No browser and no proxy keeps what somebody was answered, but for the files of a record, which are everybody's.
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(DefaultBodyLimit::max(256 * 1024))
}
