//! What this machine has, and bringing what it lacks.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::step::{command, output, run, succeeds};

/// Where a program is on the path.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether a program is on the path.
pub fn have(program: &str) -> bool {
    which(program).is_some()
}

/// Whether we are root.
pub fn is_root() -> bool {
    output(&mut command("id", &["-u"])).is_ok_and(|id| id.trim() == "0")
}

/// Installs Debian packages, saying so first. Where that is not possible, one sentence tells the command to run.
///
/// Nothing that is installed already is removed to make place.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("{why}: run `sudo apt-get install --no-install-recommends {list}` and start again");
    if !have("apt-get") {
        bail!("{why}: this is not Debian or one of its kin, so install what corresponds to {list} and start again");
    }
    let Some(mut prefix) = becoming_root() else { bail!("{by_hand}") };
    prefix.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    eprintln!("installing the Debian packages {list} ({why})");
    let apt = |args: &[&str]| {
        let mut apt = command(prefix[0], &prefix[1..]);
        run(apt.args(args).stdout(Stdio::null()))
    };
    let install = ["install", "-y", "-qq", "--no-install-recommends", "--no-remove"];
    apt(&["update", "-qq"]).and_then(|()| apt(&[&install, packages].concat())).context(by_hand)
}

/// The words before a command that make it run as root, if there are any.
fn becoming_root() -> Option<Vec<&'static str>> {
    if is_root() {
        return Some(Vec::new());
    }
    let asks = std::io::stdin().is_terminal();
    let may = have("sudo") && (asks || succeeds(Command::new("sudo").args(["-n", "true"])));
    may.then(|| if asks { vec!["sudo"] } else { vec!["sudo", "-n"] })
}

/// Free space where the build goes, in MiB.
pub fn free_mebibytes(place: &Path) -> Option<u64> {
    let existing = place.ancestors().find(|folder| folder.is_dir())?;
    available(&output(command("df", &["-Pm"]).arg(existing)).ok()?)
}

/// The fourth column of the second line of `df -P`.
fn available(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_the_fourth_column() {
        let df = "Filesystem 1048576-blocks Used Available Capacity Mounted on\n/dev/vda 258000 24000 69632 27% /\n";
        assert_eq!(available(df), Some(69_632));
        assert_eq!(available("Filesystem\n"), None);
        assert!(free_mebibytes(Path::new("/no/such/folder")).is_some());
    }

    #[test]
    fn a_program_is_found_by_name() {
        assert!(have("sh"));
        assert!(!have("no-such-program"));
    }
}
