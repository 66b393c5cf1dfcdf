//! The style sheet in one piece: `style/main.css` with its imports put in place, in order.

use std::path::Path;

use anyhow::{Context as _, Result};

/// The text of a sheet, each `@import "name.css";` line replaced by that file's text.
pub fn bundle(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let mut whole = String::new();
    for line in text.lines() {
        match imported(line) {
            Some(name) => whole.push_str(&bundle(folder, name)?),
            None => {
                whole.push_str(line);
                whole.push('\n');
            }
        }
    }
    Ok(whole)
}

/// `@import "name.css";` or `@import url("name.css");` → `name.css`.
fn imported(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("@import")?.trim().strip_suffix(';')?.trim();
    let rest = rest.strip_prefix("url(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    Some(rest.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn imports_are_put_in_place_in_order() {
        let folder = Scratch::new("style");
        folder.write("main.css", "/* first */\n@import \"b.css\";\n@import url('a.css');\nmain {}\n");
        folder.write("a.css", "a {}\n");
        folder.write("b.css", "@import \"c.css\";\nb {}");
        folder.write("c.css", "c {}\n");
        assert_eq!(bundle(folder.path(), "main.css").unwrap(), "/* first */\nc {}\nb {}\na {}\nmain {}\n");
    }

    #[test]
    fn a_missing_sheet_is_named() {
        let folder = Scratch::new("style-missing");
        folder.write("main.css", "@import \"gone.css\";\n");
        assert!(bundle(folder.path(), "main.css").unwrap_err().to_string().contains("gone.css"));
    }
}
