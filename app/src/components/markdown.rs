//! Markdown as HTML, of a closed list of elements: paragraphs, headings below those of the page, emphasis, lists,
//! quotations, code, tables, and links to the web or to write to somebody. What is written as HTML is shown as it is
//! written; of a picture its words remain. Nothing here asks the rest of the program: the fuzzer compiles this file alone.

use std::fmt::Write as _;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

/// Elements inside each other; deeper ones are left out, and their words kept.
const DEEPEST: usize = 24;
/// Where links may lead.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// The HTML of a text. It stands under a heading of the second level.
#[must_use]
pub fn to_html(text: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(text.len() * 2), ends: Vec::new(), pictures: 0, head: false };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        writer.event(event);
    }
    writer.out
}

struct Writer {
    out: String,
    /// What closes each element that is open; nothing for one that was left out.
    ends: Vec<&'static str>,
    /// Pictures around: their words are text.
    pictures: usize,
    /// Whether the row is the head of its table.
    head: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => escape(&mut self.out, &text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape(&mut self.out, &code);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        if matches!(tag, Tag::Image { .. }) {
            self.pictures += 1;
        }
        let (begins, ends) = match self.pictures > 0 || self.ends.len() >= DEEPEST {
            true => (String::new(), ""),
            false => self.element(tag),
        };
        self.out.push_str(&begins);
        self.ends.push(ends);
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::Image {
            self.pictures = self.pictures.saturating_sub(1);
        }
        if tag == TagEnd::TableHead {
            self.head = false;
        }
        self.out.push_str(self.ends.pop().unwrap_or_default());
    }

    /// What opens an element, and what closes it.
    fn element(&mut self, tag: Tag<'_>) -> (String, &'static str) {
        let (begins, ends) = match tag {
            Tag::Paragraph | Tag::HtmlBlock => ("<p>", "</p>"),
            Tag::Heading { level, .. } => match level {
                HeadingLevel::H1 => ("<h3>", "</h3>"),
                HeadingLevel::H2 => ("<h4>", "</h4>"),
                HeadingLevel::H3 => ("<h5>", "</h5>"),
                _ => ("<h6>", "</h6>"),
            },
            Tag::BlockQuote(_) => ("<blockquote>", "</blockquote>"),
            Tag::CodeBlock(_) => ("<pre tabindex=\"0\"><code>", "</code></pre>"),
            Tag::List(None) => ("<ul>", "</ul>"),
            Tag::List(Some(first)) => return (format!("<ol start=\"{first}\">"), "</ol>"),
            Tag::Item => ("<li>", "</li>"),
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            Tag::Strikethrough => ("<s>", "</s>"),
            Tag::Table(_) => {
                ("<div class=\"table-wrap\" tabindex=\"0\"><table class=\"table\">", "</tbody></table></div>")
            }
            Tag::TableHead => {
                self.head = true;
                ("<thead><tr>", "</tr></thead><tbody>")
            }
            Tag::TableRow => ("<tr>", "</tr>"),
            Tag::TableCell if self.head => ("<th scope=\"col\">", "</th>"),
            Tag::TableCell => ("<td>", "</td>"),
            Tag::Link { link_type, dest_url, .. } => return link(link_type, &dest_url),
            _ => ("", ""),
        };
        (begins.to_owned(), ends)
    }
}

/// A link to where links may lead; of any other, the words remain.
fn link(kind: LinkType, to: &str) -> (String, &'static str) {
    let to = if kind == LinkType::Email { format!("mailto:{to}") } else { to.to_owned() };
    let begins = |scheme: &&str| to.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if !SCHEMES.iter().any(begins) || to.chars().any(char::is_control) {
        return (String::new(), "");
    }
    let mut begins = "<a rel=\"noopener nofollow\" href=\"".to_owned();
    escape(&mut begins, &to);
    begins.push_str("\">");
    (begins, "</a>")
}

/// Text as text, also between double quotes.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No browser shows it, and each reads another thing in it.
            '\0' | '\r' => {
                let _ = write!(out, "\u{FFFD}");
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn what_people_write_is_set() {
        for (text, html) in [
            ("Un *mot* **fort** ~~biffé~~.", "<p>Un <em>mot</em> <strong>fort</strong> <s>biffé</s>.</p>"),
            ("# Titre\n\n## Sous-titre", "<h3>Titre</h3><h4>Sous-titre</h4>"),
            ("###### f", "<h6>f</h6>"),
            ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
            ("3. un\n4. deux", "<ol start=\"3\"><li>un</li><li>deux</li></ol>"),
            ("> cité", "<blockquote><p>cité</p></blockquote>"),
            ("`a<b`", "<p><code>a&lt;b</code></p>"),
            ("```js\na<b\n```", "<pre tabindex=\"0\"><code>a&lt;b\n</code></pre>"),
            ("a\nb  \nc", "<p>a\nb<br>c</p>"),
            (
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "<div class=\"table-wrap\" tabindex=\"0\"><table class=\"table\"><thead><tr><th scope=\"col\">a</th>\
                 <th scope=\"col\">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>",
            ),
        ] {
            assert_eq!(to_html(text), html, "{text}");
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_a_letter_and_nowhere_else() {
        let to = |address: &str| format!("<p><a rel=\"noopener nofollow\" href=\"{address}\">x</a></p>");
        assert_eq!(to_html("[x](https://exemple.fr/?a=1&b=%20)"), to("https://exemple.fr/?a=1&amp;b=%20"));
        assert_eq!(to_html("[x](HTTP://exemple.fr)"), to("HTTP://exemple.fr"));
        assert_eq!(to_html("[x](mailto:a@exemple.fr)"), to("mailto:a@exemple.fr"));
        assert!(to_html("<a@exemple.fr>").contains("href=\"mailto:a@exemple.fr\""));
        assert!(to_html("[x](https://a.fr/\"onclick=alert(1))").contains("&quot;onclick"));
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "/votes",
            "//evil.example",
            "ftp://a.fr",
            "&#106;avascript:alert(1)",
            "java&#10;script:alert(1)",
            "https:&#47;x",
        ] {
            let html = to_html(&format!("[x]({address})"));
            assert!(!html.contains("<a") && html.contains('x'), "{address}: {html}");
        }
    }

    #[test]
    fn html_and_pictures_are_words() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div onclick=\"alert(1)\">\n\nx\n\n</div>",
            "![mot <b>](https://exemple.fr/a.png)",
            "[![mot](https://exemple.fr/a.png)](javascript:alert(1))",
            "<!-- --><style>*{}</style>",
            "<svg/onload=alert(1)>",
        ] {
            let html = to_html(text);
            for part in html.split('<').skip(1) {
                assert!(["p>", "/p>"].iter().any(|known| part.starts_with(known)), "{text}: {html}");
            }
        }
        assert_eq!(to_html("![mot](https://exemple.fr/a.png)"), "<p>mot</p>");
    }

    #[test]
    fn nothing_is_nested_without_end() {
        let html = to_html(&format!("{}x", "> ".repeat(5000)));
        assert_eq!(html.matches("<blockquote>").count(), super::DEEPEST);
        assert_eq!(html.matches("</blockquote>").count(), super::DEEPEST);
        assert!(html.contains('x'));
    }
}
