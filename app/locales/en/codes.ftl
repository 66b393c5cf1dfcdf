# Paper codes and the booth.
voice-by-code = A paper code that the desk printed for you speaks your voice in this vote: vote with the words on the slip. If it was lost, ask the desk.

refusal-code-not-in-hall = No code was printed: only whoever is in the hall is given one. If they are here, enter them at the desk first.
refusal-code-on-paper = No code was printed: this member votes on paper. Press “No longer on paper” at the desk first.
refusal-code-held = No code was printed: this member has one of this assembly that is good. Load the page again to print another in its place; the one before ends then.
refusal-code-not-held = Nothing was changed: this member has no such paper code, or it is over already.
refusal-code-over = Your vote was not received: the paper code that speaks this voice is over. Ask the desk: you may vote on paper in this vote.
refusal-code-votes-only = With a paper code one votes, and does nothing else. For anything else, sign in on your own device.

audit-print-code = Paper code printed at the desk
audit-end-code = Paper code ended at the desk
audit-sign-in-code = Sign-in with a paper code, to vote

mail-kind-paper-code = Paper code printed
mail-paper-code-subject = A paper code was printed for your voice
mail-paper-code-text = { $when }: the desk of the assembly printed a paper code for you. Whoever holds the slip can vote with your voice, and with those you carry, in every vote of this assembly that opens while it is good. If you asked for it, there is nothing to do.
mail-paper-code-not-you = You did not ask for it? Tell the desk at once, or end the code yourself on this page. There you see which of your voices was used:

minutes-paper-codes = { $count ->
    [one] One voice could be spoken
   *[other] { $count } voices could be spoken
} by a paper code that the desk printed.

slip-go = Print a paper code
slip-again = Print another paper code
slip-is = Votes by a paper code.
slip-page = Paper code
slip-lead = For whoever has no telephone, or whose device does not work. The slip carries twelve words and a picture: with them one votes at the booth, or on any telephone.
slip-yours = Whoever sees the slip could use it. Print it in front of the member, give it to nobody else, and press “Done” at once. After two minutes it is wiped from this page.
slip-held = This member has a paper code (no. { $n }). If you print another, that one ends at once, also in a vote that is open, where the new one has no voice: if the slip can still be read, wait for the close.
slip-own-key = This member has a voting key of their own. In votes that open from now on the paper code speaks in its place, until it ends.
slip-open = A vote is open: a code printed now has no voice in it. Whoever has voted in it, or can with their own key, needs nothing more there. For anybody else, in this order: “Votes on paper”, hand over the paper, “No longer on paper”, then print the code. Noting paper ends a code.
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
slip-list-text = They end with the assembly, and when their member leaves the hall or votes on paper. If a slip is lost or given back, end it here: whoever holds it casts nothing any more. A ballot already cast with it stays. If none was cast in a vote that is open, note that this person votes on paper.
slip-none = Nobody holds a paper code.
slip-member = Member
slip-since = Since
slip-ends = End it
slip-end = Lost or given back

booth-title = Booth
booth-lead = Vote with the slip that the desk printed for you. This page keeps nothing.
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
booth-voice = The voice of member no. [number] speaks here.
booth-none = No vote that is open has a voice for this slip. Press “Finish”, keep the slip, and come back when the chair opens one.
booth-look = Look again
booth-finish = Finish: wipe for the next person
booth-finish-hint = Press it when you have voted. If nobody touches this page for two minutes, it wipes itself.
voice-code-waits = You have a paper code: vote with the slip once the vote is open. To go back to your own key, end the code before it opens.
voice-voted-by-code = Your vote by the paper code was received.
voice-code-over = The paper code that speaks your voice in this vote is over: ask the desk, you may vote on paper in it.
own-code = A paper code speaks for you
own-code-text = The desk printed it for this assembly: whoever holds the slip votes with your voice, and with those you carry. If you did not ask for it, or want to vote with your own key in what opens later, end it here.
own-code-end = End the paper code
refusal-code-unknown = This slip lets nobody vote now: it was ended or replaced at the desk, or its assembly is over. Show it at the desk.
audit-end-own-code = Paper code ended by its member
audit-cast-open-code = Ballot with a paper code in an open vote
audit-cast-secret-code = Ballot with a paper code in a secret vote
audit-sign-out-code = End of a session with a paper code
mail-kind-vote-by-code = Vote received by a paper code
mail-voted-code-text = A ballot signed with the paper code that the desk printed for you was received in the general assembly of { $day }. What you answered stands in no message. If you vote on several items one after the other, one message may stand for all of them; “My votes” lists each:
mail-voted-code-not-you = Not you? If you have the slip, vote again with it first, where the statutes let you. Then tell the desk at once, or end the code under “My votes”. Without the slip, tell the chair while the vote is open. Replacing your key changes nothing here.
slip-waking = The page is getting ready…
slip-nth = Slip no. [n], printed at [hour]. Good in votes that open after that.
slip-reload = Load this page again
booth-words-hint = Those printed on today’s slip, never the recovery words of your voting key. Accents, capitals and numbers do not matter.
booth-no-answer = No answer: wait a moment and press “Vote” again. Your words are still here.
booth-yours = This slip is of member no. [number]. Is it yours?
booth-yours-yes = Yes: vote with it
booth-yours-no = No: wipe it
booth-over = The quarter of an hour is over, or this slip was ended. What was received stays. Begin again with your slip; if it is refused, ask the desk.
booth-unsure = The server did not answer: we do not know whether this vote was received. Press “Look again”: the page says whether you have voted.
booth-soon = This page wipes itself in thirty seconds.
booth-here = I am still here
