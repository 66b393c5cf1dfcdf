"""Several boxes of one vote (§13.1, §13.2): 19 made whole; 15, 16, 17 and 24 on their sum."""

from group import add, element
from hashes import message, wide
from report import Report
from tally import Parts, shape_of
from text import Fields, parse, write

FEW = 4


def votes(verified):
    """The boxes of each vote: those that are alike but for the uuid, or of which one names the other."""
    out = []
    for one in verified:
        if one.election is None or "unsupported" in one.election:
            continue
        mine = [boxes for boxes in out if any(belong(one, other) for other in boxes)]
        out = [boxes for boxes in out if boxes not in mine] + [[one, *(other for boxes in mine for other in boxes)]]
    return [boxes for boxes in out if len(boxes) > 1]


def alike(one):
    """What boxes of one vote have in common: all of the election but the uuid, and the trustees."""
    return write(Fields(field for field in parse(one.box.election) if field[0] != "uuid")), one.box.trustees


def belong(one, other):
    return alike(one) == alike(other) or one.uuid in named(other) or other.uuid in named(one)


def named(one):
    if not one.companion:
        return []
    summed = one.companion.combined["boxes"] if one.companion.combined else []
    return after(one) + [box["uuid"] for box in summed]


def compare(boxes):
    """What is found of the boxes of one vote, beyond what is found of each."""
    report = Report()
    by_uuid = {one.uuid: one for one in boxes}
    if len(by_uuid) < len(boxes):
        report.fault(19, "boxes", "a box is given twice")
        return report
    if len({alike(one) for one in boxes}) > 1:
        report.fault(19, "boxes", "they differ in more than the uuid")
    boxes = sorted(boxes, key=lambda one: len(after(one)))
    cooperatives = {one.companion.said["cooperative"] for one in boxes if one.companion}
    if len(cooperatives) > 1:
        report.fault(24, "boxes", "not of one cooperative")
    if any(0 < len(one.counted) <= FEW for one in boxes):
        for one in boxes:
            report.make(15)
            if one.box.parts or one.box.result is not None:
                report.fault(15, f"box {one.uuid}", "opened alone, in a vote with a box of very few ballots")
    sums = [one.companion.combined for one in boxes if one.companion]
    if any(sums):
        report.make(24)
        if any(one != sums[0] for one in sums):
            report.fault(24, "boxes", "not the same sum in every companion")
    if all(name in by_uuid for one in boxes for name in named(one)):
        carry(boxes, report)
        check_sum(boxes, by_uuid, report)
    else:
        report.limit("a box is named that is not given: carry lists and the sum are not looked at")
    return report


def after(one):
    return one.companion.carry["after"] if one.companion and one.companion.carry else []


def carry(boxes, report):
    """The boxes in their order: where the voices of each come from."""
    report.make(19)
    owner, taken, leaves = {}, set(), set()
    for i, one in enumerate(boxes):
        place = f"box {one.uuid}"
        if after(one) != [earlier.uuid for earlier in boxes[:i]]:
            report.fault(19, place, "does not say that it comes after the boxes before it")
        for voice in one.companion.carry["voices"] if after(one) else []:
            if "new" in voice:
                wrong = voice["new"] in leaves
                leaves.add(voice["new"])
            else:
                name = element(voice["carried"])
                wrong = name in taken or name not in owner or used(owner[name], name)
                taken.add(name)
            if wrong:
                why = "a voice that is new twice, or carried from nowhere, or twice, or after it was used"
                report.fault(19, f"{place}: {element(voice['credential'])}", why)
        for name in one.listed or {}:
            owner.setdefault(name, one)
    report.facts["new"] = len(leaves)


def used(box, name):
    return any(ballot.credential == name for ballot in box.ballots)


def check_sum(boxes, by_uuid, report):
    """The sum of the first box that has one."""
    sums = [one.companion.combined for one in boxes if one.companion and one.companion.combined]
    if not sums:
        return
    combined = sums[0]
    names = [one["uuid"] for one in combined["boxes"]]
    if set(names) != set(by_uuid):
        report.fault(24, "boxes", "the sum is not of all of them")
    summed = [by_uuid[name] for name in names]
    shapes = [one.tally and shape_of(one.tally) for one in summed]
    first = next(one for one in summed if one.companion and one.companion.combined) if summed else None
    if not first or None in shapes or shapes.count(shapes[0]) < len(shapes) or not first.trustees:
        report.limit("the sum cannot be made of these tallies and trustees")
    elif first.companion.cooperative is not None:
        open_sum(combined, summed, first, report)


def open_sum(combined, summed, first, report):
    tally = summed[0].tally
    for one in summed[1:]:
        pairs = [zip(mine, theirs) for mine, theirs in zip(tally, one.tally)]
        tally = [[{name: add(a[name], b[name]) for name in a} for a, b in row] for row in pairs]
    parts = Parts(first.trustees, tally)
    bound = [first.companion.cooperative, len(combined["boxes"])]
    for one in combined["boxes"]:
        bound += [one["uuid"], one["fingerprint"], bytes.fromhex(one["tally"])]
    for i, part in enumerate(combined["parts"]):
        report.make(15)
        problem = parts.problem(part["owner"], part, challenges(bound, part, first.trustees.keys))
        if problem:
            report.fault(15, f"combined.parts[{i}]", problem)
    if "result" in combined:
        report.facts["result"] = combined["result"]
        weight = sum(len(one.counted) for one in summed)
        parts.check_result(combined["result"], first.questions, weight, ("combined.parts", "combined.result"), report)


def challenges(bound, part, keys):
    owner = part["owner"]
    if 1 <= owner <= len(keys):
        said = ("voix/1/combined", *bound, owner, keys[owner - 1])
        yield part["decryption_proofs"], lambda *rest: wide(message(*said, *rest))
