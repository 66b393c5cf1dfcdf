//! Corrections of the minutes: shown above them, and the form for another. What is refused comes back filled in.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal;
use domain::ids::AssemblyId;
use domain::minutes::Minutes;
use domain::minutes_corrected::{CorrectMinutes, Correction};
use domain::minutes_signed::{Document, SignedCorrection};
use domain::wire::Me;
use leptos::prelude::*;
use serde::Deserialize;

use super::signing::Seats;
use crate::components::area::{Area, lines};
use crate::components::field::{Field, wrong};
use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages::said;
use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const PATH: &str = "/rpc/correct-minutes";

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    assembly: String,
    after: String,
    #[serde(default)]
    item: String,
    text: String,
    reason: String,
}

impl Typed {
    /// What the service is asked. Nobody types a number or an item.
    fn asked(&self) -> Option<CorrectMinutes> {
        let item = if self.item.is_empty() { None } else { Some(self.item.parse().ok()?) };
        Some(CorrectMinutes {
            after: self.after.parse().ok()?,
            item,
            text: lines(&self.text),
            reason: self.reason.clone(),
        })
    }
}

/// A form that was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// As it was typed.
    pub typed: Typed,
    /// Why.
    pub refusal: Refusal,
    /// Id of the request.
    pub request: String,
}

/// `POST /rpc/correct-minutes`
pub async fn post(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let (Ok(id), Some(asked)) = (typed.assembly.parse::<AssemblyId>(), typed.asked()) else {
        return said::malformed(&app, &visitor).await;
    };
    match service::correct_minutes(&app.service, &visitor.actor, id, &asked).await {
        Ok(_) => said::on(&format!("/minutes/{id}")),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            let refused = Refused { typed, refusal, request: visitor.request_id.clone() };
            super::show(&app, &visitor, &id.to_string(), Some(refused)).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// Refusals after which what was typed comes back in the form.
fn comes_back(refusal: Refusal) -> bool {
    use Refusal::{MinutesCorrected, ReasonMissing, TextCharacters, TextInvalid, TooManyTexts};
    matches!(refusal, MinutesCorrected | ReasonMissing | TextCharacters | TextInvalid | TooManyTexts)
}

/// What a correction is about.
pub(super) fn about(correction: &Correction, lang: Lang) -> String {
    match correction.item {
        Some(position) => lang.with("minutes-correction-of-item", &[("position", position.into())]),
        None => lang.t("minutes-correction-of-session"),
    }
}

/// As what somebody corrected.
pub(super) fn by(correction: &Correction, lang: Lang) -> String {
    lang.t(&format!("minutes-correction-by-{}", correction.by.word()))
}

/// A correction, with who of the bureau signed it.
#[component]
pub(super) fn Corrected(one: SignedCorrection, minutes: Minutes, me: Option<Me>, lang: Lang) -> impl IntoView {
    let SignedCorrection { correction, seats } = one;
    let (id, zone) = (format!("correction-{}", correction.n), minutes.time_zone.clone());
    let labelled = id.clone();
    let title = lang.with("minutes-correction", &[("number", correction.n.into())]);
    let (about, by) = (about(&correction, lang), by(&correction, lang));
    let hash = protocol::hash::hex(&correction.hash());
    let (reason, at) = (correction.reason.clone(), correction.at);
    let said = correction.text.lines().filter(|line| !line.trim().is_empty());
    let said = said.map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    let document = Document::Correction(correction);
    view! {
        <section class="card stack" aria-labelledby=labelled>
            <h2 id=id>{title}</h2>
            <p class="hint"><When at zone=zone.clone() lang />" · "{by}</p>
            <p>{about}</p>
            <blockquote class="stack">{said}</blockquote>
            <p>{lang.t("minutes-correction-reason")}" "{reason}</p>
            <p class="hint">{lang.t("minutes-correction-signed")}</p>
            <Seats seats me document assembly=minutes.assembly zone lang />
            <p class="hint">{lang.t("minutes-correction-hash")}" "<span class="mono">{hash}</span></p>
        </section>
    }
}

/// The form for another correction.
#[component]
pub(super) fn Correct(minutes: Minutes, after: usize, refused: Option<Refused>, lang: Lang) -> impl IntoView {
    let refusal = refused.as_ref().map(|refused| refused.refusal);
    let typed = refused.map(|refused| refused.typed).unwrap_or_default();
    let of_text = wrong(lang, refusal, &[Refusal::TextInvalid, Refusal::TextCharacters]);
    let of_reason = wrong(lang, refusal, &[Refusal::ReasonMissing]);
    let option = |position: u32| {
        let value = position.to_string();
        let selected = value == typed.item;
        let name = lang.with("minutes-resolution", &[("position", position.into())]);
        view! { <option value=value selected=selected>{name}</option> }
    };
    let options = minutes.items.iter().map(|item| option(item.position)).collect_view();
    view! {
        <section class="stack" aria-labelledby="correct">
            <h2 id="correct">{lang.t("minutes-correct-title")}</h2>
            <p>{lang.t("minutes-correct-text")}</p>
            <form class="stack" method="post" action=PATH>
                <input type="hidden" name="assembly" value=minutes.assembly.to_string() />
                <input type="hidden" name="after" value=after.to_string() />
                <div class="field">
                    <label for="item">{lang.t("minutes-correct-item")}</label>
                    <select id="item" name="item">
                        <option value="">{lang.t("minutes-correct-session")}</option>
                        {options}
                    </select>
                </div>
                <Area name="text" label=lang.t("minutes-correct-words") value=typed.text required=true wrong=of_text />
                <Field name="reason" label=lang.t("minutes-correct-reason") value=typed.reason maxlength="500" required=true
                    wrong=of_reason />
                <p><button class="button" type="submit">{lang.t("minutes-correct-go")}</button></p>
            </form>
        </section>
    }
}
