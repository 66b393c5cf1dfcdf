# Elections of persons: the ballot, the count, who is elected.
election-paper-rule = { $seats ->
    [one] One seat
   *[other] { $seats } seats
}; each ballot names { $most ->
    [one] one person
   *[other] up to { $most } persons
}, or is left blank.
election-accepted = Each accepted by a signature to stand.
election-caption = Votes by candidate
election-candidate = Candidate
election-became = Result
election-elected = elected
election-drawn = elected by the draw
election-equal = equal
election-not-elected = not elected
election-declined = elected, declined
election-blank = Blank ballots
election-elected-none = Nobody is elected; { $seats ->
    [one] the seat stays empty.
   *[other] the { $seats } seats stay empty.
}
election-elected-names = Elected, { $count } for { $seats ->
    [one] one seat
   *[other] { $seats } seats
}: { $names }.
election-elected-vacant = Nobody holds a seat.
election-declined-names = Declined: { $names }. { $count ->
    [one] The seat is vacant
   *[other] The seats are vacant
}: nobody moves up.
election-equal-names = Equal for { $open ->
    [one] the last seat
   *[other] the last { $open } seats
}: { $names }.
election-rule-most = Those with most votes are elected. Ballots that name somebody: { $named }; blank: { $blank }.
election-rule-needed = { $needed } votes were needed, of { $of } ballots that name somebody; blank ones ({ $blank }) do not count. Then by votes.
election-rule-present = { $needed } votes were needed, of { $of } present; blank ones ({ $blank }) are among them. Then by votes.
election-tie-eldest = The eldest is elected.
election-tie-youngest = The youngest is elected.
election-tie-seniority = Whoever has been a member longest is elected.
election-tie-draw = A draw decides.
election-tie-runoff = Another round decides.
election-waits-draw = The bureau draws in session and enters the result, and a scrutineer confirms it.
election-waits-runoff = Another round among them is to be opened.
election-was-drawn = The bureau drew in session.
election-was-drawn-first = It was drawn in session; the first scrutineer confirmed what was entered.
election-was-drawn-second = It was drawn in session; the second scrutineer confirmed what was entered.
result-tie = Equals
result-blank-each = { $count } counted for each candidate: the board presents them. They are among the votes above.
result-blank-nobody = { $count } counted against each candidate: the board prefers none. They are among the ballots above.
outcome-elected = Elected
outcome-elected-some = Seats filled in part
outcome-nobody = Nobody elected
outcome-vacant = Seats vacant
outcome-tie = Tie
item-standing = candidates: { $names }
item-blank-each = blank proxies vote for each
item-blank-nobody = blank proxies vote for none
ballot-blank = Blank: for nobody
ballot-names-rule = Tick up to [most] names, for [seats] seats, or “Blank”.
ballot-names-count = Names ticked: [count] of at most [most].
ballot-names-many = Names ticked: [count]. Too many: [most] at most.
ballot-too-many = A ballot names more persons than it may: untick some before you vote.
ballot-missing-names = Tick at least one name, or “Blank”: that is an answer.
prepare-mode-proposed = As proposed: secret for persons, open otherwise
candidate-details-of = { $name }: statement and details
refusal-election-secret = Nothing is recorded: an election of persons is a secret vote here. Choose the secret vote.
refusal-no-draw = Nothing is entered: this election waits for no draw. Reload the page.
refusal-draw-invalid = Nothing is entered: tick just as many names, of those equal, as seats are left.
refusal-draw-waits = Nothing is entered: a draw is entered already, and waits for a scrutineer.
refusal-draw-needs-scrutineer = Nothing is entered: a scrutineer other than you confirms a draw, and the bureau has none who can sign in. Constitute it with one, then enter the draw.
refusal-draw-not-awaited = Nothing is confirmed: this entry of the draw waits for nobody any more. Reload the page.
refusal-draw-own-hand = Nothing is confirmed: you entered this draw yourself. The other scrutineer confirms it.
refusal-not-elected = Nothing is recorded: whoever declines here was not elected in this vote.
refusal-seat-declined = Nothing is recorded: this seat was declined already.
refusal-no-runoff = Nothing is opened: this election waits for no other round, or it is open already. Reload the page.
refusal-tie-open = The minutes are not published: an election waits for a draw or another round.
cause-runoff = Put to the vote in session: another round of an election, among those who were equal.
draw-title = Draw
draw-text = Draw in session, before the scrutineers, then tick who was drawn: { $count ->
    [one] one name
   *[other] { $count } names
}. It counts once a scrutineer, who is not you, has confirmed it on the page “My votes”.
draw-go = Enter the draw
draw-waits = Entered: { $names }. It counts once a scrutineer has confirmed it on the page “My votes”. If no scrutineer can, constitute the bureau again.
draw-differed = The scrutineer says that something else was drawn than was entered: { $names }. Enter it again.
draw-read-text = Entered as drawn: { $names }. You are a scrutineer: was it drawn so?
draw-same = Yes, it was drawn so
draw-differs = No, it was drawn otherwise
runoff-text = The statutes want another round among those equal. The key holders prepare it as any other vote.
runoff-go = Put another round to the vote
decline-elected = You are elected: { $title }
decline-seat = Decline the seat
decline-text = Until the minutes are published you may decline. The seat is then vacant, and nobody moves up. It cannot be undone.
decline-go = Decline for good
decline-aloud = Somebody elected declines
decline-aloud-text = For whoever says so in session. The seat is then vacant, and nobody moves up. It cannot be undone. A letter tells whoever it is that you recorded it.
decline-who = Who declines
decline-choose = Choose a name
decline-aloud-go = Record that they decline
mail-kind-seat-declined = Declined seat, said aloud
mail-seat-declined-subject = It was recorded that you decline a seat
mail-seat-declined-text = { $when }: it was recorded that you said aloud, in session, that you decline the seat to which you were elected: { $title }. The seat is vacant; the result and the minutes say so. If you did say it, there is nothing to do.
mail-seat-declined-not-you = You did not say so? Tell the scrutineers and the board at once, before the minutes are published. Nothing undoes it here: keep this letter. This is what everybody reads of the vote:
