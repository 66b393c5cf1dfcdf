# Paper codes and the booth.
voice-by-code = A paper code that the desk printed for you speaks your voice in this vote: vote with the words on the slip. If it was lost, ask the desk.
sessions-paper-code = with a paper code

refusal-code-not-in-hall = No code was printed: only whoever is in the hall is given one. If they are here, enter them at the desk first.
refusal-code-on-paper = No code was printed: this member votes on paper. If they are to vote by a code, have them vote by key again first.
refusal-code-held = No code was printed: this member has one of this assembly that is good. If the slip is lost, print another in its place; the lost one ends then.
refusal-code-not-held = Nothing was changed: this member has no such paper code, or it is over already.
refusal-code-over = Your vote was not received: the paper code that speaks this voice is over. Ask the desk: you may vote on paper in this vote.
refusal-code-votes-only = With a paper code one votes, and does nothing else. For anything else, sign in on your own device.

audit-print-code = Paper code printed at the desk
audit-end-code = Paper code ended at the desk
audit-sign-in-code = Sign-in with a paper code, to vote

mail-kind-paper-code = Paper code printed
mail-paper-code-subject = A paper code was printed for your voice
mail-paper-code-text = { $when }: the desk of the assembly printed a paper code for you. Whoever holds the slip can vote with your voice, and with those you carry, in every vote of this assembly that opens while it is good. If you asked for it, there is nothing to do.
mail-paper-code-not-you = Not you? Tell the desk at once: they end it with one press. On this page you see which of your voices was used:

minutes-paper-codes = { $count ->
    [one] One voice could be spoken
   *[other] { $count } voices could be spoken
} by a paper code that the desk printed.

slip-go = Print a paper code
slip-again = Print another paper code
slip-is = Votes by a paper code.
slip-page = Paper code
slip-lead = For whoever has no telephone, or whose device does not work. The slip carries twelve words and a picture: with them one votes at the booth, or on any telephone.
slip-yours = Whoever prints the slip could use it. Print it in front of the member, give it to nobody else, and press “Done” at once.
slip-held = This member has a paper code (no. { $n }). If you print another, that one ends at once.
slip-own-key = This member has a voting key of their own. In votes that open from now on the paper code speaks in its place, until it ends.
slip-open = A vote is open: a code printed now has no voice in it, because its roll is fixed. For this vote there is paper.
slip-noscript = The words are made in this browser: it needs JavaScript here.
slip-make = Make the paper code
slip-make-again = Make another in its place
slip-working = Making it…
slip-title = Paper code for one assembly
slip-number = Member no. [number]
slip-picture = Picture that opens the booth with these words
slip-how = To vote, point a telephone’s camera at the picture, or type the twelve words at the booth:
slip-care = Whoever holds this slip can vote with your voice. Give it back to the desk when you leave.
slip-print = Print
slip-done = Done: wipe it from this page
slip-gone = The words are gone from this page. If the slip is lost, print another: the lost one ends then.
slip-back = Back to the desk
slip-no-answer = The server did not answer. The code may be registered all the same, and nobody has its words: load this page again and make another in its place.
slip-list = Paper codes
slip-list-text = They end with the assembly. If a slip is lost or given back, end it here: whoever holds it casts nothing any more. In a vote that is open the voice is then silent, unless you note that it votes on paper.
slip-none = Nobody holds a paper code.
slip-member = Member
slip-since = Since
slip-ends = End it
slip-end = Lost or given back

booth-title = Booth
booth-lead = Vote with the slip that the desk printed for you. Nothing is kept on this device.
booth-noscript = The booth needs JavaScript: your ballot is encrypted on this device.
booth-waking = The booth is opening…
booth-words = The twelve words of your slip
booth-go = Vote
booth-mistyped = These are not twelve words of a slip: compare them with yours.
booth-damaged = The picture was not read whole: point the camera at it again, or type the words.
booth-elsewhere = This slip is of another cooperative.
booth-working = One moment…
booth-leaving = Wiping…
booth-again = Begin again
booth-voice = You vote for member no. [number].
booth-none = No vote is open in which this slip has a voice. Wait until one opens, then look again.
booth-look = Look again
booth-finish = Finish: wipe for the next person
booth-finish-hint = Press it when you have voted. If nobody touches this page for two minutes, it wipes itself.
