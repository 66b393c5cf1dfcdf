"""The commitments to the register, leaf by leaf, against the list an auditor is given (§10)."""

import json

from hashes import leaf, root
from record import entries
from report import Report
from text import hexadecimal, is_number, write_plain


def verify_register(list_data, record_data):
    report = Report()
    listed = [entry for _, entry in entries(record_data, report) if entry]
    committed = {entry["seq"]: entry["body"] for entry in listed if entry["type"] == "register-commitment"}
    try:
        given = commitments(json.loads(list_data))
    except (ValueError, KeyError, TypeError) as error:
        report.fault(18, "list", f"no list of the leaves of a register: {error!r}")
        return report
    places = [entry for entry, _ in given]
    if not committed or sorted(places) != sorted(committed):
        report.fault(18, "list", "is not of the commitments of this record, each once")
    for entry, leaves in given:
        if entry in committed:
            compare(f"entry {entry}", committed[entry], leaves, report)
    return report


def commitments(value):
    """The place of each commitment, with its leaves: (hash, person or None)."""
    if sorted(value) != ["assembly", "commitments"] or not hexadecimal(value["assembly"], 32):
        raise ValueError("not the fields of a list")
    return [(one["entry"], [line(each) for each in one["leaves"]]) for one in value["commitments"]]


def line(value):
    person = value.get("person")
    if set(value) - {"person"} != {"hash"} or not hexadecimal(value["hash"]):
        raise ValueError("not the fields of a leaf")
    if person is not None and (sorted(person) != ["leaf", "name", "salt"] or not hexadecimal(person["salt"])):
        raise ValueError("not the fields of a person")
    return value["hash"], person


def compare(place, body, leaves, report):
    if root([bytes.fromhex(hashed) for hashed, _ in leaves]).hex() != body.get("root"):
        report.fault(18, place, "these leaves do not lead to its root")
    if body.get("keys") != len(leaves):
        report.fault(18, place, "another number of keys than there are leaves")
    if not is_number(body.get("members")) or body["members"] < len(leaves):
        report.fault(18, place, "more keys than members with a voice")
    people = [(hashed, person) for hashed, person in leaves if person is not None]
    for hashed, person in people:
        if leaf(bytes.fromhex(person["salt"]) + write_plain(person["leaf"]).encode()).hex() != hashed:
            report.fault(18, f"{place}, {person['name']}", "does not hash to the leaf that is committed to")
    for name in ("number", "identity"):
        if len({person["leaf"].get(name) for _, person in people}) != len(people):
            report.fault(18, place, f"one {name} for two leaves")
