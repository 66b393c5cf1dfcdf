# What the chair and the secretary see.
console-eyebrow = Bureau of the assembly
console-title = Session console
console-changed = Something new: update
console-readiness = Where we stand
console-keys = Voting keys
console-keys-count = { $with } of { $members } members have their key
console-quorum = Quorum
console-quorum-count = { $present } members are there; { $needed } of { $members } are needed.
console-holder = Key holder
console-holder-to-make = { $name } must prepare a key
console-holder-to-approve = { $name } must approve the keys of the votes
console-holder-ready = { $name }: key ready
console-holder-awaited = { $name }: the closed box awaits one press
console-open-session-title = Open the session
console-open-session-from = You will open it here from
console-open-session-text = Once the session is open, you open and close the votes one by one; several can be open at once.
console-open-session = Open the session
console-open-vote = Open the vote
console-close-vote = Close the vote
console-blocked-holders = This secret vote can open once enough key holders have prepared and approved the key.
console-missing-keys = { $count } members have no voting key yet. Opening fixes the roll: they will have no voice in this vote.
console-waiting-holder = The vote is closed. The result appears once enough key holders have opened the box.
console-public-page = Public page of the vote
console-minutes = Minutes
console-minutes-ready = Every vote is decided: the minutes are ready.
console-minutes-publish = Publish the minutes
console-minutes-read = Read the minutes
console-minutes-secretary = Every vote is decided: the secretary can publish the minutes.
console-minutes-later = They are published once every vote is decided.
minutes-title = Minutes of the general assembly
minutes-session = The session
minutes-convened = Convened with the agenda and the text of the resolutions, whose fingerprints are in the record.
minutes-bureau = Chair: { $chair }. Secretary: { $secretary }.
minutes-present = { $present } of { $members } members took part, in the hall or from a distance; those who voted were identified by their key.
minutes-present-hall = { $present } of { $members } members took part, in the hall or from a distance; those who voted by a device were identified by their key, those who raised a hand or voted on paper when they were entered in the hall, by the desk or with the code of the door.
minutes-present-code = { $present } of { $members } members took part, in the hall or from a distance; those who voted were identified by their key or, with a paper code, by the desk when they were entered in the hall.
minutes-present-hall-code = { $present } of { $members } members took part, in the hall or from a distance; those who voted by a device were identified by their key, or by a paper code handed out at the desk, those who raised a hand or voted on paper when they were entered in the hall, by the desk or with the code of the door.
minutes-represented = { $count ->
    [one] One more member was represented.
   *[other] { $count } more members were represented.
}
minutes-by-ballot = { $count ->
    [one] Another voted before the session and did not come.
   *[other] { $count } others voted before the session and did not come.
}
minutes-one-voice = Each member has one voice, whatever the number of shares.
minutes-agenda = Agenda
minutes-resolution = Resolution { $position }
minutes-voices = { $voted } of { $voices } voices on the roll voted.
minutes-voices-device = By a device { $voted } of { $voices } voices voted; { $handed } other voices were on paper.
minutes-own-keys = All were spoken by the member’s own key.
minutes-closed = There being nothing more on the agenda, the session is closed.
minutes-hash = Fingerprint (SHA-256) of these minutes, entered in the record of the assembly:
minutes-signature-note = The fingerprint of these facts is in the record, whose state the server’s key signs; the PDF is neither signed nor sealed by it. The bureau signs the copy of the special register.
minutes-voices-paper = All voices were on paper: { $handed }.
minutes-paper-counted = The papers were counted by two scrutineers, each alone.
minutes-paper-void = The papers decide nothing.
