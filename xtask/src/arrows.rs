//! The direction of dependencies, held to the drawing in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::step::{command, output, root};

/// Which crate of ours may depend on which.
const ARROWS: [(&str, &[&str]); 8] = [
    ("voix-protocol", &[]),
    ("voix-domain", &["voix-protocol"]),
    ("voix-store", &["voix-domain"]),
    ("voix-service", &["voix-store", "voix-domain", "voix-protocol"]),
    ("voix-verifier", &["voix-domain", "voix-protocol"]),
    ("voix-app", &["voix-service", "voix-domain", "voix-protocol"]),
    ("voix-server", &["voix-app", "voix-service", "voix-domain", "voix-protocol"]),
    ("xtask", &[]),
];

/// What must not be anywhere below a crate.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    ("voix-protocol", &["tokio", "sqlx", "axum", "leptos", "getrandom", "rand"]),
    ("voix-domain", &["tokio", "sqlx", "axum", "leptos", "getrandom", "rand"]),
    ("voix-verifier", &["tokio", "sqlx", "axum", "leptos"]),
];

/// Words that only some folders may hold.
const WORDS: [(&str, &[&str]); 4] = [
    ("sqlx::", &["crates/store/"]),
    ("axum::", &["server/", "app/"]),
    ("Utc::now", &["server/src/", "clippy.toml"]),
    ("SysRng", &["server/src/", "app/src/islands/"]),
];

/// Checks the arrows.
pub fn check() -> Result<()> {
    let metadata = output(&mut command("cargo", &["metadata", "--format-version", "1", "--locked"]))?;
    let graph = Graph::read(&serde_json::from_str(&metadata)?);
    let mut wrong = graph.wrong_arrows();
    for (name, packages) in FORBIDDEN {
        wrong.extend(forbidden(name, packages, &below(name)?));
    }
    wrong.extend(misplaced(&root())?);
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

/// Normal dependencies of every package, by name.
struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    fn read(metadata: &Value) -> Self {
        let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let names: BTreeMap<String, String> =
            list(metadata, "packages").iter().map(|package| (text(package, "id"), text(package, "name"))).collect();
        let mut graph = BTreeMap::new();
        for node in list(&metadata["resolve"], "nodes") {
            let normal =
                |dep: &&Value| list(dep, "dep_kinds").iter().any(|kind| kind.get("kind").is_some_and(Value::is_null));
            let deps = list(&node, "deps")
                .iter()
                .filter(normal)
                .filter_map(|dep| names.get(&text(dep, "pkg")).cloned())
                .collect();
            if let Some(name) = names.get(&text(&node, "id")) {
                graph.entry(name.clone()).or_insert_with(BTreeSet::new).extend::<BTreeSet<String>>(deps);
            }
        }
        Self(graph)
    }

    fn wrong_arrows(&self) -> Vec<String> {
        let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
        let mut wrong = Vec::new();
        for (name, allowed) in ARROWS {
            let Some(deps) = self.0.get(name) else {
                wrong.push(format!("{name} is gone: mend the arrows in xtask/src/arrows.rs and ARCHITECTURE.md"));
                continue;
            };
            let bad = deps.iter().filter(|dep| ours.contains(dep.as_str()) && !allowed.contains(&dep.as_str()));
            wrong.extend(bad.map(|dep| format!("{name} must not depend on {dep}")));
            if name != "voix-store" && deps.contains("sqlx") {
                wrong.push(format!("{name} must not speak SQL: only crates/store does"));
            }
        }
        wrong
    }
}

/// The packages below a crate when it is built alone: in a workspace, features that others ask for would hide the
/// answer.
fn below(name: &str) -> Result<BTreeSet<String>> {
    let args = ["tree", "--locked", "-p", name, "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let tree = output(&mut command("cargo", &args))?;
    Ok(tree.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect())
}

fn forbidden(name: &str, packages: &[&str], below: &BTreeSet<String>) -> Vec<String> {
    packages
        .iter()
        .filter(|package| below.contains(**package))
        .map(|package| format!("{package} is below {name}"))
        .collect()
}

/// Lines of Rust that hold a word where it does not belong.
fn misplaced(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut folders: Vec<_> = ["app", "crates", "server"].iter().map(|name| root.join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let place = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            if !place.ends_with(".rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path)?;
            let bad = WORDS
                .iter()
                .filter(|(word, places)| text.contains(word) && !places.iter().any(|ok| place.starts_with(ok)));
            wrong.extend(
                bad.map(|(word, places)| format!("{place} holds {word}, which belongs under {}", places.join(" or "))),
            );
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &[&str])]) -> Graph {
        let mut graph: BTreeMap<String, BTreeSet<String>> =
            ARROWS.iter().map(|(name, _)| ((*name).to_owned(), BTreeSet::new())).collect();
        for (name, deps) in edges {
            graph.entry((*name).to_owned()).or_default().extend(deps.iter().map(|dep| (*dep).to_owned()));
        }
        Graph(graph)
    }

    #[test]
    fn an_arrow_upwards_is_found() {
        assert!(graph(&[("voix-service", &["voix-store"])]).wrong_arrows().is_empty());
        assert_eq!(
            graph(&[("voix-domain", &["voix-store"])]).wrong_arrows(),
            ["voix-domain must not depend on voix-store"]
        );
        assert_eq!(graph(&[("voix-app", &["sqlx"])]).wrong_arrows().len(), 1);
    }

    #[test]
    fn a_forbidden_crate_is_found() {
        let tree: BTreeSet<String> = ["tokio", "serde"].map(str::to_owned).into();
        assert_eq!(forbidden("voix-verifier", &["tokio", "axum"], &tree), ["tokio is below voix-verifier"]);
        assert!(forbidden("voix-verifier", &["sqlx"], &tree).is_empty());
    }
}
