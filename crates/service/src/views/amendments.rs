//! Amendments: each as a change of the text as it is now, with those that touch the same place.

use domain::Refusal;
use domain::ids::{AmendmentId, ProposalId};
use domain::proposals::{
    AmendmentLine, AmendmentState, AmendmentView, Change, ProposalState, Touched, changes, conflicts, diff, merge,
};
use domain::roles::Actor;
use store::Tx;
use store::amendments::{self, Amendment};
use store::proposals::Proposal;

use crate::policy::{Operation, allow};
use crate::proposals::{content, seen, version};
use crate::views::proposals::{Names, named};
use crate::{Error, Service, facts};

/// A pending amendment as changes of the text as it is now; the places it cannot be, where words it touches have changed.
struct Pending {
    n: u32,
    changes: Result<Vec<Change>, Vec<String>>,
}

async fn text(tx: &mut Tx, proposal: ProposalId, n: u32) -> Result<String, Error> {
    Ok(content(&version(tx, proposal, n).await?)?.text)
}

/// The words at a place; of an insertion, those just before it.
fn place(text: &str, start: usize, end: usize) -> String {
    let said = text.get(start..end).unwrap_or_default();
    let before = || text.get(..start).unwrap_or_default().rsplit(char::is_whitespace).find(|word| !word.is_empty());
    if said.trim().is_empty() { before().unwrap_or_default().to_owned() } else { said.trim().to_owned() }
}

async fn pending(tx: &mut Tx, of: &Proposal, all: &[Amendment]) -> Result<Vec<Pending>, Error> {
    let current = text(tx, of.id, of.version).await?;
    let mut found = Vec::new();
    for amendment in all.iter().filter(|amendment| amendment.state.is_pending()) {
        let base = text(tx, of.id, amendment.version).await?;
        let changes = match merge(&base, &current, &amendment.body) {
            Ok(merged) => Ok(changes(&current, &merged)),
            Err(touched) => Err(touched.iter().map(|at| place(&base, at.start, at.end)).collect()),
        };
        found.push(Pending { n: amendment.n, changes });
    }
    Ok(found)
}

fn line(amendment: &Amendment, by: domain::proposals::Who, pending: &[Pending]) -> AmendmentLine {
    let own = pending.iter().find(|other| other.n == amendment.n).map(|own| &own.changes);
    let touches = |other: &&Pending| match (own, &other.changes) {
        (Some(Ok(own)), Ok(others)) => other.n != amendment.n && !conflicts(own, others).is_empty(),
        _ => false,
    };
    AmendmentLine {
        id: amendment.id,
        n: amendment.n,
        by,
        state: amendment.state,
        at: amendment.at,
        conflicts: pending.iter().filter(touches).map(|other| other.n).collect(),
        outdated: matches!(own, Some(Err(_))),
    }
}

/// The amendments of a proposal, in order.
pub(super) async fn lines(tx: &mut Tx, names: &mut Names, of: &Proposal) -> Result<Vec<AmendmentLine>, Error> {
    let all = amendments::of_proposal(tx, of.id).await?;
    let pending = pending(tx, of, &all).await?;
    let mut lines = Vec::new();
    for amendment in &all {
        let by = named(tx, names, amendment.author).await?;
        lines.push(line(amendment, by, &pending));
    }
    Ok(lines)
}

/// One amendment, with what the member signed in may do.
///
/// # Errors
/// Policy; [`Refusal::MemberState`]; [`Refusal::NotFound`].
pub async fn amendment(service: &Service, actor: &Actor, id: AmendmentId) -> Result<AmendmentView, Error> {
    allow(actor, Operation::ReadProposal)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadProposal).await?;
    let amendment = amendments::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let seen = seen(service, &mut tx, actor, &member, amendment.proposal).await?;
    let of = &seen.proposal;
    let all = amendments::of_proposal(&mut tx, of.id).await?;
    let pending = pending(&mut tx, of, &all).await?;
    let current = text(&mut tx, of.id, of.version).await?;
    let by = named(&mut tx, &mut Names::new(), amendment.author).await?;
    let line = line(&amendment, by, &pending);
    let open = amendment.state == AmendmentState::Open;
    let author = seen.part.author;
    let base = text(&mut tx, of.id, amendment.version).await?;
    Ok(AmendmentView {
        proposal: of.id,
        proposal_state: of.state,
        title: content(&version(&mut tx, of.id, of.version).await?)?.title,
        touched: touched(&current, amendment.n, &pending),
        base: amendment.version,
        pieces: diff(&base, &amendment.body),
        reasons: amendment.reasons,
        decided_at: amendment.decided_at,
        may_accept: author && open && of.state == ProposalState::Open && !line.outdated,
        may_put_to_vote: author && open && (of.state.may_amend() || of.state == ProposalState::OnAgenda),
        may_withdraw: amendment.author == member.id && amendment.state.is_pending() && of.state.may_amend(),
        line,
        time_zone: facts::cooperative(&mut tx).await?.time_zone,
    })
}

/// The places that the text as it has become, or other amendments, touch too.
fn touched(current: &str, n: u32, pending: &[Pending]) -> Vec<Touched> {
    let Some(own) = pending.iter().find(|other| other.n == n) else { return Vec::new() };
    let changes = match &own.changes {
        Ok(changes) => changes,
        Err(places) => return places.iter().map(|place| Touched { with: None, place: place.clone() }).collect(),
    };
    let mut found = Vec::new();
    for other in pending.iter().filter(|other| other.n != n) {
        let Ok(others) = &other.changes else { continue };
        found.extend(
            conflicts(changes, others)
                .iter()
                .map(|at| Touched { with: Some(other.n), place: place(current, at.start, at.end) }),
        );
    }
    found
}
