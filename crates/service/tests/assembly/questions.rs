//! Written questions to the board: who asks until when, what the board answers, and that nothing said is unsaid.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::AssemblyId;
use domain::lang::Lang;
use domain::member::MemberMove;
use domain::questions::{AnswerQuestions, AskQuestion, CorrectAnswer, MOST, QuestionsView};
use service::{Error, views};

use crate::world::{DAY, START, World, agenda, refusal};

impl World {
    /// An assembly a month ahead: Wednesday, 23 December 2026 at noon in Paris.
    async fn called(&self) -> AssemblyId {
        let called = service::Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: START + 30 * DAY,
            place: "Besançon".to_owned(),
            agenda: agenda(),
            key_holders: vec![self.people[2].id],
            advance: None,
            entrusted: false,
        };
        service::convene(&self.service, self.chair(), &called).await.unwrap()
    }

    async fn inquires(&self, who: usize, of: AssemblyId, text: &str) -> Result<u32, Error> {
        let asked = AskQuestion { language: Lang::Fr, text: text.to_owned() };
        service::ask_question(&self.service, &self.people[who].actor, of, &asked).await
    }

    async fn replies(&self, who: usize, of: AssemblyId, questions: &str, text: &str) -> Result<u32, Error> {
        let (questions, text) = (questions.to_owned(), text.to_owned());
        let answer = AnswerQuestions { questions, language: Lang::Fr, text };
        service::answer_questions(&self.service, &self.people[who].actor, of, &answer).await
    }

    async fn corrects_answer(&self, of: AssemblyId, (answer, version): (u32, u32), text: &str) -> Result<(), Error> {
        let correction = CorrectAnswer { answer, version, language: Lang::Fr, text: text.to_owned() };
        service::correct_answer(&self.service, self.chair(), of, &correction).await
    }

    async fn questions(&self, who: usize, of: AssemblyId) -> QuestionsView {
        views::questions(&self.service, &self.people[who].actor, of).await.unwrap()
    }
}

#[tokio::test]
async fn one_answer_serves_questions_of_the_same_content_and_is_corrected_beside_its_words() {
    let world = World::new().await;
    let of = world.called().await;
    assert_eq!(world.inquires(3, of, "Pourquoi **ce** budget ?").await.unwrap(), 1);
    assert_eq!(world.inquires(4, of, "Et pourquoi si tard ?").await.unwrap(), 2);
    assert_eq!(world.inquires(5, of, "D’où vient ce budget ?").await.unwrap(), 3);
    let view = world.questions(4, of).await;
    assert_eq!((view.waiting.len(), view.answered.len(), view.answers, view.left), (3, 0, false, MOST - 1));
    assert_eq!(view.waiting[0].by.member, world.people[3].id, "members see who asks");

    assert_eq!(refusal(world.replies(3, of, "1", "Moi, je sais.").await), Refusal::NotYours);
    assert_eq!(refusal(world.replies(0, of, "1, 4", "Parce que.").await), Refusal::QuestionUnknown);
    assert_eq!(world.questions(4, of).await.waiting.len(), 3, "all or nothing");
    assert_eq!(world.replies(0, of, "3, 1", "Parce que.").await.unwrap(), 1);
    assert_eq!(refusal(world.replies(0, of, "1", "Autrement.").await), Refusal::QuestionAnswered);
    let letters = service::outbox::take(&world.service, 500).await.unwrap();
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.ends_with("question-answered")).collect();
    assert_eq!(told.len(), 2, "both who asked are told");

    let late = Refusal::TextOutdated;
    world.corrects_answer(of, (1, 1), "Parce que le prix a monté.").await.unwrap();
    assert_eq!(refusal(world.corrects_answer(of, (1, 1), "Autrement.").await), late, "somebody else was faster");
    assert_eq!(refusal(world.corrects_answer(of, (1, 2), "Parce que le prix a monté.").await), Refusal::NothingChanged);
    assert_eq!(refusal(world.corrects_answer(of, (2, 1), "Rien.").await), Refusal::NotFound);
    let view = world.questions(5, of).await;
    let answer = &view.answered[0];
    assert_eq!(answer.questions.iter().map(|line| line.n).collect::<Vec<_>>(), [1, 3]);
    let words: Vec<&str> = answer.words.iter().map(|words| words.text.as_str()).collect();
    assert_eq!(words, ["Parce que.", "Parce que le prix a monté."], "what was published stays");
    assert_eq!(view.waiting.iter().map(|line| line.n).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn a_question_is_asked_to_the_end_of_the_fourth_business_day_before() {
    let world = World::new().await;
    let of = world.called().await;
    // Tuesday, Monday, over the weekend, Friday, Thursday the 17th: received to its end, in Paris.
    let end = START + 25 * DAY - 12 * 3600 * 1_000_000;
    let view = world.questions(3, of).await;
    assert_eq!((view.until, view.closed), (Some(end), None));
    assert_eq!(views::questions_until(&world.service, of).await.unwrap(), Some(end));
    world.clock.set(end - 1_000_000);
    world.inquires(3, of, "À temps ?").await.unwrap();
    world.clock.set(end);
    assert_eq!(refusal(world.inquires(3, of, "Trop tard ?").await), Refusal::QuestionTooLate);
    assert_eq!(world.questions(3, of).await.closed, Some(Refusal::QuestionTooLate));
    // The board answers what came in time, whenever it gets to it.
    world.replies(0, of, "1", "Oui.").await.unwrap();
    assert_eq!(refusal(world.inquires(3, world.assembly, "Elle commence ?").await), Refusal::QuestionTooLate);
}

#[tokio::test]
async fn nobody_asks_without_a_voice_without_words_or_without_end() {
    let world = World::new().await;
    let of = world.called().await;
    for (text, expected) in [("", Refusal::TextInvalid), ("a\u{202e}", Refusal::TextCharacters)] {
        assert_eq!(refusal(world.inquires(3, of, text).await), expected);
    }
    assert_eq!(refusal(world.inquires(3, of, &"é".repeat(2_001)).await), Refusal::TextInvalid);
    for n in 0..MOST {
        world.inquires(3, of, &format!("Question {n} ?")).await.unwrap();
    }
    assert_eq!(refusal(world.inquires(3, of, "Encore une ?").await), Refusal::TooManyQuestions);
    let view = world.questions(3, of).await;
    assert_eq!((view.closed, view.left), (Some(Refusal::TooManyQuestions), 0));
    let (first, other) = tokio::join!(world.inquires(4, of, "À la fois ?"), world.inquires(5, of, "En même temps ?"));
    let mut numbers = [first.unwrap(), other.unwrap()];
    numbers.sort_unstable();
    assert_eq!(numbers, [MOST + 1, MOST + 2], "each has a number of its own");
    let suspended = world.people[5].id;
    service::decide_membership(&world.service, world.chair(), suspended, MemberMove::Suspend, "Motif").await.unwrap();
    assert_eq!(refusal(world.inquires(5, of, "Et moi ?").await), Refusal::MemberState);
    service::cancel_assembly(
        &world.service,
        world.chair(),
        of,
        &domain::resolution::Text { fr: "Annulée.".to_owned(), en: String::new() },
    )
    .await
    .unwrap();
    assert_eq!(refusal(world.inquires(4, of, "Et maintenant ?").await), Refusal::AssemblyCancelled);
    assert_eq!(refusal(world.replies(0, of, "1", "Non.").await), Refusal::AssemblyCancelled);
}
