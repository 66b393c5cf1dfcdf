//! A paper code over HTTP: the desk registers it, whoever holds the slip signs in with it, reads the ballot paper, and is refused
//! everything else, pages and forms included.

use app::i18n::Lang;
use app::visitor::SESSION_COOKIE;
use domain::attendance::RecordAttendance;
use domain::codes::{PrintCode, SignInByPaperCode, SignedByCode};
use http::{StatusCode, header};
use protocol::hash;
use protocol::keys::{Language, MemberKeys, Phrase, sign_in};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use service::policy::{Audience, Operation};

use super::{Answer, World, code, world};

const CHAIR: usize = 0;
const DESK: usize = 1;
const HOLDER: usize = 5;

#[tokio::test]
async fn whoever_holds_a_slip_votes_and_does_nothing_else() {
    let world = world().await;
    let (chair, desk) = (world.sign_in(CHAIR).await, world.sign_in(DESK).await);
    let leads = world.actor(&chair).await;
    let (id, number) = (world.id(), world.people[HOLDER].number);
    service::open_session(&world.service, &leads, id).await.expect("begun");
    let line = format!("/desk?q={number}");
    assert!(!world.page(&line, &desk).await.contains("/desk/code?number="), "only for who is in the hall");
    let page = format!("/desk/code?number={number}");
    assert!(world.page(&page, &desk).await.contains(&Lang::En.t("refusal-code-not-in-hall")));
    let asked = RecordAttendance { number, comes: true };
    service::record_attendance(&world.service, &leads, id, &asked).await.expect("entered");
    assert!(world.page(&line, &desk).await.contains(&page));
    assert!(world.page(&page, &desk).await.contains(&Lang::En.t("slip-yours")));

    let of = service::views::code_desk(&world.service, &leads, id, number).await.expect("a member");
    let keys = MemberKeys::derive(&Phrase::from_entropy([91; 16], Language::French), of.cooperative.bytes());
    let mut rng = ChaCha20Rng::seed_from_u64(91);
    let registration = keys.register(of.cooperative.bytes(), of.member.bytes(), &mut rng);
    let body = serde_json::to_string(&PrintCode { number, registration, instead: None }).expect("JSON");
    let door = format!("/api/v1/assemblies/{id}/paper-codes");
    let printed = world.ask("POST", &door, Some(&desk), Some(&body)).await;
    assert_eq!((printed.status, printed.text.as_str()), (StatusCode::OK, r#"{"n":1,"open":0}"#));
    let again = world.ask("POST", &door, Some(&desk), Some(&body)).await;
    assert_eq!((again.status, code(&again)), (StatusCode::CONFLICT, "code-held".to_owned()));
    let text = world.page(&line, &desk).await;
    for key in ["slip-is", "slip-again", "slip-list", "slip-end"] {
        assert!(text.contains(&Lang::En.t(key)), "{key}: {text}");
    }

    let (token, paper) =
        (enter(&world, &keys, of.cooperative.bytes()).await, format!("/api/v1/assemblies/{id}/ballot-paper"));
    let seen = world.by_slip("GET", &paper, &token, None).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    assert_eq!(seen.headers[header::CACHE_CONTROL], "no-store");
    // Whoever is signed in with the same browser stays so, and is not taken for the holder of the slip.
    let both = world.asked("GET", "/api/v1/me", Some(&desk), Some(&token), None).await;
    assert_eq!((both.status, code(&both)), (StatusCode::FORBIDDEN, "code-votes-only".to_owned()));
    assert_eq!(world.ask("GET", "/api/v1/me", Some(&desk), None).await.status, StatusCode::OK);
    assert_eq!(
        world.ask("GET", "/api/v1/me", Some(&format!("{SESSION_COOKIE}={token}")), None).await.status,
        StatusCode::UNAUTHORIZED
    );

    // The desk ends it: whoever is in the booth is so no more, and hears it of the slip.
    let end = r#"{"number":NUMBER,"n":1}"#.replace("NUMBER", &number.to_string());
    let ended = world.ask("POST", &format!("{door}/end"), Some(&desk), Some(&end)).await;
    assert_eq!(ended.status, StatusCode::OK, "{}", ended.text);
    let seen = world.by_slip("GET", &paper, &token, None).await;
    assert_eq!((seen.status, code(&seen)), (StatusCode::FORBIDDEN, "code-unknown".to_owned()));
}

/// With a token of a slip every door and page is what it is to everybody, or refused: but for the paper and the two boxes.
#[tokio::test]
async fn no_door_and_no_page_takes_a_slip_for_a_member() {
    let world = world().await;
    let (chair, desk) = (world.sign_in(CHAIR).await, world.sign_in(DESK).await);
    let leads = world.actor(&chair).await;
    let (id, number) = (world.id(), world.people[HOLDER].number);
    service::open_session(&world.service, &leads, id).await.expect("begun");
    let comes = RecordAttendance { number, comes: true };
    service::record_attendance(&world.service, &leads, id, &comes).await.expect("entered");
    let of = service::views::code_desk(&world.service, &leads, id, number).await.expect("a member");
    let keys = MemberKeys::derive(&Phrase::from_entropy([92; 16], Language::French), of.cooperative.bytes());
    let registration = keys.register(of.cooperative.bytes(), of.member.bytes(), &mut ChaCha20Rng::seed_from_u64(92));
    let body = serde_json::to_string(&PrintCode { number, registration, instead: None }).expect("JSON");
    let printed = world.ask("POST", &format!("/api/v1/assemblies/{id}/paper-codes"), Some(&desk), Some(&body)).await;
    assert_eq!(printed.status, StatusCode::OK, "{}", printed.text);
    let token = enter(&world, &keys, of.cooperative.bytes()).await;
    let name = &world.people[HOLDER].name;
    let mut tried = 0;
    for operation in Operation::ALL {
        for door in operation.doors() {
            let (method, path) = door.split_once(' ').unwrap_or(("POST", door));
            if path.contains("/events") {
                continue;
            }
            let path = world.path(path);
            let (as_slip, as_nobody) = (
                world.by_slip(method, &path, &token, Some("{}")).await,
                world.ask(method, &path, None, Some("{}")).await,
            );
            let votes = [Operation::ReadBallotPaper, Operation::CastOpen, Operation::CastSecret].contains(operation);
            let everybody = operation.audience() == Audience::Anyone;
            assert!(votes || everybody || !as_slip.status.is_success(), "{door}: {}", as_slip.text);
            assert!(votes || !as_slip.text.contains(name.as_str()) || as_nobody.text.contains(name.as_str()), "{door}");
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
    // Among the doors was the way out.
    let token = enter(&world, &keys, of.cooperative.bytes()).await;
    for page in ["/", "/me", "/votes", "/register", "/sessions", "/proposals", "/console", "/desk", "/assembly"] {
        let seen = world.by_slip("GET", page, &token, None).await.text;
        assert!(!seen.contains(name.as_str()), "{page}: {seen}");
    }
    let votes = world.by_slip("GET", "/votes", &token, None).await.text;
    assert!(votes.contains(&Lang::En.t("refusal-code-votes-only")), "{votes}");
    let public = world.by_slip("GET", "/assembly", &token, None).await.text;
    assert!(!public.contains(&Lang::En.t("refusal-code-votes-only")), "what everybody reads, they read");
}

impl World {
    async fn by_slip(&self, method: &str, path: &str, token: &str, body: Option<&str>) -> Answer {
        self.asked(method, path, None, Some(token), body).await
    }
}

/// The token of the booth.
async fn enter(world: &World, keys: &MemberKeys, cooperative: &[u8; 16]) -> String {
    let challenge = world.ask("POST", "/api/v1/sign-in/challenge", None, Some("null")).await.text;
    let challenge: String = serde_json::from_str(&challenge).expect("hex");
    let bytes = protocol::encoding::hex32(&challenge).expect("32 bytes");
    let origin = "http://127.0.0.1".to_owned();
    let signature = sign_in::sign(keys.identity(), cooperative, &origin, &bytes);
    let identity = hash::hex(&keys.public().identity);
    let body = SignInByPaperCode { identity, origin, challenge, signature };
    let body = serde_json::to_string(&body).expect("JSON");
    let entered = world.ask("POST", "/api/v1/sign-in/paper-code", None, Some(&body)).await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.text);
    let signed: SignedByCode = serde_json::from_str(&entered.text).expect("whose voice");
    assert_eq!(signed.booth.number, world.people[HOLDER].number);
    assert!(!entered.headers.contains_key(header::SET_COOKIE), "nobody is signed in with this browser");
    signed.token
}
