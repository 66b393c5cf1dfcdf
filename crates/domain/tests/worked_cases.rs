//! Thirty-two cases worked out by hand from law and model statutes, T1 to T32: those whose rule exists are computed
//! here, the others are named in [`PENDING`], and together they are all of them.

use domain::Refusal;
use domain::assembly::check_notice;
use domain::decision::{Outcome, decide};
use domain::majority::{Counts, MajorityBasis};
use domain::member::MemberState;
use domain::quorum::QuorumBasis;
use domain::shares::{Cents, Holding, ShareEntry, ShareEntryKind};
use domain::statutes::Preset;

const AGO: &str = "sa-cooperative-fr-ago";
const AGE: &str = "sa-cooperative-fr-age";

/// Cases computed below.
const COMPUTED: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 29, 30, 31];

/// Cases whose rule is not built yet.
const PENDING: &[(u8, &str)] = &[
    (16, "blank proxies: for the board's drafts, against the others"),
    (19, "proxy cap of a SCOP"),
    (20, "colleges of a SCIC"),
    (21, "bounds of a college's weight"),
    (22, "cap of investors' votes"),
    (23, "cut-off of electronic forms when summer time begins"),
    (24, "cut-off of electronic forms when it ends"),
    (25, "calendar of an assembly, besides its notice"),
    (26, "a second meeting less than ten days after the first is a warning"),
    (27, "election of several seats, the eldest first"),
    (28, "election of several seats, a recorded draw"),
    (32, "patronage refund by largest remainder"),
];

#[expect(clippy::expect_used, reason = "a preset that cannot be read fails the test")]
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
    // Voices are a function of the state alone: the type of the function leaves no way for a ledger to come in.
    let voices: fn(MemberState) -> u32 = MemberState::voices;
    assert_eq!(members.map(|(_, state)| voices(state)), [1, 1]);
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

/// The notice of T25's assembly, Saturday 5 June 2027 at 14:00 in Paris: fifteen clear days are from 20 May.
#[test]
fn t25_the_notice_alone() {
    const DAY: i64 = 86_400_000_000;
    const NOON_5_JUNE: i64 = 1_812_196_800_000_000;
    let ago = load(AGO);
    let sent = |days| check_notice(&ago, 1, NOON_5_JUNE - days * DAY, NOON_5_JUNE, "Europe/Paris");
    assert_eq!(sent(16), Ok(()), "20 May");
    assert_eq!(sent(15), Err(Refusal::NoticeTooShort), "21 May");
}
