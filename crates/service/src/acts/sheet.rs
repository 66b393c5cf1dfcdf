//! The attendance sheet is fixed, and certified exact by those who sit in the bureau (C. com. R.225-95). Its hash stands in the
//! record; its words, with names and addresses, where they can be erased.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::bureau::{Accepted, Seat};
use domain::ids::{AssemblyId, MemberId};
use domain::roles::Actor;
use domain::sheet::{FixedSheet, Where, certify};
use protocol::hash;
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::bureaus::{self, Held};
use store::{Tx, sheets};

use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts, sheet};

/// Fixes the sheet as it is now, for the bureau to certify. Answers its version; one that says what the newest says is that one.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyCancelled`]; [`Refusal::BureauMissing`];
/// [`Refusal::SheetChanged`] when somebody else fixed one at the same moment.
pub async fn fix_sheet(service: &Service, actor: &Actor, id: AssemblyId) -> Result<u32, Error> {
    allow(actor, Operation::FixSheet)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::FixSheet).await?;
        let assembly = held(tx, id).await?;
        let (bureau, _) = sheet::bureau(tx, &assembly).await?;
        let now = sheet::now(tx, &assembly, bureau).await?;
        let newest = sheets::newest(tx, id).await?;
        if let Some(before) = &newest
            && sheet::read(before)?.as_ref() == Some(&now)
        {
            return Ok(before.version);
        }
        let version = newest.map_or(1, |before| before.version + 1);
        let body = FixedSheet { salt: hash::hex(&service.bytes::<32>()), sheet: now };
        let text = body.to_canonical_json();
        let row = sheets::Sheet {
            version,
            hash: hash::sha256(text.as_bytes()),
            body: text,
            bureau,
            fixed_at: service.now(),
            fixed_by: by.id,
            certified_at: None,
        };
        duplicate_is(sheets::insert(tx, id, &row).await, Refusal::SheetChanged)?;
        let mut record = Record::new(service, assembly.cooperative, id);
        record.add(
            "sheet",
            json!({
                "bureau": bureau,
                "hall": body.sheet.present(Where::Hall).members,
                "remote": body.sheet.present(Where::Remote).members,
                "represented": body.sheet.represented().members,
                "sheet": hash::hex(&row.hash),
                "version": version,
            }),
        );
        record.write(tx).await?;
        facts::note(service, tx, actor, "fix-sheet", Some(id.0)).await?;
        Ok(version)
    })
}

/// Somebody of the bureau certifies the newest sheet exact. Answers whether everybody has.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for a seat that is not theirs, or no sheet; [`Refusal::SheetChanged`],
/// [`Refusal::SheetCertified`].
pub async fn certify_sheet(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    version: u32,
    seat: Seat,
) -> Result<bool, Error> {
    allow(actor, Operation::CertifySheet)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::CertifySheet).await?;
        let asked = Asked { version, seat, how: Accepted::Own, by: member.id };
        let done = enter(service, tx, id, &asked).await?;
        facts::note(service, tx, actor, "certify-sheet", Some(id.0)).await?;
        Ok(done)
    })
}

/// Whoever leads the session notes that somebody of the bureau certified the newest sheet aloud, or signed the print of it.
/// Answers whether everybody has.
///
/// # Errors
/// As [`certify_sheet`].
pub async fn note_sheet_certified(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    version: u32,
    seat: Seat,
) -> Result<bool, Error> {
    allow(actor, Operation::NoteSheetCertified)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::NoteSheetCertified).await?;
        let asked = Asked { version, seat, how: Accepted::Aloud, by: by.id };
        let done = enter(service, tx, id, &asked).await?;
        facts::note(service, tx, actor, "note-sheet-certified", Some(id.0)).await?;
        Ok(done)
    })
}

/// Of which assembly there is a sheet: one whose session was opened.
async fn held(tx: &mut Tx, id: AssemblyId) -> Result<Assembly, Error> {
    let assembly = facts::assembly(tx, id).await?;
    match assembly.state {
        AssemblyState::Ended => {}
        state => state.require_session()?,
    }
    Ok(assembly)
}

/// What somebody certifies, and how that is known.
struct Asked {
    version: u32,
    seat: Seat,
    how: Accepted,
    by: MemberId,
}

async fn enter(service: &Service, tx: &mut Tx, id: AssemblyId, asked: &Asked) -> Result<bool, Error> {
    let assembly = held(tx, id).await?;
    let newest = sheets::newest(tx, id).await?.ok_or(Refusal::NotFound)?;
    if newest.version != asked.version {
        return Err(Refusal::SheetChanged.into());
    }
    let seats = bureaus::seats(tx, id, newest.bureau).await?;
    let certified = sheets::certified(tx, id, newest.version).await?;
    let sits = seats.iter().find(|held| held.seat == asked.seat).ok_or(Refusal::NotFound)?;
    if asked.how == Accepted::Own && sits.member != Some(asked.by) {
        return Err(Refusal::NotFound.into());
    }
    let standing = certify(sheet::standing(&seats, &certified), asked.seat, asked.how)?;
    let noted_by = (asked.how == Accepted::Aloud).then_some(asked.by);
    let (at, of) = (service.now(), (id, newest.version));
    let row = sheets::certify(tx, of, (asked.seat, sits.member), (asked.how, at), noted_by).await;
    duplicate_is(row, Refusal::SheetCertified)?;
    if !standing.complete() {
        return Ok(false);
    }
    complete(service, tx, &assembly, &newest, &seats).await?;
    Ok(true)
}

/// Everybody has: the record says how each did.
async fn complete(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    of: &sheets::Sheet,
    seats: &[Held],
) -> Result<(), Error> {
    if !sheets::complete(tx, assembly.id, of.version, service.now()).await? {
        return Err(Refusal::SheetCertified.into());
    }
    let certified = sheets::certified(tx, assembly.id, of.version).await?;
    let mut each = serde_json::Map::new();
    for held in seats {
        let how = certified.iter().find(|one| one.seat == held.seat).stored("who certified a sheet")?.certified;
        each.insert(held.seat.word().to_owned(), how.word().into());
    }
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    let body = json!({ "certified": Value::Object(each), "sheet": hash::hex(&of.hash), "version": of.version });
    record.add("sheet", body);
    record.write(tx).await
}
