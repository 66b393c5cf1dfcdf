//! The machine's clock and its source of randomness.

use getrandom::SysRng;
use getrandom::rand_core::TryRng as _;
use service::{Clock, Randomness};

/// The system clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes in")]
    fn now(&self) -> i64 {
        chrono::Utc::now().timestamp_micros()
    }
}

/// The operating system's generator.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(clippy::expect_used, reason = "without randomness nothing here may go on: keys would be guessable")]
    fn fill(&self, buffer: &mut [u8]) {
        SysRng.try_fill_bytes(buffer).expect("the operating system gives random bytes");
    }
}
