//! The hall's screen, kept as it would be now: nobody types anything there, so it is renewed by itself.

use domain::ids::AssemblyId;
use domain::live::Live;
use leptos::prelude::*;

use crate::strings::Strings;

/// Renews a part of the page whenever the assembly moved, and counts down before a vote closes.
#[island]
pub fn ScreenPulse(
    /// Which assembly.
    assembly: AssemblyId,
    /// The assembly, as the page shows it.
    shown: Live,
    /// Id of the part that is renewed.
    part: String,
    /// Sentences `screen-closing`.
    strings: Strings,
) -> impl IntoView {
    let seconds = RwSignal::new(None::<u32>);
    #[cfg(feature = "hydrate")]
    acts::follow(assembly, shown, part, seconds);
    #[cfg(not(feature = "hydrate"))]
    let _ = (assembly, shown, part);
    view! {
        <p class="screen__countdown" role="timer" hidden=move || seconds.get().is_none()>
            <span class="screen__seconds">{move || seconds.get()}</span>" "{strings.get("screen-closing")}
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::AssemblyId;
    use domain::live::Live;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser;
    use super::super::follow::{Follow, count_down};

    pub fn follow(assembly: AssemblyId, mut shown: Live, part: String, seconds: RwSignal<Option<u32>>) {
        let closes_in = RwSignal::new(shown.closes_in());
        count_down(closes_in, seconds);
        spawn_local(async move {
            let mut moments = Follow::new(assembly, true);
            loop {
                let now = moments.next().await;
                closes_in.set(now.closes_in());
                // A page that could not be had is asked for again at the next moment.
                if !now.same(&shown) && browser::refresh(&part).await.is_truthy() {
                    shown = now;
                }
            }
        });
    }
}
