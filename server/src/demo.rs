//! The demo's folder: its database, and the recovery phrases of the members nobody plays.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use service::Service;
use service::demo::{DemoKeys, Seed};

/// Where the phrases of the background members are.
pub fn keys_file(folder: &Path) -> PathBuf {
    folder.join("demo-keys.json")
}

/// What the demo is made of: its usual assembly, the constitutive one, or the words of a file.
pub fn seed(constitutive: bool, file: Option<&Path>) -> Result<Seed> {
    match file {
        Some(path) => read(path),
        None if constitutive => Ok(Seed::constitutive()),
        None => Ok(Seed::default()),
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
