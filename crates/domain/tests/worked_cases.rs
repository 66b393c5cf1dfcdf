//! Thirty-two cases worked out by hand from law and model statutes, T1 to T32: those whose rule exists are computed
//! here, the others are named in [`PENDING`], and together they are all of them.

#![expect(clippy::expect_used, reason = "what cannot be read fails the test")]

use chrono::{DateTime, NaiveDate};
use domain::Refusal;
use domain::assembly::check_notice;
use domain::calendar::{Calendar, second_call_lacks};
use domain::colleges::{self, College};
use domain::decision::{Outcome, decide};
use domain::majority::{Counts, MajorityBasis};
use domain::member::{MemberClass, MemberState, VoiceRules};
use domain::proxies::{ProxyCap, blank_proxies};
use domain::quorum::{Fraction, QuorumBasis};
use domain::refund::{Surplus, parts};
use domain::seats::{SeatRule, Standing, TieBreak, seat};
use domain::shares::{Cents, Holding, ShareEntry, ShareEntryKind};
use domain::statutes::{Field, Preset, Statutes, Value};

const AGO: &str = "sa-cooperative-fr-ago";
const AGE: &str = "sa-cooperative-fr-age";

/// Cases computed below.
const COMPUTED: &[u8] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32,
];

/// Cases whose rule is not built yet.
const PENDING: &[(u8, &str)] = &[];

fn load(preset: &str) -> Preset {
    Preset::load(preset).expect("a preset")
}

fn counts(for_: u32, against: u32, abstain: u32, blank: u32, null: u32) -> Counts {
    Counts { for_, against, abstain, blank, null }
}

#[test]
fn every_case_is_computed_or_pending() {
    let mut all: Vec<u8> = COMPUTED.iter().copied().chain(PENDING.iter().map(|(case, _)| *case)).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=32).collect::<Vec<u8>>());
}

#[test]
fn t1_to_t7_and_t15_quorum() {
    // Case, preset, call, members, present, fewest needed, met.
    let table = [
        ("T1", AGE, 1, 150, 37, Some(38), false),
        ("T2", AGE, 1, 150, 38, Some(38), true),
        ("T3", AGE, 2, 150, 29, Some(30), false),
        ("T3", AGE, 2, 150, 30, Some(30), true),
        ("T4", AGO, 1, 150, 29, Some(30), false),
        ("T4", AGO, 1, 150, 30, Some(30), true),
        ("T5", AGO, 2, 150, 1, None, true),
        ("T6", AGO, 1, 139, 28, Some(28), true),
        ("T6", AGE, 1, 139, 35, Some(35), true),
        ("T6", AGE, 2, 139, 28, Some(28), true),
        ("T6", AGO, 1, 139, 27, Some(28), false),
        ("T6", AGE, 1, 139, 34, Some(35), false),
        ("T6", AGE, 2, 139, 27, Some(28), false),
        ("T7", AGO, 1, 151, 31, Some(31), true),
        ("T7", AGE, 1, 151, 38, Some(38), true),
        ("T7", AGE, 2, 151, 31, Some(31), true),
        ("T7", AGO, 1, 151, 30, Some(31), false),
        ("T7", AGE, 1, 151, 37, Some(38), false),
        ("T7", AGE, 2, 151, 30, Some(31), false),
        // A form after the cut-off is not counted: the twenty-nine others are no quorum.
        ("T15", AGO, 1, 150, 29, Some(30), false),
    ];
    for (case, preset, call, members, present, needed, met) in table {
        let preset = load(preset);
        let check = preset.quorum_of(call).check(present, members);
        assert_eq!((check.needed, check.met), (needed, met), "{case} {} {call}", preset.id);
        let decision = decide(&preset, call, present, members, counts(present, 0, 0, 0, 0));
        let outcome = if met { Outcome::Adopted } else { Outcome::NoQuorum };
        assert_eq!(decision.outcome, outcome, "{case}: all for it, {present} of {members}");
    }
}

#[test]
fn t8_to_t13_majority() {
    // Case, preset, present, counts, votes cast, fewest needed, outcome. 150 members, first call.
    let table = [
        ("T8", AGE, 38, counts(22, 11, 5, 0, 0), 33, 22, Outcome::Adopted),
        ("T9", AGE, 38, counts(21, 11, 6, 0, 0), 32, 22, Outcome::Rejected),
        ("T11", AGO, 40, counts(20, 20, 0, 0, 0), 40, 21, Outcome::Rejected),
        // Of the forty one took part in nothing: 3 + 2 + 30 + 3 + 1 = 39.
        ("T12", AGO, 40, counts(3, 2, 30, 3, 1), 5, 3, Outcome::Adopted),
        ("T13", AGO, 40, counts(0, 0, 40, 0, 0), 0, 1, Outcome::Rejected),
    ];
    for (case, preset, present, counts, cast, needed, outcome) in table {
        let decision = decide(&load(preset), 1, present, 150, counts);
        assert_eq!((decision.majority.cast, decision.majority.needed), (cast, needed), "{case}");
        assert_eq!(decision.outcome, outcome, "{case}");
    }
}

#[test]
fn t10_before_2019_an_abstention_weighed_like_a_vote_against() {
    let mut age = load(AGE);
    age.majority.basis = MajorityBasis::PresentOrRepresented;
    let decision = decide(&age, 1, 38, 150, counts(22, 11, 5, 0, 0));
    assert_eq!((decision.majority.cast, decision.majority.needed), (38, 26));
    assert_eq!(decision.outcome, Outcome::Rejected);
}

#[test]
fn t14_a_form_without_direction_counts_for_the_quorum_and_is_no_vote_cast() {
    let (present, proxies, forms, without_direction) = (12, 10, 8, 2);
    let part = present + proxies + forms;
    let said = part - without_direction;
    let decision = decide(&load(AGO), 1, part, 150, counts(said, 0, 0, 0, 0));
    assert!(decision.quorum.met);
    assert_eq!((decision.majority.cast, decision.outcome), (28, Outcome::Adopted));
    assert!(!load(AGO).quorum_of(1).check(said, 150).met, "without those two there would be none");
}

#[test]
fn t17_one_voice_whatever_the_shares() {
    let bought = |shares| ShareEntry { kind: ShareEntryKind::Subscription, shares, amount: Cents(1600 * shares) };
    let holding = |shares| Holding::of(&[bought(shares)]).expect("a ledger").shares;
    let members = [(holding(50), MemberState::Active), (holding(1), MemberState::Active)];
    assert_eq!(members.map(|(shares, _)| shares), [50, 1]);
    // Voices follow from statutes, state and class: the type of the function leaves no way for a ledger to come in.
    let voices: fn(&VoiceRules, MemberState, MemberClass) -> u32 = VoiceRules::voices;
    let statutes = VoiceRules { organisations: true, friends: false };
    assert_eq!(members.map(|(_, state)| voices(&statutes, state, MemberClass::Cooperator)), [1, 1]);
}

#[test]
fn t18_heads_and_shares_can_disagree() {
    let by_heads = load(AGE).quorum_of(1).clone();
    let mut by_shares = by_heads.clone();
    by_shares.basis = QuorumBasis::Shares;
    assert_eq!((by_heads.basis, by_heads.check(38, 150).met), (QuorumBasis::Members, true));
    let shares = by_shares.check(200, 1000);
    assert_eq!((shares.basis, shares.needed, shares.met), (QuorumBasis::Shares, Some(250), false));
}

#[test]
fn t29_uk_model_a_half_and_never_fewer_than_two() {
    let uk = load("uk-coops-model");
    let first = |present, members| uk.quorum_of(1).check(present, members);
    assert_eq!((first(0, 9).needed, first(4, 9).met, first(5, 9).met), (Some(5), false, true));
    assert_eq!(first(1, 2).needed, Some(2));
    assert!(uk.quorum_of(2).check(1, 9).met, "adjourned: those present");
    let abstained = decide(&uk, 1, 9, 9, counts(3, 2, 4, 0, 0));
    assert_eq!((abstained.majority.cast, abstained.outcome), (5, Outcome::Adopted), "abstaining is no vote cast");
    assert_eq!(decide(&uk, 1, 8, 9, counts(4, 4, 0, 0, 0)).outcome, Outcome::Rejected, "equality is lost");
}

#[test]
fn t30_german_change_of_the_statutes_by_three_quarters() {
    let rule = load("genossenschaft-de").statute_change.expect("a greater majority");
    assert_eq!(rule.article, "GenG § 16");
    assert!(!rule.check(&counts(74, 26, 0, 0, 0), 100).met);
    let enough = rule.check(&counts(75, 25, 0, 0, 0), 100);
    assert_eq!((enough.needed, enough.met), (75, true));
}

#[test]
fn t31_spain_more_than_half_then_a_tenth_or_a_hundred() {
    let es = load("cooperativa-es-1999");
    let first = |present, voices| es.quorum_of(1).check(present, voices);
    assert_eq!((first(50, 101).met, first(51, 101).met), (false, true));
    assert_eq!((first(50, 100).met, first(51, 100).met), (false, true), "a half is not more than half");
    let second = |present, voices| es.quorum_of(2).check(present, voices);
    assert_eq!((second(10, 101).met, second(11, 101).met), (false, true));
    assert_eq!((second(99, 5000).met, second(100, 5000).met), (false, true), "a hundred voices are enough");
}

/// Microseconds of an instant written with its offset.
fn at(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).expect("an instant").timestamp_micros()
}

fn calendar(starts: &str) -> Calendar {
    Calendar::of(&load(AGO), 1, at(starts), "Europe/Paris").expect("a calendar")
}

#[test]
fn t16_proxies_that_name_nobody_follow_the_board() {
    assert_eq!(blank_proxies(6, true), counts(6, 0, 0, 0, 0));
    assert_eq!(blank_proxies(6, false), counts(0, 6, 0, 0, 0));
}

#[test]
fn t19_voices_one_may_carry_in_a_scop() {
    let fraction = Fraction::new(1, 20).expect("a fraction");
    let cap = load("scop-fr-sa").proxy_cap;
    assert_eq!(cap, ProxyCap::FewThenFraction { below: 20, few: 1, fraction });
    let extra = [5, 19, 20, 39, 40, 150].map(|members| cap.among(members));
    assert_eq!(extra, [1, 1, 1, 1, 2, 7].map(Some));
    assert_eq!(load(AGO).proxy_cap.among(150), None, "the law of companies knows none");
    assert_eq!(load("genossenschaft-de").proxy_cap.among(150), Some(2));
}

#[test]
fn t20_to_t22_votes_that_are_weighed() {
    let college = |weight, for_, against| College { weight, for_, against };
    let votes = [college(30, 8, 2), college(40, 30, 70), college(30, 12, 3)];
    let heads = votes.iter().fold(Counts::default(), |sum, college| Counts {
        for_: sum.for_ + college.for_,
        against: sum.against + college.against,
        ..sum
    });
    assert_eq!((heads.for_, heads.against), (50, 75), "by heads it is rejected");
    let (half, two_thirds) = (Fraction::new(1, 2), Fraction::new(2, 3));
    assert_eq!(colleges::adopted(&votes, half.expect("a fraction"), true), Ok(true), "0.60 of the weight");
    assert_eq!(colleges::adopted(&votes, two_thirds.expect("a fraction"), false), Ok(false));
    let scic = Statutes::of("scic-fr-sa").expect("a preset");
    let adopt = |weights: &[u32]| scic.clone().with(Field::CollegeWeights, Value::Weights(weights.to_vec())).check();
    for weights in [[9, 41, 50], [51, 29, 20]] {
        assert_eq!(colleges::check_weights(&weights), Err(Refusal::Malformed), "T21 {weights:?}");
        assert_eq!(adopt(&weights).map_err(|wrong| wrong.refusal), Err(Refusal::StatutesColleges), "T21 {weights:?}");
    }
    assert_eq!(colleges::check_weights(&[10, 40, 50]), Ok(()));
    assert_eq!(adopt(&[10, 40, 50]), Ok(()));
    let ceiling = Fraction::new(35, 100).expect("a fraction");
    let left = colleges::within_ceiling(60, 40, ceiling);
    assert!(left * 100 <= 35 * (left + 60) && (left + 1) * 100 > 35 * (left + 61), "T22: {left}");
}

#[test]
fn t23_and_t24_the_cut_off_is_an_hour_on_the_wall() {
    assert_eq!(calendar("2026-03-30T18:00:00+02:00").electronic, Some(at("2026-03-29T13:00:00Z")), "summer time began");
    assert_eq!(calendar("2026-10-26T18:00:00+01:00").electronic, Some(at("2026-10-25T14:00:00Z")), "it ended");
}

#[test]
fn t25_the_whole_calendar_of_an_assembly() {
    let calendar = calendar("2027-06-05T14:00:00+02:00");
    let day = |month, day| NaiveDate::from_ymd_opt(2027, month, day).expect("a day");
    assert_eq!((calendar.day, calendar.consent), (day(6, 5), day(5, 1)));
    assert_eq!((calendar.proposals, calendar.member_list), (Some(day(5, 11)), Some(day(5, 20))));
    assert_eq!(calendar.notice, day(5, 20), "fifteen clear days");
    assert_eq!((calendar.form_request, calendar.documents), (Some(day(5, 30)), day(5, 31)));
    assert_eq!((calendar.questions, calendar.paper), (Some(day(6, 1)), Some(day(6, 2))));
    assert_eq!(calendar.electronic, Some(at("2027-06-04T15:00:00+02:00")));
    // What the calendar calls the last day for the notice is the one that is not refused.
    let sent = |text| check_notice(&load(AGO), 1, at(text), at("2027-06-05T14:00:00+02:00"), "Europe/Paris");
    assert_eq!(sent("2027-05-20T23:00:00+02:00"), Ok(()));
    assert_eq!(sent("2027-05-21T01:00:00+02:00"), Err(Refusal::NoticeTooShort));
}

#[test]
fn t26_a_second_meeting_too_soon_is_a_warning() {
    let lacks = |first, second| second_call_lacks(&load(AGO), at(first), at(second), "Europe/Paris");
    assert_eq!(lacks("2020-06-06T21:00:00+02:00", "2020-06-13T14:00:00+02:00"), Ok(Some(3)));
    assert_eq!(lacks("2020-06-06T21:00:00+02:00", "2020-06-16T14:00:00+02:00"), Ok(None));
    assert_eq!(lacks("2020-06-06T21:00:00+02:00", "2020-06-05T14:00:00+02:00"), Err(Refusal::Malformed));
}

#[test]
fn t27_and_t28_three_seats_and_two_equals_at_the_last() {
    let standing = |votes, born: i32| Standing { votes, born: NaiveDate::from_ymd_opt(born, 1, 1), member_since: None };
    // A, B, C (40 years old) and D (61).
    let candidates = [standing(25, 1970), standing(20, 1970), standing(15, 1986), standing(15, 1965)];
    let rule = |tie_break| SeatRule { seats: 3, needs: None, tie_break };
    let eldest = seat(&candidates, 40, &rule(TieBreak::Eldest));
    assert_eq!((eldest.seated, eldest.open), (vec![0, 1, 3], 0));
    let draw = seat(&candidates, 40, &rule(TieBreak::Draw));
    assert_eq!((draw.seated, draw.tied, draw.open), (vec![0, 1], vec![2, 3], 1), "no silent choice");
}

#[test]
fn t32_a_refund_to_the_cent() {
    let billed = [12_000, 24_000, 60_000, 4_000].map(Cents);
    let year = Surplus { surplus: Cents(30_001), to_members: Cents(100_000), to_all: Cents(125_000) };
    let reserve = year.least_reserve().expect("a reserve");
    assert_eq!(reserve, Cents(4_501));
    assert_eq!(year.most_refund(reserve), Ok(Cents(24_000)));
    assert_eq!(parts(Cents(23_999), &billed), Ok([2_880, 5_760, 14_399, 960].map(Cents).to_vec()));
}
