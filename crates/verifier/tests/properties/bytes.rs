//! Any single changed byte of an archive or its companion is refused: one place drawn in every few bytes of a small
//! election, another change at each, from a seed that is said when it fails.

use protocol::checks::{Unreadable, Workers as _, verify_election};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use verifier::simulate::Plan;
use verifier::threads::Threads;

use crate::make;

const SEED: u64 = 2026;
/// One place is drawn in each stretch of so many bytes.
const STRETCH: usize = 61;
/// The header of the first member; without it a file is no archive.
const HEADER: usize = 512;

/// A place in each stretch, and the bits that change there.
fn changes(length: usize) -> Vec<(usize, u8)> {
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    let mut below = |bound: u64| usize::try_from(rng.next_u64() % bound).expect("small");
    let starts = (0..length).step_by(STRETCH);
    starts
        .map(|start| {
            let at = start + below(STRETCH.min(length - start) as u64);
            (at, u8::try_from(1 + below(255)).expect("a byte"))
        })
        .collect()
}

fn changed(bytes: &[u8], (at, bits): (usize, u8)) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= bits;
    bytes
}

#[test]
fn any_changed_byte_of_an_archive_is_refused() {
    let made = make(&Plan { voters: 2, answers: 2, revotes: 1, ..Plan::default() });
    let (archive, companion) = (made.archive(), made.companion());
    let version = archive.windows(12).position(|text| text == b"{\"version\":1").expect("the first member") + 11;
    let outcomes = Threads::new(None).map(&changes(archive.len()), |change| {
        let verdict = verify_election(&changed(&archive, *change), Some(&companion), &mut |_, _| {});
        let refused = match verdict {
            Ok(report) => !report.passed() && change.0 >= HEADER,
            Err(Unreadable::NotAnArchive) => change.0 < HEADER,
            Err(Unreadable::Unsupported(_)) => change.0 == version,
            Err(Unreadable::Source(_)) => false,
        };
        refused.then_some(()).ok_or(*change)
    });
    let wrong: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "seed {SEED}: not refused as it should be: {wrong:?}");
}

/// Every byte but those of the émargements' root, which the record is there for: of it only the spelling is checked.
#[test]
fn any_changed_byte_of_a_companion_is_refused() {
    let made = make(&Plan { voters: 2, answers: 2, revotes: 1, ..Plan::default() });
    let (archive, companion) = (made.archive(), made.companion());
    let root = companion.find("\"root\":\"").expect("a root") + 8;
    let outcomes = Threads::new(None).map(&changes(companion.len()), |change| {
        // What is not text never reaches the checks.
        let Ok(text) = String::from_utf8(changed(companion.as_bytes(), *change)) else { return Ok(()) };
        let report = verify_election(&archive, Some(&text), &mut |_, _| {}).expect("the archive is readable");
        let another =
            (root..root + 64).contains(&change.0) && protocol::hash::unhex::<32>(&text[root..root + 64]).is_some();
        (report.passed() == another).then_some(()).ok_or(*change)
    });
    let wrong: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "seed {SEED}: not refused as it should be: {wrong:?}");
}
