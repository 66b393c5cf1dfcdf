"""Credentials (§14.6) and ballots (§14.7): checks 6, 7, 10, 11 and 12."""

import re
from dataclasses import dataclass

from group import B, Q, NotInG, add, combine, element, encode, fixed, from_element, is_zero, subtract
from hashes import b64_hash, h
from objects import ballot as ballot_shape
from text import Fields, Refused, many, parse, read, string, write
from trustees import knows, total

WEIGHT = re.compile("[1-9][0-9]*")


def credentials(text, ours, report):
    """Element to weight, in the order of the list; None if the list cannot be read."""
    try:
        entries = read(text, many(string))
    except Refused as error:
        report.fault(6, "credentials", str(error))
        return None
    report.make(10)
    out, last = {}, b""
    for place, entry in enumerate(entries, 1):
        name, comma, weight = entry.partition(",")
        try:
            point = from_element(name)
        except NotInG as error:
            report.fault(10, f"credential {place}", str(error))
            continue
        why = None
        if is_zero(point):
            why = "the neutral element"
        elif comma and (ours or not WEIGHT.fullmatch(weight)):
            why = "a weight that may not stand here"
        elif name in out:
            why = "listed twice"
        elif ours and encode(point) < last:
            why = "not sorted"
        if why:
            report.fault(10, f"credential {place}", why)
        last = encode(point)
        if not is_zero(point):
            out.setdefault(name, int(weight) if WEIGHT.fullmatch(weight) else 1)
    return out


@dataclass
class Ballot:
    """One of the archive. `said` is None if it cannot be read; `good` if nothing is wrong with it."""

    tracker: str
    said: dict = None
    credential: str = None
    good: bool = False


class Booth:
    """What all ballots of an election are verified against."""

    def __init__(self, election, fingerprint, listed):
        self.election, self.fingerprint, self.listed = election, fingerprint, listed
        self.shape = ballot_shape(election["questions"])
        self.ranked = any("type" in question for question in election["questions"])
        self.seen = set()

    def verify(self, text, place, report):
        report.make(6, 11)
        out, before = Ballot(b64_hash(text)), len(report.faults)
        try:
            said = read(text, self.shape)
        except Refused as error:
            report.fault(6, place, str(error))
            return out
        out.said, out.credential = said, element(said["credential"])
        if out.tracker in self.seen:
            report.fault(11, place, "comes twice")
        self.seen.add(out.tracker)
        if is_zero(said["credential"]) and not self.ranked:
            report.fault(6, f"{place}: credential", "the neutral element")
        if said["election_uuid"] != self.election["uuid"]:
            report.fault(11, f"{place}: election_uuid", "of another election")
        if said["election_hash"] != self.fingerprint:
            report.fault(11, f"{place}: election_hash", "of another election")
        if self.listed is not None and out.credential not in self.listed:
            report.fault(11, f"{place}: credential", "not listed")
        if not signature_holds(text, said):
            report.fault(11, f"{place}: signature", "does not hold")
        self.answers(said, place, report)
        out.good = len(report.faults) == before
        return out

    def answers(self, said, place, report):
        questions = self.election["questions"]
        report.make(7)
        if len(said["answers"]) != len(questions):
            report.fault(7, f"{place}: answers", "not one for each question")
            return
        for i, (question, answer) in enumerate(zip(questions, said["answers"])):
            if "type" in question:
                continue
            at = f"{place}: answers[{i}]"
            wrong = list(misshapen(question, answer))
            for name in wrong:
                report.fault(7, f"{at}.{name}", "not as many as the question asks for")
            if not wrong:
                s0 = f"{self.fingerprint}|{element(said['credential'])}"
                proofs = Proofs(self.election["public_key"], s0, question, answer)
                for name in proofs.that_fail():
                    report.fault(11, f"{at}.{name}", "does not hold")


def signature_holds(text, said):
    if "signature" not in said:
        return False
    unsigned = write(Fields(field for field in parse(text) if field[0] != "signature"))
    digest, proof = said["signature"]["hash"], said["signature"]["proof"]
    return digest == b64_hash(unsigned) and knows(f"sig|{digest}|", proof, said["credential"])


def misshapen(question, answer):
    blank = question.get("blank", False)
    width = len(question["answers"]) + blank
    if len(answer["choices"]) != width:
        yield "choices"
    if [len(proof) for proof in answer["individual_proofs"]] != [2] * width:
        yield "individual_proofs"
    if len(answer["overall_proof"]) != question["max"] - question["min"] + 1 + blank:
        yield "overall_proof"
    if len(answer.get("blank_proof", [])) != 2 * blank or "blank_proof" in answer and not blank:
        yield "blank_proof"


class Proofs:
    """The proofs of one answer whose lists are as long as they must be."""

    def __init__(self, key, s0, question, answer):
        self.key, self.s0, self.question, self.answer = key, s0, question, answer
        self.choices = [(one["alpha"], one["beta"]) for one in answer["choices"]]
        texts = ",".join(f"{element(alpha)},{element(beta)}" for alpha, beta in self.choices)
        self.s = f"{s0}|{texts}"

    def that_fail(self):
        for i, (choice, proof) in enumerate(zip(self.choices, self.answer["individual_proofs"])):
            if not self.disjunction(self.s0, choice, range(2), proof):
                yield f"individual_proofs[{i}]"
        allowed = range(self.question["min"], self.question["max"] + 1)
        overall = self.answer["overall_proof"]
        if not self.question.get("blank", False):
            if not self.disjunction(self.s, summed(self.choices), allowed, overall):
                yield "overall_proof"
            return
        blank, rest = self.choices[0], summed(self.choices[1:])
        if not self.hashed("bproof0", [(blank, 0), (rest, 0)], self.answer["blank_proof"]):
            yield "blank_proof"
        if not self.hashed("bproof1", [(blank, 1), *((rest, m) for m in allowed)], overall):
            yield "overall_proof"

    def disjunction(self, s, choice, allowed, proof):
        texts = f"{element(choice[0])},{element(choice[1])}"
        return self.holds(f"prove|{s}|{texts}|", [(choice, m) for m in allowed], proof)

    def hashed(self, label, cases, proof):
        return self.holds(f"{label}|{self.s}|", cases, proof)

    def holds(self, prefix, cases, proof):
        """That one of the ciphertexts holds what its case says: the challenges add up to the hash."""
        commitments, challenges = [], 0
        for ((alpha, beta), m), one in zip(cases, proof):
            c, r = one["challenge"], one["response"]
            challenges += c
            commitments.append(add(fixed(r, B), combine((c, alpha))))
            commitments.append(add(fixed(r, self.key), combine((c, subtract(beta, fixed(m, B))))))
        return challenges % Q == h(prefix, *commitments)


def summed(choices):
    return total(alpha for alpha, _ in choices), total(beta for _, beta in choices)


def that_count(ballots):
    """Of each credential the last good ballot, by credential."""
    return {one.credential: one for one in ballots if one.good}
