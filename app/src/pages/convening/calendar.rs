//! The public calendar of assemblies, and the same for calendar programs.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::assembly::AssemblyState;
use domain::convocation::view::{CalendarLine, PlannedLine};
use domain::roles::Role;
use http::header::CONTENT_TYPE;
use leptos::prelude::*;

use crate::components::time::When;
use crate::i18n::Lang;
use crate::ics::{self, Event, Method};
use crate::letters_notice;
use crate::pages::proposals::last_day;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// How long an entry of the calendar is, in minutes: nothing public says it.
const USUAL: u32 = 180;

/// `GET /assemblies`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let prepares = [Role::Board, Role::Chair, Role::Secretary].into_iter().any(|role| visitor.has(role));
    let outcome = load(&app).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |_| Page::new(lang.t("calendar-title")),
        move |(planned, lines)| {
            view! { <Calendar planned lines prepares lang /> }
        },
    )
    .await
}

async fn load(app: &AppState) -> Result<(Vec<PlannedLine>, Vec<CalendarLine>), service::Error> {
    Ok((service::views::planned(&app.service).await?, service::views::calendar(&app.service).await?))
}

/// `GET /assemblies.ics`
pub async fn feed(State(app): State<AppState>, visitor: Visitor) -> Response {
    match events(&app, &visitor).await {
        Ok(events) => {
            let body = ics::calendar(Method::Publish, &events);
            ([(CONTENT_TYPE, "text/calendar; charset=utf-8")], body).into_response()
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn events(app: &AppState, visitor: &Visitor) -> Result<Vec<Event>, service::Error> {
    let (lang, origin) = (visitor.lang, visitor.origin.clone());
    let cooperative = service::views::cooperative(&app.service).await?.name;
    let lines = service::views::calendar(&app.service).await?;
    let event = |line: CalendarLine| {
        let link = format!("{origin}/assembly/{}", line.id);
        Event {
            uid: letters_notice::uid(&line.id.to_string()),
            sequence: line.seq,
            stamp: line.convened_at,
            starts_at: line.starts_at,
            zone: line.time_zone,
            minutes: USUAL,
            summary: letters_notice::summary(line.kind, &cooperative, lang),
            location: line.place,
            description: letters_notice::description(line.call, &link, lang),
            url: link,
            cancelled: line.state == AssemblyState::Cancelled,
            attendee: None,
        }
    };
    Ok(lines.into_iter().map(event).collect())
}

/// Where an assembly stands, in words.
pub(crate) fn state(state: AssemblyState, lang: Lang) -> String {
    lang.t(match state {
        AssemblyState::Convened => "assembly-convened",
        AssemblyState::InSession => "assembly-in-session",
        AssemblyState::Ended => "assembly-ended",
        AssemblyState::Cancelled => "assembly-cancelled",
    })
}

#[component]
fn Calendar(planned: Vec<PlannedLine>, lines: Vec<CalendarLine>, prepares: bool, lang: Lang) -> impl IntoView {
    let none = lines.is_empty() && planned.is_empty();
    view! {
        <div class="page stack">
            <h1>{lang.t("calendar-title")}</h1>
            <p class="lead">{lang.t("calendar-lead")}</p>
            <p class="cluster">
                <a class="button" href="/assemblies.ics">{lang.t("calendar-feed")}</a>
                {prepares.then(|| view! { <a class="button button--primary" href="/assemblies/prepare">{lang.t("calendar-prepare")}</a> })}
            </p>
            {none.then(|| view! { <p class="empty">{lang.t("calendar-none")}</p> })}
            <ul class="plain-list stack">
                {planned.into_iter().map(|line| view! {
                    <li class="card stack">
                        <div class="cluster"><span class="chip chip--wait">{lang.t("calendar-planned")}</span></div>
                        <h2>{letters_notice::kind(line.kind, lang)}</h2>
                        <p><When at=line.starts_at zone=line.time_zone.clone() lang />{(!line.place.is_empty()).then(|| format!(" · {}", line.place))}</p>
                        {line.until.map(|until| {
                            let day = last_day(until, &line.time_zone, lang);
                            view! { <p class="hint">{lang.with("calendar-propose-until", &[("day", day.into())])}</p> }
                        })}
                    </li>
                }).collect_view()}
                {lines.into_iter().map(|line| view! {
                    <li class="card stack">
                        <div class="cluster"><span class="chip">{state(line.state, lang)}</span></div>
                        <h2><a href=format!("/assembly/{}", line.id)>{letters_notice::kind(line.kind, lang)}</a></h2>
                        <p>{letters_notice::call(line.call, lang)}" · "<When at=line.starts_at zone=line.time_zone lang />" · "{line.place}</p>
                    </li>
                }).collect_view()}
            </ul>
        </div>
    }
}
