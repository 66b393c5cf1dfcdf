//! A member corrects the own record: name, postal address, language. What is done is noted; of what stood there before
//! nothing is kept, but that a name was another.

use domain::Refusal;
use domain::lang::Lang;
use domain::own_record::Correction;
use domain::roles::Actor;
use store::own;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Writes what the member says in the place of what stood there. Answers whether anything was different.
///
/// # Errors
/// Policy; [`Refusal::TextInvalid`], [`Refusal::TextCharacters`], [`Refusal::AddressMissing`],
/// [`Refusal::RepresentativeMissing`], [`Refusal::LegalNumberMissing`]; [`Refusal::Malformed`] for a language nobody here
/// writes.
pub async fn correct_record(service: &Service, actor: &Actor, correction: &Correction) -> Result<bool, Error> {
    allow(actor, Operation::CorrectRecord)?;
    let lang = [Lang::Fr, Lang::En].into_iter().find(|lang| lang.code() == correction.language);
    let lang = lang.ok_or(Refusal::Malformed)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::CorrectRecord).await?;
        let (before, after) = (member.identity(), correction.identity(member.class));
        after.check()?;
        if before == after && member.lang == lang {
            return Ok(false);
        }
        own::correct(tx, &member, &after, lang).await?;
        if before.name != after.name {
            facts::note(service, tx, actor, "change-name", Some(member.id.0)).await?;
        }
        facts::note(service, tx, actor, "correct-record", Some(member.id.0)).await?;
        Ok(true)
    })
}
