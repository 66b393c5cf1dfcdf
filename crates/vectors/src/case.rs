//! One archive and what must be found in it.

use serde_json::{Value, json};

use crate::making::Made;

/// What is to be said of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Exit code 1: these checks fail, at these places, and no other.
    Fails(Vec<(u8, String)>),
    /// Exit code 2, and why no verdict is given.
    NoVerdict(String),
}

/// A bad archive.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of its files: the check it is there for, what is changed, how.
    pub name: String,
    /// What is wrong, in a sentence.
    pub about: String,
    /// The object that is changed, and the path of the field in it; for what is no change of one field, nothing.
    pub field: Option<(&'static str, String)>,
    /// What must be found.
    pub expected: Expected,
    /// Bytes of the archive.
    pub archive: Vec<u8>,
    /// The companion, if there is one.
    pub companion: Option<String>,
}

/// Places by check, as tables write them.
pub type Faults = [(u8, &'static str)];

impl Case {
    /// An archive that fails `check`, and whatever else `faults` lists.
    #[must_use]
    pub fn fails(check: u8, name: &str, about: &str, faults: &Faults, made: &Made) -> Self {
        let mut faults: Vec<(u8, String)> = faults.iter().map(|(check, place)| (*check, (*place).to_owned())).collect();
        faults.sort();
        faults.dedup();
        Self {
            name: format!("{check:02}-{name}"),
            about: about.to_owned(),
            field: None,
            expected: Expected::Fails(faults),
            archive: made.bytes(),
            companion: made.companion.clone(),
        }
    }

    /// An archive about which no verdict is given.
    #[must_use]
    pub fn no_verdict(name: &str, about: &str, why: &str, made: &Made) -> Self {
        Self {
            name: format!("no-verdict-{name}"),
            expected: Expected::NoVerdict(why.to_owned()),
            ..Self::fails(0, name, about, &[], made)
        }
    }

    /// Fails these checks instead.
    #[must_use]
    pub fn expecting(self, faults: &Faults) -> Self {
        let faults = faults.iter().map(|(check, place)| (*check, (*place).to_owned())).collect();
        Self { expected: Expected::Fails(faults), ..self }
    }

    /// Is the change of one field.
    #[must_use]
    pub fn of(self, object: &'static str, field: &str) -> Self {
        Self { field: Some((object, field.to_owned())), ..self }
    }

    /// With other bytes than those of the archive that was made.
    #[must_use]
    pub fn bytes(self, archive: Vec<u8>) -> Self {
        Self { archive, ..self }
    }

    /// Its entry in the index.
    #[must_use]
    pub fn entry(&self) -> Value {
        let mut entry = json!({
            "name": self.name,
            "archive": format!("bad/{}.bel", self.name),
            "about": self.about,
        });
        if self.companion.is_some() {
            entry["companion"] = json!(format!("bad/{}.companion.json", self.name));
        }
        if let Some((object, field)) = &self.field {
            entry["object"] = json!(object);
            entry["field"] = json!(field);
        }
        match &self.expected {
            Expected::Fails(faults) => {
                let place = |(check, place): &(u8, String)| json!({ "check": check, "place": place });
                let mut checks: Vec<u8> = faults.iter().map(|(check, _)| *check).collect();
                checks.dedup();
                entry["exit"] = json!(1);
                entry["checks"] = json!(checks);
                entry["faults"] = faults.iter().map(place).collect();
            }
            Expected::NoVerdict(why) => {
                entry["exit"] = json!(2);
                entry["why"] = json!(why);
            }
        }
        entry
    }
}
