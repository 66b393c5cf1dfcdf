//! The papers of a record: counted in a vote that closed with voices on paper and in no other, never more than these, once and
//! before the tally, and none left out (PROTOCOL.md §11).

use std::collections::{BTreeMap, BTreeSet};

use domain::majority::Counts;
use domain::paper::{PaperCounted, Papers};
use protocol::encoding::hex32;
use protocol::record::Entry;
use serde_json::Value;

use crate::hands::{by_two, number};
use crate::record::object;

/// Of one vote that closed with voices on paper.
struct Vote {
    handed: u32,
    /// In an open vote: ballots that count.
    ballots: Option<u32>,
    counted: Option<PaperCounted>,
}

/// The votes with voices on paper, as far as the record was read.
#[derive(Default)]
pub(crate) struct OnPaper<'a> {
    votes: BTreeMap<&'a str, Vote>,
    /// Open votes whose roll was published, and secret ones whose box was opened.
    open: BTreeSet<&'a str>,
    secret: BTreeSet<&'a str>,
}

impl<'a> OnPaper<'a> {
    /// Reads one entry about a vote; why it is wrong, if it is.
    pub(crate) fn follow(&mut self, vote: &'a str, entry: &Entry) -> Result<(), &'static str> {
        let body = &entry.body;
        match (entry.kind.as_str(), self.votes.get_mut(vote)) {
            ("open-roll", _) => drop(self.open.insert(vote)),
            ("box-opened", _) => drop(self.secret.insert(vote)),
            ("quorum-count", _) if body.get("paper").is_some() => {
                let closed = at_close(body)?;
                // In an open vote no ballot comes or goes while papers are counted; of a secret one its box says how many.
                let counted = closed.ballots.is_some();
                if self.open.contains(vote) && !counted || self.secret.contains(vote) && counted {
                    return Err("says of ballots what a vote of its kind does not, or not what it does");
                }
                let before = self.votes.insert(vote, closed);
                if before.is_some() {
                    return Err("closes a vote with voices on paper once more");
                }
            }
            ("paper-count", None) => return Err("counts papers in a vote that closed with no voice on paper"),
            ("paper-count", Some(found)) => {
                if found.counted.is_some() {
                    return Err("counts papers once more");
                }
                found.counted = Some(counted(body, found.handed)?);
            }
            ("tally", Some(found)) => {
                let Some(papers) = &found.counted else { return Err("leaves out the papers of its vote") };
                let text = matches!(papers.counts, Papers::Text(_));
                if text == body.get("named").is_some() || !fits(&papers.counts, body) {
                    return Err("is of another kind than the papers of its vote");
                }
                if let Some(ballots) = found.ballots {
                    let said = serde_json::from_value::<Counts>(object(&body["counts"])).map_err(|_| "is no tally")?;
                    if said.total() != u64::from(ballots) {
                        return Err("has not the ballots that counted when its vote closed");
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The papers of a vote, if any were counted.
    pub(crate) fn of(&self, vote: &str) -> Option<&PaperCounted> {
        self.votes.get(vote).and_then(|found| found.counted.as_ref())
    }
}

/// Whether papers name those whom the ballots of a tally do.
fn fits(papers: &Papers, tally: &Value) -> bool {
    match papers {
        Papers::Text(_) => true,
        Papers::Names(papers) => tally["named"]["votes"].as_array().map(Vec::len) == Some(papers.votes.len()),
    }
}

fn at_close(body: &Value) -> Result<Vote, &'static str> {
    let (present, handed) = (number(body, "present"), number(body, "paper"));
    let (Some(present), Some(handed)) = (present, handed) else {
        return Err("closes a vote with voices on paper, and does not say how many");
    };
    // Votes by show of hands have none.
    if body["at"] != "close" || body.get("hall").is_some() || handed == 0 || handed > present {
        return Err("has more voices on paper than take part, or none, or such as raise hands");
    }
    if body["paper_root"].as_str().and_then(hex32).is_none() {
        return Err("does not commit to whose voices are on paper");
    }
    let ballots = match body.get("ballots") {
        None => None,
        Some(_) => Some(number(body, "ballots").ok_or("does not say how many ballots count")?),
    };
    Ok(Vote { handed, ballots, counted: None })
}

fn counted(body: &Value, handed: u32) -> Result<PaperCounted, &'static str> {
    let counts = serde_json::from_value::<Papers>(object(&body["counts"])).map_err(|_| "is no count of papers")?;
    if !by_two(body) {
        return Err("is not counted by two");
    }
    if number(body, "handed") != Some(handed) || counts.total() > u64::from(handed) {
        return Err("has more papers than voices on paper, or another number of these");
    }
    // How many a paper may name no record says: at most all.
    let names = match &counts {
        Papers::Names(papers) => papers.fits(u32::try_from(papers.votes.len()).unwrap_or(u32::MAX)),
        Papers::Text(_) => true,
    };
    if names { Ok(PaperCounted { counts, handed }) } else { Err("has papers and names that do not fit together") }
}

#[cfg(test)]
mod tests {
    use domain::contest::Contest;
    use domain::decision::{Beside, BlankCounted, decide_with};
    use domain::elected::{Named, elect};
    use domain::paper::{NamePapers, TextPapers};
    use domain::statutes::Preset;
    use serde_json::json;

    use super::*;
    use crate::decisions::wrong;

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body }
    }

    fn typed() -> Value {
        json!({ "first-scrutineer": "own", "second-scrutineer": "aloud" })
    }

    fn ago() -> Preset {
        Preset::load("sa-cooperative-fr-ago").expect("a preset")
    }

    /// Twelve ballots, eight papers of nine that were handed out, a blank proxy.
    fn record() -> Vec<Entry> {
        let ballots = Counts { for_: 5, against: 6, abstain: 1, ..Counts::default() };
        let counts = Papers::Text(TextPapers { for_: 5, against: 1, abstain: 1, null: 1 });
        let paper = Some(PaperCounted { counts: counts.clone(), handed: 9 });
        let blank = Some(BlankCounted { count: 1, approved: false });
        let decision = decide_with(&ago(), 1, (30, 100), ballots, Beside { paper, ..blank.into() });
        let close = json!({
            "at": "close", "ballots": 12, "members": 100, "paper": 9, "paper_root": "ab".repeat(32), "present": 30, "vote": "aa",
        });
        vec![
            entry(0, "quorum-count", close),
            entry(
                1,
                "paper-count",
                json!({ "counts": counts, "handed": 9, "round": 1, "typed": typed(), "vote": "aa" }),
            ),
            entry(2, "tally", json!({ "counts": ballots, "vote": "aa" })),
            entry(3, "decision", json!({ "decision": decision, "vote": "aa" })),
        ]
    }

    /// A secret election of two among three, by forty-two ballots and six papers.
    fn election() -> Vec<Entry> {
        let said = Named { blank: 2, named: 40, votes: vec![35, 30, 20] };
        let counts = Papers::Names(NamePapers { named: 4, blank: 1, null: 1, votes: vec![0, 3, 2] });
        let candidates = ["A", "B", "C"].map(str::to_owned).to_vec();
        let contest = Contest { seats: 2, most: 2, candidates };
        let beside = Beside { paper: Some(PaperCounted { counts: counts.clone(), handed: 6 }), ..Beside::default() };
        let decision = elect(&ago(), 1, (50, 150), &contest, (&said, &[]), beside);
        let close = json!({
            "at": "close", "members": 150, "paper": 6, "paper_root": "ab".repeat(32), "present": 50, "vote": "bb",
        });
        vec![
            entry(0, "quorum-count", close),
            entry(
                1,
                "paper-count",
                json!({ "counts": counts, "handed": 6, "round": 3, "typed": typed(), "vote": "bb" }),
            ),
            entry(2, "tally", json!({ "named": said, "vote": "bb" })),
            entry(3, "decision", json!({ "decision": decision, "vote": "bb" })),
        ]
    }

    #[test]
    fn a_decision_follows_from_ballots_papers_and_blank_proxies() {
        assert_eq!((wrong(&record()), wrong(&election())), (None, None));
    }

    #[test]
    fn every_number_of_papers_that_is_bent_is_found() {
        let bent = [
            (0, "/paper", json!(10), 1),
            (0, "/paper", json!(31), 0),
            (0, "/paper", json!(0), 0),
            (0, "/paper", json!("9"), 0),
            (0, "/paper_root", json!("ab"), 0),
            (0, "/at", json!("opening"), 0),
            (0, "/ballots", json!(11), 2),
            (0, "/ballots", json!("12"), 0),
            (0, "/present", json!(8), 0),
            // Twelve ballots, nine voices on paper and a blank proxy are twenty-two, whether the papers came back or not.
            (0, "/present", json!(21), 3),
            (0, "/present", json!(20), 3),
            (0, "/vote", json!("bb"), 1),
            (1, "/counts/for", json!(4), 3),
            (1, "/counts/for", json!(7), 1),
            (1, "/counts/null", json!(0), 3),
            (1, "/counts/abstain", json!(-1), 1),
            (1, "/handed", json!(8), 1),
            (1, "/round", json!(0), 1),
            (1, "/typed/second-scrutineer", json!("chair"), 1),
            (1, "/vote", json!("bb"), 1),
            (2, "/counts/against", json!(7), 2),
            (3, "/decision/paper/counts/for", json!(4), 3),
            (3, "/decision/paper/handed", json!(8), 3),
            (3, "/decision/counts/for", json!(11), 3),
            (3, "/decision/counts/null", json!(0), 3),
            (3, "/decision/outcome", json!("rejected"), 3),
        ];
        for (at, field, value, place) in bent {
            let mut entries = record();
            *entries[at].body.pointer_mut(field).expect("a field") = value;
            assert_eq!(wrong(&entries).map(|(seq, _)| seq), Some(place), "{field}");
        }
        let bent = [
            (1, "/counts/votes", json!([1, 3]), 2),
            (1, "/counts/votes", json!([0, 5, 2]), 1),
            (1, "/counts/votes", json!([1, 3, 2]), 3),
            (1, "/counts/named", json!(6), 1),
            (1, "/counts/blank", json!(0), 3),
            (1, "/counts", json!({ "abstain": 0, "against": 0, "for": 1, "null": 0 }), 2),
            (2, "/named/votes/0", json!(34), 3),
            (3, "/decision/election/named", json!(40), 3),
            (3, "/decision/election/blank", json!(2), 3),
            (3, "/decision/election/votes/1", json!(30), 3),
        ];
        for (at, field, value, place) in bent {
            let mut entries = election();
            *entries[at].body.pointer_mut(field).expect("a field") = value;
            assert_eq!(wrong(&entries).map(|(seq, _)| seq), Some(place), "{field}");
        }
    }

    #[test]
    fn ballots_of_an_open_vote_are_fixed_before_its_papers_are_counted() {
        let of = |kind: &str, ballots: bool| {
            let mut entries = record();
            if !ballots {
                entries[0].body.as_object_mut().expect("a count").remove("ballots");
            }
            entries.insert(0, entry(7, kind, json!({ "vote": "aa" })));
            wrong(&entries).map(|(seq, _)| seq)
        };
        assert_eq!((of("open-roll", true), of("open-roll", false)), (None, Some(0)));
        assert_eq!((of("box-opened", true), of("box-opened", false)), (Some(0), None));
    }

    #[test]
    fn papers_are_not_hidden_not_added_and_not_counted_twice() {
        let without = |gone: usize| {
            let mut entries = record();
            entries.remove(gone);
            wrong(&entries)
        };
        assert_eq!(without(0), Some((1, "counts papers in a vote that closed with no voice on paper")));
        assert_eq!(without(1), Some((2, "leaves out the papers of its vote")));
        let mut named_nowhere = record();
        named_nowhere[0].body.as_object_mut().expect("a count").remove("paper");
        assert_eq!(wrong(&named_nowhere).map(|(seq, _)| seq), Some(0), "ballots counted for nothing");
        named_nowhere[0].body.as_object_mut().expect("a count").remove("ballots");
        assert_eq!(wrong(&named_nowhere).map(|(seq, _)| seq), Some(1), "the close named no papers");
        let mut hidden = record();
        hidden[3].body["decision"].as_object_mut().expect("a decision").remove("paper");
        assert_eq!(wrong(&hidden).map(|(seq, _)| seq), Some(3), "a decision that hides them");
        let mut late = record();
        late.swap(1, 2);
        assert_eq!(wrong(&late).map(|(_, why)| why), Some("leaves out the papers of its vote"));
        let mut raised = record();
        raised[0].body["hall"] = json!(3);
        assert_eq!(wrong(&raised).map(|(seq, _)| seq), Some(0), "with hands and with papers");
        for again in [0, 1] {
            let mut twice = record();
            let copy = Entry { seq: 9, ..twice[again].clone() };
            twice.push(copy);
            assert_eq!(wrong(&twice).map(|(seq, _)| seq), Some(9), "{again}");
        }
    }
}
