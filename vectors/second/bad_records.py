"""Records that are wrong: each bends one thing of a good one, and everything after it is made again with the keys.

A row names the good record, the entry that is bent (its type, and which of that type, from 0), where in its body, what
stands there instead, the checks that fail, the entry they are found at if it is another, and what `voix-verify record`
says of it.
"""

from collections import namedtuple

from bad_chains import Bad, chains
from good_records import (
    ALONE, GOOD, HANDS, HOLDERS, NEW_HOLDER, OPEN, SECRET, STRANGER, TEXT, TWICE, VOICES, VOTERS, approval, ballot, close,
    counts, hashed, majority, register,
)
from group import Q

GONE = object()
Row = namedtuple("Row", "name base entry path value checks found says")

ROLL, CLOSE, COUNT, SAID = ("open-roll", 0), ("quorum-count", 1), ("hands", 0), ("open-ballots", 0)
TALLY, DECISION, PAPER = ("tally", 0), ("decision", 0), ("paper-count", 0)
# Of the group's record, the election, and its papers; of the papers' record, the vote that is on paper alone.
ELECTED, NAMED, NAMES, ALL_PAPER = ("decision", 1), ("tally", 1), ("paper-count", 0), ("quorum-count", 2)
HOLDS, APPROVED, BOX, DRAW = ("key-holders", 0), ("trustees", 0), ("box-opened", 0), ("draw", 0)
DECLINED = ("declined", 0)

FALLS = "fewer keys registered or replaced than an entry before it says"
KINDS = "the kinds of voice are not as many as the voices, or paper codes speak of which none was printed"
NO_HALL = "closes a vote by show of hands without the voices in the hall"
LEFT = "closes a vote twice, or has more voices in the hall than take part"
NOT_BY_HANDS = "counts the hall for a vote that is not by show of hands"
HANDS_OVER = "has more hands than voices in the hall, or another number of these"
PAPERS_OVER = "has more papers than voices on paper, or another number of these"
ON_PAPER = "has more voices on paper than take part, or none, or such as raise hands"
OF_KIND = "says of ballots what a vote of its kind does not, or not what it does"
UNFIT = "has papers and names that do not fit together"
BALLOTS = "has not the ballots that counted when its vote closed"
FOLLOWS = "does not follow from its tally"
QUORUM = "has another quorum than was counted when the vote closed"
NO_DRAW = "draws what no election waits for"
UNSIGNED = "has a ballot that nobody signed who speaks its voice"
UNREAD = "has a ballot that cannot be read"
CONVENED = "names other key holders than members were convened with"
NO_NUMBER = "does not say in a number how many key holders are needed"
NAMES_TWICE = "names key holders twice, or fewer than open a box"
FORGED = "has an approval whose signature does not hold"

ROWS = [Row(*row) for row in (
    # §10: numbers of keys never fall, kinds of voice add up.
    (
        "18-register-registered-falls", "group", ("register-commitment", 2), "since_convocation/registered", 2, [18],
        None, FALLS,
    ),
    (
        "18-register-replaced-falls", "singles", ("register-commitment", 2), "since_convocation/replaced", 0, [18],
        None, FALLS,
    ),
    (
        "18-register-codes-none", "open", ("register-commitment", 1), "since_convocation/paper_codes", 0, [18], None,
        FALLS,
    ),
    (
        "18-register-replaced-missing", "group", ("register-commitment", 2), "since_convocation/replaced", GONE, [18],
        None, FALLS,
    ),
    (
        "18-register-registered-text", "group", ("register-commitment", 1), "since_convocation/registered", "3", [18],
        None, FALLS,
    ),
    ("18-register-more", "group", ("register-commitment", 1), "since_convocation/more", 0, [18], None, FALLS),
    ("18-roll-kinds-more", "group", ("roll", 0), "kinds/own-key", 21, [18], None, KINDS),
    ("18-roll-kinds-fewer", "group", ("roll", 0), "kinds/own-key", 19, [18], None, KINDS),
    ("18-roll-kinds-named", "group", ("roll", 0), "kinds", {"own-key": 19, "trusted": 1}, [18], None, KINDS),
    ("18-roll-kinds-missing", "group", ("roll", 0), "kinds", GONE, [18], None, KINDS),
    ("18-roll-kinds-text", "group", ("roll", 0), "kinds/own-key", "20", [18], None, KINDS),
    ("18-roll-voices-other", "group", ("roll", 0), "voices", 19, [18], None, KINDS),
    ("18-roll-codes-not-printed", "group", ("roll", 0), "kinds", {"own-key": 19, "paper-code": 1}, [18], None, KINDS),
    ("18-open-roll-kinds-more", "open", ROLL, "kinds/mandate", 2, [18], None, KINDS),
    ("18-open-roll-kinds-named", "open", ROLL, "kinds", {"own-key": 5, "Mandate": 1}, [18], None, KINDS),
    # Hands.
    (
        "21-hands-not-so", "hands", ROLL, "hands", False, [21], None,
        "is opened by show of hands twice, or in another spelling",
    ),
    ("21-hands-not-opened-so", "hands", ROLL, "hands", GONE, [21], CLOSE, NOT_BY_HANDS),
    ("21-hands-hall-missing", "hands", CLOSE, "hall", GONE, [21], None, NO_HALL),
    ("21-hands-hall-text", "hands", CLOSE, "hall", "9", [21], None, NO_HALL),
    ("21-hands-hall-more", "hands", CLOSE, "hall", 15, [21], None, LEFT),
    ("21-hands-hall-fewer", "hands", CLOSE, "hall", 8, [21], COUNT, HANDS_OVER),
    ("21-hands-ballots-missing", "hands", CLOSE, "ballots", GONE, [21], None, NO_HALL),
    ("21-hands-ballots-other", "hands", CLOSE, "ballots", 3, [21], TALLY, BALLOTS),
    ("21-hands-and-paper", "hands", CLOSE, "paper", 1, [21], None, ON_PAPER),
    ("21-hands-above-hall", "hands", COUNT, "counts/for", 8, [21], None, HANDS_OVER),
    ("21-hands-of-another-hall", "hands", COUNT, "hall", 10, [21], None, HANDS_OVER),
    ("21-hands-negative", "hands", COUNT, "counts/abstain", -1, [21], None, "is no count of hands"),
    ("21-hands-answer-more", "hands", COUNT, "counts/blank", 0, [21], None, "is no count of hands"),
    ("21-hands-answer-missing", "hands", COUNT, "counts/abstain", GONE, [21], None, "is no count of hands"),
    ("21-hands-round-none", "hands", COUNT, "round", 0, [21], None, "is not counted by two"),
    ("21-hands-typed-by-one", "hands", COUNT, "typed/second-scrutineer", GONE, [21], None, "is not counted by two"),
    (
        "21-hands-typed-otherwise", "hands", COUNT, "typed/first-scrutineer", "chair", [21], None,
        "is not counted by two",
    ),
    (
        "21-hands-of-another-vote", "hands", COUNT, "vote", ALONE, [21], None,
        "counts hands in a vote that is not by show of hands",
    ),
    (
        "21-hands-counted-otherwise", "hands", COUNT, "counts/for", 6, [21], DECISION,
        "does not have the hands that were counted",
    ),
    (
        "21-decision-hides-hands", "hands", DECISION, "decision/hands", GONE, [21], None,
        "does not have the hands that were counted",
    ),
    (
        "21-decision-hall-other", "hands", DECISION, "decision/hands/hall", 10, [21], None,
        "does not have the hands that were counted",
    ),
    ("21-decision-without-hands-summed", "hands", DECISION, "decision/counts/for", 1, [21], None, FOLLOWS),
    ("21-decision-hands-true", "hands", DECISION, "decision/hands/counts/abstain", True, [21], None, "is no decision"),
    # Papers.
    ("21-paper-none", "papers", CLOSE, "paper", 0, [21], None, ON_PAPER),
    ("21-paper-more", "papers", CLOSE, "paper", 13, [21], None, ON_PAPER),
    (
        "21-paper-text", "papers", CLOSE, "paper", "5", [21], None,
        "closes a vote with voices on paper, and does not say how many",
    ),
    (
        "21-paper-root-missing", "papers", CLOSE, "paper_root", GONE, [21], None,
        "does not commit to whose voices are on paper",
    ),
    (
        "21-paper-root-short", "papers", CLOSE, "paper_root", "ab", [21], None,
        "does not commit to whose voices are on paper",
    ),
    ("21-paper-ballots-missing", "papers", CLOSE, "ballots", GONE, [21], None, OF_KIND),
    ("21-paper-ballots-text", "papers", CLOSE, "ballots", "2", [21], None, "does not say how many ballots count"),
    ("21-paper-ballots-other", "papers", CLOSE, "ballots", 3, [21], TALLY, BALLOTS),
    ("21-paper-ballots-in-secret", "group", ("quorum-count", 2), "ballots", 20, [21], None, OF_KIND),
    ("21-paper-and-hall", "papers", CLOSE, "hall", 3, [21], None, NOT_BY_HANDS),
    ("21-paper-at-opening", "papers", CLOSE, "at", "opening", [21], None, ON_PAPER),
    (
        "21-paper-not-named", "papers", ALL_PAPER, "paper", GONE, [21, 25], ("paper-count", 1),
        "counts papers in a vote that closed with no voice on paper",
    ),
    ("21-paper-above-handed", "papers", PAPER, "counts/for", 4, [21], None, PAPERS_OVER),
    ("21-paper-handed-other", "papers", PAPER, "handed", 6, [21], None, PAPERS_OVER),
    ("21-paper-negative", "papers", PAPER, "counts/null", -1, [21], None, "is no count of papers"),
    ("21-paper-answer-more", "papers", PAPER, "counts/blank", 0, [21], None, "is no count of papers"),
    ("21-paper-answer-missing", "papers", PAPER, "counts/null", GONE, [21], None, "is no count of papers"),
    ("21-paper-round-none", "papers", PAPER, "round", 0, [21], None, "is not counted by two"),
    ("21-paper-typed-by-one", "papers", PAPER, "typed/first-scrutineer", GONE, [21], None, "is not counted by two"),
    (
        "21-paper-of-another-vote", "papers", PAPER, "vote", HANDS, [21], None,
        "counts papers in a vote that closed with no voice on paper",
    ),
    (
        "21-paper-counted-otherwise", "papers", PAPER, "counts/for", 3, [21], DECISION,
        "does not have the papers that were counted",
    ),
    ("21-paper-names-too-few", "group", NAMES, "counts/votes", [0, 2, 1], [21], None, UNFIT),
    ("21-paper-names-one-too-often", "group", NAMES, "counts/votes", [0, 5, 2], [21], None, UNFIT),
    ("21-paper-names-above-papers", "group", NAMES, "counts/named", 5, [21], None, PAPERS_OVER),
    (
        "21-paper-names-others", "group", NAMES, "counts/votes", [2, 2], [21], NAMED,
        "is of another kind than the papers of its vote",
    ),
    (
        "21-paper-of-a-text", "group", NAMES, "counts", {"abstain": 0, "against": 2, "for": 2, "null": 1}, [21], NAMED,
        "is of another kind than the papers of its vote",
    ),
    (
        "21-paper-of-an-election", "papers", PAPER, "counts", {"blank": 1, "named": 2, "null": 1, "votes": [2, 1]},
        [21], TALLY, "is of another kind than the papers of its vote",
    ),
    (
        "21-decision-hides-papers", "papers", DECISION, "decision/paper", GONE, [21], None,
        "does not have the papers that were counted",
    ),
    (
        "21-decision-handed-other", "papers", DECISION, "decision/paper/handed", 4, [21], None,
        "does not have the papers that were counted",
    ),
    ("21-decision-without-papers-summed", "papers", DECISION, "decision/counts/null", 0, [21], None, FOLLOWS),
    # Decisions on texts.
    ("21-close-present-other", "open", CLOSE, "present", 21, [21], DECISION, QUORUM),
    ("21-close-members-other", "open", CLOSE, "members", 41, [21], DECISION, QUORUM),
    ("21-close-of-another-vote", "open", CLOSE, "vote", HANDS, [21], DECISION, QUORUM),
    ("21-tally-other", "group", TALLY, "counts/for", 9, [21], DECISION, FOLLOWS),
    ("21-tally-and-ballots-differ", "open", TALLY, "counts/for", 3, [21, 25], DECISION, FOLLOWS),
    ("21-tally-no-counts", "group", TALLY, "counts", GONE, [21], DECISION, "counts more voices than took part"),
    (
        "21-tally-true", "open", TALLY, "counts/against", True, [21, 25], DECISION,
        "counts more voices than took part",
    ),
    ("21-decision-for-other", "open", DECISION, "decision/counts/for", 3, [21], None, FOLLOWS),
    ("21-decision-against-other", "open", DECISION, "decision/counts/against", 1, [21], None, FOLLOWS),
    ("21-decision-outcome-other", "open", DECISION, "decision/outcome", "adopted", [21], None, FOLLOWS),
    ("21-decision-outcome-unknown", "open", DECISION, "decision/outcome", "postponed", [21], None, "is no decision"),
    ("21-decision-outcome-missing", "open", DECISION, "decision/outcome", GONE, [21], None, "is no decision"),
    ("21-decision-outcome-no-quorum", "open", DECISION, "decision/outcome", "no-quorum", [21], None, FOLLOWS),
    ("21-decision-majority-for-other", "open", DECISION, "decision/majority/for", 3, [21], None, FOLLOWS),
    ("21-decision-majority-met", "open", DECISION, "decision/majority/met", True, [21], None, FOLLOWS),
    ("21-decision-majority-needed-less", "open", DECISION, "decision/majority/needed", 2, [21], None, FOLLOWS),
    ("21-decision-quorum-present-other", "open", DECISION, "decision/quorum/present", 19, [21], None, QUORUM),
    ("21-decision-quorum-members-other", "open", DECISION, "decision/quorum/members", 39, [21], None, QUORUM),
    ("21-decision-quorum-needed-more", "open", DECISION, "decision/quorum/needed", 21, [21], None, FOLLOWS),
    ("21-decision-quorum-not-met", "open", DECISION, "decision/quorum/met", False, [21], None, FOLLOWS),
    ("21-decision-blank-more", "open", DECISION, "decision/blank/count", 3, [21], None, FOLLOWS),
    ("21-decision-blank-hidden", "open", DECISION, "decision/blank", GONE, [21], None, FOLLOWS),
    ("21-decision-blank-approved", "open", DECISION, "decision/blank/approved", True, [21], None, FOLLOWS),
    ("21-decision-of-another-vote", "open", DECISION, "vote", HANDS, [21], None, "has no tally before it"),
    # Elections and draws.
    ("21-election-tally-votes-other", "group", NAMED, "named/votes", [14, 12, 12], [21], ELECTED, FOLLOWS),
    ("21-election-tally-named-other", "group", NAMED, "named/named", 17, [21], ELECTED, FOLLOWS),
    ("21-election-tally-blank-other", "group", NAMED, "named/blank", 1, [21], ELECTED, FOLLOWS),
    (
        "21-election-tally-is-of-a-text", "group", NAMED, "named", GONE, [21], NAMED,
        "is of another kind than the papers of its vote",
    ),
    ("21-election-votes-other", "group", ELECTED, "decision/election/votes", [15, 15, 14], [21], None, FOLLOWS),
    ("21-election-named-other", "group", ELECTED, "decision/election/named", 22, [21], None, FOLLOWS),
    ("21-election-blank-other", "group", ELECTED, "decision/election/blank", 2, [21], None, FOLLOWS),
    ("21-election-of-other", "group", ELECTED, "decision/election/of", 22, [21], None, FOLLOWS),
    ("21-election-needed-less", "group", ELECTED, "decision/election/needed", 11, [21], None, FOLLOWS),
    ("21-election-seats-more", "group", ELECTED, "decision/election/seats", 3, [21], None, FOLLOWS),
    ("21-election-seats-another", "group", ELECTED, "decision/election/seated", [1], [21], None, FOLLOWS),
    ("21-election-seats-nobody", "group", ELECTED, "decision/election/seated", [], [21], None, FOLLOWS),
    ("21-election-seats-one-too-many", "group", ELECTED, "decision/election/seated", [0, 1], [21], None, FOLLOWS),
    ("21-election-tied-one", "group", ELECTED, "decision/election/tied", [0, 1], [21], None, FOLLOWS),
    ("21-election-open-none", "group", ELECTED, "decision/election/open", 0, [21], None, FOLLOWS),
    ("21-election-open-two", "group", ELECTED, "decision/election/open", 2, [21], None, FOLLOWS),
    ("21-election-drawn-before", "group", ELECTED, "decision/election/drawn", [2], [21], None, FOLLOWS),
    ("21-election-outcome-rejected", "group", ELECTED, "decision/outcome", "rejected", [21], None, FOLLOWS),
    ("21-election-eldest-twice", "eldest", ELECTED, "decision/election/seated", [0, 2, 2], [21], None, FOLLOWS),
    ("21-election-eldest-not-equal", "eldest", ELECTED, "decision/election/seated", [0, 0], [21], None, FOLLOWS),
    (
        "21-election-hides-papers", "group", ELECTED, "decision/paper", GONE, [21], None,
        "does not have the papers that were counted",
    ),
    ("21-draw-of-one-not-equal", "group", DRAW, "drawn", [0], [21], None, NO_DRAW),
    ("21-draw-of-too-many", "group", DRAW, "drawn", [1, 2], [21], None, NO_DRAW),
    ("21-draw-of-nobody", "group", DRAW, "drawn", [], [21], None, NO_DRAW),
    ("21-draw-of-another-vote", "group", DRAW, "vote", SECRET, [21], None, NO_DRAW),
    ("21-draw-confirmed-by-the-chair", "group", DRAW, "confirmed", "chair", [21], None, "is not confirmed by a scrutineer"),
    ("21-draw-confirmed-by-nobody", "group", DRAW, "confirmed", GONE, [21], None, "is not confirmed by a scrutineer"),
    ("21-draw-in-no-round", "group", DRAW, "round", 0, [21], None, "is not confirmed by a scrutineer"),
    ("21-declined-unseated", "group", DECLINED, "declined", 1, [21], None, "declines a seat that was not won"),
    (
        "21-declined-by-another", "group", DECLINED, "by", "chair", [21], None,
        "declines after the minutes, or nobody says how",
    ),
    ("21-draw-where-another-round-is", "group", ELECTED, "decision/election/tie_break", "runoff", [21], DRAW, NO_DRAW),
    # Open ballots.
    ("25-choice-other", "open", SAID, "ballots/0/choice", "against", [25], None, UNSIGNED),
    ("25-choice-unknown", "open", SAID, "ballots/0/choice", "blank", [25], None, UNREAD),
    ("25-number-other", "open", SAID, "ballots/1/n", 1002, [25], None, UNSIGNED),
    ("25-number-text", "open", SAID, "ballots/1/n", "1001", [25], None, UNREAD),
    ("25-signature-missing", "open", SAID, "ballots/1/signature", GONE, [25], None, UNREAD),
    ("25-signature-short", "open", SAID, "ballots/1/signature", "ab", [25], None, UNREAD),
    (
        "25-signed-by-another", "open", SAID, "ballots/1", ballot(OPEN, TEXT, VOICES[1], "against", VOTERS[0], 1001),
        [25], None, UNSIGNED,
    ),
    (
        "25-signed-by-a-stranger", "open", SAID, "ballots/1", ballot(OPEN, TEXT, VOICES[1], "against", STRANGER, 1001),
        [25], None, UNSIGNED,
    ),
    (
        "25-signed-for-another-vote", "open", SAID, "ballots/1",
        ballot(HANDS, TEXT, VOICES[1], "against", VOTERS[1], 1001), [25], None, UNSIGNED,
    ),
    (
        "25-signed-under-another-text", "open", SAID, "ballots/1",
        ballot(OPEN, hashed("other"), VOICES[1], "against", VOTERS[1], 1001), [25], None, UNSIGNED,
    ),
    (
        "25-voice-on-no-roll", "open", SAID, "ballots/1",
        ballot(OPEN, TEXT, hashed("nobody")[:32], "against", VOTERS[1], 1001), [25], None,
        "has a ballot of a voice that is on no roll of its vote",
    ),
    (
        "25-voice-twice", "open", SAID, "ballots/2", ballot(OPEN, TEXT, VOICES[0], "for", VOTERS[0], 1009), [25], None,
        "counts a voice twice",
    ),
    (
        "25-ballot-left-out", "open", SAID, "ballots/3", GONE, [25], TALLY,
        "is not the sum of the ballots that were published",
    ),
    ("25-ballots-missing", "open", SAID, "ballots", GONE, [25], None, UNREAD),
    (
        "25-ballots-of-another-vote", "open", SAID, "vote", HANDS, [25], None,
        "has a ballot of a voice that is on no roll of its vote",
    ),
    ("25-roll-of-another-text", "open", ROLL, "resolution", hashed("other"), [25], SAID, UNSIGNED),
    ("25-roll-without-a-text", "open", ROLL, "resolution", GONE, [25], None, "is no roll"),
    ("25-roll-voice-twice", "open", ROLL, "voices/5/voice", VOICES[0], [25], None, "has a voice twice"),
    ("25-roll-identity-other", "open", ROLL, "voices/0/identity", STRANGER.hex, [25], SAID, UNSIGNED),
    ("25-roll-identity-missing", "open", ROLL, "voices/0/identity", GONE, [25], None, "is no roll"),
    # Approvals.
    (
        "26-approvals-too-few", "group", APPROVED, "approvals/1", GONE, [26], None,
        "is approved by fewer key holders than open a box",
    ),
    ("26-approvals-missing", "group", APPROVED, "approvals", GONE, [26], None, "has no approvals"),
    (
        "26-approval-twice", "group", APPROVED, "approvals/1",
        approval(SECRET, hashed("trustees of a text"), HOLDERS[0]), [26], None, "is approved by one key holder twice",
    ),
    (
        "26-approval-of-a-stranger", "group", APPROVED, "approvals/1",
        approval(SECRET, hashed("trustees of a text"), STRANGER), [26], None,
        "is approved by somebody who is not named as a key holder",
    ),
    ("26-approval-of-nobody", "group", APPROVED, "approvals/1/identity", GONE, [26], None, "has an approval of nobody"),
    (
        "26-approval-of-another-vote", "group", APPROVED, "approvals/1",
        approval(TWICE, hashed("trustees of a text"), HOLDERS[2]), [26], None, FORGED,
    ),
    (
        "26-approval-of-other-trustees", "group", APPROVED, "approvals/1",
        approval(SECRET, hashed("other"), HOLDERS[2]), [26], None, FORGED,
    ),
    ("26-approval-of-another-holder", "group", APPROVED, "approvals/1/identity", HOLDERS[1].hex, [26], None, FORGED),
    ("26-approval-unsigned", "group", APPROVED, "approvals/1/signature", GONE, [26], None, FORGED),
    ("26-trustees-other", "group", APPROVED, "trustees", hashed("other"), [26], None, FORGED),
    (
        "26-box-under-other-trustees", "group", BOX, "trustees", hashed("other"), [26], None,
        "opens a box under trustees that nobody approved",
    ),
    (
        "26-box-under-none", "group", BOX, "trustees", GONE, [26], None,
        "opens a box under trustees that nobody approved",
    ),
    ("26-holders-needed-other", "group", HOLDS, "needed", 3, [26], None, CONVENED),
    ("26-holders-no-group", "group", HOLDS, "group", GONE, [26], None, CONVENED),
    ("26-holders-convened-otherwise", "group", ("convocation", 0), "key_holders_needed", 3, [26], HOLDS, CONVENED),
    ("26-holders-convened-text", "group", ("convocation", 0), "key_holders_needed", "2", [26], None, NO_NUMBER),
    ("26-holders-convened-null", "group", ("convocation", 0), "key_holders_needed", None, [26], None, NO_NUMBER),
    ("26-holders-needed-none", "singles", HOLDS, "needed", 0, [26], None, NAMES_TWICE),
    ("26-holders-needed-more", "singles", HOLDS, "needed", 3, [26], None, NAMES_TWICE),
    ("26-holders-one-twice", "singles", HOLDS, "identities/1", HOLDERS[0].hex, [26], None, NAMES_TWICE),
    ("26-holders-key-short", "singles", HOLDS, "identities/1", "ab", [26], None, NAMES_TWICE),
    ("26-holders-nobody", "singles", HOLDS, "identities", GONE, [26], None, "names no key holders"),
    (
        "26-holders-more-later", "singles", ("key-holders", 1), "identities",
        [key.hex for key in (*HOLDERS[:2], NEW_HOLDER)], [26], None, "names more key holders, or fewer",
    ),
    (
        "26-holders-needed-less-later", "singles", ("key-holders", 1), "needed", 1, [26], None,
        "names more key holders, or fewer",
    ),
    (
        "26-approval-by-both-keys-of-one", "singles", ("trustees", 1), "approvals",
        [approval(TWICE, hashed("trustees of two boxes"), key) for key in (HOLDERS[1], NEW_HOLDER)], [26], None,
        "is approved by one key holder twice",
    ),
)]


def bend(body, path, value):
    *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    for step in way:
        body = body[step]
    if value is GONE:
        del body[last]
    else:
        body[last] = value


def of_row(row):
    record = GOOD[row.base]()
    found = record.at(*(row.found or row.entry))
    bend(record.body(*row.entry), row.path, row.value)
    if row.name == "21-hands-and-paper":
        record.body(*CLOSE)["paper_root"] = hashed("papers")
    where = f"{row.entry[0]}: {row.path}"
    return Bad(row.name, row.base, where, row.checks, f"entry {found}: {row.says}", record.sealed())


def moved(name, base, checks, found, says, change):
    """Entries left out, put in again, or in another order."""
    record = GOOD[base]()
    change(record)
    seq = found if isinstance(found, int) else record.at(*found)
    return Bad(name, base, None, checks, f"entry {seq}: {says}", record.sealed())


def without(kind, nth=0):
    return lambda record: record.entries.pop(record.at(kind, nth))


def again(kind, nth=0):
    """The same entry at the end."""
    return lambda record: record.add(kind, **record.copy().body(kind, nth))


def after(kind, other, nth=0, beside=0):
    """The one entry goes behind the other."""

    def change(record):
        entry = record.entries.pop(record.at(kind, nth))
        record.entries.insert(record.at(other, beside) + 1, entry)

    return change


def too_few_take_part(record):
    """Five take part, so there is no quorum; four ballots and two blank proxies are six."""
    decision = record.body(*DECISION)["decision"]
    record.body(*CLOSE)["present"] = decision["quorum"]["present"] = 5
    decision["quorum"]["met"], decision["outcome"] = False, "no-quorum"


def a_ballot_from_nowhere(record):
    """Where every voice is on paper the tally counts a ballot, and the decision with it."""
    decision, tally = record.body("decision", 1)["decision"], record.body("tally", 1)
    record.body(*ALL_PAPER)["present"] = decision["quorum"]["present"] = 10
    tally["counts"]["for"], decision["counts"]["for"] = 1, decision["counts"]["for"] + 1
    decision["majority"] = majority(6, 8)


def a_lie_in_both(record):
    """Tally and decision agree with one another, and not with the ballots."""
    decision = record.body(*DECISION)["decision"]
    record.body(*TALLY)["counts"] = counts(3, 0, 1)
    decision["counts"].update({"for": 3, "against": 2})
    decision.update(majority=majority(3, 5), outcome="adopted")


def seated_without_a_draw(record):
    record.body(*ELECTED)["decision"]["election"].update(open=0, seated=[0, 1], tied=[])
    record.entries.pop(record.at("draw"))


def larger_s(record):
    """The second spelling of a signature: s + q."""
    one = record.body(*SAID)["ballots"][0]
    raw = bytes.fromhex(one["signature"])
    one["signature"] = (raw[:32] + (int.from_bytes(raw[32:], "little") + Q).to_bytes(32, "little")).hex()


def roll_of_another_text(record):
    """A second roll of the same vote, under another text, and as many kinds as voices."""
    body = {**record.body(*ROLL), "resolution": hashed("other")}
    record.add("open-roll", **body)
    record.entries.insert(record.at(*ROLL) + 1, record.entries.pop())


def group_named_again(record):
    record.add("key-holders", **record.body(*HOLDS))


def closes_again(record):
    close(record, OPEN, 20)


def rolls_after_close(record):
    record.add("open-roll", **record.body(*ROLL))


NEITHER = "counts a vote that has neither a box nor published ballots"
ONCE_MORE = "opens a box of a vote that was closed"


def others():
    yield moved("18-register-codes-fall", "open", [18], 12, FALLS, register)
    yield moved("21-hands-left-out", "hands", [21], ("tally", 0), "leaves out the hands of its vote", without("hands"))
    yield moved("21-hands-twice", "hands", [21], 11, "counts hands once more", again("hands"))
    early = "counts hands before its vote is closed"
    yield moved("21-hands-before-close", "hands", [21], ("hands", 0), early, after("hands", "open-roll"))
    yield moved(
        "21-hands-after-tally", "hands", [21], ("tally", 0), "leaves out the hands of its vote", after("hands", "tally")
    )
    yield moved(
        "21-papers-left-out", "papers", [21], ("tally", 0), "leaves out the papers of its vote", without("paper-count")
    )
    yield moved("21-papers-twice", "papers", [21], 15, "counts papers once more", again("paper-count"))
    late = "leaves out the papers of its vote"
    yield moved("21-papers-after-tally", "papers", [21], ("tally", 0), late, after("paper-count", "tally"))
    yield moved("21-close-twice", "open", [21], 12, "counts who takes part once more", closes_again)
    yield moved("21-close-left-out", "open", [21], ("decision", 0), QUORUM, without("quorum-count", 1))
    yield moved("21-roll-after-close", "open", [21], 12, ONCE_MORE, rolls_after_close)
    yield moved("21-box-after-close", "group", [21], 29, ONCE_MORE, again("box-opened"))
    yield moved("21-tally-twice", "group", [21], 29, "counts once more", again("tally"))
    yield moved("21-tally-left-out", "group", [21], ("decision", 0), "has no tally before it", without("tally"))
    yield moved("21-decision-twice", "group", [21], 29, "decides once more", again("decision"))
    before = after("tally", "decision")
    yield moved("21-decision-before-tally", "group", [21], ("decision", 0), "has no tally before it", before)
    more = "counts more voices than took part"
    yield moved("21-more-voices-than-took-part", "open", [21], ("decision", 0), more, too_few_take_part)
    yield moved("21-election-seats-whom-nobody-drew", "group", [21], ("decision", 1), FOLLOWS, seated_without_a_draw)
    yield moved("21-draw-twice", "group", [21], 29, NO_DRAW, again("draw"))
    yield moved("21-declined-after-minutes", "group", [21], 29, "declines after the minutes", again("declined"))
    yield moved("21-draw-before-decision", "group", [21], ("draw", 0), NO_DRAW, after("draw", "tally", 0, 1))
    sum_ = "is not the sum of the ballots that were published"
    yield moved("25-tally-and-decision-lie", "open", [25], ("tally", 0), sum_, a_lie_in_both)
    yield moved("25-ballots-left-out", "open", [25], ("tally", 0), NEITHER, without("open-ballots"))
    twice = "publishes the ballots of a vote once more"
    yield moved("25-ballots-twice", "open", [25], 12, twice, again("open-ballots"))
    yield moved("25-ballots-after-tally", "open", [25], ("tally", 0), NEITHER, after("open-ballots", "tally"))
    first = "has a ballot of a voice that is on no roll of its vote"
    yield moved("25-ballots-without-a-roll", "open", [25], ("open-ballots", 0), first, without("open-roll"))
    yield moved("25-ballot-from-nowhere", "papers", [25], ("tally", 1), NEITHER, a_ballot_from_nowhere)
    yield moved("25-signature-in-a-second-spelling", "open", [25], ("open-ballots", 0), UNSIGNED, larger_s)
    text = "is of another text than the roll before it"
    yield moved("25-rolls-of-two-texts", "open", [25], ("open-roll", 1), text, roll_of_another_text)
    approved = "opens a box under trustees that nobody approved"
    yield moved("26-trustees-left-out", "group", [26], ("box-opened", 0), approved, without("trustees"))
    yield moved("26-trustees-after-box", "group", [26], ("box-opened", 0), approved, after("trustees", "box-opened"))
    unnamed = "opens a box before its key holders are named"
    yield moved("26-holders-left-out", "group", [26], ("box-opened", 0), unnamed, without("key-holders"))
    named = "names the key holders of a group once more"
    yield moved("26-holders-of-a-group-twice", "group", [26], 29, named, group_named_again)


def bad():
    """All of them."""
    return [*chains(), *map(of_row, ROWS), *others()]
