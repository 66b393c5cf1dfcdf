//! What several acts look up or write the same way.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::{AssemblyId, MemberId, ResolutionId, VoteId};
use domain::keys::second_holds;
use domain::member::{Happened, MemberState};
use domain::resolution::Resolution;
use domain::roles::Actor;
use domain::vote::VoteMode;
use protocol::group::Element;
use protocol::hash;
use protocol::keys::PublicKeys;
use store::assemblies::Assembly;
use store::cooperatives::Cooperative;
use store::keys::MemberKey;
use store::seconds::{self, Second};
use store::votes::Vote;
use store::{Tx, assemblies, audit, cooperatives, members, moves, roles, standstills, votes};
use uuid::Uuid;

use crate::acts::sign_in::roles_of;
use crate::error::Stored as _;
use crate::policy::{Audience, Operation, allow};
use crate::statutes::{self, InForce};
use crate::{Error, Service};

/// The cooperative, or "not found" before it is founded.
pub(crate) async fn cooperative(tx: &mut Tx) -> Result<Cooperative, Error> {
    Ok(cooperatives::the_one(tx).await?.ok_or(Refusal::NotFound)?)
}

/// How many members have a voice now.
pub(crate) async fn count_voices(tx: &mut Tx) -> Result<u32, Error> {
    let rules = cooperative(tx).await?.voice_rules();
    Ok(members::count_voices(tx, rules).await?)
}

/// The statutes in force when an assembly of a kind starts: version, rules, settings.
pub(crate) async fn statutes(tx: &mut Tx, kind: AssemblyKind, starts_at: i64) -> Result<InForce, Error> {
    statutes::at(tx, kind, starts_at).await
}

/// What an assembly goes by: the version it was convened under.
pub(crate) async fn rules(tx: &mut Tx, assembly: &Assembly) -> Result<InForce, Error> {
    statutes::of(tx, assembly).await
}

/// Whether an assembly has its quorum at this moment.
pub(crate) async fn quorum_now(tx: &mut Tx, assembly: &Assembly) -> Result<bool, Error> {
    let present = crate::proxies::taking_part_now(tx, assembly.id).await?;
    let members = count_voices(tx).await?;
    Ok(rules(tx, assembly).await?.rules.quorum_of(assembly.call).check(present, members).met)
}

/// What a vote is decided by: the rules of its own kind of item, in the version its assembly was convened under.
pub(crate) async fn rules_of_vote(tx: &mut Tx, assembly: &Assembly, vote: &Vote) -> Result<InForce, Error> {
    statutes::of_vote(tx, assembly, vote.preset.as_deref()).await
}

/// Whether a voice that sent so many ballots may replace them, as the statutes of the assembly say. Of the first nothing is
/// asked: most ballots are that.
pub(crate) async fn ballot_replaceable(tx: &mut Tx, id: AssemblyId, sent: u32) -> Result<bool, Error> {
    if sent == 0 {
        return Ok(true);
    }
    let assembly = assembly(tx, id).await?;
    Ok(rules(tx, &assembly).await?.settings.ballot_replaceable)
}

pub(crate) async fn assembly(tx: &mut Tx, id: AssemblyId) -> Result<Assembly, Error> {
    Ok(assemblies::by_id(tx, id).await?.ok_or(Refusal::NotFound)?)
}

/// The assembly people speak of now: the one in session, else the next. One whose hour has passed by a day without its session
/// being opened is not, nor one opened more than a day ago, while another is to come.
pub(crate) async fn current_assembly(tx: &mut Tx, now: i64) -> Result<Option<AssemblyId>, Error> {
    const PATIENCE: i64 = 24 * 3600 * 1_000_000;
    Ok(assemblies::current(tx, now - PATIENCE, now).await?)
}

/// The same, of those that bind.
pub(crate) async fn binding_assembly(tx: &mut Tx, now: i64) -> Result<Option<AssemblyId>, Error> {
    let after = now - 24 * 3600 * 1_000_000;
    // No rehearsal lasts that long.
    Ok(assemblies::current(tx, after, i64::MAX).await?)
}

pub(crate) async fn vote(tx: &mut Tx, id: VoteId) -> Result<Vote, Error> {
    Ok(votes::by_id(tx, id).await?.ok_or(Refusal::NotFound)?)
}

pub(crate) async fn resolution(tx: &mut Tx, id: ResolutionId) -> Result<Resolution, Error> {
    let frozen = assemblies::resolution(tx, id).await?.stored("a resolution")?;
    parse_resolution(&frozen.body)
}

/// Reads a frozen text.
pub(crate) fn parse_resolution(body: &str) -> Result<Resolution, Error> {
    serde_json::from_str(body).stored("a resolution")
}

/// The member who acts, read again in the transaction of the act: the session was looked up before it began, and the
/// membership, or the role, may have ended since. Policy has let the actor as it was then through. Who is suspended acts on
/// the own record alone ([`Operation::while_suspended`]).
pub(crate) async fn acting(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    operation: Operation,
) -> Result<members::Member, Error> {
    let id = actor.member().ok_or(Refusal::SignInFirst)?;
    let member = members::by_id(tx, id).await?.ok_or(Refusal::SignInFirst)?;
    if let Some(code) = actor.code() {
        if !operation.with_code() {
            return Err(Refusal::CodeVotesOnly.into());
        }
        // The slip may have been given back since.
        crate::codes::in_force(service, tx, code).await?.ok_or(Refusal::SignInFirst)?;
    }
    let own = member.state == MemberState::Suspended && operation.while_suspended();
    if member.state != MemberState::Active && !own {
        return Err(Refusal::MemberState.into());
    }
    if operation.audience() != Audience::Member {
        let roles = roles_of(tx, id, service.now()).await?;
        allow(&Actor::Member { id, roles }, operation)?;
    }
    Ok(member)
}

/// Everybody whom an office lets do something at this moment, each once.
pub(crate) async fn entitled(service: &Service, tx: &mut Tx, operation: Operation) -> Result<Vec<MemberId>, Error> {
    let held = roles::held_at(tx, service.now()).await?;
    let may = |held: &roles::Held| allow(&Actor::Member { id: held.member, roles: vec![held.role] }, operation).is_ok();
    let mut ids: Vec<MemberId> = held.into_iter().filter(may).map(|held| held.member).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The session with this token, which must be the actor's.
pub(crate) async fn session(service: &Service, tx: &mut Tx, actor: &Actor, token: &str) -> Result<Second, Error> {
    let found = seconds::of_token(tx, &hash::sha256(token.as_bytes()), service.now()).await?;
    Ok(found.filter(|session| Some(session.member) == actor.member()).ok_or(Refusal::SignInFirst)?)
}

/// The same, in which a second means was shown within the last quarter of an hour (`seconds::show`).
pub(crate) async fn two_factor(service: &Service, tx: &mut Tx, actor: &Actor, token: &str) -> Result<Second, Error> {
    let session = session(service, tx, actor, token).await?;
    if second_holds(session.second_at, service.now()) { Ok(session) } else { Err(Refusal::SecondNeeded.into()) }
}

/// Public keys as the protocol has them.
pub(crate) fn public_keys(key: &MemberKey) -> Result<PublicKeys, Error> {
    Ok(PublicKeys {
        identity: key.identity,
        ballot_root: Element::from_rfc8032(key.ballot_root).stored("a ballot root")?,
        chain_code: key.chain_code,
    })
}

/// The word a mode has in the record.
pub(crate) fn mode_word(mode: VoteMode) -> &'static str {
    match mode {
        VoteMode::Open => "open",
        VoteMode::Secret => "secret",
    }
}

/// Nothing is signed about an assembly that stands still since its database was brought back from a copy.
pub(crate) async fn goes_on(tx: &mut Tx, assembly: AssemblyId) -> Result<(), Error> {
    match standstills::of_assembly(tx, assembly).await? {
        None => Ok(()),
        Some(found) => Err(found.reason.refusal().into()),
    }
}

/// Notes who did what to what, in the transaction of the act.
pub(crate) async fn note(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    act: &'static str,
    subject: Option<Uuid>,
) -> Result<(), Error> {
    let row = audit::Act { id: service.id(), at: service.now(), actor: actor.member(), act, subject };
    Ok(audit::insert(tx, &row).await?)
}

/// Adds a line to the history of a membership. Whoever may forget the reason forgets it there.
pub(crate) async fn happened(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    member: MemberId,
    happened: Happened,
    reason: &str,
) -> Result<(), Error> {
    let line = moves::Move {
        id: service.id(),
        member,
        happened,
        at: service.now(),
        actor: actor.member(),
        reason: reason.to_owned(),
    };
    Ok(moves::insert(tx, &line).await?)
}

/// A text a person wrote, to the letter, or why it cannot be kept so.
pub(crate) fn text(text: &str, most: usize) -> Result<String, Refusal> {
    domain::text::check(text, most).map(|()| text.to_owned())
}

/// Why somebody decided something: never empty.
pub(crate) fn reason(reason: &str, most: usize) -> Result<String, Refusal> {
    match reason.trim() {
        "" => Err(Refusal::ReasonMissing),
        _ => text(reason, most),
    }
}

/// A member by id, whatever the state.
pub(crate) async fn member(tx: &mut Tx, id: MemberId) -> Result<members::Member, Error> {
    Ok(members::by_id(tx, id).await?.ok_or(Refusal::NotFound)?)
}
