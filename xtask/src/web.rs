//! What the browser receives: two bundles, `target/site/pkg/voix-{ballot,desk}{.js,_bg.wasm}`, and `voix.css`, compressed
//! beforehand, and `public/`. Pages name their bundle as `app::shell::Bundle` does; without `LEPTOS_OUTPUT_NAME` Leptos
//! asks for wasm-bindgen's own file name, `…_bg.wasm`.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::step::{self, root, target};
use crate::wasm_std;

/// Features of the app, each a bundle of its own.
pub const BUNDLES: [&str; 2] = ["ballot", "desk"];
const BINARYEN: &str = "binaryen@132.0.0";
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

/// The built site's folder.
pub fn site() -> PathBuf {
    target().join("site")
}

/// Builds the site if anything it is made of changed since.
pub fn build() -> Result<PathBuf> {
    let (site, stamp) = (site(), site().join(".stamp"));
    let inputs = inputs()?;
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == inputs) {
        eprintln!("── browser part: nothing changed");
        return Ok(site);
    }
    let toolchain = step::step("wasm32 toolchain", wasm_std::ensure)?;
    let package = site.join("pkg");
    if package.exists() {
        std::fs::remove_dir_all(&package)?;
    }
    std::fs::create_dir_all(&package)?;
    for bundle in BUNDLES {
        step::step(&format!("compiling the {bundle} islands to WebAssembly"), || {
            compile(&toolchain, bundle, &package)
        })?;
        step::step("shrinking it", || shrink(&package.join(format!("voix-{bundle}_bg.wasm"))))?;
    }
    step::step("style, icons, compression", || {
        copy(&root().join("public"), &site)?;
        std::fs::write(package.join("voix.css"), style()?)?;
        compress(&site)
    })?;
    std::fs::write(&stamp, inputs)?;
    Ok(site)
}

fn compile(toolchain: &wasm_std::Toolchain, bundle: &str, package: &Path) -> Result<()> {
    let mut cargo = toolchain.cargo();
    // As a cdylib only: a library that is also an rlib is not link-time optimised.
    cargo.args([
        "rustc",
        "--crate-type",
        "cdylib",
        "--locked",
        "-p",
        "voix-app",
        "--lib",
        "--no-default-features",
        "--features",
        bundle,
    ]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--profile", "wasm-release"]);
    step::run(&mut cargo)?;
    let wasm = target().join("web/wasm32-unknown-unknown/wasm-release/app.wasm");
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).out_name(&format!("voix-{bundle}"));
    bindgen.generate(package).context("wasm-bindgen")
}

/// Without npm the page works all the same, only larger.
fn shrink(wasm: &Path) -> Result<()> {
    let tools = target().join("tools");
    let program = tools.join("node_modules/.bin/wasm-opt");
    if !program.is_file() {
        if !step::have("npm") {
            return step::skip("shrinking", "npm is missing, so the WebAssembly stays about twice as large");
        }
        std::fs::create_dir_all(&tools)?;
        let prefix = tools.to_string_lossy().into_owned();
        step::run(&mut step::command(
            "npm",
            &["install", "--silent", "--no-audit", "--no-fund", "--prefix", &prefix, BINARYEN],
        ))?;
    }
    let path = wasm.to_string_lossy().into_owned();
    let program = program.to_string_lossy().into_owned();
    step::run(step::command(&program, &WASM_OPT).args([&path, "-o", &path]))
}

/// `style/main.css` with its imports put in place, in order.
fn style() -> Result<String> {
    let folder = root().join("style");
    let main = std::fs::read_to_string(folder.join("main.css"))?;
    let mut whole = String::new();
    for line in main.lines() {
        let import = line.trim().strip_prefix("@import").map(|rest| rest.trim_matches([' ', ';', '"', '\'']));
        let import = import.map(|name| name.trim_start_matches("url(").trim_matches(['"', '\'', '(', ')', ' ']));
        match import {
            Some(name) => whole.push_str(&std::fs::read_to_string(folder.join(name)).with_context(|| name.to_owned())?),
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    Ok(whole)
}

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

/// Puts `file.br` beside every text and WebAssembly file.
fn compress(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            compress(&path)?;
            continue;
        }
        let extension = path.extension().and_then(|ext| ext.to_str()).unwrap_or_default();
        if !["js", "wasm", "css", "svg"].contains(&extension) {
            continue;
        }
        let file = std::fs::File::create(path.with_extension(format!("{extension}.br")))?;
        let mut writer = brotli::CompressorWriter::new(file, 4096, 11, 22);
        writer.write_all(&std::fs::read(&path)?)?;
    }
    Ok(())
}

/// One number over everything the site is made of.
fn inputs() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for place in [
        "app",
        "crates/protocol/src",
        "crates/domain",
        "style",
        "public",
        "Cargo.toml",
        "Cargo.lock",
        "xtask/src/web.rs",
    ] {
        digest(&root().join(place), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn digest(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if path.is_file() {
        path.hash(hasher);
        std::fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.iter().try_for_each(|entry| digest(entry, hasher))
}
