//! A show of hands is typed: by each of the two scrutineers on the own page, or by the chair as they say it aloud. Neither sees what
//! the other typed. What is refused comes back as it was typed.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::bureau::Seat;
use domain::hands::{CountHands, HandSeat, Hands, HandsDesk, NoteHands};
use domain::ids::VoteId;
use domain::live::Live;
use domain::vote::VoteState;
use leptos::prelude::*;
use serde::Deserialize;
use service::policy::{Operation, allow};

use crate::components::field::Field;
use crate::i18n::Lang;
use crate::islands::pulse::Pulse;
use crate::pages::{self, said};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form of the own count is sent.
pub const COUNT: &str = "/rpc/count-hands";
/// Where that of a count said aloud is.
pub const NOTE: &str = "/rpc/note-hands";

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    vote: String,
    round: String,
    /// Of a count said aloud: whose.
    #[serde(default)]
    seat: String,
    #[serde(rename = "for", default)]
    for_: String,
    #[serde(default)]
    against: String,
    #[serde(default)]
    abstain: String,
}

impl Typed {
    fn round(&self) -> Result<u32, Refusal> {
        self.round.parse().map_err(|_| Refusal::Malformed)
    }

    fn hands(&self) -> Result<Hands, Refusal> {
        let number = |typed: &str| typed.trim().parse().map_err(|_| Refusal::HandsNumber);
        Ok(Hands { for_: number(&self.for_)?, against: number(&self.against)?, abstain: number(&self.abstain)? })
    }

    fn count(&self) -> Result<CountHands, Refusal> {
        Ok(CountHands { round: self.round()?, hands: self.hands()? })
    }

    fn note(&self) -> Result<NoteHands, Refusal> {
        let seat = Seat::from_word(&self.seat).ok_or(Refusal::Malformed)?;
        Ok(NoteHands { seat, round: self.round()?, hands: self.hands()? })
    }
}

/// A form that was refused.
#[derive(Clone)]
struct Refused {
    typed: Typed,
    refusal: Refusal,
    request: String,
}

/// `GET /vote/{id}/hands`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let vote = match allow(&visitor.actor, Operation::ReadHands) {
        Ok(()) => pages::id(&id),
        Err(refusal) => Err(refusal.into()),
    };
    match vote {
        Ok(vote) => show(&app, &visitor, vote, None).await,
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/count-hands`
pub async fn count(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Some((vote, typed)) = read(sent) else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.count() {
        Ok(asked) => service::count_hands(&app.service, &visitor.actor, vote, &asked).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    answered(&app, &visitor, (vote, typed), outcome).await
}

/// `POST /rpc/note-hands`
pub async fn note(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Some((vote, typed)) = read(sent) else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.note() {
        Ok(asked) => service::note_hands(&app.service, &visitor.actor, vote, &asked).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    answered(&app, &visitor, (vote, typed), outcome).await
}

fn read(sent: Result<Form<Typed>, FormRejection>) -> Option<(VoteId, Typed)> {
    let Form(typed) = sent.ok()?;
    Some((typed.vote.parse().ok()?, typed))
}

async fn answered(
    app: &AppState,
    visitor: &Visitor,
    (vote, typed): (VoteId, Typed),
    outcome: Result<(), service::Error>,
) -> Response {
    use Refusal::{HandsNumber, HandsOwnSeat, HandsTooMany, HandsTyped};
    match outcome {
        Ok(()) => said::on(&format!("/vote/{vote}/hands")),
        Err(service::Error::Refused(refusal @ (HandsNumber | HandsOwnSeat | HandsTooMany | HandsTyped))) => {
            let refused = Refused { typed, refusal, request: visitor.request_id.clone() };
            show(app, visitor, vote, Some(refused)).await
        }
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, vote: VoteId, refused: Option<Refused>) -> Response {
    let (lang, at) = (visitor.lang, app.service.now());
    let outcome = match service::views::hands(&app.service, &visitor.actor, vote).await {
        Ok(desk) => service::views::assembly(&app.service, desk.assembly).await.map(|view| (desk, Live::of(&view, at))),
        Err(error) => Err(error),
    };
    let status = refused.as_ref().map(|refused| shell::status_of(refused.refusal));
    shell::answer(
        app,
        visitor,
        outcome,
        |_| {
            let page = Page::new(lang.t("hands-title")).with_islands(Bundle::Desk);
            status.map_or(page.clone(), |status| page.status(status))
        },
        move |(desk, shown)| {
            let refused = refused.clone();
            view! { <Desk desk shown refused lang /> }
        },
    )
    .await
}

#[component]
fn Desk(desk: HandsDesk, shown: Live, refused: Option<Refused>, lang: Lang) -> impl IntoView {
    let vote = desk.vote.to_string();
    let hall = desk.view.hall.unwrap_or_default();
    let counted = [("hall", hall.into()), ("voted", desk.voted.into())];
    let waits = desk.state == VoteState::Closed && !desk.view.agreed;
    let state = match desk.state {
        VoteState::Closed if waits => None,
        VoteState::Voided => Some("vote-void"),
        VoteState::Closed | VoteState::Decided => Some("hands-done"),
        VoteState::Prepared | VoteState::Advance | VoteState::Open => Some("hands-open"),
    };
    let (round, leads) = (desk.view.round, desk.leads);
    view! {
        <div class="page stack">
            <p class="eyebrow">
                {if leads {
                    view! { <a href="/console">{lang.t("console-title")}</a> }.into_any()
                } else {
                    view! { <a href="/votes">{lang.t("votes-title")}</a> }.into_any()
                }}
            </p>
            {match refused.clone() {
                Some(Refused { refusal, request, typed }) => {
                    view! { <said::Refused refusal note=note_of(&typed, refusal, hall, lang) request lang /> }.into_any()
                }
                None => view! { <h1>{lang.t("hands-title")}</h1> }.into_any(),
            }}
            <p class="lead"><a href=format!("/vote/{vote}")>{desk.position}". "{lang.pick(&desk.resolution.title)}</a></p>
            <Pulse assembly=desk.assembly shown turnout=false label=lang.t("console-changed") strings=lang.strings(&["pulse-"]) />
            {state.map(|key| view! { <p class="notice" role="status">{lang.t(key)}</p> })}
            {waits.then(|| view! {
                <p>{lang.with("hands-hall", &counted)}</p>
                {desk.view.differed().then(|| view! {
                    <p class="notice notice--warning" role="status">{lang.with("hands-differ", &[("round", round.into())])}</p>
                })}
                {desk.seats.into_iter().map(|seat| {
                    let refused = refused.clone().filter(|refused| of_seat(&refused.typed, &seat));
                    view! { <Seated seat vote=vote.clone() round refused lang /> }
                }).collect_view()}
            })}
        </div>
    }
}

/// Whether what was typed was typed for a seat.
fn of_seat(typed: &Typed, seat: &HandSeat) -> bool {
    if typed.seat.is_empty() { seat.own } else { typed.seat == seat.seat.word() }
}

/// What is said beside a refusal: of too many hands both numbers, otherwise that nothing is lost.
fn note_of(typed: &Typed, refusal: Refusal, hall: u32, lang: Lang) -> String {
    match typed.hands() {
        Ok(hands) if refusal == Refusal::HandsTooMany => {
            lang.with("hands-both-numbers", &[("hands", hands.total().into()), ("hall", hall.into())])
        }
        _ => lang.t("hands-kept"),
    }
}

#[component]
fn Seated(seat: HandSeat, vote: String, round: u32, refused: Option<Refused>, lang: Lang) -> impl IntoView {
    let label =
        lang.t(if seat.seat == Seat::FirstScrutineer { "bureau-first-scrutineer" } else { "bureau-second-scrutineer" });
    let title = format!("hands-{}", seat.seat.word());
    let labelled = title.clone();
    let types = !seat.typed && (seat.own || seat.aloud);
    let said = match (seat.typed, seat.own, seat.aloud) {
        (true, ..) => "hands-seat-typed",
        (false, true, _) => "hands-seat-own",
        (false, false, true) => "hands-seat-aloud",
        (false, false, false) => "hands-seat-waits",
    };
    view! {
        <section class="card stack" class:card--action=types aria-labelledby=labelled>
            <h2 id=title>{label}" — "{seat.name.clone()}</h2>
            <p>{lang.t(said)}</p>
            {types.then(|| view! { <Count seat vote round refused lang /> })}
        </section>
    }
}

#[component]
fn Count(seat: HandSeat, vote: String, round: u32, refused: Option<Refused>, lang: Lang) -> impl IntoView {
    // Whoever typed for a round that is over looks again before they send the numbers once more.
    let typed = refused.map(|refused| refused.typed).unwrap_or_default();
    let word = seat.seat.word();
    let field = |name: &'static str, key: &str, value: &str| {
        view! {
            <Field name id=format!("{word}-{name}") label=lang.t(key) value=value.to_owned() kind="number" required=true
                min=Some("0".to_owned()) />
        }
    };
    view! {
        <form class="stack" method="post" action=if seat.own { COUNT } else { NOTE }>
            <input type="hidden" name="vote" value=vote />
            <input type="hidden" name="round" value=round.to_string() />
            {(!seat.own).then(|| view! { <input type="hidden" name="seat" value=word /> })}
            <div class="field-row">
                {field("for", "choice-for", &typed.for_)}
                {field("against", "choice-against", &typed.against)}
                {field("abstain", "choice-abstain", &typed.abstain)}
            </div>
            <p><button class="button button--primary" type="submit">{lang.t("hands-type")}</button></p>
        </form>
    }
}
