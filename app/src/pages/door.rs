//! The door: the poster with its code, to print; and a member's own page, with the code the desk scans and, for who came by the
//! poster, one button. Nothing here needs JavaScript.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::attendance::{Means, Presence};
use domain::door::{Arrival, Hung, OwnShown, Poster};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::form::Act;
use crate::components::time::{When, hour};
use crate::i18n::Lang;
use crate::pages;
use crate::picture::picture;
use crate::rpc::desk::{Arrive, ChangeDoorCode};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Most characters of a code that are looked at.
const LONGEST: usize = 64;

/// What the address of a member's page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    door: Option<String>,
}

/// `GET /desk/door`
pub async fn poster(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match pages::in_session(&app).await {
        Ok(id) => service::views::poster(&app.service, &visitor.actor, id).await,
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("door-title")),
        move |poster| {
            view! { <Hanging poster lang /> }
        },
    )
    .await
}

#[component]
fn Hanging(poster: Poster, lang: Lang) -> impl IntoView {
    let Poster { cooperative, assembly, may, hung } = poster;
    let (id, zone) = (assembly.id.to_string(), assembly.time_zone.clone());
    let version = hung.as_ref().map_or(0, |hung| hung.version).to_string();
    let label = lang.t(if hung.is_some() { "door-change" } else { "door-make" });
    view! {
        <article class="page stack poster">
            <p class="eyebrow poster__acts"><a href="/desk">{lang.t("desk-title")}</a></p>
            <p class="eyebrow">{cooperative}</p>
            <h1>{lang.t("door-title")}</h1>
            <p><When at=assembly.starts_at zone=zone.clone() lang />" · "{assembly.place.clone()}</p>
            {match hung {
                Some(hung) => view! { <Code hung zone lang /> }.into_any(),
                None => view! { <p class="notice">{lang.t("door-none")}</p> }.into_any(),
            }}
            {may.then(|| view! {
                <section class="card stack poster__acts">
                    <p>{lang.t("door-acts")}</p>
                    <Act action=ChangeDoorCode::PATH fields=vec![("assembly", id), ("hung", version)] label />
                </section>
            })}
        </article>
    }
}

#[component]
fn Code(hung: Hung, zone: String, lang: Lang) -> impl IntoView {
    let Hung { address, version, made_at, .. } = hung;
    let made = lang.with("door-version", &[("version", version.into())]);
    let shown = picture(&address).map(|src| {
        view! {
            <img class="poster__code" src=src alt=lang.t("door-alt") width="480" height="480" />
        }
    });
    view! {
        {shown}
        <ol class="poster__steps">
            <li>{lang.t("door-step-scan")}</li>
            <li>{lang.t("door-step-sign-in")}</li>
            <li>{lang.t("door-step-press")}</li>
        </ol>
        <p>{lang.t("door-no-phone")}</p>
        <p class="hint">{made}" "<When at=made_at zone lang /></p>
    }
}

/// `GET /assembly/{id}/arrive`
pub async fn arrival(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let door = asked.door.map(|code| code.chars().take(LONGEST).collect::<String>());
    let outcome = match service::policy::allow(&visitor.actor, service::policy::Operation::ReadArrival) {
        Ok(()) => match pages::id(&assembly) {
            Ok(id) => service::views::arrival(&app.service, &visitor.actor, id, door.as_deref()).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("arrival-title")),
        move |arrival| {
            view! { <Here arrival code=door.clone().unwrap_or_default() lang /> }
        },
    )
    .await
}

#[component]
fn Here(arrival: Arrival, code: String, lang: Lang) -> impl IntoView {
    let Arrival { assembly, name, number, voice, open, presence, means, own, door } = arrival;
    let (id, zone) = (assembly.id.to_string(), assembly.time_zone.clone());
    let stands = match presence {
        Presence::There if means.is_some_and(Means::in_hall) => "arrival-in-hall",
        Presence::There => "presence-there",
        Presence::Gone => "arrival-gone",
        Presence::Never if !voice => "arrival-no-voice",
        Presence::Never => "arrival-never",
    };
    let there = presence.counts();
    let comes = open && voice && !there;
    let whose = number.map_or_else(
        || name.clone(),
        |number| lang.with("bureau-member", &[("name", name.clone().into()), ("number", number.into())]),
    );
    let number = number.unwrap_or_default().to_string();
    let class = if there { "notice notice--success" } else { "notice" };
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/votes">{lang.t("votes-title")}</a></p>
            <h1>{lang.t("arrival-title")}</h1>
            <p><When at=assembly.starts_at zone=zone.clone() lang />" · "{assembly.place.clone()}</p>
            <p class=class role="status">{lang.t(stands)}" "<span class="article">"C. com. R.225-95"</span></p>
            {(!open).then(|| view! { <p class="notice">{lang.t("desk-closed")}</p> })}
            {(comes && door == Some(true)).then(|| view! {
                <section class="card card--action stack" aria-labelledby="here">
                    <h2 id="here">{lang.t("arrival-here")}</h2>
                    <p><strong>{lang.with("arrival-whose", &[("who", whose.clone().into())])}</strong>" "{lang.t("arrival-whose-not")}</p>
                    <p>{lang.t("arrival-here-text")}</p>
                    <Act action=Arrive::PATH fields=vec![("assembly", id), ("code", code), ("number", number)]
                        label=lang.t("arrival-press") about=name class="button button--primary button--block" />
                </section>
            })}
            {(comes && door == Some(false)).then(|| view! {
                <p class="notice notice--warning">{lang.t("refusal-door-code-over")}</p>
            })}
            {(comes && door.is_none()).then(|| view! { <p class="notice">{lang.t("arrival-scan-again")}</p> })}
            {own.map(|own| view! { <Own own whose zone lang /> })}
            {there.then(|| view! { <p><a class="button button--primary" href="/votes">{lang.t("votes-title")}</a></p> })}
        </div>
    }
}

/// The code the desk scans.
#[component]
fn Own(own: OwnShown, whose: String, zone: String, lang: Lang) -> impl IntoView {
    let until = lang.with("arrival-own-until", &[("until", hour(own.until, &zone).into())]);
    let shown = picture(&own.address).map(|src| {
        view! {
            <img class="arrival__code" src=src alt=lang.t("arrival-own-alt") width="280" height="280" />
        }
    });
    view! {
        <section class="card stack" aria-labelledby="own">
            <h2 id="own">{lang.t("arrival-own")}</h2>
            <p><strong>{lang.with("arrival-whose", &[("who", whose.into())])}</strong></p>
            <p>{lang.t("arrival-own-text")}</p>
            {shown}
            <p class="hint">{until}</p>
        </section>
    }
}
