//! The parts of `deny.toml` that need no network and no other tool: licences, banned crates, registries.
//!
//! cargo-deny reads the same file and does the same and more, but takes long to compile; so this much is always held.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::arrows::metadata;
use crate::step::root;

/// Holds every dependency to `deny.toml`.
pub fn check() -> Result<()> {
    let text = std::fs::read_to_string(root().join("deny.toml")).context("deny.toml")?;
    let wrong = Rules::read(&text)?.broken(&metadata()?);
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

struct Rules {
    licences: BTreeSet<String>,
    /// Crates that may not be, each with those that may have it below them nevertheless.
    banned: BTreeMap<String, BTreeSet<String>>,
    registries: BTreeSet<String>,
}

impl Rules {
    fn read(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse().context("deny.toml")?;
        let list = |section: &str, name: &str| -> Result<Vec<toml::Value>> {
            let value = table.get(section).and_then(|section| section.get(name)).and_then(toml::Value::as_array);
            value.cloned().with_context(|| format!("deny.toml has no list {section}.{name}"))
        };
        let text = |value: &toml::Value| value.as_str().map(str::to_owned);
        let banned = |value: &toml::Value| {
            let wrappers = value.get("wrappers").and_then(toml::Value::as_array).into_iter().flatten();
            Some((text(value.get("crate").unwrap_or(value))?, wrappers.filter_map(text).collect()))
        };
        Ok(Self {
            licences: list("licenses", "allow")?.iter().filter_map(text).collect(),
            banned: list("bans", "deny")?.iter().filter_map(banned).collect(),
            registries: list("sources", "allow-registry")?.iter().filter_map(text).collect(),
        })
    }

    /// One sentence for each breach. Crates without a source are our own.
    fn broken(&self, metadata: &Value) -> Vec<String> {
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let foreign = packages.filter_map(|package| Some((package, package["source"].as_str()?)));
        let above = above(metadata);
        foreign.flat_map(|(package, source)| self.faults(package, source, &above)).collect()
    }

    fn faults(&self, package: &Value, source: &str, above: &Above) -> Vec<String> {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        let mut faults = Vec::new();
        if !allowed(licence, &self.licences) {
            faults.push(format!("{name} is under “{licence}”, which deny.toml does not allow"));
        }
        if let Some(wrappers) = self.banned.get(name) {
            let none = BTreeSet::new();
            let others: Vec<_> = above.get(name).unwrap_or(&none).difference(wrappers).map(String::as_str).collect();
            if wrappers.is_empty() || !others.is_empty() {
                faults.push(format!("{name} is banned in deny.toml, and is there for {}", others.join(" and ")));
            }
        }
        if !source.strip_prefix("registry+").is_some_and(|registry| self.registries.contains(registry)) {
            faults.push(format!("{name} comes from {source}, which deny.toml does not allow"));
        }
        faults
    }
}

/// Who depends on each package, by name.
type Above = BTreeMap<String, BTreeSet<String>>;

fn above(metadata: &Value) -> Above {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = list(&metadata["packages"]);
    let names: BTreeMap<String, String> =
        packages.iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect();
    let mut above = Above::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let Some(name) = names.get(&text(&node["id"])) else { continue };
        for dep in list(&node["deps"]) {
            if let Some(below) = names.get(&text(&dep["pkg"])) {
                above.entry(below.clone()).or_default().insert(name.clone());
            }
        }
    }
    above
}

/// Whether a licence expression can be met with the allowed licences alone. `/` is the old way to write OR.
fn allowed(expression: &str, licences: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    !rest.is_empty() && any(&mut rest, licences) && rest.is_empty()
}

fn any(words: &mut &[&str], licences: &BTreeSet<String>) -> bool {
    let mut met = all(words, licences);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        met |= all(words, licences);
    }
    met
}

fn all(words: &mut &[&str], licences: &BTreeSet<String>) -> bool {
    let mut met = one(words, licences);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        met &= one(words, licences);
    }
    met
}

fn one(words: &mut &[&str], licences: &BTreeSet<String>) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any(words, licences);
            let ([")", rest @ ..] | rest) = *words;
            *words = rest;
            met
        }
        [name, "WITH", exception, rest @ ..] => {
            *words = rest;
            licences.contains(&format!("{name} WITH {exception}"))
        }
        [name, rest @ ..] => {
            *words = rest;
            licences.contains(*name)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules() -> Rules {
        Rules::read(
            "[licenses]\nallow = [\"MIT\", \"Zlib\"]\n\
             [bans]\ndeny = [\"old\", { crate = \"bad\", reason = \"so\" }, { crate = \"kept\", wrappers = [\"fine\"] }]\n\
             [sources]\nallow-registry = [\"https://here\"]\n",
        )
        .unwrap()
    }

    #[test]
    fn expressions_are_read_with_their_precedence() {
        let licences = rules().licences;
        for good in ["MIT", "GPL-3.0 OR MIT", "Apache-2.0/MIT", "(GPL-3.0 OR MIT) AND Zlib", "GPL-3.0 AND X OR MIT"] {
            assert!(allowed(good, &licences), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "MIT WITH Something", "(MIT OR X) AND GPL-3.0", "MIT Zlib"] {
            assert!(!allowed(bad, &licences), "{bad}");
        }
    }

    #[test]
    fn each_breach_is_named() {
        let package = |name: &str, licence: &str, source: Option<&str>| json!({ "name": name, "license": licence, "source": source });
        let here = Some("registry+https://here");
        let metadata = json!({ "packages": [
            package("fine", "MIT", here),
            package("ours", "EUPL-1.2", None),
            package("copyleft", "GPL-3.0", here),
            package("bad", "MIT", here),
            package("old", "MIT", here),
            package("elsewhere", "MIT", Some("git+https://there")),
        ] });
        let named: Vec<String> =
            rules().broken(&metadata).iter().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect();
        assert_eq!(named, ["copyleft", "bad", "old", "elsewhere"]);
    }

    #[test]
    fn a_banned_crate_may_be_below_those_that_are_named_and_no_other() {
        let package = |id: &str, name: &str| json!({ "id": id, "name": name, "license": "MIT", "source": "registry+https://here" });
        let below = |parent: &str| json!({ "id": parent, "deps": [{ "pkg": "3" }] });
        let broken = |nodes: Vec<Value>| {
            let packages = [package("1", "fine"), package("2", "other"), package("3", "kept")];
            rules().broken(&json!({ "packages": packages, "resolve": { "nodes": nodes } }))
        };
        assert!(broken(vec![below("1")]).is_empty());
        assert_eq!(broken(vec![below("1"), below("2")]), ["kept is banned in deny.toml, and is there for other"]);
    }

    #[test]
    fn a_missing_list_is_an_error() {
        assert!(Rules::read("[licenses]\nallow = []\n").is_err());
    }
}
