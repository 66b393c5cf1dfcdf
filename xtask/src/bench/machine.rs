//! Where the figures come from: the machine without its name, the commit, the day, the command.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::table::{Table, number};
use crate::postgres;
use crate::step::{command, output};

/// The table of the machine; `folder` is where the databases will be.
pub fn machine(folder: &Path) -> Result<Table> {
    let mut table = Table::new("machine", &["machine", ""]);
    let unknown = || "unknown".to_owned();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = field("/proc/cpuinfo", "model name", ':');
    let memory = field("/proc/meminfo", "MemTotal", ':').and_then(|text| gigabytes(&text));
    let system = field("/etc/os-release", "PRETTY_NAME", '=').map(|name| name.trim_matches('"').to_owned());
    table.row(["cores".to_owned(), cores.to_string()]);
    table.row(["processor".to_owned(), model.unwrap_or_else(unknown)]);
    table.row(["memory".to_owned(), memory.unwrap_or_else(unknown)]);
    table.row(["system".to_owned(), system.unwrap_or_else(unknown)]);
    table.row(["compiler".to_owned(), first_words(&output(&mut command("rustc", &["--version"]))?, 2)]);
    table.row(["PostgreSQL".to_owned(), postgres::installed_version().unwrap_or_else(|| "not installed".to_owned())]);
    table.row(["file system of the databases".to_owned(), file_system(folder)?]);
    table.row(["4 kB written and made durable there, median".to_owned(), durable_write(folder)?]);
    Ok(table)
}

/// `model name : X` or `PRETTY_NAME="X"`.
fn field(path: &str, name: &str, separator: char) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut pairs = text.lines().filter_map(|line| line.split_once(separator));
    let (_, value) = pairs.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}

/// `24684012 kB` → `25 GB`, in units of 10⁹ bytes.
fn gigabytes(kibibytes: &str) -> Option<String> {
    let kibibytes: f64 = kibibytes.split(' ').next()?.parse().ok()?;
    Some(format!("{:.0} GB", kibibytes * 1024.0 / 1e9))
}

fn first_words(text: &str, count: usize) -> String {
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

fn file_system(folder: &Path) -> Result<String> {
    let df = output(command("df", &["-PT"]).arg(folder))?;
    let kind = df.lines().nth(1).and_then(|line| line.split_whitespace().nth(1));
    Ok(kind.unwrap_or("unknown").to_owned())
}

/// What a commit waits for: every ballot is on the disk before its receipt is sent.
fn durable_write(folder: &Path) -> Result<String> {
    let path = folder.join("durable-write");
    let mut file = File::create(&path)?;
    let mut took: Vec<Duration> = Vec::new();
    for _ in 0..100 {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        took.push(begun.elapsed());
    }
    std::fs::remove_file(path)?;
    took.sort_unstable();
    let median = took.get(took.len() / 2).copied().unwrap_or_default();
    Ok(format!("{} ms", number(median.as_secs_f64() * 1000.0)))
}

/// The line below each table.
pub fn caption() -> Result<String> {
    let commit = output(&mut command("git", &["rev-parse", "--short=10", "HEAD"])).context("git")?;
    let changed = !output(&mut command("git", &["status", "--porcelain", "--untracked-files=no"]))?.trim().is_empty();
    let day = output(&mut command("date", &["-u", "+%F"]))?;
    let changed = if changed { " with changes" } else { "" };
    Ok(format!("Measured on {} at {}{changed} by `{}`.", day.trim(), commit.trim(), typed(std::env::args())))
}

/// The command as typed, without folders: they are nobody's business.
fn typed(args: impl Iterator<Item = String>) -> String {
    let words = args.skip(1).map(|word| match word.rsplit_once('/') {
        Some((_, name)) => name.to_owned(),
        None => word,
    });
    std::iter::once("cargo xtask".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_told_without_folders() {
        let args = ["/home/x/xtask", "bench", "verify", "/home/x/a.bel"].map(str::to_owned);
        assert_eq!(typed(args.into_iter()), "cargo xtask bench verify a.bel");
    }

    #[test]
    fn the_machine_is_described() {
        let folder = crate::scratch::Scratch::new("machine");
        let table = machine(folder.path()).unwrap();
        assert!(table.rows.iter().all(|row| row.len() == 2 && !row[1].is_empty()), "{table:?}");
        assert_eq!(gigabytes("24684012 kB").as_deref(), Some("25 GB"));
    }
}
