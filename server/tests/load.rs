//! The load generator against the real program, small: so that `cargo xtask bench` cannot rot, and because it compares
//! every receipt with what is published. No figure is looked at.

use std::path::{Path, PathBuf};
use std::time::Duration;

use load::run::{Plan, Report, run};
use load::server::Launch;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng as _};

const VOTERS: usize = 12;

fn small(folder: &Path, database_url: Option<String>) -> Report {
    // The pages' files are not asked for: the site may be empty.
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    let launch = Launch {
        program: PathBuf::from(env!("CARGO_BIN_EXE_voix")),
        site,
        data: folder.join("data"),
        database_url,
        members: u32::try_from(VOTERS).unwrap() + service::demo::PROPOSED,
        seed: None,
        days_later: 0,
    };
    let plan = Plan {
        launch,
        connections: 3,
        alone: 2,
        pages: Duration::from_millis(50),
        weights: false,
        keep: Some(folder.join("kept")),
    };
    run(&plan, &|nth| -> Box<dyn CryptoRng> { Box::new(ChaCha20Rng::seed_from_u64(nth)) }).unwrap()
}

fn complete(report: &Report) {
    assert_eq!(report.voters, VOTERS);
    let sent =
        |what: &str| report.phases.iter().filter(|phase| phase.what == what).map(|phase| phase.count).sum::<usize>();
    assert_eq!(["sign-ins", "ballot papers", "secret ballots", "open ballots"].map(sent), [VOTERS; 4]);
    assert_eq!(report.pages.len(), 14);
    assert!(report.archive.as_ref().is_some_and(|file| file.is_file()));
}

#[test]
fn every_receipted_ballot_is_published_once_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    complete(&small(folder.path(), None));
}

#[tokio::test]
async fn every_receipted_ballot_is_published_once_on_postgres() {
    let Ok(base) = std::env::var("VOIX_TEST_POSTGRES_URL") else {
        eprintln!("SKIPPED on PostgreSQL: VOIX_TEST_POSTGRES_URL is not set");
        return;
    };
    let url = store::postgres_schema(&base, &format!("voix_load_{}", std::process::id())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    complete(&small(folder.path(), Some(url)));
}
