//! `cargo xtask check`: what one runs at every save.

use anyhow::Result;

use crate::step::{cargo, command, run, step};
use crate::{arrows, licences};

/// Formatting, arrows, licences, the pure crates linted.
pub fn check() -> Result<()> {
    step("formatting", || run(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    step("which crate may know which", arrows::check)?;
    step("licences, registries, banned crates", licences::check)?;
    step("the pure crates, linted", || {
        let pure = ["-p", "voix-protocol", "-p", "voix-domain", "-p", "voix-verifier"];
        run(cargo("clippy", &pure).args(["--", "-D", "warnings"]))
    })
}
