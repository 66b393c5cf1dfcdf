//! Proposals: the list, the form that writes one, one whole, two versions side by side, amendments, what members
//! say about it.

pub mod amend;
pub mod amendment;
pub mod comment;
pub mod diff;
pub mod discussion;
pub mod files;
pub mod form;
pub mod list;
pub mod one;

use domain::proposals::{ForAssembly, Progress, ProposalState, Who};
use leptos::prelude::*;
use service::policy::{Operation, allow};

use crate::components::person;
use crate::i18n::Lang;
use crate::pages;
use crate::visitor::Visitor;

/// The id an address names, once policy has let the visitor in: what is there is not for everybody.
fn asked<T: std::str::FromStr>(visitor: &Visitor, id: &str) -> Result<T, service::Error> {
    allow(&visitor.actor, Operation::ReadProposal)?;
    pages::id(id)
}

/// Class of the chip of a state.
fn chip(state: ProposalState) -> &'static str {
    match state {
        ProposalState::Draft => "chip chip--wait",
        ProposalState::Open | ProposalState::Submitted | ProposalState::OnAgenda => "chip chip--open",
        ProposalState::Admitted | ProposalState::Adopted => "chip chip--done",
        ProposalState::Refused | ProposalState::Rejected | ProposalState::Withdrawn => "chip chip--closed",
    }
}

/// The word of a state.
fn state(state: ProposalState, lang: Lang) -> String {
    lang.t(&format!("proposal-state-{}", state.word()))
}

/// Who somebody is: name, or number of whoever was forgotten.
fn name(who: &Who, lang: Lang) -> String {
    person::shown(lang, &who.name, who.number)
}

/// "3 of the 8 members who must support it (5 % …)": a bar, and the same in words.
#[component]
fn Support(progress: Progress, lang: Lang) -> impl IntoView {
    let Progress { supporters, needed, members } = progress;
    let args = [("count", supporters.into()), ("needed", needed.into()), ("members", members.into())];
    let words = lang.with("proposal-support", &args);
    let lack = progress.lack();
    let rest = match lack {
        0 => lang.t("proposal-support-enough"),
        _ => lang.with("proposal-support-lack", &[("count", lack.into())]),
    };
    view! {
        <div class="progress">
            <p>{words}" "{rest}</p>
            <progress max=needed.max(1) value=supporters.min(needed.max(1)) aria-label=lang.t("proposal-support-label")></progress>
        </div>
    }
}

/// The assembly of a day, in words.
fn assembly(of: &ForAssembly, lang: Lang) -> String {
    let day = crate::components::time::day(of.starts_at, &of.time_zone, lang);
    lang.with("proposal-assembly", &[("day", day.into())])
}

/// The last day before an instant that ends it.
pub(crate) fn last_day(until: i64, zone: &str, lang: Lang) -> String {
    crate::components::time::day(until - 1, zone, lang)
}
