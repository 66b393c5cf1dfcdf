//! Each test on one processor.
//!
//! A test waits for SQLite's thread, and SQLite's thread for the test, some thousand times a second. On two processors of a
//! virtual machine each such turn wakes a processor that sleeps, which costs more than what is then done: one test of hostile
//! strings took 84 s, and 28 s on one processor (`taskset -c 0`). So nextest starts every test through this program, which
//! keeps it where its slot is. Those that are about doing things at once have all processors.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::step::{command, output};

/// What the names of such tests have.
const AT_ONCE: [&str; 3] = ["at_once", "concurrent", "soak"];

/// The variable by which nextest learns of this program, and what it says.
pub fn runner() -> Result<(String, OsString)> {
    let about = output(&mut command("rustc", &["-vV"]))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let name = format!("CARGO_TARGET_{}_RUNNER", host.to_uppercase().replace(['-', '.'], "_"));
    let mut value = std::env::current_exe().context("where xtask is")?.into_os_string();
    value.push(" pinned");
    Ok((name, value))
}

/// Runs a program that nextest starts, on the processor of its slot where it has one.
pub fn run(words: &[OsString]) -> Result<ExitCode> {
    let slot = std::env::var("NEXTEST_TEST_GLOBAL_SLOT").ok().and_then(|slot| slot.parse().ok());
    let named: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let processor = slot.filter(|_| !named.iter().any(|word| AT_ONCE.iter().any(|at| word.contains(at))));
    let processor = processor.and_then(|slot| processor_of(slot, &allowed()));
    let mut all = words.to_vec();
    if let Some(processor) = processor.filter(|_| crate::system::have("taskset")) {
        all.splice(0..0, ["taskset".into(), "-c".into(), processor.to_string().into()]);
    }
    let (program, arguments) = all.split_first().context("nothing to run")?;
    become_it(Command::new(program).args(arguments))
}

/// The processors this process may use; empty where the system does not say.
fn allowed() -> Vec<usize> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    list.map(|list| numbers(list.trim())).unwrap_or_default()
}

/// `0-2,5` is 0, 1, 2, 5.
fn numbers(list: &str) -> Vec<usize> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    list.split(',').filter_map(range).flatten().collect()
}

fn processor_of(slot: usize, allowed: &[usize]) -> Option<usize> {
    allowed.get(slot.checked_rem(allowed.len())?).copied()
}

/// In place of this process: a signal for the test reaches the test.
#[cfg(unix)]
fn become_it(program: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(program.exec()).context("a test could not be started")
}

#[cfg(not(unix))]
fn become_it(program: &mut Command) -> Result<ExitCode> {
    let status = program.status().context("a test could not be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_go_round_the_processors_there_are() {
        assert_eq!(numbers("0-2,5"), [0, 1, 2, 5]);
        assert_eq!([0, 1, 2, 3].map(|slot| processor_of(slot, &[2, 5])), [Some(2), Some(5), Some(2), Some(5)]);
        assert_eq!(processor_of(0, &[]), None);
        assert_eq!(numbers("none"), Vec::<usize>::new());
    }
}
