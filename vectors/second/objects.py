"""The shapes of the objects of §13 and §14."""

from group import is_zero
from text import (
    HASH, Fields, Refused, anything, boolean, count, fields, large, many, matching, number, optional, pair, point,
    refuse, scalar, string,
)

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
UUID = matching(f"[{BASE58}]{{14,}}")

PROOF = fields(("challenge", scalar), ("response", scalar))
CIPHERTEXT = fields(("alpha", point), ("beta", point))
SIGNED = fields(("message", string), ("signature", PROOF))

# A text that is no hash, where one should stand, can be read: it names nothing.
EVENT = fields(optional("parent", string), ("height", large), ("type", string), optional("payload", string))
SETUP = fields(
    ("election", string), ("trustees", string), ("credentials", string), optional("credentials_certificate", string)
)
SIZE = fields(("num_tallied", large), ("total_weight", count), ("encrypted_tally", string))
OWNER = fields(("owner", number), ("payload", string))

TALLY = many(many(CIPHERTEXT))
PART_FIELDS = (("decryption_factors", many(many(point))), ("decryption_proofs", many(many(PROOF))))
PART = fields(*PART_FIELDS)
COUNTS = many(many(count))
RESULT = fields(("result", COUNTS))

KEY = fields(("pok", PROOF), ("public_key", point), optional("signature", PROOF), optional("name", string))
GROUP_FIELDS = (("threshold", number), ("certs", many(SIGNED)), ("coefexps", many(SIGNED)))
GROUP = fields(*GROUP_FIELDS, ("signatures", many(PROOF)), ("verification_keys", many(KEY)))
OLD_GROUP = fields(*GROUP_FIELDS, optional("signatures", many(PROOF)), ("verification_keys", many(KEY)))
CONTEXT = fields(("group", string), ("size", number), ("threshold", number), ("index", number))
CERTIFICATE = fields(("context", CONTEXT), ("verification", point), ("encryption", point))
COEFEXPS = fields(("coefexps", many(point)))


def trustee(value):
    """("Single", key), ("Pedersen", group) or ("old", group): one in which no key is signed is of before 3.0."""
    kind, inner = pair(string, anything)(value)
    if kind == "Single":
        return kind, KEY(inner)
    if kind != "Pedersen":
        raise Refused("a kind of trustee that is not known")
    group = OLD_GROUP(inner)
    keys = group["verification_keys"]
    if keys and not any("signature" in key for key in keys):
        return "old", group
    return kind, GROUP(inner)


TRUSTEES = many(trustee)

HOMOMORPHIC = fields(
    ("answers", many(string)), optional("blank", boolean), ("min", number), ("max", number), ("question", string)
)


def question(value):
    """A question of another kind says its type first."""
    if isinstance(value, Fields) and value and value[0][0] == "type":
        return {"type": string(value[0][1])}
    asked = HOMOMORPHIC(value)
    if not asked["answers"] or not asked["min"] <= asked["max"] <= len(asked["answers"]):
        raise Refused("there is no such choice of answers")
    return asked


def questions(value):
    return many(question)(value) or refuse("nothing is asked")


def key(value):
    return refuse("the neutral element") if is_zero(point(value)) else point(value)


ELECTION = fields(
    ("version", number), ("description", string), ("name", string), ("group", string), ("public_key", key),
    ("questions", questions), ("uuid", UUID), optional("administrator", string),
    optional("credential_authority", string), optional("language", pair(string, string)),
)


def election(value):
    """Of another version, or in another group, nothing but that is read."""
    said = dict(value) if isinstance(value, Fields) else refuse("not an object")
    if "version" in said and number(said["version"]) != 1:
        return {"unsupported": f"protocol version {said['version']}"}
    if "group" in said and string(said["group"]) != "Ed25519":
        return {"unsupported": f"group {said['group']}"}
    return ELECTION(value)


ANSWER = fields(
    ("choices", many(CIPHERTEXT)), ("individual_proofs", many(many(PROOF))), ("overall_proof", many(PROOF)),
    optional("blank_proof", many(PROOF)),
)


def ballot(kinds):
    """A ballot whose answers to questions of an unknown kind are not read. That its numbers are right is check 7."""

    def answers(value):
        shapes = [anything if "type" in kind else ANSWER for kind in kinds]
        listed = many(anything)(value)
        return [(shapes[i] if i < len(shapes) else ANSWER)(one) for i, one in enumerate(listed)]

    return fields(
        ("election_uuid", string), ("election_hash", string), ("credential", point), ("answers", answers),
        optional("signature", fields(("hash", string), ("proof", PROOF))),
    )


SLIP = fields(("ballot", string), ("n", large), ("challenge", scalar), ("response", scalar))


def voice(value):
    try:
        return fields(("credential", point), ("carried", point))(value)
    except Refused:
        return fields(("credential", point), ("new", HASH))(value)


CARRY = fields(("after", many(string)), ("voices", many(voice)))
COMBINED = fields(
    ("boxes", many(fields(("uuid", string), ("fingerprint", string), ("tally", HASH)))),
    ("parts", many(fields(("owner", number), *PART_FIELDS))),
    optional("result", COUNTS),
)


def one(value):
    return value if number(value) == 1 else refuse("another version")


COMPANION = fields(
    ("version", one), ("cooperative", string), ("uuid", string), ("order_slips", many(SLIP)),
    ("emargements", fields(("count", number), ("root", string))),
    ("decryption_proofs", many(fields(("owner", number), ("proofs", many(many(PROOF)))))),
    optional("carry", CARRY), optional("combined", COMBINED),
)
