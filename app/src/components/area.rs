//! A labelled field of several lines, with what is wrong with it beside it.

use leptos::prelude::*;

use crate::components::inside::inside_area;

/// What was typed, as a page can show it again: of what no text may hold, lines and tabs alone have a place in one.
#[must_use]
pub fn shown(typed: &str) -> String {
    typed.chars().filter(|c| matches!(c, '\n' | '\t') || !domain::text::refused(*c)).collect()
}

/// Lines as they are kept: a form sends each with a carriage return before its line feed.
#[must_use]
pub fn lines(sent: &str) -> String {
    sent.replace("\r\n", "\n")
}

/// Several lines to fill in.
#[component]
pub fn Area(
    /// Name sent, and id.
    name: &'static str,
    /// Words beside it.
    label: String,
    /// What is in it already.
    #[prop(default = String::new())]
    value: String,
    /// What it is for.
    #[prop(default = None)]
    hint: Option<String>,
    /// Lines shown.
    #[prop(default = "6")]
    rows: &'static str,
    /// Whether it must be filled in.
    #[prop(default = false)]
    required: bool,
    /// What is wrong with it.
    #[prop(default = None)]
    wrong: Option<String>,
) -> impl IntoView {
    let described = match (hint.is_some(), wrong.is_some()) {
        (true, true) => Some(format!("{name}-wrong {name}-hint")),
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-wrong")),
        (false, false) => None,
    };
    let invalid = wrong.is_some().then_some("true");
    let focus = wrong.is_some();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {wrong.map(|wrong| view! { <p class="field__error" id=format!("{name}-wrong")>{wrong}</p> })}
            <textarea id=name name=name rows=rows required=required aria-invalid=invalid aria-describedby=described autofocus=focus
                inner_html=inside_area(&shown(&value))></textarea>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_inside() {
        let value = "\n</textarea><b>&lt;</b>".to_owned();
        let html = view! { <Area name="text" label=String::new() value /> }.to_html();
        assert!(html.contains(">\n\n&lt;/textarea>&lt;b>&amp;lt;&lt;/b></textarea>"), "{html}");
    }

    #[test]
    fn lines_come_back_as_they_were_written() {
        assert_eq!(lines("a\r\nb\nc\r"), "a\nb\nc\r");
        assert_eq!(shown("a\n\tb\u{202E}\0c"), "a\n\tbc");
    }
}
