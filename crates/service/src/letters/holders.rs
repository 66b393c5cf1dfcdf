//! Letters to key holders: who holds a key knows it, and from whom it went to whom.

use domain::ids::{AssemblyId, MemberId};
use store::assemblies::Assembly;
use store::{Tx, holders};

use super::{Letter, Recipient, queue};
use crate::{Error, Service, facts};

/// A letter to a member who holds a key, or held one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderLetter {
    /// Of the member written to.
    pub name: String,
    /// What is said.
    pub says: HolderSays,
    /// When the assembly starts.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// The page of key holders.
    pub link: String,
}

/// What such a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HolderSays {
    /// The reader holds a key, which is to be made before the session.
    Named,
    /// On second call: the key that the reader made for the first is needed still.
    Keeps,
    /// Somebody else holds it in the reader's place.
    Replaced {
        /// Who.
        by: String,
    },
    /// The same of another key holder, for those who make their key with them.
    Exchanged {
        /// Who held it.
        gone: String,
        /// Who holds it now.
        comes: String,
    },
}

impl HolderLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.says {
            HolderSays::Named => "holder-named",
            HolderSays::Keeps => "holder-keeps",
            HolderSays::Replaced { .. } => "holder-replaced",
            HolderSays::Exchanged { .. } => "holder-exchanged",
        }
    }
}

/// Tells the key holders of an assembly that they are, as members are convened; on second call those who made their key for the
/// first that they keep it.
pub(crate) async fn named(service: &Service, tx: &mut Tx, assembly: AssemblyId) -> Result<(), Error> {
    let at = facts::assembly(tx, assembly).await?;
    for holder in holders::by_assembly(tx, assembly).await? {
        // Nobody makes a key before members are convened: where there is one, it is that of the first call.
        let says = if holder.public_key.is_some() { HolderSays::Keeps } else { HolderSays::Named };
        tell(service, tx, (&at, "convened"), holder.member, says).await?;
    }
    Ok(())
}

/// Writes to a member about the key of an assembly; `about` tells letters of one kind apart. Nobody is written to about a
/// rehearsal.
pub(crate) async fn tell(
    service: &Service,
    tx: &mut Tx,
    (at, about): (&Assembly, &str),
    member: MemberId,
    says: HolderSays,
) -> Result<(), Error> {
    let member = facts::member(tx, member).await?;
    let Some(to) = Recipient::of(&member).filter(|_| at.rehearsal_until.is_none()) else { return Ok(()) };
    let letter = HolderLetter {
        name: member.name,
        says,
        starts_at: at.starts_at,
        time_zone: at.time_zone.clone(),
        link: service.at("/key-holder"),
    };
    let once = format!("{} {} {} {about}", letter.kind(), at.id, member.id);
    queue(service, tx, &to, &Letter::Holder(letter), &once, None).await
}
