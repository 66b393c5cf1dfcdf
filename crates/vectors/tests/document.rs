//! PROTOCOL.md beside the vectors: every number, table and block of bytes in it that `vectors/` can tell right from wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use protocol::archive::{Event, EventType, ItemKind};
use protocol::group::{Element, Scalar, scalar_to_decimal};
use serde_json::Value;
use vectors::tree::{Step, Tree, erased};
use vectors::values::{Q, sum};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a text")
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).expect("JSON")
}

/// What stands between two marks, the first time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let after = text.split_once(from).unwrap_or_else(|| panic!("PROTOCOL.md does not say {from}")).1;
    after.split_once(to).unwrap_or_else(|| panic!("nothing ends {from}")).0
}

/// A section, from its heading to the next.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let (_, after) = document.split_once(&format!("\n{heading}")).unwrap_or_else(|| panic!("no {heading}"));
    after.split_once("\n#").map_or(after, |(inside, _)| inside)
}

/// Rows of the tables of a section, without headings.
fn rows(section: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Option<Vec<String>> {
        let inside = line.strip_prefix("| ")?.strip_suffix(" |")?;
        Some(inside.split(" | ").map(|cell| cell.trim().to_owned()).collect())
    };
    section.lines().filter_map(cells).collect()
}

fn good() -> Vec<(Value, Vec<u8>)> {
    let index = json("vectors/index.json");
    let entries = index["good"].as_array().expect("good archives").clone();
    let bytes = |entry: &Value| {
        let path = format!("vectors/{}", entry["archive"].as_str().expect("a path"));
        std::fs::read(root().join(path)).expect("an archive")
    };
    entries.into_iter().map(|entry| (entry.clone(), bytes(&entry))).collect()
}

fn bad() -> BTreeMap<String, Value> {
    let index = json("vectors/index.json");
    let entries = index["bad"].as_array().expect("bad archives").clone();
    entries.into_iter().map(|entry| (entry["name"].as_str().expect("a name").to_owned(), entry)).collect()
}

/// Fields with their lengths, notes left away.
fn golden(block: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in block.lines().filter(|line| !line.starts_with("```")) {
        let (length, rest) = line.split_at(8);
        let digits = rest.split_whitespace().next().expect("digits");
        match (length.trim(), fields.last_mut()) {
            ("", Some(field)) => field.push_str(digits),
            (length, _) => fields.push(format!("{length}{digits}")),
        }
    }
    fields
}

#[test]
fn every_block_of_bytes_is_that_of_a_json_and_every_message_has_one() {
    let (document, vectors) = (read("PROTOCOL.md"), json("vectors/a.json"));
    let messages = vectors["messages"].as_object().expect("messages");
    let mut shown = BTreeSet::new();
    for part in document.split("<!-- golden:").skip(1) {
        let (name, rest) = part.split_once(" -->\n").expect("a name");
        let block = rest.split_once("<!-- end -->").expect("an end").0;
        let message = messages.get(name).unwrap_or_else(|| panic!("a.json has no {name}"));
        assert_eq!(golden(block).concat(), message["bytes"].as_str().expect("hex"), "{name}");
        let fields = message["fields"].as_array().expect("fields");
        assert_eq!(golden(block).len(), fields.len(), "{name}");
        for (line, field) in golden(block).iter().zip(fields) {
            let bytes = field[1].as_str().expect("hex");
            assert_eq!(*line, format!("{:08x}{bytes}", bytes.len() / 2), "{name}: {}", field[0]);
        }
        shown.insert(name.to_owned());
    }
    assert_eq!(shown, messages.keys().cloned().collect());
    // Notes that say a value in words say that of the bytes.
    for label in messages.keys().map(|name| &messages[name]["fields"][0][1]) {
        let text = String::from_utf8(protocol::hash::unhex_all(label.as_str().expect("hex")).expect("hex"));
        assert!(document.contains(&text.expect("ASCII")));
    }
}

/// 2^n − 1 in decimal.
fn power_less_one(n: u32) -> String {
    let two = (0..n).fold(vec![1_u8], |digits, _| {
        let (mut carry, mut out) = (0, Vec::new());
        for digit in digits {
            out.push((digit * 2 + carry) % 10);
            carry = (digit * 2 + carry) / 10;
        }
        out.extend((carry > 0).then_some(carry));
        out
    });
    let text: String = two.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
    let (head, last) = text.split_at(text.len() - 1);
    format!("{head}{}", last.parse::<u8>().expect("2, 4, 6 or 8") - 1)
}

#[test]
fn the_groups_numbers_are_those_of_the_vectors() {
    let (document, objects) = (read("PROTOCOL.md"), json("vectors/objects.json"));
    let rest = between(&document, "q = 2^252 + ", " of edwards25519");
    assert!(rest.bytes().all(|digit| digit.is_ascii_digit()));
    // q − 1 = (2^252 − 1) + rest, and q itself is the first scalar to be refused.
    let order = sum(&power_less_one(252), rest);
    assert_eq!(order, scalar_to_decimal(&-Scalar::ONE));
    assert_eq!(objects["scalars"]["good"][3], order.as_str());
    assert_eq!(objects["scalars"]["bad"][0], Q);
    let elements = &objects["elements"]["good"];
    let group = section(&document, "### 14.1 Group").replace('\n', " ");
    let shown = [("g is `", Element::base(), 1), ("the neutral element `", Element::identity(), 0)];
    for (phrase, element, place) in shown {
        let (start, end) = between(&group, phrase, "`").split_once('…').expect("shortened");
        let text = element.to_string();
        assert!(text.starts_with(start) && text.ends_with(end), "{text}");
        assert_eq!(elements[place]["text"], text.as_str());
    }
}

#[test]
fn the_header_is_the_one_of_the_table() {
    let document = read("PROTOCOL.md");
    let rows: Vec<Vec<String>> = rows(section(&document, "### 14.3 Archive"))
        .into_iter()
        .filter(|row| row[0].split(", ").all(|at| at.parse::<usize>().is_ok()))
        .collect();
    assert_eq!(rows.len(), 7, "{rows:?}");
    let (_, bytes) = &good()[0];
    let header = &bytes[..512];
    let mut explained = vec![false; 512];
    for row in &rows {
        let spelled = between(&format!("{} ` `", row[1]), "`", "`").to_owned();
        let text: Vec<u8> = match row[1].as_str() {
            "name" => b"BELENIOS".to_vec(),
            what if what.starts_with("size, 11 octal digits") => format!("{:011o}\0", 38).into_bytes(),
            what if what.starts_with("the archive's time in seconds, 11 octal") => {
                format!("{:011o}\0", vectors::making::TIMESTAMP).into_bytes()
            }
            what if what.starts_with("sum of the 512 bytes, these 8 taken as spaces: 6 octal digits, 0x00, space") => {
                let others = header.iter().enumerate().filter(|(at, _)| !(148..156).contains(at));
                let sum: u32 = others.map(|(_, byte)| u32::from(*byte)).sum::<u32>() + 8 * 32;
                format!("{sum:06o}\0 ").into_bytes()
            }
            what if what.ends_with("then 0x00") => [spelled.as_bytes(), b"\0"].concat(),
            _ => spelled.into_bytes(),
        };
        for at in row[0].split(", ").map(|at| at.parse::<usize>().expect("a number")) {
            assert_eq!(&header[at..at + text.len()], text, "{row:?}");
            explained[at..at + text.len()].fill(true);
        }
    }
    assert!(header.iter().zip(&explained).all(|(byte, explained)| *explained || *byte == 0), "everything else 0x00");
    let opening = between(&document, "First member `BELENIOS`: `", "`");
    let opening = opening.replace("<seconds>", &vectors::making::TIMESTAMP.to_string());
    assert_eq!(&bytes[512..512 + opening.len()], opening.as_bytes());
}

/// What each event brings and follows.
#[test]
fn events_follow_each_other_as_the_table_says() {
    let document = read("PROTOCOL.md");
    let rows: BTreeMap<String, Vec<String>> = rows(section(&document, "### 14.3 Archive"))
        .into_iter()
        .filter(|row| row.len() == 3 && row[0].starts_with('`'))
        .map(|row| (row[0].trim_matches('`').to_owned(), row))
        .collect();
    assert_eq!(rows.len(), 6, "{rows:?}");
    let (mut brought, mut followed) = (BTreeMap::<_, BTreeSet<_>>::new(), BTreeMap::<_, BTreeSet<String>>::new());
    for (_, bytes) in good() {
        let (mut before, mut data) = ("nothing".to_owned(), 0);
        for item in protocol::archive::read(&bytes).expect("an archive").items {
            if item.kind == ItemKind::Data {
                data += 1;
                continue;
            }
            let event = Event::parse(&item.body).expect("an event");
            assert_eq!(event.payload.is_none(), event.kind == EventType::EndBallots);
            let name = format!("{:?}", event.kind);
            brought.entry(name.clone()).or_default().insert(data);
            followed.entry(name.clone()).or_default().insert(before);
            (before, data) = (name, 0);
        }
    }
    for (name, row) in rows {
        let listed: BTreeSet<String> = row[2].split(", ").map(ToOwned::to_owned).collect();
        assert_eq!(followed[&name], listed, "{name} follows");
        let expected: &[usize] = match row[1].as_str() {
            "none, no payload" => &[0],
            data if data.contains("[credentials certificate,]") => &[4, 5],
            data if data.contains(", `{") => &[2],
            _ => &[1],
        };
        assert_eq!(brought[&name], expected.iter().copied().collect(), "{name} brings");
    }
}

#[test]
fn the_companion_has_the_fields_of_the_example() {
    let document = read("PROTOCOL.md");
    let block = between(section(&document, "## 13. The companion file"), "```json\n", "```");
    let example = block.lines().map(str::trim_start).collect::<String>();
    let fields = |tree: &Tree| -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for (path, _) in tree.walk() {
            let field = erased(&path);
            if matches!(path.last(), Some(Step::Key(_))) && !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    };
    let text = read("vectors/good/one-trustee.companion.json");
    assert_eq!(fields(&Tree::parse(&example)), fields(&Tree::parse(&text)), "and in this order");
}

#[test]
fn numbers_at_the_borders_are_in_the_vectors() {
    let document = read("PROTOCOL.md");
    let border: u64 = between(&document, "a\nnumber up to ", ",").parse().expect("a number");
    assert_eq!(border, (1 << 30) - 1);
    let weights = good().into_iter().find(|(entry, _)| entry["name"] == "foreign-weights").expect("weights");
    let text = String::from_utf8_lossy(&weights.1).into_owned();
    assert!(text.contains(&format!("{{\"result\":[[{border},\"{}\"]]}}", border + 1)));
    let counts = &json("vectors/objects.json")["counts"];
    assert!(counts["good"].as_array().expect("a list").contains(&border.to_string().into()));
    assert!(counts["bad"].as_array().expect("a list").contains(&(border + 1).to_string().into()));
    // §5: n is at most 2^53 − 1.
    assert!(section(&document, "## 5. Order slips").contains("n is at most\n2^53 − 1"));
    let slips = json("vectors/bad/24-slip-great-number.companion.json");
    let n = |slip: usize| slips["order_slips"][slip]["n"].as_u64().expect("a number");
    assert_eq!((n(0), n(1)), ((1 << 53) - 1, 1 << 53), "the greatest verifies, the next does not");
    // §1: a box uuid.
    let uuid = section(&document, "## 1. The things and their names");
    let least: usize = between(uuid, "at least ", " characters").parse().expect("a number");
    let alphabet = between(uuid, "characters of\n`", "`");
    for (entry, _) in good() {
        let uuid = entry["uuid"].as_str().expect("a uuid");
        assert!(uuid.len() >= least && uuid.chars().all(|c| alphabet.contains(c)), "{uuid}");
    }
    let election = |name: &str| {
        let archive = std::fs::read(root().join(format!("vectors/bad/{name}.bel"))).expect("an archive");
        let text = protocol::archive::read(&archive).expect("an archive").items[0].body.clone();
        Tree::parse(&text).field("uuid").text()
    };
    assert_eq!(election("06-election-uuid-short").len(), least - 1);
    assert!(election("06-election-uuid-zero").chars().any(|c| !alphabet.contains(c)));
    // §14.2: length of b64 hashes.
    let length: usize = between(&document, "base64 without the `=`\n(", " characters").parse().expect("a number");
    for (entry, _) in good() {
        assert_eq!(entry["fingerprint"].as_str().map(str::len), Some(length));
    }
}

/// §15 says when there is no verdict; each reason has its archive, but the one too large to be kept.
#[test]
fn every_way_to_no_verdict_has_its_archive() {
    let (document, bad) = (read("PROTOCOL.md"), bad());
    let reasons = between(section(&document, "## 15. The checks"), "which is then named: ", ". As far as can be seen");
    let reasons: Vec<String> = reasons.split(',').map(|reason| reason.replace('\n', " ").trim().to_owned()).collect();
    let kept = [
        ("another version or group", &["archive-version", "election-version", "group"][..]),
        ("ranked votes", &["ranked"]),
        ("lists", &["lists"]),
        ("shuffles", &["shuffles"]),
        ("a member above 128 MiB", &[]),
        ("a total weight above 2^40", &["weight"]),
    ];
    assert_eq!(reasons, kept.map(|(reason, _)| reason.to_owned()));
    for name in kept.iter().flat_map(|(_, names)| *names).chain(&["old-group", "empty", "header-rest"]) {
        assert_eq!(bad[&format!("no-verdict-{name}")]["exit"], 2, "{name}");
    }
    let weight =
        String::from_utf8_lossy(&std::fs::read(root().join("vectors/bad/no-verdict-weight.bel")).expect("there"))
            .contains(&format!("\"total_weight\":\"{}\"", (1_u64 << 40) + 1));
    assert!(weight, "one more than 2^40");
}

/// Every row of the table of checks has an archive that is refused by it.
#[test]
fn every_row_of_the_checks_has_its_archives() {
    let document = read("PROTOCOL.md");
    let bad = bad();
    let numbers = rows(section(&document, "## 15. The checks")).into_iter().filter_map(|row| row[0].parse::<u8>().ok());
    let numbers: Vec<u8> = numbers.collect();
    assert_eq!(numbers.len(), 18);
    for number in numbers {
        assert!(bad.keys().any(|name| name.starts_with(&format!("{number:02}-"))), "{number}");
    }
}

/// The intro and the README name what is there.
#[test]
fn the_documents_name_the_files() {
    for document in ["PROTOCOL.md", "vectors/README.md"] {
        let text = read(document);
        for name in ["index.json", "objects.json", "check_objects.py", "a.json", "group.json"] {
            assert!(text.contains(name), "{document} does not name {name}");
        }
    }
}
