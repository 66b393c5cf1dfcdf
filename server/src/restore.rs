//! `voix restore`: a copy becomes a database again, in an empty place.
//!
//! The record of an assembly that grew after the copy was made cannot go on from the copy: what is then signed would
//! contradict what was signed before. So whoever has a newer checkpoint, or a receipt, is asked for it; what the copy
//! lacks is named; and no assembly that was not over goes on before somebody says so (`voix admin resume-after-restore`).

use std::fs::File;
use std::os::unix::fs::DirBuilderExt as _;
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
use crate::place::Place;

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
    let settings = options.place.settings()?;
    let evidence = options.shown.read()?;
    let passphrase = options.passphrase.get(passphrase::Use::Decrypt)?;
    let work = run(&settings.database_url, &settings.data, &options.from, &passphrase, &evidence, options.despite);
    match tokio::runtime::Runtime::new()?.block_on(work)? {
        Outcome::Refused(losses) => {
            losses.iter().for_each(|loss| println!("{loss}"));
            bail!(
                "the copy lacks what others can show: nothing was brought back. A newer copy may have it; with --despite \
                 this one is brought back, and the assemblies above never go on"
            );
        }
        Outcome::Restored(stopped) => say(&stopped),
    }
    Ok(())
}

fn say(stopped: &Stopped) {
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
                "Assembly {assembly} stands still. Ask members and observers for receipts and checkpoints, then: \
                 voix admin resume-after-restore --assembly {assembly}"
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
