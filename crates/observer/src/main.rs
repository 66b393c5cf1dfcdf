//! `voix-verify`: the observer's command.
//!
//! Exit status: 0 when every check passed, 1 when one failed, 2 when no verdict can be given.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use observer::command::{self, Telling, Watching};
use verifier::report::How;
use verifier::simulate::{self, command::Options as Simulate};
use verifier::threads::Threads;
use verifier::{Lang, Verdict, diff, explain, record, register, report, several, tracker, voice};

/// Checks an assembly's votes and record without trusting the server that ran it.
///
/// Exit status: 0 when every check passed, 1 when one failed, 2 when no verdict can be given.
#[derive(Parser)]
#[command(name = "voix-verify", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Output {
    /// Prints JSON for programs.
    #[arg(long)]
    json: bool,
    /// Language of the sentences.
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

#[derive(Subcommand)]
enum Command {
    /// Verifies a whole assembly: FILE is its zip, or a folder with `record.jsonl`, `checkpoint` and every box, or what `mirror` made,
    /// or the address of the assembly on its server. A verdict for each vote, then the checks.
    Assembly {
        /// The zip of the assembly's page, a folder, or an address.
        #[arg(value_name = "FILE")]
        file: String,
        /// The key printed in the convocation, hex; without it that of the record itself is taken, which proves less.
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
        /// Ballots verified at once; by default as many as there are processors.
        #[arg(long, value_name = "N")]
        jobs: Option<NonZeroUsize>,
        #[command(flatten)]
        output: Output,
    },
    /// Verifies an election: FILE is an archive (.bel) or the zip of a vote's public page. Of several, those that are
    /// boxes of one vote are verified together as well.
    Election {
        /// Archives or zips.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Companion file; by default the one in the zip, or `<uuid>.companion.json` beside the archive.
        #[arg(long, value_name = "FILE")]
        companion: Option<PathBuf>,
        /// Hash that the last event must have, as a checkpoint says.
        #[arg(long, value_name = "HASH")]
        expect_head: Option<String>,
        /// Ballots verified at once; by default as many as there are processors.
        #[arg(long, value_name = "N")]
        jobs: Option<NonZeroUsize>,
        #[command(flatten)]
        output: Output,
    },
    /// Compares two states of one archive: nothing removed, everything new valid.
    Diff {
        /// The older archive or zip.
        old: PathBuf,
        /// The newer archive or zip.
        new: PathBuf,
        /// Companion file of the newer archive.
        #[arg(long, value_name = "FILE")]
        companion: Option<PathBuf>,
        /// Ballots verified at once; by default as many as there are processors.
        #[arg(long, value_name = "N")]
        jobs: Option<NonZeroUsize>,
        #[command(flatten)]
        output: Output,
    },
    /// Says whether a ballot is counted, replaced or unknown. Exit status 1 when unknown.
    Tracker {
        /// Archive or zip.
        file: PathBuf,
        /// The tracking number of a receipt.
        tracker: String,
        #[command(flatten)]
        output: Output,
    },
    /// Verifies the record of an assembly: the chain of its entries and a signed checkpoint.
    Record {
        /// The record, one entry a line.
        file: PathBuf,
        /// The signed checkpoint.
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// The key printed in the convocation, hex; needed with a checkpoint, and refused without.
        #[arg(long)]
        key: Option<String>,
    },
    /// Says whether a voice is on a roll of the record, and which key speaks it, or whether proxies and voices on paper are among
    /// those that it commits to: FILE is what "My votes" gives.
    Voice {
        /// The proof of the voice.
        file: PathBuf,
        /// The record, one entry a line.
        #[arg(long)]
        record: PathBuf,
        /// The signed checkpoint.
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// The key printed in the convocation, hex; needed with a checkpoint, and refused without.
        #[arg(long)]
        key: Option<String>,
    },
    /// Verifies the commitments to the register: LIST is `register-leaves.json`, which whoever reads the register is given.
    Register {
        /// The leaves, with their salts and the persons whose keys they are.
        #[arg(value_name = "LIST")]
        list: PathBuf,
        /// Prints everybody of the last commitment, to compare with the register.
        #[arg(long)]
        names: bool,
        /// How many members were forgotten since, by the register: so many leaves of a commitment may be of nobody in the list.
        #[arg(long, value_name = "N", default_value_t)]
        forgotten: usize,
        /// The record, one entry a line.
        #[arg(long)]
        record: PathBuf,
        /// The signed checkpoint.
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// The key printed in the convocation, hex; needed with a checkpoint, and refused without.
        #[arg(long)]
        key: Option<String>,
    },
    /// Copies the records of a server into a folder, each with every box and what is public beside: URL is the address of the site, or of
    /// one assembly. A copy that is there goes on; what was seen is never overwritten. Exit status 1 when it disappeared or changed,
    /// 2 when a record could not be copied to its end.
    Mirror {
        /// Address of the site, or of a page of one assembly.
        url: String,
        /// The folder.
        folder: PathBuf,
        /// The key printed in the convocation, hex: every checkpoint must be signed by it.
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Follows a server: its records as they grow, and the code it serves. What was seen is kept in a folder, and shouted if it disappears
    /// or changes. Exit status 1 then, 2 when the server could not be asked in every round, or a receipt was in no box at the end.
    Watch {
        /// Address of the site, or of a page of one assembly.
        url: String,
        /// Where what was seen is kept.
        #[arg(long = "dir", value_name = "DIR", default_value = "voix-seen")]
        folder: PathBuf,
        /// The key printed in the convocation, hex: every checkpoint must be signed by it.
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
        /// A receipt of a ballot in a secret vote: it must be in its box. As often as there are receipts.
        #[arg(long = "receipt", value_name = "FILE")]
        receipts: Vec<PathBuf>,
        /// Seconds between two rounds.
        #[arg(long, value_name = "SECONDS", default_value_t = 60)]
        interval: u64,
        /// Ends after so many rounds; by default it goes on until it is stopped.
        #[arg(long, value_name = "N", conflicts_with = "once")]
        rounds: Option<NonZeroU32>,
        /// One round: for a timer.
        #[arg(long)]
        once: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Makes a complete election with its secrets, from a seed: for rehearsals and benchmarks, never for a vote.
    Simulate(Simulate),
    /// Says what each check means, or one of them and what its failure would tell.
    Explain {
        /// Number of a check.
        check: Option<u8>,
        /// Language of the sentences.
        #[arg(long, value_enum, default_value_t)]
        lang: Lang,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Verdict::Passed => ExitCode::SUCCESS,
        Verdict::Failed => ExitCode::from(1),
        Verdict::Unreadable(why) => {
            eprintln!("voix-verify: {why}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Verdict {
    match command {
        Command::Assembly { file, key, jobs, output } => {
            let how = How { threads: Threads::new(jobs), expected_head: None, json: output.json, lang: output.lang };
            command::whole(&file, key.as_deref(), &how)
        }
        Command::Election { files, companion, expect_head, jobs, output } => {
            let expected_head = expect_head.as_deref();
            let how = How { threads: Threads::new(jobs), expected_head, json: output.json, lang: output.lang };
            match files.as_slice() {
                [file] => report::election(file, companion.as_deref(), &how),
                _ if companion.is_some() || expected_head.is_some() => {
                    Verdict::Unreadable("--companion and --expect-head are for one archive".to_owned())
                }
                files => several::elections(files, &how),
            }
        }
        Command::Diff { old, new, companion, jobs, output } => {
            let how = How { threads: Threads::new(jobs), expected_head: None, json: output.json, lang: output.lang };
            diff::diff(&old, &new, companion.as_deref(), &how)
        }
        Command::Tracker { file, tracker, output } => tracker::tracker(&file, &tracker, output.json, output.lang),
        Command::Record { file, checkpoint, key } => record::record(&file, checkpoint.as_deref(), key.as_deref()),
        Command::Voice { file, record, checkpoint, key } => {
            voice::voice(&file, &record, checkpoint.as_deref(), key.as_deref())
        }
        Command::Register { list, names, forgotten, record, checkpoint, key } => {
            let asked = register::Asked { names, forgotten };
            register::register(&list, asked, &record, checkpoint.as_deref(), key.as_deref())
        }
        Command::Mirror { url, folder, key, output } => {
            let telling = Telling { json: output.json, lang: output.lang };
            command::mirror(&url, &folder, key.as_deref(), telling)
        }
        Command::Watch { url, folder, key, receipts, interval, rounds, once, output } => {
            let rounds = if once { Some(NonZeroU32::MIN) } else { rounds };
            let telling = Telling { json: output.json, lang: output.lang };
            command::watch(
                &url,
                &folder,
                Watching { key: key.as_deref(), receipts: &receipts, interval, rounds },
                telling,
            )
        }
        Command::Simulate(options) => simulate::command::run(&options),
        Command::Explain { check, lang } => explain::explain(check, lang),
    }
}
