//! What is done, second half.

use domain::assembly::AssemblyKind;
use domain::attendance::RecordAttendance;
use domain::convocation::agenda::{AgendaMove, GuestRole, Head, InvitedMove, Item, ItemKind, NewGuest};
use domain::door::Arrive;
use domain::entrusted::ReleaseEntrusted;
use domain::lang::Lang;
use domain::proxies::{AnswerProxy, PaperProxy};
use domain::resolution::Text;
use domain::roles::Role;
use domain::vote::VoteMode;
use service::policy::Operation;
use service::{Error, Office, views};

use super::{Called, id, read, text};
use crate::trial::world::{DAY, START, convocation};

/// Calls it, if it is of this part; whether it is.
pub async fn call(called: Called<'_>) -> Result<bool, Error> {
    let Called { actor, body, ids, operation, service, .. } = called;
    let assembly = || id(&ids.assembly);
    let vote = || id(&ids.vote);
    let member = || id(&ids.member);
    match operation {
        Operation::ProposeCandidate => {
            Box::pin(service::propose_candidate(service, actor, id(&ids.item), &read(body))).await
        }
        Operation::AcceptCandidacy => {
            Box::pin(service::accept_candidacy(service, actor, id(&ids.item), &read(body))).await
        }
        Operation::WithdrawCandidacy => Box::pin(service::withdraw_candidacy(service, actor, id(&ids.item))).await,
        Operation::GiveProxy => Box::pin(service::give_proxy(service, actor, assembly(), &read(body))).await,
        Operation::AnswerProxy => {
            let AnswerProxy { answer } = read(body);
            Box::pin(service::answer_proxy(service, actor, id(&ids.proxy), answer)).await
        }
        Operation::RevokeProxy => Box::pin(service::revoke_proxy(service, actor, id(&ids.proxy), &read(body))).await,
        Operation::EnterPaperProxy => {
            let number = |field| text(body, field).parse().unwrap();
            let entered = PaperProxy { grantor: number("grantor"), holder: Some(number("holder")), accepted: true };
            let file = (text(body, "name"), text(body, "file").as_bytes());
            Box::pin(service::enter_paper_proxy(service, actor, assembly(), entered, file)).await.map(drop)
        }
        Operation::EndPaperProxy => Box::pin(service::end_paper_proxy(service, actor, id(&ids.proxy))).await,
        Operation::AskQuestion => {
            Box::pin(service::ask_question(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::AnswerQuestions => {
            Box::pin(service::answer_questions(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::CorrectAnswer => Box::pin(service::correct_answer(service, actor, assembly(), &read(body))).await,
        Operation::MakeHolderKey => {
            Box::pin(service::make_holder_key(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::TakeCeremonyStep => {
            Box::pin(service::take_ceremony_step(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::ExchangeHolder => Box::pin(service::exchange_holder(service, actor, assembly(), &read(body))).await,
        Operation::RestartCeremony => Box::pin(service::restart_ceremony(service, actor, assembly())).await,
        Operation::ApproveTrustees => Box::pin(service::approve_trustees(service, actor, vote(), &read(body))).await,
        Operation::SignRoll => Box::pin(service::sign_roll(service, actor, vote(), &read(body))).await,
        Operation::SubmitDecryption => {
            Box::pin(service::submit_decryption(service, actor, vote(), &read(body))).await.map(drop)
        }
        Operation::AdmitMember => Box::pin(service::admit_member(service, actor, member())).await.map(drop),
        Operation::SubscribeShares => Box::pin(service::subscribe_shares(service, actor, member(), 1)).await.map(drop),
        Operation::NameRoles => {
            Box::pin(service::name_roles(service, actor, &[Office::now(member(), Role::Board)])).await
        }
        Operation::Convene => {
            let called = convocation(START + 30 * DAY, &[VoteMode::Secret], &[member()]);
            Box::pin(service::convene(service, actor, &called)).await.map(drop)
        }
        Operation::AdoptStatutes => {
            let asked = read(body);
            // Whoever may adopt them may see first what that changes.
            Box::pin(views::statutes_form(service, actor, None)).await?;
            Box::pin(views::statutes_preview(service, actor, &asked)).await?;
            Box::pin(service::adopt_statutes(service, actor, &asked)).await.map(drop)
        }
        Operation::PrepareAssembly => {
            Box::pin(service::prepare_assembly(service, actor, AssemblyKind::Ordinary)).await.map(drop)
        }
        Operation::EditDraft => {
            let head = Head { place: text(body, "place").to_owned(), ..Head::new(AssemblyKind::Ordinary) };
            Box::pin(service::edit_draft(service, actor, id(&ids.draft), &head)).await
        }
        Operation::DropDraft => Box::pin(service::drop_draft(service, actor, id(&ids.draft))).await,
        Operation::EditAgenda => {
            let title = Text { fr: text(body, "title_fr").to_owned(), en: String::new() };
            let step = AgendaMove::Add(Item::new(ItemKind::Information, title));
            Box::pin(service::edit_agenda(service, actor, id(&ids.draft), &step)).await.map(drop)
        }
        Operation::EditInvited => {
            let guest = NewGuest {
                role: GuestRole::Guest,
                name: text(body, "name").to_owned(),
                email: String::new(),
                address: text(body, "address").to_owned(),
                lang: Lang::Fr,
            };
            let step = InvitedMove::AddGuest(guest);
            Box::pin(service::edit_invited(service, actor, id(&ids.draft), &step)).await
        }
        Operation::AttachDocument => {
            let file = text(body, "file").as_bytes();
            Box::pin(service::attach_document(service, actor, id(&ids.draft), None, "a.csv", file)).await.map(drop)
        }
        Operation::ConveneDraft => Box::pin(service::convene_draft(service, actor, id(&ids.draft))).await.map(drop),
        Operation::CorrectNotice => {
            let said = Text { fr: text(body, "fr").to_owned(), en: String::new() };
            Box::pin(service::correct_notice(service, actor, assembly(), &said)).await.map(drop)
        }
        Operation::CancelAssembly => {
            let said = Text { fr: text(body, "fr").to_owned(), en: String::new() };
            Box::pin(service::cancel_assembly(service, actor, assembly(), &said)).await
        }
        Operation::Reconvene => {
            let again = service::Again { starts_at: START + 40 * DAY, place: "Dijon".to_owned(), video: String::new() };
            Box::pin(service::reconvene(service, actor, assembly(), &again)).await.map(drop)
        }
        Operation::ResendNotice => Box::pin(service::resend_notice(service, actor, id(&ids.notice))).await.map(drop),
        Operation::OpenAdvance => Box::pin(service::open_advance(service, actor, assembly())).await.map(drop),
        Operation::OpenSession => Box::pin(service::open_session(service, actor, assembly())).await.map(drop),
        Operation::ConstituteBureau => {
            Box::pin(service::constitute_bureau(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::AcceptBureauSeat => {
            let (version, seat) = (read(&body["version"]), read(&body["seat"]));
            Box::pin(service::accept_bureau_seat(service, actor, assembly(), version, seat)).await.map(drop)
        }
        Operation::NoteBureauAcceptance => {
            let (version, seat) = (read(&body["version"]), read(&body["seat"]));
            Box::pin(service::note_bureau_acceptance(service, actor, assembly(), version, seat)).await.map(drop)
        }
        Operation::RecordAttendance => {
            let asked = RecordAttendance { number: read(&body["number"]), comes: text(body, "comes") == "yes" };
            Box::pin(service::record_attendance(service, actor, assembly(), &asked)).await.map(drop)
        }
        Operation::ChangeDoorCode => {
            let hung = read(&body["hung"]);
            Box::pin(service::change_door_code(service, actor, assembly(), hung)).await.map(drop)
        }
        Operation::Arrive => {
            let asked = Arrive { number: read(&body["number"]), code: text(body, "code").to_owned() };
            Box::pin(service::arrive(service, actor, assembly(), &asked)).await.map(drop)
        }
        Operation::TakePart => {
            Box::pin(service::take_part(service, actor, assembly(), text(body, "comes") == "yes")).await.map(drop)
        }
        Operation::OpenVote => Box::pin(service::open_vote(service, actor, vote())).await.map(drop),
        Operation::OpenByHands => Box::pin(service::open_by_hands(service, actor, vote())).await.map(drop),
        Operation::CountHands => Box::pin(service::count_hands(service, actor, vote(), &read(body))).await.map(drop),
        Operation::NoteHands => Box::pin(service::note_hands(service, actor, vote(), &read(body))).await.map(drop),
        Operation::PrintCode => Box::pin(service::print_code(service, actor, assembly(), &read(body))).await.map(drop),
        Operation::EndCode => Box::pin(service::end_code(service, actor, assembly(), &read(body))).await,
        Operation::EndOwnCode => Box::pin(service::end_own_code(service, actor, assembly())).await,
        Operation::ReleaseEntrusted => {
            let ReleaseEntrusted { origin, challenge, signature } = read(body);
            let challenge = protocol::encoding::hex32(&challenge).unwrap();
            let shown = (origin.as_str(), &challenge, &signature);
            Box::pin(service::release_entrusted(service, actor, assembly(), shown)).await.map(drop)
        }
        Operation::ConfirmEntrusted => {
            Box::pin(service::confirm_entrusted(service, actor, assembly(), &read(body))).await
        }
        Operation::MarkPaper => Box::pin(service::mark_paper(service, actor, assembly(), &read(body))).await.map(drop),
        Operation::CountPaper => Box::pin(service::count_paper(service, actor, vote(), &read(body))).await.map(drop),
        Operation::NotePaper => Box::pin(service::note_paper(service, actor, vote(), &read(body))).await.map(drop),
        Operation::WarnClosing => Box::pin(service::warn_closing(service, actor, vote())).await.map(drop),
        Operation::BeginRehearsal => Box::pin(service::begin_rehearsal(service, actor)).await.map(drop),
        Operation::EndRehearsal => Box::pin(service::end_rehearsal(service, actor, assembly())).await,
        Operation::SuspendSession => Box::pin(service::suspend_session(service, actor, assembly())).await,
        Operation::ResumeSession => Box::pin(service::resume_session(service, actor, assembly())).await,
        Operation::PutToVote => Box::pin(service::put_to_vote(service, actor, assembly(), &read(body))).await.map(drop),
        Operation::VoidVote => Box::pin(service::void_vote(service, actor, vote(), text(body, "reason"))).await,
        Operation::RecordDraw => Box::pin(service::record_draw(service, actor, vote(), &read(body))).await,
        Operation::ConfirmDraw => Box::pin(service::confirm_draw(service, actor, vote(), &read(body))).await,
        Operation::DeclineSeat => Box::pin(service::decline_seat(service, actor, vote())).await,
        Operation::NoteDeclined => Box::pin(service::note_declined(service, actor, vote(), &read(body))).await,
        Operation::OpenRunoff => Box::pin(service::open_runoff(service, actor, vote())).await.map(drop),
        Operation::EndWithoutQuorum => {
            Box::pin(service::end_without_quorum(service, actor, assembly())).await.map(drop)
        }
        Operation::CloseVote => Box::pin(service::close_vote(service, actor, vote())).await.map(drop),
        Operation::FixSheet => Box::pin(service::fix_sheet(service, actor, assembly())).await.map(drop),
        Operation::CertifySheet => {
            let (version, seat) = (read(&body["version"]), read(&body["seat"]));
            Box::pin(service::certify_sheet(service, actor, assembly(), version, seat)).await.map(drop)
        }
        Operation::NoteSheetCertified => {
            let (version, seat) = (read(&body["version"]), read(&body["seat"]));
            Box::pin(service::note_sheet_certified(service, actor, assembly(), version, seat)).await.map(drop)
        }
        Operation::SignMinutes => Box::pin(service::sign_minutes(service, actor, assembly(), &read(body))).await,
        Operation::CorrectMinutes => {
            Box::pin(service::correct_minutes(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::TakeRegisterLeaves => {
            Box::pin(service::take_register_leaves(service, actor, assembly())).await.map(drop)
        }
        Operation::PublishMinutes => Box::pin(service::publish_minutes(service, actor, assembly())).await.map(drop),
        _ => return Ok(false),
    }
    .map(|()| true)
}
