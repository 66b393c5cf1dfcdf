//! `cargo xtask peer belenios`: brings belenios-tool 3.0 and 3.3, the verifier that we did not write.
//!
//! Where the system has one of version 3 or later it is used. On Debian 12, whose own is too old, the packages of newer
//! suites are downloaded through apt's configured mirror and unpacked into a cache folder: nothing is installed.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use crate::step::{self, command, output, run};
use crate::system;

/// Programs to compare with.
#[derive(clap::Subcommand)]
pub enum Peer {
    /// belenios-tool, from Debian.
    Belenios,
}

/// Brings a peer and prints its paths.
pub fn peer(which: &Peer) -> Result<()> {
    match which {
        Peer::Belenios => belenios()?.iter().for_each(|path| println!("{path}")),
    }
    Ok(())
}

/// Debian's suites with a belenios-tool that knows Ed25519: 3.0, and whatever is newest.
const SUITES: [&str; 2] = ["trixie", "sid"];

/// Paths of the tools.
pub fn belenios() -> Result<Vec<String>> {
    if system::have("belenios-tool") {
        let version = output(&mut command("belenios-tool", &["--version"]))?;
        if !version.starts_with("1.") && !version.starts_with("2.") {
            return Ok(vec!["belenios-tool".to_owned()]);
        }
    }
    SUITES.iter().map(|suite| unpacked(suite)).collect()
}

fn cache(suite: &str) -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".cache"))).context("no cache folder")?;
    Ok(base.join(format!("belenios-tool-{suite}")))
}

fn unpacked(suite: &str) -> Result<String> {
    let folder = cache(suite)?;
    let tool = folder.join("belenios-tool");
    if !tool.is_file() {
        step::step(&format!("bringing belenios-tool of Debian {suite}"), || download(suite, &folder))?;
    }
    if !step::succeeds(command(&tool, &["--version"]).current_dir("/")) {
        bail!("{} does not start: remove {} and try again", tool.display(), folder.display());
    }
    Ok(tool.to_string_lossy().into_owned())
}

/// Nothing is installed: apt works on lists and folders of its own, and only unpacks.
fn download(suite: &str, folder: &Path) -> Result<()> {
    let work = folder.with_extension("work");
    if work.exists() {
        std::fs::remove_dir_all(&work)?;
    }
    for sub in ["lists/partial", "cache/archives/partial", "debs"] {
        std::fs::create_dir_all(work.join(sub))?;
    }
    std::fs::write(work.join("status"), "")?;
    std::fs::write(work.join("sources.list"), source(suite)?)?;
    let apt = |program: &str, args: &[&str]| {
        let mut apt = command(program, args);
        apt.args(options(&work)).current_dir(work.join("debs"));
        apt
    };
    run(apt("apt-get", &["-qq", "update"]).stdout(Stdio::null()))?;
    let depends = ["depends", "--recurse", "--important", "belenios-tool"];
    let packages = packages(&output(&mut apt("apt-cache", &depends))?);
    run(apt("apt-get", &["-qq", "download"]).args(packages).stdout(Stdio::null()))?;
    let root = folder.join("root");
    std::fs::create_dir_all(&root)?;
    for deb in std::fs::read_dir(work.join("debs"))?.flatten() {
        run(command("dpkg-deb", &["-x"]).arg(deb.path()).arg(&root))?;
    }
    write_launcher(folder, &root)?;
    std::fs::remove_dir_all(work)?;
    Ok(())
}

/// Options that keep apt away from the system's own state.
fn options(work: &Path) -> Vec<String> {
    let at = |name: &str| work.join(name).to_string_lossy().into_owned();
    let options = [
        ("Dir::State", at("")),
        ("Dir::State::lists", at("lists")),
        ("Dir::State::status", at("status")),
        ("Dir::Cache", at("cache")),
        ("Dir::Etc::sourcelist", at("sources.list")),
        ("Dir::Etc::sourceparts", "/dev/null".to_owned()),
        ("APT::Sandbox::User", "root".to_owned()),
    ];
    options.iter().flat_map(|(name, value)| ["-o".to_owned(), format!("{name}={value}")]).collect()
}

/// Real packages of `apt-cache depends --recurse`: those at the start of a line, not the `<virtual>` ones.
fn packages(depends: &str) -> Vec<String> {
    let names = depends.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_alphanumeric()));
    names.map(|name| name.trim().to_owned()).collect()
}

/// The line of a suite, at the mirror this machine uses already.
fn source(suite: &str) -> Result<String> {
    let files = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];
    let text: String = files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let uri = mirror(&text).context("belenios-tool comes from Debian, and apt names no Debian mirror here")?;
    Ok(format!("deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {uri} {suite} main\n"))
}

/// The first address of apt's sources, in the new form (`URIs:`) or the old (`deb`).
fn mirror(sources: &str) -> Option<&str> {
    sources.lines().find_map(|line| match line.strip_prefix("URIs:") {
        Some(uris) => uris.split_whitespace().next(),
        None => line.strip_prefix("deb ")?.split_whitespace().find(|word| word.contains("://")),
    })
}

/// A script that starts the tool with its own suite's loader and libraries.
fn write_launcher(folder: &Path, root: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let libraries = root.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH));
    let entries = std::fs::read_dir(&libraries)?.flatten().map(|entry| entry.path());
    let loader = entries
        .into_iter()
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ld-linux-")));
    let Some(loader) = loader else { bail!("no loader in {}", libraries.display()) };
    let script = format!(
        "#!/bin/sh\nexec {} --library-path {} --argv0 belenios-tool {} \"$@\"\n",
        loader.display(),
        libraries.display(),
        root.join("usr/bin/belenios-tool").display()
    );
    let tool = folder.join("belenios-tool");
    std::fs::write(&tool, script)?;
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_read_in_both_forms() {
        assert_eq!(mirror("Types: deb\n# URIs: no\nURIs: http://one/debian http://two\n"), Some("http://one/debian"));
        assert_eq!(
            mirror("# deb http://no x\ndeb [arch=amd64] http://one/debian bookworm main\n"),
            Some("http://one/debian")
        );
        assert_eq!(mirror("Types: deb\n"), None);
    }

    #[test]
    fn packages_are_told_from_their_relations() {
        let depends = "belenios-tool\n  Depends: libc6\n |Depends: a\n    b\nlibc6\n<debconf-2.0>\n";
        assert_eq!(packages(depends), ["belenios-tool", "libc6"]);
    }
}
