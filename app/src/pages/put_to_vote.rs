//! Putting a text to the vote that the notice does not have: a text changed in session, directors revoked, how the session
//! goes on.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal;
use domain::ids::AssemblyId;
use domain::in_session::{Cause, PutForm, PutToVote, Replaceable};
use domain::resolution::Text;
use domain::vote::VoteMode;
use leptos::prelude::*;
use serde::Deserialize;

use crate::components::area::{Area, lines};
use crate::components::field::{Field, shown, wrong};
use crate::i18n::Lang;
use crate::pages::{self, said};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const PATH: &str = "/rpc/put-to-vote";

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    assembly: String,
    id: String,
    cause: String,
    #[serde(default)]
    instead: String,
    title: String,
    text: String,
    #[serde(default)]
    title_en: String,
    #[serde(default)]
    text_en: String,
    mode: String,
}

impl Typed {
    /// What the service is asked. Nobody types an id, a cause or a mode.
    fn asked(&self) -> Result<PutToVote, Refusal> {
        let cause = Cause::from_word(&self.cause).ok_or(Refusal::Malformed)?;
        let instead = match (cause, self.instead.as_str()) {
            (Cause::Amended, "") | (Cause::Revocation | Cause::Procedure | Cause::Runoff, _) => None,
            (Cause::Amended, vote) => Some(vote.parse().map_err(|_| Refusal::Malformed)?),
        };
        Ok(PutToVote {
            id: self.id.parse().map_err(|_| Refusal::Malformed)?,
            cause,
            instead,
            title: Text { fr: self.title.clone(), en: self.title_en.clone() },
            text: Text { fr: lines(&self.text), en: lines(&self.text_en) },
            mode: match self.mode.as_str() {
                "open" => VoteMode::Open,
                "secret" => VoteMode::Secret,
                _ => return Err(Refusal::Malformed),
            },
        })
    }
}

/// `GET /console/vote`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let outcome = async {
        let assembly = pages::in_session(&app).await?;
        let form = service::views::put_form(&app.service, &visitor.actor, assembly).await?;
        Ok((
            assembly,
            form,
            Typed { cause: Cause::Amended.word().to_owned(), mode: "open".to_owned(), ..Typed::default() },
            None,
        ))
    };
    show(&app, &visitor, outcome.await).await
}

/// `POST /rpc/put-to-vote`
pub async fn post(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(assembly) = typed.assembly.parse::<AssemblyId>() else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.asked() {
        Ok(asked) => service::put_to_vote(&app.service, &visitor.actor, assembly, &asked).await,
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match outcome {
        Ok(_) => return said::on("/console"),
        Err(service::Error::Refused(refusal)) if stays(refusal) => refusal,
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    let form = service::views::put_form(&app.service, &visitor.actor, assembly).await;
    show(&app, &visitor, form.map(|form| (assembly, form, typed, Some(refusal)))).await
}

/// Whether the form comes back with what was typed.
fn stays(refusal: Refusal) -> bool {
    use Refusal::{
        ElectionSecret, InsteadMissing, InsteadTaken, NoKeyHolder, TextCharacters, TextInvalid, VoteAlreadyClosed,
    };
    matches!(
        refusal,
        ElectionSecret | InsteadMissing | InsteadTaken | NoKeyHolder | TextCharacters | TextInvalid | VoteAlreadyClosed
    )
}

type Shown = (AssemblyId, PutForm, Typed, Option<Refusal>);

async fn show(app: &AppState, visitor: &Visitor, outcome: Result<Shown, service::Error>) -> Response {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let page = |(.., refusal): &Shown| {
        let page = Page::new(lang.t("put-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    shell::answer(app, visitor, outcome, page, move |(assembly, form, typed, refusal)| {
        view! { <Put assembly form typed refusal request=request.clone() lang /> }
    })
    .await
}

#[component]
fn Put(
    assembly: AssemblyId,
    form: PutForm,
    typed: Typed,
    refusal: Option<Refusal>,
    request: String,
    lang: Lang,
) -> impl IntoView {
    // An id that was sent once is sent again: two presses are one.
    let id = if typed.id.is_empty() { form.id.to_string() } else { shown(&typed.id) };
    let of_text = [Refusal::TextInvalid, Refusal::TextCharacters];
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/console">{lang.t("console-title")}</a></p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("put-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("put-title")}</h1> }.into_any(),
            }}
            <p class="lead">{lang.t("put-lead")}" "<span class="article">"C. com. L.225-105 al. 3"</span></p>
            <form class="card stack" method="post" action=PATH>
                <input type="hidden" name="assembly" value=assembly.to_string() />
                <input type="hidden" name="id" value=id />
                <Causes chosen=typed.cause.clone() lang />
                <Instead votes=form.replaceable chosen=typed.instead.clone() wrong=refusal == Some(Refusal::InsteadMissing) lang />
                <Field name="title" label=lang.t("put-field-title") value=typed.title.clone() required=true
                    wrong=wrong(lang, refusal, &of_text) />
                <Area name="text" label=lang.t("put-field-text") value=lines(&typed.text) required=true />
                <details open=!typed.title_en.is_empty() || !typed.text_en.is_empty()>
                    <summary>{lang.t("put-english")}</summary>
                    <p class="hint">{lang.t("put-english-hint")}</p>
                    <Field name="title_en" label=lang.t("put-field-title-en") value=typed.title_en.clone() />
                    <Area name="text_en" label=lang.t("put-field-text-en") value=lines(&typed.text_en) />
                </details>
                <Modes chosen=typed.mode secret=form.secret lang />
                <p class="cluster">
                    <button class="button button--primary" type="submit">{lang.t("put-go")}</button>
                    <a class="button button--quiet" href="/console">{lang.t("put-cancel")}</a>
                </p>
            </form>
        </div>
    }
}

#[component]
fn Causes(chosen: String, lang: Lang) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend>{lang.t("put-cause")}</legend>
            {Cause::OFFERED.map(|cause| {
                let id = format!("cause-{}", cause.word());
                view! {
                    <label class="choice" for=id.clone()>
                        <input type="radio" id=id.clone() name="cause" value=cause.word() checked=chosen == cause.word() required />
                        <span class="choice__mark" aria-hidden="true"></span>
                        <span class="choice__label">{lang.t(&format!("put-cause-{}", cause.word()))}</span>
                    </label>
                }
            }).collect_view()}
        </fieldset>
    }
}

#[component]
fn Instead(votes: Vec<Replaceable>, chosen: String, wrong: bool, lang: Lang) -> impl IntoView {
    view! {
        <div class="field">
            <label for="instead">{lang.t("put-instead")}</label>
            {wrong.then(|| view! { <p class="field__error" id="instead-wrong">{lang.t("refusal-instead-missing")}</p> })}
            <select id="instead" name="instead" aria-describedby=if wrong { "instead-wrong instead-hint" } else { "instead-hint" }
                aria-invalid=wrong.then_some("true")>
                <option value="">{lang.t("put-instead-none")}</option>
                {votes.into_iter().map(|of| {
                    let vote = of.vote.to_string();
                    let selected = vote == chosen;
                    view! { <option value=vote selected=selected>{of.position}". "{lang.pick(&of.resolution.title)}</option> }
                }).collect_view()}
            </select>
            <p class="hint" id="instead-hint">{lang.t("put-instead-hint")}</p>
        </div>
    }
}

#[component]
fn Modes(chosen: String, secret: bool, lang: Lang) -> impl IntoView {
    let one = move |mode: &'static str, there: bool| {
        let (id, checked) = (format!("mode-{mode}"), chosen == mode);
        view! {
            <label class="choice" for=id.clone()>
                <input type="radio" id=id.clone() name="mode" value=mode checked=checked disabled=!there required />
                <span class="choice__mark" aria-hidden="true"></span>
                <span class="choice__label">{lang.t(&format!("mode-{mode}"))}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{lang.t("put-mode")}</legend>
            {one("open", true)}
            {one("secret", secret)}
            <p class="hint">{lang.t(if secret { "put-secret-hint" } else { "put-secret-none" })}</p>
        </fieldset>
    }
}
