//! belenios-tool, which we did not write, on the files that we make. What it thinks of bad ones is not asked.

use std::path::Path;
use std::process::{Command, Output};

use protocol::archive::{Item, ItemKind};
use verifier::simulate::{Plan, Simulated};
use verifier::threads::Threads;

use crate::{Folder, text};

/// The tools to compare with; a loud skip where there is none.
pub fn tools(what: &str) -> Vec<std::path::PathBuf> {
    let Some(tools) = std::env::var_os("VOIX_BELENIOS_TOOL") else {
        assert!(std::env::var("CI").is_err(), "VOIX_BELENIOS_TOOL is not set: run through cargo xtask test");
        eprintln!("SKIP {what}: VOIX_BELENIOS_TOOL is not set");
        return Vec::new();
    };
    std::env::split_paths(&tools).collect()
}

fn run(tool: &Path, folder: &Path, args: &[&str]) -> Output {
    let mut belenios = Command::new(tool);
    belenios.env("BELENIOS_USE_URANDOM", "1").current_dir(folder).args(args);
    belenios.output().expect("the peer starts")
}

fn accepts(tool: &Path, folder: &Path) {
    let output = run(tool, folder, &["election", "verify", "--dir", "."]);
    let said = format!("{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("all checks passed"), "{}: {said}", tool.display());
}

#[test]
fn the_verifier_we_did_not_write_accepts_our_archives() {
    let shapes: [&[&str]; 6] = [
        &["--voters", "5", "--revotes", "3"],
        &["--voters", "0", "--revotes", "0", "--trustees", "1/1"],
        &["--blank", "--answers", "2", "--max", "2", "--trustees", "3/3"],
        &["--answers", "4", "--min", "0", "--max", "2"],
        &["--voters", "4", "--trustees", "2/3"],
        &["--voters", "4", "--trustees", "3/5"],
    ];
    for tool in tools("interoperation") {
        for shape in shapes {
            let folder = Folder::simulated(shape);
            assert_eq!(folder.verify().status.code(), Some(0), "{shape:?}: ours");
            accepts(&tool, folder.folder.path());
        }
    }
}

/// The secrets are in its own form: it votes with a credential and decrypts with a trustee's key.
#[test]
fn the_tool_we_did_not_write_votes_and_decrypts_with_the_simulated_secrets() {
    let plan = Plan { voters: 3, revotes: 0, ..Plan::default() };
    let made = Simulated::of(&plan, &Threads::new(None)).expect("a sound plan");
    for tool in tools("secrets for belenios-tool") {
        let folder = Folder::simulated(&["--voters", "3", "--revotes", "0"]);
        let path = folder.folder.path();
        let write = |name: &str, text: &str| std::fs::write(folder.path(name), text).expect("written");
        // The box as it was before its close.
        let closed = made.items.iter().position(|item| item.body.contains("EndBallots")).expect("a close");
        let mut open = made.clone();
        open.items.truncate(closed);
        std::fs::write(folder.archive(), open.archive()).expect("written");
        let code = &made.made.opened.voters[1].code;
        write("credential", code);
        write("choice", "[[0,1,0]]");
        let args = ["election", "generate-ballot", "--dir", ".", "--privcred", "credential", "--choice", "choice"];
        let output = run(&tool, path, &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let ballot = protocol::ballot::Ballot::parse(text(&output).trim()).expect("a ballot");
        let opened = &made.made.opened;
        assert_eq!(protocol::ballot::verify(&opened.election, &opened.phi, &ballot), Ok(()));
        assert_eq!(ballot.credential, protocol::group::Element::mul_base(&opened.voters[1].secret));
        // The box as it was before its first part.
        let event = |item: &Item| item.kind == ItemKind::Event && item.body.contains("EncryptedTally");
        let tallied = made.items.iter().position(event).expect("a tally");
        open.items = made.items[..=tallied].to_vec();
        std::fs::write(folder.archive(), open.archive()).expect("written");
        let args = ["election", "decrypt", "--dir", ".", "--privkey", "trustee-2.privkey", "--trustee-id", "2"];
        let output = run(&tool, path, &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let part = protocol::decryption::PartialDecryption::parse(text(&output).lines().next().expect("a line"))
            .expect("a part");
        let factors = |item: &&Item| item.body.starts_with("{\"decryption_factors\"");
        let ours = made.items.iter().filter(factors).nth(1).expect("the second part");
        let ours = protocol::decryption::PartialDecryption::parse(&ours.body).expect("a part");
        assert_eq!(part.decryption_factors, ours.decryption_factors);
    }
}
