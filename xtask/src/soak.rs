//! `cargo xtask soak`: the server is killed without warning while members vote, again and again, on one database. CI does the same
//! five times (`server/tests/crash`).

use anyhow::Result;

use crate::step::{self, run, step};

/// Options of `soak`.
#[derive(clap::Args)]
pub struct Options {
    /// How often it is killed.
    #[arg(long, value_name = "N", default_value_t = 50)]
    rounds: u32,
    /// Another number kills it at other moments.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

/// Kills it so many times, and says how many ballots were received and how many had no answer at first.
pub fn soak(options: &Options) -> Result<()> {
    // Of the whole workspace: of one package cargo chooses other features, and compiles everything below once more.
    let mut cargo = step::cargo("test", &step::ALL_BUT_XTASK);
    cargo.args(["--test", "crash", "--", "--nocapture"]);
    cargo.env("VOIX_SOAK_ROUNDS", options.rounds.to_string()).env("VOIX_SOAK_SEED", options.seed.to_string());
    step(&format!("killing the server {} times", options.rounds), || run(&mut cargo))
}
