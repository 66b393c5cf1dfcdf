//! What members say about proposals: kept to the letter, set as Markdown, run by no browser.

use domain::discussion::{MOST_COMMENT, MOST_REASON, Moderate, Moderation, WriteComment, check, reason};
use domain::ids::{CommentId, ProposalId};
use domain::lang::Lang;
use domain::proposals::{Kind, Move, ProposalMove, Write};
use http::StatusCode;
use reading::Page;

use super::answers::look;
use super::stage::{CHAIR, KEYLESS, Moment, Stage, VOTERS, seed};
use super::strings;

/// A proposal of a member, open for support.
pub async fn open(stage: &Stage) -> ProposalId {
    let (service, author) = (&stage.world.service, stage.actor(VOTERS[0]));
    let words = Write {
        kind: Kind::Resolution,
        language: Lang::Fr,
        title: "Mot".to_owned(),
        text: "Mot".to_owned(),
        reasons: String::new(),
        other_title: String::new(),
        other_text: String::new(),
    };
    let id = service::draft_proposal(service, &author, &words).await.expect("a draft");
    let opens = Move { happens: ProposalMove::Open, assembly: None };
    service::move_proposal(service, &author, id, &opens).await.expect("open");
    id
}

/// A page as a member reads it: sound, and nothing in it but what our pages are made of.
pub async fn read(stage: &Stage, who: usize, path: &str, lang: &str) -> Page {
    let cookie = format!("{}; voix_lang={lang}", stage.world.sign_in(who).await);
    let answer = stage.world.ask("GET", path, Some(&cookie), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    let page = look(&answer).unwrap_or_else(|fault| panic!("{path} ({lang}): {fault}"));
    page.unwrap_or_else(|| panic!("{path} is no page"))
}

async fn says(stage: &Stage, who: usize, id: ProposalId, text: &str) -> CommentId {
    let sent = WriteComment { answers: None, language: Lang::Fr, text: text.to_owned() };
    service::write_comment(&stage.world.service, &stage.actor(who), id, &sent).await.expect("said").0
}

/// Strings, some together, as long as a text of this length may be.
fn together(most: usize) -> Vec<String> {
    let (mut texts, mut text) = (Vec::new(), String::new());
    for string in strings::all() {
        let more = if text.is_empty() { string.text.clone() } else { format!("{text}\n\n{}", string.text) };
        if check(&string.text).is_err() || string.text.chars().count() > most / 2 {
            continue;
        }
        if more.chars().count() > most {
            texts.push(std::mem::replace(&mut text, string.text));
        } else {
            text = more;
        }
    }
    texts.push(text);
    texts
}

#[tokio::test]
async fn a_comment_runs_nothing_and_is_kept_to_the_letter() {
    let stage = Stage::at(Moment::Convened, &seed("Mot")).await;
    let id = open(&stage).await;
    let texts = together(MOST_COMMENT);
    assert!(texts.len() > 3, "{}", texts.len());
    for (n, text) in texts.iter().enumerate() {
        let comment = says(&stage, [VOTERS[0], VOTERS[1], KEYLESS][n % 3], id, text).await;
        let lang = if n % 2 == 0 { "fr" } else { "en" };
        read(&stage, VOTERS[1], &format!("/comments/{comment}"), lang).await;
        read(&stage, VOTERS[1], &format!("/proposals/{id}"), lang).await;
        let cookie = stage.world.sign_in(VOTERS[1]).await;
        let kept = stage.world.ask("GET", &format!("/api/v1/comments/{comment}"), Some(&cookie), None).await.text;
        let kept: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
        assert_eq!(kept["line"]["said"]["text"], serde_json::json!(text));
    }
    read(&stage, VOTERS[0], &format!("/proposals/{id}/discussion"), "fr").await;
}

#[tokio::test]
async fn the_reason_for_hiding_runs_nothing_and_is_read_as_it_was_written() {
    let stage = Stage::at(Moment::Convened, &seed("Mot")).await;
    let id = open(&stage).await;
    let texts: Vec<String> = together(MOST_REASON).into_iter().filter(|text| reason(text) == Ok(text)).collect();
    assert!(texts.len() > 5, "{}", texts.len());
    let comment = says(&stage, VOTERS[0], id, "Mot").await;
    for (n, text) in texts.iter().enumerate() {
        let moderation = if n % 2 == 0 { Moderation::Hide } else { Moderation::Show };
        let sent = Moderate { moderation, reason: text.clone() };
        service::moderate_comment(&stage.world.service, &stage.actor(CHAIR), comment, &sent).await.expect("moderated");
        let page = read(&stage, VOTERS[1], &format!("/comments/{comment}"), "fr").await;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            assert!(page.shows(line), "{line:?}");
        }
        read(&stage, VOTERS[1], &format!("/proposals/{id}/discussion"), "en").await;
    }
}

/// What a file of a proposal is served with: whatever it holds, it runs nothing.
#[tokio::test]
async fn a_file_of_a_proposal_runs_nothing_and_is_shown_only_as_an_image() {
    let stage = Stage::at(Moment::Convened, &seed("Mot")).await;
    let (id, author) = (open(&stage).await, stage.actor(VOTERS[0]));
    let cookie = stage.world.sign_in(VOTERS[1]).await;
    for (name, bytes, mime, way) in [
        ("a.pdf", b"%PDF-1.7 /JS (app.alert(1))".as_slice(), "application/pdf", "attachment"),
        ("a.csv", b"=HYPERLINK(1);<script>\n", "text/csv; charset=utf-8", "attachment"),
        ("a.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "image/png", "inline"),
        ("a.webp", b"RIFF\x04\0\0\0WEBP<script>alert(1)</script>", "image/webp", "inline"),
    ] {
        let file = service::attach_to_proposal(&stage.world.service, &author, id, name, bytes).await.expect("kept");
        let path = format!("/attachment/{file}");
        let answer = stage.world.ask("GET", &path, Some(&cookie), None).await;
        let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert_eq!(header("content-type"), mime, "{name}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
        assert!(header("content-security-policy").starts_with("sandbox; default-src 'none'"), "{name}");
        assert!(header("content-disposition").starts_with(&format!("{way}; filename=\"document.")), "{name}");
        let stranger = stage.world.ask("GET", &path, None, None).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{name}");
    }
}

#[tokio::test]
async fn the_name_of_a_file_runs_nothing_and_leads_nowhere() {
    let stage = Stage::at(Moment::Convened, &seed("Mot")).await;
    let (service, author) = (&stage.world.service, stage.actor(VOTERS[0]));
    let cookie = stage.world.sign_in(VOTERS[1]).await;
    let mut tried = 0;
    for names in strings::all().chunks(domain::attachments::MOST_EVER) {
        let id = open(&stage).await;
        let mut before = None;
        for hostile in names {
            tried += 1;
            let (name, bytes) = (format!("{}.csv", hostile.text), format!("a;{tried}\n"));
            let file = service::attach_to_proposal(service, &author, id, &name, bytes.as_bytes()).await.expect("kept");
            let answer = stage.world.ask("GET", &format!("/attachment/{file}"), Some(&cookie), None).await;
            assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, bytes.as_str()), "{}", hostile.name);
            if let Some(before) = before.replace(file) {
                service::remove_attachment(service, &author, before).await.expect("taken away");
            }
        }
        // Those that are there and those that were, all on one page.
        read(&stage, VOTERS[0], &format!("/proposals/{id}"), "fr").await;
        let withdraws = Move { happens: ProposalMove::Withdraw, assembly: None };
        service::move_proposal(service, &author, id, &withdraws).await.expect("withdrawn");
    }
    assert!(tried > 600, "{tried}");
}
