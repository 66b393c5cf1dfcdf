//! Proposals of members that were admitted: those that wait for an agenda, and what comes from one on it.

use domain::convocation::proposed::Source;
use domain::convocation::view::{AdmittedLine, DraftView};
use domain::ids::ProposalId;
use leptos::prelude::*;

use super::prepare::AGENDA;
use crate::components::form::Act;
use crate::components::person::shown;
use crate::components::time::Day;
use crate::i18n::Lang;

/// The proposals that wait, each with the button that puts it on this agenda.
#[component]
pub(crate) fn Admitted(draft: DraftView, lang: Lang) -> impl IntoView {
    let (of, zone) = (draft.id.to_string(), draft.time_zone);
    (!draft.admitted.is_empty()).then(|| {
        let line = move |line: AdmittedLine| {
            let by = shown(lang, &line.by.name, line.by.number);
            let button = take_up(&of, line.id, lang.t("prepare-take-up"), line.title.clone());
            let amendments = line.amendments;
            let zone = zone.clone();
            view! {
                <li class="stack">
                    <h3><a href=format!("/proposals/{}", line.id)>{line.title}</a></h3>
                    <p class="hint">{by}{line.submitted_at.map(|at| view! { ", "{lang.t("prepare-submitted")}" "<Day at zone lang /> })}</p>
                    {(amendments > 0).then(|| view! { <p>{lang.with("prepare-take-up-amendments", &[("count", amendments.into())])}</p> })}
                    {line.late.then(|| view! {
                        <p class="notice notice--warning">{lang.t("prepare-take-up-late")}" "<span class="article">"C. com. R.225-72"</span></p>
                    })}
                    {button}
                </li>
            }
        };
        view! {
            <section class="card stack" aria-labelledby="prepare-admitted">
                <h2 id="prepare-admitted">{lang.t("prepare-admitted")}</h2>
                <p>{lang.t("prepare-admitted-text")}</p>
                <ul class="plain-list stack">{draft.admitted.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// The button that takes a proposal up, or its words as they are now.
pub(crate) fn take_up(of: &str, proposal: ProposalId, label: String, about: String) -> impl IntoView + use<> {
    let fields = vec![("draft", of.to_owned()), ("does", "take-up".to_owned()), ("proposal", proposal.to_string())];
    view! { <Act action=AGENDA fields label class="button" about /> }
}

/// That the words of an item are those of members, and where they come from.
#[component]
pub(crate) fn Taken(from: Source, lang: Lang) -> impl IntoView {
    let (path, words) = match from.amendment {
        Some(amendment) => (
            format!("/amendments/{}", amendment.id),
            lang.with("item-from-amendment", &[("number", amendment.n.into())]),
        ),
        None => (format!("/proposals/{}", from.proposal), lang.t("item-from-proposal")),
    };
    view! {
        <p class="hint"><a href=path>{words}</a>" · "{lang.t("item-from-hash")}" "<code class="request-id">{from.hash}</code></p>
    }
}
