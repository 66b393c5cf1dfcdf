//! A member leaves, at any time (C. com. L.231-6). Voice and offices end at once; ballots cast before count; the shares are
//! asked back, and the board pays them when the capital allows (L.231-5).

use std::collections::BTreeSet;

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove};
use domain::own_record::Departure;
use domain::roles::{Actor, Role};
use store::members::Member;
use store::{Tx, members, own, roles, shares};

use crate::error::Stored as _;
use crate::letters::{self, Letter, OwnLetter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// Who is told that somebody left.
const TOLD: [Role; 3] = [Role::Chair, Role::Board, Role::Secretary];

/// Ends the actor's own membership. The sessions end with it.
///
/// # Errors
/// Policy; [`Refusal::LeaveNotConfirmed`]; [`Refusal::MemberState`] when the membership is over.
pub async fn leave(service: &Service, actor: &Actor, departure: &Departure) -> Result<(), Error> {
    allow(actor, Operation::Leave)?;
    transaction!(service, |tx| {
        let member = facts::acting(service, tx, actor, Operation::Leave).await?;
        if departure.sure != "yes" {
            return Err(Refusal::LeaveNotConfirmed.into());
        }
        let now = service.now();
        let left = member.state.after(MemberMove::Leave)?;
        let told = board(tx, member.id, now).await?;
        if !members::end(tx, member.id, member.state, left, now).await? {
            return Err(Refusal::MemberState.into());
        }
        facts::happened(service, tx, actor, member.id, Happened::Move(MemberMove::Leave), "").await?;
        roles::end_of_member(tx, member.id, now).await?;
        own::sign_out_everywhere(tx, member.id, now).await?;
        let held = shares::of_member(tx, member.id).await?.shares;
        own::give_back(tx, service.id(), member.id, held, now).await?;
        tell(service, tx, &member, held, &told).await?;
        facts::note(service, tx, actor, "leave", Some(member.id.0)).await
    })
}

/// Who is to be told, but for whoever leaves.
async fn board(tx: &mut Tx, leaving: MemberId, now: i64) -> Result<BTreeSet<MemberId>, Error> {
    let held = roles::held_at(tx, now).await?;
    let told = held.into_iter().filter(|held| TOLD.contains(&held.role) && held.member != leaving);
    Ok(told.map(|held| held.member).collect())
}

async fn tell(
    service: &Service,
    tx: &mut Tx,
    member: &Member,
    held: i64,
    told: &BTreeSet<MemberId>,
) -> Result<(), Error> {
    let (id, name) = (member.id, member.name.clone());
    if let Some(to) = Recipient::of(member) {
        let letter = Letter::Own(OwnLetter::Left { name: name.clone(), shares: held });
        letters::queue(service, tx, &to, &letter, &format!("left {id}"), None).await?;
    }
    let number = member.number.stored("a member number")?;
    let letter = Letter::Own(OwnLetter::MemberLeft { name, number, shares: held });
    for officer in told {
        if let Some(to) = Recipient::of(&facts::member(tx, *officer).await?) {
            letters::queue(service, tx, &to, &letter, &format!("member-left {id} {officer}"), None).await?;
        }
    }
    Ok(())
}
