//! The roll of a box as key holders' pages check it.

use domain::ids::VoteId;
use domain::roles::Actor;
use domain::roll_checks::awaited;
use domain::vote::Stage;
use protocol::roll_check::UnnamedRoll;

use super::archives::ballot_box;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts, roll_checks};

/// The roll without names of a box of a secret vote: of the last one where no stage is named.
///
/// # Errors
/// Policy; [`domain::Refusal::NotKeyHolder`] of this assembly; [`domain::Refusal::NotFound`] before the vote opens, and for an open
/// vote; [`domain::Refusal::VoteVoided`]; [`domain::Refusal::NotAwaitingDecryption`] once the vote is decided.
pub async fn unnamed_roll(
    service: &Service,
    actor: &Actor,
    vote: VoteId,
    stage: Option<Stage>,
) -> Result<UnnamedRoll, Error> {
    allow(actor, Operation::ReadRoll)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadRoll).await?;
    let found = facts::vote(&mut tx, vote).await?;
    roll_checks::holder(&mut tx, found.assembly, member.id).await?;
    let one = ballot_box(&mut tx, vote, stage).await?;
    awaited(found.state)?;
    roll_checks::unnamed(&mut tx, &one).await
}
