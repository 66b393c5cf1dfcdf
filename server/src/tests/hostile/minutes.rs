//! The minutes as a file: there once they are published, the same for everybody who reads the page, in either language,
//! whatever words stand in them.

use app::i18n::Lang;
use axum::body::Body;
use domain::minutes_corrected::CorrectMinutes;
use http::{Request, StatusCode, header};
use tower::ServiceExt as _;

use super::stage::{HOLDER, Moment, SECRETARY, Stage, VOTERS, seed};
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
async fn the_page_says_who_signs_and_takes_corrections_without_javascript() {
    let stage = Stage::at(Moment::Published, &seed("Mot")).await;
    let path = format!("/minutes/{}", stage.assembly());
    let reads = async |cookie: Option<&str>| stage.world.ask("GET", &path, cookie, None).await.text;
    let (secretary, holder) = (stage.world.sign_in(SECRETARY).await, stage.world.sign_in(HOLDER).await);
    let t = |key: &str| Lang::En.t(key);
    let (public, own) = (reads(None).await, reads(Some(&secretary)).await);
    for key in ["minutes-signed-title", "minutes-signed-law", "minutes-signed-paper", "minutes-signed-awaited"] {
        assert!(public.contains(&t(key)) && own.contains(&t(key)), "{key}: {public}");
    }
    assert!(!public.contains(&t("minutes-correct-go")) && own.contains(&t("minutes-correct-go")));
    // Chair and secretary of the demo have no key; the first who has one counts.
    assert!(!own.contains(&t("minutes-sign-noscript")), "{own}");
    assert!(reads(Some(&holder)).await.contains(&t("minutes-sign-noscript")));

    let posts = async |after: u32, text: &str| {
        let form = format!("assembly={}&after={after}&item=1&text={text}&reason=Mot", stage.assembly());
        let request = Request::post("/rpc/correct-minutes")
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::COOKIE, secretary.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form));
        stage.world.send(request.expect("a request")).await
    };
    let empty = posts(0, "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text);
    assert!(empty.text.contains(&t("refusal-text-invalid")) && empty.text.contains(&t("minutes-correct-kept")));
    let done = posts(0, "Lire+Dole.%0D%0AEt+non+Dijon.").await;
    let to = done.headers[header::LOCATION].to_str().expect("text");
    assert_eq!((done.status, to), (StatusCode::FOUND, path.as_str()));
    let again = posts(0, "Lire+Lons.").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
    assert!(again.text.contains(&t("refusal-minutes-corrected")) && again.text.contains("Lire Lons."));
    assert!(again.text.contains("name=\"after\" value=\"1\""), "what comes back can be sent: {}", again.text);
    let public = reads(None).await;
    let title = Lang::En.with("minutes-correction", &[("number", 1_u32.into())]);
    for words in [title.as_str(), "Lire Dole.", "Et non Dijon.", &t("minutes-correction-by-secretary")] {
        assert!(public.contains(words), "{words}: {public}");
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

#[tokio::test]
async fn minutes_are_found_in_their_register_and_one_resolution_is_taken_out() {
    let stage = Stage::at(Moment::Published, &seed("Mot")).await;
    let t = |key: &str| Lang::En.t(key);
    let reads = async |path: &str| {
        let answer = stage.world.ask("GET", path, None, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    };
    let (address, number) = (
        format!("href=\"/minutes/{}\"", stage.assembly()),
        Lang::En.with("minutes-number", &[("number", 1_u32.into())]),
    );
    let counted =
        |count: u32| Lang::En.with("minutes-register-found", &[("count", count.into()), ("total", 1_u32.into())]);
    let all = reads("/minutes").await;
    assert!(all.contains(&address) && all.contains(&number), "{all}");
    let found = reads("/minutes?q=MOT").await;
    assert!(found.contains(&address) && found.contains(&counted(1)), "{found}");
    for nothing in ["%25", "_", "mot+nulle-part", "%27+OR+1%3D1"] {
        let none = reads(&format!("/minutes?q={nothing}")).await;
        assert!(none.contains(&counted(0)) && none.contains(&t("minutes-register-nothing")), "{nothing}: {none}");
        assert!(!none.contains(&address), "{nothing}: {none}");
    }
    assert!(reads(&format!("/minutes/{}", stage.assembly())).await.contains(&number));
    let extract = format!("/minutes/{}/extract?item=2", stage.assembly());
    let page = reads(&extract).await;
    assert!(page.contains(&t("extract-note")) && page.contains(&number) && page.contains("extract.pdf"), "{page}");
    let file = extract.replace("extract?", "extract.pdf?lang=en&");
    assert!(reads(&file).await.starts_with("%PDF-1.7"));
    for none in ["item=0", "item=99", "item=-1", "item=x", "item=2147483648000"] {
        let path = extract.replace("item=2", none);
        assert_eq!(stage.world.ask("GET", &path, None, None).await.status, StatusCode::NOT_FOUND, "{none}");
    }
}
