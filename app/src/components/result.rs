//! A decision with its numbers, its rule and a plot beside a table.

use domain::decision::{Decision, Outcome};
use leptos::prelude::*;

use crate::i18n::Lang;

/// Adopted, rejected, or no quorum: the stamp.
#[component]
pub fn Verdict(
    /// The outcome.
    outcome: Outcome,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (class, key) = match outcome {
        Outcome::Adopted => ("verdict verdict--adopted", "outcome-adopted"),
        Outcome::Rejected => ("verdict verdict--rejected", "outcome-rejected"),
        Outcome::NoQuorum => ("verdict verdict--no-quorum", "outcome-no-quorum"),
    };
    view! { <p class=class><strong>{lang.t(key)}</strong></p> }
}

/// That a vote is void, and why.
#[component]
pub fn Void(
    /// Why.
    reason: String,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! { <p class="notice notice--warning"><strong>{lang.t("vote-void")}</strong>" "{reason}</p> }
}

/// Table of answers, each row with its bar.
#[component]
pub fn Bars(
    /// The decision.
    decision: Decision,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let counts = decision.counts;
    let most = counts.for_.max(counts.against).max(counts.abstain).max(1);
    let rows = [
        ("choice-for", "bar bar--for", counts.for_),
        ("choice-against", "bar bar--against", counts.against),
        ("choice-abstain", "bar bar--abstain", counts.abstain),
    ];
    view! {
        <table class="bars">
            <caption class="visually-hidden">{lang.t("result-caption")}</caption>
            <thead class="visually-hidden"><tr>
                <th scope="col">{lang.t("result-answer")}</th><th scope="col">{lang.t("result-voices")}</th>
            </tr></thead>
            <tbody>
                {rows.map(|(key, class, count)| {
                    // Hundredths of the longest bar; a voice is never drawn as nothing.
                    let width = (u64::from(count) * 100).div_ceil(u64::from(most));
                    view! {
                        <tr>
                            <th scope="row">{lang.t(key)}</th>
                            <td class="bars__count">{count}</td>
                            <td class="bars__plot" aria-hidden="true">
                                <svg viewBox="0 0 100 10" preserveAspectRatio="none">
                                    <rect class="bar bar--track" width="100" height="10" rx="1"></rect>
                                    <rect class=class width=width height="10" rx="1"></rect>
                                </svg>
                            </td>
                        </tr>
                    }
                }).collect_view()}
            </tbody>
        </table>
    }
}

/// Quorum and majority: what was needed, what there was, which article says so.
#[component]
pub fn Reasons(
    /// The decision.
    decision: Decision,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let quorum = decision.quorum.clone();
    let majority = decision.majority.clone();
    let quorum_key = match (quorum.needed, quorum.met) {
        (None, _) => "quorum-none",
        (Some(_), true) => "quorum-met",
        (Some(_), false) => "quorum-missed",
    };
    let quorum_args = [
        ("present", quorum.present.into()),
        ("members", quorum.members.into()),
        ("needed", quorum.needed.unwrap_or(0).into()),
    ];
    let majority_key = if majority.met { "majority-met" } else { "majority-missed" };
    let majority_args =
        [("for", decision.counts.for_.into()), ("cast", majority.cast.into()), ("needed", majority.needed.into())];
    let blank = decision.blank.map(|blank| {
        let key = if blank.approved { "result-blank-for" } else { "result-blank-against" };
        lang.with(key, &[("count", blank.count.into())])
    });
    // Which version of the statutes says so.
    let version = decision.version;
    let article = move |article: String| match version {
        Some(number) => format!("{article} · {}", lang.with("statutes-of-rule", &[("number", number.into())])),
        None => article,
    };
    view! {
        <dl class="facts">
            <div><dt>{lang.t("result-quorum")}</dt>
                <dd>{lang.with(quorum_key, &quorum_args)}" "<span class="article">{article(quorum.article)}</span></dd></div>
            <div><dt>{lang.t("result-majority")}</dt>
                <dd>{lang.with(majority_key, &majority_args)}" "<span class="article">{article(majority.article)}</span></dd></div>
            {blank.map(|blank| view! { <div><dt>{lang.t("result-blank")}</dt>
                <dd>{blank}" "<span class="article">"C. com. L.225-106 III"</span></dd></div> })}
        </dl>
    }
}
