//! Text inside the elements that hold text alone: `<title>`, `<textarea>`. Views write neither as text: the marks between
//! their children would be read there, and what stands in a text area is not escaped.

/// Text as `inner_html` of such an element.
#[must_use]
pub fn inside(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The same for a text area, of which a reader of pages drops the first line end: one more keeps the writer's own.
#[must_use]
pub fn inside_area(text: &str) -> String {
    format!("\n{}", inside(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_ends_the_element() {
        assert_eq!(inside("</title><script>&lt;"), "&lt;/title>&lt;script>&amp;lt;");
        assert_eq!(inside_area("\n</textarea>"), "\n\n&lt;/textarea>");
    }
}
