//! `voix-vectors [--check]`: writes `vectors/`, or says what there differs from what would be written.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let check = std::env::args().any(|argument| argument == "--check");
    let outcome = if check { vectors::differences(&folder) } else { vectors::write(&folder).map(|()| Vec::new()) };
    match outcome {
        Ok(wrong) if wrong.is_empty() => ExitCode::SUCCESS,
        Ok(wrong) => {
            wrong.iter().for_each(|line| eprintln!("{line}"));
            eprintln!("`cargo xtask vectors` writes them anew");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
