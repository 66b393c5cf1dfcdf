"""What people signed, as a record shows it: the ballots of open votes (check 25), and the approvals of trustees (check 26).

Whose signatures they are can be verified where the cooperative is known, from a checkpoint; their numbers always are.
"""

from group import signature_holds
from hashes import message
from report import Wrong, demand
from text import hexadecimal, is_number, same

CHOICES = ("for", "against", "abstain")
NOTHING = {"abstain": 0, "against": 0, "blank": 0, "for": 0, "null": 0}


def holds(identity, signed, signature):
    return hexadecimal(signature, 128) and signature_holds(bytes.fromhex(identity), signed, bytes.fromhex(signature))


class Holders:
    """26: who holds keys, and under which trustees a box may open."""

    def __init__(self, cooperative):
        self.cooperative, self.convened, self.places, self.approved = cooperative, None, None, set()

    def follow(self, kind, body):
        if kind == "convocation":
            needed = body.get("key_holders_needed")
            demand("key_holders_needed" not in body or is_number(needed), "says in no number how many are needed")
            self.convened = needed
        elif kind == "key-holders":
            self.name(body)
        elif kind == "trustees" and self.places is not None:
            self.approve(body)
        elif kind == "box-opened" and isinstance(body.get("vote"), str):
            under = body.get("trustees")
            known = isinstance(under, str) and under in self.approved
            demand(self.places is None or known, "opens under trustees nobody approved")
            demand(self.places is not None or self.convened is None, "opens before its key holders are named")

    def name(self, body):
        listed, needed, group = body.get("identities"), body.get("needed"), "group" in body
        demand(isinstance(listed, list) and all(map(hexadecimal, listed)) and is_number(needed), "names no key holders")
        demand(len(set(listed)) == len(listed) and 1 <= needed <= len(listed), "names key holders twice, or too few")
        agreed = self.convened is None or group and needed == self.convened
        demand(agreed, "names others than members were convened with")
        if self.places is None:
            self.places, self.needed, self.group = [[one] for one in listed], needed, group
            return
        demand(not self.group and not group, "names the key holders of a group once more")
        demand((len(listed), needed) == (len(self.places), self.needed), "names more key holders, or fewer")
        for place, one in zip(self.places, listed):
            place.append(one)

    def approve(self, body):
        approvals, hashed, vote = body.get("approvals"), body.get("trustees"), body.get("vote")
        demand(isinstance(approvals, list) and all(isinstance(one, dict) for one in approvals), "has no approvals")
        by = []
        for one in approvals:
            at = [at for at, place in enumerate(self.places) if one.get("identity") in place]
            demand(at, "is approved by somebody who is not named as a key holder")
            demand(at[0] not in by, "is approved by one key holder twice")
            by.append(at[0])
            if self.cooperative:
                named = hexadecimal(vote, 32) and hexadecimal(hashed)
                demand(named, "does not name a vote and trustees")
                signed = message("voix/1/trustees", self.cooperative, bytes.fromhex(vote), bytes.fromhex(hashed))
                demand(holds(one["identity"], signed, one.get("signature")), "has an approval that nobody signed")
        demand(len(by) >= self.needed, "is approved by fewer key holders than open a box")
        if isinstance(hashed, str):
            self.approved.add(hashed)


class Open:
    """25: one open vote."""

    def __init__(self, vote, cooperative):
        self.vote, self.cooperative = vote, cooperative
        self.speaks, self.resolution, self.said = {}, None, None
        self.boxed = self.rolled = self.paper = False

    def follow(self, kind, body):
        if kind == "open-roll":
            self.roll(body)
        elif kind == "box-opened":
            self.boxed = True
        elif kind == "quorum-count":
            self.paper |= "paper" in body
        elif kind == "open-ballots":
            demand(self.said is None, "publishes the ballots of a vote once more")
            self.said = self.ballots(body)
        elif kind == "tally":
            self.tally(body)

    def roll(self, body):
        self.rolled = True
        resolution, voices, on_this = body.get("resolution"), body.get("voices"), set()
        demand(hexadecimal(resolution) and isinstance(voices, list), "is no roll")
        demand(self.resolution in (None, resolution), "is of another text than the roll before it")
        self.resolution = resolution
        for one in voices:
            demand(isinstance(one, dict) and isinstance(one.get("voice"), str), "is no roll")
            demand(hexadecimal(one.get("identity")), "is no roll")
            demand(one["voice"] not in on_this, "has a voice twice")
            on_this.add(one["voice"])
            self.speaks.setdefault(one["voice"], []).append(one["identity"])

    def ballots(self, body):
        ballots, counts, heard = body.get("ballots"), dict(NOTHING), set()
        demand(isinstance(ballots, list), "has no ballots")
        for one in ballots:
            demand(isinstance(one, dict) and one.get("choice") in CHOICES, "has a ballot that cannot be read")
            voice = one.get("voice")
            demand(isinstance(voice, str), "has a ballot that cannot be read")
            demand(voice in self.speaks, "has a ballot of a voice that is on no roll of its vote")
            demand(voice not in heard, "counts a voice twice")
            heard.add(voice)
            counts[one["choice"]] += 1
            if self.cooperative:
                self.signed(one)
        return counts

    def signed(self, one):
        named = hexadecimal(self.vote, 32) and hexadecimal(one["voice"], 32) and is_number(one.get("n"))
        demand(named, "has a ballot that cannot be read")
        ids = [bytes.fromhex(text) for text in (self.vote, self.resolution, one["voice"])]
        said = message("voix/1/open-ballot", self.cooperative, *ids, one["choice"], one["n"])
        by = self.speaks[one["voice"]]
        signed = any(holds(identity, said, one.get("signature")) for identity in by)
        demand(signed, "has a ballot that nobody signed who speaks its voice")

    def tally(self, body):
        if self.said is not None:
            demand(same(body.get("counts"), self.said), "is not the sum of the ballots that were published")
        elif not self.boxed:
            # Where every voice is on paper there is no box and no roll, and no ballot to count.
            nothing = nobody(body["named"]) if "named" in body else same(body.get("counts"), NOTHING)
            alone = self.paper and not self.rolled and nothing
            demand(alone, "counts a vote that has neither a box nor published ballots")


def nobody(named):
    if not isinstance(named, dict):
        return False
    votes = named.get("votes")
    return isinstance(votes, list) and same(named, {"blank": 0, "named": 0, "votes": [0] * len(votes)})


def signatures(listed, cooperative, report):
    """Of each of the two, what is wrong first."""
    report.make(25, 26)
    votes, holders, wrong = {}, Holders(cooperative), set()
    for seq, (_, entry) in enumerate(listed):
        if not entry:
            continue
        kind, body, vote = entry["type"], entry["body"], entry["body"].get("vote")
        found = [(26, holders)]
        if isinstance(vote, str):
            found.append((25, votes.setdefault(vote, Open(vote, cooperative))))
        for check, one in found:
            try:
                if check not in wrong:
                    one.follow(kind, body)
            except Wrong as error:
                report.fault(check, f"entry {seq}", str(error))
                wrong.add(check)
