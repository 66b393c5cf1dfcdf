//! The desk prints a paper code for one member.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::CodeDesk;
use leptos::prelude::*;
use serde::Deserialize;

use crate::components::time::in_words;
use crate::i18n::Lang;
use crate::islands::code_slip::CodeSlip;
use crate::pages;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    number: String,
}

/// `GET /desk/code`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match pages::in_session(&app).await {
        // What is no number is nobody's.
        Ok(id) => {
            service::views::code_desk(&app.service, &visitor.actor, id, asked.number.parse().unwrap_or_default()).await
        }
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("slip-page")).with_islands(Bundle::Desk),
        move |of| {
            view! { <Code of lang /> }
        },
    )
    .await
}

#[component]
fn Code(of: CodeDesk, lang: Lang) -> impl IntoView {
    let who = lang.with("bureau-member", &[("name", of.name.clone().into()), ("number", of.number.into())]);
    let day = in_words(of.starts_at, &of.time_zone, lang);
    let refused = of.refused.map(|why| lang.t(&format!("refusal-{}", why.code())));
    let held = of.held.map(|n| lang.with("slip-held", &[("n", n.into())]));
    let (own_key, open) = (of.own_key, of.open > 0);
    let may = refused.is_none();
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/desk">{lang.t("desk-title")}</a></p>
            <h1>{lang.t("slip-page")}</h1>
            <p class="lead"><strong>{who}</strong></p>
            {refused.map(|why| view! { <p class="alert" role="alert">{why}</p> })}
            {may.then(|| view! {
                <p>{lang.t("slip-lead")}</p>
                <p>{lang.t("slip-yours")}</p>
                {held.map(|said| view! { <p class="notice notice--warning">{said}</p> })}
                {own_key.then(|| view! { <p class="notice">{lang.t("slip-own-key")}</p> })}
                {open.then(|| view! { <p class="notice notice--warning">{lang.t("slip-open")}</p> })}
                <noscript><p class="alert">{lang.t("slip-noscript")}</p></noscript>
                <CodeSlip of day strings=lang.strings(&["slip-", "island-"]) />
            })}
        </div>
    }
}
