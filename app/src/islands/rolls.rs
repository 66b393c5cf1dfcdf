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
    /// This browser could not check or sign it, which says nothing of the roll, and tries again: key of the sentence that says why.
    Later(&'static str),
    /// The server did not show it, however often it was asked.
    NotShown,
    /// Something is wrong: key of the sentence that says what.
    Wrong(&'static str),
}

impl Found {
    /// What follows where something does not agree, by the key of the sentence that says what: of the roll, or of the record that it is
    /// compared with, it is a fault. All else is trouble of this browser.
    #[must_use]
    pub fn of_doubt(key: &'static str) -> Self {
        match key {
            "holder-doubt-roll" | "holder-doubt-record" | "holder-doubt-record-key" | "holder-doubt-record-changed" => {
                Self::Wrong(key)
            }
            _ => Self::Later(key),
        }
    }

    /// Whether the roll is not looked at again.
    #[must_use]
    pub const fn settled(&self) -> bool {
        matches!(self, Self::Checked | Self::Wrong(_))
    }
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

/// Puts what was found of a roll in the place of what was found of it before. Whether anything changed: what is said twice is not read
/// out twice.
pub fn put(all: &mut Vec<Roll>, roll: Roll) -> bool {
    match all.iter_mut().find(|known| known.uuid == roll.uuid) {
        Some(known) if *known == roll => false,
        Some(known) => {
            *known = roll;
            true
        }
        None => {
            all.push(roll);
            true
        }
    }
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
        Found::Later(key) => view! {
            <p class="notice notice--warning">{sentence("holder-roll-later")}" "{s.get(key)}</p>
        }
        .into_any(),
        Found::NotShown => {
            view! { <p class="notice notice--warning">{sentence("holder-roll-not-shown")}</p> }.into_any()
        }
        Found::Wrong(key) => view! {
            <p class="alert" role="alert">{sentence("holder-roll-wrong")}" "{s.get(key)}</p>
        }
        .into_any(),
    }
}

#[cfg(feature = "hydrate")]
pub mod checking {
    //! What this browser fetches, computes and signs.

    use std::collections::HashMap;

    use domain::ids::VoteId;
    use domain::roll_checks::SignRoll;
    use domain::vote::Stage;
    use domain::wire::{KeyHolderBox, KeyHolderTask, KeyHolderVote, Me};
    use leptos::prelude::*;
    use protocol::checks::SealedTally;
    use protocol::merkle::Hash;
    use protocol::roll_check::{self, Checked, Said, UnnamedRoll};

    use super::super::browser::{self, Failure};
    use super::super::holding::Trouble;
    use super::super::witness::{self, Witnessed};
    use super::super::{device, making};
    use super::{Found, Roll, put};

    /// How often it is asked whether the record has grown.
    const PAUSE: u32 = 5_000;

    /// How often something is tried at that pace before it is said to be missing: half a minute.
    const PATIENCE: u32 = 6;

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
                drop(sign(me, entry.vote, one, &right).await);
            }
        }
        Ok(())
    }

    /// What is known of rolls between two rounds.
    #[derive(Default)]
    struct Known {
        /// Those that are right, by box, while their signature is not received.
        right: HashMap<String, Right>,
        /// How often each was asked for, or signed, in vain.
        tries: HashMap<String, u32>,
        /// The checkpoint of the record in which every box was found.
        note: Option<Vec<u8>>,
    }

    /// A box whose roll is checked.
    struct Opened {
        vote: VoteId,
        title: String,
        one: KeyHolderBox,
    }

    /// Checks and signs the rolls of boxes as they open, as long as the page is there.
    pub async fn watch(me: Me, mut task: KeyHolderTask, rolls: RwSignal<Vec<Roll>>) {
        let (mut seen, mut misses, mut known) = (None, 0, Known::default());
        loop {
            let pulse = browser::get::<u64>(&format!("/api/v1/assemblies/{}/pulse", task.assembly)).await.ok();
            if pulse.is_some() && pulse != seen {
                // Where the server does not say any more what there is to do, the record still says which boxes are open.
                match making::fetch(&task).await {
                    Ok(next) => (task, misses) = (next, 0),
                    Err(_) => misses += 1,
                }
                let told = misses == 0 || misses >= PATIENCE;
                if round(&me, &task, (rolls, &mut known)).await && told {
                    seen = pulse;
                }
            }
            browser::nap(PAUSE).await;
        }
    }

    fn settled(rolls: RwSignal<Vec<Roll>>, uuid: &str) -> bool {
        rolls.with_untracked(|all| all.iter().any(|roll| roll.uuid == uuid && roll.found.settled()))
    }

    /// Looks at every roll of which nothing is settled. Whether that is all until something changes.
    async fn round(me: &Me, task: &KeyHolderTask, (rolls, known): (RwSignal<Vec<Roll>>, &mut Known)) -> bool {
        let note = browser::fetch(&format!("/api/v1/assemblies/{}/checkpoint", task.assembly)).await;
        if note.is_some() && note == known.note && opened(task, None).iter().all(|of| settled(rolls, &of.one.uuid)) {
            return true;
        }
        let record = witness::record(me, task.assembly, &task.record_key).await;
        let mut quiet = true;
        let boxes = opened(task, record.as_ref().ok());
        if record.is_ok() {
            forget(rolls, &boxes);
        }
        for of in boxes {
            if settled(rolls, &of.one.uuid) {
                continue;
            }
            let outcome = match &record {
                Ok(record) => checked(me, &of, record, known).await.map_err(|trouble| finding(&trouble)),
                Err(trouble) => Err(finding(trouble)),
            };
            let found = match outcome {
                Ok(()) => Found::Checked,
                Err(found) => {
                    let tries = known.tries.entry(of.one.uuid.clone()).or_default();
                    *tries += 1;
                    let lasting = *tries >= PATIENCE;
                    let right = known.right.contains_key(&of.one.uuid);
                    let found = found.or(right.then_some(Found::Later("island-no-answer")));
                    quiet &= lasting || !matches!(found, None | Some(Found::Later(_)));
                    let Some(found) = found.or(lasting.then_some(Found::NotShown)) else { continue };
                    found
                }
            };
            say(rolls, Roll { uuid: of.one.uuid, title: of.title, found });
        }
        if quiet {
            known.note = note;
        }
        quiet
    }

    /// What was not settled of a box whose vote is over is no news any more.
    fn forget(rolls: RwSignal<Vec<Roll>>, boxes: &[Opened]) {
        let mut all = rolls.get_untracked();
        let said = all.len();
        all.retain(|roll| roll.found.settled() || boxes.iter().any(|of| of.one.uuid == roll.uuid));
        if all.len() < said {
            rolls.set(all);
        }
    }

    fn say(rolls: RwSignal<Vec<Roll>>, roll: Roll) {
        let mut all = rolls.get_untracked();
        if put(&mut all, roll) {
            rolls.set(all);
        }
    }

    /// What is said of trouble; nothing yet where the server did not answer.
    fn finding(trouble: &Trouble) -> Option<Found> {
        match trouble {
            Trouble::Server(Failure::NoAnswer) => None,
            Trouble::Server(Failure::Refused(why)) => Some(Found::Unsigned(why.clone())),
            Trouble::Doubt(key) => Some(Found::of_doubt(key)),
            Trouble::Of(_) => Some(Found::of_doubt("holder-doubt-roll")),
        }
    }

    /// The boxes of votes that are not over, as the task has them; and those that the record says are open and the task leaves out.
    fn opened(task: &KeyHolderTask, record: Option<&Witnessed>) -> Vec<Opened> {
        let title = |of: &KeyHolderVote| {
            let title = &of.resolution.title;
            if browser::lang() == "en" { title.en.clone() } else { title.fr.clone() }
        };
        let mut all = Vec::new();
        for vote in task.votes.iter().filter(|vote| !vote.state.over()) {
            let of = |one: &KeyHolderBox| Opened { vote: vote.vote, title: title(vote), one: one.clone() };
            all.extend(vote.boxes.iter().map(of));
        }
        let said = record.map(|record| roll_check::standing(&record.entries)).unwrap_or_default();
        for one in said.into_iter().filter(|one| !one.closed) {
            let Ok(id) = one.vote.parse() else { continue };
            if all.iter().any(|known: &Opened| known.one.uuid == one.uuid) {
                continue;
            }
            let vote = VoteId(id);
            let named = task.votes.iter().find(|known| known.vote == vote).map(title);
            let stage = if one.advance { Stage::Advance } else { Stage::Session };
            all.push(Opened {
                vote,
                title: named.unwrap_or_else(|| one.uuid.to_owned()),
                one: KeyHolderBox { stage, uuid: one.uuid.to_owned(), checked: false },
            });
        }
        all
    }

    async fn checked(me: &Me, of: &Opened, record: &Witnessed, known: &mut Known) -> Result<(), Trouble> {
        let found = match known.right.remove(&of.one.uuid) {
            Some(found) => found,
            None => right(me, of.vote, &of.one, record).await?,
        };
        // The server's word that it has the signature spares sending it, not looking.
        let outcome = if of.one.checked { Ok(()) } else { sign(me, of.vote, &of.one, &found).await };
        if outcome.is_err() {
            known.right.insert(of.one.uuid.clone(), found);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_of_a_browser_is_no_fault_of_a_roll() {
        for key in
            ["holder-doubt-roll", "holder-doubt-record", "holder-doubt-record-key", "holder-doubt-record-changed"]
        {
            assert_eq!(Found::of_doubt(key), Found::Wrong(key));
            assert!(Found::of_doubt(key).settled(), "{key}");
        }
        for key in ["holder-unreadable", "holder-not-kept", "key-elsewhere-title"] {
            assert_eq!(Found::of_doubt(key), Found::Later(key));
            assert!(!Found::of_doubt(key).settled(), "{key}");
        }
        assert!(Found::Checked.settled());
        assert!(!Found::Unsigned("Later.".to_owned()).settled() && !Found::NotShown.settled());
    }

    #[test]
    fn what_is_found_later_takes_the_place_of_what_was_said_before() {
        let of = |uuid: &str, found| Roll { uuid: uuid.to_owned(), title: "Statutes".to_owned(), found };
        let mut all = Vec::new();
        assert!(put(&mut all, of("a", Found::NotShown)));
        assert!(put(&mut all, of("b", Found::Checked)));
        assert!(!put(&mut all, of("a", Found::NotShown)), "said once");
        assert!(put(&mut all, of("a", Found::Checked)));
        assert_eq!(all, [of("a", Found::Checked), of("b", Found::Checked)]);
    }
}
