//! Comments: in order, in pages, corrected beside what they were, hidden once. Files of proposals.

use domain::convocation::document::Media;
use domain::discussion::Moderation;
use domain::ids::{AttachmentId, CommentId};
use domain::lang::Lang;
use domain::roles::Role;
use store::attachments::{self, Attachment};
use store::comments::{self, Comment, Moderated, Version};
use store::{StoreError, Tx};

use crate::fixture::{Place, assembly, bytes, id, member, raw};
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

/// A file of the proposal.
fn file(n: u32) -> Attachment {
    Attachment {
        id: AttachmentId(id(400 + u128::from(n))),
        proposal: PROPOSAL,
        name: "devis.pdf".to_owned(),
        media: Media::Webp,
        bytes: 3,
        hash: bytes(n),
        added_by: member(1),
        added_at: i64::from(n),
        removed_at: None,
    }
}

pub async fn a_file_leaves_its_name_and_goes_with_a_draft(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    store::proposals::insert(&mut tx, PROPOSAL, &crate::proposals::version(1)).await.unwrap();
    attachments::insert(&mut tx, &file(1), b"abc").await.unwrap();
    assert!(attachments::delete(&mut tx, file(1).id).await.unwrap(), "of a draft nothing stays");
    attachments::insert(&mut tx, &file(1), b"abc").await.unwrap();
    let draft = store::proposals::by_id(&mut tx, PROPOSAL).await.unwrap().unwrap();
    assert!(store::proposals::discard(&mut tx, &draft).await.unwrap());
    assert!(attachments::of_proposal(&mut tx, PROPOSAL).await.unwrap().is_empty());
    open(&mut tx).await;
    attachments::insert(&mut tx, &file(1), b"abc").await.unwrap();
    attachments::insert(&mut tx, &file(2), b"def").await.unwrap();
    assert_eq!(attachments::since(&mut tx, member(1), 1).await.unwrap(), 3);
    assert!(attachments::remove(&mut tx, file(1).id, 9).await.unwrap());
    assert!(!attachments::remove(&mut tx, file(1).id, 9).await.unwrap(), "once");
    assert_eq!(attachments::body(&mut tx, file(1).id).await.unwrap(), None);
    assert_eq!(attachments::body(&mut tx, file(2).id).await.unwrap(), Some(b"def".to_vec()));
    // The same bytes may come back, as another file.
    attachments::insert(&mut tx, &Attachment { id: AttachmentId(id(450)), ..file(1) }, b"abc").await.unwrap();
    let lines = attachments::of_proposal(&mut tx, PROPOSAL).await.unwrap();
    assert_eq!(lines.iter().map(|file| file.removed_at).collect::<Vec<_>>(), [Some(9), None, None]);
    tx.commit().await.unwrap();
    for statement in [
        "DELETE FROM attachments",
        "UPDATE attachments SET name = name",
        "UPDATE attachments SET body = body",
        "UPDATE attachments SET removed_at = NULL",
    ] {
        let error = raw(&place.url, statement.to_owned()).await.expect_err(statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    let mut tx = place.db.write().await.unwrap();
    let twice = attachments::insert(&mut tx, &Attachment { id: AttachmentId(id(451)), ..file(2) }, b"def").await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "the same bytes stand there once");
}
