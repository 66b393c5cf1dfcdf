//! The bridge to `authenticator.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/islands/authenticator.js")]
extern "C" {
    #[wasm_bindgen(js_name = passkeysHere)]
    pub fn passkeys_here() -> String;
    async fn passkey(act: &str, options: &str) -> JsValue;
}

/// Has the browser's authenticator make (`create`) or show (`get`) a passkey, as WebAuthn's JSON asks. When it does not,
/// the key of a sentence that says why.
///
/// # Errors
/// `passkey-cancelled`, `passkey-known`, `passkey-failed`.
pub async fn authenticate(act: &str, options: &serde_json::Value) -> Result<serde_json::Value, String> {
    let pair: js_sys::Array = passkey(act, &options.to_string()).await.into();
    match (pair.get(0).as_string().as_deref(), pair.get(1).as_string()) {
        (Some("ok"), Some(text)) => serde_json::from_str(&text).map_err(|_| "passkey-failed".to_owned()),
        (Some(why), _) => Err(format!("passkey-{why}")),
        _ => Err("passkey-failed".to_owned()),
    }
}
