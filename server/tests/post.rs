//! A mail server that takes its time, and a program that ends meanwhile: no message goes out twice, and none is lost that
//! was not handed over.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// Takes messages; answers them only when it is told to.
struct MailServer {
    port: u16,
    /// Messages taken whole.
    taken: Arc<AtomicUsize>,
    /// Whether it answers them.
    answers: Arc<AtomicBool>,
    /// One word for each message taken.
    arrivals: mpsc::Receiver<()>,
}

impl MailServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (taken, answers) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(true)));
        let (arrived, arrivals) = mpsc::channel();
        let (counted, told) = (taken.clone(), answers.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (counted, told, arrived) = (counted.clone(), told.clone(), arrived.clone());
                std::thread::spawn(move || talk(stream.unwrap(), &counted, &told, &arrived));
            }
        });
        Self { port, taken, answers, arrivals }
    }

    fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }
}

fn talk(mut stream: TcpStream, taken: &AtomicUsize, answers: &AtomicBool, arrived: &mpsc::Sender<()>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes()).is_ok();
    say("220 ready");
    while let Some(Ok(line)) = lines.next() {
        let answer = match line.get(..4).unwrap_or_default() {
            "DATA" => {
                say("354 go on");
                if !lines.by_ref().map_while(Result::ok).any(|line| line == ".") {
                    return;
                }
                taken.fetch_add(1, Ordering::SeqCst);
                let _ = arrived.send(());
                while !answers.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(10));
                }
                "250 2.0.0 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        if !say(answer) {
            return;
        }
    }
}

fn voix(arguments: &[&str]) -> Command {
    let mut voix = Command::new(env!("CARGO_BIN_EXE_voix"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VOIX_")) {
        voix.env_remove(name);
    }
    voix.args(arguments).env("RUST_LOG", "error").stdin(Stdio::null());
    voix
}

fn found(folder: &Path) {
    std::fs::create_dir_all(folder.join("site/pkg")).unwrap();
    let words = ["--name", "Les Essais", "--member", "Camille Durand", "--email", "camille@example.org", "--yes"];
    let mut init = voix(&["init"]);
    init.arg(folder.join("coop")).args(words).arg("--site").arg(folder.join("site")).stdout(Stdio::null());
    assert!(init.status().unwrap().success());
}

fn serve(folder: &Path, mail: &MailServer) -> (Child, String) {
    let mut serve = voix(&["serve", "--listen", "127.0.0.1:0", "--smtp"]);
    serve.arg(format!("smtp://127.0.0.1:{}", mail.port)).arg("--config").arg(folder.join("coop/voix.toml"));
    let mut process = serve.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let output = process.stdout.as_mut().unwrap();
    BufReader::new(output).read_line(&mut line).unwrap();
    (process, line.trim().strip_prefix("Voix is at ").unwrap().to_owned())
}

fn ask_to_sign_in(address: &str) {
    let answer = ureq::post(format!("{address}/rpc/ask-sign-in"))
        .config()
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .send_form([("email", "camille@example.org")])
        .unwrap();
    assert!(answer.status().as_u16() < 400, "{}", answer.status());
}

/// Long enough for an outbox that looks every second to have sent what it would send.
const A_WHILE: Duration = Duration::from_secs(4);

#[test]
fn a_message_in_the_mail_servers_hands_when_the_program_is_killed_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    found(folder.path());
    let mail = MailServer::start();
    mail.answers.store(false, Ordering::SeqCst);
    let (mut process, address) = serve(folder.path(), &mail);
    ask_to_sign_in(&address);
    mail.arrivals.recv_timeout(Duration::from_secs(30)).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    mail.answers.store(true, Ordering::SeqCst);
    let (mut process, _) = serve(folder.path(), &mail);
    std::thread::sleep(A_WHILE);
    assert_eq!(mail.taken(), 1, "nobody knows whether it went out: it is not sent by itself");
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn a_program_told_to_stop_hears_the_mail_server_out_and_the_rest_goes_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    found(folder.path());
    let mail = MailServer::start();
    let (mut process, address) = serve(folder.path(), &mail);
    mail.answers.store(false, Ordering::SeqCst);
    ask_to_sign_in(&address);
    ask_to_sign_in(&address);
    mail.arrivals.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap().success());
    std::thread::sleep(Duration::from_millis(500));
    assert!(process.try_wait().unwrap().is_none(), "it waits for the answer");
    mail.answers.store(true, Ordering::SeqCst);
    assert!(process.wait().unwrap().success());
    let first = mail.taken();
    let (mut process, _) = serve(folder.path(), &mail);
    // The other one is sent now, or in a minute if it had been taken already; the first never again.
    std::thread::sleep(A_WHILE);
    assert!(first >= 1 && mail.taken() <= 2, "{} messages of two", mail.taken());
    process.kill().unwrap();
    process.wait().unwrap();
}
