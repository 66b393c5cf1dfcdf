//! Asking a server: the only part of this program that does.

use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// What was asked for.
    Bytes(Vec<u8>),
    /// There is no such thing.
    Missing,
    /// It is larger than was allowed, and was not read to its end.
    TooLarge,
}

/// A server, or what stands for one in tests.
pub trait Site {
    /// Asks for a path, for `most` bytes.
    ///
    /// # Errors
    /// A sentence, when there is no answer or another one than was asked for.
    fn get(&self, path: &str, most: u64) -> Result<Got, String>;

    /// Asks for a path as a browser does that understands one packing, `br` or `gzip`, and unpacks what comes, for `most` bytes.
    ///
    /// # Errors
    /// As [`Site::get`], and when it cannot be unpacked.
    fn packed(&self, path: &str, packing: &str, most: u64) -> Result<Got, String> {
        let _ = packing;
        self.get(path, most)
    }
}

/// The files of a record come as they are: they are hashed, and a server would pack them for nothing.
const PLAIN: &str = "identity";

/// A server reached over HTTP.
pub struct Http {
    agent: Agent,
    base: String,
}

/// Longest one answer may take, with all its bytes.
const LONGEST: Duration = Duration::from_secs(600);
/// How long a server that is busy is left alone, and how often it is asked again.
const PAUSE: Duration = Duration::from_secs(10);
const TRIES: u32 = 4;

impl Http {
    /// At an address without a path. Certificates are believed that this machine believes. No redirection is followed: what is kept is
    /// of the server that was named.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let roots = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<_> = roots.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .build();
        let config = Agent::config_builder().tls_config(tls).http_status_as_error(false).max_redirects(0);
        let config = config.timeout_global(Some(LONGEST));
        // A proxy of this machine leads away from it.
        let config = if is_near(base) { config.proxy(None) } else { config };
        Self { agent: config.build().new_agent(), base: base.to_owned() }
    }

    fn once(&self, path: &str, packing: &str, most: u64) -> Result<(u16, Got), String> {
        let address = format!("{}{path}", self.base);
        let wrong = |error: ureq::Error| format!("{address}: {error}");
        let mut answer = self.agent.get(&address).header("accept-encoding", packing).call().map_err(wrong)?;
        let status = answer.status().as_u16();
        match status {
            404 => return Ok((status, Got::Missing)),
            200 => {}
            _ => return Ok((status, Got::TooLarge)),
        }
        match answer.body_mut().with_config().limit(most).read_to_vec() {
            Ok(bytes) => Ok((status, Got::Bytes(bytes))),
            Err(ureq::Error::BodyExceedsLimit(_)) => Ok((status, Got::TooLarge)),
            Err(error) => Err(wrong(error)),
        }
    }
}

/// Whether an address is of this very machine.
fn is_near(base: &str) -> bool {
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    ["127.", "localhost", "[::1]"].iter().any(|near| host.starts_with(near))
}

impl Site for Http {
    fn get(&self, path: &str, most: u64) -> Result<Got, String> {
        self.packed(path, PLAIN, most)
    }

    fn packed(&self, path: &str, packing: &str, most: u64) -> Result<Got, String> {
        for again in 1..=TRIES {
            match self.once(path, packing, most)? {
                (200 | 404, got) => return Ok(got),
                // Busy, or asked too often.
                (503 | 429, _) if again < TRIES => sleep(PAUSE),
                (status, _) => return Err(format!("{}{path}: the server answers {status}", self.base)),
            }
        }
        Err(format!("{}{path}: the server is busy", self.base))
    }
}
