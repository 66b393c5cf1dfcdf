//! What came of an election: a table of those who stood with their bars, who is elected, by which rule.

use domain::bureau::Seat;
use domain::contest::Contest;
use domain::elected::{Awaits, Elected};
use domain::majority::MajorityBasis;
use leptos::prelude::*;

use crate::components::result::Bar;
use crate::i18n::Lang;

/// Before it is decided: seats, what a ballot may name, and who stands.
#[component]
pub fn Standing(
    /// The election.
    contest: Contest,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! {
        <p>{paper_rule(&contest, lang)}</p>
        <ol class="standing">{contest.candidates.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ol>
    }
}

/// How many seats there are, and how many a ballot may name.
#[must_use]
pub fn paper_rule(contest: &Contest, lang: Lang) -> String {
    lang.with("election-paper-rule", &[("seats", contest.seats.into()), ("most", contest.most.into())])
}

/// Table of those who stood, in the order of the ballot, each with votes, a bar and what became of it; then who is elected.
#[component]
pub fn Names(
    /// The election.
    election: Elected,
    /// Who stood.
    contest: Contest,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let most = most(&election);
    let rows = standings(&election, &contest);
    view! {
        <table class="bars bars--names">
            <caption class="visually-hidden">{lang.t("election-caption")}</caption>
            <thead class="visually-hidden"><tr>
                <th scope="col">{lang.t("election-candidate")}</th><th scope="col">{lang.t("result-voices")}</th>
                <th scope="col">{lang.t("election-became")}</th>
            </tr></thead>
            <tbody>
                {rows.into_iter().map(|Standings { name, votes, became, seated }| {
                    let class = if seated { "bar bar--for" } else { "bar bar--abstain" };
                    view! {
                        <tr>
                            <th scope="row">{name}</th>
                            <td class="bars__count">{votes}</td>
                            <td class="bars__became">{lang.t(&format!("election-{became}"))}</td>
                            <Bar class count=votes most />
                        </tr>
                    }
                }).collect_view()}
                <tr>
                    <th scope="row">{lang.t("election-blank")}</th>
                    <td class="bars__count">{election.blank}</td>
                    <td class="bars__became"></td>
                    <Bar class="bar bar--abstain" count=election.blank most />
                </tr>
            </tbody>
        </table>
        <p class="elected">{seated(&election, &contest, lang)}</p>
    }
}

/// Somebody who stood.
pub(crate) struct Standings {
    /// The name.
    pub name: String,
    /// Votes.
    pub votes: u32,
    /// What became of it: the end of the key of its word.
    pub became: &'static str,
    /// Whether that is a seat.
    pub seated: bool,
}

/// Everybody who stood, in the order of the ballot.
pub(crate) fn standings(election: &Elected, contest: &Contest) -> Vec<Standings> {
    let one = |((at, name), votes): ((u32, &String), &u32)| {
        let became = became(election, at);
        Standings { name: name.clone(), votes: *votes, became, seated: matches!(became, "elected" | "drawn") }
    };
    (0_u32..).zip(&contest.candidates).zip(&election.votes).map(one).collect()
}

/// The longest bar.
pub(crate) fn most(election: &Elected) -> u32 {
    election.votes.iter().copied().max().unwrap_or(0).max(election.blank)
}

/// What became of a candidate: the end of the key of its word.
fn became(election: &Elected, at: u32) -> &'static str {
    let drawn = election.drawn.as_ref();
    if election.declined.contains(&at) {
        "declined"
    } else if election.seated.contains(&at) {
        "elected"
    } else if drawn.is_some_and(|drawn| drawn.contains(&at)) {
        "drawn"
    } else if election.awaits().is_some() && election.tied.contains(&at) {
        "equal"
    } else {
        "not-elected"
    }
}

/// Who is elected, by name, of how many seats; who declined; and who is equal.
#[must_use]
pub fn seated(election: &Elected, contest: &Contest, lang: Lang) -> String {
    let names = |of: &[u32]| {
        let name = |at: &u32| contest.candidates.get(usize::try_from(*at).ok()?).cloned();
        of.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    };
    let elected = election.elected();
    let count = u32::try_from(elected.len()).unwrap_or(u32::MAX);
    let (seats, count_arg) = (("seats", election.seats.into()), ("count", count.into()));
    let mut said = match count {
        0 if !election.declined.is_empty() => lang.t("election-elected-vacant"),
        0 => lang.with("election-elected-none", &[seats]),
        _ => lang.with("election-elected-names", &[seats, count_arg, ("names", names(&elected).into())]),
    };
    if !election.declined.is_empty() {
        let count = u32::try_from(election.declined.len()).unwrap_or(u32::MAX);
        let args = [("count", count.into()), ("names", names(&election.declined).into())];
        said = format!("{said} {}", lang.with("election-declined-names", &args));
    }
    if election.awaits().is_some() {
        let args = [("open", election.open.into()), ("names", names(&election.tied).into())];
        said = format!("{said} {}", lang.with("election-equal-names", &args));
    }
    said
}

/// What a candidate needed, of what.
pub(super) fn counted_by(election: &Elected, basis: MajorityBasis, lang: Lang) -> String {
    let ballots = [
        ("named", election.named.into()),
        ("blank", election.blank.into()),
        ("needed", election.needed.into()),
        ("of", election.of.into()),
    ];
    lang.with(
        match (election.needs.is_some(), basis) {
            (false, _) => "election-rule-most",
            (true, MajorityBasis::VotesCast) => "election-rule-needed",
            (true, MajorityBasis::PresentOrRepresented) => "election-rule-present",
        },
        &ballots,
    )
}

/// How equals are told apart, and what that came to.
pub(super) fn waits(election: &Elected, lang: Lang) -> String {
    let rule = lang.t(&format!("election-tie-{}", election.tie_break.word()));
    let now = match (election.awaits(), election.drawn.is_some()) {
        (Some(Awaits::Draw), _) => Some("election-waits-draw"),
        (Some(Awaits::Runoff), _) => Some("election-waits-runoff"),
        (None, true) => Some(match election.confirmed {
            Some(Seat::FirstScrutineer) => "election-was-drawn-first",
            Some(Seat::SecondScrutineer) => "election-was-drawn-second",
            Some(Seat::Chair | Seat::Secretary) | None => "election-was-drawn",
        }),
        (None, false) => None,
    };
    now.map_or(rule.clone(), |now| format!("{rule} {}", lang.t(now)))
}
