//! `cargo xtask bench verify`: our verifier and the one we did not write, on the same files, in turn, in one run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::Scale;
use super::table::{Table, number};
use crate::peer;
use crate::step::{self, command};

/// Verifies every file with each program, in turn.
pub fn verify(scale: &Scale, files: &[PathBuf]) -> Result<Vec<Table>> {
    let head = ["archive", "ballots", "MB", "verifier", "seconds, median", "least", "ballots a second", "ratio"];
    let mut table = Table::new("verify", &head);
    let peers = match peer::belenios() {
        Ok(peers) => peers,
        Err(error) => {
            step::skip("comparison with belenios-tool", &format!("{error:#}"))?;
            Vec::new()
        }
    };
    for file in files {
        step::step("one archive, each verifier in turn", || one(scale, file, &peers, &mut table))
            .with_context(|| format!("{}", file.display()))?;
    }
    Ok(vec![table])
}

/// A verifier as it is started on a folder that holds one archive.
struct Contestant {
    name: String,
    command: Box<dyn Fn() -> Command>,
    seconds: Vec<f64>,
}

fn one(scale: &Scale, file: &Path, peers: &[String], table: &mut Table) -> Result<()> {
    let folder = scale.folder.join("verify");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let name = file.file_name().context("an archive has a name")?;
    let verifier = scale.program("voix-verify");
    std::fs::copy(file, folder.join(name))?;
    let ballots = ballots(&verifier, file)?;
    let megabytes = std::fs::metadata(file)?.len() as f64 / 1e6;
    // An archive of Voix verifies only with its companion, which our verifier finds beside it and the other one ignores.
    let companion = file.with_extension("companion.json").is_file();
    let mut contestants =
        vec![ours(if companion { "voix-verify, companion included" } else { "voix-verify" }, &verifier, file)];
    for peer in peers {
        contestants.push(theirs(peer, &folder)?);
    }
    for _ in 0..scale.rounds {
        for contestant in &mut contestants {
            let begun = Instant::now();
            step::run((contestant.command)().stdout(Stdio::null()).stderr(Stdio::null()))?;
            contestant.seconds.push(begun.elapsed().as_secs_f64());
        }
    }
    std::fs::remove_dir_all(folder)?;
    let us = contestants.first().map(|first| first.seconds.clone()).unwrap_or_default();
    for contestant in contestants {
        let mut sorted = contestant.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        let median = median(&sorted);
        table.row([
            scale.archive_name(file),
            ballots.to_string(),
            number(megabytes),
            contestant.name,
            number(median),
            number(sorted.first().copied().unwrap_or_default()),
            number(ballots as f64 / median.max(1e-9)),
            format!("{} ×", number(ratio(&contestant.seconds, &us))),
        ]);
    }
    Ok(())
}

fn ours(name: &str, verifier: &Path, file: &Path) -> Contestant {
    let (verifier, file) = (verifier.to_path_buf(), file.to_path_buf());
    let command = Box::new(move || {
        let mut verify = command(&verifier, &["election"]);
        verify.arg(&file);
        verify
    });
    Contestant { name: name.to_owned(), command, seconds: Vec::new() }
}

fn theirs(tool: &str, folder: &Path) -> Result<Contestant> {
    let version = step::output(command(tool, &["--version"]).current_dir("/"))?;
    let (tool, folder) = (tool.to_owned(), folder.to_path_buf());
    let name = format!("belenios-tool {}", version.split_whitespace().next().unwrap_or_default());
    let command = Box::new(move || {
        let mut verify = command(&tool, &["election", "verify", "--dir"]);
        verify.arg(&folder).env("BELENIOS_USE_URANDOM", "1");
        verify
    });
    Ok(Contestant { name, command, seconds: Vec::new() })
}

/// How many ballots are in an archive that verifies.
fn ballots(verifier: &Path, file: &Path) -> Result<u64> {
    let report: Value = serde_json::from_str(&step::output(command(verifier, &["election", "--json"]).arg(file))?)?;
    if report["passed"] != true {
        bail!("the archive does not verify");
    }
    report["ballots"].as_u64().context("voix-verify tells no number of ballots")
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    let at = |i: usize| sorted.get(i).copied().unwrap_or_default();
    if sorted.len() % 2 == 1 { at(middle) } else { (at(middle.saturating_sub(1)) + at(middle)) / 2.0 }
}

/// How many times longer, round by round: a machine that slows down slows both.
fn ratio(seconds: &[f64], us: &[f64]) -> f64 {
    let mut ratios: Vec<f64> = seconds.iter().zip(us).map(|(theirs, ours)| theirs / ours.max(1e-9)).collect();
    ratios.sort_by(f64::total_cmp);
    median(&ratios)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_taken_round_by_round() {
        assert_eq!(ratio(&[4.0, 40.0, 6.0], &[2.0, 20.0, 2.0]), 2.0);
        assert_eq!(median(&[1.0, 3.0]), 2.0);
        assert_eq!(median(&[]), 0.0);
    }
}
