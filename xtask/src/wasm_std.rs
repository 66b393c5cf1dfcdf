//! The standard library for wasm32: by rustup where it can download, else built from Debian's sources.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::step;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Which cargo builds for the browser.
#[derive(Clone, Debug)]
pub enum Toolchain {
    /// The ordinary one.
    Rustup,
    /// Debian's, called by its full path so that rustup's stays first elsewhere.
    Debian,
}

impl Toolchain {
    /// A cargo command of this toolchain, with a target folder of its own: two compilers never share one.
    pub fn cargo(&self) -> Command {
        let mut cargo = match self {
            Self::Rustup => step::command("cargo", &[]),
            Self::Debian => {
                let mut cargo = step::command("/usr/bin/cargo", &[]);
                cargo.env("RUSTC", "/usr/bin/rustc").env_remove("RUSTUP_TOOLCHAIN");
                cargo
            }
        };
        cargo.env("CARGO_TARGET_DIR", step::target().join("web"));
        cargo
    }
}

/// Brings the standard library, the ordinary way first.
pub fn ensure() -> Result<Toolchain> {
    if installed("rustc") || step::succeeds("rustup", &["target", "add", TARGET]) {
        return Ok(Toolchain::Rustup);
    }
    eprintln!("rustup cannot download {TARGET} here; using Debian's compiler for the browser part");
    if !Path::new("/usr/bin/rustc").is_file() || !Path::new("/usr/bin/cargo").is_file() || !step::have("lld-22") {
        step::install(&DEBIAN, "a compiler with sources for the browser part")?;
    }
    if !installed("/usr/bin/rustc") {
        step::step("building the wasm32 standard library (once)", build_from_source)?;
    }
    Ok(Toolchain::Debian)
}

/// Whether a compiler's library folder for the target holds a core.
fn installed(rustc: &str) -> bool {
    library(rustc).is_ok_and(|folder| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name()).any(|name| name.to_string_lossy().starts_with("libcore-"))
    })
}

fn library(rustc: &str) -> Result<PathBuf> {
    let folder = step::output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(PathBuf::from(folder.trim()))
}

/// An empty crate built with its own standard library leaves that library behind.
fn build_from_source() -> Result<()> {
    let seed = step::target().join("wasm-std-seed");
    std::fs::create_dir_all(seed.join("src"))?;
    std::fs::write(
        seed.join("Cargo.toml"),
        "[package]\nname = \"seed\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n",
    )?;
    std::fs::write(seed.join("src/lib.rs"), "")?;
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo
        .current_dir(&seed)
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", seed.join("target"));
    step::run(cargo.args(["build", "-Zbuild-std=std,panic_abort", "--target", TARGET, "--release"]))?;
    let library = library("/usr/bin/rustc")?;
    std::fs::create_dir_all(&library).with_context(|| format!("{} must be writable", library.display()))?;
    for entry in std::fs::read_dir(seed.join("target").join(TARGET).join("release/deps"))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libseed") {
            std::fs::copy(entry.path(), library.join(name))?;
        }
    }
    Ok(())
}
