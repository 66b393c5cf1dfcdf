//! The demo's door: who one can be, and the steps of a whole assembly.

use axum::extract::State;
use axum::response::Response;
use domain::roles::Role;
use domain::wire::DemoPerson;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::i18n::Lang;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /demo`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::demo_people(&app.service).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("demo-title")),
        move |people| {
            view! { <Demo people lang /> }
        },
    )
    .await
}

#[component]
fn Demo(people: Vec<DemoPerson>, lang: Lang) -> impl IntoView {
    let proposed: Vec<_> = people.iter().filter(|person| person.proposed).cloned().collect();
    let others = people.len().saturating_sub(proposed.len());
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("demo-eyebrow")}</p>
            <h1>{lang.t("demo-title")}</h1>
            <p class="lead">{lang.t("demo-lead")}</p>
            <ul class="people">
                {proposed.into_iter().map(|person| view! { <Person person lang /> }).collect_view()}
            </ul>
            <section class="stack" aria-labelledby="demo-steps">
                <h2 id="demo-steps">{lang.t("demo-steps")}</h2>
                <ol class="steps">
                    {["demo-step-holder", "demo-step-members", "demo-step-open", "demo-step-vote", "demo-step-close",
                      "demo-step-decrypt", "demo-step-minutes", "demo-step-verify"]
                        .map(|key| view! { <li class="steps__item">{lang.t(key)}</li> }).collect_view()}
                </ol>
                <p class="notice">{lang.with("demo-others", &[("count", others.into())])}" "<code>"target/debug/voix demo vote"</code></p>
            </section>
        </div>
    }
}

#[component]
fn Person(person: DemoPerson, lang: Lang) -> impl IntoView {
    let roles = if person.roles.is_empty() {
        lang.t("role-member")
    } else {
        person.roles.iter().map(|role| role_name(*role, lang)).collect::<Vec<_>>().join(", ")
    };
    view! {
        <li class="people__person">
            <div>
                <p class="people__name">{person.name.clone()}</p>
                <p class="people__role">{roles}" · "{lang.with("member-number", &[("number", person.number.into())])}</p>
            </div>
            <Act action=rpc::DemoSignIn::PATH fields=vec![("member", person.member.to_string())]
                 label=lang.t("demo-sign-in") about=person.name class="button button--primary" />
        </li>
    }
}

/// A role in words.
fn role_name(role: Role, lang: Lang) -> String {
    lang.t(match role {
        Role::Chair => "role-chair",
        Role::Secretary => "role-secretary",
        Role::Scrutineer => "role-scrutineer",
        Role::Auditor => "role-auditor",
        Role::Operator => "role-operator",
        Role::Board => "role-board",
        Role::KeyHolder => "role-key-holder",
    })
}
