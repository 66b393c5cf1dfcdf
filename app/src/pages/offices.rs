//! Who holds which office; the board gives and ends them.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::offices::{OfficeLine, Offices, Stands};
use domain::roles::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::person::shown;
use crate::components::time::day;
use crate::i18n::Lang;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What was typed, when it was refused.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    number: Option<String>,
    role: Option<String>,
    first: Option<String>,
    last: Option<String>,
}

/// `GET /register/offices`
pub async fn get(State(app): State<AppState>, Query(typed): Query<Typed>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let gives = visitor.has(Role::Board) || visitor.has(Role::Chair);
    let outcome = service::views::offices(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("offices-title")),
        move |offices| {
            view! { <Listing offices typed=typed.clone() gives lang /> }
        },
    )
    .await
}

/// The word of an office in forms and keys.
fn word(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The name of an office.
fn name(role: Role, lang: Lang) -> String {
    lang.t(&format!("role-{}", word(role)))
}

#[component]
fn Listing(offices: Offices, typed: Typed, gives: bool, lang: Lang) -> impl IntoView {
    let Offices { time_zone: zone, terms } = offices;
    let with = |stands: &[Stands]| -> Vec<OfficeLine> {
        terms.iter().filter(|term| stands.contains(&term.stands)).cloned().collect()
    };
    let (held, to_come, mut past) =
        (with(&[Stands::Held]), with(&[Stands::ToCome]), with(&[Stands::Over, Stands::Never]));
    past.sort_by_key(|term| std::cmp::Reverse(term.until));
    let empty: Vec<Role> =
        Role::OFFICES.into_iter().filter(|role| held.iter().all(|term| term.role != *role)).collect();
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow">{lang.t("offices-eyebrow")}</p>
            <h1>{lang.t("offices-title")}</h1>
            <p class="lead">{lang.t("offices-lead")}</p>
            <Terms title=lang.t("offices-held") terms=held zone=zone.clone() ends=gives lang />
            {(!empty.is_empty()).then(|| {
                let names: Vec<String> = empty.into_iter().map(|role| name(role, lang)).collect();
                view! { <p class="notice">{lang.with("offices-empty", &[("names", names.join(", ").into())])}</p> }
            })}
            {(!to_come.is_empty()).then(|| view! {
                <Terms title=lang.t("offices-to-come") terms=to_come zone=zone.clone() ends=gives lang />
            })}
            {gives.then(|| view! { <Give typed lang /> })}
            {(!past.is_empty()).then(|| view! {
                <Terms title=lang.t("offices-past") terms=past zone=zone.clone() ends=false lang />
            })}
            <p class="hint">{lang.with("offices-zone", &[("zone", zone.clone().into())])}</p>
        </div>
    }
}

#[component]
fn Terms(title: String, terms: Vec<OfficeLine>, zone: String, ends: bool, lang: Lang) -> impl IntoView {
    view! {
        <section class="stack">
            <h2>{title.clone()}</h2>
            <div class="table-wrap">
                <table class="table">
                    <caption class="visually-hidden">{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("offices-office")}</th>
                            <th scope="col">{lang.t("offices-member")}</th>
                            <th scope="col">{lang.t("offices-since")}</th>
                            <th scope="col">{lang.t("offices-until")}</th>
                            {ends.then(|| view! { <th scope="col">{lang.t("offices-end")}</th> })}
                        </tr>
                    </thead>
                    <tbody>
                        {terms.into_iter().map(|term| view! { <Line term zone=zone.clone() ends lang /> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Line(term: OfficeLine, zone: String, ends: bool, lang: Lang) -> impl IntoView {
    let office = name(term.role, lang);
    let who = match term.number.filter(|_| !term.name.is_empty()) {
        Some(number) => lang.with("offices-who", &[("name", term.name.clone().into()), ("number", number.into())]),
        None => shown(lang, &term.name, term.number),
    };
    let until = match (term.stands, term.until) {
        (Stands::Never, _) => lang.t("offices-never"),
        // The last day is the one before the first instant without it.
        (_, Some(until)) => day(until - 1, &zone, lang),
        (_, None) => lang.t("offices-open"),
    };
    let (id, field) = (term.id.to_string(), format!("last-{}", term.id));
    view! {
        <tr>
            <th scope="row">{office.clone()}</th>
            <td>{who.clone()}</td>
            <td>{day(term.from, &zone, lang)}</td>
            <td>{until}</td>
            {ends.then(|| view! {
                <td>
                    <form class="cluster" method="post" action=rpc::offices::EndOffice::PATH>
                        <input type="hidden" name="office" value=id />
                        <div class="field">
                            <label for=field.clone()>
                                {lang.t("offices-last-day")}<span class="visually-hidden">" — "{office}", "{who}</span>
                            </label>
                            <input id=field name="last_day" type="date" />
                        </div>
                        <button class="button button--quiet" type="submit">{lang.t("offices-end-go")}</button>
                    </form>
                </td>
            })}
        </tr>
    }
}

#[component]
fn Give(typed: Typed, lang: Lang) -> impl IntoView {
    // What a page has no place for is not shown again.
    let shown = |text: Option<String>| text.filter(|text| !text.chars().any(char::is_control)).unwrap_or_default();
    let chosen = shown(typed.role);
    view! {
        <section class="card card--action stack">
            <h2 id="give">{lang.t("offices-give")}</h2>
            <p>{lang.t("offices-give-text")}</p>
            <form class="stack" method="post" action=rpc::offices::GiveOffice::PATH>
                <div class="field">
                    <label for="role">{lang.t("offices-office")}</label>
                    <select id="role" name="role" required>
                        {Role::OFFICES.map(|role| view! {
                            <option value=word(role) selected=word(role) == chosen>{name(role, lang)}</option>
                        }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="number">{lang.t("offices-number")}</label>
                    <input id="number" name="number" inputmode="numeric" required maxlength="10" autocomplete="off" value=shown(typed.number) />
                </div>
                <div class="field">
                    <label for="first_day">{lang.t("offices-first-day")}</label>
                    <input id="first_day" name="first_day" type="date" value=shown(typed.first) aria-describedby="first-hint" />
                    <p class="hint" id="first-hint">{lang.t("offices-first-hint")}</p>
                </div>
                <div class="field">
                    <label for="last_day">{lang.t("offices-last-day")}</label>
                    <input id="last_day" name="last_day" type="date" value=shown(typed.last) aria-describedby="last-hint" />
                    <p class="hint" id="last-hint">{lang.t("offices-last-hint")}</p>
                </div>
                <button class="button button--primary" type="submit">{lang.t("offices-give-go")}</button>
            </form>
        </section>
    }
}
