//! The member's own record, through forms and pages.

use axum::body::Body;
use http::{Request, StatusCode, header};

use super::{Answer, World, world};

async fn post(world: &World, path: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::post(path)
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    world.send(request.expect("a request")).await
}

fn text<'a>(answer: &'a Answer, name: &header::HeaderName) -> &'a str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn what_was_typed_and_refused_comes_back_once_and_stands_in_no_address() {
    let world = world().await;
    let member = world.sign_in(4).await;
    let form = "name=Ma%C3%ABlle+%22%3E%3Cscript%3E&street=&postcode=&city=Besan%C3%A7on&country=&language=fr";
    let refused = post(&world, "/rpc/correct-record", &member, form).await;
    assert_eq!(refused.status, StatusCode::FOUND);
    assert_eq!(text(&refused, &header::LOCATION), "/me?refusal=address-missing", "nothing that was typed");
    let cookie = text(&refused, &header::SET_COOKIE);
    for word in ["HttpOnly", "Secure", "SameSite=Lax", "Max-Age=120"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let both = format!("{member}; {}", cookie.split(';').next().expect("a pair"));
    let page = world.ask("GET", "/me?refusal=address-missing", Some(&both), None).await;
    assert!(page.text.contains("Maëlle") && page.text.contains("aria-invalid=\"true\""), "{}", page.text);
    assert!(!page.text.contains("\"><script>"), "{}", page.text);
    assert!(text(&page, &header::SET_COOKIE).contains("Max-Age=0"), "once");
    let later = world.ask("GET", "/me", Some(&both), None).await;
    assert!(!later.text.contains("Maëlle"), "without a refusal the register speaks");
    let form = "name=Autre+Nom&street=1+rue&city=Besan%C3%A7on&language=en";
    let done = post(&world, "/rpc/correct-record", &member, form).await;
    assert_eq!((done.status, text(&done, &header::LOCATION)), (StatusCode::FOUND, "/me?saved=1"));
    let page = world.ask("GET", "/me", Some(&member), None).await;
    assert!(page.text.contains("Autre Nom") && page.text.contains("Name changed"), "{}", page.text);
}

#[tokio::test]
async fn a_member_downloads_a_file_and_leaves_by_a_box_that_is_ticked() {
    let world = world().await;
    let member = world.sign_in(4).await;
    let file = world.ask("GET", "/api/v1/me/data.json", Some(&member), None).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(text(&file, &header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert!(file.text.contains("\"share_entries\""), "{}", file.text);
    let unsure = post(&world, "/rpc/leave", &member, "").await;
    assert_eq!(text(&unsure, &header::LOCATION), "/me/leave?refusal=leave-not-confirmed");
    let left = post(&world, "/rpc/leave", &member, "sure=yes").await;
    assert_eq!(text(&left, &header::LOCATION), "/left");
    assert!(text(&left, &header::SET_COOKIE).contains("Max-Age=0"));
    assert_eq!(world.ask("GET", "/me", Some(&member), None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.ask("GET", "/left", None, None).await.status, StatusCode::OK);
}

/// Whether a field says that it is wrong, and a screen reader finds why.
fn tied(page: &Answer, field: &str) -> bool {
    let described = format!("aria-describedby=\"{field}-wrong");
    page.text.contains(&described)
        && page.text.contains(&format!("id=\"{field}-wrong\""))
        && page.text.matches("aria-invalid=\"true\"").count() == 1
}

#[tokio::test]
async fn what_is_wrong_with_a_form_about_shares_is_tied_to_its_field() {
    let world = world().await;
    let member = world.sign_in(4).await;
    for (form, field) in [
        ("kind=transfer&shares=1&receiver=nobody", "receiver-transfer"),
        ("kind=subscription&shares=0", "shares-subscription"),
        ("kind=withdrawal&shares=many", "shares-withdrawal"),
    ] {
        let refused = post(&world, "/rpc/ask-shares", &member, form).await;
        let page = world.ask("GET", text(&refused, &header::LOCATION), Some(&member), None).await;
        assert!(tied(&page, field), "{field}: {}", page.text);
    }
    post(&world, "/rpc/ask-shares", &member, "kind=subscription&shares=1").await;
    let board = world.sign_in(0).await;
    let page = world.ask("GET", "/register/shares", Some(&board), None).await;
    let (_, rest) = page.text.split_once("name=\"request\" value=\"").expect("a request that waits");
    let request = rest.split('"').next().expect("an id");
    let form = format!("request={request}&decision=refuse&reason=");
    let refused = post(&world, "/rpc/decide-share-request", &board, &form).await;
    let page = world.ask("GET", text(&refused, &header::LOCATION), Some(&board), None).await;
    assert!(tied(&page, &format!("reason-{request}")), "{}", page.text);
}

#[tokio::test]
async fn every_reader_of_the_list_is_told_what_it_is_for() {
    let world = world().await;
    let path = format!("/assembly/{}/members", world.assembly);
    assert_eq!(world.ask("GET", &path, None, None).await.status, StatusCode::UNAUTHORIZED);
    let member = world.sign_in(4).await;
    for asked in ["", "?find=a&page=2", "?all=1", "?page=0", "?page=nonsense&find=%00%3Cb%3E"] {
        let page = world.ask("GET", &format!("{path}{asked}"), Some(&member), None).await;
        assert_eq!(page.status, StatusCode::OK, "{asked}");
        assert!(page.text.contains("no advertising, no publishing"), "{asked}: {}", page.text);
        assert!(!page.text.contains("<b>"), "{asked}");
    }
}
