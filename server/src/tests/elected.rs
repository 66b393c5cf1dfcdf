//! After the count of an election, as browsers without JavaScript see it in both languages: a draw that the chair enters on the
//! console and a scrutineer reads under "My votes", and seats that are declined. The results are put into the database as they are
//! kept: there is no ballot in them.

use app::i18n::Lang;
use domain::bureau::ConstituteBureau;
use domain::contest::Contest;
use domain::decision::Beside;
use domain::elected::{Named, elect_by};
use domain::ids::{AssemblyId, ResolutionId, VoteId};
use domain::resolution::{Resolution, Text};
use domain::seats::TieBreak;
use domain::statutes::Preset;
use domain::vote::{VoteMode, VoteState};
use http::{Request, header};
use protocol::canonical;
use service::demo::Seed;
use store::Db;
use store::assemblies::{self, Frozen};
use store::votes::{self, Move, NewVote};
use uuid::Uuid;

use super::{World, world, world_of};

/// Who leads the session, and who sits as scrutineers.
const CHAIR: usize = 0;
const READS: usize = 6;
const ALSO: usize = 4;
/// Numbers of those who stand where seats are declined.
const STAND: [u32; 2] = [9, 10];

/// Presses a button; where it leads.
async fn presses(world: &World, path: &str, cookie: &str, form: String) -> String {
    let request = Request::post(path)
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(form));
    let answer = world.send(request.expect("a request")).await;
    answer.headers[header::LOCATION].to_str().expect("text").to_owned()
}

async fn page(world: &World, lang: Lang, path: &str, cookie: &str) -> String {
    let request = Request::get(path).header(header::ACCEPT_LANGUAGE, lang.code()).header(header::COOKIE, cookie);
    world.send(request.body(axum::body::Body::empty()).expect("a request")).await.text
}

/// What a sentence about somebody drawn says, in both languages, is on a page, or is not.
async fn says(world: &World, (path, cookie): (&str, &str), key: &str, there: bool) {
    for lang in [Lang::En, Lang::Fr] {
        let said = lang.with(key, &[("names", "Zoé Zahn".into())]);
        let text = page(world, lang, path, cookie).await;
        assert_eq!(text.contains(&said), there, "{lang:?} {key}: {text}");
    }
}

/// The database behind the pages.
async fn database(world: &World) -> Db {
    Db::open(&format!("sqlite:{}", world.folder.path().join("voix.sqlite").display())).await.expect("it")
}

/// An election of one of two, who are equal.
async fn tied(world: &World, assembly: AssemblyId) -> VoteId {
    let db = database(world).await;
    let mut tx = db.write().await.expect("a transaction");
    let contest = Contest { seats: 1, most: 1, candidates: vec!["Anne Émery".to_owned(), "Zoé Zahn".to_owned()] };
    let text = Text { fr: "Le conseil".to_owned(), en: "The board".to_owned() };
    let id = ResolutionId(Uuid::from_u128(0x7000));
    let resolution = Resolution { id, title: text.clone(), text, election: Some(contest.clone()) };
    let body = canonical::to_string(&resolution).expect("a resolution");
    let frozen = Frozen { id, assembly, body, hash: resolution.hash() };
    assemblies::insert_resolution(&mut tx, &frozen).await.expect("kept");
    let vote = VoteId(Uuid::from_u128(0x7100));
    let (mode, preset) = (VoteMode::Secret, None);
    let new = NewVote { id: vote, assembly, position: 20, resolution: id, mode, preset };
    votes::insert(&mut tx, &new, VoteState::Prepared).await.expect("kept");
    let step = |from, to| Move { vote, from, to, at: 0 };
    votes::open(&mut tx, step(VoteState::Prepared, VoteState::Open)).await.expect("open");
    votes::close(&mut tx, step(VoteState::Open, VoteState::Closed), 150, 150).await.expect("closed");
    let mut rules = Preset::load("sa-cooperative-fr-ago").expect("a preset");
    (rules.elections.tie_break, rules.elections.needs) = (TieBreak::Draw, None);
    let said = Named { blank: 0, named: 4, votes: vec![2, 2] };
    let quorum = rules.quorum_of(1).check(150, 150);
    let decision = elect_by(&rules.elections, quorum, &contest, (&said, &[]), Beside::default());
    let text = serde_json::to_string(&decision).expect("a decision");
    assert!(votes::decide(&mut tx, step(VoteState::Closed, VoteState::Decided), &text).await.expect("decided"));
    tx.commit().await.expect("committed");
    db.close().await;
    vote
}

#[tokio::test]
async fn a_draw_is_entered_by_one_and_read_by_another_without_javascript() {
    let world = world().await;
    let (chair, reads) = (world.sign_in(CHAIR).await, world.sign_in(READS).await);
    let leads = world.actor(&chair).await;
    let id = world.id();
    service::open_session(&world.service, &leads, id).await.expect("begun");
    let form = service::views::console(&world.service, &leads, id).await.expect("a console").bureau.form;
    let asked = ConstituteBureau {
        first_scrutineer: world.people[READS].number.to_string(),
        second_scrutineer: world.people[ALSO].number.to_string(),
        aloud: true,
        ..form
    };
    service::constitute_bureau(&world.service, &leads, id, &asked).await.expect("constituted");
    let vote = tied(&world, id).await;

    says(&world, ("/console", &chair), "draw-go", true).await;
    says(&world, ("/votes", &reads), "draw-same", false).await;
    let enter = || presses(&world, "/rpc/record-draw", &chair, format!("vote={vote}&drawn[0]=1"));
    assert_eq!(enter().await, "/console");
    assert_eq!(enter().await, "/console?refusal=draw-waits");
    says(&world, ("/console", &chair), "draw-waits", true).await;
    says(&world, ("/console", &chair), "draw-go", false).await;
    for key in ["draw-read-text", "draw-same", "draw-differs"] {
        says(&world, ("/votes", &reads), key, true).await;
        says(&world, ("/votes", &chair), key, false).await;
    }
    says(&world, (&format!("/vote/{vote}"), &reads), "election-waits-draw", true).await;

    let answers = |cookie: String, n: u32, said: &'static str| {
        let (world, form) = (&world, format!("vote={vote}&n={n}&said={said}"));
        async move { presses(world, "/rpc/confirm-draw", &cookie, form).await }
    };
    assert_eq!(answers(chair.clone(), 1, "same").await, "/votes?refusal=not-found");
    assert_eq!(answers(reads.clone(), 1, "perhaps").await, "/votes?refusal=malformed");
    assert_eq!(answers(reads.clone(), 1, "differs").await, "/votes");
    says(&world, ("/votes", &reads), "draw-same", false).await;
    for key in ["draw-differed", "draw-go"] {
        says(&world, ("/console", &chair), key, true).await;
    }
    assert_eq!(enter().await, "/console");
    assert_eq!(answers(reads.clone(), 1, "same").await, "/votes?refusal=draw-not-awaited");
    says(&world, (&answers(reads.clone(), 1, "same").await, &reads), "refusal-draw-not-awaited", true).await;
    assert_eq!(answers(reads.clone(), 2, "same").await, "/votes");
    says(&world, (&format!("/vote/{vote}"), &chair), "election-was-drawn-first", true).await;
    says(&world, ("/console", &chair), "draw-go", false).await;
}

/// Its session has begun, and everybody who stands is elected.
async fn elected(world: &World, leads: &domain::roles::Actor) -> VoteId {
    let id = world.id();
    service::open_session(&world.service, leads, id).await.expect("begun");
    let form = service::views::console(&world.service, leads, id).await.expect("a console").bureau.form;
    service::constitute_bureau(&world.service, leads, id, &form).await.expect("constituted");
    let items = service::views::assembly(&world.service, id).await.expect("a view").items;
    let item = items.into_iter().find(|item| item.resolution.election.is_some()).expect("an election");
    let contest = item.resolution.election.expect("an election");
    let rules = Preset::load("sa-cooperative-fr-ago").expect("a preset");
    let said = Named { blank: 0, named: 4, votes: vec![4, 3] };
    let quorum = rules.quorum_of(1).check(150, 150);
    let decision = elect_by(&rules.elections, quorum, &contest, (&said, &[]), Beside::default());
    let text = serde_json::to_string(&decision).expect("a decision");
    let db = database(world).await;
    let mut tx = db.write().await.expect("a transaction");
    let step = |from, to| Move { vote: item.vote, from, to, at: 0 };
    votes::open(&mut tx, step(VoteState::Prepared, VoteState::Open)).await.expect("open");
    votes::close(&mut tx, step(VoteState::Open, VoteState::Closed), 150, 150).await.expect("closed");
    assert!(votes::decide(&mut tx, step(VoteState::Closed, VoteState::Decided), &text).await.expect("decided"));
    tx.commit().await.expect("committed");
    db.close().await;
    item.vote
}

#[tokio::test]
async fn whoever_is_elected_declines_without_javascript_or_says_so_aloud() {
    let poll = serde_json::json!({
        "title": { "fr": "Conseil", "en": "Board" },
        "text": { "fr": "Élire.", "en": "Elect." },
        "seats": 2,
        "candidates": STAND,
    });
    let poll = Some(serde_json::from_value(poll).expect("an election"));
    let world = world_of(&Seed { election: poll, ..Seed::default() }).await;
    let chair = world.sign_in(CHAIR).await;
    let vote = elected(&world, &world.actor(&chair).await).await;
    let of = |number: u32| world.people.iter().position(|one| one.number == number).expect("somebody who stands");
    let (one, other) = (world.sign_in(of(STAND[0])).await, world.sign_in(of(STAND[1])).await);
    let public = format!("/vote/{vote}");

    for key in ["decline-seat", "decline-text", "decline-go"] {
        says(&world, ("/votes", &one), key, true).await;
        says(&world, ("/votes", &chair), key, false).await;
    }
    says(&world, ("/console", &chair), "decline-aloud-go", true).await;
    says(&world, (&public, &chair), "election-declined", false).await;
    let declines = |cookie: String| {
        let (world, form) = (&world, format!("vote={vote}"));
        async move { presses(world, "/rpc/decline-seat", &cookie, form).await }
    };
    assert_eq!(declines(chair.clone()).await, "/votes?refusal=not-elected");
    assert_eq!(declines(one.clone()).await, "/votes");
    assert_eq!(declines(one.clone()).await, "/votes?refusal=seat-declined");
    says(&world, ("/votes", &one), "decline-go", false).await;
    says(&world, (&public, &chair), "election-declined", true).await;
    says(&world, (&public, &chair), "outcome-elected-some", true).await;

    // Which place the other stands at, the form on the console says: the one left.
    let console = page(&world, Lang::En, "/console", &chair).await;
    let form = console.split("/rpc/note-declined").nth(1).and_then(|rest| rest.split("</select>").next());
    let select = form.and_then(|form| form.split("<select").nth(1)).expect("a choice");
    let (tag, options) = select.split_once('>').expect("a tag");
    assert_eq!(options.matches("<option").count(), 2, "{select}");
    assert!(tag.contains("required") && options.contains("value=\"\""), "nobody is chosen before: {select}");
    let place = u32::from(!options.contains("value=\"0\""));
    let note = |place: u32| presses(&world, "/rpc/note-declined", &chair, format!("vote={vote}&place={place}"));
    assert_eq!(note(7).await, "/console?refusal=not-elected");
    assert_eq!(note(place).await, "/console");
    assert_eq!(declines(other.clone()).await, "/votes?refusal=seat-declined");
    for key in ["outcome-vacant", "election-elected-vacant"] {
        says(&world, (&public, &chair), key, true).await;
    }
    says(&world, ("/console", &chair), "decline-aloud-go", false).await;
}
