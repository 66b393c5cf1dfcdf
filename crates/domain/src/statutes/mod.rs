//! The cooperative's statutes as data: settings that begin as a preset of `rules.json`, change by a recorded decision from a
//! day on, and say by which rules an assembly decides. Each value knows its article and how sure this program is of it.

mod check;
mod fields;
mod preset;
mod settings;
mod shapes;
mod sources;
mod values;
mod versions;
mod view;
mod written;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use protocol::{canonical, hash};

pub use check::{Departure, Wrong};
pub use fields::{Field, Subject};
pub use preset::{Preset, PresetId, UnknownPreset};
pub use settings::{MinutesReaders, PresidentElectedBy, ProxyHolders, ProxyRevocable, Settings};
pub use sources::Confidence;
pub use values::{Kind, Quota, Value};
pub use versions::{Change, Numbered, differences, effective, in_force, may_precede};
pub use view::{AdoptStatutes, DecidedVote, Line, StatutesForm, StatutesPreview, StatutesView, VersionView};

/// Presets that a cooperative here may begin with, in the order they are offered.
pub const OFFERED: [&str; 5] =
    ["sa-cooperative-fr-ago", "scic-fr-sa", "scop-fr-sa", "association-1901-fr", "constitutive"];

/// Ordinary assemblies of a French cooperative company.
const FRENCH: &str = "sa-cooperative-fr-ago";
/// Its extraordinary ones, whose rules stand under a name of their own.
const FRENCH_GREATER: &str = "sa-cooperative-fr-age";

/// What the statutes of a cooperative say: a value for every field, and the preset they began as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statutes {
    preset: PresetId,
    values: BTreeMap<Field, Value>,
}

/// A preset, read.
struct Known {
    /// Texts of law it rests on.
    law: Vec<String>,
    /// What it says.
    says: Statutes,
}

/// Every preset of `rules.json` that is read exactly. The file is part of the program, and asked for at every page.
static PRESETS: LazyLock<BTreeMap<PresetId, Known>> = LazyLock::new(|| {
    let presets = written::presets().unwrap_or_default();
    let read = |(id, json): (&String, &serde_json::Value)| {
        let greater = (id == FRENCH).then(|| presets.get(FRENCH_GREATER)).flatten();
        let says = Statutes { preset: id.clone(), values: written::values(json, greater)? };
        Some((id.clone(), Known { law: written::law(json)?, says }))
    };
    presets.iter().filter_map(read).collect()
});

impl Statutes {
    /// What a preset says. The Italian one leaves the majority unsaid: [`Statutes::check`] refuses it until it is said.
    ///
    /// # Errors
    /// [`UnknownPreset`].
    pub fn of(preset: &str) -> Result<Self, UnknownPreset> {
        let own = if preset == FRENCH_GREATER { FRENCH } else { preset };
        PRESETS.get(own).map(|known| known.says.clone()).ok_or_else(|| UnknownPreset(preset.to_owned()))
    }

    /// What a cooperative begins with: the preset, but for ballots, which this program lets a voice replace until the vote
    /// closes unless the statutes say that it may not. The page shows that as a departure.
    ///
    /// # Errors
    /// [`UnknownPreset`].
    pub fn founded(preset: &str) -> Result<Self, UnknownPreset> {
        Ok(Self::of(preset)?.with(Field::BallotReplaceable, Value::yes(true)))
    }

    /// The same with another value in one field. A value that is none of the field's kind changes nothing.
    #[must_use]
    pub fn with(mut self, field: Field, value: Value) -> Self {
        if Value::read(field.kind(), &value.to_string()).as_ref() == Some(&value) {
            self.values.insert(field, value);
        }
        self
    }

    /// Reads what was typed: for each field a text, or the preset's own value where none was sent.
    ///
    /// # Errors
    /// [`Wrong`] with the first field that cannot be read, without one for an unknown preset.
    pub fn typed<'a>(preset: &str, text: impl Fn(Field) -> Option<&'a str>) -> Result<Self, Wrong> {
        let mut statutes = Self::of(preset).map_err(|_| Wrong::of(None, crate::Refusal::Malformed))?;
        for field in Field::ALL {
            if let Some(text) = text(*field) {
                let value = Value::read(field.kind(), text);
                let value = value.ok_or(Wrong::of(Some(*field), crate::Refusal::StatutesValue))?;
                statutes.values.insert(*field, value);
            }
        }
        Ok(statutes)
    }

    /// The preset they began as.
    #[must_use]
    pub fn preset(&self) -> &str {
        &self.preset
    }

    /// What they say in one field.
    #[must_use]
    pub fn says(&self, field: Field) -> &Value {
        self.values.get(&field).unwrap_or(&Value::Nothing)
    }

    /// Whether they say yes in one field.
    #[must_use]
    pub fn agrees(&self, field: Field) -> bool {
        *self.says(field) == Value::Word("yes")
    }

    /// Canonical JSON: the preset, and every field by its word with its value as a text.
    #[must_use]
    pub fn body(&self) -> String {
        let values: BTreeMap<&str, String> =
            self.values.iter().map(|(field, value)| (field.word(), value.to_string())).collect();
        let body = serde_json::json!({ "preset": self.preset, "values": values });
        // Texts alone: nothing in it has no canonical form.
        canonical::to_string(&body).unwrap_or_default()
    }

    /// SHA-256 of the body.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash::sha256(self.body().as_bytes())
    }

    /// Reads a body. A field it does not have, because it was written before there was one, is as the preset says; one that
    /// this program does not know makes it unreadable.
    #[must_use]
    pub fn parse(body: &str) -> Option<Self> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Body {
            preset: String,
            values: BTreeMap<Field, String>,
        }
        let Body { preset, values } = serde_json::from_str(body).ok()?;
        let mut statutes = Self::of(&preset).ok().filter(|statutes| statutes.preset == preset)?;
        for (field, text) in values {
            statutes.values.insert(field, Value::read(field.kind(), &text)?);
        }
        Some(statutes)
    }
}

#[cfg(test)]
mod tests;
