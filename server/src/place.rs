//! Which installation a command is about.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use service::Service;

use crate::config::{self, Settings};
use crate::machine::{SystemClock, SystemRandomness};

/// Options that name an installation: the same as those of `serve`.
#[derive(Clone, Default, clap::Args)]
pub struct Place {
    /// File with settings, as `voix init` writes it. What stands on the command line counts more.
    #[arg(long, env = "VOIX_CONFIG")]
    config: Option<PathBuf>,
    /// Database: `sqlite:PATH` or `postgres://…`. By default `voix.sqlite` in the data folder. An address with a password
    /// is better kept in the file.
    #[arg(long, env = "VOIX_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Folder for the database and what belongs to it. By default `var`.
    #[arg(long, env = "VOIX_DATA")]
    data: Option<PathBuf>,
}

impl Place {
    /// The settings of the installation.
    pub fn settings(&self) -> Result<Settings> {
        self.options().resolve()
    }

    /// The same as options of `serve`.
    pub fn options(&self) -> config::Options {
        let Self { config, database_url, data } = self.clone();
        config::Options::of(config, database_url, data)
    }
}

/// Opens the database of an installation as it is.
pub async fn attach(settings: &Settings) -> Result<Service> {
    Service::attach(&settings.database_url, Arc::new(SystemClock), Arc::new(SystemRandomness))
        .await
        .context("the database cannot be opened")
}
