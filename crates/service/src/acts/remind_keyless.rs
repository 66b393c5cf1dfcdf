//! The secretary reminds the members who have a voice and no key.

use domain::keys::REMIND_EVERY;
use domain::keys_view::Reminded;
use domain::roles::Actor;
use store::keyless;

use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Queues a letter to each of them who has an address and was not written to about it within three days.
///
/// # Errors
/// Policy.
pub async fn remind_keyless(service: &Service, actor: &Actor) -> Result<Reminded, Error> {
    allow(actor, Operation::RemindKeyless)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::RemindKeyless).await?;
        let now = service.now();
        let rules = facts::cooperative(tx).await?.voice_rules();
        let mut reminded = Reminded { queued: 0, unreachable: 0 };
        for row in keyless::of_voices(tx, rules).await? {
            let Some(address) = row.email_key else {
                reminded.unreachable += 1;
                continue;
            };
            if row.written_at.is_some_and(|at| now < at + REMIND_EVERY) {
                continue;
            }
            let to = Recipient::at(row.id, address, row.lang);
            let letter = Letter::Keyless { name: row.name, link: service.at("/sign-in") };
            // Should two campaigns cross, the day says that it is the same letter.
            let once = format!("keyless {} {}", row.id, now.div_euclid(REMIND_EVERY / 3));
            letters::queue(service, tx, &to, &letter, &once, Some(now + REMIND_EVERY)).await?;
            reminded.queued += 1;
        }
        facts::note(service, tx, actor, "remind-keyless", None).await?;
        Ok(reminded)
    })
}
