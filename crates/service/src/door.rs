//! The codes of the door: seals that only the server can make (PROTOCOL.md §8.1), made again to be compared; none is stored.

use domain::Refusal;
use domain::door::Own;
use domain::ids::MemberId;
use protocol::door::Code;
use protocol::hash;
use store::assemblies::Assembly;
use store::members::Member;
use store::{Tx, members};

use crate::{Error, secrets};

/// What hangs at the door.
pub(crate) struct Hanging {
    /// Which one and since when.
    pub(crate) hung: store::door::Hung,
    /// The code.
    pub(crate) code: String,
}

async fn seal(tx: &mut Tx, assembly: &Assembly, code: Code<'_>) -> Result<String, Error> {
    let key = secrets::record_key(tx, assembly.cooperative).await?;
    Ok(protocol::door::seal(&key, (assembly.cooperative.bytes(), assembly.id.bytes()), code))
}

fn of(own: Own, member: &MemberId) -> Code<'_> {
    Code::Own { member: member.bytes(), number: own.number, until: own.until }
}

/// A member's own code.
pub(crate) async fn own(tx: &mut Tx, assembly: &Assembly, member: MemberId, own: Own) -> Result<String, Error> {
    let seal = seal(tx, assembly, of(own, &member)).await?;
    Ok(own.code(&seal))
}

/// Whose code was scanned.
///
/// # Errors
/// [`Refusal::DoorCodeOver`].
pub(crate) async fn scanned(tx: &mut Tx, assembly: &Assembly, code: &str, now: i64) -> Result<Member, Error> {
    let (own, given) = Own::read(code).ok_or(Refusal::DoorCodeOver)?;
    own.good(now)?;
    let member = members::by_number(tx, own.number).await?.ok_or(Refusal::DoorCodeOver)?;
    let right = seal(tx, assembly, of(own, &member.id)).await?;
    match hash::same(right.as_bytes(), given.as_bytes()) {
        true => Ok(member),
        false => Err(Refusal::DoorCodeOver.into()),
    }
}

/// The code that hangs at the door now.
pub(crate) async fn hanging(tx: &mut Tx, assembly: &Assembly) -> Result<Option<Hanging>, Error> {
    let Some(hung) = store::door::newest(tx, assembly.id).await? else { return Ok(None) };
    let code = seal(tx, assembly, Code::Poster { version: hung.version, made_at: hung.made_at }).await?;
    Ok(Some(Hanging { hung, code }))
}

/// Whether a code is the one that hangs at the door now.
pub(crate) async fn hangs(tx: &mut Tx, assembly: &Assembly, code: &str) -> Result<bool, Error> {
    let now = hanging(tx, assembly).await?;
    Ok(now.is_some_and(|now| hash::same(now.code.as_bytes(), code.as_bytes())))
}
