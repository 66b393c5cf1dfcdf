//! Texts as the fonts can show them. A sign that no font has would be an empty box, which neither readers nor PDF/A accept: it
//! stands by its number instead, `[U+1F33E]`, so that nothing is lost.

use domain::text::refused;
use serde_json::Value;
use typst::text::Font;
use unicode_segmentation::UnicodeSegmentation as _;

/// Longest run of letters without a place to break it; longer ones get places of their own.
pub const WORD: usize = 40;
/// The same of fingerprints and addresses, which fit into their line: whoever copies one gets what stands there.
pub const PRINT: usize = 80;
/// How far apart these are.
const PIECE: usize = 8;
/// A place to break a line at, which is not seen.
const BREAK: char = '\u{200B}';

/// What is in the fonts for running text: family by family, as each is asked for a sign as a whole.
pub struct Fonts<'a> {
    families: Vec<Vec<&'a Font>>,
}

impl<'a> Fonts<'a> {
    /// Those of these families, the first first.
    pub fn of(all: &'a [Font], families: &[&str]) -> Self {
        let of = |family: &&str| all.iter().filter(|font| font.info().family == **family).collect();
        Self { families: families.iter().map(of).collect() }
    }

    /// Whether a letter with its marks can be shown: every font of one family has all of it, and nothing in it acts on what
    /// stands around it, as a turned direction does.
    fn has(&self, sign: &str) -> bool {
        if sign.chars().any(refused) {
            return false;
        }
        let in_family = |fonts: &Vec<&Font>| {
            let all = |font: &&Font| sign.chars().all(|c| font.info().coverage.contains(u32::from(c)));
            !fonts.is_empty() && fonts.iter().all(all)
        };
        self.families.iter().any(in_family)
    }

    /// A text as it can be shown, with runs of so many letters at most, and whether something in it stands by its number.
    pub fn shown(&self, text: &str, longest: usize) -> (String, bool) {
        let (mut shown, mut numbered, mut run) = (String::with_capacity(text.len()), false, 0_usize);
        for sign in text.graphemes(true) {
            let blank = sign.chars().all(char::is_whitespace);
            if run >= longest && run.is_multiple_of(PIECE) && !blank {
                shown.push(BREAK);
            }
            run = if blank { 0 } else { run + 1 };
            if sign == "\n" || self.has(sign) {
                shown.push_str(sign);
            } else if blank {
                shown.push(' ');
            } else {
                numbered = true;
                shown.push_str(&by_number(sign));
            }
        }
        (shown, numbered)
    }

    /// The same for every text of a paper; whether something stands by its number.
    pub fn show_all(&self, paper: &mut Value) -> bool {
        self.show(paper, WORD)
    }

    fn show(&self, value: &mut Value, longest: usize) -> bool {
        match value {
            Value::String(text) => {
                let (shown, numbered) = self.shown(text, longest);
                *text = shown;
                numbered
            }
            // Each of them, also after the first that stands by its number: no short way out.
            Value::Array(values) => {
                let numbered: Vec<bool> = values.iter_mut().map(|value| self.show(value, longest)).collect();
                numbered.contains(&true)
            }
            Value::Object(fields) => {
                let show = |(key, value): (&String, &mut Value)| {
                    let longest = match key.as_str() {
                        "hash" | "key" | "public" | "prints" => PRINT,
                        "name" => WORD,
                        _ => longest,
                    };
                    self.show(value, longest)
                };
                let numbered: Vec<bool> = fields.iter_mut().map(show).collect();
                numbered.contains(&true)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// The numbers of a sign in Unicode, in brackets.
fn by_number(sign: &str) -> String {
    let numbers: Vec<String> = sign.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    format!("[{}]", numbers.join(" "))
}
