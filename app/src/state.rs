//! What every request handler receives.

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use service::Service;

/// The composition root builds one of these.
#[derive(Clone)]
pub struct AppState {
    /// Everything a person may do.
    pub service: Service,
    /// Names and places of the built browser files.
    pub options: LeptosOptions,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}
