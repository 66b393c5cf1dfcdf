//! Sending many requests over a few connections, and timing each.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};

use crate::figures::Phase;
use crate::http::{Answer, Connection, Request};
use crate::server::{Server, own_cpu};

/// What came of one request: its number, what was made of the answer, how long the answer took.
struct Done<T> {
    nth: usize,
    made: T,
    took: Duration,
}

/// Sends every request, the next one as soon as a connection is free; the answers come in the order of the requests.
/// Any answer but a good one ends the measurement: what is not done is not fast.
///
/// # Errors
/// The first refusal, or a broken connection.
pub fn send(what: &str, server: &Server, connections: usize, requests: &[Request]) -> Result<(Phase, Vec<Answer>)> {
    let next = AtomicUsize::new(0);
    let next = || {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        requests.get(nth).map(|request| (nth, request))
    };
    let connections = connections.min(requests.len());
    let (phase, answers) = drive(what, server, connections, &next, &|answer| answer)?;
    Ok((phase, answers))
}

/// Sends one request again and again until the time is over.
///
/// # Errors
/// The first refusal, or a broken connection.
pub fn again(what: &str, server: &Server, connections: usize, request: &Request, time: Duration) -> Result<Phase> {
    let (count, begun) = (AtomicUsize::new(0), Instant::now());
    let next = || (begun.elapsed() < time).then(|| (count.fetch_add(1, Ordering::Relaxed), request));
    drive(what, server, connections, &next, &drop).map(|(phase, _)| phase)
}

type Next<'a, 'r> = &'a (dyn Fn() -> Option<(usize, &'r Request)> + Sync);

/// Sends what `next` gives over some connections at once; what `see` makes of the answers comes in order.
fn drive<T: Send>(
    what: &str,
    server: &Server,
    connections: usize,
    next: Next<'_, '_>,
    see: &(impl Fn(Answer) -> T + Sync),
) -> Result<(Phase, Vec<T>)> {
    let connections = connections.max(1);
    let opened: Vec<Connection> =
        (0..connections).map(|_| Connection::open(server.address())).collect::<Result<_>>().context("connecting")?;
    let before = (server.cpu(), own_cpu());
    let begun = Instant::now();
    let outcomes = std::thread::scope(|scope| {
        let running: Vec<_> =
            opened.into_iter().map(|connection| scope.spawn(move || one_connection(connection, next, see))).collect();
        running.into_iter().map(ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let all = begun.elapsed();
    let used = |before: Option<Duration>, after: Option<Duration>| Some(after?.saturating_sub(before?));
    let (server_cpu, load_cpu) = (used(before.0, server.cpu()), used(before.1, own_cpu()));
    let mut done = Vec::new();
    for outcome in outcomes {
        let outcome = outcome.map_err(|_| anyhow!("a connection's thread panicked"))?;
        done.extend(outcome.with_context(|| what.to_owned())?);
    }
    done.sort_unstable_by_key(|done| done.nth);
    let took: Vec<Duration> = done.iter().map(|done| done.took).collect();
    let phase = Phase::new(what, connections, &took, all).costing(server_cpu, load_cpu);
    Ok((phase, done.into_iter().map(|done| done.made).collect()))
}

fn one_connection<T>(
    mut connection: Connection,
    next: Next<'_, '_>,
    see: &impl Fn(Answer) -> T,
) -> Result<Vec<Done<T>>> {
    let mut done = Vec::new();
    while let Some((nth, request)) = next() {
        let sent = Instant::now();
        let answer = connection.send(request)?;
        let took = sent.elapsed();
        answer.good()?;
        done.push(Done { nth, made: see(answer), took });
    }
    Ok(done)
}

/// Does the same to every item on every processor, keeping the order.
///
/// # Errors
/// The first that occurs.
pub fn on_every_core<T: Sync, U: Send>(items: &[T], act: impl Fn(usize, &T) -> Result<U> + Sync) -> Result<Vec<U>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let size = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let act = &act;
        let running: Vec<_> = items
            .chunks(size)
            .enumerate()
            .map(|(chunk, items)| {
                scope.spawn(move || {
                    items.iter().enumerate().map(|(i, item)| act(chunk * size + i, item)).collect::<Result<Vec<U>>>()
                })
            })
            .collect();
        let mut made = Vec::with_capacity(items.len());
        for thread in running {
            made.extend(thread.join().map_err(|_| anyhow!("a thread panicked"))??);
        }
        Ok(made)
    })
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn work_shared_among_processors_keeps_its_order() {
        let items: Vec<usize> = (0..101).collect();
        let made = on_every_core(&items, |i, item| Ok((i, item * 2))).unwrap();
        assert!(made.iter().enumerate().all(|(place, (i, twice))| place == *i && *twice == place * 2));
        assert!(on_every_core(&items, |_, item| if *item == 77 { bail!("77") } else { Ok(()) }).is_err());
        assert!(on_every_core(&[0; 0], |_, _| Ok(())).unwrap().is_empty());
    }
}
