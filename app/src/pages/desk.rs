//! The desk at the door: a search, and one press for each member who comes or goes. Plain forms, for a tablet or a telephone.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::attendance::{DeskLine, DeskView, Presence};
use domain::door;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::field::shown;
use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages;
use crate::rpc::desk::RecordAttendance;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    code: String,
}

/// `GET /desk`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match pages::in_session(&app).await {
        Ok(id) if !asked.code.is_empty() => {
            service::views::desk_scanned(&app.service, &visitor.actor, id, &asked.code).await
        }
        Ok(id) => service::views::desk(&app.service, &visitor.actor, id, &asked.q).await,
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("desk-title")),
        move |desk| {
            view! { <Desk desk lang /> }
        },
    )
    .await
}

#[component]
fn Desk(desk: DeskView, lang: Lang) -> impl IntoView {
    let DeskView { assembly, open, search, lines, more, scanned } = desk;
    let quorum = assembly.quorum.clone();
    let there = lang.with("desk-there", &[("present", quorum.present.into()), ("members", quorum.members.into())]);
    let needed = quorum.needed.map(|needed| {
        let key = if quorum.met { "desk-quorum-met" } else { "desk-quorum-missing" };
        lang.with(key, &[("needed", needed.into())])
    });
    let (id, zone) = (assembly.id.to_string(), assembly.time_zone.clone());
    let nobody = lines.is_empty() && scanned != Some(door::Scanned::Over);
    let listed = !lines.is_empty();
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow"><a href="/console">{lang.t("console-title")}</a></p>
            <h1>{lang.t("desk-title")}</h1>
            <p class="lead" role="status"><strong>{there}</strong>" "{needed}" "<span class="article">{quorum.article}</span></p>
            <p>{lang.t("desk-lead")}" "<a href="/desk/door">{lang.t("desk-poster")}</a>" · "<a href=format!("/assembly/{id}/plan-b")>{lang.t("plan-go")}</a></p>
            {(!open).then(|| view! { <p class="notice">{lang.t("desk-closed")}</p> })}
            {scanned.map(|scanned| view! { <Scanned scanned lang /> })}
            <form class="cluster cluster--end" method="get" action="/desk" role="search">
                <div class="field">
                    <label for="q">{lang.t("desk-search")}</label>
                    <input id="q" name="q" type="search" maxlength="100" autocomplete="off" value=shown(&search) />
                </div>
                <button class="button" type="submit">{lang.t("desk-search-go")}</button>
            </form>
            {nobody.then(|| view! { <p class="notice" role="status">{lang.t("desk-nobody")}</p> })}
            {listed.then(|| view! { <Lines lines open id search=search.clone() zone lang /> })}
            {more.then(|| view! { <p class="hint">{lang.t("desk-more")}</p> })}
        </div>
    }
}

/// What the scanned code says, before the one press: who speaks the voice, and whether it was used.
#[component]
fn Scanned(scanned: door::Scanned, lang: Lang) -> impl IntoView {
    let door::Scanned::Member { represented, by, carries, voted } = scanned else {
        return view! { <p class="notice notice--warning" role="alert">{lang.t("refusal-door-code-over")}</p> }
            .into_any();
    };
    let speaks = match by {
        Some(name) => Some(lang.with("desk-represented", &[("name", name.into())])),
        None => represented.then(|| lang.t("desk-represented-blank")),
    };
    let carries = (carries > 0).then(|| lang.with("desk-carries", &[("count", carries.into())]));
    let voted = match voted {
        0 => lang.t("desk-not-voted"),
        count => lang.with("desk-voted", &[("count", count.into())]),
    };
    view! {
        <section class="notice stack" role="status">
            <p><strong>{lang.t("desk-scanned")}</strong></p>
            <ul>
                {speaks.map(|said| view! { <li>{said}</li> })}
                {carries.map(|said| view! { <li>{said}</li> })}
                <li>{voted}</li>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<DeskLine>, open: bool, id: String, search: String, zone: String, lang: Lang) -> impl IntoView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=lang.t("desk-list")>
            <table class="table table--folds">
                <caption class="visually-hidden">{lang.t("desk-list")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{lang.t("desk-member")}</th>
                        <th scope="col">{lang.t("desk-stands")}</th>
                        {open.then(|| view! { <th scope="col">{lang.t("desk-enter")}</th> })}
                    </tr>
                </thead>
                <tbody>
                    {lines.into_iter().map(|line| view! {
                        <Member line open id=id.clone() search=search.clone() zone=zone.clone() lang />
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Member(line: DeskLine, open: bool, id: String, search: String, zone: String, lang: Lang) -> impl IntoView {
    let there = line.presence.counts();
    let stands = lang.t(match line.presence {
        Presence::Never => "desk-never",
        Presence::There => "desk-is-there",
        Presence::Gone => "desk-gone",
    });
    let means = line.means.map(|means| lang.t(&format!("desk-by-{}", means.word())));
    let label = lang.t(match line.presence {
        Presence::Never => "desk-arrives",
        Presence::There => "desk-leaves",
        Presence::Gone => "desk-returns",
    });
    let fields = vec![
        ("assembly", id),
        ("number", line.number.to_string()),
        ("comes", if there { "no" } else { "yes" }.to_owned()),
        ("q", shown(&search)),
    ];
    let class = if there { "button button--quiet" } else { "button button--primary" };
    let who = lang.with("bureau-member", &[("name", line.name.clone().into()), ("number", line.number.into())]);
    view! {
        <tr>
            <th scope="row">{who}</th>
            <td data-label=lang.t("desk-stands")>{stands}" "{means}" "{line.at.map(|at| view! { <When at zone lang /> })}</td>
            {open.then(|| view! { <td class="table__whole"><Act action=RecordAttendance::PATH fields label about=line.name class /></td> })}
        </tr>
    }
}
