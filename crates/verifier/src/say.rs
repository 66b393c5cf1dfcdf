//! Lines to the standard output. A reader that goes away (`… | head`) is no reason to fail: the exit status still tells.

use std::io::Write as _;

/// Prints a line.
pub fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
