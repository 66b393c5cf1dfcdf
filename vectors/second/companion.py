"""The companion file of §13: check 24, the companion's proofs of check 15, and the form of a carry list (19)."""

import re

from group import B, add, combine, fixed, from_element, is_zero
from hashes import hex_hash, message, wide
from objects import COMPANION
from text import Refused, read

PLACE = "companion file"


class Companion:
    """One that can be read. Without a `cooperative` nothing in it can be bound, and nothing bound is looked at."""

    def __init__(self, text, report):
        report.make(24)
        self.said = read(text, COMPANION)
        self.carry, self.combined = self.said.get("carry"), self.said.get("combined")
        named = self.said["cooperative"]
        self.cooperative = bytes.fromhex(named) if re.fullmatch("[0-9a-f]{32}", named) else None
        if self.cooperative is None:
            report.fault(24, f"{PLACE}: cooperative", "not 32 lower-case hex digits")
        if not re.fullmatch("[0-9a-f]{64}", self.said["emargements"]["root"]):
            report.fault(24, f"{PLACE}: emargements.root", "not 64 lower-case hex digits")

    def check_emargements(self, voices, report):
        """Made once the box is closed: before, somebody may just be voting."""
        if self.said["emargements"]["count"] != voices:
            report.fault(24, "emargements.count", "not the number of ballots that count")

    def check_slips(self, uuid, fingerprint, ballots, report):
        if self.said["uuid"] != uuid:
            report.fault(24, f"{PLACE}: uuid", "of another box")
        slips, at, last = self.said["order_slips"], 0, {}
        for place, ballot in enumerate(ballots, 1):
            found = next((i for i in range(at, len(slips)) if slips[i]["ballot"] == ballot.tracker), None)
            if found is None:
                report.fault(24, f"order slip of ballot {place}", "missing")
                continue
            for i in range(at, found):
                report.fault(24, f"order_slips[{i}]", "of no ballot that stands here")
            at = found + 1
            if ballot.said is None or self.cooperative is None:
                continue
            slip = slips[found]
            if not self.slip_holds(slip, uuid, fingerprint, ballot):
                report.fault(24, f"order_slips[{found}]", "does not hold")
            if slip["n"] <= last.get(ballot.credential, -1):
                report.fault(24, f"order_slips[{found}]", "its number is not above the one before")
            last[ballot.credential] = max(slip["n"], last.get(ballot.credential, -1))
        for i in range(at, len(slips)):
            report.fault(24, f"order_slips[{i}]", "of no ballot that stands here")

    def slip_holds(self, slip, uuid, fingerprint, ballot):
        c, r, credential = slip["challenge"], slip["response"], ballot.said["credential"]
        if slip["n"] >= 1 << 53 or is_zero(credential):
            return False
        a = add(fixed(r, B), combine((c, credential)))
        bound = (uuid, fingerprint, credential, slip["n"], ballot.tracker, a)
        return c == wide(message("voix/1/order", self.cooperative, *bound))

    def proofs_of(self, i, owner):
        """The proofs beside the i-th part; none if they are not of this owner, or bound to nothing."""
        entries = self.said["decryption_proofs"]
        there = i < len(entries) and entries[i]["owner"] == owner and self.cooperative is not None
        return entries[i]["proofs"] if there else []

    def challenge(self, fingerprint, owner, key, tally):
        bound = (self.cooperative, fingerprint, owner, key, bytes.fromhex(hex_hash(tally)))
        return lambda *rest: wide(message("voix/1/decryption", *bound, *rest))

    def check_proof_count(self, parts, report):
        if len(self.said["decryption_proofs"]) != parts:
            report.fault(15, "companion: decryption_proofs", "not as many as parts")

    def check_carry(self, uuid, listed, report):
        """19 of one box: what the list itself must look like."""
        if self.carry is None:
            return
        report.make(19)
        after, voices = self.carry["after"], self.carry["voices"]
        if not after or uuid in after or len(set(after)) < len(after):
            report.fault(19, f"{PLACE}: carry.after", "not the boxes before this one, each once")
        if listed is not None and [voice["credential"] for voice in voices] != [from_element(one) for one in listed]:
            report.fault(19, f"{PLACE}: carry.voices", "not one entry for each credential, in their order")

    def check_sum(self, uuid, fingerprint, box, report):
        """24 of one box: the sum names this box as it was closed. 15: a box of a sum has no parts of its own."""
        if self.combined is None:
            return
        boxes = self.combined["boxes"]
        names = [one["uuid"] for one in boxes]
        if box.tally is None:
            report.fault(24, f"{PLACE}: combined", "the box is not closed")
            return
        if len(names) < 2 or names != sorted(set(names)) or uuid not in names:
            report.fault(24, f"{PLACE}: combined.boxes", "not two or more boxes, sorted, this one among them")
        mine = {"uuid": uuid, "fingerprint": fingerprint, "tally": hex_hash(box.tally)}
        for i, one in enumerate(boxes):
            if one["uuid"] == uuid and one != mine:
                report.fault(24, f"{PLACE}: combined.boxes[{i}]", "not this box as it was closed")
        if box.parts or box.result is not None:
            report.fault(15, "partial decryptions", "a box of a sum is opened alone as well")


def companion(text, report):
    """The companion, or None if it cannot be read."""
    try:
        return Companion(text, report)
    except Refused as error:
        report.fault(24, PLACE, str(error))
        return None
