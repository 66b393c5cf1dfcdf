//! Asking for other words: the text as it is, to be changed where it should read otherwise. A button shows the change word
//! by word before it is sent; what is refused comes back as it was typed.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::ProposalId;
use domain::proposals::{Amend, MOST_TEXT, ProposalView, diff};
use leptos::prelude::*;
use serde::Deserialize;
use service::policy::{Operation, allow};

use super::form::comes_back;
use crate::components::area::{Area, lines};
use crate::components::difference::Difference;
use crate::i18n::Lang;
use crate::pages::{self, said};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where an amendment is sent.
pub const PATH: &str = "/rpc/amend-proposal";

/// What is typed into the form.
#[derive(Clone, Debug, Deserialize)]
pub struct Typed {
    proposal: String,
    version: String,
    text: String,
    #[serde(default)]
    reasons: String,
    /// `preview`, or anything else to send it.
    #[serde(default)]
    act: String,
}

/// `GET /proposals/{id}/amend`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    match load(&app, &visitor, &id).await {
        Ok(view) => {
            let typed = Typed {
                proposal: view.id.to_string(),
                version: view.version.to_string(),
                text: view.content.text.clone(),
                reasons: String::new(),
                act: String::new(),
            };
            show(&app, &visitor, view, typed, None).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// A proposal in which the visitor may ask for other words.
async fn load(app: &AppState, visitor: &Visitor, id: &str) -> Result<ProposalView, service::Error> {
    allow(&visitor.actor, Operation::AmendProposal)?;
    let view = service::views::proposal(&app.service, &visitor.actor, pages::id(id)?).await?;
    match (view.may.amend, view.state.may_amend()) {
        (true, _) => Ok(view),
        (false, true) => Err(Refusal::NoVoice.into()),
        (false, false) => Err(Refusal::ProposalState.into()),
    }
}

/// `POST /rpc/amend-proposal`
pub async fn post(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let ids = (typed.proposal.parse::<ProposalId>(), typed.version.parse());
    let (Ok(id), Ok(version)) = ids else { return said::malformed(&app, &visitor).await };
    let outcome = if typed.act == "preview" {
        Ok(None)
    } else {
        let asked = Amend { version, text: lines(&typed.text), reasons: lines(&typed.reasons) };
        service::amend_proposal(&app.service, &visitor.actor, id, &asked).await.map(Some)
    };
    let refusal = match outcome {
        Ok(Some(amendment)) => return said::on(&format!("/amendments/{amendment}")),
        Ok(None) => None,
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => Some(refusal),
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    match service::views::proposal(&app.service, &visitor.actor, id).await {
        Ok(view) => {
            // What was typed stands over the text as it has become; the page shows what it would change in it.
            let version = if refusal == Some(Refusal::TextOutdated) { view.version.to_string() } else { typed.version };
            show(&app, &visitor, view, Typed { version, ..typed }, refusal).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn show(
    app: &AppState,
    visitor: &Visitor,
    proposal: ProposalView,
    typed: Typed,
    refusal: Option<Refusal>,
) -> Response {
    let lang = visitor.lang;
    let page = Page::new(lang.t("amend-title"));
    let page = refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)));
    let request = visitor.request_id.clone();
    shell::render(app, visitor, page, move || {
        view! { <Amending proposal=proposal.clone() typed=typed.clone() refusal request=request.clone() lang /> }
    })
    .await
}

#[component]
fn Amending(
    proposal: ProposalView,
    typed: Typed,
    refusal: Option<Refusal>,
    request: String,
    lang: Lang,
) -> impl IntoView {
    let text = lines(&typed.text);
    let asked = typed.act == "preview" || refusal == Some(Refusal::TextOutdated);
    let pieces = asked.then(|| diff(&proposal.content.text, &crate::components::area::shown(&text)));
    let wrong = refusal.filter(|refusal| matches!(refusal, Refusal::TextInvalid | Refusal::TextCharacters));
    let in_text = domain::text::check_lines(&text, MOST_TEXT).is_err();
    let said = |here: bool| wrong.filter(|_| here).map(|refusal| lang.t(&format!("refusal-{}", refusal.code())));
    let written = proposal.content.lang;
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/proposals/{}", proposal.id)>{proposal.content.title.clone()}</a></p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("proposal-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("amend-title")}</h1> }.into_any(),
            }}
            <p class="lead">{lang.t("amend-lead")}</p>
            {pieces.map(|pieces| view! {
                <section class="card stack" id="preview" aria-labelledby="preview-title">
                    <h2 id="preview-title">{lang.t("amend-preview")}</h2>
                    <p class="hint" role="status">{lang.t("proposal-preview-note")}</p>
                    <Difference pieces written=Some(written) lang />
                </section>
            })}
            <form class="card" method="post" action=PATH>
                <input type="hidden" name="proposal" value=proposal.id.to_string() />
                <input type="hidden" name="version" value=crate::components::field::shown(&typed.version) />
                <div class="form-group">
                    <Area name="text" label=lang.t("amend-text-field") value=text rows="14" required=true
                        hint=Some(lang.t("amend-text-hint")) wrong=said(in_text) />
                </div>
                <div class="form-group">
                    <Area name="reasons" label=lang.t("proposal-reasons-field") value=lines(&typed.reasons)
                        hint=Some(lang.t("amend-reasons-hint")) wrong=said(!in_text) />
                </div>
                <p class="form-group cluster">
                    <button class="button button--primary" type="submit" name="act" value="send">{lang.t("amend-go")}</button>
                    <button class="button" type="submit" name="act" value="preview">{lang.t("amend-preview-go")}</button>
                </p>
            </form>
        </div>
    }
}
