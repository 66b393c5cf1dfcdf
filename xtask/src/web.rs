//! What the browser receives: three bundles, `target/site/pkg/voix-{ballot,desk,verify}{.js,_bg.wasm}`, and `voix.css`, each also as
//! `.br` and `.gz`, and a copy of `public/`.
//!
//! Pages name their bundle as `app::shell::Bundle` does. `LEPTOS_OUTPUT_NAME` is never set while the server is compiled,
//! so that Leptos asks for wasm-bindgen's own file name, `…_bg.wasm`.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::step::{self, root, target};
use crate::{style, system, wasm_std};

/// Features of the app, each a bundle of its own.
pub const BUNDLES: [&str; 3] = ["ballot", "desk", "verify"];
/// The same for everyone; Debian's own is too old for what today's Rust emits.
const BINARYEN: &str = "binaryen@132.0.0";
/// What browsers of the last years know, and no more: with every feature allowed, wasm-opt writes what they refuse.
const WASM_OPT: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];
/// Everything the WebAssembly is made of.
const SOURCES: [&str; 12] = [
    "app/Cargo.toml",
    "app/src",
    "crates/protocol/Cargo.toml",
    "crates/protocol/src",
    "crates/domain/Cargo.toml",
    "crates/domain/src",
    "crates/verifier/Cargo.toml",
    "crates/verifier/src",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/web.rs",
    "xtask/src/wasm_std.rs",
];
/// Everything that is only copied.
const FILES: [&str; 4] = ["style", "public", "xtask/src/web.rs", "xtask/src/style.rs"];

/// The built site's folder.
pub fn site() -> PathBuf {
    target().join("site")
}

/// Whether the site was built before, perhaps from older sources.
pub fn exists() -> bool {
    BUNDLES.iter().all(|bundle| site().join(format!("pkg/voix-{bundle}_bg.wasm")).is_file())
}

/// Builds what changed since the last time, and returns the site's folder.
pub fn build() -> Result<PathBuf> {
    let (site, package) = (site(), site().join("pkg"));
    std::fs::create_dir_all(&package)?;
    // A bundle left large for want of npm is made again once npm is there.
    let sources = format!("{} npm {}", hash(&SOURCES)?, system::have("npm"));
    if_changed(&site.join(".wasm-inputs"), &sources, "WebAssembly", || wasm(&package))?;
    if_changed(&site.join(".files-inputs"), &hash(&FILES)?, "style, icons, fonts", || {
        copy(&root().join("public"), &site)?;
        let css = style::bundle(&root().join("style"), "main.css")?;
        std::fs::write(package.join("voix.css"), css)?;
        pack(&package.join("voix.css"))?;
        compress(&site)
    })?;
    Ok(site)
}

fn if_changed(stamp: &Path, inputs: &str, what: &str, act: impl FnOnce() -> Result<()>) -> Result<()> {
    if std::fs::read_to_string(stamp).is_ok_and(|text| text == inputs) {
        eprintln!("── {what}: nothing changed");
        return Ok(());
    }
    if stamp.exists() {
        std::fs::remove_file(stamp)?;
    }
    step::step(what, act)?;
    Ok(std::fs::write(stamp, inputs)?)
}

/// Compiles into a folder aside, so that a page being served keeps its files until the new ones are whole.
fn wasm(package: &Path) -> Result<()> {
    let toolchain = step::step("a compiler for the browser", wasm_std::ensure)?;
    let aside = toolchain.folder().join("package");
    if aside.exists() {
        std::fs::remove_dir_all(&aside)?;
    }
    for bundle in BUNDLES {
        step::step(&format!("compiling the islands of “{bundle}”"), || compile(&toolchain, bundle))?;
        step::step("wasm-bindgen", || bind(&toolchain, bundle, &aside))?;
        step::step("wasm-opt", || shrink(&aside.join(format!("voix-{bundle}_bg.wasm"))))?;
    }
    step::step("brotli and gzip", || compress(&aside))?;
    forget(package)?;
    copy(&aside, package)
}

/// Removes the bundles of another time, which may have had other names; the style sheet stays.
fn forget(package: &Path) -> Result<()> {
    for entry in std::fs::read_dir(package)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            std::fs::remove_dir_all(path)?;
        } else if !entry.file_name().to_string_lossy().starts_with("voix.css") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn compile(toolchain: &wasm_std::Toolchain, bundle: &str) -> Result<()> {
    // As a cdylib only: a library that is also an rlib is not optimised at link time.
    let mut cargo = toolchain.cargo("rustc");
    cargo.args(["--crate-type", "cdylib", "-p", "voix-app", "--lib", "--no-default-features", "--features", bundle]);
    step::run(cargo.args(["--target", wasm_std::TARGET, "--profile", "wasm-release"]))
}

fn bind(toolchain: &wasm_std::Toolchain, bundle: &str, aside: &Path) -> Result<()> {
    let wasm = toolchain.folder().join(wasm_std::TARGET).join("wasm-release/app.wasm");
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).out_name(&format!("voix-{bundle}"));
    bindgen.generate(aside).context("wasm-bindgen")
}

/// Without npm the page works all the same, only larger.
fn shrink(wasm: &Path) -> Result<()> {
    let tools = target().join("tools");
    let program = tools.join("node_modules/.bin/wasm-opt");
    if !program.is_file() {
        if !system::have("npm") {
            return step::skip("wasm-opt", "npm is missing, so the WebAssembly stays about twice as large");
        }
        std::fs::create_dir_all(&tools)?;
        let mut npm = step::command("npm", &["install", "--silent", "--no-audit", "--no-fund", "--prefix"]);
        step::run(npm.arg(&tools).arg(BINARYEN))?;
    }
    step::run(step::command(program, &WASM_OPT).arg(wasm).arg("-o").arg(wasm))
}

/// Copies a folder over another, whole.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)?.flatten() {
        let destination = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &destination)?;
        } else {
            std::fs::copy(entry.path(), destination)?;
        }
    }
    Ok(())
}

/// Packs every text and WebAssembly file of a folder, not of those below.
fn compress(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if ["js", "wasm", "css", "svg"].contains(&extension) {
            pack(&path)?;
        }
    }
    Ok(())
}

/// Puts `.br` and `.gz` beside a file.
fn pack(path: &Path) -> Result<()> {
    let bytes = std::fs::read(path)?;
    let mut brotli = brotli::CompressorWriter::new(std::fs::File::create(beside(path, "br"))?, 4096, 11, 22);
    brotli.write_all(&bytes)?;
    let gzip = std::fs::File::create(beside(path, "gz"))?;
    let mut gzip = flate2::write::GzEncoder::new(gzip, flate2::Compression::best());
    gzip.write_all(&bytes)?;
    gzip.finish()?;
    Ok(())
}

/// `voix.css` → `voix.css.br`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// One number over files and folders: names and bytes.
fn hash(places: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    places.iter().try_for_each(|place| digest(&root().join(place), &mut hasher))?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn digest(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.file_name().hash(hasher);
    if path.is_file() {
        std::fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let entries = std::fs::read_dir(path).with_context(|| format!("{}", path.display()))?;
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.iter().try_for_each(|entry| digest(entry, hasher))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::scratch::Scratch;

    fn number(folder: &Path) -> u64 {
        let mut hasher = DefaultHasher::new();
        digest(folder, &mut hasher).unwrap();
        hasher.finish()
    }

    #[test]
    fn a_change_anywhere_below_is_seen() {
        let folder = Scratch::new("hash");
        folder.write("a/one", "1");
        let before = number(folder.path());
        assert_eq!(before, number(folder.path()));
        folder.write("a/one", "2");
        let changed = number(folder.path());
        assert_ne!(before, changed);
        folder.write("a/two", "");
        assert_ne!(changed, number(folder.path()));
    }

    #[test]
    fn texts_are_packed_and_come_back_the_same() {
        let folder = Scratch::new("pack");
        folder.write("a.css", &"body { color: red }\n".repeat(50));
        folder.write("a.png", "not a text");
        compress(folder.path()).unwrap();
        let open = |name: &str| std::fs::File::open(folder.path().join(name)).unwrap();
        let original = std::fs::read(folder.path().join("a.css")).unwrap();
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut open("a.css.br"), &mut text).unwrap();
        assert_eq!(text, original);
        text.clear();
        flate2::read::GzDecoder::new(open("a.css.gz")).read_to_end(&mut text).unwrap();
        assert_eq!(text, original);
        assert!(!folder.path().join("a.png.br").exists());
    }

    #[test]
    fn every_source_named_exists() {
        assert!(SOURCES.iter().chain(&FILES).all(|place| root().join(place).exists()));
    }
}
