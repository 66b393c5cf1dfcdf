//! The pages of the door and of plan B, as a browser gets them.

use app::i18n::Lang;
use domain::attendance::RecordAttendance;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use http::StatusCode;
use service::demo::Seed;

use super::{World, world, world_of};

/// Who sits at the desk, and who comes.
const DESK: usize = 1;
const MEMBER: usize = 3;

fn said(key: &str) -> String {
    Lang::En.t(key)
}

impl World {
    pub(super) async fn actor(&self, cookie: &str) -> Actor {
        let token = cookie.strip_prefix("__Host-voix=").expect("a session");
        self.service.actor_of(token).await.expect("readable").expect("signed in").actor
    }

    pub(super) async fn page(&self, path: &str, cookie: &str) -> String {
        let answer = self.ask("GET", path, Some(cookie), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    }

    pub(super) fn id(&self) -> AssemblyId {
        self.assembly.parse().expect("an id")
    }
}

#[tokio::test]
async fn whose_code_is_scanned_is_entered_with_one_press_and_never_leaves_by_it() {
    let world = world().await;
    let (desk, member) = (world.sign_in(DESK).await, world.sign_in(MEMBER).await);
    let (officer, who) = (world.actor(&desk).await, world.actor(&member).await);
    let me = service::views::me(&world.service, &who).await.expect("a member");
    let page = service::views::arrival(&world.service, &who, world.id(), None).await.expect("a page");
    let address = page.own.expect("a code").address;
    let scan = address.split_once("/desk").map(|(_, query)| format!("/desk{query}")).expect("an address of the desk");
    let leaves = format!(">{}<", said("desk-leaves"));

    // Not here yet: the name stands in the tab, the press before the search.
    let text = world.page(&scan, &desk).await;
    assert!(text.contains(&said("desk-scanned")) && text.contains(&said("desk-arrives")), "{text}");
    assert!(text.contains(&format!("<title>{} (", me.name)), "the title has the name");
    let press = text.find("/rpc/record-attendance").expect("a button");
    assert!(press < text.find("role=\"search\"").expect("a search"), "the press comes first");

    // In already, by whichever way: there is nothing to press.
    let enter = async |comes| {
        let asked = RecordAttendance { number: me.number, comes };
        service::record_attendance(&world.service, &officer, world.id(), &asked).await.expect("entered")
    };
    enter(true).await;
    let text = world.page(&scan, &desk).await;
    assert!(text.contains(&said("desk-scanned-there")) && text.contains(&me.name), "{text}");
    assert!(!text.contains("/rpc/record-attendance") && !text.contains(&leaves), "{text}");
    assert!(text.contains("role=\"search\""), "the next can be searched");

    // By a search, and on purpose, they leave; and the page says first what that does not undo.
    let text = world.page(&format!("/desk?q={}", me.number), &desk).await;
    let hint = text.find(&said("desk-leaves-hint")).expect("a hint");
    assert!(hint < text.find("/rpc/record-attendance").expect("a button"));
    enter(false).await;
    let text = world.page(&scan, &desk).await;
    assert!(text.contains(&said("desk-scanned-gone")) && text.contains(&said("desk-returns")), "{text}");

    // A code that is none of this assembly: words for the desk, not for whoever scanned the poster.
    let text = world.page(&format!("{scan}0"), &desk).await;
    assert!(text.contains(&said("desk-code-over")) && !text.contains(&said("refusal-door-code-over")), "{text}");
    // To somebody who is no desk, a code says nothing.
    let answer = world.ask("GET", &scan, Some(&member), None).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains(&said("refusal-not-yours")) && !answer.text.contains(&said("desk-gone")));
}

#[tokio::test]
async fn a_members_page_of_the_door_says_whose_it_is_and_what_to_do() {
    let world = world().await;
    let (desk, member, other) = (world.sign_in(DESK).await, world.sign_in(MEMBER).await, world.sign_in(4).await);
    let (officer, who) = (world.actor(&desk).await, world.actor(&member).await);
    let me = service::views::me(&world.service, &who).await.expect("a member");
    service::change_door_code(&world.service, &officer, world.id(), 0).await.expect("a code");
    let hung =
        service::views::poster(&world.service, &officer, world.id()).await.expect("a poster").hung.expect("a code");
    let page = format!("/assembly/{}/arrive", world.assembly);
    let text = world.page(&page, &member).await;
    assert!(text.contains(&said("arrival-scan-again")) && !text.contains("/rpc/arrive"), "{text}");
    let text = world.page(&format!("{page}?door={}", hung.code), &member).await;
    let named = format!("{} (", me.name);
    assert_eq!(text.matches(&named).count(), 2, "on the button and on the own code: {text}");
    assert!(text.contains(&format!("name=\"number\" value=\"{}\"", me.number)), "{text}");
    // Somebody else signs in on that telephone, and presses what is on it.
    let form = format!("assembly={}&code={}&number={}", world.assembly, hung.code, me.number);
    let request = http::Request::post("/rpc/arrive")
        .header(http::header::COOKIE, &other)
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(http::header::REFERER, "/")
        .body(axum::body::Body::from(form));
    let answer = world.send(request.expect("a request")).await;
    let to = answer.headers[http::header::LOCATION].to_str().expect("text");
    assert_eq!(to, format!("{page}?refusal=other-signed-in"));

    // The poster that was changed meanwhile is shown, with a sentence.
    let form = format!("assembly={}&hung=0", world.assembly);
    let request = http::Request::post("/rpc/change-door-code")
        .header(http::header::COOKIE, &desk)
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(form));
    let answer = world.send(request.expect("a request")).await;
    let to = answer.headers[http::header::LOCATION].to_str().expect("text").to_owned();
    assert_eq!(to, "/desk/door?refusal=door-code-changed");
    let text = world.page(&to, &desk).await;
    assert!(text.contains(&said("refusal-door-code-changed")) && text.contains("poster__code"), "{text}");
}

#[tokio::test]
async fn plan_b_counts_elections_by_names_and_blank_and_void_apart() {
    let poll = serde_json::json!({
        "title": { "fr": "Conseil", "en": "Board" },
        "text": { "fr": "Élire.", "en": "Elect." },
        "seats": 2,
        "candidates": [9, 10, 11],
    });
    let poll = Some(serde_json::from_value(poll).expect("an election"));
    let world = world_of(&Seed { election: poll, ..Seed::default() }).await;
    let secretary = world.sign_in(DESK).await;
    let text = world.page(&format!("/assembly/{}/plan-b", world.assembly), &secretary).await;
    let items = world.votes.len();
    assert_eq!(text.matches("plan__tally").count(), 2 * items, "each teller has a form with every item");
    for key in ["plan-blank", "plan-void"] {
        let row = format!("<th scope=\"row\">{}<!></th>", said(key));
        assert_eq!(text.matches(&row).count(), 3 * items, "{key}: one row in each table");
    }
    // On the paper of an election there is a box for nobody; on a form it is the row of blank ones.
    assert_eq!(text.matches(&said("ballot-blank")).count(), 8, "{text}");
    assert!(text.contains(&said("plan-secret-names")), "more than one cross");
    for key in ["plan-step-remote", "plan-step-few", "plan-step-keep", "plan-left", "plan-ballot-of"] {
        assert!(text.contains(&said(key)), "{key}");
    }
    assert!(text.contains("Adopted by more than") && text.contains("Elected are those with most votes"), "{text}");
}
