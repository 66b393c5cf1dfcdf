//! What a text must be to be kept exactly as it was written. A text is kept to the letter or refused: nothing is trimmed,
//! normalised or cleaned behind the back of whoever wrote it.

use crate::Refusal;

/// Marks that may stand on one letter. Vietnamese needs two, phonetic script three; a pile hides the lines around it.
const MOST_MARKS: usize = 4;

/// Checks one line of text: a name, a title, a place, a paragraph. At most `most` characters.
///
/// # Errors
/// [`Refusal::TextInvalid`] when nothing is to be seen in it or it is too long; [`Refusal::TextCharacters`] when it
/// begins or ends with white space, or holds what [`refused`] names, or a pile of more than four marks on a letter.
pub fn check(text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() > most || text.chars().all(|c| c.is_whitespace() || shows_nothing(c)) {
        return Err(Refusal::TextInvalid);
    }
    let sound = text.trim() == text && !text.chars().any(refused) && !piled(text);
    if sound { Ok(()) } else { Err(Refusal::TextCharacters) }
}

/// Checks a text of several lines, such as a proposal in Markdown. At most `most` characters. Lines end with a line feed
/// alone; tabs and white space at an end are kept.
///
/// # Errors
/// As [`check`].
pub fn check_lines(text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() > most || text.chars().all(|c| c.is_whitespace() || shows_nothing(c)) {
        return Err(Refusal::TextInvalid);
    }
    let sound = text.split(['\n', '\t']).all(|line| !line.chars().any(refused) && !piled(line));
    if sound { Ok(()) } else { Err(Refusal::TextCharacters) }
}

/// Characters no text may hold, because they act on what stands around them or are lost on the way: control characters
/// (PostgreSQL keeps no NUL), separators of lines and paragraphs, controls that turn the direction of what follows
/// (Unicode UAX 9: embeddings, overrides, isolates), marks of annotation and of byte order, tags, and what is no
/// character at all.
#[must_use]
pub fn refused(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || code & 0xFFFE == 0xFFFE
        || matches!(c,
            '\u{2028}' | '\u{2029}'
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{206A}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FEFF}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{E0000}'..='\u{E007F}')
}

/// Characters that take part in a text without being seen: joiners, direction marks, variation selectors, fillers. Many
/// are needed between others, and none makes a text alone.
fn shows_nothing(c: char) -> bool {
    refused(c)
        || is_mark(c)
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2065}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}')
}

/// The blocks of marks that any letter may carry, those piles are made of. Scripts that stack signs of their own have
/// them in blocks of their own.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Whether more marks stand on a letter than [`MOST_MARKS`]; what is not seen between them does not part a pile.
fn piled(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        if is_mark(c) {
            marks += 1;
        } else if !shows_nothing(c) {
            marks = 0;
        }
        marks > MOST_MARKS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_kept() {
        let texts = [
            "Maëlle Le Goff",
            "Mae\u{308}lle",
            "N\u{303}\u{301}u\u{31B}\u{309}",
            "نور الدین\u{200C}ها",
            "שרה כהן",
            "\u{200F}(אבג)\u{200F}",
            "王\u{E0100}小明",
            "👩\u{200D}🌾 et 🇫🇷 ❤\u{FE0F}",
            "<b>gras</b> & \"guillemets\" '; -- { $x } %s",
            "20\u{202F}000\u{A0}€",
            "=1+1",
            "co\u{AD}opérative",
        ];
        for text in texts {
            assert_eq!(check(text, 200), Ok(()), "{text:?}");
        }
    }

    #[test]
    fn nothing_to_be_seen_is_no_text_and_neither_is_too_much() {
        for text in
            ["", " ", "\t\n", "\u{A0}", "\u{200B}", "\u{3164}\u{2800}", "\u{301}\u{301}", "\u{202E}", "\0", "\u{FEFF} "]
        {
            assert_eq!(check(text, 200), Err(Refusal::TextInvalid), "{text:?}");
        }
        assert_eq!(check("abc", 3), Ok(()));
        assert_eq!(check("ééé", 3), Ok(()), "characters, not bytes");
        assert_eq!(check("abcd", 3), Err(Refusal::TextInvalid));
    }

    #[test]
    fn what_acts_on_its_surroundings_is_refused_where_it_stands() {
        let characters = [
            '\0',
            '\u{1}',
            '\t',
            '\n',
            '\r',
            '\u{1B}',
            '\u{7F}',
            '\u{85}',
            '\u{9F}',
            '\u{2028}',
            '\u{2029}',
            '\u{202A}',
            '\u{202E}',
            '\u{2066}',
            '\u{2069}',
            '\u{206A}',
            '\u{FEFF}',
            '\u{FFF9}',
            '\u{FDD0}',
            '\u{FFFE}',
            '\u{FFFF}',
            '\u{1FFFE}',
            '\u{10FFFF}',
            '\u{E0001}',
            '\u{E0041}',
        ];
        for c in characters {
            assert_eq!(check(&format!("a{c}b"), 200), Err(Refusal::TextCharacters), "{c:?}");
        }
    }

    #[test]
    fn several_lines_are_kept_as_they_are_and_nothing_that_is_no_line() {
        for text in ["# Titre\n\n- un\n- deux\n", "a\tb", "  a  ", "é\n\n\n"] {
            assert_eq!(check_lines(text, 40), Ok(()), "{text:?}");
        }
        for text in ["a\r\nb", "a\rb", "a\0b", "a\u{2028}b", "a\u{202E}b", "a\u{B}b"] {
            assert_eq!(check_lines(text, 40), Err(Refusal::TextCharacters), "{text:?}");
        }
        for text in ["", "\n\n", " \t\n", "\u{200B}\n"] {
            assert_eq!(check_lines(text, 40), Err(Refusal::TextInvalid), "{text:?}");
        }
        assert_eq!(check_lines("é\né", 3), Ok(()));
        assert_eq!(check_lines("é\néé", 3), Err(Refusal::TextInvalid));
        assert_eq!(check_lines(&format!("Z{}", "\u{301}".repeat(5)), 40), Err(Refusal::TextCharacters));
    }

    #[test]
    fn nothing_is_trimmed_behind_the_writers_back() {
        for text in [" a", "a ", "\u{A0}a", "a\u{3000}", "a\u{202F}"] {
            assert_eq!(check(text, 200), Err(Refusal::TextCharacters), "{text:?}");
        }
    }

    #[test]
    fn a_pile_of_marks_is_refused_and_a_few_are_not() {
        let piled = |marks: usize| format!("Z{}a", "\u{301}".repeat(marks));
        assert_eq!(check(&piled(MOST_MARKS), 200), Ok(()));
        assert_eq!(check(&piled(MOST_MARKS + 1), 200), Err(Refusal::TextCharacters));
        let parted = format!("Z{}", "\u{301}\u{34F}".repeat(MOST_MARKS + 1));
        assert_eq!(check(&parted, 200), Err(Refusal::TextCharacters));
        assert_eq!(check(&"e\u{301}".repeat(50), 200), Ok(()), "each letter carries its own");
    }
}
