#!/usr/bin/env python3
"""A second reading of PROTOCOL.md §13 and §14: recomputes what vectors/objects.json says, and reads the archives of
vectors/good as far as names, chain, fingerprints and challenges go, with nothing but Python's standard library.

    python3 vectors/check_objects.py

Written from the document, not from the Rust code: where the two disagree, one of them is wrong.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

import check_a
from check_a import D, P, Q, add, element, point, sha256, wide

HERE = Path(__file__).parent
DONE = []


def mul(n, a):
    """Without divisions on the way: x = X/Z, y = Y/Z, x·y = T/Z."""
    x, y = a
    out, a = (0, 1, 1, 0), (x, y, 1, x * y % P)
    while n:
        if n & 1:
            out = plus(out, a)
        a, n = plus(a, a), n >> 1
    x, y, z, _ = out
    z = pow(z, P - 2, P)
    return (x * z % P, y * z % P)


def plus(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * D * p[3] * q[3], 2 * p[2] * q[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return (e * f % P, g * h % P, f * g % P, e * h % P)


check_a.mul = mul


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} is not {wanted!r}")
    DONE.append(what)


def b64(data):
    return base64.b64encode(sha256(data)).decode().rstrip("=")


def refused(what, read, text):
    try:
        read(text)
    except (AssertionError, ValueError):
        DONE.append(what)
    else:
        sys.exit(f"{what}: {text!r} is accepted")


def strict_element(text):
    assert len(text) == 64 and set(text) <= set("0123456789abcdef")
    x, y = point(text)
    assert element((x % P, y)) == text
    return x, y


def strict_scalar(text):
    assert text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and int(text) < Q
    return int(text)


def strict_count(written):
    value = json.loads(written)
    n = int(value)
    assert written == (str(n) if n <= 1073741823 else f'"{n}"') and n >= 0
    return n


def strict_text(written):
    value, out = json.loads(written), '"'
    for c in value:
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
        out += short.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 0x20 or ord(c) == 0x7F else c)
    assert isinstance(value, str) and out + '"' == written


def proof(what, given):
    """Commitments are base^response · of^challenge; the challenges add up to the hash of what ends with them."""
    texts, total = [], 0
    for one in given["proofs"]:
        c, r = strict_scalar(one["challenge"]), strict_scalar(one["response"])
        total += c
        for commitment in one["commitments"]:
            found = element(add(mul(r, point(commitment["base"])), mul(c, point(commitment["of"]))))
            expect(f"commitment of {what}", found, commitment["is"])
            texts.append(found)
    expect(f"challenges of {what}", str(total % Q), given["challenge"])
    if "preimage" in given:
        assert given["preimage"].endswith("|" + ",".join(texts)), what
        found = int.from_bytes(sha256(given["preimage"].encode()), "big") % Q
    else:
        message = bytes.fromhex(given["message"])
        tail = b"".join((32).to_bytes(4, "big") + bytes.fromhex(text)[::-1] for text in texts)
        assert message.endswith(tail), what
        found = wide(message)
    expect(f"challenge of {what}", str(found), given["challenge"])


def objects(vectors):
    for good in vectors["elements"]["good"]:
        strict_element(good["text"])
    for bad in vectors["elements"]["bad"]:
        refused(bad["why"], strict_element, bad["text"])
    ascending = vectors["elements"]["ascending"]
    expect("order of elements", sorted(ascending, key=lambda text: bytes.fromhex(text)[::-1]), ascending)
    for name, read in (("scalars", strict_scalar), ("counts", strict_count)):
        for good in vectors[name]["good"]:
            read(good)
        for bad in vectors[name]["bad"]:
            refused(name, read, bad)
    for good in vectors["texts"]["good"]:
        strict_text(good)
    for bad in vectors["texts"]["bad"]:
        refused(bad["why"], strict_text, bad["text"])
    for thing in vectors["objects"]:
        kind, text = thing["kind"], thing["text"].encode()
        if "sha256" in thing:
            expect(f"hash of the {kind}", sha256(text).hex(), thing["sha256"])
        for name in ("fingerprint", "tracker"):
            if name in thing:
                expect(f"{name} of the {kind}", b64(text), thing[name])
        if kind == "ballot":
            unsigned = text[: text.rindex(b',"signature":{"hash"')] + b"}"
            expect("h of the ballot", b64(unsigned), thing["h"])
        for given in thing.get("hashed", []) + thing.get("wide", []):
            proof(f"{kind}: {given['what']}", given)


def header(name, size, time):
    block = bytearray(512)
    fields = ((0, name), (100, "0000644"), (108, "0000000"), (116, "0000000"), (124, f"{size:011o}"))
    for at, text in (*fields, (136, f"{time:011o}"), (148, " " * 8), (156, "0")):
        block[at : at + len(text)] = text.encode()
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def archive(path, entry):
    """Checks 1, 2 and 3, and φ."""
    data, at, members = path.read_bytes(), 0, []
    time = int(data[136:147], 8)
    while at < len(data):
        name = data[at : at + 100].rstrip(b"\0").decode()
        size = int(data[at + 124 : at + 135], 8)
        expect(f"header in {path.name}", data[at : at + 512], header(name, size, time))
        body = data[at + 512 : at + 512 + size]
        padded = -(-size // 512) * 512
        expect(f"padding in {path.name}", data[at + 512 + size : at + 512 + padded], bytes(padded - size))
        members.append((name, body))
        at += 512 + padded
    expect("first member", members[0], ("BELENIOS", f'{{"version":1,"timestamp":"{time}"}}'.encode()))
    parent, height = None, 0
    for name, body in members[1:]:
        digest, kind, suffix = name.split(".")
        expect(f"name in {path.name}", digest, sha256(body).hex())
        assert suffix == "json" and kind in ("data", "event")
        if kind == "event":
            event = json.loads(body)
            expect(f"link in {path.name}", (event.get("parent"), event["height"]), (parent, height))
            parent, height = digest, height + 1
    expect(f"head of {path.name}", (parent, height), (entry["head"], entry["events"]))
    expect(f"fingerprint of {path.name}", b64(members[1][1]), entry["fingerprint"])


if __name__ == "__main__":
    objects(json.loads((HERE / "objects.json").read_text(encoding="utf-8")))
    for good in json.loads((HERE / "index.json").read_text(encoding="utf-8"))["good"]:
        archive(HERE / good["archive"], good)
    print(f"{len(DONE)} values agree")
