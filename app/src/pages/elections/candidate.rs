//! A candidate as members read one: the statement, and the data the law asks for.

use domain::candidacies::{CandidateView, Profile, ages};
use leptos::prelude::*;

use crate::components::person;
use crate::components::prose::Prose;
use crate::i18n::Lang;
use crate::pages::convening::paragraphs;

/// Statement and data; of who was erased, that they were.
#[component]
pub(crate) fn Candidate(
    /// Who stands.
    candidate: CandidateView,
    /// The year of the assembly: the age is told for it.
    year: i32,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    match candidate.profile {
        Some(profile) => view! { <Said profile year lang /> }.into_any(),
        None => view! { <p class="hint">{lang.t("candidate-erased")}</p> }.into_any(),
    }
}

/// The name of a candidate: as it was signed, or that of the member.
pub(crate) fn name(candidate: &CandidateView, lang: Lang) -> String {
    match &candidate.profile {
        Some(profile) => profile.name(),
        None => person::shown(lang, &candidate.who.name, candidate.who.number),
    }
}

/// What a candidate says of themselves.
#[component]
pub(crate) fn Said(profile: Profile, year: i32, lang: Lang) -> impl IntoView {
    let written = profile.lang.code();
    let (before, after) = ages(profile.born, year);
    let age = [("year", profile.born.to_string().into()), ("before", before.into()), ("after", after.into())];
    let none = lang.t("candidate-none");
    let said = |text: &str| match text.is_empty() {
        true => view! { <p>{none.clone()}</p> }.into_any(),
        false => view! { <div lang=written>{paragraphs(text)}</div> }.into_any(),
    };
    view! {
        <Prose text=profile.statement.clone() lang=profile.lang />
        <dl class="facts">
            <div><dt>{lang.t("candidate-name")}</dt><dd>{profile.name()}</dd></div>
            <div><dt>{lang.t("candidate-age")}</dt><dd>{lang.with("candidate-born", &age)}</dd></div>
            <div><dt>{lang.t("candidate-career")}</dt><dd>{said(&profile.career)}</dd></div>
            <div><dt>{lang.t("candidate-elsewhere")}</dt><dd>{said(&profile.elsewhere)}</dd></div>
            <div><dt>{lang.t("candidate-here")}</dt><dd>{said(&profile.here)}</dd></div>
            <div><dt>{lang.t("candidate-shares")}</dt><dd>{profile.shares}</dd></div>
        </dl>
        <p class="article">"C. com. R.225-83, 5°"</p>
    }
}
