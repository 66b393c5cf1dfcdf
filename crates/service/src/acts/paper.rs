//! Votes on paper: the desk notes who votes so, the papers of a closed vote are counted by the two scrutineers, each alone, and
//! typed. When both counts are the same an open vote is decided, a secret one once its box is opened, which begins then.

use domain::Refusal;
use domain::attendance::{Presence, desk_open};
use domain::bureau::Seat;
use domain::hands::{NotTyped, Typed};
use domain::ids::{AssemblyId, MemberId, VoteId};
use domain::paper::{CountPaper, MarkPaper, NotePaper, PaperView, Papers, Way, apart};
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use store::paper::{self, Count, Mark};
use store::votes::{self, Vote};
use store::{Tx, attendances, keys, members};

use crate::acts::close_vote::{count_open, open_own_parts, sealed_boxes};
use crate::acts::submit_decryption::nothing;
use crate::decide::decide;
use crate::error::{Stored as _, duplicate_is};
use crate::hands::tellers;
use crate::paper::{awaited, hand_out_late};
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, codes, facts};

/// The desk notes that a member in the hall votes on paper from now on, or by their key again. In the votes that are open the
/// voices they speak that have no ballot go on paper at once; taken back, what is on paper in them stays so. A paper code they hold ends. Answers how the member votes.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`desk_open`]; [`Refusal::NoSuchNumber`]; [`Refusal::NoVoice`] for who has none today;
/// as [`Way::after`]; [`Refusal::PaperNeedsTwo`] if a paper would be handed out at once and nobody could count it.
pub async fn mark_paper(service: &Service, actor: &Actor, id: AssemblyId, asked: &MarkPaper) -> Result<Way, Error> {
    allow(actor, Operation::MarkPaper)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::MarkPaper).await?;
        let assembly = facts::assembly(tx, id).await?;
        desk_open(assembly.state, assembly.starts_at, service.now())?;
        facts::goes_on(tx, id).await?;
        let member = members::by_number(tx, asked.number).await?.ok_or(Refusal::NoSuchNumber)?;
        if asked.way == Way::Paper {
            has_voice(&facts::cooperative(tx).await?, &member)?;
        }
        let last = attendances::last(tx, id, member.id).await?;
        let in_hall = last.is_some_and(|last| Presence::after(Some(last.moved)).counts() && last.means.in_hall());
        let before = paper::last(tx, id, member.id).await?;
        let way = Way::after(before.map(|mark| mark.way), asked.way, in_hall)?;
        let new = Mark { member: member.id, n: before.map_or(1, |mark| mark.n + 1), way, at: service.now() };
        // Of two desks at once the numbers agree: the second is told what the first noted.
        let taken = if way == Way::Paper { Refusal::PaperMarked } else { Refusal::PaperNotMarked };
        duplicate_is(paper::mark(tx, id, &new, Some(by.id)).await, taken)?;
        if way == Way::Paper {
            // One way at a time.
            codes::end(service, tx, id, member.id).await?;
            for vote in votes::by_assembly(tx, id).await? {
                if vote.state == VoteState::Open {
                    hand_out_late(service, tx, &vote, member.id).await?;
                }
            }
        }
        facts::note(service, tx, actor, "mark-paper", Some(member.id.0)).await?;
        Ok(way)
    })
}

/// Whoever leaves the hall votes on paper no more: in what opens later there is nobody to hand one to.
pub(super) async fn left(service: &Service, tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<(), Error> {
    let Some(before) = paper::last(tx, assembly, member).await?.filter(|mark| mark.way == Way::Paper) else {
        return Ok(());
    };
    let new = Mark { member, n: before.n + 1, way: Way::Key, at: service.now() };
    Ok(paper::mark(tx, assembly, &new, None).await?)
}

/// A scrutineer types what they counted. Answers where the count stands: nobody is told the other number.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] also for whoever is no scrutineer; [`Refusal::NotInSession`], [`Refusal::AssemblyOver`];
/// [`Refusal::PaperNotAwaited`] for a vote without papers, not closed or counted; [`Refusal::PaperTyped`],
/// [`Refusal::PaperOneHand`]; as [`Papers::within`].
pub async fn count_paper(service: &Service, actor: &Actor, id: VoteId, asked: &CountPaper) -> Result<PaperView, Error> {
    allow(actor, Operation::CountPaper)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::CountPaper).await?;
        let asked = Asked { seat: None, round: asked.round, counts: &asked.counts, by: by.id };
        let view = enter(service, tx, actor, id, &asked).await?;
        facts::note(service, tx, actor, "count-paper", Some(id.0)).await?;
        Ok(view)
    })
}

/// The chair types what a scrutineer without a voting key counted and said aloud.
///
/// # Errors
/// As [`count_paper`]; [`Refusal::NotFound`] for a seat that is empty; [`Refusal::HandsOwnSeat`] for a scrutineer with a key.
pub async fn note_paper(service: &Service, actor: &Actor, id: VoteId, asked: &NotePaper) -> Result<PaperView, Error> {
    allow(actor, Operation::NotePaper)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::NotePaper).await?;
        let asked = Asked { seat: Some(asked.seat), round: asked.round, counts: &asked.counts, by: by.id };
        let view = enter(service, tx, actor, id, &asked).await?;
        facts::note(service, tx, actor, "note-paper", Some(id.0)).await?;
        Ok(view)
    })
}

/// What is typed: for the own seat, or for one that is named.
struct Asked<'a> {
    seat: Option<Seat>,
    round: u32,
    counts: &'a Papers,
    by: MemberId,
}

async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    id: VoteId,
    asked: &Asked<'_>,
) -> Result<PaperView, Error> {
    let vote = facts::vote(tx, id).await?;
    facts::assembly(tx, vote.assembly).await?.state.require_session()?;
    let (seat, member) = counts(tx, &vote, asked).await?;
    let found = awaited(tx, &vote).await?;
    // Who types the own count says nothing aloud.
    let noted_by = Some(asked.by).filter(|by| *by != member);
    let typed = Typed { seat, member, noted_by, count: asked.counts.clone() };
    apart(found.standing.typed(), &typed)?;
    let standing = found.standing.enter(asked.round, typed).map_err(NotTyped::paper)?;
    let resolution = facts::resolution(tx, vote.resolution).await?;
    asked.counts.within(found.handed, resolution.election.as_ref())?;
    let counts = protocol::canonical::to_string(asked.counts).stored("a count of papers")?;
    let (n, round, at) = (found.typed + 1, asked.round, service.now());
    let new = Count { n, round, seat, member, noted_by, counts, at };
    duplicate_is(paper::enter(tx, id, &new).await, Refusal::PaperTyped)?;
    if standing.agreed().is_some() {
        agree(service, tx, actor, &vote).await?;
    }
    Ok(PaperView::of(found.handed, true, &standing))
}

/// For which seat that is typed, and who sits there.
async fn counts(tx: &mut Tx, vote: &Vote, asked: &Asked<'_>) -> Result<(Seat, MemberId), Error> {
    let seats = tellers(tx, vote.assembly).await?;
    let sits = match asked.seat {
        None => seats.iter().find(|held| held.member == Some(asked.by)),
        Some(seat) => seats.iter().find(|held| held.seat == seat),
    };
    let (seat, member) = sits.and_then(|held| Some((held.seat, held.member?))).ok_or(Refusal::NotFound)?;
    if member != asked.by && keys::current(tx, member).await?.is_some() {
        return Err(Refusal::HandsOwnSeat.into());
    }
    Ok((seat, member))
}

/// Both counted the same: an open vote is decided. Of a secret one the server's part of the decryption is made now; then it waits
/// for its key holders, and nothing of the count is published before. Where every voice was on paper there is no box, and
/// nothing to open.
async fn agree(service: &Service, tx: &mut Tx, actor: &Actor, vote: &Vote) -> Result<(), Error> {
    let assembly = facts::assembly(tx, vote.assembly).await?;
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    match vote.mode {
        VoteMode::Open => {
            count_open(service, tx, actor, (&assembly, vote), &mut record).await?;
        }
        VoteMode::Secret => {
            let sealed = sealed_boxes(tx, vote.id).await?;
            if sealed.is_empty() {
                let said = nothing(&facts::resolution(tx, vote.resolution).await?);
                decide(service, tx, actor, (&assembly, vote), said, &mut record).await?;
            } else {
                open_own_parts(service, tx, (&assembly, vote), &sealed, &mut record).await?;
            }
        }
    }
    record.write(tx).await
}
