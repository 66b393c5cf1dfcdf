//! `rules.json` as it is written: what this program reads of it, exactly or not at all.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde_json::{Map, Value as Json};

use super::fields::Field;
use super::shapes::{Calls, Part, Written, WrittenMajority, WrittenProxy};
use super::values::Value;
use crate::majority::MajorityBasis;
use crate::proxies::ProxyCap;
use crate::quorum::{Fraction, QuorumBasis};

const RULES: &str = include_str!("../../rules.json");

/// Every preset of the file, resolved with what it extends.
pub(super) fn presets() -> Option<Map<String, Json>> {
    let rules: Json = serde_json::from_str(RULES).ok()?;
    let presets = rules.get("presets")?;
    presets.as_object()?.keys().map(|id| Some((id.clone(), Json::Object(resolved(presets, id)?)))).collect()
}

/// A preset with what it extends. A field of its own takes the place of the whole field it extends: a quorum is never
/// half of one text and half of another.
fn resolved(presets: &Json, id: &str) -> Option<Map<String, Json>> {
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

/// The law a preset rests on.
pub(super) fn law(preset: &Json) -> Option<Vec<String>> {
    serde_json::from_value(preset.get("law")?.clone()).ok()
}

/// What a preset says, field by field; `greater` is the preset of extraordinary assemblies where they have one of their own.
pub(super) fn values(preset: &Json, greater: Option<&Json>) -> Option<BTreeMap<Field, Value>> {
    let written: Written = serde_json::from_value(preset.clone()).ok()?;
    let [ordinary, extraordinary] = match greater {
        Some(greater) => {
            let other: Written = serde_json::from_value(greater.clone()).ok()?;
            [written.ordinary()?, other.ordinary()?]
        }
        None => [written.ordinary()?, written.extraordinary()?],
    };
    let mut values = BTreeMap::from([
        (Field::OrdinaryQuorumFirst, ordinary.first),
        (Field::OrdinaryQuorumSecond, ordinary.second),
        (Field::OrdinaryMajority, ordinary.majority),
        (Field::OrdinaryMajorityBasis, Value::Word(basis_word(ordinary.basis))),
        (Field::ExtraordinaryQuorumFirst, extraordinary.first),
        (Field::ExtraordinaryQuorumSecond, extraordinary.second),
        (Field::ExtraordinaryMajority, extraordinary.majority),
        (Field::ExtraordinaryMajorityBasis, Value::Word(basis_word(extraordinary.basis))),
    ]);
    let greater: Option<Written> = greater.map(|json| serde_json::from_value(json.clone())).transpose().ok()?;
    let months =
        greater.as_ref().map_or(written.quorum.postponement_max_months, |other| other.quorum.postponement_max_months);
    values.insert(Field::PostponementMonths, Value::count(months));
    values.extend(written.others()?);
    Some(values)
}

fn basis_word(basis: MajorityBasis) -> &'static str {
    match basis {
        MajorityBasis::VotesCast => "votes-cast",
        MajorityBasis::PresentOrRepresented => "present-or-represented",
    }
}

/// What one kind of assembly decides by.
struct Deciding {
    first: Value,
    second: Value,
    majority: Value,
    basis: MajorityBasis,
}

impl Written {
    fn ordinary(&self) -> Option<Deciding> {
        let majority = self.majority.ago.as_ref().or(self.majority.own.as_ref());
        self.deciding(self.quorum.ago.as_ref(), majority, majority_basis(&self.majority)?)
    }

    /// Where the same rules know a greater majority for changes of the statutes, that one.
    fn extraordinary(&self) -> Option<Deciding> {
        let basis = majority_basis(&self.majority)?;
        if let Some(greater) = &self.majority.statute_change {
            let basis = greater.basis.as_deref().map_or(Some(basis), basis_of)?;
            return self.deciding(self.quorum.age.as_ref(), Some(&greater.part()), basis);
        }
        let majority = self.majority.age.as_ref().or(self.majority.own.as_ref());
        self.deciding(self.quorum.age.as_ref(), majority, basis)
    }

    fn deciding(&self, own: Option<&Calls>, majority: Option<&Part>, basis: MajorityBasis) -> Option<Deciding> {
        let calls = own.or(self.quorum.own.as_ref())?;
        let says = |part: Option<&Part>| part.map_or(Some(Value::Nothing), |part| Some(Value::Quota(part.quota()?)));
        let majority = says(majority)?;
        Some(Deciding { first: says(calls.first.as_ref())?, second: says(calls.second.as_ref())?, majority, basis })
    }

    /// What is said once for every assembly.
    fn others(&self) -> Option<Vec<(Field, Value)>> {
        let notice = &self.notice_days;
        let proposals = self.proposals.as_ref();
        let percent = |percent: Option<u32>| match percent {
            Some(percent) => Value::read(super::Kind::Fraction, &format!("{percent} %")),
            None => Some(Value::Nothing),
        };
        let remote = self.remote.as_ref();
        let cut_off = match remote.and_then(|remote| remote.electronic_cutoff.as_ref()) {
            Some(cut) => Value::CutOff(cut.days_before, NaiveTime::parse_from_str(&cut.time, "%H:%M").ok()?),
            None => Value::Nothing,
        };
        let needs = self.elections.needs.as_ref();
        let needs = needs.map_or(Some(Value::Nothing), |part| Some(Value::Quota(part.quota()?)))?;
        let tie = Value::read(Field::ElectionTie.kind(), self.elections.tie.as_deref().unwrap_or("draw"))?;
        let members = proposals.and_then(|said| said.members_pct).or(self.requisition_members_pct);
        let irrevocable = remote.is_some_and(|remote| remote.irrevocable_on_receipt);
        let persons = self.secret_default_for.iter().chain(&self.secret_required_for);
        let persons =
            persons.into_iter().any(|of| matches!(of.as_str(), "election" | "delegate_election" | "expulsion"));
        Some(vec![
            (Field::QuorumBasis, Value::Word(quorum_word(self.quorum.basis))),
            (Field::CollegeWeights, Value::Nothing),
            (Field::CollegeTally, Value::Word("proportional")),
            (Field::NoticeFirst, Value::Count(notice.first)),
            (Field::NoticeSecond, Value::Count(notice.second.unwrap_or(notice.first))),
            (Field::ClearDays, Value::yes(notice.clear_days.unwrap_or(true))),
            (Field::MemberListDay, Value::count(self.member_list_day)),
            (Field::FullyRemote, Value::yes(self.formats.iter().any(|format| format == "virtual"))),
            (Field::ProposalDays, Value::count(proposals.and_then(|said| said.deadline_days))),
            (Field::ProposalAckDays, Value::count(proposals.and_then(|said| said.ack_days))),
            (Field::SupportMembers, Value::Nothing),
            (Field::SupportFraction, percent(members)?),
            (Field::SupportCapital, percent(proposals.and_then(|said| said.capital_pct))?),
            (Field::QuestionDays, Value::count(self.written_questions_business_days)),
            (Field::AdvanceVote, Value::yes(false)),
            (Field::ElectronicCutOff, cut_off),
            (Field::FormRequestDays, Value::count(remote.and_then(|remote| remote.paper_request_days))),
            (Field::PaperDays, Value::count(remote.and_then(|remote| remote.paper_cutoff_max_days_before))),
            (Field::BallotReplaceable, Value::yes(!irrevocable)),
            (Field::SecretForPersons, Value::yes(persons)),
            (Field::ElectionMajority, needs),
            (Field::ElectionNames, Value::Word("seats")),
            (Field::ElectionTie, tie),
            (Field::PresidentElectedBy, Value::Word("board")),
            (Field::ProxyHolders, Value::Word(self.holders())),
            (Field::ProxyCap, Value::Cap(proxy_cap(self.proxy.as_ref())?)),
            (Field::ProxyRevocableUntil, Value::Word(if irrevocable { "never" } else { "roll-fixed" })),
            (Field::MinutesReaders, Value::Word("all")),
        ])
    }

    fn holders(&self) -> &'static str {
        let holders = self.proxy.as_ref().and_then(|proxy| proxy.holders.as_ref());
        let knows = |word: &str| holders.is_some_and(|holders| holders.iter().any(|holder| holder == word));
        match (knows("anyone"), knows("spouse")) {
            (true, _) => "anyone",
            (false, true) => "members-or-spouses",
            (false, false) => "members",
        }
    }
}

fn quorum_word(basis: QuorumBasis) -> &'static str {
    match basis {
        QuorumBasis::Members => "members",
        QuorumBasis::Voices => "voices",
        QuorumBasis::Shares => "shares",
    }
}

fn proxy_cap(written: Option<&WrittenProxy>) -> Option<ProxyCap> {
    let Some(written) = written else { return Some(ProxyCap::None) };
    match (written.max_per_holder, &written.max_extra_voices) {
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
    // Where the statutes say the majority they say its basis too; until they do, the one the others have.
    if written.basis == "statutes" {
        return written.own.is_none().then_some(MajorityBasis::VotesCast);
    }
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
        // Inside each college, votes cast; the weights come after.
        "votes_cast" | "votes_cast_then_college_weight" => Some(MajorityBasis::VotesCast),
        "present_or_represented" => Some(MajorityBasis::PresentOrRepresented),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::shapes::quorums;
    use super::*;

    #[test]
    fn a_list_of_answers_that_contradicts_the_basis_is_not_read() {
        let basis = |word: &str, excluded: Option<&[&str]>| {
            let excluded = excluded.map(|list| list.iter().map(|word| (*word).to_owned()).collect());
            let own = (word != "statutes").then_some(Part {
                num: 1,
                den: 2,
                strict: true,
                min_members: None,
                or_votes: None,
            });
            let basis = word.to_owned();
            majority_basis(&WrittenMajority { own, ago: None, age: None, basis, excluded, statute_change: None })
        };
        assert_eq!(basis("votes_cast", Some(&["abstain", "blank", "null", "nppv"])), Some(MajorityBasis::VotesCast));
        assert_eq!(basis("votes_cast", None), Some(MajorityBasis::VotesCast));
        assert_eq!(basis("votes_cast", Some(&["abstain", "null"])), None);
        assert_eq!(basis("present_or_represented", Some(&["abstain"])), None);
        assert_eq!(basis("present_or_represented", Some(&[])), Some(MajorityBasis::PresentOrRepresented));
        assert_eq!(basis("whoever", None), None);
        assert_eq!(basis("statutes", None), Some(MajorityBasis::VotesCast), "until they say it");
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
    fn a_quorum_left_unsaid_is_not_one_that_is_not_required() {
        let read = |json: Json| quorums(json).is_ok();
        assert!(read(serde_json::json!({ "first": null, "second": null })));
        assert!(!read(serde_json::json!({ "first": null })));
        assert!(!read(serde_json::json!({ "ago": { "first": null, "second": null } })), "an ordinary one alone");
    }
}
