//! Who may do what: one table. Every door of the server names an operation of this table, and every service function
//! asks it first. A test of the server compares its routes with [`Operation::doors`].
//!
//! # Who is meant
//!
//! An office counts from the first instant of its term to the last, and no longer than the membership. A session gives
//! what its member is at each request; an act looks again in its own transaction. Whoever holds a share of the key of
//! any assembly is a key holder here; of which one, the function asks that is told the assembly, and refuses the others
//! with the same word.
//!
//! # What a refusal tells
//!
//! - Who is not admitted reads why (nobody signed in, not this person's, not a key holder) and nothing more: the answer
//!   is the same whether what the request names exists, does not, or is no id, and whether its body can be read.
//! - A token that was forged, signed out, has expired, or whose member left or was excluded: all are nobody's.
//! - A ballot for another member's voice and one for nobody's are refused alike, so that no ballot finds out who is a
//!   member. In the demo one signs in neither as an applicant, nor as who left, nor as nobody: nobody is found.
//! - Assemblies and votes are public, with their ids. So whom policy admits reads that one does not exist, and of one
//!   that does, why it is not done there.
//! - What is no id names nothing: not found in a path, malformed in a body or a form.
//! - What fails inside is told with the id of the request and nothing else.
//!
//! `tests/policy` has everybody try every operation, and `server/src/tests/policy.rs` every door and page.

use domain::Refusal;
use domain::roles::{Actor, Role};

/// Who an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone, signed in or not: what is public.
    Anyone,
    /// Any member signed in.
    Member,
    /// Who chairs.
    Chair,
    /// Who keeps the minutes.
    Secretary,
    /// Who answers for what the minutes say: who keeps them, and who chairs.
    Minutes,
    /// Who sits on the board.
    Board,
    /// Who stands at the door: those who lead the session, the board, scrutineers.
    Desk,
    /// Who keeps the register: the board, its chair, the secretary.
    Registrar,
    /// Who reads the register: those who keep it, and the auditor.
    RegisterReader,
    /// Who keeps the server running.
    Operator,
    /// Who holds a share of the decryption key.
    KeyHolder,
}

impl Audience {
    /// Whether an actor belongs to it, and if not, why.
    fn admits(self, actor: &Actor) -> Result<(), Refusal> {
        let roles: &[Role] = match self {
            Self::Anyone => return Ok(()),
            Self::Member => &[],
            Self::Chair => &[Role::Chair],
            Self::Secretary => &[Role::Secretary],
            Self::Minutes => &[Role::Chair, Role::Secretary],
            Self::Board => &[Role::Board, Role::Chair],
            Self::Desk => &[Role::Board, Role::Chair, Role::Secretary, Role::Scrutineer],
            Self::Registrar => &[Role::Board, Role::Chair, Role::Secretary],
            Self::RegisterReader => &[Role::Board, Role::Chair, Role::Secretary, Role::Auditor],
            Self::Operator => &[Role::Operator],
            Self::KeyHolder => &[Role::KeyHolder],
        };
        if actor.member().is_none() {
            return Err(Refusal::SignInFirst);
        }
        if roles.is_empty() || roles.iter().any(|role| actor.has(*role)) {
            return Ok(());
        }
        Err(if self == Self::KeyHolder { Refusal::NotKeyHolder } else { Refusal::NotYours })
    }
}

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $name:ident: $audience:ident [$($door:literal),* $(,)?];)+) => {
        /// Everything that can be asked of the service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation { $($(#[doc = $doc])+ $name),+ }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What it is, for programs and whoever writes them: the words above it here.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii()),+ }
            }

            /// Whom it is for.
            #[must_use]
            pub fn audience(self) -> Audience {
                match self { $(Self::$name => Audience::$audience),+ }
            }

            /// The doors that lead to it: `METHOD /path` of the REST interface, `/rpc/name` of our pages' forms. None
            /// for what is not offered over the network yet.
            #[must_use]
            pub fn doors(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($door),*]),+ }
            }
        }
    };
}

operations! {
    /// What can be asked through this interface, as an OpenAPI document.
    ReadInterface: Anyone ["GET /api/v1/openapi.json"];
    /// The cooperative, for everyone.
    ReadCooperative: Anyone ["GET /api/v1/cooperative"];
    /// An assembly and its votes, the newest one included.
    ReadAssembly: Anyone ["GET /api/v1/assemblies/current", "GET /api/v1/assemblies/{assembly}"];
    /// How far the record of an assembly has grown: what live pages ask.
    ReadPulse: Anyone ["GET /api/v1/assemblies/{assembly}/pulse"];
    /// Follows an assembly: a moment of it, or each moment as it comes.
    FollowAssembly: Anyone ["GET /api/v1/assemblies/{assembly}/live", "GET /api/v1/assemblies/{assembly}/events"];
    /// One vote and its result.
    ReadVote: Anyone ["GET /api/v1/votes/{vote}"];
    /// What an observer verifies with: archive, companion, both in one file.
    ReadArchive: Anyone [
        "GET /api/v1/votes/{vote}/archive.bel",
        "GET /api/v1/votes/{vote}/companion.json",
        "GET /api/v1/votes/{vote}/verify.zip",
    ];
    /// Whether a ballot is in the box, by tracker.
    ReadTracker: Anyone ["GET /api/v1/votes/{vote}/ballots/{tracker}"];
    /// The record and its checkpoint.
    ReadRecord: Anyone [
        "GET /api/v1/assemblies/{assembly}/record.jsonl",
        "GET /api/v1/assemblies/{assembly}/checkpoint",
    ];
    /// Record, checkpoint, texts and every box of an assembly, in one file or in files that are listed.
    ReadWholeAssembly: Anyone [
        "GET /api/v1/assemblies/{assembly}/assembly.zip",
        "GET /api/v1/record/{assembly}/index.json",
        "GET /api/v1/record/{assembly}/{file}",
    ];
    /// The published minutes and their corrections.
    ReadMinutes: Anyone [
        "GET /api/v1/assemblies/{assembly}/minutes",
        "GET /api/v1/assemblies/{assembly}/minutes/corrections",
    ];
    /// The persons of the demo; the service refuses it elsewhere.
    ReadDemoPeople: Anyone ["GET /api/v1/demo/people"];
    /// Demo sign-in; the service refuses it outside a demo database.
    SignInDemo: Anyone ["POST /api/v1/demo/sign-in", "/rpc/demo-sign-in"];
    /// Asks for a message with a link and a code.
    AskSignIn: Anyone ["/rpc/ask-sign-in"];
    /// Signs in with the code of the message.
    SignInByCode: Anyone ["/rpc/sign-in-by-code"];
    /// Signs in with the link of the message.
    SignInByLink: Anyone ["/rpc/sign-in-by-link"];
    /// Asks for bytes to sign.
    AskChallenge: Anyone ["POST /api/v1/sign-in/challenge"];
    /// Signs in with the key of a device.
    SignInByKey: Anyone ["POST /api/v1/sign-in/key"];
    /// Signs in with a paper code, to vote.
    SignInByPaperCode: Anyone ["POST /api/v1/sign-in/paper-code"];
    /// Asks for a passkey to sign in with.
    BeginPasskeySignIn: Anyone ["POST /api/v1/sign-in/passkey/begin"];
    /// Signs in with a passkey.
    FinishPasskeySignIn: Anyone ["POST /api/v1/sign-in/passkey"];
    /// Ends a session: whoever holds its token may.
    SignOut: Anyone ["POST /api/v1/sign-out", "/rpc/sign-out"];
    /// The language of the pages; a cookie, nothing stored.
    SetLanguage: Anyone ["/rpc/set-language"];
    /// Applies for membership.
    Apply: Anyone ["POST /api/v1/applications", "/rpc/apply"];
    /// How an application stands, by the link of its letter.
    ReadApplication: Anyone [];
    /// Confirms the address of an application, by the link of its letter.
    ConfirmApplication: Anyone ["/rpc/confirm-application"];
    /// Withdraws an application, by the link of its letter.
    WithdrawApplication: Anyone ["/rpc/withdraw-application"];
    /// The register, page by page.
    ReadRegister: RegisterReader ["GET /api/v1/register"];
    /// What the register holds of one person.
    ReadMember: RegisterReader [];
    /// Takes the leaves of the commitments to the register, with names and salts. Who took them is noted.
    TakeRegisterLeaves: RegisterReader ["GET /api/v1/assemblies/{assembly}/register-leaves.json"];
    /// Takes the whole register out.
    ExportRegister: RegisterReader ["/rpc/export-register"];
    /// Who waits for a decision.
    ReadApplications: Board [];
    /// Decides not to admit, with a reason.
    RefuseApplicant: Board ["/rpc/refuse-applicant"];
    /// Enters an application on paper, or a friend of the cooperative.
    EnterMember: Board ["/rpc/enter-member"];
    /// Suspends, resumes, enters an exclusion.
    DecideMembership: Board ["/rpc/decide-membership"];
    /// Enters that a member left or died.
    RecordDeparture: Registrar ["/rpc/record-departure"];
    /// Who one is.
    ReadMe: Member ["GET /api/v1/me"];
    /// What the register holds of the member.
    ReadOwnRecord: Member ["GET /api/v1/me/record"];
    /// Everything held about the member, to download.
    ReadOwnData: Member ["GET /api/v1/me/data.json"];
    /// Corrects name, postal address, language.
    CorrectRecord: Member ["POST /api/v1/me/record", "/rpc/correct-record"];
    /// Asks for another address for messages.
    ChangeEmail: Member ["POST /api/v1/me/email", "/rpc/change-email"];
    /// Confirms it with the link that was sent there.
    ConfirmMyEmail: Anyone ["/rpc/confirm-my-email"];
    /// Gives or takes back consent to be convened by e-mail.
    SetConsent: Member ["POST /api/v1/me/consent", "/rpc/set-consent"];
    /// Leaves the cooperative.
    Leave: Member ["POST /api/v1/me/leave", "/rpc/leave"];
    /// The list of members before an assembly.
    ReadMemberList: Member ["GET /api/v1/assemblies/{assembly}/members"];
    /// What one can do now.
    ReadMyVotes: Member ["GET /api/v1/me/votes"];
    /// Where one is signed in.
    ReadSessions: Member ["GET /api/v1/me/sessions"];
    /// Ends one of one's own sessions.
    RevokeSession: Member ["DELETE /api/v1/me/sessions/{session}", "/rpc/revoke-session"];
    /// Ends one's sessions everywhere else.
    RevokeOtherSessions: Member ["DELETE /api/v1/me/sessions", "/rpc/revoke-other-sessions"];
    /// The own passkeys.
    ReadPasskeys: Member ["GET /api/v1/me/passkeys"];
    /// Asks for a new passkey.
    BeginPasskey: Member ["POST /api/v1/me/passkeys/begin"];
    /// Keeps a new passkey.
    FinishPasskey: Member ["POST /api/v1/me/passkeys"];
    /// Asks for a passkey as a second means.
    BeginSecondByPasskey: Member ["POST /api/v1/me/second/passkey/begin"];
    /// Shows a passkey as a second means.
    FinishSecondByPasskey: Member ["POST /api/v1/me/second/passkey"];
    /// Gives one of one's own passkeys another name.
    RenamePasskey: Member ["POST /api/v1/me/passkeys/{passkey}/name", "/rpc/rename-passkey"];
    /// Removes one of one's own passkeys.
    RemovePasskey: Member ["DELETE /api/v1/me/passkeys/{passkey}", "/rpc/remove-passkey"];
    /// Registers the member's own voting key.
    RegisterKey: Member ["POST /api/v1/me/keys"];
    /// What the ballot page needs.
    ReadBallotPaper: Member ["GET /api/v1/assemblies/{assembly}/ballot-paper"];
    /// The proof that one's voice is on the roll.
    ReadVoiceProof: Member ["GET /api/v1/votes/{vote}/voice-proof.json"];
    /// The proof of the proxies that one gave or carries, and of one's voices on paper.
    ReadMandateProof: Member ["GET /api/v1/votes/{vote}/mandate-proof.json"];
    /// Whether one's voice was used in a vote that is over.
    ReadParticipation: Member ["GET /api/v1/votes/{vote}/participation.json"];
    /// Votes in an open vote.
    CastOpen: Member ["POST /api/v1/votes/{vote}/open-ballots"];
    /// Votes in a secret vote.
    CastSecret: Member ["POST /api/v1/votes/{vote}/ballots"];
    /// One's own shares, with the certificate.
    ReadMyShares: Member ["GET /api/v1/me/shares"];
    /// Asks the board for shares, to pass some on, to have some back.
    AskShares: Member ["POST /api/v1/me/share-requests", "/rpc/ask-shares"];
    /// Takes one's own request back.
    WithdrawShareRequest: Member ["DELETE /api/v1/me/share-requests/{request}", "/rpc/withdraw-share-request"];
    /// The shares of everybody together, and what waits for the board.
    ReadShareRegister: RegisterReader ["GET /api/v1/register/shares", "GET /api/v1/register/share-requests"];
    /// The shares of one member; a page.
    ReadMemberShares: RegisterReader [];
    /// Decides on a request about shares.
    DecideShareRequest: Board ["POST /api/v1/register/share-requests/{request}/decision", "/rpc/decide-share-request"];
    /// Enters a payment in the share ledger.
    RecordPayment: Board ["POST /api/v1/register/payments", "/rpc/record-payment"];
    /// Gives up shares that were never paid.
    CancelShares: Board ["/rpc/cancel-shares"];
    /// Undoes an entry of the share ledger.
    ReverseShareEntry: Board ["/rpc/reverse-share-entry"];
    /// Pays the shares of a former member back.
    RepayShares: Board ["/rpc/repay-shares"];
    /// Patronage refunds, whole.
    ReadRefunds: Registrar [];
    /// Drafts one of a year.
    DraftRefund: Registrar ["/rpc/draft-refund"];
    /// Attaches its table to a resolution.
    AttachRefund: Registrar ["/rpc/attach-refund"];
    /// Takes it back from there.
    ReleaseRefund: Registrar ["/rpc/release-refund"];
    /// Drops a draft.
    DeleteRefund: Registrar ["/rpc/delete-refund"];
    /// Executes it, once it was adopted.
    ExecuteRefund: Board ["/rpc/execute-refund"];
    /// Proposals: all but the drafts of others.
    ReadProposals: Member ["GET /api/v1/proposals"];
    /// One proposal, its versions and amendments.
    ReadProposal: Member ["GET /api/v1/proposals/{proposal}"];
    /// Sees a text set, before it is kept anywhere.
    PreviewText: Member ["POST /api/v1/preview"];
    /// Begins a proposal.
    DraftProposal: Member ["/rpc/draft-proposal"];
    /// Writes another version of one's own.
    EditProposal: Member ["/rpc/edit-proposal"];
    /// Opens one's own for support, submits it, takes it back.
    MoveProposal: Member ["/rpc/move-proposal"];
    /// Asks another member to write it too.
    InviteAuthor: Member ["/rpc/invite-author"];
    /// Answers such an invitation.
    AnswerInvitation: Member ["/rpc/answer-invitation"];
    /// Supports the text of a proposal, by signature.
    SupportProposal: Member ["POST /api/v1/proposals/{proposal}/support"];
    /// Takes that back.
    WithdrawSupport: Member ["DELETE /api/v1/proposals/{proposal}/support", "/rpc/withdraw-support"];
    /// Asks for other words in a proposal.
    AmendProposal: Member ["/rpc/amend-proposal"];
    /// Answers an amendment to one's own proposal, or takes one's own amendment back.
    DecideAmendment: Member ["/rpc/decide-amendment"];
    /// What members say about a proposal.
    ReadComments: Member ["GET /api/v1/proposals/{proposal}/comments"];
    /// One comment, with its earlier words.
    ReadComment: Member ["GET /api/v1/comments/{comment}"];
    /// Comments on a proposal, answers a comment.
    WriteComment: Member ["/rpc/write-comment"];
    /// Corrects an own comment.
    CorrectComment: Member ["/rpc/correct-comment"];
    /// Hides a comment, or shows it again.
    ModerateComment: Registrar ["/rpc/moderate-comment"];
    /// A file of a proposal.
    ReadAttachment: Member [];
    /// Attaches a file to one's own proposal.
    AttachToProposal: Member ["/rpc/attach-to-proposal"];
    /// Takes it away.
    RemoveAttachment: Member ["/rpc/remove-attachment"];
    /// Admits a proposal or refuses it.
    DecideProposal: Board ["/rpc/decide-proposal"];
    /// Elections that take candidates or took them, and who stands.
    ReadElections: Member ["GET /api/v1/elections", "GET /api/v1/elections/{item}"];
    /// Calls for candidates, or closes the call.
    CallCandidates: Registrar ["/rpc/call-candidates"];
    /// Writes the own statement and data as a candidate.
    DeclareCandidacy: Member ["/rpc/declare-candidacy"];
    /// Proposes another member.
    ProposeCandidate: Member ["/rpc/propose-candidate"];
    /// Accepts to stand, by signature.
    AcceptCandidacy: Member ["POST /api/v1/elections/{item}/candidacy"];
    /// Declines, or withdraws.
    WithdrawCandidacy: Member ["DELETE /api/v1/elections/{item}/candidacy", "/rpc/withdraw-candidacy"];
    /// The proxy one gave for an assembly, and those one carries.
    ReadMyProxies: Member ["GET /api/v1/assemblies/{assembly}/proxy"];
    /// Gives a proxy, by signature.
    GiveProxy: Member ["POST /api/v1/assemblies/{assembly}/proxy"];
    /// Accepts a proxy that names oneself, declines it or hands it back.
    AnswerProxy: Member ["POST /api/v1/proxies/{proxy}/answer", "/rpc/answer-proxy"];
    /// Takes the own proxy back, by signature.
    RevokeProxy: Member ["POST /api/v1/proxies/{proxy}/revocation"];
    /// Every proxy of an assembly, and the papers.
    ReadProxies: Registrar ["GET /api/v1/assemblies/{assembly}/proxies"];
    /// Enters a proxy on paper.
    EnterPaperProxy: Registrar ["/rpc/enter-paper-proxy"];
    /// Takes one back on paper.
    EndPaperProxy: Registrar ["/rpc/end-paper-proxy"];
    /// Written questions before an assembly, and what the board answers.
    ReadQuestions: Member ["GET /api/v1/assemblies/{assembly}/questions"];
    /// Asks the board in writing.
    AskQuestion: Member ["/rpc/ask-question"];
    /// Answers for the board.
    AnswerQuestions: Board ["/rpc/answer-questions"];
    /// Corrects an answer, beside its earlier words.
    CorrectAnswer: Board ["/rpc/correct-answer"];
    /// What a key holder has to do.
    ReadKeyHolderTask: KeyHolder ["GET /api/v1/assemblies/{assembly}/key-holder"];
    /// Brings a key holder's public key.
    MakeHolderKey: KeyHolder ["POST /api/v1/assemblies/{assembly}/key-holder/key"];
    /// Sends one step of the ceremony in which key holders make a key together.
    TakeCeremonyStep: KeyHolder ["POST /api/v1/assemblies/{assembly}/key-holder/ceremony"];
    /// Begins that ceremony again.
    RestartCeremony: Registrar ["POST /api/v1/assemblies/{assembly}/ceremony", "/rpc/restart-ceremony"];
    /// Puts another member in the place of a key holder without a key.
    ExchangeHolder: Registrar ["POST /api/v1/assemblies/{assembly}/key-holders", "/rpc/exchange-holder"];
    /// Approves the trustees object of a vote.
    ApproveTrustees: KeyHolder ["POST /api/v1/votes/{vote}/trustees-approval"];
    /// The roll of a box without names.
    ReadRoll: KeyHolder ["GET /api/v1/votes/{vote}/roll"];
    /// Says that a key holder's page checked it.
    SignRoll: KeyHolder ["POST /api/v1/votes/{vote}/roll-check"];
    /// Brings a key holder's part of the decryption.
    SubmitDecryption: KeyHolder ["POST /api/v1/votes/{vote}/partial-decryptions"];
    /// The member's own key, and what this session may do with it.
    ReadMyKey: Member ["GET /api/v1/me/key"];
    /// Asks for a code that shows a second means.
    AskSecond: Member ["/rpc/ask-second"];
    /// Types it.
    ConfirmSecond: Member ["/rpc/confirm-second"];
    /// Puts another key in the place of the own.
    ReplaceKey: Member ["POST /api/v1/me/keys/replacement"];
    /// The same, with the code of two officers.
    RecoverKey: Member ["POST /api/v1/me/keys/recovery"];
    /// Who has a voice and no key.
    ReadKeyless: Registrar [];
    /// Where the help for a member who lost everything stands.
    ReadRecovery: Registrar [];
    /// Begins to help a member who lost everything.
    BeginRecovery: Secretary ["/rpc/begin-recovery"];
    /// Confirms it, as another officer.
    ConfirmRecovery: Board ["/rpc/confirm-recovery"];
    /// Writes to those who have a voice and no key.
    RemindKeyless: Secretary ["/rpc/remind-keyless"];
    /// The console of the session. Who chairs may be away: the board and the secretary begin without.
    ReadConsole: Registrar ["GET /api/v1/assemblies/{assembly}/console"];
    /// Decides to admit.
    AdmitMember: Board ["/rpc/admit-member"];
    /// Enters a subscription in the share ledger.
    SubscribeShares: Chair [];
    /// Says whom people ask who are stuck.
    SetHelp: Registrar ["/rpc/set-help"];
    /// Who holds which office, held it, or will.
    ReadOffices: RegisterReader ["GET /api/v1/offices"];
    /// Gives an office for a term.
    GiveOffice: Board ["POST /api/v1/offices", "/rpc/give-office"];
    /// Ends a term of office.
    EndOffice: Board ["POST /api/v1/offices/{office}/end", "/rpc/end-office"];
    /// Opens a round in which the board elects its president.
    OpenPresidentRound: Registrar ["POST /api/v1/president-rounds", "/rpc/open-president-round"];
    /// Names one, as a director.
    NamePresident: Board ["POST /api/v1/president-rounds/{round}/voice", "/rpc/name-president"];
    /// Closes a round and counts it.
    ClosePresidentRound: Registrar ["POST /api/v1/president-rounds/{round}/close", "/rpc/close-president-round"];
    /// Gives offices, all at once: the founding.
    NameRoles: Chair [];
    /// The statutes in force, and every version before.
    ReadStatutes: Member [];
    /// Enters a version of the statutes that was decided, after seeing what it changes.
    AdoptStatutes: Board ["/rpc/adopt-statutes"];
    /// Convenes with a convocation given as data: the founding of a demo.
    Convene: Chair [];
    /// Every assembly, for everyone.
    ReadCalendar: Anyone ["GET /api/v1/record/index.json"];
    /// Assemblies being prepared.
    ReadDrafts: Registrar [];
    /// Begins to prepare an assembly.
    PrepareAssembly: Registrar ["/rpc/prepare-assembly"];
    /// Changes when, where and how.
    EditDraft: Registrar ["/rpc/edit-draft"];
    /// Gives up what was being prepared.
    DropDraft: Registrar ["/rpc/drop-draft"];
    /// Adds, changes, moves, takes off items.
    EditAgenda: Registrar ["/rpc/edit-agenda"];
    /// Names key holders, invites guests.
    EditInvited: Registrar ["/rpc/edit-invited"];
    /// Attaches a document.
    AttachDocument: Registrar ["/rpc/attach-document"];
    /// A document of an agenda.
    ReadDocument: Member [];
    /// Convenes members with what was prepared.
    ConveneDraft: Chair ["/rpc/convene"];
    /// What each person was sent.
    ReadNotices: Registrar [];
    /// What one was sent oneself.
    ReadMyNotices: Member [];
    /// Corrects a notice.
    CorrectNotice: Chair ["/rpc/correct-notice"];
    /// Calls an assembly off.
    CancelAssembly: Chair ["/rpc/cancel-assembly"];
    /// Convenes an assembly a second time.
    Reconvene: Chair ["/rpc/reconvene"];
    /// Sends one person a notice again.
    ResendNotice: Registrar ["/rpc/resend-notice"];
    /// Opens the boxes that receive ballots in advance.
    OpenAdvance: Registrar ["POST /api/v1/assemblies/{assembly}/advance", "/rpc/open-advance"];
    /// Opens the session.
    OpenSession: Registrar ["POST /api/v1/assemblies/{assembly}/session", "/rpc/open-session"];
    /// Constitutes the bureau of the assembly.
    ConstituteBureau: Registrar ["POST /api/v1/assemblies/{assembly}/bureau", "/rpc/constitute-bureau"];
    /// Accepts one's own seat in it.
    AcceptBureauSeat: Member ["/rpc/accept-bureau-seat"];
    /// Notes that somebody accepted aloud.
    NoteBureauAcceptance: Registrar ["/rpc/note-bureau-acceptance"];
    /// Who has come, at the door.
    ReadDesk: Desk [];
    /// Enters who comes and goes.
    RecordAttendance: Desk ["/rpc/record-attendance"];
    /// Changes the code at the door.
    ChangeDoorCode: Desk ["/rpc/change-door-code"];
    /// What the desk and the bureau hold on paper when the current fails.
    ReadPlanB: Desk [];
    /// The own page of the door.
    ReadArrival: Member [];
    /// Takes part from a distance, or stops to.
    TakePart: Member ["/rpc/take-part"];
    /// Says to be in the hall, with the code of the door.
    Arrive: Member ["/rpc/arrive"];
    /// Ends a session that cannot decide for lack of a quorum.
    EndWithoutQuorum: Registrar ["POST /api/v1/assemblies/{assembly}/no-quorum", "/rpc/end-without-quorum"];
    /// Begins a rehearsal, which binds nobody.
    BeginRehearsal: Registrar ["POST /api/v1/rehearsals", "/rpc/begin-rehearsal"];
    /// Ends it.
    EndRehearsal: Registrar ["DELETE /api/v1/rehearsals/{assembly}", "/rpc/end-rehearsal"];
    /// Opens a vote.
    OpenVote: Chair ["POST /api/v1/votes/{vote}/open", "/rpc/open-vote"];
    /// Opens a vote by show of hands.
    OpenByHands: Chair ["POST /api/v1/votes/{vote}/open-by-hands", "/rpc/open-by-hands"];
    /// How far hands are counted; of whom neither counts nor leads the session, the function asks more.
    ReadHands: Member ["GET /api/v1/votes/{vote}/hands"];
    /// Types the hands that one counted.
    CountHands: Member ["POST /api/v1/votes/{vote}/hands", "/rpc/count-hands"];
    /// Types the hands that a scrutineer without a key counted.
    NoteHands: Chair ["POST /api/v1/votes/{vote}/hands/noted", "/rpc/note-hands"];
    /// Notes who votes on paper, or by their key again.
    MarkPaper: Desk ["POST /api/v1/assemblies/{assembly}/paper", "/rpc/mark-paper"];
    /// Prints a paper code for a member in the hall.
    PrintCode: Desk ["POST /api/v1/assemblies/{assembly}/paper-codes"];
    /// Takes one back that is lost or given back.
    EndCode: Desk ["POST /api/v1/assemblies/{assembly}/paper-codes/end", "/rpc/end-paper-code"];
    /// Ends the own paper code, without the desk.
    EndOwnCode: Member ["POST /api/v1/assemblies/{assembly}/paper-codes/end-own", "/rpc/end-own-code"];
    /// Asks for the own voice that the server keeps.
    ReleaseEntrusted: Member ["POST /api/v1/assemblies/{assembly}/entrusted"];
    /// Says for the board how many voices may be entrusted to the server.
    ConfirmEntrusted: Board ["POST /api/v1/assemblies/{assembly}/entrusted/limit", "/rpc/confirm-entrusted"];
    /// How far papers are counted; of whom neither counts nor leads the session, the function asks more.
    ReadPaper: Member ["GET /api/v1/votes/{vote}/paper"];
    /// Types what the papers say that one counted.
    CountPaper: Member ["POST /api/v1/votes/{vote}/paper", "/rpc/count-paper"];
    /// Types what a scrutineer without a key counted.
    NotePaper: Chair ["POST /api/v1/votes/{vote}/paper/noted", "/rpc/note-paper"];
    /// Says that a vote closes in a minute.
    WarnClosing: Chair ["POST /api/v1/votes/{vote}/closing", "/rpc/warn-closing"];
    /// Suspends the session.
    SuspendSession: Chair ["POST /api/v1/assemblies/{assembly}/suspension", "/rpc/suspend-session"];
    /// Goes on with it.
    ResumeSession: Chair ["DELETE /api/v1/assemblies/{assembly}/suspension", "/rpc/resume-session"];
    /// Puts a text to the vote that the notice does not have.
    PutToVote: Chair ["POST /api/v1/assemblies/{assembly}/votes", "/rpc/put-to-vote"];
    /// Gives a vote up before anything of it is opened.
    VoidVote: Chair ["POST /api/v1/votes/{vote}/void", "/rpc/void-vote"];
    /// Enters who was drawn of those equal in an election.
    RecordDraw: Chair ["POST /api/v1/votes/{vote}/draw", "/rpc/record-draw"];
    /// Says, as a scrutineer, whether it is what was drawn.
    ConfirmDraw: Member ["POST /api/v1/votes/{vote}/draw/confirmation", "/rpc/confirm-draw"];
    /// Declines the own seat, from the result until the minutes are published.
    DeclineSeat: Member ["POST /api/v1/votes/{vote}/declined", "/rpc/decline-seat"];
    /// Notes that somebody elected said aloud that they decline.
    NoteDeclined: Minutes ["POST /api/v1/votes/{vote}/declined/noted", "/rpc/note-declined"];
    /// Puts another round of an election to the vote.
    OpenRunoff: Chair ["POST /api/v1/votes/{vote}/runoff", "/rpc/open-runoff"];
    /// Closes a vote.
    CloseVote: Chair ["POST /api/v1/votes/{vote}/close", "/rpc/close-vote"];
    /// Brings a register as a file, to see what would become of it.
    PreviewImport: Registrar ["/rpc/preview-import"];
    /// What would become of a file, or became of it; and a model of one.
    ReadImport: Registrar ["GET /api/v1/register/imports/model.csv", "GET /api/v1/register/imports/{import}"];
    /// Imports a file.
    RunImport: Registrar ["POST /api/v1/register/imports/{import}/run", "/rpc/run-import"];
    /// What was written to people, and what became of it.
    ReadMails: Secretary ["GET /api/v1/mails"];
    /// Sends a message again.
    ResendMail: Secretary ["POST /api/v1/mails/{mail}/resend", "/rpc/resend-mail"];
    /// The attendance sheet; of whom neither leads the session nor sits in its bureau, the function asks more.
    ReadSheet: Member ["GET /api/v1/assemblies/{assembly}/sheet"];
    /// Fixes it, for the bureau to certify.
    FixSheet: Registrar ["/rpc/fix-sheet"];
    /// Certifies it, for the own seat in the bureau.
    CertifySheet: Member ["/rpc/certify-sheet"];
    /// Notes that somebody of the bureau certified it aloud.
    NoteSheetCertified: Registrar ["/rpc/note-sheet-certified"];
    /// Publishes the minutes.
    PublishMinutes: Secretary ["POST /api/v1/assemblies/{assembly}/minutes", "/rpc/publish-minutes"];
    /// Signs them, or a correction of them, for the own seat in the bureau.
    SignMinutes: Member ["POST /api/v1/assemblies/{assembly}/minutes/signatures"];
    /// Corrects them, beside what is published.
    CorrectMinutes: Minutes ["POST /api/v1/assemblies/{assembly}/minutes/corrections", "/rpc/correct-minutes"];
}

impl Operation {
    /// Whether somebody may who holds a paper code and has shown nothing else: vote, and see what is put to the vote. What everyone may
    /// is theirs, too.
    #[must_use]
    pub fn with_code(self) -> bool {
        self.audience() == Audience::Anyone || matches!(self, Self::ReadBallotPaper | Self::CastOpen | Self::CastSecret)
    }

    /// Whether a suspended member may: the own record, sessions and proofs stay theirs. A voice or an office does not, nor
    /// a key to make them with.
    #[must_use]
    pub fn while_suspended(self) -> bool {
        matches!(
            self,
            Self::ReadMe
                | Self::ReadMyVotes
                | Self::ReadSessions
                | Self::RevokeSession
                | Self::ReadVoiceProof
                | Self::ReadMandateProof
                | Self::ReadParticipation
                | Self::ReadOwnRecord
                | Self::ReadOwnData
                | Self::CorrectRecord
                | Self::ChangeEmail
                | Self::SetConsent
                | Self::Leave
                | Self::ReadMemberList
                | Self::ReadStatutes
                | Self::ReadMyNotices
                | Self::ReadDocument
        )
    }
}

/// Lets an actor through or says why not.
///
/// # Errors
/// [`Refusal::SignInFirst`] when nobody is signed in, [`Refusal::NotYours`] or [`Refusal::NotKeyHolder`] when the
/// person signed in does not have the role, [`Refusal::CodeVotesOnly`] for who signed in with a paper code.
pub fn allow(actor: &Actor, operation: Operation) -> Result<(), Refusal> {
    if actor.code().is_some() && !operation.with_code() {
        return Err(Refusal::CodeVotesOnly);
    }
    operation.audience().admits(actor)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::ids::MemberId;

    use super::*;

    fn member(roles: &[Role]) -> Actor {
        Actor::Member { id: MemberId(uuid::Uuid::from_u128(1)), roles: roles.to_vec() }
    }

    /// With a paper code one votes: what everyone may is open besides, and nothing else, written out a second time.
    #[test]
    fn whoever_holds_a_paper_code_votes_and_does_nothing_else() {
        let code = domain::ids::PaperCodeId(uuid::Uuid::from_u128(2));
        let holder = Actor::Code { id: MemberId(uuid::Uuid::from_u128(1)), code };
        let more: HashSet<Operation> = Operation::ALL
            .iter()
            .filter(|operation| allow(&Actor::Anyone, **operation).is_err() && allow(&holder, **operation).is_ok())
            .copied()
            .collect();
        assert_eq!(more, HashSet::from([Operation::ReadBallotPaper, Operation::CastOpen, Operation::CastSecret]));
        for operation in Operation::ALL {
            let refused = allow(&holder, *operation).err();
            assert!(refused.is_none_or(|why| why == Refusal::CodeVotesOnly), "{operation:?}: {refused:?}");
        }
    }

    /// Who may do each operation, written out a second time: a change of the table must be meant.
    #[test]
    fn every_operation_lets_in_its_audience_and_nobody_else() {
        let people = [
            ("nobody", Actor::Anyone),
            ("member", member(&[])),
            ("board", member(&[Role::Board])),
            ("chair", member(&[Role::Chair])),
            ("secretary", member(&[Role::Secretary])),
            ("scrutineer", member(&[Role::Scrutineer])),
            ("auditor", member(&[Role::Auditor])),
            ("operator", member(&[Role::Operator])),
            ("key holder", member(&[Role::KeyHolder])),
        ];
        for operation in Operation::ALL {
            let admitted: Vec<&str> =
                people.iter().filter(|(_, actor)| allow(actor, *operation).is_ok()).map(|(name, _)| *name).collect();
            let expected: &[&str] = match operation {
                Operation::ReadInterface
                | Operation::ReadCooperative
                | Operation::ReadAssembly
                | Operation::ReadPulse
                | Operation::FollowAssembly
                | Operation::ReadVote
                | Operation::ReadArchive
                | Operation::ReadTracker
                | Operation::ReadRecord
                | Operation::ReadWholeAssembly
                | Operation::ReadMinutes
                | Operation::ReadDemoPeople
                | Operation::SignInDemo
                | Operation::AskSignIn
                | Operation::SignInByCode
                | Operation::SignInByLink
                | Operation::AskChallenge
                | Operation::SignInByKey
                | Operation::SignInByPaperCode
                | Operation::BeginPasskeySignIn
                | Operation::FinishPasskeySignIn
                | Operation::SignOut
                | Operation::SetLanguage
                | Operation::Apply
                | Operation::ReadApplication
                | Operation::ConfirmApplication
                | Operation::WithdrawApplication
                | Operation::ReadCalendar
                | Operation::ConfirmMyEmail => &[
                    "nobody",
                    "member",
                    "board",
                    "chair",
                    "secretary",
                    "scrutineer",
                    "auditor",
                    "operator",
                    "key holder",
                ],
                Operation::ReadDesk
                | Operation::ReadPlanB
                | Operation::RecordAttendance
                | Operation::MarkPaper
                | Operation::PrintCode
                | Operation::EndCode
                | Operation::ChangeDoorCode => &["board", "chair", "secretary", "scrutineer"],
                Operation::ReadMe
                | Operation::EndOwnCode
                | Operation::ReleaseEntrusted
                | Operation::AcceptBureauSeat
                | Operation::ReadHands
                | Operation::CountHands
                | Operation::ReadPaper
                | Operation::CountPaper
                | Operation::ConfirmDraw
                | Operation::DeclineSeat
                | Operation::ReadSheet
                | Operation::CertifySheet
                | Operation::SignMinutes
                | Operation::TakePart
                | Operation::ReadArrival
                | Operation::Arrive
                | Operation::ReadOwnRecord
                | Operation::ReadOwnData
                | Operation::CorrectRecord
                | Operation::ChangeEmail
                | Operation::SetConsent
                | Operation::Leave
                | Operation::ReadMemberList
                | Operation::ReadStatutes
                | Operation::ReadMyVotes
                | Operation::ReadSessions
                | Operation::RevokeSession
                | Operation::RevokeOtherSessions
                | Operation::ReadPasskeys
                | Operation::BeginPasskey
                | Operation::FinishPasskey
                | Operation::BeginSecondByPasskey
                | Operation::FinishSecondByPasskey
                | Operation::RenamePasskey
                | Operation::RemovePasskey
                | Operation::RegisterKey
                | Operation::ReadMyKey
                | Operation::AskSecond
                | Operation::ConfirmSecond
                | Operation::ReplaceKey
                | Operation::RecoverKey
                | Operation::ReadBallotPaper
                | Operation::ReadVoiceProof
                | Operation::ReadMandateProof
                | Operation::ReadParticipation
                | Operation::CastOpen
                | Operation::CastSecret
                | Operation::ReadMyNotices
                | Operation::ReadDocument
                | Operation::ReadMyShares
                | Operation::AskShares
                | Operation::WithdrawShareRequest
                | Operation::ReadProposals
                | Operation::ReadProposal
                | Operation::PreviewText
                | Operation::DraftProposal
                | Operation::EditProposal
                | Operation::MoveProposal
                | Operation::InviteAuthor
                | Operation::AnswerInvitation
                | Operation::SupportProposal
                | Operation::WithdrawSupport
                | Operation::AmendProposal
                | Operation::DecideAmendment
                | Operation::ReadComments
                | Operation::ReadComment
                | Operation::WriteComment
                | Operation::CorrectComment
                | Operation::ReadAttachment
                | Operation::AttachToProposal
                | Operation::RemoveAttachment
                | Operation::ReadQuestions
                | Operation::AskQuestion
                | Operation::ReadElections
                | Operation::DeclareCandidacy
                | Operation::ProposeCandidate
                | Operation::AcceptCandidacy
                | Operation::WithdrawCandidacy
                | Operation::ReadMyProxies
                | Operation::GiveProxy
                | Operation::AnswerProxy
                | Operation::RevokeProxy => {
                    &["member", "board", "chair", "secretary", "scrutineer", "auditor", "operator", "key holder"]
                }
                Operation::ReadKeyHolderTask
                | Operation::MakeHolderKey
                | Operation::TakeCeremonyStep
                | Operation::ApproveTrustees
                | Operation::ReadRoll
                | Operation::SignRoll
                | Operation::SubmitDecryption => &["key holder"],
                Operation::ReadShareRegister | Operation::ReadMemberShares => {
                    &["board", "chair", "secretary", "auditor"]
                }
                Operation::DecideShareRequest
                | Operation::DecideProposal
                | Operation::AnswerQuestions
                | Operation::CorrectAnswer
                | Operation::RecordPayment
                | Operation::CancelShares
                | Operation::ReverseShareEntry
                | Operation::RepayShares
                | Operation::ExecuteRefund => &["board", "chair"],
                Operation::ReadRefunds
                | Operation::DraftRefund
                | Operation::DeleteRefund
                | Operation::AttachRefund
                | Operation::ReleaseRefund => &["board", "chair", "secretary"],
                Operation::ReadOffices => &["board", "chair", "secretary", "auditor"],
                Operation::GiveOffice
                | Operation::EndOffice
                | Operation::NamePresident
                | Operation::ConfirmEntrusted => &["board", "chair"],
                Operation::OpenPresidentRound | Operation::ClosePresidentRound => &["board", "chair", "secretary"],
                Operation::ReadProxies | Operation::EnterPaperProxy | Operation::EndPaperProxy => {
                    &["board", "chair", "secretary"]
                }
                Operation::ReadRegister
                | Operation::ReadMember
                | Operation::TakeRegisterLeaves
                | Operation::ExportRegister => &["board", "chair", "secretary", "auditor"],
                Operation::RecordDeparture | Operation::SetHelp => &["board", "chair", "secretary"],
                Operation::ReadApplications
                | Operation::AdmitMember
                | Operation::RefuseApplicant
                | Operation::EnterMember
                | Operation::AdoptStatutes
                | Operation::DecideMembership => &["board", "chair"],
                Operation::ReadKeyless | Operation::ReadRecovery => &["board", "chair", "secretary"],
                Operation::ConfirmRecovery => &["board", "chair"],
                Operation::BeginRecovery | Operation::RemindKeyless => &["secretary"],
                Operation::ReadDrafts
                | Operation::PrepareAssembly
                | Operation::EditDraft
                | Operation::DropDraft
                | Operation::EditAgenda
                | Operation::EditInvited
                | Operation::AttachDocument
                | Operation::ModerateComment
                | Operation::CallCandidates
                | Operation::ReadNotices
                | Operation::ReadConsole
                | Operation::OpenAdvance
                | Operation::OpenSession
                | Operation::BeginRehearsal
                | Operation::RestartCeremony
                | Operation::ExchangeHolder
                | Operation::EndRehearsal
                | Operation::EndWithoutQuorum
                | Operation::FixSheet
                | Operation::NoteSheetCertified
                | Operation::ConstituteBureau
                | Operation::NoteBureauAcceptance
                | Operation::ResendNotice => &["board", "chair", "secretary"],
                Operation::SubscribeShares
                | Operation::NameRoles
                | Operation::ConveneDraft
                | Operation::CorrectNotice
                | Operation::CancelAssembly
                | Operation::Reconvene
                | Operation::Convene
                | Operation::OpenVote
                | Operation::OpenByHands
                | Operation::NoteHands
                | Operation::NotePaper
                | Operation::WarnClosing
                | Operation::SuspendSession
                | Operation::ResumeSession
                | Operation::PutToVote
                | Operation::VoidVote
                | Operation::RecordDraw
                | Operation::OpenRunoff
                | Operation::CloseVote => &["chair"],
                Operation::PreviewImport | Operation::ReadImport | Operation::RunImport => {
                    &["board", "chair", "secretary"]
                }
                Operation::ReadMails | Operation::ResendMail | Operation::PublishMinutes => &["secretary"],
                Operation::CorrectMinutes | Operation::NoteDeclined => &["chair", "secretary"],
            };
            assert_eq!(admitted, expected, "{operation:?}");
        }
    }

    #[test]
    fn another_role_never_takes_one_away() {
        let roles = [
            Role::Chair,
            Role::Secretary,
            Role::Board,
            Role::Scrutineer,
            Role::Auditor,
            Role::Operator,
            Role::KeyHolder,
        ];
        for operation in Operation::ALL {
            for set in 0..1_usize << roles.len() {
                let held: Vec<Role> = (0..roles.len()).filter(|n| set >> n & 1 == 1).map(|n| roles[n]).collect();
                let by_one = held.iter().any(|role| allow(&member(&[*role]), *operation).is_ok());
                let expected = by_one || allow(&member(&[]), *operation).is_ok();
                assert_eq!(allow(&member(&held), *operation).is_ok(), expected, "{operation:?}, {held:?}");
            }
        }
    }

    #[test]
    fn nobody_is_told_to_sign_in_and_a_member_that_it_is_not_theirs() {
        assert_eq!(allow(&Actor::Anyone, Operation::OpenVote), Err(Refusal::SignInFirst));
        assert_eq!(allow(&member(&[]), Operation::OpenVote), Err(Refusal::NotYours));
        assert_eq!(allow(&member(&[Role::Chair]), Operation::SubmitDecryption), Err(Refusal::NotKeyHolder));
        assert_eq!(allow(&member(&[Role::Chair]), Operation::PublishMinutes), Err(Refusal::NotYours));
    }

    #[test]
    fn a_door_leads_to_one_operation() {
        let doors: Vec<&str> = Operation::ALL.iter().flat_map(|operation| operation.doors()).copied().collect();
        let distinct: HashSet<&str> = doors.iter().copied().collect();
        assert_eq!(doors.len(), distinct.len());
        assert!(doors.iter().all(|door| {
            ["GET /api/v1/", "POST /api/v1/", "DELETE /api/v1/", "/rpc/"].iter().any(|p| door.starts_with(p))
        }));
    }
}
