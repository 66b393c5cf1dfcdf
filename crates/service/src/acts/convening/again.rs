//! The second call: the first had no quorum. Its agenda is that of the first, to the letter (C. com. L.225-105 al. 4), and the
//! notice recalls the day of the first (R.225-70).

use std::sync::Arc;

use domain::Refusal;
use domain::assembly::{AssemblyState, check_notice};
use domain::convocation::agenda::Head;
use domain::convocation::checklist::of_notice;
use domain::convocation::notice::{Announced, Announcement, Notice};
use domain::decision::{Decision, Outcome};
use domain::ids::AssemblyId;
use domain::rehearsal;
use domain::resolution::Text;
use domain::roles::Actor;
use domain::vote::VoteState;
use store::assemblies::Assembly;
use store::{Tx, convocations, votes};

use super::announce::notice_of;
use super::freeze::{Follows, Plan, Rules, freeze};
use super::goes_on;
use super::tell::{draft_of, receivers, tell};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts, letters, no_quorum};

/// When and where members meet again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// When.
    pub starts_at: i64,
    /// Where, in words.
    pub place: String,
    /// Address of the conference by video; empty if none.
    pub video: String,
}

/// Convenes an assembly a second time. Votes that received ballots in advance go on to it with them.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NoSecondCall`] for one that was a second call, has not met yet, was called off,
/// or decided something with its quorum; [`Refusal::FirstGoesOn`] while a session with ballots in advance is not ended;
/// [`Refusal::RehearsalOnly`]; [`Refusal::ConvenedAgain`]; [`Refusal::NoticeTooShort`]; what
/// `domain::convocation::agenda::Head::check` refuses.
pub async fn reconvene(
    service: &Service,
    actor: &Actor,
    first: AssemblyId,
    again: &Again,
) -> Result<AssemblyId, Error> {
    allow(actor, Operation::Reconvene)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::Reconvene).await?;
        let cooperative = facts::cooperative(tx).await?;
        let first = facts::assembly(tx, first).await?;
        rehearsal::binds(first.rehearsal_until)?;
        let frozen = notice_of(tx, first.id).await?;
        if convocations::following(tx, first.id).await?.is_some() {
            return Err(Refusal::ConvenedAgain.into());
        }
        failed(tx, &first, service.now()).await?;
        goes_on::close(service, tx, &first).await?;
        let rules = Rules::settled(service, tx, again.starts_at).await?;
        let head = head(&frozen, again);
        head.check()?;
        let preset = of_notice(head.kind, &rules.ordinary, &rules.extraordinary);
        check_notice(preset, head.call, service.now(), again.starts_at, &cooperative.time_zone)?;
        let draft = draft_of(tx, first.id).await?;
        let (key_holders, needed) = goes_on::key_holders(tx, first.id).await?;
        let plan = Plan {
            head,
            items: frozen.items.iter().map(|said| said.item.clone()).collect(),
            candidates: frozen.items.iter().map(|said| said.candidates.clone()).collect(),
            key_holders,
            needed,
            documents: frozen.documents.clone(),
            keyless: None,
            follows: Some(Follows { first, notice: frozen }),
            rehearsal_until: None,
        };
        let notice = Arc::new(freeze(service, tx, actor, &cooperative, &rules, plan).await?);
        let text = Text { fr: String::new(), en: String::new() };
        let said = Announcement { seq: 0, kind: Announced::Convocation, text, at: notice.convened_at };
        let to = receivers(tx, draft).await?;
        tell(service, tx, &notice, &said, to).await?;
        letters::holders::named(service, tx, notice.assembly).await?;
        Ok(notice.assembly)
    })
}

/// The head of the second notice: the first one's, at another time.
fn head(first: &Notice, again: &Again) -> Head {
    Head {
        call: 2,
        starts_at: Some(again.starts_at),
        place: again.place.clone(),
        video: again.video.clone(),
        entrusted: first.entrusted,
        ..Head::new(first.kind)
    }
}

/// Whether the first meeting was held and could not decide: its hour has come, no vote is going on, and none was decided
/// with its quorum.
///
/// # Errors
/// [`Refusal::NoSecondCall`].
pub(crate) async fn failed(tx: &mut Tx, first: &Assembly, now: i64) -> Result<(), Error> {
    let met = first.state != AssemblyState::Cancelled && first.starts_at <= now;
    if first.call != 1 || !met {
        return Err(Refusal::NoSecondCall.into());
    }
    if no_quorum::ended_by(tx, first).await?.is_some() {
        return Ok(());
    }
    let mut lacked = false;
    for vote in votes::by_assembly(tx, first.id).await? {
        // What is put to the vote in session only has its own rules, and nothing of it is convened again.
        if vote.cause.is_some() {
            continue;
        }
        let decided =
            vote.decision.as_deref().map(serde_json::from_str::<Decision>).transpose().stored("a decision")?;
        let quorum = decided.as_ref().is_some_and(|decision| decision.outcome != Outcome::NoQuorum);
        lacked |= decided.is_some_and(|decision| decision.outcome == Outcome::NoQuorum);
        if quorum || matches!(vote.state, VoteState::Open | VoteState::Closed) {
            return Err(Refusal::NoSecondCall.into());
        }
    }
    // Where no vote lacked it, the quorum itself must be missing: nobody voids the votes to be convened again without one.
    let opened = first.opened_at.is_some();
    if opened && !lacked && facts::quorum_now(tx, first).await? {
        return Err(Refusal::NoSecondCall.into());
    }
    Ok(())
}
