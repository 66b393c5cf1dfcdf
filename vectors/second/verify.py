#!/usr/bin/env python3
"""A second verifier of what PROTOCOL.md describes, written from that document alone, with Python's standard library.

    python3 vectors/second/verify.py election FILE.bel …      # boxes of one vote: each, then together
    python3 vectors/second/verify.py record record.jsonl [--checkpoint FILE --key HEX]
    python3 vectors/second/verify.py voice voice-proof.json --record record.jsonl
    python3 vectors/second/verify.py register register-leaves.json --record record.jsonl

FILE may be a zip that holds the archive and its companion; beside an archive the companion is `<name>.companion.json`.
Exit status: 0 all checks made passed; 1 a check failed; 2 no verdict. --json is for programs.
"""

import argparse
import json
import sys
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True

from box import Verified
from boxes import compare, votes
from record import verify_record, verify_voice
from register import verify_register
from report import Report, Unreadable


def files(path):
    """An archive and its companion's text, or None."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as inside:
            archives = [name for name in inside.namelist() if name.endswith(".bel")]
            companions = [name for name in inside.namelist() if name.endswith(".companion.json")]
            if len(archives) != 1 or len(companions) > 1:
                raise Unreadable("this zip does not hold one archive")
            return inside.read(archives[0]), companion_text(inside.read(companions[0]) if companions else None)
    beside = path.with_suffix(".companion.json")
    return path.read_bytes(), companion_text(beside.read_bytes() if beside.exists() else None)


def companion_text(raw):
    """Bytes that are no text are no companion either: they are left for the reader to refuse."""
    return raw if raw is None else raw.decode(errors="replace")


def verify_boxes(paths):
    """Title and report of each archive, and of each vote of which several boxes were given."""
    verified, out = [], []
    for path in paths:
        try:
            verified.append(Verified(*files(path)))
            out.append((path.name, verified[-1].report))
        except (OSError, Unreadable, zipfile.BadZipFile) as error:
            report = Report()
            report.refuse(str(error))
            out.append((path.name, report))
    out += [("boxes of one vote", compare(boxes)) for boxes in votes(verified)]
    return out


def verdict(reports):
    exits = [report.exit() for report in reports]
    return 1 if 1 in exits else max(exits)


def as_json(title, report):
    return {
        "title": title,
        "exit": report.exit(),
        "made": sorted(report.made),
        "faults": [{"check": check, "place": place, "why": why} for check, place, why in report.faults],
        "unsupported": report.unsupported,
        "limits": report.limits,
        "facts": report.facts,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True)
    of_boxes = commands.add_parser("election")
    of_boxes.add_argument("files", nargs="+", type=Path)
    of_record = commands.add_parser("record")
    of_record.add_argument("record", type=Path)
    of_record.add_argument("--checkpoint", type=Path)
    of_record.add_argument("--key")
    of_voice = commands.add_parser("voice")
    of_voice.add_argument("proof", type=Path)
    of_voice.add_argument("--record", type=Path, required=True)
    of_register = commands.add_parser("register")
    of_register.add_argument("list", type=Path)
    of_register.add_argument("--record", type=Path, required=True)
    asked = parser.parse_args()
    try:
        if asked.command == "election":
            found = verify_boxes(asked.files)
        elif asked.command == "record":
            checkpoint = asked.checkpoint.read_bytes() if asked.checkpoint else None
            found = [(asked.record.name, verify_record(asked.record.read_bytes(), checkpoint, asked.key))]
        elif asked.command == "register":
            found = [(asked.list.name, verify_register(asked.list.read_bytes(), asked.record.read_bytes()))]
        else:
            found = [(asked.proof.name, verify_voice(asked.proof.read_bytes(), asked.record.read_bytes()))]
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps([as_json(*one) for one in found], ensure_ascii=False))
    else:
        for title, report in found:
            print(title, *(f"  {line}" for line in report.lines()), sep="\n")
    return verdict([report for _, report in found])


if __name__ == "__main__":
    sys.exit(main())
