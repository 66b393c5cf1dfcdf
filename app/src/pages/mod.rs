//! One file per page: what it loads (one service function), then how it looks.

pub mod application;
pub mod application_form;
pub mod applications;
pub mod apply;
pub mod assembly;
pub mod ballot;
pub mod booth;
pub mod code;
pub mod console;
pub mod convening;
pub mod demo;
pub mod desk;
pub mod door;
pub mod elections;
pub mod enter;
pub mod hands;
pub mod help;
pub mod home;
pub mod imports;
pub mod key;
pub mod key_holder;
pub mod link;
pub mod mails;
pub mod me;
pub mod member_file;
pub mod minutes;
pub mod offices;
pub mod paper;
pub mod passkeys;
pub mod plan_b;
pub mod proposals;
pub mod proxies;
pub mod put_to_vote;
pub mod questions;
pub mod record;
pub mod refunds;
pub mod register;
pub mod register_keys;
pub mod said;
pub mod screen;
pub mod sessions;
pub mod shares;
pub mod sheet;
pub mod sign_in;
pub mod statutes;
pub mod verify;
pub mod vote;
pub mod votes;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use domain::Refusal;

use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// Every page with its path. `service::policy` names the audience of what each loads.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(home::get))
        .route("/demo", get(demo::get))
        .route("/sign-in", get(sign_in::get))
        .route("/sign-in/{id}", get(sign_in::link))
        .route("/sessions", get(sessions::get))
        .route("/me/passkeys", get(passkeys::get))
        .route("/register/offices", get(offices::get))
        .route("/register/help", get(help::get))
        .route("/me/key", get(key::get))
        .route("/link", get(link::get))
        .route("/register/keys", get(register_keys::get))
        .route("/register/{id}/recovery", get(register_keys::recovery))
        .route("/mails", get(mails::get))
        .route("/me", get(me::get))
        .route("/me/leave", get(me::leave))
        .route("/left", get(me::left))
        .route("/email/{id}", get(me::email))
        .route("/register/import", get(imports::get))
        .route("/votes", get(votes::get))
        .route("/ballot", get(ballot::get))
        .route("/key-holder", get(key_holder::get))
        .route("/assembly", get(assembly::current))
        .route("/assembly/{id}", get(assembly::get))
        .route("/assembly/{id}/members", get(me::list))
        .route("/assembly/{id}/questions", get(questions::get))
        .route("/assembly/{id}/proxy", get(proxies::own::get))
        .route("/assembly/{id}/proxies", get(proxies::list::get))
        .route("/proxy", get(proxies::own::current))
        .route("/proxy-paper/{id}", get(proxies::list::paper))
        .route("/assembly/{id}/notices", get(convening::notices::get))
        .route("/assembly/{id}/notices.csv", get(convening::notices::file))
        .route("/assembly/{id}/letters", get(convening::letters::get))
        .route("/assemblies", get(convening::calendar::get))
        .route("/assemblies.ics", get(convening::calendar::feed))
        .route("/assemblies/prepare", get(convening::list::get))
        .route("/assemblies/prepare/{id}", get(convening::prepare::get))
        .route("/document/{id}", get(convening::document::get))
        .route("/vote/{id}", get(vote::get))
        .route("/vote/{id}/hands", get(hands::get))
        .route("/vote/{id}/paper", get(paper::get))
        .route("/minutes", get(minutes::register::get))
        .route("/minutes/{id}", get(minutes::get))
        .route("/minutes/{id}/minutes.pdf", get(minutes::pdf))
        .route("/minutes/{id}/file", get(minutes::file::get))
        .route("/minutes/{id}/extract", get(minutes::extract::get))
        .route("/minutes/{id}/extract.pdf", get(minutes::extract::pdf))
        .route("/record/{id}", get(record::get))
        .route("/verify", get(verify::get))
        .route("/apply", get(apply::get))
        .route("/application/{id}", get(application::get))
        .route("/register", get(register::get))
        .route("/register/applications", get(applications::get))
        .route("/register/enter", get(enter::get))
        .route("/register/statutes", get(statutes::adopt::get))
        .route("/statutes", get(statutes::read::get))
        .route("/register/{id}", get(member_file::get))
        .route("/me/shares", get(shares::mine::get))
        .route("/me/shares/certificate", get(shares::certificate::get))
        .route("/register/shares", get(shares::register::get))
        .route("/register/{id}/shares", get(shares::ledger::get))
        .route("/refunds", get(refunds::get))
        .route("/refunds/{id}", get(refunds::one::get))
        .route("/refunds/{id}/accounts.csv", get(refunds::accounts::get))
        .route("/proposals", get(proposals::list::get))
        .route("/proposals/new", get(proposals::form::new))
        .route("/proposals/{id}", get(proposals::one::get))
        .route("/proposals/{id}/edit", get(proposals::form::edit))
        .route("/proposals/{id}/diff", get(proposals::diff::get))
        .route("/proposals/{id}/amend", get(proposals::amend::get))
        .route("/amendments/{id}", get(proposals::amendment::get))
        .route("/proposals/{id}/discussion", get(proposals::discussion::get))
        .route("/comments/{id}", get(proposals::comment::get))
        .route("/attachment/{id}", get(proposals::files::get))
        .route("/elections", get(elections::list::get))
        .route("/elections/{id}", get(elections::one::get))
        .route("/elections/{id}/stand", get(elections::stand::get))
        .merge(of_the_hall())
        .fallback(get(not_found))
}

/// What is used on the day: the console, the desk, the booth, the screen, what is printed.
fn of_the_hall() -> Router<AppState> {
    Router::new()
        .route("/console", get(console::get))
        .route("/desk", get(desk::get))
        .route("/desk/door", get(door::poster))
        .route("/desk/code", get(code::get))
        .route("/booth", get(booth::get))
        .route("/assembly/{id}/arrive", get(door::arrival))
        .route("/console/vote", get(put_to_vote::get))
        .route("/assembly/{id}/screen", get(screen::get))
        .route("/screen", get(screen::current))
        .route("/assembly/{id}/sheet", get(sheet::get))
        .route("/assembly/{id}/plan-b", get(plan_b::get))
}

/// Forms that come back filled in when they are refused, and one that answers with a file: their pages answer them, not a
/// server function.
pub const FORMS: [&str; 38] = [
    apply::PATH,
    enter::PATH,
    help::PATH,
    member_file::REFUSE,
    member_file::DECIDE,
    member_file::DEPART,
    register::EXPORT,
    statutes::adopt::PATH,
    proposals::form::DRAFT,
    proposals::form::EDIT,
    proposals::amend::PATH,
    proposals::one::DECIDE,
    proposals::discussion::WRITE,
    proposals::comment::CORRECT,
    proposals::comment::MODERATE,
    put_to_vote::PATH,
    questions::ASK,
    questions::ANSWER,
    questions::CORRECT,
    elections::stand::PATH,
    elections::one::PROPOSE,
    console::bureau::CONSTITUTE,
    hands::COUNT,
    hands::NOTE,
    paper::COUNT,
    paper::NOTE,
    convening::list::PREPARE,
    convening::prepare::HEAD,
    convening::prepare::AGENDA,
    convening::prepare::INVITED,
    convening::prepare::DROP,
    convening::prepare::CONVENE,
    convening::notices::CORRECT,
    convening::notices::CANCEL,
    convening::notices::AGAIN,
    convening::notices::RESEND,
    minutes::correcting::PATH,
    refunds::DRAFT,
];

/// Each of [`FORMS`].
pub fn forms() -> Router<AppState> {
    Router::new()
        .route(apply::PATH, post(apply::post))
        .route(enter::PATH, post(enter::post))
        .route(help::PATH, post(help::post))
        .route(member_file::REFUSE, post(member_file::refuse))
        .route(member_file::DECIDE, post(member_file::decide))
        .route(member_file::DEPART, post(member_file::depart))
        .route(register::EXPORT, post(register::export))
        .route(statutes::adopt::PATH, post(statutes::adopt::post))
        .route(proposals::form::DRAFT, post(proposals::form::draft))
        .route(proposals::form::EDIT, post(proposals::form::write))
        .route(proposals::amend::PATH, post(proposals::amend::post))
        .route(proposals::one::DECIDE, post(proposals::one::decide))
        .route(proposals::discussion::WRITE, post(proposals::discussion::write))
        .route(proposals::comment::CORRECT, post(proposals::comment::correct))
        .route(proposals::comment::MODERATE, post(proposals::comment::moderate))
        .route(put_to_vote::PATH, post(put_to_vote::post))
        .route(questions::ASK, post(questions::ask))
        .route(questions::ANSWER, post(questions::answer))
        .route(questions::CORRECT, post(questions::correct))
        .route(elections::stand::PATH, post(elections::stand::post))
        .route(elections::one::PROPOSE, post(elections::one::propose))
        .route(console::bureau::CONSTITUTE, post(console::bureau::post))
        .route(hands::COUNT, post(hands::count))
        .route(hands::NOTE, post(hands::note))
        .route(paper::COUNT, post(paper::count))
        .route(paper::NOTE, post(paper::note))
        .route(convening::list::PREPARE, post(convening::list::post))
        .route(convening::prepare::HEAD, post(convening::prepare::head))
        .route(convening::prepare::AGENDA, post(convening::prepare::agenda))
        .route(convening::prepare::INVITED, post(convening::prepare::invited))
        .route(convening::prepare::DROP, post(convening::prepare::abandon))
        .route(convening::prepare::CONVENE, post(convening::prepare::convene))
        .route(convening::notices::CORRECT, post(convening::notices::correct))
        .route(convening::notices::CANCEL, post(convening::notices::cancel))
        .route(convening::notices::AGAIN, post(convening::notices::again))
        .route(convening::notices::RESEND, post(convening::notices::resend))
        .route(minutes::correcting::PATH, post(minutes::correcting::post))
        .route(refunds::DRAFT, post(refunds::post))
}

async fn not_found(State(app): State<AppState>, visitor: Visitor) -> Response {
    shell::refused(&app, &visitor, &service::Error::Refused(Refusal::NotFound)).await
}

/// The assembly going on, or the refusal that says there is none.
pub(crate) async fn in_session(app: &AppState) -> Result<domain::ids::AssemblyId, service::Error> {
    service::views::current_assembly(&app.service).await?.ok_or(service::Error::Refused(Refusal::NotInSession))
}

/// An id in a path that does not parse names nothing.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, service::Error> {
    text.parse().map_err(|_| service::Error::Refused(Refusal::NotFound))
}
