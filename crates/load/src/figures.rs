//! What is measured, and how it is told: JSON, for whoever prints tables of it.

use std::time::Duration;

use serde::Serialize;

/// Something done many times.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Phase {
    /// What.
    pub what: String,
    /// Connections it was done over.
    pub connections: usize,
    /// How often.
    pub count: usize,
    /// From the first request to the last answer, in seconds.
    pub seconds: f64,
    /// A second.
    pub rate: f64,
    /// From sending to the whole answer, in milliseconds: half were faster,
    pub p50_ms: f64,
    /// … 95 in a hundred,
    pub p95_ms: f64,
    /// … 99 in a hundred.
    pub p99_ms: f64,
    /// Processor time the server took for each, in milliseconds.
    pub server_cpu_ms: Option<f64>,
    /// Processor time the generator took for each, in milliseconds.
    pub load_cpu_ms: Option<f64>,
}

impl Phase {
    /// Sums up what each took.
    #[must_use]
    pub fn new(what: &str, connections: usize, took: &[Duration], all: Duration) -> Self {
        let mut sorted = took.to_vec();
        sorted.sort_unstable();
        let at = |percent: usize| rounded(milliseconds(percentile(&sorted, percent)));
        Self {
            what: what.to_owned(),
            connections,
            count: took.len(),
            seconds: rounded(all.as_secs_f64()),
            rate: rounded(took.len() as f64 / all.as_secs_f64().max(1e-9)),
            p50_ms: at(50),
            p95_ms: at(95),
            p99_ms: at(99),
            server_cpu_ms: None,
            load_cpu_ms: None,
        }
    }

    /// With the processor time that it cost in all.
    #[must_use]
    pub fn costing(mut self, server: Option<Duration>, load: Option<Duration>) -> Self {
        let each = |time: Duration| rounded(milliseconds(time) / self.count.max(1) as f64);
        self.server_cpu_ms = server.map(each);
        self.load_cpu_ms = load.map(each);
        self
    }
}

/// The least value that so many in a hundred do not exceed (nearest rank), of a sorted list.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// A duration in milliseconds.
#[must_use]
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Three digits that mean something, and no more.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let digits = (2.0 - value.abs().log10().floor()).clamp(0.0, 6.0);
    let scale = 10_f64.powf(digits);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let sorted: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        let at = |percent| percentile(&sorted, percent).as_millis();
        assert_eq!((at(50), at(95), at(99), at(100)), (100, 190, 198, 200));
        assert_eq!(percentile(&sorted[..1], 99).as_millis(), 1);
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    #[test]
    fn figures_have_three_digits() {
        assert_eq!(
            [0.0, 0.012_345, 1.234_5, 98.76, 1234.5, 123_456.0].map(rounded),
            [0.0, 0.0123, 1.23, 98.8, 1235.0, 123_456.0]
        );
    }

    #[test]
    fn a_phase_tells_its_rate_and_what_each_cost() {
        let took = [Duration::from_millis(20), Duration::from_millis(10)];
        let phase = Phase::new("x", 1, &took, Duration::from_millis(40)).costing(Some(Duration::from_millis(6)), None);
        assert_eq!((phase.rate, phase.p50_ms, phase.p95_ms), (50.0, 10.0, 20.0));
        assert_eq!((phase.server_cpu_ms, phase.load_cpu_ms), (Some(3.0), None));
    }
}
