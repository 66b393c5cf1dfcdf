//! Watches the record of an assembly and offers to show what is new. It never reloads by itself: nobody loses what
//! they were doing.

use leptos::prelude::*;

/// A line that appears when the record has grown since the page was made.
#[island]
pub fn Pulse(
    /// The assembly.
    assembly: String,
    /// Entries when the page was made.
    seen: u64,
    /// Words of the link.
    label: String,
) -> impl IntoView {
    let changed = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(async move {
        use super::browser;
        while !changed.get_untracked() {
            browser::nap(3000).await;
            if browser::hidden() {
                continue;
            }
            if let Ok(entries) = browser::get::<u64>(&format!("/api/v1/assemblies/{assembly}/pulse")).await {
                changed.set(entries != seen);
            }
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (assembly, seen);
    view! {
        <div class="pulse" role="status" aria-live="polite">
            <Show when=move || changed.get()>
                <a class="button" href="">{label.clone()}</a>
            </Show>
        </div>
    }
}
