"""Hashes: messages of ours (§2.1), H of Belenios (§14.1), hashes in base64 (§14.2), Merkle trees (§10)."""

import base64
import hashlib

from group import Q, element, encode


def sha256(data):
    return hashlib.sha256(data).digest()


def hex_hash(text):
    return sha256(text.encode()).hex()


def b64_hash(text):
    return base64.b64encode(sha256(text.encode())).decode().rstrip("=")


def h(prefix, *points):
    """H(prefix, e₁ … eₙ)."""
    return int.from_bytes(sha256((prefix + ",".join(map(element, points))).encode()), "big") % Q


def wide(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % Q


def message(*fields):
    """Texts, bytes, integers and points, each preceded by its length. A list is its number, then its items."""
    out = b""
    for field in fields:
        if isinstance(field, int):
            field = field.to_bytes(8, "big")
        elif isinstance(field, str):
            field = field.encode()
        elif isinstance(field, tuple):
            field = encode(field)
        out += len(field).to_bytes(4, "big") + field
    return out


def leaf(data):
    return sha256(b"\x00" + data)


def node(left, right):
    return sha256(b"\x01" + left + right)


def root(leaves):
    """RFC 6962 §2.1, over hashed leaves."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def root_by_path(index, size, hashed, path):
    """RFC 9162 §2.1.3.2: the root that a leaf and its path lead to, or None where they fit no tree of this size."""
    at, last = index, size - 1
    if not 0 <= at <= last:
        return None
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            hashed = node(beside, hashed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            hashed = node(hashed, beside)
        at, last = at >> 1, last >> 1
    return hashed if last == 0 else None
