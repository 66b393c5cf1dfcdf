//! The door: the desk's poster, and a member's own page.

use domain::attendance::{Presence, desk_open};
use domain::door::{Arrival, Hung, Own, OwnShown, Poster, may_hang};
use domain::ids::AssemblyId;
use domain::roles::Actor;
use store::attendances;

use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::views::assemblies::read;
use crate::{Error, Service, door, facts};

/// The poster: the code that hangs at the door, with the address it leads to.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn poster(service: &Service, actor: &Actor, id: AssemblyId) -> Result<Poster, Error> {
    allow(actor, Operation::ReadDesk)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDesk).await?;
    let found = facts::assembly(&mut tx, id).await?;
    let hung = door::hanging(&mut tx, &found).await?.map(|now| Hung {
        address: service.at(&format!("/assembly/{id}/arrive?door={}", now.code)),
        code: now.code,
        version: now.hung.version,
        made_at: now.hung.made_at,
    });
    Ok(Poster {
        cooperative: facts::cooperative(&mut tx).await?.name,
        assembly: read(&mut tx, id).await?,
        may: may_hang(found.state).is_ok(),
        hung,
    })
}

/// A member's own page of the door, with the code of the poster they came with, if they did.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn arrival(service: &Service, actor: &Actor, id: AssemblyId, door: Option<&str>) -> Result<Arrival, Error> {
    allow(actor, Operation::ReadArrival)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadArrival).await?;
    let found = facts::assembly(&mut tx, id).await?;
    // Whoever has no voice may come in, and is entered nowhere.
    let voice = has_voice(&facts::cooperative(&mut tx).await?, &member).is_ok();
    let open = desk_open(found.state, found.starts_at, service.now()).is_ok();
    let last = attendances::last(&mut tx, id, member.id).await?;
    let presence = Presence::after(last.map(|last| last.moved));
    let door = match door {
        Some(code) => Some(door::hangs(&mut tx, &found, code).await?),
        None => None,
    };
    let own = if voice && open && !presence.counts() {
        let own = Own::from_now(member.number.stored("a member number")?, service.now());
        let code = door::own(&mut tx, &found, member.id, own).await?;
        Some(OwnShown {
            address: service.at(&format!("/desk?code={code}")),
            until: own.until.saturating_mul(1_000_000),
        })
    } else {
        None
    };
    let assembly = read(&mut tx, id).await?;
    let means = last.map(|last| last.means);
    Ok(Arrival { assembly, name: member.name, number: member.number, voice, open, presence, means, own, door })
}
