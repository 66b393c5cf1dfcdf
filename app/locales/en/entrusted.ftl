# Voices entrusted to the server.
refusal-entrusted-off = Nothing was changed: the notice of this assembly does not say that voices may be entrusted to the server.
refusal-entrusted-unconfirmed = The vote was not opened: more than a tenth of its voices would be entrusted to the server, and the board has not confirmed so many. A director or the chair confirms it in the console, or opens without them.
refusal-entrusted-too-many = Nothing was changed: the cooperative does not have so many voices. Write how many of them may be entrusted to the server at most.
refusal-entrusted-none = The server keeps no voice for you in this assembly: you have a key on its rolls, or your voice is on none of them, or the assembly is over.
refusal-entrusted-kept = Your vote was not received: the server still keeps this voice. Open the page of your ballot again, on the device that has your voting key.

prepare-entrusted = Voices without a voting key are entrusted to the server.
prepare-entrusted-hint = Whoever has no voting key when a vote opens is on its roll all the same, and votes once they have made one. Until then whoever runs the server could vote with that voice. The notice says so, and how many there are is public; more than a tenth of a roll the board must confirm, and it may have votes opened without them.

assembly-entrusted = Voices entrusted to the server
assembly-entrusted-text = Whoever has no voting key when a vote opens is on its roll, and the server keeps their voice until they make a key. Before, whoever runs the server could use it. More than a tenth of a roll the board confirms, and it may have votes opened without these voices.
notice-entrusted = Voices entrusted to the server: whoever has no voting key when a vote opens is on its roll all the same, unless the board has the vote opened without these voices. The server keeps their voice until they sign in and make a voting key. Before, whoever runs the server could use it. More than a tenth of a roll the board confirms; how many voices are entrusted, or left out, is public.

voice-entrusted = Your voice is on the roll of this vote, entrusted to the server. Make your voting key, then vote.

ballot-entrusted = Your voice is entrusted to the server in this vote, because you had no voting key when it opened. The server made what it votes with, and could use it as you do: keep your tracking number.
ballot-kept = The server keeps your voice, and did not hand it over. Nothing was sent. Load the page again.
ballot-kept-some = In other open votes the server keeps your voice, and did not hand it over. Nothing is sent there. Load the page again.
ballot-own-some = Other open votes need your voting key, which is not on this device. Vote there on the device that has it, or type your twelve words here.
ballot-unsent = Nothing was sent: the voting key for this vote is not on this device any more. Open the ballot paper on the device that has it, or type your twelve words here, on the page “My votes”.

turnout-entrusted = { $count ->
    [one] One voice is entrusted
   *[other] { $count } voices are entrusted
} to the server.
minutes-entrusted = { $count ->
    [one] One voice was entrusted
   *[other] { $count } voices were entrusted
} to the server, which could have used it.
minutes-left-out = { $count ->
    [one] One voice without a voting key had no part in the vote
   *[other] { $count } voices without a voting key had no part in the vote
}: the board had it opened without those that would have been entrusted to the server.

console-entrusted = Voices entrusted to the server
console-entrusted-count = { $count } of { $voices }, in the vote with the most of them if it opened now: voices without a voting key, which nobody carries.
console-entrusted-waits = That is more than a tenth. A director or the chair says how many there may be; until then that vote does not open. They are those whose voice the server could use: fewer is better.
console-entrusted-hands = That is more than a tenth, by show of hands. Until a director or the chair says how many there may be, that vote does not open by show of hands; by ballots it does.
console-entrusted-blocked = More than a tenth of the voices of this vote may be entrusted to the server, and the board has not confirmed so many. A director or the chair does so above, or has it opened without them.
console-entrusted-most = Confirmed by the board: { $most } at most.
console-entrusted-none = The board says that votes open without them.
console-entrusted-number = How many voices may be entrusted to the server
console-entrusted-go = Confirm for the board
console-entrusted-without = Open votes without these voices
console-entrusted-without-text = From now on whoever has no voting key when a vote opens has no voice in it, though the notice says that there may be one. The record and the minutes say how many that is. The board can confirm a number again later, for what opens then.
console-advance-board = Voting before the session waits for the board to confirm how many voices may be entrusted to the server.

mail-kind-key-made = First key, of a voice entrusted to the server
mail-key-made-subject = A voting key was made for you
mail-key-made-text = { $when }: a voting key was registered for you, your first. Whoever has it can vote with the voice that the server keeps for you. If it was you, there is nothing to do.
mail-key-made-not-you = It was not you? Somebody is signed in in your place: tell the secretary at once. On this page you see which of your votes were received:

audit-release-entrusted = Voice entrusted to the server asked for and handed over
audit-confirm-entrusted = Number of voices entrusted to the server, confirmed for the board
