//! The board enters an application that came on paper, or a friend of the cooperative.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal;
use domain::register::{ApplicationTerms, Apply};
use leptos::prelude::*;
use service::policy::{Operation, allow};

use super::application_form::{Class, Consent, Typed, Where, Who, wrong};
use super::said;
use crate::components::field::Field;
use crate::components::register_nav::RegisterNav;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const PATH: &str = "/rpc/enter-member";

/// `GET /register/enter`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let mut typed = Typed::empty(visitor.lang);
    "0".clone_into(&mut typed.shares);
    show(&app, &visitor, typed, None).await
}

/// `POST /rpc/enter-member`
pub async fn post(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.read(visitor.lang) {
        Ok(sent) => service::enter_member(&app.service, &visitor.actor, &application(sent)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(id) => said::on(&format!("/register/{id}")),
        Err(service::Error::Refused(refusal)) if !typed.place(refusal).is_empty() => {
            show(&app, &visitor, typed, Some(refusal)).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// On paper there may be no e-mail.
fn application(sent: Apply) -> service::Application {
    let without = sent.email.trim().is_empty();
    let application = service::Application::from(sent);
    if without { service::Application { email: None, ..application } } else { application }
}

async fn show(app: &AppState, visitor: &Visitor, typed: Typed, refusal: Option<Refusal>) -> Response {
    let lang = visitor.lang;
    let outcome = match allow(&visitor.actor, Operation::EnterMember) {
        Ok(()) => service::views::application_terms(&app.service).await,
        Err(refusal) => Err(refusal.into()),
    };
    let page = move |_: &ApplicationTerms| {
        let page = Page::new(lang.t("enter-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let who = visitor.clone();
    shell::answer(app, visitor, outcome, page, move |_| {
        view! { <Enter typed=typed.clone() refusal visitor=who.clone() /> }
    })
    .await
}

#[component]
fn Enter(typed: Typed, refusal: Option<Refusal>, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("enter-not-done") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("enter-title")}</h1><p class="lead">{lang.t("enter-lead")}</p> }.into_any(),
            }}
            <RegisterNav visitor />
            <form class="card" method="post" action=PATH>
                <fieldset aria-describedby="friend-hint">
                    <legend class="visually-hidden">{lang.t("apply-who")}</legend>
                    <Class value="cooperator" label=lang.t("apply-person") typed=typed.class.clone() />
                    <Class value="organisation" label=lang.t("apply-organisation") typed=typed.class.clone() />
                    <Class value="friend" label=lang.t("enter-friend") typed=typed.class.clone() />
                    <p class="hint" id="friend-hint">{lang.t("enter-friend-hint")}</p>
                </fieldset>
                <Who typed=typed.clone() refusal email_hint=lang.t("enter-email-hint") email_required=false lang />
                <Where typed=typed.clone() refusal lang />
                <div class="form-group not-friend">
                    <Field name="shares" kind="number" label=lang.t("apply-shares") value=typed.shares.clone()
                        hint=Some(lang.t("enter-shares-hint")) min=Some("0".to_owned()) wrong=wrong("shares", &typed, refusal, lang) />
                </div>
                <Consent typed=typed.clone() label=lang.t("enter-consent") lang />
                <p class="form-group"><button class="button button--primary" type="submit">{lang.t("enter-go")}</button></p>
            </form>
        </div>
    }
}
