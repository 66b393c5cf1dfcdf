//! The bureau on the console: who sits in it, who is still to accept, and the form that constitutes it. What is refused comes
//! back as it was typed.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal;
use domain::bureau::{Accepted, BureauDesk, BureauView, ChairBy, ConstituteBureau, ScrutineersBy, Seat, SeatView};
use domain::ids::AssemblyId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::field::{self, Field};
use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages::said;
use crate::rpc::bureau::NoteBureauAcceptance;
use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const CONSTITUTE: &str = "/rpc/constitute-bureau";

/// What is typed into it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    assembly: String,
    after: String,
    chair: String,
    chair_by: String,
    first_scrutineer: String,
    second_scrutineer: String,
    scrutineers_by: String,
    words: String,
    secretary: String,
    secretary_name: String,
    /// `yes` when all of them accepted aloud.
    aloud: String,
}

impl Typed {
    fn asked(self) -> Option<(AssemblyId, ConstituteBureau)> {
        let asked = ConstituteBureau {
            after: self.after.parse().ok()?,
            chair: self.chair,
            chair_by: ChairBy::ALL.into_iter().find(|by| by.word() == self.chair_by)?,
            first_scrutineer: self.first_scrutineer,
            second_scrutineer: self.second_scrutineer,
            scrutineers_by: ScrutineersBy::ALL.into_iter().find(|by| by.word() == self.scrutineers_by)?,
            words: self.words,
            secretary: self.secretary,
            secretary_name: self.secretary_name,
            aloud: self.aloud == "yes",
        };
        Some((self.assembly.parse().ok()?, asked))
    }
}

/// A form that was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    pub(super) asked: ConstituteBureau,
    pub(super) refusal: Refusal,
    pub(super) request: String,
}

/// `POST /rpc/constitute-bureau`
pub async fn post(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Some((id, asked)) = sent.ok().and_then(|Form(typed)| typed.asked()) else {
        return said::malformed(&app, &visitor).await;
    };
    match service::constitute_bureau(&app.service, &visitor.actor, id, &asked).await {
        Ok(_) => said::on("/console"),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            let refused = Refused { asked, refusal, request: visitor.request_id.clone() };
            super::show(&app, &visitor, id, Some(refused)).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// Refusals after which the form comes back.
fn comes_back(refusal: Refusal) -> bool {
    use Refusal::{
        BureauChanged, BureauNeedsVoice, BureauTwice, BureauWords, MemberUnclear, NoSuchNumber, TextCharacters,
        TextInvalid, TooManyTexts,
    };
    matches!(
        refusal,
        BureauChanged
            | BureauNeedsVoice
            | BureauTwice
            | BureauWords
            | MemberUnclear
            | NoSuchNumber
            | TextCharacters
            | TextInvalid
            | TooManyTexts
    )
}

/// What a seat is called.
pub(crate) fn seat_name(seat: Seat, lang: Lang) -> String {
    lang.t(match seat {
        Seat::Chair => "bureau-chair",
        Seat::FirstScrutineer | Seat::SecondScrutineer => "bureau-scrutineer",
        Seat::Secretary => "bureau-secretary",
    })
}

/// By what the chair chairs, and how scrutineers were found, in words.
pub(crate) fn chair_by(by: ChairBy, lang: Lang) -> String {
    lang.t(&format!("bureau-chair-{}", by.word()))
}

pub(crate) fn scrutineers_by(by: ScrutineersBy, lang: Lang) -> String {
    lang.t(&format!("bureau-scrutineers-{}", by.word()))
}

/// The section of the console.
#[component]
pub(super) fn Bureau(
    desk: BureauDesk,
    assembly: AssemblyId,
    zone: String,
    refused: Option<Refused>,
    lang: Lang,
) -> impl IntoView {
    // Whoever comes second sees what the first recorded, and sends what was typed over it only by looking again.
    let changed = refused.as_ref().is_some_and(|refused| refused.refusal == Refusal::BureauChanged);
    let after = desk.form.after;
    let form = match refused.clone() {
        Some(refused) => ConstituteBureau { after: if changed { after } else { refused.asked.after }, ..refused.asked },
        None => desk.form.clone(),
    };
    let there = desk.bureau.is_some() || desk.waiting.is_some();
    let open = refused.is_some();
    let people = desk.people.clone();
    view! {
        <section class="stack" aria-labelledby="bureau">
            <h2 id="bureau">{lang.t("bureau-title")}</h2>
            {refused.map(|refused| view! {
                <div class="notice notice--danger stack" role="alert">
                    <h3>{lang.t(&format!("refusal-{}", refused.refusal.code()))}</h3>
                    <p>{lang.t("bureau-kept")}</p>
                    <p class="request-id">{lang.with("error-request", &[("id", refused.request.into())])}</p>
                </div>
            })}
            {desk.bureau.map(|bureau| view! { <Seated bureau assembly zone=zone.clone() lang /> })}
            {desk.waiting.map(|bureau| view! { <Seated bureau assembly zone=zone.clone() lang /> })}
            {if there {
                view! {
                    <details class="card" open=open>
                        <summary>{lang.t("bureau-change")}</summary>
                        <p>{lang.t("bureau-change-text")}</p>
                        <Constitute form people assembly lang />
                    </details>
                }.into_any()
            } else {
                view! {
                    <div class="card card--action stack">
                        <p>{lang.t("bureau-first")}" "<span class="article">"C. com. R.225-100, R.225-101"</span></p>
                        <Constitute form people assembly lang />
                    </div>
                }.into_any()
            }}
        </section>
    }
}

#[component]
fn Seated(bureau: BureauView, assembly: AssemblyId, zone: String, lang: Lang) -> impl IntoView {
    let constituted = bureau.constituted_at;
    let by = lang.with("bureau-by", &[("name", bureau.by.clone().into())]);
    let version = bureau.version;
    view! {
        <div class="card stack">
            {match constituted {
                Some(at) => view! { <p>{lang.t("bureau-constituted")}" "<When at zone lang />". "{by}</p> }.into_any(),
                None => view! { <p class="notice" role="status">{lang.t("bureau-waiting")}" "{by}</p> }.into_any(),
            }}
            <dl class="facts">
                {bureau.seats.into_iter().map(|held| view! {
                    <div>
                        <dt>{seat_name(held.seat, lang)}</dt>
                        <dd><Held held assembly version lang /></dd>
                    </div>
                }).collect_view()}
                <div><dt>{lang.t("bureau-how")}</dt><dd>{chair_by(bureau.chair_by, lang)}" "{scrutineers_by(bureau.scrutineers_by, lang)}</dd></div>
                {(!bureau.words.is_empty()).then(|| view! {
                    <div><dt>{lang.t("bureau-words-said")}</dt><dd>{bureau.words.clone()}</dd></div>
                })}
            </dl>
        </div>
    }
}

#[component]
fn Held(held: SeatView, assembly: AssemblyId, version: u32, lang: Lang) -> impl IntoView {
    let name = match held.number {
        Some(number) => lang.with("bureau-member", &[("name", held.name.clone().into()), ("number", number.into())]),
        None => held.name.clone(),
    };
    let accepted = lang.t(match held.accepted {
        Some(Accepted::Own) => "bureau-accepted-own",
        Some(Accepted::Aloud) => "bureau-accepted-aloud",
        None => "bureau-accepted-not",
    });
    let fields = vec![
        ("assembly", assembly.to_string()),
        ("version", version.to_string()),
        ("seat", held.seat.word().to_owned()),
    ];
    view! {
        {name}" — "{accepted}
        {held.accepted.is_none().then(|| view! {
            <Act action=NoteBureauAcceptance::PATH fields label=lang.t("bureau-note") about=held.name class="button" />
        })}
    }
}

#[component]
fn Constitute(form: ConstituteBureau, people: Vec<String>, assembly: AssemblyId, lang: Lang) -> impl IntoView {
    let hint = lang.t(if people.is_empty() { "bureau-who-number" } else { "bureau-who-list" });
    let who = move |name: &'static str, label: String, value: &str, required: bool| {
        let value = field::shown(value);
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type="text" list="bureau-people" autocomplete="off" maxlength="250" value=value
                    required=required aria-describedby="bureau-who" />
            </div>
        }
    };
    view! {
        <form class="stack" method="post" action=CONSTITUTE>
            <input type="hidden" name="assembly" value=assembly.to_string() />
            <input type="hidden" name="after" value=form.after.to_string() />
            <datalist id="bureau-people">
                {people.into_iter().map(|person| view! { <option value=person /> }).collect_view()}
            </datalist>
            <p class="hint" id="bureau-who">{hint}</p>
            <div class="field-row">
                {who("chair", lang.t("bureau-chair"), &form.chair, true)}
                <div class="field">
                    <label for="chair_by">{lang.t("bureau-chair-how")}</label>
                    <select id="chair_by" name="chair_by">
                        {ChairBy::ALL.map(|by| view! {
                            <option value=by.word() selected=by == form.chair_by>{chair_by(by, lang)}</option>
                        }).collect_view()}
                    </select>
                </div>
            </div>
            <div class="field-row">
                {who("first_scrutineer", lang.t("bureau-first-scrutineer"), &form.first_scrutineer, false)}
                {who("second_scrutineer", lang.t("bureau-second-scrutineer"), &form.second_scrutineer, false)}
            </div>
            <div class="field">
                <label for="scrutineers_by">{lang.t("bureau-scrutineers-how")}</label>
                <select id="scrutineers_by" name="scrutineers_by">
                    {ScrutineersBy::ALL.map(|by| view! {
                        <option value=by.word() selected=by == form.scrutineers_by>{scrutineers_by(by, lang)}</option>
                    }).collect_view()}
                </select>
            </div>
            <Field name="words" label=lang.t("bureau-words") value=form.words.clone() maxlength="500"
                hint=Some(lang.t("bureau-words-hint")) />
            <div class="field-row">
                {who("secretary", lang.t("bureau-secretary"), &form.secretary, false)}
                <Field name="secretary_name" label=lang.t("bureau-secretary-name") value=form.secretary_name.clone()
                    hint=Some(lang.t("bureau-secretary-hint")) />
            </div>
            <fieldset class="stack">
                <legend>{lang.t("bureau-acceptance")}</legend>
                {[("yes", form.aloud, "bureau-aloud"), ("no", !form.aloud, "bureau-each")].map(|(value, chosen, label)| view! {
                    <label class="check" for=format!("aloud-{value}")>
                        <input type="radio" id=format!("aloud-{value}") name="aloud" value=value checked=chosen />
                        <span>{lang.t(label)}</span>
                    </label>
                }).collect_view()}
            </fieldset>
            <p><button class="button button--primary" type="submit">{lang.t("bureau-constitute")}</button></p>
        </form>
    }
}
