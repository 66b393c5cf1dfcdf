//! The whole register is taken out. That is an act, not a look: the audit says who did it and when.

use std::collections::HashMap;

use domain::register::ExportedMember;
use domain::roles::Actor;
use store::{members, register};

use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Members read at once.
const PAGE: u32 = 1000;

/// Everybody on the register, by name, with what they hold; and the IANA name of the cooperative's time zone.
///
/// # Errors
/// Policy.
pub async fn export_register(service: &Service, actor: &Actor) -> Result<(Vec<ExportedMember>, String), Error> {
    allow(actor, Operation::ExportRegister)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::ExportRegister).await?;
        facts::note(service, tx, actor, "export-register", None).await
    })?;
    let mut tx = service.db().read().await?;
    let held: HashMap<_, _> =
        register::holdings(&mut tx).await?.into_iter().map(|held| (held.member, (held.shares, held.cents))).collect();
    let mut all: Vec<ExportedMember> = Vec::new();
    let mut last = None;
    loop {
        let page = members::after(&mut tx, last.as_ref(), PAGE).await?;
        let more = page.len() == PAGE as usize;
        last = page.last().cloned();
        for member in page {
            let (shares, cents) = held.get(&member.id).copied().unwrap_or_default();
            all.push(exported(member, shares, cents));
        }
        if !more {
            break;
        }
    }
    Ok((all, facts::cooperative(&mut tx).await?.time_zone))
}

fn exported(member: members::Member, shares: i64, cents: i64) -> ExportedMember {
    ExportedMember {
        number: member.number,
        identity: member.identity(),
        email: member.email,
        email_confirmed_at: member.email_confirmed_at,
        email_consent_at: member.email_consent_at,
        lang: member.lang,
        state: member.state,
        applied_at: member.applied_at,
        admitted_at: member.admitted_at,
        active_at: member.active_at,
        ended_at: member.ended_at,
        shares,
        cents,
    }
}
