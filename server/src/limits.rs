//! How many requests one person, or one address, may send.
//!
//! A member signed in is counted as that member, wherever the request comes from: two hundred people in a hall share
//! one address and must not wait for each other. Who is not signed in is counted by address. Each has two allowances,
//! one for reading and one for writing, that refill steadily (the generic cell rate algorithm, by `governor`).
//! Files that never change and `/health` are not counted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use app::shell;
use app::state::AppState;
use app::visitor::{Visitor, identify};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::ids::MemberId;
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use http::HeaderMap;
use http::header::{HeaderName, RETRY_AFTER};

use crate::api::Failed;

/// So many at once, then so many a second.
type Allowance = (u32, u32);

/// A member voting on every item of a long agenda presses once or twice per item.
const MEMBER_WRITES: Allowance = (60, 2);
/// Live pages ask every few seconds, on a phone and on a computer.
const MEMBER_READS: Allowance = (240, 10);
/// A hall signs in behind one address within a minute.
const ADDRESS_WRITES: Allowance = (400, 10);
/// The same hall reads the agenda; an observer copies the record.
const ADDRESS_READS: Allowance = (2_000, 100);
/// Keys that have their whole allowance back are forgotten every so many requests.
const FORGET_EVERY: u32 = 4_096;

/// Whose allowance a request uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Somebody signed in, wherever they are.
    Member(MemberId),
    /// Everybody else behind an address.
    Address(IpAddr),
}

impl Key {
    /// How many streams may be open at once: a member has a few devices and windows, a hall has one address.
    pub fn streams(&self) -> usize {
        match self {
            Self::Member(_) => 8,
            Self::Address(_) => 400,
        }
    }
}

type Limiter<C> = RateLimiter<Key, DashMapStateStore<Key>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The allowances, shared by every request.
pub struct Limits<C: Clock = MonotonicClock> {
    clock: C,
    member: [Limiter<C>; 2],
    address: [Limiter<C>; 2],
    /// Whether the last address of `X-Forwarded-For` is the sender's: our own proxy wrote it.
    behind_proxy: bool,
    seen: AtomicU32,
}

impl Limits {
    /// The allowances of this file, `scale` times (a larger hall, a load test); none at all for a scale of 0.
    pub fn new(scale: u32, behind_proxy: bool) -> Option<Arc<Self>> {
        Self::with_clock(scale, behind_proxy, MonotonicClock)
    }
}

impl<C: Clock + Clone> Limits<C> {
    fn with_clock(scale: u32, behind_proxy: bool, clock: C) -> Option<Arc<Self>> {
        let scale = NonZeroU32::new(scale)?;
        let limiter = |(burst, refill): Allowance| {
            let times = |n: u32| NonZeroU32::MIN.saturating_add(n.saturating_mul(scale.get()).saturating_sub(1));
            RateLimiter::new(
                Quota::per_second(times(refill)).allow_burst(times(burst)),
                DashMapStateStore::default(),
                clock.clone(),
            )
        };
        Some(Arc::new(Self {
            member: [limiter(MEMBER_READS), limiter(MEMBER_WRITES)],
            address: [limiter(ADDRESS_READS), limiter(ADDRESS_WRITES)],
            clock: clock.clone(),
            behind_proxy,
            seen: AtomicU32::new(0),
        }))
    }

    /// Uses one of an allowance.
    ///
    /// # Errors
    /// How long to wait for the next one.
    fn take(&self, key: &Key, writes: bool) -> Result<(), Duration> {
        let of = match key {
            Key::Member(_) => &self.member,
            Key::Address(_) => &self.address,
        };
        if self.seen.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.member.iter().chain(&self.address).for_each(RateLimiter::retain_recent);
        }
        of[usize::from(writes)].check_key(key).map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }
}

/// What the middleware needs.
#[derive(Clone)]
pub struct Stand {
    /// Pages say no in the reader's language.
    pub app: AppState,
    /// None: nothing is counted.
    pub limits: Option<Arc<Limits>>,
}

/// Finds out who asks, once for the whole request, and lets through who has an allowance left.
pub async fn limit(State(stand): State<Stand>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let visitor = identify(request.headers(), &path, &stand.app).await;
    let outcome = stand.limits.as_ref().map_or(Ok(()), |limits| {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let key = visitor
            .actor
            .member()
            .map_or_else(|| Key::Address(sender(peer, request.headers(), limits.behind_proxy)), Key::Member);
        let outcome = limits.take(&key, !request.method().is_safe());
        request.extensions_mut().insert(key);
        outcome
    });
    match outcome {
        Ok(()) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(wait) => refused(&stand.app, &visitor, &path, wait).await,
    }
}

/// "Later", as a problem for programs and as a page for people.
async fn refused(app: &AppState, visitor: &Visitor, path: &str, wait: Duration) -> Response {
    let mut answer = if path.starts_with("/api/") {
        Failed::refused(visitor, Refusal::TooMany).into_response()
    } else {
        shell::refused(app, visitor, &service::Error::Refused(Refusal::TooMany)).await
    };
    answer.headers_mut().insert(RETRY_AFTER, (wait.as_secs() + 1).into());
    answer
}

/// The address a request came from: an IPv4 address, or the /64 network an IPv6 host chooses its addresses in.
fn sender(peer: Option<IpAddr>, headers: &HeaderMap, behind_proxy: bool) -> IpAddr {
    let forwarded = || {
        let lines = headers.get_all(HeaderName::from_static("x-forwarded-for"));
        lines.iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let address = if behind_proxy { forwarded().or(peer) } else { peer };
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Some(address) => address,
        None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;
    use http::HeaderValue;

    use super::*;

    fn member(n: u128) -> Key {
        Key::Member(MemberId(uuid::Uuid::from_u128(n)))
    }

    fn address(text: &str) -> Key {
        Key::Address(text.parse().unwrap())
    }

    fn taken<C: Clock + Clone>(limits: &Limits<C>, key: &Key, writes: bool) -> u32 {
        (0..10_000).take_while(|_| limits.take(key, writes).is_ok()).count().try_into().unwrap()
    }

    #[test]
    fn each_person_has_an_allowance_and_gets_it_back() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(1, false, clock.clone()).unwrap();
        assert_eq!(taken(&limits, &member(1), true), MEMBER_WRITES.0);
        assert_eq!(taken(&limits, &member(1), false), MEMBER_READS.0, "reading is counted apart");
        assert_eq!(taken(&limits, &member(2), true), MEMBER_WRITES.0, "another member does not wait");
        assert!(limits.take(&member(1), true).unwrap_err() <= Duration::from_secs(1));
        clock.advance(Duration::from_secs(3));
        assert_eq!(taken(&limits, &member(1), true), 3 * MEMBER_WRITES.1);
    }

    #[test]
    fn a_hall_behind_one_address_signs_in_and_a_flood_does_not_go_on() {
        let limits = Limits::with_clock(1, false, FakeRelativeClock::default()).unwrap();
        assert_eq!(taken(&limits, &address("192.0.2.1"), true), ADDRESS_WRITES.0);
        assert_eq!(taken(&limits, &address("192.0.2.2"), true), ADDRESS_WRITES.0);
        let larger = Limits::with_clock(3, false, FakeRelativeClock::default()).unwrap();
        assert_eq!(taken(&larger, &address("192.0.2.1"), true), 3 * ADDRESS_WRITES.0);
        assert!(Limits::new(0, false).is_none());
    }

    #[test]
    fn what_is_whole_again_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(1, false, clock.clone()).unwrap();
        for n in 0..u128::from(FORGET_EVERY) - 1 {
            limits.take(&member(n), true).unwrap();
        }
        assert_eq!(limits.member[1].len(), FORGET_EVERY as usize - 1);
        clock.advance(Duration::from_secs(60));
        limits.take(&member(0), true).unwrap();
        assert!(limits.member[1].len() <= 1);
    }

    #[test]
    fn only_our_own_proxy_is_believed_and_only_its_last_word() {
        let peer: IpAddr = "203.0.113.9".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.1"));
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.1, 192.0.2.7"));
        let text = |behind_proxy| sender(Some(peer), &headers, behind_proxy).to_string();
        assert_eq!((text(false), text(true)), ("203.0.113.9".to_owned(), "192.0.2.7".to_owned()));
        headers.append("x-forwarded-for", HeaderValue::from_static("nonsense"));
        assert_eq!(sender(Some(peer), &headers, true), peer);
    }

    #[test]
    fn a_host_with_many_ipv6_addresses_is_one_sender() {
        let of = |text: &str| sender(Some(text.parse().unwrap()), &HeaderMap::new(), false).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
