//! What the server does by itself besides the outbox: opens and closes the boxes of ballots in advance, fixes the lists of members on their day, notes in new records which program it is, and forgets what is too old.

use std::sync::Arc;
use std::time::Duration;

use protocol::software::Software;
use service::Service;
use tokio_util::sync::CancellationToken;

/// How often there is a look at what the clock brought: ballots in advance are awaited at a hour that was announced.
const LOOK: Duration = Duration::from_secs(60);
/// How often what is too old is forgotten, in looks: daily, and once at the start.
const FORGET_EVERY: u32 = 1440;

/// Does the chores until told to stop; one that was begun is finished first.
pub async fn run(service: Service, (software, since): (Arc<Software>, i64), stop: CancellationToken) {
    let mut looks = 0_u32;
    while !stop.is_cancelled() {
        round(&service, looks.is_multiple_of(FORGET_EVERY)).await;
        note(&service, &software, since).await;
        looks = looks.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Notes the program in the records that do not name it yet; it runs since then, microseconds since 1970 UTC.
pub async fn note(service: &Service, software: &Software, since: i64) {
    match service::note_software(service, software, since).await {
        Ok(0) => {}
        Ok(records) => tracing::info!(records, commit = %software.commit, "the program is noted in the record"),
        Err(error) => tracing::error!(%error, "the program could not be noted in the record"),
    }
}

async fn round(service: &Service, forget: bool) {
    match service::advance_due(service).await {
        Ok((0, 0)) => {}
        Ok((opened, closed)) => tracing::info!(opened, closed, "boxes for ballots in advance were opened and closed"),
        Err(error) => tracing::error!(%error, "ballots in advance could not be seen to"),
    }
    match service::rehearsals_due(service).await {
        Ok(0) => {}
        Ok(ended) => tracing::info!(ended, "rehearsals ended by themselves"),
        Err(error) => tracing::error!(%error, "rehearsals could not be seen to"),
    }
    match service::fix_member_lists(service).await {
        Ok(0) => {}
        Ok(lists) => tracing::info!(lists, "lists of members were fixed"),
        Err(error) => tracing::error!(%error, "the lists of members could not be fixed"),
    }
    if !forget {
        return;
    }
    match service::forget_due(service).await {
        Ok(forgotten) => tracing::info!(?forgotten, "what was too old is forgotten"),
        Err(error) => tracing::error!(%error, "what is too old could not be forgotten"),
    }
}
