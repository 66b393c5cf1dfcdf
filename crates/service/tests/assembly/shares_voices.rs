//! Whatever happens to shares, each active member with a key has one voice, and nobody has another.

use std::collections::BTreeSet;

use domain::ids::MemberId;
use domain::member::MemberState;
use domain::share_requests::{AskShares, RequestKind};
use proptest::prelude::*;
use store::{Db, members, rolls};

use crate::shares::{ask, granted, payment, transfer};
use crate::world::World;

/// Something that happens to shares: which act, who, to whom, how many.
type Step = (u8, usize, usize, u32);

const MEMBERS: usize = 5;

/// Does one step, as far as the rules let it. What is refused is part of the history too.
async fn step(world: &World, turn: usize, (act, who, whom, count): Step) {
    let (service, chair, person) = (&world.service, world.chair(), &world.people[who]);
    let asked = match act {
        0 => ask(RequestKind::Subscription, count),
        1 => transfer(count, u32::try_from(whom).unwrap() + 1),
        2 => ask(RequestKind::Withdrawal, count),
        // Who chairs must stay to open the votes, and who holds the key.
        3 if who > 2 => AskShares { leaves: true, ..ask(RequestKind::Withdrawal, 0) },
        4 if who > 2 => AskShares { leaves: true, ..transfer(0, u32::try_from(whom).unwrap() + 1) },
        5 => {
            let paid = payment(person.id, i64::from(count) * 800, &format!("paiement {}", turn % 7));
            return drop(service::record_payment(service, chair, &paid).await);
        }
        6 => return drop(service::cancel_shares(service, chair, person.id, count).await),
        7 => {
            let entries = world.shares_of(person.id).await.entries;
            let entry = entries[usize::try_from(count).unwrap() % entries.len()].id;
            return drop(service::reverse_share_entry(service, chair, entry, "Erreur").await);
        }
        8 => return drop(service::subscribe_shares(service, chair, person.id, count * 1000).await),
        _ => return drop(service::repay_shares(service, chair, person.id).await),
    };
    if let Ok(request) = service::ask_shares(service, &person.actor, &asked).await
        && service::decide_share_request(service, chair, request, &granted()).await.is_err()
    {
        drop(service::withdraw_share_request(service, &person.actor, request).await);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn no_history_of_shares_changes_a_voice(
        steps in prop::collection::vec((0..10_u8, 0..MEMBERS, 0..MEMBERS, 1..7_u32), 0..30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Box::pin(async {
            let world = World::with_shares(&[3, 1, 50, 2, 7]).await;
            for (turn, next) in steps.iter().enumerate() {
                Box::pin(step(&world, turn, *next)).await;
            }
            for person in &world.people {
                let shares = world.shares_of(person.id).await;
                prop_assert!(shares.held.shares >= 0 && shares.held.paid.0 >= 0 && shares.owed.0 >= 0, "{:?}", shares);
            }
            Box::pin(world.open_votes()).await;
            let file = world.folder.as_ref().unwrap().path().join("voix.db");
            let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
            let mut tx = db.read().await.unwrap();
            let mut active = BTreeSet::new();
            for person in &world.people {
                if members::by_id(&mut tx, person.id).await.unwrap().unwrap().state == MemberState::Active {
                    active.insert(person.id);
                }
            }
            for vote in [world.open, world.secret] {
                let roll = rolls::of_box(&mut tx, vote.session_box()).await.unwrap();
                let voices: BTreeSet<MemberId> = roll.iter().map(|entry| entry.voice).collect();
                prop_assert_eq!(roll.len(), voices.len(), "a member twice on the roll");
                prop_assert_eq!(&voices, &active);
            }
            Ok(())
        }))?;
    }
}
