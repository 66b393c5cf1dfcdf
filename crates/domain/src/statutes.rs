//! Rules of law and statutes as data: presets read from `rules.json`, with the article each value comes from.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::assembly::AssemblyKind;
use crate::calendar::CalendarRules;
use crate::majority::{MajorityBasis, MajorityRule};
use crate::proxy::ProxyCap;
use crate::quorum::{Fraction, QuorumBasis, QuorumRule};

const RULES: &str = include_str!("../rules.json");

/// Identifies a preset, e.g. `sa-cooperative-fr-ago`.
pub type PresetId = String;

/// No preset of this name, or it needs more than one quorum and one majority to decide.
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
    /// Majority of a change of the statutes, where the same assembly decides it by a greater one.
    pub statute_change: Option<MajorityRule>,
    /// Days of notice on first and on second call.
    pub notice_days: [u32; 2],
    /// Whether those days count neither the day of the notice nor that of the assembly.
    pub clear_days: bool,
    /// The other days of the calendar.
    pub calendar: CalendarRules,
    /// How many voices one person may carry.
    pub proxy_cap: ProxyCap,
}

impl Preset {
    /// The preset of an assembly of a French cooperative company. A mixed assembly is convened by that of an ordinary one;
    /// a constitutive one decides as an extraordinary one (C. com. L.225-8).
    #[must_use]
    pub fn id_for(kind: AssemblyKind) -> &'static str {
        match kind {
            AssemblyKind::Ordinary | AssemblyKind::Mixed => "sa-cooperative-fr-ago",
            AssemblyKind::Extraordinary | AssemblyKind::Constitutive => "sa-cooperative-fr-age",
        }
    }

    /// Reads a preset. The data are part of the program: what is not read exactly is not read at all, and a test
    /// names every preset that is and every one that is not.
    ///
    /// # Errors
    /// [`UnknownPreset`].
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

/// Where a preset's rules are written, as a person cites it.
struct Articles {
    preset: &'static str,
    quorum: &'static str,
    majority: &'static str,
    /// Of a change of the statutes, if `rules.json` has a majority of its own for it.
    statute_change: Option<&'static str>,
}

/// One row for each preset that can decide. Where the law leaves a rule to the statutes, their name in its language.
const ARTICLES: &[Articles] = &[
    Articles {
        preset: "sa-cooperative-fr-ago",
        quorum: "C. com. L.225-98 al. 2",
        majority: "C. com. L.225-98 al. 3",
        statute_change: None,
    },
    Articles {
        preset: "sa-cooperative-fr-age",
        quorum: "C. com. L.225-96 al. 2",
        majority: "C. com. L.225-96 al. 3",
        statute_change: None,
    },
    Articles {
        preset: "association-1901-fr",
        quorum: "Statuts",
        majority: "CA Colmar, 16 oct. 2013",
        statute_change: None,
    },
    Articles {
        preset: "genossenschaft-de",
        quorum: "Satzung",
        majority: "GenG § 43(2)",
        statute_change: Some("GenG § 16"),
    },
    Articles {
        preset: "uk-coops-model",
        quorum: "Co-operatives UK model articles",
        majority: "Co-operatives UK model articles",
        statute_change: Some("Co-operatives UK model articles"),
    },
    Articles {
        preset: "cooperativa-es-1999",
        quorum: "Ley 27/1999 art. 25.1",
        majority: "Ley 27/1999 art. 28.1",
        statute_change: Some("Ley 27/1999 art. 28.2"),
    },
];

fn read(id: &str) -> Option<Preset> {
    let articles = ARTICLES.iter().find(|articles| articles.preset == id)?;
    let rules: Value = serde_json::from_str(RULES).ok()?;
    let written: Written = serde_json::from_value(Value::Object(resolved(rules.get("presets")?, id)?)).ok()?;
    let quorum = |fraction: Option<WrittenQuorum>| -> Option<QuorumRule> {
        Some(QuorumRule {
            fraction: match &fraction {
                Some(written) => Some(Fraction::new(written.num, written.den)?),
                None => None,
            },
            strict: fraction.as_ref().is_some_and(|written| written.strict),
            minimum: fraction.as_ref().and_then(|written| written.min_members),
            enough: fraction.as_ref().and_then(|written| written.or_votes),
            basis: written.quorum.basis,
            article: articles.quorum.to_owned(),
        })
    };
    let basis = majority_basis(&written.majority)?;
    let notice = written.notice_days;
    Some(Preset {
        id: id.to_owned(),
        law: written.law,
        quorum: [quorum(written.quorum.first)?, quorum(written.quorum.second)?],
        majority: MajorityRule {
            fraction: Fraction::new(written.majority.num, written.majority.den)?,
            strict: written.majority.strict,
            basis,
            article: articles.majority.to_owned(),
        },
        statute_change: match (written.majority.statute_change, articles.statute_change) {
            (Some(greater), Some(article)) => Some(MajorityRule {
                fraction: Fraction::new(greater.num, greater.den)?,
                strict: greater.strict,
                basis: greater.basis.map_or(Some(basis), |word| basis_of(&word))?,
                article: article.to_owned(),
            }),
            (None, None) => None,
            _ => return None,
        },
        notice_days: [notice.first, notice.second.unwrap_or(notice.first)],
        clear_days: notice.clear_days.unwrap_or(true),
        calendar: CalendarRules {
            proposal_days: written.proposals.and_then(|proposals| proposals.deadline_days),
            member_list_day: written.member_list_day,
            question_business_days: written.written_questions_business_days,
            form_request_days: written.remote.as_ref().and_then(|remote| remote.paper_request_days),
            paper_days: written.remote.as_ref().and_then(|remote| remote.paper_cutoff_max_days_before),
            electronic: match written.remote.and_then(|remote| remote.electronic_cutoff) {
                Some(cut_off) => Some((cut_off.days_before, NaiveTime::parse_from_str(&cut_off.time, "%H:%M").ok()?)),
                None => None,
            },
        },
        proxy_cap: proxy_cap(written.proxy)?,
    })
}

/// A preset with what it extends. A field of its own takes the place of the whole field it extends: a quorum is never
/// half of one text and half of another.
fn resolved(presets: &Value, id: &str) -> Option<Map<String, Value>> {
    let own = presets.get(id)?.as_object()?;
    let Some(base) = own.get("extends") else { return Some(own.clone()) };
    let base = base.as_str().filter(|base| *base != id)?;
    let mut whole = presets.get(base)?.as_object()?.clone();
    // One level is all there is; a second would need a guard against circles.
    if whole.contains_key("extends") {
        return None;
    }
    whole.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
    Some(whole)
}

fn proxy_cap(written: Option<WrittenProxy>) -> Option<ProxyCap> {
    let Some(written) = written else { return Some(ProxyCap::None) };
    match (written.max_per_holder, written.max_extra_voices) {
        (None, None) => Some(ProxyCap::None),
        (Some(most), None) => Some(ProxyCap::AtMost(most)),
        (None, Some(extra)) => Some(ProxyCap::FewThenFraction {
            below: extra.if_members_lt,
            few: extra.then,
            fraction: Fraction::new(extra.else_floor_fraction.num, extra.else_floor_fraction.den)?,
        }),
        (Some(_), Some(_)) => None,
    }
}

fn majority_basis(written: &WrittenMajority) -> Option<MajorityBasis> {
    let basis = basis_of(&written.basis)?;
    // The answers left out, if they are listed, must be the ones the basis leaves out.
    let listed = |answer: &str| written.excluded.as_ref().map(|list| list.iter().any(|word| word == answer));
    let all = |expected: bool| {
        ["abstain", "blank", "null"].iter().all(|answer| listed(answer).unwrap_or(expected) == expected)
    };
    let agrees = match basis {
        MajorityBasis::VotesCast => all(true),
        MajorityBasis::PresentOrRepresented => all(false),
    };
    agrees.then_some(basis)
}

fn basis_of(word: &str) -> Option<MajorityBasis> {
    match word {
        "votes_cast" => Some(MajorityBasis::VotesCast),
        "present_or_represented" => Some(MajorityBasis::PresentOrRepresented),
        _ => None,
    }
}

/// What this program reads of a preset; `rules.json` says more.
#[derive(Deserialize)]
struct Written {
    law: Vec<String>,
    quorum: WrittenQuorums,
    majority: WrittenMajority,
    notice_days: WrittenNotice,
    proposals: Option<WrittenProposals>,
    member_list_day: Option<u32>,
    written_questions_business_days: Option<u32>,
    remote: Option<WrittenRemote>,
    proxy: Option<WrittenProxy>,
}

#[derive(Deserialize)]
struct WrittenProposals {
    deadline_days: Option<u32>,
}

#[derive(Deserialize)]
struct WrittenRemote {
    paper_request_days: Option<u32>,
    paper_cutoff_max_days_before: Option<u32>,
    electronic_cutoff: Option<WrittenCutOff>,
}

#[derive(Deserialize)]
struct WrittenCutOff {
    days_before: u32,
    time: String,
}

#[derive(Deserialize)]
struct WrittenProxy {
    max_per_holder: Option<u32>,
    max_extra_voices: Option<WrittenExtra>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExtra {
    if_members_lt: u32,
    then: u32,
    else_floor_fraction: WrittenFraction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFraction {
    num: u32,
    den: u32,
}

#[derive(Deserialize)]
struct WrittenQuorums {
    // Absent is not the same as null, which says that none is required.
    #[serde(deserialize_with = "Option::deserialize")]
    first: Option<WrittenQuorum>,
    #[serde(deserialize_with = "Option::deserialize")]
    second: Option<WrittenQuorum>,
    #[serde(default)]
    basis: QuorumBasis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuorum {
    num: u32,
    den: u32,
    #[serde(default)]
    strict: bool,
    min_members: Option<u32>,
    or_votes: Option<u32>,
}

#[derive(Deserialize)]
struct WrittenMajority {
    num: u32,
    den: u32,
    strict: bool,
    basis: String,
    excluded: Option<Vec<String>>,
    #[serde(alias = "special", alias = "qualified")]
    statute_change: Option<WrittenGreater>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGreater {
    num: u32,
    den: u32,
    strict: bool,
    basis: Option<String>,
}

#[derive(Deserialize)]
struct WrittenNotice {
    first: u32,
    // Where a second call is announced with the first, it has no notice of its own.
    second: Option<u32>,
    clear_days: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why a preset of `rules.json` cannot decide yet.
    const NOT_YET: &[(&str, &str)] = &[
        ("scic-fr-sa", "colleges weigh the votes"),
        ("scop-fr-sa", "one preset for both kinds of assembly"),
        ("cooperativa-it", "the statutes say the majority"),
    ];

    fn load(id: &str) -> Preset {
        Preset::load(id).expect("a preset")
    }

    fn fractions(preset: &Preset) -> [Option<(u32, u32)>; 2] {
        [1, 2].map(|call| preset.quorum_of(call).fraction.map(|fraction| (fraction.num(), fraction.den())))
    }

    #[test]
    fn every_preset_is_read_or_named_with_a_reason() {
        let rules: Value = serde_json::from_str(RULES).expect("JSON");
        let presets = rules["presets"].as_object().expect("presets");
        for id in presets.keys() {
            let not_yet = NOT_YET.iter().any(|(name, _)| name == id);
            assert_eq!(Preset::load(id).is_err(), not_yet, "{id}");
        }
        assert_eq!(presets.len(), ARTICLES.len() + NOT_YET.len());
        assert!(NOT_YET.iter().all(|(name, reason)| presets.contains_key(*name) && !reason.is_empty()));
    }

    #[test]
    fn the_french_presets_have_the_fractions_of_the_law() {
        let ago = load("sa-cooperative-fr-ago");
        assert_eq!(fractions(&ago), [Some((1, 5)), None]);
        assert_eq!((ago.majority.fraction.num(), ago.majority.fraction.den(), ago.majority.strict), (1, 2, true));
        let age = load("sa-cooperative-fr-age");
        assert_eq!(fractions(&age), [Some((1, 4)), Some((1, 5))]);
        assert_eq!((age.majority.fraction.num(), age.majority.fraction.den(), age.majority.strict), (2, 3, false));
        for preset in [&ago, &age] {
            assert_eq!(preset.majority.basis, MajorityBasis::VotesCast);
            assert_eq!(preset.quorum_of(1).basis, QuorumBasis::Members);
            assert_eq!((preset.notice_of(1), preset.notice_of(2), preset.clear_days), (15, 10, true), "R.225-69");
        }
        assert_eq!(age.law, ["C. com. L.225-96", "L.231-6"], "its own, not those it extends");
        assert_eq!(Preset::id_for(AssemblyKind::Ordinary), ago.id);
        assert_eq!(Preset::id_for(AssemblyKind::Extraordinary), age.id);
    }

    #[test]
    fn articles_are_those_of_the_kind_of_assembly() {
        let cited = |id| {
            let preset = load(id);
            (preset.quorum_of(1).article.clone(), preset.quorum_of(2).article.clone(), preset.majority.article)
        };
        let al = |article: &str, al: u8| format!("C. com. {article} al. {al}");
        assert_eq!(cited("sa-cooperative-fr-ago"), (al("L.225-98", 2), al("L.225-98", 2), al("L.225-98", 3)));
        assert_eq!(cited("sa-cooperative-fr-age"), (al("L.225-96", 2), al("L.225-96", 2), al("L.225-96", 3)));
    }

    #[test]
    fn each_preset_counts_on_its_own_basis() {
        assert_eq!(load("association-1901-fr").majority.basis, MajorityBasis::PresentOrRepresented);
        assert_eq!(load("uk-coops-model").majority.basis, MajorityBasis::VotesCast, "none listed, none counted");
        let es = load("cooperativa-es-1999");
        assert_eq!(es.quorum_of(1).basis, QuorumBasis::Voices);
        assert_eq!(es.majority.basis, MajorityBasis::VotesCast);
        assert_eq!(es.statute_change.map(|rule| rule.basis), Some(MajorityBasis::PresentOrRepresented));
    }

    #[test]
    fn notice_left_unsaid_is_the_longer_reading() {
        let es = load("cooperativa-es-1999");
        assert_eq!([es.notice_of(1), es.notice_of(2)], [15, 15], "a second call is announced with the first");
        let de = load("genossenschaft-de");
        assert!(de.clear_days, "days are clear unless the rules say they are not");
        let uk = load("uk-coops-model");
        assert_eq!([uk.notice_of(1), uk.notice_of(2)], [14, 7]);
    }

    #[test]
    fn a_list_of_answers_that_contradicts_the_basis_is_not_read() {
        let written = |basis: &str, excluded: Option<&[&str]>| {
            let excluded = excluded.map(|list| list.iter().map(|word| (*word).to_owned()).collect());
            WrittenMajority { num: 1, den: 2, strict: true, basis: basis.to_owned(), excluded, statute_change: None }
        };
        let basis = |word, excluded| majority_basis(&written(word, excluded));
        assert_eq!(basis("votes_cast", Some(&["abstain", "blank", "null", "nppv"])), Some(MajorityBasis::VotesCast));
        assert_eq!(basis("votes_cast", None), Some(MajorityBasis::VotesCast));
        assert_eq!(basis("votes_cast", Some(&["abstain", "null"])), None);
        assert_eq!(basis("present_or_represented", Some(&["abstain"])), None);
        assert_eq!(basis("present_or_represented", Some(&[])), Some(MajorityBasis::PresentOrRepresented));
        assert_eq!(basis("statutes", None), None);
    }

    #[test]
    fn a_preset_extends_one_other_and_never_itself() {
        let presets = serde_json::json!({
            "base": { "a": { "x": 1, "y": 2 }, "b": 3 },
            "own": { "extends": "base", "a": { "x": 4 } },
            "second": { "extends": "own" },
            "self": { "extends": "self" },
            "lost": { "extends": "nowhere" },
        });
        let own = resolved(&presets, "own").expect("resolved");
        assert_eq!(own["a"], serde_json::json!({ "x": 4 }), "a field is replaced whole");
        assert_eq!(own["b"], 3);
        for id in ["second", "self", "lost", "nowhere"] {
            assert_eq!(resolved(&presets, id), None, "{id}");
        }
    }

    #[test]
    fn a_preset_that_is_not_there_is_an_error() {
        assert_eq!(Preset::load("no-such"), Err(UnknownPreset("no-such".to_owned())));
    }

    #[test]
    fn a_preset_survives_its_own_json() {
        for articles in ARTICLES {
            let preset = load(articles.preset);
            let json = protocol::canonical::to_string(&preset).expect("canonical");
            assert_eq!(serde_json::from_str::<Preset>(&json).expect("a preset"), preset);
        }
    }
}
