//! The session console: the bureau is constituted, the chair opens and closes, the secretary publishes.

pub mod bureau;
mod ties;

use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::bureau::{Seat, SeatView};
use domain::entrusted::EntrustedDesk;
use domain::hands::may_open;
use domain::ids::AssemblyId;
use domain::live::Live;
use domain::quorum::QuorumCheck;
use domain::roles::Role;
use domain::vote::{VoteMode, VoteState, Window};
use domain::wire::{AdvanceDesk, AssemblyView, Console, HolderProgress, HoldersNeeded, ItemView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use service::policy::{Operation, allow};

use crate::components::declining::SaidAloud;
use crate::components::form::Act;
use crate::components::hands::{HandsChip, HandsSaid};
use crate::components::paper::{FewPapers, PaperSaid};
use crate::components::result::{Bars, Verdict, Void};
use crate::components::time::When;
use crate::components::vote::{InSession, ModeChip, RollChecked, StateChip, Turnout};
use crate::i18n::Lang;
use crate::islands::pulse::Pulse;
use crate::pages;
use crate::rpc;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;
use bureau::{Bureau, Refused};

/// `GET /console`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    match pages::in_session(&app).await {
        Ok(assembly) => show(&app, &visitor, assembly, None).await,
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// The console of an assembly, with the form of its bureau as it was refused, if it was.
async fn show(app: &AppState, visitor: &Visitor, assembly: AssemblyId, refused: Option<Refused>) -> Response {
    let lang = visitor.lang;
    let at = app.service.now();
    let (chair, secretary) = (visitor.has(Role::Chair), visitor.has(Role::Secretary));
    let opens = allow(&visitor.actor, Operation::OpenSession).is_ok();
    let confirms = allow(&visitor.actor, Operation::ConfirmEntrusted).is_ok();
    let status = refused.as_ref().map(|refused| shell::status_of(refused.refusal));
    shell::answer(
        app,
        visitor,
        service::views::console(&app.service, &visitor.actor, assembly).await,
        |_| {
            let page = Page::new(lang.t("console-title")).with_islands(Bundle::Desk);
            status.map_or(page.clone(), |status| page.status(status))
        },
        move |console| {
            let refused = refused.clone();
            view! { <Desk console at chair secretary opens confirms refused lang /> }
        },
    )
    .await
}

#[component]
fn Desk(
    console: Console,
    at: i64,
    chair: bool,
    secretary: bool,
    opens: bool,
    confirms: bool,
    refused: Option<Refused>,
    lang: Lang,
) -> impl IntoView {
    let assembly = console.assembly.clone();
    let convened = assembly.state == AssemblyState::Convened;
    let in_session = assembly.state == AssemblyState::InSession;
    let constituted = console.bureau.bureau.is_some();
    let holders_ready = console.holders_ready;
    let scrutineer = |held: &&SeatView| matches!(held.seat, Seat::FirstScrutineer | Seat::SecondScrutineer);
    let tellers = console.bureau.bureau.as_ref().map_or(0, |bureau| bureau.seats.iter().filter(scrutineer).count());
    let id = assembly.id.to_string();
    // Whoever has no key has a voice nevertheless where the server keeps it.
    let missing = match console.entrusted {
        Some(desk) if desk.most != Some(0) => 0,
        _ => console.assembly.members.saturating_sub(console.with_key),
    };
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow">{lang.t("console-eyebrow")}</p>
            <h1>{lang.t("console-title")}</h1>
            <Pulse assembly=assembly.id shown=Live::of(&assembly, at) turnout=true label=lang.t("console-changed") strings=lang.strings(&["pulse-"]) />
            <Readiness console=console.clone() lang />
            {in_session.then(|| view! { <Session assembly=assembly.clone() chair constituted lang /> })}
            {console.entrusted.filter(|desk| desk.voices > 0 || desk.asks()).map(|desk| view! { <Entrusted desk opens_otherwise=console.unconfirmed.is_empty() assembly=id.clone() confirms lang /> })}
            {console.advance.map(|desk| view! {
                <Advance desk at assembly=id.clone() zone=assembly.time_zone.clone() opens lang />
            })}
            {(convened && opens).then(|| view! {
                <section class="card card--action stack">
                    <h2>{lang.t("console-open-session-title")}</h2>
                    {if at < assembly.starts_at {
                        view! { <p>{lang.t("console-open-session-from")}" "<When at=assembly.starts_at zone=assembly.time_zone.clone() lang />"."</p> }.into_any()
                    } else {
                        view! {
                            <p>{lang.t("console-open-session-text")}</p>
                            <Act action=rpc::OpenSession::PATH fields=vec![("assembly", id.clone())] label=lang.t("console-open-session") />
                        }.into_any()
                    }}
                </section>
            })}
            {in_session.then(|| view! {
                <Bureau desk=console.bureau.clone() assembly=assembly.id zone=assembly.time_zone.clone() refused lang />
            })}
            <div class="console">
                {assembly.items.iter().cloned().map(|item| {
                    let unconfirmed = console.unconfirmed.contains(&item.vote);
                    view! { <Item item at chair secretary in_session constituted holders_ready tellers missing unconfirmed lang /> }
                }).collect_view()}
            </div>
            {assembly.rehearsal.then(|| view! {
                <section class="card card--action stack">
                    <h2>{lang.t("rehearsal-end-title")}</h2>
                    <p>{lang.t("rehearsal-end-text")}</p>
                    {opens.then(|| view! {
                        <Act action=rpc::session::EndRehearsal::PATH fields=vec![("assembly", id.clone())] label=lang.t("rehearsal-end") />
                    })}
                </section>
            })}
            {console.lack.clone().filter(|_| !assembly.rehearsal).map(|lack| view! { <Lack lack assembly=id.clone() lang /> })}
            {(!assembly.rehearsal).then(|| view! { <section class="card card--action stack">
                <h2>{lang.t("console-minutes")}</h2>
                {match (assembly.minutes_hash.is_some(), console.can_publish && secretary) {
                    (true, _) => view! { <p><a class="button" href=format!("/minutes/{id}")>{lang.t("console-minutes-read")}</a></p> }.into_any(),
                    (false, true) => view! {
                        <p>{lang.t("console-minutes-ready")}</p>
                        <Act action=rpc::PublishMinutes::PATH fields=vec![("assembly", id.clone())] label=lang.t("console-minutes-publish") />
                    }.into_any(),
                    (false, false) if console.can_publish => view! { <p>{lang.t("console-minutes-secretary")}</p> }.into_any(),
                    (false, false) => view! { <p class="hint">{lang.t("console-minutes-later")}</p> }.into_any(),
                }}
            </section> })}
        </div>
    }
}

#[component]
fn Readiness(console: Console, lang: Lang) -> impl IntoView {
    let quorum = console.quorum.clone();
    let assembly = console.assembly.id.to_string();
    let over = console.assembly.state == AssemblyState::Ended;
    let waiting: Vec<(u32, String)> = (1..)
        .zip(&console.key_holders)
        .filter(|(_, holder)| !holder.has_key && !over)
        .map(|(place, holder)| (place, holder.name.clone()))
        .collect();
    let keys = lang
        .with("console-keys-count", &[("with", console.with_key.into()), ("members", console.assembly.members.into())]);
    let taking_part = lang.with(
        "console-quorum-count",
        &[
            ("present", quorum.present.into()),
            ("needed", quorum.needed.unwrap_or(0).into()),
            ("members", quorum.members.into()),
        ],
    );
    view! {
        <section class="stack" aria-label=lang.t("console-readiness")>
            <dl class="facts">
                <div><dt>{lang.t("console-keys")}</dt><dd>{keys}</dd></div>
                <div><dt>{lang.t("console-quorum")}</dt><dd>{taking_part}" "<span class="article">{quorum.article}</span>" "<a href="/desk">{lang.t("nav-desk")}</a></dd></div>
                {console.key_holders.into_iter().map(|holder| view! {
                    <div><dt>{lang.t("console-holder")}</dt><dd>{holder_sentence(&holder, lang)}</dd></div>
                }).collect_view()}
            </dl>
            {console.needed.map(|needed| view! { <Needed needed assembly=assembly.clone() lang /> })}
            <Exchange waiting assembly lang />
        </section>
    }
}

/// How many key holders open a box, and the way back when their making of the key got stuck.
#[component]
fn Needed(needed: HoldersNeeded, assembly: String, lang: Lang) -> impl IntoView {
    let numbers = [("needed", needed.threshold.into()), ("of", needed.of.into())];
    view! {
        <p>{lang.with("console-holders-needed", &numbers)}</p>
        {needed.may_restart.then(|| view! {
            <details>
                <summary>{lang.t("console-ceremony-restart")}</summary>
                <p>{lang.t("console-ceremony-restart-text")}</p>
                <Act action=rpc::session::RestartCeremony::PATH fields=vec![("assembly", assembly)] label=lang.t("console-ceremony-restart") />
            </details>
        })}
    }
}

/// Another member in the place of a key holder without a key: who will not, or cannot, stops nobody.
#[component]
fn Exchange(waiting: Vec<(u32, String)>, assembly: String, lang: Lang) -> impl IntoView {
    (!waiting.is_empty()).then(|| view! {
        <details>
            <summary>{lang.t("console-exchange")}</summary>
            <p>{lang.t("console-exchange-text")}</p>
            <form class="stack" method="post" action=rpc::session::ExchangeHolder::PATH>
                <input type="hidden" name="assembly" value=assembly />
                <p class="field">
                    <label for="exchange-place">{lang.t("console-exchange-place")}</label>
                    <select id="exchange-place" name="place">
                        {waiting.into_iter().map(|(place, name)| view! { <option value=place.to_string()>{name}</option> }).collect_view()}
                    </select>
                </p>
                <p class="field">
                    <label for="exchange-number">{lang.t("console-exchange-number")}</label>
                    <input id="exchange-number" name="number" inputmode="numeric" required />
                </p>
                <p><button class="button" type="submit">{lang.t("console-exchange")}</button></p>
            </form>
        </details>
    })
}

fn holder_sentence(holder: &HolderProgress, lang: Lang) -> String {
    if let (Some(made), false) = (holder.making, holder.has_key) {
        let sentence = if made == 0 { "console-holder-to-make" } else { "console-holder-making" };
        return lang.with(sentence, &[("name", holder.name.clone().into()), ("made", made.into())]);
    }
    let key = match (holder.awaited, holder.approved, holder.has_key) {
        (1.., _, _) => "console-holder-awaited",
        (0, true, _) => "console-holder-ready",
        (0, false, true) => "console-holder-to-approve",
        (0, false, false) => "console-holder-to-make",
    };
    lang.with(key, &[("name", holder.name.clone().into())])
}

#[component]
fn Item(
    item: ItemView,
    at: i64,
    chair: bool,
    secretary: bool,
    in_session: bool,
    constituted: bool,
    holders_ready: bool,
    tellers: usize,
    missing: u32,
    unconfirmed: bool,
    lang: Lang,
) -> impl IntoView {
    let title = lang.pick(&item.resolution.title);
    let vote = item.vote.to_string();
    let goes_on = item.advance.as_ref().is_some_and(|advance| at < advance.until);
    let can_open = in_session && constituted && item.state.open().is_ok() && !goes_on;
    let papers = item.state == VoteState::Closed && item.paper.is_some_and(|papers| papers.awaited());
    let uncounted = item.hands.is_some() || papers;
    let can_void = in_session && chair && item.state.void_uncounted(uncounted).is_ok();
    let by_hands = may_open(item.mode, item.resolution.election.is_some(), item.advance.is_some(), tellers).is_ok();
    let blocked = can_open && item.mode == VoteMode::Secret && !holders_ready;
    view! {
        <article class="card console__item stack">
            <div class="cluster"><StateChip state=item.state lang /><ModeChip mode=item.mode lang /><HandsChip hands=item.hands.clone() lang /></div>
            <h2>{item.position}". "{title.clone()}</h2>
            <Turnout item=item.clone() lang />
            <RollChecked item=item.clone() leads=true lang />
            {(goes_on && in_session).then(|| view! { <p class="notice">{lang.t("refusal-advance-goes-on")}</p> })}
            {(blocked && chair).then(|| view! { <p class="notice notice--warning">{lang.t("console-blocked-holders")}</p> })}
            {(can_open && unconfirmed && chair).then(|| view! { <p class="notice notice--warning">{lang.t("console-entrusted-blocked")}</p> })}
            {(can_open && !blocked && chair).then(|| view! {
                {(missing > 0).then(|| view! {
                    <p class="notice">{lang.with("console-missing-keys", &[("count", missing.into())])}" "<a href="/register/keys">{lang.t("register-keys-title")}</a></p>
                })}
                <div class="cluster">
                    <Act action=rpc::OpenVote::PATH fields=vec![("vote", vote.clone())] label=lang.t("console-open-vote") about=title.clone() />
                    {by_hands.then(|| view! {
                        <Act action=rpc::session::OpenByHands::PATH fields=vec![("vote", vote.clone())] label=lang.t("hands-open-vote")
                            about=title.clone() class="button" />
                    })}
                </div>
            })}
            {(item.state == VoteState::Open && chair).then(|| view! {
                <FewPapers item=item.clone() lang />
                <div class="cluster">
                    <Act action=rpc::session::WarnClosing::PATH fields=vec![("vote", vote.clone())] label=lang.t("console-warn")
                         about=title.clone() class="button" />
                    <Act action=rpc::CloseVote::PATH fields=vec![("vote", vote.clone())] label=lang.t("console-close-vote")
                         about=title.clone() class="button button--danger" />
                </div>
            })}
            <HandsSaid item=item.clone() lang />
            <PaperSaid item=item.clone() lang />
            {(item.state == VoteState::Closed && item.mode == VoteMode::Secret && !papers).then(|| view! { <p class="notice">{lang.t("console-waiting-holder")}</p> })}
            {(item.state == VoteState::Closed && item.hands.is_some()).then(|| view! {
                <p><a class="button button--primary" href=format!("/vote/{vote}/hands")>{lang.t("hands-go")}<span class="visually-hidden">" — "{title.clone()}</span></a></p>
            })}
            {papers.then(|| view! {
                <p><a class="button button--primary" href=format!("/vote/{vote}/paper")>{lang.t("paper-go")}<span class="visually-hidden">" — "{title.clone()}</span></a></p>
            })}
            {item.decision.clone().map(|decision| view! {
                <Verdict decision=decision.clone() lang /><Bars decision contest=item.resolution.election.clone() lang />
            })}
            {(in_session && chair).then(|| view! { <ties::Tie item=item.clone() lang /> })}
            {(in_session && (chair || secretary)).then(|| view! { <SaidAloud item=item.clone() lang /> })}
            {item.cause.map(|cause| view! { <InSession cause lang /> })}
            {item.void_reason.clone().map(|reason| view! { <Void reason lang /> })}
            {can_void.then(|| view! { <GiveUp vote=vote.clone() title=title.clone() lang /> })}
            <p><a href=format!("/vote/{vote}")>{lang.t("console-public-page")}<span class="visually-hidden">" — "{title}</span></a></p>
        </article>
    }
}

/// Voices entrusted to the server: how many it would be, and the forms by which the board says how many there may be, or that votes open
/// without them.
#[component]
fn Entrusted(
    desk: EntrustedDesk,
    opens_otherwise: bool,
    assembly: String,
    confirms: bool,
    lang: Lang,
) -> impl IntoView {
    let count = [("count", desk.would_be.into()), ("voices", desk.voices.into())];
    let said = desk.most.map(|most| match most {
        0 => lang.t("console-entrusted-none"),
        most => lang.with("console-entrusted-most", &[("most", most.into())]),
    });
    view! {
        <section class="card stack" aria-labelledby="console-entrusted">
            <h2 id="console-entrusted">{lang.t("console-entrusted")}</h2>
            <p>{(desk.voices > 0).then(|| lang.with("console-entrusted-count", &count))}{said.map(|said| format!(" {said}"))}</p>
            {desk.waits().then(|| {
                let key = if opens_otherwise { "console-entrusted-hands" } else { "console-entrusted-waits" };
                view! { <p class="notice notice--warning">{lang.t(key)}</p> }
            })}
            {(confirms && desk.asks()).then(|| view! {
                <form class="stack" method="post" action=rpc::session::ConfirmEntrusted::PATH>
                    <input type="hidden" name="assembly" value=assembly.clone() />
                    <p class="field">
                        <label for="entrusted-most">{lang.t("console-entrusted-number")}</label>
                        <input id="entrusted-most" name="most" inputmode="numeric" pattern="[1-9][0-9]*" required
                            value=desk.offered().map(|number| number.to_string()) />
                    </p>
                    <p><button class="button" type="submit">{lang.t("console-entrusted-go")}</button></p>
                </form>
            })}
            {(confirms && desk.asks() && desk.most != Some(0)).then(|| view! {
                <p>{lang.t("console-entrusted-without-text")}</p>
                <Act action=rpc::session::ConfirmEntrusted::PATH fields=vec![("assembly", assembly), ("most", "0".to_owned())]
                    label=lang.t("console-entrusted-without") class="button button--danger" />
            })}
        </section>
    }
}

/// Ballots before the session: from when, until when, and whether they are received.
#[component]
fn Advance(desk: AdvanceDesk, at: i64, assembly: String, zone: String, opens: bool, lang: Lang) -> impl IntoView {
    let Window { from, until } = desk.window;
    let board = desk.unconfirmed && desk.window.receives(at).is_ok();
    let key = match desk.window.receives(at) {
        _ if desk.waiting == 0 && at < until => Some("console-advance-open"),
        Err(Refusal::AdvanceNotYet) => Some("console-advance-later"),
        Ok(()) if !desk.ready => Some("console-advance-holders"),
        // What it waits for is said apart.
        Ok(()) => Some("console-advance-ready").filter(|_| !board),
        Err(_) => Some("console-advance-over"),
    };
    view! {
        <section class="card card--action stack" aria-labelledby="console-advance">
            <h2 id="console-advance">{lang.t("assembly-advance")}</h2>
            <p><When at=from zone=zone.clone() lang />" – "<When at=until zone lang /></p>
            {key.map(|key| view! { <p>{lang.t(key)}</p> })}
            {board.then(|| view! {
                <p class="notice notice--warning">{lang.t("console-advance-board")}" "<a href="#console-entrusted">{lang.t("console-entrusted")}</a></p>
            })}
            {(desk.may_open && opens).then(|| view! {
                <Act action=rpc::session::OpenAdvance::PATH fields=vec![("assembly", assembly.clone())] label=lang.t("console-advance-go") />
            })}
        </section>
    }
}

/// The session itself: the hall's screen, a pause.
#[component]
fn Session(assembly: AssemblyView, chair: bool, constituted: bool, lang: Lang) -> impl IntoView {
    let id = assembly.id.to_string();
    let suspended = assembly.suspended_at.is_some();
    view! {
        <section class="stack" aria-label=lang.t("console-session")>
            {suspended.then(|| view! { <p class="notice notice--warning">{lang.t("console-suspended")}</p> })}
            <div class="cluster">
                <a class="button" href=format!("/assembly/{id}/screen")>{lang.t("screen-link")}</a>
                {constituted.then(|| view! { <a class="button" href=format!("/assembly/{id}/sheet")>{lang.t("sheet-title")}</a> })}
                {chair.then(|| view! { <a class="button" href="/console/vote">{lang.t("put-title")}</a> })}
                {chair.then(|| if suspended {
                    view! { <Act action=rpc::session::ResumeSession::PATH fields=vec![("assembly", id.clone())] label=lang.t("console-resume") /> }.into_any()
                } else {
                    view! { <Act action=rpc::session::SuspendSession::PATH fields=vec![("assembly", id.clone())] label=lang.t("console-suspend") class="button" /> }.into_any()
                })}
            </div>
        </section>
    }
}

/// Ending a session that cannot decide: the numbers, the rule, what follows. The button is folded away, since members may
/// still be on their way.
#[component]
fn Lack(lack: QuorumCheck, assembly: String, lang: Lang) -> impl IntoView {
    let args = [
        ("present", lack.present.into()),
        ("needed", lack.needed.unwrap_or(0).into()),
        ("members", lack.members.into()),
    ];
    view! {
        <section class="card stack" aria-labelledby="lack">
            <h2 id="lack">{lang.t("lack-title")}</h2>
            <p>{lang.with("lack-count", &args)}" "<span class="article">{lack.article}</span></p>
            <details>
                <summary>{lang.t("lack-end")}</summary>
                <div class="stack">
                    <p>{lang.t("lack-text")}" "<span class="article">"C. com. R.225-107"</span></p>
                    <Act action=rpc::session::EndWithoutQuorum::PATH fields=vec![("assembly", assembly)] label=lang.t("lack-go")
                        class="button button--danger" />
                </div>
            </details>
        </section>
    }
}

/// Giving a vote up, folded away: it is seldom, and cannot be undone.
#[component]
fn GiveUp(vote: String, title: String, lang: Lang) -> impl IntoView {
    let field = format!("void-{vote}");
    view! {
        <details>
            <summary>{lang.t("console-void")}<span class="visually-hidden">" — "{title}</span></summary>
            <form method="post" action=rpc::session::VoidVote::PATH class="stack">
                <p class="hint" id=format!("{field}-hint")>{lang.t("console-void-text")}</p>
                <div class="field">
                    <label for=field.clone()>{lang.t("console-void-reason")}</label>
                    <input id=field.clone() name="reason" required maxlength="500" aria-describedby=format!("{field}-hint") />
                </div>
                <input type="hidden" name="vote" value=vote />
                <button class="button button--danger" type="submit">{lang.t("console-void-go")}</button>
            </form>
        </details>
    }
}
