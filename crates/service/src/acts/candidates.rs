//! The board calls for candidates; members declare that they stand, are proposed, accept by a signature, withdraw. Until
//! members are convened.

use domain::Refusal;
use domain::candidacies::ballot::{Candidate, ElectionCount, Standing};
use domain::candidacies::{
    AcceptCandidacy, CandidacyMove, CandidacyState, MOST, MOST_PROPOSED, Profile, ProposeCandidate, takes_candidates,
    year_of,
};
use domain::convocation::agenda::{Item, ItemKind};
use domain::ids::{CandidacyId, DraftId, ItemId, MemberId};
use domain::roles::Actor;
use protocol::hash;
use store::candidacies::{self, Candidacy, Election, Signed};
use store::members::Member;
use store::{Tx, keys, members, shares};

use crate::error::{Stored as _, duplicate_is};
use crate::letters::ProposalLetter;
use crate::policy::{Operation, allow};
use crate::proposals::{has_voice, write_to};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// An election of an agenda. Those who do not prepare it find one for which the board has called for candidates, or with
/// which members were convened.
pub(crate) async fn election(tx: &mut Tx, item: ItemId, prepares: bool) -> Result<(Election, Item), Error> {
    use domain::convocation::agenda::DraftState::{Convened, Dropped};
    let found = candidacies::election(tx, item).await?.ok_or(Refusal::NotFound)?;
    let item: Item = serde_json::from_str(&found.body).stored("an item")?;
    let shown = match found.state {
        Dropped => false,
        Convened => true,
        domain::convocation::agenda::DraftState::Draft => prepares || found.opened_at.is_some(),
    };
    if item.kind != ItemKind::Election || !shown {
        return Err(Refusal::NotFound.into());
    }
    Ok((found, item))
}

/// An election that takes candidates now, and the member who acts, with a voice.
async fn open(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (operation, item): (Operation, ItemId),
) -> Result<(Election, Item, Member), Error> {
    let member = facts::acting(service, tx, actor, operation).await?;
    has_voice(&facts::cooperative(tx).await?, &member)?;
    let (found, of) = election(tx, item, false).await?;
    takes_candidates(found.state, found.called())?;
    Ok((found, of, member))
}

async fn own(tx: &mut Tx, item: ItemId, member: MemberId) -> Result<Option<Candidacy>, Error> {
    Ok(candidacies::of_item(tx, item).await?.into_iter().find(|one| one.member == member))
}

/// Statement and data as they are kept; none once they were erased, or not written.
pub(crate) fn profile(of: &Candidacy) -> Result<Option<Profile>, Error> {
    if of.body.is_empty() { Ok(None) } else { serde_json::from_str(&of.body).map(Some).stored("a profile") }
}

/// Shares a member holds now.
pub(crate) async fn held(tx: &mut Tx, member: MemberId) -> Result<u32, Error> {
    Ok(u32::try_from(shares::of_member(tx, member).await?.shares).unwrap_or(0))
}

/// The page of an election.
fn link(service: &Service, item: ItemId) -> String {
    service.at(&format!("/elections/{item}"))
}

/// Those who accepted to stand in the elections of a preparation, and how each election stands.
pub(crate) async fn of_draft(
    tx: &mut Tx,
    draft: DraftId,
    items: &[(ItemId, Item)],
) -> Result<(Vec<Standing>, Vec<ElectionCount>), Error> {
    let cooperative = facts::cooperative(tx).await?;
    let (mut standing, mut counts) = (Vec::new(), Vec::new());
    let elections: Vec<&(ItemId, Item)> = items.iter().filter(|(_, item)| item.kind == ItemKind::Election).collect();
    if elections.is_empty() {
        return Ok((standing, counts));
    }
    let all = candidacies::of_draft(tx, draft).await?;
    for (id, item) in elections {
        let mut count = ElectionCount { seats: item.seats, accepted: 0, pending: 0 };
        for one in all.iter().filter(|one| one.item == *id) {
            match one.state {
                CandidacyState::Withdrawn => {}
                CandidacyState::Proposed | CandidacyState::Written => count.pending += 1,
                CandidacyState::Accepted => {
                    // Whoever lost the voice meanwhile does not stand.
                    let member = facts::member(tx, one.member).await?;
                    if has_voice(&cooperative, &member).is_err() {
                        continue;
                    }
                    count.accepted += 1;
                    let content = hash::hex(&one.hash.stored("the hash of who accepted")?);
                    let candidate = Candidate { candidacy: one.id, content };
                    let profile = profile(one)?.stored("the profile of who accepted")?;
                    let number = member.number.stored("a member number")?;
                    standing.push(Standing { election: *id, candidate, number, profile });
                }
            }
        }
        counts.push(count);
    }
    Ok((standing, counts))
}

/// Calls for candidates for an election being prepared, or closes the call. Members see it from then on.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] also for an item that is no election; [`Refusal::DraftClosed`] once members are convened;
/// [`Refusal::CandidatesClosed`] when the call is open already, or closed.
pub async fn call_candidates(service: &Service, actor: &Actor, item: ItemId, opens: bool) -> Result<(), Error> {
    allow(actor, Operation::CallCandidates)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::CallCandidates).await?;
        let (found, _) = election(tx, item, true).await?;
        found.state.open()?;
        let done = match opens {
            true => candidacies::call(tx, item, by.id, service.now()).await?,
            false => candidacies::close(tx, item, service.now()).await?,
        };
        if !done {
            return Err(Refusal::CandidatesClosed.into());
        }
        let act = if opens { "call-candidates" } else { "close-candidates" };
        facts::note(service, tx, actor, act, Some(item.0)).await
    })
}

/// Writes the own statement and data: a member declares to stand, or writes other words. What was signed is to be signed
/// anew. The shares are those of the ledger now, whatever is sent.
///
/// # Errors
/// Policy; [`Refusal::NoVoice`]; [`Refusal::NotFound`]; [`Refusal::CandidatesClosed`]; what [`Profile::check`] refuses;
/// [`Refusal::NothingChanged`]; [`Refusal::TooManyCandidates`]; [`Refusal::CandidacyState`] when it moved meanwhile.
pub async fn declare_candidacy(service: &Service, actor: &Actor, item: ItemId, written: &Profile) -> Result<(), Error> {
    allow(actor, Operation::DeclareCandidacy)?;
    transaction!(service, |tx| {
        let (found, _, member) = open(service, tx, actor, (Operation::DeclareCandidacy, item)).await?;
        let now = service.now();
        let profile = Profile { shares: held(tx, member.id).await?, ..written.clone() };
        profile.check(year_of(now))?;
        let body = profile.canonical();
        let all = candidacies::of_item(tx, item).await?;
        match all.iter().find(|one| one.member == member.id) {
            Some(known) if known.body == body => return Err(Refusal::NothingChanged.into()),
            Some(known) => {
                let to = known.state.after(CandidacyMove::Write)?;
                if !candidacies::write(tx, known, to, &body, now).await? {
                    return Err(Refusal::CandidacyState.into());
                }
            }
            None => {
                let new = new(service, &found, (member.id, None), (CandidacyState::Written, body));
                add(tx, &all, &new).await?;
            }
        }
        facts::note(service, tx, actor, "declare-candidacy", Some(item.0)).await
    })
}

fn new(
    service: &Service,
    of: &Election,
    (member, proposed_by): (MemberId, Option<MemberId>),
    (state, body): (CandidacyState, String),
) -> Candidacy {
    let now = service.now();
    Candidacy {
        id: CandidacyId(service.id()),
        draft: of.draft,
        item: of.item,
        member,
        proposed_by,
        reason: String::new(),
        state,
        body,
        hash: None,
        identity: None,
        signature: None,
        made_at: now,
        moved_at: now,
    }
}

async fn add(tx: &mut Tx, all: &[Candidacy], new: &Candidacy) -> Result<(), Error> {
    if u32::try_from(all.len()).unwrap_or(u32::MAX) >= MOST {
        return Err(Refusal::TooManyCandidates.into());
    }
    duplicate_is(candidacies::insert(tx, new).await, Refusal::CandidateAlready)
}

/// Proposes another member, who is told by letter and writes and signs, or declines. Whoever stands, was proposed or declined
/// is not proposed again.
///
/// # Errors
/// Policy; what [`ProposeCandidate::check`] refuses; [`Refusal::NoVoice`]; [`Refusal::NotFound`];
/// [`Refusal::CandidatesClosed`]; [`Refusal::NoSuchNumber`] for nobody, and for somebody without a voice;
/// [`Refusal::CandidateAlready`], also for oneself; [`Refusal::TooManyCandidates`].
pub async fn propose_candidate(
    service: &Service,
    actor: &Actor,
    item: ItemId,
    asked: &ProposeCandidate,
) -> Result<(), Error> {
    allow(actor, Operation::ProposeCandidate)?;
    asked.check()?;
    transaction!(service, |tx| {
        let (found, of, by) = open(service, tx, actor, (Operation::ProposeCandidate, item)).await?;
        let proposed = members::by_number(tx, asked.number).await?.ok_or(Refusal::NoSuchNumber)?;
        has_voice(&facts::cooperative(tx).await?, &proposed).map_err(|_| Refusal::NoSuchNumber)?;
        let all = candidacies::of_item(tx, item).await?;
        if proposed.id == by.id || all.iter().any(|one| one.member == proposed.id) {
            return Err(Refusal::CandidateAlready.into());
        }
        let own = all.iter().filter(|one| one.proposed_by == Some(by.id)).count();
        if u32::try_from(own).unwrap_or(u32::MAX) >= MOST_PROPOSED {
            return Err(Refusal::TooManyCandidates.into());
        }
        let empty = (CandidacyState::Proposed, String::new());
        let new = new(service, &found, (proposed.id, Some(by.id)), empty);
        add(tx, &all, &Candidacy { reason: asked.reason.clone(), ..new }).await?;
        let (name, title, link) = (proposed.name.clone(), of.title.fr.clone(), link(service, item));
        let letter = ProposalLetter::CandidateProposed { name, by: by.name, title, link };
        write_to(service, tx, &proposed, letter, &format!("candidate-proposed {item} {}", proposed.id)).await?;
        facts::note(service, tx, actor, "propose-candidate", Some(proposed.id.0)).await
    })
}

/// Receives the candidate's signature under the words as they are. The same again changes nothing.
///
/// # Errors
/// Policy; [`Refusal::NoVoice`]; [`Refusal::NotFound`]; [`Refusal::CandidatesClosed`]; [`Refusal::CandidacyState`] for who
/// has written nothing; [`Refusal::TextOutdated`] for other words; [`Refusal::CandidacyInvalid`] when the signature is not by
/// the member's key in force, or there is none.
pub async fn accept_candidacy(
    service: &Service,
    actor: &Actor,
    item: ItemId,
    sent: &AcceptCandidacy,
) -> Result<(), Error> {
    allow(actor, Operation::AcceptCandidacy)?;
    transaction!(service, |tx| {
        let (_, _, member) = open(service, tx, actor, (Operation::AcceptCandidacy, item)).await?;
        let own = own(tx, item, member.id).await?.ok_or(Refusal::CandidacyState)?;
        let to = own.state.after(CandidacyMove::Accept)?;
        if hash::sha256(own.body.as_bytes()) != sent.hash {
            return Err(Refusal::TextOutdated.into());
        }
        let cooperative = facts::cooperative(tx).await?;
        let key = keys::current(tx, member.id).await?.ok_or(Refusal::CandidacyInvalid)?;
        let signed = protocol::candidacy::Candidacy {
            election: item.bytes(),
            content_hash: &sent.hash,
            member: member.id.bytes(),
        };
        if signed.verify(cooperative.id.bytes(), &key.identity, &sent.signature).is_err() {
            return Err(Refusal::CandidacyInvalid.into());
        }
        if own.state == CandidacyState::Accepted && own.signature == Some(sent.signature.0) {
            return Ok(());
        }
        let signed = Signed { hash: sent.hash, identity: key.identity, signature: sent.signature.0 };
        if !candidacies::accept(tx, &own, to, &signed, service.now()).await? {
            return Err(Refusal::TextOutdated.into());
        }
        facts::note(service, tx, actor, "accept-candidacy", Some(item.0)).await
    })
}

/// Declines to stand, or withdraws. The words are forgotten.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::DraftClosed`] once members are convened; [`Refusal::CandidacyState`] for who
/// does not stand.
pub async fn withdraw_candidacy(service: &Service, actor: &Actor, item: ItemId) -> Result<(), Error> {
    allow(actor, Operation::WithdrawCandidacy)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::WithdrawCandidacy).await?;
        let (found, _) = election(tx, item, false).await?;
        // Also when the call is closed: who must not stand any more says so until the last.
        found.state.open()?;
        let own = own(tx, item, member.id).await?.ok_or(Refusal::CandidacyState)?;
        let to = own.state.after(CandidacyMove::Withdraw)?;
        if !candidacies::withdraw(tx, &own, to, service.now()).await? {
            return Err(Refusal::CandidacyState.into());
        }
        facts::note(service, tx, actor, "withdraw-candidacy", Some(item.0)).await
    })
}
