//! Rules of law and statutes as data: presets read from `rules.json`, with the article each value comes from.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::assembly::AssemblyKind;
use crate::majority::MajorityRule;
use crate::quorum::{Fraction, QuorumBasis, QuorumRule};

const RULES: &str = include_str!("../rules.json");

/// Identifies a preset, e.g. `sa-cooperative-fr-ago`.
pub type PresetId = String;

/// No preset of this name, or its data is not usable for a decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no usable preset {0}")]
pub struct UnknownPreset(pub PresetId);

/// The rules one assembly decides by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    /// Name in `rules.json`.
    pub id: PresetId,
    /// Texts of law it rests on.
    pub law: Vec<String>,
    /// Quorum on first and on second call.
    pub quorum: [QuorumRule; 2],
    /// Majority of a resolution.
    pub majority: MajorityRule,
    /// Days of notice on first and on second call.
    pub notice_days: [u32; 2],
}

impl Preset {
    /// The preset of an ordinary or extraordinary assembly of a French cooperative company.
    #[must_use]
    pub fn id_for(kind: AssemblyKind) -> &'static str {
        match kind {
            AssemblyKind::Ordinary => "sa-cooperative-fr-ago",
            AssemblyKind::Extraordinary => "sa-cooperative-fr-age",
        }
    }

    /// Reads a preset.
    ///
    /// # Errors
    /// [`UnknownPreset`] when there is none of this name, or its quorum or majority is not a plain fraction.
    pub fn load(id: &str) -> Result<Self, UnknownPreset> {
        read(id).ok_or_else(|| UnknownPreset(id.to_owned()))
    }

    /// Quorum of a call, 1 or 2.
    #[must_use]
    pub fn quorum_of(&self, call: u8) -> &QuorumRule {
        &self.quorum[usize::from(call >= 2)]
    }

    /// Days of notice of a call, 1 or 2.
    #[must_use]
    pub fn notice_of(&self, call: u8) -> u32 {
        self.notice_days[usize::from(call >= 2)]
    }
}

fn read(id: &str) -> Option<Preset> {
    let rules: Value = serde_json::from_str(RULES).ok()?;
    let own = rules.get("presets")?.get(id)?;
    let base = own.get("extends").and_then(Value::as_str).and_then(|base| rules.get("presets")?.get(base));
    let field = |name: &str| own.get(name).or_else(|| base?.get(name));
    let quorum = field("quorum")?;
    let majority = field("majority")?;
    let basis = basis(quorum.get("basis")?.as_str()?)?;
    let call = |name: &str| -> Option<QuorumRule> {
        let fraction = match quorum.get(name)? {
            Value::Null => None,
            value => Some(fraction(value)?),
        };
        Some(QuorumRule { fraction, basis, article: quorum_article(id).to_owned() })
    };
    let days = |name: &str| field("notice_days")?.get(name)?.as_u64()?.try_into().ok();
    let law = own.get("law").and_then(Value::as_array).into_iter().flatten();
    Some(Preset {
        id: id.to_owned(),
        law: law.filter_map(|text| text.as_str().map(str::to_owned)).collect(),
        quorum: [call("first")?, call("second")?],
        majority: MajorityRule {
            fraction: fraction(majority)?,
            strict: majority.get("strict")?.as_bool()?,
            excludes_abstention: excludes(majority, "abstain"),
            article: majority_article(id).to_owned(),
        },
        notice_days: [days("first")?, days("second")?],
    })
}

fn fraction(value: &Value) -> Option<Fraction> {
    let part = |name: &str| value.get(name)?.as_u64()?.try_into().ok();
    Some(Fraction { num: part("num")?, den: part("den").filter(|den| *den > 0)? })
}

fn basis(word: &str) -> Option<QuorumBasis> {
    match word {
        "members" => Some(QuorumBasis::Members),
        "voices" => Some(QuorumBasis::Voices),
        "shares" => Some(QuorumBasis::Shares),
        _ => None,
    }
}

fn excludes(majority: &Value, answer: &str) -> bool {
    let excluded = majority.get("excluded").and_then(Value::as_array);
    excluded.is_some_and(|list| list.iter().any(|entry| entry.as_str() == Some(answer)))
}

/// The article a person is shown beside a quorum. `rules.json` names texts per preset; this names them per rule.
fn quorum_article(id: &str) -> &'static str {
    match id {
        "sa-cooperative-fr-ago" => "C. com. L.225-98 al. 2",
        "sa-cooperative-fr-age" => "C. com. L.225-96 al. 2",
        _ => "statutes",
    }
}

fn majority_article(id: &str) -> &'static str {
    match id {
        "sa-cooperative-fr-ago" => "C. com. L.225-98 al. 3",
        "sa-cooperative-fr-age" => "C. com. L.225-96 al. 3",
        "genossenschaft-de" => "GenG § 43(2)",
        "cooperativa-es-1999" => "Ley 27/1999 art. 28",
        _ => "statutes",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_french_presets_have_the_fractions_of_the_law() {
        let ago = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        assert_eq!(ago.quorum_of(1).fraction, Some(Fraction { num: 1, den: 5 }));
        assert_eq!(ago.quorum_of(2).fraction, None);
        assert_eq!((ago.majority.fraction, ago.majority.strict), (Fraction { num: 1, den: 2 }, true));
        assert_eq!((ago.notice_of(1), ago.notice_of(2)), (15, 10));
        let age = Preset::load("sa-cooperative-fr-age").expect("a preset");
        assert_eq!(age.quorum_of(1).fraction, Some(Fraction { num: 1, den: 4 }));
        assert_eq!(age.quorum_of(2).fraction, Some(Fraction { num: 1, den: 5 }));
        assert_eq!((age.majority.fraction, age.majority.strict), (Fraction { num: 2, den: 3 }, false));
        assert!(age.majority.excludes_abstention && ago.majority.excludes_abstention);
        assert_eq!(age.notice_of(1), 15, "inherited");
        assert_eq!(Preset::id_for(AssemblyKind::Extraordinary), age.id);
    }

    #[test]
    fn a_preset_that_is_not_there_is_an_error() {
        assert_eq!(Preset::load("no-such"), Err(UnknownPreset("no-such".to_owned())));
    }
}
