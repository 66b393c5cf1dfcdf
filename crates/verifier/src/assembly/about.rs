//! Which assembly it is, and in which state: what two observers compare, and with the convocation.

use domain::convocation::when;
use protocol::checkpoint;
use protocol::hash::hex;
use protocol::record::{Entry, verify_chain};

use crate::{Lang, record};

/// What tells an assembly, and a state of its record, from any other.
pub(super) struct About {
    /// Its id, hex: a checkpoint of this record names it.
    pub assembly: Option<String>,
    /// The day for which it was convened, where it takes place.
    pub day: Option<String>,
    /// Hash of the last entry, hex.
    pub head: Option<String>,
    /// Root of the tree of all entries, hex.
    pub root: Option<String>,
}

impl About {
    pub fn of(entries: &[Entry], note: Option<&str>) -> Self {
        let note = note.and_then(|note| checkpoint::parse(note).ok());
        let assembly = note.and_then(|note| record::begun(&note, entries)).map(|(_, assembly)| hex(&assembly));
        let convened = entries.iter().rfind(|entry| entry.kind == "convocation").map(|entry| &entry.body);
        let day = convened.and_then(|body| {
            let zone = body["time_zone"].as_str()?;
            when::written(body["starts_at"].as_i64(), zone).get(..10).map(str::to_owned)
        });
        let (head, root) = verify_chain(entries).ok().map(|head| (hex(&head.last), hex(&head.root))).unzip();
        Self { assembly, day, head, root }
    }

    /// For a person, a line each.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let unknown = match lang {
            Lang::En => "not named without a checkpoint of this record",
            Lang::Fr => "non nommée sans point de contrôle de ce registre",
        };
        let id = self.assembly.as_deref().unwrap_or(unknown);
        let first = match (&self.day, lang) {
            (Some(day), Lang::En) => format!("Assembly {id}, convened for {day}"),
            (Some(day), Lang::Fr) => format!("Assemblée {id}, convoquée pour le {day}"),
            (None, Lang::En) => format!("Assembly {id}"),
            (None, Lang::Fr) => format!("Assemblée {id}"),
        };
        let [head, root] = match lang {
            Lang::En => ["head", "root"],
            Lang::Fr => ["tête", "racine"],
        };
        let of = |what: &str, hash: &Option<String>| hash.as_ref().map(|hash| format!("{what} {hash}"));
        std::iter::once(first).chain(of(head, &self.head)).chain(of(root, &self.root)).collect()
    }
}
