# Voting keys: one's own, another device, another key, the bureau's help.
key-page = My voting key
key-page-noscript = Your key does not leave this browser: turn JavaScript on to see it, hand it on or replace it.
key-origin-first = Key registered on
key-origin-replaced = Key registered in the place of another on
key-origin-recovered = Key registered with the bureau’s help on
key-sheet-member = Member
key-sheet-cooperative = Cooperative
key-sheet-restore = To get your key back on another device
key-sheet-sign-in = Sign in at
key-sheet-type = In “My votes”, type these twelve words in their order, then press “Get my key back”.
key-sheet-nobody = Neither the secretary, nor the board, nor anybody else needs these words: who has them votes in your place. Keep this sheet with your important papers.
key-elsewhere-lost = Neither that other device nor the words?
link-show-title = Link another device
link-show-text = This device shows a square code; the other reads it with its camera and receives your key, without the server seeing it.
link-show-go = Show the code
link-show-alone = This code is your key. Be alone in front of the screen: whoever takes a picture of it votes in your place. It disappears after two minutes.
link-show-alt = Square code for the camera of your other device
link-show-camera = Open the camera of the other device, point it at the code, open the address it offers, then press the button of the page.
link-show-hide = Hide the code
link-show-hidden = The code is hidden.
link-show-again = Show it again
link-here-title = Receive your key on this device
link-here-noscript = The key is read in the browser: turn JavaScript on, then point the camera at the code of the other device again.
link-here-waking = Reading the code…
link-here-text = The code is read. Go on only if you have just shown it yourself, on a device of yours, and if this device is yours too.
link-here-go = Receive the key and sign in
link-here-other = This device keeps another key for this member already. Nothing is changed so far. If you replaced it, go on: the former one stays for the votes that are open. If not, close this page.
link-here-other-go = Receive the new key
link-here-working = Signing in…
link-here-none = This address holds no key. Show the code on the other device, page “My voting key”, and point the camera at it.
link-here-damaged = This code is incomplete or damaged: nothing was kept. Show it again on the other device and point the camera at it once more.
link-here-cooperative = This code is of another cooperative: nothing was kept. Open it on the site of that one.
link-here-refused = The server does not know this key: it was replaced, or is no longer that of a member. Nothing was kept.
link-here-not-kept = This browser refuses to keep the key (private browsing?). Open an ordinary window and point the camera at the code again.
key-replace-title = Replace my key
key-replace-text = For a device that was lost, stolen or lent. It takes two means: the one you signed in with, and another. You and the board each get a letter, and the number of keys replaced is public.
key-replace-mail = You signed in by e-mail. To replace your key, show a passkey too, or sign in with the device that has your key.
key-replace-ask = Send me a code by e-mail
key-replace-ask-again = Send me another code
key-replace-sent = A code is on its way to your address. It is good for fifteen minutes, in this browser only.
key-replace-confirm = Confirm
key-replace-shown = Two means are shown. You can replace your key until
key-replace-former = The former key still speaks in votes that are open, and in those only: if it is on this device, it stays here for them.
key-new-go = Make a new key
key-new-working = Making and sending the new key…
key-new-code = Code handed over by the bureau
key-new-code-hint = Twelve letters and digits; spaces and small letters do no harm.
key-recover-title = I have lost everything
key-recover-text = Neither device nor words: go to the secretary with an identity card. Two people of the bureau or the board together hand you a code, to be typed here.
key-recover-ready = Two people confirmed that you are you. Type the code they handed you: your browser makes a new key.
ballot-former = Your key was replaced after these votes opened: the former one speaks there. Vote from the device that keeps it; the new one serves from the next vote on.
ballot-former-some = Other open votes wait for your former key: vote there from the device that keeps it.
holder-words-first = Note the twelve words of your voting key first: without it your share is lost with the device, and with it the result of everybody.
register-keys-title = Voting keys
register-keys-lead = A voice without a key is not on the roll of a vote. Write before the opening.
register-keys-voices = Members who have a voice
register-keys-with = With a key
register-keys-without = Without a key
register-keys-last = Last letter
register-keys-remind-title = Write to those who have no key
register-keys-due = { $count ->
    [0] Nobody is due for a letter now.
    [one] One person can be sent a letter now.
   *[other] { $count } people can be sent a letter now.
}
register-keys-written = { $count ->
    [one] One person was sent it less than three days ago.
   *[other] { $count } people were sent it less than three days ago.
}
register-keys-remind = { $count ->
    [one] Write to this person
   *[other] Write to these { $count } people
}
register-keys-unreachable = { $count ->
    [one] One person without a key has no e-mail address
   *[other] { $count } people without a key have no e-mail address
}
register-keys-unreachable-text = No e-mail reaches them: write on paper or telephone.
register-keys-unreachable-more = Only the first hundred are named here.
register-keys-recoveries = New keys under way
register-keys-recoveries-text = A member lost everything: the secretary opens the request, another person confirms it.
register-keys-recoveries-none = No request under way.
recovery-title = A new key for a member
recovery-file = See the member’s file
recovery-number = member no. { $number }
recovery-no-key = This member has no key: it is enough to sign in and make one.
recovery-no-address = The cooperative has no e-mail address of this member: enter one first, or the member cannot sign in.
recovery-begun = Request opened by { $name }: it waits for a second person.
recovery-confirmed = Request opened by { $name } and confirmed: the member has a code.
recovery-until = Until
recovery-step-see = The secretary sees the person, or calls them by video, and looks at an identity card.
recovery-step-begin = The secretary opens the request; the member is told by e-mail.
recovery-step-confirm = Another person, of the board or the chair, sees the member too and confirms.
recovery-step-hand = That person hands over the code in person, never by e-mail.
recovery-step-use = The member signs in by e-mail, opens “My voting key” and types the code within twenty-four hours.
recovery-begin = Open the request: I saw this person
recovery-confirm = Confirm: I saw this person
recovery-code-title = Code to hand over
recovery-code-text = It is shown once, here and now. Copy it on paper and hand it to the member. If it is lost, the secretary starts again.
mail-second-subject = Code to replace your voting key
mail-second-code = Somebody, most likely you, wants to replace your voting key. Type this code in the browser you started from:
mail-second-not-you = It is good once, for fifteen minutes. If you asked for nothing, somebody is signed in in your place: give this code to nobody and tell the secretary now.
mail-key-subject = Your voting key was replaced
mail-key-replaced = Your voting key has just been replaced by a new one, from a session that showed two means.
mail-key-recovered = Your voting key has just been replaced by a new one, with a code that two people of the bureau handed over.
mail-key-former = The former one speaks only in votes that are open already.
mail-key-not-you = It was not you? Tell the secretary now, who sees that the key was replaced and what can still be stopped.
mail-key-board-subject = Voting key replaced: { $name }
mail-key-board-replaced = { $name } (no. { $number }) replaced their voting key; it is their key number { $count }.
mail-key-board-recovered = { $name } (no. { $number }) has a new voting key, with the code handed over by two people; it is their key number { $count }.
mail-key-board-what = The number of keys replaced since the convocation is published when each vote opens. If several replacements surprise you, talk about it before you open.
mail-recovery-subject = A new voting key is asked for you
mail-recovery-begun = The secretary noted that you lost your voting key and your twelve words. A second person must confirm; your present key still speaks.
mail-recovery-not-you = You have lost nothing? Tell the secretary and the chair now.
mail-keyless-subject = Prepare your voting key
mail-keyless-text = You have a voice, but no voting key yet. Without it you cannot vote online.
mail-keyless-button = Sign in
mail-keyless-how = Sign in with this address, press “Make my voting key”, and note the twelve words. It takes two minutes.
mail-kind-second-code = Code to replace a key
mail-kind-key-replaced = Key replaced
mail-kind-key-replaced-board = Key replaced (to the board)
mail-kind-recovery-begun = New key asked for
mail-kind-keyless = Reminder: no voting key
