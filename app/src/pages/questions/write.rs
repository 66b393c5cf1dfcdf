//! The forms of the page: asking, answering, correcting.

use domain::Refusal;
use domain::questions::QuestionsView;
use leptos::prelude::*;

use super::{ANSWER, ASK, CORRECT, Hand, Shown, Typed};
use crate::components::area::{Area, lines, shown};
use crate::components::field::{self, Field, wrong};
use crate::components::language::Language;
use crate::components::prose::Prose;
use crate::i18n::Lang;

/// What the reader can do now: ask, or why not.
#[component]
pub(super) fn Now(view: QuestionsView, shown: Shown, lang: Lang) -> impl IntoView {
    // What was refused stays to be read, and copied, even where nothing can be asked any more.
    let typed = !shown.typed.text.is_empty();
    let closed = view.closed.filter(|_| !typed);
    view! {
        <section class="card card--action stack" aria-labelledby="now">
            <h2 id="now">{lang.t("questions-now")}</h2>
            {match closed {
                Some(refusal) => view! { <p>{lang.t(&format!("questions-closed-{}", closed_word(refusal)))}</p> }.into_any(),
                None => view! {
                    <p class="hint">{lang.with("questions-left", &[("count", view.left.into())])}</p>
                    <Sheet view=view.clone() shown lang />
                }.into_any(),
            }}
        </section>
    }
}

/// Why nobody asks, or not this reader, as the end of a key.
fn closed_word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::QuestionTooLate => "late",
        Refusal::TooManyQuestions => "many",
        Refusal::NoVoice => "voice",
        Refusal::AssemblyCancelled => "cancelled",
        _ => "over",
    }
}

/// One form, with the text as it will be set if that was asked for.
#[component]
pub(super) fn Sheet(view: QuestionsView, shown: Shown, lang: Lang) -> impl IntoView {
    let Shown { hand, typed, refusal } = shown;
    let (action, title, label, go) = match hand {
        Hand::Ask => (ASK, None, "questions-field", "questions-ask"),
        Hand::Answer => (ANSWER, Some("questions-answer-title"), "questions-answer-field", "questions-publish"),
        Hand::Correct => (CORRECT, Some("questions-correct-title"), "questions-answer-field", "questions-correct"),
    };
    let of_text = [Refusal::TextInvalid, Refusal::TextCharacters, Refusal::NothingChanged, Refusal::TextOutdated];
    let of_numbers = [Refusal::QuestionUnknown, Refusal::QuestionAnswered];
    let preview = (typed.act == "preview").then(|| typed.clone());
    let (cancel, heading) = (format!("/assembly/{}/questions", view.assembly), title.map(|_| "form-title"));
    view! {
        {preview.map(|typed| view! { <Preview typed lang /> })}
        <form class="stack" class:card=hand != Hand::Ask method="post" action=action aria-labelledby=heading>
            {title.map(|title| view! { <h2 id="form-title">{lang.t(title)}</h2> })}
            {(hand == Hand::Correct).then(|| view! { <p>{lang.t("questions-correct-text")}</p> })}
            <input type="hidden" name="assembly" value=view.assembly.to_string() />
            {(hand == Hand::Answer).then(|| view! {
                <Field name="questions" label=lang.t("questions-numbers") value=typed.questions.clone() required=true
                    hint=Some(lang.t("questions-numbers-hint")) wrong=wrong(lang, refusal, &of_numbers) />
            })}
            {(hand == Hand::Correct).then(|| view! {
                <input type="hidden" name="answer" value=field::shown(&typed.answer) />
                <input type="hidden" name="version" value=version(&view, &typed, refusal) />
            })}
            <Language chosen=typed.language.clone() lang />
            <Area name="text" label=lang.t(label) value=lines(&typed.text) rows="8" required=true
                hint=Some(lang.t("questions-text-hint")) wrong=wrong(lang, refusal, &of_text) />
            <p class="cluster">
                <button class="button button--primary" type="submit" name="act" value="send">{lang.t(go)}</button>
                <button class="button" type="submit" name="act" value="preview">{lang.t("questions-preview-go")}</button>
                {(hand != Hand::Ask).then(|| view! { <a class="button button--quiet" href=cancel>{lang.t("questions-cancel")}</a> })}
            </p>
        </form>
    }
}

/// The version a correction is written over: once it was told that there is a newer one, that.
fn version(view: &QuestionsView, typed: &Typed, refusal: Option<Refusal>) -> String {
    let of = view.answered.iter().find(|answer| answer.n.to_string() == typed.answer);
    match (refusal, of.and_then(|answer| answer.words.last())) {
        (Some(Refusal::TextOutdated), Some(words)) => words.version.to_string(),
        _ => field::shown(&typed.version),
    }
}

#[component]
fn Preview(typed: Typed, lang: Lang) -> impl IntoView {
    let written = Lang::from_code(&typed.language).unwrap_or(lang);
    view! {
        <section class="card stack" id="preview" aria-labelledby="preview-title">
            <h2 id="preview-title">{lang.t("questions-preview")}</h2>
            <p class="hint" role="status">{lang.t("questions-preview-note")}</p>
            <Prose text=shown(&lines(&typed.text)) lang=written.into() />
        </section>
    }
}
