use serde_json::Value as Json;

use super::*;
use crate::Refusal;
use crate::assembly::AssemblyKind;
use crate::calendar::Calendar;
use crate::majority::MajorityBasis;
use crate::quorum::QuorumBasis;

/// The one preset whose statutes must say something before an assembly can decide.
const UNSAID: &str = "cooperativa-it";

fn load(id: &str) -> Preset {
    Preset::load(id).expect("a preset")
}

fn of(id: &str) -> Statutes {
    Statutes::of(id).expect("a preset")
}

fn every() -> Vec<String> {
    written::presets().expect("presets").into_iter().map(|(id, _)| id).collect()
}

fn read(field: Field, text: &str) -> Value {
    Value::read(field.kind(), text).expect("a value")
}

fn fractions(preset: &Preset) -> [Option<(u32, u32)>; 2] {
    [1, 2].map(|call| preset.quorum_of(call).fraction.map(|fraction| (fraction.num(), fraction.den())))
}

#[test]
fn every_preset_is_read_or_named_with_a_reason() {
    let rules: Json = serde_json::from_str(include_str!("../../rules.json")).expect("JSON");
    let presets = rules["presets"].as_object().expect("presets");
    assert_eq!(presets.len(), 10, "nine forms, and the assembly that founds");
    for id in presets.keys() {
        let statutes = of(id);
        assert!(Field::ALL.iter().all(|field| statutes.values.contains_key(field)), "{id}");
        assert_eq!(Preset::load(id).is_err(), id == UNSAID, "{id}");
        assert_eq!(statutes.check().is_err(), id == UNSAID, "{id}");
        assert_eq!(statutes.countable(), Ok(()), "{id}");
        assert_eq!(statutes.departures(), [], "{id}");
    }
    for id in OFFERED {
        assert_eq!(Statutes::founded(id).expect("offered").check(), Ok(()), "{id}");
    }
}

#[test]
fn italian_statutes_say_the_majority_themselves() {
    let unsaid = of(UNSAID);
    let wrong = Wrong { field: Some(Field::OrdinaryMajority), refusal: Refusal::StatutesMajorityMissing };
    assert_eq!(unsaid.check(), Err(wrong));
    assert_eq!(unsaid.rules(AssemblyKind::Ordinary), Err(Refusal::StatutesMajorityMissing));
    let half = unsaid.with(Field::OrdinaryMajority, read(Field::OrdinaryMajority, ">1/2"));
    assert_eq!(half.check().map_err(|wrong| wrong.field), Err(Some(Field::ExtraordinaryMajority)));
    let said = half.with(Field::ExtraordinaryMajority, read(Field::ExtraordinaryMajority, "2/3"));
    assert_eq!(said.check(), Ok(()));
    let rules = said.rules(AssemblyKind::Ordinary).expect("rules");
    assert_eq!((rules.majority.fraction.num(), rules.majority.strict), (1, true));
    assert_eq!(rules.majority.article, "Statuto (c.c. 2538)");
    assert_eq!(rules.proxy_cap.among(500), Some(10));
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
        assert_eq!(preset.statute_change, None, "an assembly of its own changes them");
    }
    assert_eq!(age.law, ["C. com. L.225-96", "L.231-6"], "its own, not those it extends");
}

#[test]
fn one_cooperative_has_the_rules_of_both_kinds_of_assembly() {
    for id in ["sa-cooperative-fr-ago", "scic-fr-sa", "scop-fr-sa"] {
        let statutes = of(id);
        let rules = |kind| statutes.rules(kind).expect("rules");
        let (ordinary, greater) = (rules(AssemblyKind::Ordinary), rules(AssemblyKind::Extraordinary));
        assert_eq!(fractions(&ordinary), [Some((1, 5)), None], "{id}");
        assert_eq!(fractions(&greater), [Some((1, 4)), Some((1, 5))], "{id}");
        assert!(ordinary.majority.strict && !greater.majority.strict, "{id}");
        assert_eq!(greater.majority.article, "C. com. L.225-96 al. 3", "{id}");
    }
    assert_eq!(of("sa-cooperative-fr-age"), of("sa-cooperative-fr-ago"), "two names of one cooperative");
    assert_eq!(load("scop-fr-sa").quorum_of(1).basis, QuorumBasis::Voices, "loi 78-763 art. 14");
    let german = of("genossenschaft-de").rules(AssemblyKind::Extraordinary).expect("rules");
    assert_eq!((german.majority.fraction.num(), german.majority.article.as_str()), (3, "GenG § 16"));
    let founders = load("constitutive");
    assert_eq!((fractions(&founders), founders.notice_of(1)), ([None, None], 15));
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
fn a_preset_that_is_not_there_is_an_error() {
    assert_eq!(Preset::load("no-such"), Err(UnknownPreset("no-such".to_owned())));
    assert!(Statutes::of("").is_err());
}

#[test]
fn a_preset_survives_its_own_json() {
    for id in every().iter().filter(|id| *id != UNSAID) {
        for preset in [load(id), load(id).of_version(7)] {
            let json = canonical::to_string(&preset).expect("canonical");
            assert_eq!(serde_json::from_str::<Preset>(&json).expect("a preset"), preset);
        }
    }
}

#[test]
fn statutes_survive_their_own_body() {
    for id in every() {
        let statutes = of(&id);
        let body = statutes.body();
        canonical::parse(&body).expect("canonical");
        assert_eq!(Statutes::parse(&body), Some(statutes), "{id}");
    }
    let older = r#"{"preset":"scop-fr-sa","values":{"notice-first":"20"}}"#;
    let read = Statutes::parse(older).expect("statutes");
    assert_eq!(
        read,
        of("scop-fr-sa").with(Field::NoticeFirst, Value::Count(20)),
        "what it does not say, the preset says"
    );
    for unread in [
        r#"{"preset":"scop-fr-sa","values":{"notice-first":"soon"}}"#,
        r#"{"preset":"scop-fr-sa","values":{"weather":"fair"}}"#,
        r#"{"preset":"nowhere","values":{}}"#,
        "{}",
    ] {
        assert_eq!(Statutes::parse(unread), None, "{unread}");
    }
}

#[test]
fn what_is_typed_is_read_or_its_field_is_named() {
    let typed = |field: Field, text: &'static str| {
        Statutes::typed("sa-cooperative-fr-ago", move |of| (of == field).then_some(text))
    };
    let read = typed(Field::SupportFraction, "5 %").expect("statutes").settings();
    assert_eq!(read.support_fraction.map(|fraction| (fraction.num(), fraction.den())), Some((1, 20)));
    assert_eq!((read.proposal_days, read.support_members), (Some(25), None));
    let wrong = typed(Field::NoticeFirst, "quinze").expect_err("no number");
    assert_eq!((wrong.field, wrong.refusal), (Some(Field::NoticeFirst), Refusal::StatutesValue));
    assert_eq!(Statutes::typed("nowhere", |_| None).map_err(|wrong| wrong.refusal), Err(Refusal::Malformed));
}

#[test]
fn statutes_raise_the_quorum_of_a_company_and_never_lower_it() {
    let table = [
        (Field::OrdinaryQuorumFirst, "1/4", true),
        (Field::OrdinaryQuorumFirst, "1/5", true),
        (Field::OrdinaryQuorumFirst, "1/6", false),
        (Field::OrdinaryQuorumFirst, "", false),
        (Field::OrdinaryQuorumFirst, "1/5 or 10", false),
        (Field::OrdinaryQuorumFirst, ">1/1", false),
        (Field::OrdinaryQuorumSecond, "1/10", true),
        (Field::ExtraordinaryQuorumFirst, "1/5", false),
        (Field::ExtraordinaryQuorumSecond, ">1/5", true),
        (Field::ExtraordinaryQuorumSecond, "1/6", false),
    ];
    for (field, text, may) in table {
        let outcome = of("sa-cooperative-fr-ago").with(field, read(field, text)).check();
        let expected =
            if may { Ok(()) } else { Err(Wrong { field: Some(field), refusal: Refusal::StatutesQuorumLowered }) };
        assert_eq!(outcome, expected, "{field:?} {text}");
    }
    let association = of("association-1901-fr");
    let field = Field::OrdinaryQuorumFirst;
    assert_eq!(association.with(field, read(field, "1/100")).check(), Ok(()), "statutes alone say it");
}

#[test]
fn a_majority_is_one_that_only_one_side_can_reach() {
    let field = Field::OrdinaryMajority;
    for (text, may) in [(">1/2", true), ("2/3", true), ("1/1", true), ("1/2", false), (">1/3", false), (">1/1", false)]
    {
        let outcome = of("uk-coops-model").with(field, read(field, text)).check().map_err(|wrong| wrong.refusal);
        assert_eq!(outcome, if may { Ok(()) } else { Err(Refusal::StatutesMajorityLow) }, "{text}");
    }
}

#[test]
fn where_law_and_statutes_disagree_both_are_shown() {
    let departing = |field: Field, text| {
        let found = of("sa-cooperative-fr-ago").with(field, read(field, text)).departures();
        found
            .into_iter()
            .map(|departure| (departure.field, departure.article, departure.against_law))
            .collect::<Vec<_>>()
    };
    assert_eq!(departing(Field::NoticeSecond, "7"), [(Field::NoticeSecond, "C. com. R.225-69", true)], "T26");
    assert_eq!(departing(Field::NoticeFirst, "21"), [(Field::NoticeFirst, "C. com. R.225-69", false)]);
    assert_eq!(departing(Field::ProxyCap, "2"), [(Field::ProxyCap, "C. com. L.225-106 III", true)]);
    assert_eq!(departing(Field::ProposalDays, "30"), [(Field::ProposalDays, "C. com. R.225-72 al. 2", true)]);
    assert_eq!(departing(Field::ProposalDays, "20"), [(Field::ProposalDays, "C. com. R.225-72 al. 2", false)]);
    assert_eq!(departing(Field::SupportFraction, "10 %"), [(Field::SupportFraction, "Statuts", false)]);
    assert_eq!(departing(Field::NoticeFirst, "15"), []);
    let founded = Statutes::founded("sa-cooperative-fr-ago").expect("a preset").departures();
    assert_eq!(founded.iter().map(|found| found.field).collect::<Vec<_>>(), [Field::BallotReplaceable]);
    assert!(of("scop-fr-sa").with(Field::ProxyCap, read(Field::ProxyCap, "")).departures()[0].against_law);
    assert!(!of("scop-fr-sa").with(Field::ProxyCap, read(Field::ProxyCap, "1")).departures()[0].against_law);
}

#[test]
fn the_board_elects_its_president_unless_statutes_say_that_the_assembly_does() {
    let field = Field::PresidentElectedBy;
    for id in every() {
        assert_eq!(of(&id).settings().president_elected_by, PresidentElectedBy::Board, "{id}");
        let other = of(&id).with(field, read(field, "assembly"));
        assert_eq!(other.settings().president_elected_by, PresidentElectedBy::Assembly, "{id}");
        let departure = other.departures().into_iter().find(|departure| departure.field == field).expect("a departure");
        let company =
            ["sa-cooperative-fr-ago", "sa-cooperative-fr-age", "scic-fr-sa", "scop-fr-sa"].contains(&id.as_str());
        assert_eq!(departure.against_law, company, "{id}: C. com. L.225-47 leaves companies no choice");
    }
    assert_eq!(of("sa-cooperative-fr-ago").article(field), "C. com. L.225-47");
    assert_eq!(of("genossenschaft-de").article(field), "Satzung");
}

#[test]
fn a_departing_value_names_the_statutes_before_the_article() {
    let field = Field::OrdinaryQuorumFirst;
    let raised = of("sa-cooperative-fr-ago").with(field, read(field, "1/3"));
    let rules = raised.rules(AssemblyKind::Ordinary).expect("rules");
    assert_eq!(rules.quorum_of(1).article, "Statuts (C. com. L.225-98 al. 2)");
    assert_eq!(rules.quorum_of(2).article, "C. com. L.225-98 al. 2");
}

#[test]
fn nonsense_is_refused_where_it_stands() {
    for (field, text) in [
        (Field::NoticeFirst, "0"),
        (Field::NoticeFirst, ""),
        (Field::NoticeSecond, "367"),
        (Field::ProposalDays, "367"),
        (Field::ElectronicCutOff, "367 15:00"),
    ] {
        let wrong = of("uk-coops-model").with(field, read(field, text)).check().expect_err("nonsense");
        assert_eq!((wrong.field, wrong.refusal), (Some(field), Refusal::StatutesDays), "{text}");
    }
}

#[test]
fn what_is_not_counted_is_said_before_an_assembly_is_convened() {
    let not_counted = |field: Field, text| of("scic-fr-sa").with(field, read(field, text)).countable();
    assert_eq!(not_counted(Field::QuorumBasis, "shares"), Err(Refusal::StatutesNotCounted));
    assert_eq!(not_counted(Field::CollegeWeights, "30 40 30"), Err(Refusal::StatutesNotCounted));
    assert_eq!(not_counted(Field::QuorumBasis, "voices"), Ok(()));
}

#[test]
fn a_cut_off_of_the_statutes_is_an_hour_on_the_wall_of_the_place() {
    let field = Field::ElectronicCutOff;
    let rules = of("sa-cooperative-fr-ago").with(field, read(field, "0 09:30")).rules(AssemblyKind::Ordinary);
    let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros();
    // The night before, summer time ended in Paris and there is none in Cayenne.
    let calendar = |zone| Calendar::of(rules.as_ref().expect("rules"), 1, at("2026-10-25T18:00:00+01:00"), zone);
    assert_eq!(calendar("Europe/Paris").expect("a calendar").electronic, Some(at("2026-10-25T09:30:00+01:00")));
    assert_eq!(calendar("America/Cayenne").expect("a calendar").electronic, Some(at("2026-10-25T09:30:00-03:00")));
}

#[test]
fn lines_say_everything_once() {
    let lines = Statutes::founded("sa-cooperative-fr-ago").expect("a preset").lines();
    assert_eq!(lines.iter().map(|line| line.field).collect::<Vec<_>>(), Field::ALL);
    let line = lines.iter().find(|line| line.field == Field::BallotReplaceable).expect("a line");
    assert_eq!((line.value.as_str(), line.preset.as_deref(), line.against_law), ("yes", Some("no"), true));
    assert_eq!(line.confidence, Confidence::Primary2015);
}
