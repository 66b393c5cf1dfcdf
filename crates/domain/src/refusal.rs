//! Everything the system may refuse to do. The closed list is all a person ever sees of an error: each entry has a
//! sentence in every language of `app/locales` under `refusal-<code>`, and a test walks them all.

use serde::{Deserialize, Serialize};

/// How a refusal reads over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// 400: the request cannot be understood.
    Malformed,
    /// 401: nobody is signed in.
    SignInFirst,
    /// 403: not this person.
    Forbidden,
    /// 404: no such thing.
    NotFound,
    /// 413: more than anyone may send at once.
    TooLarge,
    /// 409: not in this state, or done already.
    Conflict,
    /// 422: understood, and against a rule.
    Against,
    /// 429: too many at once; the same request may be sent again a little later.
    TooMany,
    /// 503: not this time; the same request may be sent again.
    Unavailable,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal : $kind:ident),+ $(,)?) => {
        /// Why something was not done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Refusal {
            $($(#[$doc])* #[serde(rename = $code)] $name),+
        }

        impl Refusal {
            /// Every refusal, for the catalogues' test.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable code on the wire; the sentence is `refusal-<code>` in the catalogues.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// How it reads over HTTP.
            #[must_use]
            pub fn kind(self) -> RefusalKind {
                match self { $(Self::$name => RefusalKind::$kind),+ }
            }

            /// The refusal with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

refusals! {
    /// The request is not of the shape described in the API.
    Malformed = "malformed": Malformed,
    /// The request is larger than the server reads.
    TooLarge = "too-large": TooLarge,
    /// The request was sent from a page of another site.
    OtherSite = "other-site": Forbidden,
    /// Nobody is signed in.
    SignInFirst = "sign-in-first": SignInFirst,
    /// The person signed in does not have the role this needs.
    NotYours = "not-yours": Forbidden,
    /// Demo sign-in outside a demo database.
    NoDemo = "no-demo": Forbidden,
    /// No such page or thing.
    NotFound = "not-found": NotFound,
    /// The member has a voting key already.
    KeyExists = "key-exists": Conflict,
    /// The key was registered before, by this member or another.
    KeyUsed = "key-used": Conflict,
    /// There is no key to replace.
    KeyNone = "key-none": Conflict,
    /// What changes keys asks for a second means, shown within the last quarter of an hour.
    SecondNeeded = "second-needed": Forbidden,
    /// Whoever signed in by a message shows no second means by another.
    SecondSameMeans = "second-same-means": Forbidden,
    /// The cooperative has no address to send a code to.
    SecondNoAddress = "second-no-address": Conflict,
    /// Two officers help a member, and neither is the other nor the member.
    SameOfficer = "same-officer": Forbidden,
    /// Another officer confirmed already; the code was shown to them.
    RecoveryConfirmed = "recovery-confirmed": Conflict,
    /// No recovery is going on, or its time, or the number of tries, or an officer's term is over.
    RecoveryOver = "recovery-over": Conflict,
    /// The code is not the one the officers handed over.
    RecoveryCode = "recovery-code": Forbidden,
    /// The registration of a key does not verify.
    KeyInvalid = "key-invalid": Against,
    /// The assembly is not in session.
    NotInSession = "not-in-session": Conflict,
    /// The assembly is over.
    AssemblyOver = "assembly-over": Conflict,
    /// The assembly was called off.
    AssemblyCancelled = "assembly-cancelled": Conflict,
    /// The session of the assembly has begun.
    AssemblyBegun = "assembly-begun": Conflict,
    /// A vote is not open yet.
    VoteNotOpen = "vote-not-open": Conflict,
    /// The vote is void: it was given up before anything of it was opened.
    VoteVoided = "vote-voided": Conflict,
    /// The assembly receives no ballots in advance.
    NoAdvance = "no-advance": Against,
    /// Ballots are received in advance from a later moment on.
    AdvanceNotYet = "advance-not-yet": Conflict,
    /// Ballots are not received in advance any more; there is the session.
    AdvanceOver = "advance-over": Conflict,
    /// Ballots are still received in advance: the box of the session waits.
    AdvanceGoesOn = "advance-goes-on": Conflict,
    /// A rehearsal would stand in the way of an assembly that binds.
    RehearsalInTheWay = "rehearsal-in-the-way": Conflict,
    /// A rehearsal binds nobody: it has no minutes.
    RehearsalOnly = "rehearsal-only": Conflict,
    /// Only a rehearsal is ended so.
    NoRehearsal = "no-rehearsal": Conflict,
    /// The proxy by which a voice would speak in advance is over.
    ProxyOverInAdvance = "proxy-over-in-advance": Conflict,
    /// The voice voted in advance, and votes once.
    VotedInAdvance = "voted-in-advance": Conflict,
    /// A text changed in session names no vote in whose place it stands.
    InsteadMissing = "instead-missing": Against,
    /// Another text stands in the place of this one already.
    InsteadTaken = "instead-taken": Conflict,
    /// Nobody holds a key of this assembly.
    NoKeyHolder = "no-key-holder": Conflict,
    /// The session is suspended.
    SessionSuspended = "session-suspended": Conflict,
    /// The vote has closed.
    VoteClosed = "vote-closed": Conflict,
    /// Somebody opened the vote already.
    VoteAlreadyOpen = "vote-already-open": Conflict,
    /// Somebody closed the vote already.
    VoteAlreadyClosed = "vote-already-closed": Conflict,
    /// A secret vote cannot open before each key holder has made and approved the keys.
    KeyHoldersNotReady = "key-holders-not-ready": Conflict,
    /// No member has a voting key: the roll would be empty.
    RollEmpty = "roll-empty": Conflict,
    /// The member is not on the roll of this vote.
    NotOnRoll = "not-on-roll": Forbidden,
    /// The ballot speaks for a voice that is not the sender's.
    NotYourVoice = "not-your-voice": Forbidden,
    /// The choice is not one of the answers.
    UnknownChoice = "unknown-choice": Against,
    /// The ballot, its order slip or its émargement does not verify.
    BallotInvalid = "ballot-invalid": Against,
    /// A newer ballot of this voice was received already (another tab or device).
    BallotOutdated = "ballot-outdated": Conflict,
    /// This voice has replaced its ballot as often as a vote allows.
    TooManyBallots = "too-many-ballots": Conflict,
    /// The member is not a key holder of this assembly.
    NotKeyHolder = "not-key-holder": Forbidden,
    /// The key holder's key exists already.
    HolderKeyExists = "holder-key-exists": Conflict,
    /// The key holder's key or approval does not verify.
    HolderKeyInvalid = "holder-key-invalid": Against,
    /// So many of so many key holders cannot open a box: more than half, never all.
    Threshold = "threshold": Against,
    /// This step of the key holders' ceremony was made.
    CeremonyMade = "ceremony-made": Conflict,
    /// This step of the key holders' ceremony comes when all have made the one before.
    CeremonyWaits = "ceremony-waits": Conflict,
    /// The key holders' ceremony began again since.
    CeremonyOver = "ceremony-over": Conflict,
    /// The vote is not waiting for a key holder.
    NotAwaitingDecryption = "not-awaiting-decryption": Conflict,
    /// This key holder's part was received already.
    DecryptionExists = "decryption-exists": Conflict,
    /// The partial decryption does not verify.
    DecryptionInvalid = "decryption-invalid": Against,
    /// Minutes are published when every vote is decided.
    VotesUndecided = "votes-undecided": Conflict,
    /// A session ends for lack of a quorum only where each item left lacks its own.
    QuorumThere = "quorum-there": Conflict,
    /// Another version of the attendance sheet was fixed since.
    SheetChanged = "sheet-changed": Conflict,
    /// The words of the attendance sheet were erased when their time had come.
    SheetForgotten = "sheet-forgotten": NotFound,
    /// Whoever sits there certified the sheet already.
    SheetCertified = "sheet-certified": Conflict,
    /// The minutes are published already.
    MinutesPublished = "minutes-published": Conflict,
    /// Somebody else corrected the minutes since the page was loaded.
    MinutesCorrected = "minutes-corrected": Conflict,
    /// A signature of the minutes is of others, or not by the key that the record names for the seat.
    MinutesSignatureInvalid = "minutes-signature-invalid": Against,
    /// The record names no key for this seat, or its member has a newer one: they sign the paper.
    MinutesOnPaper = "minutes-on-paper": Conflict,
    /// Shares below the statutes' minimum.
    TooFewShares = "too-few-shares": Against,
    /// More money than is owed for shares, or none.
    PaidTooMuch = "paid-too-much": Against,
    /// Shares that are not paid for cannot be passed on or given back.
    NotPaid = "not-paid": Against,
    /// Shares that are paid for are given back, not given up.
    PaidShares = "paid-shares": Against,
    /// The capital would fall below its floor.
    CapitalFloor = "capital-floor": Against,
    /// What was typed is no amount of money.
    AmountInvalid = "amount-invalid": Against,
    /// A payment dated after today, or before the person applied.
    PaymentDate = "payment-date": Against,
    /// Another amount of this member bears this reference.
    PaymentDiffers = "payment-differs": Conflict,
    /// Shares pass between members only.
    NotAMember = "not-a-member": Against,
    /// Shares pass to somebody else.
    TransferToSelf = "transfer-to-self": Against,
    /// A request of this member waits for the board already.
    RequestWaiting = "request-waiting": Conflict,
    /// The request was decided or taken back.
    RequestDecided = "request-decided": Conflict,
    /// Nobody decides on the own request, nor on shares they would receive, while somebody else may.
    OwnRequest = "own-request": Forbidden,
    /// Later entries of the ledger rest on this one.
    EntryNeeded = "entry-needed": Conflict,
    /// The entry was undone before.
    EntryReversed = "entry-reversed": Conflict,
    /// A transition the member's state does not allow.
    MemberState = "member-state": Conflict,
    /// The notice is shorter than the statutes allow.
    NoticeTooShort = "notice-too-short": Against,
    /// What was typed is no value of its field of the statutes.
    StatutesValue = "statutes-value": Against,
    /// The statutes must say the majority themselves.
    StatutesMajorityMissing = "statutes-majority-missing": Against,
    /// A majority that both sides could reach, or nobody.
    StatutesMajorityLow = "statutes-majority-low": Against,
    /// Statutes may raise the quorum of the law, never lower it.
    StatutesQuorumLowered = "statutes-quorum-lowered": Against,
    /// No notice at all, or days beyond a year.
    StatutesDays = "statutes-days": Against,
    /// Weights of colleges that the law does not allow.
    StatutesColleges = "statutes-colleges": Against,
    /// The day a version takes effect is none, or before another version or an assembly convened.
    StatutesDay = "statutes-day": Against,
    /// Statutes change by a decision, and none is named; or the vote named adopted nothing.
    StatutesDecision = "statutes-decision": Against,
    /// The new version says what the last one says.
    StatutesUnchanged = "statutes-unchanged": Conflict,
    /// Another version was adopted since the form was opened.
    StatutesChanged = "statutes-changed": Conflict,
    /// The statutes ask for a count this program does not make.
    StatutesNotCounted = "statutes-not-counted": Conflict,
    /// The statutes let nobody replace a ballot.
    BallotFinal = "ballot-final": Conflict,
    /// The list of what must be right before an assembly is convened has a line that blocks.
    NotReady = "not-ready": Against,
    /// The assembly being prepared was convened, or given up.
    DraftClosed = "draft-closed": Conflict,
    /// What was typed is no day and hour.
    WhenInvalid = "when-invalid": Against,
    /// The agenda has as many items as one may have.
    AgendaFull = "agenda-full": Conflict,
    /// A file is none of the kinds that are kept, or not what its name says.
    DocumentKind = "document-kind": Against,
    /// A file is larger than one may be, or empty.
    DocumentSize = "document-size": Against,
    /// The assembly has as many documents as one may have.
    TooManyDocuments = "too-many-documents": Conflict,
    /// A second call of an assembly that had its quorum, or that is itself a second call.
    NoSecondCall = "no-second-call": Conflict,
    /// The assembly was convened again already.
    ConvenedAgain = "convened-again": Conflict,
    /// The first session goes on, and has ballots in advance that a second call would take over.
    FirstGoesOn = "first-goes-on": Conflict,
    /// A required text is empty or too long.
    TextInvalid = "text-invalid": Against,
    /// A text holds characters that cannot be kept as they are, or white space at an end.
    TextCharacters = "text-characters": Against,
    /// What was typed is no e-mail address.
    EmailInvalid = "email-invalid": Against,
    /// What was typed is no telephone number.
    PhoneInvalid = "phone-invalid": Against,
    /// The database came back from a copy, and nobody has shown yet that this assembly lost nothing.
    RecordHalted = "record-halted": Conflict,
    /// The database came back from a copy that lacks something signed about this assembly.
    RecordLost = "record-lost": Conflict,
    /// A postal address lacks its street or its town.
    AddressMissing = "address-missing": Against,
    /// An organisation without its number in a public register.
    LegalNumberMissing = "legal-number-missing": Against,
    /// An organisation that nobody speaks for.
    RepresentativeMissing = "representative-missing": Against,
    /// A decision that must say why does not.
    ReasonMissing = "reason-missing": Against,
    /// Somebody has decided on this application already.
    AlreadyDecided = "already-decided": Conflict,
    /// The link to an application is unknown, or was not pressed within its week.
    ConfirmationOver = "confirmation-over": Forbidden,
    /// Consent to e-mail without an address.
    EmailMissing = "email-missing": Against,
    /// A code of the door that was changed, is too old, or not ours.
    DoorCodeOver = "door-code-over": Forbidden,
    /// Somebody else changed the code of the door meanwhile.
    DoorCodeChanged = "door-code-changed": Conflict,
    /// The page was made for another member than who is signed in.
    OtherSignedIn = "other-signed-in": Conflict,
    /// The link to confirm an address is unknown, was used, or is over.
    EmailLinkOver = "email-link-over": Forbidden,
    /// Leaving was asked for without saying to be sure.
    LeaveNotConfirmed = "leave-not-confirmed": Against,
    /// A file to import without a row.
    ImportEmpty = "import-empty": Against,
    /// A file to import in which no column names the members.
    ImportNoName = "import-no-name": Against,
    /// A file to import with more rows than one may have.
    ImportTooLong = "import-too-long": Against,
    /// The file to import is not kept any more.
    ImportGone = "import-gone": Conflict,
    /// Nothing is imported while a vote is open.
    ImportDuringVote = "import-during-vote": Conflict,
    /// The message is on its way or has arrived: it is not sent again.
    MailState = "mail-state": Conflict,
    /// The link or code is unknown, was used, or is older than a quarter of an hour.
    SignInOver = "sign-in-over": Forbidden,
    /// The office needs more than an e-mail: sign in with a passkey, or with the key of a device.
    StrongSignIn = "strong-sign-in": Forbidden,
    /// The passkey, or the dialogue it answers, signs nobody in.
    PasskeyRefused = "passkey-refused": Forbidden,
    /// The new passkey does not verify, or its dialogue is over.
    PasskeyInvalid = "passkey-invalid": Against,
    /// The passkey is registered already.
    PasskeyExists = "passkey-exists": Conflict,
    /// The member has as many passkeys as anyone may.
    TooManyPasskeys = "too-many-passkeys": Conflict,
    /// The site has no name, so browsers offer no passkeys for it.
    PasskeysUnavailable = "passkeys-unavailable": Conflict,
    /// No member has this number.
    NoSuchNumber = "no-such-number": NotFound,
    /// A day of a term of office is in the past, or its last before its first.
    OfficeDays = "office-days": Against,
    /// The member, or somebody after, holds the office in that time already.
    OfficeTaken = "office-taken": Conflict,
    /// Whoever checks the accounts is not among those who keep them.
    AuditorOnBoard = "auditor-on-board": Against,
    /// The office asks for a member with a voice.
    OfficeNeedsVoice = "office-needs-voice": Against,
    /// The office is never empty: a successor first.
    OfficeNeedsSuccessor = "office-needs-successor": Conflict,
    /// The term of office is over already.
    OfficeOver = "office-over": Conflict,
    /// A round in which the board elects its president is going on.
    PresidentRoundOpen = "president-round-open": Conflict,
    /// The round is closed.
    PresidentRoundClosed = "president-round-closed": Conflict,
    /// By the statutes the assembly elects the president.
    PresidentByAssembly = "president-by-assembly": Conflict,
    /// The board has fewer than two members.
    PresidentTooFew = "president-too-few": Conflict,
    /// The board elects one of its own.
    PresidentNotDirector = "president-not-director": Against,
    /// The proposal is not in a state in which this is done.
    ProposalState = "proposal-state": Conflict,
    /// Only who writes a proposal may do this.
    NotAuthor = "not-author": Forbidden,
    /// Proposing, amending and supporting ask for a voice.
    NoVoice = "no-voice": Forbidden,
    /// The last day for proposals to this assembly is over.
    ProposalTooLate = "proposal-too-late": Conflict,
    /// Fewer members support the proposal than the statutes ask for.
    SupportMissing = "support-missing": Conflict,
    /// The signature of a support does not verify.
    SupportInvalid = "support-invalid": Against,
    /// The text was changed since the page was loaded.
    TextOutdated = "text-outdated": Conflict,
    /// There is no support to take back.
    SupportNone = "support-none": Conflict,
    /// The text is the one there is already.
    NothingChanged = "nothing-changed": Against,
    /// The amendment touches words that have changed since.
    AmendmentConflict = "amendment-conflict": Conflict,
    /// The amendment was accepted, put to the vote or taken back.
    AmendmentDecided = "amendment-decided": Conflict,
    /// The words come from members: whoever makes an agenda does not change them.
    WordsOfMembers = "words-of-members": Against,
    /// The amendments are voted on before the text they change.
    AmendmentsFirst = "amendments-first": Conflict,
    /// The member writes this proposal already.
    AuthorAlready = "author-already": Conflict,
    /// As many proposals, amendments, versions or authors as there may be.
    TooManyTexts = "too-many-texts": Conflict,
    /// The proposal is not open for comments yet, or decided, or taken back.
    DiscussionClosed = "discussion-closed": Conflict,
    /// The comment is hidden, or is not.
    CommentState = "comment-state": Conflict,
    /// Nobody moderates a comment of their own.
    OwnComment = "own-comment": Forbidden,
    /// As many files of a proposal, or as large together, as there may be.
    AttachmentsFull = "attachments-full": Conflict,
    /// As much as one member may write or attach within a day.
    TooMuchToday = "too-much-today": TooMany,
    /// The last day for written questions to this assembly is over.
    QuestionTooLate = "question-too-late": Conflict,
    /// As many questions as one member may ask before an assembly.
    TooManyQuestions = "too-many-questions": Conflict,
    /// A number of which there is no question before this assembly.
    QuestionUnknown = "question-unknown": Against,
    /// The question has its answer, which may be corrected.
    QuestionAnswered = "question-answered": Conflict,
    /// The election does not take candidates: not yet, or not any more.
    CandidatesClosed = "candidates-closed": Conflict,
    /// The candidacy is not in a state in which this is done.
    CandidacyState = "candidacy-state": Conflict,
    /// The signature of a candidate does not verify.
    CandidacyInvalid = "candidacy-invalid": Against,
    /// The member stands already, was proposed, or has answered.
    CandidateAlready = "candidate-already": Conflict,
    /// As many candidates as one may propose, or as there may be.
    TooManyCandidates = "too-many-candidates": Conflict,
    /// What was typed is no year of birth of somebody who may stand.
    BirthYear = "birth-year": Against,
    /// No vote opens, and no minutes are published, before the bureau of the assembly is constituted.
    BureauMissing = "bureau-missing": Conflict,
    /// Chair and scrutineers are active members with a voice, a secretary who is a member is still one.
    BureauNeedsVoice = "bureau-needs-voice": Against,
    /// Chair and scrutineers are different people.
    BureauTwice = "bureau-twice": Against,
    /// Fewer than two scrutineers, or found otherwise than the law says, without words on it.
    BureauWords = "bureau-words": Against,
    /// Somebody else constituted the bureau since the form was opened, or it is not the version spoken of.
    BureauChanged = "bureau-changed": Conflict,
    /// What was typed means no member, or more than one.
    MemberUnclear = "member-unclear": Against,
    /// Whoever is to sit there accepted already.
    SeatAccepted = "seat-accepted": Conflict,
    /// The hour until which signed proxies are received is over.
    ProxyTooLate = "proxy-too-late": Conflict,
    /// Who enters a proxy on paper does not carry it.
    ProxyOwnHand = "proxy-own-hand": Against,
    /// Nobody gives a proxy to themselves.
    ProxyToSelf = "proxy-to-self": Against,
    /// Only an active member with a voice carries one.
    ProxyHolder = "proxy-holder": Against,
    /// Whoever is named has given the own voice.
    ProxyChain = "proxy-chain": Conflict,
    /// Who carries voices gives the own only after handing them back.
    ProxyHolds = "proxy-holds": Conflict,
    /// The person named carries as many voices as the statutes let.
    ProxyCapReached = "proxy-cap-reached": Conflict,
    /// The member has given a proxy already.
    ProxyExists = "proxy-exists": Conflict,
    /// The statutes let nobody take a proxy back, or not any more.
    ProxyFinal = "proxy-final": Conflict,
    /// The proxy is not in a state in which this is done.
    ProxyState = "proxy-state": Conflict,
    /// The signature of a proxy, or of taking it back, does not verify.
    ProxyInvalid = "proxy-invalid": Against,
    /// Who takes part speaks the own voice.
    ProxyTakesPart = "proxy-takes-part": Conflict,
    /// The member is there already.
    AlreadyThere = "already-there": Conflict,
    /// The member has not come, or has left.
    NotThere = "not-there": Conflict,
    /// A vote on persons by names is a secret one: no signed ballot names anybody.
    ElectionSecret = "election-secret": Against,
    /// Only an open vote on a text, before which nobody voted in advance, is put by show of hands.
    HandsNotHere = "hands-not-here": Conflict,
    /// Hands are counted by two scrutineers, and the bureau has fewer.
    HandsNeedTwo = "hands-need-two": Conflict,
    /// No hands are to be counted in this vote: it is not by show of hands, not closed, or counted.
    HandsNotAwaited = "hands-not-awaited": Conflict,
    /// This count was typed, or both are counting again, or one person would type both.
    HandsTyped = "hands-typed": Conflict,
    /// More hands than voices in the hall that did not vote by a ballot.
    HandsTooMany = "hands-too-many": Against,
    /// What was typed is no count of hands.
    HandsNumber = "hands-number": Against,
    /// A scrutineer with a voting key types the own count.
    HandsOwnSeat = "hands-own-seat": Forbidden,
    /// The voice is on paper: no ballot by a device is received from it.
    OnPaper = "on-paper": Conflict,
    /// Nobody could count papers: there are no two scrutineers, or neither has a voting key.
    PaperNeedsTwo = "paper-needs-two": Conflict,
    /// Whoever votes on paper is in the hall.
    PaperNotInHall = "paper-not-in-hall": Conflict,
    /// The member votes on paper already.
    PaperMarked = "paper-marked": Conflict,
    /// The member does not vote on paper.
    PaperNotMarked = "paper-not-marked": Conflict,
    /// No papers are to be counted in this vote: there are none, it is not closed, or they are counted.
    PaperNotAwaited = "paper-not-awaited": Conflict,
    /// This count was typed, or both are counting again, or one person would type both.
    PaperTyped = "paper-typed": Conflict,
    /// More papers than were handed out.
    PaperTooMany = "paper-too-many": Against,
    /// What was typed is no count of papers.
    PaperNumber = "paper-number": Against,
    /// Papers and names do not fit together.
    PaperNames = "paper-names": Against,
    /// One person would type both of two counts that were said aloud.
    PaperOneHand = "paper-one-hand": Forbidden,
    /// Papers are counted before boxes are opened.
    PapersFirst = "papers-first": Conflict,
    /// Whoever is given a paper code is in the hall.
    CodeNotInHall = "code-not-in-hall": Conflict,
    /// Whoever votes on paper needs no paper code.
    CodeOnPaper = "code-on-paper": Conflict,
    /// The member has a paper code of this assembly, and it is not the one to be replaced.
    CodeHeld = "code-held": Conflict,
    /// The member has no such paper code.
    CodeNotHeld = "code-not-held": Conflict,
    /// The paper code that speaks this voice is over: it was given back, replaced, or its assembly ended.
    CodeOver = "code-over": Conflict,
    /// Nobody votes with this slip: the code is over, or none of ours.
    CodeUnknown = "code-unknown": Forbidden,
    /// Whoever signed in with a paper code votes, and does nothing else.
    CodeVotesOnly = "code-votes-only": Forbidden,
    /// The notice does not say that voices may be entrusted to the server.
    EntrustedOff = "entrusted-off": Conflict,
    /// More than a tenth of a roll would be entrusted to the server, and the board did not confirm so many.
    EntrustedUnconfirmed = "entrusted-unconfirmed": Conflict,
    /// The board said that more voices may be entrusted to the server than there are.
    EntrustedTooMany = "entrusted-too-many": Against,
    /// No voice of the member is entrusted to the server in this assembly.
    EntrustedNone = "entrusted-none": NotFound,
    /// The voice is entrusted to the server still: its member has not asked for it.
    EntrustedKept = "entrusted-kept": Conflict,
    /// Nothing in this election waits for a draw.
    NoDraw = "no-draw": Conflict,
    /// The draw does not seat just as many of those equal as seats wait.
    DrawInvalid = "draw-invalid": Against,
    /// A draw is entered already, and waits for a scrutineer.
    DrawWaits = "draw-waits": Conflict,
    /// No scrutineer sits in the bureau to confirm a draw, besides who enters it.
    DrawNeedsScrutineer = "draw-needs-scrutineer": Conflict,
    /// No such entry of a draw waits for a scrutineer.
    DrawNotAwaited = "draw-not-awaited": Conflict,
    /// Whoever entered a draw does not confirm it.
    DrawOwnHand = "draw-own-hand": Forbidden,
    /// Whoever declines was not elected in this vote.
    NotElected = "not-elected": Conflict,
    /// The seat was declined already.
    SeatDeclined = "seat-declined": Conflict,
    /// Nothing in this election waits for another round.
    NoRunoff = "no-runoff": Conflict,
    /// A tie in an election is not told apart yet.
    TieOpen = "tie-open": Conflict,
    /// No day on which a financial year ends.
    RefundDay = "refund-day": Against,
    /// There is no surplus to refund anything of (loi 47-1775 art. 15).
    RefundNoSurplus = "refund-no-surplus": Against,
    /// Less than three twentieths of the surplus go to reserves that have not reached the capital (art. 16).
    RefundReserve = "refund-reserve": Against,
    /// What was earned with others than members would go back to them (art. 15 al. 2).
    RefundOthers = "refund-others": Against,
    /// Reserves and refund are more than the surplus.
    RefundTooMuch = "refund-too-much": Against,
    /// No member was billed anything, or nothing goes back.
    RefundNobody = "refund-nobody": Against,
    /// No table with a member number and an amount.
    RefundColumns = "refund-columns": Against,
    /// A row of the table has something wrong.
    RefundRows = "refund-rows": Against,
    /// The item of an agenda that is to name a refund is no resolution, or names another.
    RefundItem = "refund-item": Against,
    /// The financial year of a refund is not over.
    RefundYearOpen = "refund-year-open": Against,
    /// A refund of another financial year that ends in the same calendar year is kept.
    RefundYearTaken = "refund-year-taken": Conflict,
    /// The table of a refund is attached to a resolution, or executed: it does not change any more.
    RefundFrozen = "refund-frozen": Conflict,
    /// The table of a refund is attached to no resolution.
    RefundNotAttached = "refund-not-attached": Conflict,
    /// A refund was executed.
    RefundExecuted = "refund-executed": Conflict,
    /// The resolution that names a refund was not adopted.
    RefundNotAdopted = "refund-not-adopted": Conflict,
    /// Members are convened to vote on a refund, or have adopted it.
    RefundVoted = "refund-voted": Conflict,
    /// Too many requests; later again.
    TooMany = "too-many": TooMany,
    /// The server could not finish. All of the act was recorded or nothing, and which of the two may not be known.
    Unavailable = "unavailable": Unavailable,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}
