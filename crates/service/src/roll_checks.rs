//! Rolls as key holders' pages check them (PROTOCOL.md §9.2): without names, numbers and chain codes; what the record says of them;
//! and how many checked them.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::ids::{AssemblyId, BoxId, MemberId, VoteId};
use domain::roll_checks::RollChecks;
use protocol::group::scalar_to_decimal;
use protocol::keys::{Possession, PublicKeys, Registration};
use protocol::merkle::Hash;
use protocol::record::Entry;
use protocol::roll_check::{Said, Speaker, Unnamed, UnnamedRoll};
use protocol::trustees::Trustees;
use protocol::voice;
use store::boxes::BallotBox;
use store::holders::Holder;
use store::rolls::RollEntry;
use store::votes::Vote;
use store::{Tx, entrusted, holders, keys, record, rolls};

use crate::codes::{self, By, Speaking};
use crate::error::Stored as _;
use crate::{Error, facts};

/// Type of the entry of the record that says somebody checked a roll.
pub(crate) const ROLL_CHECKED: &str = "roll-checked";

/// The key holder of an assembly that a member is.
///
/// # Errors
/// [`Refusal::NotKeyHolder`].
pub(crate) async fn holder(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Holder, Error> {
    let all = holders::by_assembly(tx, assembly).await?;
    Ok(all.into_iter().find(|holder| holder.member == member).ok_or(Refusal::NotKeyHolder)?)
}

/// The roll of a box without names: by R, and by t, so that no order says whose is what.
pub(crate) async fn unnamed(tx: &mut Tx, ballot_box: &BallotBox) -> Result<UnnamedRoll, Error> {
    let mut speakers: BTreeMap<[u8; 32], (Speaker, [u8; 32])> = BTreeMap::new();
    for entry in rolls::of_box(tx, ballot_box.id).await? {
        let by = By::of_entry(&entry);
        // Whoever carries others stands on the roll more than once: the key is read once.
        let (mut speaker, chain_code) = match speakers.remove(&entry.identity) {
            Some(there) => there,
            None => {
                let (keys, registration) = key_of(tx, &entry, by).await?;
                (Speaker { ballot_root: keys.ballot_root, registration, voices: Vec::new() }, keys.chain_code)
            }
        };
        let blinding = voice::blinding(&chain_code, &ballot_box.uuid, entry.voice.bytes());
        speaker.voices.push(Unnamed { blinding, kind: by.kind(entry.proxy.is_some()) });
        speakers.insert(entry.identity, (speaker, chain_code));
    }
    let mut speakers: Vec<Speaker> = speakers.into_values().map(|(speaker, _)| speaker).collect();
    speakers.sort_by_cached_key(|speaker| speaker.ballot_root.to_string());
    for speaker in &mut speakers {
        speaker.voices.sort_by_cached_key(|voice| scalar_to_decimal(&voice.blinding));
    }
    Ok(UnnamedRoll { speakers })
}

/// The key that speaks an entry of a roll, and how it came into the register, if anybody registered it.
async fn key_of(tx: &mut Tx, entry: &RollEntry, by: By) -> Result<(PublicKeys, Option<Possession>), Error> {
    let (keys, registration) = match by {
        By::Own => {
            let seq = entry.key_seq.stored("the key on the roll")?;
            let key = keys::at_seq(tx, entry.speaker, seq).await?.stored("the key on the roll")?;
            (facts::public_keys(&key)?, key.registration)
        }
        By::Code(id) => {
            let code = store::codes::by_id(tx, id).await?.stored("the code on the roll")?;
            (codes::public_keys(&code)?, code.registration)
        }
        By::Entrusted(id) => {
            let key = entrusted::by_id(tx, id).await?.stored("the key on the roll")?;
            // Their number stands in no answer.
            return Ok((Speaking::entrusted(&key, 0)?.keys, None));
        }
    };
    let registration: Registration = serde_json::from_str(&registration).stored("a registration")?;
    Ok((keys, Some(Possession::of(&registration, entry.speaker.bytes()))))
}

/// The hash by which the roll of a box is signed, from its entry in the record.
pub(crate) async fn signed_hash(tx: &mut Tx, assembly: AssemblyId, one: &BallotBox) -> Result<Hash, Error> {
    let mut entries = Vec::new();
    for row in record::entries(tx, assembly).await? {
        entries.push(Entry::parse(&row.entry).stored("a record entry")?);
    }
    let said = Said::of(&entries, one.vote.bytes(), &one.uuid).stored("the roll of a box in the record")?;
    said.hash().stored("the roll of a box in the record")
}

/// How many key holders checked the rolls of a vote's boxes; nothing of a vote without a box that is an election.
pub(crate) async fn counted(tx: &mut Tx, vote: &Vote, boxes: &[BallotBox]) -> Result<Option<RollChecks>, Error> {
    let Some(first) = boxes.first() else { return Ok(None) };
    let checks = store::roll_checks::of_vote(tx, vote.id).await?;
    let of_box = |one: &BallotBox| checks.iter().filter(|check| check.ballot_box == one.id).count();
    let checked = boxes.iter().map(of_box).min().unwrap_or_default();
    let of = holders::by_assembly(tx, vote.assembly).await?.len();
    Ok(Some(RollChecks {
        checked: u32::try_from(checked).stored("the checks of a roll")?,
        of: u32::try_from(of).stored("the key holders")?,
        needed: Trustees::parse(&first.trustees).stored("the trustees")?.approvals(),
    }))
}

/// The boxes of a vote whose rolls a member checked.
pub(crate) async fn checked_by(tx: &mut Tx, vote: VoteId, member: MemberId) -> Result<Vec<BoxId>, Error> {
    let all = store::roll_checks::of_vote(tx, vote).await?;
    Ok(all.into_iter().filter(|check| check.member == member).map(|check| check.ballot_box).collect())
}
