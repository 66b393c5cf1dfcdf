"""The container of §14.3: checks 1 and 2."""

import re
from dataclasses import dataclass

from hashes import sha256
from report import Unreadable
from text import Fields, fields, matching, number, read, refuse

NAME = re.compile(rb"([0-9a-f]{64})\.(data|event)\.json")
LARGEST = 128 << 20
OPENING = fields(("version", number), ("timestamp", matching("0|[1-9][0-9]*")))


def opening(value):
    """The first member; of another version nothing but that is read."""
    said = dict(value) if isinstance(value, Fields) else refuse("not an object")
    other = "version" in said and number(said["version"]) != 1
    return {"version": said["version"]} if other else OPENING(value)


@dataclass
class Member:
    place: str
    name: str  # the hash it is named by, which check 2 compares with its bytes
    kind: str  # data or event
    text: str


def header(name, size, time):
    block = bytearray(512)
    written = ((0, name), (100, b"0000644"), (108, b"0000000"), (116, b"0000000"), (124, b"%011o" % size))
    for at, what in (*written, (136, time), (148, b" " * 8), (156, b"0")):
        block[at : at + len(what)] = what
    block[148:156] = b"%06o\x00 " % sum(block)
    return bytes(block)


def octal(what):
    return int(what, 8) if re.fullmatch(b"[0-7]+", what) else None


def members(data, report):
    """All members after the first. Reading goes on as long as a header says where the next one begins."""
    first, time = data[:512], data[136:147]
    size = octal(first[124:135])
    if size is None or octal(time) is None or first != header(b"BELENIOS", size, time):
        raise Unreadable("this file is not a Belenios archive")
    report.make(1, 2)
    at, count, out = 0, 0, []
    while at < len(data):
        count += 1
        place, block = f"member {count}", data[at : at + 512]
        size = octal(block[124:135])
        if len(block) < 512 or size is None:
            report.fault(1, place, "no header")
            break
        name = block[:100].split(b"\x00")[0]
        if block != header(name, size, time):
            report.fault(1, place, "the header is not the one of its name and size")
        if at + 512 + size > len(data):
            report.fault(1, place, "cut")
            break
        body = data[at + 512 : at + 512 + size]
        end = at + 512 + -(-size // 512) * 512
        if data[at + 512 + size : end] != bytes(end - at - 512 - size):
            report.fault(1, place, "the padding is not of zeros, or cut")
        at = end
        if size > LARGEST:
            report.refuse("a member above 128 MiB")
        elif count == 1:
            check_opening(body, octal(time), report)
        else:
            keep(place, name, body, report, out)
    return out


def check_opening(body, time, report):
    try:
        said = read(body.decode(), opening)
    except ValueError as error:
        report.fault(1, "member 1", str(error))
        return
    if said["version"] != 1:
        report.refuse(f"archive version {said['version']}")
    elif said["timestamp"] != str(time):
        report.fault(1, "member 1", "another time than in the headers")


def keep(place, name, body, report, out):
    """A member with another name, or that is no text, is as if it were not there."""
    known = NAME.fullmatch(name)
    if not known:
        report.fault(1, place, "not a name of a member")
        return
    if sha256(body).hex() != known[1].decode():
        report.fault(2, place, "not the hash of its bytes")
    try:
        out.append(Member(place, known[1].decode(), known[2].decode(), body.decode()))
    except UnicodeDecodeError:
        report.fault(1, place, "not UTF-8")
