//! A member's browser registers the public part of a voting key.

use domain::Refusal;
use domain::ids::{CooperativeId, MemberId};
use domain::member::KeyOrigin;
use domain::roles::Actor;
use protocol::keys::{PublicKeys, Registration};
use store::keys::MemberKey;
use store::{Tx, codes, entrusted, keys};

use crate::error::{Stored as _, duplicate_is};
use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Registers the actor's own key. It has a voice in every vote that opens from now on. Where the server keeps a voice for the member,
/// a letter tells them of it.
///
/// # Errors
/// Policy; [`Refusal::KeyInvalid`] when a proof does not hold, [`Refusal::KeyExists`] when the member has a key or the
/// key is someone's already, [`Refusal::MemberState`].
pub async fn register_key(service: &Service, actor: &Actor, registration: &Registration) -> Result<PublicKeys, Error> {
    allow(actor, Operation::RegisterKey)?;
    let id = actor.member().ok_or(Refusal::SignInFirst)?;
    let cooperative = facts::cooperative(&mut service.db().read().await?).await?.id;
    let public = registration.verify(cooperative.bytes(), id.bytes()).map_err(|_| Refusal::KeyInvalid)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RegisterKey).await?;
        store_key(service, tx, id, registration, &public).await?;
        Ok(public.clone())
    })
}

/// Registers many members' keys in one transaction, each verified and noted as its owner's act.
pub(crate) async fn register_many(
    service: &Service,
    tx: &mut Tx,
    cooperative: CooperativeId,
    registrations: &[(MemberId, Registration)],
) -> Result<(), Error> {
    for (id, registration) in registrations {
        let public = registration.verify(cooperative.bytes(), id.bytes()).map_err(|_| Refusal::KeyInvalid)?;
        store_key(service, tx, *id, registration, &public).await?;
    }
    Ok(())
}

async fn store_key(
    service: &Service,
    tx: &mut Tx,
    id: MemberId,
    registration: &Registration,
    public: &PublicKeys,
) -> Result<(), Error> {
    let row = MemberKey {
        member: id,
        seq: 1,
        identity: public.identity,
        ballot_root: public.ballot_root.to_rfc8032(),
        chain_code: public.chain_code,
        registration: serde_json::to_string(registration).stored("a registration")?,
        registered_at: service.now(),
        origin: KeyOrigin::First,
    };
    let taken = codes::is_code(tx, &row.identity, &row.ballot_root).await?
        || entrusted::is_entrusted(tx, &row.identity, &row.ballot_root).await?;
    if taken {
        return Err(Refusal::KeyExists.into());
    }
    // The first key of a member has number 1: a second one, or someone else's key, is a duplicate.
    duplicate_is(keys::insert(tx, &row).await, Refusal::KeyExists)?;
    let actor = Actor::Member { id, roles: Vec::new() };
    facts::note(service, tx, &actor, "register-key", Some(id.0)).await?;
    tell(service, tx, id).await
}

/// Whoever registers the first key of a member for whom the server keeps a voice can ask for that voice: a member who did not must
/// know.
async fn tell(service: &Service, tx: &mut Tx, id: MemberId) -> Result<(), Error> {
    let Some(assembly) = entrusted::kept(tx, id).await? else { return Ok(()) };
    let (assembly, member) = (facts::assembly(tx, assembly).await?, facts::member(tx, id).await?);
    let Some(to) = Recipient::of(&member) else { return Ok(()) };
    let letter = Letter::Own(OwnLetter::KeyMade {
        name: member.name,
        at: service.now(),
        zone: assembly.time_zone,
        link: service.at("/votes"),
    });
    letters::queue(service, tx, &to, &letter, &format!("key-made {id}"), None).await
}
