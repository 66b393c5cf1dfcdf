//! An assembly before which members ask in writing, and the board answers.

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::lang::Lang;
use domain::questions::{AnswerQuestions, AskQuestion};
use domain::vote::VoteMode;
use serde_json::json;
use service::policy::Operation;

use super::examples::{Example, Ids};
use super::world::{DAY, START, World, convocation};

/// An assembly a month ahead; of what is answered or corrected, with a question, and its answer.
pub async fn prepare(world: &World, operation: Operation) -> AssemblyId {
    let (service, chair) = (&world.service, world.acting(1).await);
    let called = convocation(START + 30 * DAY, &[VoteMode::Open], &[]);
    let assembly = service::convene(service, &chair, &called).await.unwrap();
    if operation == Operation::AskQuestion {
        return assembly;
    }
    let asked = AskQuestion { language: Lang::Fr, text: "Pourquoi ?".to_owned() };
    service::ask_question(service, &world.acting(5).await, assembly, &asked).await.unwrap();
    if operation == Operation::CorrectAnswer {
        let answer = AnswerQuestions { questions: "1".to_owned(), language: Lang::Fr, text: "Parce que.".to_owned() };
        service::answer_questions(service, &chair, assembly, &answer).await.unwrap();
    }
    assembly
}

/// The example of an operation on written questions.
pub fn example(world: &World, operation: Operation, done: bool) -> Example {
    use Operation::*;
    let asked = world.prepared.lock().unwrap().asked;
    let here = || Example::of(Ids::assembly(asked.expect("an assembly")));
    let over = || ("an assembly that is over", Ids::assembly(world.past));
    match operation {
        ReadQuestions => {
            let (what, ids) = over();
            Example::of(Ids::assembly(world.today)).elsewhere(what, ids, Ok(()))
        }
        AskQuestion => {
            let (what, ids) = over();
            let example = here().body(json!({ "language": "fr", "text": "Et demain ?" }));
            example.elsewhere(what, ids, Err(Refusal::AssemblyOver))
        }
        AnswerQuestions => {
            let (what, ids) = over();
            let example = here().body(json!({ "questions": "1", "language": "fr", "text": "Parce que." }));
            example.again(done, Refusal::QuestionAnswered).elsewhere(what, ids, Err(Refusal::QuestionUnknown))
        }
        _ => {
            let (what, ids) = over();
            let example = here().body(json!({ "answer": 1, "version": 1, "language": "fr", "text": "Voilà." }));
            example.again(done, Refusal::TextOutdated).elsewhere(what, ids, Err(Refusal::NotFound))
        }
    }
}
