//! The service: a database, a clock, a source of randomness.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use domain::shares_view::HowToPay;
use rand_core::{TryCryptoRng, TryRng};
use store::Db;
use uuid::Uuid;

use crate::Error;
use crate::letters::{Composer, Unworded};

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
    composer: Arc<dyn Composer>,
    /// Where the site is: scheme and host, no slash at the end.
    site: Arc<str>,
    /// How shares are paid, in the cooperative's words.
    pay: Arc<HowToPay>,
}

impl Service {
    /// Opens a database by address (`sqlite:PATH`, created if absent, or `postgres://…`) and brings its tables up to
    /// date.
    ///
    /// # Errors
    /// [`Error::Internal`] when the database cannot be opened.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, random: Arc<dyn Randomness>) -> Result<Self, Error> {
        Ok(Self::over(Db::open(url).await?, clock, random))
    }

    /// Opens a database that is there, as it is: nothing is made, nothing is brought up to date.
    ///
    /// # Errors
    /// [`Error::Internal`], which says when it is of a newer or an older program.
    pub async fn attach(url: &str, clock: Arc<dyn Clock>, random: Arc<dyn Randomness>) -> Result<Self, Error> {
        Ok(Self::over(Db::attach(url).await?, clock, random))
    }

    /// The same over a database that is open already.
    #[must_use]
    pub fn over(db: Db, clock: Arc<dyn Clock>, random: Arc<dyn Randomness>) -> Self {
        Self {
            db,
            clock,
            random,
            composer: Arc::new(Unworded),
            site: Arc::from("http://127.0.0.1"),
            pay: Arc::default(),
        }
    }

    /// The same service, which knows the words of its letters and the address of its site (`https://host`).
    #[must_use]
    pub fn with_letters(self, composer: Arc<dyn Composer>, site: &str) -> Self {
        Self { composer, site: Arc::from(site.trim_end_matches('/')), ..self }
    }

    /// The same service, which knows how shares are paid.
    #[must_use]
    pub fn with_how_to_pay(self, pay: HowToPay) -> Self {
        Self { pay: Arc::new(pay), ..self }
    }

    pub(crate) fn how_to_pay(&self) -> &HowToPay {
        &self.pay
    }

    /// The same database and randomness with another clock.
    pub(crate) fn with_clock(&self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self.clone() }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.db.close().await;
    }

    pub(crate) fn composer(&self) -> &dyn Composer {
        &*self.composer
    }

    /// The address of a page, as it stands in letters and on paper: scheme, host, path.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.site)
    }

    /// Where the site is: scheme and host.
    pub(crate) fn site(&self) -> &str {
        &self.site
    }

    /// Whether a browser that believes to be at `origin` is at this site. On the machine itself, each of its names will
    /// do: nobody else can answer there.
    pub(crate) fn is_at(&self, origin: &str) -> bool {
        let loopback = |site: &str| {
            let rest = site.strip_prefix("http://")?;
            ["localhost", "127.0.0.1", "[::1]"].iter().find_map(|name| rest.strip_prefix(name)).map(str::to_owned)
        };
        origin == &*self.site || loopback(origin).is_some_and(|port| loopback(&self.site) == Some(port))
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
