//! How a file of a record may follow what it was: what only grows begins as it did.

use protocol::listing::Part;
use serde_json::Value;
use verifier::diff;

/// Whether a file may be `new` after it was `old`. Of a checkpoint [`crate::heads`] says more: here it may always change.
///
/// # Errors
/// What is wrong, in English and French.
pub fn follows(part: Part, old: &[u8], new: &[u8]) -> Result<(), Why> {
    match part {
        Part::Checkpoint => Ok(()),
        Part::Page(_) | Part::Resolutions | Part::Corrections if new.starts_with(old) => Ok(()),
        Part::Page(_) | Part::Resolutions | Part::Corrections => Err(LINES),
        Part::Minutes if old == new => Ok(()),
        Part::Minutes => Err(MINUTES),
        Part::Archive => archive(old, new),
        Part::Companion => companion(old, new),
    }
}

/// A sentence, in English and French.
pub type Why = [&'static str; 2];

const LINES: Why =
    ["lines that were there are changed or gone", "des lignes qui y étaient ont été changées ou ont disparu"];
const MINUTES: Why = ["published minutes were changed", "un procès-verbal publié a été changé"];
const ARCHIVE: Why = [
    "ballots or events that were in the box are changed or gone",
    "des bulletins ou des événements qui étaient dans l’urne ont été changés ou ont disparu",
];
const COMPANION: Why =
    ["what was said beside the box is changed or gone", "ce qui était dit à côté de l’urne a été changé ou a disparu"];

fn archive(mut old: &[u8], mut new: &[u8]) -> Result<(), Why> {
    match diff::compare(&mut old, &mut new) {
        Ok(growth) if growth.faults.is_empty() => Ok(()),
        _ => Err(ARCHIVE),
    }
}

fn companion(old: &[u8], new: &[u8]) -> Result<(), Why> {
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).map_err(|_| COMPANION);
    if grew(&read(old)?, &read(new)?) { Ok(()) } else { Err(COMPANION) }
}

/// Whether everything that was said is said still: lists have what they had, in its order, counts do not fall, words stay. The root over
/// who voted goes with their count.
fn grew(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Null, _) => true,
        (Value::Array(old), Value::Array(new)) => {
            let mut left = new.iter();
            old.iter().all(|one| left.any(|other| other == one))
        }
        (Value::Object(old), Value::Object(new)) if old.contains_key("count") && old.contains_key("root") => {
            let count = |of: &serde_json::Map<String, Value>| of.get("count").and_then(Value::as_u64);
            count(old) < count(new) || old == new
        }
        (Value::Object(old), Value::Object(new)) => {
            old.iter().all(|(name, one)| grew(one, new.get(name).unwrap_or(&Value::Null)))
        }
        (old, new) => old == new,
    }
}

#[cfg(test)]
mod tests {
    use protocol::archive::{Builder, EventType, Item, render};
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_are_added_and_nothing_else() {
        for part in [Part::Page(0), Part::Resolutions, Part::Corrections] {
            assert_eq!(follows(part, b"a\n", b"a\nb\n"), Ok(()));
            assert_eq!(follows(part, b"a\n", b"a\n"), Ok(()));
            assert!(follows(part, b"a\nb\n", b"a\n").is_err(), "gone");
            assert!(follows(part, b"a\nb\n", b"a\nc\n").is_err(), "changed");
        }
        assert!(follows(Part::Minutes, b"{}", b"{} ").is_err(), "minutes never change");
    }

    #[test]
    fn an_archive_keeps_every_ballot() {
        let archive = |ballots: &[&str]| {
            let mut builder = Builder::new();
            let mut items: Vec<Item> = vec![builder.data("{}".to_owned()), builder.event(EventType::Setup, Some("{}"))];
            for ballot in ballots {
                items.push(builder.data((*ballot).to_owned()));
                items.push(builder.event(EventType::Ballot, Some(*ballot)));
            }
            render(1, &items)
        };
        let (one, two, other) = (archive(&["1"]), archive(&["1", "2"]), archive(&["3", "2"]));
        assert_eq!(follows(Part::Archive, &one, &two), Ok(()));
        assert_eq!(follows(Part::Archive, &two, &two), Ok(()));
        assert!(follows(Part::Archive, &two, &one).is_err(), "a ballot is gone");
        assert!(follows(Part::Archive, &one, &other).is_err(), "a ballot was exchanged");
        assert!(follows(Part::Archive, &one, b"").is_err(), "no archive");
    }

    #[test]
    fn a_companion_forgets_nothing() {
        let said = |slips: &[u64], count: u64, root: &str, carry: Value| {
            json!({ "order_slips": slips, "emargements": { "count": count, "root": root }, "carry": carry }).to_string()
        };
        let follows = |old: &str, new: &str| follows(Part::Companion, old.as_bytes(), new.as_bytes()).is_ok();
        let first = said(&[1, 2], 2, "aa", Value::Null);
        assert!(follows(&first, &said(&[1, 2, 3], 3, "bb", json!(["x"]))));
        assert!(follows(&first, &said(&[1, 2, 3], 2, "aa", Value::Null)), "a voice voted again");
        assert!(!follows(&first, &said(&[2, 3], 3, "bb", Value::Null)), "a slip is gone");
        assert!(!follows(&first, &said(&[1, 2], 1, "aa", Value::Null)), "fewer voted");
        assert!(!follows(&first, &said(&[1, 2], 2, "bb", Value::Null)), "others voted");
        assert!(!follows(&said(&[], 0, "", json!(["x"])), &said(&[], 0, "", Value::Null)), "a list is gone");
        assert!(!follows(&first, "no JSON"));
    }
}
