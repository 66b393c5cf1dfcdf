//! The command as an observer uses it, and the verifier we did not write on the same files.

mod assembly;
mod files;
mod junk;
mod mixed;
mod peer;
mod record;
mod register;
mod spoilt;
mod vectors;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use verifier::simulate::{Plan, Simulated};
use verifier::threads::Threads;

/// A folder with the files of one election, as `simulate` writes them.
struct Folder {
    folder: TempDir,
    uuid: String,
}

impl Folder {
    /// Simulated by the command itself.
    fn simulated(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().to_str().expect("a plain path");
        let output = verify(&[&["simulate", "--out", out], args].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let uuid = text(&output).lines().find_map(|name| name.strip_suffix(".bel")).expect("an archive").to_owned();
        Self { folder, uuid }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn archive(&self) -> PathBuf {
        self.path(&format!("{}.bel", self.uuid))
    }

    fn companion(&self) -> PathBuf {
        self.path(&format!("{}.companion.json", self.uuid))
    }

    fn verify(&self) -> Output {
        verify(&["election", plain(&self.archive())])
    }
}

/// Four voices, one of which votes twice.
const SMALL: [&str; 6] = ["--voters", "4", "--revotes", "1", "--seed", "25"];

fn small() -> Simulated {
    let plan = Plan { voters: 4, revotes: 1, seed: 25, ..Plan::default() };
    Simulated::of(&plan, &Threads::new(NonZeroUsize::new(2))).expect("a sound plan")
}

fn verify(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_voix-verify")).args(args).output().expect("the command starts")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn plain(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
