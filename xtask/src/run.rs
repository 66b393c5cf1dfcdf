//! `cargo xtask run`: from a fresh clone to an assembly in the browser.

use std::net::{SocketAddr, TcpListener};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::{bench, step, web};

/// Options of `run`.
#[derive(clap::Args)]
pub struct Options {
    /// Forgets the demo assembly and starts a new one.
    #[arg(long)]
    fresh: bool,
    /// Address and port to serve at.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
}

/// Builds and serves.
pub fn run(options: &Options) -> Result<()> {
    let start = Instant::now();
    look_ahead(options.listen)?;
    let cold = !web::site().join(".stamp").exists();
    let site = web::build()?;
    step::step("compiling the server", || {
        step::run(&mut step::command("cargo", &["build", "--locked", "-p", "voix-server", "-p", "voix-verifier"]))
    })?;
    let data = step::root().join("var/demo");
    if options.fresh && data.exists() {
        std::fs::remove_dir_all(&data).context("the old demo could not be removed")?;
    }
    bench::note(if cold { "run_cold_seconds" } else { "run_warm_seconds" }, start.elapsed().as_secs_f64())?;
    let program = step::target().join("debug/voix");
    let mut voix = step::command(&program.to_string_lossy(), &["serve", "--demo"]);
    voix.arg("--data").arg(&data).arg("--site").arg(&site).arg("--listen").arg(options.listen.to_string());
    eprintln!("── ready after {:.1} s; the server tells its address and who one can be", start.elapsed().as_secs_f64());
    step::run(&mut voix)
}

/// What would fail at the end of a long build is said before it.
fn look_ahead(listen: SocketAddr) -> Result<()> {
    if let Err(error) = TcpListener::bind(listen) {
        bail!(
            "{listen} cannot be used ({error}): stop the program that holds it, or choose another with --listen ADDR:PORT"
        );
    }
    if !["cc", "gcc", "clang"].iter().any(|name| step::have(name)) {
        bail!(
            "no C compiler: SQLite is compiled from its sources; run `sudo apt-get install gcc libc6-dev` and start again"
        );
    }
    match free_mebibytes() {
        Some(free) if free < 6_000 => {
            bail!("only {free} MB free on this disk: the build needs about 6 GB; make room and start again")
        }
        _ => Ok(()),
    }
}

fn free_mebibytes() -> Option<u64> {
    let text = step::output(&mut step::command("df", &["-Pm", "."])).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}
