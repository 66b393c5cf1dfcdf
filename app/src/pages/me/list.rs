//! The list of members before an assembly, for members (C. com. L.225-116).

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::own_record::{ListState, ListedMember, MemberList};
use leptos::prelude::*;
use serde::Deserialize;
use service::policy::{Operation, allow};

use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages::id;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Lines on a page.
const LINES: usize = 200;
/// Longest search, in characters.
const LONGEST: usize = 100;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Only those with these words in their line.
    find: Option<String>,
    /// From 1.
    page: Option<String>,
    /// Everything on one page, to print.
    all: Option<String>,
}

impl Asked {
    /// What is looked for, as far as a page has a place for it.
    fn words(&self) -> String {
        let words = self.find.iter().flat_map(|find| find.chars());
        words.filter(|c| !c.is_control()).take(LONGEST).collect()
    }
}

/// `GET /assembly/{id}/members`
pub async fn list(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let words = asked.words();
    // Who may not is told so, whatever the address names.
    let may = allow(&visitor.actor, Operation::ReadMemberList).map_err(service::Error::Refused);
    let outcome = match may.and_then(|()| id(&assembly)) {
        Ok(assembly) => service::views::member_list(&app.service, &visitor.actor, assembly, &words).await,
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("list-title")),
        move |list| {
            view! { <List list asked=asked.clone() lang /> }
        },
    )
    .await
}

#[component]
fn List(list: MemberList, asked: Asked, lang: Lang) -> impl IntoView {
    let zone = list.time_zone.clone();
    let content = match (list.state, list.fixed_at) {
        (ListState::Open, _) => view! { <Open list=list.clone() asked lang /> }.into_any(),
        (ListState::NotYet, Some(at)) => {
            view! { <p class="notice">{lang.t("list-not-yet")}" "<When at zone lang /></p> }.into_any()
        }
        (ListState::Over, _) => view! { <p class="notice">{lang.t("list-over")}</p> }.into_any(),
        (ListState::None | ListState::NotYet, _) => view! { <p class="notice">{lang.t("list-none")}</p> }.into_any(),
    };
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow"><a href=format!("/assembly/{}", list.assembly)>{lang.t("list-assembly")}</a></p>
            <h1>{lang.t("list-title")}</h1>
            <p class="notice">{lang.t("list-purpose")}</p>
            {content}
        </div>
    }
}

#[component]
fn Open(list: MemberList, asked: Asked, lang: Lang) -> impl IntoView {
    let here = format!("/assembly/{}/members", list.assembly);
    let words = asked.words();
    let all = asked.all.is_some();
    let found = list.lines.len();
    let pages = if all { 1 } else { found.div_ceil(LINES).max(1) };
    let page = asked.page.and_then(|page| page.parse().ok()).unwrap_or(1_usize).clamp(1, pages);
    let shown = if all { found } else { LINES };
    let lines: Vec<ListedMember> = list.lines.into_iter().skip((page - 1) * shown).take(shown).collect();
    let of_words = |more: &str| {
        let find: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        format!("{here}?find={find}{more}")
    };
    let turn = |to: usize, key: &str, there: bool| {
        there.then(|| view! { <a class="button" href=of_words(&format!("&page={to}"))>{lang.t(key)}</a> })
    };
    let count = lang.with("list-count", &[("found", found.into()), ("total", list.total.into())]);
    view! {
        {list.fixed_at.map(|at| view! { <p>{lang.t("list-fixed")}" "<When at zone=list.time_zone lang /></p> })}
        <form class="field" method="get" action=here.clone() role="search">
            <label for="find">{lang.t("list-find")}</label>
            <input id="find" name="find" type="search" value=words.clone() maxlength="100" />
            <button class="button" type="submit">{lang.t("list-find-go")}</button>
        </form>
        <p role="status">{count}</p>
        <div class="table-wrap" tabindex="0" role="region" aria-label=lang.t("list-title")>
            <table class="table">
                <caption class="visually-hidden">{lang.t("list-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{lang.t("list-name")}</th>
                        <th scope="col">{lang.t("list-address")}</th>
                        <th scope="col" class="number">{lang.t("list-shares")}</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <p class="cluster">
            {turn(page.saturating_sub(1), "list-before", page > 1)}
            {turn(page + 1, "list-after", page < pages)}
            {(!all && pages > 1).then(|| view! { <a class="button" href=of_words("&all=1")>{lang.t("list-all")}</a> })}
        </p>
    }
}

fn row(line: ListedMember) -> impl IntoView {
    let postal = line.postal;
    let town = format!("{} {}", postal.postcode, postal.city);
    let parts = [postal.street, town.trim().to_owned(), postal.country];
    let address = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    view! { <tr><td>{line.name}</td><td>{address}</td><td class="number">{line.shares}</td></tr> }
}
