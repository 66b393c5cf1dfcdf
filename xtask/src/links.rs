//! What the documents name: every relative link leads somewhere, every path and every test between backticks exists.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Folders that are made by programs, or are another program's.
const MADE: [&str; 4] = [".git", "node_modules", "target", "var"];

/// Ends by which a word between backticks is taken for the name of one of our files, wherever it stands.
const ENDS: [&str; 9] = [".rs", ".md", ".ftl", ".sql", ".toml", ".mjs", ".js", ".css", ".py"];

/// Signs that make a word a pattern, a command or a piece of code rather than a path.
const NOT_A_PATH: [char; 11] = ['<', '>', '…', '$', '(', '=', '"', ',', ';', '{', '}'];

/// What a document names.
#[derive(Debug, PartialEq, Eq)]
enum Named<'a> {
    Link(&'a str),
    Code(&'a str),
}

/// What a document may name.
#[derive(Default)]
pub struct Tree {
    /// Files and folders of the repository, as paths from its root.
    paths: BTreeSet<String>,
    /// Functions of the Rust files, tests among them.
    functions: BTreeSet<String>,
}

impl Tree {
    /// Everything that is written, not made.
    pub fn read(root: &Path) -> Result<Self> {
        let (mut tree, mut folders) = (Self::default(), vec![root.to_path_buf()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?.flatten() {
                if MADE.iter().any(|made| entry.file_name() == *made) {
                    continue;
                }
                let path = entry.path();
                tree.paths.insert(path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned());
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    tree.functions.extend(functions(&std::fs::read_to_string(&path)?));
                }
            }
        }
        Ok(tree)
    }

    /// The documents.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str).filter(|path| path.ends_with(".md"))
    }

    /// Whether a path exists; `*` stands for anything.
    fn has(&self, path: &str) -> bool {
        match path.split_once('*') {
            None => path.is_empty() || self.paths.contains(path),
            Some((before, after)) => {
                self.paths.iter().any(|known| known.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)))
            }
        }
    }

    /// Whether some file's path ends with these whole names.
    fn has_below(&self, path: &str) -> bool {
        self.has(path)
            || self.paths.iter().any(|known| known.strip_suffix(path).is_some_and(|above| above.ends_with('/')))
    }
}

/// One sentence for everything a document names that is not there.
pub fn broken(root: &Path) -> Result<Vec<String>> {
    let tree = Tree::read(root)?;
    let mut wrong = Vec::new();
    for document in tree.documents() {
        let text = std::fs::read_to_string(root.join(document)).with_context(|| document.to_owned())?;
        for (line, named) in named(&text) {
            let fault = match named {
                Named::Code(code) => lost(code, &tree),
                Named::Link(target) => leads_nowhere(document, target, &tree, root),
            };
            wrong.extend(fault.map(|fault| format!("{document}:{line} {fault}")));
        }
    }
    Ok(wrong)
}

/// Names of the functions in a Rust file.
fn functions(text: &str) -> impl Iterator<Item = String> {
    let after = |part: &str| part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    text.split("fn ").skip(1).map(after)
}

/// Whether a word reads like the name of a test: a sentence of four words or more.
fn is_sentence(word: &str) -> bool {
    word.matches('_').count() >= 3 && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What is wrong with a link, if anything.
fn leads_nowhere(document: &str, target: &str, tree: &Tree, root: &Path) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = target.split_once('#').map_or((target, None), |(path, heading)| (path, Some(heading)));
    let place = if path.is_empty() { document.to_owned() } else { beside(document, path) };
    if !tree.has(&place) {
        return Some(format!("links to {target}, which is not there"));
    }
    let text = std::fs::read_to_string(root.join(place)).unwrap_or_default();
    let lost = heading.filter(|heading| !headings(&text).any(|known| known == *heading));
    lost.map(|_| format!("links to {target}, which has no such heading"))
}

/// A link's path from the root, the document's own folder being where it starts.
fn beside(document: &str, path: &str) -> String {
    let mut names: Vec<&str> = document.split('/').collect();
    names.pop();
    for name in path.split('/') {
        match name {
            ".." => drop(names.pop()),
            "" | "." => {}
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The names by which links reach the headings of a document.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let titles = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    titles.map(|title| {
        let kept = title.to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || ['-', '_', ' '].contains(c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

/// The test or the first path of a code span that does not exist. What is neither is not lost.
fn lost(code: &str, tree: &Tree) -> Option<String> {
    if is_sentence(code) && !tree.functions.contains(code) {
        return Some(format!("names the test {code}, which is not there"));
    }
    let missing = spelled_out(code).into_iter().find(|path| {
        let path = path.trim_end_matches('/');
        let path = path.split_once(':').map_or(path, |(path, _)| path);
        if path.contains(char::is_whitespace) || path.contains(NOT_A_PATH) {
            return false;
        }
        let first = path.split('/').next().unwrap_or_default();
        if !first.is_empty() && tree.has(first) {
            return !tree.has(path);
        }
        ENDS.iter().any(|end| path.len() > end.len() && path.ends_with(end)) && !tree.has_below(path)
    });
    missing.map(|path| format!("names {path}, which is not there"))
}

/// `a/{b,c}.rs` → `a/b.rs`, `a/c.rs`.
fn spelled_out(path: &str) -> Vec<String> {
    let split = path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match split {
        Some((before, (choices, after))) if choices.contains(',') => {
            choices.split(',').flat_map(|choice| spelled_out(&format!("{before}{choice}{after}"))).collect()
        }
        _ => vec![path.to_owned()],
    }
}

/// Code spans and links of a document, each with its line. Blocks of code hold none.
fn named(text: &str) -> Vec<(usize, Named<'_>)> {
    let (mut found, mut line, mut in_code) = (Vec::new(), 1, false);
    for part in text.split_inclusive("\n\n").flat_map(|paragraph| paragraph.split_inclusive("```")) {
        if !in_code {
            found.extend(
                in_paragraph(part.strip_suffix("```").unwrap_or(part)).map(|(more, named)| (line + more, named)),
            );
        }
        in_code ^= part.ends_with("```");
        line += part.matches('\n').count();
    }
    found
}

/// The same of one paragraph, in which a code span may begin on one line and end on the next.
fn in_paragraph(text: &str) -> impl Iterator<Item = (usize, Named<'_>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let here = rest.get(rest.find(['`', ']'])?..)?;
            let line = text.len().checked_sub(here.len()).and_then(|at| text.get(..at))?.matches('\n').count();
            if let Some((target, after)) = here.strip_prefix("](").and_then(|link| link.split_once(')')) {
                rest = after;
                return Some((line, Named::Link(target.split_whitespace().next().unwrap_or_default())));
            }
            if let Some((code, after)) = here.strip_prefix('`').and_then(|code| code.split_once('`')) {
                rest = after;
                return Some((line, Named::Code(code)));
            }
            rest = here.get(1..)?;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn tree() -> Tree {
        let paths = ["app", "app/src", "app/src/lib.rs", "docs", "docs/a.md", "deny.toml"].map(str::to_owned).into();
        Tree { paths, functions: functions("async fn a_test_reads_well() {}\n").collect() }
    }

    #[test]
    fn links_and_code_are_found_with_their_lines_and_not_in_blocks_of_code() {
        let text = "See [a](b.md) and\n`c.rs`.\n\n```\n`no` [no](no.md)\n```\n\n[d](e.md \"title\"), `f\ng` and `h`\n";
        let found = named(text);
        let names = [
            (1, Named::Link("b.md")),
            (2, Named::Code("c.rs")),
            (8, Named::Link("e.md")),
            (8, Named::Code("f\ng")),
            (9, Named::Code("h")),
        ];
        assert_eq!(found, names);
    }

    #[test]
    fn a_path_that_is_gone_is_lost_and_what_is_no_path_is_not() {
        for there in ["app/src/lib.rs", "app/src/", "lib.rs", "src/lib.rs:12", "app/{src,src/lib.rs}", "app/src/*.rs"] {
            assert_eq!(lost(there, &tree()), None, "{there}");
        }
        for gone in ["app/src/main.rs", "main.rs", "rc/lib.rs", "app/{src,gone}", "app/src/*.css", "cliff.toml"] {
            assert!(lost(gone, &tree()).is_some(), "{gone}");
        }
        for no_path in
            ["cargo run app/none", "app/<name>.rs", "/app/none", "voix/1/register", ".rs", "Utc::now", "/rpc/*"]
        {
            assert_eq!(lost(no_path, &tree()), None, "{no_path}");
        }
    }

    #[test]
    fn a_test_that_is_gone_is_lost() {
        assert_eq!(lost("a_test_reads_well", &tree()), None);
        assert_eq!(
            lost("a_test_reads_ill", &tree()).as_deref(),
            Some("names the test a_test_reads_ill, which is not there")
        );
        assert_eq!(lost("last_n", &tree()), None, "a word, not a sentence");
    }

    #[test]
    fn a_link_starts_from_its_documents_folder() {
        assert_eq!(beside("docs/fr/a.md", "../b.md"), "docs/b.md");
        assert_eq!(beside("README.md", "./docs/"), "docs");
    }

    #[test]
    fn a_broken_link_a_lost_heading_and_a_lost_file_are_named_with_their_place() {
        let folder = Scratch::new("links");
        folder.write(
            "a.md",
            "# Été: what, why\n\n[b](docs/b.md#no) [a](#été-what-why)\n[c](docs/c.md) [x](https://x.org)\n",
        );
        folder.write("docs/b.md", "# Yes\n[a](../a.md), `docs/none.rs`\n");
        folder.write("target/made.md", "[no](no.md)\n");
        let wrong = broken(folder.path()).unwrap();
        assert_eq!(
            wrong,
            [
                "a.md:3 links to docs/b.md#no, which has no such heading",
                "a.md:4 links to docs/c.md, which is not there",
                "docs/b.md:2 names docs/none.rs, which is not there",
            ]
        );
    }
}
