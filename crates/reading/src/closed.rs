//! What Markdown may become, read as a browser reads it: a closed list of elements and attributes, and links nowhere else than
//! to the web and to letters. The fuzzer asks it, and the server's test with the hostile strings (`server/src/tests`).

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const ELEMENTS: [&str; 27] = [
    "a",
    "blockquote",
    "body",
    "br",
    "code",
    "div",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Everything in a piece of HTML that is not on the list.
#[must_use]
pub fn faults(html: &str) -> Vec<String> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(format!("<!DOCTYPE html>{html}"));
    let mut found = Vec::new();
    walk(&dom.document, &mut found);
    found
}

fn walk(node: &Handle, found: &mut Vec<String>) {
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let element = name.local.to_string();
            if !ELEMENTS.contains(&element.as_str()) {
                found.push(format!("<{element}>"));
            }
            for attribute in attrs.borrow().iter() {
                let (name, value) = (attribute.name.local.to_string(), attribute.value.to_string());
                let lower = value.to_ascii_lowercase();
                let known = match (element.as_str(), name.as_str()) {
                    ("a", "href") => ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)),
                    ("a", "rel") => value == "noopener nofollow",
                    ("ol", "start") => value.bytes().all(|byte| byte.is_ascii_digit()),
                    ("div" | "table", "class") => value == "table-wrap" || value == "table",
                    ("div" | "pre", "tabindex") => value == "0",
                    ("th", "scope") => value == "col",
                    _ => false,
                };
                if !known {
                    found.push(format!("{element} {name}={value}"));
                }
            }
        }
        NodeData::Comment { contents } => found.push(format!("<!--{contents}-->")),
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| walk(child, found));
}
