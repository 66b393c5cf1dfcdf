"""JSON as it is accepted: the dialect of §14.2 and, for the record, RFC 8785 (§2.3).

A text is parsed without losing the order or the repetition of fields, written again, and compared. Shapes then say
which fields there are: a shape is a function from a parsed value to what it means, or `Refused`.
"""

import json
import re

from group import NotInG, Q, from_element

LARGEST_NUMBER = 1073741823
LARGEST_COUNT = (1 << 64) - 1


class Refused(ValueError):
    """This text is not what it should be."""


class Fields(list):
    """An object: its fields as pairs, in their order."""


def refuse(why):
    raise Refused(why)


def parse(text):
    try:
        return json.loads(text, object_pairs_hook=Fields, parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Refused(str(error)) from error


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def quoted(text, escaped):
    return '"' + re.sub(escaped, lambda c: SHORT.get(c[0]) or f"\\u{ord(c[0]):04x}", text) + '"'


def write(value, escaped='["\\\\\x00-\x1f\x7f]', order=lambda fields: fields):
    """Compact JSON; what is escaped and how fields are ordered differ between the two dialects."""
    if isinstance(value, Fields):
        inner = (f"{quoted(name, escaped)}:{write(one, escaped, order)}" for name, one in order(value))
        return "{" + ",".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ",".join(write(one, escaped, order) for one in value) + "]"
    if isinstance(value, str):
        return quoted(value, escaped)
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return str(value)


def read(text, shape):
    """A text of §13 or §14."""
    value = parse(text)
    if write(value) != text:
        raise Refused("not in its one spelling")
    return shape(value)


def write_canonical(value):
    def by_utf16(given):
        return sorted(given, key=lambda field: field[0].encode("utf-16-be", "surrogatepass"))

    return write(value, '["\\\\\x00-\x1f]', by_utf16)


def write_plain(value):
    """Dictionaries and lists in the spelling of RFC 8785."""

    def as_parsed(one):
        if isinstance(one, dict):
            return Fields((name, as_parsed(inner)) for name, inner in one.items())
        return [as_parsed(inner) for inner in one] if isinstance(one, list) else one

    return write_canonical(as_parsed(value))


def read_canonical(text):
    """A text of RFC 8785, as dictionaries and lists."""

    def plain(value):
        if isinstance(value, Fields):
            if len({name for name, _ in value}) < len(value):
                raise Refused("a field is repeated")
            return {name: plain(one) for name, one in value}
        if isinstance(value, list):
            return [plain(one) for one in value]
        if isinstance(value, int) and abs(value) >= 1 << 53:
            raise Refused("a number beyond 2^53 − 1")
        return value

    value = parse(text)
    if write_canonical(value) != text:
        raise Refused("not in its one spelling")
    return plain(value)


# What a value of a canonical text may have to be.


def is_number(value, end=1 << 53):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < end


def same(one, other):
    """Whether two values are one text: true is not 1."""
    return write_plain(one) == write_plain(other)


def hexadecimal(value, length=64):
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{length}}}", value) is not None


# Shapes.


def anything(value):
    return value


def string(value):
    return value if isinstance(value, str) else refuse("not a text")


def matching(pattern):
    return lambda value: value if re.fullmatch(pattern, string(value), re.ASCII) else refuse(f"not {pattern}")


HASH = matching("[0-9a-f]{64}")


def boolean(value):
    return value if isinstance(value, bool) else refuse("neither true nor false")


def below(end):
    def shape(value):
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < end
        return value if good else refuse(f"not a number from 0 below {end}")

    return shape


number, large = below(1 << 32), below(1 << 64)


def count(value):
    """A weight or a count: above the largest number its digits as a text."""
    if isinstance(value, str):
        big = int(matching("[1-9][0-9]{0,99}")(value))
        return big if LARGEST_NUMBER < big <= LARGEST_COUNT else refuse("not a count that is written as a text")
    return number(value) if number(value) <= LARGEST_NUMBER else refuse("large, and not a text")


def scalar(value):
    n = int(matching("0|[1-9][0-9]{0,76}")(value))
    return n if n < Q else refuse("not below q")


def point(value):
    try:
        return from_element(string(value))
    except NotInG as error:
        raise Refused(str(error)) from error


def many(shape):
    return lambda value: [shape(one) for one in value] if type(value) is list else refuse("not a list")


def pair(first, second):
    def shape(value):
        if type(value) is not list or len(value) != 2:
            raise Refused("not a pair")
        return first(value[0]), second(value[1])

    return shape


def optional(name, shape):
    return name, shape, True


def fields(*wanted):
    """An object with exactly these fields, in this order; optional ones may be absent."""

    def shape(value):
        if not isinstance(value, Fields):
            raise Refused("not an object")
        rest, out = list(value), {}
        for name, inner, *absent in wanted:
            if rest and rest[0][0] == name:
                out[name] = inner(rest.pop(0)[1])
            elif not absent:
                raise Refused(f"{name} is not where it should be")
        return refuse(f"{rest[0][0]} is not known here") if rest else out

    return shape
