//! The minutes as a file: there once they are published, the same for everybody who reads the page, in either language,
//! whatever words stand in them.

use axum::body::Body;
use domain::minutes_corrected::CorrectMinutes;
use http::{Request, StatusCode, header};
use tower::ServiceExt as _;

use super::stage::{Moment, SECRETARY, Stage, VOTERS, seed};
use crate::tests::Answer;

async fn file(stage: &Stage, asked: &str, cookie: Option<&str>) -> Answer {
    let path = format!("/minutes/{}/minutes.pdf{asked}", stage.assembly());
    stage.world.ask("GET", &path, cookie, None).await
}

/// Whether it is a file of this language, to keep and not to show; and what is in it.
fn sound(answer: &Answer, lang: &str) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let head = |name: header::HeaderName| answer.headers[name].to_str().expect("text").to_owned();
    assert_eq!(head(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(head(header::CACHE_CONTROL), "private, no-store");
    assert_eq!(head(header::CONTENT_SECURITY_POLICY), "default-src 'none'; frame-ancestors 'none'");
    let name = if lang == "fr" { "proces-verbal" } else { "minutes" };
    let disposition = head(header::CONTENT_DISPOSITION);
    let named =
        disposition.starts_with(&format!("attachment; filename=\"{name}-20")) && disposition.ends_with(".pdf\"");
    assert!(named, "{disposition}");
    assert!(answer.text.starts_with("%PDF-1.7"), "no PDF");
    assert!(answer.text.contains(&format!("/Lang({lang})")), "not in {lang}");
    answer.text.clone()
}

#[tokio::test]
async fn the_minutes_are_a_file_once_they_are_published() {
    let stage = Stage::at(Moment::Published, &seed("Mot")).await;
    let stranger = sound(&file(&stage, "", None).await, "en");
    let cookie = stage.world.sign_in(VOTERS[0]).await;
    assert!(stranger == sound(&file(&stage, "?lang=en", Some(&cookie)).await, "en"), "another file for a member");
    assert!(stranger != sound(&file(&stage, "?lang=fr", None).await, "fr"));
    for unknown in ["?lang=", "?lang=xx", "?lang=%00", "?other=fr"] {
        assert!(stranger == sound(&file(&stage, unknown, None).await, "en"), "{unknown}");
    }
    for lang in ["en", "fr"] {
        let path = format!("/minutes/{}", stage.assembly());
        let page = stage.world.ask("GET", &path, Some(&format!("voix_lang={lang}")), None).await.text;
        let link = format!("href=\"/minutes/{}/minutes.pdf?lang={lang}\"", stage.assembly());
        assert!(page.contains(&link), "{page}");
    }
    for twice in ["?lang=fr&lang=en", "?lang[]=fr"] {
        assert!(file(&stage, twice, None).await.status.as_u16() < 500, "{twice}");
    }
}

/// The file as it is sent, byte for byte.
async fn bytes(stage: &Stage, lang: &str) -> Vec<u8> {
    let path = format!("/minutes/{}/minutes.pdf?lang={lang}", stage.assembly());
    let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
    let answer = stage.world.app.clone().oneshot(request).await.expect("infallible");
    axum::body::to_bytes(answer.into_body(), 4 << 20).await.expect("a body").to_vec()
}

#[tokio::test]
async fn the_page_that_compares_a_file_has_the_fingerprints_of_those_that_are_sent() {
    let stage = Stage::at(Moment::Published, &seed("Mot")).await;
    let path = format!("/minutes/{}/file", stage.assembly());
    let compared = async || stage.world.ask("GET", &path, None, None).await.text;
    let before = compared().await;
    for lang in ["fr", "en"] {
        let hash = protocol::hash::sha256_hex(&bytes(&stage, lang).await);
        assert!(before.contains(&hash), "{lang}: {hash} is not in {before}");
    }
    assert!(before.contains("id=\"checked-file\"") && before.contains("voix-desk"), "{before}");
    let asked = CorrectMinutes {
        text: "Lire : Dole.".to_owned(),
        reason: "Le lieu est faux.".to_owned(),
        ..CorrectMinutes::default()
    };
    let secretary = stage.actor(SECRETARY);
    service::correct_minutes(&stage.world.service, &secretary, stage.assembly(), &asked).await.expect("corrected");
    let after = compared().await;
    for lang in ["fr", "en"] {
        let hash = protocol::hash::sha256_hex(&bytes(&stage, lang).await);
        assert!(after.contains(&hash) && !before.contains(&hash), "{lang}: a correction makes another file");
    }
}

#[tokio::test]
async fn before_they_are_published_there_is_no_file() {
    let stage = Stage::at(Moment::Convened, &seed("Mot")).await;
    let answer = file(&stage, "?lang=fr", None).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text.contains("<h1>") && !answer.text.contains("%PDF"), "{}", answer.text);
}

#[tokio::test]
async fn words_that_want_something_of_the_file_get_nothing() {
    for words in ["#panic(\"x\") $x$ *y* @z \\", "👩\u{200D}🌾 שרה نور ❤\u{FE0F}", "] #eval(\"1\") // `"] {
        let stage = Stage::at(Moment::Published, &seed(words)).await;
        sound(&file(&stage, "?lang=fr", None).await, "fr");
    }
}
