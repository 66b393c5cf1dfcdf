//! Watches an assembly, offers to show what is new, and says when a vote is about to close. It never reloads by itself: nobody
//! loses what they were doing.

use domain::ids::AssemblyId;
use domain::live::Live;
use leptos::prelude::*;

use crate::strings::Strings;

/// A link that appears when the page is no longer what it would be now.
#[island]
pub fn Pulse(
    /// Which assembly.
    assembly: AssemblyId,
    /// The assembly, as the page shows it.
    shown: Live,
    /// Whether the number of voices that voted matters here.
    turnout: bool,
    /// Words of the link.
    label: String,
    /// Sentences `pulse-*`.
    strings: Strings,
) -> impl IntoView {
    let (changed, seconds) = (RwSignal::new(false), RwSignal::new(None::<u32>));
    #[cfg(feature = "hydrate")]
    acts::follow(assembly, shown, turnout, (changed, seconds));
    #[cfg(not(feature = "hydrate"))]
    let _ = (assembly, shown, turnout);
    let s = StoredValue::new(strings);
    view! {
        <div class="pulse">
            <p class="notice notice--warning" role="timer" hidden=move || seconds.get().is_none()>
                {move || seconds.get().map(|left| s.get_value().fill("pulse-closing", "seconds", &left.to_string()))}
            </p>
            <div role="status" aria-live="polite">
                <Show when=move || changed.get()>
                    <a class="button" href="">{label.clone()}</a>
                </Show>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::AssemblyId;
    use domain::live::Live;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::follow::{Follow, count_down};

    pub fn follow(
        assembly: AssemblyId,
        shown: Live,
        turnout: bool,
        (changed, seconds): (RwSignal<bool>, RwSignal<Option<u32>>),
    ) {
        let shown = if turnout { shown } else { shown.without_turnout() };
        let closes_in = RwSignal::new(shown.closes_in());
        count_down(closes_in, seconds);
        // A closing that is said is counted down to, and is nothing new on the page.
        let still = |mut live: Live| {
            live.votes.iter_mut().for_each(|vote| vote.closing_at = None);
            live
        };
        let shown = still(shown);
        spawn_local(async move {
            let mut moments = Follow::new(assembly, turnout);
            loop {
                let now = moments.next().await;
                closes_in.set(now.closes_in());
                changed.set(!still(now).same(&shown));
            }
        });
    }
}
