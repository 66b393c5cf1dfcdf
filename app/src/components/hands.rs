//! A vote by show of hands, wherever a vote is shown: that it is one, what it waits for, and hands and ballots apart.

use domain::decision::Decision;
use domain::hands::{Hands, HandsView};
use domain::majority::Counts;
use domain::paper::{Papers, TextPapers};
use domain::vote::VoteState;
use domain::wire::ItemView;
use leptos::prelude::*;

use crate::i18n::Lang;

/// That a vote is by show of hands, as a chip.
#[component]
pub fn HandsChip(
    /// Its hands, if it is.
    hands: Option<HandsView>,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    hands.map(|_| view! { <span class="chip chip--public">{lang.t("hands-chip")}</span> })
}

/// What whoever votes must know, or what the vote waits for.
#[component]
pub fn HandsSaid(
    /// The vote.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    hands_said(&item, lang).map(|said| view! { <p class="hint">{said}</p> })
}

/// The sentence of [`HandsSaid`], if there is one.
#[must_use]
pub fn hands_said(item: &ItemView, lang: Lang) -> Option<String> {
    let hands = item.hands.as_ref()?;
    let key = match item.state {
        VoteState::Open => "hands-voting",
        VoteState::Closed if hands.differed() => "hands-waits-again",
        VoteState::Closed if hands.typed.is_some() => "hands-waits-other",
        VoteState::Closed => "hands-waits",
        VoteState::Decided => "hands-not-named",
        VoteState::Prepared | VoteState::Advance | VoteState::Voided => return None,
    };
    Some(lang.with(key, &[("hall", hands.hall.unwrap_or_default().into())]))
}

/// Hands or papers, and ballots, apart, with the blank proxies where there are any: a table.
#[component]
pub fn Apart(
    /// The decision.
    decision: Decision,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (caption, rows) = apart(&decision, lang)?;
    Some(view! {
        <table class="table hands">
            <caption>{caption}</caption>
            <thead><tr>
                <th scope="col"><span class="visually-hidden">{lang.t("hands-how")}</span></th>
                {["choice-for", "choice-against", "choice-abstain"].map(|key| view! { <th scope="col" class="number">{lang.t(key)}</th> }).collect_view()}
            </tr></thead>
            <tbody>
                {rows.into_iter().map(|(how, counts)| view! {
                    <tr>
                        <th scope="row">{how}</th>
                        {counts.map(|count| view! { <td class="number">{count}</td> }).collect_view()}
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    })
}

/// How voices were counted, then for, against and abstentions.
pub(crate) type Counted = (String, [u32; 3]);

/// The caption of that table and its rows.
pub(crate) fn apart(decision: &Decision, lang: Lang) -> Option<(String, Vec<Counted>)> {
    let (key, counted, caption) = beside(decision, lang)?;
    let Counts { for_, against, abstain, .. } = decision.counts;
    let blank = decision.blank.map(|blank| if blank.approved { (blank.count, 0) } else { (0, blank.count) });
    let (blank_for, blank_against) = blank.unwrap_or_default();
    let ballots = [
        for_.saturating_sub(counted[0]).saturating_sub(blank_for),
        against.saturating_sub(counted[1]).saturating_sub(blank_against),
        abstain.saturating_sub(counted[2]),
    ];
    let rows = [
        Some((key, counted)),
        Some(("hands-row-ballots", ballots)),
        blank.map(|(for_, against)| ("hands-row-blank", [for_, against, 0])),
    ];
    Some((caption, rows.into_iter().flatten().map(|(key, counts)| (lang.t(key), counts)).collect()))
}

/// What was counted by two, a show of hands or papers: the word of its row, for, against and abstentions, and of how many.
fn beside(decision: &Decision, lang: Lang) -> Option<(&'static str, [u32; 3], String)> {
    if let Some(hands) = decision.hands {
        let Hands { for_, against, abstain } = hands.counts;
        let args = [("hands", hands.counts.total().into()), ("hall", hands.hall.into())];
        return Some(("hands-row-hands", [for_, against, abstain], lang.with("hands-of-hall", &args)));
    }
    let paper = decision.paper.as_ref()?;
    let Papers::Text(TextPapers { for_, against, abstain, null }) = paper.counts else { return None };
    let args = [("papers", paper.counts.total().into()), ("voices", paper.handed.into()), ("null", null.into())];
    Some(("paper-row", [for_, against, abstain], lang.with("paper-of-voices", &args)))
}
