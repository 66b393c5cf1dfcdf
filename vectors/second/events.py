"""The chain of events and what each brings (§14.3): checks 3, 4 and 5, and 6 of what binds them."""

from dataclasses import dataclass, field

from objects import EVENT, OWNER, SETUP
from text import Refused, read

# What an event may follow; how many data members it brings.
MAY_FOLLOW = {
    "Setup": {"nothing"},
    "Ballot": {"Setup", "Ballot"},
    "EndBallots": {"Setup", "Ballot"},
    "EncryptedTally": {"EndBallots"},
    "PartialDecryption": {"EncryptedTally", "PartialDecryption", "EndShuffles"},
    "Result": {"PartialDecryption"},
}
BRINGS = {
    "Setup": (4, 5),
    "Ballot": (1,),
    "EndBallots": (0,),
    "EncryptedTally": (2,),
    "PartialDecryption": (2,),
    "Result": (1,),
}
SHUFFLES = ("Shuffle", "EndShuffles")


@dataclass
class Box:
    """The texts of one archive, in the order they were archived; None for what is not there."""

    head: str = None
    events: int = 0
    unread: bool = False  # there is a setup, and it cannot be read
    election: str = None
    trustees: str = None
    credentials: str = None
    ballots: list = field(default_factory=list)
    ended: bool = False
    shuffled: bool = False
    tally: str = None
    tally_name: str = None
    size: str = None
    parts: list = field(default_factory=list)  # (owner, text), both None where it cannot be told what they are
    result: str = None


def box(members, report):
    """Goes through the members; a fault is told, and the reading goes on from the event it was found at."""
    report.make(3, 4, 5)
    out, waiting, before, height = Box(), [], None, 0
    follows = "nothing"
    for member in members:
        if member.kind == "data":
            waiting.append(member)
            continue
        data, waiting = waiting, []
        out.events, out.head = out.events + 1, member.name
        try:
            event = read(member.text, EVENT)
            if event["type"] not in (*MAY_FOLLOW, *SHUFFLES):
                raise Refused("a type that is not known")
        except Refused as error:
            report.fault(6, member.place, f"event: {error}")
            before, height = member.name, height + 1
            continue
        if (event.get("parent"), event["height"]) != (before, height):
            report.fault(3, member.place, "not the next after the event before it")
        before, height = member.name, event["height"] + 1
        kind = event["type"]
        if kind in SHUFFLES:
            report.refuse("shuffles")
            out.shuffled = True
        else:
            if follows not in MAY_FOLLOW[kind]:
                report.fault(4, member.place, f"{kind} cannot follow {follows}")
            if brings_what_it_says(kind, event, data):
                take(out, kind, member.place, data, report)
            else:
                report.fault(4, member.place, f"{kind} with other data than its own")
                if kind == "PartialDecryption":
                    out.parts.append((None, None))
        follows = kind
    if waiting:
        report.fault(4, "the end", "data that no event speaks of")
    if out.election is None and not out.unread:
        report.fault(4, "the beginning", "there is no setup")
    return out


def brings_what_it_says(kind, event, data):
    payload = data[-1].name if data else None
    return len(data) in BRINGS[kind] and event.get("payload") == payload


def take(out, kind, place, data, report):
    if kind == "Setup" and out.election is None and not out.unread:
        take_setup(out, place, data, report)
    elif kind == "Ballot":
        out.ballots.append(data[0].text)
    elif kind == "EndBallots":
        out.ended = True
    elif kind == "EncryptedTally" and out.size is None:
        out.tally, out.tally_name, out.size = data[0].text, data[0].name, data[1].text
    elif kind == "PartialDecryption":
        take_part(out, place, data, report)
    elif kind == "Result" and out.result is None:
        out.result = data[0].text


def take_setup(out, place, data, report):
    try:
        setup = read(data[-1].text, SETUP)
    except Refused as error:
        report.fault(6, data[-1].place, f"setup: {error}")
        out.unread = True
        return
    if ("credentials_certificate" in setup) != (len(data) == 5):
        report.fault(4, place, "the setup and its data differ about a certificate of the credentials")
        return
    out.election, out.trustees, out.credentials = (member.text for member in data[:3])
    if list(setup.values()) != [member.name for member in data[:-1]]:
        report.fault(5, "setup", "does not name what stands before it")


def take_part(out, place, data, report):
    found = (None, None)
    try:
        owner = read(data[1].text, OWNER)
        if owner["payload"] == data[0].name:
            found = owner["owner"], data[0].text
        else:
            report.fault(4, place, "the owner names another part")
    except Refused as error:
        report.fault(6, data[1].place, f"owner: {error}")
    out.parts.append(found)
