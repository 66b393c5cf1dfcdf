//! Letters to the bureau of an assembly: what it is to sign is published (C. com. R.225-106).

use domain::Refusal;
use store::Tx;
use store::assemblies::Assembly;

use super::{Letter, Recipient, queue};
use crate::{Error, Service, facts, sheet};

/// A letter to a member who sits in the bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinutesLetter {
    /// Of the member written to.
    pub name: String,
    /// 0 where the minutes wait for a signature, else the number of the correction that does.
    pub correction: u32,
    /// When the assembly was to start.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// The page of the minutes.
    pub link: String,
}

impl MinutesLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.correction {
            0 => "minutes-awaited",
            _ => "correction-awaited",
        }
    }
}

/// Tells each member of the bureau, once, that the published minutes (0) or a correction of them wait for a signature: by the key
/// of their device, or on paper, as the page says. Whoever has no address is told by nobody but the page.
pub(crate) async fn awaited(service: &Service, tx: &mut Tx, assembly: &Assembly, correction: u32) -> Result<(), Error> {
    let seats = match sheet::bureau(tx, assembly).await {
        Ok((_, seats)) => seats,
        // Of an assembly before bureaus were constituted nobody is known.
        Err(Error::Refused(Refusal::BureauMissing)) => return Ok(()),
        Err(error) => return Err(error),
    };
    for held in seats {
        let Some(member) = held.member else { continue };
        let member = facts::member(tx, member).await?;
        let Some(to) = Recipient::of(&member) else { continue };
        let letter = MinutesLetter {
            name: member.name,
            correction,
            starts_at: assembly.starts_at,
            time_zone: assembly.time_zone.clone(),
            link: service.at(&format!("/minutes/{}", assembly.id)),
        };
        let once = format!("{} {} {} {correction}", letter.kind(), assembly.id, member.id);
        queue(service, tx, &to, &Letter::Minutes(letter), &once, None).await?;
    }
    Ok(())
}
