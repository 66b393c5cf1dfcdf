//! Applying for membership: a form that everybody may send. What is refused comes back filled in, in the answer itself:
//! what people write of themselves stands in no address and no log.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::money::Cents;
use domain::register::ApplicationTerms;
use leptos::prelude::*;
use serde::Deserialize;

use super::application_form::{Class, Consent, Typed, Where, Who, wrong};
use super::said;
use crate::components::field::Field;
use crate::components::money::euros;
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const PATH: &str = "/rpc/apply";

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    sent: Option<String>,
}

/// `GET /apply`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let typed = Typed::empty(visitor.lang);
    show(&app, &visitor, asked.sent.is_some(), typed, None).await
}

/// `POST /rpc/apply`
pub async fn post(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.read(visitor.lang) {
        Ok(sent) => service::apply(&app.service, &visitor.actor, &sent.into()).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(()) => said::on("/apply?sent=1"),
        Err(service::Error::Refused(refusal)) if !typed.place(refusal).is_empty() => {
            show(&app, &visitor, false, typed, Some(refusal)).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, sent: bool, typed: Typed, refusal: Option<Refusal>) -> Response {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let outcome = service::views::application_terms(&app.service).await;
    let page = move |_: &ApplicationTerms| {
        let page = Page::new(lang.t("apply-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    shell::answer(app, visitor, outcome, page, move |terms| {
        let (typed, request) = (typed.clone(), request.clone());
        if sent {
            view! { <Sent lang /> }.into_any()
        } else {
            view! { <ApplyPage terms typed refusal request lang /> }.into_any()
        }
    })
    .await
}

#[component]
fn Sent(lang: Lang) -> impl IntoView {
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("application-title")}</p>
            <h1>{lang.t("apply-sent-title")}</h1>
            <p class="notice notice--success" role="status">{lang.t("apply-sent-text")}</p>
        </div>
    }
}

#[component]
fn ApplyPage(
    terms: ApplicationTerms,
    typed: Typed,
    refusal: Option<Refusal>,
    request: String,
    lang: Lang,
) -> impl IntoView {
    let hint = lang.with(
        "apply-shares-hint",
        &[("price", euros(Cents(terms.share_cents), lang).into()), ("minimum", terms.minimum_shares.into())],
    );
    view! {
        <div class="page stack">
            <p class="eyebrow">{terms.cooperative.clone()}</p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("apply-not-sent") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("apply-title")}</h1><p class="lead">{lang.t("apply-lead")}</p> }.into_any(),
            }}
            <form class="card" method="post" action=PATH>
                <fieldset>
                    <legend class="visually-hidden">{lang.t("apply-who")}</legend>
                    <Class value="cooperator" label=lang.t("apply-person") typed=typed.class.clone() />
                    <Class value="organisation" label=lang.t("apply-organisation") typed=typed.class.clone() />
                </fieldset>
                <Who typed=typed.clone() refusal email_hint=lang.t("apply-email-hint") email_required=true lang />
                <Where typed=typed.clone() refusal lang />
                <fieldset class="form-group">
                    <legend>{lang.t("apply-shares-title")}</legend>
                    <Field name="shares" kind="number" label=lang.t("apply-shares") value=typed.shares.clone()
                        hint=Some(hint) min=Some(terms.minimum_shares.to_string()) required=true
                        wrong=wrong("shares", &typed, refusal, lang) />
                </fieldset>
                <Consent typed=typed.clone() label=lang.t("apply-consent") lang />
                <section class="form-group" aria-labelledby="apply-notice">
                    <h2 id="apply-notice">{lang.t("apply-notice-title")}</h2>
                    <p class="hint">{lang.t("apply-notice")}</p>
                    <p class="hint">{lang.t("apply-notice-long")}</p>
                </section>
                <p class="form-group"><button class="button button--primary" type="submit">{lang.t("apply-send")}</button></p>
            </form>
        </div>
    }
}
