//! clippy on everything in one pass: strict where the code is, lenient where it is tested.
//!
//! `cargo clippy` gives every crate the same lints. Told twice, it reads every crate twice, and the second time for the tests
//! alone. Cargo asks a wrapper to compile each crate of the workspace; this program is the wrapper, and tells clippy-driver what
//! to refuse by whether a test is compiled.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::step::{ALL_BUT_XTASK, cargo, run};

/// Says that cargo calls this program to compile a crate.
const WRAPPER: &str = "VOIX_LINTS";

/// Tests may unwrap, since a panic is how a test fails; what they are called says what they do.
const LENIENT: [&str; 4] = ["clippy::unwrap_used", "clippy::expect_used", "clippy::too_many_lines", "missing_docs"];

/// Every crate but xtask, with its tests; warnings refused.
pub fn everything() -> Result<()> {
    let mut check = cargo("check", &ALL_BUT_XTASK);
    check.args(["--lib", "--bins", "--examples", "--tests"]);
    check.env(WRAPPER, "1").env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe().context("where xtask is")?);
    run(&mut check)
}

/// What comes of compiling one crate, where cargo has called this program for that.
pub fn compiled() -> Option<ExitCode> {
    std::env::var_os(WRAPPER)?;
    let given: Vec<String> = std::env::args().skip(1).collect();
    let status = Command::new("clippy-driver").args(refusing(given)).status();
    if let Err(error) = &status {
        eprintln!("clippy-driver could not be started: {error}");
    }
    Some(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The arguments for the compiler, and what is refused.
fn refusing(mut given: Vec<String>) -> Vec<String> {
    let tests = given.iter().any(|argument| argument == "--test");
    given.extend(["-D", "warnings"].map(ToOwned::to_owned));
    if tests {
        given.extend(LENIENT.iter().flat_map(|lint| ["-A".to_owned(), (*lint).to_owned()]));
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_may_unwrap_and_nothing_else_may() {
        let of = |given: &[&str]| refusing(given.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(of(&["rustc", "lib.rs"]), ["rustc", "lib.rs", "-D", "warnings"]);
        let lenient = of(&["rustc", "--test", "lib.rs"]);
        assert_eq!(lenient[..5], ["rustc", "--test", "lib.rs", "-D", "warnings"]);
        assert!(lenient.windows(2).any(|two| two == ["-A", "clippy::unwrap_used"]), "{lenient:?}");
    }
}
