//! The program as whoever keeps it running meets it: copies while it serves, a stop that loses nothing, exit codes.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

const PASSPHRASE: &str = "cinq mots vraiment au hasard";

fn voix(arguments: &[&str]) -> Command {
    let mut voix = Command::new(env!("CARGO_BIN_EXE_voix"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VOIX_")) {
        voix.env_remove(name);
    }
    voix.args(arguments).env("RUST_LOG", "error").stdin(Stdio::null());
    voix
}

fn run(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// A cooperative that was founded as the operator's page says.
struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        let place = folder.path().join("coop");
        let words = ["--name", "Les Essais", "--member", "Camille Durand", "--email", "camille@example.org", "--yes"];
        let mut init = voix(&["init", place.to_str().unwrap()]);
        let (code, said) = run(init.args(words).arg("--site").arg(folder.path().join("site")));
        assert_eq!(code, Some(0), "{said}");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> String {
        self.path("coop/voix.toml").to_str().unwrap().to_owned()
    }

    fn voix(&self, command: &[&str]) -> Command {
        let mut voix = voix(command);
        voix.args(["--config", &self.config()]);
        voix
    }

    fn serve(&self, more: &[&str]) -> Server {
        let mut serve = self.voix(&["serve", "--listen", "127.0.0.1:0"]);
        Server::start(serve.args(more))
    }
}

struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Voix is at http://").expect("an address").to_owned();
        Self { process, output, address }
    }

    fn terminate(&self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Ends it and waits.
    fn stop(mut self) {
        self.terminate();
        assert!(self.process.wait().unwrap().success());
    }
}

/// Asks for a page; the whole answer.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn a_copy_is_made_while_the_server_serves_and_brought_back() {
    let home = Installation::found();
    let server = home.serve(&[]);
    let file = home.path("copy.age");
    let mut backup = home.voix(&["backup", "--to", file.to_str().unwrap()]);
    let (code, said) = run(&mut backup);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("there is no passphrase, and nobody to ask"), "{said}");
    let (code, said) = run(backup.env("VOIX_BACKUP_PASSPHRASE", "trop court"));
    assert!(code == Some(1) && said.contains("is guessed"), "{said}");
    let (code, said) = run(backup.env("VOIX_BACKUP_PASSPHRASE", PASSPHRASE));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("read back and found whole"), "{said}");
    assert_eq!(status(&get(&server.address, "/ready")), "200");

    // A second installation, from the file alone.
    let secret = home.path("passphrase");
    std::fs::write(&secret, format!("{PASSPHRASE}\n")).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&secret, mode).unwrap();
    let restore = |data: &Path| {
        let mut restore = voix(&["restore", "--from", file.to_str().unwrap()]);
        restore.arg("--data").arg(data).arg("--passphrase-file").arg(&secret);
        run(&mut restore)
    };
    let (code, said) = restore(&home.path("second"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("it is what was copied"), "{said}");
    let (code, said) = restore(&home.path("second"));
    assert!(code == Some(1) && said.contains("is not empty: it stays as it is"), "{said}");
    let (code, said) = restore(&home.path("coop/data"));
    assert!(code == Some(1) && said.contains("is not empty: it stays as it is"), "{said}");
    let (_, roles) = run(voix(&["admin", "roles"]).arg("--data").arg(home.path("second")));
    assert!(roles.contains("operator") && roles.contains("Camille Durand"), "{roles}");
    server.stop();
}

#[test]
fn who_asks_whether_all_is_well_gets_a_code_that_monitoring_knows() {
    let home = Installation::found();
    let (code, said) = run(&mut home.voix(&["check"]));
    assert_eq!(code, Some(2), "no copy was ever made:\n{said}");
    assert!(said.contains("FAULT    backup"), "{said}");
    for fine in ["ok       database", "ok       clock", "ok       record", "ok       messages"] {
        assert!(said.contains(fine), "{fine}\n{said}");
    }
    assert!(said.contains("NOT CHECKED: the site is at http://127.0.0.1:3000"), "{said}");
    let mut backup = home.voix(&["backup", "--to", home.path("copy.age").to_str().unwrap()]);
    assert_eq!(run(backup.env("VOIX_BACKUP_PASSPHRASE", PASSPHRASE)).0, Some(0));
    let (code, said) = run(&mut home.voix(&["check", "--json"]));
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    let level = |name: &str| {
        let checks = report["checks"].as_array().unwrap();
        checks.iter().find(|one| one["check"] == name).map(|one| one["level"].as_str().unwrap().to_owned()).unwrap()
    };
    assert_eq!((level("backup"), level("mail")), ("ok".to_owned(), "warning".to_owned()), "a folder is no mail server");
    if level("disk") == "ok" {
        assert_eq!((code, report["level"].as_str()), (Some(1), Some("warning")), "{said}");
    }
    // A mail server that is not there.
    let (code, said) = run(home.voix(&["check"]).args(["--smtp", "smtp://127.0.0.1:1"]));
    assert!(code == Some(2) && said.contains("FAULT    mail"), "{said}");
    let (code, said) = run(voix(&["check"]).arg("--data").arg(home.path("nothing")));
    assert!(code == Some(2) && said.contains("there is no database of Voix there"), "{said}");
    assert!(!home.path("nothing").exists(), "looking makes nothing");
    let (code, said) = run(voix(&["check", "--config"]).arg(home.path("none.toml")));
    assert!(code == Some(2) && said.contains("FAULT    settings"), "{said}");
}

#[test]
fn metrics_are_read_on_this_machine_and_not_on_the_site() {
    let home = Installation::found();
    let (code, said) = run(home.voix(&["serve"]).args(["--metrics", "0.0.0.0:0", "--listen", "127.0.0.1:0"]));
    assert!(code == Some(1) && said.contains("--metrics-beyond"), "{said}");
    let mut server = home.serve(&["--metrics", "127.0.0.1:0"]);
    let mut line = String::new();
    server.output.read_line(&mut line).unwrap();
    let metrics = line.trim().strip_prefix("Metrics are at http://").unwrap().strip_suffix("/metrics").unwrap();
    get(&server.address, "/health");
    let text = get(metrics, "/metrics");
    assert!(text.contains("voix_requests_total{class=\"health\",status=\"200\"} 1"), "{text}");
    assert!(text.contains("application/openmetrics-text"), "{text}");
    assert_eq!(status(&get(&server.address, "/metrics")), "404");
    assert_eq!(status(&get(metrics, "/health")), "404");
    server.stop();
}

/// The signal of a service manager: who is being answered is answered, nobody new is let in, and the program ends.
#[test]
fn a_server_told_to_stop_answers_who_has_begun_to_ask() {
    let home = Installation::found();
    let mut server = home.serve(&[]);
    let mut asking = TcpStream::connect(&server.address).unwrap();
    let body = "email=camille%40example.org";
    let head = format!(
        "POST /rpc/ask-sign-in HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n",
        server.address,
        body.len()
    );
    asking.write_all(head.as_bytes()).unwrap();
    asking.write_all(&body.as_bytes()[..5]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.terminate();
    while TcpStream::connect(&server.address).is_ok() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(server.process.try_wait().unwrap().is_none(), "somebody is still asking");
    asking.write_all(&body.as_bytes()[5..]).unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("\r\nlocation: /sign-in?sent=1\r\n"), "{answer}");
    assert!(server.process.wait().unwrap().success());
    // What was asked for is in the database: the next start sends it.
    let server = home.serve(&[]);
    let folder = home.path("coop/data/mail");
    while !folder.is_dir() || std::fs::read_dir(&folder).unwrap().next().is_none() {
        std::thread::sleep(Duration::from_millis(50));
    }
    server.stop();
}

#[test]
fn a_member_is_made_operator_once() {
    let home = Installation::found();
    let operator = |email: &str| run(home.voix(&["admin", "operator", "--email", email]).env("LANG", "C"));
    for _ in 0..2 {
        let (code, said) = operator("Camille@Example.org");
        assert!(code == Some(0) && said.contains("Camille Durand is operator"), "{said}");
    }
    let (code, said) = operator("nobody@example.org");
    assert!(code == Some(1) && said.contains("no member has the address"), "{said}");
    let (code, said) = operator("nobody");
    assert!(code == Some(1) && said.contains("is not an e-mail address"), "{said}");
    let (_, roles) = run(&mut home.voix(&["admin", "roles"]));
    assert_eq!(roles.lines().filter(|line| line.starts_with("operator")).count(), 1, "{roles}");
    let id = "00000000-0000-0000-0000-000000000000";
    let (code, said) = run(&mut home.voix(&["admin", "resume-after-restore", "--assembly", id]));
    assert!(code == Some(1) && said.contains("--nobody-holds-more"), "{said}");
    let (code, said) = run(&mut home.voix(&["admin", "resume-after-restore", "--assembly", id, "--nobody-holds-more"]));
    assert!(code == Some(1) && said.contains("does not stand still"), "{said}");
}
