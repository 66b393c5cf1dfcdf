//! A vote by show of hands, wherever a vote is shown: that it is one, what it waits for, and hands and ballots apart.

use domain::decision::Decision;
use domain::hands::HandsView;
use domain::majority::Counts;
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

/// Hands and ballots apart, with the blank proxies where there are any: a table.
#[component]
pub fn Apart(
    /// The decision.
    decision: Decision,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let hands = decision.hands?;
    let Counts { for_, against, abstain, .. } = decision.counts;
    let blank = decision.blank.map(|blank| if blank.approved { (blank.count, 0) } else { (0, blank.count) });
    let (blank_for, blank_against) = blank.unwrap_or_default();
    let by_hand = hands.counts;
    let ballots = [
        for_.saturating_sub(by_hand.for_).saturating_sub(blank_for),
        against.saturating_sub(by_hand.against).saturating_sub(blank_against),
        abstain.saturating_sub(by_hand.abstain),
    ];
    let rows = [
        Some(("hands-row-hands", [by_hand.for_, by_hand.against, by_hand.abstain])),
        Some(("hands-row-ballots", ballots)),
        blank.map(|(for_, against)| ("hands-row-blank", [for_, against, 0])),
    ];
    let hall = lang.with("hands-of-hall", &[("hands", by_hand.total().into()), ("hall", hands.hall.into())]);
    Some(view! {
        <table class="table hands">
            <caption>{hall}</caption>
            <thead><tr>
                <th scope="col"><span class="visually-hidden">{lang.t("hands-how")}</span></th>
                {["choice-for", "choice-against", "choice-abstain"].map(|key| view! { <th scope="col" class="number">{lang.t(key)}</th> }).collect_view()}
            </tr></thead>
            <tbody>
                {rows.into_iter().flatten().map(|(key, counts)| view! {
                    <tr>
                        <th scope="row">{lang.t(key)}</th>
                        {counts.map(|count| view! { <td class="number">{count}</td> }).collect_view()}
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    })
}
