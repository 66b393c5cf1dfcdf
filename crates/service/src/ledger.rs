//! What acts on shares look up or enter the same way. Nothing here knows of voices.

use domain::ids::{MemberId, ShareEntryId};
use domain::shares::{Capital, Cents, Holding, ShareEntry, ShareRules};
use protocol::hash;
use store::cooperatives::Cooperative;
use store::members::Member;
use store::{Tx, shares};

use crate::{Error, Service};

/// What the statutes say of shares.
pub(crate) fn rules(cooperative: &Cooperative) -> ShareRules {
    let minimum = i64::try_from(cooperative.minimum_shares).unwrap_or(i64::MAX);
    ShareRules { nominal: Cents(cooperative.share_cents), minimum }
}

/// What a member holds: the sum of the ledger.
pub(crate) async fn held(tx: &mut Tx, member: MemberId) -> Result<Holding, Error> {
    let sum = shares::of_member(tx, member).await?;
    Ok(Holding { shares: sum.shares, paid: Cents(sum.cents) })
}

/// The capital of the cooperative, and what its floor is made of.
pub(crate) async fn capital(tx: &mut Tx, cooperative: &Cooperative) -> Result<Capital, Error> {
    Ok(Capital {
        now: Cents(shares::total(tx).await?.cents),
        highest: Cents(shares::highest(tx).await?),
        stated: Cents(cooperative.stated_capital_cents),
    })
}

/// The part of the losses that who gives shares back bears: so many in so many.
pub(crate) fn losses(cooperative: &Cooperative) -> (i64, i64) {
    (cooperative.loss_part, cooperative.loss_whole)
}

/// Whether somebody must hold the statutes' minimum.
pub(crate) fn belongs(member: &Member) -> bool {
    member.state.is_member() && member.class.holds_shares()
}

/// SHA-256 of what an entry is about.
pub(crate) fn about(label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut bytes = label.as_bytes().to_vec();
    for part in parts {
        bytes.push(0);
        bytes.extend_from_slice(part);
    }
    hash::sha256(&bytes)
}

/// Where an entry stands: under which instant, about what, undoing which other.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub at: i64,
    pub once: Option<[u8; 32]>,
    pub reverses: Option<ShareEntryId>,
}

/// Adds an entry to a member's ledger.
pub(crate) async fn enter(
    service: &Service,
    tx: &mut Tx,
    member: MemberId,
    entry: &ShareEntry,
    place: Place,
) -> Result<ShareEntryId, store::StoreError> {
    let id = ShareEntryId(service.id());
    let new = shares::ShareEntry {
        id: id.0,
        member,
        kind: entry.kind.word().to_owned(),
        shares: entry.shares,
        cents: entry.amount.0,
        at: place.at,
        once: place.once,
        reverses: place.reverses.map(|entry| entry.0),
    };
    shares::insert(tx, &new).await?;
    Ok(id)
}
