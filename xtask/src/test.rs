//! `cargo xtask test`: everything, in stages, each timed; a table at the end.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::postgres::Cluster;
use crate::step::{self, command, run, step};
use crate::{arrows, peer, web};

/// Options of `test`.
#[derive(clap::Args)]
pub struct Options {
    /// Runs these stages only.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Lists the stages.
    #[arg(long)]
    list: bool,
}

type Stage = (&'static str, &'static str, fn() -> Result<()>);

const STAGES: [Stage; 6] = [
    ("format", "formatting", format),
    ("arrows", "which crate may know which", arrows::check),
    ("lint", "clippy, warnings refused", lint),
    ("rust", "unit, property, database, interop and HTTP tests", rust),
    ("web", "the browser part builds for wasm32", || web::build().map(drop)),
    ("browser", "a whole assembly in Chromium, in both languages", browser),
];

/// Runs the stages.
pub fn test(options: &Options) -> Result<()> {
    if options.list {
        STAGES.iter().for_each(|(name, what, _)| println!("{name:10} {what}"));
        return Ok(());
    }
    if let Some(unknown) = options.only.iter().find(|only| !STAGES.iter().any(|(name, ..)| name == only)) {
        bail!("no stage {unknown}; see --list");
    }
    let mut table = Vec::new();
    for (name, what, stage) in STAGES {
        if !options.only.is_empty() && !options.only.iter().any(|only| only == name) {
            continue;
        }
        let start = Instant::now();
        step(what, stage)?;
        table.push((name, start.elapsed().as_secs_f64()));
    }
    println!("stage       seconds");
    table.iter().for_each(|(name, seconds)| println!("{name:10} {seconds:8.1}"));
    Ok(())
}

fn format() -> Result<()> {
    run(&mut command("cargo", &["fmt", "--all", "--check"]))
}

/// The code strictly; tests may unwrap, since a panic is how a test fails.
fn lint() -> Result<()> {
    run(&mut command("cargo", &["clippy", "--locked", "--workspace", "--", "-D", "warnings"]))?;
    let mut tests = command("cargo", &["clippy", "--locked", "--workspace", "--tests", "--", "-D", "warnings"]);
    run(tests.args([
        "-A",
        "clippy::unwrap_used",
        "-A",
        "clippy::expect_used",
        "-A",
        "clippy::too_many_lines",
        "-A",
        "missing_docs",
    ]))
}

fn rust() -> Result<()> {
    let mut tests = if step::succeeds("cargo", &["nextest", "--version"]) {
        command("cargo", &["nextest", "run", "--locked", "--workspace", "--no-fail-fast"])
    } else {
        eprintln!("cargo-nextest is missing: using cargo test, which is slower");
        command("cargo", &["test", "--locked", "--workspace", "--all-targets"])
    };
    match peer::belenios() {
        Ok(tools) => {
            tests.env("VOIX_BELENIOS_TOOL", tools.join(":"));
        }
        Err(error) => step::skip("interoperation with belenios-tool", &error.to_string())?,
    }
    // Lives until the tests are over.
    let cluster = match Cluster::start() {
        Ok(cluster) => {
            tests.env("VOIX_TEST_POSTGRES_URL", &cluster.url);
            Some(cluster)
        }
        Err(error) => {
            step::skip("PostgreSQL", &format!("{error:#}"))?;
            None
        }
    };
    run(&mut tests)?;
    drop(cluster);
    run(&mut command("cargo", &["test", "--locked", "--doc", "-p", "voix-protocol", "-p", "voix-domain"]))
}

fn browser() -> Result<()> {
    if !step::have("npm") || !step::have("node") {
        return step::skip("browser", "node and npm are missing");
    }
    if browser_program().is_none() {
        step::install(&["chromium", "fonts-dejavu-core"], "a browser for the end-to-end tests")?;
    }
    let Some(chromium) = browser_program() else { return step::skip("browser", "no chromium") };
    run(&mut command("cargo", &["build", "--locked", "--workspace", "--bins"]))?;
    let folder = step::root().join("end2end");
    run(command("npm", &["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let mut node = command("node", &["run.mjs"]);
    node.current_dir(&folder);
    node.env("VOIX_BIN", step::target().join("debug/voix"));
    node.env("VOIX_VERIFY", step::target().join("debug/voix-verify"));
    node.env("VOIX_SITE", web::build()?);
    node.env("VOIX_FIGURES", step::target().join("figures.json"));
    node.env("CHROMIUM", chromium);
    if let Ok(tools) = peer::belenios() {
        node.env("VOIX_BELENIOS_TOOL", tools.join(":"));
    }
    run(&mut node)
}

fn browser_program() -> Option<&'static str> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|path| std::path::Path::new(path).is_file())
}
