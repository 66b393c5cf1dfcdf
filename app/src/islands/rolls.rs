//! The rolls of boxes on the key holder's page (PROTOCOL.md §9.2): checked and signed as boxes open, by the page itself, and what it
//! found said aloud.

use leptos::prelude::*;

use crate::strings::Strings;

/// What this page found of the roll of a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is what the record says, and this page signed it.
    Checked,
    /// It is what the record says, and the server did not take the signature; why, in words.
    Unsigned(String),
    /// Something is wrong: key of the sentence that says what.
    Wrong(&'static str),
}

/// The roll of a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Uuid of the box.
    pub uuid: String,
    /// What the vote is on.
    pub title: String,
    /// What was found.
    pub found: Found,
}

/// What was found of each roll so far.
#[component]
pub fn Rolls(
    /// Each roll, as it was looked at.
    rolls: RwSignal<Vec<Roll>>,
    /// Sentences.
    s: StoredValue<Strings>,
) -> impl IntoView {
    view! {
        <div class="stack" role="status" aria-live="polite" data-rolls=move || rolls.with(Vec::len).to_string()>
            {move || rolls.get().iter().map(|roll| said(roll, &s.get_value())).collect_view()}
        </div>
    }
}

fn said(roll: &Roll, s: &Strings) -> AnyView {
    let sentence = |key: &str| s.fill(key, "vote", &roll.title);
    match &roll.found {
        Found::Checked => view! { <p class="notice">{sentence("holder-roll-checked")}</p> }.into_any(),
        Found::Unsigned(why) => view! {
            <p class="notice notice--warning">{sentence("holder-roll-unsigned")}" "{why.clone()}</p>
        }
        .into_any(),
        Found::Wrong(key) => view! {
            <p class="alert" role="alert">{sentence("holder-roll-wrong")}" "{s.get(key)}</p>
        }
        .into_any(),
    }
}

#[cfg(feature = "hydrate")]
pub mod checking {
    //! What this browser fetches, computes and signs.

    use domain::ids::VoteId;
    use domain::roll_checks::SignRoll;
    use domain::wire::{KeyHolderBox, KeyHolderTask, KeyHolderVote, Me};
    use leptos::prelude::*;
    use protocol::checks::SealedTally;
    use protocol::merkle::Hash;
    use protocol::roll_check::{self, Checked, Said, UnnamedRoll};

    use super::super::browser::{self, Failure};
    use super::super::holding::Trouble;
    use super::super::witness::{self, Witnessed};
    use super::super::{device, making};
    use super::{Found, Roll};

    /// How often it is asked whether the record has grown.
    const PAUSE: u32 = 5_000;

    fn fault() -> Trouble {
        Trouble::Doubt("holder-doubt-roll")
    }

    /// A roll that is what the record says.
    struct Right {
        phi: String,
        roll: Hash,
        /// Fingerprint of the credentials that were computed from it.
        credentials: String,
    }

    /// Fetches the roll of a box without names, and checks it.
    async fn right(me: &Me, vote: VoteId, one: &KeyHolderBox, record: &Witnessed) -> Result<Right, Trouble> {
        let path = format!("/api/v1/votes/{vote}/roll?stage={}", one.stage.word());
        let bytes = browser::fetch(&path).await.ok_or(Trouble::Server(Failure::NoAnswer))?;
        // What is working is on the screen before it is worked at.
        browser::nap(20).await;
        let shown: UnnamedRoll = serde_json::from_slice(&bytes).map_err(|_| fault())?;
        let said = Said::of(&record.entries, vote.bytes(), &one.uuid).ok_or_else(fault)?;
        roll_check::check(&shown, me.cooperative.bytes(), &said).map_err(|_| fault())?;
        let credentials = said.roll["credentials"].as_str().ok_or_else(fault)?.to_owned();
        Ok(Right { phi: said.phi.to_owned(), roll: said.hash().ok_or_else(fault)?, credentials })
    }

    async fn sign(me: &Me, vote: VoteId, one: &KeyHolderBox, right: &Right) -> Result<(), Trouble> {
        let keys = device::keys(me).await.ok_or(Trouble::Doubt("key-elsewhere-title"))?;
        let checked = Checked { vote: vote.bytes(), uuid: &one.uuid, phi: &right.phi, roll: right.roll };
        let signature = checked.sign(me.cooperative.bytes(), keys.identity());
        let asked = SignRoll { uuid: one.uuid.clone(), signature };
        browser::post::<_, serde_json::Value>(&format!("/api/v1/votes/{vote}/roll-check"), &asked).await?;
        Ok(())
    }

    /// Before a vote is decrypted: the roll of each of its boxes is what the record says, and the archive that was verified lists
    /// these credentials. That a signature is not taken keeps no box shut.
    pub async fn of_sealed(
        me: &Me,
        entry: &KeyHolderVote,
        sealed: &[SealedTally],
        record: &Witnessed,
    ) -> Result<(), Trouble> {
        for one in &entry.boxes {
            let archive = sealed.iter().find(|tally| tally.uuid == one.uuid).ok_or_else(fault)?;
            let right = right(me, entry.vote, one, record).await?;
            if right.credentials != archive.credentials || right.phi != archive.phi {
                return Err(fault());
            }
            if !one.checked {
                match sign(me, entry.vote, one, &right).await {
                    Ok(()) | Err(Trouble::Server(_)) => {}
                    Err(trouble) => return Err(trouble),
                }
            }
        }
        Ok(())
    }

    /// Checks and signs the rolls of boxes as they open, as long as the page is there.
    pub async fn watch(me: Me, mut task: KeyHolderTask, rolls: RwSignal<Vec<Roll>>) {
        let mut seen = None;
        loop {
            let pulse = browser::get::<u64>(&format!("/api/v1/assemblies/{}/pulse", task.assembly)).await.ok();
            if pulse.is_some()
                && pulse != seen
                && let Ok(next) = making::fetch(&task).await
            {
                task = next;
                if round(&me, &task, rolls).await {
                    seen = pulse;
                }
            }
            browser::nap(PAUSE).await;
        }
    }

    /// Looks at every roll that was not looked at yet. Whether the server answered each time.
    async fn round(me: &Me, task: &KeyHolderTask, rolls: RwSignal<Vec<Roll>>) -> bool {
        let mut answered = true;
        for vote in task.votes.iter().filter(|vote| !vote.state.over()) {
            for one in &vote.boxes {
                if rolls.with_untracked(|all| all.iter().any(|roll| roll.uuid == one.uuid)) {
                    continue;
                }
                let found = match checked(me, task, vote.vote, one).await {
                    Ok(()) => Found::Checked,
                    Err(Trouble::Server(Failure::NoAnswer)) => {
                        answered = false;
                        continue;
                    }
                    Err(Trouble::Server(Failure::Refused(why))) => Found::Unsigned(why),
                    Err(Trouble::Doubt(key)) => Found::Wrong(key),
                    Err(Trouble::Of(_)) => Found::Wrong("holder-doubt-roll"),
                };
                let title = &vote.resolution.title;
                let title = if browser::lang() == "en" { title.en.clone() } else { title.fr.clone() };
                rolls.update(|all| all.push(Roll { uuid: one.uuid.clone(), title, found }));
            }
        }
        answered
    }

    async fn checked(me: &Me, task: &KeyHolderTask, vote: VoteId, one: &KeyHolderBox) -> Result<(), Trouble> {
        let record = witness::record(me, task.assembly, &task.record_key).await?;
        let right = right(me, vote, one, &record).await?;
        // The server's word that it has the signature spares sending it, not looking.
        if one.checked { Ok(()) } else { sign(me, vote, one, &right).await }
    }
}
