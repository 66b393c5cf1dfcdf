//! The browsers of the journeys: the system's, or Debian's packages.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::step::{command, output, run};
use crate::system;

/// Chromium as Debian, Ubuntu, Fedora and macOS install them.
const CHROMIUMS: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// `CHROMIUM`, the system's, Debian's package, or the one Playwright downloads.
pub fn chromium(folder: &Path) -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(given));
    }
    let system = || CHROMIUMS.iter().map(PathBuf::from).find(|path| path.is_file());
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

/// Firefox as Debian names its long-term release, or as others name it.
pub fn firefox() -> Result<String> {
    let system = || system::which("firefox-esr").or_else(|| system::which("firefox"));
    if system().is_none() {
        system::install(&["firefox-esr"], "Firefox for the end-to-end tests")?;
    }
    let found = system().context("Debian's firefox-esr is installed, but not on the path")?;
    Ok(found.display().to_string())
}

/// The small browser around WebKitGTK, with its driver and a screen for it.
pub fn webkit() -> Result<String> {
    let there = || system::have("WebKitWebDriver") && system::have("Xvfb");
    if !there() {
        system::install(&["webkit2gtk-driver", "xvfb", "xauth"], "WebKit for the end-to-end tests")?;
    }
    if !there() {
        bail!("Debian's webkit2gtk-driver and xvfb are installed, but not on the path");
    }
    let found = mini_browser().context("no MiniBrowser beside WebKitWebDriver")?;
    Ok(found.display().to_string())
}

/// `/usr/lib/<machine>/webkit2gtk-4.1/MiniBrowser`, the newest there is.
fn mini_browser() -> Option<PathBuf> {
    let folders = |path: &Path| std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let libraries = folders(Path::new("/usr/lib")).filter(|path| path.is_dir());
    let kits = libraries.flat_map(|library| folders(&library).collect::<Vec<_>>());
    kits.map(|kit| kit.join("MiniBrowser")).filter(|browser| browser.is_file()).max()
}
