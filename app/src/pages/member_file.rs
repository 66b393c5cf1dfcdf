//! What the register holds of one person, what happened, and what those who keep it may enter.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove, MemberState};
use domain::money::Cents;
use domain::register::{MemberFile, MoveLine};
use domain::roles::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::register::word;
use super::said;
use crate::components::field::Field;
use crate::components::form::Act;
use crate::components::money::euros;
use crate::components::person::shown;
use crate::components::register_nav::RegisterNav;
use crate::components::time::{day, in_words};
use crate::i18n::Lang;
use crate::rpc::register::AdmitMember;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the board's refusal of an applicant is sent.
pub const REFUSE: &str = "/rpc/refuse-applicant";
/// Where a suspension, its end and an exclusion are sent.
pub const DECIDE: &str = "/rpc/decide-membership";
/// Where a departure and a death are sent.
pub const DEPART: &str = "/rpc/record-departure";

/// A form about one person, with its reason.
#[derive(Clone, Debug, Deserialize)]
pub struct Said {
    member: String,
    reason: String,
}

/// The same, with what happens.
#[derive(Clone, Debug, Deserialize)]
pub struct Moved {
    member: String,
    happens: String,
    reason: String,
}

/// What was typed and refused.
#[derive(Clone, Debug)]
struct Typed {
    happens: MemberMove,
    reason: String,
    refusal: Refusal,
}

/// `GET /register/{id}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    show(&app, &visitor, &id, None).await
}

/// `POST /rpc/refuse-applicant`
pub async fn refuse(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Said>, FormRejection>,
) -> Response {
    let Ok(Form(Said { member, reason })) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(id) = member.parse() else { return said::malformed(&app, &visitor).await };
    let outcome = service::refuse_applicant(&app.service, &visitor.actor, id, &reason).await;
    answer(&app, &visitor, id, outcome, (MemberMove::Refuse, reason)).await
}

/// `POST /rpc/decide-membership`
pub async fn decide(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Moved>, FormRejection>,
) -> Response {
    let Some((id, happens, reason)) = read(sent) else { return said::malformed(&app, &visitor).await };
    let outcome = service::decide_membership(&app.service, &visitor.actor, id, happens, &reason).await;
    answer(&app, &visitor, id, outcome, (happens, reason)).await
}

/// `POST /rpc/record-departure`
pub async fn depart(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Moved>, FormRejection>,
) -> Response {
    let Some((id, happens, reason)) = read(sent) else { return said::malformed(&app, &visitor).await };
    let outcome = service::record_departure(&app.service, &visitor.actor, id, happens, &reason).await;
    answer(&app, &visitor, id, outcome, (happens, reason)).await
}

fn read(sent: Result<Form<Moved>, FormRejection>) -> Option<(MemberId, MemberMove, String)> {
    let Form(Moved { member, happens, reason }) = sent.ok()?;
    let happens = MemberMove::ALL.into_iter().find(|of| word(of) == happens)?;
    Some((member.parse().ok()?, happens, reason))
}

/// Done, and back to the person; or the same page with the reason as it was typed.
async fn answer(
    app: &AppState,
    visitor: &Visitor,
    id: MemberId,
    outcome: Result<(), service::Error>,
    (happens, reason): (MemberMove, String),
) -> Response {
    let page = format!("/register/{id}");
    match outcome {
        Ok(()) => said::on(&page),
        Err(service::Error::Refused(
            refusal @ (Refusal::ReasonMissing | Refusal::TextInvalid | Refusal::TextCharacters),
        )) => show(app, visitor, &id.to_string(), Some(Typed { happens, reason, refusal })).await,
        Err(service::Error::Refused(refusal @ (Refusal::AlreadyDecided | Refusal::MemberState))) => {
            said::on(&format!("{page}?refusal={}", refusal.code()))
        }
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, id: &str, typed: Option<Typed>) -> Response {
    let outcome = load(app, visitor, id).await;
    let refusal = typed.as_ref().map(|typed| typed.refusal);
    let lang = visitor.lang;
    let page = move |file: &MemberFile| {
        let page = Page::new(shown(lang, &file.identity.name, file.number));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let who = visitor.clone();
    shell::answer(app, visitor, outcome, page, move |file| {
        view! { <File file typed=typed.clone() visitor=who.clone() /> }
    })
    .await
}

async fn load(app: &AppState, visitor: &Visitor, id: &str) -> Result<MemberFile, service::Error> {
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadMember)?;
    service::views::member_file(&app.service, &visitor.actor, super::id(id)?).await
}

#[component]
fn File(file: MemberFile, typed: Option<Typed>, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let board = visitor.has(Role::Board) || visitor.has(Role::Chair);
    let registrar = board || visitor.has(Role::Secretary);
    let number = file.number.map(|number| lang.with("member-number", &[("number", number.into())]));
    let name = shown(lang, &file.identity.name, file.number);
    let head = match &typed {
        Some(typed) => {
            let refusal = typed.refusal;
            view! { <p class="lead">{name}</p><said::Refused refusal note=lang.t("file-not-done") request lang /> }
                .into_any()
        }
        None => view! { <h1>{name}</h1> }.into_any(),
    };
    let late = visitor.refusal == Some(Refusal::AlreadyDecided);
    let decided = file.history.last().filter(|_| late).map(|line| decided(line, &file.time_zone, lang));
    let decide = (board && file.state == MemberState::Applicant)
        .then(|| view! { <Decide file=file.clone() typed=typed.clone() lang /> });
    let moves: Vec<_> = file.moves.iter().copied().filter(|of| board || departs(*of)).collect();
    let moves = (registrar && !moves.is_empty()).then(|| view! { <Moves id=file.id moves typed lang /> });
    let keeps = visitor.has(Role::Board) || visitor.has(Role::Chair) || visitor.has(Role::Secretary);
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            {head}
            <div class="cluster">
                <span class="chip">{lang.t(&format!("member-state-{}", word(&file.state)))}</span>
                <span>{lang.t(&format!("member-class-{}", word(&file.identity.class)))}</span>
                {number.map(|number| view! { <span>{number}</span> })}
            </div>
            <RegisterNav visitor=visitor.clone() />
            {decided.map(|decided| view! { <p class="notice">{decided}</p> })}
            {decide}
            <Facts file=file.clone() keeps lang />
            <History lines=file.history zone=file.time_zone lang />
            {moves}
        </div>
    }
}

/// Who was first, in one sentence.
fn decided(line: &MoveLine, zone: &str, lang: Lang) -> String {
    let who = by(line, lang);
    let what = lang.t(&format!("happened-{}", happened(line.happened)));
    let args = [("what", what.into()), ("who", who.into()), ("when", in_words(line.at, zone, lang).into())];
    lang.with("file-decided", &args)
}

/// Who decided, in words.
fn by(line: &MoveLine, lang: Lang) -> String {
    let by = line.by.as_ref();
    by.map_or_else(|| lang.t("file-by-oneself"), |(number, name)| shown(lang, name, *number))
}

fn happened(happened: Happened) -> String {
    match happened {
        Happened::Apply => "apply".to_owned(),
        Happened::Move(of) => word(&of),
    }
}

fn departs(of: MemberMove) -> bool {
    matches!(of, MemberMove::Leave | MemberMove::Die)
}

#[component]
fn Decide(file: MemberFile, typed: Option<Typed>, lang: Lang) -> impl IntoView {
    let args = [("name", file.identity.name.clone().into()), ("shares", file.shares_wished.into())];
    let amount = euros(Cents(file.wished_cents), lang);
    let text = lang.with("file-admit-text", &[args[0].clone(), args[1].clone(), ("amount", amount.into())]);
    view! {
        <section class="card card--action stack" aria-labelledby="decide">
            <h2 id="decide">{lang.t("file-admit-title")}</h2>
            <p>{text}</p>
            <Act action=AdmitMember::PATH fields=vec![("member", file.id.to_string())] label=lang.t("applications-admit") />
            <Reasoned action=REFUSE id=file.id happens=MemberMove::Refuse label=lang.t("file-refuse-reason")
                hint=lang.t("file-refuse-hint") go=lang.t("file-refuse") typed lang />
        </section>
    }
}

/// A form with a reason and one button.
#[component]
fn Reasoned(
    action: &'static str,
    id: MemberId,
    happens: MemberMove,
    label: String,
    hint: String,
    go: String,
    typed: Option<Typed>,
    lang: Lang,
) -> impl IntoView {
    let typed = typed.filter(|typed| typed.happens == happens);
    let wrong = typed.as_ref().map(|typed| lang.t(&format!("refusal-{}", typed.refusal.code())));
    let value = typed.map(|typed| typed.reason).unwrap_or_default();
    let (field, required) = (field_of(happens), happens.needs_reason());
    let sent = (action != REFUSE).then(|| view! { <input type="hidden" name="happens" value=word(&happens) /> });
    view! {
        <form class="stack" method="post" action=action>
            <input type="hidden" name="member" value=id.to_string() />
            {sent}
            <Field name="reason" id=field label value hint=Some(hint) maxlength="1000" required wrong />
            <button class="button" type="submit">{go}</button>
        </form>
    }
}

/// Ids differ where a page has several such forms.
fn field_of(happens: MemberMove) -> &'static str {
    match happens {
        MemberMove::Suspend => "reason-suspend",
        MemberMove::Resume => "reason-resume",
        MemberMove::Leave => "reason-leave",
        MemberMove::Exclude => "reason-exclude",
        MemberMove::Die => "reason-die",
        MemberMove::Admit | MemberMove::Refuse | MemberMove::Activate => "reason",
    }
}

#[component]
fn Moves(id: MemberId, moves: Vec<MemberMove>, typed: Option<Typed>, lang: Lang) -> impl IntoView {
    let form = move |happens: MemberMove| {
        let name = word(&happens);
        let action = if departs(happens) { DEPART } else { DECIDE };
        let label = lang.t(if happens.needs_reason() { "file-reason" } else { "file-reason-optional" });
        let (go, hint) = (lang.t(&format!("file-move-{name}")), lang.t(&format!("file-move-{name}-hint")));
        let open = typed.as_ref().is_some_and(|typed| typed.happens == happens);
        view! {
            <details class="card" open=open>
                <summary>{go.clone()}</summary>
                <Reasoned action id happens label hint go typed=typed.clone() lang />
            </details>
        }
    };
    view! {
        <section class="stack" aria-labelledby="moves">
            <h2 id="moves">{lang.t("file-moves")}</h2>
            {moves.into_iter().map(form).collect_view()}
        </section>
    }
}

#[component]
fn Facts(file: MemberFile, keeps: bool, lang: Lang) -> impl IntoView {
    let zone = file.time_zone.clone();
    let on = |key: &str, at: i64| lang.with(key, &[("date", day(at, &zone, lang).into())]);
    let postal = &file.identity.postal;
    let town = format!("{} {}", postal.postcode, postal.city);
    let address = [postal.street.as_str(), town.trim(), postal.country.as_str()];
    let address = address.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    let none = || lang.t("file-no-address");
    let confirmed = file.email_confirmed_at.map_or_else(|| lang.t("file-email-no"), |at| on("file-email-yes", at));
    let email = file.email.clone().map_or_else(none, |email| format!("{email} ({confirmed})"));
    let consent = file.email_consent_at.map_or_else(|| lang.t("file-consent-no"), |at| on("file-consent-yes", at));
    let held = [("shares", file.shares.into()), ("amount", euros(Cents(file.cents), lang).into())];
    let offices: Vec<_> = file.offices.iter().map(|role| lang.t(&format!("role-{}", word(role)))).collect();
    let offices = if offices.is_empty() { lang.t("file-offices-none") } else { offices.join(", ") };
    let lines = [
        file.identity.representative.clone().map(|name| ("apply-representative", name)),
        file.identity.legal_number.clone().map(|number| ("apply-legal-number", number)),
        Some(("apply-email", email)),
        Some(("apply-postal", if address.is_empty() { none() } else { address })),
        Some(("file-consent", consent)),
        Some(("file-language", lang.t(&format!("file-language-{}", file.lang.code())))),
        Some(("file-wished", file.shares_wished.to_string())),
        Some(("file-shares", lang.with("file-shares-value", &held))),
        Some(("file-key", lang.t(if file.has_key { "file-key-yes" } else { "file-key-no" }))),
        Some(("file-offices", offices)),
    ];
    let line = |(key, value): (&str, String)| view! { <div><dt>{lang.t(key)}</dt><dd>{value}</dd></div> };
    view! {
        <section class="stack" aria-labelledby="identity">
            <h2 id="identity">{lang.t("file-identity")}</h2>
            <dl class="facts">{lines.into_iter().flatten().map(line).collect_view()}</dl>
            <p class="cluster">
                <a class="button" href=format!("/register/{}/shares", file.id)>{lang.t("ledger-title")}</a>
                {(keeps && file.has_key).then(|| view! { <a class="button" href=format!("/register/{}/recovery", file.id)>{lang.t("recovery-title")}</a> })}
            </p>
        </section>
    }
}

#[component]
fn History(lines: Vec<MoveLine>, zone: String, lang: Lang) -> impl IntoView {
    let row = move |line: MoveLine| {
        let by = by(&line, lang);
        view! {
            <tr>
                <th scope="row">{lang.t(&format!("happened-{}", happened(line.happened)))}</th>
                <td>{in_words(line.at, &zone, lang)}</td>
                <td>{by}</td>
                <td>{line.reason}</td>
            </tr>
        }
    };
    view! {
        <section class="stack" aria-labelledby="history">
            <h2 id="history">{lang.t("file-history")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="history">
                <table class="table table--folds">
                    <caption class="visually-hidden">{lang.t("file-history")}</caption>
                    <thead><tr>
                        <th scope="col">{lang.t("file-history-what")}</th>
                        <th scope="col">{lang.t("file-history-when")}</th>
                        <th scope="col">{lang.t("file-history-by")}</th>
                        <th scope="col">{lang.t("file-history-why")}</th>
                    </tr></thead>
                    <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_who_was_forgotten_the_history_has_the_number() {
        let line = |by| MoveLine { happened: Happened::Apply, at: 0, by, reason: String::new() };
        assert_eq!(by(&line(Some((Some(2), "Camille".to_owned()))), Lang::En), "Camille");
        assert_eq!(by(&line(Some((Some(2), String::new()))), Lang::En), "former member no. 2");
        assert_eq!(by(&line(None), Lang::En), Lang::En.t("file-by-oneself"));
    }
}
