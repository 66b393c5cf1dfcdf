//! The minutes, built from the facts (C. com. R.225-106): as a page, and as a file to print, sign and keep.

pub mod correcting;
pub mod extract;
pub mod file;
mod kept;
mod paper;
pub mod register;
mod signing;
#[cfg(test)]
mod tests;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::minutes::{Bureau, Minutes, MinutesItem};
use domain::minutes_corrected::Correction;
use domain::minutes_signed::{SignedCorrection, SignedMinutes};
use domain::quorum::QuorumCheck;
use domain::roles::Actor;
use domain::vote::VoteMode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use leptos::prelude::*;
use serde::Deserialize;
use tokio::sync::Semaphore;

use self::correcting::{Correct, Corrected, Refused};
use self::signing::Signed;
use crate::components::elected::paper_rule;
use crate::components::result::{Bars, Reasons, Verdict, Void};
use crate::components::time::{When, iso_day};
use crate::components::vote::InSession;
use crate::components::whole::Whole;
use crate::i18n::Lang;
use crate::pages::console::bureau::{chair_by, scrutineers_by};
use crate::pages::{self, said};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /minutes/{assembly}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    show(&app, &visitor, &id, None).await
}

/// The page, with a correction that was refused.
async fn show(app: &AppState, visitor: &Visitor, id: &str, refused: Option<Refused>) -> Response {
    let (lang, refusal) = (visitor.lang, refused.as_ref().map(|refused| refused.refusal));
    let outcome = load(app, &visitor.actor, id).await;
    let page = |signed: &SignedMinutes| {
        let page = Page::new(lang.t("minutes-title"));
        let page = if signed.me.is_some() { page.with_islands(Bundle::Desk) } else { page };
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    shell::answer(app, visitor, outcome, page, move |signed| {
        view! { <Paper signed refused=refused.clone() lang /> }
    })
    .await
}

/// What the address of the file says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Its language; that of the reader, if it says none that we speak.
    lang: String,
}

/// `GET /minutes/{assembly}/minutes.pdf`
pub async fn pdf(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = Lang::from_code(&asked.lang).unwrap_or(visitor.lang);
    let signed = match load(&app, &visitor.actor, &id).await {
        Ok(signed) => signed,
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    match set_file(&app, &signed, lang).await {
        Ok(body) => sent(&name(&signed.minutes, lang), body),
        Err(error) => unset(&visitor, &error),
    }
}

/// A file, to keep.
fn sent(name: &str, body: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body).into_response()
}

/// Why there is no file stands in the log.
fn unset(visitor: &Visitor, error: &str) -> Response {
    tracing::error!(request = %visitor.request_id, %error, "minutes were not set");
    http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// What the file is called.
fn name(minutes: &Minutes, lang: Lang) -> String {
    format!("{}-{}.pdf", lang.t("minutes-file"), iso_day(minutes.held_at, &minutes.time_zone))
}

/// The place of minutes in the register.
fn number(number: u32, lang: Lang) -> String {
    lang.with("minutes-number", &[("number", number.into())])
}

/// One file at a time: setting it keeps a processor busy for a moment, and whoever asks for many waits for them alone.
static DESK: Semaphore = Semaphore::const_new(1);

/// The file as it is now, corrections included, set away from the threads that answer requests unless it is kept. Signatures by keys
/// are not in it: they come one by one, and would each make another file of it.
async fn set_file(app: &AppState, signed: &SignedMinutes, lang: Lang) -> Result<Bytes, String> {
    let corrections: Vec<Correction> = signed.corrections.iter().map(|one| one.correction.clone()).collect();
    let address = app.service.at(&format!("/minutes/{}", signed.minutes.assembly));
    let key = kept::Key::of(&signed.minutes, &corrections, &address, lang);
    set(key, || {
        let paper = paper::written(&signed.minutes, &corrections, &address, lang);
        ::minutes::Paper { kind: format!("{} · {}", paper.kind, number(signed.number, lang)), ..paper }
    })
    .await
}

/// Sets a paper, one at a time, unless its file is kept.
async fn set(key: kept::Key, paper: impl FnOnce() -> ::minutes::Paper + Send) -> Result<Bytes, String> {
    if let Some(file) = kept::find(&key) {
        return Ok(file);
    }
    let place = DESK.acquire().await.map_err(|error| error.to_string())?;
    // Of all who ask for it at once the first has it set.
    if let Some(file) = kept::find(&key) {
        return Ok(file);
    }
    let paper = paper();
    let work = move || {
        let file = ::minutes::render(&paper).map(Bytes::from);
        if let Ok(file) = &file {
            kept::keep(key, file.clone());
        }
        // Also when nobody waits for it any more, the next begins after it.
        drop(place);
        file
    };
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string())?;
    done.map_err(|error| error.to_string())
}

async fn load(app: &AppState, actor: &Actor, id: &str) -> Result<SignedMinutes, service::Error> {
    service::views::signed_minutes(&app.service, actor, pages::id(id)?)
        .await?
        .ok_or(service::Error::Refused(Refusal::NotFound))
}

#[component]
fn Paper(signed: SignedMinutes, refused: Option<Refused>, lang: Lang) -> impl IntoView {
    let SignedMinutes { number: nth, minutes, seats, corrections, may_correct, me } = signed;
    let after = corrections.len();
    let refusal = refused.as_ref().map(|refused| (refused.refusal, refused.request.clone()));
    let corrected = {
        let (minutes, me) = (minutes.clone(), me.clone());
        let one = move |one: SignedCorrection| view! { <Corrected one minutes=minutes.clone() me=me.clone() lang /> };
        corrections.into_iter().map(one).collect_view()
    };
    let (zone, lacks) = (minutes.time_zone.clone(), minutes.no_quorum.is_some());
    let hash = minutes.hash_hex();
    let file = format!("/minutes/{}/minutes.pdf?lang={}", minutes.assembly, lang.code());
    let check = format!("/minutes/{}/file", minutes.assembly);
    let extract = |item: &MinutesItem| Some(extract::address(minutes.assembly, item.position));
    view! {
        <article class="page minutes stack">
            <header class="stack">
                <p class="eyebrow">{minutes.cooperative_name.clone()}</p>
                {match refusal {
                    Some((refusal, request)) => view! { <said::Refused refusal note=lang.t("minutes-correct-kept") request lang /> }.into_any(),
                    None => view! { <h1>{lang.t(if lacks { "minutes-lack-title" } else { "minutes-title" })}</h1> }.into_any(),
                }}
                <p>{minutes.legal_line.clone()}</p>
                <p><a href=register::PATH>{number(nth, lang)}</a></p>
                <p><When at=minutes.held_at zone=zone.clone() lang />" · "{minutes.place.clone()}</p>
                <p class="cluster">
                    <a class="button" download href=file>{lang.t("minutes-pdf")}</a>
                    <a href=check>{lang.t("minutes-file-title")}</a>
                </p>
            </header>
            {corrected}
            <h2>{lang.t("minutes-session")}</h2>
            <p>{lang.t("minutes-convened")}</p>
            {minutes.bureaus_before.iter().cloned().map(|bureau| view! { <Seated bureau zone=zone.clone() lang /> }).collect_view()}
            <Seated bureau=minutes.bureau.clone() zone=zone.clone() lang />
            <p>{taking_part(&minutes, lang)}</p>
            {minutes.no_quorum.clone().map(|lack| view! { <Lack lack lang /> })}
            <h2>{lang.t("minutes-agenda")}</h2>
            <ol>{minutes.items.iter().map(|item| view! { <li>{lang.pick(&item.resolution.title)}</li> }).collect_view()}</ol>
            {minutes.items.iter().map(|item| view! { <Item extract=extract(item) item=item.clone() lang /> }).collect_view()}
            <Signed minutes=minutes.clone() seats me lang />
            <footer class="stack">
                {minutes.no_quorum.is_none().then(|| view! { <p>{lang.t("minutes-closed")}</p> })}
                <p class="hint">{lang.t("minutes-hash")}" "<span class="mono">{hash}</span></p>
                <p class="hint">{lang.t("minutes-signature-note")}</p>
            </footer>
            {may_correct.then(|| view! { <Correct minutes=minutes.clone() after refused=refused.clone() lang /> })}
            <Whole assembly=minutes.assembly lang />
        </article>
    }
}

/// How many took part, and how.
fn taking_part(minutes: &Minutes, lang: Lang) -> String {
    let numbers = [("present", minutes.taking_part.into()), ("members", minutes.members.into())];
    let more = |key: &'static str, count: Option<u32>| {
        count.filter(|count| *count > 0).map(|count| lang.with(key, &[("count", count.into())]))
    };
    let said = [
        Some(lang.with(present_key(minutes), &numbers)),
        more("minutes-represented", minutes.represented),
        more("minutes-by-ballot", minutes.by_ballot),
        Some(lang.t("minutes-one-voice")),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A bureau of the session, with since when and how if the minutes say it.
#[component]
fn Seated(bureau: Bureau, zone: String, lang: Lang) -> impl IntoView {
    let (who, scrutineers) = (led(&bureau, lang), scrutineers(&bureau, lang));
    let designated = bureau.designated;
    view! {
        <p>{who}{designated.map(|designated| view! {
            " "{scrutineers}" "{chair_by(designated.chair_by, lang)}" "{scrutineers_by(designated.scrutineers_by, lang)}
            {(!designated.words.is_empty()).then(|| view! { " "{lang.t("minutes-words")}" "<q>{designated.words.clone()}</q>"." })}
            " "{lang.t("bureau-constituted")}" "<When at=designated.since zone lang />"."
        })}</p>
    }
}

/// Who chairs and who is the secretary.
fn led(bureau: &Bureau, lang: Lang) -> String {
    let names = [("chair", bureau.chair.clone().into()), ("secretary", bureau.secretary.clone().into())];
    lang.with("minutes-bureau", &names)
}

/// Who the scrutineers are.
fn scrutineers(bureau: &Bureau, lang: Lang) -> String {
    match bureau.scrutineers.len() {
        0 => lang.t("minutes-no-scrutineer"),
        _ => lang.with("minutes-scrutineers", &[("names", bureau.scrutineers.join(", ").into())]),
    }
}

/// Whoever raised a hand or voted on paper showed no key.
fn present_key(minutes: &Minutes) -> &'static str {
    let hands = |item: &MinutesItem| item.decision.as_ref().is_some_and(|decision| decision.hands.is_some());
    let by_hall = minutes.items.iter().any(|item| item.paper.is_some() || hands(item));
    let by_code = minutes.items.iter().any(|item| item.codes.is_some());
    match (by_hall, by_code) {
        (true, true) => "minutes-present-hall-code",
        (true, false) => "minutes-present-hall",
        (false, true) => "minutes-present-code",
        (false, false) => "minutes-present",
    }
}

/// How many voices voted, by a device and on paper.
fn voices_said(item: &MinutesItem, lang: Lang) -> String {
    let mut numbers = vec![("voted", item.voted.into()), ("voices", item.voices.into())];
    let Some(handed) = item.paper else { return lang.with("minutes-voices", &numbers) };
    numbers.push(("handed", handed.into()));
    let voices = lang.with(if item.voices == 0 { "minutes-voices-paper" } else { "minutes-voices-device" }, &numbers);
    let how = lang.t(if item.decision.is_some() { "minutes-paper-counted" } else { "minutes-paper-void" });
    format!("{voices} {how}")
}

/// Neither decided nor given up: the session ended before.
fn left(item: &MinutesItem) -> bool {
    item.decision.is_none() && item.void_reason.is_none()
}

/// Those who voted before the session.
fn in_advance(item: &MinutesItem, lang: Lang) -> Option<String> {
    item.advance.as_ref().map(|found| lang.with("turnout-advance", &[("voted", found.voted.into())]))
}

/// Open or secret, how many voices voted, and who spoke them.
fn voted(item: &MinutesItem, lang: Lang) -> String {
    let mode = lang.t(match item.mode {
        VoteMode::Open => "mode-open",
        VoteMode::Secret => "mode-secret",
    });
    let mandates = match item.mandates {
        Some(count) => Some(lang.with("minutes-mandates", &[("count", count.into())])),
        None => {
            let apart = item.paper.or(item.codes).or(item.entrusted);
            (item.voted > 0 && apart.is_none()).then(|| lang.t("minutes-own-keys"))
        }
    };
    let codes = item.codes.map(|count| lang.with("minutes-paper-codes", &[("count", count.into())]));
    let entrusted = item.entrusted.map(|count| lang.with("minutes-entrusted", &[("count", count.into())]));
    let left_out = item.left_out.map(|count| lang.with("minutes-left-out", &[("count", count.into())]));
    let said = [
        Some(format!("{mode}. {}", voices_said(item, lang))),
        in_advance(item, lang),
        mandates,
        codes,
        entrusted,
        left_out,
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Why nothing of what was left was put to the vote.
#[component]
fn Lack(lack: QuorumCheck, lang: Lang) -> impl IntoView {
    let (said, article) = lacked(&lack, lang);
    view! {
        <h2>{lang.t("lack-title")}</h2>
        <p>{said}" "<span class="article">{article}</span></p>
    }
}

/// What was lacking, and which articles say so.
fn lacked(lack: &QuorumCheck, lang: Lang) -> (String, String) {
    let args = [
        ("present", lack.present.into()),
        ("needed", lack.needed.unwrap_or(0).into()),
        ("members", lack.members.into()),
    ];
    (lang.with("minutes-lack", &args), format!("{} · C. com. R.225-107", lack.article))
}

#[component]
fn Item(item: MinutesItem, extract: Option<String>, lang: Lang) -> impl IntoView {
    let (left, voted, advance) = (left(&item), voted(&item, lang), in_advance(&item, lang));
    let contest = item.resolution.election.clone();
    let label = lang.with("extract-of", &[("position", item.position.into())]);
    view! {
        <section class="minutes__item stack">
            <h2>{lang.with("minutes-resolution", &[("position", item.position.into())])}" — "{lang.pick(&item.resolution.title)}</h2>
            <blockquote lang="fr">{item.resolution.text.fr.clone()}</blockquote>
            {contest.as_ref().map(|contest| view! { <p>{paper_rule(contest, lang)}" "{lang.t("election-accepted")}</p> })}
            {if left {
                view! { <p><strong>{lang.t("vote-not-put")}</strong>{advance.map(|advance| format!(" {advance}"))}</p> }.into_any()
            } else {
                view! { <p>{voted}</p> }.into_any()
            }}
            {item.cause.map(|cause| view! { <InSession cause lang /> })}
            {item.void_reason.map(|reason| view! { <Void reason lang /> })}
            {item.decision.map(|decision| view! {
                <Bars decision=decision.clone() contest=contest.clone() lang />
                <Reasons decision=decision.clone() lang />
                <Verdict decision lang />
            })}
            {extract.map(|href| view! { <p class="hint"><a href=href>{label}</a></p> })}
        </section>
    }
}
