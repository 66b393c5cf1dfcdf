//! The board elects its president, as a browser without JavaScript sees it, in both languages.

use app::i18n::Lang;
use domain::roles::Role;
use http::{Request, header};

use super::{World, world};

const PAGE: &str = "/register/offices";
/// Who presides, who keeps the minutes and sits on the board as well.
const CHAIR: usize = 0;
const SECRETARY: usize = 1;

impl World {
    /// Presses a button of the page; where it leads.
    async fn presses(&self, path: &str, cookie: &str, form: &str) -> String {
        let request = Request::post(path)
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(form.to_owned()));
        let answer = self.send(request.expect("a request")).await;
        answer.headers[header::LOCATION].to_str().expect("text").to_owned()
    }

    async fn read_in(&self, lang: Lang, cookie: &str) -> String {
        let word = if lang == Lang::Fr { "fr" } else { "en" };
        let request = Request::get(PAGE).header(header::ACCEPT_LANGUAGE, word).header(header::COOKIE, cookie);
        self.send(request.body(axum::body::Body::empty()).expect("a request")).await.text
    }
}

/// Each of these stands on the page in either language, or in neither.
async fn says(world: &World, cookie: &str, keys: &[&str], there: bool) {
    for lang in [Lang::En, Lang::Fr] {
        let page = world.read_in(lang, cookie).await;
        for key in keys {
            assert_eq!(page.contains(&lang.t(key)), there, "{lang:?} {key}: {page}");
        }
    }
}

#[tokio::test]
async fn the_board_elects_its_president_without_javascript() {
    let world = world().await;
    let (chair, secretary) = (world.sign_in(CHAIR).await, world.sign_in(SECRETARY).await);
    let round = ["president-round-open", "president-name-go", "president-close-go"];
    says(&world, &chair, &["president-title", "president-by-board", "president-no-round", "president-open-go"], true)
        .await;
    says(&world, &chair, &round, false).await;
    assert_eq!(world.presses("/rpc/open-president-round", &chair, "").await, "/register/offices#president");
    let again = world.presses("/rpc/open-president-round", &chair, "").await;
    assert_eq!(again, "/register/offices?refusal=president-round-open");
    says(&world, &chair, &round, true).await;
    says(&world, &chair, &["president-open-go", "president-last"], false).await;

    let actor = world.actor(&chair).await;
    let offices = service::views::offices(&world.service, &actor).await.expect("offices");
    let id = offices.president.open.expect("a round").id;
    let number = world.people[SECRETARY].number;
    let directors = offices.president.directors.len();
    for nth in 0..world.people.len() {
        let cookie = world.sign_in(nth).await;
        if world.actor(&cookie).await.has(Role::Board) {
            let to = world.presses("/rpc/name-president", &cookie, &format!("round={id}&number={number}")).await;
            assert_eq!(to, "/register/offices#president");
        }
    }
    let to = world.presses("/rpc/name-president", &chair, &format!("round={id}&number=99999")).await;
    assert_eq!(to, "/register/offices?refusal=no-such-number");
    says(&world, &chair, &["president-given", "president-awaited", "president-none"], true).await;

    let close = format!("round={id}");
    assert_eq!(world.presses("/rpc/close-president-round", &secretary, &close).await, "/register/offices#president");
    let again = world.presses("/rpc/close-president-round", &secretary, &close).await;
    assert_eq!(again, "/register/offices?refusal=president-round-closed");
    says(&world, &secretary, &["president-last", "president-by-candidate", "president-by-name"], true).await;
    let count = u32::try_from(directors).expect("few");
    for lang in [Lang::En, Lang::Fr] {
        let of = [("voices", count.into()), ("directors", count.into())];
        let page = world.read_in(lang, &secretary).await;
        assert!(page.contains(&lang.with("president-voices-of", &of)), "{page}");
    }
    assert!(world.actor(&secretary).await.has(Role::Chair));
    assert!(!world.actor(&chair).await.has(Role::Chair));
}
