#!/usr/bin/env python3
"""A second reading of PROTOCOL.md: recomputes vectors/a.json with nothing but Python's standard library.

    python3 vectors/check_a.py [vectors/a.json]

Written from the document, not from the Rust code: where the two disagree, one of them is wrong.
The curve arithmetic is textbook and slow; it is for checking, never for secrets.
"""

import base64
import hashlib
import hmac
import json
import sys
import unicodedata
from pathlib import Path

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
DONE = []


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P)


def mul(n, a):
    out = (0, 1)
    while n:
        if n & 1:
            out = add(out, a)
        a, n = add(a, a), n >> 1
    return out


def enc(a):
    return (a[1] | (a[0] & 1) << 255).to_bytes(32, "little")


def dec(raw):
    n = int.from_bytes(raw, "little")
    y, sign = n & (1 << 255) - 1, n >> 255
    assert y < P
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT % P
    assert (v * x * x - u) % P == 0, "not on the curve"
    if x & 1 != sign:
        x = P - x
    assert mul(Q, (x, y)) == (0, 1), "not in the subgroup"
    return (x, y)


B = dec(bytes([0x58] + [0x66] * 31))


def element(a):
    """Text form: the 32 bytes reversed."""
    return enc(a)[::-1].hex()


def point(text):
    return dec(bytes.fromhex(text)[::-1])


def sha256(data):
    return hashlib.sha256(data).digest()


def wide(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % Q


def lp(data):
    return len(data).to_bytes(4, "big") + data


def message(*fields):
    out = b""
    for field in fields:
        if isinstance(field, int):
            field = field.to_bytes(8, "big")
        elif isinstance(field, str):
            field = field.encode()
        out += lp(field)
    return out


def ed25519_public(secret):
    h = bytearray(hashlib.sha512(secret).digest()[:32])
    h[0] &= 248
    h[31] = h[31] & 127 | 64
    return enc(mul(int.from_bytes(h, "little"), B))


def ed25519_holds(public, data, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    c = wide(r + public + data)
    return s < Q and enc(add(mul(s, B), mul(Q - c, dec(public)))) == r


def hkdf(ikm, salt, info, length):
    prk, out, block, i = hmac.digest(salt, ikm, "sha512"), b"", b"", 1
    while len(out) < length:
        block = hmac.digest(prk, block + info + bytes([i]), "sha512")
        out, i = out + block, i + 1
    return out[:length]


def leaf(data):
    return sha256(b"\0" + data)


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def path(i, leaves):
    """RFC 6962 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if i < k:
        return path(i, leaves[:k]) + [root(leaves[k:])]
    return path(i - k, leaves[k:]) + [root(leaves[:k])]


def proof(m, leaves, whole=True):
    """RFC 6962 2.1.2."""
    n = len(leaves)
    if m == n or m == 0:
        return [] if whole else [root(leaves)]
    k = 1 << (n - 1).bit_length() - 1
    if m <= k:
        return proof(m, leaves[:k], whole) + [root(leaves[k:])]
    return proof(m - k, leaves[k:], False) + [root(leaves[:k])]


def climb(i, size, hashed, path):
    """RFC 9162 2.1.3.2: the root that a leaf and the hashes beside its way lead to."""
    last = size - 1
    assert i <= last
    for beside in path:
        assert last > 0
        if i & 1 or i == last:
            hashed = sha256(b"\1" + beside + hashed)
            while not i & 1 and i:
                i, last = i >> 1, last >> 1
        else:
            hashed = sha256(b"\1" + hashed + beside)
        i, last = i >> 1, last >> 1
    assert last == 0
    return hashed


def canonical(value):
    """RFC 8785 for the values of the vectors (their keys are ASCII)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def expect(name, got, want):
    assert got == want, f"{name}: {got!r} is not {want!r}"
    DONE.append(name)


def derive(words, cooperative):
    phrase = unicodedata.normalize("NFKD", words).encode()
    seed = hashlib.pbkdf2_hmac("sha512", phrase, b"mnemonic", 2048)

    def out(name, length):
        return hkdf(seed, b"voix/1", name + lp(cooperative), length)

    return out(b"identity", 32), wide(out(b"ballot-root", 64)), out(b"chain-code", 32)


def main(v):
    raw = {name: bytes.fromhex(v[name]) for name in ("cooperative", "assembly", "vote", "voice", "record_key")}
    coop, vote, voice, server = raw["cooperative"], raw["vote"], raw["voice"], raw["record_key"]
    for shown in v["phrases"]:
        identity, b, chain = derive(shown["words"], coop)
        keys = shown["keys"]
        expect("identity key", ed25519_public(identity).hex(), keys["identity"])
        expect("R", element(mul(b, B)), keys["ballot_root"])
        expect("chain code", chain.hex(), keys["chain_code"])
    identity, b, chain = derive(v["phrases"][0]["words"], coop)
    expect("b", str(b), v["keys"]["b"])
    expect("identity secret", identity.hex(), v["keys"]["identity_secret"])
    me, big_r = ed25519_public(identity), mul(b, B)
    expect("record key", ed25519_public(bytes.fromhex(v["record_key_secret"])), server)

    def shown(name, data):
        expect(f"bytes of {name}", data.hex(), v["messages"][name]["bytes"])
        return data

    def schnorr(name, made, base, *fields):
        c, r = int(made["challenge"]), int(made["response"])
        data = message(*fields, enc(add(mul(r, B), mul(c, base))))
        expect(f"challenge of {name}", wide(shown(name, data)), c)
        return data

    def signed(name, key, signature, *fields):
        data = shown(name, message(*fields))
        expect(f"signature of {name}", ed25519_holds(key, data, bytes.fromhex(signature)), True)
        expect(f"no other {name}", ed25519_holds(key, data + b"\0", bytes.fromhex(signature)), False)

    made = v["registration"]
    data = schnorr("register", made, big_r, "voix/1/register", coop, voice, me, enc(big_r), sha256(chain))
    expect("signature of register", ed25519_holds(me, data, bytes.fromhex(made["signature"])), True)

    made = v["sign_in"]
    challenge = bytes.fromhex(made["challenge"])
    signed("sign-in", me, made["signature"], "voix/1/sign-in", coop, made["origin"], challenge)

    t = wide(shown("blind", message("voix/1/blind", chain, v["box"], voice)))
    x, big_c = (b + t) % Q, add(big_r, mul(t, B))
    expect("t", str(t), v["credential"]["t"])
    expect("x", str(x), v["credential"]["x"])
    expect("C", element(big_c), v["credential"]["C"])
    expect("C = xB", mul(x, B), big_c)

    slip = v["order_slip"]["slip"]
    tracker = v["order_slip"]["tracker"]
    schnorr("order", slip, big_c, "voix/1/order", coop, v["box"], v["phi"], enc(big_c), slip["n"], tracker)

    made = v["emargement"]
    signed("emargement", me, made["signature"], "voix/1/emargement", coop, vote, v["box"], v["phi"], voice)
    leaves = []
    for mark in made["marks"]:
        text = canonical({"voice": mark["voice"], "signature": mark["signature"]})
        leaves.append(leaf(bytes.fromhex(mark["salt"]) + text.encode()))
        expect("leaf of an émargement", leaves[-1].hex(), mark["leaf"])
    expect("root of émargements", root(sorted(leaves)).hex(), made["root"])

    made, ballot = v["open_ballot"], v["open_ballot"]["ballot"]
    resolution = bytes.fromhex(ballot["resolution_hash"])
    fields = ("voix/1/open-ballot", coop, vote, resolution, voice, ballot["choice"], ballot["n"])
    signed("open-ballot", me, made["signature"], *fields)
    expect("tracker", base64.b64encode(sha256(message(*fields))).decode().rstrip("="), made["tracker"])

    made = v["support"]
    fields = ("voix/1/support", coop, bytes.fromhex(made["proposal"]), made["version"], sha256(made["text"].encode()), voice)
    signed("support", me, made["signature"], *fields)

    made = v["candidacy"]
    fields = ("voix/1/candidacy", coop, bytes.fromhex(made["election"]), sha256(made["text"].encode()), voice)
    signed("candidacy", me, made["signature"], *fields)

    made = v["proxy"]
    proxy, holder, assembly = (bytes.fromhex(x) for x in (made["id"], made["holder"], v["assembly"]))
    signed("proxy", me, made["signature"], "voix/1/proxy", coop, assembly, proxy, voice, 1, holder)
    signed("proxy-blank", me, made["blank"], "voix/1/proxy", coop, assembly, proxy, voice, 0)
    signed("proxy-revocation", me, made["revocation"], "voix/1/proxy-revocation", coop, proxy, voice)

    made = v["minutes"]
    signed("minutes", me, made["signature"], "voix/1/minutes", coop, sha256(made["text"].encode()), made["seat"])

    made = v["minutes-correction"]
    fields = ("voix/1/minutes-correction", coop, sha256(made["text"].encode()), made["seat"])
    signed("minutes-correction", me, made["signature"], *fields)

    for name, made in zip(("receipt", "receipt-open"), v["receipts"]):
        boxes = (1, made["box"]) if "box" in made else (0,)
        rest = (made["tracker"], bytes.fromhex(made["event"]), made["height"], made["time"])
        signed(name, server, made["signature"], "voix/1/receipt", coop, vote, *boxes, *rest)

    made = v["participation"]
    fields = ("voix/1/participation", coop, vote, voice, made["used"], made["ballots"], made["last"], made["time"])
    signed("participation", server, made["signature"], *fields)

    made = v["trustees_approval"]
    signed("trustees", me, made["signature"], "voix/1/trustees", coop, vote, sha256(made["trustees"].encode()))

    made = v["roll_checked"]
    expect("canonical body of a roll", canonical(json.loads(made["roll"])), made["roll"])
    rest = (v["box"], v["phi"], sha256(made["roll"].encode()))
    signed("roll-checked", me, made["signature"], "voix/1/roll-checked", coop, vote, *rest)

    made = v["opening"]
    fields = ["voix/1/opening", coop, raw["assembly"], vote, made["entries"], bytes.fromhex(made["root"])]
    boxes = sorted((one["uuid"], one["phi"], one["event"]) for one in made["boxes"])
    fields += [len(boxes), *(field for one in boxes for field in one), int(made["digits"].replace(" ", ""))]
    digits = f"{int.from_bytes(sha256(shown('opening', message(*fields)))[:8], 'big') % 10**8:08}"
    expect("code of the opening", f"{digits[:4]} {digits[4:]}", made["code"])

    for name, made in v["commitment"].items():
        told = json.loads(made["file"])
        expect(f"canonical proof of {name}", canonical(told), made["file"])
        hashed = leaf(bytes.fromhex(told["salt"]) + canonical(told["leaf"]).encode())
        way = [bytes.fromhex(step) for step in told["path"]]
        expect(f"root over {name}", climb(told["index"], told["size"], hashed, way).hex(), made["root"])
    said = json.loads(v["commitment"]["register"]["file"])["leaf"]
    want = {"ballot_root": element(big_r), "chain_code_hash": sha256(chain).hex(), "identity": me.hex()}
    expect("leaf of the register", said, {**want, "key_seq": 2, "number": 7})
    said = json.loads(v["commitment"]["paper_code"]["file"])["leaf"]
    expect("leaf of a paper code", said, {**want, "key_seq": 1, "number": 7, "paper_code": True})
    said = json.loads(v["commitment"]["roll_by_code"]["file"])["leaf"]
    expect("leaf of a voice by a code", said, {"kind": "paper-code", "register": 0, "voice": voice.hex()})
    said = json.loads(v["commitment"]["entrusted"]["file"])["leaf"]
    expect("leaf of a key the server made", said, {**want, "entrusted": True, "key_seq": 1, "number": 7})
    said = json.loads(v["commitment"]["roll_entrusted"]["file"])["leaf"]
    expect("leaf of an entrusted voice", said, {"kind": "entrusted", "register": 0, "voice": voice.hex()})
    said = json.loads(v["commitment"]["roll"]["file"])["leaf"]
    want = {"credential": element(big_c), "kind": "own-key", "register": 0, "voice": voice.hex()}
    expect("leaf of the roll", said, want)

    made = v["combined"]
    tallies, part = [json.loads(text) for text in made["tallies"]], made["part"]
    alpha = add(*(point(tally[0][0]["alpha"]) for tally in tallies))
    equal, factor, big_x = part["decryption_proofs"][0][0], point(part["decryption_factors"][0][0]), point(made["X"])
    c, r = int(equal["challenge"]), int(equal["response"])
    fields = ["voix/1/combined", coop, len(made["boxes"])]
    for one, text in zip(made["boxes"], made["tallies"]):
        expect("tally of a box", sha256(text.encode()).hex(), one["tally"])
        fields += [one["uuid"], one["fingerprint"], sha256(text.encode())]
    fields += [part["owner"], enc(big_x), 0, 0, enc(alpha), enc(factor)]
    fields += [enc(add(mul(r, B), mul(c, big_x))), enc(add(mul(r, alpha), mul(c, factor)))]
    expect("challenge of a sum", wide(shown("combined", message(*fields))), c)

    tree = v["merkle"]
    leaves = [leaf(bytes.fromhex(data)) for data in tree["data"]]
    for size, want in enumerate(tree["roots"]):
        expect(f"root of {size}", root(leaves[:size]).hex(), want)
    for i, want in enumerate(tree["inclusion_in_seven"]):
        expect(f"inclusion of {i}", [h.hex() for h in path(i, leaves)], want)
    for m, want in enumerate(tree["consistency_with_seven"]):
        expect(f"consistency of {m}", [h.hex() for h in proof(m, leaves)], want)
    salted = tree["salted"]
    expect("salted leaf", leaf(bytes.fromhex(salted["salt"]) + salted["json"].encode()).hex(), salted["leaf"])

    record = v["record"]
    previous, leaves = sha256(shown("record", message("voix/1/record", coop, raw["assembly"]))), []
    expect("start of the record", previous.hex(), record["start"])
    for seq, line in enumerate(record["lines"]):
        entry = json.loads(line)
        expect("canonical entry", canonical(entry), line)
        expect("place of the entry", (entry["seq"], entry["previous"]), (seq, previous.hex()))
        previous = sha256(line.encode())
        leaves.append(leaf(line.encode()))
    expect("head of the record", (previous.hex(), root(leaves).hex()), (record["last"], record["root"]))

    origin = f"voix/1/{coop.hex()}/{raw['assembly'].hex()}"
    key_id = sha256(origin.encode() + b"\n\1" + server)[:4]
    body = f"{origin}\n{len(leaves)}\n{base64.b64encode(root(leaves)).decode()}\n"
    text, line = record["checkpoint"].split("\n\n")
    expect("body of the checkpoint", text + "\n", body)
    dash, name, raw_signature = line.rstrip("\n").split(" ")
    signature = base64.b64decode(raw_signature)
    expect("signature line", (dash, name, signature[:4]), ("—", origin, key_id))
    expect("signature of the checkpoint", ed25519_holds(server, body.encode(), signature[4:]), True)
    verifier = f"{origin}+{key_id.hex()}+{base64.b64encode(bytes([1]) + server).decode()}"
    expect("verifier key", verifier, record["verifier_key"])


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("a.json")
    main(json.loads(Path(given).read_text(encoding="utf-8")))
    print(f"{len(DONE)} values agree")
