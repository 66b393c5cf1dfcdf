"""The record (§11), its checkpoint (§12) and a member's proof (§10): what of checks 18 and 22 can be made on them."""

import base64
import re

from decided import decisions
from group import signature_holds
from hashes import leaf, message, root, root_by_path, sha256
from report import Report
from signed import signatures
from text import Refused, hexadecimal, is_number, read_canonical, write_plain

TYPES = set(
    "statutes convocation register-commitment trustees roll open-roll proxies attendance quorum-count box-opened"
    " archive-head open-ballots box-closed box-voided paper-count tally decision incident minutes"
    " minutes-signature software correction bureau sheet draw hands key-holders president roll-checked declined".split()
)
HEX = "[0-9a-f]"


def entries(data, report):
    """The entries that can be read, with the lines they stand in; the chain is followed on the way."""
    report.make(18)
    out, previous = [], None
    lines = data.split(b"\n")
    for seq, line in enumerate(lines if lines[-1] else lines[:-1]):
        place = f"entry {seq}"
        try:
            entry = read_canonical(line.decode())
            check_shape(entry)
        except ValueError as error:
            report.fault(18, place, str(error))
            entry = None
        if entry:
            if entry["seq"] != seq:
                report.fault(18, place, "not in its place")
            if previous is not None and entry["previous"] != previous:
                report.fault(18, place, "does not name the entry before it")
        previous = sha256(line).hex()
        out.append((line, entry))
    return out


def check_shape(entry):
    if not isinstance(entry, dict) or sorted(entry) != ["body", "previous", "seq", "time", "type"]:
        raise Refused("not the fields of an entry")
    if not isinstance(entry["body"], dict) or not is_number(entry["seq"]) or not is_number(entry["time"]):
        raise Refused("not the shape of an entry")
    if not hexadecimal(entry["previous"]) or entry["type"] not in TYPES:
        raise Refused("a type, or a hash, that is not known")


def registrations_never_fall(listed, report):
    last = {}
    for seq, (_, entry) in enumerate(listed):
        since = entry["body"].get("since_convocation") if entry and entry["type"] == "register-commitment" else None
        if since is None:
            continue
        counts = isinstance(since, dict) and sorted(set(since) - {"paper_codes"}) == ["registered", "replaced"]
        if not counts or not all(map(is_number, since.values())) or since.get("paper_codes") == 0:
            report.fault(18, f"entry {seq}", "since_convocation has another shape")
            continue
        if any(since.get(name, 0) < last.get(name, 0) for name in {**since, **last}):
            report.fault(18, f"entry {seq}", "fewer keys were registered or replaced than before")
        last = since


KINDS = {"own-key", "mandate", "paper-code", "entrusted"}


def kinds_add_up(listed, report):
    printed = 0
    for seq, (_, entry) in enumerate(listed):
        if not entry:
            continue
        if entry["type"] == "register-commitment":
            since = entry["body"].get("since_convocation")
            printed = since.get("paper_codes", 0) if isinstance(since, dict) else 0
        if entry["type"] not in ("roll", "open-roll"):
            continue
        kinds, voices = entry["body"].get("kinds"), entry["body"].get("voices")
        if entry["type"] == "open-roll":
            voices = len(voices) if isinstance(voices, list) else None
        known = isinstance(kinds, dict) and set(kinds) <= KINDS and all(map(is_number, kinds.values()))
        if not known or not is_number(voices) or sum(kinds.values()) != voices:
            report.fault(18, f"entry {seq}", "the kinds of voice are not as many as the voices")
        elif kinds.get("paper-code", 0) > 0 and not (is_number(printed) and printed > 0):
            report.fault(18, f"entry {seq}", "voices of paper codes, and none was printed")


def entrusted_as_said(listed, report):
    """Voices entrusted to the server: the convocation says that there may be, somebody confirmed more than a tenth, or left them out."""
    said = False
    for seq, (_, entry) in enumerate(listed):
        if not entry:
            continue
        body = entry["body"]
        if entry["type"] == "convocation":
            said = body.get("entrusted") is True
        if entry["type"] not in ("roll", "open-roll"):
            continue
        kinds, voices = body.get("kinds"), body.get("voices")
        count = kinds.get("entrusted", 0) if isinstance(kinds, dict) else 0
        voices = len(voices) if isinstance(voices, list) else voices
        if not is_number(count) or not is_number(voices):
            continue  # said above
        if "left_out" in body:
            left = body["left_out"]
            if not is_number(left) or left == 0:
                report.fault(18, f"entry {seq}", "left_out is no number of voices")
            elif not said:
                report.fault(18, f"entry {seq}", "voices left out, of which the convocation says nothing")
            elif count > 0:
                report.fault(18, f"entry {seq}", "voices left out, and others entrusted")
        confirmed = body.get("confirmed", 0)
        if not is_number(confirmed) or ("confirmed" in body and confirmed < max(count, 1)):
            report.fault(18, f"entry {seq}", "confirmed is not as many as are entrusted")
        elif count == 0 and "confirmed" in body:
            report.fault(18, f"entry {seq}", "confirmed, and nobody's voice is entrusted")
        elif count > 0 and not said:
            report.fault(18, f"entry {seq}", "entrusted voices, of which the convocation says nothing")
        elif 10 * count > voices and "confirmed" not in body:
            report.fault(18, f"entry {seq}", "more than a tenth entrusted, and nobody confirmed it")


def rolls_as_checked(listed, report, cooperative=None):
    """What key holders signed of rolls (§9.2): of a box that was opened, of its roll, by one who is named, once."""
    places, rolls, boxes, void, done = [], {}, {}, set(), set()
    for seq, (_, entry) in enumerate(listed):
        if not entry:
            continue
        body, place = entry["body"], f"entry {seq}"
        vote, name = body.get("vote"), body.get("box")
        if not isinstance(vote, str):
            vote = None
        if entry["type"] == "key-holders" and isinstance(body.get("identities"), list):
            for at, identity in enumerate(body["identities"]):
                if at == len(places):
                    places.append([])
                places[at].append(identity)
        elif entry["type"] == "roll":
            rolls[vote] = sha256(write_plain(body).encode()).hex()
        elif entry["type"] == "box-opened" and isinstance(name, str):
            boxes[name] = (vote, body.get("fingerprint"), rolls.get(vote))
        elif entry["type"] == "box-voided":
            void.add(vote)
        elif entry["type"] == "roll-checked":
            who = [at for at, named in enumerate(places) if body.get("identity") in named]
            opened = boxes.get(name) if isinstance(name, str) else None
            if vote in void:
                report.fault(26, place, "checks the roll of a vote that is void")
            elif not who:
                report.fault(26, place, "checks a roll, and is of nobody who is named as a key holder")
            elif opened is None or opened[0] != vote:
                report.fault(26, place, "checks the roll of a box that was not opened")
            elif opened[2] is None or body.get("roll") != opened[2]:
                report.fault(26, place, "checks another roll than that of its box")
            elif (who[0], name) in done:
                report.fault(26, place, "checks a roll for one key holder twice")
            elif cooperative and not check_holds(body, opened[1], cooperative):
                report.fault(26, place, "the signature of the check of a roll does not hold")
            done.add((who[0] if who else None, name if isinstance(name, str) else None))


def check_holds(body, phi, cooperative):
    sizes = {"identity": 64, "roll": 64, "signature": 128, "vote": 32}
    if not isinstance(phi, str) or not all(hexadecimal(body.get(field), size) for field, size in sizes.items()):
        return False
    identity, roll, signature, vote = (bytes.fromhex(body[field]) for field in sizes)
    said = message("voix/1/roll-checked", cooperative, vote, body["box"], phi, roll)
    return signature_holds(identity, said, signature)


SEATS = {"chair", "first-scrutineer", "second-scrutineer", "secretary"}


class Minutes:
    """The minutes of a record, their corrections, and who of the bureau signed which (§7.4)."""

    def __init__(self, listed, cooperative, report):
        self.cooperative, self.report = cooperative, report
        self.bureau, self.keys, self.minutes, self.corrections, self.signed = {}, {}, None, [], set()
        read = {
            "bureau": self.constituted, "minutes": self.published, "correction": self.corrected,
            "minutes-signature": self.signature,
        }
        for seq, (_, entry) in enumerate(listed):
            if entry and entry["type"] in read:
                report.make(22)
                try:
                    read[entry["type"]](entry["body"])
                except Refused as error:
                    report.fault(22, f"entry {seq}", str(error))

    def constituted(self, body):
        keys = body.get("keys", {})
        if not isinstance(keys, dict) or not set(keys) <= SEATS or not all(map(hexadecimal, keys.values())):
            raise Refused("keys that are none, or of no seat")
        self.bureau = keys

    def published(self, body):
        if not hexadecimal(body.get("minutes")):
            raise Refused("no hash of minutes")
        if self.minutes is not None:
            raise Refused("minutes once more")
        self.minutes, self.keys = body["minutes"], self.bureau

    def corrected(self, body):
        if body.get("kind") != "minutes":
            return
        if sorted(body) != ["correction", "kind", "minutes", "n"] or not hexadecimal(body["correction"]):
            raise Refused("not the fields of a correction of minutes")
        if self.minutes is None or body["minutes"] != self.minutes:
            raise Refused("of other minutes than those of this record")
        if body["n"] != len(self.corrections) + 1 or not is_number(body["n"]) or body["correction"] in self.corrections:
            raise Refused("not the next correction")
        self.corrections.append(body["correction"])

    def signature(self, body):
        what = "correction" if "correction" in body else "minutes"
        if sorted(body) != sorted(["identity", what, "seat", "signature"]) or body["seat"] not in SEATS:
            raise Refused("not the fields of a signature")
        lengths = {"identity": 64, what: 64, "signature": 128}
        if not all(hexadecimal(body[name], length) for name, length in lengths.items()):
            raise Refused("not the shape of a signature")
        if self.minutes is None or body[what] not in {"minutes": [self.minutes], "correction": self.corrections}[what]:
            raise Refused("of other minutes than those of this record, or a correction that is not there")
        if self.keys.get(body["seat"]) != body["identity"]:
            raise Refused("a key that the bureau does not name for that seat")
        if (body[what], body["seat"]) in self.signed:
            raise Refused("a seat that has signed")
        self.signed.add((body[what], body["seat"]))
        if self.cooperative:
            label = "voix/1/minutes" if what == "minutes" else "voix/1/minutes-correction"
            data = message(label, self.cooperative, bytes.fromhex(body[what]), body["seat"])
            if not signature_holds(bytes.fromhex(body["identity"]), data, bytes.fromhex(body["signature"])):
                raise Refused("the signature does not hold")


class Checkpoint:
    """A signed note by this key, read strictly."""

    def __init__(self, data, key):
        text = data.decode()
        if re.search("[\x00-\x09\x0b-\x1f\x7f]", text) or not text.endswith("\n"):
            raise Refused("control characters, or no last line feed")
        lines = text[:-1].split("\n")
        if len(lines) < 5 or lines[3] or not all(lines[4:]):
            raise Refused("not three lines, an empty one and signatures")
        self.origin, size, root_text = lines[:3]
        named = re.fullmatch(f"voix/1/({HEX}{{32}})/({HEX}{{32}})", self.origin)
        if not named or not re.fullmatch("0|[1-9][0-9]{0,15}", size, re.ASCII):
            raise Refused("an origin or a size in another spelling")
        self.cooperative, self.assembly = (bytes.fromhex(one) for one in named.groups())
        self.size, self.root = int(size), one_base64(root_text)
        if len(self.root) != 32:
            raise Refused("a root of another length")
        body = "".join(line + "\n" for line in lines[:3]).encode()
        mine = [line for line in lines[4:] if self.by(line, key)]
        if not mine:
            raise Refused("not signed by this key")
        for line in mine:
            if not signature_holds(key, body, one_base64(line.split(" ")[2])[4:]):
                raise Refused("the signature does not hold")

    def by(self, line, key):
        """Whether a line of signature names our key; lines of others are ignored, if they are such lines."""
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—":
            raise Refused("a line that is no signature")
        key_id = sha256(self.origin.encode() + b"\x0a\x01" + key)[:4]
        return parts[1] == self.origin and one_base64(parts[2])[:4] == key_id


def one_base64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused(str(error)) from error
    if base64.b64encode(raw).decode() != text:
        raise Refused("base64 in a second spelling")
    return raw


def verify_record(data, checkpoint_data=None, key=None):
    report = Report()
    listed = entries(data, report)
    if not listed:
        report.fault(18, "entry 0", "the record is empty")
    registrations_never_fall(listed, report)
    kinds_add_up(listed, report)
    entrusted_as_said(listed, report)
    report.facts.update(entries=len(listed), root=root([leaf(line) for line, _ in listed]).hex())
    cooperative = against_checkpoint(listed, checkpoint_data, key, report)
    report.make(26)
    rolls_as_checked(listed, report, cooperative)
    Minutes(listed, cooperative, report)
    decisions(listed, report)
    signatures(listed, cooperative, report)
    if cooperative is None:
        report.limit("the cooperative is not known: no signature of a member is verified")
    return report


def against_checkpoint(listed, data, key, report):
    """The cooperative, where a checkpoint says that this is a record of it."""
    if data is None:
        report.limit("there is no checkpoint: nothing shows whose record this is")
        return None
    if not hexadecimal(key):
        report.refuse("a checkpoint without the key it is signed with")
        return None
    try:
        checkpoint = Checkpoint(data, bytes.fromhex(key))
    except ValueError as error:
        report.fault(18, "checkpoint", str(error))
        return None
    first = listed[0][1] if listed else None
    start = sha256(message("voix/1/record", checkpoint.cooperative, checkpoint.assembly)).hex()
    begins = first is not None and first["previous"] == start
    if first and not begins:
        report.fault(18, "entry 0", "the record begins with another assembly than the checkpoint's")
    check_against(listed, checkpoint, report)
    return checkpoint.cooperative if begins else None


def check_against(listed, checkpoint, report):
    if checkpoint.size > len(listed):
        report.fault(18, "checkpoint", "of more entries than there are")
    elif root([leaf(line) for line, _ in listed[: checkpoint.size]]) != checkpoint.root:
        report.fault(18, "checkpoint", "of another record")


def verify_voice(proof_data, record_data):
    """A member's file: the leaf on a roll, and the register leaf of whoever speaks it; or those of proxies and of papers."""
    report = Report()
    listed = [entry for _, entry in entries(record_data, report) if entry]
    try:
        proof = read_canonical(proof_data.decode())
        if isinstance(proof, dict) and sorted(proof) == ["mandates", "papers"]:
            mandates(listed, proof)
            return report
        if not isinstance(proof, dict) or sorted(proof) != ["register", "roll"]:
            raise Refused("not the fields of a member's file")
        at = find(listed, proof["roll"], ("roll", "open-roll"), ("voices",))
        before = [entry for entry in listed[:at] if entry["type"] == "register-commitment"][-1:]
        find(before, proof["register"], ("register-commitment",), ("keys",))
        if proof["roll"]["leaf"].get("register") != proof["register"]["index"]:
            raise Refused("the roll names another leaf of the register")
        for name, kind in (("paper_code", "paper-code"), ("entrusted", "entrusted")):
            if proof["register"]["leaf"].get(name, True) is not True:
                raise Refused(f"{name} is true, or is not there")
            if (proof["roll"]["leaf"].get("kind") == kind) != (proof["register"]["leaf"].get(name) is True):
                raise Refused(f"the roll and the register do not agree whether it is {kind}")
    except ValueError as error:
        report.fault(18, "proof", str(error))
    return report


def mandates(listed, proof):
    """Every leaf is of what it stands under, and of one vote."""
    votes = []
    for name, shapes, kind, size, committed in (
        ("mandates", (["holder", "proxy", "voice"], ["proxy", "voice"]), "proxies", "count", "root"),
        ("papers", (["speaker", "voice"],), "quorum-count", "paper", "paper_root"),
    ):
        if not isinstance(proof[name], list):
            raise Refused(f"{name} is no list")
        for one in proof[name]:
            at = find(listed, one, (kind,), (size,), committed)
            said = one["leaf"]
            if sorted(said) not in shapes or not all(hexadecimal(value, 32) for value in said.values()):
                raise Refused("another leaf than belongs there")
            votes.append(listed[at]["body"].get("vote"))
    if not votes or not isinstance(votes[0], str) or any(vote != votes[0] for vote in votes):
        raise Refused("leaves of no vote, or of several")


def find(listed, proof, types, sizes, name="root"):
    """The place of the last entry that this proof leads to."""
    shape = {"index": is_number, "salt": hexadecimal, "size": is_number}
    shape.update(leaf=lambda leaf: isinstance(leaf, dict), path=lambda path: isinstance(path, list))
    if not isinstance(proof, dict) or sorted(proof) != sorted(shape):
        raise Refused("not the fields of a proof")
    if not all(shape[name](proof[name]) for name in shape) or not all(map(hexadecimal, proof["path"])):
        raise Refused("not the shape of a proof")
    hashed = leaf(bytes.fromhex(proof["salt"]) + write_plain(proof["leaf"]).encode())
    reached = root_by_path(proof["index"], proof["size"], hashed, [bytes.fromhex(one) for one in proof["path"]])
    wanted = (reached and reached.hex(), proof["size"])
    for at in range(len(listed) - 1, -1, -1):
        body = listed[at]["body"]
        size = next((body[name] for name in sizes if name in body), None)
        size = len(size) if isinstance(size, list) else size
        if reached and listed[at]["type"] in types and (body.get(name), size) == wanted:
            return at
    raise Refused("leads to no entry of the record")
