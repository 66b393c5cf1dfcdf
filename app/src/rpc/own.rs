//! Forms of the member's own record. What was typed and refused goes back to the same browser in a cookie of two minutes:
//! no name and no address stands in the address of a page.

use domain::own_record::{Consent, Correction, Departure, EmailChange};
use http::HeaderMap;
use leptos::prelude::*;

use super::{back, context, set_cookie, to};
use crate::pages::me::Typed;
use crate::visitor::{self, SESSION_COOKIE};

/// Name of the cookie that brings back what was typed.
const TYPED_COOKIE: &str = "__Host-voix-typed";
/// Most characters of a field that come back: more than any field may hold.
const LONGEST: usize = 260;
/// Longest value that browsers keep for sure.
const FITS: usize = 3800;

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<CorrectRecord>();
    register_explicit::<ChangeEmail>();
    register_explicit::<ConfirmMyEmail>();
    register_explicit::<SetConsent>();
    register_explicit::<Leave>();
}

/// A member corrects name, postal address, language.
#[server(prefix = "/rpc", endpoint = "correct-record")]
pub async fn correct_record(#[server(flatten)] typed: Correction) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::correct_record(&app.service, &who.actor, &typed).await {
        Ok(_) => to("/me?saved=1"),
        Err(error) => {
            keep(&fields(&typed));
            back("/me", &error)
        }
    }
}

/// A member asks for another address for messages.
#[server(prefix = "/rpc", endpoint = "change-email")]
pub async fn change_email(email: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let change = EmailChange { email };
    match service::change_email(&app.service, &who.actor, &change).await {
        Ok(_) => to("/me#me-email"),
        Err(error) => {
            keep(&[("email", &change.email)]);
            back("/me", &error)
        }
    }
}

/// The link sent to the new address was opened, and its button pressed.
#[server(prefix = "/rpc", endpoint = "confirm-my-email")]
pub async fn confirm_my_email(link: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::confirm_my_email(&app.service, &link).await {
        Ok(()) => to(if who.signed_in() { "/me?saved=1" } else { "/sign-in?confirmed=1" }),
        Err(error) => back("/", &error),
    }
}

/// A member gives consent to e-mail, or takes it back.
#[server(prefix = "/rpc", endpoint = "set-consent")]
pub async fn set_consent(consent: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = service::set_consent(&app.service, &who.actor, &Consent { consent }).await;
    outcome.map_or_else(|error| back("/me", &error), |()| to("/me?saved=1"))
}

/// A member leaves.
#[server(prefix = "/rpc", endpoint = "leave")]
pub async fn leave(#[server(default)] sure: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::leave(&app.service, &who.actor, &Departure { sure }).await {
        Ok(()) => {
            set_cookie(&format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"));
            to("/left")
        }
        Err(error) => back("/me/leave", &error),
    }
}

fn fields(typed: &Correction) -> [(&'static str, &str); 8] {
    [
        ("name", &typed.name),
        ("representative", &typed.representative),
        ("legal_number", &typed.legal_number),
        ("street", &typed.street),
        ("postcode", &typed.postcode),
        ("city", &typed.city),
        ("country", &typed.country),
        ("language", &typed.language),
    ]
}

/// Lets the browser bring back what was typed, when it fits a cookie.
fn keep(fields: &[(&str, &str)]) {
    if let Some(value) = written(fields) {
        set_cookie(&format!("{TYPED_COOKIE}={value}; Path=/; Max-Age=120; HttpOnly; Secure; SameSite=Lax"));
    }
}

fn written(fields: &[(&str, &str)]) -> Option<String> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, &value.chars().take(LONGEST).collect::<String>());
    }
    Some(form.finish()).filter(|value| value.len() <= FITS)
}

/// What the browser brings back. What no page can show is left out.
pub(crate) fn typed(headers: &HeaderMap) -> Option<Typed> {
    read(&visitor::cookie(headers, TYPED_COOKIE)?)
}

fn read(value: &str) -> Option<Typed> {
    let mut typed = Correction::default();
    for (name, value) in form_urlencoded::parse(value.as_bytes()) {
        let value: String = value.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        match name.as_ref() {
            "email" => return Some(Typed::Email(value)),
            "name" => typed.name = value,
            "representative" => typed.representative = value,
            "legal_number" => typed.legal_number = value,
            "street" => typed.street = value,
            "postcode" => typed.postcode = value,
            "city" => typed.city = value,
            "country" => typed.country = value,
            "language" => typed.language = value,
            _ => return None,
        }
    }
    Some(Typed::Record(typed))
}

/// The cookie, gone.
pub(crate) fn forgotten_cookie() -> String {
    format!("{TYPED_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let correction = Correction {
            name: "Maëlle; Le Goff=&<b>".to_owned(),
            city: "Besançon".to_owned(),
            language: "fr".to_owned(),
            ..Correction::default()
        };
        let value = written(&fields(&correction)).expect("it fits");
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';' && byte != b','), "{value}");
        let Some(Typed::Record(back)) = read(&value) else { panic!("{value}") };
        assert_eq!(back, correction);
        let Some(Typed::Email(back)) = read(&written(&[("email", "a b@c")]).expect("it fits")) else { panic!() };
        assert_eq!(back, "a b@c");
    }

    #[test]
    fn what_is_too_long_for_a_cookie_is_not_sent() {
        let long = "é".repeat(5000);
        let correction = Correction { name: long.clone(), street: long.clone(), city: long, ..Correction::default() };
        assert_eq!(written(&fields(&correction)), None);
    }
}
