//! The board enters a version of the statutes that was decided: a form from the last one, what it would change, and then
//! the version itself.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::statutes::{
    AdoptStatutes, DecidedVote, Field as Said, Kind, Line, OFFERED, Statutes, StatutesForm, StatutesPreview, Subject,
    Wrong,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::words::{Changes, Departs, name, preset, value};
use crate::components::field::{Field, shown};
use crate::components::register_nav::RegisterNav;
use crate::components::time::{Day, day};
use crate::i18n::Lang;
use crate::pages::said;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent: first to see what it would change, then, with `confirm`, to adopt it.
pub const PATH: &str = "/rpc/adopt-statutes";

/// The preset to begin from, instead of the last version.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct From {
    preset: Option<String>,
}

/// What was typed, by the names of the fields.
#[derive(Clone, Debug, Default)]
struct Typed(BTreeMap<String, String>);

impl Typed {
    /// The form as it begins.
    fn of(form: &StatutesForm) -> Self {
        let mut typed: BTreeMap<String, String> =
            form.lines.iter().map(|line| (line.field.word().to_owned(), line.value.clone())).collect();
        typed.insert("preset".to_owned(), form.preset.clone());
        typed.insert("from".to_owned(), form.first_day.clone());
        Self(typed)
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// What the service is asked. A number or an id that is none is malformed: no person types them.
    fn asked(&self) -> Result<AdoptStatutes, Refusal> {
        let vote = self.get("vote");
        let vote = (!vote.is_empty()).then(|| vote.parse()).transpose().map_err(|_| Refusal::Malformed)?;
        let fields = Said::ALL.iter().filter_map(|field| self.0.get_key_value(field.word()));
        Ok(AdoptStatutes {
            follows: self.get("follows").parse().map_err(|_| Refusal::Malformed)?,
            preset: self.get("preset").to_owned(),
            from: self.get("from").to_owned(),
            decision: self.get("decision").to_owned(),
            vote,
            values: fields.map(|(field, text)| (field.clone(), text.clone())).collect(),
        })
    }

    /// The field a refusal is about.
    fn place(&self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::StatutesDay => "from",
            Refusal::StatutesDecision | Refusal::TextInvalid | Refusal::TextCharacters => "decision",
            _ => self.wrong().and_then(|wrong| wrong.field).map_or("", Said::word),
        }
    }

    fn wrong(&self) -> Option<Wrong> {
        let text = |field: Said| self.0.get(field.word()).map(String::as_str);
        Statutes::typed(self.get("preset"), text).and_then(|said| said.check()).err()
    }
}

/// What the page shows besides the form: nothing yet, why it was refused, or what it would change.
#[derive(Clone, Debug)]
enum Stage {
    Fresh,
    Refused(Refusal),
    Previewed(Box<StatutesPreview>),
}

/// `GET /register/statutes`
pub async fn get(State(app): State<AppState>, Query(from): Query<From>, visitor: Visitor) -> Response {
    let outcome = service::views::statutes_form(&app.service, &visitor.actor, from.preset.as_deref()).await;
    let outcome = outcome.map(|form| (Typed::of(&form), form, Stage::Fresh));
    show(&app, &visitor, outcome).await
}

/// `POST /rpc/adopt-statutes`
pub async fn post(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Response {
    let Ok(Form(sent)) = sent else { return said::malformed(&app, &visitor).await };
    let typed = Typed(sent);
    let outcome = match typed.asked() {
        Ok(asked) if typed.get("confirm").is_empty() => {
            let preview = service::views::statutes_preview(&app.service, &visitor.actor, &asked).await;
            preview.map(|preview| Stage::Previewed(Box::new(preview)))
        }
        Ok(asked) => match service::adopt_statutes(&app.service, &visitor.actor, &asked).await {
            Ok(version) => return said::on(&format!("/statutes?version={version}")),
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    let stage = match outcome {
        Ok(stage) => stage,
        Err(service::Error::Refused(refusal)) if stays(refusal) => Stage::Refused(refusal),
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    let form = service::views::statutes_form(&app.service, &visitor.actor, None).await;
    show(&app, &visitor, form.map(|form| (typed, form, stage))).await
}

/// Whether the form comes back with what was typed.
fn stays(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::TextInvalid | Refusal::TextCharacters) || refusal.code().starts_with("statutes-")
}

async fn show(
    app: &AppState,
    visitor: &Visitor,
    outcome: Result<(Typed, StatutesForm, Stage), service::Error>,
) -> Response {
    let lang = visitor.lang;
    let page = |(_, _, stage): &(Typed, StatutesForm, Stage)| {
        let page = Page::new(lang.t("statutes-adopt-title"));
        if let Stage::Refused(refusal) = stage { page.status(shell::status_of(*refusal)) } else { page }
    };
    let who = visitor.clone();
    shell::answer(app, visitor, outcome, page, move |(typed, form, stage)| {
        view! { <Adopt typed form stage visitor=who.clone() /> }
    })
    .await
}

#[component]
fn Adopt(typed: Typed, form: StatutesForm, stage: Stage, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let refusal = if let Stage::Refused(refusal) = stage { Some(refusal) } else { None };
    let begin = matches!(stage, Stage::Fresh);
    let (head, preview) = match stage {
        Stage::Fresh => (
            view! { <h1>{lang.t("statutes-adopt-title")}</h1><p class="lead">{lang.t("statutes-adopt-lead")}</p> }
                .into_any(),
            None,
        ),
        Stage::Refused(refusal) => {
            (view! { <said::Refused refusal note=lang.t("statutes-not-done") request lang /> }.into_any(), None)
        }
        Stage::Previewed(preview) => (view! { <h1>{lang.t("statutes-preview-title")}</h1> }.into_any(), Some(*preview)),
    };
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.with("statutes-follows", &[("number", form.follows.into())])}</p>
            {head}
            <RegisterNav visitor />
            {preview.map(|preview| view! { <Preview preview typed=typed.clone() follows=form.follows lang /> })}
            {begin.then(|| view! { <Begin lang /> })}
            <Fields typed form refusal lang />
        </div>
    }
}

/// Where else to begin: a preset.
#[component]
fn Begin(lang: Lang) -> impl IntoView {
    view! {
        <nav aria-label=lang.t("statutes-begin")>
            <p>{lang.t("statutes-begin")}</p>
            <ul class="plain-list cluster">
                <li><a class="chip" href="/register/statutes">{lang.t("statutes-begin-last")}</a></li>
                {OFFERED.map(|id| view! {
                    <li><a class="chip" href=format!("/register/statutes?preset={id}")>{preset(id, lang)}</a></li>
                }).collect_view()}
            </ul>
        </nav>
    }
}

/// What would change, and the button that does it.
#[component]
fn Preview(preview: StatutesPreview, typed: Typed, follows: u32, lang: Lang) -> impl IntoView {
    let StatutesPreview {
        number,
        effective_at,
        time_zone,
        decision,
        preset: id,
        other_preset,
        changes,
        departing,
        countable,
    } = preview;
    let known = |name: &str| matches!(name, "preset" | "from" | "decision" | "vote") || Said::from_word(name).is_some();
    let hidden = typed.0.into_iter().filter(|(field, _)| known(field));
    view! {
        <section class="card card--action stack" aria-labelledby="statutes-changes">
            <h2 id="statutes-changes">{lang.with("statutes-version", &[("number", number.into())])}</h2>
            <p>{lang.t("statutes-from")}" "<Day at=effective_at zone=time_zone lang />" · "{decision}</p>
            {other_preset.then(|| view! {
                <p class="notice">{lang.with("statutes-other-preset", &[("preset", preset(&id, lang).into())])}</p>
            })}
            {(!countable).then(|| view! { <p class="notice notice--warning">{lang.t("statutes-uncountable")}</p> })}
            <h3>{lang.t("statutes-changes")}</h3>
            <Changes changes lang />
            {(!departing.is_empty()).then(|| view! {
                <h3>{lang.t("statutes-departing")}</h3>
                <dl class="facts">
                    {departing.into_iter().map(|line: Line| view! {
                        <div>
                            <dt>{name(line.field, lang)}</dt>
                            <dd><strong>{value(line.field, &line.value, lang)}</strong><Departs line lang /></dd>
                        </div>
                    }).collect_view()}
                </dl>
            })}
            <form method="post" action=PATH>
                {hidden.map(|(field, text)| view! { <input type="hidden" name=shown(&field) value=shown(&text) /> }).collect_view()}
                <input type="hidden" name="follows" value=follows />
                <input type="hidden" name="confirm" value="1" />
                <p class="form-group">
                    <button class="button button--primary" type="submit">
                        {lang.with("statutes-adopt-go", &[("number", number.into())])}
                    </button>
                </p>
                <p class="hint">{lang.t("statutes-adopt-hint")}</p>
            </form>
        </section>
    }
}

/// Everything that can be said, filled in.
#[component]
fn Fields(typed: Typed, form: StatutesForm, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let place = refusal.map_or("", |refusal| typed.place(refusal));
    let wrong = move |name: &str| {
        refusal.filter(|_| place == name).map(|refusal| lang.t(&format!("refusal-{}", refusal.code())))
    };
    let first = form.first_day.clone();
    view! {
        <form class="card" method="post" action=PATH>
            <input type="hidden" name="follows" value=form.follows />
            <input type="hidden" name="preset" value=shown(typed.get("preset")) />
            <div class="form-group">
                <Field name="decision" label=lang.t("statutes-decision") value=typed.get("decision").to_owned() required=true
                    hint=Some(lang.t("statutes-decision-hint")) wrong=wrong("decision") />
                <Votes votes=form.votes chosen=typed.get("vote").to_owned() zone=form.time_zone lang />
                <Field name="from" kind="date" label=lang.t("statutes-effective") value=typed.get("from").to_owned() required=true
                    min=Some(first) hint=Some(lang.t("statutes-effective-hint")) wrong=wrong("from") />
            </div>
            {Subject::ALL.map(|subject| {
                let fields: Vec<Said> = Said::ALL.iter().copied().filter(|field| field.subject() == subject).collect();
                view! {
                    <fieldset class="form-group">
                        <legend>{lang.t(&format!("statutes-subject-{}", subject.word()))}</legend>
                        {fields.into_iter().map(|field| view! {
                            <One field typed=typed.get(field.word()).to_owned() wrong=wrong(field.word()) lang />
                        }).collect_view()}
                    </fieldset>
                }
            }).collect_view()}
            <p class="form-group">
                <button class="button button--primary" type="submit">{lang.t("statutes-preview-go")}</button>
            </p>
        </form>
    }
}

/// The vote that decided it, if it was held here.
#[component]
fn Votes(votes: Vec<DecidedVote>, chosen: String, zone: String, lang: Lang) -> impl IntoView {
    (!votes.is_empty()).then(|| {
        view! {
            <div class="field">
                <label for="vote">{lang.t("statutes-by-vote")}</label>
                <select id="vote" name="vote">
                    <option value="">{lang.t("statutes-no-vote")}</option>
                    {votes.into_iter().map(|vote| {
                        let id = vote.vote.to_string();
                        let title = format!("{} ({})", lang.pick(&vote.title), day(vote.decided_at, &zone, lang));
                        view! { <option value=id.clone() selected=id == chosen>{title}</option> }
                    }).collect_view()}
                </select>
            </div>
        }
    })
}

/// One field: words to choose from, or a line.
#[component]
fn One(field: Said, typed: String, wrong: Option<String>, lang: Lang) -> impl IntoView {
    let hint = match field.kind() {
        Kind::Quota => Some("statutes-hint-quota"),
        Kind::Fraction => Some("statutes-hint-fraction"),
        Kind::Count => Some("statutes-hint-count"),
        Kind::CutOff => Some("statutes-hint-cut-off"),
        Kind::Cap => Some("statutes-hint-cap"),
        Kind::Weights => Some("statutes-hint-weights"),
        Kind::Choice(_) => None,
    };
    let (id, label) = (field.word(), name(field, lang));
    let Kind::Choice(words) = field.kind() else {
        let hint = hint.map(|hint| lang.t(hint));
        return view! { <Field name=id label value=typed maxlength="40" hint wrong /> }.into_any();
    };
    let invalid = wrong.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {wrong.map(|wrong| view! { <p class="field__error" id=format!("{id}-wrong")>{wrong}</p> })}
            <select id=id name=id aria-invalid=invalid aria-describedby=invalid.map(|_| format!("{id}-wrong"))>
                {words.iter().map(|word| view! {
                    <option value=*word selected=*word == typed>{value(field, word, lang)}</option>
                }).collect_view()}
            </select>
        </div>
    }
    .into_any()
}
