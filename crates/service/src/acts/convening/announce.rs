//! What is said after the convocation: a correction beside the text, which stays as it was, or that the assembly is called
//! off. Both go to everybody, into the record, and never in the place of anything.

use std::sync::Arc;

use domain::Refusal;
use domain::convocation::agenda::paragraphs;
use domain::convocation::notice::{Announced, Announcement, Notice};
use domain::ids::AssemblyId;
use domain::rehearsal;
use domain::resolution::Text;
use domain::roles::Actor;
use domain::vote::VoteState;
use serde_json::json;
use store::{Tx, assemblies, convocations, votes};

use super::freeze::announce;
use super::tell::{draft_of, receivers, tell};
use crate::acts::lead_session::give_up;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, agendas, facts};

/// Longest correction, and reason.
const LONGEST: usize = 4_000;

/// Corrects a notice: the correction is sent to everybody and stands beside the text.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::AssemblyBegun`], [`Refusal::AssemblyOver`], [`Refusal::AssemblyCancelled`];
/// [`Refusal::RehearsalOnly`]: nobody is written to about one; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; those of an assembly that stands still.
pub async fn correct_notice(service: &Service, actor: &Actor, assembly: AssemblyId, text: &Text) -> Result<u32, Error> {
    allow(actor, Operation::CorrectNotice)?;
    let text = both(text)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::CorrectNotice).await?;
        let found = facts::assembly(tx, assembly).await?;
        rehearsal::binds(found.rehearsal_until)?;
        found.state.correct()?;
        let seq = say(service, tx, assembly, Announced::Erratum, text.clone()).await?;
        facts::note(service, tx, actor, "correct-notice", Some(assembly.0)).await?;
        Ok(seq)
    })
}

/// Calls an assembly off, and says why.
///
/// # Errors
/// As [`correct_notice`]; [`Refusal::ReasonMissing`].
pub async fn cancel_assembly(service: &Service, actor: &Actor, assembly: AssemblyId, why: &Text) -> Result<(), Error> {
    allow(actor, Operation::CancelAssembly)?;
    if why.fr.trim().is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let why = both(why)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::CancelAssembly).await?;
        let found = facts::assembly(tx, assembly).await?;
        rehearsal::binds(found.rehearsal_until)?;
        let state = found.state;
        let to = state.cancel()?;
        say(service, tx, assembly, Announced::Cancellation, why.clone()).await?;
        if !assemblies::end(tx, assembly, state, to, service.now()).await? {
            return Err(Refusal::AssemblyBegun.into());
        }
        unopened(service, tx, assembly, &why.fr).await?;
        agendas::lift_all(service, tx, actor, assembly).await?;
        facts::note(service, tx, actor, "cancel-assembly", Some(assembly.0)).await
    })
}

/// Ballots received before a session that is called off are never opened.
async fn unopened(service: &Service, tx: &mut Tx, assembly: AssemblyId, why: &str) -> Result<(), Error> {
    let cooperative = facts::cooperative(tx).await?.id;
    let mut record = Record::new(service, cooperative, assembly);
    for vote in votes::by_assembly(tx, assembly).await? {
        if vote.state == VoteState::Advance {
            give_up(service, tx, &vote, why, &mut record).await?;
        }
    }
    record.write(tx).await
}

/// A text in both languages: who reads English reads the French where nothing else was written.
fn both(text: &Text) -> Result<Text, Refusal> {
    paragraphs(&text.fr, LONGEST)?;
    if text.en.is_empty() {
        return Ok(Text { fr: text.fr.clone(), en: text.fr.clone() });
    }
    paragraphs(&text.en, LONGEST)?;
    Ok(text.clone())
}

async fn say(service: &Service, tx: &mut Tx, assembly: AssemblyId, kind: Announced, text: Text) -> Result<u32, Error> {
    // What was convened by the demo was told to nobody, but its notice is there all the same.
    let notice = Arc::new(notice_of(tx, assembly).await?);
    let before = convocations::announced(tx, assembly).await?;
    let seq = before.last().map_or(0, |last| last.seq + 1);
    let said = Announcement { seq, kind, text, at: service.now() };
    announce(tx, assembly, &said).await?;
    let cooperative = facts::cooperative(tx).await?.id;
    let mut record = Record::new(service, cooperative, assembly);
    record.add("correction", json!({ "kind": kind, "seq": said.seq, "text": said.hash() }));
    record.write(tx).await?;
    let draft = draft_of(tx, assembly).await?;
    let to = receivers(tx, draft).await?;
    tell(service, tx, &notice, &said, to).await?;
    Ok(said.seq)
}

/// The notice of an assembly as it was frozen.
pub(crate) async fn notice_of(tx: &mut Tx, assembly: AssemblyId) -> Result<Notice, Error> {
    let kept = convocations::of_assembly(tx, assembly).await?.ok_or(Refusal::NotFound)?;
    serde_json::from_str(&kept.body).stored("a notice")
}
