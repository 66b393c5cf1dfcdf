//! The receipts that this device keeps: each with what the public archive has of its ballot, when it is asked for; all of them as a
//! file; and forgotten at a press. They are of whoever is signed in, and a slip of the desk leaves none.

use leptos::prelude::*;
use protocol::received::Found;

use super::keeping::Kept;
use crate::strings::Strings;

/// What is said of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody looked.
    Unasked,
    /// It is being looked up.
    Asked,
    /// The archive says so.
    In(Found),
    /// Of an open vote: there is no box.
    Open,
    /// No archive of its box could be fetched.
    Away,
    /// What was fetched is no sound archive: the ballot may be missing behind the fault.
    Broken,
}

impl Standing {
    /// The key of the sentence; nothing is said before anybody asked.
    #[must_use]
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Unasked => None,
            Self::Asked => Some("receipts-asked"),
            Self::In(Found::Last) => Some("receipts-last"),
            Self::In(Found::Replaced) => Some("receipts-replaced"),
            Self::In(Found::Missing) => Some("receipts-missing"),
            Self::Open => Some("receipts-open"),
            Self::Away => Some("receipts-away"),
            Self::Broken => Some("receipts-broken"),
        }
    }

    /// Whether whoever reads it must do something.
    #[must_use]
    pub fn alarms(self) -> bool {
        matches!(self, Self::In(Found::Missing) | Self::Broken)
    }
}

/// A receipt on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is kept.
    pub kept: Kept,
    /// When, by the clock of this device.
    pub when: String,
    /// What was found of it.
    pub standing: Standing,
}

/// The receipts of this device.
#[island]
pub fn Receipts(
    /// The cooperative's id.
    cooperative: String,
    /// The member's.
    member: String,
    /// Sentences `receipts-*`.
    strings: Strings,
) -> impl IntoView {
    let lines = RwSignal::new(Vec::<Line>::new());
    let s = StoredValue::new(strings);
    let whose = StoredValue::new((cooperative, member));
    wake(whose, lines);
    view! {
        <section class="card stack" aria-labelledby="receipts-title" hidden=move || lines.get().is_empty()>
            <h2 id="receipts-title">{s.get_value().get("receipts-title")}</h2>
            <p>{s.get_value().get("receipts-text")}</p>
            <div role="status" aria-live="polite">
                <ul class="stack">{move || lines.get().iter().map(|line| shown(line, &s.get_value())).collect_view()}</ul>
            </div>
            <p class="cluster">
                <button class="button" type="button" id="receipts-check" on:click=move |_| check(lines)>{s.get_value().get("receipts-check")}</button>
                <button class="button button--quiet" type="button" id="receipts-save" on:click=move |_| save(whose, lines)>{s.get_value().get("receipts-save")}</button>
            </p>
            <details>
                <summary>{s.get_value().get("receipts-forget-what")}</summary>
                <p>{s.get_value().get("receipts-forget-text")}</p>
                <p><button class="button button--quiet" type="button" id="receipts-forget" on:click=move |_| forget(whose, lines)>{s.get_value().get("receipts-forget")}</button></p>
            </details>
        </section>
    }
}

fn shown(line: &Line, s: &Strings) -> AnyView {
    let class = if line.standing.alarms() { "alert" } else { "hint" };
    view! {
        <li>
            <h3>{line.kept.title.clone()}</h3>
            <p class="hint">{line.when.clone()}</p>
            <p><code class="receipt__tracker mono" translate="no">{line.kept.receipt.tracker.clone()}</code></p>
            {line.standing.key().map(|key| view! { <p class=class>{s.get(key)}</p> })}
        </li>
    }
    .into_any()
}

type Whose = StoredValue<(String, String)>;

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server nothing is kept.
    use super::{Line, RwSignal, Whose};

    pub fn wake(_: Whose, _: RwSignal<Vec<Line>>) {}
    pub fn check(_: RwSignal<Vec<Line>>) {}
    pub fn save(_: Whose, _: RwSignal<Vec<Line>>) {}
    pub fn forget(_: Whose, _: RwSignal<Vec<Line>>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use protocol::received;

    use super::super::{browser, keeping};
    use super::{Kept, Line, Standing, Whose};

    /// What is on this device, the newest first.
    pub fn wake(whose: Whose, lines: RwSignal<Vec<Line>>) {
        spawn_local(async move {
            let (cooperative, member) = whose.get_value();
            let mut all = keeping::all(&cooperative, &member).await;
            all.sort_by_key(|kept| std::cmp::Reverse(kept.receipt.time));
            let line = |kept: Kept| {
                let when = browser::at(kept.receipt.time);
                Line { kept, when, standing: Standing::Unasked }
            };
            lines.set(all.into_iter().map(line).collect());
        });
    }

    /// Looks each one up in the archives that everybody can fetch, one after another.
    pub fn check(lines: RwSignal<Vec<Line>>) {
        lines.update(|all| all.iter_mut().for_each(|line| line.standing = Standing::Asked));
        spawn_local(async move {
            for (at, line) in lines.get_untracked().into_iter().enumerate() {
                let standing = standing(&line.kept).await;
                lines.update(|all| all.get_mut(at).into_iter().for_each(|line| line.standing = standing));
            }
        });
    }

    /// Of a vote with two boxes the receipt says which. An archive that cannot be read to its end may be the one.
    async fn standing(kept: &Kept) -> Standing {
        if kept.receipt.box_uuid.is_none() {
            return Standing::Open;
        }
        let mut otherwise = Standing::Away;
        for stage in ["session", "advance"] {
            let path = format!("/api/v1/votes/{}/archive.bel?stage={stage}", kept.vote);
            let Some(archive) = browser::fetch(&path).await else { continue };
            match received::find(&kept.receipt, archive.as_slice()) {
                Ok(Some(found)) => return Standing::In(found),
                Ok(None) => {}
                Err(_) => otherwise = Standing::Broken,
            }
        }
        otherwise
    }

    /// All of them, as a file: what the server signed, as whoever verifies it needs it.
    pub fn save(whose: Whose, lines: RwSignal<Vec<Line>>) {
        let receipts: Vec<Kept> = lines.get_untracked().into_iter().map(|line| line.kept).collect();
        let file = serde_json::json!({ "cooperative": whose.get_value().0, "receipts": receipts });
        browser::save("receipts.json", &file.to_string());
    }

    /// Nothing else on this device goes with them.
    pub fn forget(whose: Whose, lines: RwSignal<Vec<Line>>) {
        spawn_local(async move {
            let (cooperative, member) = whose.get_value();
            keeping::forget(&cooperative, &member).await;
            lines.set(Vec::new());
        });
    }
}

use acts::{check, forget, save, wake};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_that_is_not_there_alarms_and_so_does_an_archive_that_could_hide_it() {
        let all = [
            Standing::Unasked,
            Standing::Asked,
            Standing::In(Found::Last),
            Standing::In(Found::Replaced),
            Standing::In(Found::Missing),
            Standing::Open,
            Standing::Away,
            Standing::Broken,
        ];
        let alarming: Vec<_> = all.into_iter().filter(|standing| standing.alarms()).collect();
        assert_eq!(alarming, [Standing::In(Found::Missing), Standing::Broken]);
        let said: std::collections::BTreeSet<_> = all.into_iter().filter_map(Standing::key).collect();
        assert_eq!(said.len(), all.len() - 1, "each has a sentence of its own, but what nobody asked");
    }
}
