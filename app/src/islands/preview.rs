//! The text being written, set as it will be, while it is typed. The server sets it (`components/markdown.rs` is not compiled
//! for the browser): one rule, and a smaller program.

use domain::lang::Lang;
use leptos::prelude::*;

use crate::strings::Strings;

/// What stands under a text area, once something is typed in it.
#[island]
pub fn LivePreview(
    /// Id of the text area.
    of: String,
    /// The language of the text.
    written: Lang,
    /// Sentences `proposal-preview*`.
    strings: Strings,
) -> impl IntoView {
    let html = RwSignal::new(String::new());
    follow(of, html);
    let nothing = move || html.with(String::is_empty);
    // Not announced while it changes: whoever listens to the page asks for the preview with the button.
    view! {
        <section class="card stack" aria-labelledby="live-preview" hidden=nothing>
            <h3 id="live-preview">{strings.get("proposal-preview")}</h3>
            <div class="prose stack" lang=written.code() inner_html=move || html.get()></div>
        </section>
    }
}

#[cfg(not(feature = "hydrate"))]
fn follow(_: String, _: RwSignal<String>) {}

#[cfg(feature = "hydrate")]
fn follow(of: String, html: RwSignal<String>) {
    use domain::proposals::{Preview, Set};
    use leptos::task::spawn_local;

    use super::browser;

    /// How often the text is looked at, in milliseconds: it is set once nobody has typed for as long.
    const EVERY: u32 = 600;

    spawn_local(async move {
        let mut set = browser::typed(&of);
        let mut before = set.clone();
        loop {
            browser::nap(EVERY).await;
            if browser::hidden() {
                continue;
            }
            let text = browser::typed(&of);
            let rests = text == before;
            before.clone_from(&text);
            if !rests || text == set {
                continue;
            }
            if text.trim().is_empty() {
                html.set(String::new());
                set = text;
            } else if let Ok(Set { html: answer }) =
                browser::post::<_, Set>("/api/v1/preview", &Preview { text: text.clone() }).await
            {
                html.set(answer);
                set = text;
            } else {
                // No answer, or a text that cannot be kept: the form says so when it is sent. Once more when it has changed.
                set = text;
            }
        }
    });
}
