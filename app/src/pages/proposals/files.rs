//! The files of a proposal: each with its hash and since when it is there, and the form that adds one.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::attachments::{AttachmentLine, MOST};
use domain::convocation::document::LARGEST;
use domain::proposals::ProposalView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use service::policy::{Operation, allow};

use super::name;
use crate::components::form::Act;
use crate::components::time::in_words;
use crate::i18n::Lang;
use crate::pages::convening::document::served;
use crate::pages::convening::size;
use crate::pages::id;
use crate::rpc::proposals::RemoveAttachment;
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a file is sent.
pub const ATTACH: &str = "/rpc/attach-to-proposal";

/// `GET /attachment/{id}`
pub async fn get(State(app): State<AppState>, Path(file): Path<String>, visitor: Visitor) -> Response {
    let outcome = match allow(&visitor.actor, Operation::ReadAttachment) {
        Ok(()) => match id(&file) {
            Ok(file) => service::views::attachment(&app.service, &visitor.actor, file).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    served(&app, &visitor, outcome).await
}

/// The files, and what an author can do with them.
#[component]
pub(super) fn Files(view: ProposalView, lang: Lang) -> impl IntoView {
    let (attach, zone, id) = (view.may.attach, view.time_zone, view.id.to_string());
    let shown = attach || !view.attachments.is_empty();
    let none = view.attachments.is_empty();
    shown.then(|| {
        view! {
            <section class="stack" aria-labelledby="files">
                <h2 id="files">{lang.t("files-title")}</h2>
                {none.then(|| view! { <p class="empty">{lang.t("files-none")}</p> })}
                {(!none).then(|| view! { <p class="hint">{lang.t("files-support")}</p> })}
                <ul class="plain-list stack">
                    {view.attachments.into_iter().map(|line| view! {
                        <File line proposal=id.clone() attach zone=zone.clone() lang />
                    }).collect_view()}
                </ul>
                {attach.then(|| view! { <Attaching proposal=id.clone() lang /> })}
            </section>
        }
    })
}

#[component]
fn File(line: AttachmentLine, proposal: String, attach: bool, zone: String, lang: Lang) -> impl IntoView {
    let at = |at: i64| in_words(at, &zone, lang);
    let since = [("when", at(line.at).into()), ("name", name(&line.by, lang).into())];
    let fields = vec![("proposal", proposal), ("attachment", line.id.to_string())];
    let (href, named) = (format!("/attachment/{}", line.id), line.name.clone());
    view! {
        <li class="card stack">
            {match line.removed_at {
                None => view! { <p><a href=href>{line.name}</a>" ("{size(line.bytes)}")"</p> }.into_any(),
                Some(removed) => view! {
                    <p><s>{line.name}</s>" ("{size(line.bytes)}"). "
                        {lang.with("files-removed", &[("when", at(removed).into())])}</p>
                }
                .into_any(),
            }}
            <p class="hint">{lang.with("files-since", &since)}</p>
            <p><span class="hint">{lang.t("assembly-document-hash")}" "</span><code class="request-id">{line.hash}</code></p>
            {(attach && line.removed_at.is_none()).then(|| view! {
                <Act action=RemoveAttachment::PATH fields label=lang.t("files-remove") class="button button--quiet" about=named />
            })}
        </li>
    }
}

#[component]
fn Attaching(proposal: String, lang: Lang) -> impl IntoView {
    let most = u64::try_from(LARGEST / (1024 * 1024)).unwrap_or(0);
    let hint = lang.with("files-hint", &[("most", most.into()), ("count", MOST.into())]);
    view! {
        <form class="card stack" method="post" action=ATTACH enctype="multipart/form-data">
            <input type="hidden" name="proposal" value=proposal />
            <div class="field">
                <label for="file">{lang.t("files-file")}</label>
                <input id="file" name="file" type="file" required accept=".pdf,.png,.jpg,.jpeg,.webp,.ods,.xlsx,.csv" aria-describedby="file-hint" />
                <p class="hint" id="file-hint">{hint}</p>
            </div>
            <p><button class="button" type="submit">{lang.t("files-add")}</button></p>
        </form>
    }
}
