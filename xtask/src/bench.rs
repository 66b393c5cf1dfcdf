//! Figures: noted by `run` and by the end-to-end tests into `target/figures.json`, printed here. Never asserted.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::Value;

use crate::{step, web};

/// Notes one figure.
pub fn note(name: &str, value: f64) -> Result<()> {
    let path = step::target().join("figures.json");
    let mut figures = read();
    figures.insert(name.to_owned(), Value::from((value * 10.0).round() / 10.0));
    std::fs::write(path, serde_json::to_string_pretty(&figures)?)?;
    Ok(())
}

fn read() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(step::target().join("figures.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Prints what was noted, and the weights of what the browser receives.
pub fn bench() -> Result<()> {
    println!("| figure | value |\n|---|---|");
    for (name, value) in read() {
        println!("| {name} | {value} |");
    }
    let package = web::site().join("pkg");
    let files = web::BUNDLES.iter().flat_map(|bundle| [format!("voix-{bundle}_bg.wasm"), format!("voix-{bundle}.js")]);
    for name in files.chain(["voix.css".to_owned()]) {
        let size = |path: std::path::PathBuf| std::fs::metadata(path).map_or(0, |data| data.len());
        let (raw, packed) = (size(package.join(&name)), size(package.join(format!("{name}.br"))));
        println!("| {name}, bytes raw / brotli | {raw} / {packed} |");
    }
    Ok(())
}
