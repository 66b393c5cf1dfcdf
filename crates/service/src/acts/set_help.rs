//! Those who keep the register say whom people ask who are stuck.

use domain::help::HelpContact;
use domain::roles::Actor;
use store::cooperatives;

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Says whom to ask, from now on, on every page and in every letter. The same again changes nothing.
///
/// # Errors
/// Policy; as [`HelpContact::read`].
pub async fn set_help(service: &Service, actor: &Actor, asked: &HelpContact) -> Result<(), Error> {
    allow(actor, Operation::SetHelp)?;
    let help = HelpContact::read(&asked.phone, &asked.email)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::SetHelp).await?;
        let cooperative = facts::cooperative(tx).await?;
        if cooperative.help() != help {
            cooperatives::set_help(tx, cooperative.id, &help).await?;
            facts::note(service, tx, actor, "set-help", Some(cooperative.id.0)).await?;
        }
        Ok(())
    })
}
