//! One valid example request for every operation, and what it answers. A new operation does not compile until it has
//! both its example and its place in the day.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::Refusal;
use domain::ids::{
    AmendmentId, AssemblyId, AttachmentId, CommentId, DocumentId, DraftId, ImportId, ItemId, MailId, MemberId,
    NoticeId, PasskeyId, ProposalId, ProxyId, ResolutionId, RoundId, SessionId, ShareEntryId, ShareRequestId, TermId,
    VoteId,
};
use serde_json::{Value, json};
use service::demo::PROPOSED;
use service::policy::Operation;

use super::making;
use super::prepared::Keys;
use super::world::{Member, Standing, World, candidate, email};

/// What an answer is: done, or refused.
pub type Outcome = Result<(), Refusal>;

/// What a request names in its path or, where it has none, as fields of its own. Text, for it may be malformed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    pub assembly: Option<String>,
    pub vote: Option<String>,
    pub tracker: Option<String>,
    pub member: Option<String>,
    pub session: Option<String>,
    pub mail: Option<String>,
    pub request: Option<String>,
    pub entry: Option<String>,
    pub passkey: Option<String>,
    pub office: Option<String>,
    pub import: Option<String>,
    pub proposal: Option<String>,
    pub amendment: Option<String>,
    pub comment: Option<String>,
    pub attachment: Option<String>,
    pub draft: Option<String>,
    pub document: Option<String>,
    pub notice: Option<String>,
    pub item: Option<String>,
    pub proxy: Option<String>,
    pub round: Option<String>,
}

impl Ids {
    pub fn assembly(id: AssemblyId) -> Self {
        Self { assembly: Some(id.to_string()), ..Self::default() }
    }

    pub fn vote(id: VoteId) -> Self {
        Self { vote: Some(id.to_string()), ..Self::default() }
    }

    pub fn member(id: MemberId) -> Self {
        Self { member: Some(id.to_string()), ..Self::default() }
    }

    pub fn session(id: SessionId) -> Self {
        Self { session: Some(id.to_string()), ..Self::default() }
    }

    pub fn mail(id: MailId) -> Self {
        Self { mail: Some(id.to_string()), ..Self::default() }
    }

    pub fn request(id: ShareRequestId) -> Self {
        Self { request: Some(id.to_string()), ..Self::default() }
    }

    pub fn entry(id: ShareEntryId) -> Self {
        Self { entry: Some(id.to_string()), ..Self::default() }
    }

    pub fn passkey(id: PasskeyId) -> Self {
        Self { passkey: Some(id.to_string()), ..Self::default() }
    }

    pub fn office(id: TermId) -> Self {
        Self { office: Some(id.to_string()), ..Self::default() }
    }

    pub fn import(id: ImportId) -> Self {
        Self { import: Some(id.to_string()), ..Self::default() }
    }

    pub fn proposal(id: ProposalId) -> Self {
        Self { proposal: Some(id.to_string()), ..Self::default() }
    }

    pub fn amendment(id: AmendmentId) -> Self {
        Self { amendment: Some(id.to_string()), ..Self::default() }
    }

    pub fn comment(id: CommentId) -> Self {
        Self { comment: Some(id.to_string()), ..Self::default() }
    }

    pub fn attachment(id: AttachmentId) -> Self {
        Self { attachment: Some(id.to_string()), ..Self::default() }
    }

    pub fn draft(id: DraftId) -> Self {
        Self { draft: Some(id.to_string()), ..Self::default() }
    }

    pub fn document(id: DocumentId) -> Self {
        Self { document: Some(id.to_string()), ..Self::default() }
    }

    pub fn notice(id: NoticeId) -> Self {
        Self { notice: Some(id.to_string()), ..Self::default() }
    }

    pub fn item(id: ItemId) -> Self {
        Self { item: Some(id.to_string()), ..Self::default() }
    }

    pub fn proxy(id: ProxyId) -> Self {
        Self { proxy: Some(id.to_string()), ..Self::default() }
    }

    pub fn round(id: RoundId) -> Self {
        Self { round: Some(id.to_string()), ..Self::default() }
    }

    /// The same with every id in the place of which `replace` puts another; the tracker is no id.
    pub fn with_each(&self, replace: &str) -> Self {
        let other = |id: &Option<String>| id.as_ref().map(|_| replace.to_owned());
        Self {
            assembly: other(&self.assembly),
            vote: other(&self.vote),
            tracker: self.tracker.clone(),
            member: other(&self.member),
            session: other(&self.session),
            mail: other(&self.mail),
            request: other(&self.request),
            entry: other(&self.entry),
            passkey: other(&self.passkey),
            office: other(&self.office),
            import: other(&self.import),
            proposal: other(&self.proposal),
            amendment: other(&self.amendment),
            comment: other(&self.comment),
            attachment: other(&self.attachment),
            draft: other(&self.draft),
            document: other(&self.document),
            notice: other(&self.notice),
            item: other(&self.item),
            proxy: other(&self.proxy),
            round: other(&self.round),
        }
    }

    pub fn name_something(&self) -> bool {
        let none = Self { tracker: self.tracker.clone(), ..Self::default() };
        *self != none
    }
}

/// Which field of the body says whose voice it is, in which form, and what is answered when it says another's.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// JSON pointer.
    pub field: &'static str,
    /// Whether the id is written as bare hex.
    pub hex: bool,
    pub refusal: Refusal,
}

/// A request and what it answers to somebody whom policy lets through.
#[derive(Clone, Debug)]
pub struct Example {
    pub ids: Ids,
    pub body: Value,
    pub outcome: Outcome,
    /// What is answered to ids that name nothing.
    pub missing: Refusal,
    pub owner: Option<Owner>,
    /// What is answered when another member sends this very body.
    pub of_another: Option<Refusal>,
    /// Ids that name something else, and what is answered then.
    pub elsewhere: Vec<(&'static str, Ids, Outcome)>,
}

impl Example {
    pub fn of(ids: Ids) -> Self {
        Self {
            ids,
            body: Value::Null,
            outcome: Ok(()),
            missing: Refusal::NotFound,
            owner: None,
            of_another: None,
            elsewhere: Vec::new(),
        }
    }

    pub fn body(mut self, body: Value) -> Self {
        self.body = body;
        self
    }

    /// What is answered when it has been done already.
    pub fn again(mut self, done: bool, refusal: Refusal) -> Self {
        if done {
            self.outcome = self.outcome.and(Err(refusal));
        }
        self
    }

    pub fn only_if(mut self, condition: bool, refusal: Refusal) -> Self {
        if !condition {
            self.outcome = Err(refusal);
        }
        self
    }

    pub fn elsewhere(mut self, what: &'static str, ids: Ids, outcome: Outcome) -> Self {
        self.elsewhere.push((what, ids, outcome));
        self
    }
}

/// When on the day an operation's example is valid. Within a step the order of the table holds.
pub fn step(operation: Operation) -> u32 {
    use Operation::*;
    match operation {
        ReadInterface | ReadCooperative | ReadAssembly | ReadPulse | FollowAssembly | ReadVote | ReadRecord
        | ReadDemoPeople | SetLanguage | Apply | ReadMe | ReadMyVotes | ReadSessions | ReadMails | ReadConsole
        | ReadKeyHolderTask | AdmitMember | ReadApplication | ReadRegister | ReadMember | ReadApplications
        | ReadOwnRecord | ReadOwnData | PreviewText | ReadProposals | ReadProposal | ReadQuestions | ReadElections
        | ReadMemberList | ReadPasskeys | ReadOffices | PreviewImport | ReadImport | RunImport => 0,
        ReadComments | ReadComment | ReadAttachment | ReadMyProxies | ReadProxies => 0,
        ReadMyKey | ReadKeyless | ReadRecovery | ReadCalendar | ReadDrafts | ReadDocument | ReadNotices
        | ReadMyNotices => 0,
        SubscribeShares | RegisterKey => 1,
        ReadBallotPaper | ReleaseEntrusted | ConfirmEntrusted | MakeHolderKey | TakeCeremonyStep | RestartCeremony
        | ExchangeHolder => 2,
        ApproveTrustees => 3,
        // Before everybody has a key: what is said aloud is typed for who has none.
        ReadHands | CountHands | NoteHands | MarkPaper | ReadPaper | CountPaper | NotePaper | PrintCode | EndCode
        | EndOwnCode => 0,
        ReadDesk | ReadArrival | ReadPlanB => 0,
        ChangeDoorCode | Arrive => 4,
        ReadSheet | FixSheet => 4,
        CertifySheet | NoteSheetCertified | TakePart => 5,
        OpenAdvance | OpenSession | ConstituteBureau | AcceptBureauSeat | NoteBureauAcceptance | RecordAttendance => 4,
        OpenVote => 5,
        ReadArchive | ReadWholeAssembly | TakeRegisterLeaves | ReadTracker | ReadVoiceProof | ReadMandateProof
        | CastOpen | CastSecret | ReadRoll | SignRoll => 6,
        PutToVote | RecordDraw | ConfirmDraw | DeclineSeat | NoteDeclined | OpenRunoff => 6,
        BeginRehearsal | EndRehearsal | OpenByHands => 7,
        EndWithoutQuorum | WarnClosing | SuspendSession | ResumeSession | VoidVote | CloseVote => 7,
        SubmitDecryption => 8,
        PublishMinutes => 9,
        ReadMinutes | SignMinutes | CorrectMinutes | ReadParticipation => 10,
        ReadMyShares
        | AskShares
        | WithdrawShareRequest
        | ReadShareRegister
        | ReadMemberShares
        | DecideShareRequest
        | RecordPayment
        | CancelShares
        | ReverseShareEntry
        | RepayShares
        | ReadRefunds
        | DraftRefund
        | DeleteRefund
        | AttachRefund
        | ReleaseRefund
        | ExecuteRefund
        | NameRoles
        | Convene
        | ReadStatutes
        | AdoptStatutes
        | DraftProposal
        | EditProposal
        | MoveProposal
        | InviteAuthor
        | AnswerInvitation
        | SupportProposal
        | WithdrawSupport
        | AmendProposal
        | DecideAmendment
        | WriteComment
        | CorrectComment
        | ModerateComment
        | AttachToProposal
        | RemoveAttachment
        | DecideProposal
        | AskQuestion
        | AnswerQuestions
        | CorrectAnswer
        | CallCandidates
        | DeclareCandidacy
        | ProposeCandidate
        | AcceptCandidacy
        | WithdrawCandidacy
        | GiveProxy
        | AnswerProxy
        | RevokeProxy
        | EnterPaperProxy
        | EndPaperProxy
        | BeginPasskey
        | FinishPasskey
        | BeginSecondByPasskey
        | FinishSecondByPasskey
        | RenamePasskey
        | RemovePasskey
        | PrepareAssembly
        | EditDraft
        | DropDraft
        | EditAgenda
        | EditInvited
        | AttachDocument
        | ConveneDraft
        | CorrectNotice
        | SetHelp
        | GiveOffice
        | EndOffice
        | OpenPresidentRound
        | NamePresident
        | ClosePresidentRound => 11,
        // Signing in sweeps expired sessions away.
        AskSignIn | SignInByCode | SignInByLink | AskChallenge | SignInByKey | SignInByPaperCode | SignInDemo
        | BeginPasskeySignIn | FinishPasskeySignIn | RevokeSession | ResendMail | CorrectRecord | ChangeEmail
        | ConfirmMyEmail | SetConsent | ConfirmApplication | WithdrawApplication | ExportRegister | RefuseApplicant
        | EnterMember | DecideMembership | RecordDeparture | Reconvene | ResendNotice => 12,
        // Nobody has a key to replace before, and after it nobody speaks with the key of this world.
        AskSecond | ConfirmSecond | BeginRecovery | ConfirmRecovery | RemindKeyless => 1,
        ReplaceKey | CancelAssembly => 13,
        RecoverKey => 14,
        // Whoever leaves is gone.
        Leave => 15,
        RevokeOtherSessions => 16,
        SignOut => 17,
    }
}

/// Whether done once by anyone is done for all, or each does it for themselves.
pub fn personal(operation: Operation) -> bool {
    use Operation::*;
    matches!(
        operation,
        RegisterKey
            | MakeHolderKey
            | TakeCeremonyStep
            | ApproveTrustees
            | SignRoll
            | SubmitDecryption
            | RevokeSession
            | AskShares
            | WithdrawShareRequest
            | EditProposal
            | MoveProposal
            | AnswerInvitation
            | WithdrawSupport
            | DecideAmendment
            | CorrectComment
            | RemoveAttachment
            | DeclareCandidacy
            | WithdrawCandidacy
            | AnswerProxy
            | RevokeProxy
            | FinishPasskey
            | FinishSecondByPasskey
            | RemovePasskey
            | ConfirmSecond
            | AcceptBureauSeat
            | CountHands
            | CountPaper
            | ConfirmDraw
            | DeclineSeat
            | CertifySheet
            | TakePart
            | Arrive
    )
}

/// What is answered to somebody who leaves offices aside, where that matters: a message does not make a key to an office.
/// The other session of the same person has ended theirs, if it ends all others.
pub fn told(operation: Operation, who: &Standing, outcome: Outcome) -> Outcome {
    use Operation::*;
    match operation {
        BeginPasskey | FinishPasskey | RemovePasskey if who.withheld => Err(Refusal::StrongSignIn),
        // Without the office nobody reads what is not convened yet.
        ReadDocument if who.withheld => Err(Refusal::NotFound),
        // Without it nobody leads an assembly in whose bureau they do not sit.
        ReadHands | ReadPaper if who.withheld => Err(Refusal::NotFound),
        ReadSheet if who.withheld && outcome == Err(Refusal::BureauMissing) => Err(Refusal::NotFound),
        RevokeOtherSessions if who.withheld || gone(who.number) => Err(Refusal::SignInFirst),
        _ => outcome,
    }
}

/// What is answered in a session that began with a message, where it differs.
pub fn by_message(operation: Operation) -> Option<Outcome> {
    match operation {
        Operation::AskSecond => Some(Err(Refusal::SecondSameMeans)),
        Operation::ConfirmSecond => Some(Err(Refusal::SignInOver)),
        _ => None,
    }
}

/// The example of an operation as one member would send it. What can be done once only is there twice, for the first
/// way in and for the second; `done`: it has been done before, by this way.
pub async fn example(world: &World, operation: Operation, who: &Member, second: bool, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap().clone();
    let assembly = || Example::of(Ids::assembly(world.today));
    let vote = |id| Example::of(Ids::vote(id));
    let past = || Ids::assembly(world.past);
    let other = || Ids::assembly(world.other);
    let past_vote = || Ids::vote(world.past_vote);
    let other_vote = || Ids::vote(world.other_vote);
    let (over, to_come) = ("an assembly that is over", "an assembly to come");
    let (vote_over, vote_to_come) = ("a vote of an assembly that is over", "a vote of an assembly to come");
    let holds = |assembly| world.holds(who.number, assembly);
    let if_holder = |assembly, outcome: Outcome| if holds(assembly) { outcome } else { Err(Refusal::NotKeyHolder) };
    match operation {
        ReadInterface | ReadCooperative | ReadDemoPeople | SetLanguage | AskChallenge | ReadMe | ReadMyVotes
        | ReadSessions | ReadStatutes | ReadMails | ReadRegister | ReadApplications | SignOut | ReadCalendar => {
            Example::of(Ids::default())
        }
        Apply => Example::of(Ids::default()).body(application()),
        ExportRegister => Example::of(Ids::default()).body(json!({ "format": "csv" })),
        // Pressed twice is pressed once: nobody is refused.
        ReadApplication | ConfirmApplication | WithdrawApplication => {
            Example::of(Ids::default()).body(json!({ "link": prepared.application }))
        }
        ReadElections | CallCandidates | DeclareCandidacy | ProposeCandidate | AcceptCandidacy | WithdrawCandidacy => {
            super::candidates::example(world, operation, who, done)
        }
        ReadMyProxies | GiveProxy | AnswerProxy | RevokeProxy | ReadProxies | EnterPaperProxy | EndPaperProxy => {
            super::proxies::example(world, operation, who, done)
        }
        ReadQuestions | AskQuestion | AnswerQuestions | CorrectAnswer => {
            super::questions::example(world, operation, done)
        }
        ReadDrafts | PrepareAssembly | EditDraft | DropDraft | EditAgenda | EditInvited | AttachDocument
        | ReadDocument | ConveneDraft | ReadNotices | ReadMyNotices | CorrectNotice | CancelAssembly | Reconvene
        | ResendNotice => super::convening::example(world, operation, who, done),
        ReadRefunds | DraftRefund | DeleteRefund | AttachRefund | ReleaseRefund | ExecuteRefund => {
            super::refunds::example(world, operation, done).await
        }
        ConstituteBureau | AcceptBureauSeat | NoteBureauAcceptance => {
            super::bureau::example(world, operation, who, done).await
        }
        RecordAttendance | TakePart => {
            let body = json!({ "number": NEIGHBOUR, "comes": "yes" });
            let there = operation == TakePart && super::bureau::there(world, who).await;
            let example = assembly().body(body).again(done || there, Refusal::AlreadyThere);
            // At the door of an assembly of this hour somebody may be entered already.
            let early = if operation == TakePart { Err(Refusal::NotInSession) } else { Ok(()) };
            example.elsewhere(over, past(), Err(Refusal::AssemblyOver)).elsewhere(to_come, other(), early)
        }
        OpenByHands | ReadHands | CountHands | NoteHands => super::raised::example(world, operation, who, second, done),
        MarkPaper | ReadPaper | CountPaper | NotePaper => super::raised::on_paper(world, operation, who, second, done),
        PrintCode | EndCode | EndOwnCode | SignInByPaperCode => {
            super::raised::of_codes(world, (operation, who), second, done, &prepared.challenge)
        }
        ReleaseEntrusted => released(world, who, &prepared.challenge, done),
        ConfirmEntrusted => Example::of(Ids::assembly(world.kept))
            .body(json!({ "most": 3 }))
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other(), Err(Refusal::EntrustedOff)),
        ReadPlanB => assembly().elsewhere(over, past(), Err(Refusal::AssemblyOver)).elsewhere(to_come, other(), Ok(())),
        ChangeDoorCode | Arrive => super::bureau::of_door(world, operation, who, done).await,
        ReadMember => Example::of(Ids::member(world.waiting)).elsewhere("who left", Ids::member(world.left()), Ok(())),
        RefuseApplicant => Example::of(Ids::member(world.unwanted))
            .body(json!({ "reason": "Dossier incomplet" }))
            .again(done, Refusal::AlreadyDecided)
            .elsewhere("a member", Ids::member(who.id), Err(Refusal::AlreadyDecided)),
        AdoptStatutes => Example::of(Ids::default())
            .body(json!({
                "follows": if second { 2 } else { 1 }, "preset": "sa-cooperative-fr-ago", "from": "2100-01-01",
                "decision": "AGE", "notice-first": if second { "21" } else { "20" }, "confirm": "1",
            }))
            .again(done, Refusal::StatutesChanged),
        // Whoever is entered twice is entered once.
        EnterMember => {
            Example::of(Ids::default()).body(json!({ "class": "friend", "name": "Amie", "email": "amie@example.org" }))
        }
        DecideMembership => moved(world, 30, "suspend").again(done, Refusal::MemberState),
        RecordDeparture => moved(world, 31, "leave").again(done, Refusal::MemberState),
        ReadOwnRecord | ReadOwnData | ReadMyShares | ReadShareRegister | ReadPasskeys | ReadOffices
        | BeginPasskeySignIn | BeginPasskey | BeginSecondByPasskey | RevokeOtherSessions => Example::of(Ids::default()),
        CorrectRecord => Example::of(Ids::default()).body(json!({
            "name": "Quelqu’un", "street": "1 rue des Essais", "city": "Besançon", "language": "fr",
        })),
        ChangeEmail => Example::of(Ids::default()).body(json!({ "email": "autre@example.org" })),
        ConfirmMyEmail => {
            Example::of(Ids::default()).body(json!({ "link": prepared.link })).again(done, Refusal::EmailLinkOver)
        }
        SetHelp => Example::of(Ids::default()).body(json!({ "phone": "03 53 01 00 12", "email": "aide@example.org" })),
        SetConsent => Example::of(Ids::default()).body(json!({ "consent": "yes" })),
        Leave => leaving(who.number, second),
        AskShares | WithdrawShareRequest | ReadMemberShares | DecideShareRequest | RecordPayment | CancelShares
        | ReverseShareEntry | RepayShares => of_shares(world, operation, who, second, done),
        FinishPasskeySignIn
        | FinishPasskey
        | FinishSecondByPasskey
        | RenamePasskey
        | RemovePasskey
        | GiveOffice
        | EndOffice => of_keys(&prepared.keys, operation, who, done),
        OpenPresidentRound => Example::of(Ids::default()).again(done, Refusal::PresidentRoundOpen),
        // Whoever names the chair of the day changes nothing when the round is closed.
        NamePresident => Example::of(Ids::round(prepared.keys.round.expect("a round"))).body(json!({ "number": 1 })),
        ClosePresidentRound => {
            Example::of(Ids::round(prepared.keys.round.expect("a round"))).again(done, Refusal::PresidentRoundClosed)
        }
        PreviewText | ReadProposals | ReadProposal | DraftProposal | EditProposal | MoveProposal | InviteAuthor
        | AnswerInvitation | SupportProposal | WithdrawSupport | AmendProposal | DecideAmendment | DecideProposal => {
            super::proposals::example(world, operation, who, done)
        }
        ReadComments | ReadComment | WriteComment | CorrectComment | ModerateComment | ReadAttachment
        | AttachToProposal | RemoveAttachment => super::discussion::example(world, operation, who, done),
        ReadMyKey | AskSecond | ReadKeyless | RemindKeyless => Example::of(Ids::default()),
        ConfirmSecond => {
            let code = prepared.codes.get(&who.number).cloned().unwrap_or_default();
            Example::of(Ids::default()).body(json!({ "code": code })).again(done, Refusal::SignInOver)
        }
        // The same key again is answered the same.
        ReplaceKey => {
            let body = making::other_registration(world, who, 1);
            Example { of_another: Some(Refusal::KeyInvalid), ..Example::of(Ids::default()).body(body) }
        }
        RecoverKey => {
            // Nobody helps the secretary: there is one only.
            let code = prepared.codes.get(&who.number).cloned().unwrap_or_default();
            let body = json!({ "code": code, "registration": making::other_registration(world, who, 2) });
            let example = Example::of(Ids::default()).body(body).only_if(who.number != 2, Refusal::RecoveryOver);
            Example { of_another: Some(Refusal::KeyInvalid), ..example }
        }
        ReadRecovery | BeginRecovery => member_in_good_standing(world, world.member(8).id),
        ConfirmRecovery => member_in_good_standing(world, world.member(8).id)
            .again(done, Refusal::RecoveryConfirmed)
            .elsewhere("a member whom nobody helps", Ids::member(world.member(7).id), Err(Refusal::RecoveryOver)),
        AskSignIn => Example::of(Ids::default()).body(json!({ "email": email(5) })),
        SignInByCode => {
            let body = json!({ "browser": prepared.browser, "code": prepared.code });
            Example::of(Ids::default()).body(body).again(done, Refusal::SignInOver)
        }
        SignInByLink => {
            Example::of(Ids::default()).body(json!({ "link": prepared.link })).again(done, Refusal::SignInOver)
        }
        SignInByKey => {
            let owner = Owner { field: "/member", hex: false, refusal: Refusal::SignInOver };
            let body = making::signed_challenge(world, world.member(5), &prepared.challenge);
            let example = Example { owner: Some(owner), ..Example::of(Ids::default()) };
            example.body(body).again(done, Refusal::SignInOver)
        }
        RevokeSession => {
            let another = prepared.sessions.iter().find(|(number, _)| **number != who.number).expect("somebody else");
            Example::of(Ids::session(prepared.sessions[&who.number])).again(done, Refusal::NotFound).elsewhere(
                "another member's session",
                Ids::session(*another.1),
                Err(Refusal::NotFound),
            )
        }
        ResendMail => Example::of(Ids::mail(prepared.failed.expect("a message that failed")))
            .again(done, Refusal::MailState)
            .elsewhere("a message that was sent", Ids::mail(prepared.sent.expect("sent")), Err(Refusal::MailState)),
        PreviewImport => Example::of(Ids::default()).body(json!({ "file": "nom;commune\nQuelqu’un;Besançon\n" })),
        ReadImport | RunImport => Example::of(Ids::import(prepared.import.expect("a file"))),
        ReadAssembly | ReadPulse | FollowAssembly | ReadRecord | ReadWholeAssembly | TakeRegisterLeaves
        | ReadConsole | ReadDesk | ReadArrival | ReadBallotPaper | ReadMemberList => {
            assembly().elsewhere(over, past(), Ok(())).elsewhere(to_come, other(), Ok(()))
        }
        ReadMinutes => assembly().elsewhere(over, past(), Ok(())).elsewhere(to_come, other(), Err(Refusal::NotFound)),
        ReadVote => {
            vote(world.open).elsewhere(vote_over, past_vote(), Ok(())).elsewhere(vote_to_come, other_vote(), Ok(()))
        }
        ReadArchive => vote(world.secret)
            .elsewhere("an open vote", Ids::vote(world.open), Err(Refusal::NotFound))
            .elsewhere(vote_over, past_vote(), Err(Refusal::NotFound))
            .elsewhere(vote_to_come, other_vote(), Err(Refusal::NotFound)),
        ReadTracker => {
            let tracker = |id| Ids { tracker: Some("AAAA".to_owned()), ..Ids::vote(id) };
            Example::of(tracker(world.secret)).elsewhere(vote_to_come, tracker(world.other_vote), Ok(()))
        }
        ReadVoiceProof => {
            // The members of the demo page had no key then.
            let then = if who.number <= PROPOSED { Err(Refusal::NotOnRoll) } else { Ok(()) };
            vote(world.secret).elsewhere(vote_over, past_vote(), then).elsewhere(
                vote_to_come,
                other_vote(),
                Err(Refusal::NotFound),
            )
        }
        ReadMandateProof | ReadParticipation => vote(world.secret).elsewhere(vote_over, past_vote(), Ok(())).elsewhere(
            vote_to_come,
            other_vote(),
            Err(Refusal::NotFound),
        ),
        SignInDemo => Example::of(Ids::member(who.id))
            .only_if(world.is_member(who.number), Refusal::NotFound)
            .elsewhere("an applicant", Ids::member(world.waiting), Err(Refusal::NotFound))
            .elsewhere("who left", Ids::member(world.left()), Err(Refusal::NotFound)),
        RegisterKey => {
            let example = Example::of(Ids::default()).body(making::registration(world, who));
            Example { of_another: Some(Refusal::KeyInvalid), ..example.again(done, Refusal::KeyExists) }
        }
        CastOpen => {
            let owner = Owner { field: "/ballot/voice", hex: true, refusal: Refusal::NotYourVoice };
            let example = vote(world.open).body(making::open_ballot(world, who).await);
            // A ballot names its vote: that of another path, whatever is there, is none of its business.
            Example { missing: Refusal::Malformed, ..voiced(example, owner) }
                .elsewhere(vote_over, past_vote(), Err(Refusal::Malformed))
                .elsewhere("a secret vote", Ids::vote(world.secret), Err(Refusal::Malformed))
                .elsewhere(vote_to_come, other_vote(), Err(Refusal::Malformed))
        }
        CastSecret => {
            let owner = Owner { field: "/voice", hex: false, refusal: Refusal::NotYourVoice };
            voiced(vote(world.secret).body(making::secret_ballot(world, who).await), owner)
                .elsewhere(vote_over, past_vote(), Err(Refusal::Malformed))
                .elsewhere("an open vote", Ids::vote(world.open), Err(Refusal::Malformed))
                .elsewhere(vote_to_come, other_vote(), Err(Refusal::VoteNotOpen))
        }
        ReadKeyHolderTask => assembly()
            .only_if(holds(world.today), Refusal::NotKeyHolder)
            .elsewhere(over, past(), if_holder(world.past, Ok(())))
            .elsewhere(to_come, other(), if_holder(world.other, Ok(()))),
        MakeHolderKey => assembly()
            .body(making::holder_key(who))
            .again(done, Refusal::HolderKeyExists)
            .only_if(holds(world.today), Refusal::NotKeyHolder)
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other(), if_holder(world.other, Ok(()))),
        TakeCeremonyStep => Example::of(Ids::assembly(world.together))
            .body(making::certificate(world, who).await)
            .only_if(holds(world.together), Refusal::NotKeyHolder)
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other(), Err(Refusal::CeremonyOver)),
        // In their own place: nothing changes, and nobody is refused.
        ExchangeHolder => Example::of(Ids::assembly(world.together))
            .body(json!({ "place": 1, "number": super::world::HOLDERS[0] }))
            .elsewhere(over, past(), Err(Refusal::AssemblyOver)),
        RestartCeremony => Example::of(Ids::assembly(world.together))
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other(), Err(Refusal::CeremonyOver)),
        ApproveTrustees => {
            let signer = if holds(world.today) { who } else { world.member(super::world::HOLDERS[0]) };
            let example = vote(world.secret).body(making::approval(world, signer).await);
            Example { of_another: Some(Refusal::HolderKeyInvalid), ..example }
                .again(done, Refusal::HolderKeyExists)
                .only_if(holds(world.today), Refusal::NotKeyHolder)
                .elsewhere(vote_over, past_vote(), if_holder(world.past, Err(Refusal::VoteAlreadyOpen)))
                .elsewhere(vote_to_come, other_vote(), if_holder(world.other, Err(Refusal::KeyHoldersNotReady)))
        }
        ReadRoll => vote(world.secret)
            .only_if(holds(world.today), Refusal::NotKeyHolder)
            .elsewhere("an open vote", Ids::vote(world.open), if_holder(world.today, Err(Refusal::NotFound)))
            .elsewhere(vote_over, past_vote(), if_holder(world.past, Err(Refusal::NotFound)))
            .elsewhere(vote_to_come, other_vote(), if_holder(world.other, Err(Refusal::NotFound))),
        SignRoll => {
            let signer = if holds(world.today) { who } else { world.member(super::world::HOLDERS[0]) };
            let example = vote(world.secret).body(making::roll_check(world, signer).await);
            Example { of_another: Some(Refusal::HolderKeyInvalid), ..example }
                .only_if(holds(world.today), Refusal::NotKeyHolder)
                .elsewhere("an open vote", Ids::vote(world.open), if_holder(world.today, Err(Refusal::NotFound)))
                .elsewhere(vote_over, past_vote(), if_holder(world.past, Err(Refusal::NotFound)))
                .elsewhere(vote_to_come, other_vote(), if_holder(world.other, Err(Refusal::NotFound)))
        }
        SubmitDecryption => {
            let holder = if holds(world.today) { who } else { world.member(super::world::HOLDERS[0]) };
            let example = vote(world.secret).body(making::decryption(world, holder).await);
            let not_awaited = Err(Refusal::NotAwaitingDecryption);
            Example { of_another: Some(Refusal::DecryptionInvalid), ..example }
                .again(done, Refusal::DecryptionExists)
                .only_if(holds(world.today), Refusal::NotKeyHolder)
                .elsewhere("an open vote", Ids::vote(world.open), if_holder(world.today, not_awaited))
                .elsewhere(vote_over, past_vote(), if_holder(world.past, not_awaited))
                .elsewhere(vote_to_come, other_vote(), if_holder(world.other, not_awaited))
        }
        OpenAdvance => Example::of(Ids::assembly(world.ahead))
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere("one without ballots in advance", other(), Err(Refusal::NoAdvance)),
        OpenSession => assembly().elsewhere(over, past(), Err(Refusal::AssemblyOver)),
        EndWithoutQuorum => Example::of(Ids::assembly(world.lacking[usize::from(second)]))
            .again(done, Refusal::AssemblyOver)
            .elsewhere("an assembly in which votes are open", Ids::assembly(world.today), Err(Refusal::VotesUndecided))
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other(), Err(Refusal::NotInSession)),
        OpenVote => vote(if second { world.secret } else { world.open })
            .again(done, Refusal::VoteAlreadyOpen)
            .elsewhere(vote_over, past_vote(), Err(Refusal::AssemblyOver))
            .elsewhere(vote_to_come, other_vote(), Err(Refusal::NotInSession)),
        WarnClosing => vote(if second { world.secret } else { world.open })
            .elsewhere(vote_over, past_vote(), Err(Refusal::VoteAlreadyClosed))
            .elsewhere(vote_to_come, other_vote(), Err(Refusal::VoteNotOpen)),
        BeginRehearsal => Example::of(Ids::default()),
        EndRehearsal => Example::of(Ids::assembly(prepared.rehearsal.expect("a rehearsal")))
            .elsewhere(over, past(), Err(Refusal::NoRehearsal))
            .elsewhere(to_come, other(), Err(Refusal::NoRehearsal)),
        SuspendSession | ResumeSession => assembly().elsewhere(over, past(), Err(Refusal::AssemblyOver)).elsewhere(
            to_come,
            other(),
            Err(Refusal::NotInSession),
        ),
        PutToVote => assembly()
            .body(put_to_vote(world.put[usize::from(second)], second))
            .elsewhere(over, past(), Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other(), Err(Refusal::NotInSession)),
        VoidVote => vote(world.spare[usize::from(second)])
            .body(json!({ "reason": "Le texte a changé." }))
            .again(done, Refusal::VoteVoided)
            .elsewhere(vote_over, past_vote(), Err(Refusal::AssemblyOver))
            .elsewhere(vote_to_come, other_vote(), Err(Refusal::NotInSession)),
        DeclineSeat | NoteDeclined => super::seated::example(world, operation, who, second, done),
        RecordDraw | ConfirmDraw => super::tied::example(world, operation, who, second, done),
        OpenRunoff => vote(world.tied[2 + usize::from(second)])
            .again(done, Refusal::NoRunoff)
            .elsewhere("a vote on a text", Ids::vote(world.secret), Err(Refusal::NoRunoff))
            .elsewhere(vote_over, past_vote(), Err(Refusal::AssemblyOver))
            .elsewhere(vote_to_come, other_vote(), Err(Refusal::NotInSession)),
        CloseVote => vote(if second { world.secret } else { world.open })
            .again(done, Refusal::VoteAlreadyClosed)
            .elsewhere(vote_over, past_vote(), Err(Refusal::VoteAlreadyClosed))
            .elsewhere(vote_to_come, other_vote(), Err(Refusal::VoteNotOpen)),
        ReadSheet | FixSheet | CertifySheet | NoteSheetCertified => {
            super::bureau::of_sheet(world, operation, who, done).await
        }
        PublishMinutes => Example::of(Ids::assembly(if second { world.decided } else { world.today }))
            .again(done, Refusal::MinutesPublished)
            .elsewhere(over, past(), Err(Refusal::MinutesPublished))
            .elsewhere(to_come, other(), Err(Refusal::NotInSession)),
        SignMinutes => super::bureau::of_minutes(world, who).await,
        CorrectMinutes => super::bureau::of_corrections(world).await,
        AdmitMember => Example::of(Ids::member(world.applicant)).again(done, Refusal::AlreadyDecided).elsewhere(
            "a member",
            Ids::member(who.id),
            Err(Refusal::AlreadyDecided),
        ),
        SubscribeShares => member_in_good_standing(world, world.applicant),
        NameRoles | Convene => member_in_good_standing(world, world.member(6).id),
    }
}

/// An application, for REST and, under the names of its fields, for the form.
fn application() -> Value {
    let mut body = serde_json::to_value(candidate("Somebody")).unwrap();
    body["email"] = json!("somebody@example.org");
    body
}

/// A member who signs in nowhere and comes to the door.
const NEIGHBOUR: u32 = 40;

/// Something that happens to a member.
fn moved(world: &World, number: u32, happens: &str) -> Example {
    Example::of(Ids::member(world.member(number).id))
        .body(json!({ "happens": happens, "reason": "Conseil du 3 novembre" }))
        .elsewhere("who left", Ids::member(world.left()), Err(Refusal::MemberState))
}

/// Who leaves in the end, by the first way in and by the second.
const LEAVE: [u32; 2] = [5, 15];
/// Whether there is a second way in: functions have one alone.
static TWO_WAYS: AtomicBool = AtomicBool::new(false);

/// Whether somebody has left by the end of the day.
fn gone(number: Option<u32>) -> bool {
    let ways = if TWO_WAYS.load(Ordering::SeqCst) { 2 } else { 1 };
    LEAVE[..ways].iter().any(|leaves| number == Some(*leaves))
}

/// One member leaves by each way in; the others have not said to be sure. Who left is nobody any more.
fn leaving(number: u32, second: bool) -> Example {
    TWO_WAYS.fetch_or(second, Ordering::SeqCst);
    let (first, leaves) = (LEAVE[0], number == LEAVE[usize::from(second)]);
    let example = Example::of(Ids::default()).body(json!({ "sure": if leaves { "yes" } else { "no" } }));
    match (leaves, second && number == first) {
        (_, true) => example.again(true, Refusal::SignInFirst),
        (leaves, false) => example.only_if(leaves, Refusal::LeaveNotConfirmed),
    }
}

/// Requests about shares. A form says amounts as people write them.
fn of_shares(world: &World, operation: Operation, who: &Member, form: bool, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap().clone();
    let owing = || Example::of(Ids::member(world.member(super::shares::OWING).id));
    match operation {
        AskShares => Example::of(Ids::default()).body(json!({ "kind": "subscription", "shares": 1 })),
        WithdrawShareRequest => {
            let another = prepared.requests.iter().find(|(number, _)| **number != who.number).expect("somebody else");
            Example::of(Ids::request(prepared.requests[&who.number])).again(done, Refusal::RequestDecided).elsewhere(
                "another member's request",
                Ids::request(*another.1),
                Err(Refusal::NotFound),
            )
        }
        DecideShareRequest => Example::of(Ids::request(prepared.waiting.expect("a request that waits")))
            .body(json!({ "decision": "grant" }))
            .again(done, Refusal::RequestDecided),
        RecordPayment => {
            let amount = if form { json!({ "amount": "16,00" }) } else { json!({ "cents": 1600 }) };
            let mut body = json!({ "reference": format!("virement {form}") });
            body.as_object_mut().expect("fields").extend(amount.as_object().cloned().expect("fields"));
            owing().body(body).elsewhere("who owes nothing", Ids::member(world.left()), Err(Refusal::MemberState))
        }
        CancelShares => owing().body(json!({ "shares": 1 })).elsewhere(
            "who owes nothing",
            Ids::member(world.left()),
            Err(Refusal::PaidShares),
        ),
        ReverseShareEntry => {
            let example = Example::of(Ids::entry(prepared.entry.expect("a payment")));
            example.body(json!({ "reason": "Saisi deux fois" })).again(done, Refusal::EntryReversed)
        }
        RepayShares => Example::of(Ids::member(world.left())).again(done, Refusal::TooFewShares).elsewhere(
            "a member",
            Ids::member(world.member(5).id),
            Err(Refusal::MemberState),
        ),
        _ => Example::of(Ids::member(who.id)),
    }
}

/// A member asks for the voice that the server keeps: those without a key when its vote opened have one. The bytes they sign are good
/// once, whoever it was.
fn released(world: &World, who: &Member, challenge: &[u8; 32], done: bool) -> Example {
    let mut body = making::signed_challenge(world, who, challenge);
    body.as_object_mut().expect("an object").remove("member");
    let outcome = match (done, who.number <= PROPOSED) {
        (true, _) => Err(Refusal::SignInOver),
        (false, true) => Ok(()),
        (false, false) => Err(Refusal::EntrustedNone),
    };
    let example = Example { outcome, of_another: Some(Refusal::SignInOver), ..Example::of(Ids::assembly(world.kept)) };
    let nowhere = Err(Refusal::EntrustedNone);
    example.body(body).elsewhere("an assembly that is over", Ids::assembly(world.past), nowhere).elsewhere(
        "an assembly to come",
        Ids::assembly(world.other),
        nowhere,
    )
}

/// The examples of passkeys and offices.
fn of_keys(keys: &Keys, operation: Operation, who: &Member, done: bool) -> Example {
    use Operation::*;
    let sent = |number: u32| Example::of(Ids::default()).body(keys.bodies.get(&number).cloned().unwrap_or_default());
    match operation {
        FinishPasskeySignIn => sent(5).again(done, Refusal::PasskeyRefused),
        FinishPasskey => Example { of_another: Some(Refusal::PasskeyInvalid), ..sent(who.number) }
            .again(done, Refusal::PasskeyInvalid),
        FinishSecondByPasskey => Example { of_another: Some(Refusal::PasskeyRefused), ..sent(who.number) }
            .again(done, Refusal::PasskeyRefused),
        RenamePasskey | RemovePasskey => {
            let another = keys.passkeys.iter().find(|(number, _)| **number != who.number).expect("somebody else");
            let example = Example::of(Ids::passkey(keys.passkeys[&who.number]));
            let example = if operation == RenamePasskey { example.body(json!({ "name": "Clé" })) } else { example };
            let example = example.again(done && operation == RemovePasskey, Refusal::NotFound);
            example.elsewhere("another member's passkey", Ids::passkey(*another.1), Err(Refusal::NotFound))
        }
        GiveOffice => Example::of(Ids::default()).body(json!({ "number": 32, "role": "scrutineer" })),
        _ => Example::of(Ids::office(keys.held.expect("an office")))
            .body(json!({ "last_day": null }))
            .again(done, Refusal::OfficeOver)
            .elsewhere("an office that is over", Ids::office(keys.over.expect("one")), Err(Refusal::OfficeOver)),
    }
}

/// A body that speaks for one voice, which nobody else may send.
fn voiced(example: Example, owner: Owner) -> Example {
    Example { owner: Some(owner), of_another: Some(owner.refusal), ..example }
}

fn member_in_good_standing(world: &World, member: MemberId) -> Example {
    Example::of(Ids::member(member)).elsewhere("who left", Ids::member(world.left()), Err(Refusal::MemberState))
}

/// A motion, as a program sends it and, under the names of its fields, as the form does.
fn put_to_vote(id: ResolutionId, form: bool) -> Value {
    let words = "Motion d’ordre";
    if form {
        return json!({ "id": id, "cause": "procedure", "title": words, "text": words, "mode": "open" });
    }
    let text = json!({ "fr": words, "en": "" });
    json!({ "id": id, "cause": "procedure", "title": text, "text": text, "mode": "open" })
}
