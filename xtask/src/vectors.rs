//! `cargo xtask vectors`: `vectors/` as `crates/vectors` makes it.

use anyhow::Result;

use crate::step::{cargo, run};

/// Options of `vectors`.
#[derive(clap::Args)]
pub struct Options {
    /// Writes nothing; fails if what is there is not what would be written.
    #[arg(long)]
    check: bool,
}

/// Writes the files, or compares them.
pub fn vectors(options: &Options) -> Result<()> {
    let mut made = cargo("run", &["--quiet", "--package", "voix-vectors", "--"]);
    made.args(options.check.then_some("--check"));
    run(&mut made)
}
