//! The service: a database, a clock, a source of randomness.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use rand_core::{TryCryptoRng, TryRng};
use store::Db;
use uuid::Uuid;

use crate::Error;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Microseconds since 1970 UTC.
    fn now(&self) -> i64;
}

/// Where randomness comes from: keys, salts, tokens and ids are made of it.
pub trait Randomness: Send + Sync {
    /// Fills the buffer with bytes nobody can guess.
    fn fill(&self, buffer: &mut [u8]);
}

/// Everything a person may do is a function that takes one of these. Cloning shares the database.
#[derive(Clone)]
pub struct Service {
    db: Db,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Randomness>,
}

impl Service {
    /// Opens a database by address (`sqlite:PATH`, created if absent, or `postgres://…`) and brings its tables up to
    /// date.
    ///
    /// # Errors
    /// [`Error::Internal`] when the database cannot be opened.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, random: Arc<dyn Randomness>) -> Result<Self, Error> {
        Ok(Self { db: Db::open(url).await?, clock, random })
    }

    /// The same database and randomness with another clock.
    pub(crate) fn with_clock(&self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self.clone() }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.db.close().await;
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// Now, in microseconds since 1970 UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(crate) fn rng(&self) -> Rng<'_> {
        Rng(&*self.random)
    }

    /// Fresh random bytes.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// How long to wait before an attempt that follows others: longer each time, and never the same for two callers.
    pub(crate) fn patience(&self, attempt: u32) -> Duration {
        let most = 4_000 << attempt.min(5);
        Duration::from_micros(u64::from(u32::from_le_bytes(self.bytes())) % most)
    }

    /// A new id: version 7, so that ids sort by the time they were made.
    pub(crate) fn id(&self) -> Uuid {
        let millis = u64::try_from(self.now() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

/// The service's randomness in the form `protocol` asks for.
pub(crate) struct Rng<'a>(&'a dyn Randomness);

impl TryRng for Rng<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(buffer);
        Ok(())
    }
}

impl TryCryptoRng for Rng<'_> {}
