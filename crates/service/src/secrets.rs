//! The server's own keys. They are read from their tables where they are used, wiped after, and printed nowhere.

use domain::ids::{CooperativeId, VoteId};
use ed25519_dalek::SigningKey;
use protocol::group::{self, Scalar};
use store::{Tx, cooperatives, holders};
use zeroize::Zeroizing;

use crate::error::Stored as _;
use crate::{Error, Service};

/// The key that signs checkpoints and receipts.
pub(crate) async fn record_key(tx: &mut Tx, cooperative: CooperativeId) -> Result<SigningKey, Error> {
    let seed = Zeroizing::new(cooperatives::record_seed(tx, cooperative).await?);
    Ok(SigningKey::from_bytes(&seed))
}

/// Draws the record key of a new cooperative.
pub(crate) async fn make_record_key(service: &Service, tx: &mut Tx, cooperative: CooperativeId) -> Result<(), Error> {
    let seed = Zeroizing::new(service.bytes::<32>());
    Ok(cooperatives::insert_record_seed(tx, cooperative, &seed).await?)
}

/// Draws the server's share of a vote's decryption key.
pub(crate) async fn make_trustee_secret(
    service: &Service,
    tx: &mut Tx,
    vote: VoteId,
) -> Result<Zeroizing<Scalar>, Error> {
    let secret = Zeroizing::new(group::random_scalar(&mut service.rng()));
    holders::insert_secret(tx, vote, secret.as_bytes()).await?;
    Ok(secret)
}

/// The server's share of a vote's decryption key.
pub(crate) async fn trustee_secret(tx: &mut Tx, vote: VoteId) -> Result<Zeroizing<Scalar>, Error> {
    let bytes = Zeroizing::new(holders::secret(tx, vote).await?);
    let secret: Option<Scalar> = Scalar::from_canonical_bytes(*bytes).into();
    Ok(Zeroizing::new(secret.stored("the server's share")?))
}
