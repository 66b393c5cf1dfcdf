//! What an observer downloads of a secret vote.

use std::io::{Cursor, Write as _};

use domain::Refusal;
use domain::ids::VoteId;
use domain::roles::Actor;
use domain::vote::Stage;
use protocol::combined::Combined;
use protocol::companion::{Companion, Emargements, FiledSlip, OwnerProofs};
use protocol::decryption::CompanionProofs;
use protocol::{emargement, hash, json as canonical_json};
use store::boxes::BallotBox;
use store::{Tx, ballots, boxes, decryptions, open_ballots};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::acts::close_vote::{marks, sealed_boxes, summed};
use crate::acts::submit_decryption::{opened_sum, parts_of_sum};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, archive as items, facts};

/// What is known of a ballot by its tracker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackerState {
    /// In the box, and the last of its voice.
    Counted,
    /// In the box; the voice has voted again since.
    Replaced,
    /// Not in the box.
    Unknown,
}

/// The archive of a box of a secret vote, `<uuid>.bel`: of the last one where no stage is named.
///
/// # Errors
/// [`Refusal::NotFound`] before the vote opens, and for an open vote.
pub async fn archive(service: &Service, vote: VoteId, stage: Option<Stage>) -> Result<Vec<u8>, Error> {
    allow(&Actor::Anyone, Operation::ReadArchive)?;
    let mut tx = service.db().read().await?;
    let found = ballot_box(&mut tx, vote, stage).await?;
    items::file(&mut tx, &found).await
}

/// The companion of the archive, `<uuid>.companion.json`.
///
/// # Errors
/// As [`archive`].
pub async fn companion(service: &Service, vote: VoteId, stage: Option<Stage>) -> Result<String, Error> {
    allow(&Actor::Anyone, Operation::ReadArchive)?;
    let mut tx = service.db().read().await?;
    let found = ballot_box(&mut tx, vote, stage).await?;
    write_companion(&mut tx, &found).await
}

/// Archive and companion of the same instant in one file: its name and bytes.
///
/// # Errors
/// As [`archive`].
pub async fn verify_zip(service: &Service, vote: VoteId, stage: Option<Stage>) -> Result<(String, Vec<u8>), Error> {
    allow(&Actor::Anyone, Operation::ReadArchive)?;
    let mut tx = service.db().read().await?;
    let found = ballot_box(&mut tx, vote, stage).await?;
    let archive = items::file(&mut tx, &found).await?;
    let companion = write_companion(&mut tx, &found).await?;
    drop(tx);
    let files = [
        (format!("{}.bel", found.uuid), archive.as_slice()),
        (format!("{}.companion.json", found.uuid), companion.as_bytes()),
    ];
    Ok((format!("{}.zip", found.uuid), pack(&files).stored("the zip")?))
}

fn pack(files: &[(String, &[u8])]) -> ZipResult<Vec<u8>> {
    let mut pack = Pack::new();
    for (name, bytes) in files {
        pack.add(name, bytes)?;
    }
    pack.finish()
}

/// A zip as it grows: of what was added only the compressed bytes stay. The same files give the same bytes.
pub(super) struct Pack(ZipWriter<Cursor<Vec<u8>>>);

impl Pack {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> ZipResult<()> {
        // What is in it has no time of its own.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        self.0.start_file(name, options)?;
        Ok(self.0.write_all(bytes)?)
    }

    /// Its bytes.
    pub(super) fn finish(self) -> ZipResult<Vec<u8>> {
        Ok(self.0.finish()?.into_inner())
    }
}

/// Whether a ballot is in the box, by its tracker, and whether it counts.
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown vote.
pub async fn ballot_known(service: &Service, vote: VoteId, tracker: &str) -> Result<TrackerState, Error> {
    allow(&Actor::Anyone, Operation::ReadTracker)?;
    let mut tx = service.db().read().await?;
    facts::vote(&mut tx, vote).await?;
    // Trackers are base64. Nothing else is looked up: PostgreSQL would not even read every other text.
    if !tracker.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')) {
        return Ok(TrackerState::Unknown);
    }
    let (n, last) = if let Some(found) = ballots::by_tracker(&mut tx, vote, tracker).await? {
        (found.n, ballots::last_n(&mut tx, found.ballot_box, found.voice).await?)
    } else if let Some(found) = open_ballots::by_tracker(&mut tx, vote, tracker).await? {
        (found.n, open_ballots::last_n(&mut tx, found.ballot_box, found.voice).await?)
    } else {
        return Ok(TrackerState::Unknown);
    };
    Ok(if n == last { TrackerState::Counted } else { TrackerState::Replaced })
}

/// The box at a stage; where none is named, the last one.
pub(super) async fn ballot_box(tx: &mut Tx, vote: VoteId, stage: Option<Stage>) -> Result<BallotBox, Error> {
    let all = boxes::elections(tx, vote).await?;
    Ok(all.into_iter().rfind(|one| stage.is_none_or(|stage| one.stage == stage)).ok_or(Refusal::NotFound)?)
}

pub(super) async fn write_companion(tx: &mut Tx, found: &BallotBox) -> Result<String, Error> {
    let cooperative = facts::cooperative(tx).await?.id;
    let mut order_slips = Vec::new();
    for ballot in ballots::of_box(tx, found.id).await? {
        let slip = serde_json::from_str(&ballot.slip).stored("an order slip")?;
        order_slips.push(FiledSlip::new(&ballot.tracker, &slip));
    }
    let mut decryption_proofs = Vec::new();
    for part in decryptions::of_box(tx, found.id).await? {
        let proofs = CompanionProofs::parse(&part.companion).stored("companion proofs")?;
        decryption_proofs.push(OwnerProofs { owner: part.owner, proofs });
    }
    let marks = marks(tx, found.id).await?;
    let carry = boxes::carry(tx, found.id).await?;
    let companion = Companion {
        version: 1,
        cooperative: hash::hex(cooperative.bytes()),
        uuid: found.uuid.clone(),
        order_slips,
        emargements: Emargements { count: marks.len() as u64, root: hash::hex(&emargement::root(&marks)) },
        decryption_proofs,
        carry: carry.as_deref().map(canonical_json::read).transpose().stored("a carry list")?,
        combined: sum(tx, found.vote).await?,
    };
    Ok(companion.to_json())
}

/// What the boxes of a vote that are opened in sum have in common (PROTOCOL.md §13.2), from the close of the last of them on.
async fn sum(tx: &mut Tx, vote: VoteId) -> Result<Option<Combined>, Error> {
    let parts = parts_of_sum(tx, vote).await?;
    if parts.is_empty() {
        return Ok(None);
    }
    let sealed = sealed_boxes(tx, vote).await?;
    let (boxes, _) = summed(&sealed)?;
    let result = opened_sum(tx, vote, &sealed).await?.map(|opened| opened.result);
    Ok(Some(Combined { boxes, parts, result }))
}
