//! The form in which a proposal is written, and every further version of it. What is refused comes back as it was typed; a
//! button shows the text as it will be set, before anything is kept.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::ProposalId;
use domain::lang::Lang as Written;
use domain::proposals::{Edit, Kind, MOST_TEXT, MOST_TITLE, Piece, ProposalView, Write};
use leptos::prelude::*;
use serde::Deserialize;
use service::policy::{Operation, allow};

use crate::components::area::{Area, lines};
use crate::components::difference::Difference;
use crate::components::field::Field;
use crate::components::prose::Prose;
use crate::i18n::Lang;
use crate::islands::preview::LivePreview;
use crate::pages::{self, said};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a new proposal is sent.
pub const DRAFT: &str = "/rpc/draft-proposal";
/// Where another version is sent.
pub const EDIT: &str = "/rpc/edit-proposal";

/// What is typed into the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    kind: String,
    language: String,
    title: String,
    text: String,
    #[serde(default)]
    reasons: String,
    #[serde(default)]
    other_title: String,
    #[serde(default)]
    other_text: String,
    /// `preview`, or anything else to keep it.
    #[serde(default)]
    act: String,
    /// Of another version: of which proposal, and over which version.
    #[serde(default)]
    proposal: String,
    #[serde(default)]
    version: String,
}

impl Typed {
    fn empty(lang: Lang) -> Self {
        Self { kind: "resolution".to_owned(), language: lang.code().to_owned(), ..Self::default() }
    }

    fn of(view: &ProposalView) -> Self {
        let content = view.content.clone();
        let other = content.other.unwrap_or(domain::proposals::Words { title: String::new(), text: String::new() });
        Self {
            kind: content.kind.word().to_owned(),
            language: content.lang.code().to_owned(),
            title: content.title,
            text: content.text,
            reasons: content.reasons,
            other_title: other.title,
            other_text: other.text,
            act: String::new(),
            proposal: view.id.to_string(),
            version: view.version.to_string(),
        }
    }

    /// The words, with line ends as they are kept.
    fn words(&self) -> Result<Write, Refusal> {
        Ok(Write {
            kind: Kind::ALL.into_iter().find(|kind| kind.word() == self.kind).ok_or(Refusal::Malformed)?,
            language: Lang::from_code(&self.language).ok_or(Refusal::Malformed)?.into(),
            title: self.title.clone(),
            text: lines(&self.text),
            reasons: lines(&self.reasons),
            other_title: self.other_title.clone(),
            other_text: lines(&self.other_text),
        })
    }

    /// The field a refusal is about.
    fn place(&self, refusal: Refusal) -> &'static str {
        let line = |text: &str| domain::text::check(text, MOST_TITLE).is_err();
        let long = |text: &str| domain::text::check_lines(&lines(text), MOST_TEXT).is_err();
        let other = !(self.other_title.is_empty() && self.other_text.is_empty());
        match refusal {
            Refusal::ReasonMissing => "reasons",
            Refusal::TextInvalid | Refusal::TextCharacters => match () {
                () if line(&self.title) => "title",
                () if long(&self.text) => "text",
                () if !self.reasons.is_empty() && long(&self.reasons) => "reasons",
                () if other && line(&self.other_title) => "other_title",
                () => "other_text",
            },
            _ => "",
        }
    }
}

/// Refusals after which the words come back in the form: all but those that say that it is not this person's.
pub(super) fn comes_back(refusal: Refusal) -> bool {
    use Refusal::{Malformed, MemberState, NotAuthor, NotFound, SignInFirst, Unavailable};
    !matches!(refusal, Malformed | MemberState | NotAuthor | NotFound | SignInFirst | Unavailable)
}

/// What the form shows besides its fields.
#[derive(Clone, Debug, Default)]
struct Shown {
    refusal: Option<Refusal>,
    preview: bool,
    /// The text as it is, against what was typed: somebody else wrote meanwhile.
    meanwhile: Option<Vec<Piece>>,
}

/// `GET /proposals/new`
pub async fn new(State(app): State<AppState>, visitor: Visitor) -> Response {
    let outcome = service::views::proposals(&app.service, &visitor.actor).await;
    match outcome.and_then(|list| if list.may_propose { Ok(()) } else { Err(Refusal::NoVoice.into()) }) {
        Ok(()) => show(&app, &visitor, DRAFT, Typed::empty(visitor.lang), Shown::default()).await,
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `GET /proposals/{id}/edit`
pub async fn edit(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    match load(&app, &visitor, &id).await {
        Ok(view) => show(&app, &visitor, EDIT, Typed::of(&view), Shown::default()).await,
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// A proposal whose words the visitor may change.
async fn load(app: &AppState, visitor: &Visitor, id: &str) -> Result<ProposalView, service::Error> {
    allow(&visitor.actor, Operation::EditProposal)?;
    let view = service::views::proposal(&app.service, &visitor.actor, pages::id(id)?).await?;
    match (view.may.edit, view.mine.author) {
        (true, _) => Ok(view),
        (false, true) => Err(Refusal::ProposalState.into()),
        (false, false) => Err(Refusal::NotAuthor.into()),
    }
}

/// `POST /rpc/draft-proposal`
pub async fn draft(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(words) = typed.words() else { return said::malformed(&app, &visitor).await };
    if typed.act == "preview" {
        return show(&app, &visitor, DRAFT, typed, Shown { preview: true, ..Shown::default() }).await;
    }
    match service::draft_proposal(&app.service, &visitor.actor, &words).await {
        Ok(id) => said::on(&format!("/proposals/{id}")),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            show(&app, &visitor, DRAFT, typed, Shown { refusal: Some(refusal), ..Shown::default() }).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/edit-proposal`
pub async fn write(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let ids = (typed.proposal.parse::<ProposalId>(), typed.version.parse(), typed.words());
    let (Ok(id), Ok(version), Ok(words)) = ids else { return said::malformed(&app, &visitor).await };
    if typed.act == "preview" {
        return match load(&app, &visitor, &typed.proposal).await {
            Ok(_) => show(&app, &visitor, EDIT, typed, Shown { preview: true, ..Shown::default() }).await,
            Err(error) => shell::refused(&app, &visitor, &error).await,
        };
    }
    match service::edit_proposal(&app.service, &visitor.actor, id, &Edit { version, words }).await {
        Ok(_) => said::on(&format!("/proposals/{id}")),
        Err(service::Error::Refused(refusal @ Refusal::TextOutdated)) => {
            outdated(&app, &visitor, id, typed, refusal).await
        }
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            show(&app, &visitor, EDIT, typed, Shown { refusal: Some(refusal), ..Shown::default() }).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// Somebody else wrote meanwhile: what was typed stands over their version now, and the page shows what it would change in
/// it.
async fn outdated(app: &AppState, visitor: &Visitor, id: ProposalId, typed: Typed, refusal: Refusal) -> Response {
    match service::views::proposal(&app.service, &visitor.actor, id).await {
        Ok(view) => {
            let meanwhile = Some(domain::proposals::diff(&view.content.text, &lines(&typed.text)));
            let typed = Typed { version: view.version.to_string(), ..typed };
            show(app, visitor, EDIT, typed, Shown { refusal: Some(refusal), meanwhile, preview: false }).await
        }
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, action: &'static str, typed: Typed, shown: Shown) -> Response {
    let lang = visitor.lang;
    let title = if action == DRAFT { "proposal-new-title" } else { "proposal-edit-title" };
    let page = Page::new(lang.t(title)).with_islands(Bundle::Desk);
    let page = shown.refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)));
    let request = visitor.request_id.clone();
    shell::render(app, visitor, page, move || {
        view! { <Writing action title typed=typed.clone() shown=shown.clone() request=request.clone() lang /> }
    })
    .await
}

#[component]
fn Writing(
    action: &'static str,
    title: &'static str,
    typed: Typed,
    shown: Shown,
    request: String,
    lang: Lang,
) -> impl IntoView {
    let back =
        if typed.proposal.is_empty() { "/proposals".to_owned() } else { format!("/proposals/{}", typed.proposal) };
    let back = if typed.proposal.parse::<ProposalId>().is_ok() { back } else { "/proposals".to_owned() };
    let written = Lang::from_code(&typed.language).unwrap_or(lang);
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=back>{lang.t("proposals-title")}</a></p>
            {match shown.refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("proposal-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t(title)}</h1> }.into_any(),
            }}
            {shown.meanwhile.map(|pieces| view! {
                <section class="card stack" aria-labelledby="meanwhile">
                    <h2 id="meanwhile">{lang.t("proposal-meanwhile")}</h2>
                    <Difference pieces lang />
                </section>
            })}
            {shown.preview.then(|| view! { <Preview typed=typed.clone() written=written.into() lang /> })}
            <Fields action typed refusal=shown.refusal lang />
        </div>
    }
}

#[component]
fn Preview(typed: Typed, written: Written, lang: Lang) -> impl IntoView {
    let reasons = lines(&typed.reasons);
    view! {
        <section class="card stack" id="preview" aria-labelledby="preview-title">
            <h2 id="preview-title">{lang.t("proposal-preview")}</h2>
            <p class="hint" role="status">{lang.t("proposal-preview-note")}</p>
            <p lang=written.code()><strong>{crate::components::field::shown(&typed.title)}</strong></p>
            <Prose text=crate::components::area::shown(&lines(&typed.text)) lang=written />
            {(!reasons.is_empty()).then(|| view! {
                <h3>{lang.t("proposal-reasons")}</h3>
                <Prose text=crate::components::area::shown(&reasons) lang=written />
            })}
        </section>
    }
}

#[component]
fn Fields(action: &'static str, typed: Typed, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let wrong = |field: &str| {
        let refusal = refusal.filter(|refusal| typed.place(*refusal) == field)?;
        Some(lang.t(&format!("refusal-{}", refusal.code())))
    };
    let choice = |name: &'static str, value: &'static str, label: &str, chosen: bool| {
        let id = format!("{name}-{value}");
        view! {
            <label class="check" for=id.clone()>
                <input type="radio" id=id.clone() name=name value=value checked=chosen />
                <span>{lang.t(label)}</span>
            </label>
        }
    };
    let other = !(typed.other_title.is_empty() && typed.other_text.is_empty());
    view! {
        <form class="card" method="post" action=action>
            {(action == EDIT).then(|| view! {
                <input type="hidden" name="proposal" value=crate::components::field::shown(&typed.proposal) />
                <input type="hidden" name="version" value=crate::components::field::shown(&typed.version) />
            })}
            <fieldset class="form-group">
                <legend>{lang.t("proposal-kind")}</legend>
                {choice("kind", "resolution", "proposal-kind-resolution", typed.kind != "item")}
                {choice("kind", "item", "proposal-kind-item", typed.kind == "item")}
            </fieldset>
            <fieldset class="form-group">
                <legend>{lang.t("proposal-language")}</legend>
                {choice("language", "fr", "proposal-language-fr", typed.language != "en")}
                {choice("language", "en", "proposal-language-en", typed.language == "en")}
            </fieldset>
            <div class="form-group">
                <Field name="title" label=lang.t("proposal-title-field") value=typed.title.clone() required=true wrong=wrong("title") />
            </div>
            <div class="form-group">
                <Area name="text" label=lang.t("proposal-text-field") value=typed.text.clone() rows="14" required=true
                    hint=Some(lang.t("proposal-text-hint")) wrong=wrong("text") />
                <LivePreview of="text".to_owned() written=Lang::from_code(&typed.language).unwrap_or(lang).into()
                    strings=lang.strings(&["proposal-preview"]) />
            </div>
            <div class="form-group">
                <Area name="reasons" label=lang.t("proposal-reasons-field") value=typed.reasons.clone()
                    hint=Some(lang.t("proposal-reasons-hint")) wrong=wrong("reasons") />
            </div>
            <details class="form-group" open=other>
                <summary>{lang.t("proposal-other")}</summary>
                <p class="hint">{lang.t("proposal-other-hint")}</p>
                <Field name="other_title" label=lang.t("proposal-other-title") value=typed.other_title.clone() wrong=wrong("other_title") />
                <Area name="other_text" label=lang.t("proposal-other-text") value=typed.other_text.clone() wrong=wrong("other_text") />
            </details>
            <p class="form-group cluster">
                <button class="button button--primary" type="submit" name="act" value="save">{lang.t("proposal-save")}</button>
                <button class="button" type="submit" name="act" value="preview">{lang.t("proposal-preview-go")}</button>
            </p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stands_beside_the_field_it_is_about() {
        let typed = Typed { title: "T".to_owned(), text: "a\r\nb".to_owned(), ..Typed::empty(Lang::Fr) };
        for (typed, refusal, place) in [
            (Typed { title: " T".to_owned(), ..typed.clone() }, Refusal::TextCharacters, "title"),
            (Typed { text: String::new(), ..typed.clone() }, Refusal::TextInvalid, "text"),
            (Typed { reasons: "\0".to_owned(), ..typed.clone() }, Refusal::TextInvalid, "reasons"),
            (Typed { other_text: "x".to_owned(), ..typed.clone() }, Refusal::TextInvalid, "other_title"),
            (Typed { kind: "item".to_owned(), ..typed.clone() }, Refusal::ReasonMissing, "reasons"),
            (typed.clone(), Refusal::TextOutdated, ""),
        ] {
            assert_eq!(typed.place(refusal), place, "{refusal}");
        }
        assert_eq!(typed.words().unwrap().text, "a\nb", "a form's line ends are not the writer's");
        assert_eq!(Typed { kind: "law".to_owned(), ..typed }.words(), Err(Refusal::Malformed));
    }
}
