//! Who of the bureau signed the minutes and their corrections, as a record shows it (of check 22): for seats of the last bureau before
//! the minutes, once each, by the keys that it names. Corrections are of these minutes, and numbered. Whose signatures they are is verified where the cooperative is known; seats and keys always.

use std::collections::{BTreeMap, BTreeSet};

use domain::bureau::Seat;
use protocol::encoding::hex32;
use protocol::hash::unhex;
use protocol::keys::Signature;
use protocol::minutes_signed::{CorrectionSigned, MinutesSigned};
use protocol::record::Entry;
use serde_json::Value;

/// The first entry that is wrong, and why; or else the seats that signed the minutes (0) and each correction, in order.
pub(crate) fn signed(entries: &[Entry], cooperative: Option<&[u8; 16]>) -> Result<Signatures, (u64, &'static str)> {
    let mut found = Found::default();
    for entry in entries {
        let outcome = match entry.kind.as_str() {
            "bureau" => keys(&entry.body).map(|keys| found.bureau = keys),
            "minutes" => found.published(&entry.body),
            "correction" if entry.body["kind"] == "minutes" => found.corrected(&entry.body),
            "minutes-signature" => found.signature(&entry.body, cooperative),
            _ => Ok(()),
        };
        outcome.map_err(|why| (entry.seq, why))?;
    }
    Ok(found.signed)
}

type Keys = BTreeMap<Seat, [u8; 32]>;

/// Which seats signed which correction; 0 are the minutes.
pub(crate) type Signatures = BTreeSet<(u64, Seat)>;

#[derive(Default)]
struct Found {
    /// Keys of the last bureau.
    bureau: Keys,
    /// The hash of the minutes, and the keys of the bureau before them.
    minutes: Option<([u8; 32], Keys)>,
    /// The hashes of their corrections, the first first.
    corrections: Vec<[u8; 32]>,
    signed: Signatures,
}

/// The keys that a bureau names; none in records begun before minutes were signed.
fn keys(body: &Value) -> Result<Keys, &'static str> {
    let why = "names no keys of its seats";
    let Some(named) = body.get("keys") else { return Ok(Keys::new()) };
    let named = named.as_object().ok_or(why)?;
    let read = |(seat, key): (&String, &Value)| Some((Seat::from_word(seat)?, key.as_str().and_then(hex32)?));
    named.iter().map(read).collect::<Option<Keys>>().ok_or(why)
}

impl Found {
    fn published(&mut self, body: &Value) -> Result<(), &'static str> {
        let hash = body["minutes"].as_str().and_then(hex32).ok_or("has no hash of minutes")?;
        match self.minutes.replace((hash, self.bureau.clone())) {
            Some(_) => Err("publishes minutes once more"),
            None => Ok(()),
        }
    }

    fn corrected(&mut self, body: &Value) -> Result<(), &'static str> {
        let why = "is no correction of minutes";
        let read = |name: &str| body[name].as_str().and_then(hex32).ok_or(why);
        let (hash, of, n) = (read("correction")?, read("minutes")?, body["n"].as_u64().ok_or(why)?);
        if self.minutes.as_ref().is_none_or(|(minutes, _)| *minutes != of) {
            return Err("corrects other minutes than those of this record");
        }
        if n != self.corrections.len() as u64 + 1 || self.corrections.contains(&hash) {
            return Err("is not the next correction");
        }
        self.corrections.push(hash);
        Ok(())
    }

    /// The number of a correction, from 1.
    fn number(&self, hash: &[u8; 32]) -> Option<u64> {
        (1..).zip(&self.corrections).find(|(_, one)| *one == hash).map(|(n, _)| n)
    }

    fn signature(&mut self, body: &Value, cooperative: Option<&[u8; 16]>) -> Result<(), &'static str> {
        let why = "is no signature of minutes";
        let text = |name: &str| body[name].as_str().ok_or(why);
        let seat = Seat::from_word(text("seat")?).ok_or(why)?;
        let identity = hex32(text("identity")?).ok_or(why)?;
        let what = match (body.get("minutes"), body.get("correction")) {
            (Some(_), None) => "minutes",
            (None, Some(_)) => "correction",
            _ => return Err(why),
        };
        let hash = hex32(text(what)?).ok_or(why)?;
        let signature = Signature(unhex(text("signature")?).ok_or(why)?);
        let (minutes, keys) = self.minutes.as_ref().ok_or("signs minutes that are not published")?;
        let n = match what {
            "minutes" if hash == *minutes => 0,
            "minutes" => return Err("signs other minutes than those of this record"),
            _ => self.number(&hash).ok_or("signs a correction that this record has not")?,
        };
        if keys.get(&seat) != Some(&identity) {
            return Err("signs minutes with a key that the bureau does not name for that seat");
        }
        if !self.signed.insert((n, seat)) {
            return Err("signs for a seat once more");
        }
        let (hash, seat) = (&hash, seat.word());
        let holds = |cooperative| match n {
            0 => MinutesSigned { hash, seat }.verify(cooperative, &identity, &signature).is_ok(),
            _ => CorrectionSigned { hash, seat }.verify(cooperative, &identity, &signature).is_ok(),
        };
        if cooperative.is_none_or(holds) { Ok(()) } else { Err("has a signature of minutes that does not hold") }
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use protocol::hash::hex;
    use serde_json::json;

    use super::*;

    const COOPERATIVE: [u8; 16] = [1; 16];
    const HASH: [u8; 32] = [9; 32];

    fn key(nth: u8) -> SigningKey {
        SigningKey::from_bytes(&[nth; 32])
    }

    fn identity(nth: u8) -> String {
        hex(key(nth).verifying_key().as_bytes())
    }

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body }
    }

    fn signature(nth: u8, seat: Seat) -> Value {
        let said = MinutesSigned { hash: &HASH, seat: seat.word() };
        let signature = said.sign(&COOPERATIVE, &key(nth));
        json!({
            "identity": identity(nth), "minutes": hex(&HASH), "seat": seat.word(), "signature": hex(&signature.0),
        })
    }

    fn correction(n: u64, hash: &[u8; 32]) -> Value {
        json!({ "correction": hex(hash), "kind": "minutes", "minutes": hex(&HASH), "n": n })
    }

    fn under_correction(nth: u8, seat: Seat, hash: &[u8; 32]) -> Value {
        let said = CorrectionSigned { hash, seat: seat.word() };
        let signature = said.sign(&COOPERATIVE, &key(nth));
        json!({
            "correction": hex(hash), "identity": identity(nth), "seat": seat.word(), "signature": hex(&signature.0),
        })
    }

    /// A bureau that changed, whose scrutineer has no key, and of which two sign; two corrections, of which one signs the second.
    fn record() -> Vec<Entry> {
        vec![
            entry(0, "bureau", json!({ "keys": { "chair": identity(8), "secretary": identity(2) } })),
            entry(1, "bureau", json!({ "keys": { "chair": identity(1), "secretary": identity(2) } })),
            entry(2, "minutes", json!({ "minutes": hex(&HASH) })),
            entry(3, "minutes-signature", signature(2, Seat::Secretary)),
            entry(4, "president", json!({})),
            entry(5, "minutes-signature", signature(1, Seat::Chair)),
            entry(6, "correction", correction(1, &[11; 32])),
            entry(7, "correction", correction(2, &[12; 32])),
            entry(8, "minutes-signature", under_correction(1, Seat::Chair, &[12; 32])),
            entry(9, "correction", json!({ "kind": "erratum", "seq": 1, "text": hex(&[13; 32]) })),
        ]
    }

    #[test]
    fn minutes_are_signed_for_seats_by_the_keys_that_the_bureau_names() {
        let seats = Ok(BTreeSet::from([(0, Seat::Chair), (0, Seat::Secretary), (2, Seat::Chair)]));
        assert_eq!(signed(&record(), Some(&COOPERATIVE)), seats);
        assert_eq!(signed(&record(), None), seats);
        assert_eq!(signed(&record()[..3], Some(&COOPERATIVE)), Ok(BTreeSet::new()));
        // A record of before: nobody is named, and nobody signed.
        let before = [entry(0, "bureau", json!({})), entry(1, "minutes", json!({ "minutes": hex(&HASH) }))];
        assert_eq!(signed(&before, Some(&COOPERATIVE)), Ok(BTreeSet::new()));
    }

    fn spoilt(seq: usize, spoil: impl Fn(&mut Entry)) -> Option<(u64, &'static str)> {
        let mut record = record();
        spoil(&mut record[seq]);
        signed(&record, Some(&COOPERATIVE)).err()
    }

    #[test]
    fn a_signature_of_somebody_or_something_else_is_seen() {
        let forged = "has a signature of minutes that does not hold";
        assert_eq!(signed(&record(), Some(&[2; 16])).err(), Some((3, forged)));
        let other = signature(1, Seat::Chair)["signature"].clone();
        assert_eq!(spoilt(3, |entry| entry.body["signature"] = other.clone()), Some((3, forged)));
        let named = "signs minutes with a key that the bureau does not name for that seat";
        assert_eq!(spoilt(5, |entry| entry.body = signature(8, Seat::Chair)), Some((5, named)), "of the bureau before");
        assert_eq!(spoilt(5, |entry| entry.body = signature(1, Seat::FirstScrutineer)), Some((5, named)));
        assert_eq!(spoilt(1, |entry| entry.body = json!({})), Some((3, named)), "no keys are named");
        let twice = "signs for a seat once more";
        assert_eq!(spoilt(5, |entry| entry.body = signature(2, Seat::Secretary)), Some((5, twice)));
        let others = "signs other minutes than those of this record";
        assert_eq!(spoilt(2, |entry| entry.body["minutes"] = hex(&[7; 32]).into()), Some((3, others)));
        let early = "signs minutes that are not published";
        assert_eq!(spoilt(2, |entry| entry.kind = "president".to_owned()), Some((3, early)));
        let again = "publishes minutes once more";
        let mut once_more = record();
        once_more[4] = entry(4, "minutes", json!({ "minutes": hex(&HASH) }));
        assert_eq!(signed(&once_more, None).err(), Some((4, again)));
    }

    #[test]
    fn corrections_are_of_these_minutes_numbered_and_signed_as_such() {
        let others = "corrects other minutes than those of this record";
        assert_eq!(spoilt(6, |entry| entry.body["minutes"] = hex(&[7; 32]).into()), Some((6, others)));
        let mut early = record();
        early.swap(2, 6);
        assert_eq!(signed(&early, None).err(), Some((6, others)), "before the minutes");
        let next = "is not the next correction";
        for n in [0, 1, 3] {
            assert_eq!(spoilt(7, |entry| entry.body["n"] = n.into()), Some((7, next)), "{n}");
        }
        assert_eq!(spoilt(7, |entry| entry.body = correction(2, &[11; 32])), Some((7, next)), "the same twice");
        let unknown = "signs a correction that this record has not";
        let of = |hash: [u8; 32]| move |entry: &mut Entry| entry.body = under_correction(1, Seat::Chair, &hash);
        assert_eq!(spoilt(8, of([13; 32])), Some((8, unknown)));
        let forged = "has a signature of minutes that does not hold";
        let as_minutes = |entry: &mut Entry| entry.body["signature"] = signature(1, Seat::Chair)["signature"].clone();
        assert_eq!(spoilt(8, as_minutes), Some((8, forged)));
        let of_none = "is no signature of minutes";
        assert_eq!(spoilt(8, |entry| entry.body["minutes"] = hex(&HASH).into()), Some((8, of_none)), "of both");
        let none = "is no correction of minutes";
        for field in ["correction", "minutes", "n"] {
            assert_eq!(spoilt(7, |entry| entry.body[field] = "x".into()), Some((7, none)), "{field}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_seen() {
        let why = "is no signature of minutes";
        for field in ["identity", "minutes", "seat", "signature"] {
            assert_eq!(spoilt(3, |entry| entry.body[field] = "x".into()), Some((3, why)), "{field}");
        }
        let keys = "names no keys of its seats";
        for spoil in [json!([]), json!({ "board": identity(1) }), json!({ "chair": "x" }), json!({ "chair": 1 })] {
            assert_eq!(spoilt(1, |entry| entry.body["keys"] = spoil.clone()), Some((1, keys)), "{spoil}");
        }
        assert_eq!(spoilt(2, |entry| entry.body = json!({})), Some((2, "has no hash of minutes")));
    }
}
