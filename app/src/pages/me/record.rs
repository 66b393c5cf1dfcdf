//! What the member may correct: who they are, where letters go, the address for messages, consent to e-mail.

use domain::Refusal;
use domain::member::MemberClass;
use domain::own_record::{Correction, OwnRecord};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::field::{Field, wrong as sentence};
use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::rpc::own as rpc;

/// Name, postal address, language.
#[component]
pub fn Who(mine: OwnRecord, typed: Option<Correction>, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let organisation = mine.identity.class == MemberClass::Organisation;
    let stands = typed.unwrap_or_else(|| Correction::of(&mine.identity, mine.lang));
    let missing =
        |text: &str, refusals: &[Refusal]| text.trim().is_empty().then(|| sentence(lang, refusal, refusals)).flatten();
    let no_name = missing(&stands.name, &[Refusal::TextInvalid]);
    let no_street = missing(&stands.street, &[Refusal::AddressMissing]);
    let no_city = missing(&stands.city, &[Refusal::AddressMissing]);
    let nobody = sentence(lang, refusal, &[Refusal::RepresentativeMissing]);
    let no_number = sentence(lang, refusal, &[Refusal::LegalNumberMissing]);
    let option = move |code: &'static str, name: &'static str| {
        let selected = stands.language == code;
        view! { <option value=code lang=code selected=selected>{name}</option> }
    };
    view! {
        <section class="card stack" aria-labelledby="me-who">
            <h2 id="me-who">{lang.t("me-who-title")}</h2>
            <form class="stack" method="post" action=rpc::CorrectRecord::PATH>
                <Field name="name" label=lang.t(if organisation { "me-organisation" } else { "me-name" })
                    value=stands.name autocomplete=if organisation { "organization" } else { "name" } required=true wrong=no_name />
                {organisation.then(|| view! {
                    <Field name="representative" label=lang.t("me-representative") value=stands.representative
                        autocomplete="name" required=true wrong=nobody />
                    <Field name="legal_number" label=lang.t("me-legal-number") value=stands.legal_number required=true wrong=no_number />
                })}
                <fieldset class="stack">
                    <legend>{lang.t("me-postal")}</legend>
                    <Field name="street" label=lang.t("me-street") value=stands.street autocomplete="street-address"
                        required=true wrong=no_street />
                    <Field name="postcode" label=lang.t("me-postcode") value=stands.postcode autocomplete="postal-code" />
                    <Field name="city" label=lang.t("me-city") value=stands.city autocomplete="address-level2" required=true wrong=no_city />
                    <Field name="country" label=lang.t("me-country") value=stands.country autocomplete="country-name" />
                </fieldset>
                <div class="field">
                    <label for="language">{lang.t("me-lang")}</label>
                    <select id="language" name="language">{option("fr", "Français")}{option("en", "English")}</select>
                </div>
                <button class="button button--primary" type="submit">{lang.t("me-correct")}</button>
            </form>
        </section>
    }
}

/// The address for messages.
#[component]
pub fn Email(mine: OwnRecord, typed: Option<String>, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let error = sentence(lang, refusal, &[Refusal::EmailInvalid, Refusal::TooMany]);
    let value = typed.unwrap_or_default();
    view! {
        <section class="card stack" aria-labelledby="me-email">
            <h2 id="me-email">{lang.t("me-email-title")}</h2>
            <p>
                {match mine.email.clone() {
                    Some(email) => view! { <strong translate="no">{email}</strong> }.into_any(),
                    None => lang.t("me-email-none").into_any(),
                }}
            </p>
            {mine.email_waiting.clone().map(|email| view! {
                <p class="notice" role="status">{lang.with("me-email-waiting", &[("email", email.into())])}</p>
            })}
            <form class="stack" method="post" action=rpc::ChangeEmail::PATH>
                <Field name="email" label=lang.t("me-email-new") value=value kind="email" autocomplete="email"
                    maxlength="254" hint=Some(lang.t("me-email-how")) required=true wrong=error />
                <button class="button" type="submit">{lang.t("me-email-go")}</button>
            </form>
        </section>
    }
}

/// Consent to be convened by e-mail.
#[component]
pub fn Consented(mine: OwnRecord, lang: Lang) -> impl IntoView {
    let zone = mine.time_zone.clone();
    let given = mine.email_consent_at;
    let (button, next) = if given.is_some() { ("me-consent-take-back", "no") } else { ("me-consent-give", "yes") };
    view! {
        <section class="card stack" aria-labelledby="me-consent">
            <h2 id="me-consent">{lang.t("me-consent-title")}</h2>
            {match given {
                Some(at) => view! {
                    <p>{lang.t("me-consent-given")}" "<When at zone lang /></p>
                    <p class="hint">{lang.t("me-consent-back")}</p>
                }.into_any(),
                None => view! { <p>{lang.t("me-consent-none")}</p> }.into_any(),
            }}
            <Act action=rpc::SetConsent::PATH fields=vec![("consent", next.to_owned())] label=lang.t(button) class="button" />
        </section>
    }
}
