//! Which installation a command is about, and whose it is.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
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
    /// The settings of the installation, for a command that may write in it.
    pub fn settings(&self) -> Result<Settings> {
        let settings = self.options().resolve()?;
        ours(&settings)?;
        Ok(settings)
    }

    /// The same as options of `serve`.
    pub fn options(&self) -> config::Options {
        let Self { config, database_url, data } = self.clone();
        config::Options::of(config, database_url, data)
    }

    /// The file with settings, if one is named.
    pub fn config(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// How these options are typed again; an address of a database may hold a password and is not repeated.
    pub fn typed(&self) -> String {
        let file = |flag: &str, path: &Option<PathBuf>| {
            path.as_ref().map(|path| format!(" --{flag} {}", quoted(path))).unwrap_or_default()
        };
        let database = if self.database_url.is_some() { " --database-url …" } else { "" };
        format!("{}{}{database}", file("config", &self.config), file("data", &self.data))
    }
}

/// A path as a shell takes it.
pub fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// How this program is called again by whoever called it: by `sudo`, if it was called so.
pub fn called() -> String {
    let me = rustix::process::geteuid().as_raw();
    calling(me, std::env::var_os("SUDO_USER").is_some(), name_of)
}

fn calling(me: u32, by_sudo: bool, name: impl FnOnce(u32) -> String) -> String {
    if me == 0 || !by_sudo { "voix".to_owned() } else { format!("sudo -u {} voix", name(me)) }
}

/// Refuses to touch, as root, an installation of somebody else: the server could not read what root leaves there.
pub fn ours(settings: &Settings) -> Result<()> {
    owned(settings.config.as_deref().into_iter().chain([settings.data.as_path()]))
}

/// The same of paths that are there, or will be in the nearest folder that is.
pub fn owned<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<()> {
    let owners = paths.into_iter().filter_map(owner);
    if let Some(other) = foreign(rustix::process::geteuid().as_raw(), owners) {
        let name = name_of(other);
        bail!(
            "this installation belongs to the user {name}, who could not read what root leaves there: type \
             sudo -u {name} voix …"
        );
    }
    Ok(())
}

fn owner(path: &Path) -> Option<u32> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find_map(|path| std::fs::metadata(path).ok()).map(|found| found.uid())
}

/// The first owner whose files root should leave alone. Anybody else is stopped by the rights of the files themselves.
fn foreign(me: u32, owners: impl IntoIterator<Item = u32>) -> Option<u32> {
    owners.into_iter().find(|owner| me == 0 && *owner != 0)
}

/// The name of a user, or its number if this machine has no name for it.
fn name_of(user: u32) -> String {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    named(&users, user).unwrap_or_else(|| format!("#{user}"))
}

fn named(users: &str, user: u32) -> Option<String> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, number) = (fields.next()?, fields.nth(1)?);
        (number.parse() == Ok(user)).then(|| name.to_owned())
    })
}

/// Opens the database of an installation as it is.
pub async fn attach(settings: &Settings) -> Result<Service> {
    Service::attach(&settings.database_url, Arc::new(SystemClock), Arc::new(SystemRandomness))
        .await
        .context("the database cannot be opened")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_leaves_alone_what_belongs_to_another_user() {
        assert_eq!(foreign(0, [0, 0]), None);
        assert_eq!(foreign(0, [0, 997]), Some(997));
        assert_eq!(foreign(997, [997, 997]), None);
        assert_eq!(foreign(1000, [997]), None, "the rights of the file say it");
    }

    #[test]
    fn what_is_not_there_yet_belongs_to_whoever_owns_the_folder_it_will_be_in() {
        let folder = tempfile::tempdir().unwrap();
        let mine = std::fs::metadata(folder.path()).unwrap().uid();
        assert_eq!(owner(&folder.path().join("data/further")), Some(mine));
    }

    #[test]
    fn whoever_called_by_sudo_is_told_to_do_so_again() {
        let called = |me, by_sudo| calling(me, by_sudo, |_| "voix".to_owned());
        assert_eq!(called(997, true), "sudo -u voix voix");
        assert_eq!((called(997, false), called(0, true)), ("voix".to_owned(), "voix".to_owned()));
    }

    #[test]
    fn users_have_names() {
        let users = "root:x:0:0:root:/root:/bin/sh\nvoix:x:997:997::/var/lib/voix:/usr/sbin/nologin\n";
        assert_eq!(named(users, 997).as_deref(), Some("voix"));
        assert_eq!(named(users, 1), None);
    }

    #[test]
    fn options_are_typed_again_but_no_password() {
        let place = Place {
            config: Some("/srv/l’essai/voix.toml".into()),
            database_url: Some("postgres://voix:secret@host/voix".to_owned()),
            data: Some("/srv/data".into()),
        };
        assert_eq!(place.typed(), " --config '/srv/l’essai/voix.toml' --data /srv/data --database-url …");
        assert_eq!(Place::default().typed(), "");
        assert_eq!(quoted(Path::new("it's")), r"'it'\''s'");
    }
}
