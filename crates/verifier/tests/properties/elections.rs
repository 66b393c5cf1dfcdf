//! Counting: what does not matter, and what does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use protocol::archive::{Builder, Event, ItemKind};
use protocol::ballot::Ciphertext;
use protocol::decryption::combine;
use protocol::group::{Element, random_scalar};
use protocol::tally::EncryptedTally;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use verifier::simulate::tamper::Tamper;
use verifier::simulate::{COOPERATIVE, Plan, Simulated};

use crate::{counts, make, plans, verify};

/// Puts the ballots of an election in which nobody votes twice in another order.
fn reorder(made: &mut Simulated, order: &[usize]) {
    let first = made.items.iter().position(|item| item.body.starts_with("{\"election_uuid\"")).expect("a ballot");
    let papers: Vec<_> = order.iter().map(|i| made.items[first + 2 * i].clone()).collect();
    for (i, paper) in papers.into_iter().enumerate() {
        made.items[first + 2 * i] = paper;
    }
    let slips = &made.made.companion.order_slips;
    made.made.companion.order_slips = order.iter().map(|i| slips[*i].clone()).collect();
    let (mut builder, mut before) = (Builder::new(), None);
    for item in &mut made.items {
        if item.kind == ItemKind::Data {
            before = Some(item.hash.clone());
            continue;
        }
        let kind = Event::parse(&item.body).expect("an event").kind;
        *item = builder.event(kind, before.take().as_deref());
    }
}

fn voters_and_order() -> impl Strategy<Value = (Plan, Vec<usize>)> {
    plans().prop_flat_map(|plan| {
        let plan = Plan { revotes: 0, ..plan };
        let order = Just((0..plan.voters).collect::<Vec<_>>()).prop_shuffle();
        (Just(plan), order)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn the_order_of_ballots_of_different_voices_does_not_matter((plan, order) in voters_and_order()) {
        let mut made = make(&plan);
        let tally = |made: &Simulated| {
            let item = made.items.iter().find(|item| item.body.starts_with("[[{\"alpha\""));
            item.expect("a tally").body.clone()
        };
        let (before, report) = (tally(&made), verify(&made));
        reorder(&mut made, &order);
        let again = verify(&made);
        prop_assert!(again.passed(), "{:?}", again.outcomes);
        prop_assert_eq!(counts(&again), counts(&report));
        prop_assert_eq!(tally(&made), before);
        prop_assert_eq!(again.summary.head == report.summary.head, order.is_sorted(), "the archive itself differs");
    }

    /// Ciphertexts times encryptions of zero hold the same votes.
    #[test]
    fn encrypting_again_does_not_matter(plan in plans(), seed in any::<u64>()) {
        let made = make(&plan);
        let opened = &made.made.opened;
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut open = |tally: &EncryptedTally| {
            let parts = opened.holders.decrypt(&COOPERATIVE, &opened.phi, &tally.to_json(), &mut rng).expect("a tally");
            let parts = parts.into_iter().map(|(owner, (part, _))| (owner, part)).collect();
            combine(tally, &opened.holders.public, &parts, plan.voters as u64).expect("a result").counts()
        };
        let item = made.items.iter().find(|item| item.body.starts_with("[[{\"alpha\"")).expect("a tally");
        let tally = EncryptedTally::parse(&item.body).expect("a tally");
        let mut zeros = ChaCha20Rng::seed_from_u64(!seed);
        let mut again = tally.clone();
        for ciphertext in again.0.iter_mut().flatten() {
            let r = random_scalar(&mut zeros);
            *ciphertext = ciphertext.add(&Ciphertext { alpha: Element::mul_base(&r), beta: opened.election.public_key * &r });
        }
        let differ: BTreeSet<_> = tally.0.iter().chain(&again.0).flatten().map(|ciphertext| ciphertext.alpha).collect();
        prop_assert_eq!(differ.len(), 2 * tally.0.iter().flatten().count(), "no ciphertext stayed as it was");
        prop_assert_eq!(open(&tally), open(&again));
    }

    /// Kept back by the server and put in after the ballot that replaced it.
    #[test]
    fn a_withheld_ballot_inserted_later_is_refused(plan in plans()) {
        let mut made = make(&Plan { revotes: plan.revotes + 1, ..plan });
        prop_assert!(verify(&made).passed());
        Tamper::Late.apply(&mut made).expect("someone voted twice");
        let failed = verify(&made).failed();
        prop_assert!(failed.contains(&24), "{failed:?}");
    }
}
