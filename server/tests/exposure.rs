//! Where the program lets itself be reached: plain HTTP and demos stay on this machine.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

fn serve(folder: &Path, arguments: &[&str]) -> Command {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    let mut voix = Command::new(env!("CARGO_BIN_EXE_voix"));
    voix.arg("serve").args(arguments).arg("--data").arg(folder.join("data")).arg("--site").arg(site);
    voix.env_remove("VOIX_DATABASE_URL").env_remove("VOIX_LISTEN").env("RUST_LOG", "error").stdin(Stdio::null());
    voix
}

/// Why it does not start.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = serve(folder, arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} says where it is");
    said
}

/// Starts, says where it is, and is ended.
fn starts(folder: &Path, arguments: &[&str]) {
    let mut process = serve(folder, arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(line.starts_with("Voix is at "), "{arguments:?}: {line}");
}

#[test]
fn plain_http_is_refused_off_this_machine_unless_a_proxy_stands_before_it() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let folder = tempfile::tempdir().unwrap();
        let said = refused(folder.path(), &["--listen", address]);
        assert!(said.contains("plain HTTP") && said.contains("--behind-proxy"), "{said}");
        assert!(!folder.path().join("data").exists(), "nothing is made before it is refused");
    }
    let folder = tempfile::tempdir().unwrap();
    starts(folder.path(), &["--listen", "0.0.0.0:0", "--behind-proxy"]);
    starts(folder.path(), &["--listen", "127.0.0.1:0"]);
}

#[test]
fn a_demo_is_served_to_this_machine_alone_however_it_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = refused(folder.path(), &["--demo", "--listen", "0.0.0.0:0", "--behind-proxy"]);
    assert!(elsewhere.contains("loopback only"), "{elsewhere}");
    starts(folder.path(), &["--demo", "--demo-members", "20", "--listen", "127.0.0.1:0"]);
    // Its database, later, without the word.
    for arguments in [&["--listen", "0.0.0.0:0", "--behind-proxy"][..], &["--listen", "127.0.0.1:0", "--behind-proxy"]]
    {
        let said = refused(folder.path(), arguments);
        assert!(said.contains("anyone may sign in as anyone"), "{said}");
    }
}
