//! What the browser receives: `target/site/pkg/{voix.js,voix_bg.wasm,voix.css}` and a copy of `public/`, each text also
//! as `.br` and `.gz`.
//!
//! The name is `voix`, as in the server's `LeptosOptions::output_name`. `LEPTOS_OUTPUT_NAME` is never set while the
//! server is compiled, so that Leptos asks for wasm-bindgen's own file name, `voix_bg.wasm`.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::step::{self, root, target};
use crate::{style, system, wasm_std};

const NAME: &str = "voix";
/// Compresses and shrinks the same for everyone; Debian's own is too old for what today's Rust emits.
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
const SOURCES: [&str; 10] = [
    "app/Cargo.toml",
    "app/src",
    "crates/protocol/Cargo.toml",
    "crates/protocol/src",
    "crates/domain/Cargo.toml",
    "crates/domain/src",
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
    site().join("pkg/voix_bg.wasm").is_file()
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
        [&site, &package].iter().try_for_each(|folder| compress(folder))
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
    step::step("compiling the islands", || compile(&toolchain))?;
    step::step("wasm-bindgen", || bind(&toolchain, &aside))?;
    step::step("wasm-opt", || shrink(&aside.join("voix_bg.wasm")))?;
    step::step("brotli and gzip", || compress(&aside))?;
    copy(&aside, package)
}

fn compile(toolchain: &wasm_std::Toolchain) -> Result<()> {
    let mut cargo = toolchain.cargo("build");
    cargo.args(["-p", "voix-app", "--lib", "--no-default-features", "--features", "hydrate"]);
    step::run(cargo.args(["--target", wasm_std::TARGET, "--profile", "wasm-release"]))
}

fn bind(toolchain: &wasm_std::Toolchain, aside: &Path) -> Result<()> {
    let wasm = toolchain.folder().join(wasm_std::TARGET).join("wasm-release/app.wasm");
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).out_name(NAME);
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

/// Puts `.br` and `.gz` beside every text and WebAssembly file of a folder (not of those below) that lacks them.
fn compress(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if !["js", "wasm", "css", "svg"].contains(&extension) || is_packed(&path)? {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let mut brotli = brotli::CompressorWriter::new(std::fs::File::create(beside(&path, "br"))?, 4096, 11, 22);
        brotli.write_all(&bytes)?;
        let gzip = std::fs::File::create(beside(&path, "gz"))?;
        let mut gzip = flate2::write::GzEncoder::new(gzip, flate2::Compression::best());
        gzip.write_all(&bytes)?;
        gzip.finish()?;
    }
    Ok(())
}

/// `voix.css` → `voix.css.br`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether both packed files are at least as new as the file.
fn is_packed(path: &Path) -> Result<bool> {
    let written = std::fs::metadata(path)?.modified()?;
    let newer = |suffix| std::fs::metadata(beside(path, suffix)).and_then(|data| data.modified());
    Ok(["br", "gz"].into_iter().all(|suffix| newer(suffix).is_ok_and(|packed| packed >= written)))
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
    fn texts_are_packed_once_and_again_when_they_change() {
        let folder = Scratch::new("pack");
        folder.write("a.css", &"body { color: red }\n".repeat(50));
        folder.write("a.png", "not a text");
        compress(folder.path()).unwrap();
        let packed = folder.path().join("a.css.br");
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut std::fs::File::open(&packed).unwrap(), &mut text).unwrap();
        assert_eq!(text, std::fs::read(folder.path().join("a.css")).unwrap());
        assert!(folder.path().join("a.css.gz").is_file() && !folder.path().join("a.png.br").exists());
        assert!(is_packed(&folder.path().join("a.css")).unwrap());
        std::thread::sleep(std::time::Duration::from_millis(20));
        folder.write("a.css", "");
        assert!(!is_packed(&folder.path().join("a.css")).unwrap());
    }

    #[test]
    fn every_source_named_exists() {
        assert!(SOURCES.iter().chain(&FILES).all(|place| root().join(place).exists()));
    }
}
