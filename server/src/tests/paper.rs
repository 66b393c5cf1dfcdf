//! Votes on paper as a browser without JavaScript sees them: the desk's button and list, the papers to print, the page on which two
//! type what they counted, and the result.

use app::i18n::Lang;
use domain::attendance::RecordAttendance;
use domain::bureau::ConstituteBureau;
use domain::vote::VoteMode;
use http::{Request, StatusCode, header};

use super::{Answer, World, world};

/// Who leads the session, who sits at the desk, who counts and types it by the own key, who counts without one, who votes on paper.
const CHAIR: usize = 0;
const DESK: usize = 1;
const COUNTS: usize = 6;
const SAYS: usize = 4;
const ON_PAPER: usize = 5;

fn said(key: &str) -> String {
    Lang::En.t(key)
}

impl World {
    async fn form(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(form.to_owned()));
        self.send(request.expect("a request")).await
    }

    fn number(&self, nth: usize) -> u32 {
        self.people[nth].number
    }

    /// The desk's button; where it leads.
    async fn marks(&self, desk: &str, nth: usize, way: &str) -> String {
        let form = format!("assembly={}&number={}&way={way}&q=", self.assembly, self.number(nth));
        let answer = self.form("/rpc/mark-paper", desk, &form).await;
        answer.headers[header::LOCATION].to_str().expect("text").to_owned()
    }
}

#[tokio::test]
async fn a_vote_on_paper_needs_no_javascript() {
    let world = world().await;
    let (chair, desk, counts) = (world.sign_in(CHAIR).await, world.sign_in(DESK).await, world.sign_in(COUNTS).await);
    let leads = world.actor(&chair).await;
    let id = world.id();
    service::open_session(&world.service, &leads, id).await.expect("begun");
    let form = service::views::console(&world.service, &leads, id).await.expect("a console").bureau.form;
    let asked = ConstituteBureau {
        first_scrutineer: world.number(COUNTS).to_string(),
        second_scrutineer: world.number(SAYS).to_string(),
        aloud: true,
        ..form
    };
    service::constitute_bureau(&world.service, &leads, id, &asked).await.expect("constituted");

    // Only whoever is in the hall votes on paper.
    let to = world.marks(&desk, ON_PAPER, "paper").await;
    assert_eq!(to, "/desk?refusal=paper-not-in-hall");
    assert!(world.page(&to, &desk).await.contains(&said("refusal-paper-not-in-hall")));
    let asked = RecordAttendance { number: world.number(ON_PAPER), comes: true };
    service::record_attendance(&world.service, &leads, id, &asked).await.expect("entered");
    let line = format!("/desk?q={}", world.number(ON_PAPER));
    let text = world.page(&line, &desk).await;
    assert!(text.contains("value=\"paper\"") && text.contains(&said("desk-papers-none")), "{text}");
    assert_eq!(world.marks(&desk, ON_PAPER, "paper").await, "/desk");
    let text = world.page(&line, &desk).await;
    assert!(text.contains(&said("desk-paper-is")) && text.contains(&said("desk-paper-back")), "{text}");
    assert!(text.contains(&said("desk-papers-no-vote")), "{text}");

    // How many papers, and where they are printed.
    let view = service::views::assembly(&world.service, id).await.expect("a view");
    let item = view.items.iter().find(|item| item.mode == VoteMode::Open).expect("an open vote").clone();
    service::open_vote(&world.service, &leads, item.vote).await.expect("open");
    let text = world.page("/desk", &desk).await;
    let slips = [("position", item.position.into()), ("count", 1_u32.into())];
    assert!(text.contains(&Lang::En.with("desk-papers-vote", &slips)), "{text}");
    let print = format!("/assembly/{id}/plan-b?item={}", item.position);
    assert!(text.contains(&print), "{text}");
    let paper = world.page(&print, &desk).await;
    assert!(paper.contains(&said("plan-one")) && paper.matches("plan__ballots").count() == 1, "{paper}");
    let whole = world.page(&format!("/assembly/{id}/plan-b?item=99"), &desk).await;
    assert!(whole.contains(&said("plan-title")) && !whole.contains(&said("plan-one-text")), "no such item");

    // The vote waits for its papers, on every page.
    service::close_vote(&world.service, &leads, item.vote).await.expect("closed");
    let waits = Lang::En.with("paper-waits", &[("voices", 1_u32.into())]);
    let page = format!("/vote/{}/paper", item.vote);
    let console = world.page("/console", &chair).await;
    assert!(console.contains(&waits) && console.contains(&page), "{console}");
    assert!(world.page(&format!("/vote/{}", item.vote), &counts).await.contains(&waits));
    assert!(world.page("/screen", &counts).await.contains(&said("screen-paper")));
    assert!(world.page("/votes", &counts).await.contains(&page), "the scrutineer is asked");

    counted(&world, (&chair, &counts), (&page, &item.vote.to_string())).await;
    let result = world.page(&format!("/vote/{}", item.vote), &counts).await;
    let of = [("papers", 1_u32.into()), ("voices", 1_u32.into()), ("null", 1_u32.into())];
    assert!(result.contains(&Lang::En.with("paper-of-voices", &of)), "{result}");
    assert_eq!(world.marks(&desk, ON_PAPER, "key").await, "/desk");
    assert_eq!(world.marks(&desk, ON_PAPER, "hand").await, "/desk?refusal=malformed");
}

/// One types on the own page, the chair for the other; what is refused comes back.
async fn counted(world: &World, (chair, counts): (&str, &str), (page, vote): (&str, &str)) {
    let text = world.page(page, counts).await;
    assert_eq!(text.matches("type=\"number\"").count(), 4, "{text}");
    let typed = |numbers: &str, more: &str| format!("vote={vote}&round=1&{numbers}{more}");
    let answer = world.form("/rpc/count-paper", counts, &typed("for=7&against=0&abstain=0&null=2", "")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = Lang::En.with("paper-both-numbers", &[("papers", 9_u32.into()), ("voices", 1_u32.into())]);
    assert!(answer.text.contains(&both) && answer.text.contains("value=\"7\""), "{}", answer.text);
    let answer = world.form("/rpc/count-paper", counts, &typed("for=x&against=0&abstain=0&null=2", "")).await;
    assert!(answer.text.contains(&said("refusal-paper-number")), "{}", answer.text);
    let answer = world.form("/rpc/count-paper", counts, &typed("named=1&blank=0&null=0&votes=1", "")).await;
    assert!(answer.text.contains(&said("refusal-paper-number")), "names where answers stand: {}", answer.text);
    let answer = world.form("/rpc/count-paper", counts, &typed("for=0&against=0&abstain=0&null=1", "")).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
    assert!(world.page(page, counts).await.contains(&said("hands-seat-typed")));
    // Whoever types for the other is shown no number.
    let text = world.page(page, chair).await;
    assert!(text.contains(&said("paper-seat-aloud")) && !text.contains("value=\"1\" autocomplete"), "{text}");
    let aloud = typed("for=0&against=0&abstain=0&null=1", "&seat=second-scrutineer");
    let answer = world.form("/rpc/note-paper", chair, &aloud).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
    assert!(world.page(page, chair).await.contains(&said("paper-done")));
}
