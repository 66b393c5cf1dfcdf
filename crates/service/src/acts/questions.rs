//! Members ask the board in writing before an assembly; the board answers, and corrects what it answered beside the earlier
//! words (C. com. L.225-108).

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::questions::{self, AnswerQuestions, AskQuestion, CorrectAnswer, MOST, MOST_VERSIONS};
use domain::roles::Actor;
use store::assemblies::Assembly;
use store::questions::{Question, Words};
use store::{Tx, members};

use crate::error::{Stored as _, duplicate_is};
use crate::letters::ProposalLetter;
use crate::policy::{Operation, allow};
use crate::proposals::{has_voice, write_to};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Until when an assembly takes written questions: the first instant after the last day, by the statutes it goes by.
pub(crate) async fn until(tx: &mut Tx, assembly: &Assembly) -> Result<Option<i64>, Error> {
    let rules = facts::rules(tx, assembly).await?.rules;
    domain::calendar::questions_until(&rules, assembly.starts_at, &assembly.time_zone).stored("the day for questions")
}

/// Asks. Answers the number of the question.
///
/// # Errors
/// Policy; what [`AskQuestion::check`] refuses; [`Refusal::NoVoice`]; [`Refusal::NotFound`]; what [`questions::may_ask`]
/// refuses; [`Refusal::TooManyQuestions`].
pub async fn ask_question(service: &Service, actor: &Actor, id: AssemblyId, asked: &AskQuestion) -> Result<u32, Error> {
    allow(actor, Operation::AskQuestion)?;
    asked.check()?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AskQuestion).await?;
        has_voice(&facts::cooperative(tx).await?, &member)?;
        let assembly = facts::assembly(tx, id).await?;
        questions::may_ask(assembly.state, assembly.starts_at, until(tx, &assembly).await?, service.now())?;
        let all = store::questions::of_assembly(tx, id).await?;
        if left(&all, member.id) == 0 {
            return Err(Refusal::TooManyQuestions.into());
        }
        let question = Question {
            assembly: id,
            n: all.last().map_or(1, |last| last.n + 1),
            member: member.id,
            lang: asked.language,
            body: asked.text.clone(),
            at: service.now(),
            answer: None,
        };
        store::questions::ask(tx, &question).await?;
        facts::note(service, tx, actor, "ask-question", Some(id.0)).await?;
        Ok(question.n)
    })
}

/// How many more questions a member may ask.
pub(crate) fn left(all: &[Question], member: domain::ids::MemberId) -> u32 {
    let own = all.iter().filter(|question| question.member == member).count();
    MOST.saturating_sub(u32::try_from(own).unwrap_or(MOST))
}

/// Answers questions that have no answer yet: one answer for all that are named. Whoever asked is told by letter. Answers the
/// number of the answer. It may come after the assembly, too: late is better than never.
///
/// # Errors
/// Policy; what [`AnswerQuestions::check`] refuses; [`Refusal::NotFound`]; [`Refusal::AssemblyCancelled`];
/// [`Refusal::QuestionUnknown`], [`Refusal::QuestionAnswered`].
pub async fn answer_questions(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    answer: &AnswerQuestions,
) -> Result<u32, Error> {
    allow(actor, Operation::AnswerQuestions)?;
    let numbers = answer.check()?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::AnswerQuestions).await?;
        let assembly = facts::assembly(tx, id).await?;
        if assembly.state == domain::assembly::AssemblyState::Cancelled {
            return Err(Refusal::AssemblyCancelled.into());
        }
        let all = store::questions::of_assembly(tx, id).await?;
        let n = store::questions::answers(tx, id).await?.last().map_or(1, |last| last.n + 1);
        let words = Words {
            assembly: id,
            n,
            version: 1,
            lang: answer.language,
            body: answer.text.clone(),
            written_by: by.id,
            at: service.now(),
        };
        store::questions::write(tx, &words).await?;
        for number in &numbers {
            let question = all.iter().find(|question| question.n == *number).ok_or(Refusal::QuestionUnknown)?;
            if !store::questions::serve(tx, id, *number, n).await? {
                return Err(Refusal::QuestionAnswered.into());
            }
            let Some(member) = members::by_id(tx, question.member).await? else { continue };
            let letter = ProposalLetter::QuestionAnswered {
                name: member.name.clone(),
                number: *number,
                link: link(service, id),
            };
            write_to(service, tx, &member, letter, &format!("question-answered {id} {number}")).await?;
        }
        facts::note(service, tx, actor, "answer-questions", Some(id.0)).await?;
        Ok(n)
    })
}

/// The page of the questions before an assembly.
fn link(service: &Service, assembly: AssemblyId) -> String {
    service.at(&format!("/assembly/{assembly}/questions"))
}

/// Publishes other words of an answer. The earlier ones stay beside them.
///
/// # Errors
/// Policy; what [`CorrectAnswer::check`] refuses; [`Refusal::NotFound`], also for an answer there is not;
/// [`Refusal::TextOutdated`] when it was corrected meanwhile; [`Refusal::NothingChanged`]; [`Refusal::TooManyTexts`].
pub async fn correct_answer(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    correction: &CorrectAnswer,
) -> Result<(), Error> {
    allow(actor, Operation::CorrectAnswer)?;
    correction.check()?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::CorrectAnswer).await?;
        facts::assembly(tx, id).await?;
        let answers = store::questions::answers(tx, id).await?;
        let last = answers.iter().rev().find(|words| words.n == correction.answer).ok_or(Refusal::NotFound)?;
        if last.version != correction.version {
            return Err(Refusal::TextOutdated.into());
        }
        if (last.lang, &last.body) == (correction.language, &correction.text) {
            return Err(Refusal::NothingChanged.into());
        }
        if last.version >= MOST_VERSIONS {
            return Err(Refusal::TooManyTexts.into());
        }
        let words = Words {
            version: last.version + 1,
            lang: correction.language,
            body: correction.text.clone(),
            written_by: by.id,
            at: service.now(),
            ..*last
        };
        duplicate_is(store::questions::write(tx, &words).await, Refusal::TextOutdated)?;
        facts::note(service, tx, actor, "correct-answer", Some(id.0)).await
    })
}
