//! How anyone checks an assembly: here in their browser, with our program elsewhere, or with one we did not write.

use axum::extract::State;
use axum::response::Response;
use domain::convocation::view::CalendarLine;
use domain::ids::AssemblyId;
use leptos::prelude::*;

use crate::components::time::in_words;
use crate::i18n::Lang;
use crate::islands::verifying::VerifyHere;
use crate::letters_notice;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::{self, Visitor};

/// `GET /verify?assembly=…`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let chosen: Option<AssemblyId> = visitor::query(&visitor.path, "assembly").and_then(|text| text.parse().ok());
    let assemblies = assemblies(&app, lang).await;
    let page = Page::new(lang.t("verify-title")).with_islands(Bundle::Verify);
    shell::render(&app, &visitor, page, move || {
        view! { <Guide assemblies=assemblies.clone() chosen lang /> }
    })
    .await
}

/// Every assembly with its name, the newest first. Whoever brings a file needs none of them, so the page stands without.
async fn assemblies(app: &AppState, lang: Lang) -> Vec<(AssemblyId, String)> {
    let mut lines = service::views::calendar(&app.service).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the assemblies to verify could not be read");
        Vec::new()
    });
    lines.sort_by_key(|line| std::cmp::Reverse(line.starts_at));
    let name = |line: CalendarLine| {
        let (kind, call) = (letters_notice::kind(line.kind, lang), letters_notice::call(line.call, lang));
        (line.id, format!("{kind} · {call} · {}", in_words(line.starts_at, &line.time_zone, lang)))
    };
    lines.into_iter().map(name).collect()
}

#[component]
fn Guide(assemblies: Vec<(AssemblyId, String)>, chosen: Option<AssemblyId>, lang: Lang) -> impl IntoView {
    let strings = lang.strings(&["verify-here-"]);
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("verify-eyebrow")}</p>
            <h1>{lang.t("verify-title")}</h1>
            <p class="lead">{lang.t("verify-lead")}</p>
            <section class="card stack" aria-labelledby="verify-here">
                <h2 id="verify-here">{lang.t("verify-here-title")}</h2>
                <p>{lang.t("verify-here-text")}</p>
                <noscript><p class="alert">{lang.t("verify-here-noscript")}</p></noscript>
                <VerifyHere assemblies chosen strings />
            </section>
            <h2>{lang.t("verify-mine")}</h2>
            <p>{lang.t("verify-mine-text")}</p>
            <p>{lang.t("verify-unused-text")}" "<a href="/votes">{lang.t("nav-votes")}</a></p>
            <h2>{lang.t("verify-elsewhere")}</h2>
            <p>{lang.t("verify-elsewhere-text")}</p>
            <ol class="steps">
                {["verify-step-1", "verify-step-2", "verify-step-3", "verify-step-4"]
                    .map(|key| view! { <li class="steps__item">{lang.t(key)}</li> }).collect_view()}
            </ol>
            <pre><code>"voix-verify assembly assembly.zip --key KEY\nvoix-verify election FILE.zip\nunzip FILE.zip && belenios-tool election verify --dir ."</code></pre>
            <h2>{lang.t("verify-proves")}</h2>
            <ul>{["verify-proves-1", "verify-proves-2", "verify-proves-3"].map(|key| view! { <li>{lang.t(key)}</li> }).collect_view()}</ul>
            <h2>{lang.t("verify-not")}</h2>
            <ul>{["verify-not-1", "verify-not-2", "verify-not-3", "verify-not-4", "verify-not-5"].map(|key| view! { <li>{lang.t(key)}</li> }).collect_view()}</ul>
        </div>
    }
}
