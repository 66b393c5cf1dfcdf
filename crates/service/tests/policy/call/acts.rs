//! What is done, first half.

use domain::candidacies::Profile;
use domain::codes::SignInByPaperCode;
use domain::discussion::CorrectComment;
use domain::lang::Lang;
use domain::member::MemberClass;
use domain::wire::SignInByKey;
use service::policy::Operation;
use service::{Application, Error, views};

use super::{Called, id, read, text};

/// Calls it, if it is of this part; whether it is.
pub async fn call(called: Called<'_>) -> Result<bool, Error> {
    let Called { actor, body, ids, operation, service, token } = called;
    let given = token.unwrap_or_default();
    let vote = || id(&ids.vote);
    let member = || id(&ids.member);
    match operation {
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
        Operation::RevokeSession => Box::pin(service::revoke_session(service, actor, id(&ids.session))).await,
        Operation::BeginPasskeySignIn => Box::pin(service::begin_passkey_sign_in(service)).await.map(drop),
        Operation::FinishPasskeySignIn => {
            Box::pin(service::finish_passkey_sign_in(service, &read(body), "")).await.map(drop)
        }
        Operation::RevokeOtherSessions => Box::pin(service::revoke_other_sessions(service, actor, given)).await,
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
        Operation::RunImport => Box::pin(service::run_import(service, actor, id(&ids.import))).await.map(drop),
        Operation::ResendMail => Box::pin(service::resend_mail(service, actor, id(&ids.mail))).await,
        Operation::SignOut => Box::pin(service::sign_out(service, token.unwrap_or_default())).await,
        // A cookie of the pages, and what the program says of itself: there is no function.
        Operation::SetLanguage | Operation::ReadInterface => Ok(()),
        Operation::Apply => {
            views::application_terms(service).await?;
            let sent: domain::register::Apply = read(body);
            Box::pin(service::apply(service, actor, &sent.into())).await.map(drop)
        }
        Operation::ConfirmApplication => Box::pin(service::confirm_application(service, text(body, "link"))).await,
        Operation::WithdrawApplication => Box::pin(service::withdraw_application(service, text(body, "link"))).await,
        Operation::ExportRegister => Box::pin(service::export_register(service, actor)).await.map(drop),
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
        Operation::CorrectRecord => Box::pin(service::correct_record(service, actor, &read(body))).await.map(drop),
        Operation::ChangeEmail => Box::pin(service::change_email(service, actor, &read(body))).await.map(drop),
        Operation::ConfirmMyEmail => {
            views::email_link(service, text(body, "link")).await?;
            Box::pin(service::confirm_my_email(service, text(body, "link"))).await
        }
        Operation::SetConsent => Box::pin(service::set_consent(service, actor, &read(body))).await,
        Operation::Leave => Box::pin(service::leave(service, actor, &read(body))).await,
        Operation::RegisterKey => Box::pin(service::register_key(service, actor, &read(body))).await.map(drop),
        Operation::AskSecond => Box::pin(service::ask_second(service, actor, token.unwrap_or_default())).await,
        Operation::ConfirmSecond => {
            Box::pin(service::confirm_second(service, actor, token.unwrap_or_default(), text(body, "code"))).await
        }
        Operation::ReplaceKey => {
            Box::pin(service::replace_key(service, actor, token.unwrap_or_default(), &read(body))).await.map(drop)
        }
        Operation::RecoverKey => Box::pin(service::recover_key(service, actor, &read(body))).await.map(drop),
        Operation::BeginRecovery => Box::pin(service::begin_recovery(service, actor, member())).await,
        Operation::ConfirmRecovery => Box::pin(service::confirm_recovery(service, actor, member())).await.map(drop),
        Operation::RemindKeyless => Box::pin(service::remind_keyless(service, actor)).await.map(drop),
        Operation::CastOpen => Box::pin(service::cast_open(service, actor, vote(), &read(body))).await.map(drop),
        Operation::CastSecret => Box::pin(service::cast_secret(service, actor, vote(), &read(body))).await.map(drop),
        Operation::AskShares => Box::pin(service::ask_shares(service, actor, &read(body))).await.map(drop),
        Operation::WithdrawShareRequest => {
            Box::pin(service::withdraw_share_request(service, actor, id(&ids.request))).await
        }
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
        Operation::DraftRefund => Box::pin(service::draft_refund(service, actor, &read(body))).await.map(drop),
        Operation::AttachRefund => {
            let of = text(body, "year").parse().unwrap();
            Box::pin(service::attach_refund(service, actor, of, (id(&ids.draft), id(&ids.item)))).await
        }
        Operation::DeleteRefund => {
            Box::pin(service::delete_refund(service, actor, text(body, "year").parse().unwrap())).await
        }
        Operation::ReleaseRefund => {
            Box::pin(service::release_refund(service, actor, text(body, "year").parse().unwrap())).await
        }
        Operation::ExecuteRefund => {
            Box::pin(service::execute_refund(service, actor, text(body, "year").parse().unwrap())).await.map(drop)
        }
        Operation::RepayShares => Box::pin(service::repay_shares(service, actor, member())).await.map(drop),
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
        Operation::AttachToProposal => {
            let file = text(body, "file").as_bytes();
            Box::pin(service::attach_to_proposal(service, actor, id(&ids.proposal), "a.csv", file)).await.map(drop)
        }
        Operation::RemoveAttachment => Box::pin(service::remove_attachment(service, actor, id(&ids.attachment))).await,
        Operation::DecideProposal => {
            Box::pin(service::decide_proposal(service, actor, id(&ids.proposal), &read(body))).await
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
        _ => return Ok(false),
    }
    .map(|()| true)
}
