//! Papers are typed: by each of the two scrutineers on the own page, or by the chair as they say it aloud. Neither sees what the
//! other typed. What is refused comes back as it was typed.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::bureau::Seat;
use domain::contest::Contest;
use domain::hands::HandSeat;
use domain::ids::VoteId;
use domain::live::Live;
use domain::paper::{CountPaper, NamePapers, NotePaper, PaperDesk, Papers, TextPapers};
use domain::vote::{VoteMode, VoteState};
use leptos::prelude::*;
use service::policy::{Operation, allow};

use crate::components::field::Field;
use crate::i18n::Lang;
use crate::islands::pulse::Pulse;
use crate::pages::{self, said};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form of the own count is sent.
pub const COUNT: &str = "/rpc/count-paper";
/// Where that of a count said aloud is.
pub const NOTE: &str = "/rpc/note-paper";

/// What was typed: fields in their order, as of an election there is one for each who stands.
#[derive(Clone, Debug, Default)]
struct Typed(Vec<(String, String)>);

impl Typed {
    /// The first field of a name; empty if there is none.
    fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Those of a name, in their order.
    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    fn round(&self) -> Result<u32, Refusal> {
        self.field("round").parse().map_err(|_| Refusal::Malformed)
    }

    /// Of a text, or of an election if the form has its fields.
    fn papers(&self) -> Result<Papers, Refusal> {
        let number = |typed: &str| typed.trim().parse().map_err(|_| Refusal::PaperNumber);
        let of = |name: &str| number(self.field(name));
        if self.all("named").is_empty() {
            let (for_, against) = (of("for")?, of("against")?);
            return Ok(Papers::Text(TextPapers { for_, against, abstain: of("abstain")?, null: of("null")? }));
        }
        let votes = self.all("votes").into_iter().map(number).collect::<Result<_, _>>()?;
        Ok(Papers::Names(NamePapers { named: of("named")?, blank: of("blank")?, null: of("null")?, votes }))
    }

    fn count(&self) -> Result<CountPaper, Refusal> {
        Ok(CountPaper { round: self.round()?, counts: self.papers()? })
    }

    fn note(&self) -> Result<NotePaper, Refusal> {
        let seat = Seat::from_word(self.field("seat")).ok_or(Refusal::Malformed)?;
        Ok(NotePaper { seat, round: self.round()?, counts: self.papers()? })
    }
}

/// A form that was refused.
#[derive(Clone)]
struct Refused {
    typed: Typed,
    refusal: Refusal,
    request: String,
}

/// What arrives of a form.
type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// `GET /vote/{id}/paper`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let vote = match allow(&visitor.actor, Operation::ReadPaper) {
        Ok(()) => pages::id(&id),
        Err(refusal) => Err(refusal.into()),
    };
    match vote {
        Ok(vote) => show(&app, &visitor, vote, None).await,
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/count-paper`
pub async fn count(State(app): State<AppState>, visitor: Visitor, sent: Sent) -> Response {
    let Some((vote, typed)) = read(sent) else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.count() {
        Ok(asked) => service::count_paper(&app.service, &visitor.actor, vote, &asked).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    answered(&app, &visitor, (vote, typed), outcome).await
}

/// `POST /rpc/note-paper`
pub async fn note(State(app): State<AppState>, visitor: Visitor, sent: Sent) -> Response {
    let Some((vote, typed)) = read(sent) else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.note() {
        Ok(asked) => service::note_paper(&app.service, &visitor.actor, vote, &asked).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    answered(&app, &visitor, (vote, typed), outcome).await
}

fn read(sent: Sent) -> Option<(VoteId, Typed)> {
    let Form(fields) = sent.ok()?;
    let typed = Typed(fields);
    Some((typed.field("vote").parse().ok()?, typed))
}

async fn answered(
    app: &AppState,
    visitor: &Visitor,
    (vote, typed): (VoteId, Typed),
    outcome: Result<(), service::Error>,
) -> Response {
    use Refusal::{HandsOwnSeat, PaperNames, PaperNumber, PaperOneHand, PaperTooMany, PaperTyped};
    match outcome {
        Ok(()) => said::on(&format!("/vote/{vote}/paper")),
        Err(service::Error::Refused(
            refusal @ (HandsOwnSeat | PaperNames | PaperNumber | PaperOneHand | PaperTooMany | PaperTyped),
        )) => {
            let refused = Refused { typed, refusal, request: visitor.request_id.clone() };
            show(app, visitor, vote, Some(refused)).await
        }
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, vote: VoteId, refused: Option<Refused>) -> Response {
    let (lang, at) = (visitor.lang, app.service.now());
    let outcome = match service::views::paper(&app.service, &visitor.actor, vote).await {
        Ok(desk) => service::views::assembly(&app.service, desk.assembly).await.map(|view| (desk, Live::of(&view, at))),
        Err(error) => Err(error),
    };
    let status = refused.as_ref().map(|refused| shell::status_of(refused.refusal));
    shell::answer(
        app,
        visitor,
        outcome,
        |_| {
            let page = Page::new(lang.t("paper-title")).with_islands(Bundle::Desk);
            status.map_or(page.clone(), |status| page.status(status))
        },
        move |(desk, shown)| {
            let refused = refused.clone();
            view! { <Desk desk shown refused lang /> }
        },
    )
    .await
}

/// What is said where nothing is to be typed.
fn state(desk: &PaperDesk) -> Option<&'static str> {
    match desk.state {
        VoteState::Closed if desk.view.awaited() => None,
        VoteState::Closed if desk.mode == VoteMode::Secret => Some("paper-done-secret"),
        VoteState::Closed | VoteState::Decided => Some("paper-done"),
        VoteState::Voided => Some("vote-void"),
        VoteState::Prepared | VoteState::Advance | VoteState::Open => Some("paper-open"),
    }
}

#[component]
fn Desk(desk: PaperDesk, shown: Live, refused: Option<Refused>, lang: Lang) -> impl IntoView {
    let vote = desk.vote.to_string();
    let voices = desk.view.voices;
    let counted = [("voices", voices.into())];
    let state = state(&desk).map(|key| lang.with(key, &counted));
    let waits = state.is_none();
    let few = desk.reveals();
    let quiet = (desk.mode == VoteMode::Secret).then(|| lang.t(if few { "paper-few" } else { "paper-quiet" }));
    let (round, leads, contest) = (desk.view.round, desk.leads, desk.contest().cloned());
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
                    view! { <said::Refused refusal note=note_of(&typed, refusal, voices, lang) request lang /> }.into_any()
                }
                None => view! { <h1>{lang.t("paper-title")}</h1> }.into_any(),
            }}
            <p class="lead"><a href=format!("/vote/{vote}")>{desk.position}". "{lang.pick(&desk.resolution.title)}</a></p>
            <Pulse assembly=desk.assembly shown turnout=false label=lang.t("console-changed") strings=lang.strings(&["pulse-"]) />
            {state.map(|said| view! { <p class="notice" role="status">{said}</p> })}
            {waits.then(|| view! {
                <p>{lang.with("paper-box", &counted)}</p>
                {quiet.map(|said| view! { <p class="notice" class:notice--warning=few>{said}</p> })}
                {desk.view.differed().then(|| view! {
                    <p class="notice notice--warning" role="status">{lang.with("paper-differ", &[("round", round.into())])}</p>
                })}
                {(desk.seats.len() < 2).then(|| view! { <p class="notice notice--warning">{lang.t("paper-seats-missing")}</p> })}
                {desk.seats.into_iter().map(|seat| {
                    let refused = refused.clone().filter(|refused| of_seat(&refused.typed, &seat));
                    view! { <Seated seat vote=vote.clone() round contest=contest.clone() refused lang /> }
                }).collect_view()}
            })}
        </div>
    }
}

/// Whether what was typed was typed for a seat.
fn of_seat(typed: &Typed, seat: &HandSeat) -> bool {
    match typed.field("seat") {
        "" => seat.own,
        word => word == seat.seat.word(),
    }
}

/// What is said beside a refusal: of too many papers both numbers, otherwise that nothing is lost.
fn note_of(typed: &Typed, refusal: Refusal, voices: u32, lang: Lang) -> String {
    match typed.papers() {
        Ok(papers) if refusal == Refusal::PaperTooMany => {
            lang.with("paper-both-numbers", &[("papers", papers.total().into()), ("voices", voices.into())])
        }
        _ => lang.t("paper-kept"),
    }
}

#[component]
fn Seated(
    seat: HandSeat,
    vote: String,
    round: u32,
    contest: Option<Contest>,
    refused: Option<Refused>,
    lang: Lang,
) -> impl IntoView {
    let label =
        lang.t(if seat.seat == Seat::FirstScrutineer { "bureau-first-scrutineer" } else { "bureau-second-scrutineer" });
    let title = format!("paper-{}", seat.seat.word());
    let labelled = title.clone();
    let types = !seat.typed && (seat.own || seat.aloud);
    let said = match (seat.typed, seat.own, seat.aloud) {
        (true, ..) => "hands-seat-typed",
        (false, true, _) => "hands-seat-own",
        (false, false, true) => "paper-seat-aloud",
        (false, false, false) => "hands-seat-waits",
    };
    view! {
        <section class="card stack" class:card--action=types aria-labelledby=labelled>
            <h2 id=title>{label}" — "{seat.name.clone()}</h2>
            <p>{lang.t(said)}</p>
            {types.then(|| view! { <Count seat vote round contest refused lang /> })}
        </section>
    }
}

#[component]
fn Count(
    seat: HandSeat,
    vote: String,
    round: u32,
    contest: Option<Contest>,
    refused: Option<Refused>,
    lang: Lang,
) -> impl IntoView {
    // Whoever typed for a round that is over looks again before they send the numbers once more.
    let typed = refused.map(|refused| refused.typed).unwrap_or_default();
    let word = seat.seat.word();
    let field = |name: &'static str, label: String| {
        let value = typed.field(name).to_owned();
        view! {
            <Field name id=format!("{word}-{name}") label value kind="number" required=true min=Some("0".to_owned()) />
        }
    };
    let fields = match &contest {
        None => view! {
            <div class="field-row">
                {[("for", "choice-for"), ("against", "choice-against"), ("abstain", "choice-abstain"), ("null", "paper-null")]
                    .map(|(name, key)| field(name, lang.t(key))).collect_view()}
            </div>
        }
        .into_any(),
        Some(contest) => {
            let votes = typed.all("votes");
            let named = contest.candidates.iter().enumerate().map(|(at, name)| {
                let label = lang.with("paper-for-name", &[("name", name.clone().into())]);
                let value = votes.get(at).copied().unwrap_or_default().to_owned();
                view! {
                    <Field name="votes" id=format!("{word}-votes-{at}") label value kind="number" required=true min=Some("0".to_owned()) />
                }
            });
            view! {
                <p class="hint">{lang.with("paper-names-hint", &[("most", contest.most.into())])}</p>
                <div class="field-row">
                    {[("named", "paper-named"), ("blank", "paper-blank"), ("null", "paper-void")]
                        .map(|(name, key)| field(name, lang.t(key))).collect_view()}
                </div>
                {named.collect_view()}
            }
            .into_any()
        }
    };
    view! {
        <form class="stack" method="post" action=if seat.own { COUNT } else { NOTE }>
            <input type="hidden" name="vote" value=vote />
            <input type="hidden" name="round" value=round.to_string() />
            {(!seat.own).then(|| view! { <input type="hidden" name="seat" value=word /> })}
            {fields}
            <p><button class="button button--primary" type="submit">{lang.t("paper-type")}</button></p>
        </form>
    }
}
