//! `cargo xtask run`: from a fresh clone to an assembly in the browser.

use std::net::{SocketAddr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::{bench, step, system, web};

/// Space the first build needs, and a later one, in MiB.
const ROOM: (u64, u64) = (6_000, 500);

/// Options of `run`.
#[derive(clap::Args)]
pub struct Options {
    /// Forgets the demo assembly and starts a new one.
    #[arg(long)]
    fresh: bool,
    /// Address and port to serve at.
    #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDR:PORT")]
    listen: SocketAddr,
    /// Compiles the server with optimisations: a slower build, a faster server.
    #[arg(long)]
    release: bool,
    /// Folder of the demo assembly.
    #[arg(long, default_value = "var/demo", value_name = "FOLDER")]
    data: PathBuf,
}

/// Builds and serves. Returns only if something is wrong: the server takes this program's place, and with it Ctrl-C.
pub fn run(options: &Options) -> Result<()> {
    let start = Instant::now();
    let program = program(options.release);
    let cold = !(web::exists() && program.is_file());
    look_ahead(options.listen, cold)?;
    let site = web::build().and_then(|site| server(options.release).map(|()| site)).map_err(explain)?;
    let data = step::root().join(&options.data);
    if options.fresh && data.exists() {
        eprintln!("── forgetting the demo assembly in {}", data.display());
        std::fs::remove_dir_all(&data).context("the old demo could not be removed")?;
    }
    let seconds = start.elapsed().as_secs_f64();
    bench::note(if cold { "run_cold_seconds" } else { "run_warm_seconds" }, seconds)?;
    eprintln!("── ready after {seconds:.1} s; Ctrl-C stops the server");
    let mut voix = step::command(&program, &["serve", "--demo"]);
    voix.arg("--data").arg(&data).arg("--site").arg(&site).arg("--listen").arg(options.listen.to_string());
    Err(voix.exec()).with_context(|| format!("{} could not be started", program.display()))
}

fn program(release: bool) -> PathBuf {
    step::target().join(if release { "release" } else { "debug" }).join("voix")
}

/// Compiles the server and the observer's command, sharing everything below them with the tests.
pub fn server(release: bool) -> Result<()> {
    let mut cargo = step::cargo("build", &step::PROGRAMS);
    if release {
        cargo.arg("--release");
    }
    step::step("compiling the server", || step::run(&mut cargo))
}

/// What would fail at the end of a long build is said before it.
fn look_ahead(listen: SocketAddr, cold: bool) -> Result<()> {
    if let Err(error) = TcpListener::bind(listen) {
        bail!(
            "{listen} cannot be used ({error}): stop the program that holds it, or choose another with --listen ADDR:PORT"
        );
    }
    if cold && !["cc", "gcc", "clang"].iter().any(|name| system::have(name)) {
        system::install(&["gcc", "libc6-dev"], "SQLite is compiled from its C sources")?;
    }
    let (first, later) = ROOM;
    room(system::free_mebibytes(&step::target()), if cold { first } else { later })
}

fn room(free: Option<u64>, needed: u64) -> Result<()> {
    match free {
        Some(free) if free < needed => {
            let (free, needed) = (gigabytes(free), gigabytes(needed));
            bail!(
                "{free} GB are free where the build goes and it needs about {needed} GB: make room, or set CARGO_TARGET_DIR to a folder on a larger disk, and start again"
            )
        }
        _ => Ok(()),
    }
}

fn gigabytes(mebibytes: u64) -> String {
    format!("{}.{}", mebibytes / 1000, mebibytes % 1000 / 100)
}

/// A build that failed on a full disk says many things, rarely that one.
fn explain(error: anyhow::Error) -> anyhow::Error {
    match room(system::free_mebibytes(&step::target()), 100) {
        Ok(()) => error,
        Err(full) => error.context(full),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said_before_the_build() {
        let held = TcpListener::bind("127.0.0.1:0").unwrap();
        let error = look_ahead(held.local_addr().unwrap(), false).unwrap_err().to_string();
        assert!(error.contains("--listen ADDR:PORT"), "{error}");
    }

    #[test]
    fn a_full_disk_is_said_with_its_numbers() {
        let error = room(Some(1_234), 6_000).unwrap_err().to_string();
        assert!(error.starts_with("1.2 GB are free") && error.contains("6.0 GB"), "{error}");
        assert!(room(Some(6_000), 6_000).is_ok());
        assert!(room(None, 6_000).is_ok());
    }
}
