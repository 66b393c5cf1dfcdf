"""Hands, papers, decisions and draws of a record (§11): that each follows from what stands before it, as far as its numbers
say (of check 21). That a rule is the one of the statutes no record tells."""

from report import Wrong, demand
from text import hexadecimal, is_number, same

LARGEST = (1 << 32) - 1
COUNTS = ("abstain", "against", "blank", "for", "null")
HANDS = ("abstain", "against", "for")
TEXT_PAPERS = ("abstain", "against", "for", "null")
NAME_PAPERS = ("blank", "named", "null")
TIES = ("eldest", "youngest", "seniority", "draw", "runoff")
BASES = ("votes-cast", "present-or-represented")


def whole(value):
    return is_number(value, LARGEST + 1)


def numbers(value, names, why):
    """The numbers of these names, which an object must have."""
    demand(isinstance(value, dict) and all(whole(value.get(name)) for name in names), why)
    return {name: value[name] for name in names}


def places(value):
    return isinstance(value, list) and all(map(whole, value))


def by_two(body):
    typed = body.get("typed")
    seats = isinstance(typed, dict) and all(
        typed.get(seat) in ("own", "aloud") for seat in ("first-scrutineer", "second-scrutineer")
    )
    return seats and whole(body.get("round")) and body["round"] > 0


class Vote:
    """What the record has said of one vote."""

    def __init__(self):
        self.by_hands = self.rolled = self.boxed = self.decided = False
        self.closed = self.tally = self.election = None
        self.hands = self.hall = self.ballots = None
        self.papers = self.handed = None
        self.declined = []

    def follow(self, kind, body):
        step = getattr(self, "on_" + kind.replace("-", "_"), None)
        if step:
            step(body)

    def opens(self):
        demand(self.closed is None, "opens a box of a vote that was closed")

    def on_roll(self, body):
        self.opens()

    def on_open_roll(self, body):
        if "hands" in body:
            demand(body["hands"] is True and not self.by_hands, "is by show of hands twice, or in another spelling")
            self.by_hands = True
        self.rolled = True
        self.opens()

    def on_box_opened(self, body):
        self.boxed = True
        self.opens()

    def on_quorum_count(self, body):
        demand(self.closed is None, "counts who takes part once more")
        at_close = body.get("at") == "close"
        if self.by_hands and at_close:
            said = numbers(body, ("present", "hall", "ballots"), "closes without the hall and the ballots")
            demand(said["hall"] <= said["present"], "has more voices in the hall than take part")
            self.hall, self.ballots = said["hall"], said["ballots"]
        elif not self.by_hands:
            demand("hall" not in body, "counts the hall for a vote that is not by show of hands")
            demand("ballots" not in body or "paper" in body, "counts ballots where no hands and no papers are")
        if "paper" in body:
            said = numbers(body, ("present", "paper"), "does not say how many voices are on paper")
            demand(at_close and "hall" not in body, "has voices on paper, and such as raise hands")
            demand(0 < said["paper"] <= said["present"], "has more voices on paper than take part, or none")
            demand(hexadecimal(body.get("paper_root")), "does not commit to whose voices are on paper")
            counted = "ballots" in body
            demand(not counted or whole(body["ballots"]), "does not say how many ballots count")
            other = self.rolled and not counted or self.boxed and counted
            demand(not other, "says of ballots what its kind does not")
            self.handed, self.ballots = said["paper"], body.get("ballots")
        self.closed = body

    def on_hands(self, body):
        demand(self.by_hands, "counts hands in a vote that is not by show of hands")
        demand(self.hands is None, "counts hands once more")
        demand(self.hall is not None, "counts hands before its vote is closed")
        counts = numbers(body.get("counts"), HANDS, "is no count of hands")
        demand(sorted(body["counts"]) == sorted(HANDS), "is no count of hands")
        demand(by_two(body), "is not counted by two")
        demand(same(body.get("hall"), self.hall), "has another number of voices in the hall")
        demand(sum(counts.values()) <= self.hall, "has more hands than voices in the hall")
        self.hands = {"counts": counts, "hall": self.hall}

    def on_paper_count(self, body):
        demand(self.handed is not None, "counts papers in a vote that closed with no voice on paper")
        demand(self.papers is None, "counts papers once more")
        counts = body.get("counts")
        demand(isinstance(counts, dict), "is no count of papers")
        names = "votes" in counts
        said = numbers(counts, NAME_PAPERS if names else TEXT_PAPERS, "is no count of papers")
        demand(len(counts) == len(said) + names, "is no count of papers")
        demand(by_two(body), "is not counted by two")
        demand(same(body.get("handed"), self.handed), "has another number of voices on paper")
        demand(sum(said.values()) <= self.handed, "has more papers than voices on paper")
        if names:
            votes = counts["votes"]
            most = said["named"]
            demand(places(votes) and all(one <= most for one in votes), "names somebody more often than papers do")
            demand(most <= sum(votes) <= most * len(votes), "has papers and names that do not fit")
        self.papers = {"counts": counts, "handed": self.handed}

    def on_tally(self, body):
        if self.by_hands:
            demand(self.hands is not None, "leaves out the hands of its vote")
        if self.handed is not None:
            demand(self.papers is not None, "leaves out the papers of its vote")
            votes = self.papers["counts"].get("votes")
            demand((votes is None) == ("named" not in body), "is of another kind than the papers of its vote")
            demand(votes is None or len(votes) == len(named(body)["votes"]), "has not those who stand on the papers")
        if self.ballots is not None:
            said = sum(counts_of(body).values())
            demand(said == self.ballots, "has not the ballots that counted when its vote closed")
        demand(self.tally is None, "counts once more")
        self.tally = body

    def on_decision(self, body):
        decision = shaped(body.get("decision"))
        demand(self.tally is not None, "has no tally before it")
        demand(not self.decided, "decides once more")
        self.decided = True
        demand(same(decision.get("hands"), self.hands), "does not have the hands that were counted")
        demand(same(decision.get("paper"), self.papers), "does not have the papers that were counted")
        quorum, close = decision["quorum"], self.closed or {}
        stated = [quorum["present"], quorum["members"]]
        demand(same([close.get("present"), close.get("members")], stated), "has another quorum than when its vote closed")
        demand(stated[0] <= stated[1], "has more who take part than there are")
        ballots = named(self.tally) if "named" in self.tally else None
        said = ballots["blank"] + ballots["named"] if ballots else sum(counts_of(self.tally)[name] for name in HANDS)
        blank, hands = decision.get("blank") or {"count": 0, "approved": False}, self.hands or {"counts": {}}
        said += blank["count"] + sum(hands["counts"].values()) + (self.handed or 0)
        demand(said <= stated[0], "counts more voices than took part")
        met = quorum["needed"] is None or quorum["present"] >= quorum["needed"]
        without = decision["outcome"] == "no-quorum"
        demand(quorum["met"] is met and without is not met, "has another quorum than it says")
        if decision.get("election") is not None:
            demand(ballots, "elects where no ballot names anybody")
            elects(decision, ballots, blank, (self.papers or {"counts": {}})["counts"])
            self.election = decision["election"]
        else:
            demand(not ballots, "elects nobody, and its ballots name somebody")
            self.decides(decision, blank)

    def decides(self, decision, blank):
        """A text: the ballots, the blank proxies, the hands and the papers."""
        counts = counts_of(self.tally)
        counts["for" if blank["approved"] else "against"] += blank["count"]
        for beside in (self.hands, self.papers):
            for name, more in beside["counts"].items() if beside else ():
                counts[name] += more
        demand(numbers(decision["counts"], COUNTS, "is no decision") == counts, "does not follow from its tally")
        majority = decision["majority"]
        met = counts["for"] >= majority["needed"]
        demand(majority["for"] == counts["for"] and majority["met"] is met, "has another majority than it says")
        adopted = decision["outcome"] == "adopted"
        demand(not decision["quorum"]["met"] or adopted is met, "says another outcome than its numbers")

    def on_draw(self, body):
        election, drawn = self.election, body.get("drawn")
        demand(election is not None and waits(election), "draws what no election waits for")
        demand(places(drawn) and drawn_well(drawn, election), "draws others than those equal, or another number")
        demand(confirmed(body), "is not confirmed by a scrutineer")
        self.election = {**election, "drawn": drawn}

    def on_declined(self, body):
        place = body.get("declined")
        demand(whole(place) and body.get("by") in ("own", "aloud"), "declines a seat, and nobody says how")
        won = self.election["seated"] + (self.election.get("drawn") or []) if self.election else []
        demand(place in won and place not in self.declined, "declines a seat that was not won, or that was declined")
        self.declined.append(place)


def confirmed(draw):
    """By which scrutineer, and in which round of entering it; records begun before they confirmed say neither."""
    if "confirmed" not in draw and "round" not in draw:
        return True
    scrutineer = draw.get("confirmed") in ("first-scrutineer", "second-scrutineer")
    return scrutineer and whole(draw.get("round")) and draw["round"] > 0


def waits(election):
    return election["open"] > 0 and election.get("drawn") is None and election["tie_break"] != "runoff"


def drawn_well(drawn, election):
    return len(drawn) == election["open"] == len(set(drawn)) and set(drawn) <= set(election["tied"])


def counts_of(tally):
    return numbers(tally.get("counts"), COUNTS, "is no tally")


def named(tally):
    said = tally.get("named")
    numbers(said, ("blank", "named"), "is no tally")
    demand(places(said.get("votes")), "is no tally")
    return said


def shaped(decision):
    """A decision with the fields that are needed here."""
    why = "is no decision"
    demand(isinstance(decision, dict), why)
    outcomes = ("adopted", "rejected", "elected", "no-quorum")
    demand(decision.get("outcome") in outcomes, why)
    quorum, majority, blank = decision.get("quorum"), decision.get("majority"), decision.get("blank")
    numbers(decision.get("counts"), COUNTS, why)
    numbers(quorum, ("members", "present"), why)
    demand(isinstance(quorum.get("met"), bool) and (quorum.get("needed") is None or is_number(quorum["needed"])), why)
    numbers(majority, ("for",), why)
    demand(is_number(majority.get("cast")) and is_number(majority.get("needed")), why)
    demand(isinstance(majority.get("met"), bool) and majority.get("basis") in BASES, why)
    if blank is not None:
        numbers(blank, ("count",), why)
        demand(isinstance(blank.get("approved"), bool), why)
    if decision.get("election") is not None:
        election = decision["election"]
        numbers(election, ("seats", "of", "needed", "blank", "named", "open"), why)
        demand(all(places(election.get(name)) for name in ("votes", "seated", "tied")), why)
        demand(election.get("tie_break") in TIES, why)
        needs = election.get("needs")
        demand(needs is None or isinstance(needs, dict) and isinstance(needs.get("strict"), bool), why)
        if needs is not None:
            part = numbers(needs.get("fraction"), ("num", "den"), why)
            demand(0 < part["num"] <= part["den"], why)
    return decision


def fewest(needs, of):
    """The fewest votes that elect: more than a part of all, or as many."""
    if needs is None:
        return 1
    num, den = needs["fraction"]["num"], needs["fraction"]["den"]
    return of * num // den + 1 if needs["strict"] else max(1, -(-of * num // den))


def elects(decision, ballots, blank, papers):
    """An election: votes and ballots with the blank proxies and the papers, and who has a seat by them."""
    election, quorum = decision["election"], decision["quorum"]
    each = blank["count"] if blank["approved"] else 0
    on_paper = papers.get("votes", [0] * len(ballots["votes"]))
    votes = [said + each + more for said, more in zip(ballots["votes"], on_paper)]
    people = ballots["named"] + blank["count"] + papers.get("named", 0)
    blanks = ballots["blank"] + papers.get("blank", 0)
    counted = (election["votes"], election["named"], election["blank"])
    demand(counted == (votes, people, blanks), "does not follow from its tally")
    of = people if decision["majority"]["basis"] == "votes-cast" else max(people + blanks, quorum["present"])
    needed = fewest(election["needs"], of)
    demand((election["of"], election["needed"]) == (of, needed), "needs another number of votes than follows")
    seats = election["seats"] if quorum["met"] else 0
    ranked = sorted((at for at, said in enumerate(votes) if said >= needed), key=lambda at: -votes[at])
    sure, equal, left = ranked, [], 0
    if len(ranked) > seats:
        last = votes[ranked[seats - 1]] if seats else LARGEST
        sure, equal = [at for at in ranked if votes[at] > last], [at for at in ranked if votes[at] == last]
        left = seats - len(sure)
        if len(equal) == left:
            sure, equal, left = sure + equal, [], 0
    seated, tied, more = election["seated"], election["tied"], election["seated"][len(sure) :]
    demand(seated[: len(sure)] == sure, "seats others than those with the most votes")
    by_age = election["tie_break"] in TIES[:3]
    demand(not more or by_age, "seats somebody of those equal whom nobody drew")
    demand(len(set(more)) == len(more) and set(more) <= set(equal) - set(tied), "seats somebody who is not equal")
    demand(set(tied) <= set(equal) and (election["open"] == 0) == (not tied), "lets others wait than those equal")
    demand(len(more) + election["open"] == left, "has another number of seats that wait")
    demand(election.get("drawn") is None, "draws before anybody drew")
    demand(not election.get("declined"), "declines before anybody was elected")
    elected = bool(seated) or election["open"] > 0
    demand((decision["outcome"] == "elected") is elected, "says another outcome than its numbers")


def decisions(listed, report):
    """Follows every vote; after the first entry that is wrong nothing more is said."""
    report.make(21)
    votes, over = {}, False
    for seq, (_, entry) in enumerate(listed):
        over = over or bool(entry) and entry["type"] == "minutes"
        vote = entry["body"].get("vote") if entry else None
        if not isinstance(vote, str):
            continue
        try:
            demand(not over or entry["type"] != "declined", "declines after the minutes")
            votes.setdefault(vote, Vote()).follow(entry["type"], entry["body"])
        except Wrong as error:
            report.fault(21, f"entry {seq}", str(error))
            return
