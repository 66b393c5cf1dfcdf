# The statutes.
statutes-title = Statutes
statutes-version = Version { $number }
statutes-since = In force since
statutes-from = From
statutes-decided = Decision:
statutes-founding = founding of the cooperative
statutes-measured = Measured against the model “{ $preset }”: each value bears its article, and departing from it shows.
statutes-not-in-force = This version is not the one that holds today: that is version { $number }.
statutes-show-in-force = Read the one in force
statutes-uncountable = This version asks for a count that Voix cannot make (a quorum of shares, or colleges): no assembly can be convened under it.
statutes-certainty = After each article, how sure Voix is: read in the text, read in a text of about 2015, read elsewhere, from memory, or an interpretation. This is no legal advice.
statutes-history = Versions
statutes-vote = the vote
statutes-entered = Entered by member no. { $number } on
statutes-hash = Fingerprint
statutes-departs = Departs from the model: { $preset } ({ $article }).
statutes-against-law = The text says { $preset } ({ $article }) and leaves statutes no such choice, as far as Voix knows: what is decided so could be contested.
statutes-subject-quorum = Quorum
statutes-subject-majority = Majority
statutes-subject-convening = Convening
statutes-subject-proposals = Proposals and questions
statutes-subject-voting = Voting
statutes-subject-proxies = Proxies
statutes-subject-minutes = Minutes
statutes-field-ordinary-quorum-first = Ordinary, first call
statutes-field-ordinary-quorum-second = Ordinary, second call
statutes-field-extraordinary-quorum-first = Extraordinary, first call
statutes-field-extraordinary-quorum-second = Extraordinary, second call
statutes-field-quorum-basis = What the quorum counts
statutes-field-ordinary-majority = Ordinary assembly
statutes-field-ordinary-majority-basis = Ordinary: part of what
statutes-field-extraordinary-majority = Extraordinary assembly
statutes-field-extraordinary-majority-basis = Extraordinary: part of what
statutes-field-college-weights = Weights of the colleges
statutes-field-college-tally = Voices of a college
statutes-field-notice-first = Notice, first call
statutes-field-notice-second = Notice, second call
statutes-field-clear-days = Clear days
statutes-field-postponement-months = Postponement for want of a quorum, at most
statutes-field-member-list-day = List of members fixed
statutes-field-fully-remote = Assembly wholly from afar
statutes-field-proposal-days = Proposals received until
statutes-field-proposal-ack-days = Answer to a proposal, within
statutes-field-support-members = Support in members
statutes-field-support-fraction = Support as a part of the members
statutes-field-support-capital = Support as a part of the capital
statutes-field-question-days = Written questions until
statutes-field-advance-vote = Voting before the session
statutes-field-electronic-cut-off = Electronic advance votes until
statutes-field-form-request-days = Form asked for until
statutes-field-paper-days = Paper forms received until
statutes-field-ballot-replaceable = Vote replaceable until it closes
statutes-field-secret-for-persons = Secret proposed for persons
statutes-field-proxy-holders = Who may carry a proxy
statutes-field-proxy-cap = Proxies per person
statutes-field-proxy-revocable-until = Proxy revocable
statutes-field-minutes-readers = Who reads the minutes
statutes-quorum-basis-members = members
statutes-quorum-basis-voices = voices
statutes-quorum-basis-shares = shares
statutes-ordinary-majority-basis-votes-cast = of the votes cast
statutes-ordinary-majority-basis-present-or-represented = of those present and represented
statutes-extraordinary-majority-basis-votes-cast = of the votes cast
statutes-extraordinary-majority-basis-present-or-represented = of those present and represented
statutes-college-tally-proportional = shared in proportion
statutes-college-tally-majority = all to its majority
statutes-proxy-holders-members = a member
statutes-proxy-holders-members-or-spouses = a member, the spouse or registered partner
statutes-proxy-holders-anyone = anyone
statutes-proxy-revocable-until-roll-fixed = until the roll is fixed
statutes-proxy-revocable-until-eve = until 15:00 on the eve
statutes-proxy-revocable-until-never = never, once received
statutes-minutes-readers-all = everyone
statutes-minutes-readers-members = members
statutes-yes = yes
statutes-no = no
statutes-nothing = nothing
statutes-at-least = at least { $part }
statutes-more-than = more than { $part }
statutes-minimum = never fewer than { $count }
statutes-enough = { $count } are enough
statutes-unit-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
statutes-unit-days-before = { $count ->
    [0] the same day
    [one] { $count } day before
   *[other] { $count } days before
}
statutes-unit-business-days = { $count ->
    [0] the same day
    [one] { $count } business day before
   *[other] { $count } business days before
}
statutes-unit-members = { $count ->
    [one] { $count } member
   *[other] { $count } members
}
statutes-unit-months = { $count } months
statutes-cut-off = { $days ->
    [0] the same day at { $hour }
    [1] the eve at { $hour }
   *[other] { $days } days before at { $hour }
}
statutes-cap-none = as many as are given
statutes-cap-at-most = { $count } at most
statutes-cap-few = { $few } below { $below } members, then { $part } of the members
statutes-weights = { $weights } hundredths
statutes-preset-sa-cooperative-fr-ago = French cooperative company (SA)
statutes-preset-scic-fr-sa = SCIC as an SA
statutes-preset-scop-fr-sa = SCOP as an SA
statutes-preset-association-1901-fr = French association (act of 1901)
statutes-preset-constitutive = Constitutive assembly
statutes-preset-genossenschaft-de = German cooperative (eG)
statutes-preset-uk-coops-model = Model of Co-operatives UK
statutes-preset-cooperativa-es-1999 = Spanish cooperative (act 27/1999)
statutes-preset-cooperativa-it = Italian cooperative
statutes-confidence-primary = read in the text
statutes-confidence-primary-2015 = read in a text of about 2015
statutes-confidence-secondary = read elsewhere than in the text
statutes-confidence-memory = from memory, not verified
statutes-confidence-interpretation = an interpretation
statutes-adopt-title = Enter a new version
statutes-adopt-lead = Statutes change by a decision alone. Enter here what it says; you will see what changes before anything is entered.
statutes-not-done = Nothing was entered. What you wrote is still here: mend it and send it again.
statutes-follows = Follows version { $number }
statutes-begin = Begin from:
statutes-begin-last = the last version
statutes-decision = Decision
statutes-decision-hint = For instance: extraordinary assembly of 3 May 2025, resolution 4. No name, no address: this text is never erased.
statutes-by-vote = Vote held here
statutes-no-vote = none
statutes-effective = First day
statutes-effective-hint = At midnight in the cooperative’s time zone, at the earliest the day after the last assembly convened.
statutes-hint-quota = 1/5 or 20 %: at least; >1/2: more than; empty: nothing is required.
statutes-hint-fraction = 1/20 or 5 %; empty: nothing.
statutes-hint-count = A number; empty: nothing.
statutes-hint-cut-off = Days before and the hour, for instance 1 15:00; empty: nothing.
statutes-hint-cap = A number; 20:1:1/20 for “1 below 20 members, then 1/20”; empty: no limit.
statutes-hint-weights = In hundredths, for instance 30 40 30; empty: one person, one voice.
statutes-preview-go = See what changes
statutes-preview-title = What would change
statutes-changes = Compared with the last version
statutes-departing = Where it departs from the model
statutes-other-preset = The articles are those of the model “{ $preset }” from now on.
statutes-adopt-go = Enter version { $number }
statutes-adopt-hint = A version that was entered is never changed: another follows it. Assemblies already convened keep theirs.
statutes-of-rule = statutes, version { $number }
statutes-of-assembly = Statutes (version { $number })
statutes-of-assembly-none = Statutes
ballot-final-replaceable = The statutes do not let you vote again: once received, your vote is not replaced.
ballot-final-again = You have voted here already: the statutes do not let this vote be replaced.
voice-voted-final = Your vote was received. The statutes do not let it be replaced.
assembly-quorum = Quorum: { $needed } of { $members } members.
assembly-no-quorum = No quorum is required ({ $members } members).
statutes-subject-elections = Elections
statutes-field-election-majority = Majority of a candidate
statutes-field-election-names = Names on a ballot
statutes-field-election-tie = Equal at the last seat
statutes-election-names-seats = as many as seats
statutes-election-names-candidates = as many as candidates
statutes-election-tie-eldest = the eldest
statutes-election-tie-youngest = the youngest
statutes-election-tie-seniority = whoever has been a member longest
statutes-election-tie-draw = a draw
statutes-election-tie-runoff = another round
statutes-field-president-elected-by = Who elects the president
statutes-president-elected-by-board = the board
statutes-president-elected-by-assembly = the assembly
