//! The minutes against the record (check 22): they are those it ends with, and state what it decided.

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
        (Some(decided), Some(stated)) => {
            same(&decided.body["decision"], stated, vote.draw.map(|draw| &draw.body["drawn"]))
        }
        (None, Some(_)) | (Some(_), None) => false,
    };
    found.must(22, of_it.any(states), at, "is not what the record decided");
}

/// Whether the minutes state a decision, with the draw after it.
fn same(decided: &Value, stated: &Value, drawn: Option<&Value>) -> bool {
    let mut decided = decided.clone();
    if let (Some(drawn), Some(election)) = (drawn, decided.get_mut("election")) {
        election["drawn"] = drawn.clone();
    }
    decided == *stated
}
