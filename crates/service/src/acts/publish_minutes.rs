//! The secretary publishes the minutes, built from the facts. The assembly ends with them.

use std::collections::HashMap;

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::minutes::{BoxReference, Document, InAdvance, Minutes, MinutesItem};
use domain::quorum::QuorumCheck;
use domain::rehearsal;
use domain::roles::Actor;
use domain::vote::Stage;
use protocol::hash;
use protocol::record::Entry;
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::minutes::Published;
use store::votes::Vote;
use store::{Tx, assemblies, attendances, boxes, minutes, paper, record, votes};

use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, agendas, bureau, elections, facts, letters, secrets, sheet, turnout};

/// Publishes the minutes of an assembly whose votes are all decided. Answers their SHA-256, hex.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::VotesUndecided`],
/// [`Refusal::TieOpen`], [`Refusal::BureauMissing`], [`Refusal::MinutesPublished`].
pub async fn publish_minutes(service: &Service, actor: &Actor, id: AssemblyId) -> Result<String, Error> {
    allow(actor, Operation::PublishMinutes)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::PublishMinutes).await?;
        let assembly = facts::assembly(tx, id).await?;
        let hash = publish(service, tx, actor, &assembly, None).await?;
        facts::note(service, tx, actor, "publish-minutes", Some(id.0)).await?;
        Ok(hash)
    })
}

/// Writes the minutes, with which the assembly ends, under the next number of their register, and tells the bureau that they wait for
/// its signatures: every vote is over, or what is left lacks its quorum by this count.
pub(crate) async fn publish(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    assembly: &Assembly,
    lack: Option<QuorumCheck>,
) -> Result<String, Error> {
    let (id, next) = (assembly.id, assembly.state.end()?);
    rehearsal::binds(assembly.rehearsal_until)?;
    let written = write(service, tx, assembly, lack).await?;
    let row = Published { body: written.to_canonical_json(), hash: written.hash(), published_at: service.now() };
    duplicate_is(minutes::insert(tx, id, &row).await, Refusal::MinutesPublished)?;
    if !assemblies::end(tx, id, assembly.state, next, service.now()).await? {
        return Err(Refusal::MinutesPublished.into());
    }
    agendas::lift_undecided(service, tx, actor, id).await?;
    let mut record = Record::new(service, assembly.cooperative, id);
    // The minutes name the bureau, so the record has only their hash.
    record.add("minutes", json!({ "minutes": hash::hex(&row.hash) }));
    record.write(tx).await?;
    letters::minutes::awaited(service, tx, assembly, 0).await?;
    Ok(hash::hex(&row.hash))
}

async fn write(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    no_quorum: Option<QuorumCheck>,
) -> Result<Minutes, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let mut items = Vec::new();
    let mut documents = Vec::new();
    let all = votes::by_assembly(tx, assembly.id).await?;
    let left_out = left_out(tx, assembly.id).await?;
    for vote in &all {
        let left_out = left_out.get(&hash::hex(vote.id.bytes())).copied();
        let item = MinutesItem { left_out, ..item(tx, vote, no_quorum.is_some()).await? };
        documents.push(Document { title: item.resolution.title.fr.clone(), sha256: item.resolution.hash_hex() });
        items.push(item);
    }
    elections::told_apart(&all)?;
    let (bureau, bureaus_before) = bureau::in_minutes(tx, assembly.id).await?;
    let sheet = sheet::now(tx, assembly, 0).await?;
    let key = secrets::record_key(tx, cooperative.id).await?.verifying_key();
    Ok(Minutes {
        cooperative: cooperative.id,
        cooperative_name: cooperative.name,
        legal_line: cooperative.legal_line,
        assembly: assembly.id,
        kind: assembly.kind,
        call: assembly.call,
        convened_at: assembly.convened_at,
        held_at: assembly.opened_at.stored("the opening of the session")?,
        time_zone: assembly.time_zone.clone(),
        place: assembly.place.clone(),
        bureau,
        bureaus_before,
        members: facts::count_voices(tx).await?,
        taking_part: attendances::ever(tx, assembly.id).await?,
        represented: Some(sheet.represented().members),
        by_ballot: Some(sheet.by_ballot().members),
        no_quorum,
        documents,
        items,
        closed_at: service.now(),
        record_key: hash::hex(key.as_bytes()),
    })
}

async fn item(tx: &mut Tx, vote: &Vote, lacking: bool) -> Result<MinutesItem, Error> {
    let left = lacking && vote.state.waits();
    if !vote.state.over() && !left {
        return Err(Refusal::VotesUndecided.into());
    }
    let counted = turnout::of(tx, vote).await?;
    let advance = match &counted.advance {
        Some(found) => Some(InAdvance { voted: found.voted, box_: reference(tx, vote, Stage::Advance).await? }),
        None => None,
    };
    Ok(MinutesItem {
        position: vote.position,
        resolution: facts::resolution(tx, vote.resolution).await?,
        mode: vote.mode,
        voices: counted.voices.unwrap_or_default(),
        advance,
        mandates: Some(counted.mandates).filter(|mandates| *mandates > 0),
        codes: Some(counted.codes).filter(|codes| *codes > 0),
        entrusted: Some(counted.entrusted).filter(|entrusted| *entrusted > 0),
        left_out: None,
        voted: counted.voted,
        paper: paper::handed(tx, vote.id).await?,
        decision: vote.decision.as_deref().map(serde_json::from_str).transpose().stored("a decision")?,
        void_reason: vote.void_reason.clone(),
        cause: vote.cause,
        box_: reference(tx, vote, Stage::Session).await?,
    })
}

/// How many voices that would have been entrusted to the server the last roll of each vote leaves out, by the id of the vote as the record
/// has it: what the minutes say is what stands there.
async fn left_out(tx: &mut Tx, assembly: AssemblyId) -> Result<HashMap<String, u32>, Error> {
    let mut found = HashMap::new();
    for row in record::entries(tx, assembly).await? {
        let entry = Entry::parse(&row.entry).stored("a record entry")?;
        let rolls = matches!(entry.kind.as_str(), "roll" | "open-roll");
        let Some(vote) = entry.body["vote"].as_str().filter(|_| rolls) else { continue };
        match entry.body.get("left_out").and_then(Value::as_u64) {
            Some(count) => found.insert(vote.to_owned(), u32::try_from(count).stored("the record")?),
            None => found.remove(vote),
        };
    }
    Ok(found)
}

/// Where a box of a secret vote can be verified; none of one that was not opened.
async fn reference(tx: &mut Tx, vote: &Vote, stage: Stage) -> Result<Option<BoxReference>, Error> {
    let all = boxes::elections(tx, vote.id).await?;
    let Some(found) = all.into_iter().find(|one| one.stage == stage) else { return Ok(None) };
    let head = boxes::head(tx, found.id).await?.stored("the archive's head")?.hash;
    Ok(Some(BoxReference { uuid: found.uuid, fingerprint: found.fingerprint, head }))
}
