//! Messages leave the house: to a mail server, or into a folder while there is none.

mod carrier;
#[cfg(test)]
mod tests;

use std::time::Duration;

use domain::mail::Delivery;
use service::{Service, outbox};
use tokio_util::sync::CancellationToken;

pub use carrier::{Carrier, Options};

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How often what was never answered is put in doubt, in looks.
const TIDY_EVERY: u32 = 60;
/// Messages taken at once: so many are in doubt after a crash, at most.
const AT_ONCE: u32 = 8;

/// Sends what acts have queued until told to stop; a message being sent is finished first.
pub async fn run(service: Service, carrier: Carrier, stop: CancellationToken) {
    let mut looks = 0;
    while !stop.is_cancelled() {
        if looks % TIDY_EVERY == 0
            && let Err(error) = outbox::tidy(&service).await
        {
            tracing::error!(%error, "the outbox could not be tidied");
        }
        looks = looks.wrapping_add(1);
        match round(&service, &carrier, &stop).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "the outbox could not be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Sends the messages whose turn has come; how many. Told to stop, it ends the one it is at, and puts the others back.
async fn round(service: &Service, carrier: &Carrier, stop: &CancellationToken) -> Result<usize, service::Error> {
    let parcels = outbox::take(service, AT_ONCE).await?;
    for parcel in &parcels {
        let (delivery, answer) = if stop.is_cancelled() {
            (Delivery::Later, "the program was stopped before".to_owned())
        } else {
            carrier.carry(parcel, service.now()).await
        };
        tracing::info!(mail = %parcel.id, ?delivery, "a message was handed over");
        outbox::settle(service, parcel.id, delivery, &answer).await?;
    }
    Ok(parcels.len())
}
