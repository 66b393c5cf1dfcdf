//! Everything of an assembly in one file.

use domain::ids::AssemblyId;
use leptos::prelude::*;

use crate::i18n::Lang;

/// The file that an observer verifies whole, and how.
#[component]
pub fn Whole(
    /// Of which assembly.
    assembly: AssemblyId,
    /// In which language.
    lang: Lang,
) -> impl IntoView {
    view! {
        <section class="card stack whole" aria-labelledby="whole">
            <h2 id="whole">{lang.t("whole-title")}</h2>
            <p>{lang.t("whole-text")}</p>
            <p><a class="button" download href=format!("/api/v1/assemblies/{assembly}/assembly.zip")>{lang.t("whole-download")}</a></p>
            <p><a href=format!("/verify?assembly={assembly}")>{lang.t("verify-here-link")}</a></p>
            <pre><code>"voix-verify assembly assembly.zip --key KEY"</code></pre>
        </section>
    }
}
