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
    // A machine that was lost, settings and all.
    let config = home.path("new/voix.toml");
    let anew = |passphrase: &str| {
        let mut restore = voix(&["restore", "--from", file.to_str().unwrap(), "--config", config.to_str().unwrap()]);
        run(restore.env("VOIX_BACKUP_PASSPHRASE", passphrase))
    };
    std::fs::create_dir(home.path("new")).unwrap();
    let (code, said) = anew("cinq autres mots");
    assert!(code == Some(1) && said.contains("the passphrase is another") && !config.exists(), "{said}");
    let (code, said) = anew(PASSPHRASE);
    assert!(code == Some(0) && said.contains("is the copy's"), "{said}");
    assert_eq!(std::fs::read(&config).unwrap(), std::fs::read(home.config()).unwrap());
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&config).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let (_, roles) = run(voix(&["admin", "roles", "--config"]).arg(&config));
    assert!(roles.contains("Camille Durand"), "{roles}");
    // What failed for another reason leaves no settings behind.
    std::fs::remove_file(&config).unwrap();
    let (code, said) = anew(PASSPHRASE);
    assert!(code == Some(1) && said.contains("is not empty") && !config.exists(), "{said}");
    let (_, roles) = run(voix(&["admin", "roles"]).arg("--data").arg(home.path("second")));
    assert!(roles.contains("operator") && roles.contains("Camille Durand"), "{roles}");
    server.stop();
}

#[test]
fn who_asks_whether_all_is_well_gets_a_code_that_monitoring_knows() {
    let home = Installation::found();
    let server = home.serve(&[]);
    let url = format!("http://{}", server.address);
    let check = |more: &[&str]| run(home.voix(&["check", "--url", &url]).args(more));
    let (code, said) = check(&[]);
    assert_eq!(code, Some(2), "no copy was ever made:\n{said}");
    assert!(said.contains("FAULT    backup"), "{said}");
    assert!(!home.path("coop/data/mail").exists(), "looking makes nothing");
    for fine in ["ok       database", "ok       clock", "ok       record", "ok       messages"] {
        assert!(said.contains(fine), "{fine}\n{said}");
    }
    assert!(said.contains(&format!("ok       site         {url} is ready")), "{said}");
    assert!(said.contains(&format!("NOT CHECKED: the site is at {url}")), "{said}");
    let mut backup = home.voix(&["backup", "--to", home.path("copy.age").to_str().unwrap()]);
    assert_eq!(run(backup.env("VOIX_BACKUP_PASSPHRASE", PASSPHRASE)).0, Some(0));
    let (code, said) = check(&["--json"]);
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
    let (code, said) = check(&["--smtp", "smtp://127.0.0.1:1"]);
    assert!(code == Some(2) && said.contains("FAULT    mail"), "{said}");
    let mail = said.lines().find(|line| line.contains(" mail ")).unwrap();
    assert_eq!(mail.matches("refused").count(), 1, "{mail}");
    // A server that was stopped.
    server.stop();
    let (code, said) = check(&[]);
    assert!(code == Some(2) && said.contains(&format!("FAULT    site         {url}: it does not answer")), "{said}");
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

/// What root writes, the server could not read.
#[test]
fn root_leaves_the_installation_of_another_user_alone() {
    use std::os::unix::fs::MetadataExt as _;
    let home = Installation::found();
    if std::fs::metadata(home.path("coop")).unwrap().uid() != 0 {
        eprintln!("SKIPPED: only root can give a folder to somebody else");
        return;
    }
    std::os::unix::fs::chown(home.path("coop/data"), Some(12_345), None).unwrap();
    let copy = home.path("copy.age");
    let (copy, data) = (copy.to_str().unwrap(), home.path("coop/data/new"));
    let coop = home.path("coop/data");
    for command in [
        &mut home.voix(&["check"]),
        &mut home.voix(&["admin", "roles"]),
        home.voix(&["backup", "--to", copy]).env("VOIX_BACKUP_PASSPHRASE", PASSPHRASE),
        home.voix(&["restore", "--from", copy]).env("VOIX_BACKUP_PASSPHRASE", PASSPHRASE),
        voix(&["restore", "--from", copy, "--data"]).arg(&data).env("VOIX_BACKUP_PASSPHRASE", PASSPHRASE),
        &mut home.voix(&["serve", "--listen", "127.0.0.1:0"]),
        voix(&["init", "--yes"]).arg(&coop),
    ] {
        let (code, said) = run(command);
        assert_ne!(code, Some(0), "{command:?}: {said}");
        assert!(said.contains("belongs to the user #12345"), "{command:?}: {said}");
        assert!(said.contains("type sudo -u #12345 voix"), "{command:?}: {said}");
    }
    let names = std::fs::read_dir(&coop).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| name.starts_with("voix.sqlite")), "nothing was made");
}

#[test]
fn a_founding_says_where_the_database_is_and_is_not_begun_twice() {
    let home = Installation::found();
    let place = home.path("other");
    let words = ["--name", "Les Essais", "--member", "Camille Durand", "--email", "camille@example.org", "--yes"];
    let init = |more: &[&str]| run(voix(&["init", place.to_str().unwrap()]).args(words).args(more));
    let (code, said) = init(&["--time-zone", "Paris"]);
    assert!(code == Some(1) && said.contains("“Paris” is no time zone, such as Europe/Paris"), "{said}");
    assert!(!place.exists(), "nothing is left of it");
    let (code, said) = init(&[]);
    assert_eq!(code, Some(0), "{said}");
    let database = place.join("data/voix.sqlite");
    assert!(said.contains(&format!("The database is the file {}.", database.display())), "{said}");
    // Before a single question.
    let (code, said) = run(voix(&["init"]).arg(&place));
    assert!(code == Some(1) && said.contains("exists already: nothing was changed"), "{said}");
}

#[test]
fn a_site_that_cannot_be_read_is_not_called_unbuilt_and_a_journal_has_no_colours() {
    let home = Installation::found();
    let circle = home.path("circle");
    std::os::unix::fs::symlink(&circle, &circle).unwrap();
    let serve = |site: &Path| run(home.voix(&["serve", "--listen", "127.0.0.1:0"]).arg("--site").arg(site));
    let (code, said) = serve(&circle);
    assert!(code == Some(1) && said.contains("circle/pkg cannot be read"), "{said}");
    let (code, said) = serve(&home.path("nothing"));
    assert!(code == Some(1) && said.contains("has no built site"), "{said}");
    let mut serve = home.voix(&["serve", "--listen", "127.0.0.1:0"]);
    let server =
        Server::start(serve.env("RUST_LOG", "error,tower_http=debug").env_remove("NO_COLOR").stderr(Stdio::piped()));
    get(&server.address, "/health");
    server.terminate();
    let said = server.process.wait_with_output().unwrap().stderr;
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("processing request") && !said.contains('\u{1b}'), "{said}");
}
