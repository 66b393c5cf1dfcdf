//! The bureau of an assembly is constituted as the first thing in session (C. com. R.225-100, R.225-101): somebody puts it to
//! the assembly, each of it accepts, and then it is in the record, without names.

use domain::Refusal;
use domain::bureau::{Acceptances, Accepted, Clerk, ConstituteBureau, Designation, Seat, Sitter, next_version};
use domain::ids::{AssemblyId, MemberId};
use domain::roles::Actor;
use protocol::hash;
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::bureaus::{self, Bureau, Held, NewSeat};
use store::members::Member;
use store::salts::Leaf;
use store::{Tx, keys, members};

use crate::error::{Stored as _, duplicate_is};
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, commitments, facts, people};

/// Puts a bureau to the assembly: the first, or another in the place of the one there is. Answers its version. It is
/// constituted at once if everybody is said to have accepted aloud, and otherwise when the last of them does.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::AssemblyOver`]; as [`next_version`]; whom was typed
/// and is not found ([`Refusal::NoSuchNumber`], [`Refusal::MemberUnclear`]); as [`Designation::check`].
pub async fn constitute_bureau(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    asked: &ConstituteBureau,
) -> Result<u32, Error> {
    allow(actor, Operation::ConstituteBureau)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::ConstituteBureau).await?;
        let assembly = facts::assembly(tx, id).await?;
        assembly.state.require_session()?;
        let newest = bureaus::of_assembly(tx, id).await?.last().map_or(0, |last| last.version);
        let version = next_version(newest, asked.after)?;
        let designation = designation(tx, asked).await?;
        let bureau = Bureau {
            assembly: id,
            version,
            chair_by: designation.chair_by,
            scrutineers_by: designation.scrutineers_by,
            words: designation.words.clone(),
            designated_by: by.id,
            at: service.now(),
            constituted_at: None,
        };
        duplicate_is(bureaus::insert(tx, &bureau).await, Refusal::BureauChanged)?;
        let clerk = match &designation.secretary {
            Clerk::Named(name) => Some(name.as_str()),
            Clerk::Member(_) => None,
        };
        for (seat, member) in designation.seats() {
            let name = if member.is_none() { clerk } else { None };
            let new = NewSeat { id: service.id(), seat, member, name };
            bureaus::insert_seat(tx, id, version, &new).await?;
            let how = if member == Some(by.id) { Some(Accepted::Own) } else { asked.aloud.then_some(Accepted::Aloud) };
            if let Some(accepted) = how {
                accept(service, tx, &new, accepted, by.id).await?;
            }
        }
        complete(service, tx, &assembly, &bureau).await?;
        facts::note(service, tx, actor, "constitute-bureau", Some(id.0)).await?;
        Ok(version)
    })
}

/// Accepts the own seat in the newest version of a bureau. Answers whether the bureau is constituted now.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] also for a seat that is somebody else's; [`Refusal::NotInSession`],
/// [`Refusal::AssemblyOver`]; [`Refusal::BureauChanged`] for a version that is not the newest;
/// [`Refusal::BureauNeedsVoice`]; [`Refusal::SeatAccepted`].
pub async fn accept_bureau_seat(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    version: u32,
    seat: Seat,
) -> Result<bool, Error> {
    allow(actor, Operation::AcceptBureauSeat)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::AcceptBureauSeat).await?;
        let (assembly, bureau, held) = waiting(tx, id, version, seat, Some(member.id)).await?;
        let new = NewSeat { id: held.id, seat, member: held.member, name: None };
        accept(service, tx, &new, Accepted::Own, member.id).await?;
        facts::note(service, tx, actor, "accept-bureau-seat", Some(id.0)).await?;
        complete(service, tx, &assembly, &bureau).await
    })
}

/// Notes that somebody accepted a seat aloud, in session. Answers whether the bureau is constituted now.
///
/// # Errors
/// As [`accept_bureau_seat`], of whoever's seat.
pub async fn note_bureau_acceptance(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    version: u32,
    seat: Seat,
) -> Result<bool, Error> {
    allow(actor, Operation::NoteBureauAcceptance)?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::NoteBureauAcceptance).await?;
        let (assembly, bureau, held) = waiting(tx, id, version, seat, None).await?;
        let new = NewSeat { id: held.id, seat, member: held.member, name: None };
        accept(service, tx, &new, Accepted::Aloud, by.id).await?;
        facts::note(service, tx, actor, "note-bureau-acceptance", Some(held.member.map_or(id.0, |of| of.0))).await?;
        complete(service, tx, &assembly, &bureau).await
    })
}

/// Who and what was typed.
async fn designation(tx: &mut Tx, asked: &ConstituteBureau) -> Result<Designation, Error> {
    let mut sitting: Vec<Member> = vec![people::meant(tx, &asked.chair).await?];
    let mut scrutineers = Vec::new();
    for typed in [&asked.first_scrutineer, &asked.second_scrutineer] {
        if !typed.trim().is_empty() {
            let member = people::meant(tx, typed).await?;
            scrutineers.push(member.id);
            sitting.push(member);
        }
    }
    let secretary = if asked.secretary.trim().is_empty() {
        Clerk::Named(asked.secretary_name.clone())
    } else {
        let member = people::meant(tx, &asked.secretary).await?;
        let id = member.id;
        sitting.push(member);
        Clerk::Member(id)
    };
    let designation = Designation {
        chair: sitting[0].id,
        chair_by: asked.chair_by,
        scrutineers,
        scrutineers_by: asked.scrutineers_by,
        words: asked.words.clone(),
        secretary,
    };
    let rules = facts::cooperative(tx).await?.voice_rules();
    let sitter = |id: MemberId| {
        let found = sitting.iter().find(|member| member.id == id);
        let voices = found.map_or(0, |member| rules.voices(member.state, member.class));
        Sitter { active: found.is_some_and(active), voice: voices > 0 }
    };
    designation.check(sitter)?;
    Ok(designation)
}

fn active(member: &Member) -> bool {
    member.state == domain::member::MemberState::Active
}

/// The seat of the newest version that is to be accepted: of `own`, if it is accepted by who sits there, and in any case of
/// somebody who still may.
async fn waiting(
    tx: &mut Tx,
    id: AssemblyId,
    version: u32,
    seat: Seat,
    own: Option<MemberId>,
) -> Result<(Assembly, Bureau, Held), Error> {
    let assembly = facts::assembly(tx, id).await?;
    assembly.state.require_session()?;
    let bureau = bureaus::of_assembly(tx, id).await?.pop().ok_or(Refusal::NotFound)?;
    if bureau.version != version {
        return Err(Refusal::BureauChanged.into());
    }
    let seats = bureaus::seats(tx, id, version).await?;
    let accepted = if own.is_some() { Accepted::Own } else { Accepted::Aloud };
    let standing = Acceptances::of(seats.iter().map(|held| (held.seat, held.accepted)));
    let held = seats.into_iter().find(|held| held.seat == seat).ok_or(Refusal::NotFound)?;
    if own.is_some() && held.member != own {
        return Err(Refusal::NotFound.into());
    }
    standing.accept(seat, accepted)?;
    if let Some(member) = held.member {
        let member = members::by_id(tx, member).await?.stored("a member of the bureau")?;
        let rules = facts::cooperative(tx).await?.voice_rules();
        let voice = rules.voices(member.state, member.class) > 0;
        if !active(&member) || (seat != Seat::Secretary && !voice) {
            return Err(Refusal::BureauNeedsVoice.into());
        }
    }
    Ok((assembly, bureau, held))
}

/// Writes an acceptance down, and who noted it if it was said aloud.
async fn accept(
    service: &Service,
    tx: &mut Tx,
    seat: &NewSeat<'_>,
    accepted: Accepted,
    by: MemberId,
) -> Result<(), Error> {
    let noted_by = (accepted == Accepted::Aloud).then_some(by);
    match bureaus::accept(tx, seat.id, accepted, service.now(), noted_by).await? {
        true => Ok(()),
        false => Err(Refusal::SeatAccepted.into()),
    }
}

/// Once everybody has accepted, the bureau is constituted and in the record: how each was found, a salted leaf for each member
/// of it, and the identity key that each has now, with which the minutes are signed. Names and words are in the minutes, and
/// here the hash of the words.
async fn complete(service: &Service, tx: &mut Tx, assembly: &Assembly, bureau: &Bureau) -> Result<bool, Error> {
    let seats = bureaus::seats(tx, assembly.id, bureau.version).await?;
    if !Acceptances::of(seats.iter().map(|held| (held.seat, held.accepted))).complete() {
        return Ok(false);
    }
    if !bureaus::constitute(tx, assembly.id, bureau.version, service.now()).await? {
        return Err(Refusal::SeatAccepted.into());
    }
    let (mut chair, mut secretary) = (json!({ "by": bureau.chair_by.word() }), json!({ "member": false }));
    let (mut scrutineers, mut named) = (Vec::new(), serde_json::Map::new());
    for held in &seats {
        let Some(member) = held.member else { continue };
        if let Some(key) = keys::current(tx, member).await? {
            bureaus::insert_key(tx, held.id, &key.identity).await?;
            named.insert(held.seat.word().to_owned(), hash::hex(&key.identity).into());
        }
        let leaf = Value::from(hash::hex(&leaf(service, tx, bureau, held, member).await?));
        match held.seat {
            Seat::Chair => chair["leaf"] = leaf,
            Seat::FirstScrutineer | Seat::SecondScrutineer => scrutineers.push(leaf),
            Seat::Secretary => secretary = json!({ "leaf": leaf, "member": true }),
        }
    }
    let mut body = json!({
        "chair": chair,
        "keys": Value::Object(named),
        "scrutineers": { "by": bureau.scrutineers_by.word(), "leaves": scrutineers },
        "secretary": secretary,
        "version": bureau.version,
    });
    if !bureau.words.is_empty() {
        body["words"] = hash::sha256_hex(bureau.words.as_bytes()).into();
    }
    let mut record = Record::new(service, assembly.cooperative, assembly.id);
    record.add("bureau", body);
    record.write(tx).await?;
    Ok(true)
}

/// A member of the bureau, as a salted leaf says it.
async fn leaf(
    service: &Service,
    tx: &mut Tx,
    bureau: &Bureau,
    held: &Held,
    member: MemberId,
) -> Result<protocol::merkle::Hash, Error> {
    let value = json!({
        "accepted": held.accepted.map_or("", Accepted::word),
        "member": hash::hex(member.bytes()),
        "seat": held.seat.word(),
        "version": bureau.version,
    });
    commitments::leaf(service, tx, Leaf::Bureau, held.id, member, &value).await
}
