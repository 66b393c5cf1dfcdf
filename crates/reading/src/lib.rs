//! A page as a browser's parser reads it (html5ever): the skeleton that no text may change, and the texts in it. A crate of its own,
//! because tests read some thirty thousand pages: the parser is generic, and is as fast as the crate that calls it is compiled.

pub mod closed;

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Attributes whose value is a text for people, or holds one.
const TEXTUAL: [&str; 7] = ["value", "data-props", "aria-label", "title", "alt", "datetime", "content"];

/// The parser's remark on `<!>`, with which Leptos marks places.
const PLACEHOLDER: &str = "Saw ! in state MarkupDeclarationOpen";
/// Its remark on the script that Leptos writes after the end of the document.
const LATE_SCRIPT: &str = "Unexpected token";

/// What a page is made of.
#[derive(Debug, Default)]
pub struct Page {
    /// Every element in order with its depth, its attributes and the values of those that are not text; comments that
    /// say something too.
    pub skeleton: Vec<String>,
    /// Texts of elements, in order.
    pub texts: Vec<String>,
    /// Values of the attributes that are text.
    pub values: Vec<String>,
    /// What the parser found wrong.
    pub errors: Vec<String>,
    /// Titles: the document's and those of its sections.
    pub headings: Vec<String>,
}

/// Reads a page.
#[must_use]
pub fn read(html: &str) -> Page {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut errors: Vec<String> = dom.errors.borrow().iter().map(ToString::to_string).collect();
    errors.retain(|error| error != PLACEHOLDER);
    if errors.last().is_some_and(|error| error == LATE_SCRIPT) {
        errors.pop();
    }
    let mut page = Page { errors, ..Page::default() };
    walk(&dom.document, 0, &mut page);
    page
}

impl Page {
    /// Whether some text or textual attribute of the page is, or holds, this text to the letter.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.texts.iter().chain(&self.values).any(|shown| shown.contains(text))
    }

    /// How often a whole text node is this text.
    #[must_use]
    pub fn exactly(&self, text: &str) -> usize {
        self.texts.iter().filter(|shown| *shown == text).count()
    }
}

fn walk(node: &Handle, depth: usize, page: &mut Page) {
    match &node.data {
        NodeData::Text { contents } => page.texts.push(contents.borrow().to_string()),
        NodeData::Comment { contents } if !contents.is_empty() => {
            page.skeleton.push(format!("{depth} <!--{contents}-->"))
        }
        NodeData::Element { name, attrs, .. } => {
            let mut attributes: Vec<String> = attrs
                .borrow()
                .iter()
                .map(|attribute| {
                    let (name, value) = (attribute.name.local.to_string(), attribute.value.to_string());
                    if TEXTUAL.contains(&name.as_str()) {
                        page.values.push(value);
                        return name;
                    }
                    // Leptos writes the nonce where it means to say that a script has one.
                    let value = if ["nonce", "crossorigin"].contains(&name.as_str()) { "*" } else { &nameless(&value) };
                    format!("{name}={value}")
                })
                .collect();
            attributes.sort();
            page.skeleton.push(format!("{depth} {} {}", name.local, attributes.join(" ")));
            if ["h1", "h2", "h3", "title"].contains(&name.local.as_ref()) {
                page.headings.push(text_of(node));
            }
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        walk(child, depth + 1, page);
    }
}

fn text_of(node: &Handle) -> String {
    let own = match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    };
    node.children.borrow().iter().fold(own, |text, child| text + &text_of(child))
}

/// A structural value without what differs from one assembly to the next: ids, hashes, nonces, pictures.
fn nameless(value: &str) -> String {
    if value.starts_with("data:image/svg+xml,") {
        return "data:image/svg+xml,*".to_owned();
    }
    let parts: Vec<&str> = value.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
    let name = |part: &&str| {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let long = word.len() >= 20 && word.bytes().any(|byte| byte.is_ascii_digit());
        let uuid = word.len() >= 36 && word.matches('-').count() >= 4;
        if uuid || long { part.replacen(word, "*", 1) } else { (*part).to_owned() }
    };
    parts.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skeleton_changes_with_markup_and_not_with_text() {
        let page = |name: &str| {
            read(&format!("<!DOCTYPE html><title>{name}</title><p id=x class=\"a\" title=\"{name}\">{name}</p>"))
        };
        let (clean, other) = (page("Jeanne"), page("&lt;script&gt;"));
        assert_eq!(clean.skeleton, other.skeleton);
        assert!(other.shows("<script>") && other.exactly("<script>") == 2 && other.errors.is_empty());
        for hostile in ["<script>1</script>", "\" onfocus=\"x", "</title><b>", "<!--x-->", "</p>"] {
            assert_ne!(page(hostile).skeleton, clean.skeleton, "{hostile}");
        }
    }

    #[test]
    fn ids_and_nonces_are_left_out_of_the_skeleton() {
        assert_eq!(nameless("/vote/0198c0de-0000-7000-8000-000000000001"), "/vote/*");
        assert_eq!(nameless("vote-0198c0de-0000-7000-8000-000000000001-for"), "*");
        assert_eq!(nameless("button button--primary"), "button button--primary");
        assert_eq!(nameless("/rpc/open-vote"), "/rpc/open-vote");
    }
}
