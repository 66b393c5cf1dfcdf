//! The cooperative's front page: what it is, what is going on, what one can do.

use axum::extract::State;
use axum::response::Response;
use domain::wire::{AssemblyView, CooperativeView};
use leptos::prelude::*;

use crate::components::money::thousands;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let (lang, signed_in) = (visitor.lang, visitor.signed_in());
    let outcome = load(&app).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("home-title")),
        move |(cooperative, assembly)| {
            view! { <Home cooperative assembly signed_in lang /> }
        },
    )
    .await
}

async fn load(app: &AppState) -> Result<(CooperativeView, Option<AssemblyView>), service::Error> {
    let cooperative = service::views::cooperative(&app.service).await?;
    let assembly = match service::views::binding_assembly(&app.service).await? {
        Some(id) => Some(service::views::assembly(&app.service, id).await?),
        None => None,
    };
    Ok((cooperative, assembly))
}

#[component]
fn Home(cooperative: CooperativeView, assembly: Option<AssemblyView>, signed_in: bool, lang: Lang) -> impl IntoView {
    let euros =
        lang.with("euros", &[("amount", thousands(cooperative.capital_cents.unsigned_abs() / 100, lang).into())]);
    view! {
        <div class="page stack">
            <p class="eyebrow">{cooperative.name.clone()}</p>
            <h1 class="display">"Une personne, une voix"</h1>
            <p class="lead">{lang.t("home-lead")}</p>
            {cooperative.demo.then(|| view! {
                <section class="card card--action stack" aria-labelledby="home-demo">
                    <h2 id="home-demo">{lang.t("home-demo-title")}</h2>
                    <p>{lang.t("home-demo-text")}</p>
                    <p class="cluster">
                        {if signed_in {
                            view! { <a class="button button--primary" href="/votes">{lang.t("nav-votes")}</a> }.into_any()
                        } else {
                            view! { <a class="button button--primary" href="/demo">{lang.t("home-demo-go")}</a> }.into_any()
                        }}
                    </p>
                </section>
            })}
            {assembly.map(|assembly| view! {
                <section class="card stack" aria-labelledby="home-assembly">
                    <h2 id="home-assembly">{lang.t("home-assembly-title")}</h2>
                    <p><When at=assembly.starts_at zone=assembly.time_zone.clone() lang /></p>
                    <ol class="agenda">
                        {assembly.items.iter().map(|item| view! {
                            <li><a href=format!("/vote/{}", item.vote)>{lang.pick(&item.resolution.title)}</a></li>
                        }).collect_view()}
                    </ol>
                    <p class="cluster">
                        <a class="button" href=format!("/assembly/{}", assembly.id)>{lang.t("home-assembly-go")}</a>
                        <a href=crate::pages::minutes::register::PATH>{lang.t("minutes-register-link")}</a>
                    </p>
                </section>
            })}
            <section class="stack" aria-labelledby="home-figures">
                <h2 id="home-figures">{lang.t("home-figures")}</h2>
                <dl class="facts facts--figures">
                    <div><dt>{lang.t("figure-members")}</dt><dd>{cooperative.members}</dd></div>
                    <div><dt>{lang.t("figure-voices")}</dt><dd>{cooperative.members}</dd></div>
                    <div><dt>{lang.t("figure-shares")}</dt><dd>{cooperative.shares}</dd></div>
                    <div><dt>{lang.t("figure-capital")}</dt><dd>{euros}</dd></div>
                    <div><dt>{lang.t("figure-applicants")}</dt><dd>{cooperative.applicants}</dd></div>
                </dl>
                <p class="hint">{lang.t("home-figures-note")}</p>
                <p><a class="button" href="/apply">{lang.t("apply-link")}</a></p>
            </section>
        </div>
    }
}
