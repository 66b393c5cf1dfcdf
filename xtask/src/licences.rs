//! Every licence below us is one that `deny.toml` allows. Reads the same list as cargo-deny, without needing it.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::step::{command, output, root};

/// Checks the licences of all packages.
pub fn check() -> Result<()> {
    let deny = std::fs::read_to_string(root().join("deny.toml"))?;
    let allowed = allowed(&deny).context("deny.toml: [licenses] allow = […]")?;
    let metadata: Value =
        serde_json::from_str(&output(&mut command("cargo", &["metadata", "--format-version", "1", "--locked"]))?)?;
    let packages = metadata["packages"].as_array().context("packages")?;
    let foreign = packages.iter().filter(|package| !package["source"].is_null());
    let wrong: Vec<String> = foreign
        .filter(|package| !package["license"].as_str().is_some_and(|expression| permits(expression, &allowed)))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    if wrong.is_empty() { Ok(()) } else { bail!("licences that deny.toml does not allow:\n{}", wrong.join("\n")) }
}

/// The quoted words of the first `allow = […]`.
fn allowed(deny: &str) -> Option<Vec<String>> {
    let (_, rest) = deny.split_once("[licenses]")?;
    let (_, rest) = rest.split_once("allow = [")?;
    let (list, _) = rest.split_once("\n]")?;
    let lines = list.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once('"'));
    Some(lines.map(|(word, _)| word.to_owned()).collect())
}

/// Whether an SPDX expression can be satisfied: one side of an `OR`, both sides of an `AND`.
fn permits(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace('/', " OR ");
    any(&mut expression.replace('(', " ( ").replace(')', " ) ").split_whitespace().peekable(), allowed)
}

type Words<'a, 'b> = &'a mut std::iter::Peekable<std::str::SplitWhitespace<'b>>;

fn any(words: Words<'_, '_>, allowed: &[String]) -> bool {
    let mut good = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        good |= all(words, allowed);
    }
    good
}

fn all(words: Words<'_, '_>, allowed: &[String]) -> bool {
    let mut good = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        good &= one(words, allowed);
    }
    good
}

fn one(words: Words<'_, '_>, allowed: &[String]) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        let good = any(words, allowed);
        words.next();
        return good;
    }
    let exception = words.next_if_eq(&"WITH").and_then(|_| words.next());
    // An exception only adds permissions.
    let _ = exception;
    allowed.iter().any(|licence| licence == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_written() {
        let allowed: Vec<String> = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into();
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR X",
        ] {
            assert!(permits(good, &allowed), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR X) AND Y"] {
            assert!(!permits(bad, &allowed), "{bad}");
        }
    }

    #[test]
    fn the_list_is_found() {
        let deny = "[licenses]\nallow = [\n  \"MIT\",\n  \"ISC\", # why\n]\n";
        assert_eq!(allowed(deny), Some(vec!["MIT".to_owned(), "ISC".to_owned()]));
    }
}
