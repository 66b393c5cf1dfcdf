"""The vectors below the archive: group.json, objects.json and, as far as they concern verification, a.json.

Each function yields what was looked at and whether it is as the vectors say.
"""

import json

from ballots import credentials
from group import B, Q, NotInG, add, combine, element, encode, fixed, from_element, signature_holds
from hashes import b64_hash, hex_hash, leaf, message, root, root_by_path, sha256, wide
from objects import COMPANION, EVENT, OWNER, PART, RESULT, SETUP, SIZE, TALLY, TRUSTEES, ballot, election
from record import Checkpoint, Minutes, entrusted_as_said, kinds_add_up, mandates, rolls_as_checked, verify_record
from register import verify_register
from report import Report
from text import Refused, count, read, read_canonical, scalar, string, write, write_plain
from trustees import Trustees


def accepted(shape, text):
    try:
        read(text, shape)
    except Refused:
        return False
    return True


def is_element(text):
    try:
        from_element(text)
    except NotInG:
        return False
    return True


def trustees(text):
    """Trustees whose proofs hold as well."""
    try:
        return not Trustees(read(text, TRUSTEES)).problems
    except Refused:
        return False


def listed(text):
    report = Report()
    return credentials(text, True, report) is not None and not report.faults


KINDS = {
    "election": election, "setup": SETUP, "ballot": ballot([{}]), "tally": TALLY, "size": SIZE, "part": PART,
    "owner": OWNER, "result": RESULT, "event": EVENT, "companion": COMPANION,
}


def object_accepted(kind, text):
    if kind in KINDS:
        return accepted(KINDS[kind], text)
    return trustees(text) if kind == "trustees" else listed(text)


def of_group(vectors):
    for one in vectors["challenges"]:
        found = int.from_bytes(sha256(one["preimage"].encode()), "big") % Q
        yield one["preimage"], str(found) == one["mod_q"]


def of_spelling(vectors):
    for good in vectors["elements"]["good"]:
        yield good["text"], is_element(good["text"])
    for bad in vectors["elements"]["bad"]:
        yield bad["why"], not is_element(bad["text"])
    ascending = vectors["elements"]["ascending"]
    yield "order of elements", sorted(ascending, key=lambda text: encode(from_element(text))) == ascending
    # Of scalars the content of the text is given, of the others the text as it stands in JSON.
    for name, shape, spell in (("scalars", scalar, write), ("counts", count, str), ("texts", string, str)):
        for kind in ("good", "bad"):
            for one in vectors[name][kind]:
                text = spell(one["text"] if isinstance(one, dict) else one)
                yield f"{name}: {text}", accepted(shape, text) == (kind == "good")


def of_objects(vectors):
    for one in vectors["objects"]:
        kind, text = one["kind"], one["text"]
        yield kind, object_accepted(kind, text)
        if "sha256" in one:
            yield f"hash of the {kind}", hex_hash(text) == one["sha256"]
        for name in ("fingerprint", "tracker"):
            if name in one:
                yield f"{name} of the {kind}", b64_hash(text) == one[name]
        if "election_key" in one:
            yield "election key", element(Trustees(read(text, TRUSTEES)).product) == one["election_key"]
        if "h" in one:
            unsigned = text[: text.rindex(',"signature":')] + "}"
            yield "h", b64_hash(unsigned) == one["h"]
        for proof in one.get("hashed", []) + one.get("wide", []):
            yield f"{kind}: {proof['what']}", proof_holds(proof)
    for one in vectors["bad"]:
        yield f"{one['kind']} {one['field']}: {one['why']}", not object_accepted(one["kind"], one["text"])


def proof_holds(given):
    """Each commitment is base^response · of^challenge; the challenges add up to the hash of what ends with them."""
    made, challenges = [], 0
    for one in given["proofs"]:
        c, r = int(one["challenge"]), int(one["response"])
        challenges += c
        for said in one["commitments"]:
            made.append(combine((r, from_element(said["base"])), (c, from_element(said["of"]))))
            if element(made[-1]) != said["is"]:
                return False
    if "preimage" in given:
        ends = given["preimage"].endswith("|" + ",".join(map(element, made)))
        found = int.from_bytes(sha256(given["preimage"].encode()), "big") % Q
    else:
        data = bytes.fromhex(given["message"])
        ends, found = data.endswith(message(*made)), wide(data)
    return ends and str(found) == given["challenge"] == str(challenges % Q)


def of_messages(v):
    """Signatures and proofs of §3 to §9, each refused over one byte more."""
    coop, vote, voice, server = (bytes.fromhex(v[name]) for name in ("cooperative", "vote", "voice", "record_key"))
    me = bytes.fromhex(v["registration"]["identity"])

    def signed(what, key, signature, *fields):
        data, raw = message(*fields), bytes.fromhex(signature)
        told = what not in v["messages"] or data.hex() == v["messages"][what]["bytes"]
        yield what, told and signature_holds(key, data, raw) and not signature_holds(key, data + b"\x00", raw)

    def schnorr(what, proof, key, *fields):
        c, r = int(proof["challenge"]), int(proof["response"])
        data = message(*fields, add(fixed(r, B), combine((c, key))))
        yield what, data.hex() == v["messages"][what]["bytes"] and wide(data) == c
        return data

    one = v["registration"]
    key, chain = from_element(one["ballot_root"]), sha256(bytes.fromhex(one["chain_code"]))
    data = yield from schnorr("register", one, key, "voix/1/register", coop, voice, me, key, chain)
    yield "signature of a registration", signature_holds(me, data, bytes.fromhex(one["signature"]))
    one, key = v["order_slip"], from_element(v["credential"]["C"])
    fields = ("voix/1/order", coop, v["box"], v["phi"], key, one["slip"]["n"], one["tracker"])
    yield from schnorr("order", one["slip"], key, *fields)
    one = v["emargement"]
    yield from signed("emargement", me, one["signature"], "voix/1/emargement", coop, vote, v["box"], v["phi"], voice)
    leaves = []
    for mark in one["marks"]:
        said = write_plain({"signature": mark["signature"], "voice": mark["voice"]})
        leaves.append(leaf(bytes.fromhex(mark["salt"]) + said.encode()))
        yield "leaf of an émargement", leaves[-1].hex() == mark["leaf"]
    yield "root of the émargements", root(sorted(leaves)).hex() == one["root"]
    one = v["open_ballot"]["ballot"]
    fields = (bytes.fromhex(one["resolution_hash"]), voice, one["choice"], one["n"])
    yield from signed("open-ballot", me, v["open_ballot"]["signature"], "voix/1/open-ballot", coop, vote, *fields)
    for what, one in zip(("receipt", "receipt-open"), v["receipts"]):
        box = (1, one["box"]) if "box" in one else (0,)
        fields = (*box, one["tracker"], bytes.fromhex(one["event"]), one["height"], one["time"])
        yield from signed(what, server, one["signature"], "voix/1/receipt", coop, vote, *fields)
    one = v["minutes"]
    fields = (sha256(one["text"].encode()), one["seat"])
    yield from signed("minutes", me, one["signature"], "voix/1/minutes", coop, *fields)
    one = v["minutes-correction"]
    fields = (sha256(one["text"].encode()), one["seat"])
    yield from signed("minutes-correction", me, one["signature"], "voix/1/minutes-correction", coop, *fields)
    one = v["trustees_approval"]
    yield from signed("trustees", me, one["signature"], "voix/1/trustees", coop, vote, sha256(one["trustees"].encode()))
    one = v["roll_checked"]
    fields = (v["box"], v["phi"], sha256(one["roll"].encode()))
    yield from signed("roll-checked", me, one["signature"], "voix/1/roll-checked", coop, vote, *fields)


def of_record(v):
    """Trees, members' proofs, the record and its checkpoint; and each of the last two changed in one place."""
    tree = v["merkle"]
    leaves = [leaf(bytes.fromhex(data)) for data in tree["data"]]
    for size, wanted in enumerate(tree["roots"]):
        yield f"root of {size}", root(leaves[:size]).hex() == wanted
    for i, way in enumerate(tree["inclusion_in_seven"]):
        path = [bytes.fromhex(step) for step in way]
        yield f"inclusion of {i}", root_by_path(i, 7, leaves[i], path) == root(leaves)
        yield f"no longer inclusion of {i}", root_by_path(i, 7, leaves[i], [*path, path[0]]) is None
        yield f"no shorter inclusion of {i}", root_by_path(i, 7, leaves[i], path[:-1]) != root(leaves)
    for name, one in v["commitment"].items():
        told = read_canonical(one["file"])
        hashed = leaf(bytes.fromhex(told["salt"]) + write_plain(told["leaf"]).encode())
        path = [bytes.fromhex(step) for step in told["path"]]
        reached = root_by_path(told["index"], told["size"], hashed, path)
        yield f"a member's proof of {name}", reached is not None and reached.hex() == one["root"]
    record, key = v["record"], v["record_key"]
    lines, note = record["lines"], record["checkpoint"].encode()

    def right(lines, note=note, key=key):
        return verify_record("".join(f"{line}\n" for line in lines).encode(), note, key).exit() == 0

    yield "record", right(lines)
    yield "an entry removed", not right([lines[0], *lines[2:]])
    yield "the last entry removed", not right(lines[:-1])
    yield "entries exchanged", not right([lines[1], lines[0], *lines[2:]])
    yield "an entry with a space", not right([*lines[:-1], lines[-1] + " "])
    yield "another key", not right(lines, key=v["registration"]["identity"])
    for what, other in spoiled(note):
        yield what, not right(lines, other)
    yield "origin of the checkpoint", Checkpoint(note, bytes.fromhex(key)).origin == record["origin"]


def of_kinds(_):
    """The kinds of voice of a roll, beside what the register said before it."""
    voice = {"identity": "00", "voice": "00"}

    def right(kinds, voices, codes=0, opens=True):
        since = {"registered": 1, "replaced": 0, **({"paper_codes": codes} if codes else {})}
        entries = (
            ("register-commitment", {"since_convocation": since}),
            ("open-roll" if opens else "roll", {"kinds": kinds, "voices": [voice] * voices if opens else voices}),
        )
        report = Report()
        kinds_add_up([(b"", {"type": kind, "body": body}) for kind, body in entries], report)
        return not report.faults

    for opens in (True, False):
        yield "kinds that add up", right({"own-key": 3}, 3, opens=opens)
        yield "codes among them", right({"mandate": 1, "own-key": 1, "paper-code": 1}, 3, codes=1, opens=opens)
        yield "no codes that were not printed", not right({"own-key": 2, "paper-code": 1}, 3, opens=opens)
        yield "no fewer", not right({"own-key": 2}, 3, opens=opens)
        yield "no more", not right({"own-key": 3, "paper-code": 1}, 3, codes=1, opens=opens)
        yield "no other kind", not right({"own-key": 2, "trusted": 1}, 3, opens=opens)
        yield "no text for a number", not right({"own-key": 2, "paper-code": "1"}, 3, codes=1, opens=opens)
        yield "no kinds at all", not right(None, 3, opens=opens)


def of_register(_):
    """A list of two persons, and a record that commits to it."""

    def line(n, **other):
        said = {"ballot_root": "ab", "chain_code_hash": "cd", "identity": f"{n:02}", "key_seq": 1, "number": n, **other}
        salt = f"{n:064}"
        hashed = leaf(bytes.fromhex(salt) + write_plain(said).encode()).hex()
        return {"hash": hashed, "person": {"leaf": said, "name": f"Personne {n}", "salt": salt}}

    good = [line(1), line(2)]
    committed = root([bytes.fromhex(one["hash"]) for one in good]).hex()
    body = {"keys": 2, "members": 3, "root": committed}
    entry = {"body": body, "previous": "00" * 32, "seq": 0, "time": 1, "type": "register-commitment"}

    def right(leaves, at=0, **other):
        record = write_plain({**entry, "body": {**body, **other}}).encode() + b"\n"
        listed = {"assembly": "00" * 16, "commitments": [{"entry": at, "leaves": leaves}]}
        return verify_register(json.dumps(listed).encode(), record).exit() == 0

    yield "a list that leads to its root", right(good)
    yield "somebody who was forgotten", right([{"hash": good[0]["hash"]}, good[1]])
    yield "the order", not right(good[::-1])
    yield "a leaf left out", not right(good[:1])
    yield "another salt", not right([good[0], {**good[1], "person": {**good[1]["person"], "salt": "11" * 32}}])
    yield "another person's key", not right([good[0], {**good[1], "person": {**good[0]["person"]}}])
    yield "a number twice", not right([good[0], line(2, number=1)])
    yield "of another entry", not right(good, at=1)
    yield "more keys than there are", not right(good, keys=3)
    yield "fewer members than keys", not right(good, members=1)


def of_entrusted(_):
    """Voices entrusted to the server, beside what the convocation said of them."""

    def right(entrusted, voices, said=True, opens=True, **more):
        kinds = {"entrusted": entrusted, "own-key": voices - entrusted} if entrusted else {"own-key": voices}
        listed = [{"identity": "00", "voice": "00"}] * voices if opens else voices
        entries = (
            ("convocation", {"entrusted": True} if said else {}),
            ("open-roll" if opens else "roll", {"kinds": kinds, "voices": listed, **more}),
        )
        report = Report()
        listed = [(b"", {"type": kind, "body": body}) for kind, body in entries]
        kinds_add_up(listed, report)
        entrusted_as_said(listed, report)
        return not report.faults

    for opens in (True, False):
        yield "a tenth", right(1, 10, opens=opens)
        yield "none, and none said", right(0, 10, said=False, opens=opens)
        yield "not where the convocation is silent", not right(1, 10, said=False, opens=opens)
        yield "no more than a tenth", not right(2, 19, opens=opens)
        yield "more, confirmed", right(2, 19, opens=opens, confirmed=2)
        yield "up to a greater number", right(2, 19, opens=opens, confirmed=7)
        yield "no more than confirmed", not right(2, 19, opens=opens, confirmed=1)
        yield "no text for a number", not right(2, 19, opens=opens, confirmed="2")
        yield "nothing confirmed where there are none", not right(0, 19, opens=opens, confirmed=2)
        yield "left out", right(0, 19, opens=opens, left_out=2)
        yield "more left out than voices", right(0, 2, opens=opens, left_out=200)
        yield "not left out where the convocation is silent", not right(0, 19, said=False, opens=opens, left_out=2)
        yield "nought is not left out", not right(0, 19, opens=opens, left_out=0)
        yield "no text for those left out", not right(0, 19, opens=opens, left_out="2")
        yield "nothing is not left out", not right(0, 19, opens=opens, left_out=None)
        yield "some left out, and some entrusted", not right(1, 19, opens=opens, left_out=2)
        yield "left out, and confirmed", not right(0, 19, opens=opens, left_out=2, confirmed=2)


def of_checks(v):
    """What a key holder signed of a roll, beside the entries it names; and each of them changed in one place."""
    coop, me, made = bytes.fromhex(v["cooperative"]), v["registration"]["identity"], v["roll_checked"]
    roll = read_canonical(made["roll"])
    check = {
        "box": v["box"], "identity": me, "roll": sha256(made["roll"].encode()).hex(), "signature": made["signature"],
        "vote": v["vote"],
    }
    opened = {"box": v["box"], "fingerprint": v["phi"], "vote": v["vote"]}
    named = {"identities": ["00" * 32, me], "needed": 1}

    def right(check=check, roll=roll, opened=opened, named=named, more=(), known=coop):
        entries = (("key-holders", named), ("roll", roll), ("box-opened", opened), *more, ("roll-checked", check))
        report = Report()
        rolls_as_checked([(b"", {"type": kind, "body": body}) for kind, body in entries], report, known)
        return not report.faults

    yield "a roll that was checked", right()
    yield "checked twice", not right(more=(("roll-checked", check),))
    yield "of a vote that is void", not right(more=(("box-voided", {"vote": v["vote"]}),))
    yield "of another roll", not right(roll={**roll, "voices": 4})
    yield "of another box", not right(opened={**opened, "box": "aHZEetHLUru3Hq"})
    yield "of another election", not right(opened={**opened, "fingerprint": "A"})
    yield "of another election, unseen", right(opened={**opened, "fingerprint": "A"}, known=None)
    yield "of another vote", not right(check={**check, "vote": "00" * 16})
    yield "by nobody who is named", not right(named={"identities": ["00" * 32], "needed": 1})
    yield "by another who is named", not right(check={**check, "identity": "00" * 32})
    yield "with another signature", not right(check={**check, "signature": v["trustees_approval"]["signature"]})
    yield "of another cooperative", not right(known=bytes(16))


def of_minutes(v):
    """A record of minutes that one seat signed, and each of its entries changed."""
    one, other = v["minutes"], "00" * 32
    hashed, key, seat = sha256(one["text"].encode()).hex(), v["registration"]["identity"], one["seat"]
    signature = {"identity": key, "minutes": hashed, "seat": seat, "signature": one["signature"]}
    bureau = ("bureau", {"keys": {seat: key, "chair": other}})
    minutes, signed = ("minutes", {"minutes": hashed}), ("minutes-signature", signature)

    def right(*entries, coop=v["cooperative"]):
        report = Report()
        listed = [(b"", {"type": kind, "body": body}) for kind, body in entries]
        Minutes(listed, bytes.fromhex(coop), report)
        return not report.faults

    def with_field(**fields):
        return ("minutes-signature", {**signature, **fields})

    yield "signed minutes", right(bureau, minutes, signed)
    yield "minutes that nobody signed", right(bureau, minutes)
    yield "a bureau without keys", right(("bureau", {}), minutes)
    yield "no signature where no keys are named", not right(("bureau", {}), minutes, signed)
    yield "nor with those of a bureau before", not right(bureau, ("bureau", {"keys": {"chair": key}}), minutes, signed)
    yield "nor of a bureau after", not right(minutes, bureau, signed)
    yield "nor before the minutes", not right(bureau, signed, minutes)
    yield "nor twice", not right(bureau, minutes, signed, signed)
    yield "nor of minutes once more", not right(bureau, minutes, minutes)
    yield "nor in another cooperative", not right(bureau, minutes, signed, coop="00" * 16)
    changes = (
        {"minutes": other}, {"identity": other}, {"seat": "chair"}, {"seat": "board"}, {"signature": "00" * 64},
        {"signature": "x"}, {"more": 1},
    )
    for fields in changes:
        yield f"nor with {fields}", not right(bureau, minutes, with_field(**fields))
    one = v["minutes-correction"]
    first, second = sha256(b"another").hex(), sha256(one["text"].encode()).hex()
    bureau = ("bureau", {"keys": {seat: key, one["seat"]: key}})
    under = {"correction": second, "identity": key, "seat": one["seat"], "signature": one["signature"]}
    signs = ("minutes-signature", under)

    def corrects(n, hashed, **fields):
        body = {"correction": hashed, "kind": "minutes", "minutes": minutes[1]["minutes"], "n": n}
        return ("correction", {**body, **fields})

    both = (corrects(1, first), corrects(2, second))
    yield "a signed correction", right(bureau, minutes, *both, signed, signs)
    yield "an erratum of a notice", right(bureau, ("correction", {"kind": "erratum", "seq": 1, "text": first}), minutes)
    yield "no correction before the minutes", not right(bureau, corrects(1, first), minutes)
    yield "nor of others", not right(bureau, minutes, corrects(1, first, minutes=other))
    yield "nor out of turn", not right(bureau, minutes, corrects(2, second))
    yield "nor the same twice", not right(bureau, minutes, corrects(1, first), corrects(2, first))
    yield "nor numbered by a truth", not right(bureau, minutes, corrects(True, first))
    yield "no signature of one that is not there", not right(bureau, minutes, corrects(1, first), signs)
    yield "nor twice of one", not right(bureau, minutes, *both, signs, signs)
    wrong = {**under, "signature": signature["signature"]}
    yield "nor that of the minutes", not right(bureau, minutes, *both, ("minutes-signature", wrong))
    wrong = {**under, "minutes": minutes[1]["minutes"]}
    yield "nor of both", not right(bureau, minutes, *both, ("minutes-signature", wrong))
    for keys in ([], {"board": key}, {"chair": "x"}):
        yield f"no keys {keys}", not right(("bureau", {"keys": keys}))


def of_mandates(v):
    """A record that commits to two proxies and to a voice on paper, and the file of a member; and each of them changed."""
    vote, ids, salts = v["vote"], [f"{n:02x}" * 16 for n in range(1, 6)], [bytes([n]) * 32 for n in (1, 2, 3)]
    carried = {"holder": ids[0], "proxy": ids[1], "voice": ids[2]}
    blank, paper = {"proxy": ids[3], "voice": ids[4]}, {"speaker": ids[0], "voice": ids[2]}
    hashed = [leaf(salt + write_plain(one).encode()) for salt, one in zip(salts, (carried, blank, paper))]
    proxies = {"blank": 1, "count": 2, "root": root(hashed[:2]).hex(), "vote": vote}
    closed = {"paper": 1, "paper_root": hashed[2].hex(), "vote": vote}

    def proof(at, said, salt, path):
        return {"index": at, "leaf": said, "path": path, "salt": salt.hex(), "size": len(path) + 1}

    first = proof(0, carried, salts[0], [hashed[1].hex()])
    second = proof(1, blank, salts[1], [hashed[0].hex()])
    third = proof(0, paper, salts[2], [])

    def right(given=(first, second), papers=(third,), proxies=proxies, closed=closed):
        listed = [{"type": "proxies", "body": proxies}, {"type": "quorum-count", "body": closed}]
        try:
            mandates(listed, {"mandates": list(given), "papers": list(papers)})
        except Refused:
            return False
        return True

    yield "proxies and a paper", right() and right(papers=()) and right(given=())
    yield "nothing", not right(given=(), papers=())
    yield "another holder", not right(given=({**first, "leaf": {**carried, "holder": ids[4]}},))
    yield "a holder in a blank one", not right(given=({**second, "leaf": {**blank, "holder": ids[4]}},))
    yield "another place", not right(given=({**first, "index": 1},))
    yield "a paper for a proxy", not right(given=(third,), papers=())
    yield "a proxy for a paper", not right(given=(), papers=(first,))
    yield "more proxies than they were", not right(proxies={**proxies, "count": 3})
    yield "another root of papers", not right(closed={**closed, "paper_root": "00" * 32})
    yield "two votes", not right(closed={**closed, "vote": "00" * 16})


def spoiled(note):
    at = note.rindex(b" ") + 8
    yield "a checkpoint without its last line feed", note[:-1]
    yield "a checkpoint with a line more", note.replace(b"\n\n", b"\nmore\n\n")
    yield "a leading zero", note.replace(b"\n3\n", b"\n03\n")
    yield "another size", note.replace(b"\n3\n", b"\n2\n")
    yield "another signature", note[:at] + (b"A" if note[at : at + 1] != b"A" else b"B") + note[at + 1 :]


def all_of(folder):
    """(file, what, whether it agrees), for each of the vectors."""

    def load(name):
        return json.loads((folder / name).read_text(encoding="utf-8"))

    sections = (
        ("group.json", of_group), ("objects.json, spelling", of_spelling), ("objects.json, objects", of_objects),
        ("a.json, messages", of_messages), ("a.json, record", of_record), ("a.json, kinds", of_kinds),
        ("a.json, register", of_register),
        ("a.json, entrusted", of_entrusted), ("a.json, checked rolls", of_checks),
        ("a.json, signed minutes", of_minutes), ("a.json, proxies and papers", of_mandates),
    )
    for title, section in sections:
        for what, agrees in section(load(title.partition(",")[0])):
            yield title, what, agrees
