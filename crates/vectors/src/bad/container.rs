//! Checks 1 and 2: bytes of the container. The archive ends with the end of the ballots, whose event nothing follows and
//! which brings no data: what hides it hides nothing else.

use protocol::archive::{Item, ItemKind, render};
use protocol::hash;

use super::rewritten;
use crate::case::{Case, Faults};
use crate::making::{Made, Object, Plan, TIMESTAMP, Until, honest};

const BLOCK: usize = 512;
/// Offset of the member's header, and of the last one's.
const SECOND: usize = 2 * BLOCK;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    let base = Plan::small(Until::End).make(&honest);
    [headers(&base), last_header(&base), ends(&base), opening(&base), names(&base), content(&base)].concat()
}

/// Puts bytes in a header and its sum right again.
fn header(bytes: &mut [u8], at: usize, field: usize, content: &[u8]) {
    bytes[at + field..at + field + content.len()].copy_from_slice(content);
    let block = &mut bytes[at..at + BLOCK];
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

fn last(base: &Made) -> usize {
    base.bytes().len() - 2 * BLOCK
}

/// Fields without which the member can still be read.
fn headers(base: &Made) -> Vec<Case> {
    const SECOND_MEMBER: &Faults = &[(1, "member 2")];
    let fields: [(&str, usize, &[u8], &str); 13] = [
        ("name-padding", 99, b"x", "after the name stands something"),
        ("mode", 100, b"0000600\0", "the mode is 0000600"),
        ("mode-end", 107, b" ", "the mode ends with a space"),
        ("uid", 108, b"0001750\0", "the user is 1000"),
        ("gid", 116, b"0001750\0", "the group is 1000"),
        ("size-end", 135, b" ", "the size ends with a space"),
        ("mtime", 136, b"14524770401\0", "the time is one second later than that of the first member"),
        ("mtime-end", 147, b" ", "the time ends with a space"),
        ("type", 156, b"\0", "the type is 0x00"),
        ("link", 157, b"x", "a name of a link stands there"),
        ("magic", 257, b"ustar\x0000", "the format is that of POSIX"),
        ("owner", 265, b"root", "the user has a name"),
        ("rest", 511, b"\x01", "the last byte is not zero"),
    ];
    let mut cases: Vec<Case> = fields
        .into_iter()
        .map(|(name, field, content, what)| {
            let mut bytes = base.bytes();
            header(&mut bytes, SECOND, field, content);
            let about = format!("In the header of the second member, {what}; its sum is right.");
            Case::fails(1, &format!("container-header-{name}"), &about, SECOND_MEMBER, base).bytes(bytes)
        })
        .collect();
    for (name, sum, what) in [
        ("checksum", None, "the sum is one too many"),
        ("checksum-spelling", Some(b" "), "the sum is written with a space before it"),
    ] {
        let mut bytes = base.bytes();
        match sum {
            Some(space) => bytes[SECOND + 148..SECOND + 149].copy_from_slice(space),
            None => bytes[SECOND + 153] ^= 1,
        }
        let about = format!("In the header of the second member, {what}.");
        cases.push(Case::fails(1, &format!("container-header-{name}"), &about, SECOND_MEMBER, base).bytes(bytes));
    }
    cases
}

/// Fields without which it cannot.
fn last_header(base: &Made) -> Vec<Case> {
    const LAST: &Faults = &[(1, "member 9")];
    let fields: [(&str, usize, &[u8], &str, &Faults); 8] = [
        ("size-more", 124, b"00000002000", "the size is 1024, more bytes than follow", LAST),
        (
            "size-less",
            124,
            b"00000000144",
            "the size is 100, less than the event has",
            &[(1, "member 9"), (2, "member 9"), (6, "member 9")],
        ),
        ("size-spelling", 124, b"       0211", "the size is written with spaces", LAST),
        ("size-digits", 124, b"00000000008", "the size has a digit that is not octal", LAST),
        ("name-other", 0, b"event", "the name does not begin with a hash", LAST),
        ("name-kind", 65, b"thing", "the name says neither data nor event", LAST),
        ("name-long", 0, &[b'a'; 100], "the name has no end", LAST),
        ("name-bytes", 0, b"\xff", "the name is not text", LAST),
    ];
    let mut cases: Vec<Case> = fields
        .into_iter()
        .map(|(name, field, content, what, faults)| {
            let mut bytes = base.bytes();
            header(&mut bytes, last(base), field, content);
            let about = format!("In the header of the last member, {what}.");
            Case::fails(1, &format!("container-header-{name}"), &about, faults, base).bytes(bytes)
        })
        .collect();
    let mut bytes = base.bytes();
    header(&mut bytes, last(base), 124, b"00000001000");
    let about = "In the header of the last member, the size is 512: the zeros after the event are part of it.";
    cases.push(Case::fails(2, "event-size", about, &[(2, "member 9"), (6, "member 9")], base).bytes(bytes));
    cases
}

/// Where the file ends.
fn ends(base: &Made) -> Vec<Case> {
    let whole = base.bytes();
    let event = base.items.last().map_or(0, |item| item.body.len());
    let cut = |length: usize| whole[..length].to_vec();
    let and = |more: usize| [&whole[..], &vec![0; more]].concat();
    let start = last(base);
    let ends: [(&str, Vec<u8>, &str, &Faults); 8] = [
        ("one-byte", and(1), "A zero byte follows the last member.", &[(1, "member 10")]),
        ("one-block", and(512), "A block of zeros follows the last member.", &[(1, "member 10")]),
        ("two-blocks", and(1024), "Two blocks of zeros end the file, as tar writes them.", &[(1, "member 10")]),
        ("junk", [&whole[..], b"junk"].concat(), "Four bytes follow the last member.", &[(1, "member 10")]),
        ("cut-header", cut(start + 100), "The file ends within the last header.", &[(1, "member 9")]),
        ("cut-before-body", cut(start + BLOCK), "The file ends after the last header.", &[(1, "member 9")]),
        ("cut-body", cut(start + BLOCK + event - 1), "The file ends within the last event.", &[(1, "member 9")]),
        ("cut-padding", cut(whole.len() - 1), "The file ends within the last padding.", &[(1, "member 9")]),
    ];
    let mut cases: Vec<Case> = ends
        .into_iter()
        .map(|(name, bytes, about, faults)| {
            Case::fails(1, &format!("container-{name}"), about, faults, base).bytes(bytes)
        })
        .collect();
    let mut bytes = whole.clone();
    bytes[start - 1] = 1;
    let about = "The last byte of the padding of the ballot's event is not zero.";
    cases.push(Case::fails(1, "container-padding", about, &[(1, "member 8")], base).bytes(bytes));
    cases
}

/// The first member. Its header is that of its size: only its content is not as it must be.
fn opening(base: &Made) -> Vec<Case> {
    let contents = [
        (
            "timestamp-other",
            "timestamp",
            r#"{"version":1,"timestamp":"1700000001"}"#,
            "says another time than the headers",
        ),
        ("timestamp-number", "timestamp", r#"{"version":1,"timestamp":1700000000}"#, "says the time as a number"),
        ("timestamp-missing", "timestamp", r#"{"version":1}"#, "says no time"),
        ("version-missing", "version", r#"{"timestamp":"1700000000"}"#, "says no version"),
        ("version-text", "version", r#"{"version":"1","timestamp":"1700000000"}"#, "says the version as a text"),
        ("order", "", r#"{"timestamp":"1700000000","version":1}"#, "has its fields in another order"),
        ("extra", "", r#"{"version":1,"timestamp":"1700000000","more":1}"#, "has one more field"),
        ("space", "", r#"{"version":1, "timestamp":"1700000000"}"#, "has a space"),
        ("junk", "", "junk", "is no JSON"),
    ];
    let case = |(name, field, content, what): (&str, &'static str, &str, &str)| {
        let about = format!("The first member {what}.");
        let bytes = opened_with(&base.bytes(), content);
        let case = Case::fails(1, &format!("opening-{name}"), &about, &[(1, "member 1")], base);
        case.bytes(bytes).of("opening", field)
    };
    contents.into_iter().map(case).collect()
}

/// The archive with another first member.
pub(super) fn opened_with(archive: &[u8], content: &str) -> Vec<u8> {
    let mut bytes = archive[..BLOCK].to_vec();
    header(&mut bytes, 0, 124, format!("{:011o}", content.len()).as_bytes());
    bytes.extend_from_slice(content.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes.extend_from_slice(&archive[SECOND..]);
    bytes
}

/// Names that are not those of the content.
fn names(base: &Made) -> Vec<Case> {
    let wrong = "0".repeat(64);
    let mut event = base.clone();
    if let Some(item) = event.items.last_mut() {
        item.hash.clone_from(&wrong);
    }
    let mut draft = Plan::small(Until::Ballots).draft(&honest);
    draft.links[1].data[0].0 = wrong;
    let ballot = draft.finish(&honest);
    let mut upper = base.bytes();
    let name = upper[last(base)..last(base) + 64].to_ascii_uppercase();
    header(&mut upper, last(base), 0, &name);
    let mut first = base.clone();
    first.items.push(Item::new(ItemKind::Data, String::new()));
    let again = [base.bytes(), base.bytes()[..SECOND].to_vec()].concat();
    vec![
        Case::fails(2, "event-name", "The last event is named by another hash.", &[(2, "member 9")], &event),
        Case::fails(
            2,
            "ballot-name",
            "The ballot is named by another hash, and its event names it so too.",
            &[(2, "member 7")],
            &ballot,
        ),
        Case::fails(
            1,
            "container-name-upper-case",
            "The name of the last member is written in upper case.",
            &[(1, "member 9")],
            base,
        )
        .bytes(upper),
        Case::fails(
            1,
            "container-opening-again",
            "The first member comes once more at the end.",
            &[(1, "member 10")],
            base,
        )
        .bytes(again),
    ]
}

/// Content changed under its old name, and content that is no text.
fn content(base: &Made) -> Vec<Case> {
    let mut changed = base.clone();
    let ballot = &mut changed.items[5];
    ballot.body = ballot.body.replacen("\"response\":\"", "\"response\":\"1", 1);
    let faults: &Faults = &[(2, "member 7"), (6, "ballot 1"), (24, "order slip of ballot 1"), (24, "order_slips[0]")];
    let above = Case::fails(
        2,
        "ballot-content",
        "A digit more stands in a proof of the ballot, under the ballot's old name.",
        faults,
        &changed,
    );
    // Bytes that are no UTF-8, of the same length as what they replace, named by their hash.
    let made = rewritten(&Plan::small(Until::Setup), Object::Credentials, |text| text.replace("[\"", "[\"é"));
    let mut bytes = made.bytes();
    let at = bytes.windows(2).position(|pair| pair == "é".as_bytes()).unwrap_or_default();
    bytes[at] = 0xff;
    let start = at / BLOCK * BLOCK;
    let length = made.items[2].body.len();
    let digest = hash::sha256_hex(&bytes[start..start + length]);
    header(&mut bytes, start - BLOCK, 0, digest.as_bytes());
    let no_text = Case::fails(
        1,
        "container-no-text",
        "The list of credentials is not UTF-8; its name is the hash of its bytes.",
        &[(1, "member 4"), (4, "member 6")],
        &made,
    );
    debug_assert_eq!(render(TIMESTAMP, &made.items).len(), bytes.len());
    vec![above, no_text.bytes(bytes)]
}
