//! The register of minutes: every published minutes that the visitor may read, under its number, and found by words.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::minutes::{Minutes, MinutesItem};
use domain::minutes_register::{MinutesRegister, QUERY, Registered};
use leptos::prelude::*;
use serde::Deserialize;

use super::{extract, left, number};
use crate::components::field::shown;
use crate::components::result::verdict_of;
use crate::components::time::{Day, day, iso_day};
use crate::i18n::Lang;
use crate::letters_notice::{call, kind};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the register is.
pub const PATH: &str = "/minutes";

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words to find.
    q: String,
}

/// `GET /minutes`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let query: String = asked.q.chars().take(QUERY).collect();
    let outcome = service::views::minutes_register(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("minutes-register-title")),
        move |register| {
            view! { <Register register query=query.clone() lang /> }
        },
    )
    .await
}

/// The day and the kind of an assembly, as people write them, in each language.
fn also(minutes: &Minutes) -> Vec<String> {
    let (at, zone) = (minutes.held_at, minutes.time_zone.as_str());
    let said = Lang::ALL.into_iter().flat_map(|lang| {
        let title = lang.t(if minutes.no_quorum.is_some() { "minutes-lack-title" } else { "minutes-title" });
        [day(at, zone, lang), kind(minutes.kind, lang), title]
    });
    said.chain([iso_day(at, zone)]).collect()
}

#[component]
fn Register(register: MinutesRegister, query: String, lang: Lang) -> impl IntoView {
    let MinutesRegister { all, kept_back } = register;
    let (total, searched) = (all.len(), !query.trim().is_empty());
    let found: Vec<Registered> = all.into_iter().filter(|one| one.holds(&query, &also(&one.minutes))).collect();
    let counted = match searched {
        true => lang.with("minutes-register-found", &[("count", found.len().into()), ("total", total.into())]),
        false => lang.with("minutes-register-all", &[("total", total.into())]),
    };
    let nothing = found.is_empty().then_some(match total {
        0 => "minutes-register-empty",
        _ => "minutes-register-nothing",
    });
    let kept = (kept_back > 0).then(|| lang.with("minutes-register-kept", &[("count", kept_back.into())]));
    view! {
        <div class="page stack">
            <h1>{lang.t("minutes-register-title")}</h1>
            <p class="lead">{lang.t("minutes-register-lead")}" "<span class="article">"C. com. R.225-106"</span></p>
            <form class="card stack" method="get" action=PATH role="search">
                <div class="field">
                    <label for="q">{lang.t("minutes-register-search")}</label>
                    <input id="q" name="q" type="search" value=shown(&query) maxlength=QUERY.to_string() autocomplete="off"
                        aria-describedby="q-hint" />
                    <p class="hint" id="q-hint">{lang.t("minutes-register-hint")}</p>
                </div>
                <button class="button button--primary" type="submit">{lang.t("minutes-register-go")}</button>
            </form>
            <p role="status">{counted}</p>
            {kept.map(|kept| view! { <p class="notice">{kept}" "<a href="/sign-in">{lang.t("nav-sign-in")}</a></p> })}
            {nothing.map(|key| view! { <p class="empty">{lang.t(key)}</p> })}
            {found.into_iter().map(|one| view! { <Entry one lang /> }).collect_view()}
        </div>
    }
}

#[component]
fn Entry(one: Registered, lang: Lang) -> impl IntoView {
    let Registered { number: nth, minutes, corrections } = one;
    let id = format!("minutes-{nth}");
    let title = lang.t(if minutes.no_quorum.is_some() { "minutes-lack-title" } else { "minutes-title" });
    let corrected = (!corrections.is_empty())
        .then(|| lang.with("minutes-register-corrected", &[("count", corrections.len().into())]));
    let (assembly, zone) = (minutes.assembly, minutes.time_zone.clone());
    view! {
        <section class="card stack" aria-labelledby=id.clone()>
            <p class="eyebrow">{number(nth, lang)}</p>
            <h2 id=id.clone()>
                <a href=format!("{PATH}/{assembly}")>{title}", "<Day at=minutes.held_at zone lang /></a>
            </h2>
            <p>{kind(minutes.kind, lang)}" · "{call(minutes.call, lang)}" · "{minutes.place.clone()}</p>
            {corrected.map(|corrected| view! { <p class="hint">{corrected}</p> })}
            <ul>
                {minutes.items.iter().map(|item| view! {
                    <li>
                        {item.position}". "{lang.pick(&item.resolution.title)}" — "<strong>{became(item, lang)}</strong>" · "
                        <a href=extract::address(assembly, item.position)>
                            {lang.with("extract-of", &[("position", item.position.into())])}
                        </a>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// What became of a resolution, in a word.
fn became(item: &MinutesItem, lang: Lang) -> String {
    match &item.decision {
        Some(decision) => lang.t(verdict_of(decision).1),
        None if left(item) => lang.t("vote-not-put"),
        None => lang.t("vote-void"),
    }
}
