//! Which program a server says it runs (PROTOCOL.md §11, `software`): the commit it was built from, and SHA-256 of every script,
//! style sheet and WebAssembly module that it serves.
//!
//! ```
//! use protocol::software::{Served, Software};
//!
//! let said = Software::new("unknown", vec![Served::new("/pkg/voix.js", b"1")]);
//! assert_eq!(Software::of(&said.body()), Some(said));
//! ```

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::encoding::hex32;
use crate::hash;

/// A file that browsers run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// Its path on the server, from `/`.
    pub path: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

impl Served {
    /// Of a file.
    #[must_use]
    pub fn new(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), sha256: hash::sha256_hex(bytes) }
    }
}

/// A program, by its commit and what it serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Software {
    /// The commit of its source, or `unknown`.
    pub commit: String,
    /// What it serves, by path.
    pub files: Vec<Served>,
}

impl Software {
    /// With its files put in order.
    #[must_use]
    pub fn new(commit: &str, mut files: Vec<Served>) -> Self {
        files.sort();
        Self { commit: commit.to_owned(), files }
    }

    /// The body of its entry.
    #[must_use]
    pub fn body(&self) -> Value {
        let files: Vec<Value> =
            self.files.iter().map(|file| json!({ "path": file.path, "sha256": file.sha256 })).collect();
        json!({ "commit": self.commit, "files": files })
    }

    /// What the body of an entry says; none if it is of another form.
    #[must_use]
    pub fn of(body: &Value) -> Option<Self> {
        let said: Self = serde_json::from_value(body.clone()).ok()?;
        let sound = said.files.iter().all(|file| file.path.starts_with('/') && hex32(&file.sha256).is_some());
        (sound && said.files.is_sorted_by(|one, next| one.path < next.path)).then_some(said)
    }

    /// The hash of what is served at a path, if it is named.
    #[must_use]
    pub fn hash_of(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.sha256.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_another_form_says_nothing() {
        let good = Software::new("abc", vec![Served::new("/pkg/b.js", b"b"), Served::new("/pkg/a.js", b"a")]);
        let body = good.body();
        assert_eq!(Software::of(&body).as_ref(), Some(&good));
        assert_eq!(good.files.first().map(|file| file.path.as_str()), Some("/pkg/a.js"), "in order");
        let spoils: [fn(&mut Value); 4] = [
            |body: &mut Value| body["files"][0]["path"] = json!("pkg/a.js"),
            |body: &mut Value| body["files"][0]["sha256"] = json!("00"),
            |body: &mut Value| body["files"][1]["path"] = json!("/pkg/a.js"),
            |body: &mut Value| body["more"] = json!(1),
        ];
        for spoil in spoils {
            let mut bad = body.clone();
            spoil(&mut bad);
            assert_eq!(Software::of(&bad), None, "{bad}");
        }
    }
}
