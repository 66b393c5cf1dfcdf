//! The hands of a record: those of a vote that was opened so, never more than the voices in the hall that did not vote by a
//! ballot, counted once and before the tally, and none left out (PROTOCOL.md §11).

use std::collections::BTreeMap;

use domain::hands::{Hands, HandsCounted};
use domain::majority::Counts;
use protocol::record::Entry;
use serde_json::Value;

use crate::record::object;

/// Of one vote by show of hands.
#[derive(Default)]
struct Vote {
    /// From its close: voices in the hall, and ballots that count.
    closed: Option<(u32, u32)>,
    counted: Option<HandsCounted>,
}

/// The votes by show of hands, as far as the record was read.
#[derive(Default)]
pub(crate) struct Raised<'a>(BTreeMap<&'a str, Vote>);

impl<'a> Raised<'a> {
    /// Reads one entry about a vote; why it is wrong, if it is.
    pub(crate) fn follow(&mut self, vote: &'a str, entry: &Entry) -> Result<(), &'static str> {
        let body = &entry.body;
        match (entry.kind.as_str(), self.0.get_mut(vote)) {
            ("open-roll", _) if body.get("hands").is_some() => {
                let before = self.0.insert(vote, Vote::default());
                if body["hands"] != true || before.is_some() {
                    return Err("is opened by show of hands twice, or in another spelling");
                }
            }
            ("quorum-count", Some(found)) if body["at"] == "close" => found.closed = Some(at_close(body, found)?),
            // Of a vote with voices on paper, which are no hands, the ballots are counted, too.
            ("quorum-count", None) if body.get("hall").is_some() || lone_ballots(body) => {
                return Err("counts the hall for a vote that is not by show of hands");
            }
            ("hands", None) => return Err("counts hands in a vote that is not by show of hands"),
            ("hands", Some(found)) => {
                if found.counted.is_some() {
                    return Err("counts hands once more");
                }
                found.counted = Some(counted(body, found.closed)?);
            }
            ("tally", Some(found)) => {
                let Some(((_, ballots), _)) = found.closed.zip(found.counted) else {
                    return Err("leaves out the hands of its vote");
                };
                let said = serde_json::from_value::<Counts>(object(&body["counts"])).map_err(|_| "is no tally")?;
                if said.total() != u64::from(ballots) {
                    return Err("has not the ballots that counted when its vote closed");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The hands of a vote, if any were counted.
    pub(crate) fn of(&self, vote: &str) -> Option<HandsCounted> {
        self.0.get(vote).and_then(|found| found.counted)
    }
}

fn lone_ballots(body: &Value) -> bool {
    body.get("ballots").is_some() && body.get("paper").is_none()
}

/// Whether an entry says that both scrutineers typed, each in which way, in a round.
pub(crate) fn by_two(body: &Value) -> bool {
    let each = ["first-scrutineer", "second-scrutineer"].iter().all(|seat| {
        let how = body["typed"][*seat].as_str();
        how == Some("own") || how == Some("aloud")
    });
    each && number(body, "round").is_some_and(|round| round > 0)
}

/// A number of an entry, from 0.
pub(crate) fn number(body: &Value, field: &str) -> Option<u32> {
    body[field].as_u64().and_then(|number| u32::try_from(number).ok())
}

fn at_close(body: &Value, found: &Vote) -> Result<(u32, u32), &'static str> {
    let (present, hall, ballots) = (number(body, "present"), number(body, "hall"), number(body, "ballots"));
    let (Some(present), Some(hall), Some(ballots)) = (present, hall, ballots) else {
        return Err("closes a vote by show of hands without the voices in the hall");
    };
    if found.closed.is_some() || hall > present {
        return Err("closes a vote twice, or has more voices in the hall than take part");
    }
    Ok((hall, ballots))
}

fn counted(body: &Value, closed: Option<(u32, u32)>) -> Result<HandsCounted, &'static str> {
    let counts = serde_json::from_value::<Hands>(object(&body["counts"])).map_err(|_| "is no count of hands")?;
    let Some((hall, _)) = closed else { return Err("counts hands before its vote is closed") };
    if !by_two(body) {
        return Err("is not counted by two");
    }
    if number(body, "hall") != Some(hall) || counts.within(hall).is_err() {
        return Err("has more hands than voices in the hall, or another number of these");
    }
    Ok(HandsCounted { counts, hall })
}

#[cfg(test)]
mod tests {
    use domain::decision::{Beside, BlankCounted, decide_with};
    use domain::statutes::Preset;
    use serde_json::json;

    use super::*;
    use crate::decisions::wrong;

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body }
    }

    /// Twelve ballots, nine hands of ten voices in the hall, a blank proxy.
    fn record() -> Vec<Entry> {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let ballots = Counts { for_: 5, against: 6, abstain: 1, ..Counts::default() };
        let hands = HandsCounted { counts: Hands { for_: 6, against: 2, abstain: 1 }, hall: 10 };
        let blank = Some(BlankCounted { count: 1, approved: false });
        let decision = decide_with(&ago, 1, (30, 100), ballots, Beside { hands: Some(hands), ..blank.into() });
        let typed = json!({ "first-scrutineer": "own", "second-scrutineer": "aloud" });
        let hall = json!({ "at": "close", "ballots": 12, "hall": 10, "members": 100, "present": 30, "vote": "aa" });
        vec![
            entry(0, "open-roll", json!({ "hands": true, "vote": "aa" })),
            entry(1, "quorum-count", hall),
            entry(2, "hands", json!({ "counts": hands.counts, "hall": 10, "round": 1, "typed": typed, "vote": "aa" })),
            entry(3, "tally", json!({ "counts": ballots, "vote": "aa" })),
            entry(4, "decision", json!({ "decision": decision, "vote": "aa" })),
        ]
    }

    #[test]
    fn a_decision_follows_from_ballots_hands_and_blank_proxies() {
        assert_eq!(wrong(&record()), None);
    }

    #[test]
    fn every_number_of_hands_that_is_bent_is_found() {
        let bent = [
            (0, "/hands", json!(false), 0),
            (1, "/hall", json!(8), 2),
            (1, "/hall", json!(31), 1),
            (1, "/hall", json!("10"), 1),
            (1, "/ballots", json!(11), 3),
            (1, "/present", json!(9), 1),
            (2, "/counts/for", json!(7), 4),
            (2, "/counts/for", json!(8), 2),
            (2, "/counts/abstain", json!(-1), 2),
            (2, "/hall", json!(11), 2),
            (2, "/round", json!(0), 2),
            (2, "/typed/second-scrutineer", json!("chair"), 2),
            (2, "/vote", json!("bb"), 2),
            (3, "/counts/against", json!(7), 3),
            (4, "/decision/hands/counts/for", json!(5), 4),
            (4, "/decision/hands/hall", json!(9), 4),
            (4, "/decision/counts/for", json!(12), 4),
            (4, "/decision/outcome", json!("rejected"), 4),
        ];
        for (at, field, value, place) in bent {
            let mut entries = record();
            *entries[at].body.pointer_mut(field).expect("a field") = value;
            assert_eq!(wrong(&entries).map(|(seq, _)| seq), Some(place), "{field}");
        }
    }

    #[test]
    fn hands_are_not_hidden_not_added_and_not_counted_twice() {
        let without = |gone: usize| {
            let mut entries = record();
            entries.remove(gone);
            wrong(&entries).map(|(seq, _)| seq)
        };
        // Opened otherwise, closed without the hall, decided without a count.
        assert_eq!([without(0), without(1), without(2)], [Some(1), Some(2), Some(3)]);
        let mut hidden = record();
        hidden[4].body["decision"].as_object_mut().expect("a decision").remove("hands");
        assert_eq!(wrong(&hidden).map(|(seq, _)| seq), Some(4), "a decision that hides them");
        let mut late = record();
        late.swap(2, 3);
        assert_eq!(wrong(&late).map(|(_, why)| why), Some("leaves out the hands of its vote"));
        for again in [0, 1, 2] {
            let mut twice = record();
            let copy = Entry { seq: 9, ..twice[again].clone() };
            twice.push(copy);
            assert_eq!(wrong(&twice).map(|(seq, _)| seq), Some(9), "{again}");
        }
    }
}
