//! Running other programs, one named step at a time, with the time each took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

/// What was left out, for the end of the run.
static SKIPPED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Whether everything is compiled once, and nothing edited in between.
static ONCE: AtomicBool = AtomicBool::new(false);

/// From now on cargo keeps nothing for the next edit: a server compiled from nothing takes an eighth less time.
pub fn compile_once() {
    ONCE.store(true, Ordering::Relaxed);
}

/// Root of the repository.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).filter(|path| path.ends_with("xtask"));
    let here = here.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    here.parent().unwrap_or(&here).to_path_buf()
}

/// Where cargo builds: `CARGO_TARGET_DIR` (from where the person stands) or `target` in the repository.
pub fn target() -> PathBuf {
    let given = std::env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty());
    let Some(given) = given else { return root().join("target") };
    std::env::current_dir().unwrap_or_else(|_| root()).join(given)
}

/// Says what begins, does it, says how long it took.
pub fn step<T>(name: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("── {name}");
    let start = Instant::now();
    let outcome = act().with_context(|| format!("step “{name}”"));
    let word = if outcome.is_ok() { "done" } else { "FAILED" };
    eprintln!("── {name}: {word} in {:.1} s", start.elapsed().as_secs_f64());
    outcome
}

/// A command at the root of the repository.
pub fn command(program: impl AsRef<Path>, args: &[&str]) -> Command {
    let mut command = Command::new(program.as_ref());
    command.args(args).current_dir(root());
    // Set while compiling, it would change the file names Leptos asks for (see web.rs).
    command.env_remove("LEPTOS_OUTPUT_NAME").env("CARGO_TARGET_DIR", target());
    if ONCE.load(Ordering::Relaxed) {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// `cargo`, with the lock file as it is.
pub fn cargo(subcommand: &str, args: &[&str]) -> Command {
    let mut cargo = command("cargo", &[subcommand, "--locked"]);
    cargo.args(args);
    cargo
}

/// Every crate but this one. Without xtask's own dependencies the others are resolved the same way each time.
pub const ALL_BUT_XTASK: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// What is not a test. There are no examples; naming them makes cargo choose the features the tests are built with, so
/// that nothing below is compiled twice.
pub const PROGRAMS: [&str; 6] = ["--workspace", "--exclude", "xtask", "--lib", "--bins", "--examples"];

/// Runs a command to its end; anything but success is an error naming it.
pub fn run(command: &mut Command) -> Result<()> {
    let spelled = spell(command);
    let status = command.status().with_context(|| format!("`{spelled}` could not be started"))?;
    if !status.success() {
        bail!("`{spelled}` failed ({status})");
    }
    Ok(())
}

/// Runs a command silently; whether it succeeded.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// What a command prints.
pub fn output(command: &mut Command) -> Result<String> {
    let spelled = spell(command);
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("`{spelled}` could not be started"))?;
    if !output.status.success() {
        bail!("`{spelled}` failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A command as one would type it, without its environment.
fn spell(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Whether this is a machine where a missing tool is a failure rather than a named skip.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// A tool is missing: a loud skip here, a failure in CI.
pub fn skip(what: &str, why: &str) -> Result<()> {
    if in_ci() {
        bail!("{what}: {why} (CI is set, so this is a failure)");
    }
    leave_out(what, why);
    Ok(())
}

/// Left out everywhere, CI included, and said so.
pub fn leave_out(what: &str, why: &str) {
    let line = format!("SKIP {what}: {why}");
    eprintln!("{line}");
    if let Ok(mut skipped) = SKIPPED.lock() {
        skipped.push(line);
    }
}

/// Everything left out so far.
pub fn skipped() -> Vec<String> {
    SKIPPED.lock().map(|lines| lines.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_as_typed() {
        let error = run(&mut command("sh", &["-c", "exit 3"])).unwrap_err().to_string();
        assert!(error.starts_with("`sh -c exit 3` failed"), "{error}");
        assert!(run(&mut command("no-such-program", &[])).unwrap_err().to_string().contains("could not be started"));
    }

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("xtask/Cargo.toml").is_file());
        assert!(target().is_absolute());
    }

    #[test]
    fn what_is_left_out_is_remembered() {
        leave_out("this test", "on purpose");
        assert!(skipped().contains(&"SKIP this test: on purpose".to_owned()));
    }
}
