"""Tally, parts and result (§14.8 to §14.10): checks 13, 15, 16 and 17, of one box or of the sum of several."""

from group import B, add, combine, element, fixed, same, subtract
from hashes import h, hex_hash
from objects import SIZE, TALLY
from text import LARGEST_NUMBER, Fields, Refused, read, write
from trustees import total


def spelled(n):
    return n if n <= LARGEST_NUMBER else str(n)


def width(question):
    return len(question["answers"]) + question.get("blank", False)


def recomputed(questions, ballots, weights):
    """Component by component the ballots that count, each to the power of its weight."""
    out = []
    for i, question in enumerate(questions):
        row = []
        for j in range(width(question)):
            sums = []
            for name in ("alpha", "beta"):
                terms = [(weights[one.credential], one.said["answers"][i]["choices"][j][name]) for one in ballots]
                ones = total(point for weight, point in terms if weight == 1)
                sums.append(add(ones, combine(*(term for term in terms if term[0] != 1))))
            row.append(dict(zip(("alpha", "beta"), sums)))
        out.append(row)
    return out


def tally_text(tally):
    return write([[Fields((name, element(one[name])) for name in one) for one in row] for row in tally])


def check_tally(box, questions, counted, weights, report):
    """13; the tally that is opened and its text: as archived, or recomputed if that is not of the questions' shape."""
    report.make(6, 13)
    weight = sum(weights[one.credential] for one in counted)
    own = recomputed(questions, counted, weights)
    if box.tally != tally_text(own):
        report.fault(13, "encrypted tally", "not the product of the ballots that count")
    size = Fields([("num_tallied", len(counted)), ("total_weight", spelled(weight))])
    size.append(("encrypted_tally", hex_hash(box.tally)))
    if box.size != write(size):
        report.fault(13, "size of the tally", "not that of the ballots that count")
    for what, text, shape in (("encrypted tally", box.tally, TALLY), ("size of the tally", box.size, SIZE)):
        try:
            value = read(text, shape)
        except Refused as error:
            report.fault(6, what, str(error))
            value = None
        if shape is TALLY:
            archived = value
    if archived is None or shape_of(archived) != shape_of(own):
        return own, tally_text(own)
    return archived, box.tally


def shape_of(table):
    return [len(row) for row in table]


def equal_logarithms(key, alpha, factor, proof):
    """The two commitments of a proof that log_B X = log_α F."""
    c, r = proof["challenge"], proof["response"]
    return add(fixed(r, B), combine((c, key))), combine((r, alpha), (c, factor))


def proofs_hold(key, tally, factors, proofs, challenge):
    """Whether each proof has the challenge that `challenge(question, answer, α, F, A₁, A₂)` computes."""
    for i, row in enumerate(tally):
        for j, one in enumerate(row):
            alpha, factor, proof = one["alpha"], factors[i][j], proofs[i][j]
            made = equal_logarithms(key, alpha, factor, proof)
            if proof["challenge"] != challenge(i, j, alpha, factor, *made):
                return False
    return True


def archived_challenge(fingerprint, key):
    return lambda i, j, alpha, factor, a1, a2: h(f"decrypt|{fingerprint}|{element(key)}|", a1, a2)


class Parts:
    """Factors by owner, of the parts in which everything holds."""

    def __init__(self, trustees, tally):
        self.trustees, self.tally, self.factors, self.owners = trustees, tally, {}, set()

    def problem(self, owner, part, challenges):
        """Looks at one part under the challenge functions that its proofs must have; what is wrong, or None."""
        if not 1 <= owner <= len(self.trustees.keys):
            return "of an owner that is not known"
        if owner in self.owners:
            return "its owner has given one already"
        self.owners.add(owner)
        factors = part["decryption_factors"]
        if shape_of(factors) != shape_of(self.tally):
            return "not of the tally's shape"
        key = self.trustees.keys[owner - 1]
        for proofs, challenge in challenges:
            if shape_of(proofs) != shape_of(self.tally):
                return "its proofs are not of the tally's shape"
            if not proofs_hold(key, self.tally, factors, proofs, challenge):
                return "a proof does not hold"
        self.factors[owner] = factors
        return None

    def check_result(self, result, questions, weight, places, report):
        """16, and 17 of a result that can be read: `places` are what the two are called where they fail."""
        report.make(16)
        missing = self.trustees.missing(set(self.factors))
        if missing:
            report.fault(16, places[0], missing)
        if missing or result is None:
            return
        report.make(17)
        if shape_of(result) != shape_of(self.tally):
            report.fault(17, places[1], "not of the tally's shape")
            return
        for i, row in enumerate(self.tally):
            for j, one in enumerate(row):
                factor = self.trustees.open({owner: f[i][j] for owner, f in self.factors.items()})
                opened = subtract(one["beta"], factor)
                if result[i][j] > weight or not same(fixed(result[i][j], B), opened):
                    report.fault(17, places[1], "not what the parts open")
        for i, (question, counts) in enumerate(zip(questions, result)):
            if len(counts) == width(question) and not possible(question, counts, weight):
                report.fault(17, f"question {i + 1}", "more or fewer choices than the ballots can hold")


def possible(question, counts, weight):
    """Whether ballots of this weight can hold these counts."""
    blank = counts[0] if question.get("blank", False) else 0
    choices = counts[1:] if question.get("blank", False) else counts
    named = weight - blank
    within = question["min"] * named <= sum(choices) <= question["max"] * named
    return named >= 0 and within and all(n <= named for n in choices)
