//! What is in a copy: a tar archive of a manifest, the database and the configuration.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use service::copies::{self, Manifest};

const MANIFEST: &str = "manifest.json";
const CONFIG: &str = "voix.toml";
/// A manifest has a few hundred bytes for each assembly and vote.
const LARGEST_MANIFEST: u64 = 16 << 20;
/// A configuration has a few lines.
const LARGEST_CONFIG: u64 = 1 << 20;

/// The manifest as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Version of the program that made the copy.
    pub program: String,
    /// Of which kind of database.
    pub form: Form,
    /// What it has.
    pub manifest: Manifest,
    /// The configuration of the installation, a member of its own; it may hold passwords.
    #[serde(skip)]
    pub config: Option<String>,
}

/// Kinds of database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Form {
    /// A file, as SQLite has it.
    Sqlite,
    /// The custom format of `pg_dump`.
    Postgres {
        /// The schema that was copied.
        schema: String,
    },
}

impl Form {
    fn file(&self) -> &'static str {
        match self {
            Self::Sqlite => "voix.sqlite",
            Self::Postgres { .. } => "voix.pgdump",
        }
    }
}

impl From<copies::Form> for Form {
    fn from(form: copies::Form) -> Self {
        match form {
            copies::Form::Sqlite => Self::Sqlite,
            copies::Form::Postgres { schema } => Self::Postgres { schema },
        }
    }
}

impl From<Form> for copies::Form {
    fn from(form: Form) -> Self {
        match form {
            Form::Sqlite => Self::Sqlite,
            Form::Postgres { schema } => Self::Postgres { schema },
        }
    }
}

/// Writes the members, the manifest first.
pub fn write(to: &mut dyn Write, contents: &Contents, database: &Path) -> Result<()> {
    let mut tar = tar::Builder::new(to);
    let text = serde_json::to_vec_pretty(contents)?;
    let mut header = tar::Header::new_gnu();
    header.set_mode(0o600);
    header.set_size(text.len() as u64);
    header.set_mtime(u64::try_from(contents.manifest.made_at / 1_000_000).unwrap_or(0));
    let (mut of_database, mut of_config) = (header.clone(), header.clone());
    tar.append_data(&mut header, MANIFEST, text.as_slice())?;
    let file = File::open(database).with_context(|| format!("{} cannot be read", database.display()))?;
    of_database.set_size(file.metadata()?.len());
    tar.append_data(&mut of_database, contents.form.file(), file)?;
    if let Some(config) = &contents.config {
        of_config.set_size(config.len() as u64);
        tar.append_data(&mut of_config, CONFIG, config.as_bytes())?;
    }
    Ok(tar.into_inner()?.flush()?)
}

/// Reads a copy to its end and keeps all but the database.
pub fn skim(from: &mut dyn Read) -> Result<Contents> {
    read(from, |database| {
        std::io::copy(database, &mut std::io::sink())?;
        Ok(())
    })
}

/// Reads a copy; the database goes into a file that is not there yet.
pub fn unpack(from: &mut dyn Read, into: &Path) -> Result<Contents> {
    read(from, |database| {
        let mut file = File::create_new(into).with_context(|| format!("{} cannot be written", into.display()))?;
        std::io::copy(database, &mut file).context("the copy cannot be read to its end")?;
        Ok(file.sync_all()?)
    })
}

fn read(from: &mut dyn Read, database: impl FnOnce(&mut dyn Read) -> Result<()>) -> Result<Contents> {
    let mut archive = tar::Archive::new(from);
    let mut members = archive.entries().context("this is no copy of ours")?;
    let mut member = |expected: &str| -> Result<_> {
        let Some(found) = members.next() else { return Ok(None) };
        let found = found.context("this is no copy of ours")?;
        let plain = found.header().entry_type().is_file() && &*found.path_bytes() == expected.as_bytes();
        if plain { Ok(Some(found)) } else { bail!("this is no copy of ours: it has no {expected}") }
    };
    let early = "the copy ends too early";
    let text = of_member(member(MANIFEST)?.context(early)?, LARGEST_MANIFEST)?;
    let mut contents: Contents = serde_json::from_str(&text).context("the manifest is of another version")?;
    database(&mut member(contents.form.file())?.context(early)?)?;
    contents.config = member(CONFIG)?.map(|config| of_member(config, LARGEST_CONFIG)).transpose()?;
    if members.next().is_some() {
        bail!("this is no copy of ours: it has more than three members");
    }
    Ok(contents)
}

fn of_member(member: impl Read, largest: u64) -> Result<String> {
    let mut text = String::new();
    member.take(largest).read_to_string(&mut text).context("the copy cannot be read")?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(form: Form) -> Contents {
        let manifest =
            Manifest { version: 1, schema: 9, made_at: 5_000_000, cooperative: None, records: vec![], boxes: vec![] };
        Contents { program: "0.1.0".to_owned(), form, manifest, config: None }
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        let folder = tempfile::tempdir().unwrap();
        let (database, back) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&database, [1, 2, 3]).unwrap();
        for form in [Form::Sqlite, Form::Postgres { schema: "public".to_owned() }] {
            let mut packed = Vec::new();
            write(&mut packed, &contents(form.clone()), &database).unwrap();
            assert_eq!(skim(&mut packed.as_slice()).unwrap(), contents(form.clone()));
            assert_eq!(unpack(&mut packed.as_slice(), &back).unwrap(), contents(form));
            assert_eq!(std::fs::read(&back).unwrap(), [1, 2, 3]);
            assert!(unpack(&mut packed.as_slice(), &back).is_err(), "nothing is replaced");
            std::fs::remove_file(&back).unwrap();
            assert!(skim(&mut &packed[..600]).is_err(), "cut short");
        }
    }

    #[test]
    fn a_configuration_is_a_member_of_its_own_and_stands_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a");
        std::fs::write(&database, [1, 2, 3]).unwrap();
        let written = Contents { config: Some("smtp = \"smtps://u:secret@h\"\n".to_owned()), ..contents(Form::Sqlite) };
        let mut packed = Vec::new();
        write(&mut packed, &written, &database).unwrap();
        assert_eq!(skim(&mut packed.as_slice()).unwrap(), written);
        assert_eq!(packed.windows(6).filter(|window| window == b"secret").count(), 1);
        let mut archive = tar::Archive::new(packed.as_slice());
        let names = archive.entries().unwrap().map(|entry| entry.unwrap().path().unwrap().display().to_string());
        assert_eq!(names.collect::<Vec<_>>(), ["manifest.json", "voix.sqlite", "voix.toml"]);
    }

    #[test]
    fn an_archive_of_something_else_is_refused() {
        let mut other = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(2);
        header.set_mode(0o644);
        other.append_data(&mut header, "letter.txt", &b"{}"[..]).unwrap();
        let other = other.into_inner().unwrap();
        assert!(format!("{:#}", skim(&mut other.as_slice()).unwrap_err()).contains("no manifest.json"));
        assert!(skim(&mut &b"not even tar"[..]).is_err());
    }
}
