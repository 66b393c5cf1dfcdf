//! The bridge to `browser.js`.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/islands/browser.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub async fn keep(name: &str, bytes: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn kept(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn names() -> Result<JsValue, JsValue>;
    #[cfg(feature = "desk")]
    #[wasm_bindgen(catch)]
    async fn unkeep(name: &str) -> Result<JsValue, JsValue>;
    #[cfg(feature = "desk")]
    pub fn save(name: &str, text: &str);
    pub fn origin() -> String;
    #[wasm_bindgen(js_name = takeFragment)]
    pub fn take_fragment() -> String;
    #[cfg(feature = "ballot")]
    pub fn bring(token: Option<String>);
    #[cfg(feature = "ballot")]
    #[wasm_bindgen(js_name = leaveNothing)]
    pub fn leave_nothing();
    pub async fn call(method: &str, path: &str, body: Option<String>) -> JsValue;
    #[wasm_bindgen(catch)]
    pub async fn bytes(path: &str) -> Result<JsValue, JsValue>;
    pub fn chosen(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = chosenAll)]
    pub fn chosen_all(name: &str) -> Vec<String>;
    #[wasm_bindgen(js_name = oneAnswer)]
    pub fn one_answer(name: &str, last: &str);
    pub fn typed(id: &str) -> String;
    #[cfg(any(feature = "desk", feature = "verify"))]
    #[wasm_bindgen(js_name = nextFile)]
    async fn next_file(id: &str, most: u32) -> JsValue;
    #[wasm_bindgen(js_name = focusOn)]
    pub fn focus_on(id: &str);
    #[wasm_bindgen(js_name = printPage)]
    pub fn print_page();
    pub fn reload();
    pub fn go(path: &str);
    pub fn millis() -> f64;
    #[cfg(feature = "desk")]
    pub fn hour() -> String;
    #[cfg(feature = "desk")]
    fn moment(ms: f64) -> String;
    pub async fn alone(name: &str) -> JsValue;
    pub async fn nap(ms: u32);
    pub fn hidden() -> bool;
    pub async fn news(path: &str, seen: &str) -> JsValue;
    pub async fn refresh(id: &str) -> JsValue;
}

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server's refusal, in the reader's language.
    Refused(String),
    /// No answer, or one that cannot be read: try again.
    NoAnswer,
}

/// Keeps secret bytes on this device, wrapped; true if they are there afterwards.
pub async fn store(name: &str, secret: &[u8]) -> bool {
    keep(name, secret).await.is_ok()
}

/// Something may be kept, but this browser cannot give it back now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What was kept under a name, if anything was.
pub async fn load(name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
    let found = kept(name).await.map_err(|_| Unreadable)?;
    Ok((!found.is_undefined()).then(|| Uint8Array::new(&found).to_vec()))
}

/// The next file that is chosen in a field or dropped on the page; nothing of one with more bytes, or that cannot be read.
#[cfg(any(feature = "desk", feature = "verify"))]
pub async fn file(id: &str, most: u32) -> Option<Vec<u8>> {
    let found = next_file(id, most).await;
    (!found.is_undefined()).then(|| Uint8Array::new(&found).to_vec())
}

/// The names something is kept under.
pub async fn kept_names() -> Vec<String> {
    let names: js_sys::Array = match names().await {
        Ok(names) => names.into(),
        Err(_) => return Vec::new(),
    };
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// Keeps nothing any more under a name; true if nothing is there afterwards.
#[cfg(feature = "desk")]
pub async fn forget(name: &str) -> bool {
    unkeep(name).await.is_ok()
}

/// A moment, in microseconds since 1970, by the clock of this device and in the language of the page.
#[cfg(feature = "desk")]
#[expect(clippy::cast_precision_loss, reason = "milliseconds of this century are exact")]
pub fn at(time: i64) -> String {
    moment((time / 1000) as f64)
}

/// The bytes of a file of this site.
pub async fn fetch(path: &str) -> Option<Vec<u8>> {
    let found = bytes(path).await.ok()?;
    (!found.is_undefined()).then(|| Uint8Array::new(&found).to_vec())
}

/// Reads JSON from the REST door.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(call("GET", path, None).await)
}

/// Sends JSON to the REST door.
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::NoAnswer)?;
    read(call("POST", path, Some(body)).await)
}

fn read<T: DeserializeOwned>(answer: JsValue) -> Result<T, Failure> {
    let pair: js_sys::Array = answer.into();
    let status = pair.get(0).as_string().unwrap_or_default();
    let text = pair.get(1).as_string().unwrap_or_default();
    if status.starts_with('2') {
        return serde_json::from_str(&text).map_err(|_| Failure::NoAnswer);
    }
    // The server is not well, or has too much to do: the same bytes may be sent again.
    if status.starts_with('5') || status == "429" {
        return Err(Failure::NoAnswer);
    }
    match serde_json::from_str::<domain::wire::Problem>(&text) {
        Ok(problem) => Err(Failure::Refused(problem.message)),
        Err(_) => Err(Failure::NoAnswer),
    }
}

/// Milliseconds since 1970 on this device: only ever used to number ballots.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive integer below 2^53")]
pub fn now_millis() -> u64 {
    millis() as u64
}

/// The language of the page.
#[cfg(any(feature = "desk", feature = "verify"))]
pub fn lang() -> String {
    let root = leptos::prelude::document().document_element();
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_else(|| "fr".to_owned())
}
