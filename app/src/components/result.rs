//! A decision with its numbers, its rule and a plot beside a table.

use domain::contest::Contest;
use domain::decision::{BlankCounted, Decision, Outcome};
use domain::elected::Elected;
use domain::majority::Counts;
use leptos::prelude::*;

use crate::components::elected::{Names, counted_by, waits};
use crate::components::hands::Apart;
use crate::components::paper::NamesOnPaper;
use crate::i18n::Lang;

/// Adopted, rejected, or no quorum: the stamp. Of an election, whether somebody is elected, or a tie waits.
#[component]
pub fn Verdict(
    /// The decision.
    decision: Decision,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (class, key) = verdict_of(&decision);
    view! { <p class=class><strong>{lang.t(key)}</strong></p> }
}

/// The class of a verdict and the key of its word.
pub(crate) fn verdict_of(decision: &Decision) -> (&'static str, &'static str) {
    match (decision.outcome, &decision.election) {
        (Outcome::NoQuorum, _) => ("verdict verdict--no-quorum", "outcome-no-quorum"),
        (_, Some(election)) => election_verdict(election),
        (Outcome::Adopted, None) => ("verdict verdict--adopted", "outcome-adopted"),
        (Outcome::Elected, None) => ("verdict verdict--adopted", "outcome-elected"),
        (Outcome::Rejected, None) => ("verdict verdict--rejected", "outcome-rejected"),
    }
}

fn election_verdict(election: &Elected) -> (&'static str, &'static str) {
    let elected = u32::try_from(election.elected().len()).unwrap_or(u32::MAX);
    match (election.awaits(), elected) {
        (Some(_), _) => ("verdict", "outcome-tie"),
        (None, 0) if !election.declined.is_empty() => ("verdict verdict--rejected", "outcome-vacant"),
        (None, 0) => ("verdict verdict--rejected", "outcome-nobody"),
        (None, some) if some < election.seats => ("verdict verdict--adopted", "outcome-elected-some"),
        (None, _) => ("verdict verdict--adopted", "outcome-elected"),
    }
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

/// Table of answers, each row with its bar; of an election, of those who stood.
#[component]
pub fn Bars(
    /// The decision.
    decision: Decision,
    /// Of an election: who stood.
    contest: Option<Contest>,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    match decision.election.clone().zip(contest) {
        Some((election, contest)) => view! {
            <Names election contest=contest.clone() lang /><NamesOnPaper decision contest lang />
        }
        .into_any(),
        None => view! { <Answers decision lang /> }.into_any(),
    }
}

#[component]
fn Answers(decision: Decision, lang: Lang) -> impl IntoView {
    let rows = answers(decision.counts);
    let most = rows.iter().map(|(_, _, count)| *count).max().unwrap_or(0).max(1);
    view! {
        <table class="bars">
            <caption class="visually-hidden">{lang.t("result-caption")}</caption>
            <thead class="visually-hidden"><tr>
                <th scope="col">{lang.t("result-answer")}</th><th scope="col">{lang.t("result-voices")}</th>
            </tr></thead>
            <tbody>
                {rows.map(|(key, class, count)| view! {
                    <tr>
                        <th scope="row">{lang.t(key)}</th>
                        <td class="bars__count">{count}</td>
                        <Bar class count most />
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
        <Apart decision lang />
    }
}

/// Each answer to a text: the key of its word, the class of its bar, how many.
pub(crate) fn answers(counts: Counts) -> [(&'static str, &'static str, u32); 3] {
    [
        ("choice-for", "bar bar--for", counts.for_),
        ("choice-against", "bar bar--against", counts.against),
        ("choice-abstain", "bar bar--abstain", counts.abstain),
    ]
}

/// Hundredths of the longest bar; a voice is never drawn as nothing.
pub(crate) fn hundredths(count: u32, most: u32) -> u64 {
    (u64::from(count) * 100).div_ceil(u64::from(most.max(1)))
}

/// The cell with the bar of a row.
#[component]
pub fn Bar(
    /// Its class.
    class: &'static str,
    /// How many.
    count: u32,
    /// The longest bar.
    most: u32,
) -> impl IntoView {
    let width = hundredths(count, most);
    view! {
        <td class="bars__plot" aria-hidden="true">
            <svg viewBox="0 0 100 10" preserveAspectRatio="none">
                <rect class="bar bar--track" width="100" height="10" rx="1"></rect>
                <rect class=class width=width height="10" rx="1"></rect>
            </svg>
        </td>
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
    view! {
        <dl class="facts">
            {reasons(&decision, lang).into_iter().map(|Reason { name, said, article }| view! {
                <div><dt>{name}</dt><dd>{said}" "<span class="article">{article}</span></dd></div>
            }).collect_view()}
        </dl>
    }
}

/// One rule of a decision.
pub(crate) struct Reason {
    /// What it is about.
    pub name: String,
    /// What was needed, and what there was.
    pub said: String,
    /// Which article says so.
    pub article: String,
}

/// The rules of a decision, in the order in which they are shown.
pub(crate) fn reasons(decision: &Decision, lang: Lang) -> Vec<Reason> {
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
    let election = decision.election.clone();
    let majority_said = match &election {
        Some(election) => counted_by(election, majority.basis, lang),
        None => lang.with(majority_key, &majority_args),
    };
    let blank = decision.blank.map(|blank| blank_said(blank, election.is_some(), lang));
    // Which version of the statutes says so.
    let version = decision.version;
    let article = move |article: String| match version {
        Some(number) => format!("{article} · {}", lang.with("statutes-of-rule", &[("number", number.into())])),
        None => article,
    };
    let reason = |key: &str, said: String, article: String| Reason { name: lang.t(key), said, article };
    let mut reasons = vec![
        reason("result-quorum", lang.with(quorum_key, &quorum_args), article(quorum.article)),
        reason("result-majority", majority_said, article(majority.article)),
    ];
    reasons
        .extend(election.map(|election| reason("result-tie", waits(&election, lang), article(election.tie_article))));
    reasons.extend(blank.map(|blank| reason("result-blank", blank, "C. com. L.225-106 III".to_owned())));
    reasons
}

/// How the blank proxies were counted.
fn blank_said(blank: BlankCounted, election: bool, lang: Lang) -> String {
    let key = match (election, blank.approved) {
        (false, true) => "result-blank-for",
        (false, false) => "result-blank-against",
        (true, true) => "result-blank-each",
        (true, false) => "result-blank-nobody",
    };
    lang.with(key, &[("count", blank.count.into())])
}
