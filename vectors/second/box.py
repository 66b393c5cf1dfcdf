"""All checks of one box, in the order of §15."""

from ballots import Booth, credentials, that_count
from companion import companion as read_companion
from container import members
from events import box as read_box
from group import same
from hashes import b64_hash
from objects import PART, RESULT, TRUSTEES, election as election_shape
from report import Report
from tally import Parts, archived_challenge, check_tally
from text import Refused, read
from trustees import Trustees


class Verified:
    """One archive, its companion's text if there is one, and what was found."""

    def __init__(self, data, companion_text=None):
        self.report = Report()
        self.election = self.trustees = self.listed = self.companion = self.tally = None
        self.ballots, self.counted, self.weights = [], [], {}
        listed = members(data, self.report)
        if self.report.unsupported:
            return
        self.box = read_box(listed, self.report)
        self.report.facts.update(head=self.box.head, events=self.box.events, complete=self.box.result is not None)
        if self.box.election is not None and self.read_election():
            self.verify(companion_text)

    def read_election(self):
        report = self.report
        report.make(6)
        try:
            self.election = read(self.box.election, election_shape)
        except Refused as error:
            report.fault(6, "election", str(error))
            self.trustees_text()
            credentials(self.box.credentials, False, report)
            return False
        if "unsupported" in self.election:
            report.refuse(self.election["unsupported"])
            return False
        self.uuid, self.fingerprint = self.election["uuid"], b64_hash(self.box.election)
        self.ours = self.election.get("administrator", "").startswith("voix/1 ")
        self.questions = self.election["questions"]
        self.ranked = sorted({question["type"] for question in self.questions if "type" in question})
        for kind in self.ranked:
            report.refuse(f"question type {kind}")
        return True

    def trustees_text(self):
        """The list of trustees as it can be read, or None."""
        try:
            return read(self.box.trustees, TRUSTEES)
        except Refused as error:
            self.report.fault(6, "trustees", str(error))
            return None

    def verify(self, companion_text):
        report, box = self.report, self.box
        report.facts.update(uuid=self.uuid, fingerprint=self.fingerprint, ours=self.ours)
        self.check_trustees()
        self.listed = credentials(box.credentials, self.ours, report)
        booth = Booth(self.election, self.fingerprint, self.listed)
        self.ballots = [booth.verify(text, f"ballot {i}", report) for i, text in enumerate(box.ballots, 1)]
        if not self.ranked:
            self.counted = list(that_count(self.ballots).values())
            # Under a list that cannot be read everybody is taken to have one voice.
            self.weights = {one.credential: (self.listed or {}).get(one.credential, 1) for one in self.counted}
            report.make(12)
        if companion_text is not None and not self.ranked:
            self.companion = read_companion(companion_text, report)
        elif self.ours and not self.ranked:
            report.fault(24, "companion file", "there is none beside an archive of ours")
        elif not self.ours:
            report.limit("there is no companion: nothing shows that no ballot was put in later")
        if self.companion:
            self.check_companion()
        self.count()
        if box.size is not None and not self.ranked:
            self.tally, self.opened = check_tally(box, self.questions, self.counted, self.weights, report)
        if self.tally is not None and self.trustees and not box.shuffled:
            self.check_opening()
        if box.result is None:
            report.limit("the box has no result yet")

    def weight(self):
        return sum(self.weights[one.credential] for one in self.counted)

    def count(self):
        if self.listed is None:
            return
        weight = self.weight()
        self.report.facts.update(
            credentials=len(self.listed), ballots=len(self.ballots), voices=len(self.counted), weight=weight
        )
        if weight > 1 << 40:
            self.report.refuse("a total weight above 2^40")

    def check_trustees(self):
        report, listed = self.report, self.trustees_text()
        if listed is None:
            return
        trustees = Trustees(listed)
        if trustees.old:
            report.refuse("Pedersen trustees of Belenios 2.x")
            return
        report.make(8)
        for problem in trustees.problems:
            report.fault(8, "trustees", problem)
        self.trustees = trustees
        if not trustees.problems:
            report.make(9)
            if not same(trustees.product, self.election["public_key"]):
                report.fault(9, "election.public_key", "not the product of the trustees' keys")

    def check_companion(self):
        report, box, companion = self.report, self.box, self.companion
        companion.check_slips(self.uuid, self.fingerprint, self.ballots, report)
        if box.ended or box.size is not None:
            companion.check_emargements(len(self.counted), report)
        companion.check_carry(self.uuid, self.listed, report)
        companion.check_sum(self.uuid, self.fingerprint, box, report)
        companion.check_proof_count(len(box.parts), report)
        if companion.carry is not None:
            report.limit("whether the carry list is true can be seen with the boxes before this one only")
        if companion.combined is not None:
            report.limit("the sum is opened with all its boxes only")
            self.check_ground(companion.combined)

    def check_ground(self, combined):
        """16 of a sum with a result: all who are needed gave a part of it. Whether they hold is seen with all boxes only."""
        if "result" not in combined:
            return
        owners = {part["owner"] for part in combined["parts"]}
        missing = self.trustees.missing(owners) if self.trustees else None if owners else "a result, and no part"
        if missing:
            self.report.fault(16, "companion file: combined", missing)

    def check_opening(self):
        report, box = self.report, self.box
        parts = Parts(self.trustees, self.tally)
        for i, (owner, text) in enumerate(box.parts):
            report.make(15)
            place = f"partial decryption {i + 1}"
            if text is None:
                continue
            try:
                part = read(text, PART)
            except Refused as error:
                report.fault(6, place, str(error))
                continue
            problem = parts.problem(owner, part, self.challenges(i, owner, part))
            if problem:
                report.fault(15, place, problem)
        if box.result is None:
            return
        try:
            result = report.facts["result"] = read(box.result, RESULT)["result"]
        except Refused as error:
            report.fault(6, "result", str(error))
            result = None
        parts.check_result(result, self.questions, self.weight(), ("partial decryptions", "result"), report)

    def challenges(self, i, owner, part):
        """The proofs a part must have: the archived one, and the companion's where it can be read."""
        if not 1 <= owner <= len(self.trustees.keys):
            return
        key = self.trustees.keys[owner - 1]
        yield part["decryption_proofs"], archived_challenge(self.fingerprint, key)
        if self.companion:
            challenge = self.companion.challenge(self.fingerprint, owner, key, self.opened)
            yield self.companion.proofs_of(i, owner), challenge
