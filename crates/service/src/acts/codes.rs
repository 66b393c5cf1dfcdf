//! Paper codes: the desk prints a voting key for a member in the hall, whoever holds the slip signs in with it to vote, and the
//! desk, or the member, ends it when it is lost or given back.

use domain::Refusal;
use domain::attendance::{Presence, desk_open};
use domain::codes::{Asks, Booth, CodePrinted, EndCode, Last, PrintCode, SESSION, SignedByCode};
use domain::ids::{AssemblyId, MemberId, PaperCodeId, SessionId};
use domain::member::MemberState;
use domain::paper::Way;
use domain::roles::Actor;
use domain::vote::VoteState;
use protocol::hash;
use protocol::keys::{PublicKeys, Signature, sign_in};
use store::assemblies::Assembly;
use store::codes::{self, CodeSession, PaperCode};
use store::members::Member;
use store::{Tx, attendances, entrusted, members, paper, sign_ins, votes};

use crate::error::{Stored as _, duplicate_is};
use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Registers the key that the desk's browser made for a member in the hall. It speaks in every vote that opens from now on, in the
/// place of the member's own key, which stays theirs. In votes that are open it has no voice: their rolls are fixed.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`desk_open`]; [`Refusal::NoSuchNumber`]; [`Refusal::NoVoice`] for who has none today; as
/// [`Asks::next`]; [`Refusal::KeyInvalid`] when a proof does not hold; [`Refusal::KeyUsed`] when the key is somebody's already.
pub async fn print_code(
    service: &Service,
    actor: &Actor,
    id: AssemblyId,
    asked: &PrintCode,
) -> Result<CodePrinted, Error> {
    allow(actor, Operation::PrintCode)?;
    let public = verified(service, asked).await?;
    transaction!(service, |tx| {
        let by = facts::acting(service, tx, actor, Operation::PrintCode).await?;
        let (assembly, member) = at_desk(service, tx, id, asked.number).await?;
        has_voice(&facts::cooperative(tx).await?, &member)?;
        let n = asks(tx, id, member.id).await?.next(asked.instead)?;
        crate::codes::end(service, tx, id, member.id).await?;
        let public = public.as_ref().ok_or(Refusal::NoSuchNumber)?;
        let (identity, ballot_root) = (public.identity, public.ballot_root.to_rfc8032());
        let taken = codes::is_members(tx, &identity, &ballot_root).await?
            || codes::is_code(tx, &identity, &ballot_root).await?
            || entrusted::is_entrusted(tx, &identity, &ballot_root).await?;
        if taken {
            return Err(Refusal::KeyUsed.into());
        }
        let new = PaperCode {
            id: PaperCodeId(service.id()),
            assembly: id,
            member: member.id,
            n,
            identity,
            ballot_root,
            chain_code: public.chain_code,
            registration: serde_json::to_string(&asked.registration).stored("a registration")?,
            made_by: by.id,
            at: service.now(),
            ended_at: None,
        };
        duplicate_is(codes::insert(tx, &new).await, Refusal::CodeHeld)?;
        facts::note(service, tx, actor, "print-code", Some(member.id.0)).await?;
        tell(service, tx, &assembly, &member, n).await?;
        let open = votes::by_assembly(tx, id).await?.iter().filter(|vote| vote.state == VoteState::Open).count();
        Ok(CodePrinted { n, open: u32::try_from(open).stored("the open votes")? })
    })
}

/// The desk takes a code back: its slip was lost, or given back. The member's own key speaks again in what opens later; in a vote whose
/// roll names the code the voice is silent, until the desk notes that it votes on paper.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; as [`desk_open`]; [`Refusal::NoSuchNumber`]; [`Refusal::CodeNotHeld`] also when it is over already.
pub async fn end_code(service: &Service, actor: &Actor, id: AssemblyId, asked: &EndCode) -> Result<(), Error> {
    allow(actor, Operation::EndCode)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::EndCode).await?;
        let (_, member) = at_desk(service, tx, id, asked.number).await?;
        let held = codes::last(tx, id, member.id).await?.filter(|code| code.ended_at.is_none());
        if held.is_none_or(|code| code.n != asked.n) {
            return Err(Refusal::CodeNotHeld.into());
        }
        crate::codes::end(service, tx, id, member.id).await?;
        facts::note(service, tx, actor, "end-code", Some(member.id.0)).await
    })
}

/// A member ends the paper code that speaks for them, without the desk: whoever holds the slip casts nothing any more. Their own key
/// speaks again in what opens later.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::CodeNotHeld`] also when it is over already.
pub async fn end_own_code(service: &Service, actor: &Actor, id: AssemblyId) -> Result<(), Error> {
    allow(actor, Operation::EndOwnCode)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::EndOwnCode).await?;
        facts::assembly(tx, id).await?;
        if !crate::codes::end(service, tx, id, member.id).await? {
            return Err(Refusal::CodeNotHeld.into());
        }
        facts::note(service, tx, actor, "end-own-code", Some(member.id.0)).await
    })
}

/// Signs in with a challenge signed by a paper code, to vote and for nothing else: for a quarter of an hour at most, and no longer than
/// the code speaks.
///
/// # Errors
/// [`Refusal::CodeUnknown`] for everything that does not hold, without saying what: address, challenge, code or signature.
pub async fn sign_in_by_paper_code(
    service: &Service,
    identity: &[u8; 32],
    origin: &str,
    challenge: &[u8; 32],
    signature: &Signature,
) -> Result<SignedByCode, Error> {
    allow(&Actor::Anyone, Operation::SignInByPaperCode)?;
    if !service.is_at(origin) {
        return Err(Refusal::CodeUnknown.into());
    }
    transaction!(service, |tx| {
        let cooperative = facts::cooperative(tx).await?.id;
        let code = codes::by_identity(tx, identity).await?.ok_or(Refusal::CodeUnknown)?;
        let holds = sign_in::verify(cooperative.bytes(), origin, challenge, identity, signature).is_ok();
        let speaks = crate::codes::in_force(service, tx, code.id).await?.is_some();
        if !holds || !speaks || !sign_ins::answer(tx, challenge, service.now()).await? {
            return Err(Refusal::CodeUnknown.into());
        }
        let (now, token) = (service.now(), hash::hex(&service.bytes::<32>()));
        let session = CodeSession {
            id: SessionId(service.id()),
            token_hash: hash::sha256(token.as_bytes()),
            code: code.id,
            created_at: now,
            expires_at: now + SESSION,
        };
        codes::begin(tx, &session).await?;
        let actor = Actor::Code { id: code.member, code: code.id };
        facts::note(service, tx, &actor, "sign-in-code", Some(session.id.0)).await?;
        let number = facts::member(tx, code.member).await?.number.stored("a member number")?;
        let booth =
            Booth { cooperative, assembly: code.assembly, member: code.member, number, until: session.expires_at };
        Ok(SignedByCode { token, booth })
    })
}

/// Ends a session begun with a paper code. Ending one that is over already is no error.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn sign_out_code(service: &Service, token: &str) -> Result<(), Error> {
    allow(&Actor::Anyone, Operation::SignOut)?;
    let token_hash = hash::sha256(token.as_bytes());
    transaction!(service, |tx| {
        if let Some(session) = codes::by_token(tx, &token_hash, service.now()).await? {
            codes::sign_out(tx, &token_hash).await?;
            let code = codes::by_id(tx, session.code).await?.stored("the code of a session")?;
            let actor = Actor::Code { id: code.member, code: code.id };
            facts::note(service, tx, &actor, "sign-out-code", Some(session.id.0)).await?;
        }
        Ok(())
    })
}

impl Service {
    /// Who votes with this token of a paper code's session. `None` when the session is over, or the code is. Nobody is named: it may be
    /// anybody who holds the slip.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub async fn code_of(&self, token: &str) -> Result<Option<Actor>, Error> {
        let mut tx = self.db().read().await?;
        let token_hash = hash::sha256(token.as_bytes());
        let Some(session) = codes::by_token(&mut tx, &token_hash, self.now()).await? else { return Ok(None) };
        let code = crate::codes::in_force(self, &mut tx, session.code).await?;
        Ok(code.map(|code| Actor::Code { id: code.member, code: code.id }))
    }
}

/// The public part of a key whose proofs hold for the member with this number; `None` if there is nobody.
async fn verified(service: &Service, asked: &PrintCode) -> Result<Option<PublicKeys>, Error> {
    let mut tx = service.db().read().await?;
    let cooperative = facts::cooperative(&mut tx).await?.id;
    let Some(member) = members::by_number(&mut tx, asked.number).await? else { return Ok(None) };
    let public = asked.registration.verify(cooperative.bytes(), member.id.bytes());
    Ok(Some(public.map_err(|_| Refusal::KeyInvalid)?))
}

/// The assembly whose desk is open, and a member there.
async fn at_desk(service: &Service, tx: &mut Tx, id: AssemblyId, number: u32) -> Result<(Assembly, Member), Error> {
    let assembly = facts::assembly(tx, id).await?;
    desk_open(assembly.state, assembly.starts_at, service.now())?;
    facts::goes_on(tx, id).await?;
    Ok((assembly, members::by_number(tx, number).await?.ok_or(Refusal::NoSuchNumber)?))
}

/// Where a member stands who is to have a code.
pub(crate) async fn asks(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Asks, Error> {
    let moved = attendances::last(tx, assembly, member).await?;
    Ok(Asks {
        in_hall: moved.is_some_and(|last| Presence::after(Some(last.moved)).counts() && last.means.in_hall()),
        on_paper: paper::last(tx, assembly, member).await?.is_some_and(|mark| mark.way == Way::Paper),
        last: codes::last(tx, assembly, member).await?.map(|code| Last { n: code.n, ended: code.ended_at.is_some() }),
    })
}

/// Tells a member that somebody may speak with their voice who holds a slip: whoever did not ask for it must know.
async fn tell(service: &Service, tx: &mut Tx, assembly: &Assembly, member: &Member, n: u32) -> Result<(), Error> {
    // Nobody is written to about a rehearsal.
    let written = member.state == MemberState::Active && assembly.rehearsal_until.is_none();
    let Some(to) = Recipient::of(member).filter(|_| written) else { return Ok(()) };
    let letter = Letter::Own(OwnLetter::CodePrinted {
        name: member.name.clone(),
        at: service.now(),
        zone: assembly.time_zone.clone(),
        link: service.at("/votes"),
    });
    letters::queue(service, tx, &to, &letter, &format!("paper-code {} {} {n}", assembly.id, member.id), None).await
}
