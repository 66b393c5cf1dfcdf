//! The end-to-end journeys: the real server, the real browser part, Chromium driven by Node.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::step::{self, command, output, run};
use crate::{peer, system, web};

/// Browsers as Debian, Ubuntu, Fedora and macOS install them.
const BROWSERS: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Brings what they need and runs them. Figures they measure go to `target/figures.json`.
pub fn journeys() -> Result<()> {
    if !system::have("npm") || !system::have("node") {
        return step::skip("browser", "node and npm are missing (Debian: apt-get install nodejs npm)");
    }
    let folder = step::root().join("end2end");
    run(command("npm", &["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    let chromium = match chromium(&folder) {
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
    match peer::belenios() {
        Ok(tools) => node.env("VOIX_BELENIOS_TOOL", tools.join(":")),
        Err(error) => {
            step::skip("belenios-tool on the journeys' archives", &format!("{error:#}"))?;
            &mut node
        }
    };
    match mail_server() {
        Ok(python) => node.env("VOIX_SMTP_PYTHON", python),
        Err(error) => {
            step::skip("messages that travel", &format!("{error:#}"))?;
            &mut node
        }
    };
    run(node.env("CHROMIUM", chromium))
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

/// The browser: `CHROMIUM`, the system's, Debian's package, or the one Playwright downloads.
fn chromium(folder: &Path) -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(given));
    }
    let system = || BROWSERS.iter().map(PathBuf::from).find(|path| path.is_file());
    if let Some(found) = system() {
        return Ok(found);
    }
    if let Err(no_package) = system::install(&["chromium", "fonts-dejavu-core"], "a browser for the end-to-end tests") {
        return playwright(folder).context(no_package);
    }
    system().context("Debian's chromium is installed, but not where it used to be")
}

fn playwright(folder: &Path) -> Result<PathBuf> {
    let ask = "import('playwright-core').then(p => console.log(p.chromium.executablePath()))";
    let path = PathBuf::from(output(command("node", &["-e", ask]).current_dir(folder))?.trim());
    if !path.is_file() {
        eprintln!("downloading Playwright's own Chromium");
        run(command("npx", &["playwright-core", "install", "chromium"]).current_dir(folder))?;
    }
    if !path.is_file() {
        bail!("no browser at {}", path.display());
    }
    Ok(path)
}
