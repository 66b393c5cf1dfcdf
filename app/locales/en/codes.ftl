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
