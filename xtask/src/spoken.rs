//! The pages of `docs` quote the program: what they set in bold are words that it shows, with the French beside the
//! English where both stand.

use std::path::Path;

use anyhow::{Context as _, Result};

/// Pages that quote the program in English; those of `docs/fr` do it in French.
const PAGES: [&str; 8] = ["observer", "member", "secretary", "chair", "board", "register", "key-holder", "operator"];

/// The sentences of one language, each with its key.
type Catalogue = Vec<(String, String)>;

/// One sentence for every quotation that the program does not say.
pub fn misquoted(root: &Path) -> Result<Vec<String>> {
    let (english, french) = (catalogue(root, "en")?, catalogue(root, "fr")?);
    let mut wrong = Vec::new();
    for page in PAGES {
        let name = format!("docs/{page}.md");
        let text = std::fs::read_to_string(root.join(&name)).with_context(|| name.clone())?;
        wrong.extend(faults(&name, &text, &english, &french));
        let name = format!("docs/fr/{page}.md");
        if let Ok(text) = std::fs::read_to_string(root.join(&name)) {
            wrong.extend(faults(&name, &text, &french, &french));
        }
    }
    Ok(wrong)
}

fn catalogue(root: &Path, lang: &str) -> Result<Catalogue> {
    let folder = root.join("app/locales").join(lang);
    let mut found = Catalogue::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?.flatten() {
        let text = std::fs::read_to_string(entry.path())?;
        let pairs = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        found.extend(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }
    Ok(found)
}

/// `**words**` must be words of the program; `**words** (*mots*)` the same words in the other language.
fn faults(name: &str, text: &str, catalogue: &Catalogue, other: &Catalogue) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut parts = text.split("**");
    let mut line = 1 + parts.next().unwrap_or_default().matches('\n').count();
    while let (Some(bold), Some(after)) = (parts.next(), parts.next()) {
        let words = on_one_line(bold);
        let keys: Vec<&str> =
            catalogue.iter().filter(|(_, said)| says(said, &words)).map(|(key, _)| key.as_str()).collect();
        let beside = after.trim_start().strip_prefix("(*").and_then(|rest| rest.split_once("*)")).map(|(mots, _)| mots);
        if keys.is_empty() {
            wrong.push(format!("{name}:{line} quotes “{words}”, which the program does not say"));
        } else if let Some(mots) = beside.map(on_one_line)
            && !other.iter().any(|(key, said)| keys.contains(&key.as_str()) && says(said, &mots))
        {
            wrong.push(format!("{name}:{line} gives “{mots}” for “{words}”, which the program does not"));
        }
        line += bold.matches('\n').count() + after.matches('\n').count();
    }
    wrong
}

/// Our own line breaks undone; the narrow spaces of French stay as they are.
fn on_one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a sentence of a catalogue reads so once its `{ $names }`, or the `[names]` of islands, are filled in. One that
/// is nothing but a name would read like anything.
fn says(said: &str, words: &str) -> bool {
    let parts = said.split(['{', '[']).map(|part| part.split_once(['}', ']']).map_or(part, |(_, after)| after));
    let parts: Vec<&str> = parts.collect();
    let Some((first, rest)) = parts.split_first() else { return false };
    let Some(mut left) = words.strip_prefix(first) else { return false };
    if !parts.iter().any(|part| part.contains(char::is_alphabetic)) {
        return false;
    }
    let Some((last, between)) = rest.split_last() else { return words == *first };
    for part in between {
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Catalogue {
        pairs.iter().map(|(key, said)| ((*key).to_owned(), (*said).to_owned())).collect()
    }

    #[test]
    fn bold_words_are_words_of_the_program_and_the_french_is_of_the_same_key() {
        let english = pairs(&[("cast", "Vote"), ("keys", "{ $with } of { $all } members have their key")]);
        let french = pairs(&[("cast", "Voter"), ("look", "Chercher")]);
        let good = "Press **Vote** (*Voter*), wait for **3 of 150\nmembers have their key**.";
        assert!(faults("a.md", good, &english, &french).is_empty());
        let bad = "Press **Send**\nor **Vote** (*Chercher*).";
        assert_eq!(
            faults("a.md", bad, &english, &french),
            [
                "a.md:1 quotes “Send”, which the program does not say",
                "a.md:2 gives “Chercher” for “Vote”, which the program does not",
            ]
        );
    }

    #[test]
    fn names_are_filled_in_and_a_sentence_of_nothing_else_says_nothing() {
        assert!(says("Sign in [name]", "Sign in Océane"));
        assert!(says("{ $name }: key ready", "Maxime Ibanez: key ready"));
        assert!(!says("{ $name }: key ready", "Maxime Ibanez: no key"));
        assert!(!says("{ $cooperative }", "anything"));
        assert!(!says("Open the vote", "Open the vote now"));
    }

    #[test]
    fn an_ordinary_space_is_not_a_narrow_one() {
        let french = pairs(&[("why", "Pourquoi\u{202f}?")]);
        assert!(faults("a.md", "**Pourquoi\u{202f}?**", &french, &french).is_empty());
        assert_eq!(faults("a.md", "**Pourquoi ?**", &french, &french).len(), 1);
    }
}
