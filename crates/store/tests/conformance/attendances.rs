//! Who is there: moves with numbers, of which the last counts.

use domain::attendance::{Means, Moved};
use store::StoreError;
use store::attendances::{self, Move};

use crate::fixture::{ASSEMBLY, BOX, Place, RULES, VOTE, assembly, bytes, member};

pub fn arrived(who: u32) -> Move {
    Move { member: member(who), n: 1, moved: Moved::Arrived, means: Means::Ballot, at: 0 }
}

pub async fn a_move_has_one_number_and_the_last_says_who_is_there(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let again = |n, moved| Move { n, moved, means: Means::Desk, at: i64::from(n), ..arrived(2) };
    for (new, there, ever) in [
        (arrived(1), 1, 1),
        (arrived(2), 2, 2),
        (again(2, Moved::Left), 1, 2),
        (again(3, Moved::Returned), 2, 2),
        (again(4, Moved::Left), 1, 2),
    ] {
        let by = (new.means == Means::Desk).then(|| member(1));
        attendances::insert(&mut tx, ASSEMBLY, &new, by, ASSEMBLY.0).await.unwrap();
        assert_eq!(store::proxies::present(&mut tx, ASSEMBLY).await.unwrap().len(), there, "{new:?}");
        assert_eq!(attendances::ever(&mut tx, ASSEMBLY).await.unwrap(), ever, "{new:?}");
        assert_eq!(attendances::last(&mut tx, ASSEMBLY, new.member).await.unwrap(), Some(new));
    }
    // Who voted and left counts in that vote, and whoever is there and voted counts once.
    assert_eq!(attendances::in_vote(&mut tx, ASSEMBLY, VOTE).await.unwrap(), [member(1)]);
    for who in [1, 2] {
        store::rolls::insert(&mut tx, BOX, &crate::uniqueness::voice(who)).await.unwrap();
        let mark = store::ballots::Emargement { voice: member(who), signature: bytes(1) };
        store::ballots::insert_emargement(&mut tx, (VOTE, BOX), &mark, 0).await.unwrap();
    }
    assert_eq!(attendances::in_vote(&mut tx, ASSEMBLY, VOTE).await.unwrap(), [member(1), member(2)]);
    let lines = attendances::lines(&mut tx, ASSEMBLY, RULES, "", 10).await.unwrap();
    let found = lines.iter().find(|line| line.number == 2).and_then(|line| line.moved);
    assert_eq!(found, Some(Moved::Left));
    let one = attendances::lines(&mut tx, ASSEMBLY, RULES, "2", 10).await.unwrap();
    assert_eq!(one.iter().map(|line| line.number).collect::<Vec<_>>(), [2], "a number is whole");
    assert!(attendances::lines(&mut tx, ASSEMBLY, RULES, "%", 10).await.unwrap().is_empty());
    let twice = attendances::insert(&mut tx, ASSEMBLY, &arrived(1), None, ASSEMBLY.0).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
    tx.rollback().await.unwrap();
}
