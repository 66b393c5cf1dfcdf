//! Assemblies before their session: the calendar, what is being prepared, the proof of a convocation, letters to print.

pub mod admitted;
pub mod agenda;
pub mod calendar;
pub mod checklist;
pub mod document;
pub mod letters;
pub mod list;
pub mod notices;
pub mod prepare;
pub mod sent;
pub mod typed;

use domain::convocation::agenda::Item;
use leptos::prelude::*;

use crate::components::field::shown;
use crate::components::inside::inside_area;
use crate::components::prose::Prose;
use crate::i18n::Lang;
use crate::letters_notice::text;

/// Several lines to fill in.
#[component]
fn Area(
    /// Name sent.
    name: &'static str,
    /// Id, where the page has several of the name.
    #[prop(default = "")]
    id: &'static str,
    /// Words beside it.
    label: String,
    /// What is in it already.
    value: String,
    /// How many lines are shown.
    #[prop(default = "4")]
    rows: &'static str,
    /// What it is for.
    #[prop(default = None)]
    hint: Option<String>,
    /// Language of what is written.
    #[prop(default = None)]
    lang: Option<&'static str>,
    /// Whether it is there to be read only.
    #[prop(default = false)]
    readonly: bool,
) -> impl IntoView {
    let id = if id.is_empty() { name } else { id };
    let described = hint.is_some().then(|| format!("{id}-hint"));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <textarea id=id name=name rows=rows lang=lang readonly=readonly aria-describedby=described
                inner_html=inside_area(&lines(&value))></textarea>
        </div>
    }
}

/// What was typed on several lines, as a page can show it again.
fn lines(typed: &str) -> String {
    typed.split('\n').map(|line| shown(line.trim_end_matches('\r'))).collect::<Vec<_>>().join("\n")
}

/// One of several words.
#[component]
fn Choice(
    /// Name sent.
    name: &'static str,
    /// Id, where the page has several of the name.
    #[prop(default = "")]
    id: &'static str,
    /// Words beside it.
    label: String,
    /// Words sent, with the words shown.
    options: Vec<(String, String)>,
    /// The one chosen.
    chosen: String,
    /// What it is for.
    #[prop(default = None)]
    hint: Option<String>,
) -> impl IntoView {
    let id = if id.is_empty() { name } else { id };
    let described = hint.is_some().then(|| format!("{id}-hint"));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id name=name aria-describedby=described>
                {options.into_iter().map(|(word, words)| {
                    let selected = word == chosen;
                    view! { <option value=word selected=selected>{words}</option> }
                }).collect_view()}
            </select>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
}

/// A box to tick.
#[component]
fn Tick(
    /// Name sent.
    name: &'static str,
    /// Words beside it.
    label: String,
    /// Whether it is ticked.
    ticked: bool,
    /// What it means, under it; empty where its words say it.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let id = format!("{name}-hint");
    let described = (!hint.is_empty()).then(|| id.clone());
    view! {
        <label class="check">
            <input type="checkbox" name=name value="yes" checked=ticked aria-describedby=described.clone() /><span>{label}</span>
        </label>
        {described.map(|_| view! { <p class="hint" id=id>{hint}</p> })}
    }
}

/// Paragraphs of a text.
pub(crate) fn paragraphs(text: &str) -> impl IntoView + use<> {
    let all: Vec<String> = text.split("\n\n").filter(|part| !part.trim().is_empty()).map(str::to_owned).collect();
    all.into_iter()
        .map(|part| {
            let lines: Vec<String> = part.split('\n').map(str::to_owned).collect();
            let last = lines.len().saturating_sub(1);
            view! {
                <p>{lines.into_iter().enumerate().map(|(n, line)| view! { {line}{(n < last).then(|| view! { <br /> })} }).collect_view()}</p>
            }
        })
        .collect_view()
}

/// The text of an item: of members' words, as they are set everywhere; of the board's, in paragraphs.
pub(crate) fn body(item: &Item, lang: Lang) -> AnyView {
    let text = text(item, lang);
    match &item.from {
        Some(from) => {
            // In the language nobody wrote it stands as it was written, unless the board put it into it.
            let untranslated = from.free == Some(lang.into()) && item.text.fr == item.text.en;
            let lang: domain::lang::Lang = lang.into();
            view! { <Prose text lang=if untranslated { lang.other() } else { lang } /> }.into_any()
        }
        None => paragraphs(&text).into_any(),
    }
}

/// A length of bytes as people read it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} o"),
        1_000..1_000_000 => format!("{} ko", bytes.div_ceil(1_000)),
        _ => format!("{} Mo", bytes.div_ceil(1_000_000)),
    }
}
