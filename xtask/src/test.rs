//! `cargo xtask test`: everything, in stages, each timed; a table at the end.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::postgres::Postgres;
use crate::step::{self, ALL_BUT_XTASK, cargo, command, run, step};
use crate::wasm_std::Toolchain;
use crate::{arrows, bench, browser, fuzz, licences, lints, peer, pinned, system, wasm_std, web};

/// Options of `test`.
#[derive(clap::Args)]
pub struct Options {
    /// Runs these stages only (names of --list, with commas between).
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    only: Vec<String>,
    /// Lists the stages.
    #[arg(long)]
    list: bool,
}

type Stage = (&'static str, &'static str, fn() -> Result<()>);

/// Quick ones first.
const STAGES: [Stage; 11] = [
    ("format", "rustfmt has nothing to change", format),
    (
        "arrows",
        "which crate may know which, which folder may hold which word; what the documents name exists",
        arrows::check,
    ),
    ("licences", "licences, registries and banned crates of deny.toml", licences::check),
    ("deny", "the same by cargo-deny, where it is installed", deny),
    ("xtask", "tests of this very program", xtask),
    ("rust", "unit, property, database, interoperation and HTTP tests", rust),
    ("doc", "examples in the documentation", doc),
    ("lint", "clippy on every crate, and on the islands as the browser gets them; warnings refused", lint),
    ("pure", "protocol and domain compile for wasm32", pure),
    ("web", "the browser part, bound, shrunk and packed", || web::build().map(drop)),
    (
        "browser",
        "a whole assembly in Chromium and Firefox, in both languages, on both databases; a vote in WebKit; a membership from the application to the end",
        browser::journeys,
    ),
];

/// Runs the stages; one that fails does not keep the next from running.
pub fn test(options: &Options) -> Result<()> {
    if options.list {
        STAGES.iter().for_each(|(name, what, _)| println!("{name:10} {what}"));
        return Ok(());
    }
    let stages = chosen(&options.only)?;
    if options.only.is_empty() {
        step::compile_once();
    }
    let (start, mut table, mut failed, mut took) = (Instant::now(), Vec::new(), Vec::new(), Vec::new());
    for (name, what, stage) in stages {
        let began = Instant::now();
        let outcome = step(&format!("{name}: {what}"), stage);
        let word = if outcome.is_ok() { "passed" } else { "FAILED" };
        took.push((name, began.elapsed().as_secs_f64()));
        table.push(format!("{name:10} {word} {:8.1} s", began.elapsed().as_secs_f64()));
        if let Err(error) = outcome {
            eprintln!("{error:#}");
            failed.push(name);
        }
    }
    println!("\n{}", table.join("\n"));
    println!("{:10}        {:8.1} s", "all", start.elapsed().as_secs_f64());
    step::skipped().iter().for_each(|line| println!("{line}"));
    if options.only.is_empty() {
        bench::note_stages(&took)?;
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}; again with `cargo xtask test --only {}`", failed.join(", "), failed.join(","))
}

fn chosen(only: &[String]) -> Result<Vec<Stage>> {
    if let Some(unknown) = only.iter().find(|only| !STAGES.iter().any(|(name, ..)| name == only)) {
        bail!("no stage {unknown}; see `cargo xtask test --list`");
    }
    Ok(STAGES.into_iter().filter(|(name, ..)| only.is_empty() || only.iter().any(|only| only == name)).collect())
}

fn format() -> Result<()> {
    run(&mut command("cargo", &["fmt", "--all", "--check"]))
}

/// Compiling cargo-deny takes longer than all our tests, and its advisories need more network than CI has: what it would
/// refuse of licences, crates and registries, the stage before has refused already.
fn deny() -> Result<()> {
    if !system::have("cargo-deny") {
        step::leave_out("deny", "cargo-deny is not installed; the stage licences reads the same deny.toml");
        return Ok(());
    }
    run(&mut command("cargo", &["deny", "check", "bans", "licenses", "sources"]))
}

fn xtask() -> Result<()> {
    run(&mut cargo("test", &["-p", "xtask"]))
}

fn rust() -> Result<()> {
    let mut tests = runner()?;
    match peer::belenios() {
        Ok(tools) => tests.env("VOIX_BELENIOS_TOOL", tools.join(":")).env("BELENIOS_USE_URANDOM", "1"),
        Err(error) => {
            step::skip("interoperation with belenios-tool", &format!("{error:#}"))?;
            &mut tests
        }
    };
    match archives() {
        Some(folder) => drop(tests.env("VOIX_ARCHIVES", folder)),
        None => step::leave_out("archives of other programs", &format!("no VOIX_ARCHIVES, and no {ARCHIVES}")),
    }
    if std::env::var_os("VOIX_TEST_POSTGRES_URL").is_some() {
        return run(&mut tests);
    }
    let postgres = Postgres::start()?;
    match &postgres {
        Some(postgres) => drop(tests.env("VOIX_TEST_POSTGRES_URL", postgres.url())),
        None => step::skip("tests on PostgreSQL", "it is not installed (Debian: apt-get install postgresql)")?,
    }
    run(&mut tests)
}

/// Complete archives that other programs made, beside this repository; the tests make such archives afresh as well.
const ARCHIVES: &str = "../shared/data/belenios-3.x";

fn archives() -> Option<PathBuf> {
    let named = std::env::var_os("VOIX_ARCHIVES").map(PathBuf::from);
    named.or_else(|| std::fs::canonicalize(step::root().join(ARCHIVES)).ok())
}

/// cargo-nextest where it is installed; it runs every test in a process of its own, on a processor of its own.
fn runner() -> Result<Command> {
    if system::have("cargo-nextest") || step::succeeds(&mut command("cargo", &["nextest", "--version"])) {
        let mut tests = command("cargo", &["nextest", "run", "--locked", "--no-fail-fast"]);
        // Half of the time a test waits: for a database, a clock, a program it started.
        let threads = std::thread::available_parallelism().map_or(4, |cores| 2 * cores.get());
        tests.args(ALL_BUT_XTASK).arg("--test-threads").arg(threads.to_string());
        let (name, value) = pinned::runner()?;
        tests.env(name, value);
        return Ok(tests);
    }
    step::leave_out(
        "cargo-nextest",
        "it is not installed; the same tests run with cargo test, one crate after another",
    );
    let mut tests = cargo("test", &["--no-fail-fast", "--all-targets"]);
    tests.args(ALL_BUT_XTASK);
    Ok(tests)
}

fn doc() -> Result<()> {
    run(cargo("test", &["--doc"]).args(ALL_BUT_XTASK))
}

/// The workspace with its tests, this program, what is fuzzed, and the islands as the browser gets them.
fn lint() -> Result<()> {
    lints::everything()?;
    run(&mut cargo("clippy", &["-p", "xtask", "--", "-D", "warnings"]))?;
    fuzz::lint()?;
    let bundles = web::BUNDLES.join(",");
    let islands = ["-p", "voix-app", "--no-default-features", "--features", &bundles];
    // Debian's Rust has no clippy; the islands compile natively too, so there they are linted that way.
    if !wasm_std::present() {
        return run(cargo("clippy", &islands).args(["--", "-D", "warnings"]));
    }
    // In the folder and profile of the browser part, which shares what runs while compiling.
    let mut clippy = Toolchain::Ordinary.cargo("clippy");
    clippy.args(islands).args(["--target", wasm_std::TARGET, "--profile", "wasm-release"]);
    run(clippy.args(["--", "-D", "warnings"]))
}

fn pure() -> Result<()> {
    let toolchain = wasm_std::ensure()?;
    let mut check = toolchain.cargo("check");
    // In the profile of the browser part, whose dependencies clippy has looked at already.
    check.args(["-p", "voix-protocol", "-p", "voix-domain", "--target", wasm_std::TARGET]);
    run(check.args(["--profile", "wasm-release"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_chosen_by_name_and_keep_their_order() {
        let names = |only: &[&str]| {
            let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
            chosen(&only).map(|stages| stages.iter().map(|(name, ..)| *name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["lint", "format"]).unwrap(), ["format", "lint"]);
        assert_eq!(names(&[]).unwrap().len(), STAGES.len());
        assert!(names(&["linty"]).unwrap_err().to_string().contains("linty"));
    }
}
