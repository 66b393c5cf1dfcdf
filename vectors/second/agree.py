#!/usr/bin/env python3
"""Runs the second verifier on every vector, good and bad, and compares what it finds with what must be found.

    python3 vectors/second/agree.py [--jobs N] [--only TEXT]

Exit status 1 if they disagree anywhere. Compared are the exit status, the numbers of all checks that fail, of what is
not supported its name, of good archives the numbers of `index.json`, and of bad records the entry that is wrong.
"""

import argparse
import json
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

sys.dont_write_bytecode = True

import make_records
import units
from record import verify_record
from verify import verdict, verify_boxes

VECTORS = Path(__file__).resolve().parent.parent
NUMBERS = (
    "ballots", "complete", "credentials", "events", "fingerprint", "head", "ours", "result", "uuid", "voices", "weight"
)


def disagreements(entry):
    """In what the verifier differs from an entry of the index: a list of texts, empty where it agrees."""
    paths = [VECTORS / name for name in entry.get("archives") or [entry["archive"]]]
    try:
        reports = [report for _, report in verify_boxes(paths)]
    except Exception as error:  # a verifier that stops has no verdict, and must not stop the others
        return [f"stopped: {error!r}"]
    found = {"exit": verdict(reports), "checks": sorted({check for report in reports for check in report.failed()})}
    wanted = {"exit": entry["exit"], "checks": entry.get("checks", [])}
    if "why" in entry:
        wanted["why"], found["why"] = entry["why"].removeprefix("not supported: "), ", ".join(reports[0].unsupported)
    for name in NUMBERS:
        if name in entry:
            wanted[name], found[name] = entry[name], reports[-1].facts.get(name)
    return [f"{name} is {found[name]!r}, not {wanted[name]!r}" for name in wanted if found[name] != wanted[name]]


def of_a_record(entry):
    """The same of a record: exit status, numbers of the checks, and the entry at which the first of them fails."""

    def read(name):
        return (make_records.FOLDER / name).read_bytes()

    noted = read(entry["checkpoint"]) if "checkpoint" in entry else None
    try:
        report = verify_record(read(entry["record"]), noted, entry["key"])
    except Exception as error:  # as above
        return [f"stopped: {error!r}"]
    wanted, found = (entry["exit"], entry.get("checks", [])), (report.exit(), report.failed())
    said = [f"{found}, not {wanted}"] if found != wanted else []
    place, places = entry.get("says", "").split(":")[0], {place for _, place, _ in report.faults}
    if place.startswith(("entry ", "checkpoint")) and place not in places:
        said.append(f"at {sorted(places)}, not at {place}")
    return said


def of_records(only):
    """Title, name and disagreements of every record, and whether they are those that are made."""
    index = json.loads((make_records.FOLDER / "index.json").read_text(encoding="utf-8"))
    for kind in ("good", "bad"):
        for entry in (one for one in index[kind] if only in one["name"]):
            title = "records, good" if kind == "good" else f"records, check {entry['name'][:2]}"
            yield title, entry["name"], of_a_record({**entry, "key": index["key"]})
    if not only:
        wrong = list(make_records.differences(make_records.files()))
        yield "records, as made", "vectors/records", wrong


def row(kind, entry):
    """The row of the table an entry belongs to."""
    if kind == "good":
        return "archives, good"
    if kind == "boxes":
        return "boxes, good" if entry["exit"] == 0 else f"boxes, check {entry['name'].split('-')[1]}"
    first = entry["name"].split("-")[0]
    return f"archives, check {first}" if first.isdigit() else "archives, no verdict"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--only", default="", help="entries of the index whose name has this text")
    asked = parser.parse_args()
    began, totals, wrong = time.monotonic(), Counter(), Counter()
    index = json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))
    entries = [(row(kind, one), one) for kind in ("good", "bad", "boxes") for one in index[kind]]
    entries = [(title, one) for title, one in entries if asked.only in one["name"]]
    with Pool(asked.jobs) as pool:
        for (title, entry), said in zip(entries, pool.imap(disagreements, [one for _, one in entries], 4)):
            totals[title] += 1
            wrong[title] += bool(said)
            for what in said:
                print(f"{entry['name']}: {what}")
    for title, name, said in of_records(asked.only):
        totals[title] += 1
        wrong[title] += bool(said)
        for what in said:
            print(f"{name}: {what}")
    for title, what, agrees in units.all_of(VECTORS) if not asked.only else ():
        totals[title] += 1
        wrong[title] += not agrees
        if not agrees:
            print(f"{title}: {what}")
    print(f"{'':24}  vectors  agree")
    for title in totals:
        print(f"{title:24} {totals[title]:8} {totals[title] - wrong[title]:6}")
    print(f"{'all':24} {totals.total():8} {totals.total() - wrong.total():6}  in {time.monotonic() - began:.0f} s")
    return 1 if wrong.total() else 0


if __name__ == "__main__":
    sys.exit(main())
