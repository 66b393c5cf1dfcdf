//! The written questions before an assembly, with what the board answered, for members; until when they are asked, for
//! everybody.

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::questions::{AnswerWords, Answered, QuestionLine, QuestionsView, may_ask};
use domain::roles::{Actor, Role};
use store::Tx;
use store::questions::Question;

use super::proposals::{Names, named};
use crate::acts::questions::{left, until};
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::{Error, Service, facts};

/// The questions before an assembly, in order, and the answers.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`].
pub async fn questions(service: &Service, actor: &Actor, id: AssemblyId) -> Result<QuestionsView, Error> {
    allow(actor, Operation::ReadQuestions)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadQuestions).await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    let until = until(&mut tx, &assembly).await?;
    let all = store::questions::of_assembly(&mut tx, id).await?;
    let left = left(&all, member.id);
    let closed = has_voice(&facts::cooperative(&mut tx).await?, &member)
        .and_then(|()| may_ask(assembly.state, assembly.starts_at, until, service.now()))
        .and(if left > 0 { Ok(()) } else { Err(Refusal::TooManyQuestions) });
    let (mut names, mut waiting, mut served) = (Names::new(), Vec::new(), Vec::new());
    for question in all {
        let answer = question.answer;
        let line = line(&mut tx, &mut names, question).await?;
        match answer {
            None => waiting.push(line),
            Some(answer) => served.push((answer, line)),
        }
    }
    let mut answered: Vec<Answered> = Vec::new();
    for words in store::questions::answers(&mut tx, id).await? {
        let by = named(&mut tx, &mut names, words.written_by).await?;
        let said = AnswerWords { version: words.version, by, lang: words.lang, text: words.body, at: words.at };
        match answered.last_mut().filter(|last| last.n == words.n) {
            Some(last) => last.words.push(said),
            None => {
                let questions = served.iter().filter(|(n, _)| *n == words.n).map(|(_, line)| line.clone()).collect();
                answered.push(Answered { n: words.n, questions, words: vec![said] });
            }
        }
    }
    Ok(QuestionsView {
        assembly: id,
        kind: assembly.kind,
        time_zone: assembly.time_zone,
        until,
        closed: closed.err(),
        left,
        answers: [Role::Board, Role::Chair].into_iter().any(|role| actor.has(role)),
        waiting,
        answered,
    })
}

async fn line(tx: &mut Tx, names: &mut Names, question: Question) -> Result<QuestionLine, Error> {
    let by = named(tx, names, question.member).await?;
    Ok(QuestionLine { n: question.n, by, lang: question.lang, text: question.body, at: question.at })
}

/// Until when an assembly takes written questions: the first instant after the last day. `None` where the rules set no day.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn questions_until(service: &Service, id: AssemblyId) -> Result<Option<i64>, Error> {
    allow(&Actor::Anyone, Operation::ReadAssembly)?;
    let mut tx = service.db().read().await?;
    let assembly = facts::assembly(&mut tx, id).await?;
    until(&mut tx, &assembly).await
}
