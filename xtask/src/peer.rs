//! `cargo xtask peer belenios`: brings belenios-tool 3.0 and 3.3, the verifier that we did not write.
//!
//! Where the system has one of version 3 or later it is used. On Debian 12, whose own is too old, the packages of newer
//! suites are downloaded through apt's configured mirror and unpacked into a cache folder: nothing is installed.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use crate::step::{self, command, output, run};

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

/// Suites and the packages each needs.
const SUITES: [(&str, &str); 2] = [
    ("trixie", "belenios-tool libc6 libev4t64 libgmp10 libsodium23 libssl3t64 zlib1g libzstd1"),
    ("sid", "belenios-tool libc6 libev4t64 libgmp10 libsodium26 libssl3t64 zlib1g libzstd1"),
];

/// Paths of the tools.
pub fn belenios() -> Result<Vec<String>> {
    if step::have("belenios-tool") {
        let version = output(&mut command("belenios-tool", &["--version"]))?;
        if !version.starts_with("1.") && !version.starts_with("2.") {
            return Ok(vec!["belenios-tool".to_owned()]);
        }
    }
    SUITES.iter().map(|(suite, packages)| unpacked(suite, packages)).collect()
}

fn cache(suite: &str) -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".cache"))).context("no cache folder")?;
    Ok(base.join(format!("belenios-tool-{suite}")))
}

fn unpacked(suite: &str, packages: &str) -> Result<String> {
    let folder = cache(suite)?;
    let tool = folder.join("belenios-tool");
    if !tool.is_file() {
        step::step(&format!("bringing belenios-tool of Debian {suite}"), || download(suite, packages, &folder))?;
    }
    Ok(tool.to_string_lossy().into_owned())
}

fn download(suite: &str, packages: &str, folder: &Path) -> Result<()> {
    let work = folder.with_extension("work");
    for sub in ["lists/partial", "cache/archives/partial", "debs"] {
        std::fs::create_dir_all(work.join(sub))?;
    }
    std::fs::write(work.join("status"), "")?;
    std::fs::write(work.join("sources.list"), source(suite)?)?;
    let at = |name: &str| work.join(name).to_string_lossy().into_owned();
    let options: Vec<String> = [
        ("Dir::State", at("")),
        ("Dir::State::lists", at("lists")),
        ("Dir::State::status", at("status")),
        ("Dir::Cache", at("cache")),
        ("Dir::Etc::sourcelist", at("sources.list")),
        ("Dir::Etc::sourceparts", "/dev/null".to_owned()),
        ("APT::Sandbox::User", "root".to_owned()),
    ]
    .iter()
    .flat_map(|(name, value)| ["-o".to_owned(), format!("{name}={value}")])
    .collect();
    run(command("apt-get", &["-qq", "update"]).args(&options).stdout(Stdio::null()))?;
    let mut download = command("apt-get", &["-qq", "download"]);
    run(download.args(&options).args(packages.split(' ')).current_dir(work.join("debs")).stdout(Stdio::null()))?;
    let root = folder.join("root");
    std::fs::create_dir_all(&root)?;
    for deb in std::fs::read_dir(work.join("debs"))?.flatten() {
        run(command("dpkg-deb", &["-x"]).arg(deb.path()).arg(&root))?;
    }
    write_launcher(folder, &root)?;
    std::fs::remove_dir_all(work)?;
    Ok(())
}

/// The mirror this machine uses already.
fn source(suite: &str) -> Result<String> {
    let path = "/etc/apt/sources.list.d/debian.sources";
    let text = std::fs::read_to_string(path).with_context(|| format!("a Debian machine is needed ({path})"))?;
    let uri = text.lines().find_map(|line| line.strip_prefix("URIs:")).context("no URIs in the apt sources")?;
    let uri = uri.split_whitespace().next().context("no URI in the apt sources")?;
    Ok(format!("deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {uri} {suite} main\n"))
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
