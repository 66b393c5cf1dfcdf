//! Sentences handed to an island: it receives the ones it needs, in the reader's language, and no catalogue.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Key to sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strings(pub BTreeMap<String, String>);

impl Strings {
    /// The sentence of a key; the key itself if it is missing, which the catalogue test prevents.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.0.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// A sentence with one `{name}` filled in by the browser.
    #[must_use]
    pub fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.get(key).replace(&format!("[{name}]"), value)
    }
}
