//! A bar for long work, where a person looks: on the terminal that is not the output.

use std::io::{IsTerminal as _, Write as _};

/// Work shorter than this is over before a bar is read.
const LONG: u64 = 4 << 20;
const WIDTH: u64 = 30;

/// A bar that is drawn again when a hundredth more is done.
pub struct Bar {
    shown: bool,
    total: u64,
    drawn: Option<u64>,
}

impl Bar {
    /// For so many bytes.
    #[must_use]
    pub fn new(total: u64, wanted: bool) -> Self {
        Self { shown: wanted && total > LONG && std::io::stderr().is_terminal(), total, drawn: None }
    }

    /// So many are done; `what` stands beside the bar.
    pub fn at(&mut self, done: u64, what: impl FnOnce() -> String) {
        let percent = done.min(self.total).saturating_mul(100) / self.total.max(1);
        if !self.shown || self.drawn == Some(percent) {
            return;
        }
        self.drawn = Some(percent);
        let _ = write!(std::io::stderr(), "\r{} {percent:3} %  {} ", draw(percent), what());
    }

    /// Leaves the line clean.
    pub fn end(&self) {
        if self.drawn.is_some() {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

fn draw(percent: u64) -> String {
    let full = percent * WIDTH / 100;
    (0..WIDTH).map(|i| if i < full { '█' } else { '·' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_from_the_left_and_keeps_its_width() {
        assert_eq!(draw(0), "·".repeat(30));
        assert_eq!(draw(50), "█".repeat(15) + &"·".repeat(15));
        assert_eq!(draw(100), "█".repeat(30));
    }
}
