//! The key holder's desk. Making the key and approving it is one press; opening the box is another, after the page has
//! recomputed the tally from the archive by itself.

use domain::vote::VoteState;
use domain::wire::{KeyHolderTask, KeyHolderVote, Me};
use leptos::prelude::*;

use super::comparing::{Compare, Looked};
use super::rolls::{Roll, Rolls};
use crate::strings::Strings;

/// Where the desk stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "on the server an island only stands there"))]
enum Desk {
    /// Before the program is awake.
    Waking,
    /// The member's own voting key is not on this device.
    NoKey,
    /// Ready for what the votes ask.
    Ready,
    /// Working; a sentence.
    Working(String),
    /// What was looked at is compared with the others before it is opened.
    Comparing(Box<Looked>),
    /// It did not work, in words.
    Failed(String),
}

/// The desk of one key holder.
#[island]
pub fn HolderDesk(
    /// Who.
    me: Me,
    /// What there is to do.
    task: KeyHolderTask,
    /// `fr` or `en`.
    lang: String,
    /// Sentences.
    strings: Strings,
) -> impl IntoView {
    let desk = RwSignal::new(Desk::Waking);
    let noted = RwSignal::new(true);
    let rolls = RwSignal::new(Vec::<Roll>::new());
    let s = StoredValue::new(strings);
    let made = task.public_key.is_some();
    let together = task.ceremony.is_some();
    let prepared = made && !task.votes.iter().any(KeyHolderVote::to_approve);
    let votes = task.votes.clone();
    let held = StoredValue::new((me, task));
    wake(held, desk, (noted, rolls));
    let idle = move || desk.get() == Desk::Ready;
    // A key that is made together is made in the card above this desk.
    let to_prepare = (!prepared && (made || !together)).then(|| {
        let (title, text, press) = match together {
            true => ("holder-approve-title", "holder-approve-text", "holder-approve"),
            false => ("holder-prepare-title", "holder-prepare-text", "holder-prepare"),
        };
        view! {
            <section class="card card--action stack">
                <h2>{s.get_value().get(title)}</h2>
                <p>{s.get_value().get(text)}</p>
                <p class="notice notice--warning" hidden=move || noted.get()>
                    {s.get_value().get("holder-words-first")}" "<a href="/me/key">{s.get_value().get("key-page")}</a>
                </p>
                <button class="button button--primary" type="button" disabled=move || !idle() || !noted.get()
                    on:click=move |_| prepare(held, s, desk)>{s.get_value().get(press)}</button>
            </section>
        }
    });
    view! {
        <div class="stack" data-state=move || name(&desk.get())>
            {to_prepare}
            <Rolls rolls s />
            {move || match desk.get() {
                Desk::Comparing(looked) => {
                    let open = Callback::new(move |looked| finish_open(looked, held, s, desk));
                    view! { <Compare looked=*looked s open /> }.into_any()
                }
                _ => ().into_any(),
            }}
            {votes.into_iter().map(|vote| line(vote, &lang, held, s, desk, prepared)).collect_view()}
            <div role="status" aria-live="polite">{move || spoken(&desk.get(), &s.get_value())}</div>
        </div>
    }
}

type Held = StoredValue<(Me, KeyHolderTask)>;

fn name(desk: &Desk) -> &'static str {
    match desk {
        Desk::Waking => "waking",
        Desk::NoKey => "no-key",
        Desk::Ready => "ready",
        Desk::Working(_) => "working",
        Desk::Comparing(_) => "comparing",
        Desk::Failed(_) => "failed",
    }
}

fn line(
    vote: KeyHolderVote,
    lang: &str,
    held: Held,
    s: StoredValue<Strings>,
    desk: RwSignal<Desk>,
    prepared: bool,
) -> AnyView {
    let sentences = s.get_value();
    let title = if lang == "en" { vote.resolution.title.en.clone() } else { vote.resolution.title.fr.clone() };
    let to_open = vote.to_open();
    let state = match (vote.state, prepared, vote.decrypted) {
        (VoteState::Prepared, true, _) if vote.trustees.is_none() => "holder-vote-others",
        (VoteState::Prepared, false, _) => "holder-vote-first",
        (VoteState::Prepared, true, _) => "holder-vote-ready",
        (VoteState::Advance | VoteState::Open, ..) => "holder-vote-open",
        (VoteState::Closed, _, false) if vote.boxes.is_empty() => "holder-vote-paper-only",
        (VoteState::Closed, _, false) if vote.papers_first => "holder-vote-papers",
        (VoteState::Closed, _, false) => "holder-vote-closed",
        (VoteState::Closed, _, true) => "holder-vote-sent",
        (VoteState::Decided, ..) => "holder-vote-decided",
        (VoteState::Voided, ..) => "holder-vote-voided",
    };
    let id = vote.vote;
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            <p>{sentences.get(state)}</p>
            {to_open.then(|| view! {
                <button class="button button--primary" type="button" disabled=move || desk.get() != Desk::Ready
                    on:click=move |_| open(id, held, s, desk)>{sentences.get("holder-open")}</button>
            })}
            {(vote.state == VoteState::Decided).then(|| view! {
                <p><a class="button" href=format!("/vote/{id}")>{s.get_value().get("holder-result")}</a></p>
            })}
        </section>
    }
    .into_any()
}

fn spoken(desk: &Desk, s: &Strings) -> AnyView {
    match desk {
        Desk::Waking | Desk::Ready | Desk::Comparing(_) => ().into_any(),
        Desk::NoKey => view! {
            <p class="notice notice--warning">{s.get("key-elsewhere-title")}" "<a href="/votes">{s.get("holder-to-key")}</a></p>
        }
        .into_any(),
        Desk::Working(what) => view! { <p class="notice" aria-busy="true">{what.clone()}</p> }.into_any(),
        Desk::Failed(why) => view! { <p class="alert" role="alert">{why.clone()}</p> }.into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server the desk only stands there.
    use domain::ids::VoteId;

    use super::{Desk, Held, Looked, Roll, RwSignal, StoredValue, Strings};

    pub fn wake(_: Held, _: RwSignal<Desk>, _: (RwSignal<bool>, RwSignal<Vec<Roll>>)) {}
    pub fn prepare(_: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
    pub fn open(_: VoteId, _: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
    pub fn finish_open(_: Looked, _: Held, _: StoredValue<Strings>, _: RwSignal<Desk>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use domain::ids::VoteId;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser::{self, Failure};
    use super::super::holding::{self, Trouble};
    use super::super::rolls::checking;
    use super::super::{device, phrases};
    use super::{Desk, Held, Looked, Roll, Strings};

    /// Is this member's voting key on this device, and were its words noted? Who loses the key of a key holder takes the
    /// result of everybody away: the words come first. With the voting key the page checks and signs rolls by itself.
    pub fn wake(held: Held, desk: RwSignal<Desk>, (noted, rolls): (RwSignal<bool>, RwSignal<Vec<Roll>>)) {
        spawn_local(async move {
            let (me, task) = held.get_value();
            noted.set(!matches!(phrases::kept(&me).await, Some((_, false))));
            if device::keys(&me).await.is_none() {
                desk.set(Desk::NoKey);
                return;
            }
            desk.set(Desk::Ready);
            checking::watch(me, task, rolls).await;
        });
    }

    /// Makes the key holder's key and approves the trustees of every secret vote.
    pub fn prepare(held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working(s.get_value().get("holder-preparing")));
        spawn_local(async move {
            let (me, task) = held.get_value();
            finish(holding::prepare(&me, task).await, &s.get_value(), desk);
        });
    }

    /// Recomputes the tally from the archive and decrypts it; in a group, once what was recomputed was compared.
    pub fn open(vote: VoteId, held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working(s.get_value().get("holder-opening")));
        spawn_local(async move {
            browser::nap(20).await;
            let (me, task) = held.get_value();
            match holding::look(&me, &task, vote).await {
                Ok(looked) if task.ceremony.is_some() => desk.set(Desk::Comparing(Box::new(looked))),
                Ok(looked) => finish(holding::open(&me, &task, &looked).await, &s.get_value(), desk),
                Err(trouble) => finish(Err(trouble), &s.get_value(), desk),
            }
        });
    }

    /// Decrypts what was compared.
    pub fn finish_open(looked: Looked, held: Held, s: StoredValue<Strings>, desk: RwSignal<Desk>) {
        desk.set(Desk::Working(s.get_value().get("holder-opening")));
        spawn_local(async move {
            let (me, task) = held.get_value();
            finish(holding::open(&me, &task, &looked).await, &s.get_value(), desk);
        });
    }

    fn finish(outcome: Result<(), Trouble>, s: &Strings, desk: RwSignal<Desk>) {
        match outcome {
            Ok(()) => browser::reload(),
            Err(Trouble::Server(Failure::Refused(why))) => desk.set(Desk::Failed(why)),
            Err(Trouble::Server(Failure::NoAnswer)) => desk.set(Desk::Failed(s.get("island-no-answer"))),
            Err(Trouble::Doubt(key)) => desk.set(Desk::Failed(s.get(key))),
            Err(Trouble::Of(place)) => desk.set(Desk::Failed(s.fill("ceremony-fault-of", "place", &place.to_string()))),
        }
    }
}

use acts::{finish_open, open, prepare, wake};
