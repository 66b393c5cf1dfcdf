//! How a vote looks in a list.

use domain::in_session::Cause;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{ItemView, MyVoice};
use leptos::prelude::*;

use crate::i18n::Lang;

/// The state of a vote, as a chip.
#[component]
pub fn StateChip(
    /// State.
    state: VoteState,
    /// Whether the assembly is over: what has not been opened never will be.
    #[prop(default = false)]
    over: bool,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (class, key) = match state {
        VoteState::Prepared if over => ("chip chip--closed", "vote-not-put"),
        VoteState::Prepared => ("chip chip--wait", "vote-prepared"),
        VoteState::Advance => ("chip chip--open", "vote-advance"),
        VoteState::Open => ("chip chip--open", "vote-open"),
        VoteState::Closed => ("chip chip--closed", "vote-closed"),
        VoteState::Decided => ("chip chip--done", "vote-decided"),
        VoteState::Voided => ("chip chip--closed", "vote-voided"),
    };
    view! { <span class=class>{lang.t(key)}</span> }
}

/// Open or secret, as a chip.
#[component]
pub fn ModeChip(
    /// Mode.
    mode: VoteMode,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (class, key) = match mode {
        VoteMode::Open => ("chip chip--public", "mode-open"),
        VoteMode::Secret => ("chip chip--secret", "mode-secret"),
    };
    view! { <span class=class>{lang.t(key)}</span> }
}

/// That a text is put to the vote though the notice does not have it, and why it may be.
#[component]
pub fn InSession(
    /// Why.
    cause: Cause,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! { <p class="hint">{lang.t(&format!("cause-{}", cause.word()))}</p> }
}

/// What the member can do about a vote, in a sentence; `replaceable` says whether the statutes let a vote be replaced.
#[must_use]
pub fn voice_sentence(voice: MyVoice, replaceable: bool, lang: Lang) -> String {
    lang.t(match voice {
        MyVoice::Waiting => "voice-waiting",
        MyVoice::KeyNeeded => "voice-key-needed",
        MyVoice::ToVote => "voice-to-vote",
        MyVoice::Voted if !replaceable => "voice-voted-final",
        MyVoice::Voted => "voice-voted",
        MyVoice::InAdvance => "voice-in-advance",
        MyVoice::Used => "voice-used",
        MyVoice::Unused => "voice-unused",
        MyVoice::Entrusted => "voice-entrusted",
        MyVoice::NotOnRoll => "voice-not-on-roll",
        MyVoice::Void => "voice-void",
        MyVoice::Carried => "voice-carried",
        MyVoice::Blank => "voice-blank",
        MyVoice::CodeWaits => "voice-code-waits",
        MyVoice::ByCode => "voice-by-code",
        MyVoice::VotedByCode => "voice-voted-by-code",
        MyVoice::CodeOver => "voice-code-over",
        MyVoice::OnPaper => "voice-on-paper",
        MyVoice::PaperOut => "voice-paper-out",
        MyVoice::WasOnPaper => "voice-was-on-paper",
        MyVoice::VotedThenPaper => "voice-voted-then-paper",
        MyVoice::ByHand => "voice-by-hand",
    })
}

/// How many key holders' pages checked who is on the roll of a secret vote, once it is fixed; and to whoever can still act, that they
/// are too few.
#[component]
pub fn RollChecked(
    /// The item.
    item: ItemView,
    /// Whether whoever reads it leads the session.
    #[prop(default = false)]
    leads: bool,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let shown = item.roll_checks.filter(|_| item.state != VoteState::Voided);
    shown.map(|said| {
        let numbers = [("checked", said.checked.into()), ("of", said.of.into())];
        let few = leads && said.few(item.state);
        view! {
            <p class="hint">{lang.with("roll-checked-by", &numbers)}</p>
            {few.then(|| view! { <p class="notice notice--warning">{lang.with("roll-checked-few", &[("needed", said.needed.into())])}</p> })}
        }
    })
}

/// "37 of 145 voices have voted", with a meter.
#[component]
pub fn Turnout(
    /// The item.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let Some(voices) = item.voices else { return ().into_any() };
    // Voices on paper are said apart.
    let key = if item.paper.is_some() { "turnout-device" } else { "turnout" };
    let sentence = lang.with(key, &[("voted", item.voted.into()), ("voices", voices.into())]);
    view! {
        <div class="turnout">
            <progress max=voices value=item.voted aria-label=lang.t("turnout-label")></progress>
            <p>{sentence}{item.advance.filter(|_| item.state != VoteState::Advance).map(|advance| {
                format!(". {}", lang.with("turnout-advance", &[("voted", advance.voted.into())]))
            })}</p>
            {item.entrusted.map(|count| view! { <p class="hint">{lang.with("turnout-entrusted", &[("count", count.into())])}</p> })}
        </div>
    }
    .into_any()
}
