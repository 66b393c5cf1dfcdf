//! Archives that other programs made. They are not part of this repository: set `VOIX_ARCHIVES` to a folder of them.

use std::path::{Path, PathBuf};

use protocol::checks::{Unreadable, verify_election};

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
