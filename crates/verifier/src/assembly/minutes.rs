//! The minutes against the record (check 22): they are those that it names, and state what it decided. Who signed them is
//! followed on the record alone (`crate::minutes`).

use protocol::{canonical, hash};
use serde_json::Value;

use super::found::{Found, Words};
use super::said::{Said, VoteSaid, place, text};

const NOT_GIVEN: Words = [
    "the minutes are not here: compare the fingerprint at their foot by eye",
    "le procès-verbal n’est pas là : comparez l’empreinte à son pied à l’œil nu",
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
            said.votes.iter().for_each(|vote| of_vote(vote, items, found));
        }
    }
}

/// One vote. Its item is the one with its resolution; where a text came twice, one of them says what was decided.
fn of_vote(vote: &VoteSaid<'_>, items: &[Value], found: &mut Found) {
    let Some(resolution) = vote.resolution else { return };
    let hashed =
        |item: &Value| canonical::to_string(&item["resolution"]).ok().map(|text| hash::sha256_hex(text.as_bytes()));
    let mut of_it = items.iter().filter(|item| hashed(item).as_deref() == Some(resolution)).peekable();
    let at = format!("minutes.json: vote {}", vote.id);
    if of_it.peek().is_none() {
        // A vote that goes on elsewhere has no place in these minutes.
        return found.must(22, vote.decision.is_none(), at, "is not in the minutes");
    }
    let states = |item: &Value| match (vote.decision, item.get("decision")) {
        (None, None | Some(Value::Null)) => true,
        (Some(decided), Some(stated)) => after(&decided.body["decision"], vote) == *stated,
        (None, Some(_)) | (Some(_), None) => false,
    };
    found.must(22, of_it.any(states), at, "is not what the record decided");
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
