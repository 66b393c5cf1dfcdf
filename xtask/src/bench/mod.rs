//! `cargo xtask bench`: figures, with nothing asserted about them. What is asserted: every ballot that got a receipt is
//! published exactly once, and archives verify.

mod builds;
mod machine;
mod register;
mod table;
mod verify;
mod votes;

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

pub use builds::note_stages;
use table::{Table, number};
use votes::{Database, Run};

use crate::{run, step, web};

/// Options of `bench`.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    part: Option<Part>,
    /// Writes the tables into docs/performance.md, with machine, day, commit and command line.
    #[arg(long, global = true)]
    markdown: bool,
    /// A dozen ballots on debug builds: shows that the bench works, measures nothing worth reading.
    #[arg(long, global = true)]
    smoke: bool,
    /// Also builds and tests from nothing, in a target folder of its own (an hour, 6 GB).
    #[arg(long)]
    cold: bool,
    /// Members who vote when casts are measured.
    #[arg(long, global = true, value_name = "N", default_value_t = 1000)]
    voters: usize,
    /// Connections at once.
    #[arg(long, global = true, value_name = "N", default_value_t = 8)]
    connections: usize,
}

/// One part alone. Without a name: all of them.
#[derive(clap::Subcommand)]
enum Part {
    /// Casts a second and time to the receipt, open and secret, on SQLite and PostgreSQL, everything durable.
    Casts,
    /// Every page while votes are open and after: pages a second, p95, bytes of a first visit.
    Pages,
    /// Searches of a register of 50 000 members, on SQLite and PostgreSQL.
    Register,
    /// Warm `check` and `run`, the same after an edit of a page and of an island, the server's start.
    Builds,
    /// Our verifier and belenios-tool, in turn, on the same archives: FILES, or one of as many ballots as --voters.
    Verify {
        /// Archives (.bel); a companion beside one is used too.
        files: Vec<PathBuf>,
    },
}

/// How much is measured, and with which programs.
pub struct Scale {
    release: bool,
    voters: usize,
    connections: usize,
    /// Voters while pages are measured: the cooperative of the demo.
    hall: usize,
    page_seconds: f64,
    weights: bool,
    rounds: usize,
    /// Where databases and archives are meanwhile.
    folder: PathBuf,
    site: PathBuf,
}

impl Scale {
    /// Builds what is measured.
    fn build(options: &Options) -> Result<Self> {
        let folder = step::target().join("bench");
        std::fs::create_dir_all(&folder)?;
        if options.smoke {
            run::server(false)?;
            return Self::smoke(folder);
        }
        let site = web::build()?;
        run::server(true)?;
        Ok(Self {
            release: true,
            voters: options.voters,
            connections: options.connections,
            hall: 145,
            page_seconds: 2.0,
            weights: true,
            rounds: 3,
            folder,
            site,
        })
    }

    fn smoke(folder: PathBuf) -> Result<Self> {
        let (mut site, weights) = (web::site(), web::exists());
        if !weights {
            step::leave_out("page weights", "the site is not built: `cargo xtask web`");
            site = folder.join("empty-site");
            std::fs::create_dir_all(site.join("pkg"))?;
        }
        Ok(Self {
            release: false,
            voters: 12,
            connections: 3,
            hall: 12,
            page_seconds: 0.05,
            weights,
            rounds: 1,
            folder,
            site,
        })
    }

    fn program(&self, name: &str) -> PathBuf {
        step::target().join(if self.release { "release" } else { "debug" }).join(name)
    }

    /// Our own archives have a random name; others keep theirs.
    fn archive_name(&self, file: &Path) -> String {
        let name = || file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file.starts_with(&self.folder) { "made by this run".to_owned() } else { name() }
    }
}

/// Builds, measures, prints tables; with `--markdown` writes them down.
pub fn bench(options: &Options) -> Result<()> {
    let scale = Scale::build(options)?;
    let mut tables = vec![machine::machine(&scale.folder)?];
    match &options.part {
        Some(Part::Casts) => tables.extend(casts(&scale, None)?),
        Some(Part::Pages) => tables.extend(pages(&scale)?),
        Some(Part::Register) => tables.extend(register::register(&scale)?),
        Some(Part::Builds) => tables.extend(working(&scale)?),
        Some(Part::Verify { files }) => tables.extend(verified(&scale, files)?),
        None => tables.extend(everything(options, &scale)?),
    }
    if options.cold && !options.smoke {
        tables.extend(builds::cold(&scale)?);
    }
    tables.retain(|table| !table.rows.is_empty());
    for table in &tables {
        println!("\n── {}\n{}", table.name, table.text());
    }
    step::skipped().iter().for_each(|line| println!("{line}"));
    if options.markdown {
        if options.smoke {
            bail!("the figures of --smoke mean nothing: they are not written down");
        }
        table::publish(&step::root().join("docs/performance.md"), &tables, &machine::caption()?)?;
    }
    Ok(())
}

fn everything(options: &Options, scale: &Scale) -> Result<Vec<Table>> {
    let keep = scale.folder.join("archive");
    let mut tables = casts(scale, Some(&keep))?;
    tables.extend(pages(scale)?);
    tables.extend(register::register(scale)?);
    tables.extend(verify::verify(scale, &archives(&keep)?)?);
    // Nothing to learn from debug builds built again.
    if !options.smoke {
        tables.extend(working(scale)?);
    }
    tables.push(noted());
    Ok(tables)
}

fn casts(scale: &Scale, keep: Option<&Path>) -> Result<Vec<Table>> {
    if let Some(folder) = keep {
        let _ = std::fs::remove_dir_all(folder);
    }
    let mut reports = Vec::new();
    for database in Database::ALL {
        let keep = keep.filter(|_| database == Database::Sqlite);
        if let Some(report) = (Run { scale, database, voters: scale.voters, pages: false, keep }).measure()? {
            eprintln!("{}", votes::headline(database, &report));
            reports.push((database, report));
        }
    }
    Ok(votes::casts(&reports))
}

fn pages(scale: &Scale) -> Result<Vec<Table>> {
    let mut reports = Vec::new();
    for database in Database::ALL {
        if let Some(report) = (Run { scale, database, voters: scale.hall, pages: true, keep: None }).measure()? {
            reports.push((database, report));
        }
    }
    Ok(votes::pages(&reports))
}

/// Files given, or an archive of our own.
fn verified(scale: &Scale, files: &[PathBuf]) -> Result<Vec<Table>> {
    if !files.is_empty() {
        return verify::verify(scale, files);
    }
    let keep = scale.folder.join("archive");
    let _ = std::fs::remove_dir_all(&keep);
    let run = Run { scale, database: Database::Sqlite, voters: scale.voters, pages: false, keep: Some(&keep) };
    run.measure()?;
    verify::verify(scale, &archives(&keep)?)
}

fn archives(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?.flatten();
    let paths = entries.map(|entry| entry.path());
    Ok(paths.filter(|path| path.extension().is_some_and(|extension| extension == "bel")).collect())
}

fn working(scale: &Scale) -> Result<Vec<Table>> {
    // The server's start is that of the builds one works with.
    run::server(false)?;
    let mut tables = step::step("the server's start, twice", || starts(scale))?;
    tables.extend(builds::warm(scale)?);
    tables.push(builds::stages(&step::target())?);
    Ok(tables)
}

/// Starts the server on a demo of its own, twice: it makes the cooperative, then finds it.
fn starts(scale: &Scale) -> Result<Vec<Table>> {
    let mut table = Table::new("start", &["until the server answers (debug build)", "seconds"]);
    let data = scale.folder.join("start");
    let _ = std::fs::remove_dir_all(&data);
    for what in ["a demo cooperative is made first", "it is there already"] {
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut voix = step::command(step::target().join("debug/voix"), &["serve", "--demo", "--listen"]);
        voix.arg(listen.to_string()).arg("--site").arg(&scale.site).arg("--data").arg(&data);
        let (seconds, _) = builds::until_it_answers(&mut voix, listen)?;
        table.row([what.to_owned(), number(seconds)]);
    }
    std::fs::remove_dir_all(data)?;
    Ok(vec![table])
}

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

/// What `run` and the end-to-end tests noted the last time they ran.
fn noted() -> Table {
    let mut table = Table::new(
        "noted",
        &["noted by `run`, and by journeys one at a time (`VOIX_LANES=1 cargo xtask test --only browser`)", ""],
    );
    read().iter().for_each(|(name, value)| table.row([name.clone(), value.to_string()]));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_a_place_for_every_table() {
        let document = std::fs::read_to_string(step::root().join("docs/performance.md")).unwrap();
        for name in [
            "machine", "casts", "around", "pages", "weights", "register", "verify", "start", "builds", "cold",
            "stages", "noted",
        ] {
            table::replace(&document, name, "").unwrap();
        }
    }
}
