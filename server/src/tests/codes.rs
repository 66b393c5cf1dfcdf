//! A paper code over HTTP: the desk registers it, whoever holds the slip signs in with it, reads the ballot paper, and is refused
//! everything else, pages and forms included.

use app::i18n::Lang;
use app::visitor::SESSION_COOKIE;
use domain::attendance::RecordAttendance;
use domain::codes::{Booth, PrintCode, SignInByPaperCode};
use http::{StatusCode, header};
use protocol::hash;
use protocol::keys::{Language, MemberKeys, Phrase, sign_in};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::{World, code, world};

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

    let booth = enter(&world, &keys, of.cooperative.bytes()).await;
    let paper = world.ask("GET", &format!("/api/v1/assemblies/{id}/ballot-paper"), Some(&booth), None).await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.text);
    for (method, door) in [("GET", "/api/v1/me"), ("GET", "/api/v1/me/data.json"), ("POST", "/api/v1/me/leave")] {
        let refused = world.ask(method, door, Some(&booth), Some("{}")).await;
        assert_eq!((refused.status, code(&refused)), (StatusCode::FORBIDDEN, "code-votes-only".to_owned()), "{door}");
    }
    let votes = world.ask("GET", "/votes", Some(&booth), None).await.text;
    assert!(votes.contains(&Lang::En.t("refusal-code-votes-only")), "{votes}");
    let public = world.page("/assembly", &booth).await;
    assert!(!public.contains(&Lang::En.t("refusal-code-votes-only")), "what everybody reads, they read");

    // The desk ends it: whoever is in the booth is so no more.
    let end = r#"{"number":NUMBER,"n":1}"#.replace("NUMBER", &number.to_string());
    let ended = world.ask("POST", &format!("{door}/end"), Some(&desk), Some(&end)).await;
    assert_eq!(ended.status, StatusCode::OK, "{}", ended.text);
    let paper = world.ask("GET", &format!("/api/v1/assemblies/{id}/ballot-paper"), Some(&booth), None).await;
    assert_eq!((paper.status, code(&paper)), (StatusCode::UNAUTHORIZED, "sign-in-first".to_owned()));
}

/// The cookie of the booth.
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
    let booth: Booth = serde_json::from_str(&entered.text).expect("whose voice");
    assert_eq!(booth.number, world.people[HOLDER].number);
    let cookie = entered.headers[header::SET_COOKIE].to_str().expect("text");
    assert!(cookie.starts_with(SESSION_COOKIE));
    cookie.split(';').next().expect("a cookie").to_owned()
}
