//! `cargo xtask bench`: figures, with nothing asserted. `run` and the end-to-end tests note theirs in
//! `target/figures.json`; the weights and the server's start are measured here.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{run, step, web};

/// Notes one figure.
pub fn note(name: &str, value: f64) -> Result<()> {
    let mut figures = read();
    figures.insert(name.to_owned(), Value::from((value * 10.0).round() / 10.0));
    let path = step::target().join("figures.json");
    std::fs::write(path, serde_json::to_string_pretty(&figures)?).context("figures.json")
}

fn read() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(step::target().join("figures.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Builds, measures, prints one table.
pub fn bench() -> Result<()> {
    let site = web::build()?;
    run::server(false)?;
    step::step("the server's start, twice", || starts(&site))?;
    println!("| figure | value |\n|---|---|");
    for (name, value) in read() {
        println!("| {name} | {value} |");
    }
    let bundles = web::BUNDLES.iter().flat_map(|name| [format!("voix-{name}_bg.wasm"), format!("voix-{name}.js")]);
    for name in bundles.chain(["voix.css".to_owned()]) {
        let file = site.join("pkg").join(&name);
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |data| data.len());
        println!("| {name}, bytes → with brotli | {} → {} |", size(&file), size(&web::beside(&file, "br")));
    }
    Ok(())
}

/// Starts the server on a demo of its own, twice: it makes the cooperative, then finds it.
fn starts(site: &Path) -> Result<()> {
    let data = std::env::temp_dir().join(format!("voix-bench-{}", std::process::id()));
    let outcome = ["server_start_new_demo_seconds", "server_start_same_demo_seconds"]
        .iter()
        .try_for_each(|name| note(name, one_start(site, &data)?));
    let _ = std::fs::remove_dir_all(data);
    outcome
}

fn one_start(site: &Path, data: &Path) -> Result<f64> {
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut voix = step::command(step::target().join("debug/voix"), &["serve", "--demo", "--listen"]);
    voix.arg(listen.to_string()).arg("--site").arg(site).arg("--data").arg(data);
    let start = Instant::now();
    let mut child = voix.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("voix")?;
    let mut up = false;
    while !up && start.elapsed() < Duration::from_secs(120) && child.try_wait()?.is_none() {
        std::thread::sleep(Duration::from_millis(20));
        up = answers(listen);
    }
    let seconds = start.elapsed().as_secs_f64();
    let _ = child.kill();
    child.wait()?;
    if !up {
        bail!("the server did not start");
    }
    Ok(seconds)
}

fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
