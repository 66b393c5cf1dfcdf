//! Questions and answers, to be read.

use domain::questions::{AnswerWords, Answered, QuestionLine, QuestionsView};
use leptos::prelude::*;

use crate::components::person;
use crate::components::prose::Prose;
use crate::components::time::When;
use crate::i18n::Lang;

#[component]
fn Question(line: QuestionLine, zone: String, lang: Lang) -> impl IntoView {
    let by = person::shown(lang, &line.by.name, line.by.number);
    view! {
        <h3 id=format!("q{}", line.n)>{lang.with("questions-number", &[("number", line.n.into())])}</h3>
        <p class="hint">{by}", "<When at=line.at zone lang /></p>
        <Prose text=line.text lang=line.lang />
    }
}

/// What waits for the board.
#[component]
pub(super) fn Waiting(view: QuestionsView, lang: Lang) -> impl IntoView {
    let none = view.waiting.is_empty();
    let (zone, answers, page) = (view.time_zone, view.answers, format!("/assembly/{}/questions", view.assembly));
    view! {
        <section class="stack" aria-labelledby="waiting">
            <h2 id="waiting">{lang.t("questions-waiting")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("questions-waiting-none")}</p> })}
            <ul class="plain-list stack">
                {view.waiting.into_iter().map(|line| {
                    let (href, n) = (format!("{page}?answer={}#form-title", line.n), line.n);
                    view! {
                        <li class="card stack">
                            <Question line zone=zone.clone() lang />
                            {answers.then(|| view! {
                                <p><a class="button" href=href>{lang.t("questions-answer")}
                                    <span class="visually-hidden">" — "{lang.with("questions-number", &[("number", n.into())])}</span></a></p>
                            })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}

/// What was answered.
#[component]
pub(super) fn Answers(view: QuestionsView, lang: Lang) -> impl IntoView {
    let none = view.answered.is_empty();
    let page = format!("/assembly/{}/questions", view.assembly);
    view! {
        <section class="stack" aria-labelledby="answered">
            <h2 id="answered">{lang.t("questions-answered")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("questions-answered-none")}</p> })}
            <ul class="plain-list stack">
                {view.answered.into_iter().map(|answer| {
                    let correct = view.answers.then(|| format!("{page}?correct={}#form-title", answer.n));
                    view! { <Answer answer zone=view.time_zone.clone() correct lang /> }
                }).collect_view()}
            </ul>
        </section>
    }
}

/// An answer after the questions it serves; earlier words stay to be read.
#[component]
fn Answer(answer: Answered, zone: String, correct: Option<String>, lang: Lang) -> impl IntoView {
    let mut words = answer.words;
    let last = words.pop();
    let several = answer.questions.len() > 1;
    let (id, zone_of_words) = (format!("a{}", answer.n), zone.clone());
    view! {
        <li class="card stack" id=id>
            {answer.questions.into_iter().map(|line| view! { <Question line zone=zone.clone() lang /> }).collect_view()}
            <h4>{lang.t(if several { "questions-common" } else { "questions-reply" })}</h4>
            {last.map(|said| view! { <Words said zone=zone_of_words.clone() lang /> })}
            {(!words.is_empty()).then(|| view! {
                <details>
                    <summary>{lang.with("questions-earlier", &[("count", words.len().into())])}</summary>
                    {words.into_iter().rev().map(|said| view! { <Words said zone=zone.clone() lang /> }).collect_view()}
                </details>
            })}
            {correct.map(|href| view! {
                <p><a class="button" href=href>{lang.t("questions-correct-go")}
                    <span class="visually-hidden">" — "{lang.with("questions-answer-number", &[("number", answer.n.into())])}</span></a></p>
            })}
        </li>
    }
}

#[component]
fn Words(said: AnswerWords, zone: String, lang: Lang) -> impl IntoView {
    let by = person::shown(lang, &said.by.name, said.by.number);
    let key = if said.version > 1 { "questions-corrected" } else { "questions-said" };
    let by = lang.with(key, &[("name", by.into())]);
    view! {
        <p class="hint">{by}", "<When at=said.at zone lang /></p>
        <Prose text=said.text lang=said.lang />
    }
}

/// The section on the page of the assembly: for everybody until when questions are asked; for members what was answered.
#[component]
pub(crate) fn Published(
    /// Until when, in words.
    until: String,
    /// The page of the questions.
    page: String,
    /// What was asked and answered, for who may read it.
    view: Option<QuestionsView>,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let waiting = view.as_ref().map(|view| view.waiting.len()).filter(|waiting| *waiting > 0);
    let answered = view.map(|view| (view.answered, view.time_zone));
    view! {
        <section class="stack" aria-labelledby="assembly-questions">
            <h2 id="assembly-questions">{lang.t("questions-title")}</h2>
            <p>{until}" "<span class="article">"C. com. R.225-84"</span></p>
            {answered.map(|(answered, zone)| view! {
                {waiting.map(|waiting| view! { <p>{lang.with("questions-wait", &[("count", waiting.into())])}</p> })}
                {(!answered.is_empty()).then(|| view! {
                    <ul class="plain-list stack">
                        {answered.into_iter().map(|answer| view! { <Answer answer zone=zone.clone() correct=None lang /> }).collect_view()}
                    </ul>
                })}
            })}
            <p><a class="button" href=page>{lang.t("questions-see")}</a></p>
        </section>
    }
}
