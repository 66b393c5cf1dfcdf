//! Casts and pages: `voix-load` on each database, its figures as tables.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Scale;
use super::table::{Table, cell, number};
use crate::postgres::Postgres;
use crate::step;

/// Where the ballots go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// One run of `voix-load`.
pub struct Run<'a> {
    /// Which programs, where.
    pub scale: &'a Scale,
    /// The database.
    pub database: Database,
    /// Members who vote.
    pub voters: usize,
    /// Whether pages are measured.
    pub pages: bool,
    /// Where the archive is kept.
    pub keep: Option<&'a Path>,
}

impl Run<'_> {
    /// What it measured; `None`, said aloud, where the database is not installed.
    pub fn measure(&self) -> Result<Option<Value>> {
        let what = format!("{} members vote on {}", self.voters, self.database.name());
        let postgres = match self.database {
            Database::Sqlite => None,
            Database::Postgres => match Postgres::start_durable()? {
                Some(postgres) => Some(postgres),
                None => {
                    step::skip("figures on PostgreSQL", "it is not installed (Debian: apt-get install postgresql)")?;
                    return Ok(None);
                }
            },
        };
        step::step(&what, || self.load(postgres.as_ref().map(Postgres::url))).map(Some)
    }

    fn load(&self, url: Option<String>) -> Result<Value> {
        let data = Folder::new(self.scale.folder.join("data"))?;
        let mut load = step::command(self.scale.program("voix-load"), &[]);
        load.arg("--voix").arg(self.scale.program("voix")).arg("--site").arg(&self.scale.site);
        load.arg("--data").arg(&data.0).args(["--voters", &self.voters.to_string()]);
        load.args(["--connections", &self.scale.connections.to_string()]);
        load.args(["--alone", &(self.voters / 5).min(200).to_string()]);
        if let Some(url) = &url {
            load.args(["--database-url", url]);
        }
        if self.pages {
            load.args(["--pages", &self.scale.page_seconds.to_string()]);
            if self.scale.weights {
                load.arg("--weights");
            }
        }
        if let Some(keep) = self.keep {
            load.arg("--keep").arg(keep);
        }
        serde_json::from_str(&step::output(&mut load)?).context("voix-load")
    }
}

/// A folder that was not there before and is not there afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(path: PathBuf) -> Result<Self> {
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
        }
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn list<'a>(report: &'a Value, name: &str) -> &'a [Value] {
    report[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn figure(row: &Value, name: &str) -> String {
    cell(row[name].as_f64())
}

/// Casts a second, and what surrounds them.
pub fn casts(reports: &[(Database, Value)]) -> Vec<Table> {
    let head = ["database", "what", "connections", "how many", "a second", "p50 ms", "p95 ms", "p99 ms"];
    let mut casts = Table::new("casts", &[&head[..], &["server’s CPU ms each", "generator’s"]].concat());
    for (database, report) in reports {
        for phase in list(report, "phases") {
            let figures = ["rate", "p50_ms", "p95_ms", "p99_ms", "server_cpu_ms", "load_cpu_ms"];
            let [rate, p50, p95, p99, server, load] = figures.map(|name| figure(phase, name));
            let [what, connections, count] = ["what", "connections", "count"].map(|name| word(&phase[name]));
            casts.row([database.name().to_owned(), what, connections, count, rate, p50, p95, p99, server, load]);
        }
    }
    vec![casts, side_by_side("around", "once, in ms", reports, "once", &["milliseconds"])]
}

/// Pages a second and their p95.
pub fn pages(reports: &[(Database, Value)]) -> Vec<Table> {
    let named: Vec<(Database, Value)> = reports.to_vec();
    let pages = side_by_side("pages", "page", &named, "pages", &["rate", "p95_ms", "server_cpu_ms"]);
    let head = ["page", "HTML", "CSS", "JavaScript", "WebAssembly", "font", "icons", "first visit, kB", "later, kB"];
    let mut weights = Table::new("weights", &head);
    let first = reports.first().map(|(_, report)| list(report, "weights")).unwrap_or_default();
    for weight in first {
        let kilobytes = |name: &str| cell(weight[name].as_f64().map(|bytes| bytes / 1000.0));
        let [html, css, js, wasm, fonts, icons, total] =
            ["html", "css", "js", "wasm", "fonts", "icons", "total"].map(kilobytes);
        weights.row([word(&weight["name"]), html.clone(), css, js, wasm, fonts, icons, total, html]);
    }
    if weights.rows.is_empty() { vec![pages] } else { vec![pages, weights] }
}

/// A list that every database has, its figures in columns beside each other.
fn side_by_side(name: &'static str, first: &str, reports: &[(Database, Value)], of: &str, figures: &[&str]) -> Table {
    let title = |figure: &str| match figure {
        "rate" => " a second",
        "p95_ms" => " p95 ms",
        "server_cpu_ms" => " CPU ms each",
        _ => "",
    };
    let mut head = vec![first.to_owned()];
    for (database, _) in reports {
        head.extend(figures.iter().map(|figure| format!("{}{}", database.name(), title(figure))));
    }
    let mut table = Table { name, head, rows: Vec::new() };
    for (i, row) in reports.first().map(|(_, report)| list(report, of)).unwrap_or_default().iter().enumerate() {
        let mut cells = vec![word(&row["what"])];
        for (_, report) in reports {
            let row = list(report, of).get(i).unwrap_or(&Value::Null);
            cells.extend(figures.iter().map(|name| figure(row, name)));
        }
        table.rows.push(cells);
    }
    table
}

/// Casts a second for one line of the terminal.
pub fn headline(database: Database, report: &Value) -> String {
    let fast = |what: &str| {
        let phases = list(report, "phases").iter().filter(|phase| phase["what"] == what);
        phases.filter_map(|phase| phase["rate"].as_f64()).fold(0.0, f64::max)
    };
    let (secret, open) = (fast("secret ballots"), fast("open ballots"));
    format!("{}: {} secret and {} open ballots a second", database.name(), number(secret), number(open))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reports() -> Vec<(Database, Value)> {
        let phase =
            |rate: f64| json!({ "what": "secret ballots", "connections": 8, "count": 9, "rate": rate, "p50_ms": 1.5 });
        let report = |rate: f64| {
            json!({
                "phases": [phase(rate)],
                "once": [{ "what": "closed", "milliseconds": 12.0 }],
                "pages": [{ "what": "/", "rate": 800.0, "p95_ms": 9.5 }],
                "weights": [{ "name": "/", "html": 2_000, "total": 30_500 }],
            })
        };
        vec![(Database::Sqlite, report(300.0)), (Database::Postgres, report(200.0))]
    }

    #[test]
    fn every_figure_finds_its_column() {
        let [casts, around] = casts(&reports()).try_into().unwrap();
        assert_eq!(casts.rows[0][..6], ["SQLite", "secret ballots", "8", "9", "300", "1.50"]);
        assert_eq!(casts.rows[1][4], "200");
        assert_eq!(around.rows, [["closed", "12.0", "12.0"]]);
        let [pages, weights] = pages(&reports()).try_into().unwrap();
        assert_eq!(pages.head[1..3], ["SQLite a second", "SQLite p95 ms"]);
        assert_eq!(pages.rows[0][..4], ["/", "800", "9.50", "–"]);
        assert_eq!(weights.rows[0], ["/", "2.00", "–", "–", "–", "–", "–", "30.5", "2.00"]);
        assert_eq!(headline(Database::Sqlite, &reports()[0].1), "SQLite: 300 secret and 0.00 open ballots a second");
    }
}
