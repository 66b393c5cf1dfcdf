//! Saying whom people ask who are stuck. What is refused comes back filled in.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::help::HelpContact;
use leptos::prelude::*;
use serde::Deserialize;

use super::said;
use crate::components::field::{Field, wrong};
use crate::components::register_nav::RegisterNav;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const PATH: &str = "/rpc/set-help";

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    saved: Option<String>,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    phone: String,
    email: String,
}

/// `GET /register/help`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let outcome = service::views::help_to_set(&app.service, &visitor.actor).await;
    show(&app, &visitor, outcome.map(|help| (help, None)), asked.saved.is_some()).await
}

/// `POST /rpc/set-help`
pub async fn post(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Ok(Form(Typed { phone, email })) = sent else { return said::malformed(&app, &visitor).await };
    let asked = HelpContact { phone, email };
    match service::set_help(&app.service, &visitor.actor, &asked).await {
        Ok(()) => said::on("/register/help?saved=1"),
        Err(service::Error::Refused(refusal @ (Refusal::PhoneInvalid | Refusal::EmailInvalid))) => {
            show(&app, &visitor, Ok((asked, Some(refusal))), false).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

type Shown = (HelpContact, Option<Refusal>);

async fn show(app: &AppState, visitor: &Visitor, outcome: Result<Shown, service::Error>, saved: bool) -> Response {
    let (lang, who) = (visitor.lang, visitor.clone());
    let page = |(_, refusal): &Shown| {
        let page = Page::new(lang.t("help-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    shell::answer(app, visitor, outcome, page, move |(help, refusal)| {
        view! { <Help help refusal saved visitor=who.clone() /> }
    })
    .await
}

#[component]
fn Help(help: HelpContact, refusal: Option<Refusal>, saved: bool, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    view! {
        <div class="page stack">
            <RegisterNav visitor=visitor.clone() />
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("help-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("help-title")}</h1> }.into_any(),
            }}
            {saved.then(|| view! { <p class="notice notice--success" role="status">{lang.t("help-saved")}</p> })}
            <p class="lead">{lang.t("help-lead")}</p>
            <form class="card stack" method="post" action=PATH>
                <Field name="phone" kind="tel" label=lang.t("help-phone") value=help.phone hint=Some(lang.t("help-phone-hint"))
                    maxlength="40" wrong=wrong(lang, refusal, &[Refusal::PhoneInvalid]) />
                <Field name="email" kind="email" label=lang.t("help-email") value=help.email hint=Some(lang.t("help-email-hint"))
                    maxlength="254" wrong=wrong(lang, refusal, &[Refusal::EmailInvalid]) />
                <p><button class="button button--primary" type="submit">{lang.t("help-save")}</button></p>
            </form>
        </div>
    }
}
