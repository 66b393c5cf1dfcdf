//! `voix-load`: a whole assembly votes over HTTP; figures on standard output, as JSON. `cargo xtask bench` starts it and
//! makes tables.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use getrandom::SysRng;
use load::run::{Plan, run};
use load::server::Launch;
use load::whole::hold;
use rand_core::{CryptoRng, UnwrapErr};

/// Founds a cooperative on a server of its own, makes everyone vote, and says how fast that was. Exit status 1 when a
/// ballot was refused, lost, doubled or changed.
#[derive(Parser)]
#[command(name = "voix-load")]
struct Cli {
    /// The program `voix`.
    #[arg(long)]
    voix: PathBuf,
    /// The built site.
    #[arg(long)]
    site: PathBuf,
    /// An empty folder for the server.
    #[arg(long)]
    data: PathBuf,
    /// An empty database, instead of SQLite in the folder.
    #[arg(long)]
    database_url: Option<String>,
    /// Members who vote.
    #[arg(long, default_value_t = 145)]
    voters: u32,
    /// Connections at once.
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Ballots of each vote sent first, one after another.
    #[arg(long, default_value_t = 0)]
    alone: usize,
    /// Seconds each page is asked for; 0: not at all.
    #[arg(long, default_value_t = 0.0)]
    pages: f64,
    /// Weighs the pages.
    #[arg(long)]
    weights: bool,
    /// Leaves the archive and its companion in this folder.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Measures nothing: holds a whole assembly with proxies, an election, an open and a secret vote, and leaves here the
    /// file that `voix-verify assembly` reads.
    #[arg(long)]
    assembly: Option<PathBuf>,
}

/// Members whom the demo gives no keys.
const PLAYED: u32 = 5;

fn main() -> ExitCode {
    match measure(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("voix-load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(cli: Cli) -> Result<()> {
    let launch = Launch {
        program: cli.voix,
        site: cli.site,
        data: cli.data,
        database_url: cli.database_url,
        members: cli.voters.saturating_add(PLAYED),
        seed: None,
        days_later: 0,
    };
    if let Some(file) = cli.assembly {
        let held = hold(&launch, &|_| -> Box<dyn CryptoRng> { Box::new(UnwrapErr(SysRng)) })?;
        std::fs::write(&file, &held.zip)?;
        println!("voix-verify assembly {} --key {}", file.display(), held.key);
        return Ok(());
    }
    let plan = Plan {
        launch,
        connections: cli.connections,
        alone: cli.alone,
        pages: Duration::try_from_secs_f64(cli.pages)?,
        weights: cli.weights,
        keep: cli.keep,
    };
    let report = run(&plan, &|_| -> Box<dyn CryptoRng> { Box::new(UnwrapErr(SysRng)) })?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
