//! Two thousand members are convened at once, and the program is killed while the letters go out. Nobody gets two, and
//! whoever may have got none is named.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, UNIX_EPOCH};

use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::convocation::notice::Channel;
use domain::ids::{AssemblyId, MemberId};
use domain::mail::MailState;
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use service::{Clock, Founder, Founding, Randomness, Service, views};

/// Members convened.
const MEMBERS: usize = 2_000;
/// How often the program is killed on its way.
const KILLS: usize = 3;
const DAY: i64 = 24 * 3600 * 1_000_000;

/// The hour at which the test began: the program that is killed goes by the machine's clock, and so do its letters.
struct Began(i64);

impl Began {
    /// Read off a file that was just written in the folder.
    fn of(folder: &Path) -> Self {
        let file = tempfile::NamedTempFile::new_in(folder).unwrap();
        let since = file.as_file().metadata().unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
        Self(i64::try_from(since.as_micros()).unwrap())
    }
}

impl Clock for Began {
    fn now(&self) -> i64 {
        self.0
    }
}

struct Seeded(Mutex<ChaCha20Rng>);

impl Randomness for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(buffer);
    }
}

async fn open(folder: &Path) -> Service {
    let random = Seeded(Mutex::new(ChaCha20Rng::seed_from_u64(2)));
    let url = format!("sqlite:{}", folder.join("voix.sqlite").display());
    let service = Service::open(&url, Arc::new(Began::of(folder)), Arc::new(random)).await.unwrap();
    service.with_letters(Arc::new(app::letters::Letters), "https://vote.example.org")
}

/// A cooperative whose members all agreed to be convened by e-mail.
async fn found(service: &Service, folder: &Path) -> Actor {
    let founder = |n: usize| Founder {
        name: format!("Personne {n}"),
        email: Some(format!("personne-{n}@example.org")),
        shares: 1,
        roles: if n == 1 { vec![Role::Chair, Role::Board] } else { Vec::new() },
    };
    let founding = Founding {
        name: "Les Essais".to_owned(),
        legal_line: "Société coopérative, Besançon".to_owned(),
        preset: "sa-cooperative-fr-ago".to_owned(),
        share_cents: 1600,
        minimum_shares: 1,
        time_zone: "Europe/Paris".to_owned(),
        help: domain::help::HelpContact::default(),
        founders: (1..=MEMBERS).map(founder).collect(),
    };
    let (_, members) = service::found_cooperative(service, &founding).await.unwrap();
    let db = store::Db::open(&format!("sqlite:{}", folder.join("voix.sqlite").display())).await.unwrap();
    let mut tx = db.write().await.unwrap();
    for member in &members {
        store::own::set_consent(&mut tx, *member, Some(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
    Actor::Member { id: members[0], roles: vec![Role::Chair, Role::Board] }
}

async fn convene(service: &Service, chair: &Actor) -> AssemblyId {
    let draft = service::prepare_assembly(service, chair, AssemblyKind::Ordinary).await.unwrap();
    let head = Head {
        starts_at: Some(service.now() + 40 * DAY),
        place: "Besançon".to_owned(),
        keyless_known: true,
        ..Head::new(AssemblyKind::Ordinary)
    };
    service::edit_draft(service, chair, draft, &head).await.unwrap();
    let text = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let item = Item { text: text("Adoptée."), ..Item::new(ItemKind::Resolution, text("Comptes")) };
    service::edit_agenda(service, chair, draft, &AgendaMove::Add(item)).await.unwrap();
    let began = Instant::now();
    let assembly = service::convene_draft(service, chair, draft).await.unwrap();
    eprintln!("{MEMBERS} letters were written and queued in {:?}", began.elapsed());
    assembly
}

/// Takes messages and remembers to whom each was.
#[derive(Clone, Default)]
struct Sink {
    taken: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Sink {
    fn start(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let sink = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let sink = sink.clone();
                std::thread::spawn(move || sink.talk(stream.unwrap()));
            }
        });
        port
    }

    fn talk(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes()).is_ok();
        let mut to = String::new();
        say("220 ready");
        while let Some(Ok(line)) = lines.next() {
            let answer = match line.get(..4).unwrap_or_default() {
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap().to_owned();
                    "250 ok"
                }
                "DATA" => {
                    say("354 go on");
                    if !lines.by_ref().map_while(Result::ok).any(|line| line == ".") {
                        return;
                    }
                    *self.taken.lock().unwrap().entry(std::mem::take(&mut to)).or_default() += 1;
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

    fn count(&self) -> usize {
        self.taken.lock().unwrap().values().sum()
    }

    /// Waits until so many messages were taken, or until none comes any more.
    fn wait_for(&self, many: usize) {
        let (mut last, mut since) = (self.count(), Instant::now());
        while self.count() < many && since.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
            if self.count() > last {
                (last, since) = (self.count(), Instant::now());
            }
        }
    }
}

fn serve(folder: &Path, port: u16) -> Child {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    let mut voix = Command::new(env!("CARGO_BIN_EXE_voix"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VOIX_")) {
        voix.env_remove(name);
    }
    voix.args(["serve", "--listen", "127.0.0.1:0", "--limits", "0", "--mail-from", "Les Essais <bureau@example.org>"]);
    voix.arg("--smtp").arg(format!("smtp://127.0.0.1:{port}")).arg("--data").arg(folder).arg("--site").arg(site);
    let mut process = voix.env("RUST_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Voix is at "), "{line}");
    process
}

/// Where each member's letter stands.
async fn states(service: &Service, chair: &Actor, assembly: AssemblyId) -> BTreeMap<MemberId, (String, MailState)> {
    let view = views::notices(service, chair, assembly).await.unwrap();
    assert_eq!(view.lines.len(), MEMBERS, "a line for each");
    let line = |line: domain::convocation::view::NoticeLine| {
        assert_eq!(line.channel, Channel::Mail);
        (line.member.unwrap(), (line.address, line.state.unwrap()))
    };
    view.lines.into_iter().map(line).collect()
}

#[test]
fn two_thousand_are_convened_and_nobody_twice_though_the_program_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (chair, assembly) = runtime.block_on(async {
        let service = open(folder.path()).await;
        let chair = found(&service, folder.path()).await;
        let assembly = convene(&service, &chair).await;
        service.close().await;
        (chair, assembly)
    });
    let sink = Sink::default();
    let port = sink.start();
    for kill in 1..=KILLS {
        let mut process = serve(folder.path(), port);
        sink.wait_for(kill * MEMBERS / (KILLS + 1));
        process.kill().unwrap();
        process.wait().unwrap();
        eprintln!("killed after {} messages", sink.count());
    }
    let mut process = serve(folder.path(), port);
    sink.wait_for(MEMBERS);
    // What was answered is written down before the program is stopped.
    std::thread::sleep(Duration::from_secs(2));
    process.kill().unwrap();
    process.wait().unwrap();
    let states = runtime.block_on(async {
        let service = open(folder.path()).await;
        let states = states(&service, &chair, assembly).await;
        service.close().await;
        states
    });
    let taken = sink.taken.lock().unwrap().clone();
    let twice: Vec<_> = taken.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "sent twice: {twice:?}");
    let undecided: BTreeSet<&str> = states
        .values()
        .filter(|(_, state)| matches!(state, MailState::Sending | MailState::Doubtful))
        .map(|(address, _)| address.as_str())
        .collect();
    let missed: Vec<_> = states.values().filter(|(address, _)| !taken.contains_key(address)).collect();
    eprintln!("{} taken, {} undecided, {} of those not taken", taken.len(), undecided.len(), missed.len());
    for (address, state) in missed {
        assert!(undecided.contains(address.as_str()), "{address} got nothing and is {state:?}");
    }
    // As many as are in the program's hands at once, for each time it was killed.
    assert!(undecided.len() <= 8 * (KILLS + 1), "{undecided:?}");
    assert!(
        states.values().all(|(_, state)| matches!(state, MailState::Sent | MailState::Sending | MailState::Doubtful))
    );
}
