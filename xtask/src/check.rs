//! `cargo xtask check`: what one runs at every save.

use anyhow::Result;

use crate::arrows;
use crate::step::{command, run, step};

/// Formatting, arrows, the pure crates.
pub fn check() -> Result<()> {
    step("formatting", || run(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    step("arrows between crates", arrows::check)?;
    step("the pure crates, linted", || {
        let args = [
            "clippy",
            "--locked",
            "-p",
            "voix-protocol",
            "-p",
            "voix-domain",
            "-p",
            "voix-verifier",
            "--",
            "-D",
            "warnings",
        ];
        run(&mut command("cargo", &args))
    })
}
