//! The direction of dependencies, held to the drawing in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::step::{cargo, output, root};
use crate::{links, spoken, words};

/// Which crate of ours may depend on which.
const ARROWS: [(&str, &[&str]); 13] = [
    ("voix-protocol", &[]),
    ("voix-domain", &["voix-protocol"]),
    ("voix-store", &["voix-domain"]),
    ("voix-service", &["voix-store", "voix-domain", "voix-protocol"]),
    ("voix-minutes", &["voix-domain"]),
    ("voix-verifier", &["voix-domain", "voix-protocol"]),
    ("voix-observer", &["voix-verifier", "voix-protocol"]),
    ("voix-load", &["voix-domain", "voix-protocol"]),
    ("voix-vectors", &["voix-protocol"]),
    ("voix-reading", &[]),
    ("voix-app", &["voix-service", "voix-minutes", "voix-verifier", "voix-domain", "voix-protocol"]),
    ("voix-server", &["voix-app", "voix-service", "voix-domain", "voix-protocol"]),
    ("xtask", &[]),
];

/// What must not be anywhere below a crate: the pure ones know no runtime, no database, no framework, and take time and
/// randomness as arguments.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    ("voix-protocol", &["tokio", "sqlx", "axum", "leptos", "getrandom", "rand", "web-sys", "ureq"]),
    ("voix-domain", &["tokio", "sqlx", "axum", "leptos", "getrandom", "rand", "web-sys", "ureq"]),
    (
        "voix-minutes",
        &["tokio", "sqlx", "axum", "leptos", "getrandom", "web-sys", "ureq", "voix-store", "voix-service"],
    ),
    ("voix-verifier", &["tokio", "sqlx", "axum", "leptos", "ureq", "voix-store", "voix-service"]),
    ("voix-observer", &["tokio", "sqlx", "axum", "leptos", "voix-store", "voix-service"]),
    ("voix-service", &["axum", "leptos"]),
    ("voix-server", &["voix-load", "voix-observer", "voix-vectors", "voix-reading", "voix-verifier"]),
];

/// Who may name a crate at all, even for tests.
const DIRECT: [(&str, &[&str]); 5] = [
    ("sqlx", &["voix-store"]),
    ("axum", &["voix-app", "voix-server"]),
    ("leptos", &["voix-app", "voix-server"]),
    ("leptos_axum", &["voix-app", "voix-server"]),
    ("typst", &["voix-minutes"]),
];

/// Checks the arrows, that words belonging to one folder stay there, and that what the documents name exists.
pub fn check() -> Result<()> {
    let graph = Graph::read(&metadata()?);
    let mut wrong = graph.wrong_arrows();
    wrong.extend(graph.direct());
    for (name, forbidden) in FORBIDDEN {
        wrong.extend(found(&tree(name)?, forbidden));
    }
    wrong.extend(words::misplaced(&root())?);
    wrong.extend(links::broken(&root())?);
    wrong.extend(spoken::misquoted(&root())?);
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

/// What cargo knows of every package and its resolved dependencies.
pub fn metadata() -> Result<Value> {
    let text = output(&mut cargo("metadata", &["--format-version", "1"]))?;
    serde_json::from_str(&text).context("cargo metadata")
}

type Edges = BTreeMap<String, BTreeSet<String>>;

/// Dependencies of every package, by name.
#[derive(Default)]
struct Graph {
    /// What a package is built from and with.
    built: Edges,
    /// The same, and what its tests use.
    any: Edges,
}

impl Graph {
    fn read(metadata: &Value) -> Self {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let packages = list(&metadata["packages"]);
        let names: BTreeMap<String, String> =
            packages.iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect();
        let mut graph = Self::default();
        for node in list(&metadata["resolve"]["nodes"]) {
            let Some(name) = names.get(&text(&node["id"])) else { continue };
            graph.built.entry(name.clone()).or_default();
            for dep in list(&node["deps"]) {
                let Some(below) = names.get(&text(&dep["pkg"])) else { continue };
                graph.any.entry(name.clone()).or_default().insert(below.clone());
                if list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev") {
                    graph.built.entry(name.clone()).or_default().insert(below.clone());
                }
            }
        }
        graph
    }

    fn wrong_arrows(&self) -> Vec<String> {
        let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
        let mut wrong = Vec::new();
        for (name, allowed) in ARROWS {
            let Some(deps) = self.built.get(name) else {
                wrong.push(format!("{name} is gone: mend the arrows in xtask/src/arrows.rs and ARCHITECTURE.md"));
                continue;
            };
            let bad = deps.iter().filter(|dep| ours.contains(dep.as_str()) && !allowed.contains(&dep.as_str()));
            wrong.extend(bad.map(|dep| format!("{name} must not depend on {dep}")));
        }
        let unknown = self.built.keys().filter(|name| name.starts_with("voix-") && !ours.contains(name.as_str()));
        wrong.extend(unknown.map(|name| format!("{name} has no arrows: draw them in xtask/src/arrows.rs")));
        wrong
    }

    fn direct(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (package, allowed) in DIRECT {
            let ours = ARROWS.iter().map(|(name, _)| *name).filter(|name| !allowed.contains(name));
            let bad = ours.filter(|name| self.any.get(*name).is_some_and(|deps| deps.contains(package)));
            wrong.extend(bad.map(|name| format!("{name} must not name {package}: only {} may", allowed.join(" and "))));
        }
        wrong
    }
}

/// Everything a crate is built from, on any machine, with the features it has when it is built alone. (`cargo metadata`
/// gives every crate the features that any other asks for, as if all were built together.)
fn tree(name: &str) -> Result<String> {
    let shape = ["--edges", "normal,build", "--target", "all", "--prefix", "depth", "--format", " {p}"];
    output(cargo("tree", &["--package", name]).args(shape))
}

/// Forbidden crates in a tree whose lines begin with their depth, each with the way to it.
fn found(tree: &str, forbidden: &[&str]) -> Vec<String> {
    let (mut way, mut wrong): (Vec<&str>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        let Some(depth) = words.next().and_then(|depth| depth.parse::<usize>().ok()) else { continue };
        way.truncate(depth);
        way.extend(words.next());
        if way.last().is_some_and(|name| forbidden.contains(name)) {
            wrong.insert(format!("forbidden: {}", way.join(" → ")));
        }
    }
    wrong.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn graph(edges: &[(&str, &[&str])]) -> Graph {
        let mut built: Edges = ARROWS.iter().map(|(name, _)| ((*name).to_owned(), BTreeSet::new())).collect();
        for (name, deps) in edges {
            built.entry((*name).to_owned()).or_default().extend(deps.iter().map(|dep| (*dep).to_owned()));
        }
        Graph { any: built.clone(), built }
    }

    #[test]
    fn an_arrow_upwards_is_found() {
        assert!(graph(&[("voix-service", &["voix-store"])]).wrong_arrows().is_empty());
        assert_eq!(
            graph(&[("voix-domain", &["voix-store"])]).wrong_arrows(),
            ["voix-domain must not depend on voix-store"]
        );
    }

    #[test]
    fn a_crate_that_came_or_went_is_noticed() {
        assert_eq!(graph(&[("voix-other", &[])]).wrong_arrows().len(), 1);
        let mut smaller = graph(&[]);
        smaller.built.remove("voix-store");
        assert_eq!(smaller.wrong_arrows().len(), 1);
    }

    #[test]
    fn a_forbidden_crate_is_found_however_deep_and_the_way_to_it_told() {
        let tree = "0 voix-verifier v0.1.0 (/here)\n1 a v1.0.0\n2 b v1.0.0\n3 tokio v1.0.0\n1 tokio-like v1.0.0\n1 b v1.0.0 (*)\n";
        assert_eq!(found(tree, &["tokio"]), ["forbidden: voix-verifier → a → b → tokio"]);
        assert!(found(tree, &["toki", "sqlx"]).is_empty());
    }

    #[test]
    fn only_the_store_names_sqlx() {
        assert!(graph(&[("voix-store", &["sqlx"])]).direct().is_empty());
        assert_eq!(graph(&[("voix-app", &["sqlx"])]).direct(), ["voix-app must not name sqlx: only voix-store may"]);
    }

    #[test]
    fn dependencies_of_tests_are_told_apart() {
        let metadata = json!({
            "packages": [{ "id": "1", "name": "a" }, { "id": "2", "name": "b" }, { "id": "3", "name": "c" }],
            "resolve": { "nodes": [{ "id": "1", "deps": [
                { "pkg": "2", "dep_kinds": [{ "kind": null }] },
                { "pkg": "3", "dep_kinds": [{ "kind": "dev" }] },
            ] }] },
        });
        let graph = Graph::read(&metadata);
        assert_eq!(graph.built["a"], BTreeSet::from(["b".to_owned()]));
        assert_eq!(graph.any["a"], BTreeSet::from(["b".to_owned(), "c".to_owned()]));
    }
}
