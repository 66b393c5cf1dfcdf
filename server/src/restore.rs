//! `voix restore`: a copy becomes a database again, in an empty place.
//!
//! The record of an assembly that grew after the copy was made cannot go on from the copy: what is then signed would
//! contradict what was signed before. So whoever has a newer checkpoint, or a receipt, is asked for it; what the copy
//! lacks is named; and no assembly that was not over goes on before somebody says so (`voix admin resume-after-restore`).

use std::fmt::Display;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use domain::standstill::Reason;
use protocol::checkpoint;
use protocol::receipt::Receipt;
use service::Service;
use service::copies::{self, Evidence, Loss, Stopped};

use crate::backup::{pack, passphrase, scratch, seal};
use crate::machine::{SystemClock, SystemRandomness};
use crate::place::{self, Place};

/// Options of `restore`.
#[derive(Clone, Default, clap::Args)]
#[group(id = "restore")]
pub struct Options {
    #[command(flatten)]
    place: Place,
    /// The copy.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::Options,
    #[command(flatten)]
    shown: Shown,
    /// Brings the copy back although it lacks something that was signed: the assemblies concerned never go on.
    #[arg(long)]
    despite: bool,
}

/// What others hold.
#[derive(Clone, Default, clap::Args)]
pub struct Shown {
    /// Signed checkpoints of the record, as observers keep them (`/api/v1/assemblies/…/checkpoint`).
    #[arg(long, value_name = "FILE", num_args = 1..)]
    checkpoint: Vec<PathBuf>,
    /// Receipts as members hold them: JSON, one, a list, or one on each line.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    receipts: Vec<PathBuf>,
}

impl Shown {
    /// How these options are typed again; what nobody has shown yet stands in capitals.
    fn typed(&self) -> String {
        let files = |flag: &str, files: &[PathBuf], none: &str| {
            let names: Vec<String> = files.iter().map(|file| place::quoted(file)).collect();
            format!(" --{flag} {}", if names.is_empty() { none.to_owned() } else { names.join(" ") })
        };
        files("checkpoint", &self.checkpoint, "CHECKPOINT") + &files("receipts", &self.receipts, "RECEIPT")
    }

    /// Reads it all.
    pub fn read(&self) -> Result<Evidence> {
        let text = |path: &PathBuf| {
            std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
        };
        let mut evidence = Evidence::default();
        for path in &self.checkpoint {
            let parsed = checkpoint::parse(&text(path)?);
            evidence.checkpoints.push(parsed.with_context(|| format!("{} is no signed checkpoint", path.display()))?);
        }
        for path in &self.receipts {
            evidence.receipts.extend(receipts(&text(path)?).with_context(|| format!("{}", path.display()))?);
        }
        Ok(evidence)
    }
}

/// One receipt, a list of them, or one after the other.
fn receipts(text: &str) -> Result<Vec<Receipt>> {
    if let Ok(list) = serde_json::from_str::<Vec<Receipt>>(text) {
        return Ok(list);
    }
    let each = serde_json::Deserializer::from_str(text).into_iter::<Receipt>();
    each.collect::<Result<_, _>>().context("these are no receipts")
}

/// What came of it.
pub enum Outcome {
    /// The place has the database.
    Restored(Stopped),
    /// The place is as empty as before: the copy lacks this.
    Refused(Vec<Loss>),
}

/// Decrypts, fills the place, compares, and says what does not go on.
pub fn restore(options: &Options) -> Result<()> {
    let missing = options.place.config().filter(|config| !config.exists());
    place::owned(missing)?;
    if missing.is_none() {
        // What is wrong with the settings is said before anything is asked.
        options.place.settings()?;
    }
    let evidence = options.shown.read()?;
    let passphrase = options.passphrase.get(passphrase::Use::Decrypt)?;
    if let Some(config) = missing {
        write_config(config, &options.from, &passphrase)?;
    }
    let outcome = fill(options, &evidence, &passphrase);
    if let Some(config) = missing {
        match &outcome {
            Ok(Outcome::Restored(_)) => {
                println!("{} is the copy's: look whether it suits this machine.", config.display())
            }
            _ => std::fs::remove_file(config)?,
        }
    }
    match outcome? {
        Outcome::Refused(losses) => {
            losses.iter().for_each(|loss| println!("{loss}"));
            bail!(
                "the copy lacks what others can show: nothing was brought back. A newer copy may have it; with --despite \
                 this one is brought back, and the assemblies above never go on"
            );
        }
        Outcome::Restored(stopped) => say(&stopped, &options.place, &options.shown),
    }
    Ok(())
}

/// Writes the configuration that is in a copy where there is none.
fn write_config(config: &Path, from: &Path, passphrase: &seal::Passphrase) -> Result<()> {
    let sealed = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let Some(text) = seal::open(passphrase, sealed, pack::skim)?.config else {
        bail!("{} is not there, and the copy has none: name the data folder with --data", config.display());
    };
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(config);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.with_context(|| format!("{} cannot be written", config.display()))
}

fn fill(options: &Options, evidence: &Evidence, passphrase: &seal::Passphrase) -> Result<Outcome> {
    let settings = options.place.settings()?;
    let work = run(&settings.database_url, &settings.data, &options.from, passphrase, evidence, options.despite);
    tokio::runtime::Runtime::new()?.block_on(work)
}

/// The command that lets an assembly go on, as it is typed here.
pub fn resuming(place: &Place, assembly: impl Display, shown: &Shown) -> String {
    let voix = place::called();
    format!("{voix} admin resume-after-restore{} --assembly {assembly}{}", place.typed(), shown.typed())
}

fn say(stopped: &Stopped, place: &Place, shown: &Shown) {
    println!("The copy is brought back, and it is what was copied. Everybody has to sign in again.");
    if stopped.doubtful > 0 {
        println!("{} messages waited in the copy and may have been sent since: they are in doubt.", stopped.doubtful);
    }
    for (assembly, reason) in &stopped.assemblies {
        match reason {
            Reason::Lost => {
                println!("Assembly {assembly} lost something that was signed: it has to be convened again.")
            }
            Reason::Unproven => println!(
                "Assembly {assembly} stands still. Ask members and observers for receipts and checkpoints, then:\n  {}",
                resuming(place, assembly, shown)
            ),
        }
    }
}

/// Brings a copy back into an empty place.
pub async fn run(
    url: &str,
    data: &Path,
    from: &Path,
    passphrase: &seal::Passphrase,
    evidence: &Evidence,
    despite: bool,
) -> Result<Outcome> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .with_context(|| format!("{} cannot be made", data.display()))?;
    let folder = scratch(data)?;
    let unpacked = folder.path().join("database");
    let sealed = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let contents = seal::open(passphrase, sealed, |opened| pack::unpack(opened, &unpacked))?;
    let returning = copies::bring_back(url, &unpacked, &contents.form.into()).await?;
    let outcome = compare(returning.url(), &contents.manifest, evidence, despite).await;
    match outcome {
        Ok(Outcome::Restored(stopped)) => {
            returning.accept()?;
            Ok(Outcome::Restored(stopped))
        }
        other => {
            returning.discard().await.context("what was half brought back could not be removed")?;
            other
        }
    }
}

/// Looks at what was brought back before anybody uses it.
async fn compare(url: &str, expected: &copies::Manifest, evidence: &Evidence, despite: bool) -> Result<Outcome> {
    let service = Service::open(url, Arc::new(SystemClock), Arc::new(SystemRandomness)).await?;
    let outcome = async {
        let mut found = copies::manifest_of(&service, expected.made_at).await?;
        // A copy of an older program has been brought up to date by now.
        found.schema = found.schema.min(expected.schema);
        let differences = expected.differences(&found);
        if !differences.is_empty() {
            bail!("what was brought back is not what was copied: {}", differences.join("; "));
        }
        let losses = copies::losses(&service, evidence).await;
        let losses = losses.context("something shown was not signed by this cooperative: nothing follows from it")?;
        if !losses.is_empty() && !despite {
            return Ok(Outcome::Refused(losses));
        }
        Ok(Outcome::Restored(copies::stop(&service, &losses).await?))
    }
    .await;
    service.close().await;
    outcome
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[test]
    fn the_command_that_follows_has_the_options_of_the_one_before() {
        let typed =
            ["voix", "restore", "--config", "/srv/voix.toml", "--from", "a.age", "--receipts", "1.json", "2.json"];
        let crate::Command::Restore(options) = crate::Cli::try_parse_from(typed).unwrap().command else { panic!() };
        let id = uuid::Uuid::nil();
        let next = resuming(&options.place, id, &options.shown);
        let expected = format!(
            "admin resume-after-restore --config /srv/voix.toml --assembly {id} --checkpoint CHECKPOINT --receipts \
             1.json 2.json"
        );
        assert!(next.ends_with(&expected), "{next}");
        let words = next.split_whitespace().skip_while(|word| *word != "admin");
        assert!(crate::Cli::try_parse_from(std::iter::once("voix").chain(words)).is_ok(), "{next}");
    }
}
