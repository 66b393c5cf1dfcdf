//! What the statements with some thought in them answer.

use domain::ids::SessionId;
use domain::member::MemberState;
use domain::resolution::Choice;
use domain::roles::{Means, Role, Term};
use store::salts::{Leaf, Salt};
use store::{keys, members, open_ballots, roles, rolls, salts, sessions, shares};

use crate::fixture::{ASSEMBLY, BOX, Place, RULES, VOTE, assembly, bytes, id, member};

pub async fn the_newest_key_of_a_member_speaks(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let mut second = keys::current(&mut tx, member(2)).await.unwrap().unwrap();
    (second.seq, second.identity, second.ballot_root) = (2, bytes(22), bytes(22));
    keys::insert(&mut tx, &second).await.unwrap();
    assert_eq!(keys::current(&mut tx, member(2)).await.unwrap().unwrap().identity, bytes(22));
    assert_eq!(keys::at_seq(&mut tx, member(2), 1).await.unwrap().unwrap().identity, bytes(2));
    let speaking: Vec<_> =
        keys::of_voices(&mut tx, RULES).await.unwrap().iter().map(|key| (key.member, key.identity)).collect();
    assert_eq!(speaking, [(member(1), bytes(1)), (member(2), bytes(22)), (member(3), bytes(3))]);
    assert_eq!(keys::count_voices(&mut tx, RULES).await.unwrap(), 3);
}

pub async fn a_holding_is_the_sum_of_the_ledger(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(shares::of_member(&mut tx, member(1)).await.unwrap(), shares::Holding { shares: 0, cents: 0 });
    for (n, who, count) in [(1, 1, 10), (2, 1, -3), (3, 2, 5)] {
        let entry = shares::ShareEntry {
            id: id(n),
            member: member(who),
            kind: if count > 0 { "subscription" } else { "repayment" }.to_owned(),
            shares: count,
            cents: count * 1600,
            at: 0,
            once: None,
            reverses: None,
        };
        shares::insert(&mut tx, &entry).await.unwrap();
    }
    assert_eq!(shares::of_member(&mut tx, member(1)).await.unwrap(), shares::Holding { shares: 7, cents: 11_200 });
    assert_eq!(shares::total(&mut tx).await.unwrap(), shares::Holding { shares: 12, cents: 19_200 });
}

fn entry(n: u128, who: u32, cents: i64, at: i64, reverses: Option<u128>) -> shares::ShareEntry {
    let kind = if reverses.is_some() { "reversal" } else { "payment" }.to_owned();
    shares::ShareEntry {
        id: id(n),
        member: member(who),
        kind,
        shares: cents / 100,
        cents,
        at,
        once: None,
        reverses: reverses.map(id),
    }
}

pub async fn the_most_that_ever_was_is_without_what_was_undone(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert_eq!(shares::highest(&mut tx).await.unwrap(), 0);
    assert_eq!((shares::holders(&mut tx).await.unwrap(), shares::days(&mut tx).await.unwrap().len()), (0, 0));
    const DAY: i64 = 86_400_000_000;
    for (n, who, cents, at, reverses) in [
        (1, 1, 1000, 1, None),
        // In error, and undone.
        (2, 2, 9000, DAY, None),
        (3, 2, -9000, DAY + 1, Some(2)),
        // Both sides of a transfer at one instant: nothing was more in between, whichever is read first.
        (5, 2, 700, DAY + 2, None),
        (4, 1, -700, DAY + 2, None),
        (6, 1, 500, 3 * DAY - 1, None),
        (7, 1, -600, 3 * DAY, None),
    ] {
        shares::insert(&mut tx, &entry(n, who, cents, at, reverses)).await.unwrap();
    }
    assert_eq!(shares::highest(&mut tx).await.unwrap(), 1500);
    assert_eq!(shares::holders(&mut tx).await.unwrap(), 2);
    let days: Vec<_> = shares::days(&mut tx).await.unwrap().iter().map(|day| (day.day, day.cents)).collect();
    assert_eq!(days, [(0, 1000), (1, 0), (2, 500), (3, -600)]);
    let wrong: Vec<_> = shares::entries(&mut tx, member(2)).await.unwrap();
    assert_eq!(wrong.iter().map(|entry| entry.reversed).collect::<Vec<_>>(), [true, false, false]);
    let owing = shares::owing(&mut tx, 150).await.unwrap();
    assert_eq!(owing.iter().map(|line| (line.id, line.owed)).collect::<Vec<_>>(), [(member(1), 100), (member(2), 350)]);
}

pub async fn a_session_is_found_until_it_expires(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let session = sessions::Session {
        id: SessionId(id(1)),
        token_hash: bytes(1),
        member: member(1),
        created_at: 0,
        expires_at: 100,
        means: Means::Key,
        browser: "Firefox".to_owned(),
    };
    sessions::insert(&mut tx, &session).await.unwrap();
    assert!(sessions::by_token(&mut tx, &bytes(1), 99).await.unwrap().is_some());
    assert!(sessions::by_token(&mut tx, &bytes(1), 100).await.unwrap().is_none());
    assert!(sessions::by_token(&mut tx, &bytes(2), 0).await.unwrap().is_none());
    assert_eq!(sessions::of_member(&mut tx, member(1), 99).await.unwrap()[0].means, Means::Key);
    assert!(sessions::of_member(&mut tx, member(2), 99).await.unwrap().is_empty());
    assert!(!sessions::delete_of(&mut tx, SessionId(id(1)), member(2)).await.unwrap(), "another member's session");
    assert_eq!(sessions::delete_expired(&mut tx, 99).await.unwrap(), 0);
    assert_eq!(sessions::delete_expired(&mut tx, 100).await.unwrap(), 1);
    assert!(!sessions::delete(&mut tx, &bytes(1)).await.unwrap());
}

pub async fn an_office_is_held_until_it_ends(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let term = |from, until| Term::new(from, until).unwrap();
    roles::grant(&mut tx, id(1), member(1), Role::Chair, term(0, None)).await.unwrap();
    roles::grant(&mut tx, id(2), member(1), Role::Chair, term(5, None)).await.unwrap();
    roles::grant(&mut tx, id(3), member(1), Role::Board, term(5, None)).await.unwrap();
    assert_eq!(roles::of_member(&mut tx, member(1), 5).await.unwrap(), [Role::Board, Role::Chair]);
    roles::end(&mut tx, Role::Chair, 9).await.unwrap();
    assert_eq!(roles::of_member(&mut tx, member(1), 8).await.unwrap(), [Role::Board, Role::Chair]);
    assert_eq!(roles::of_member(&mut tx, member(1), 9).await.unwrap(), [Role::Board]);
    roles::grant(&mut tx, id(4), member(1), Role::Chair, term(10, None)).await.unwrap();
    assert_eq!(roles::held_at(&mut tx, 10).await.unwrap().len(), 2, "an office can be held again");
}

/// Terms with a first day and a last day: the office is held between the two and at no other time.
pub async fn an_office_begins_and_ends_on_its_day(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let term = |from, until| Term::new(from, until).unwrap();
    roles::grant(&mut tx, id(1), member(1), Role::Chair, term(0, Some(100))).await.unwrap();
    roles::grant(&mut tx, id(2), member(2), Role::Chair, term(50, Some(80))).await.unwrap();
    // The second takes over at 50; a third was to follow at 200 and never does.
    roles::grant(&mut tx, id(3), member(3), Role::Chair, term(200, None)).await.unwrap();
    roles::end(&mut tx, Role::Chair, 60).await.unwrap();
    let mut chairs = Vec::new();
    for at in [-1, 0, 49, 50, 59, 60, 99, 200, 300] {
        let held = roles::held_at(&mut tx, at).await.unwrap();
        chairs.push((at, held.iter().map(|held| held.member).collect::<Vec<_>>()));
    }
    let (first, second) = (member(1), member(2));
    let both = vec![first, second];
    let expected = [
        (-1, vec![]),
        (0, vec![first]),
        (49, vec![first]),
        (50, both.clone()),
        (59, both),
        (60, vec![]),
        (99, vec![]),
        (200, vec![]),
        (300, vec![]),
    ];
    assert_eq!(chairs, expected);
    roles::end(&mut tx, Role::Chair, 90).await.unwrap();
    assert!(roles::held_at(&mut tx, 70).await.unwrap().is_empty(), "what has ended is not ended again, later");
}

/// Who leaves holds no office any more, whatever its term said.
pub async fn an_office_ends_with_the_membership(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    roles::grant(&mut tx, id(1), member(1), Role::Chair, Term::new(0, None).unwrap()).await.unwrap();
    assert_eq!(roles::held_at(&mut tx, 5).await.unwrap().len(), 1);
    assert!(members::move_to(&mut tx, member(1), MemberState::Active, MemberState::Left).await.unwrap());
    assert!(roles::held_at(&mut tx, 5).await.unwrap().is_empty());
}

pub async fn the_last_choice_of_each_voice_counts(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    for n in 1..=2 {
        rolls::insert(&mut tx, BOX, &crate::uniqueness::voice(n)).await.unwrap();
    }
    for (who, n, choice) in
        [(1, 1, Choice::For), (1, 10, Choice::Abstain), (1, 9, Choice::Against), (2, 3, Choice::For)]
    {
        let said = open_ballots::Said {
            ballot_box: BOX,
            voice: member(who),
            n,
            choice,
            signature: bytes(1),
            tracker: format!("{who} {n}"),
            receipt: "{}".to_owned(),
            at: 0,
        };
        open_ballots::insert(&mut tx, &said).await.unwrap();
    }
    let counted: Vec<_> =
        open_ballots::counted(&mut tx, BOX).await.unwrap().iter().map(|said| (said.voice, said.choice)).collect();
    assert_eq!(counted, [(member(1), Choice::Abstain), (member(2), Choice::For)]);
    assert_eq!(open_ballots::voted_in(&mut tx, BOX).await.unwrap(), 2);
    assert_eq!(open_ballots::last_n(&mut tx, BOX, member(1)).await.unwrap(), 10);
}

pub async fn erasing_a_member_deletes_the_salts_alone(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    for (n, leaf, scope) in [(1, Leaf::Roll, VOTE.0), (2, Leaf::Attendance, ASSEMBLY.0)] {
        for who in 1..=2 {
            let salt = Salt { subject: member(who), salt: bytes(n * 10 + who) };
            salts::insert(&mut tx, leaf, scope, &salt).await.unwrap();
        }
    }
    let tree = [bytes(1), bytes(2)];
    salts::insert_tree(&mut tx, Leaf::Roll, VOTE.0, &tree).await.unwrap();
    assert_eq!(salts::of_subject(&mut tx, Leaf::Roll, VOTE.0, member(1)).await.unwrap(), Some(bytes(11)));
    assert_eq!(salts::erase(&mut tx, member(1)).await.unwrap(), 2);
    assert_eq!(salts::of_subject(&mut tx, Leaf::Roll, VOTE.0, member(1)).await.unwrap(), None);
    assert_eq!(salts::tree(&mut tx, Leaf::Roll, VOTE.0).await.unwrap(), tree);
    assert!(salts::tree(&mut tx, Leaf::Register, VOTE.0).await.unwrap().is_empty());
    for (leaf, scope) in [(Leaf::Roll, VOTE.0), (Leaf::Attendance, ASSEMBLY.0)] {
        let left = salts::of_scope(&mut tx, leaf, scope).await.unwrap();
        assert_eq!(left.iter().map(|salt| salt.subject).collect::<Vec<_>>(), [member(2)]);
    }
}
