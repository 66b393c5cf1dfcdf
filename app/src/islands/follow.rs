//! Follows an assembly as it goes on, and counts down to what was said of its closing.

use domain::ids::AssemblyId;
use domain::live::Live;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;

/// The moments of an assembly, as they come.
pub struct Follow {
    path: String,
    seen: String,
}

impl Follow {
    /// With how many took part, or without: a phone is not woken by every ballot.
    pub fn new(assembly: AssemblyId, turnout: bool) -> Self {
        let turnout = if turnout { "?turnout=1" } else { "" };
        Self { path: format!("/api/v1/assemblies/{assembly}/events{turnout}"), seen: String::new() }
    }

    /// The next one. What cannot be read is waited out.
    pub async fn next(&mut self) -> Live {
        loop {
            self.seen = browser::news(&self.path, &self.seen).await.as_string().unwrap_or_default();
            if let Ok(live) = serde_json::from_str(&self.seen) {
                return live;
            }
        }
    }
}

/// Whole seconds until a vote closes, counted on this device from when the server said how long it is.
pub fn count_down(closes_in: RwSignal<Option<i64>>, seconds: RwSignal<Option<u32>>) {
    let until = StoredValue::new(None::<f64>);
    Effect::new(move |_| {
        #[expect(clippy::cast_precision_loss, reason = "a minute in microseconds")]
        let ends = closes_in.get().map(|left| browser::millis() + left as f64 / 1000.0);
        until.set_value(ends);
        seconds.set(ends.and_then(left));
    });
    spawn_local(async move {
        loop {
            browser::nap(250).await;
            let now = until.get_value().and_then(left);
            if seconds.get_untracked() != now {
                seconds.set(now);
            }
        }
    });
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a minute in seconds")]
fn left(until: f64) -> Option<u32> {
    let seconds = ((until - browser::millis()) / 1000.0).ceil();
    (seconds > 0.0).then_some(seconds.min(600.0) as u32)
}
