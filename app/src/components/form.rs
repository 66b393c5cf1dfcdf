//! One button that does one thing, as a plain form.

use leptos::prelude::*;

/// A form with hidden fields and one button.
#[component]
pub fn Act(
    /// Path of the server function.
    action: &'static str,
    /// Hidden fields.
    #[prop(default = Vec::new())]
    fields: Vec<(&'static str, String)>,
    /// Words on the button.
    label: String,
    /// Class of the button.
    #[prop(default = "button button--primary")]
    class: &'static str,
    /// What a screen reader adds to the words, when several buttons of a page read alike.
    #[prop(optional, into)]
    about: Option<String>,
) -> impl IntoView {
    view! {
        <form method="post" action=action>
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
            <button class=class type="submit">
                {label}{about.map(|about| view! { <span class="visually-hidden">" — "{about}</span> })}
            </button>
        </form>
    }
}
