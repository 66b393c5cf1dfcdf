//! `cargo xtask`: the one entry to build, run, test and measure Voix.

mod arrows;
mod bench;
mod check;
mod peer;
mod postgres;
mod run;
mod step;
mod test;
mod wasm_std;
mod web;

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
    /// Builds everything and serves the demo assembly.
    Run(run::Options),
    /// Builds what the browser receives into target/site.
    Web,
    /// Everything the project promises, tested: what CI runs.
    Test(test::Options),
    /// The fast part: formatting, arrows, the pure crates.
    Check,
    /// Prints the figures measured by `run` and `test`.
    Bench,
    /// Brings a program we did not write, to compare with.
    #[command(subcommand)]
    Peer(peer::Peer),
}

fn main() -> std::process::ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Web => web::build().map(drop),
        Command::Test(options) => test::test(&options),
        Command::Check => check::check(),
        Command::Bench => bench::bench(),
        Command::Peer(which) => peer::peer(&which),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
