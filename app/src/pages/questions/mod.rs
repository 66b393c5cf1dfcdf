//! Written questions to the board before an assembly: until when, the form that asks, what the board answered, and its forms
//! that answer and correct. What is refused comes back as it was typed; a button shows a text as it will be set.

mod read;
mod write;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::AssemblyId;
use domain::questions::{AnswerQuestions, AskQuestion, CorrectAnswer, QuestionsView};
use leptos::prelude::*;
use serde::Deserialize;
use service::policy::{Operation, allow};

use crate::components::area::lines;
use crate::components::time;
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages::{self, said};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

pub(crate) use read::Published;
use read::{Answers, Waiting};
use write::{Now, Sheet};

/// Where a question is sent.
pub const ASK: &str = "/rpc/ask-question";
/// Where an answer is sent.
pub const ANSWER: &str = "/rpc/answer-questions";
/// Where a correction is sent.
pub const CORRECT: &str = "/rpc/correct-answer";

/// What the address of the page says: which question the board answers, or which answer it corrects.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    answer: Option<String>,
    correct: Option<String>,
}

/// What is typed into a form of this page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    assembly: String,
    language: String,
    text: String,
    /// Of an answer: the numbers of the questions it serves.
    questions: String,
    /// Of a correction: the answer, and the version it was written over.
    answer: String,
    version: String,
    /// `preview`, or anything else to send it.
    act: String,
}

/// Which form is in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Ask,
    Answer,
    Correct,
}

/// A form as it comes back, or as it begins.
#[derive(Clone, Debug)]
struct Shown {
    hand: Hand,
    typed: Typed,
    refusal: Option<Refusal>,
}

/// `GET /assembly/{id}/questions`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    match load(&app, &visitor, &id).await {
        Ok(view) => {
            let shown = begun(&view, &asked, visitor.lang);
            show(&app, &visitor, view, shown).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn load(app: &AppState, visitor: &Visitor, id: &str) -> Result<QuestionsView, service::Error> {
    allow(&visitor.actor, Operation::ReadQuestions)?;
    service::views::questions(&app.service, &visitor.actor, pages::id(id)?).await
}

/// The form that the address asks for; what names nothing asks for none.
fn begun(view: &QuestionsView, asked: &Asked, lang: Lang) -> Shown {
    let assembly = view.assembly.to_string();
    let language = lang.code().to_owned();
    let number = |typed: &Option<String>| typed.as_ref().and_then(|typed| typed.parse::<u32>().ok());
    let begun = |hand, typed| Shown { hand, typed, refusal: None };
    let answer = number(&asked.answer).filter(|_| view.answers);
    if let Some(n) = answer.filter(|n| view.waiting.iter().any(|line| line.n == *n)) {
        return begun(Hand::Answer, Typed { assembly, language, questions: n.to_string(), ..Typed::default() });
    }
    let correct = number(&asked.correct).filter(|_| view.answers);
    let found = view.answered.iter().find(|answer| Some(answer.n) == correct);
    if let Some((answer, words)) = found.and_then(|answer| Some((answer, answer.words.last()?))) {
        let (language, text) = (words.lang.code().to_owned(), words.text.clone());
        let (answer, version) = (answer.n.to_string(), words.version.to_string());
        return begun(Hand::Correct, Typed { assembly, language, text, answer, version, ..Typed::default() });
    }
    begun(Hand::Ask, Typed { assembly, language, ..Typed::default() })
}

/// `POST /rpc/ask-question`
pub async fn ask(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Some((id, typed)) = understood(sent) else { return said::malformed(&app, &visitor).await };
    let Some(language) = Lang::from_code(&typed.language) else { return said::malformed(&app, &visitor).await };
    let asked = AskQuestion { language: language.into(), text: lines(&typed.text) };
    let outcome = match typed.act.as_str() {
        "preview" => Ok(None),
        _ => service::ask_question(&app.service, &visitor.actor, id, &asked).await.map(|n| Some(format!("#q{n}"))),
    };
    answer_with(&app, &visitor, id, outcome, (Hand::Ask, typed)).await
}

/// `POST /rpc/answer-questions`
pub async fn answer(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Some((id, typed)) = understood(sent) else { return said::malformed(&app, &visitor).await };
    let Some(language) = Lang::from_code(&typed.language) else { return said::malformed(&app, &visitor).await };
    let (questions, text) = (typed.questions.clone(), lines(&typed.text));
    let answer = AnswerQuestions { questions, language: language.into(), text };
    let outcome = match typed.act.as_str() {
        "preview" => Ok(None),
        _ => service::answer_questions(&app.service, &visitor.actor, id, &answer).await.map(|n| Some(format!("#a{n}"))),
    };
    answer_with(&app, &visitor, id, outcome, (Hand::Answer, typed)).await
}

/// `POST /rpc/correct-answer`
pub async fn correct(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Some((id, typed)) = understood(sent) else { return said::malformed(&app, &visitor).await };
    let read = (Lang::from_code(&typed.language), typed.answer.parse(), typed.version.parse());
    let (Some(language), Ok(answer), Ok(version)) = read else { return said::malformed(&app, &visitor).await };
    let correction = CorrectAnswer { answer, version, language: language.into(), text: lines(&typed.text) };
    let outcome = match typed.act.as_str() {
        "preview" => Ok(None),
        _ => service::correct_answer(&app.service, &visitor.actor, id, &correction)
            .await
            .map(|()| Some(format!("#a{answer}"))),
    };
    answer_with(&app, &visitor, id, outcome, (Hand::Correct, typed)).await
}

/// The assembly a form is about, and what was typed.
fn understood(sent: Result<Form<Typed>, FormRejection>) -> Option<(AssemblyId, Typed)> {
    let Form(typed) = sent.ok()?;
    Some((typed.assembly.parse().ok()?, typed))
}

/// On to the page, at the place of what was done; or the form again, with a preview or with what was refused.
async fn answer_with(
    app: &AppState,
    visitor: &Visitor,
    id: AssemblyId,
    outcome: Result<Option<String>, service::Error>,
    (hand, typed): (Hand, Typed),
) -> Response {
    let refusal = match outcome {
        Ok(Some(place)) => return said::on(&format!("/assembly/{id}/questions{place}")),
        Ok(None) => None,
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => Some(refusal),
        Err(error) => return shell::refused(app, visitor, &error).await,
    };
    match load(app, visitor, &id.to_string()).await {
        Ok(view) => show(app, visitor, view, Shown { hand, typed, refusal }).await,
        Err(error) => shell::refused(app, visitor, &error).await,
    }
}

/// Refusals after which the words come back in the form.
fn comes_back(refusal: Refusal) -> bool {
    use Refusal::{
        NothingChanged, QuestionAnswered, QuestionTooLate, QuestionUnknown, TextCharacters, TextInvalid, TextOutdated,
        TooManyQuestions,
    };
    matches!(
        refusal,
        NothingChanged
            | QuestionAnswered
            | QuestionTooLate
            | QuestionUnknown
            | TextCharacters
            | TextInvalid
            | TextOutdated
            | TooManyQuestions
    )
}

async fn show(app: &AppState, visitor: &Visitor, view: QuestionsView, shown: Shown) -> Response {
    let (lang, refusal) = (visitor.lang, shown.refusal);
    let page = Page::new(lang.t("questions-title"));
    let page = refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)));
    let request = visitor.request_id.clone();
    shell::render(app, visitor, page, move || {
        view! { <Questions view=view.clone() shown=shown.clone() request=request.clone() lang /> }
    })
    .await
}

/// Until when questions are asked, in words.
pub(crate) fn deadline(until: Option<i64>, zone: &str, lang: Lang) -> String {
    match until {
        Some(until) => lang.with("questions-until", &[("day", time::day(until - 1, zone, lang).into())]),
        None => lang.t("questions-until-session"),
    }
}

#[component]
fn Questions(view: QuestionsView, shown: Shown, request: String, lang: Lang) -> impl IntoView {
    let until = deadline(view.until, &view.time_zone, lang);
    // Whoever comes too late reads which day it was.
    let note = match shown.refusal {
        Some(Refusal::QuestionTooLate) => format!("{until} {}", lang.t("questions-kept")),
        _ => lang.t("questions-kept"),
    };
    let back = format!("/assembly/{}", view.assembly);
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=back>{letters_notice::kind(view.kind, lang)}</a></p>
            {match shown.refusal {
                Some(refusal) => view! { <said::Refused refusal note request lang /> }.into_any(),
                None => view! { <h1>{lang.t("questions-title")}</h1> }.into_any(),
            }}
            <p class="lead">{lang.t("questions-lead")}</p>
            <p>{until}" "<span class="article">"C. com. L.225-108, R.225-84"</span></p>
            {match shown.hand {
                Hand::Ask => view! { <Now view=view.clone() shown lang /> }.into_any(),
                Hand::Answer | Hand::Correct => view! { <Sheet view=view.clone() shown lang /> }.into_any(),
            }}
            <Waiting view=view.clone() lang />
            <Answers view lang />
        </div>
    }
}
