//! Where a passphrase comes from: a file, the environment, or whoever sits at the terminal. Never the command line, which
//! everybody on the machine can read.

use std::io::IsTerminal as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::seal::Passphrase;

/// Fewer letters are guessed, scrypt or not.
const FEWEST: usize = 12;
const VARIABLE: &str = "VOIX_BACKUP_PASSPHRASE";

/// Options that name a passphrase.
#[derive(Clone, Default, clap::Args)]
#[group(id = "passphrase")]
pub struct Options {
    /// File whose first line is the passphrase. Without one, the environment variable `VOIX_BACKUP_PASSPHRASE`; without
    /// that, it is asked for.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// What it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A new copy: typed twice, and long enough.
    Encrypt,
    /// A copy there is.
    Decrypt,
}

impl Options {
    /// The passphrase.
    pub fn get(&self, what: Use) -> Result<Passphrase> {
        let found = match &self.passphrase_file {
            Some(path) => of_file(path)?,
            None => match std::env::var(VARIABLE) {
                Ok(found) => found,
                Err(_) => asked(what)?,
            },
        };
        long_enough(&found, what)?;
        Ok(Passphrase::from(found))
    }
}

fn of_file(path: &Path) -> Result<String> {
    let cannot = || format!("{} cannot be read", path.display());
    if std::fs::metadata(path).with_context(cannot)?.permissions().mode() & 0o007 != 0 {
        bail!("{} can be read by everybody on this machine: chmod 600", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(cannot)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn asked(what: Use) -> Result<String> {
    if !std::io::stdin().is_terminal() {
        bail!("there is no passphrase, and nobody to ask: --passphrase-file FILE, or {VARIABLE} in the environment");
    }
    let typed = rpassword::prompt_password("Passphrase of the copy: ")?;
    if what == Use::Encrypt && typed != rpassword::prompt_password("The same again: ")? {
        bail!("that is not the same: nothing was done");
    }
    Ok(typed)
}

fn long_enough(passphrase: &str, what: Use) -> Result<()> {
    if what == Use::Encrypt && passphrase.chars().count() < FEWEST {
        bail!("a passphrase of fewer than {FEWEST} letters is guessed: take five words at random");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_has_twelve_letters_when_it_is_chosen() {
        assert!(long_enough("onze lettre", Use::Encrypt).is_err());
        assert!(long_enough("élève lettré", Use::Encrypt).is_ok(), "letters are counted, not bytes");
        assert!(long_enough("court", Use::Decrypt).is_ok(), "what was chosen elsewhere opens");
    }

    #[test]
    fn a_file_gives_its_first_line_and_is_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        std::fs::write(&path, "cinq mots tout à fait au hasard \nune autre ligne\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        mode(0o644);
        assert!(of_file(&path).unwrap_err().to_string().contains("chmod 600"));
        for ours in [0o600, 0o400, 0o640] {
            mode(ours);
            assert_eq!(of_file(&path).unwrap(), "cinq mots tout à fait au hasard ", "spaces are letters");
        }
        assert!(of_file(&folder.path().join("none")).is_err());
    }
}
