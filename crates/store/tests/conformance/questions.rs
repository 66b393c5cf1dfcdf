//! Written questions: numbers are given once, one answer serves a question, earlier words stay.

use domain::lang::Lang;
use store::StoreError;
use store::questions::{self, Question, Words};

use crate::fixture::{ASSEMBLY, Place, assembly, member};

pub fn question(n: u32, who: u32) -> Question {
    Question {
        assembly: ASSEMBLY,
        n,
        member: member(who),
        lang: Lang::Fr,
        body: "Pourquoi ?".to_owned(),
        at: 0,
        answer: None,
    }
}

pub fn words(n: u32, version: u32) -> Words {
    let body = format!("Parce que {version}.");
    Words { assembly: ASSEMBLY, n, version, lang: Lang::En, body, written_by: member(1), at: 0 }
}

pub async fn a_question_is_served_by_one_answer_and_its_earlier_words_stay(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    for n in [2, 1] {
        questions::ask(&mut tx, &question(n, n)).await.unwrap();
    }
    let all = questions::of_assembly(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!(
        all.iter().map(|one| (one.n, one.member, one.answer)).collect::<Vec<_>>(),
        [(1, member(1), None), (2, member(2), None)]
    );
    for (n, version) in [(1, 1), (1, 2), (2, 1)] {
        questions::write(&mut tx, &words(n, version)).await.unwrap();
    }
    let read = questions::answers(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!(
        read.iter().map(|words| words.body.as_str()).collect::<Vec<_>>(),
        ["Parce que 1.", "Parce que 2.", "Parce que 1."]
    );
    assert!(questions::serve(&mut tx, ASSEMBLY, 2, 1).await.unwrap());
    assert!(!questions::serve(&mut tx, ASSEMBLY, 2, 2).await.unwrap(), "it has one");
    assert!(!questions::serve(&mut tx, ASSEMBLY, 9, 1).await.unwrap(), "there is none");
    tx.commit().await.unwrap();
    for duplicate in [true, false] {
        let mut tx = place.db.write().await.unwrap();
        let outcome = match duplicate {
            true => questions::ask(&mut tx, &question(1, 3)).await,
            false => questions::write(&mut tx, &words(1, 2)).await,
        };
        assert!(matches!(outcome, Err(StoreError::Duplicate(_))), "{outcome:?}");
    }
}
