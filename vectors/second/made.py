"""What makes records: keys from a seed, signatures of RFC 8032, entries put in a chain, a checkpoint over them.

For vectors alone: nothing here takes constant time, and every secret follows from the seed.
"""

import base64
import hashlib
from copy import deepcopy

from group import B, Q, encode, fixed
from hashes import leaf, message, root, sha256
from text import write_plain

SEED = "voix record vectors 1"
COOPERATIVE, ASSEMBLY, OTHER_ASSEMBLY = (
    sha256(f"{SEED} {what}".encode())[:16] for what in ("cooperative", "one", "other")
)
# Noon in Paris of Monday 23 November 2026.
BEGAN = 1_795_431_600_000_000


def hashed(what):
    """A hash of something that is not shown, in hex."""
    return sha256(f"{SEED} {what}".encode()).hex()


def named(what):
    """An id, in hex."""
    return hashed(what)[:32]


class Key:
    """An Ed25519 key pair."""

    def __init__(self, what):
        digest = hashlib.sha512(sha256(f"{SEED} key {what}".encode())).digest()
        self.secret = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.prefix, self.public = digest[32:], encode(fixed(self.secret % Q, B))

    @property
    def hex(self):
        return self.public.hex()

    def sign(self, data):
        r = int.from_bytes(hashlib.sha512(self.prefix + data).digest(), "little") % Q
        point = encode(fixed(r, B))
        c = int.from_bytes(hashlib.sha512(point + self.public + data).digest(), "little") % Q
        return point + ((r + c * self.secret) % Q).to_bytes(32, "little")


RECORD_KEY = Key("record")


def ballot(vote, resolution, voice, choice, key, n):
    """An entry of the list of `open-ballots`."""
    ids = [bytes.fromhex(one) for one in (vote, resolution, voice)]
    said = message("voix/1/open-ballot", COOPERATIVE, *ids, choice, n)
    return {"choice": choice, "n": n, "signature": key.sign(said).hex(), "voice": voice}


def approval(vote, trustees, key):
    said = message("voix/1/trustees", COOPERATIVE, bytes.fromhex(vote), bytes.fromhex(trustees))
    return {"identity": key.hex, "signature": key.sign(said).hex()}


class Record:
    """Entries that are not yet in a chain, so that one can be bent and all after it be made again."""

    def __init__(self, assembly=ASSEMBLY):
        self.entries, self.assembly = [], assembly

    def add(self, kind, after=1_000_000, **body):
        time = self.entries[-1]["time"] + after if self.entries else BEGAN
        self.entries.append({"body": deepcopy(body), "time": time, "type": kind})
        return self

    def copy(self):
        return deepcopy(self)

    def at(self, kind, nth=0):
        """The place of the nth entry of a type."""
        return [seq for seq, entry in enumerate(self.entries) if entry["type"] == kind][nth]

    def body(self, kind, nth=0):
        return self.entries[self.at(kind, nth)]["body"]

    def sealed(self, bent=None, spelt=None):
        """The lines. `bent` changes the fields of an entry, `spelt` its text; what follows is made of the changed line."""
        previous, lines = sha256(message("voix/1/record", COOPERATIVE, self.assembly)), []
        for seq, entry in enumerate(self.entries):
            whole = {**entry, "previous": previous.hex(), "seq": seq}
            if bent:
                bent(seq, whole)
            line = write_plain(whole)
            lines.append((spelt(seq, line) if spelt else line).encode())
            previous = sha256(lines[-1])
        return lines


def checkpoint(lines, assembly=ASSEMBLY, key=RECORD_KEY, size=None):
    """The signed note of §12 over these lines."""
    origin = f"voix/1/{COOPERATIVE.hex()}/{assembly.hex()}"
    head = base64.b64encode(root([leaf(line) for line in lines])).decode()
    return note(origin, f"{len(lines) if size is None else size}", head, key)


def note(origin, size, head, key=RECORD_KEY):
    body = f"{origin}\n{size}\n{head}\n"
    key_id = sha256(origin.encode() + b"\x0a\x01" + key.public)[:4]
    signed = base64.b64encode(key_id + key.sign(body.encode())).decode()
    return f"{body}\n— {origin} {signed}\n".encode()
