//! Running other programs, one named step at a time, with the time each took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

/// Root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo builds: `CARGO_TARGET_DIR` or `target`.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
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
pub fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// Runs a command to its end; anything but success is an error naming it.
pub fn run(command: &mut Command) -> Result<()> {
    let spelled = format!("{command:?}");
    let status = command.status().with_context(|| format!("{spelled} could not be started"))?;
    if !status.success() {
        bail!("{spelled} failed ({status})");
    }
    Ok(())
}

/// Runs a command silently; whether it succeeded.
pub fn succeeds(program: &str, args: &[&str]) -> bool {
    command(program, args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// What a command prints.
pub fn output(command: &mut Command) -> Result<String> {
    let spelled = format!("{command:?}");
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("{spelled} could not be started"))?;
    if !output.status.success() {
        bail!("{spelled} failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether a program is on the path.
pub fn have(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs Debian packages, saying so first. Without root it names the command to run instead.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("{why}: run `sudo apt-get install --no-install-recommends {list}` and start again");
    if !have("apt-get") || !succeeds("sh", &["-c", "test \"$(id -u)\" = 0"]) {
        bail!("{by_hand}");
    }
    eprintln!("installing the Debian packages {list} ({why})");
    let apt = |args: &[&str]| {
        let mut apt = command("apt-get", args);
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(packages.iter().filter(|_| args.contains(&"install")));
        run(apt.stdout(Stdio::null()))
    };
    apt(&["update", "-qq"]).and_then(|()| apt(&["install", "-y", "-qq", "--no-install-recommends"])).context(by_hand)
}

/// Whether this is a machine where a missing tool is a failure rather than a named skip.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

/// A tool is missing: a loud skip here, a failure in CI.
pub fn skip(what: &str, why: &str) -> Result<()> {
    if in_ci() {
        bail!("{what}: {why}");
    }
    eprintln!("SKIP {what}: {why}");
    Ok(())
}
