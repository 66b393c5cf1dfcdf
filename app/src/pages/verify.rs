//! How anyone checks an assembly, with our program or with one we did not write.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /verify`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    shell::render(&app, &visitor, Page::new(lang.t("verify-title")), move || view! { <Guide lang /> }).await
}

#[component]
fn Guide(lang: Lang) -> impl IntoView {
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("verify-eyebrow")}</p>
            <h1>{lang.t("verify-title")}</h1>
            <p class="lead">{lang.t("verify-lead")}</p>
            <ol class="steps">
                {["verify-step-1", "verify-step-2", "verify-step-3", "verify-step-4"]
                    .map(|key| view! { <li class="steps__item">{lang.t(key)}</li> }).collect_view()}
            </ol>
            <pre><code>"voix-verify assembly assembly.zip --key KEY\nvoix-verify election FILE.zip\nunzip FILE.zip && belenios-tool election verify --dir ."</code></pre>
            <h2>{lang.t("verify-proves")}</h2>
            <ul>{["verify-proves-1", "verify-proves-2", "verify-proves-3"].map(|key| view! { <li>{lang.t(key)}</li> }).collect_view()}</ul>
            <h2>{lang.t("verify-not")}</h2>
            <ul>{["verify-not-1", "verify-not-2", "verify-not-3", "verify-not-4"].map(|key| view! { <li>{lang.t(key)}</li> }).collect_view()}</ul>
        </div>
    }
}
