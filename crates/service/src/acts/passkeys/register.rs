//! A member makes a passkey.

use domain::Refusal;
use domain::ids::PasskeyId;
use domain::passkeys::{FinishPasskey, LONGEST_NAME, MOST, PasskeyBegun, PasskeyLine};
use domain::roles::Actor;
use store::passkeys::{self, Passkey};

use super::{begun, ended, opens_offices, party};
use crate::error::duplicate_is;
use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Asks for a passkey; `token` is that of the session. What is answered goes to `navigator.credentials.create`.
///
/// # Errors
/// Policy; [`Refusal::StrongSignIn`] for an officer who signed in by a message; [`Refusal::TooManyPasskeys`];
/// [`Refusal::PasskeysUnavailable`] at a site without a name.
pub async fn begin_passkey(service: &Service, actor: &Actor, token: &str) -> Result<PasskeyBegun, Error> {
    allow(actor, Operation::BeginPasskey)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::BeginPasskey).await?;
        opens_offices(service, tx, member.id, token).await?;
        let known = passkeys::of_member(tx, member.id).await?;
        if known.len() >= MOST {
            return Err(Refusal::TooManyPasskeys.into());
        }
        let known: Vec<String> = known.into_iter().map(|passkey| passkey.body).collect();
        let asked = party(service, tx).await?.register(member.id, &member.name, &known)?;
        begun(service, tx, Some(member.id), asked).await
    })
}

/// Keeps the passkey that an authenticator made, and tells its member by a message.
///
/// # Errors
/// As [`begin_passkey`]; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`] for its name; [`Refusal::PasskeyInvalid`]
/// for what does not verify, a dialogue that is over or another member's; [`Refusal::PasskeyExists`].
pub async fn finish_passkey(
    service: &Service,
    actor: &Actor,
    token: &str,
    made: &FinishPasskey,
) -> Result<PasskeyLine, Error> {
    allow(actor, Operation::FinishPasskey)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::FinishPasskey).await?;
        opens_offices(service, tx, member.id, token).await?;
        let name = facts::text(&made.name, LONGEST_NAME)?;
        let remembered = ended(service, tx, made.dialogue, Some(member.id)).await?.ok_or(Refusal::PasskeyInvalid)?;
        let kept = party(service, tx).await?.registered(&made.credential, &remembered)?;
        if usize::try_from(passkeys::count(tx, member.id).await?).unwrap_or(MOST) >= MOST {
            return Err(Refusal::TooManyPasskeys.into());
        }
        let passkey = Passkey {
            id: PasskeyId(service.id()),
            member: member.id,
            credential: kept.credential,
            body: kept.body,
            name,
            made_at: service.now(),
            used_at: None,
        };
        if passkeys::by_credential(tx, &passkey.credential).await?.is_some() {
            return Err(Refusal::PasskeyExists.into());
        }
        duplicate_is(passkeys::insert(tx, &passkey).await, Refusal::PasskeyExists)?;
        facts::note(service, tx, actor, "add-passkey", Some(passkey.id.0)).await?;
        if let Some(to) = Recipient::of(&member) {
            let letter = Letter::PasskeyAdded { name: member.name.clone(), link: service.at("/me/passkeys") };
            letters::queue(service, tx, &to, &letter, &format!("passkey {}", passkey.id), None).await?;
        }
        Ok(PasskeyLine { id: passkey.id, name: passkey.name, made_at: passkey.made_at, used_at: None })
    })
}
