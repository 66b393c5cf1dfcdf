//! `voix-verify`: the observer's command. It believes nothing but arithmetic.
//!
//! Exit status: 0 when every check passed, 1 when one failed, 2 when no verdict can be given.

mod input;
mod record;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use protocol::checks::Check;

/// Checks an assembly's votes and record without trusting the server that ran it.
#[derive(Parser)]
#[command(name = "voix-verify", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Verifies an election: FILE is an archive (.bel) or the zip of a vote's public page.
    Election {
        /// Archive or zip.
        file: PathBuf,
        /// Companion file; by default the one in the zip, or `<uuid>.companion.json` beside the archive.
        #[arg(long)]
        companion: Option<PathBuf>,
        /// Prints JSON for programs.
        #[arg(long)]
        json: bool,
        /// Language of the sentences.
        #[arg(long, value_enum, default_value_t = Lang::En)]
        lang: Lang,
    },
    /// Says whether a ballot is counted, replaced or unknown. Exit status 1 when unknown.
    Tracker {
        /// Archive or zip.
        file: PathBuf,
        /// The tracking number of a receipt.
        tracker: String,
    },
    /// Verifies the record of an assembly: the chain of its entries and a signed checkpoint.
    Record {
        /// The record, one entry a line.
        file: PathBuf,
        /// The signed checkpoint.
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// The key printed in the convocation, hex; needed with a checkpoint.
        #[arg(long)]
        key: Option<String>,
    },
    /// Says what each check means, or one of them.
    Explain {
        /// Number of a check.
        check: Option<u8>,
        /// Language of the sentences.
        #[arg(long, value_enum, default_value_t = Lang::En)]
        lang: Lang,
    },
}

/// Language of the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Français.
    Fr,
}

/// How a command ends.
pub enum Verdict {
    /// Every check passed.
    Passed,
    /// A check failed.
    Failed,
    /// No verdict: why.
    Unreadable(String),
}

fn main() -> ExitCode {
    let verdict = match Cli::parse().command {
        Command::Election { file, companion, json, lang } => report::election(&file, companion.as_deref(), json, lang),
        Command::Tracker { file, tracker } => report::tracker(&file, &tracker),
        Command::Record { file, checkpoint, key } => record::record(&file, checkpoint.as_deref(), key.as_deref()),
        Command::Explain { check, lang } => explain(check, lang),
    };
    match verdict {
        Verdict::Passed => ExitCode::SUCCESS,
        Verdict::Failed => ExitCode::from(1),
        Verdict::Unreadable(why) => {
            eprintln!("voix-verify: {why}");
            ExitCode::from(2)
        }
    }
}

fn explain(asked: Option<u8>, lang: Lang) -> Verdict {
    let chosen: Vec<&Check> = Check::ALL.iter().filter(|check| asked.is_none_or(|n| check.number() == n)).collect();
    for check in &chosen {
        println!("{:2}  {}", check.number(), report::sentence(**check, lang));
    }
    if chosen.is_empty() { Verdict::Unreadable("there is no check of this number".to_owned()) } else { Verdict::Passed }
}
