//! The published minutes, their corrections, and who of the bureau signed either.

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::member::MemberState;
use domain::minutes::Minutes;
use domain::minutes_corrected::Correction;
use domain::minutes_signed::{SeatSigned, SignedCorrection, SignedMinutes, Standing, signing_key};
use domain::roles::Actor;
use domain::statutes::MinutesReaders;
use store::assemblies::Assembly;
use store::bureaus::Held;
use store::minutes as published;
use store::{Tx, bureaus, keys, members};

use super::mine::read_me;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// The published minutes.
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown assembly; [`Refusal::SignInFirst`] where the statutes it was convened under
/// keep minutes for members; [`Refusal::CodeVotesOnly`] there for whoever holds a paper code.
pub async fn minutes(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<Option<Minutes>, Error> {
    allow(actor, Operation::ReadMinutes)?;
    let mut tx = service.db().read().await?;
    Ok(read(&mut tx, actor, assembly).await?.map(|(_, minutes)| minutes))
}

/// The corrections of published minutes, in order.
///
/// # Errors
/// As [`minutes`].
pub async fn corrections(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
) -> Result<Option<Vec<Correction>>, Error> {
    allow(actor, Operation::ReadMinutes)?;
    let mut tx = service.db().read().await?;
    if read(&mut tx, actor, assembly).await?.is_none() {
        return Ok(None);
    }
    corrected(&mut tx, assembly).await.map(Some)
}

/// The published minutes and their corrections, with who signed them and who is awaited, by name for members.
///
/// # Errors
/// As [`minutes`].
pub async fn signed_minutes(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
) -> Result<Option<SignedMinutes>, Error> {
    allow(actor, Operation::ReadMinutes)?;
    let mut tx = service.db().read().await?;
    let Some((found, minutes)) = read(&mut tx, actor, assembly).await? else { return Ok(None) };
    let reader = actor.member().filter(|_| actor.code().is_none());
    let mut bureau = Vec::new();
    for held in seated(&mut tx, &found).await? {
        let standing = awaited(&mut tx, &held).await?;
        let own = reader.is_some() && held.member == reader;
        let name = reader.map(|_| held.name).filter(|name| !name.is_empty());
        bureau.push(SeatSigned { seat: held.seat, name, own, standing });
    }
    let signed = published::signatures(&mut tx, assembly).await?;
    let seats = signed_of(&bureau, &signed, 0);
    let corrections: Vec<SignedCorrection> = corrected(&mut tx, assembly)
        .await?
        .into_iter()
        .map(|correction| SignedCorrection { seats: signed_of(&bureau, &signed, correction.n), correction })
        .collect();
    let mut all = seats.iter().chain(corrections.iter().flat_map(|one| &one.seats));
    let asked = all.any(|seat| seat.own && seat.standing == Standing::Awaited);
    let me = if asked { Some(read_me(service, &mut tx, actor, Operation::SignMinutes).await?) } else { None };
    let may_correct = allow(actor, Operation::CorrectMinutes).is_ok();
    let number = published::number(&mut tx, assembly).await?;
    Ok(Some(SignedMinutes { number, minutes, seats, corrections, may_correct, me }))
}

/// The seats of the bureau, with those that signed the minutes (0) or a correction.
fn signed_of(bureau: &[SeatSigned], signed: &[published::Signed], correction: u32) -> Vec<SeatSigned> {
    let of = |seat: &SeatSigned| {
        let found = signed.iter().find(|one| (one.correction, one.seat) == (correction, seat.seat));
        SeatSigned { standing: found.map_or(seat.standing, |one| Standing::Signed(one.at)), ..seat.clone() }
    };
    bureau.iter().map(of).collect()
}

pub(super) async fn corrected(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Correction>, Error> {
    let rows = published::corrections(tx, assembly).await?;
    rows.iter().map(|row| serde_json::from_str(&row.body).stored("a correction")).collect()
}

/// Whether a seat can sign: who sits there is a member still and has the key that the record names.
async fn awaited(tx: &mut Tx, held: &Held) -> Result<Standing, Error> {
    let Some(member) = held.member else { return Ok(Standing::OnPaper) };
    let state = members::by_id(tx, member).await?.stored("a member of the bureau")?.state;
    let current = keys::current(tx, member).await?.map(|key| key.identity);
    let may = state == MemberState::Active && signing_key(held.identity, current).is_ok();
    Ok(if may { Standing::Awaited } else { Standing::OnPaper })
}

/// Who led the session last; nobody in a database of before bureaus were constituted.
async fn seated(tx: &mut Tx, assembly: &Assembly) -> Result<Vec<Held>, Error> {
    let all = bureaus::of_assembly(tx, assembly.id).await?;
    match all.iter().rev().find(|bureau| bureau.constituted_at.is_some()) {
        Some(last) => Ok(bureaus::seats(tx, assembly.id, last.version).await?),
        None => Ok(Vec::new()),
    }
}

pub(super) async fn read(
    tx: &mut Tx,
    actor: &Actor,
    assembly: AssemblyId,
) -> Result<Option<(Assembly, Minutes)>, Error> {
    let found = facts::assembly(tx, assembly).await?;
    readable(facts::rules(tx, &found).await?.settings.minutes_readers, actor)?;
    let Some(row) = published::of_assembly(tx, assembly).await? else { return Ok(None) };
    Ok(Some((found, serde_json::from_str(&row.body).stored("the minutes")?)))
}

/// Whether somebody may read minutes that are for these.
pub(super) fn readable(readers: MinutesReaders, actor: &Actor) -> Result<(), Refusal> {
    match readers {
        MinutesReaders::All => Ok(()),
        // A slip is to vote with: whoever holds it may be anybody.
        MinutesReaders::Members if actor.code().is_some() => Err(Refusal::CodeVotesOnly),
        MinutesReaders::Members => actor.member().map(drop).ok_or(Refusal::SignInFirst),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{MemberId, PaperCodeId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_for_members_no_stranger_and_no_slip_reads() {
        let id = MemberId(Uuid::from_u128(1));
        let member = Actor::Member { id, roles: Vec::new() };
        let slip = Actor::Code { id, code: PaperCodeId(Uuid::from_u128(2)) };
        for (actor, expected) in
            [(&member, Ok(())), (&slip, Err(Refusal::CodeVotesOnly)), (&Actor::Anyone, Err(Refusal::SignInFirst))]
        {
            assert_eq!(readable(MinutesReaders::Members, actor), expected);
            assert_eq!(readable(MinutesReaders::All, actor), Ok(()));
        }
    }
}
