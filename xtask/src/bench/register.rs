//! The register: a large one filled and searched on each database, by an example of `crates/service`.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Scale;
use super::table::{Table, cell};
use super::votes::Database;
use crate::postgres::Postgres;
use crate::step;

/// Times of a search, on each database that is installed.
pub fn register(scale: &Scale) -> Result<Vec<Table>> {
    let (members, searches) = if scale.release { ("50000", "300") } else { ("500", "5") };
    let release: &[&str] = if scale.release { &["--release"] } else { &[] };
    let build = [&["-p", "voix-service", "--example", "register"], release].concat();
    step::run(&mut step::cargo("build", &build))?;
    let program = scale.program("examples/register");
    let mut table = Table::new("register", &["register, milliseconds", "database", "members", "p50", "p95"]);
    for database in Database::ALL {
        let name = database.name();
        let file = scale.folder.join("register.sqlite");
        let report = match database {
            Database::Sqlite => {
                remove(&file);
                let report = measure(&program, &format!("sqlite:{}", file.display()), members, searches)?;
                remove(&file);
                report
            }
            Database::Postgres => {
                let Some(postgres) = Postgres::start_durable()? else {
                    step::skip("the register on PostgreSQL", "it is not installed")?;
                    continue;
                };
                measure(&program, &postgres.url(), members, searches)?
            }
        };
        for search in report["searches"].as_array().into_iter().flatten() {
            let kind = search["kind"].as_str().unwrap_or_default().to_owned();
            let (p50, p95) = (search["p50"].as_f64(), search["p95"].as_f64());
            table.row([kind, name.to_owned(), members.to_owned(), cell(p50), cell(p95)]);
        }
    }
    Ok(vec![table])
}

fn measure(program: &Path, url: &str, members: &str, searches: &str) -> Result<Value> {
    let output = step::command(program, &[url, members, searches]).output().context("the example `register`")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("what the example `register` printed")
}

/// A database of SQLite is up to three files.
fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}
