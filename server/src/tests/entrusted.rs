//! A voice entrusted to the server over HTTP: what is handed over is kept by nobody on the way, and stands in nothing that is logged,
//! noted, written or downloaded.

use std::io::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use domain::assembly::AssemblyKind;
use domain::entrusted::{ReleaseEntrusted, Released};
use domain::roles::Actor;
use domain::vote::VoteMode;
use http::{StatusCode, header};
use protocol::hash;
use protocol::keys::{Language, MemberKeys, Phrase, sign_in};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use service::demo::Seed;
use service::{Clock, Convocation};
use store::Db;
use store::testing::ask;

use super::{World, by_clock};

const CHAIR: usize = 0;
/// A member of the demo without a key.
const KEYLESS: usize = 3;
const DAY: i64 = 86_400_000_000;
/// Noon in Paris on a Monday in November.
const START: i64 = 1_795_431_600_000_000;
/// The site of a service whose letters nobody reads.
const SITE: &str = "http://127.0.0.1";

/// A clock that is set by hand and goes on a little at every look.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

/// What is logged, kept.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl World {
    /// A vote of an assembly that entrusts voices to the server is open.
    async fn entrusts(&mut self, clock: &Hands) {
        let chair = Actor::Member { id: self.people[CHAIR].member, roles: self.people[CHAIR].roles.clone() };
        let agenda = Seed::default().agenda.into_iter().filter(|item| item.mode == VoteMode::Open).take(1).collect();
        let convocation = Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: START + 30 * DAY,
            place: "Besançon".to_owned(),
            agenda,
            key_holders: Vec::new(),
            advance: None,
            entrusted: true,
        };
        let id = service::convene(&self.service, &chair, &convocation).await.expect("convened");
        clock.0.store(START + 30 * DAY, Ordering::SeqCst);
        service::open_session(&self.service, &chair, id).await.expect("in session");
        let form = service::views::console(&self.service, &chair, id).await.expect("a console").bureau.form;
        service::constitute_bureau(&self.service, &chair, id, &form).await.expect("constituted");
        let vote = service::views::assembly(&self.service, id).await.expect("readable").items[0].vote;
        service::open_vote(&self.service, &chair, vote).await.expect("open");
        self.assembly = id.to_string();
    }

    /// Makes the key of a member, over HTTP.
    async fn makes(&self, cookie: &str, keys: &MemberKeys) {
        let mut rng = ChaCha20Rng::seed_from_u64(91);
        let member = self.people[KEYLESS].member;
        let registration = keys.register(self.keys.cooperative.bytes(), member.bytes(), &mut rng);
        let body = serde_json::to_string(&registration).expect("JSON");
        let made = self.ask("POST", "/api/v1/me/keys", Some(cookie), Some(&body)).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    }

    /// Everything that is noted of acts, and every letter.
    async fn kept(&self) -> String {
        let file = self.folder.path().join("voix.sqlite");
        let db = Db::open(&format!("sqlite:{}", file.display())).await.expect("the database");
        let mut tx = db.read().await.expect("readable");
        let mut all = String::new();
        for question in [
            "SELECT group_concat(act || hex(id) || COALESCE(hex(actor), '') || COALESCE(hex(subject), ''), ' ') FROM audit",
            "SELECT COALESCE(group_concat(subject || body || html, ' '), '') FROM mails",
        ] {
            all += &ask(&mut tx, question).await.expect("an answer");
        }
        drop(tx);
        db.close().await;
        all
    }
}

#[tokio::test]
async fn what_is_handed_over_stands_in_nothing_that_is_kept() {
    let clock = Arc::new(Hands(AtomicI64::new(START)));
    let mut world = by_clock(&Seed { members: 60, ..Seed::default() }, None, clock.clone()).await;
    world.entrusts(&clock).await;
    let said = Said::default();
    let writer = said.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone());
    let logging = tracing::subscriber::set_default(log.finish());

    let member = world.sign_in(KEYLESS).await;
    let cooperative = world.keys.cooperative;
    let keys = MemberKeys::derive(&Phrase::from_entropy([91; 16], Language::French), cooperative.bytes());
    world.makes(&member, &keys).await;
    let challenge = world.ask("POST", "/api/v1/sign-in/challenge", None, Some("null")).await.text;
    let challenge: String = serde_json::from_str(&challenge).expect("hex");
    let bytes = protocol::encoding::hex32(&challenge).expect("32 bytes");
    let signature = sign_in::sign(keys.identity(), cooperative.bytes(), SITE, &bytes);
    let body = ReleaseEntrusted { origin: SITE.to_owned(), challenge, signature };
    let body = serde_json::to_string(&body).expect("JSON");
    let door = world.path("/api/v1/assemblies/{assembly}/entrusted");
    let answer = world.ask("POST", &door, Some(&member), Some(&body)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let released: Released = serde_json::from_str(&answer.text).expect("a secret");
    let secret: [u8; 96] = hash::unhex(&released.secret).expect("96 bytes");
    // Who asks without a right is logged as well.
    let again = world.ask("POST", &door, Some(&member), Some(&body)).await;
    assert!(again.status.is_client_error(), "{}", again.text);
    let download = world.ask("GET", "/api/v1/me/data.json", Some(&member), None).await.text;
    drop(logging);

    let logged = String::from_utf8(said.0.lock().expect("nobody panicked").clone()).expect("text");
    let kept = world.kept().await;
    assert!(logged.contains(&door) && kept.contains("release-entrusted") && download.contains("\"entrusted_keys\""));
    // The chain code is the member's to know, and opens nothing.
    for part in secret.chunks(32).take(2).map(hash::hex) {
        for (name, text) in [("log", &logged), ("database", &kept), ("download", &download), ("refusal", &again.text)] {
            assert!(!text.to_lowercase().contains(&part), "{name}");
        }
    }
}
