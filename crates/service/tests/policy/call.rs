//! Requests handed to the service's functions, one function or more for each operation.

use domain::assembly::AssemblyKind;
use domain::attendance::RecordAttendance;
use domain::candidacies::Profile;
use domain::codes::SignInByPaperCode;
use domain::convocation::agenda::{AgendaMove, GuestRole, Head, InvitedMove, Item, ItemKind, NewGuest};
use domain::discussion::CorrectComment;
use domain::door::Arrive;
use domain::lang::Lang;
use domain::member::MemberClass;
use domain::proxies::{AnswerProxy, PaperProxy};
use domain::register::{RegisterFilter, RegisterSort};
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use domain::vote::VoteMode;
use domain::wire::SignInByKey;
use serde::de::DeserializeOwned;
use serde_json::Value;
use service::policy::Operation;
use service::{Application, Error, Office, Service, views};

use crate::stale;
use crate::trial::examples::{Example, Ids};
use crate::trial::walk::{Answer, Asked, Doors, Forms, Way};
use crate::trial::world::{DAY, START, Standing, World, convocation};

/// The functions themselves. Who asks is whoever the service says the token is.
pub struct Functions;

impl Doors for Functions {
    fn ways(&self, _: Operation) -> Vec<Way> {
        vec![Way { name: "its functions".to_owned(), forms: Forms::Typed, names: true }]
    }

    async fn ask(&self, world: &World, who: &Standing, asked: &Asked<'_>) -> Answer {
        let token = who.token.as_deref();
        let signed = match token {
            Some(token) => world.service.actor_of(token).await.unwrap(),
            None => None,
        };
        let actor = signed.map_or(Actor::Anyone, |signed| signed.actor);
        let outcome = Box::pin(call(&world.service, &actor, token, asked.operation, &asked.ids, &asked.body)).await;
        answer(outcome)
    }

    async fn more(&self, world: &World, operation: Operation, example: &Example) {
        stale::tries(world, operation, example).await;
    }
}

/// A refusal as an answer. An internal error is none.
pub fn answer(outcome: Result<(), Error>) -> Answer {
    let outcome = outcome.map_err(|error| match error {
        Error::Refused(refusal) => refusal,
        Error::Internal(error) => panic!("failed instead of refusing: {error}"),
    });
    Answer { outcome, said: format!("{outcome:?}") }
}

/// What two views of one operation answer, which let in the same people.
fn both(one: Result<(), Error>, other: Result<(), Error>) -> Result<(), Error> {
    assert_eq!(format!("{one:?}"), format!("{other:?}"), "two views of one operation");
    one.and(other)
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &Option<String>) -> T {
    text.as_ref().expect("an id").parse().unwrap()
}

fn read<T: DeserializeOwned>(body: &Value) -> T {
    serde_json::from_value(body.clone()).unwrap()
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().expect("a field of text")
}

/// Calls what the doors of an operation call.
pub async fn call(
    service: &Service,
    actor: &Actor,
    token: Option<&str>,
    operation: Operation,
    ids: &Ids,
    body: &Value,
) -> Result<(), Error> {
    let given = token.unwrap_or_default();
    let assembly = || id(&ids.assembly);
    let vote = || id(&ids.vote);
    let member = || id(&ids.member);
    match operation {
        Operation::ReadCooperative => Box::pin(views::cooperative(service)).await.map(drop),
        Operation::ReadAssembly => {
            Box::pin(views::current_assembly(service)).await?;
            Box::pin(views::assembly(service, assembly())).await.map(drop)
        }
        Operation::FollowAssembly => Box::pin(views::live(service, assembly())).await.map(drop),
        Operation::ReadPulse => Box::pin(views::pulse(service, assembly())).await.map(drop),
        Operation::ReadVote => Box::pin(views::vote(service, vote())).await.map(drop),
        Operation::ReadArchive => {
            Box::pin(views::archive(service, vote(), None)).await?;
            Box::pin(views::companion(service, vote(), None)).await?;
            Box::pin(views::verify_zip(service, vote(), None)).await.map(drop)
        }
        Operation::ReadTracker => {
            let tracker = ids.tracker.as_deref().unwrap_or_default();
            Box::pin(views::ballot_known(service, vote(), tracker)).await.map(drop)
        }
        Operation::ReadRecord => {
            Box::pin(views::record(service, assembly())).await?;
            Box::pin(views::record_entries(service, assembly())).await?;
            Box::pin(views::checkpoint(service, assembly())).await.map(drop)
        }
        Operation::ReadRegisterLeaves => Box::pin(views::register_leaves(service, actor, assembly())).await.map(drop),
        Operation::ReadWholeAssembly => Box::pin(views::whole_assembly(service, assembly())).await.map(drop),
        Operation::ReadMinutes => {
            let minutes = Box::pin(views::minutes(service, actor, assembly())).await?;
            minutes.map(drop).ok_or(Error::Refused(domain::Refusal::NotFound))
        }
        Operation::ReadDemoPeople => Box::pin(views::demo_people(service)).await.map(drop),
        Operation::SignInDemo => Box::pin(service::sign_in_demo(service, member(), "")).await.map(drop),
        Operation::AskSignIn => Box::pin(service::ask_sign_in(service, text(body, "email"))).await.map(drop),
        Operation::SignInByCode => {
            let (browser, code) = (text(body, "browser"), text(body, "code"));
            Box::pin(service::sign_in_by_code(service, browser, code, "")).await.map(drop)
        }
        Operation::SignInByLink => {
            views::sign_in_link(service, text(body, "link")).await?;
            Box::pin(service::sign_in_by_link(service, text(body, "link"), "")).await.map(drop)
        }
        Operation::AskChallenge => Box::pin(service::challenge(service)).await.map(drop),
        Operation::SignInByKey => {
            let SignInByKey { member, origin, challenge, signature } = read(body);
            let challenge = protocol::encoding::hex32(&challenge).unwrap();
            Box::pin(service::sign_in_by_key(service, member, &origin, &challenge, &signature, "")).await.map(drop)
        }
        Operation::SignInByPaperCode => {
            let SignInByPaperCode { identity, origin, challenge, signature } = read(body);
            let hex = |text: &str| protocol::encoding::hex32(text).unwrap();
            let (identity, challenge) = (hex(&identity), hex(&challenge));
            Box::pin(service::sign_in_by_paper_code(service, &identity, &origin, &challenge, &signature))
                .await
                .map(drop)
        }
        Operation::ReadSessions => views::sessions(service, actor, token.unwrap_or_default()).await.map(drop),
        Operation::RevokeSession => Box::pin(service::revoke_session(service, actor, id(&ids.session))).await,
        Operation::BeginPasskeySignIn => Box::pin(service::begin_passkey_sign_in(service)).await.map(drop),
        Operation::FinishPasskeySignIn => {
            Box::pin(service::finish_passkey_sign_in(service, &read(body), "")).await.map(drop)
        }
        Operation::RevokeOtherSessions => Box::pin(service::revoke_other_sessions(service, actor, given)).await,
        Operation::ReadPasskeys => Box::pin(views::passkeys(service, actor)).await.map(drop),
        Operation::BeginPasskey => Box::pin(service::begin_passkey(service, actor, given)).await.map(drop),
        Operation::FinishPasskey => {
            Box::pin(service::finish_passkey(service, actor, given, &read(body))).await.map(drop)
        }
        Operation::BeginSecondByPasskey => Box::pin(service::begin_second_by_passkey(service, actor)).await.map(drop),
        Operation::FinishSecondByPasskey => {
            Box::pin(service::finish_second_by_passkey(service, actor, given, &read(body))).await
        }
        Operation::RenamePasskey => {
            Box::pin(service::rename_passkey(service, actor, id(&ids.passkey), text(body, "name"))).await
        }
        Operation::RemovePasskey => Box::pin(service::remove_passkey(service, actor, given, id(&ids.passkey))).await,
        Operation::ReadOffices => Box::pin(views::offices(service, actor)).await.map(drop),
        Operation::SetHelp => {
            views::help_to_set(service, actor).await?;
            Box::pin(service::set_help(service, actor, &read(body))).await
        }
        Operation::GiveOffice => Box::pin(service::give_office(service, actor, &read(body))).await.map(drop),
        Operation::OpenPresidentRound => Box::pin(service::open_president_round(service, actor)).await.map(drop),
        Operation::NamePresident => {
            Box::pin(service::name_president(service, actor, id(&ids.round), &read(body))).await
        }
        Operation::ClosePresidentRound => {
            Box::pin(service::close_president_round(service, actor, id(&ids.round))).await.map(drop)
        }
        Operation::EndOffice => Box::pin(service::end_office(service, actor, id(&ids.office), &read(body))).await,
        Operation::PreviewImport => {
            Box::pin(service::preview_import(service, actor, text(body, "file").as_bytes())).await.map(drop)
        }
        Operation::ReadImport => {
            Box::pin(views::import_model(service, actor)).await?;
            Box::pin(views::register_import(service, actor, id(&ids.import))).await.map(drop)
        }
        Operation::RunImport => Box::pin(service::run_import(service, actor, id(&ids.import))).await.map(drop),
        Operation::ReadMails => views::mails(service, actor, None, None).await.map(drop),
        Operation::ResendMail => Box::pin(service::resend_mail(service, actor, id(&ids.mail))).await,
        Operation::SignOut => Box::pin(service::sign_out(service, token.unwrap_or_default())).await,
        // A cookie of the pages: there is no function.
        Operation::SetLanguage => Ok(()),
        Operation::Apply => {
            views::application_terms(service).await?;
            let sent: domain::register::Apply = read(body);
            Box::pin(service::apply(service, actor, &sent.into())).await.map(drop)
        }
        Operation::ReadApplication => views::application(service, text(body, "link")).await.map(drop),
        Operation::ConfirmApplication => Box::pin(service::confirm_application(service, text(body, "link"))).await,
        Operation::WithdrawApplication => Box::pin(service::withdraw_application(service, text(body, "link"))).await,
        Operation::ReadRegister => {
            let filter = RegisterFilter::default();
            Box::pin(views::register(service, actor, &filter, RegisterSort::Name, None)).await.map(drop)
        }
        Operation::ReadMember => Box::pin(views::member_file(service, actor, member())).await.map(drop),
        Operation::ExportRegister => Box::pin(service::export_register(service, actor)).await.map(drop),
        Operation::ReadApplications => Box::pin(views::applications(service, actor, None)).await.map(drop),
        Operation::RefuseApplicant => {
            Box::pin(service::refuse_applicant(service, actor, member(), text(body, "reason"))).await
        }
        Operation::EnterMember => {
            let mut application = Application::default();
            application.identity.name = text(body, "name").to_owned();
            application.identity.class = MemberClass::Friend;
            application.email = Some(text(body, "email").to_owned());
            Box::pin(service::enter_member(service, actor, &application)).await.map(drop)
        }
        Operation::DecideMembership => {
            let (happens, reason) = (read(&body["happens"]), text(body, "reason"));
            Box::pin(service::decide_membership(service, actor, member(), happens, reason)).await
        }
        Operation::RecordDeparture => {
            let (happens, reason) = (read(&body["happens"]), text(body, "reason"));
            Box::pin(service::record_departure(service, actor, member(), happens, reason)).await
        }
        Operation::ReadMe => Box::pin(views::me(service, actor)).await.map(drop),
        Operation::ReadOwnRecord => Box::pin(views::own_record(service, actor)).await.map(drop),
        Operation::ReadOwnData => Box::pin(views::own_data(service, actor)).await.map(drop),
        Operation::CorrectRecord => Box::pin(service::correct_record(service, actor, &read(body))).await.map(drop),
        Operation::ChangeEmail => Box::pin(service::change_email(service, actor, &read(body))).await.map(drop),
        Operation::ConfirmMyEmail => {
            views::email_link(service, text(body, "link")).await?;
            Box::pin(service::confirm_my_email(service, text(body, "link"))).await
        }
        Operation::SetConsent => Box::pin(service::set_consent(service, actor, &read(body))).await,
        Operation::Leave => Box::pin(service::leave(service, actor, &read(body))).await,
        Operation::ReadMemberList => Box::pin(views::member_list(service, actor, assembly(), "")).await.map(drop),
        Operation::ReadMyVotes => Box::pin(views::my_votes(service, actor)).await.map(drop),
        Operation::RegisterKey => Box::pin(service::register_key(service, actor, &read(body))).await.map(drop),
        Operation::ReadMyKey => Box::pin(views::my_key(service, actor, token.unwrap_or_default())).await.map(drop),
        Operation::AskSecond => Box::pin(service::ask_second(service, actor, token.unwrap_or_default())).await,
        Operation::ConfirmSecond => {
            Box::pin(service::confirm_second(service, actor, token.unwrap_or_default(), text(body, "code"))).await
        }
        Operation::ReplaceKey => {
            Box::pin(service::replace_key(service, actor, token.unwrap_or_default(), &read(body))).await.map(drop)
        }
        Operation::RecoverKey => Box::pin(service::recover_key(service, actor, &read(body))).await.map(drop),
        Operation::ReadKeyless => Box::pin(views::keyless(service, actor)).await.map(drop),
        Operation::ReadRecovery => Box::pin(views::recovery(service, actor, member())).await.map(drop),
        Operation::BeginRecovery => Box::pin(service::begin_recovery(service, actor, member())).await,
        Operation::ConfirmRecovery => Box::pin(service::confirm_recovery(service, actor, member())).await.map(drop),
        Operation::RemindKeyless => Box::pin(service::remind_keyless(service, actor)).await.map(drop),
        Operation::ReadBallotPaper => Box::pin(views::ballot_paper(service, actor, assembly())).await.map(drop),
        Operation::ReadVoiceProof => Box::pin(views::voice_proof(service, actor, vote())).await.map(drop),
        Operation::CastOpen => Box::pin(service::cast_open(service, actor, vote(), &read(body))).await.map(drop),
        Operation::CastSecret => Box::pin(service::cast_secret(service, actor, vote(), &read(body))).await.map(drop),
        Operation::ReadMyShares => Box::pin(views::my_shares(service, actor)).await.map(drop),
        Operation::AskShares => Box::pin(service::ask_shares(service, actor, &read(body))).await.map(drop),
        Operation::WithdrawShareRequest => {
            Box::pin(service::withdraw_share_request(service, actor, id(&ids.request))).await
        }
        Operation::ReadShareRegister => Box::pin(views::share_register(service, actor)).await.map(drop),
        Operation::ReadMemberShares => Box::pin(views::member_shares(service, actor, member())).await.map(drop),
        Operation::DecideShareRequest => {
            Box::pin(service::decide_share_request(service, actor, id(&ids.request), &read(body))).await
        }
        Operation::RecordPayment => {
            let mut body = body.clone();
            body["member"] = ids.member.clone().into();
            Box::pin(service::record_payment(service, actor, &read(&body))).await.map(drop)
        }
        Operation::CancelShares => Box::pin(service::cancel_shares(service, actor, member(), 1)).await,
        Operation::ReverseShareEntry => {
            Box::pin(service::reverse_share_entry(service, actor, id(&ids.entry), text(body, "reason"))).await.map(drop)
        }
        Operation::RepayShares => Box::pin(service::repay_shares(service, actor, member())).await.map(drop),
        Operation::ReadProposals => Box::pin(views::proposals(service, actor)).await.map(drop),
        Operation::ReadProposal => {
            Box::pin(views::compared(service, actor, id(&ids.proposal), (None, None))).await?;
            Box::pin(views::proposal(service, actor, id(&ids.proposal))).await.map(drop)
        }
        Operation::PreviewText => Box::pin(views::preview(service, actor, &read(body))).await.map(drop),
        Operation::DraftProposal => Box::pin(service::draft_proposal(service, actor, &read(body))).await.map(drop),
        Operation::EditProposal => {
            Box::pin(service::edit_proposal(service, actor, id(&ids.proposal), &read(body))).await.map(drop)
        }
        Operation::MoveProposal => {
            Box::pin(service::move_proposal(service, actor, id(&ids.proposal), &read(body))).await
        }
        Operation::InviteAuthor => {
            Box::pin(service::invite_author(service, actor, id(&ids.proposal), &read(body))).await
        }
        Operation::AnswerInvitation => {
            Box::pin(service::answer_invitation(service, actor, id(&ids.proposal), &read(body))).await
        }
        Operation::SupportProposal => {
            Box::pin(service::support_proposal(service, actor, id(&ids.proposal), &read(body))).await.map(drop)
        }
        Operation::WithdrawSupport => Box::pin(service::withdraw_support(service, actor, id(&ids.proposal))).await,
        Operation::AmendProposal => {
            Box::pin(service::amend_proposal(service, actor, id(&ids.proposal), &read(body))).await.map(drop)
        }
        Operation::DecideAmendment => {
            Box::pin(service::decide_amendment(service, actor, id(&ids.amendment), &read(body))).await
        }
        Operation::ReadComments => {
            let from = views::DiscussionPart::After(0);
            Box::pin(views::discussion(service, actor, id(&ids.proposal), from)).await.map(drop)
        }
        Operation::ReadComment => Box::pin(views::comment(service, actor, id(&ids.comment))).await.map(drop),
        Operation::WriteComment => {
            Box::pin(service::write_comment(service, actor, id(&ids.proposal), &read(body))).await.map(drop)
        }
        Operation::CorrectComment => {
            // The form has a name of its own for the words.
            let sent = CorrectComment { version: 1, language: Lang::Fr, text: text(body, "words").to_owned() };
            Box::pin(service::correct_comment(service, actor, id(&ids.comment), &sent)).await.map(drop)
        }
        Operation::ModerateComment => {
            Box::pin(service::moderate_comment(service, actor, id(&ids.comment), &read(body))).await
        }
        Operation::ReadAttachment => Box::pin(views::attachment(service, actor, id(&ids.attachment))).await.map(drop),
        Operation::AttachToProposal => {
            let file = text(body, "file").as_bytes();
            Box::pin(service::attach_to_proposal(service, actor, id(&ids.proposal), "a.csv", file)).await.map(drop)
        }
        Operation::RemoveAttachment => Box::pin(service::remove_attachment(service, actor, id(&ids.attachment))).await,
        Operation::DecideProposal => {
            Box::pin(service::decide_proposal(service, actor, id(&ids.proposal), &read(body))).await
        }
        Operation::ReadElections => {
            Box::pin(views::elections(service, actor)).await?;
            Box::pin(views::election_view(service, actor, id(&ids.item))).await.map(drop)
        }
        Operation::CallCandidates => {
            Box::pin(service::call_candidates(service, actor, id(&ids.item), text(body, "opens") == "yes")).await
        }
        Operation::DeclareCandidacy => {
            let profile = Profile {
                lang: Lang::Fr,
                surname: text(body, "surname").to_owned(),
                first_name: text(body, "first_name").to_owned(),
                born: text(body, "born").parse().unwrap(),
                career: text(body, "career").to_owned(),
                elsewhere: String::new(),
                here: String::new(),
                shares: 0,
                statement: text(body, "statement").to_owned(),
            };
            Box::pin(service::declare_candidacy(service, actor, id(&ids.item), &profile)).await
        }
        Operation::ProposeCandidate => {
            Box::pin(service::propose_candidate(service, actor, id(&ids.item), &read(body))).await
        }
        Operation::AcceptCandidacy => {
            Box::pin(service::accept_candidacy(service, actor, id(&ids.item), &read(body))).await
        }
        Operation::WithdrawCandidacy => Box::pin(service::withdraw_candidacy(service, actor, id(&ids.item))).await,
        Operation::ReadMyProxies => Box::pin(views::my_proxies(service, actor, assembly())).await.map(drop),
        Operation::ReadProxies => Box::pin(views::proxies(service, actor, assembly())).await.map(drop),
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
        Operation::ReadQuestions => Box::pin(views::questions(service, actor, assembly())).await.map(drop),
        Operation::AskQuestion => {
            Box::pin(service::ask_question(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::AnswerQuestions => {
            Box::pin(service::answer_questions(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::CorrectAnswer => Box::pin(service::correct_answer(service, actor, assembly(), &read(body))).await,
        Operation::ReadKeyHolderTask => Box::pin(views::key_holder_task(service, actor, assembly())).await.map(drop),
        Operation::MakeHolderKey => {
            Box::pin(service::make_holder_key(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::TakeCeremonyStep => {
            Box::pin(service::take_ceremony_step(service, actor, assembly(), &read(body))).await.map(drop)
        }
        Operation::ExchangeHolder => Box::pin(service::exchange_holder(service, actor, assembly(), &read(body))).await,
        Operation::RestartCeremony => Box::pin(service::restart_ceremony(service, actor, assembly())).await,
        Operation::ApproveTrustees => Box::pin(service::approve_trustees(service, actor, vote(), &read(body))).await,
        Operation::SubmitDecryption => {
            Box::pin(service::submit_decryption(service, actor, vote(), &read(body))).await.map(drop)
        }
        Operation::ReadConsole => Box::pin(views::console(service, actor, assembly())).await.map(drop),
        Operation::AdmitMember => Box::pin(service::admit_member(service, actor, member())).await.map(drop),
        Operation::SubscribeShares => Box::pin(service::subscribe_shares(service, actor, member(), 1)).await.map(drop),
        Operation::NameRoles => {
            Box::pin(service::name_roles(service, actor, &[Office::now(member(), Role::Board)])).await
        }
        Operation::Convene => {
            let called = convocation(START + 30 * DAY, &[VoteMode::Secret], &[member()]);
            Box::pin(service::convene(service, actor, &called)).await.map(drop)
        }
        Operation::ReadStatutes => Box::pin(views::statutes(service, actor, None)).await.map(drop),
        Operation::AdoptStatutes => {
            let asked = read(body);
            // Whoever may adopt them may see first what that changes.
            Box::pin(views::statutes_form(service, actor, None)).await?;
            Box::pin(views::statutes_preview(service, actor, &asked)).await?;
            Box::pin(service::adopt_statutes(service, actor, &asked)).await.map(drop)
        }
        Operation::ReadCalendar => Box::pin(views::calendar(service)).await.map(drop),
        Operation::ReadDrafts => {
            Box::pin(views::drafts(service, actor)).await?;
            Box::pin(views::draft(service, actor, id(&ids.draft))).await.map(drop)
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
        Operation::ReadDocument => Box::pin(views::document(service, actor, id(&ids.document))).await.map(drop),
        Operation::ConveneDraft => Box::pin(service::convene_draft(service, actor, id(&ids.draft))).await.map(drop),
        Operation::ReadNotices => {
            Box::pin(views::notices(service, actor, assembly())).await?;
            Box::pin(views::printed_letters(service, actor, assembly(), None)).await.map(drop)
        }
        Operation::ReadMyNotices => Box::pin(views::my_notices(service, actor, assembly())).await.map(drop),
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
        Operation::ReadDesk => {
            let code = format!("7-ab-{}", "0".repeat(32));
            let searched = Box::pin(views::desk(service, actor, assembly(), "")).await.map(drop);
            let scanned = Box::pin(views::desk_scanned(service, actor, assembly(), &code)).await.map(drop);
            let poster = Box::pin(views::poster(service, actor, assembly())).await.map(drop);
            both(both(searched, scanned), poster)
        }
        Operation::RecordAttendance => {
            let asked = RecordAttendance { number: read(&body["number"]), comes: text(body, "comes") == "yes" };
            Box::pin(service::record_attendance(service, actor, assembly(), &asked)).await.map(drop)
        }
        Operation::ChangeDoorCode => {
            let hung = read(&body["hung"]);
            Box::pin(service::change_door_code(service, actor, assembly(), hung)).await.map(drop)
        }
        Operation::ReadPlanB => Box::pin(views::plan_b(service, actor, assembly())).await.map(drop),
        Operation::ReadArrival => {
            // With the code of a poster, and without.
            let code = "0".repeat(32);
            let with = Box::pin(views::arrival(service, actor, assembly(), Some(&code))).await.map(drop);
            let without = Box::pin(views::arrival(service, actor, assembly(), None)).await.map(drop);
            both(with, without)
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
        Operation::ReadHands => Box::pin(views::hands(service, actor, vote())).await.map(drop),
        Operation::CountHands => Box::pin(service::count_hands(service, actor, vote(), &read(body))).await.map(drop),
        Operation::NoteHands => Box::pin(service::note_hands(service, actor, vote(), &read(body))).await.map(drop),
        Operation::PrintCode => Box::pin(service::print_code(service, actor, assembly(), &read(body))).await.map(drop),
        Operation::EndCode => Box::pin(service::end_code(service, actor, assembly(), &read(body))).await,
        Operation::EndOwnCode => Box::pin(service::end_own_code(service, actor, assembly())).await,
        Operation::MarkPaper => Box::pin(service::mark_paper(service, actor, assembly(), &read(body))).await.map(drop),
        Operation::ReadPaper => Box::pin(views::paper(service, actor, vote())).await.map(drop),
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
        Operation::OpenRunoff => Box::pin(service::open_runoff(service, actor, vote())).await.map(drop),
        Operation::EndWithoutQuorum => {
            Box::pin(service::end_without_quorum(service, actor, assembly())).await.map(drop)
        }
        Operation::CloseVote => Box::pin(service::close_vote(service, actor, vote())).await.map(drop),
        Operation::ReadSheet => Box::pin(views::attendance_sheet(service, actor, assembly())).await.map(drop),
        Operation::FixSheet => Box::pin(service::fix_sheet(service, actor, assembly())).await.map(drop),
        Operation::CertifySheet => {
            let (version, seat) = (read(&body["version"]), read(&body["seat"]));
            Box::pin(service::certify_sheet(service, actor, assembly(), version, seat)).await.map(drop)
        }
        Operation::NoteSheetCertified => {
            let (version, seat) = (read(&body["version"]), read(&body["seat"]));
            Box::pin(service::note_sheet_certified(service, actor, assembly(), version, seat)).await.map(drop)
        }
        Operation::PublishMinutes => Box::pin(service::publish_minutes(service, actor, assembly())).await.map(drop),
    }
}
