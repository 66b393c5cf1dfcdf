//! Watches an assembly and offers to show what is new. It never reloads by itself: nobody loses what they were doing.

use domain::wire::AssemblyView;
use leptos::prelude::*;

/// What a page shows of an assembly, as far as it may change: states of session and votes, minutes, and, for those who
/// lead the session, how many have voted.
#[must_use]
pub fn seen(view: &AssemblyView, turnout: bool) -> String {
    let votes: Vec<String> =
        view.items.iter().map(|item| format!("{:?}{}", item.state, if turnout { item.voted } else { 0 })).collect();
    format!("{:?} {} {}", view.state, votes.join(" "), view.minutes_hash.is_some())
}

/// A link that appears when the page is no longer what it would be now.
#[island]
pub fn Pulse(
    /// The assembly, as the page shows it.
    assembly: AssemblyView,
    /// Whether the number of voices that voted matters here.
    turnout: bool,
    /// Words of the link.
    label: String,
) -> impl IntoView {
    let changed = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(async move {
        use super::browser;
        let shown = seen(&assembly, turnout);
        while !changed.get_untracked() {
            browser::nap(3000).await;
            if browser::hidden() {
                continue;
            }
            if let Ok(now) = browser::get::<AssemblyView>(&format!("/api/v1/assemblies/{}", assembly.id)).await {
                changed.set(seen(&now, turnout) != shown);
            }
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (assembly, turnout);
    view! {
        <div class="pulse" role="status" aria-live="polite">
            <Show when=move || changed.get()>
                <a class="button" href="">{label.clone()}</a>
            </Show>
        </div>
    }
}
