//! The decisions of a record against its tallies: what the numbers say of themselves (part of check 21). That a rule is the one
//! of the statutes, and of two equals in an election who is the elder, no record tells.

use std::collections::{BTreeMap, BTreeSet};

use domain::bureau::Seat;
use domain::decision::{Decision, Outcome, together};
use domain::elected::{Elected, Named};
use domain::majority::Counts;
use protocol::record::Entry;
use serde_json::Value;

use crate::hands::{Raised, number};
use crate::paper::OnPaper;
use crate::record::object;

/// The first decision, or draw, that does not follow from what stands before it: its place, and why.
pub(crate) fn wrong(entries: &[Entry]) -> Option<(u64, &'static str)> {
    let (mut tallies, mut elections) = (BTreeMap::<&str, &Value>::new(), BTreeMap::<&str, Elected>::new());
    let (mut raised, mut on_paper, mut void) = (Raised::default(), OnPaper::default(), Void::default());
    let mut decided = BTreeSet::new();
    let mut taking_part = BTreeMap::<&str, &Value>::new();
    let mut over = false;
    for entry in entries {
        over |= entry.kind == "minutes";
        let Some(vote) = entry.body.get("vote").and_then(Value::as_str) else { continue };
        let followed = raised.follow(vote, entry).and_then(|()| on_paper.follow(vote, entry));
        if let Err(why) = followed.and_then(|()| void.follow(vote, &entry.kind)) {
            return Some((entry.seq, why));
        }
        match entry.kind.as_str() {
            "quorum-count" => {
                let before = taking_part.insert(vote, &entry.body);
                if before.is_some() {
                    return Some((entry.seq, "counts who takes part once more"));
                }
            }
            "roll" | "open-roll" | "box-opened" if taking_part.contains_key(vote) => {
                return Some((entry.seq, "opens a box of a vote that was closed"));
            }
            "tally" => {
                let before = tallies.insert(vote, &entry.body);
                if before.is_some() {
                    return Some((entry.seq, "counts once more"));
                }
            }
            "decision" => {
                let decision = serde_json::from_value::<Decision>(object(&entry.body["decision"]));
                let Ok(decision) = decision else { return Some((entry.seq, "is no decision")) };
                let Some(tally) = tallies.get(vote) else { return Some((entry.seq, "has no tally before it")) };
                if !decided.insert(vote) {
                    return Some((entry.seq, "decides once more"));
                }
                if decision.hands != raised.of(vote) {
                    return Some((entry.seq, "does not have the hands that were counted"));
                }
                if decision.paper.as_ref() != on_paper.of(vote) {
                    return Some((entry.seq, "does not have the papers that were counted"));
                }
                let of = |name| taking_part.get(vote).and_then(|body| body[name].as_u64());
                let stated = (u64::from(decision.quorum.present), u64::from(decision.quorum.members));
                if (of("present"), of("members")) != (Some(stated.0), Some(stated.1)) || stated.0 > stated.1 {
                    return Some((entry.seq, "has another quorum than was counted when the vote closed"));
                }
                if said(tally).saturating_add(decision.beside().voices()) > stated.0 {
                    return Some((entry.seq, "counts more voices than took part"));
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
                if !confirmed(&entry.body) {
                    return Some((entry.seq, "is not confirmed by a scrutineer"));
                }
            }
            "declined" => {
                if over || !by_whom(&entry.body) {
                    return Some((entry.seq, "declines after the minutes, or nobody says how"));
                }
                let place = number(&entry.body, "declined");
                match elections.get(vote).zip(place).map(|(election, place)| election.after_declined(place)) {
                    Some(Ok(after)) => elections.insert(vote, after),
                    _ => return Some((entry.seq, "declines a seat that was not won, or that was declined")),
                };
            }
            _ => {}
        }
    }
    None
}

/// Votes that are void, and those that were counted: none is both (PROTOCOL.md §11).
#[derive(Default)]
struct Void<'a> {
    counted: BTreeSet<&'a str>,
    void: BTreeSet<&'a str>,
}

impl<'a> Void<'a> {
    fn follow(&mut self, vote: &'a str, kind: &str) -> Result<(), &'static str> {
        match kind {
            "box-voided" if self.counted.contains(vote) => return Err("is void after it was counted"),
            "box-voided" => {
                self.void.insert(vote);
            }
            "box-opened" | "tally" | "decision" | "draw" if self.void.contains(vote) => {
                return Err("goes on with a vote that is void");
            }
            "tally" | "decision" => {
                self.counted.insert(vote);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether a seat was declined by whoever won it, themselves or aloud.
fn by_whom(declined: &Value) -> bool {
    matches!(declined["by"].as_str(), Some("own" | "aloud"))
}

/// Whether a scrutineer confirmed a draw, and in which round of entering it. Records begun before they did have neither.
fn confirmed(draw: &Value) -> bool {
    if draw.get("confirmed").is_none() && draw.get("round").is_none() {
        return true;
    }
    let scrutineer = draw["confirmed"].as_str().and_then(Seat::from_word).is_some_and(Seat::counts);
    scrutineer && number(draw, "round").is_some_and(|round| round > 0)
}

/// How many ballots a tally counts, whatever they say. Numbers too large to be read are too many.
fn said(tally: &Value) -> u64 {
    let sum = |names: &[&str], of: &Value| {
        names.iter().fold(0_u64, |sum, name| sum.saturating_add(of[*name].as_u64().unwrap_or(u64::MAX)))
    };
    match tally.get("named") {
        Some(named) => sum(&["blank", "named"], named),
        None => sum(&["for", "against", "abstain"], &tally["counts"]),
    }
}

fn follows(decision: &Decision, tally: &Value) -> bool {
    let quorum = decision.quorum.needed.is_none_or(|needed| u64::from(decision.quorum.present) >= needed);
    if quorum != decision.quorum.met || (decision.outcome == Outcome::NoQuorum) == quorum {
        return false;
    }
    let Some(election) = &decision.election else { return text_follows(decision, tally) };
    let Ok(named) = serde_json::from_value::<Named>(object(&tally["named"])) else { return false };
    let somebody = !election.seated.is_empty() || election.open > 0;
    election.drawn.is_none()
        && election.declined.is_empty()
        && election.follows(&named, &decision.beside(), (&decision.quorum, decision.majority.basis))
        && (decision.outcome == Outcome::Elected) == somebody
}

fn text_follows(decision: &Decision, tally: &Value) -> bool {
    let Ok(said) = serde_json::from_value::<Counts>(object(&tally["counts"])) else { return false };
    let counts = together(said, &decision.beside());
    let met = u64::from(counts.for_) >= decision.majority.needed;
    counts == decision.counts
        && decision.majority.for_ == counts.for_
        && decision.majority.met == met
        && (!decision.quorum.met || (decision.outcome == Outcome::Adopted) == met)
}

#[cfg(test)]
mod tests {
    use domain::contest::Contest;
    use domain::decision::{BlankCounted, decide, decide_with};
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

    /// An election of two among three, the last two of them equal, with a blank proxy, a draw that a scrutineer confirmed, and two who
    /// declined.
    fn record() -> Vec<Entry> {
        let said = Named { blank: 2, named: 40, votes: vec![35, 30, 30] };
        let candidates = ["A", "B", "C"].map(str::to_owned).to_vec();
        let contest = Contest { seats: 2, most: 2, candidates };
        let blank = Some(BlankCounted { count: 1, approved: false });
        let decision = elect(&ago(), 1, (45, 150), &contest, (&said, &[]), blank.into());
        let counts = Counts { for_: 20, against: 15, ..Counts::default() };
        let told = vec![
            entry(0, "tally", json!({ "counts": counts, "vote": "aa" })),
            entry(1, "decision", json!({ "decision": decide(&ago(), 1, 40, 150, counts), "vote": "aa" })),
            entry(2, "tally", json!({ "named": said, "vote": "bb" })),
            entry(3, "decision", json!({ "decision": decision, "vote": "bb" })),
            entry(4, "draw", json!({ "confirmed": "first-scrutineer", "drawn": [2], "round": 1, "vote": "bb" })),
            entry(5, "declined", json!({ "by": "own", "declined": 0, "vote": "bb" })),
            entry(6, "declined", json!({ "by": "aloud", "declined": 2, "vote": "bb" })),
            entry(7, "minutes", json!({ "minutes": "00" })),
        ];
        let close = |vote: &str, present: u32| {
            entry(9, "quorum-count", json!({ "at": "close", "members": 150, "present": present, "vote": vote }))
        };
        [vec![close("aa", 40), close("bb", 45)], told].concat()
    }

    #[test]
    fn no_vote_counts_more_voices_than_took_part() {
        let counts = Counts { for_: 20, against: 15, ..Counts::default() };
        let with = |present: u32, blank: Option<BlankCounted>| {
            let decision = decide_with(&ago(), 1, (present, 150), counts, blank.into());
            wrong(&[
                entry(0, "quorum-count", json!({ "at": "close", "members": 150, "present": present, "vote": "aa" })),
                entry(1, "tally", json!({ "counts": counts, "vote": "aa" })),
                entry(2, "decision", json!({ "decision": decision, "vote": "aa" })),
            ])
        };
        let blank = Some(BlankCounted { count: 1, approved: true });
        assert_eq!((with(35, None), with(36, blank)), (None, None));
        let more = Some((2, "counts more voices than took part"));
        assert_eq!((with(34, None), with(35, blank)), (more, more));
    }

    #[test]
    fn decisions_follow_from_their_tallies() {
        assert_eq!(wrong(&record()), None);
    }

    #[test]
    fn nothing_follows_from_a_void_vote_and_no_vote_is_void_once_it_was_counted() {
        let void = |seq| entry(seq, "box-voided", json!({ "reason": "", "vote": "aa" }));
        let with = |at: usize| {
            let mut entries = record();
            entries.insert(at, void(20));
            wrong(&entries)
        };
        // Before its tally, between tally and decision, after both.
        assert_eq!(with(2), Some((0, "goes on with a vote that is void")));
        let late = Some((20, "is void after it was counted"));
        assert_eq!((with(3), with(4)), (late, late));
        let opened = entry(21, "box-opened", json!({ "box": "b", "vote": "aa" }));
        assert_eq!(wrong(&[void(20), opened.clone()]), Some((21, "goes on with a vote that is void")));
        assert_eq!(wrong(&[opened, void(20), void(22)]), None, "one for each of two boxes");
    }

    #[test]
    fn every_number_that_is_bent_is_found() {
        // The place in the list, and the entry that is found wrong.
        let bent: [(usize, &str, Value, u64); 23] = [
            (0, "/present", json!(41), 1),
            (0, "/vote", json!("cc"), 1),
            (1, "/members", json!(149), 3),
            (2, "/counts/for", json!(21), 1),
            (3, "/decision/outcome", json!("rejected"), 1),
            (3, "/decision/counts/against", json!(14), 1),
            (3, "/decision/quorum/present", json!(2), 1),
            (4, "/named/votes/0", json!(34), 3),
            (5, "/decision/election/seated", json!([1]), 3),
            (5, "/decision/election/open", json!(0), 3),
            (5, "/decision/election/named", json!(40), 3),
            (5, "/decision/outcome", json!("rejected"), 3),
            (6, "/drawn", json!([0]), 4),
            (6, "/vote", json!("aa"), 4),
            (6, "/confirmed", json!("chair"), 4),
            (6, "/confirmed", Value::Null, 4),
            (6, "/round", json!(0), 4),
            (6, "/round", Value::Null, 4),
            (7, "/declined", json!(1), 5),
            (7, "/by", json!("none"), 5),
            (7, "/vote", json!("aa"), 5),
            (8, "/declined", json!(0), 6),
            (8, "/declined", json!("2"), 6),
        ];
        for (at, field, value, place) in bent {
            let mut entries = record();
            *entries[at].body.pointer_mut(field).expect("a field") = value;
            assert_eq!(wrong(&entries).map(|(seq, _)| seq), Some(place), "{field}");
        }
        let mut before = record();
        before[6].body = json!({ "drawn": [2], "vote": "bb" });
        assert_eq!(wrong(&before), None, "a draw of before scrutineers confirmed any");
        let mut late = record();
        late.swap(8, 9);
        assert_eq!(wrong(&late).map(|(seq, _)| seq), Some(6), "after the minutes");
        let mut twice = record();
        twice.insert(7, entry(5, "draw", json!({ "drawn": [1], "vote": "bb" })));
        assert_eq!(wrong(&twice).map(|(seq, _)| seq), Some(5), "a draw is made once");
    }
}
