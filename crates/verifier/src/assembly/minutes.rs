//! The minutes and their corrections against the record (check 22): they are those that it names, and the minutes state what it
//! decided. Who signed them is followed on the record alone (`crate::minutes`).

use protocol::{canonical, hash};
use serde_json::Value;

use super::found::{Found, Words};
use super::said::{Said, VoteSaid, place, text};

const NOT_GIVEN: Words = [
    "the minutes are not here: compare the fingerprint at their foot by eye",
    "le procès-verbal n’est pas là : comparez l’empreinte à son pied à l’œil nu",
];

const CORRECTIONS_NOT_GIVEN: Words = [
    "corrections of the minutes are not here: compare the fingerprint of each by eye",
    "des rectifications du procès-verbal ne sont pas là : comparez l’empreinte de chacune à l’œil nu",
];

/// Compares. `minutes` is the text of the file, in any spelling.
pub(super) fn check(said: &Said<'_>, minutes: Option<&str>, found: &mut Found) {
    match (said.minutes, minutes) {
        (None, None) => {}
        (None, Some(_)) => found.fault(22, "minutes.json", "is there, and the record has no minutes"),
        (Some(_), None) => found.limited(22, NOT_GIVEN),
        (Some(entry), Some(minutes)) => {
            found.made(22);
            let Ok(value) = serde_json::from_str::<Value>(minutes) else {
                return found.fault(22, "minutes.json", "cannot be read");
            };
            let hash = canonical::to_string(&value).ok().map(|text| hash::sha256_hex(text.as_bytes()));
            let same = hash.is_some() && text(&entry.body, "minutes") == hash.as_deref();
            found.must(22, same, place(entry), "is not the hash of the minutes");
            let items = value["items"].as_array().map(Vec::as_slice).unwrap_or_default();
            matched(&said.votes, items, found);
        }
    }
}

/// Compares the corrections, one a line in their order, each in its only spelling: a line has the hash that the entry in its place
/// names, and says itself which correction it is, and of which minutes.
pub(super) fn corrections(said: &Said<'_>, lines: Option<&str>, found: &mut Found) {
    let Some(lines) = lines else {
        if !said.corrections.is_empty() {
            found.limited(22, CORRECTIONS_NOT_GIVEN);
        }
        return;
    };
    found.made(22);
    let lines: Vec<&str> = lines.split_terminator('\n').collect();
    for (n, line) in (1_u64..).zip(&lines) {
        let at = format!("corrections.jsonl: line {n}");
        let entry = usize::try_from(n - 1).ok().and_then(|nth| said.corrections.get(nth));
        let Some(entry) = entry else {
            found.fault(22, at, "is no correction that the record names");
            continue;
        };
        let Ok(correction) = canonical::parse(line) else {
            found.fault(22, at, "is no correction in its only spelling");
            continue;
        };
        let hash = hash::sha256_hex(line.as_bytes());
        found.must(
            22,
            text(&entry.body, "correction") == Some(hash.as_str()),
            place(entry),
            "is not the hash of the correction",
        );
        let itself = correction["n"] == n && correction["minutes"] == entry.body["minutes"];
        found.must(22, itself, at, "is another correction, or of other minutes");
    }
    if lines.len() < said.corrections.len() {
        found.fault(22, "corrections.jsonl", "has not all corrections that the record names");
    }
}

/// Each vote has one item, that with its resolution, and each item is of one vote. Where a text came twice, those that agree are
/// matched first.
fn matched(votes: &[VoteSaid<'_>], items: &[Value], found: &mut Found) {
    let hashed =
        |item: &Value| canonical::to_string(&item["resolution"]).ok().map(|text| hash::sha256_hex(text.as_bytes()));
    let mut left: Vec<(usize, &Value, Option<String>)> =
        (1..).zip(items).map(|(nth, item)| (nth, item, hashed(item))).collect();
    let mut otherwise = Vec::new();
    for vote in votes.iter().filter(|vote| vote.resolution.is_some()) {
        let agrees = |(_, item, hash): &(usize, &Value, Option<String>)| {
            hash.as_deref() == vote.resolution && states(item, vote)
        };
        match left.iter().position(agrees) {
            Some(place) => drop(left.remove(place)),
            None => otherwise.push(vote),
        }
    }
    for vote in otherwise {
        let at = format!("minutes.json: vote {}", vote.id);
        match left.iter().position(|(_, _, hash)| hash.as_deref() == vote.resolution) {
            Some(place) => {
                left.remove(place);
                found.fault(22, at, "is not what the record decided");
            }
            // A vote that goes on elsewhere has no place in these minutes.
            None => found.must(22, vote.decision.is_none() && !vote.void, at, "is not in the minutes"),
        }
    }
    for (nth, _, _) in left {
        found.fault(
            22,
            format!("minutes.json: item {nth}"),
            "is of no vote of the record, or of one that has its item",
        );
    }
}

/// Whether an item states what became of a vote: its decision, or that it is void, and never both.
fn states(item: &Value, vote: &VoteSaid<'_>) -> bool {
    let stated = |field: &str| item.get(field).filter(|value| !value.is_null());
    let decided = match (vote.decision.filter(|_| !vote.void), stated("decision")) {
        (None, None) => true,
        (Some(decided), Some(stated)) => after(&decided.body["decision"], vote) == *stated,
        (None, Some(_)) | (Some(_), None) => false,
    };
    decided && stated("void_reason").is_some() == vote.void
}

/// A decision with what followed it: the draw, by whom it was confirmed, and the seats that were declined.
fn after(decided: &Value, vote: &VoteSaid<'_>) -> Value {
    let mut decided = decided.clone();
    let Some(election) = decided.get_mut("election").and_then(Value::as_object_mut) else { return decided };
    for field in ["drawn", "confirmed"] {
        if let Some(said) = vote.draw.and_then(|draw| draw.body.get(field)) {
            election.insert(field.to_owned(), said.clone());
        }
    }
    let declined: Vec<Value> = vote.declined.iter().map(|entry| entry.body["declined"].clone()).collect();
    if !declined.is_empty() {
        election.insert("declined".to_owned(), declined.into());
    }
    decided
}

#[cfg(test)]
mod tests {
    use protocol::record::Entry;
    use serde_json::json;

    use super::*;

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body }
    }

    /// Whether the check fails of minutes that state this, where a record decides an election, draws among those equal, and two decline;
    /// or without the last so many of these entries.
    fn failing(left_out: usize, stated: &Value) -> bool {
        let resolution = json!({ "title": "Élection" });
        let hashed = |value: &Value| hash::sha256_hex(canonical::to_string(value).unwrap().as_bytes());
        let decision = json!({ "election": { "seated": [0] }, "outcome": "elected" });
        let minutes = json!({ "items": [{ "decision": stated, "resolution": resolution }] });
        let documents = json!([{ "resolution": hashed(&resolution), "vote": "aa" }]);
        let mut entries = vec![
            entry(0, "convocation", json!({ "documents": documents })),
            entry(1, "minutes", json!({ "minutes": hashed(&minutes) })),
            entry(2, "decision", json!({ "decision": decision, "vote": "aa" })),
            entry(3, "draw", json!({ "confirmed": "first-scrutineer", "drawn": [2], "round": 1, "vote": "aa" })),
            entry(4, "declined", json!({ "by": "own", "declined": 2, "vote": "aa" })),
            entry(5, "declined", json!({ "by": "aloud", "declined": 0, "vote": "aa" })),
        ];
        entries.truncate(entries.len() - left_out);
        let mut found = Found::default();
        let said = Said::of(&entries, &mut found);
        check(&said, Some(&minutes.to_string()), &mut found);
        !found.passed()
    }

    /// Whether the check fails of minutes with these items of one text, where a record puts it to these votes; the first of them is void,
    /// the others are decided as adopted.
    fn failing_items(votes: &[&str], items: &[Value]) -> bool {
        let resolution = json!({ "title": "Budget" });
        let hashed = |value: &Value| hash::sha256_hex(canonical::to_string(value).unwrap().as_bytes());
        let item = |stated: &Value| {
            let mut item = stated.clone();
            item["resolution"] = resolution.clone();
            item
        };
        let minutes = json!({ "items": items.iter().map(item).collect::<Vec<_>>() });
        let document = |vote: &&str| json!({ "resolution": hashed(&resolution), "vote": vote });
        let documents: Vec<Value> = votes.iter().map(document).collect();
        let mut entries = vec![
            entry(0, "convocation", json!({ "documents": documents })),
            entry(1, "box-voided", json!({ "reason": "panne", "vote": votes[0] })),
        ];
        let decision = json!({ "outcome": "adopted" });
        let decided = |vote: &&str| entry(2, "decision", json!({ "decision": decision, "vote": vote }));
        entries.extend(votes[1..].iter().map(decided));
        entries.push(entry(3, "minutes", json!({ "minutes": hashed(&minutes) })));
        let mut found = Found::default();
        let said = Said::of(&entries, &mut found);
        check(&said, Some(&minutes.to_string()), &mut found);
        !found.passed()
    }

    /// What is found of these lines, where a record names the corrections in `named`: whether it fails, and whether it is limited.
    fn corrected(named: &[String], lines: Option<&str>) -> (bool, bool) {
        let minutes = "ab".repeat(32);
        let body = |n: usize, line: &String| {
            let hash = hash::sha256_hex(line.as_bytes());
            json!({ "correction": hash, "kind": "minutes", "minutes": minutes, "n": n })
        };
        let entries: Vec<Entry> =
            (1..).zip(named).map(|(n, line)| entry(n as u64, "correction", body(n, line))).collect();
        let mut found = Found::default();
        let said = Said::of(&entries, &mut found);
        corrections(&said, lines, &mut found);
        (!found.passed(), found.any_limit())
    }

    #[test]
    fn corrections_are_those_that_the_record_names_in_their_order() {
        let line = |n: u64, words: &str| {
            let said = json!({ "minutes": "ab".repeat(32), "n": n, "text": words });
            canonical::to_string(&said).unwrap()
        };
        let (one, two) = (line(1, "Dole"), line(2, "Lyon"));
        let named = [one.clone(), two.clone()];
        let given = |lines: &[&String]| {
            let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
            corrected(&named, Some(&text))
        };
        assert_eq!(given(&[&one, &two]), (false, false));
        assert_eq!(corrected(&named, None), (false, true), "they are not here");
        assert_eq!(corrected(&[], None), (false, false), "there are none");
        let spaced = one.replacen(':', ": ", 1);
        let (changed, more) = (line(2, "Paris"), line(3, "Lille"));
        for wrong in [
            vec![&two, &one],
            vec![&one],
            Vec::new(),
            vec![&one, &changed],
            vec![&spaced, &two],
            vec![&one, &two, &more],
        ] {
            assert_eq!(given(&wrong), (true, false), "{wrong:?}");
        }
        // A record that names them under numbers that they do not say.
        let swapped = [two, one];
        assert_eq!(corrected(&swapped, Some(&format!("{}\n{}\n", swapped[0], swapped[1]))), (true, false));
    }

    #[test]
    fn each_item_is_of_one_vote_and_says_whether_it_is_void() {
        let adopted = json!({ "decision": { "outcome": "adopted" } });
        let rejected = json!({ "decision": { "outcome": "rejected" } });
        let void = json!({ "decision": null, "void_reason": "panne" });
        let both = json!({ "decision": { "outcome": "adopted" }, "void_reason": "panne" });
        let neither = json!({});
        let right = [void.clone(), adopted.clone()];
        assert!(!failing_items(&["aa", "bb"], &right), "in either order");
        assert!(!failing_items(&["aa", "bb"], &[adopted.clone(), void.clone()]));
        for wrong in [&both, &neither, &rejected] {
            assert!(failing_items(&["aa", "bb"], &[void.clone(), wrong.clone()]), "{wrong}");
            assert!(failing_items(&["aa", "bb"], &[wrong.clone(), adopted.clone()]), "{wrong}");
        }
        assert!(failing_items(&["aa", "bb"], std::slice::from_ref(&adopted)), "the void one is left out");
        for more in [&adopted, &rejected, &void, &neither] {
            assert!(failing_items(&["aa", "bb"], &[right.to_vec(), vec![more.clone()]].concat()), "{more}");
        }
        assert!(
            !failing_items(&["aa", "bb", "cc"], &[right.to_vec(), vec![adopted]].concat()),
            "three votes of one text"
        );
    }

    #[test]
    fn minutes_state_an_election_with_its_draw_and_the_seats_that_were_declined() {
        let stated = |more: Value| {
            let mut election = json!({ "seated": [0] });
            more.as_object().unwrap().iter().for_each(|(name, value)| election[name] = value.clone());
            json!({ "election": election, "outcome": "elected" })
        };
        let drawn = json!({ "confirmed": "first-scrutineer", "drawn": [2] });
        let one = json!({ "confirmed": "first-scrutineer", "declined": [2], "drawn": [2] });
        let both = json!({ "confirmed": "first-scrutineer", "declined": [2, 0], "drawn": [2] });
        let none = json!({});
        for (left_out, right) in [(0, &both), (1, &one), (2, &drawn), (3, &none)] {
            for said in [&both, &one, &drawn, &none] {
                assert_eq!(failing(left_out, &stated(said.clone())), said != right, "{left_out} {said}");
            }
        }
        let other = json!({ "confirmed": "second-scrutineer", "drawn": [2] });
        assert!(failing(2, &stated(other)), "another scrutineer confirmed it");
        let otherwise = json!({ "confirmed": "first-scrutineer", "declined": [0, 2], "drawn": [2] });
        assert!(failing(0, &stated(otherwise)), "in another order");
    }
}
