//! Comments: in order, in pages, corrected beside what they were, hidden once.

use domain::discussion::Moderation;
use domain::ids::CommentId;
use domain::lang::Lang;
use domain::roles::Role;
use store::comments::{self, Comment, Moderated, Version};
use store::{StoreError, Tx};

use crate::fixture::{Place, assembly, id, member};
use crate::proposals::{PROPOSAL, open};

fn comment(n: u32, who: u32, answers: Option<u32>) -> Comment {
    Comment {
        id: CommentId(id(200 + u128::from(n))),
        proposal: PROPOSAL,
        n,
        author: member(who),
        answers,
        version: 1,
        at: i64::from(n),
        hidden: false,
        lang: Lang::Fr,
        body: format!("Commentaire {n}"),
        said_at: i64::from(n),
    }
}

fn moderated(n: u32, moderation: Moderation) -> Moderated {
    Moderated { n, moderation, office: Role::Chair, moderated_by: member(3), at: 9, reason: "Motif".to_owned() }
}

/// A hidden comment of the second member, in a proposal that is open.
pub async fn hidden(tx: &mut Tx) {
    comments::insert(tx, &comment(1, 2, None)).await.unwrap();
    assert!(comments::moderate(tx, comment(1, 2, None).id, &moderated(1, Moderation::Hide)).await.unwrap());
}

pub async fn comments_follow_each_other_and_answer_what_was_there(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    open(&mut tx).await;
    for (n, answers) in [(1, None), (2, Some(1)), (3, None), (4, Some(2)), (5, None)] {
        assert_eq!(comments::last_number(&mut tx, PROPOSAL).await.unwrap(), n - 1);
        comments::insert(&mut tx, &comment(n, 2, answers)).await.unwrap();
    }
    let numbers = |found: Vec<Comment>| found.into_iter().map(|comment| comment.n).collect::<Vec<_>>();
    assert_eq!(numbers(comments::after(&mut tx, PROPOSAL, 0, 2).await.unwrap()), [1, 2]);
    assert_eq!(numbers(comments::after(&mut tx, PROPOSAL, 3, 9).await.unwrap()), [4, 5]);
    assert_eq!(numbers(comments::before(&mut tx, PROPOSAL, 4, 2).await.unwrap()), [2, 3]);
    assert_eq!(numbers(comments::before(&mut tx, PROPOSAL, u32::MAX, 2).await.unwrap()), [4, 5]);
    assert_eq!(comments::by_number(&mut tx, PROPOSAL, 4).await.unwrap().unwrap().answers, Some(2));
    assert_eq!(comments::since(&mut tx, member(2), 3).await.unwrap(), 2);
    assert_eq!(comments::since(&mut tx, member(1), 0).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let twice = comments::insert(&mut tx, &Comment { id: CommentId(id(300)), ..comment(5, 1, None) }).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "a number is given once");
    drop(tx);
    let mut tx = place.db.write().await.unwrap();
    assert!(comments::insert(&mut tx, &comment(6, 1, Some(6))).await.is_err(), "nothing answers itself or what comes");
}

pub async fn a_comment_is_corrected_and_hidden_once_and_never_rewritten(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    open(&mut tx).await;
    let first = comment(1, 2, None);
    comments::insert(&mut tx, &first).await.unwrap();
    let second = Version { n: 2, lang: Lang::En, body: "Corrected".to_owned(), at: 7 };
    assert!(comments::correct(&mut tx, &first, &second).await.unwrap());
    assert!(!comments::correct(&mut tx, &first, &second).await.unwrap(), "another was faster");
    let now = comments::by_id(&mut tx, first.id).await.unwrap().unwrap();
    assert_eq!((now.version, now.body.as_str(), now.at, now.said_at), (2, "Corrected", 1, 7));
    let words: Vec<_> = comments::versions(&mut tx, first.id).await.unwrap().into_iter().map(|of| of.body).collect();
    assert_eq!(words, ["Commentaire 1", "Corrected"]);
    assert_eq!(comments::since(&mut tx, member(2), 0).await.unwrap(), 2, "a correction counts");
    assert!(comments::moderate(&mut tx, first.id, &moderated(1, Moderation::Hide)).await.unwrap());
    assert!(!comments::moderate(&mut tx, first.id, &moderated(2, Moderation::Hide)).await.unwrap(), "once");
    let third = Version { n: 3, ..second };
    assert!(!comments::correct(&mut tx, &now, &third).await.unwrap(), "what is hidden stays as it was");
    assert!(comments::moderate(&mut tx, first.id, &moderated(2, Moderation::Show)).await.unwrap());
    assert_eq!(comments::moderations(&mut tx, first.id).await.unwrap().len(), 2);
}
