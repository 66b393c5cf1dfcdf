//! The certificate visitors are shown: whether a browser would believe it, and for how long.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Finding, Level};
use crate::causes;
use crate::config::Settings;

/// Valid for fewer days, somebody should look: most are renewed a month before their end.
const SOON: u64 = 14;
/// Valid for fewer days, nobody has.
const VERY_SOON: u64 = 3;
/// Nobody is told of more.
const FAR: u64 = 400;
/// How long the site may take.
const PATIENCE: Duration = Duration::from_secs(10);
const DAY: u64 = 24 * 3600;

/// Looks at the site as a browser does.
pub async fn look(settings: &Settings, now: i64) -> Finding {
    let Some(url) = &settings.url else {
        return Finding::new("certificate", Level::Warning, "NOT CHECKED: no url is set");
    };
    let Some(host) = url.strip_prefix("https://") else {
        let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|here| url.starts_with(here));
        let level = if here { Level::Ok } else { Level::Fault };
        return Finding::new("certificate", level, format!("NOT CHECKED: the site is at {url}, without TLS"));
    };
    let outcome = match roots() {
        Ok(roots) => days_left(host.trim_end_matches('/'), roots, now).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(days) => said(days),
        Err(error) => Finding::new("certificate", Level::Fault, format!("{host}: {}", causes::of(&error))),
    }
}

fn said(days: u64) -> Finding {
    let level = match days {
        days if days < VERY_SOON => Level::Fault,
        days if days < SOON => Level::Warning,
        _ => Level::Ok,
    };
    let more = if days >= FAR { " and more" } else { "" };
    Finding::new("certificate", level, format!("believed for {days} days{more}"))
}

/// Whom this machine believes.
pub fn roots() -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() { bail!("this machine knows no certificate authority") } else { Ok(roots) }
}

/// The time rustls is told.
#[derive(Debug)]
struct At(u64);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0)))
    }
}

/// Where a host is reached: with the port of its kind of site, unless it names one.
pub fn address(host: &str, port: u16) -> String {
    match port_of(host) {
        Some(_) => host.to_owned(),
        None => format!("{host}:{port}"),
    }
}

fn port_of(host: &str) -> Option<u16> {
    host.rsplit_once(':')?.1.parse().ok()
}

fn name(host: &str) -> Result<ServerName<'static>> {
    let name = port_of(host).and_then(|_| host.rsplit_once(':')).map_or(host, |(name, _)| name);
    ServerName::try_from(name.trim_matches(['[', ']']).to_owned()).context("no name of a site")
}

/// Seconds, as certificates count, of an instant in microseconds.
fn seconds(now: i64) -> u64 {
    u64::try_from(now / 1_000_000).unwrap_or(0)
}

/// Connects as a browser would; it waits as long as the site does.
pub async fn connect(host: &str, roots: RootCertStore, now: i64) -> Result<TlsStream<TcpStream>> {
    let name = name(host)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_details(provider, Arc::new(At(seconds(now))))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address(host, 443)).await.context("it does not answer")?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| anyhow!(error))
}

/// Connects as a browser would, and answers for how many days more it could.
async fn days_left(host: &str, roots: RootCertStore, now: i64) -> Result<u64> {
    let connected = tokio::time::timeout(PATIENCE, connect(host, roots.clone(), now)).await;
    let stream = connected.context("it does not answer in time")??;
    let shown = stream.get_ref().1.peer_certificates().context("it shows no certificate")?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    believed_for(shown, &name(host)?, Arc::new(roots), provider, seconds(now))
}

/// For how many days more a chain is believed, by asking for one day after the other, halving.
fn believed_for(
    shown: &[CertificateDer<'_>],
    name: &ServerName<'_>,
    roots: Arc<RootCertStore>,
    provider: Arc<CryptoProvider>,
    now: u64,
) -> Result<u64> {
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider).build()?;
    let (first, others) = shown.split_first().context("it shows no certificate")?;
    let believed = |days: u64| {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(now + days * DAY));
        verifier.verify_server_cert(first, others, name, &[], at).map(drop)
    };
    believed(0).map_err(Distrusted)?;
    let (mut yes, mut no) = (0, FAR + 1);
    while no - yes > 1 {
        let middle = yes.midpoint(no);
        if believed(middle).is_ok() { yes = middle } else { no = middle }
    }
    Ok(yes)
}

/// Why a chain is not believed.
#[derive(Debug)]
struct Distrusted(rustls::Error);

impl fmt::Display for Distrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no browser would believe its certificate: {}", self.0)
    }
}

impl std::error::Error for Distrusted {}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    /// 2026-06-01, and a day, in microseconds.
    const JUNE: i64 = 1_780_272_000_000_000;
    const A_DAY: i64 = 24 * 3600 * 1_000_000;

    /// A site on this machine with a certificate valid from 2026-05-01 to 2026-07-01, and who must be believed.
    async fn site() -> (String, RootCertStore) {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        (leaf.not_before, leaf.not_after) = (date_time_ymd(2026, 5, 1), date_time_ymd(2026, 7, 1));
        let leaf = leaf.signed_by(&key, &authority).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = acceptor.accept(stream).await;
            }
        });
        (format!("localhost:{port}"), roots)
    }

    #[tokio::test]
    async fn a_certificate_is_believed_until_its_last_day() {
        let (host, roots) = site().await;
        let left = async |day: i64| days_left(&host, roots.clone(), JUNE + day * A_DAY).await;
        assert_eq!(left(0).await.unwrap(), 30);
        assert_eq!(left(29).await.unwrap(), 1);
        let late = format!("{:#}", left(31).await.unwrap_err());
        assert!(late.contains("xpired"), "{late}");
    }

    #[tokio::test]
    async fn a_stranger_another_name_and_silence_are_faults() {
        let (host, roots) = site().await;
        let (_, strangers) = site().await;
        assert!(days_left(&host, strangers, JUNE).await.is_err(), "nobody vouches for it");
        let other = host.replace("localhost", "127.0.0.1");
        assert!(days_left(&other, roots.clone(), JUNE).await.is_err(), "it is another's");
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        assert!(days_left(&format!("localhost:{}", silent.port()), roots, JUNE).await.is_err());
    }

    #[test]
    fn a_port_is_that_of_the_kind_of_site_unless_one_is_named() {
        assert_eq!(address("vote.example.org", 443), "vote.example.org:443");
        assert_eq!(address("vote.example.org:8443", 443), "vote.example.org:8443");
        assert_eq!(address("[::1]:80", 443), "[::1]:80");
        assert_eq!(name("vote.example.org:8443").unwrap(), name("vote.example.org").unwrap());
        assert!(name("vote example.org").is_err());
    }

    #[test]
    fn the_last_days_are_said_in_time() {
        assert_eq!((said(2).level, said(3).level), (Level::Fault, Level::Warning));
        assert_eq!((said(13).level, said(14).level, said(FAR).level), (Level::Warning, Level::Ok, Level::Ok));
    }
}
