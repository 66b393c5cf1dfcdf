//! The decisions of a record against its tallies: what the numbers say of themselves (part of check 21). That a rule is the one
//! of the statutes, and of two equals in an election who is the elder, no record tells.

use std::collections::{BTreeMap, BTreeSet};

use domain::decision::{Decision, Outcome};
use domain::elected::{Elected, Named};
use domain::majority::Counts;
use domain::proxies::blank_proxies;
use protocol::record::Entry;
use serde_json::Value;

/// The first decision, or draw, that does not follow from what stands before it: its place, and why.
pub(crate) fn wrong(entries: &[Entry]) -> Option<(u64, &'static str)> {
    let (mut tallies, mut elections) = (BTreeMap::<&str, &Value>::new(), BTreeMap::<&str, Elected>::new());
    let mut decided = BTreeSet::new();
    for entry in entries {
        let Some(vote) = entry.body.get("vote").and_then(Value::as_str) else { continue };
        match entry.kind.as_str() {
            "tally" => {
                let before = tallies.insert(vote, &entry.body);
                if before.is_some() {
                    return Some((entry.seq, "counts once more"));
                }
            }
            "decision" => {
                let decision = serde_json::from_value::<Decision>(entry.body["decision"].clone());
                let Ok(decision) = decision else { return Some((entry.seq, "is no decision")) };
                let Some(tally) = tallies.get(vote) else { return Some((entry.seq, "has no tally before it")) };
                if !decided.insert(vote) {
                    return Some((entry.seq, "decides once more"));
                }
                if !follows(&decision, tally) {
                    return Some((entry.seq, "does not follow from its tally"));
                }
                elections.extend(decision.election.map(|election| (vote, election)));
            }
            "draw" => {
                let drawn = serde_json::from_value::<Vec<u32>>(entry.body["drawn"].clone()).unwrap_or_default();
                match elections.get(vote).map(|election| election.after_draw(&drawn)) {
                    Some(Ok(after)) => elections.insert(vote, after),
                    _ => return Some((entry.seq, "draws what no election waits for")),
                };
            }
            _ => {}
        }
    }
    None
}

fn follows(decision: &Decision, tally: &Value) -> bool {
    let quorum = decision.quorum.needed.is_none_or(|needed| u64::from(decision.quorum.present) >= needed);
    if quorum != decision.quorum.met || (decision.outcome == Outcome::NoQuorum) == quorum {
        return false;
    }
    let Some(election) = &decision.election else { return text_follows(decision, tally) };
    let Ok(named) = serde_json::from_value::<Named>(tally["named"].clone()) else { return false };
    let somebody = !election.seated.is_empty() || election.open > 0;
    election.drawn.is_none()
        && election.follows(&named, decision.blank, (&decision.quorum, decision.majority.basis))
        && (decision.outcome == Outcome::Elected) == somebody
}

fn text_follows(decision: &Decision, tally: &Value) -> bool {
    let Ok(said) = serde_json::from_value::<Counts>(tally["counts"].clone()) else { return false };
    let added = decision.blank.map_or_else(Counts::default, |blank| blank_proxies(blank.count, blank.approved));
    let counts = Counts { for_: said.for_ + added.for_, against: said.against + added.against, ..said };
    let met = u64::from(counts.for_) >= decision.majority.needed;
    counts == decision.counts
        && decision.majority.for_ == counts.for_
        && decision.majority.met == met
        && (!decision.quorum.met || (decision.outcome == Outcome::Adopted) == met)
}

#[cfg(test)]
mod tests {
    use domain::contest::Contest;
    use domain::decision::{BlankCounted, decide};
    use domain::elected::elect;
    use domain::statutes::Preset;
    use serde_json::json;

    use super::*;

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body }
    }

    fn ago() -> Preset {
        Preset::load("sa-cooperative-fr-ago").expect("a preset")
    }

    /// An election of two among three, the last two of them equal, with a blank proxy and a draw.
    fn record() -> Vec<Entry> {
        let said = Named { blank: 2, named: 40, votes: vec![35, 30, 30] };
        let candidates = ["A", "B", "C"].map(str::to_owned).to_vec();
        let contest = Contest { seats: 2, most: 2, candidates };
        let blank = Some(BlankCounted { count: 1, approved: false });
        let decision = elect(&ago(), 1, (45, 150), &contest, (&said, &[]), blank);
        let counts = Counts { for_: 20, against: 15, ..Counts::default() };
        vec![
            entry(0, "tally", json!({ "counts": counts, "vote": "aa" })),
            entry(1, "decision", json!({ "decision": decide(&ago(), 1, 40, 150, counts), "vote": "aa" })),
            entry(2, "tally", json!({ "named": said, "vote": "bb" })),
            entry(3, "decision", json!({ "decision": decision, "vote": "bb" })),
            entry(4, "draw", json!({ "drawn": [2], "vote": "bb" })),
        ]
    }

    #[test]
    fn decisions_follow_from_their_tallies() {
        assert_eq!(wrong(&record()), None);
    }

    #[test]
    fn every_number_that_is_bent_is_found() {
        let bent: [(usize, &str, Value, u64); 11] = [
            (0, "/counts/for", json!(21), 1),
            (1, "/decision/outcome", json!("rejected"), 1),
            (1, "/decision/counts/against", json!(14), 1),
            (1, "/decision/quorum/present", json!(2), 1),
            (2, "/named/votes/0", json!(34), 3),
            (3, "/decision/election/seated", json!([1]), 3),
            (3, "/decision/election/open", json!(0), 3),
            (3, "/decision/election/named", json!(40), 3),
            (3, "/decision/outcome", json!("rejected"), 3),
            (4, "/drawn", json!([0]), 4),
            (4, "/vote", json!("aa"), 4),
        ];
        for (at, field, value, place) in bent {
            let mut entries = record();
            *entries[at].body.pointer_mut(field).expect("a field") = value;
            assert_eq!(wrong(&entries).map(|(seq, _)| seq), Some(place), "{field}");
        }
        let mut twice = record();
        twice.push(entry(5, "draw", json!({ "drawn": [1], "vote": "bb" })));
        assert_eq!(wrong(&twice).map(|(seq, _)| seq), Some(5), "a draw is made once");
    }
}
