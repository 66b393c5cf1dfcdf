//! What a first visit downloads: the page and every file that it, its style sheet and its scripts ask for.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::http::{Connection, Request};
use crate::page::{BROWSER, Page};

/// Bytes of the bodies as they cross the wire, compressed where the server compresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// The page.
    pub name: String,
    /// The page itself: all that a second visit downloads, once files are in the browser's cache.
    pub html: usize,
    /// Style sheet.
    pub css: usize,
    /// JavaScript.
    pub js: usize,
    /// WebAssembly.
    pub wasm: usize,
    /// Fonts.
    pub fonts: usize,
    /// Icons.
    pub icons: usize,
    /// Everything.
    pub total: usize,
}

/// Weighs pages.
///
/// # Errors
/// When a page, or a file it asks for, is not there.
pub fn weigh(connection: &mut Connection, pages: &[Page]) -> Result<Vec<Weight>> {
    pages.iter().map(|page| one(connection, page).with_context(|| page.name.clone())).collect()
}

fn one(connection: &mut Connection, page: &Page) -> Result<Weight> {
    let mut fetch = |path: &str, cookie: Option<&str>| -> Result<(String, usize)> {
        let packed = connection.send(&Request::get(path, cookie, BROWSER))?;
        packed.good().with_context(|| path.to_owned())?;
        let plain = connection.send(&Request::get(path, cookie, ""))?;
        Ok((String::from_utf8_lossy(&plain.body).into_owned(), packed.body.len()))
    };
    let (html, size) = fetch(&page.path, page.cookie.as_deref())?;
    let mut weight = Weight { name: page.name.clone(), html: size, ..Weight::default() };
    let (mut waiting, mut seen) = (asked_by_html(&html), BTreeSet::new());
    while let Some(path) = waiting.pop_first() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let (text, size) = fetch(&path, None)?;
        match path.rsplit('.').next().unwrap_or_default() {
            "css" => {
                weight.css += size;
                waiting.extend(asked_by_css(&text));
            }
            "js" => {
                weight.js += size;
                waiting.extend(asked_by_js(&path, &text));
            }
            "wasm" => weight.wasm += size,
            "woff2" => weight.fonts += size,
            _ => weight.icons += size,
        }
    }
    weight.total = weight.html + weight.css + weight.js + weight.wasm + weight.fonts + weight.icons;
    Ok(weight)
}

/// Files that a browser fetches by itself: never the target of a link one clicks.
fn asked_by_html(html: &str) -> BTreeSet<String> {
    let tags =
        html.split('<').filter(|tag| ["link ", "script ", "img ", "use "].iter().any(|name| tag.starts_with(name)));
    let paths = tags.flat_map(|tag| [attribute(tag, "href"), attribute(tag, "src")]);
    paths.flatten().filter(|path| path.starts_with('/')).map(without_fragment).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split('>').next()?.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

fn without_fragment(path: &str) -> String {
    path.split('#').next().unwrap_or_default().to_owned()
}

fn asked_by_css(css: &str) -> BTreeSet<String> {
    let urls = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    urls.map(|url| url.trim_matches(['"', '\''])).filter(|url| url.starts_with('/')).map(without_fragment).collect()
}

/// Modules imported from beside, as wasm-bindgen writes them.
fn asked_by_js(path: &str, js: &str) -> BTreeSet<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let imports = js.lines().filter(|line| line.starts_with("import "));
    let files = imports.filter_map(|line| line.split(['"', '\'']).nth(1)?.strip_prefix("./"));
    files.map(|file| format!("{folder}/{file}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_fetches_by_itself_is_found_and_nothing_else() {
        let html = r#"<link rel="stylesheet" href="/pkg/a.css"/><a href="/votes">x</a><script type="module" src="/pkg/b.js">
            </script><svg><use href="/icons.svg#tick"></use><use href="/icons.svg#cross"></use></svg><img src="data:x">"#;
        assert_eq!(asked_by_html(html).into_iter().collect::<Vec<_>>(), ["/icons.svg", "/pkg/a.css", "/pkg/b.js"]);
        let css = "@font-face{src:url(\"/fonts/a.woff2\") format(\"woff2\")}.x{--m:url(\"data:image/svg+xml,%3C\")}";
        assert_eq!(asked_by_css(css).into_iter().collect::<Vec<_>>(), ["/fonts/a.woff2"]);
        let js = "import { a } from './snippets/x/inline0.js';\nlet b = './not.js';\n";
        assert_eq!(asked_by_js("/pkg/a.js", js).into_iter().collect::<Vec<_>>(), ["/pkg/snippets/x/inline0.js"]);
    }
}
