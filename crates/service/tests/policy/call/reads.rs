//! What is read.

use domain::register::{RegisterFilter, RegisterSort};
use service::policy::Operation;
use service::{Error, views};

use super::{Called, both, id, text};
use crate::trial::refunds::EXECUTED;

/// Calls it, if it is of this part; whether it is.
pub async fn call(called: Called<'_>) -> Result<bool, Error> {
    let Called { actor, body, ids, operation, service, token } = called;
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
        Operation::ReadWholeAssembly => {
            Box::pin(views::whole_assembly(service, assembly())).await?;
            Box::pin(views::record_file(service, assembly(), "entries-00000.jsonl")).await.map(drop)
        }
        Operation::ReadMinutes => {
            let minutes = Box::pin(views::minutes(service, actor, assembly())).await.map(|found| found.map(drop));
            let signed = Box::pin(views::signed_minutes(service, actor, assembly())).await.map(|found| found.map(drop));
            let corrected = Box::pin(views::corrections(service, actor, assembly())).await.map(|found| found.map(drop));
            let extract = Box::pin(views::minutes_extract(service, actor, assembly(), None)).await;
            let extract = extract.map(|found| found.map(drop));
            // Of the register there is nothing to name: it has what the reader may read.
            Box::pin(views::minutes_register(service, actor)).await?;
            let found = |said: Result<Option<()>, Error>| said?.ok_or(Error::Refused(domain::Refusal::NotFound));
            both(both(found(minutes), found(extract)), both(found(signed), found(corrected)))
        }
        Operation::ReadDemoPeople => Box::pin(views::demo_people(service)).await.map(drop),
        Operation::ReadSessions => views::sessions(service, actor, token.unwrap_or_default()).await.map(drop),
        Operation::ReadPasskeys => Box::pin(views::passkeys(service, actor)).await.map(drop),
        Operation::ReadOffices => Box::pin(views::offices(service, actor)).await.map(drop),
        Operation::ReadImport => {
            Box::pin(views::import_model(service, actor)).await?;
            Box::pin(views::register_import(service, actor, id(&ids.import))).await.map(drop)
        }
        Operation::ReadMails => views::mails(service, actor, None, None).await.map(drop),
        Operation::ReadApplication => views::application(service, text(body, "link")).await.map(drop),
        Operation::ReadRegister => {
            let filter = RegisterFilter::default();
            Box::pin(views::register(service, actor, &filter, RegisterSort::Name, None)).await.map(drop)
        }
        Operation::ReadMember => Box::pin(views::member_file(service, actor, member())).await.map(drop),
        Operation::ReadApplications => Box::pin(views::applications(service, actor, None)).await.map(drop),
        Operation::ReadMe => Box::pin(views::me(service, actor)).await.map(drop),
        Operation::ReadOwnRecord => Box::pin(views::own_record(service, actor)).await.map(drop),
        Operation::ReadOwnData => Box::pin(views::own_data(service, actor)).await.map(drop),
        Operation::ReadMemberList => Box::pin(views::member_list(service, actor, assembly(), "")).await.map(drop),
        Operation::ReadMyVotes => Box::pin(views::my_votes(service, actor)).await.map(drop),
        Operation::ReadMyKey => Box::pin(views::my_key(service, actor, token.unwrap_or_default())).await.map(drop),
        Operation::ReadKeyless => Box::pin(views::keyless(service, actor)).await.map(drop),
        Operation::ReadRecovery => Box::pin(views::recovery(service, actor, member())).await.map(drop),
        Operation::ReadBallotPaper => Box::pin(views::ballot_paper(service, actor, assembly())).await.map(drop),
        Operation::ReadVoiceProof => Box::pin(views::voice_proof(service, actor, vote())).await.map(drop),
        Operation::ReadMandateProof => Box::pin(views::mandate_proof(service, actor, vote())).await.map(drop),
        Operation::ReadParticipation => Box::pin(views::participation(service, actor, vote())).await.map(drop),
        Operation::ReadMyShares => Box::pin(views::my_shares(service, actor)).await.map(drop),
        Operation::ReadShareRegister => Box::pin(views::share_register(service, actor)).await.map(drop),
        Operation::ReadMemberShares => Box::pin(views::member_shares(service, actor, member())).await.map(drop),
        Operation::ReadRefunds => {
            Box::pin(views::refunds(service, actor)).await?;
            Box::pin(views::refund(service, actor, EXECUTED)).await.map(drop)
        }
        Operation::ReadProposals => Box::pin(views::proposals(service, actor)).await.map(drop),
        Operation::ReadProposal => {
            Box::pin(views::compared(service, actor, id(&ids.proposal), (None, None))).await?;
            Box::pin(views::proposal(service, actor, id(&ids.proposal))).await.map(drop)
        }
        Operation::ReadComments => {
            let from = views::DiscussionPart::After(0);
            Box::pin(views::discussion(service, actor, id(&ids.proposal), from)).await.map(drop)
        }
        Operation::ReadComment => Box::pin(views::comment(service, actor, id(&ids.comment))).await.map(drop),
        Operation::ReadAttachment => Box::pin(views::attachment(service, actor, id(&ids.attachment))).await.map(drop),
        Operation::ReadElections => {
            Box::pin(views::elections(service, actor)).await?;
            Box::pin(views::election_view(service, actor, id(&ids.item))).await.map(drop)
        }
        Operation::ReadMyProxies => Box::pin(views::my_proxies(service, actor, assembly())).await.map(drop),
        Operation::ReadProxies => Box::pin(views::proxies(service, actor, assembly())).await.map(drop),
        Operation::ReadQuestions => Box::pin(views::questions(service, actor, assembly())).await.map(drop),
        Operation::ReadKeyHolderTask => Box::pin(views::key_holder_task(service, actor, assembly())).await.map(drop),
        Operation::ReadRoll => Box::pin(views::unnamed_roll(service, actor, vote(), None)).await.map(drop),
        Operation::ReadConsole => Box::pin(views::console(service, actor, assembly())).await.map(drop),
        Operation::ReadStatutes => Box::pin(views::statutes(service, actor, None)).await.map(drop),
        Operation::ReadCalendar => {
            Box::pin(views::all_records(service)).await?;
            Box::pin(views::calendar(service)).await.map(drop)
        }
        Operation::ReadDrafts => {
            Box::pin(views::drafts(service, actor)).await?;
            Box::pin(views::draft(service, actor, id(&ids.draft))).await.map(drop)
        }
        Operation::ReadDocument => Box::pin(views::document(service, actor, id(&ids.document))).await.map(drop),
        Operation::ReadNotices => {
            Box::pin(views::notices(service, actor, assembly())).await?;
            Box::pin(views::printed_letters(service, actor, assembly(), None)).await.map(drop)
        }
        Operation::ReadMyNotices => Box::pin(views::my_notices(service, actor, assembly())).await.map(drop),
        Operation::ReadDesk => {
            let code = format!("7-ab-{}", "0".repeat(32));
            let searched = Box::pin(views::desk(service, actor, assembly(), "")).await.map(drop);
            let scanned = Box::pin(views::desk_scanned(service, actor, assembly(), &code)).await.map(drop);
            let poster = Box::pin(views::poster(service, actor, assembly())).await.map(drop);
            both(both(searched, scanned), poster)
        }
        Operation::ReadPlanB => Box::pin(views::plan_b(service, actor, assembly())).await.map(drop),
        Operation::ReadArrival => {
            // With the code of a poster, and without.
            let code = "0".repeat(32);
            let with = Box::pin(views::arrival(service, actor, assembly(), Some(&code))).await.map(drop);
            let without = Box::pin(views::arrival(service, actor, assembly(), None)).await.map(drop);
            both(with, without)
        }
        Operation::ReadHands => Box::pin(views::hands(service, actor, vote())).await.map(drop),
        Operation::ReadPaper => Box::pin(views::paper(service, actor, vote())).await.map(drop),
        Operation::ReadSheet => Box::pin(views::attendance_sheet(service, actor, assembly())).await.map(drop),
        _ => return Ok(false),
    }
    .map(|()| true)
}
