//! Archives that other programs made. They are not part of this repository: set `VOIX_ARCHIVES` to a folder of them.

use std::path::{Path, PathBuf};

use protocol::ceremony::{Ceremony, Holder, Seed};
use protocol::checks::{Unreadable, verify_election};
use protocol::trustees::{Entry, Pedersen, Trustees};

#[test]
fn archives_of_other_programs_verify_or_are_named_unsupported() {
    let Some(folder) = std::env::var_os("VOIX_ARCHIVES").map(PathBuf::from) else {
        eprintln!("SKIP foreign archives: VOIX_ARCHIVES is not set");
        return;
    };
    let (mut judged, mut thresholds) = (0, 0);
    for path in archives(&folder) {
        let bytes = std::fs::read(&path).expect("readable");
        match verify_election(&bytes, None, &mut |_, _| {}) {
            Ok(report) => {
                assert!(report.passed(), "{}: {:?}", path.display(), report.outcomes);
                assert!(!report.ours && report.complete);
                judged += 1;
                thresholds += usize::from(String::from_utf8_lossy(&bytes).contains("[\"Pedersen\","));
            }
            Err(Unreadable::Unsupported(what)) => eprintln!("{}: not supported: {what}", path.display()),
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
    eprintln!("{judged} archives judged, {thresholds} of them with threshold trustees");
    assert!(judged > 0, "no archive of {} could be judged", folder.display());
}

/// Seeds and shares that another program made and kept: the same derivation and the same encryption, or nothing opens.
#[test]
fn secrets_of_other_programs_open_here() {
    let Some(folder) = std::env::var_os("VOIX_ARCHIVES").map(PathBuf::from) else {
        eprintln!("SKIP foreign secrets: VOIX_ARCHIVES is not set");
        return;
    };
    let mut opened = 0;
    for path in archives(&folder) {
        let bytes = std::fs::read(&path).expect("readable");
        let items = protocol::archive::read(&bytes).expect("an archive").items;
        let groups = items.iter().filter_map(|item| Trustees::parse(&item.body).ok());
        for group in groups.flat_map(|trustees| trustees.entries().to_vec()) {
            let Entry::Pedersen(group) = group else { continue };
            opened += shares_beside(&path, &group);
        }
    }
    assert!(opened > 0, "no share of {} opened", folder.display());
}

/// Opens every share in the folder of an archive with its seed, for the place whose certificate has the seed's keys.
fn shares_beside(archive: &Path, group: &Pedersen) -> usize {
    let mut opened = 0;
    for entry in std::fs::read_dir(archive.parent().expect("a folder")).expect("a folder").flatten() {
        let path = entry.path();
        let Some(kept) = path.extension().is_some_and(|ext| ext == "dkey").then(|| text(&path)) else { continue };
        let seed = Seed::parse(&text(&path.with_extension("key"))).expect("a seed");
        let size = group.size();
        let ceremony = Ceremony::new([0; 16], [0; 16], group.threshold, size).expect("sane");
        let keys = seed.keys();
        let place = (1..=size).zip(&group.certs).find(|(index, cert)| {
            ceremony.certificate(*index, cert).expect("sound").verification == keys.verification()
        });
        let index = place.expect("a place").0;
        let holder = Holder::new(ceremony, index, [0; 32], &seed).expect("a place");
        match holder.share(&kept, &group.verification_key(index).expect("a key")) {
            Ok(_) => opened += 1,
            // Belenios 3.0 and before: another cipher, which says nothing of the archive.
            Err(fault) if fault.what.ends_with("encrypted by AES-CCM") => eprintln!("{}: {fault}", path.display()),
            Err(fault) => panic!("{}: {fault}", path.display()),
        }
    }
    opened
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("readable").trim_end().to_owned()
}

fn archives(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(archives(&path));
        } else if path.extension().is_some_and(|ext| ext == "bel") {
            found.push(path);
        }
    }
    found
}
