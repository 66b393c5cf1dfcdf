//! belenios-tool, which we did not write, before the good archives. What it thinks of bad ones is not asked.

use std::path::Path;
use std::process::Command;

use vectors::good;

/// The tools to compare with; a loud skip where there is none.
fn tools() -> Vec<std::path::PathBuf> {
    let Some(tools) = std::env::var_os("VOIX_BELENIOS_TOOL") else {
        assert!(std::env::var("CI").is_err(), "VOIX_BELENIOS_TOOL is not set: run through cargo xtask test");
        eprintln!("SKIP vectors before belenios-tool: VOIX_BELENIOS_TOOL is not set");
        return Vec::new();
    };
    std::env::split_paths(&tools).collect()
}

fn verdict(tool: &Path, uuid: &str, archive: &[u8]) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(format!("{uuid}.bel")), archive).expect("written");
    let mut belenios = Command::new(tool);
    belenios.args(["election", "verify", "--dir", "."]).current_dir(folder.path()).env("BELENIOS_USE_URANDOM", "1");
    let output = belenios.output().expect("the peer starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success() && said.contains("all checks passed"), said)
}

fn version(tool: &Path) -> String {
    let output = Command::new(tool).arg("--version").output().expect("the peer starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn every_good_archive_is_accepted_by_the_tool_we_did_not_write() {
    for tool in tools() {
        for case in good::cases() {
            let (accepted, said) = verdict(&tool, &case.plan.election.uuid, &case.made.bytes());
            // Certificates of credentials came after 3.0, which writes the archive again without them.
            let known = case.plan.certificate.is_none() || !version(&tool).starts_with("3.0");
            assert_eq!(accepted, known, "{}: {}: {said}", case.name, tool.display());
        }
    }
}
