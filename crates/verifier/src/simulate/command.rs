//! `voix-verify simulate`: the files of an election that never was.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use super::assembly::SimulatedAssembly;
use super::boxes::{self, Boxes};
use super::{Made, Plan, Quorum, Simulated, Tamper, item_bytes, make, opening_bytes, secrets};
use crate::Verdict;
use crate::say::say;
use crate::threads::Threads;

/// What to simulate, and where it goes.
#[derive(Args)]
pub struct Options {
    /// Voices; each votes once.
    #[arg(long, value_name = "N", default_value_t = Plan::default().voters)]
    voters: usize,
    /// Answers of the one question; three make a resolution: for, against, abstain.
    #[arg(long, value_name = "K", default_value_t = Plan::default().answers)]
    answers: usize,
    /// Fewest answers one may choose.
    #[arg(long, value_name = "A", default_value_t = Plan::default().min)]
    min: usize,
    /// Most answers one may choose.
    #[arg(long, value_name = "B", default_value_t = Plan::default().max)]
    max: usize,
    /// Allows blank ballots.
    #[arg(long)]
    blank: bool,
    /// Trustees, needed of all: all of them, or a threshold.
    #[arg(long, value_name = "T/N", default_value = "2/2")]
    trustees: Quorum,
    /// Ballots that replace an earlier one.
    #[arg(long, value_name = "M", default_value_t = Plan::default().revotes)]
    revotes: usize,
    /// Boxes of the vote, opened in sum if there are several.
    #[arg(long, value_name = "N", default_value_t = 1)]
    boxes: usize,
    /// Makes a whole assembly of four votes, with its record: what `voix-verify assembly` reads. It follows from the seed alone.
    #[arg(
        long,
        conflicts_with_all = ["voters", "answers", "min", "max", "blank", "trustees", "revotes", "boxes", "tamper"]
    )]
    assembly: bool,
    /// The same seed gives the same bytes.
    #[arg(long, value_name = "S", default_value_t = Plan::default().seed)]
    seed: u64,
    /// Folder of the files; made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Makes it wrong in one way.
    #[arg(long, value_enum, value_name = "KIND")]
    tamper: Option<Tamper>,
    /// Ballots made at once; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Makes the files and says their names.
#[must_use]
pub fn run(options: &Options) -> Verdict {
    match write(options) {
        Ok(()) => Verdict::Passed,
        Err(why) => Verdict::Unreadable(why),
    }
}

fn write(options: &Options) -> Result<(), String> {
    let Options { voters, answers, min, max, blank, trustees, revotes, seed, .. } = *options;
    let plan = Plan { voters, answers, min, max, blank, quorum: trustees, revotes, seed };
    let threads = Threads::new(options.jobs);
    plan.check()?;
    if options.boxes != 1 && options.tamper.is_some() {
        return Err("--tamper is for one box".to_owned());
    }
    std::fs::create_dir_all(&options.out).map_err(|error| wrong(&options.out, &error))?;
    if options.assembly {
        SimulatedAssembly::of(seed, &threads)?.write(&options.out)?.iter().for_each(say);
        return Ok(());
    }
    if options.boxes != 1 {
        return several(&plan, options.boxes, threads, &options.out);
    }
    let made = match options.tamper {
        None => stream(&plan, threads, &options.out)?,
        Some(tamper) => {
            let mut simulated = Simulated::of(&plan, &threads)?;
            let bytes = tamper.apply(&mut simulated)?;
            put(&options.out, &format!("{}.bel", simulated.made.opened.election.uuid), &bytes)?;
            simulated.made
        }
    };
    beside(&made, &options.out)
}

/// Writes the archive as it is made, so that its size costs no memory.
fn stream(plan: &Plan, threads: Threads, folder: &Path) -> Result<Made, String> {
    // Its name, the uuid, is only known when it is being made.
    let path = folder.join("archive.part");
    let fail = |error: std::io::Error| wrong(&path, &error);
    let mut file = BufWriter::new(File::create(&path).map_err(fail)?);
    file.write_all(&opening_bytes()).map_err(fail)?;
    let made = make(plan, &threads, &mut |item| file.write_all(&item_bytes(&item)).map_err(fail))?;
    file.flush().map_err(fail)?;
    let name = format!("{}.bel", made.opened.election.uuid);
    std::fs::rename(&path, folder.join(&name)).map_err(fail)?;
    say(name);
    Ok(made)
}

fn several(plan: &Plan, number: usize, threads: Threads, folder: &Path) -> Result<(), String> {
    let Boxes { boxes, plain } = boxes::make(plan, number, &threads)?;
    for one in &boxes {
        let uuid = &one.made.opened.election.uuid;
        put(folder, &format!("{uuid}.bel"), &one.archive())?;
        put(folder, &format!("{uuid}.companion.json"), one.companion().as_bytes())?;
        let codes = secrets::private_credentials(&one.made.opened.voters);
        put(folder, &format!("{uuid}.private_creds.json"), codes.as_bytes())?;
    }
    let holders = boxes.first().map(|one| &one.made.opened.holders);
    for (name, key) in holders.map(secrets::private_keys).unwrap_or_default() {
        put(folder, &name, key.as_bytes())?;
    }
    put(folder, "plain-count.json", serde_json::json!({ "result": [plain] }).to_string().as_bytes())
}

fn beside(made: &Made, folder: &Path) -> Result<(), String> {
    let uuid = &made.opened.election.uuid;
    put(folder, &format!("{uuid}.companion.json"), made.companion.to_json().as_bytes())?;
    put(folder, "private_creds.json", secrets::private_credentials(&made.opened.voters).as_bytes())?;
    for (name, key) in secrets::private_keys(&made.opened.holders) {
        put(folder, &name, key.as_bytes())?;
    }
    let plain = serde_json::json!({ "result": [made.plain] });
    put(folder, "plain-count.json", plain.to_string().as_bytes())
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    std::fs::write(&path, bytes).map_err(|error| wrong(&path, &error))?;
    say(name);
    Ok(())
}

fn wrong(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}", path.display())
}
