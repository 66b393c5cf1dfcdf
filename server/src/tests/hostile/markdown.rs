//! What Markdown becomes of hostile strings.

use app::components::markdown::to_html;

use super::strings;

#[test]
fn no_string_becomes_more_than_markdown_may() {
    let around: [fn(&str) -> String; 9] = [
        |text| text.to_owned(),
        |text| format!("[x]({text})"),
        |text| format!("[{text}](https://exemple.fr)"),
        |text| format!("![{text}](https://exemple.fr/a.png \"{text}\")"),
        |text| format!("<{text}>"),
        |text| format!("[x]\n\n[x]: {text}"),
        |text| format!("| {text} |\n|---|\n| {text} |"),
        |text| format!("```{text}\n{text}\n```"),
        |text| format!("- > # {text}\n\n<div {text}>\n{text}"),
    ];
    for string in strings::all() {
        for (n, put) in around.iter().enumerate() {
            let html = to_html(&put(&string.text));
            assert_eq!(reading::closed::faults(&html), Vec::<String>::new(), "{}, put in way {n}: {html}", string.name);
        }
    }
}
