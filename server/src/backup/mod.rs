//! `voix backup`: a copy of the database while it is in use, encrypted under a passphrase.
//!
//! The file is in the format of `age` (age-encryption.org): `age --decrypt FILE | tar x` opens it without this program.
//! In it is a tar archive: `manifest.json`, the database as `voix.sqlite` or `voix.pgdump`, and `voix.toml`, if the
//! installation has one: a machine that was lost is set up again from the copy alone.

pub mod note;
pub mod pack;
pub mod passphrase;
pub mod seal;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use service::{Service, copies};

use crate::config::Settings;
use crate::place::{self, Place};

/// Name of the folder in which a copy lies in the clear while it is being encrypted: beside the database, which lies there
/// in the clear too.
const BESIDE: &str = ".voix-copy-";
/// What such a folder is called when a copy was interrupted so long ago that nobody is writing in it.
const FORGOTTEN: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// Options of `backup`.
#[derive(Clone, Default, clap::Args)]
#[group(id = "backup")]
pub struct Options {
    #[command(flatten)]
    place: Place,
    /// File to write; in a folder that exists, a name with the time is chosen. A file that is there is never replaced.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::Options,
}

/// Copies, encrypts, reads back.
pub fn backup(options: &Options) -> Result<()> {
    let settings = options.place.settings()?;
    let passphrase = options.passphrase.get(passphrase::Use::Encrypt)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let service = place::attach(&settings).await?;
        let outcome = run(&service, &settings, &options.to, &passphrase, seal::WORK).await;
        service.close().await;
        let (file, manifest) = outcome?;
        println!("{} holds the copy, read back and found whole:", file.display());
        for head in &manifest.records {
            println!("  assembly {}: {} entries in its record", head.assembly, head.entries);
        }
        println!("  {} votes, {} ballots", manifest.boxes.len(), manifest.boxes.iter().map(|head| head.ballots).sum::<u64>());
        if settings.config.is_some() {
            println!("  voix.toml");
        }
        println!("The keys of the votes are in it. Keep it, and the passphrase elsewhere; nobody who keeps it is a key holder.");
        Ok(())
    })
}

/// Makes a copy of an open database; where it is, and what it has.
pub async fn run(
    service: &Service,
    settings: &Settings,
    to: &Path,
    passphrase: &seal::Passphrase,
    work: u8,
) -> Result<(PathBuf, copies::Manifest)> {
    let data = settings.data.as_path();
    let to = if to.is_dir() { to.join(name(service.now())) } else { to.to_owned() };
    if to.exists() {
        bail!("{} is there already: nothing was changed", to.display());
    }
    let folder = scratch(data)?;
    let copy = folder.path().join("database");
    let (form, manifest) = copies::make(service, &copy).await.context("the database cannot be copied")?;
    let text =
        |path: &Path| std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()));
    let config = settings.config.as_deref().map(text).transpose()?;
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let contents = pack::Contents { program, form: form.into(), manifest, config };
    let beside = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // For its owner alone; it gets its name when it is whole and on the disk.
    let mut file = tempfile::NamedTempFile::new_in(beside)
        .with_context(|| format!("{} cannot be written in", beside.display()))?;
    seal::seal(passphrase, work, file.as_file_mut(), |sealed| pack::write(sealed, &contents, &copy))?;
    file.as_file().sync_all().context("the copy is not on the disk")?;
    let back = seal::open(passphrase, File::open(file.path())?, pack::skim)?;
    if back != contents {
        bail!("what was written cannot be read back as it was: there is no copy");
    }
    file.persist_noclobber(&to).with_context(|| format!("{} cannot be written", to.display()))?;
    File::open(beside).and_then(|folder| folder.sync_all()).context("the copy's name is not on the disk")?;
    note::write(data, service.now(), &to)?;
    Ok((to, contents.manifest))
}

/// A folder of this process alone, removed with the value; those of copies that were interrupted are removed.
pub fn scratch(data: &Path) -> Result<tempfile::TempDir> {
    for entry in std::fs::read_dir(data).with_context(|| format!("{} cannot be read", data.display()))?.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(BESIDE);
        let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|at| at.elapsed().ok());
        if ours && age.is_some_and(|age| age > FORGOTTEN) {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    tempfile::Builder::new().prefix(BESIDE).tempdir_in(data).context("the data folder cannot be written in")
}

/// A name that sorts by time.
fn name(now: i64) -> String {
    let at = DateTime::<Utc>::from_timestamp_micros(now).unwrap_or_default();
    format!("voix-{}.age", at.format("%Y%m%dT%H%M%SZ"))
}
