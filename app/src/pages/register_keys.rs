//! Keys as the board sees them: who has a voice and none, and help for a member who lost everything.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::MemberId;
use domain::keys::CODE_LETTERS;
use domain::keys_view::{Keyless, RecoveryLine, RecoveryStage, RecoveryView};
use domain::roles::Role;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use service::policy::{Operation, allow};

use super::key::Since;
use crate::components::form::Act;
use crate::components::register_nav::RegisterNav;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages;
use crate::rpc::keys::{self as rpc, CODE_COOKIE};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::{self, Visitor};

/// `GET /register/keys`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let (lang, who) = (visitor.lang, visitor.clone());
    let secretary = visitor.has(Role::Secretary);
    let outcome = service::views::keyless(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("register-keys-title")),
        move |found| {
            view! { <Keys found secretary visitor=who.clone() /> }
        },
    )
    .await
}

#[component]
fn Keys(found: Keyless, secretary: bool, visitor: Visitor) -> impl IntoView {
    let lang = visitor.lang;
    let without = found.voices.saturating_sub(found.with_key);
    let count = |key: &str, count: u32| lang.with(key, &[("count", count.into())]);
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            <h1>{lang.t("register-keys-title")}</h1>
            <p class="lead">{lang.t("register-keys-lead")}</p>
            <RegisterNav visitor />
            <dl class="facts">
                <div><dt>{lang.t("register-keys-voices")}</dt><dd>{found.voices}</dd></div>
                <div><dt>{lang.t("register-keys-with")}</dt><dd>{found.with_key}</dd></div>
                <div><dt>{lang.t("register-keys-without")}</dt><dd>{without}</dd></div>
                {found.last_at.map(|at| view! {
                    <div><dt>{lang.t("register-keys-last")}</dt><dd><When at zone=found.time_zone.clone() lang /></dd></div>
                })}
            </dl>
            <section class="card stack" aria-labelledby="register-keys-remind">
                <h2 id="register-keys-remind">{lang.t("register-keys-remind-title")}</h2>
                <p>{count("register-keys-due", found.due)}</p>
                {(found.written > 0).then(|| view! { <p>{count("register-keys-written", found.written)}</p> })}
                {(secretary && found.due > 0).then(|| view! {
                    <Act action=rpc::RemindKeyless::PATH label=count("register-keys-remind", found.due) />
                })}
            </section>
            {(found.unreachable_count > 0).then(|| view! { <Unreachable found=found.clone() lang /> })}
            <Recoveries lines=found.recoveries zone=found.time_zone lang />
        </div>
    }
}

#[component]
fn Unreachable(found: Keyless, lang: Lang) -> impl IntoView {
    let more = usize::try_from(found.unreachable_count).unwrap_or(usize::MAX) > found.unreachable.len();
    view! {
        <section class="stack" aria-labelledby="register-keys-post">
            <h2 id="register-keys-post">{lang.with("register-keys-unreachable", &[("count", found.unreachable_count.into())])}</h2>
            <p>{lang.t("register-keys-unreachable-text")}</p>
            <ul>{found.unreachable.into_iter().map(|(number, name)| view! { <li>{name}" ("{number}")"</li> }).collect_view()}</ul>
            {more.then(|| view! { <p class="hint">{lang.t("register-keys-unreachable-more")}</p> })}
        </section>
    }
}

#[component]
fn Recoveries(lines: Vec<RecoveryLine>, zone: String, lang: Lang) -> impl IntoView {
    let none = lines.is_empty();
    view! {
        <section class="stack" aria-labelledby="register-keys-recoveries">
            <h2 id="register-keys-recoveries">{lang.t("register-keys-recoveries")}</h2>
            <p>{lang.t("register-keys-recoveries-text")}</p>
            {none.then(|| view! { <p class="notice">{lang.t("register-keys-recoveries-none")}</p> })}
            <ul class="plain-list stack">
                {lines.into_iter().map(|line| view! {
                    <li class="card stack">
                        <p><a href=format!("/register/{}/recovery", line.member)>{line.name.clone()}</a></p>
                        <Stands line zone=zone.clone() lang />
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// Where a recovery stands, in a sentence.
#[component]
fn Stands(line: RecoveryLine, zone: String, lang: Lang) -> impl IntoView {
    let key = match line.stage {
        RecoveryStage::Begun => "recovery-begun",
        RecoveryStage::Confirmed => "recovery-confirmed",
    };
    view! {
        <p>{lang.with(key, &[("name", line.begun_by.into())])}" "{lang.t("recovery-until")}" "
            <When at=line.expires_at zone lang /></p>
    }
}

/// `GET /register/{id}/recovery`
pub async fn recovery(
    State(app): State<AppState>,
    Path(member): Path<String>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor, &member).await;
    let carried = visitor::cookie(&headers, CODE_COOKIE);
    let code = outcome.as_ref().ok().and_then(|found| shown_code(carried.as_deref()?, found.member));
    let seen = code.is_some();
    let mut response = shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("recovery-title")),
        move |found| {
            view! { <Help found code=code.clone() lang /> }
        },
    )
    .await;
    if seen {
        let gone = format!("{CODE_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Strict");
        if let Ok(value) = HeaderValue::from_str(&gone) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

/// Whom it is not for is told the same whatever the address says.
async fn load(app: &AppState, visitor: &Visitor, member: &str) -> Result<RecoveryView, service::Error> {
    allow(&visitor.actor, Operation::ReadRecovery)?;
    service::views::recovery(&app.service, &visitor.actor, pages::id(member)?).await
}

/// The code that the form before brought along for this member, in groups of four; nothing else is shown.
fn shown_code(carried: &str, member: MemberId) -> Option<String> {
    let (of, code) = carried.split_once('.')?;
    let whole = of == member.to_string() && code.len() == domain::keys::CODE_LENGTH;
    let letters = code.bytes().all(|letter| CODE_LETTERS.contains(&letter));
    (whole && letters).then(|| format!("{} {} {}", &code[..4], &code[4..8], &code[8..]))
}

#[component]
fn Help(found: RecoveryView, code: Option<String>, lang: Lang) -> impl IntoView {
    let fields = || vec![("member", found.member.to_string())];
    let number = found.number.map(|number| lang.with("recovery-number", &[("number", number.into())]));
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/register/keys">{lang.t("register-keys-title")}</a></p>
            <h1>{lang.t("recovery-title")}</h1>
            <p class="lead">{found.name.clone()}{number.map(|number| view! { " · "{number} })}</p>
            {match found.key.clone() {
                Some(key) => view! { <p><Since key zone=found.time_zone.clone() lang /></p> }.into_any(),
                None => view! { <p class="notice">{lang.t("recovery-no-key")}</p> }.into_any(),
            }}
            {(!found.has_address).then(|| view! { <p class="notice notice--warning">{lang.t("recovery-no-address")}</p> })}
            {code.map(|code| view! {
                <section class="card card--action stack" aria-labelledby="recovery-code">
                    <h2 id="recovery-code">{lang.t("recovery-code-title")}</h2>
                    <p class="one-time-code mono" translate="no">{code}</p>
                    <p>{lang.t("recovery-code-text")}</p>
                </section>
            })}
            {found.key.is_some().then(|| view! { <ol class="steps">
                {["recovery-step-see", "recovery-step-begin", "recovery-step-confirm", "recovery-step-hand", "recovery-step-use"]
                    .map(|key| view! { <li class="steps__item">{lang.t(key)}</li> }).collect_view()}
            </ol> })}
            <p><a class="button" href=format!("/register/{}", found.member)>{lang.t("recovery-file")}</a></p>
            {found.recovery.clone().map(|line| view! { <Stands line zone=found.time_zone.clone() lang /> })}
            {found.may_begin.then(|| view! {
                <Act action=rpc::BeginRecovery::PATH fields=fields() label=lang.t("recovery-begin") />
            })}
            {found.may_confirm.then(|| view! {
                <Act action=rpc::ConfirmRecovery::PATH fields=fields() label=lang.t("recovery-confirm") />
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_shown_on_the_page_of_its_member_and_nothing_else_is() {
        let member = MemberId(uuid::Uuid::from_u128(1));
        let other = MemberId(uuid::Uuid::from_u128(2));
        let carried = format!("{member}.ACDEFGHJKLMN");
        assert_eq!(shown_code(&carried, member).as_deref(), Some("ACDE FGHJ KLMN"));
        assert_eq!(shown_code(&carried, other), None);
        for hostile in ["", ".", "ACDEFGHJKLMN", "<script>", "é.éééééé"] {
            assert_eq!(shown_code(hostile, member), None);
        }
        for hostile in ["ACDEFGHJKLM", "ACDEFGHJKLMNP", "ACDEFGHJKLM<", "éééééé", "acdefghjklmn"] {
            assert_eq!(shown_code(&format!("{member}.{hostile}"), member), None, "{hostile}");
        }
    }
}
