//! The catalogues agree with each other, with the refusals, and with the keys the code asks for.

use std::collections::{BTreeMap, BTreeSet};

use domain::Refusal;
use fluent_bundle::FluentResource;

use super::{Lang, keys, sources};

fn placeables(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for text in sources(lang) {
        let mut current = String::new();
        for line in text.lines() {
            if let Some((key, _)) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                current = key.trim().to_owned();
            }
            let names: &mut BTreeSet<String> = found.entry(current.clone()).or_default();
            for part in line.split('$').skip(1) {
                names.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect());
            }
        }
    }
    found
}

#[test]
fn every_catalogue_parses() {
    for lang in Lang::ALL {
        for text in sources(lang) {
            let parsed = FluentResource::try_new((*text).to_owned());
            assert!(parsed.is_ok(), "{lang:?}: {:?}", parsed.err().map(|(_, errors)| errors));
        }
    }
}

#[test]
fn no_key_is_given_twice() {
    for lang in Lang::ALL {
        let mut seen = BTreeSet::new();
        for key in keys(lang) {
            assert!(seen.insert(key.clone()), "{lang:?} has {key} twice");
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    assert_eq!(placeables(Lang::Fr), placeables(Lang::En));
}

#[test]
fn every_refusal_has_a_sentence_in_each_language() {
    for lang in Lang::ALL {
        for refusal in Refusal::ALL {
            let key = format!("refusal-{}", refusal.code());
            let sentence = lang.t(&key);
            assert_ne!(sentence, key, "{lang:?} lacks {key}");
            assert!(sentence.ends_with('.'), "{lang:?} {key}: a refusal is a sentence: {sentence}");
        }
    }
}

#[test]
fn who_is_sent_to_sign_in_again_reads_every_way_that_will_do() {
    for (lang, ways) in
        [(Lang::Fr, ["clé d’accès", "clé de votre appareil"]), (Lang::En, ["passkey", "key of your device"])]
    {
        let sentence = lang.t("refusal-strong-sign-in");
        assert!(ways.iter().all(|way| sentence.contains(way)), "{sentence}");
    }
}

/// The other way round: no sentence is left of a refusal that is gone, none is said twice in a language, and none is the
/// same in both, as one that was never translated is.
#[test]
fn every_sentence_of_a_refusal_is_of_one_refusal_in_one_language() {
    let codes: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.code())).collect();
    assert_eq!(codes.len(), Refusal::ALL.len(), "two refusals have one code");
    let mut sentences = BTreeMap::new();
    for lang in Lang::ALL {
        let keyed: BTreeSet<_> = keys(lang).iter().filter(|key| key.starts_with("refusal-")).cloned().collect();
        assert_eq!(keyed, codes, "{lang:?}");
        for key in keyed {
            if let Some(other) = sentences.insert(lang.t(&key), key.clone()) {
                panic!("{lang:?}: {key} says what {other} says");
            }
        }
    }
    for refusal in Refusal::ALL {
        assert_eq!(Refusal::from_code(refusal.code()), Some(*refusal));
    }
}

/// Every literal key in the sources exists, so that no page can show a bare key.
#[test]
fn every_key_the_pages_ask_for_exists() {
    let known: BTreeSet<_> = keys(Lang::Fr).iter().cloned().collect();
    let mut asked = 0_usize;
    for (file, text) in rust_sources() {
        for marker in ["t(\"", "with(\"", "s.get(\"", "s.fill(\""] {
            for part in text.split(marker).skip(1) {
                let Some((key, _)) = part.split_once('"') else { continue };
                if key.contains('-')
                    && !key.starts_with('/')
                    && !key.starts_with("x-")
                    && !key.ends_with('-')
                    && !key.contains('{')
                {
                    asked += 1;
                    assert!(known.contains(key), "{file} asks for {key}, which no catalogue has");
                }
            }
        }
    }
    assert!(asked > 100, "only {asked} keys found: does the scan still work?");
}

/// Every act that is noted has a sentence for those whom it concerns.
#[test]
fn every_act_that_is_noted_has_a_sentence() {
    let known: BTreeSet<_> = keys(Lang::Fr).iter().cloned().collect();
    let mut noted = BTreeSet::new();
    for (file, text) in sources_under(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/service/src")) {
        for marker in ["facts::note(", "begin(service,", "let act = "] {
            for part in text.split(marker).skip(1) {
                let call = part.split(';').next().unwrap_or(part);
                let words: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
                // `begin` hands on the name it was given, and a name chosen before stands in `let act`.
                let handed_on = call.contains(" act,") || call.contains(", act,");
                assert!(!words.is_empty() || handed_on, "{file}: an act without a name that a test can read: {call}");
                noted.extend(words.into_iter().filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
    }
    assert!(noted.len() > 20, "only {} acts found: does the scan still work?", noted.len());
    for act in noted {
        assert!(known.contains(&format!("audit-{act}")), "no sentence says what {act} was");
    }
}

fn rust_sources() -> Vec<(String, String)> {
    sources_under(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

fn sources_under(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the crate's sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("i18n/tests.rs") {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).expect("readable")));
            }
        }
    }
    found
}

/// "1 parts" is written nowhere.
#[test]
fn one_share_is_one_share() {
    for (key, name) in [
        ("application-admitted-text", "shares"),
        ("applications-shares", "count"),
        ("file-admit-text", "shares"),
        ("mail-admitted-text", "shares"),
        ("shares-minimum", "count"),
    ] {
        for lang in Lang::ALL {
            let said =
                |count: u32| lang.with(key, &[(name, count.into()), ("name", "X".into()), ("amount", "Y".into())]);
            let (one, two) = (said(1), said(2));
            assert!(!one.contains("parts") && !one.contains("shares"), "{lang:?} {key}: {one}");
            assert!(two.contains('2') && !two.contains('{'), "{lang:?} {key}: {two}");
        }
    }
}

/// A French sign is never alone on the next line.
#[test]
fn french_punctuation_holds_to_its_word() {
    for key in keys(Lang::Fr) {
        let sentence = Lang::Fr.t(key);
        for loose in [" ;", " :", " ?", " !", "« ", " »"] {
            assert!(!sentence.contains(loose), "{key}: an ordinary space at “{loose}”: {sentence}");
        }
    }
}
