//! The member's passkeys: add one, name them, remove them.

use axum::extract::State;
use axum::response::Response;
use domain::passkeys::{LONGEST_NAME, MOST, PasskeyLine, PasskeyList};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::passkey::AddPasskey;
use crate::rpc;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /me/passkeys`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let here = domain::browsers::name(&visitor.browser);
    // A header may hold anything; a name may not.
    let here: String =
        here.chars().filter(|c| c.is_ascii_alphanumeric() || " ,".contains(*c)).take(LONGEST_NAME).collect();
    let outcome = service::views::passkeys(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("passkeys-title")).with_islands(Bundle::Desk),
        move |list| {
            view! { <Passkeys list here=here.trim().to_owned() lang /> }
        },
    )
    .await
}

#[component]
fn Passkeys(list: PasskeyList, here: String, lang: Lang) -> impl IntoView {
    let PasskeyList { time_zone, passkeys } = list;
    let (none, room) = (passkeys.is_empty(), passkeys.len() < MOST);
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/me">{lang.t("me-title")}</a></p>
            <h1>{lang.t("passkeys-title")}</h1>
            <p class="lead">{lang.t("passkeys-lead")}</p>
            {none.then(|| view! { <p class="empty">{lang.t("passkeys-none")}</p> })}
            <ul class="plain-list stack">
                {passkeys.into_iter().map(|line| view! { <Passkey line zone=time_zone.clone() lang /> }).collect_view()}
            </ul>
            {room.then(|| view! { <AddPasskey name=here strings=lang.strings(&["passkey-", "island-"]) /> })}
            <noscript><p class="notice">{lang.t("passkeys-noscript")}</p></noscript>
            <p><a href="/sessions">{lang.t("passkeys-sessions")}</a></p>
        </div>
    }
}

#[component]
fn Passkey(line: PasskeyLine, zone: String, lang: Lang) -> impl IntoView {
    let (id, field) = (line.id.to_string(), format!("name-{}", line.id));
    let (zone_of_use, used) = (zone.clone(), line.used_at);
    view! {
        <li class="card stack">
            <h2>{line.name.clone()}</h2>
            <p class="hint">{lang.t("passkeys-made")}" "<When at=line.made_at zone lang /></p>
            <p class="hint">
                {match used {
                    Some(at) => view! { {lang.t("passkeys-used")}" "<When at zone=zone_of_use lang /> }.into_any(),
                    None => lang.t("passkeys-unused").into_any(),
                }}
            </p>
            <form class="stack" method="post" action=rpc::passkeys::RenamePasskey::PATH>
                <input type="hidden" name="passkey" value=id.clone() />
                <div class="field">
                    <label for=field.clone()>{lang.t("passkeys-name")}</label>
                    <input id=field name="name" value=line.name.clone() required maxlength=LONGEST_NAME.to_string() autocomplete="off" />
                </div>
                <button class="button" type="submit">
                    {lang.t("passkeys-rename")}<span class="visually-hidden">" — "{line.name.clone()}</span>
                </button>
            </form>
            <Act action=rpc::passkeys::RemovePasskey::PATH fields=vec![("passkey", id)] label=lang.t("passkeys-remove")
                about=line.name class="button button--quiet" />
        </li>
    }
}
