//! One assembly being prepared: when and where, agenda, people, documents, and the list with the button that convenes. Each
//! part is a form of its own; one that is refused comes back as it was typed.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::convocation::agenda::DraftState;
use domain::convocation::view::DraftView;
use domain::ids::DraftId;
use domain::roles::Role;
use leptos::prelude::*;
use serde::Deserialize;

use super::admitted::Admitted;
use super::agenda::{Agenda, Documents, ItemForm, People};
use super::checklist::Check;
use super::list::kinds;
use super::typed::{HeadTyped, InvitedTyped, ItemTyped};
use super::{Choice, Tick};
use crate::components::field::Field;
use crate::components::form::Act;
use crate::components::time::in_words;
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages::{id, said};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the head is sent.
pub const HEAD: &str = "/rpc/edit-draft";
/// Where what is done to the agenda is sent.
pub const AGENDA: &str = "/rpc/edit-agenda";
/// Where key holders and guests are sent.
pub const INVITED: &str = "/rpc/edit-invited";
/// Where a document is sent.
pub const DOCUMENT: &str = "/rpc/attach-document";
/// Where a preparation is given up.
pub const DROP: &str = "/rpc/drop-draft";
/// Where members are convened.
pub const CONVENE: &str = "/rpc/convene";

/// What the address of the page says: the item in hand.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    item: Option<String>,
}

/// Which preparation a button is about.
#[derive(Clone, Debug, Deserialize)]
pub struct Which {
    draft: String,
}

/// What was typed and refused.
#[derive(Clone, Debug, Default)]
struct Typed {
    head: Option<HeadTyped>,
    item: Option<ItemTyped>,
    invited: Option<InvitedTyped>,
    refusal: Option<Refusal>,
}

/// `GET /assemblies/prepare/{id}`
pub async fn get(
    State(app): State<AppState>,
    Path(draft): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    show(&app, &visitor, &draft, asked.item, Typed::default()).await
}

/// `POST /rpc/edit-draft`
pub async fn head(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<HeadTyped>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return said::malformed(&app, &visitor).await };
    let Some(draft) = draft(&typed.draft) else { return said::malformed(&app, &visitor).await };
    let outcome = save_head(&app, &visitor, draft, &typed).await;
    answer(&app, &visitor, draft, outcome, Typed { head: Some(typed), ..Typed::default() }).await
}

async fn save_head(app: &AppState, visitor: &Visitor, draft: DraftId, typed: &HeadTyped) -> Result<(), service::Error> {
    let zone = service::views::time_zone(&app.service).await?;
    service::edit_draft(&app.service, &visitor.actor, draft, &typed.read(&zone)?).await
}

/// `POST /rpc/edit-agenda`
pub async fn agenda(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<ItemTyped>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return said::malformed(&app, &visitor).await };
    let Some(draft) = draft(&typed.draft) else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.read() {
        Ok(step) => service::edit_agenda(&app.service, &visitor.actor, draft, &step).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    answer(&app, &visitor, draft, outcome, Typed { item: Some(typed), ..Typed::default() }).await
}

/// `POST /rpc/edit-invited`
pub async fn invited(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<InvitedTyped>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return said::malformed(&app, &visitor).await };
    let Some(draft) = draft(&typed.draft) else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.read() {
        Ok(step) => service::edit_invited(&app.service, &visitor.actor, draft, &step).await,
        Err(refusal) => Err(refusal.into()),
    };
    answer(&app, &visitor, draft, outcome, Typed { invited: Some(typed), ..Typed::default() }).await
}

/// `POST /rpc/drop-draft`
pub async fn abandon(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<Which>, FormRejection>,
) -> Response {
    let which = typed.ok().and_then(|Form(typed)| draft(&typed.draft));
    let Some(which) = which else { return said::malformed(&app, &visitor).await };
    match service::drop_draft(&app.service, &visitor.actor, which).await {
        Ok(()) => said::on("/assemblies/prepare"),
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/convene`
pub async fn convene(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<Which>, FormRejection>,
) -> Response {
    let which = typed.ok().and_then(|Form(typed)| draft(&typed.draft));
    let Some(which) = which else { return said::malformed(&app, &visitor).await };
    match service::convene_draft(&app.service, &visitor.actor, which).await {
        Ok(assembly) => said::on(&format!("/assembly/{assembly}/notices")),
        Err(error) => answer(&app, &visitor, which, Err(error), Typed::default()).await,
    }
}

/// An id in a form: nonsense names nothing that could be shown again.
fn draft(text: &str) -> Option<DraftId> {
    text.parse().ok()
}

async fn answer(
    app: &AppState,
    visitor: &Visitor,
    draft: DraftId,
    outcome: Result<(), service::Error>,
    typed: Typed,
) -> Response {
    match outcome {
        Ok(()) => said::on(&format!("/assemblies/prepare/{draft}")),
        Err(service::Error::Refused(refusal)) => {
            let item = typed.item.as_ref().map(|typed| typed.item.clone()).filter(|item| !item.is_empty());
            show(app, visitor, &draft.to_string(), item, Typed { refusal: Some(refusal), ..typed }).await
        }
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, draft: &str, item: Option<String>, typed: Typed) -> Response {
    let outcome = match service::policy::allow(&visitor.actor, service::policy::Operation::ReadDrafts) {
        Ok(()) => match id(draft) {
            Ok(draft) => service::views::draft(&app.service, &visitor.actor, draft).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    let (lang, refusal) = (visitor.lang, typed.refusal);
    let page = move |_: &DraftView| {
        let page = Page::new(lang.t("prepare-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let who = visitor.clone();
    shell::answer(app, visitor, outcome, page, move |draft| {
        view! { <Preparation draft item=item.clone() typed=typed.clone() visitor=who.clone() /> }
    })
    .await
}

#[component]
fn Preparation(draft: DraftView, item: Option<String>, typed: Typed, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let title = letters_notice::kind(draft.head.kind, lang);
    let open = draft.state == DraftState::Draft;
    let head = typed.head.unwrap_or_else(|| HeadTyped::of(&draft.head, &draft.time_zone));
    let kept = draft.items.iter().find(|(id, _)| item.as_deref() == Some(id.to_string().as_str()));
    let kept = kept.map(|(id, item)| ItemTyped::of(&id.to_string(), item));
    // What names no item of this agenda is a new one.
    let known = |item: &str| draft.items.iter().any(|(id, _)| id.to_string() == item);
    let in_hand = typed.item.filter(|typed| typed.does == "save").map(|typed| match known(&typed.item) {
        true => typed,
        false => ItemTyped { item: String::new(), ..typed },
    });
    let in_hand = in_hand.or(kept);
    let theirs = in_hand.as_ref().and_then(|typed| {
        let (_, item) = draft.items.iter().find(|(id, _)| id.to_string() == typed.item)?;
        item.from.clone()
    });
    let invited = typed.invited.unwrap_or_default();
    let (state, assembly, of) = (draft.state, draft.assembly, draft.id.to_string());
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/assemblies/prepare">{lang.t("prepare-title")}</a></p>
            {match typed.refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("prepare-not-done") request lang /> }.into_any(),
                None => view! { <h1>{title}</h1> }.into_any(),
            }}
            {(!open).then(|| view! {
                <p class="notice">
                    {lang.t("prepare-closed")}" "
                    {assembly.map(|id| view! { <a href=format!("/assembly/{id}")>{lang.t("prepare-see")}</a> })}
                </p>
            })}
            {open.then(|| {
                let (cut_off, zone) = (draft.cut_off, draft.time_zone.clone());
                view! { <HeadForm typed=head of=of.clone() zone cut_off lang /> }
            })}
            <Agenda draft=draft.clone() open lang />
            {open.then(|| {
                let typed = in_hand.unwrap_or_else(ItemTyped::blank);
                view! {
                    <Admitted draft=draft.clone() lang />
                    <ItemForm typed theirs of=of.clone() lang />
                    <People draft=draft.clone() typed=invited lang />
                    <Documents draft=draft.clone() lang />
                }
            })}
            {(state == DraftState::Draft).then(|| view! {
                <Check draft=draft.clone() chair=visitor.has(Role::Chair) lang />
                <Act action=DROP fields=vec![("draft", of.clone())] label=lang.t("prepare-drop") class="button" />
            })}
        </div>
    }
}

#[component]
fn HeadForm(typed: HeadTyped, of: String, zone: String, cut_off: Option<i64>, lang: Lang) -> impl IntoView {
    let calls = [("1", "assembly-first-call"), ("2", "assembly-second-call")];
    let calls = calls.map(|(word, key)| (word.to_owned(), lang.t(key))).to_vec();
    let hint = match cut_off {
        Some(at) => lang.with("prepare-advance-hint", &[("when", in_words(at, &zone, lang).into())]),
        None => lang.t("prepare-advance-hint-later"),
    };
    let starts = lang.with("prepare-starts", &[("zone", zone.into())]);
    view! {
        <form class="card stack" method="post" action=HEAD aria-labelledby="prepare-head">
            <h2 id="prepare-head">{lang.t("prepare-head")}</h2>
            <input type="hidden" name="draft" value=of />
            <div class="field-row">
                <Choice name="kind" label=lang.t("prepare-kind") options=kinds(lang) chosen=typed.kind />
                <Choice name="call" label=lang.t("prepare-call") options=calls chosen=typed.call />
            </div>
            <Field name="starts_at" kind="datetime-local" label=starts value=typed.starts_at />
            <Field name="place" label=lang.t("prepare-place") value=typed.place hint=Some(lang.t("prepare-place-hint")) />
            <Field name="video" kind="url" maxlength="500" label=lang.t("prepare-video") value=typed.video
                hint=Some(lang.t("prepare-video-hint")) />
            <Field name="second_at" kind="datetime-local" label=lang.t("prepare-second") value=typed.second_at
                hint=Some(lang.t("prepare-second-hint")) />
            <div class="field-row">
                <Field name="advance_from" kind="datetime-local" label=lang.t("prepare-advance-from") value=typed.advance_from />
                <Field name="advance_until" kind="datetime-local" label=lang.t("prepare-advance-until") value=typed.advance_until />
            </div>
            <p class="hint">{hint}</p>
            <Tick name="announced" label=lang.t("prepare-announced") ticked=!typed.announced.is_empty() />
            <Tick name="keyless_known" label=lang.t("prepare-keyless") ticked=!typed.keyless_known.is_empty() />
            <Tick name="entrusted" label=lang.t("prepare-entrusted") ticked=!typed.entrusted.is_empty() hint=lang.t("prepare-entrusted-hint") />
            <p><button class="button button--primary" type="submit">{lang.t("prepare-save")}</button></p>
        </form>
    }
}
