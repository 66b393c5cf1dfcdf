//! A labelled field of a form, with what is wrong with it beside it.

use domain::Refusal;
use leptos::prelude::*;

use crate::i18n::Lang;

/// What was typed, as a page can show it again: characters that no text may hold have no place in one.
#[must_use]
pub fn shown(typed: &str) -> String {
    typed.chars().filter(|c| !domain::text::refused(*c)).collect()
}

/// What is wrong with a field: the sentence of the refusal, when it is one of those the field can bring.
#[must_use]
pub fn wrong(lang: Lang, refusal: Option<Refusal>, of: &[Refusal]) -> Option<String> {
    refusal.filter(|refusal| of.contains(refusal)).map(|refusal| lang.t(&format!("refusal-{}", refusal.code())))
}

/// One line to fill in.
#[component]
pub fn Field(
    /// Name sent.
    name: &'static str,
    /// Id, where the page has several fields of the name.
    #[prop(into, default = String::new())]
    id: String,
    /// Words beside it.
    label: String,
    /// What is in it already.
    #[prop(default = String::new())]
    value: String,
    /// Kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What it is for.
    #[prop(default = None)]
    hint: Option<String>,
    /// What the browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must be filled in.
    #[prop(default = false)]
    required: bool,
    /// Most characters.
    #[prop(default = "200")]
    maxlength: &'static str,
    /// Least value of a number.
    #[prop(default = None)]
    min: Option<String>,
    /// Which keys a telephone shows.
    #[prop(default = None)]
    inputmode: Option<&'static str>,
    /// Id of words of the page that say more.
    #[prop(default = None)]
    about: Option<String>,
    /// What is wrong with it.
    #[prop(default = None)]
    wrong: Option<String>,
    /// Whether it is there to be read only.
    #[prop(default = false)]
    readonly: bool,
) -> impl IntoView {
    let id = if id.is_empty() { name.to_owned() } else { id };
    let of = |suffix: &str, there: bool| there.then(|| format!("{id}-{suffix}"));
    let described = [of("wrong", wrong.is_some()), of("hint", hint.is_some()), about];
    let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described = (!described.is_empty()).then_some(described);
    let invalid = wrong.is_some().then_some("true");
    let focus = wrong.is_some();
    let inputmode = inputmode.or((kind == "number").then_some("numeric"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {wrong.map(|wrong| view! { <p class="field__error" id=format!("{id}-wrong")>{wrong}</p> })}
            <input id=id.clone() name=name type=kind value=shown(&value) autocomplete=autocomplete required=required
                maxlength=(kind != "number").then_some(maxlength) min=min inputmode=inputmode aria-invalid=invalid
                readonly=readonly aria-describedby=described autofocus=focus />
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
}
