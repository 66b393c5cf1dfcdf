//! The demo's folder: its database, and the recovery phrases of the members nobody plays.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use service::demo::{DemoKeys, Seed};
use service::{Clock, Service};

use crate::config::Settings;
use crate::machine::SystemClock;

/// In how many days the assembly to come meets.
const DAYS_AHEAD: u16 = 8;

/// Where the phrases of the background members are.
pub fn keys_file(folder: &Path) -> PathBuf {
    folder.join("demo-keys.json")
}

/// What the demo is made of: its usual assembly, the constitutive one, one to come, or the words of a file.
pub fn seed(options: &Settings) -> Result<Seed> {
    let mut seed = match &options.demo_seed {
        Some(path) => read(path)?,
        None if options.demo_constitutive => Seed::constitutive(),
        None if options.demo_ahead => Seed { ahead: Some(DAYS_AHEAD), ..Seed::default() },
        None => Seed::default(),
    };
    seed.key_holders = options.demo_key_holders.unwrap_or(seed.key_holders);
    Ok(seed)
}

/// The clock of a demo that is looked at on another day.
pub struct Later {
    /// How many days later than today.
    pub days: u16,
}

impl Clock for Later {
    fn now(&self) -> i64 {
        SystemClock.now() + i64::from(self.days) * 24 * 3600 * 1_000_000
    }
}

/// Loads the demo cooperative unless the database has one already; of another size, if one is given.
pub async fn load(service: &Service, folder: &Path, mut seed: Seed, members: Option<u32>) -> Result<()> {
    match service::views::cooperative(service).await {
        Ok(_) => return Ok(()),
        Err(service::Error::Refused(domain::Refusal::NotFound)) => {}
        Err(error) => return Err(error.into()),
    }
    tracing::info!("loading the demo cooperative");
    seed.members = members.unwrap_or(seed.members);
    let keys = match service::demo::load_seed(service, &seed).await {
        Err(service::Error::Refused(refusal)) => bail!("the demo cannot have these words: {refusal}"),
        outcome => outcome?,
    };
    let text = serde_json::to_string_pretty(&keys)?;
    std::fs::write(keys_file(folder), text).context("the demo's keys could not be written")?;
    Ok(())
}

fn read(path: &Path) -> Result<Seed> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no seed of a demo", path.display()))
}

/// Reads the phrases back.
pub fn keys(folder: &Path) -> Result<DemoKeys> {
    let path = keys_file(folder);
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} is missing: start the demo first, with `cargo xtask run`", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}
