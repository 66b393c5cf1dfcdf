//! Votes on paper, wherever a vote is shown: how many voices that is, what the vote waits for, and papers and ballots apart.

use domain::contest::Contest;
use domain::decision::Decision;
use domain::paper::{NamePapers, Papers, reveals};
use domain::vote::{VoteMode, VoteState};
use domain::wire::ItemView;
use leptos::prelude::*;

use crate::i18n::Lang;

/// What whoever looks at a vote must know of its papers; nothing where no voice is on paper.
#[component]
pub fn PaperSaid(
    /// The vote.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    paper_said(&item, lang).map(|said| view! { <p class="hint">{said}</p> })
}

/// The sentence of [`PaperSaid`], if there is one.
#[must_use]
pub fn paper_said(item: &ItemView, lang: Lang) -> Option<String> {
    let papers = item.paper.as_ref()?;
    let key = match item.state {
        VoteState::Open => "paper-voting",
        VoteState::Closed if papers.agreed => "paper-counted",
        VoteState::Closed if papers.differed() => "paper-waits-again",
        VoteState::Closed if papers.typed.is_some() => "paper-waits-other",
        VoteState::Closed => "paper-waits",
        VoteState::Decided => "paper-not-named",
        VoteState::Prepared | VoteState::Advance | VoteState::Voided => return None,
    };
    Some(lang.with(key, &[("voices", papers.voices.into())]))
}

/// Said to who may still change it, while a secret vote is open: that its papers, or the ballots beside them, are so few that
/// their count may tell what somebody chose. Nothing otherwise.
#[component]
pub fn FewPapers(
    /// The vote.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let papers = item.paper.filter(|_| item.state == VoteState::Open && item.mode == VoteMode::Secret)?;
    let numbers =
        [("position", item.position.into()), ("papers", papers.voices.into()), ("ballots", item.voted.into())];
    reveals(papers.voices, item.voted).then(|| {
        view! {
            <p class="notice notice--warning">{lang.with("paper-few-open", &numbers)}</p>
        }
    })
}

/// Of an election: what the papers say of each who stood, in the order of the ballot.
#[component]
pub fn NamesOnPaper(
    /// The decision.
    decision: Decision,
    /// Who stood.
    contest: Contest,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (caption, rows) = names_on_paper(&decision, &contest, lang)?;
    Some(view! {
        <table class="table hands">
            <caption>{caption}</caption>
            <thead><tr>
                <th scope="col">{lang.t("election-candidate")}</th>
                <th scope="col" class="number">{lang.t("paper-column")}</th>
            </tr></thead>
            <tbody>
                {rows.into_iter().map(|(name, votes)| view! {
                    <tr><th scope="row">{name}</th><td class="number">{votes}</td></tr>
                }).collect_view()}
            </tbody>
        </table>
    })
}

/// The caption of that table and its rows.
pub(crate) fn names_on_paper(
    decision: &Decision,
    contest: &Contest,
    lang: Lang,
) -> Option<(String, Vec<(String, u32)>)> {
    let paper = decision.paper.as_ref()?;
    let total = paper.counts.total();
    let Papers::Names(NamePapers { blank, null, votes, .. }) = &paper.counts else { return None };
    let of = [
        ("papers", total.into()),
        ("voices", paper.handed.into()),
        ("blank", (*blank).into()),
        ("null", (*null).into()),
    ];
    let rows = contest.candidates.iter().cloned().zip(votes.iter().copied()).collect();
    Some((lang.with("paper-of-names", &of), rows))
}
