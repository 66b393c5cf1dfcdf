//! The demo's folder: its database, and the recovery phrases of the members nobody plays.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use service::Service;
use service::demo::DemoKeys;

/// Where the phrases of the background members are.
pub fn keys_file(folder: &Path) -> PathBuf {
    folder.join("demo-keys.json")
}

/// Loads the demo cooperative, of so many members, unless the database has one already.
pub async fn load(service: &Service, folder: &Path, members: u32) -> Result<()> {
    match service::views::cooperative(service).await {
        Ok(_) => return Ok(()),
        Err(service::Error::Refused(domain::Refusal::NotFound)) => {}
        Err(error) => return Err(error.into()),
    }
    tracing::info!("loading the demo cooperative");
    let keys = service::demo::load_with(service, members).await?;
    let text = serde_json::to_string_pretty(&keys)?;
    std::fs::write(keys_file(folder), text).context("the demo's keys could not be written")?;
    Ok(())
}

/// Reads the phrases back.
pub fn keys(folder: &Path) -> Result<DemoKeys> {
    let path = keys_file(folder);
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} is missing: start the demo first, with `cargo xtask run`", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}
