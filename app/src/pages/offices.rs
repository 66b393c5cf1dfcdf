//! Who holds which office; the board gives and ends them.

mod president;

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::offices::{OfficeLine, Offices, Stands};
use domain::roles::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use self::president::Election;
use crate::components::field::{Field, wrong as sentence};
use crate::components::person::shown;
use crate::components::register_nav::RegisterNav;
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
    let (lang, who) = (visitor.lang, visitor.clone());
    let gives = visitor.has(Role::Board) || visitor.has(Role::Chair);
    let leads = gives || visitor.has(Role::Secretary);
    let outcome = service::views::offices(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("offices-title")),
        move |offices| {
            view! { <Listing offices typed=typed.clone() gives leads visitor=who.clone() /> }
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

/// Somebody with their number, or the number alone of whoever was forgotten.
fn who(name: &str, number: Option<u32>, lang: Lang) -> String {
    match number.filter(|_| !name.is_empty()) {
        Some(number) => lang.with("offices-who", &[("name", name.to_owned().into()), ("number", number.into())]),
        None => shown(lang, name, number),
    }
}

#[component]
fn Listing(offices: Offices, typed: Typed, gives: bool, leads: bool, visitor: Visitor) -> impl IntoView {
    let (lang, refusal) = (visitor.lang, visitor.refusal);
    let Offices { time_zone: zone, terms, president } = offices;
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
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            <h1>{lang.t("offices-title")}</h1>
            <p class="lead">{lang.t("offices-lead")}</p>
            <RegisterNav visitor />
            <Terms title=lang.t("offices-held") terms=held zone=zone.clone() ends=gives lang />
            {(!empty.is_empty()).then(|| {
                let names: Vec<String> = empty.into_iter().map(|role| name(role, lang)).collect();
                view! { <p class="notice">{lang.with("offices-empty", &[("names", names.join(", ").into())])}</p> }
            })}
            {(!to_come.is_empty()).then(|| view! {
                <Terms title=lang.t("offices-to-come") terms=to_come zone=zone.clone() ends=gives lang />
            })}
            <Election president zone=zone.clone() leads lang />
            {gives.then(|| view! { <Give typed refusal lang /> })}
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
            <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
                <table class="table table--folds">
                    <caption class="visually-hidden">{title.clone()}</caption>
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
    let who = who(&term.name, term.number, lang);
    let ends_on = term.until.filter(|_| term.stands != Stands::Never).map(|_| lang.t("offices-until"));
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
            <td data-label=lang.t("offices-since")>{day(term.from, &zone, lang)}</td>
            <td data-label=ends_on>{until}</td>
            {ends.then(|| view! {
                <td class="table__whole">
                    <form class="cluster cluster--end" method="post" action=rpc::offices::EndOffice::PATH>
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
fn Give(typed: Typed, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    use Refusal::{AuditorOnBoard, MemberState, NoSuchNumber, OfficeDays, OfficeNeedsVoice, OfficeTaken};
    let refusal = refusal.filter(|_| typed.role.is_some());
    let who = sentence(lang, refusal, &[NoSuchNumber, MemberState, OfficeNeedsVoice, AuditorOnBoard, OfficeTaken]);
    // Of two days, the one that was typed; of both, the first.
    let days = sentence(lang, refusal, &[OfficeDays]);
    let first = typed.first.as_deref().is_some_and(|day| !day.is_empty());
    let (first, last) = if first { (days, None) } else { (None, days) };
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
                <Field name="number" label=lang.t("offices-number") value=shown(typed.number) inputmode=Some("numeric") required=true
                    maxlength="10" wrong=who />
                <Field name="first_day" kind="date" label=lang.t("offices-first-day") value=shown(typed.first)
                    hint=Some(lang.t("offices-first-hint")) wrong=first />
                <Field name="last_day" kind="date" label=lang.t("offices-last-day") value=shown(typed.last)
                    hint=Some(lang.t("offices-last-hint")) wrong=last />
                <button class="button button--primary" type="submit">{lang.t("offices-give-go")}</button>
            </form>
        </section>
    }
}
