//! `cargo xtask fuzz`: libFuzzer on everything that reads what others wrote, each target for a bounded time.
//!
//! The coverage that guides libFuzzer comes from compiler flags that are stable, so neither nightly Rust nor cargo-fuzz is
//! needed; with both, `cargo fuzz run TARGET` works in the same folder.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::step::{self, command, output, root, run, step};
use crate::system;

/// Options of `fuzz`.
#[derive(clap::Args)]
pub struct Options {
    /// Time for each target.
    #[arg(long, value_name = "N", default_value_t = 20)]
    seconds: u32,
    /// Runs these targets only (names of --list, with commas between).
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    only: Vec<String>,
    /// Lists the targets.
    #[arg(long)]
    list: bool,
    /// Writes the committed seeds (fuzz/seeds) again, and stops.
    #[arg(long)]
    seeds: bool,
}

/// What cargo-fuzz passes too, without its sanitizers: there is no unsafe code of ours for them to watch.
const FLAGS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "--cfg=fuzzing",
];

/// Builds the targets and runs them one after the other; one that fails does not keep the next from running.
pub fn fuzz(options: &Options) -> Result<()> {
    let targets = chosen(targets(&root().join("fuzz/fuzz_targets"))?, &options.only)?;
    if options.list {
        targets.iter().for_each(|target| println!("{target}"));
        return Ok(());
    }
    if !system::have("c++") {
        system::install(&["g++"], "libFuzzer is compiled from C++")?;
    }
    let programs = step("building the fuzz targets", build)?;
    if options.seeds {
        return run(command(programs.join("seeds"), &[]).arg(root().join("fuzz/seeds")));
    }
    let mut failed = Vec::new();
    for target in targets {
        let outcome = step(&format!("fuzzing {target}"), || one(&programs, &target, options.seconds));
        if let Err(error) = outcome {
            eprintln!("{error:#}");
            failed.push(target);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{} failed: the inputs are in {}", failed.join(", "), folder().join("failures").display())
}

/// The targets are a workspace of their own (flags, nothing of it in a release): so that they keep up with what they call,
/// clippy reads them too.
pub fn lint() -> Result<()> {
    let arguments = ["clippy", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--lib", "--bins"];
    let mut clippy = command("cargo", &arguments);
    // Nothing is linked: libFuzzer, half a minute of C++, is only named. What it shares with the others is there already.
    clippy.env("CUSTOM_LIBFUZZER_PATH", "/nowhere/libFuzzer.a").env("CUSTOM_LIBFUZZER_STD_CXX", "none");
    run(clippy.args(["--", "-D", "warnings"]))
}

/// Where everything of it goes: programs, what was found worth keeping, failures.
fn folder() -> PathBuf {
    step::target().join("fuzz")
}

/// Names of the targets: those of their files.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let files = std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?.flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| file.file_name().to_str().and_then(|name| name.strip_suffix(".rs")).map(ToOwned::to_owned))
        .collect();
    names.sort();
    Ok(names)
}

fn chosen(all: Vec<String>, only: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = only.iter().find(|only| !all.contains(only)) {
        bail!("no target {unknown}; see `cargo xtask fuzz --list`");
    }
    Ok(all.into_iter().filter(|name| only.is_empty() || only.contains(name)).collect())
}

/// For the host, named: so the flags reach the programs only, not what runs while they are compiled.
fn build() -> Result<PathBuf> {
    let about = output(&mut command("rustc", &["-vV"]))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let arguments = ["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target", host];
    let mut cargo = command("cargo", &arguments);
    run(cargo.env("CARGO_TARGET_DIR", folder()).env("RUSTFLAGS", FLAGS.join(" ")))?;
    Ok(folder().join(host).join("release"))
}

fn one(programs: &Path, target: &str, seconds: u32) -> Result<()> {
    let (corpus, failures) = (folder().join("corpus").join(target), folder().join("failures"));
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(&failures)?;
    let mut program = command(programs.join(target), &[]);
    program.arg(corpus).arg(root().join("fuzz/seeds").join(target));
    program.arg(format!("-artifact_prefix={}/{target}-", failures.display()));
    program.arg(format!("-max_total_time={seconds}"));
    run(program.args(["-timeout=20", "-rss_limit_mb=1024", "-verbosity=0", "-print_funcs=0", "-print_final_stats=1"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_its_program_and_a_seed() {
        let all = targets(&root().join("fuzz/fuzz_targets")).unwrap();
        let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        for target in &all {
            assert!(manifest.contains(&format!("name = \"{target}\"\n")), "{target} is not in fuzz/Cargo.toml");
            let seeds = std::fs::read_dir(root().join("fuzz/seeds").join(target)).map(Iterator::count);
            assert!(seeds.is_ok_and(|number| number > 0), "{target} has no seed");
        }
        assert_eq!(chosen(all.clone(), &[]).unwrap(), all);
        assert!(chosen(all, &["nothing".to_owned()]).unwrap_err().to_string().contains("nothing"));
    }
}
