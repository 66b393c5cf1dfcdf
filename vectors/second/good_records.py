"""Good records: between them they have hands, papers, open ballots, approvals, elections, draws and blank proxies."""

from made import Key, Record, approval, ballot, hashed, named

HALF = {"fraction": {"den": 2, "num": 1}, "strict": True}
# Who holds keys, the one who takes the place of another, and one who holds none.
HOLDERS, NEW_HOLDER, STRANGER = [Key(f"holder {nth}") for nth in range(3)], Key("holder, new"), Key("stranger")
# Who votes openly: the last speaks the voice of a sixth, too.
VOTERS = [Key(f"voter {nth}") for nth in range(5)]
VOICES = [named(f"voice {nth}") for nth in range(6)]
TEXT, ELECTION = hashed("a text put to the vote"), hashed("an election put to the vote")
OPEN, HANDS, PAPERS, ALONE, SECRET, PERSONS, TWICE = (
    named(f"vote {what}") for what in ("open", "hands", "papers", "alone", "secret", "persons", "twice")
)


def typed():
    return {"first-scrutineer": "own", "second-scrutineer": "aloud"}


def began(**convened):
    """The entries that every record begins with."""
    record = Record()
    rules, statutes, notice = hashed("rules"), hashed("statutes"), hashed("notice")
    record.add("statutes", preset="sa-cooperative-fr-ago", rules=rules, statutes=statutes, version=1)
    record.add("convocation", agenda=[], attachments=[], documents=[TEXT, ELECTION], notice=notice, **convened)
    record.add("register-commitment", keys=30, members=40, root=hashed("register"))
    record.add("quorum-count", at="opening", members=40, present=20)
    return record


def register(record, registered=3, replaced=1, **more):
    since = {"registered": registered, "replaced": replaced, **more}
    root = hashed("register later")
    return record.add("register-commitment", keys=31, members=40, root=root, since_convocation=since)


def counts(for_=0, against=0, abstain=0, null=0, blank=0):
    return {"abstain": abstain, "against": against, "blank": blank, "for": for_, "null": null}


def hands(for_, against, abstain):
    return {"abstain": abstain, "against": against, "for": for_}


def close(record, vote, present, **more):
    return record.add("quorum-count", at="close", members=40, present=present, vote=vote, **more)


def open_roll(record, vote, speaking, kinds, **more):
    voices = [{"identity": VOTERS[min(at, 4)].hex, "voice": VOICES[at]} for at in range(speaking)]
    return record.add(
        "open-roll", kinds=kinds, resolution=TEXT, root=hashed(f"roll {vote}"), voices=voices, vote=vote, **more
    )


def open_ballots(record, vote, choices):
    said = [ballot(vote, TEXT, VOICES[at], choice, VOTERS[min(at, 4)], 1000 + at) for at, choice in enumerate(choices)]
    return record.add("open-ballots", ballots=said, vote=vote)


def quorum(present):
    return {
        "article": "R.225-107", "basis": "members", "members": 40, "met": present >= 8, "needed": 8,
        "present": present,
    }


def majority(for_, cast):
    needed = cast // 2 + 1
    return {
        "article": "L.225-98", "basis": "votes-cast", "cast": cast, "for": for_, "met": for_ >= needed,
        "needed": needed,
    }


def decides(record, vote, said, present, blank=None, hands=None, paper=None):
    """What ballots say, and the decision with what else is counted: a fifth is a quorum, more than half adopts."""
    record.add("tally", counts=said, vote=vote)
    total = dict(said)
    if blank:
        total["for" if blank["approved"] else "against"] += blank["count"]
    for beside in (hands, paper):
        for name, more in beside["counts"].items() if beside else ():
            total[name] += more
    reached = majority(total["for"], total["for"] + total["against"])
    outcome = "adopted" if reached["met"] else "rejected"
    decision = {
        "counts": total, "majority": reached, "outcome": outcome if present >= 8 else "no-quorum",
        "quorum": quorum(present), "rule": "sa-cooperative-fr-ago", "version": 1,
    }
    beside = {"blank": blank, "hands": hands, "paper": paper}
    decision.update({name: one for name, one in beside.items() if one})
    return record.add("decision", decision=decision, vote=vote)


def of_open_ballots():
    """Six on the roll, four of whom vote, of two blank proxies; the clock goes back on the way, which is no fault."""
    record = register(began(), paper_codes=1)
    open_roll(record, OPEN, 6, {"mandate": 1, "own-key": 4, "paper-code": 1})
    record.add("proxies", blank=2, count=3, root=hashed("proxies"), vote=OPEN)
    close(record, OPEN, 20)
    record.entries[-1]["time"] -= 3_600_000_000
    open_ballots(record, OPEN, ("for", "against", "for", "abstain"))
    decides(record, OPEN, counts(2, 1, 1), 20, blank={"approved": False, "count": 2})
    return record.add("minutes", minutes=hashed("minutes"))


def of_hands():
    """Two ballots, seven hands of nine voices in the hall."""
    record = register(began())
    open_roll(record, HANDS, 3, {"own-key": 3}, hands=True)
    close(record, HANDS, 14, ballots=2, hall=9)
    counted = {"counts": hands(5, 1, 1), "hall": 9}
    record.add("hands", **counted, round=2, typed=typed(), vote=HANDS)
    open_ballots(record, HANDS, ("against", "for"))
    return decides(record, HANDS, counts(1, 1), 14, hands=counted)


def of_papers():
    """An open vote with papers and a blank proxy, then one in which every voice is on paper."""
    record = register(began())
    open_roll(record, PAPERS, 3, {"own-key": 3})
    close(record, PAPERS, 12, ballots=2, paper=5, paper_root=hashed("papers"))
    counted = {"counts": {"abstain": 0, "against": 1, "for": 2, "null": 1}, "handed": 5}
    record.add("paper-count", **counted, round=1, typed=typed(), vote=PAPERS)
    open_ballots(record, PAPERS, ("for", "for"))
    decides(record, PAPERS, counts(2), 12, blank={"approved": True, "count": 1}, paper=counted)
    close(record, ALONE, 9, paper=9, paper_root=hashed("papers alone"))
    counted = {"counts": {"abstain": 2, "against": 2, "for": 5, "null": 0}, "handed": 9}
    record.add("paper-count", **counted, round=1, typed=typed(), vote=ALONE)
    return decides(record, ALONE, counts(), 9, paper=counted)


def box(record, vote, holders, voices, name, trustees, **more):
    """Approvals of trustees, the roll and the box that opens under them."""
    approvals = [approval(vote, trustees, key) for key in holders]
    record.add("trustees", approvals=approvals, trustees=trustees, vote=vote)
    staged = {"stage": more["stage"]} if "stage" in more else {}
    carried = {"carry": more.pop("carry")} if "carry" in more else {}
    roll = {"credentials": hashed(f"credentials {name}"), "root": hashed(f"roll {name}"), **staged, **carried}
    record.add("roll", kinds={"own-key": voices}, vote=vote, voices=voices, **roll)
    opened = {"box": name, "election": hashed(f"election {name}"), "fingerprint": hashed(f"φ {name}")[:43]}
    record.add("box-opened", **opened, trustees=trustees, vote=vote, **more)
    return record.add("archive-head", box=name, event=hashed(f"setup {name}"), height=0)


def box_closed(record, vote, name, counted):
    marks = {"count": counted, "root": hashed(f"émargements {name}")}
    record.add("box-closed", box=name, counted=counted, emargements=marks, received=counted + 1, vote=vote)
    return record.add("archive-head", box=name, event=hashed(f"tally {name}"), height=counted + 3)


def of_group():
    """Two of three key holders approve. A vote on a text; an election with papers and a blank proxy, and a draw."""
    record = began(key_holders=3, key_holders_needed=2)
    identities = [key.hex for key in HOLDERS]
    record.add("key-holders", ceremony=named("ceremony"), group=hashed("group"), identities=identities, needed=2)
    register(record)
    trustees = hashed("trustees of a text")
    box(record, SECRET, (HOLDERS[0], HOLDERS[2]), 20, "Secret12345678", trustees)
    box_closed(record, SECRET, "Secret12345678", 15)
    close(record, SECRET, 16)
    decides(record, SECRET, counts(8, 5, 2), 16)
    register(record, 4, 1)
    trustees = hashed("trustees of an election")
    box(record, PERSONS, (HOLDERS[1], HOLDERS[2]), 25, "Person12345678", trustees)
    box_closed(record, PERSONS, "Person12345678", 20)
    close(record, PERSONS, 28, paper=6, paper_root=hashed("papers of an election"))
    papers = {"counts": {"blank": 1, "named": 4, "null": 1, "votes": [0, 2, 2]}, "handed": 6}
    record.add("paper-count", **papers, round=1, typed=typed(), vote=PERSONS)
    record.add("tally", named={"blank": 2, "named": 18, "votes": [15, 12, 12]}, vote=PERSONS)
    record.add("decision", decision=elected(papers), vote=PERSONS)
    record.add("draw", confirmed="first-scrutineer", drawn=[2], round=1, vote=PERSONS)
    record.add("declined", by="own", declined=0, vote=PERSONS)
    return record.add("minutes", minutes=hashed("minutes"))


def elected(papers):
    """Eighteen ballots, four papers and a blank proxy name somebody: twelve votes elect, and two wait for one seat."""
    election = {
        "blank": 3, "named": 23, "needed": 12, "needs": HALF, "of": 23, "open": 1, "seated": [0], "seats": 2,
        "tie_article": "art. 18", "tie_break": "draw", "tied": [1, 2], "votes": [15, 14, 14],
    }
    return {
        "blank": {"approved": False, "count": 1}, "counts": counts(blank=3, null=1), "election": election,
        "majority": majority(15, 23), "outcome": "elected", "paper": papers, "quorum": quorum(28),
        "rule": "sa-cooperative-fr-ago", "version": 1,
    }


def of_singles():
    """Two key holders, each with a key of their own, one of whom replaced a voting key; a vote with two boxes."""
    record = began(key_holders=2)
    record.add("key-holders", identities=[key.hex for key in HOLDERS[:2]], needed=2)
    trustees = hashed("trustees of two boxes")
    register(record)
    until = record.entries[-1]["time"] + 60_000_000
    box(record, TWICE, HOLDERS[:2], 20, "Advance1234567", trustees, stage="advance", until=until)
    box_closed(record, TWICE, "Advance1234567", 9)
    record.add("key-holders", identities=[HOLDERS[0].hex, NEW_HOLDER.hex], needed=2)
    register(record, 3, 2)
    box(record, TWICE, (NEW_HOLDER, HOLDERS[0]), 21, "Session1234567", trustees, carry=hashed("carry"))
    box_closed(record, TWICE, "Session1234567", 8)
    close(record, TWICE, 18)
    return decides(record, TWICE, counts(9, 8), 18)


def of_eldest():
    """As the group's, but the statutes put the eldest of those equal first: nobody is drawn."""
    record = of_group()
    record.body("decision", 1)["decision"]["election"].update(open=0, seated=[0, 2], tie_break="eldest", tied=[])
    del record.entries[record.at("draw")]
    return record


def of_replaced():
    """As that of two keys, but the second box is approved with the voting key that was replaced since."""
    record, trustees = of_singles(), hashed("trustees of two boxes")
    record.body("trustees", 1)["approvals"] = [approval(TWICE, trustees, key) for key in HOLDERS[:2]]
    return record


GOOD = {
    "open": of_open_ballots,
    "hands": of_hands,
    "papers": of_papers,
    "group": of_group,
    "singles": of_singles,
    "eldest": of_eldest,
    "replaced": of_replaced,
}
