//! Encryption under a passphrase: the format of age, by its library.

use std::io::{Read, Write};
use std::iter::once;

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, scrypt};
use anyhow::{Context as _, Result, bail};

/// A passphrase, wiped after use and printed nowhere.
pub type Passphrase = SecretString;

/// How hard a passphrase is to try: scrypt with N = 2^18, as age itself chooses. About a second, and 256 MiB.
pub const WORK: u8 = 18;
/// A file that asks for more work than this is not one of ours.
const MOST_WORK: u8 = 20;

/// Encrypts what `write` writes.
pub fn seal<W: Write>(
    passphrase: &Passphrase,
    work: u8,
    to: W,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut recipient = scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(work);
    let encryptor = Encryptor::with_recipients(once(&recipient as &dyn age::Recipient))?;
    let mut sealed = encryptor.wrap_output(to)?;
    write(&mut sealed)?;
    sealed.finish()?.flush().context("the copy cannot be written")
}

/// Decrypts for `read`, which must read to the end: only then is it known to be whole.
pub fn open<T>(passphrase: &Passphrase, from: impl Read, read: impl FnOnce(&mut dyn Read) -> Result<T>) -> Result<T> {
    let decryptor = Decryptor::new(from).context("this is no encrypted copy")?;
    if !decryptor.is_scrypt() {
        bail!("this is encrypted for a key, not under a passphrase");
    }
    let mut identity = scrypt::Identity::new(passphrase.clone());
    identity.set_max_work_factor(MOST_WORK);
    let mut opened = decryptor
        .decrypt(once(&identity as &dyn age::Identity))
        .context("the passphrase is another, or the file was changed")?;
    let found = read(&mut opened)?;
    let rest = std::io::copy(&mut opened, &mut std::io::sink()).context("the copy ends too early, or was changed")?;
    if rest > LONGEST_PADDING {
        bail!("something follows the copy");
    }
    Ok(found)
}

/// A tar archive ends with zeros, up to a block of twenty records.
const LONGEST_PADDING: u64 = 20 * 512;

#[cfg(test)]
mod tests {
    use super::*;

    const LIGHT: u8 = 4;

    fn sealed(text: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        seal(&Passphrase::from("douze lettres"), LIGHT, &mut file, |to| Ok(to.write_all(text)?)).unwrap();
        file
    }

    fn opened(passphrase: &str, file: &[u8]) -> Result<Vec<u8>> {
        open(&Passphrase::from(passphrase), file, |from| {
            let mut text = Vec::new();
            from.read_to_end(&mut text)?;
            Ok(text)
        })
    }

    #[test]
    fn what_was_sealed_opens_with_its_passphrase_alone() {
        let file = sealed(b"the keys of the votes");
        assert_eq!(opened("douze lettres", &file).unwrap(), b"the keys of the votes");
        assert!(!file.windows(8).any(|window| window == b"the keys"));
        let error = format!("{:#}", opened("douze lettre", &file).unwrap_err());
        assert!(error.contains("the passphrase is another"), "{error}");
    }

    #[test]
    fn a_byte_more_less_or_other_is_noticed() {
        let file = sealed(&[7; 200_000]);
        for place in [0, 60, file.len() / 2, file.len() - 1] {
            let mut bent = file.clone();
            bent[place] ^= 1;
            assert!(opened("douze lettres", &bent).is_err(), "byte {place}");
        }
        for length in [0, 10, file.len() / 2, file.len() - 70_000, file.len() - 1] {
            assert!(opened("douze lettres", &file[..length]).is_err(), "cut at {length}");
        }
        assert!(opened("douze lettres", &[&file[..], b"x"].concat()).is_err());
    }

    #[test]
    fn a_file_that_asks_for_endless_work_is_refused() {
        let file = sealed(b"x");
        let text = String::from_utf8_lossy(&file[..120]).into_owned();
        let line = text.lines().nth(1).unwrap();
        assert!(line.starts_with("-> scrypt ") && line.ends_with(" 4"), "{line}");
        let header = text.replacen(line, &format!("{} 30", line.strip_suffix(" 4").unwrap()), 1);
        let bent = [header.as_bytes(), &file[120..]].concat();
        assert!(opened("douze lettres", &bent).is_err());
    }
}
