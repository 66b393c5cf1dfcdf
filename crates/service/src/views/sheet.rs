//! The attendance sheet, for those who lead the session and those who sit in its bureau: it has addresses and shares.

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use domain::sheet::{Fixed, SeatCertified, SheetView};
use protocol::hash;
use store::{Tx, bureaus, sheets};

use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, sheet};

/// The newest sheet as it was fixed, or as it would be now.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], also for who neither leads the session nor sits in its bureau;
/// [`Refusal::BureauMissing`] before there is one; [`Refusal::SheetForgotten`] once its words are erased.
pub async fn attendance_sheet(service: &Service, actor: &Actor, id: AssemblyId) -> Result<SheetView, Error> {
    allow(actor, Operation::ReadSheet)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadSheet).await?;
    let leads = allow(actor, Operation::FixSheet).is_ok();
    // Who is not concerned is told the same of every assembly, and of none.
    let sits = sits(&mut tx, id, member.id).await?;
    if !leads && !sits {
        return Err(Refusal::NotFound.into());
    }
    let assembly = facts::assembly(&mut tx, id).await?;
    let (bureau, _) = sheet::bureau(&mut tx, &assembly).await?;
    let now = sheet::now(&mut tx, &assembly, bureau).await?;
    let Some(newest) = sheets::newest(&mut tx, id).await? else {
        return Ok(SheetView { sheet: now, fixed: None, changed: false, leads });
    };
    let shown = sheet::read(&newest)?.ok_or(Refusal::SheetForgotten)?;
    let certified = sheets::certified(&mut tx, id, newest.version).await?;
    let seats = bureaus::seats(&mut tx, id, newest.bureau).await?.into_iter().map(|held| {
        let done = certified.iter().find(|one| one.seat == held.seat);
        SeatCertified {
            seat: held.seat,
            own: held.member == Some(member.id),
            name: held.name,
            certified: done.map(|one| one.certified),
            at: done.map(|one| one.at),
        }
    });
    let fixed = Fixed {
        version: newest.version,
        hash: hash::hex(&newest.hash),
        at: newest.fixed_at,
        certified_at: newest.certified_at,
        seats: seats.collect(),
    };
    Ok(SheetView { changed: shown != now, sheet: shown, fixed: Some(fixed), leads })
}

/// Whether a member sits in a version of the bureau that is, or was, constituted.
async fn sits(tx: &mut Tx, id: AssemblyId, member: domain::ids::MemberId) -> Result<bool, Error> {
    for bureau in bureaus::of_assembly(tx, id).await? {
        let seats = bureaus::seats(tx, id, bureau.version).await?;
        if bureau.constituted_at.is_some() && seats.iter().any(|held| held.member == Some(member)) {
            return Ok(true);
        }
    }
    Ok(false)
}
