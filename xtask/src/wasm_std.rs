//! A compiler with the standard library for wasm32: rustup's where it can download, else Debian's with its sources.
//!
//! Debian ships a newer Rust than the distribution's own for building browsers (`rustc-web`), with the sources of the
//! standard library but without its wasm32 build. That is compiled once into a folder of ours (`target/web-debian/std`),
//! and the compiler is pointed at it; nothing under `/usr` is touched. `VOIX_WEB_TOOLCHAIN=debian` takes this way at once.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::step;
use crate::system;

/// What the browser runs.
pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// Which cargo builds for the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that builds the server too.
    Ordinary,
    /// Debian's, with the folder (a sysroot) that holds the standard library.
    Debian(PathBuf),
}

impl Toolchain {
    /// A cargo command of this toolchain, with a target folder of its own: two compilers never share one.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let Self::Debian(sysroot) = self else {
            let mut cargo = step::cargo(subcommand, &[]);
            cargo.env("CARGO_TARGET_DIR", self.folder());
            return cargo;
        };
        let mut cargo = debian_cargo(subcommand);
        cargo.arg("--locked").env("CARGO_TARGET_DIR", self.folder());
        // Cargo gives these to what is compiled for the browser only, and splits them at \x1f.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", format!("--sysroot\x1f{}", sysroot.display()));
        cargo
    }

    /// The target folder of everything this toolchain compiles for the browser.
    pub fn folder(&self) -> PathBuf {
        match self {
            Self::Ordinary => step::target().join("web"),
            Self::Debian(_) => debian_folder(),
        }
    }
}

fn debian_folder() -> PathBuf {
    step::target().join("web-debian")
}

/// Brings the standard library, the ordinary way first.
pub fn ensure() -> Result<Toolchain> {
    let debian = match std::env::var("VOIX_WEB_TOOLCHAIN").as_deref() {
        Ok("debian") => true,
        Ok("rustup") | Err(_) => false,
        Ok(other) => bail!("VOIX_WEB_TOOLCHAIN={other}: only rustup and debian are known"),
    };
    if !debian && (present() || by_rustup()) {
        return Ok(Toolchain::Ordinary);
    }
    if !system::have("apt-get") {
        bail!("the Rust compiler has no {TARGET}: run `rustup target add {TARGET}` on a network that allows it");
    }
    eprintln!("using Debian's own Rust for the browser part");
    if ![RUSTC, CARGO, SOURCES].iter().all(|path| Path::new(path).is_file()) || !system::have("rust-lld") {
        system::install(&DEBIAN, "a Rust compiler with the sources of its standard library")?;
    }
    Ok(Toolchain::Debian(from_sources()?))
}

/// Whether the ordinary compiler has the standard library for the target.
pub fn present() -> bool {
    let libraries = step::output(&mut step::command("rustc", &["--print", "target-libdir", "--target", TARGET]));
    libraries.is_ok_and(|folder| holds_core(Path::new(folder.trim())))
}

fn by_rustup() -> bool {
    if !system::have("rustup") {
        return false;
    }
    eprintln!("running `rustup target add {TARGET}`");
    let mut rustup = step::command("rustup", &["target", "add", TARGET]);
    rustup.env("RUSTUP_MAX_RETRIES", "1");
    if step::succeeds(&mut rustup) && present() {
        return true;
    }
    eprintln!("rustup cannot download it here");
    false
}

fn holds_core(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|name| name.to_string_lossy().starts_with("libcore-"))
}

/// Debian's cargo, sheltered from what rustup's cargo told us.
fn debian_cargo(subcommand: &str) -> Command {
    let mut cargo = step::command(CARGO, &[subcommand]);
    for name in ["RUSTUP_TOOLCHAIN", "CARGO", "LD_LIBRARY_PATH", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        cargo.env_remove(name);
    }
    cargo.env("RUSTC", RUSTC);
    cargo
}

/// The sysroot of this very compiler, built if it is not there.
fn from_sources() -> Result<PathBuf> {
    let version = step::output(Command::new(RUSTC).arg("--version"))?;
    let sysroot = debian_folder().join("std").join(folder_name(&version));
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    if !holds_core(&libraries) {
        step::step("compiling the standard library for the browser (once)", || build(&sysroot, &libraries))?;
    }
    Ok(sysroot)
}

/// `rustc 1.96.0 (abc 2026-05-01) (built from a source tarball)` → `rustc-1.96.0-abc-2026-05-01-built-…`.
fn folder_name(version: &str) -> String {
    let words = version.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// An empty crate built together with its standard library leaves that library behind.
fn build(sysroot: &Path, libraries: &Path) -> Result<()> {
    // What was compiled with another standard library does not fit this one.
    if debian_folder().exists() {
        std::fs::remove_dir_all(debian_folder())?;
    }
    let seed = sysroot.join("seed");
    std::fs::create_dir_all(seed.join("src"))?;
    let manifest = "[package]\nname = \"seed\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";
    std::fs::write(seed.join("Cargo.toml"), manifest)?;
    std::fs::write(seed.join("src/lib.rs"), "")?;
    let mut cargo = debian_cargo("build");
    // The sources' build is an unstable option of cargo: this variable allows it, for this one command.
    cargo.current_dir(&seed).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", seed.join("target"));
    // Cargo leaves bitcode out of what it does not link itself; our own link-time optimisation needs it.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes");
    step::run(cargo.args(["-Zbuild-std=std,panic_abort", "--target", TARGET, "--release"]))?;
    // Complete or absent: the folder gets its name last.
    let unfinished = libraries.with_extension("unfinished");
    std::fs::create_dir_all(&unfinished)?;
    for entry in std::fs::read_dir(seed.join("target").join(TARGET).join("release/deps"))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libseed") {
            std::fs::copy(entry.path(), unfinished.join(name))?;
        }
    }
    std::fs::rename(&unfinished, libraries).with_context(|| format!("{}", libraries.display()))?;
    std::fs::remove_dir_all(seed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_compiler_has_a_folder_of_its_own() {
        assert_eq!(folder_name("rustc 1.96.0 (ac68faa 2026-05-25)\n"), "rustc-1.96.0-ac68faa-2026-05-25");
        assert_ne!(folder_name("rustc 1.96.0 (a)"), folder_name("rustc 1.96.1 (a)"));
    }

    #[test]
    fn two_compilers_never_share_a_target_folder() {
        let told = |toolchain: &Toolchain, name: &str| {
            let cargo = toolchain.cargo("build");
            cargo.get_envs().find(|(key, _)| *key == name).and_then(|(_, value)| value).map(PathBuf::from)
        };
        let debian = Toolchain::Debian(PathBuf::from("/a b"));
        assert_ne!(told(&Toolchain::Ordinary, "CARGO_TARGET_DIR"), told(&debian, "CARGO_TARGET_DIR"));
        assert_ne!(told(&Toolchain::Ordinary, "CARGO_TARGET_DIR"), Some(step::target()));
        assert_eq!(told(&Toolchain::Ordinary, "CARGO_ENCODED_RUSTFLAGS"), None);
        assert_eq!(told(&debian, "CARGO_ENCODED_RUSTFLAGS"), Some(PathBuf::from("--sysroot\x1f/a b")));
    }
}
