#!/usr/bin/env python3
"""Writes vectors/records: good records and bad ones, with checkpoints, from the seed in `made.py`.

    python3 vectors/second/make_records.py [--check]     # --check writes nothing, and ends with 1 if anything differs
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from bad_records import bad
from good_records import GOOD
from made import ASSEMBLY, COOPERATIVE, Key, RECORD_KEY, SEED, checkpoint

FOLDER = Path(__file__).resolve().parent.parent / "records"


def good():
    """Name, base, lines and checkpoint of each: as they are, and what else is no fault."""
    for name, make in GOOD.items():
        lines = make().sealed()
        yield name, make.__doc__, lines, checkpoint(lines)
    lines = GOOD["open"]().sealed()
    yield "open-older", "A checkpoint over the first entries alone.", lines, checkpoint(lines[:7])
    ours, other = checkpoint(lines), checkpoint(lines, key=Key("witness"))
    both = ours + other.split(b"\n\n")[1]
    yield "open-witnessed", "The checkpoint has a line by another key, which is ignored.", lines, both
    yield "open-alone", "Without a checkpoint: nothing shows whose record it is.", lines, None


def text(lines):
    return b"".join(line + b"\n" for line in lines)


def files():
    """Every file, by its path in the folder."""
    out, index = {}, {"about": "Records to try a verifier on: see ../README.md.", "seed": SEED}
    index.update(cooperative=COOPERATIVE.hex(), assembly=ASSEMBLY.hex(), key=RECORD_KEY.hex, good=[], bad=[])

    def put(where, name, entry, lines, noted):
        entry = {"name": name, "record": f"{where}/{name}.jsonl", **entry}
        assert entry["record"] not in out, f"two are called {name}"
        out[entry["record"]] = text(lines)
        if noted is not None:
            entry["checkpoint"] = f"{where}/{name}.checkpoint"
            out[entry["checkpoint"]] = noted
        index[where].append(entry)

    for name, about, lines, noted in good():
        put("good", name, {"about": " ".join(about.split()), "exit": 0}, lines, noted)
    for one in bad():
        entry = {"of": one.base, "exit": 1, "checks": one.checks, "says": one.says}
        if one.where:
            entry["where"] = one.where
        put("bad", one.name, entry, one.lines, checkpoint(one.lines) if one.noted is None else one.noted)
    out["index.json"] = (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()
    return out


def differences(made):
    there = {str(path.relative_to(FOLDER)): path for path in FOLDER.rglob("*") if path.is_file()}
    yield from (f"{name} is no longer made" for name in sorted(set(there) - set(made)))
    for name, content in made.items():
        if name not in there or there[name].read_bytes() != content:
            yield f"{name} is not what is made"


def main():
    made = files()
    if "--check" in sys.argv[1:]:
        wrong = list(differences(made))
        print("\n".join(wrong) or f"{len(made)} files are what is made")
        return 1 if wrong else 0
    for name in {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()} - set(made):
        (FOLDER / name).unlink()
    for name, content in made.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
