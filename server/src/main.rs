//! `voix`: the server of a cooperative, and the tools its operator needs.
//!
//! This is the composition root: the only place that asks the machine for the time and for randomness.

mod admin;
mod api;
mod backup;
mod causes;
mod check;
mod chores;
mod config;
mod demo;
mod demo_vote;
mod followers;
mod guard;
mod init;
mod limits;
mod machine;
mod mail;
mod metrics;
mod place;
mod restore;
mod router;
mod said;
mod serve;
mod software;
#[cfg(test)]
mod tests;
mod upload;

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
    /// Copies the database while it is in use, encrypted under a passphrase.
    Backup(backup::Options),
    /// Brings a copy back into an empty place.
    Restore(restore::Options),
    /// Looks whether everything is as it should be. Exit code: 0 yes, 1 somebody should look, 2 no.
    Check(check::Options),
    /// What whoever keeps the server running does without a page.
    #[command(subcommand)]
    Admin(admin::Command),
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
    let done = |()| ExitCode::SUCCESS;
    let outcome = match Cli::parse().command {
        Command::Serve(options) => serve::serve(&options).map(done),
        Command::Init(options) => init::init(&options).map(done),
        Command::Backup(options) => backup::backup(&options).map(done),
        Command::Restore(options) => restore::restore(&options).map(done),
        Command::Check(options) => check::check(&options),
        Command::Admin(command) => admin::run(&command).map(done),
        Command::Demo(Demo::Vote(options)) => demo_vote::vote(&options).map(done),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("voix: {}", causes::of(&error));
            ExitCode::FAILURE
        }
    }
}
