//! The rules at their limits, and over random histories.

use proptest::prelude::*;

use super::*;

const RULES: ShareRules = ShareRules { nominal: Cents(1600), minimum: 2 };

fn entry(kind: ShareEntryKind, shares: i64, cents: i64) -> ShareEntry {
    ShareEntry { kind, shares, amount: Cents(cents) }
}

#[test]
fn a_subscription_costs_its_nominal_value_and_respects_the_minimum() {
    assert_eq!(RULES.subscribe(0, 2), Ok(Cents(3200)));
    assert_eq!(RULES.subscribe(2, 1), Ok(Cents(1600)));
    for (held, shares) in [(0, 1), (0, 0), (5, 0), (5, -1)] {
        assert_eq!(RULES.subscribe(held, shares), Err(Refusal::TooFewShares), "{held} {shares}");
    }
    assert_eq!(RULES.subscribe(0, i64::MAX), Err(Refusal::Malformed));
    assert_eq!(RULES.subscribe(1, i64::MAX), Err(Refusal::Malformed));
}

#[test]
fn a_kind_is_stored_as_the_word_it_has_in_json() {
    use ShareEntryKind::{Cancellation, Payment, Repayment, Reversal, Subscription, Transfer};
    for kind in [Subscription, Payment, Transfer, Repayment, Cancellation, Reversal] {
        assert_eq!(serde_json::to_value(kind).expect("a word"), kind.word());
    }
}

#[test]
fn a_ledger_is_its_sum_and_never_takes_what_is_not_there() {
    use ShareEntryKind::{Repayment, Subscription, Transfer};
    let ledger = [entry(Subscription, 4, 6400), entry(Transfer, 3, 4800), entry(Repayment, -2, -3200)];
    assert_eq!(Holding::of(&ledger), Some(Holding { shares: 5, paid: Cents(8000) }));
    assert_eq!(Holding::of(&[]), Some(Holding::default()));
    let wrong = [
        vec![entry(Repayment, -1, -1600)],
        vec![entry(Transfer, -1, 0)],
        vec![entry(Repayment, -1, -1600), entry(Subscription, 1, 1600)],
        vec![entry(Subscription, 1, 1600), entry(Repayment, -1, -3200)],
        vec![entry(Subscription, i64::MAX, 1), entry(Subscription, 1, 1)],
        vec![entry(Subscription, 1, i64::MAX), entry(Subscription, 1, 1)],
    ];
    for ledger in wrong {
        assert_eq!(Holding::of(&ledger), None, "{ledger:?}");
    }
}

fn holding(shares: i64, paid: i64) -> Holding {
    Holding { shares, paid: Cents(paid) }
}

const CAPITAL: Capital = Capital { now: Cents(100_000), highest: Cents(200_000), stated: Cents(300_000) };

#[test]
fn money_is_taken_up_to_what_is_owed() {
    let half = holding(2, 1600);
    assert_eq!(RULES.owed(&half), Ok(Cents(1600)));
    assert_eq!(RULES.pay(&half, Cents(100)), Ok(entry(ShareEntryKind::Payment, 0, 100)));
    assert_eq!(RULES.pay(&half, Cents(1600)).map(|entry| entry.amount), Ok(Cents(1600)));
    for wrong in [1601, 0, -1] {
        assert_eq!(RULES.pay(&half, Cents(wrong)), Err(Refusal::PaidTooMuch), "{wrong}");
    }
}

#[test]
fn shares_pass_at_nominal_value_and_only_when_paid() {
    let [given, received] = RULES.transfer(&holding(5, 8000), 3, false).unwrap();
    assert_eq!((given.shares, given.amount), (-3, Cents(-4800)));
    assert_eq!((received.shares, received.amount), (3, Cents(4800)));
    assert_eq!(RULES.transfer(&holding(5, 8000), 4, false), Err(Refusal::TooFewShares));
    assert_eq!(RULES.transfer(&holding(5, 8000), 4, true), Err(Refusal::TooFewShares), "leaving leaves none");
    assert!(RULES.transfer(&holding(5, 8000), 5, true).is_ok());
    assert_eq!(RULES.transfer(&holding(5, 3200), 3, false), Err(Refusal::NotPaid));
    assert_eq!(RULES.transfer(&holding(5, 8000), 0, false), Err(Refusal::TooFewShares));
    assert_eq!(RULES.transfer(&holding(5, 8000), 6, true), Err(Refusal::TooFewShares));
}

#[test]
fn shares_are_given_back_at_nominal_value_less_the_losses() {
    let (entry, money) = RULES.repay(&holding(5, 8000), 3, false, &CAPITAL, (0, 1)).unwrap();
    assert_eq!((entry.shares, entry.amount, money), (-3, Cents(-4800), Cents(4800)));
    let (entry, money) = RULES.repay(&holding(5, 8000), 5, true, &CAPITAL, (1, 3)).unwrap();
    assert_eq!((entry.amount, money), (Cents(-8000), Cents(5333)), "a third of everything is lost");
    for wrong in [(2, 1), (-1, 1), (0, 0)] {
        assert_eq!(RULES.repay(&holding(5, 8000), 3, false, &CAPITAL, wrong), Err(Refusal::Malformed), "{wrong:?}");
    }
}

#[test]
fn the_capital_has_a_floor() {
    assert_eq!(CAPITAL.floor(), Cents(50_000), "a quarter of the most that ever was");
    assert_eq!(Capital { stated: Cents(900_001), ..CAPITAL }.floor(), Cents(90_001), "a tenth of what is stated");
    let low = Capital { now: Cents(51_600), ..CAPITAL };
    assert!(RULES.repay(&holding(5, 8000), 1, false, &low, (0, 1)).is_ok());
    assert_eq!(RULES.repay(&holding(5, 8000), 2, false, &low, (0, 1)), Err(Refusal::CapitalFloor));
}

#[test]
fn only_what_was_never_paid_is_given_up() {
    assert_eq!(RULES.cancel(&holding(5, 3200), 3, false), Ok(entry(ShareEntryKind::Cancellation, -3, 0)));
    assert_eq!(RULES.cancel(&holding(5, 3201), 3, false), Err(Refusal::PaidShares));
    assert_eq!(RULES.cancel(&holding(5, 0), 6, false), Err(Refusal::PaidShares));
    assert_eq!(RULES.cancel(&holding(5, 0), 0, false), Err(Refusal::PaidShares));
    assert!(RULES.cancel(&holding(5, 0), 3, true).is_ok());
    assert_eq!(RULES.cancel(&holding(5, 0), 4, true), Err(Refusal::TooFewShares), "a member keeps the minimum");
}

#[test]
fn what_is_undone_leaves_a_ledger_that_could_be() {
    let (bought, paid) = (entry(ShareEntryKind::Subscription, 4, 0), entry(ShareEntryKind::Payment, 0, 6400));
    assert_eq!(RULES.undo(&holding(4, 6400), &paid, true).map(|entry| entry.amount), Ok(Cents(-6400)));
    assert_eq!(RULES.undo(&holding(4, 6399), &paid, true), Err(Refusal::EntryNeeded), "less than nothing");
    assert_eq!(RULES.undo(&holding(4, 6400), &bought, true), Err(Refusal::EntryNeeded), "paid for nothing");
    assert_eq!(RULES.undo(&holding(6, 3200), &bought, true).map(|entry| entry.shares), Ok(-4));
    assert_eq!(RULES.undo(&holding(6, 3201), &bought, true), Err(Refusal::EntryNeeded));
    assert_eq!(RULES.undo(&holding(5, 1600), &bought, true), Err(Refusal::TooFewShares), "one is left");
    assert!(RULES.undo(&holding(5, 1600), &bought, false).is_ok(), "who left holds what there is");
    assert_eq!(RULES.undo(&holding(3, 0), &bought, false), Err(Refusal::EntryNeeded));
    let reversal = bought.reversed().unwrap();
    assert_eq!(RULES.undo(&holding(4, 0), &reversal, true), Err(Refusal::MemberState));
}

#[test]
fn a_member_is_who_paid_the_minimum() {
    for (shares, paid, up) in [(2, 3199, false), (2, 3200, true), (9, 3199, false), (9, 3200, true), (1, 1600, false)] {
        assert_eq!(RULES.paid_up(&holding(shares, paid)), up, "{shares} {paid}");
    }
}

#[test]
fn an_entry_and_its_reversal_are_nothing() {
    let wrong = entry(ShareEntryKind::Subscription, 4, 6400);
    let right = wrong.reversed().unwrap();
    assert_eq!(Holding::of(&[wrong, right]), Some(Holding::default()));
    assert_eq!(right.reversed(), Err(Refusal::MemberState));
}

proptest! {
    /// Whatever people do within the rules, nobody owes less than nothing, holds a share below its value, or falls
    /// below the minimum without leaving; and what passes between two members changes no sum.
    #[test]
    fn the_ledger_keeps_its_promises(steps in prop::collection::vec((0..5_u8, 0..2_usize, 1..6_i64), 0..60)) {
        let mut ledgers = [Vec::new(), Vec::new()];
        for (act, who, number) in steps {
            let held = Holding::of(&ledgers[who]).unwrap();
            let total = |ledgers: &[Vec<ShareEntry>; 2]| {
                ledgers.iter().map(|ledger| Holding::of(ledger).unwrap().paid.0).sum::<i64>()
            };
            let before = total(&ledgers);
            let capital = Capital { now: Cents(before), highest: Cents(before), stated: Cents(0) };
            match act {
                0 if RULES.subscribe(held.shares, number).is_ok() => {
                    ledgers[who].push(entry(ShareEntryKind::Subscription, number, 0));
                }
                1 => ledgers[who].extend(RULES.pay(&held, Cents(number * 700))),
                2 => {
                    if let Ok([given, received]) = RULES.transfer(&held, number, false) {
                        ledgers[who].push(given);
                        ledgers[1 - who].push(received);
                        prop_assert_eq!(total(&ledgers), before);
                    }
                }
                3 => ledgers[who].extend(RULES.cancel(&held, number, true)),
                _ => ledgers[who].extend(RULES.repay(&held, number, false, &capital, (0, 1)).map(|(entry, _)| entry)),
            }
            for ledger in &ledgers {
                let held = Holding::of(ledger);
                prop_assert!(held.is_some(), "{ledger:?}");
                prop_assert!(RULES.owed(&held.unwrap()).unwrap().0 >= 0, "{ledger:?}");
            }
        }
    }

    #[test]
    fn subscriptions_at_nominal_value_are_worth_their_shares(bought in prop::collection::vec(2..1000_i64, 0..20)) {
        let mut ledger = Vec::new();
        for shares in bought {
            let held = Holding::of(&ledger).expect("a ledger").shares;
            let price = RULES.subscribe(held, shares).expect("above the minimum");
            ledger.push(entry(ShareEntryKind::Subscription, shares, price.0));
        }
        let held = Holding::of(&ledger).expect("a ledger");
        prop_assert_eq!(held.paid.0, held.shares * RULES.nominal.0);
    }
}
