//! The acts of an assembly from its opening to its minutes, and before them those that lead to another (`convening`), in an order
//! in which each is possible.

use domain::Refusal;
use domain::attendance::RecordAttendance;
use domain::bureau::{ConstituteBureau, Seat};
use domain::ceremony::{CeremonyMessage, CeremonyPart, ExchangeHolder};
use domain::codes::{EndCode, PrintCode};
use domain::door::Arrive;
use domain::entrusted::ReleaseEntrusted;
use domain::hands::{CountHands, Hands};
use domain::help::HelpContact;
use domain::ids::{AssemblyId, DraftId, ProposalId, RoundId, VoteId};
use domain::minutes_corrected::CorrectMinutes;
use domain::minutes_signed::SignMinutes;
use domain::paper::{CountPaper, MarkPaper, Papers, TextPapers, Way};
use domain::proposals::Support;
use domain::resolution::Choice;
use domain::roll_checks::SignRoll;
use domain::wire::{ApproveTrustees, CastOpen, CastSecret, SubmitDecryption};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::minutes_signed::MinutesSigned;
use service::{Again, Error, Service};

use crate::convening;
use crate::declining;
use crate::draw;
use crate::election;
use crate::entrusted;
use crate::president;
use crate::refunds;
use crate::three::HOLDERS;
use crate::world::{DAY, START, World, seeded};

/// Who votes.
const VOTER: usize = 1;
/// Who comes by the code of the door.
const DOOR: usize = 0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SupportProposal,
    SubmitProposal,
    AdmitProposal,
    ConveneDraft,
    CallOff,
    SetHelp,
    OpenSession,
    ConstituteBureau,
    AcceptBureauSeat,
    EnterAtTheDesk,
    ChangeDoorCode,
    Arrive,
    FixSheet,
    CertifySheet,
    NoteSheetCertified,
    OpenOpenVote,
    MakeHolderKey,
    ApproveTrustees,
    OpenSecretVote,
    SignRoll,
    CastOpen,
    CastSecret,
    ReplaceOpen,
    ReplaceSecret,
    WarnClosing,
    Suspend,
    Resume,
    VoidVote,
    OpenByHands,
    CloseBeforeHands,
    CountHands,
    AgreeHands,
    CloseOpen,
    CloseSecret,
    SubmitDecryption,
    PrintCode,
    EndCode,
    EndOwnCode,
    OpenForPaper,
    MarkPaper,
    CloseBeforePapers,
    CountPaper,
    AgreePaper,
    PublishMinutes,
    SignMinutes,
    CorrectMinutes,
    // Of an assembly whose key is made by three together; these do not follow the others.
    TakeCeremonyStep,
    CompareLast,
    RestartCeremony,
    ExchangeHolder,
    // These follow nothing but what each begins with.
    BeginRehearsal,
    EndRehearsal,
    EndWithoutQuorum,
    // Of an assembly that was not held, with ballots in advance.
    Reconvene,
    // Of an assembly to come, on the first day of its ballots in advance.
    OpenAdvance,
    // Of an election in which as many name the one as the other.
    OpenRunoff,
    OpenPresidentRound,
    NamePresident,
    ClosePresidentRound,
    ConfirmEntrusted,
    ReleaseEntrusted,
    // Of elections; what comes before them is put into the database.
    RecordDraw,
    ConfirmDraw,
    DeclineSeat,
    NoteDeclined,
    // Of a refund that was adopted.
    ExecuteRefund,
}

/// The vote by show of hands.
async fn raised(service: &Service, world: &World) -> Result<VoteId, Error> {
    Ok(service::views::assembly(service, world.assembly).await?.items[3].vote)
}

/// What the chair's page signs once the minutes are published.
async fn signed(world: &World) -> SignMinutes {
    let minutes = service::views::minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    let (hash, seat) = (minutes.hash(), Seat::Chair);
    let said = MinutesSigned { hash: &hash, seat: seat.word() };
    let signature = said.sign(world.cooperative.bytes(), world.people[0].keys.identity());
    SignMinutes { correction: 0, seat, hash, signature }
}

/// The vote in which a voice goes on paper.
async fn on_paper(service: &Service, world: &World) -> Result<VoteId, Error> {
    Ok(service::views::assembly(service, world.assembly).await?.items[4].vote)
}

/// The desk prints a paper code for who was entered there.
async fn print(service: &Service, world: &World, which: u8) -> Result<String, Error> {
    let (cooperative, member) = (world.cooperative.bytes(), world.people[2].id);
    let keys = MemberKeys::derive(&Phrase::from_entropy([which; 16], Language::French), cooperative);
    let registration = keys.register(cooperative, member.bytes(), &mut seeded(which.into()));
    let asked = PrintCode { number: 3, registration, instead: None };
    service::print_code(service, world.secretary(), world.assembly, &asked).await.map(|code| format!("{code:?}"))
}

/// What a person sends with an act.
pub enum Request {
    Nothing,
    Open(CastOpen),
    Secret(CastSecret),
    Approval(ApproveTrustees),
    RollCheck(SignRoll),
    Part(SubmitDecryption),
    Support(ProposalId, Support),
    Proposal(ProposalId),
    Draft(DraftId),
    Assembly(AssemblyId),
    Arrive(Arrive),
    Round(RoundId),
    Refund(u32),
    Vote(VoteId),
    Entrusted(AssemblyId, ReleaseEntrusted),
    Signature(SignMinutes),
    Step(usize, CeremonyPart),
}

/// The chair alone, and a secretary who accepts on the own page.
pub fn bureau() -> ConstituteBureau {
    ConstituteBureau {
        chair: "1".to_owned(),
        words: "Personne n’accepte".to_owned(),
        secretary: "2".to_owned(),
        ..ConstituteBureau::default()
    }
}

impl Act {
    pub const ALL: [Self; 46] = [
        Self::SupportProposal,
        Self::SubmitProposal,
        Self::AdmitProposal,
        Self::ConveneDraft,
        Self::CallOff,
        Self::SetHelp,
        Self::OpenSession,
        Self::ConstituteBureau,
        Self::AcceptBureauSeat,
        Self::EnterAtTheDesk,
        Self::ChangeDoorCode,
        Self::Arrive,
        Self::FixSheet,
        Self::CertifySheet,
        Self::NoteSheetCertified,
        Self::OpenOpenVote,
        Self::MakeHolderKey,
        Self::ApproveTrustees,
        Self::OpenSecretVote,
        Self::SignRoll,
        Self::CastOpen,
        Self::CastSecret,
        Self::ReplaceOpen,
        Self::ReplaceSecret,
        Self::WarnClosing,
        Self::Suspend,
        Self::Resume,
        Self::VoidVote,
        Self::OpenByHands,
        Self::CloseBeforeHands,
        Self::CountHands,
        Self::AgreeHands,
        Self::CloseOpen,
        Self::CloseSecret,
        Self::SubmitDecryption,
        Self::PrintCode,
        Self::EndCode,
        Self::EndOwnCode,
        Self::OpenForPaper,
        Self::MarkPaper,
        Self::CloseBeforePapers,
        Self::CountPaper,
        Self::AgreePaper,
        Self::PublishMinutes,
        Self::SignMinutes,
        Self::CorrectMinutes,
    ];

    /// What is said when the act is asked for again after it was done; `None`: the same answer as the first time.
    pub fn again(self) -> Option<Refusal> {
        match self {
            Self::SupportProposal => None,
            Self::SubmitProposal | Self::AdmitProposal => Some(Refusal::ProposalState),
            Self::ConveneDraft => Some(Refusal::DraftClosed),
            Self::CallOff => Some(Refusal::AssemblyCancelled),
            Self::WarnClosing | Self::Suspend | Self::Resume => None,
            Self::VoidVote => Some(Refusal::VoteVoided),
            // The same sheet again is the same version.
            Self::SetHelp | Self::FixSheet => None,
            Self::CertifySheet | Self::NoteSheetCertified => Some(Refusal::SheetCertified),
            Self::OpenSession | Self::CastOpen | Self::CastSecret | Self::ReplaceOpen | Self::ReplaceSecret => None,
            Self::ConstituteBureau => Some(Refusal::BureauChanged),
            Self::ChangeDoorCode => Some(Refusal::DoorCodeChanged),
            Self::EnterAtTheDesk | Self::Arrive => Some(Refusal::AlreadyThere),
            Self::AcceptBureauSeat => Some(Refusal::SeatAccepted),
            Self::OpenOpenVote | Self::OpenSecretVote | Self::OpenByHands | Self::OpenForPaper => {
                Some(Refusal::VoteAlreadyOpen)
            }
            Self::PrintCode => Some(Refusal::CodeHeld),
            Self::EndCode | Self::EndOwnCode => Some(Refusal::CodeNotHeld),
            Self::MarkPaper => Some(Refusal::PaperMarked),
            Self::CountPaper => Some(Refusal::PaperTyped),
            Self::AgreePaper => Some(Refusal::PaperNotAwaited),
            Self::CountHands => Some(Refusal::HandsTyped),
            Self::AgreeHands => Some(Refusal::HandsNotAwaited),
            Self::MakeHolderKey | Self::ApproveTrustees => Some(Refusal::HolderKeyExists),
            Self::CloseOpen | Self::CloseSecret | Self::CloseBeforeHands | Self::CloseBeforePapers => {
                Some(Refusal::VoteAlreadyClosed)
            }
            Self::SignRoll => None,
            Self::SubmitDecryption => Some(Refusal::DecryptionExists),
            Self::TakeCeremonyStep | Self::CompareLast | Self::RestartCeremony | Self::ExchangeHolder => None,
            Self::BeginRehearsal | Self::EndRehearsal => None,
            Self::EndWithoutQuorum => Some(Refusal::AssemblyOver),
            Self::Reconvene => Some(Refusal::ConvenedAgain),
            Self::OpenAdvance => None,
            Self::OpenRunoff => Some(Refusal::NoRunoff),
            Self::OpenPresidentRound => Some(Refusal::PresidentRoundOpen),
            Self::NamePresident => None,
            Self::ClosePresidentRound => Some(Refusal::PresidentRoundClosed),
            Self::ConfirmEntrusted => None,
            // The bytes are good once.
            Self::ReleaseEntrusted => Some(Refusal::SignInOver),
            Self::RecordDraw => Some(Refusal::DrawWaits),
            Self::ConfirmDraw => Some(Refusal::DrawNotAwaited),
            Self::DeclineSeat | Self::NoteDeclined => Some(Refusal::SeatDeclined),
            Self::ExecuteRefund => None,
            Self::PublishMinutes => Some(Refusal::MinutesPublished),
            Self::SignMinutes => None,
            Self::CorrectMinutes => Some(Refusal::MinutesCorrected),
        }
    }

    /// Whether it is an act of an assembly whose key is made by three.
    pub fn is_of_three(self) -> bool {
        matches!(self, Self::TakeCeremonyStep | Self::CompareLast | Self::RestartCeremony | Self::ExchangeHolder)
    }

    /// Whether it is an act of an assembly with voices entrusted to the server.
    pub fn is_of_entrusted(self) -> bool {
        matches!(self, Self::ConfirmEntrusted | Self::ReleaseEntrusted)
    }

    /// When it is done, if not on the day of the assembly.
    pub fn at(self) -> Option<i64> {
        match self {
            Self::BeginRehearsal | Self::EndRehearsal => Some(START - 3 * DAY),
            Self::Reconvene => Some(START + 30 * DAY + 2),
            Self::ReleaseEntrusted => Some(entrusted::SESSION + 1_000_000),
            // What is answered was entered before.
            Self::RecordDraw | Self::ConfirmDraw => Some(START + 1_000_000),
            Self::DeclineSeat | Self::NoteDeclined | Self::ExecuteRefund => Some(declining::SESSION + 1_000_000),
            Self::OpenAdvance => Some(convening::FROM),
            Self::OpenRunoff => Some(election::SESSION + 3_600_000_000),
            _ => None,
        }
    }

    /// Does every act before this one; what is to be sent with this one.
    pub async fn prepare(self, world: &World) -> Request {
        match self {
            // Of the last two, the world is theirs.
            Self::BeginRehearsal | Self::OpenAdvance | Self::OpenRunoff => return Request::Nothing,
            Self::OpenPresidentRound | Self::NamePresident | Self::ClosePresidentRound => {
                return president::prepared(self, world).await;
            }
            Self::ConfirmEntrusted | Self::ReleaseEntrusted => return entrusted::prepared(self, world).await,
            Self::EndRehearsal => {
                world.clock.set(START - 3 * DAY);
                return Request::Assembly(service::begin_rehearsal(&world.service, world.secretary()).await.unwrap());
            }
            Self::Reconvene => return Request::Assembly(convening::not_held(world).await),
            Self::EndWithoutQuorum => {
                Self::OpenSession.perform(&world.service, world, &Request::Nothing).await.unwrap();
                let seats = ConstituteBureau { aloud: true, ..bureau() };
                service::constitute_bureau(&world.service, world.chair(), world.assembly, &seats).await.unwrap();
                return Request::Nothing;
            }
            _ => {}
        }
        if self.is_of_three() {
            return self.prepare_of_three(world).await;
        }
        for act in Self::ALL {
            let request = act.request(world).await;
            if act == self {
                return request;
            }
            act.perform(&world.service, world, &request).await.unwrap();
        }
        unreachable!("every act is in the list")
    }

    /// The steps before, made by all three; what the one sends whose turn it is.
    async fn prepare_of_three(self, world: &World) -> Request {
        if self == Self::CompareLast {
            world.ceremony().await;
        }
        let task = world.task(0).await.ceremony.unwrap();
        let step = |at, message| Request::Step(at, CeremonyPart { ceremony: task.id, message });
        let certificate = |at: usize| CeremonyMessage::Certificate(world.certificate(at, task.id, HOLDERS[at]));
        match (self, &task.group) {
            (Self::CompareLast, Some(group)) => {
                let same = CeremonyMessage::Compared(protocol::hash::sha256_hex(group.as_bytes()));
                for at in [0, 1] {
                    world.send(at, task.id, same.clone()).await.unwrap();
                }
                step(2, same)
            }
            (Self::TakeCeremonyStep, _) => step(0, certificate(0)),
            _ => {
                world.send(1, task.id, certificate(1)).await.unwrap();
                Request::Nothing
            }
        }
    }

    async fn request(self, world: &World) -> Request {
        match self {
            Self::SupportProposal => convening::proposed(world).await,
            Self::SubmitProposal | Self::AdmitProposal => Request::Proposal(convening::the_one(world).await),
            Self::ConveneDraft => Request::Draft(convening::prepared(world).await),
            Self::CallOff => Request::Assembly(convening::convened(world).await),
            Self::ApproveTrustees => {
                let task =
                    service::views::key_holder_task(&world.service, world.holder(), world.assembly).await.unwrap();
                Request::Approval(world.approval(world.secret, task.votes[0].trustees.as_ref().unwrap()))
            }
            Self::Arrive => {
                let poster = service::views::poster(&world.service, world.secretary(), world.assembly).await.unwrap();
                let number = service::views::me(&world.service, &world.people[DOOR].actor).await.unwrap().number;
                Request::Arrive(Arrive { number, code: poster.hung.unwrap().code })
            }
            Self::OpenByHands => {
                // Two who count, besides the chair.
                let after = service::views::console(&world.service, world.chair(), world.assembly).await.unwrap();
                let (first_scrutineer, second_scrutineer) = ("2".to_owned(), "3".to_owned());
                let after = after.bureau.form.after;
                let again = ConstituteBureau { after, first_scrutineer, second_scrutineer, aloud: true, ..bureau() };
                service::constitute_bureau(&world.service, world.chair(), world.assembly, &again).await.unwrap();
                Request::Nothing
            }
            Self::EndOwnCode => {
                // That of before is over: another is printed.
                print(&world.service, world, 78).await.unwrap();
                Request::Nothing
            }
            Self::CastOpen => Request::Open(world.open_ballot(VOTER, Choice::For, 1).await),
            Self::ReplaceOpen => Request::Open(world.open_ballot(VOTER, Choice::Against, 2).await),
            Self::CastSecret => Request::Secret(world.secret_ballot(VOTER, Choice::For, 1).await),
            Self::ReplaceSecret => Request::Secret(world.secret_ballot(VOTER, Choice::Against, 2).await),
            Self::SignRoll => Request::RollCheck(world.roll_check(2, world.secret).await),
            Self::SubmitDecryption => Request::Part(world.decryption().await),
            Self::SignMinutes => Request::Signature(signed(world).await),
            _ => Request::Nothing,
        }
    }

    /// Does the act; its answer as text.
    pub async fn perform(self, service: &Service, world: &World, request: &Request) -> Result<String, Error> {
        let voter = &world.people[VOTER].actor;
        match (self, request) {
            (Self::OpenSession, _) => {
                service::open_session(service, world.chair(), world.assembly).await.map(|state| format!("{state:?}"))
            }
            (Self::ConstituteBureau, _) => {
                service::constitute_bureau(service, world.chair(), world.assembly, &bureau())
                    .await
                    .map(|version| version.to_string())
            }
            (Self::AcceptBureauSeat, _) => {
                service::accept_bureau_seat(service, voter, world.assembly, 1, Seat::Secretary)
                    .await
                    .map(|constituted| constituted.to_string())
            }
            (Self::EnterAtTheDesk, _) => {
                let comes = RecordAttendance { number: 3, comes: true };
                service::record_attendance(service, world.secretary(), world.assembly, &comes)
                    .await
                    .map(|presence| format!("{presence:?}"))
            }
            (Self::SetHelp, _) => {
                let help = HelpContact { phone: "03 53 01 00 13".to_owned(), email: "aide@example.org".to_owned() };
                service::set_help(service, world.chair(), &help).await.map(|()| String::new())
            }
            (Self::FixSheet, _) => {
                service::fix_sheet(service, world.secretary(), world.assembly).await.map(|version| version.to_string())
            }
            (Self::CertifySheet, _) => service::certify_sheet(service, world.chair(), world.assembly, 1, Seat::Chair)
                .await
                .map(|whole| whole.to_string()),
            (Self::NoteSheetCertified, _) => {
                service::note_sheet_certified(service, world.chair(), world.assembly, 1, Seat::Secretary)
                    .await
                    .map(|whole| whole.to_string())
            }
            (Self::ChangeDoorCode, _) => service::change_door_code(service, world.secretary(), world.assembly, 0)
                .await
                .map(|version| version.to_string()),
            (_, Request::Arrive(asked)) => service::arrive(service, &world.people[DOOR].actor, world.assembly, asked)
                .await
                .map(|presence| format!("{presence:?}")),
            (Self::OpenOpenVote, _) => {
                service::open_vote(service, world.chair(), world.open).await.map(|voices| voices.to_string())
            }
            (Self::OpenSecretVote, _) => {
                service::open_vote(service, world.chair(), world.secret).await.map(|voices| voices.to_string())
            }
            (Self::MakeHolderKey, _) => {
                service::make_holder_key(service, world.holder(), world.assembly, &world.holder_key())
                    .await
                    .map(|task| format!("{task:?}"))
            }
            (Self::WarnClosing, _) => {
                service::warn_closing(service, world.chair(), world.secret).await.map(|at| at.to_string())
            }
            (Self::Suspend, _) => {
                service::suspend_session(service, world.chair(), world.assembly).await.map(|()| String::new())
            }
            (Self::Resume, _) => {
                service::resume_session(service, world.chair(), world.assembly).await.map(|()| String::new())
            }
            (Self::VoidVote, _) => {
                let spare = service::views::assembly(service, world.assembly).await?.items[2].vote;
                service::void_vote(service, world.chair(), spare, "Une erreur.").await.map(|()| String::new())
            }
            (Self::OpenByHands, _) => {
                let raised = raised(service, world).await?;
                service::open_by_hands(service, world.chair(), raised).await.map(|voices| voices.to_string())
            }
            (Self::CloseBeforeHands, _) => {
                let raised = raised(service, world).await?;
                service::close_vote(service, world.chair(), raised).await.map(|state| format!("{state:?}"))
            }
            (Self::CountHands | Self::AgreeHands, _) => {
                let who = if self == Self::CountHands { VOTER } else { 2 };
                let asked = CountHands { round: 1, hands: Hands { for_: 1, ..Hands::default() } };
                let raised = raised(service, world).await?;
                service::count_hands(service, &world.people[who].actor, raised, &asked)
                    .await
                    .map(|view| format!("{view:?}"))
            }
            (Self::PrintCode | Self::EndCode | Self::EndOwnCode, _) => self.of_codes(service, world).await,
            (
                Self::OpenForPaper | Self::MarkPaper | Self::CloseBeforePapers | Self::CountPaper | Self::AgreePaper,
                _,
            ) => self.of_papers(service, world).await,
            (Self::CloseOpen, _) => {
                service::close_vote(service, world.chair(), world.open).await.map(|state| format!("{state:?}"))
            }
            (Self::CloseSecret, _) => {
                service::close_vote(service, world.chair(), world.secret).await.map(|state| format!("{state:?}"))
            }
            (_, Request::Step(at, part)) => service::take_ceremony_step(service, &world.by(*at), world.assembly, part)
                .await
                .map(|task| format!("{task:?}")),
            (Self::RestartCeremony, _) => {
                service::restart_ceremony(service, world.chair(), world.assembly).await.map(|()| String::new())
            }
            (Self::ExchangeHolder, _) => {
                let asked = ExchangeHolder { place: 2, number: 6 };
                service::exchange_holder(service, world.chair(), world.assembly, &asked).await.map(|()| String::new())
            }
            (Self::BeginRehearsal, _) => {
                service::begin_rehearsal(service, world.secretary()).await.map(|id| id.to_string())
            }
            (Self::EndRehearsal, Request::Assembly(id)) => {
                service::end_rehearsal(service, world.secretary(), *id).await.map(|()| String::new())
            }
            (Self::Reconvene, Request::Assembly(first)) => {
                let again = Again { starts_at: START + 50 * DAY, place: "Dijon".to_owned(), video: String::new() };
                service::reconvene(service, world.chair(), *first, &again).await.map(|id| id.to_string())
            }
            (Self::ConfirmEntrusted, Request::Assembly(id)) => entrusted::confirm(service, world, *id).await,
            (_, Request::Entrusted(id, asked)) => entrusted::release(service, world, *id, asked).await,
            (Self::OpenAdvance, _) => convening::open_advance(service, world).await,
            (Self::OpenRunoff, _) => election::perform(service, world).await,
            (Self::OpenPresidentRound, _) => {
                service::open_president_round(service, world.chair()).await.map(|round| round.to_string())
            }
            (act @ (Self::DeclineSeat | Self::NoteDeclined), Request::Vote(vote)) => {
                declining::perform(act, service, world, *vote).await
            }
            (act, Request::Vote(vote)) => draw::perform(act, service, world, *vote).await,
            (_, Request::Refund(year)) => refunds::perform(service, world, *year).await,
            (act, Request::Round(round)) => president::perform(act, service, world, *round).await,
            (Self::EndWithoutQuorum, _) => {
                service::end_without_quorum(service, world.secretary(), world.assembly).await
            }
            (Self::CorrectMinutes, _) => {
                let asked = CorrectMinutes {
                    text: "Lire : Dole.".to_owned(),
                    reason: "Le lieu est faux.".to_owned(),
                    ..CorrectMinutes::default()
                };
                service::correct_minutes(service, world.secretary(), world.assembly, &asked)
                    .await
                    .map(|n| n.to_string())
            }
            (Self::PublishMinutes, _) => service::publish_minutes(service, world.secretary(), world.assembly).await,
            (act, Request::Support(..) | Request::Proposal(_) | Request::Draft(_) | Request::Assembly(_)) => {
                convening::perform(act, service, world, request).await
            }
            (_, Request::Signature(sent)) => {
                service::sign_minutes(service, world.chair(), world.assembly, sent).await.map(|()| String::new())
            }
            (_, Request::Approval(approval)) => {
                service::approve_trustees(service, world.holder(), world.secret, approval).await.map(|()| String::new())
            }
            (_, Request::RollCheck(check)) => {
                service::sign_roll(service, world.holder(), world.secret, check).await.map(|()| String::new())
            }
            (_, Request::Open(cast)) => {
                service::cast_open(service, voter, world.open, cast).await.map(|receipt| format!("{receipt:?}"))
            }
            (_, Request::Secret(cast)) => {
                service::cast_secret(service, voter, world.secret, cast).await.map(|receipt| format!("{receipt:?}"))
            }
            (_, Request::Part(part)) => service::submit_decryption(service, world.holder(), world.secret, part)
                .await
                .map(|state| format!("{state:?}")),
            (act, Request::Nothing) => unreachable!("{act:?} sends something"),
        }
    }

    /// The desk prints a paper code for who was entered there, or ends it, or they do.
    async fn of_codes(self, service: &Service, world: &World) -> Result<String, Error> {
        if self == Self::EndCode {
            let asked = EndCode { number: 3, n: 1 };
            return service::end_code(service, world.secretary(), world.assembly, &asked).await.map(|()| String::new());
        }
        if self == Self::EndOwnCode {
            let of = &world.people[2].actor;
            return service::end_own_code(service, of, world.assembly).await.map(|()| String::new());
        }
        print(service, world, 77).await
    }

    /// The acts of a vote in which a voice goes on paper while it is open: that of who was entered at the desk.
    async fn of_papers(self, service: &Service, world: &World) -> Result<String, Error> {
        let vote = on_paper(service, world).await?;
        match self {
            Self::OpenForPaper => {
                service::open_vote(service, world.chair(), vote).await.map(|voices| voices.to_string())
            }
            Self::MarkPaper => {
                let asked = MarkPaper { number: 3, way: Way::Paper };
                service::mark_paper(service, world.secretary(), world.assembly, &asked)
                    .await
                    .map(|way| format!("{way:?}"))
            }
            Self::CloseBeforePapers => {
                service::close_vote(service, world.chair(), vote).await.map(|state| format!("{state:?}"))
            }
            _ => {
                let who = if self == Self::CountPaper { VOTER } else { 2 };
                let counts = Papers::Text(TextPapers { for_: 1, ..TextPapers::default() });
                service::count_paper(service, &world.people[who].actor, vote, &CountPaper { round: 1, counts })
                    .await
                    .map(|view| format!("{view:?}"))
            }
        }
    }
}
