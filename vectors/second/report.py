"""What was found: faults with check and place, limits, what is not supported, and the numbers of the box."""

NAMES = {
    1: "container",
    2: "hashes of the members",
    3: "chain of events",
    4: "order of events and data",
    5: "setup",
    6: "spelling, scalars, points",
    7: "shape of the answers",
    8: "trustees",
    9: "election key",
    10: "credentials",
    11: "ballots",
    12: "the last ballot of each credential",
    13: "encrypted tally",
    15: "parts of the decryption",
    16: "trustees needed",
    17: "result",
    18: "record and checkpoint",
    19: "carry lists",
    21: "decisions, hands, papers",
    22: "signatures of the minutes",
    24: "companion: order slips, émargements, sum",
    25: "open ballots",
    26: "approvals of trustees, checks of rolls",
}


class Unreadable(Exception):
    """No verdict: this is no archive."""


class Wrong(ValueError):
    """An entry of a record says what cannot be."""


def demand(holds, why):
    if not holds:
        raise Wrong(why)


class Report:
    def __init__(self):
        self.faults, self.limits, self.unsupported, self.made, self.facts = [], [], [], set(), {}

    def make(self, *checks):
        self.made.update(checks)

    def fault(self, check, place, why):
        self.made.add(check)
        if (check, place, why) not in self.faults:
            self.faults.append((check, place, why))

    def refuse(self, what):
        if what not in self.unsupported:
            self.unsupported.append(what)

    def limit(self, what):
        if what not in self.limits:
            self.limits.append(what)

    def failed(self):
        return sorted({check for check, _, _ in self.faults})

    def exit(self):
        """A fault outweighs what is not supported: that is named only where all the rest is right (§15)."""
        return 1 if self.faults else 2 if self.unsupported else 0

    def lines(self):
        for check, name in NAMES.items():
            if check in self.made:
                said = "failed" if check in self.failed() else "passed"
                yield f"{check:3} {said}  {name}"
                yield from (f"      {place}: {why}" for at, place, why in self.faults if at == check)
        if not self.faults:
            yield from (f"not supported: {what}" for what in self.unsupported)
        yield from (f"limit: {what}" for what in self.limits)
