"""Records whose lines, chain or checkpoint are wrong (§11, §12), each but for one thing like a good one."""

import base64
import json
from collections import namedtuple

from good_records import GOOD
from made import ASSEMBLY, COOPERATIVE, OTHER_ASSEMBLY, Key, checkpoint, note

# `lines` have no line feeds; `noted` is the checkpoint, made over the lines where there is none; `says` is said by
# `voix-verify record`.
Bad = namedtuple("Bad", "name base where checks says lines noted", defaults=(None,))

UNSIGNED = "checkpoint: the checkpoint is not signed by the record's key"
AN_ORIGIN = f"voix/1/{COOPERATIVE.hex()}/{ASSEMBLY.hex()}"
# The entry that is bent where any would do: nothing else depends on it.
AT = 6


def of(name, says, lines, noted=None, where=None):
    return Bad(name, "open", where, [18], says, lines, noted)


def lines():
    return GOOD["open"]().sealed()


def links():
    """The chain: nothing taken away, put in, exchanged or renumbered."""
    good = lines()
    unlinked = "does not follow the entry before it"
    yield of("18-entry-removed", f"entry {AT}: {unlinked}", good[:AT] + good[AT + 1 :])
    yield of("18-entry-first-removed", "entry 0: numbered 1", good[1:])
    yield of("18-entry-twice", f"entry {AT + 1}: {unlinked}", good[: AT + 1] + good[AT:])
    yield of("18-entries-exchanged", f"entry 1: {unlinked}", [good[0], good[2], good[1], *good[3:]])
    yield of(
        "18-entry-altered", f"entry {AT + 1}: {unlinked}",
        [line.replace(b'"blank":2', b'"blank":3') if seq == AT else line for seq, line in enumerate(good)],
    )
    yield of(
        "18-last-entry-removed", "checkpoint: it covers more entries than this record has", good[:-1], checkpoint(good)
    )
    yield of(
        "18-last-entry-altered", "checkpoint: it is of another record", [*good[:-1], altered(good[-1])],
        checkpoint(good),
    )
    yield of("18-empty", "the record is empty", [], checkpoint(good))
    other = GOOD["open"]()
    other.assembly = OTHER_ASSEMBLY
    begins = "the record does not begin as this assembly's"
    yield of("18-first-of-another-assembly", begins, other.sealed(), checkpoint(other.sealed()))
    for name, bent, says in (
        ("18-previous-other", lambda entry: entry.update(previous="ab" * 32), f"entry {AT}: {unlinked}"),
        ("18-seq-gap", lambda entry: entry.update(seq=AT + 1), f"entry {AT}: numbered {AT + 1}"),
        ("18-seq-again", lambda entry: entry.update(seq=AT - 1), f"entry {AT}: numbered {AT - 1}"),
    ):
        yield of(name, says, bent_at(AT, bent), where=name.split("-")[1])
    begins_at_one = GOOD["open"]().sealed(lambda seq, entry: entry.update(seq=seq + 1))
    yield of("18-seq-from-one", "entry 0: numbered 1", begins_at_one, where="seq")


def altered(line):
    return line.replace(b'"minutes":"', b'"kept":true,"minutes":"')


def bent_at(at, change):
    return GOOD["open"]().sealed(lambda seq, entry: change(entry) if seq == at else None)


def entries():
    """The fields of an entry: these five, each of its kind."""
    last = len(lines()) - 1
    for field in ("body", "previous", "seq", "time", "type"):
        yield of(f"18-{field}-missing", f"line {AT + 1}: ", bent_at(AT, lambda entry: entry.pop(field)), where=field)
    for name, field, value in (
        ("18-field-more", "note", "more"),
        ("18-previous-short", "previous", "ab"),
        ("18-previous-upper-case", "previous", "AB" * 32),
        ("18-previous-number", "previous", 0),
        ("18-seq-text", "seq", str(AT)),
        ("18-seq-negative", "seq", -AT),
        ("18-time-text", "time", "noon"),
        ("18-type-number", "type", 6),
        ("18-body-list", "body", []),
        ("18-body-text", "body", "proxies"),
        ("18-time-negative", "time", -1),
    ):
        yield of(name, f"line {AT + 1}: ", bent_at(AT, lambda entry: entry.update({field: value})), where=field)
    for name, kind in (("18-type-unknown", "decree"), ("18-type-upper-case", "Minutes"), ("18-type-empty", "")):
        unknown = bent_at(last, lambda entry: entry.update(type=kind))
        yield of(name, f"entry {last}: of an unknown type", unknown, where="type")


def of_values(text):
    """The values of an entry without their names, in the order in which a program would keep them."""
    entry = json.loads(text)
    return json.dumps([entry[name] for name in ("seq", "previous", "time", "type", "body")], separators=(",", ":"))


def spellings():
    """Canonical JSON (§2.3): one text for one value. The hashes are those of the lines as they stand."""
    no, line = "not canonical JSON", AT + 1
    for name, spelt, says in (
        ("space", lambda text: text.replace(":", ": ", 1), no),
        ("space-at-end", lambda text: text + " ", no),
        ("space-at-beginning", lambda text: " " + text, no),
        ("keys-exchanged", lambda text: text.replace('"blank":2,"count":3', '"count":3,"blank":2'), no),
        ("key-twice", lambda text: text[:-1] + ',"type":"proxies"}', no),
        ("key-twice-other-value", lambda text: text.replace('"type":', '"type":"roll","type":'), no),
        ("key-twice-in-body", lambda text: text.replace('"count":3', '"count":3,"count":3'), no),
        ("letter-escaped", lambda text: text.replace('"proxies"', '"\\u0070roxies"'), no),
        ("slash-escaped", lambda text: text.replace('"root":"', '"root":"\\/'), no),
        ("fraction", lambda text: text.replace('"count":3', '"count":3.0'), "is not an integer"),
        ("fraction-other", lambda text: text.replace('"count":3', '"count":3.5'), "is not an integer"),
        ("exponent", lambda text: text.replace('"count":3', '"count":3e0'), "is not an integer"),
        ("minus-zero", lambda text: text.replace('"count":3', '"count":-0'), "is not an integer"),
        ("number-too-large", lambda text: text.replace('"count":3', f'"count":{1 << 53}'), "is not an integer"),
        ("number-too-small", lambda text: text.replace('"count":3', f'"count":-{1 << 53}'), "is not an integer"),
        ("leading-zero", lambda text: text.replace('"count":3', '"count":03'), "not JSON"),
        ("plus", lambda text: text.replace('"count":3', '"count":+3'), "not JSON"),
        ("cut", lambda text: text[:-1], "not JSON"),
        ("more-behind", lambda text: text + "{}", "not JSON"),
        ("comma-more", lambda text: text[:-1] + ",}", "not JSON"),
        ("not-a-number", lambda text: text.replace('"count":3', '"count":NaN'), "not JSON"),
        ("list", lambda text: "[" + text + "]", ""),
        ("list-of-values", of_values, ""),
        ("carriage-return", lambda text: text + "\r", no),
        ("nothing", lambda text: "", ""),
    ):
        spelt_so = GOOD["open"]().sealed(spelt=lambda seq, text: spelt(text) if seq == AT else text)
        yield of(f"18-spelling-{name}", f"line {line}: {says}" if says != "is not an integer" else says, spelt_so)
    # The carry list of a second box is named once.
    carried = GOOD["singles"]()
    at = carried.at("roll", 1)
    hashed = carried.body("roll", 1)["carry"]
    named = f'"carry":"{hashed}",'

    def twice(seq, text):
        return text.replace(named, named + named) if seq == at else text

    yield Bad("18-spelling-carry-twice", "singles", None, [18], f"line {at + 1}: {no}", carried.sealed(spelt=twice))


def checkpoints():
    good = lines()
    note_of = checkpoint(good)
    text, signed = note_of.decode().split("\n\n")
    origin, size, head = text.split("\n")
    bytes_of = bytearray(base64.b64decode(signed.strip().split(" ")[2]))
    bytes_of[-1] ^= 1
    spoilt = base64.b64encode(bytes_of).decode()
    by_another = checkpoint(good, key=Key("somebody"))
    wrong = f"— {origin} {spoilt}\n"
    raw = base64.b64decode(head)
    second = head[:-2] + chr(ord(head[-2]) + 1) + "="
    other_root = base64.b64encode(bytes([raw[0] ^ 1]) + raw[1:]).decode()
    malformed = "checkpoint: "
    for name, says, noted in (
        ("root-other", "checkpoint: it is of another record", note(origin, size, other_root)),
        ("size-less", "checkpoint: it is of another record", note(origin, len(good) - 1, head)),
        ("size-more", "checkpoint: it covers more entries than this record has", note(origin, len(good) + 1, head)),
        ("size-leading-zero", "a size is a decimal number without leading zeros", note(origin, f"0{size}", head)),
        ("size-plus", "a size is a decimal number without leading zeros", note(origin, f"+{size}", head)),
        ("size-text", "a size is a decimal number without leading zeros", note(origin, "all", head)),
        ("root-short", "a root is 32 bytes", note(origin, size, base64.b64encode(raw[:31]).decode())),
        ("root-second-spelling", "not standard base64", note(origin, size, second)),
        ("root-without-padding", "not standard base64", note(origin, size, head.rstrip("="))),
        ("of-another-assembly", "the record does not begin as this assembly's", checkpoint(good, OTHER_ASSEMBLY)),
        (
            "of-another-log", "its first line does not name a cooperative and an assembly",
            note("example.org/log", size, head),
        ),
        ("signature-other", "the signature of the record's key does not hold", f"{text}\n\n{wrong}".encode()),
        ("signature-beside-one", "the signature of the record's key does not hold", note_of + wrong.encode()),
        ("signed-by-another", UNSIGNED, by_another),
        (
            "signed-and-changed", "the signature of the record's key does not hold",
            note_of.replace(f"\n{size}\n".encode(), f"\n{len(good) - 1}\n".encode()),
        ),
        (
            "signature-under-another-name", UNSIGNED,
            note_of.replace(f"— {origin}".encode(), b"\xe2\x80\x94 example.org"),
        ),
        ("line-more", malformed + "a checkpoint has three lines", f"{text}\nmore\n\n{signed}".encode()),
        ("line-less", malformed + "a checkpoint has three lines", f"{origin}\n{size}\n\n{signed}".encode()),
        ("no-blank-line", malformed + "a note has a blank line", f"{text}\n{signed}".encode()),
        ("no-signature", malformed, f"{text}\n\n".encode()),
        ("no-last-line-feed", malformed + "a note ends with a line feed", note_of[:-1]),
        ("a-hyphen-for-a-dash", malformed, note_of.replace("— ".encode(), b"- ")),
        ("tab", malformed + "a note has no control characters", note_of.replace(b"\n\n", b"\n\n\t")),
        ("carriage-returns", malformed + "a note has no control characters", note_of.replace(b"\n", b"\r\n")),
        ("empty", malformed, b""),
    ):
        yield of(f"18-checkpoint-{name}", says, good, noted)


def chains():
    """All of them."""
    return [*links(), *entries(), *spellings(), *checkpoints()]
