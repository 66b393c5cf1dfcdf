//! `cargo xtask`: the one entry to build, run, test and measure Voix.

mod arrows;
mod bench;
mod browser;
mod browsers;
mod check;
mod fuzz;
mod licences;
mod links;
mod lints;
mod peer;
mod pinned;
mod postgres;
mod run;
#[cfg(test)]
mod scratch;
mod soak;
mod spoken;
mod step;
mod style;
mod system;
mod test;
mod vectors;
mod wasm_std;
mod web;
mod words;

use clap::{Parser, Subcommand};

/// Build, run, test and measure Voix.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and serves the demo assembly, bringing what is missing on this machine.
    Run(run::Options),
    /// Builds what the browser receives into target/site.
    Web,
    /// Everything the project promises, tested: what CI runs.
    Test(test::Options),
    /// The fast part of it: formatting, arrows, licences, the pure crates.
    Check,
    /// Fuzzes everything that reads what others wrote, each target for a bounded time.
    Fuzz(fuzz::Options),
    /// Kills the server while members vote, fifty times, and looks for every ballot that had a receipt.
    Soak(soak::Options),
    /// Measures: casts and pages a second, page weights, builds, verifiers side by side. Asserts no time.
    Bench(bench::Options),
    /// Writes `vectors/`: archives and objects for whoever writes another verifier.
    Vectors(vectors::Options),
    /// Brings a program we did not write, to compare with.
    #[command(subcommand)]
    Peer(peer::Peer),
    /// Runs a test on one processor; nextest calls it.
    #[command(hide = true)]
    Pinned {
        /// Program and arguments.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<std::ffi::OsString>,
    },
}

fn main() -> std::process::ExitCode {
    if let Some(code) = lints::compiled() {
        return code;
    }
    let outcome = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Web => web::build().map(drop),
        Command::Test(options) => test::test(&options),
        Command::Check => check::check(),
        Command::Fuzz(options) => fuzz::fuzz(&options),
        Command::Soak(options) => soak::soak(&options),
        Command::Bench(options) => bench::bench(&options),
        Command::Vectors(options) => vectors::vectors(&options),
        Command::Peer(which) => peer::peer(&which),
        Command::Pinned { words } => return pinned::run(&words).unwrap_or_else(failed),
    };
    outcome.map_or_else(failed, |()| std::process::ExitCode::SUCCESS)
}

fn failed(error: anyhow::Error) -> std::process::ExitCode {
    eprintln!("xtask: {error:#}");
    std::process::ExitCode::FAILURE
}
