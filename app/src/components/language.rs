//! The language somebody writes in, as a choice of a form.

use leptos::prelude::*;

use crate::i18n::Lang;

/// The choice; it sends `language`.
#[component]
pub fn Language(
    /// The code chosen; French for any other word.
    chosen: String,
    /// Language of the page.
    lang: Lang,
) -> impl IntoView {
    let english = chosen == Lang::En.code();
    view! {
        <fieldset class="form-group">
            <legend>{lang.t("written-language")}</legend>
            {Lang::ALL.map(|other| {
                let code = other.code();
                let (id, checked) = (format!("language-{code}"), (other == Lang::En) == english);
                view! {
                    <label class="check" for=id.clone()>
                        <input type="radio" id=id.clone() name="language" value=code checked=checked />
                        <span>{lang.t(&format!("written-language-{code}"))}</span>
                    </label>
                }
            }).collect_view()}
        </fieldset>
    }
}
