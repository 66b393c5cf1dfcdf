"""Trustees and the election key (§14.5): checks 8 and 9; who of them opens what (§14.10)."""

from functools import reduce

from group import B, Q, ZERO, add, combine, element, fixed, is_zero, same
from hashes import h
from objects import CERTIFICATE, COEFEXPS
from text import Fields, Refused, read, write


def total(points):
    return reduce(add, points, ZERO)


def commitment(proof, key):
    """g^r·X^c."""
    return add(fixed(proof["response"], B), combine((proof["challenge"], key)))


def knows(prefix, proof, key):
    return proof["challenge"] == h(prefix, commitment(proof, key))


def pok_holds(key):
    return knows(f"pok|Ed25519|{element(key['public_key'])}|", key["pok"], key["public_key"])


def distinct(points):
    texts = [element(p) for p in points]
    return len(set(texts)) == len(texts) and not any(map(is_zero, points))


class Trustees:
    """Owners are numbered from 1 over the whole list. `single` and `groups` say who is needed."""

    def __init__(self, listed):
        self.keys, self.single, self.groups, constants = [], [], [], []
        self.problems = [] if listed else ["there is no trustee"]
        self.old = any(kind == "old" for kind, _ in listed)
        if self.old:
            return
        for kind, one in listed:
            first = len(self.keys) + 1
            if kind == "Single":
                self.single.append(first)
                self.keys.append(one["public_key"])
                constants.append(one["public_key"])
                if not pok_holds(one):
                    self.problem(first, "the proof of knowledge does not hold")
            else:
                try:
                    constants += group_constants(one)
                except Refused as error:
                    self.problem(first, str(error))
                places = range(first, first + len(one["verification_keys"]))
                self.groups.append((list(places), one["threshold"]))
                self.keys += [key["public_key"] for key in one["verification_keys"]]
        if not distinct(self.keys):
            self.problems.append("a key is neutral, or comes twice")
        self.product = total(constants)
        if is_zero(self.product):
            self.problems.append("the keys cancel out")

    def problem(self, owner, what):
        self.problems.append(f"from owner {owner}: {what}")

    def missing(self, owners):
        """What keeps these owners from opening, or None."""
        for owner in self.single:
            if owner not in owners:
                return f"owner {owner} did not take part"
        for places, threshold in self.groups:
            if len(owners & set(places)) < threshold:
                return f"fewer than {threshold} of the owners {places} took part"
        return None

    def open(self, factors):
        """∏ F of what `factors` says of each owner, with the coefficients of Lagrange within groups."""
        terms = [(1, factors[owner]) for owner in self.single]
        for places, threshold in self.groups:
            chosen = [i for i, owner in enumerate(places, 1) if owner in factors][:threshold]
            for j in chosen:
                up, down = 1, 1
                for m in chosen:
                    if m != j:
                        up, down = up * m % Q, down * (m - j) % Q
                terms.append((up * pow(down, -1, Q) % Q, factors[places[j - 1]]))
        return combine(*terms)


def group_constants(group):
    """The A_{i0} of a group in which everything holds."""
    size, threshold = len(group["verification_keys"]), group["threshold"]
    if {len(group[name]) for name in ("certs", "coefexps", "signatures")} != {size} or not 1 <= threshold <= size:
        raise Refused("the lists of a group do not fit its size and threshold")
    certificates = [certificate(signed, i, size, threshold) for i, signed in enumerate(group["certs"], 1)]
    signers = [one["verification"] for one in certificates]
    if not distinct(signers) or not distinct([one["encryption"] for one in certificates]):
        raise Refused("a key of a certificate is neutral, or comes twice")
    coefexps = [coefficients(signed, vk, threshold) for signed, vk in zip(group["coefexps"], signers)]
    for own, vk, proof in zip(coefexps, signers, group["signatures"]):
        said = Fields([("certs", [as_fields(one) for one in group["certs"]]), ("coefexps", list(map(element, own)))])
        if not knows(f"sigmsg|certs_sig|{write(said)}|", proof, vk):
            raise Refused("a signature over all certificates does not hold")
    for j, (key, vk) in enumerate(zip(group["verification_keys"], signers), 1):
        powers = [pow(j, k, Q) for k in range(threshold)]
        share = combine(*((power, a) for own in coefexps for power, a in zip(powers, own)))
        if not same(share, key["public_key"]):
            raise Refused(f"the key of member {j} is not the one of its share")
        text = element(key["public_key"])
        if not pok_holds(key) or "signature" not in key or not knows(f"sigmsg|{text}|", key["signature"], vk):
            raise Refused(f"a proof or the signature of the key of member {j} does not hold")
    constants = [own[0] for own in coefexps]
    if is_zero(total(constants)):
        raise Refused("the keys of a group cancel out")
    return constants


def as_fields(signed):
    proof = signed["signature"]
    written = Fields((name, str(proof[name])) for name in ("challenge", "response"))
    return Fields([("message", signed["message"]), ("signature", written)])


def certificate(signed, index, size, threshold):
    said = read(signed["message"], CERTIFICATE)
    if said["context"] != {"group": "Ed25519", "size": size, "threshold": threshold, "index": index}:
        raise Refused(f"certificate {index} is for another place")
    if not knows(f"sigmsg|{signed['message']}|", signed["signature"], said["verification"]):
        raise Refused(f"the signature of certificate {index} does not hold")
    return said


def coefficients(signed, vk, threshold):
    own = read(signed["message"], COEFEXPS)["coefexps"]
    if len(own) != threshold or any(map(is_zero, own)):
        raise Refused("coefficients that are neutral, or not as many as the threshold")
    if not knows(f"sigmsg|{signed['message']}|", signed["signature"], vk):
        raise Refused("the signature of coefficients does not hold")
    return own
