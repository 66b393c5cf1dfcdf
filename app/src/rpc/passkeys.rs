//! The forms of the pages of passkeys and sessions.

use http::request::Parts;
use leptos::prelude::*;

use super::{back, context, parse, to};
use crate::visitor::{self, SESSION_COOKIE};

/// Registers the server functions of this file.
pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<RenamePasskey>();
    register_explicit::<RemovePasskey>();
    register_explicit::<RevokeOtherSessions>();
}

fn token() -> String {
    use_context::<Parts>().and_then(|parts| visitor::cookie(&parts.headers, SESSION_COOKIE)).unwrap_or_default()
}

/// Gives one of the member's own passkeys another name.
#[server(prefix = "/rpc", endpoint = "rename-passkey")]
pub async fn rename_passkey(passkey: String, name: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&passkey) {
        Ok(id) => service::rename_passkey(&app.service, &who.actor, id, &name).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/me/passkeys", &error), |()| to("/me/passkeys"))
}

/// Removes one of the member's own passkeys.
#[server(prefix = "/rpc", endpoint = "remove-passkey")]
pub async fn remove_passkey(passkey: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&passkey) {
        Ok(id) => service::remove_passkey(&app.service, &who.actor, &token(), id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/me/passkeys", &error), |()| to("/me/passkeys"))
}

/// Ends the member's sessions everywhere but here.
#[server(prefix = "/rpc", endpoint = "revoke-other-sessions")]
pub async fn revoke_other_sessions() -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = service::revoke_other_sessions(&app.service, &who.actor, &token()).await;
    outcome.map_or_else(|error| back("/sessions", &error), |()| to("/sessions"))
}
