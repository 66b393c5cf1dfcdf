//! `voix`: the server of a cooperative, and the tools its operator needs.
//!
//! This is the composition root: the only place that asks the machine for the time and for randomness.

mod api;
mod config;
mod demo;
mod demo_vote;
mod guard;
mod init;
mod limits;
mod machine;
mod mail;
mod router;
mod said;
mod serve;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Voix: the general assembly of a cooperative, one member one voice.
#[derive(Parser)]
#[command(name = "voix", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the assembly.
    Serve(config::Options),
    /// Founds a cooperative: asks what it needs, writes the configuration, makes the database.
    Init(init::Options),
    /// Plays with the demo cooperative.
    #[command(subcommand)]
    Demo(Demo),
}

#[derive(Subcommand)]
enum Demo {
    /// Makes the other members vote, through the public API, with keys of their own.
    Vote(demo_vote::Options),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(options) => serve::serve(&options),
        Command::Init(options) => init::init(&options),
        Command::Demo(Demo::Vote(options)) => demo_vote::vote(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("voix: {error:#}");
            ExitCode::FAILURE
        }
    }
}
