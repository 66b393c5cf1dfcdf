//! From a database in use to an encrypted file, and back into an empty place.

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use service::copies::{self, Evidence};
use store::testing::{Place, postgres_address};

use super::*;
use crate::backup::seal::Passphrase;
use crate::backup::{self, note, pack, seal};
use crate::restore::{self, Outcome};

/// Little work to try a passphrase: these copies hold nothing.
const LIGHT: u8 = 4;

/// An installation with the demo in it, and room for another beside.
struct Machine {
    service: Service,
    /// The data folder, and one that is not there yet.
    data: PathBuf,
    other: PathBuf,
    empty: String,
    folder: tempfile::TempDir,
    places: Vec<Place>,
}

impl Machine {
    async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| format!("sqlite:{}", folder.path().join(name).join("voix.sqlite").display());
        let (full, empty) = (place("data"), place("other"));
        std::fs::create_dir(folder.path().join("data")).unwrap();
        Self::set(&full, empty, folder).await
    }

    async fn on_postgres() -> Option<Self> {
        let server = postgres_address()?;
        let (full, empty) = (Place::postgres(&server).await.unwrap(), Place::postgres(&server).await.unwrap());
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let mut machine = Self::set(&full.url().unwrap(), empty.url().unwrap(), folder).await;
        machine.places = vec![full, empty];
        Some(machine)
    }

    async fn set(full: &str, empty: String, folder: tempfile::TempDir) -> Self {
        let service = Service::open(full, Arc::new(SystemClock), Arc::new(SystemRandomness)).await.unwrap();
        service::demo::load_seed(&service, &Seed { members: 20, ..Seed::default() }).await.unwrap();
        std::fs::write(folder.path().join("voix.toml"), "limits = 3\n").unwrap();
        let (data, other) = (folder.path().join("data"), folder.path().join("other"));
        Self { service, data, other, empty, folder, places: Vec::new() }
    }

    async fn back_up(&self, to: &Path) -> anyhow::Result<(PathBuf, copies::Manifest)> {
        let options = crate::config::Options::of(Some(self.config()), None, Some(self.data.clone()));
        backup::run(&self.service, &options.resolve()?, to, &passphrase(), LIGHT).await
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("voix.toml")
    }

    async fn restore(&self, from: &Path, passphrase: &str) -> anyhow::Result<Outcome> {
        let passphrase = Passphrase::from(passphrase);
        restore::run(&self.empty, &self.other, from, &passphrase, &Evidence::default(), false).await
    }

    fn leftovers(&self) -> Vec<String> {
        let names = |folder: &Path| -> Vec<String> {
            std::fs::read_dir(folder)
                .map(|entries| entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
                .unwrap_or_default()
        };
        let mut found = [names(&self.data), names(&self.other)].concat();
        found.retain(|name| name.starts_with('.') || name.ends_with(".returning"));
        found
    }
}

fn passphrase() -> Passphrase {
    Passphrase::from("cinq mots au hasard")
}

async fn there_and_back(machine: Machine) {
    let file = machine.folder.path().join("copy.age");
    let before = machine.service.now();
    let (written, manifest) = machine.back_up(&file).await.unwrap();
    assert_eq!(written, file);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let note = note::read(&machine.data).unwrap().expect("a note");
    assert!(note.at >= before && note.file == file);
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"), "anybody's age opens it");
    let name = service::views::cooperative(&machine.service).await.unwrap().name;
    assert!(!bytes.windows(name.len()).any(|window| window == name.as_bytes()));
    assert_eq!(machine.leftovers(), [""; 0], "nothing lies about in the clear");
    let skimmed = seal::open(&passphrase(), File::open(&file).unwrap(), pack::skim).unwrap();
    assert_eq!(skimmed.config.as_deref(), Some("limits = 3\n"), "the settings go with it");

    let wrong = machine.restore(&file, "cinq autres mots").await.err().unwrap();
    assert!(format!("{wrong:#}").contains("the passphrase is another"), "{wrong:#}");
    let Outcome::Restored(stopped) = machine.restore(&file, "cinq mots au hasard").await.unwrap() else {
        panic!("nothing is missing")
    };
    assert_eq!(stopped.assemblies.len(), 1);
    let again = Service::attach(&machine.empty, Arc::new(SystemClock), Arc::new(SystemRandomness)).await.unwrap();
    assert_eq!(copies::manifest_of(&again, manifest.made_at).await.unwrap(), manifest);
    assert_eq!(service::views::cooperative(&again).await.unwrap().name, name);
    again.close().await;
    let taken = machine.restore(&file, "cinq mots au hasard").await.err().unwrap();
    assert!(format!("{taken:#}").contains("is not empty: it stays as it is"), "{taken:#}");
    assert_eq!(machine.leftovers(), [""; 0]);
    machine.service.close().await;
    for place in machine.places {
        place.remove().await.unwrap();
    }
}

#[tokio::test]
async fn a_copy_becomes_a_database_again_on_sqlite() {
    there_and_back(Machine::on_sqlite().await).await;
}

#[tokio::test]
async fn a_copy_becomes_a_database_again_on_postgresql() {
    if let Some(machine) = Machine::on_postgres().await {
        there_and_back(machine).await;
    }
}

#[tokio::test]
async fn a_copy_never_replaces_a_file_and_one_that_fails_leaves_none() {
    let machine = Machine::on_sqlite().await;
    let copies = machine.folder.path().join("copies");
    std::fs::create_dir(&copies).unwrap();
    let (first, _) = machine.back_up(&copies).await.unwrap();
    let name = first.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with("voix-2") && name.ends_with("Z.age"), "{name}");
    let refused = machine.back_up(&first).await.err().unwrap();
    assert!(format!("{refused:#}").contains("is there already: nothing was changed"), "{refused:#}");
    let nowhere = machine.back_up(&machine.folder.path().join("nowhere/copy.age")).await.err().unwrap();
    assert!(format!("{nowhere:#}").contains("cannot be written in"), "{nowhere:#}");
    machine.service.close().await;
    assert!(machine.back_up(&copies.join("closed.age")).await.is_err());
    assert_eq!(std::fs::read_dir(&copies).unwrap().count(), 1);
    assert_eq!(note::read(&machine.data).unwrap().expect("a note").file, first);
    assert_eq!(machine.leftovers(), [""; 0]);
}

#[tokio::test]
async fn a_copy_that_was_damaged_fills_no_place() {
    let machine = Machine::on_sqlite().await;
    let file = machine.folder.path().join("copy.age");
    machine.back_up(&file).await.unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    assert!(machine.restore(&file, "cinq mots au hasard").await.is_err());
    assert!(!machine.other.join("voix.sqlite").exists());
    assert_eq!(machine.leftovers(), [""; 0]);
    machine.service.close().await;
}
