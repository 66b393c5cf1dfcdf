//! The end-to-end journeys: the real server, the real browser part, real browsers driven by Node.

use std::process::Command;

use anyhow::{Result, bail};

use crate::postgres::{self, Postgres};
use crate::step::{self, command, run};
use crate::{browsers, peer, system, web};

/// Brings what they need and runs them, two side by side. Figures they measure one at a time (`VOIX_LANES=1`) go to
/// `target/figures.json`.
pub fn journeys() -> Result<()> {
    if !system::have("npm") || !system::have("node") {
        return step::skip("browser", "node and npm are missing (Debian: apt-get install nodejs npm)");
    }
    let folder = step::root().join("end2end");
    run(command("npm", &["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let chromium = match browsers::chromium(&folder) {
        Ok(chromium) => chromium,
        Err(error) => return step::skip("browser", &format!("{error:#}")),
    };
    let site = web::build()?;
    crate::run::server(false)?;
    let built = step::target().join("debug");
    let mut node = command("node", &["run.mjs"]);
    node.current_dir(&folder);
    node.env("VOIX_BIN", built.join("voix")).env("VOIX_VERIFY", built.join("voix-verify"));
    node.env("VOIX_SITE", site).env("VOIX_FIGURES", step::target().join("figures.json"));
    node.env("CHROMIUM", chromium);
    let mut give = |name: &str, what: &str, found: Result<String>| match found {
        Ok(value) => {
            node.env(name, value);
            Ok(())
        }
        Err(error) => step::skip(what, &format!("{error:#}")),
    };
    give(
        "VOIX_BELENIOS_TOOL",
        "belenios-tool on the journeys' archives",
        peer::belenios().map(|tools| tools.join(":")),
    )?;
    give("VOIX_SMTP_PYTHON", "messages that travel", mail_server().map(str::to_owned))?;
    give("VOIX_FIREFOX", "the assembly in Firefox", browsers::firefox())?;
    give("VOIX_WEBKIT", "a vote in WebKit", browsers::webkit())?;
    let _running = with_postgres(&mut node)?;
    run(&mut node)
}

/// The PostgreSQL one names, or one of its own for as long as the value lives.
fn with_postgres(node: &mut Command) -> Result<Option<Postgres>> {
    if let Some(psql) = postgres::program("psql") {
        node.env("VOIX_PSQL", psql);
    }
    if std::env::var_os("VOIX_TEST_POSTGRES_URL").is_some() {
        return Ok(None);
    }
    let own = Postgres::start()?;
    match &own {
        Some(postgres) => drop(node.env("VOIX_TEST_POSTGRES_URL", postgres.url())),
        None => step::skip("the assembly on PostgreSQL", "it is not installed (Debian: apt-get install postgresql)")?,
    }
    Ok(own)
}

/// A Python that has aiosmtpd, the mail server of the tests: the system's, with Debian's package.
fn mail_server() -> Result<&'static str> {
    const PYTHON: &str = "/usr/bin/python3";
    let there = || step::succeeds(&mut command(PYTHON, &["-c", "import aiosmtpd"]));
    if !there() {
        system::install(&["python3-aiosmtpd"], "a mail server for the end-to-end tests")?;
    }
    if !there() {
        bail!("aiosmtpd is installed, but {PYTHON} does not find it");
    }
    Ok(PYTHON)
}
