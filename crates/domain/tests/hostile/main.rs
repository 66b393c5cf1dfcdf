//! What the rule of texts says to the hostile strings.

#[expect(dead_code, reason = "the literals are for who reads JSON")]
mod strings;

use std::collections::BTreeSet;

use domain::{Refusal, text};
use strings::{Hostile, all};

fn family(hostile: &Hostile) -> &str {
    hostile.name.split(' ').next().unwrap_or_default()
}

#[test]
fn there_are_more_than_five_hundred_and_no_two_alike() {
    let all = all();
    assert!(all.len() >= 500, "{}", all.len());
    let names: BTreeSet<_> = all.iter().map(|hostile| &hostile.name).collect();
    let texts: BTreeSet<_> = all.iter().map(|hostile| &hostile.text).collect();
    assert_eq!((names.len(), texts.len()), (all.len(), all.len()));
}

#[test]
fn what_only_looks_dangerous_is_kept_and_what_acts_unseen_is_not() {
    let outcome = |hostile: &Hostile| text::check(&hostile.text, 20_000);
    for hostile in all() {
        match family(&hostile) {
            "markup" | "encoded" | "style" | "query" | "likeness" | "form" => {
                assert_eq!(outcome(&hostile), Ok(()), "{}", hostile.name);
            }
            "control" | "no-character" => {
                assert_eq!(outcome(&hostile), Err(Refusal::TextCharacters), "{}", hostile.name);
            }
            _ => {}
        }
    }
    let refused = |family: &str| {
        all().iter().filter(|hostile| self::family(hostile) == family && outcome(hostile).is_err()).count()
    };
    for family in ["direction", "invisible", "space", "pile", "size", "script", "header", "emoji"] {
        assert!(refused(family) > 0, "{family}");
    }
}
