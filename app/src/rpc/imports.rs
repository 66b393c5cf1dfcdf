//! The form that imports a register. The one that brings the file is no server function: a browser sends files in parts
//! (`server/src/upload.rs`).

use leptos::prelude::*;

use super::{back, context, parse, to};

/// Where the form with the file leads.
pub const PREVIEW: &str = "/rpc/preview-import";

pub(super) fn register() {
    server_fn::axum::register_explicit::<RunImport>();
}

/// Imports a file that was previewed, or goes on with it.
#[server(prefix = "/rpc", endpoint = "run-import")]
pub async fn run_import(import: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&import) {
        Ok(id) => service::run_import(&app.service, &who.actor, id).await.map(|_| id),
        Err(error) => Err(error),
    };
    match (outcome, parse::<domain::ids::ImportId>(&import)) {
        (Ok(id), _) => to(&format!("/register/import?file={id}")),
        (Err(error), Ok(id)) => back(&format!("/register/import?file={id}"), &error),
        (Err(error), Err(_)) => back("/register/import", &error),
    }
}
