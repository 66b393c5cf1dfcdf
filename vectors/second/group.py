"""The group G of PROTOCOL.md §1 and §14.1, and the signatures of §2.2.

Points are (X, Y, Z, T) with x = X/Z, y = Y/Z and x·y = T/Z, on −x² + y² = 1 + d·x²·y². Written additively, as the
document does outside of its §14. Nothing here is secret, so nothing here takes constant time.
"""

import functools
import hashlib
import re

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
D2 = 2 * D % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)


class NotInG(ValueError):
    """These bytes are not the one encoding of a point of G."""


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = p[3] * D2 * q[3] % P
    d = 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double(p):
    x, y, z, _ = p
    a, b = x * x, y * y
    s = a + b
    e, g = (x + y) * (x + y) - s, b - a
    f = g - 2 * z * z
    return (e * f % P, g * -s % P, f * g % P, e * -s % P)


def negative(p):
    return (-p[0] % P, p[1], p[2], -p[3] % P)


def subtract(p, q):
    return add(p, negative(q))


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def is_zero(p):
    return p[0] % P == 0 and (p[1] - p[2]) % P == 0


def multiples(p):
    """0·p … 15·p."""
    row = [ZERO, p]
    while len(row) < 16:
        row.append(add(row[-1], p))
    return row


@functools.lru_cache(maxsize=8)
def table(p):
    """Row i has the multiples of 16^i·p, so that a multiplication is additions alone."""
    rows = []
    for _ in range(64):
        row = multiples(p)
        rows.append(row)
        p = add(row[15], row[1])
    return rows


def fixed(n, p):
    """n·p for a point that is multiplied often."""
    out = ZERO
    for row in table(p):
        if n & 15:
            out = add(out, row[n & 15])
        n >>= 4
    return out


def combine(*terms):
    """The sum of n·p over (n, p), 0 ≤ n < 2^256, with the doublings shared."""
    rows = [(n, multiples(p)) for n, p in terms]
    out = ZERO
    for at in range(max((n for n, _ in terms), default=0).bit_length() // 4, -1, -1):
        if out is not ZERO:
            out = double(double(double(double(out))))
        for n, row in rows:
            digit = n >> 4 * at & 15
            if digit:
                out = add(out, row[digit])
    return out


def encode(p):
    """The 32 bytes of RFC 8032."""
    x, y, z, _ = p
    if z != 1:
        z = pow(z, -1, P)
        x, y = x * z % P, y * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def on_curve(raw):
    """The point that 32 bytes encode, which need not be in G; no second encoding is read."""
    number = int.from_bytes(raw, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    if len(raw) != 32 or y >= P:
        raise NotInG("not below p")
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P:
        raise NotInG("no point of the curve")
    if x == 0 and sign:
        raise NotInG("zero has no sign")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


@functools.lru_cache(maxsize=1 << 16)
def decode(raw):
    p = on_curve(raw)
    if not is_zero(combine((Q, p))):
        raise NotInG("not in the subgroup of order q")
    return p


def element(p):
    """The text form of §14.1: the bytes reversed."""
    return encode(p)[::-1].hex()


def from_element(text):
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise NotInG("not 64 lower-case hex digits")
    return decode(bytes.fromhex(text)[::-1])


B = on_curve(bytes([0x58] + [0x66] * 31))


def of_small_order(p):
    return is_zero(double(double(double(p))))


def signature_holds(key, data, signature):
    """Ed25519 as §2.2 wants it verified: strictly."""
    if len(key) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    try:
        a, r = on_curve(key), on_curve(signature[:32])
    except NotInG:
        return False
    if s >= Q or of_small_order(a) or of_small_order(r):
        return False
    c = int.from_bytes(hashlib.sha512(signature[:32] + key + data).digest(), "little") % Q
    return encode(add(fixed(s, B), combine((c, negative(a))))) == signature[:32]
