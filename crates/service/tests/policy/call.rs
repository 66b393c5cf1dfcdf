//! Requests handed to the service's functions, one function or more for each operation.

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
    let assembly = || id(&ids.assembly);
    let vote = || id(&ids.vote);
    let member = || id(&ids.member);
    match operation {
        Operation::ReadCooperative => Box::pin(views::cooperative(service)).await.map(drop),
        Operation::ReadAssembly => {
            Box::pin(views::current_assembly(service)).await?;
            Box::pin(views::assembly(service, assembly())).await.map(drop)
        }
        Operation::ReadPulse => Box::pin(views::pulse(service, assembly())).await.map(drop),
        Operation::ReadVote => Box::pin(views::vote(service, vote())).await.map(drop),
        Operation::ReadArchive => {
            Box::pin(views::archive(service, vote())).await?;
            Box::pin(views::companion(service, vote())).await?;
            Box::pin(views::verify_zip(service, vote())).await.map(drop)
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
        Operation::ReadMinutes => {
            let minutes = Box::pin(views::minutes(service, assembly())).await?;
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
        Operation::ReadSessions => views::sessions(service, actor, token.unwrap_or_default()).await.map(drop),
        Operation::RevokeSession => Box::pin(service::revoke_session(service, actor, id(&ids.session))).await,
        Operation::ReadMails => views::mails(service, actor, None, None).await.map(drop),
        Operation::ResendMail => Box::pin(service::resend_mail(service, actor, id(&ids.mail))).await,
        Operation::SignOut => Box::pin(service::sign_out(service, token.unwrap_or_default())).await,
        // A cookie of the pages: there is no function.
        Operation::SetLanguage => Ok(()),
        Operation::Apply => {
            let application = Application { name: "Somebody".to_owned(), email: None };
            Box::pin(service::apply(service, actor, &application)).await.map(drop)
        }
        Operation::ReadMe => Box::pin(views::me(service, actor)).await.map(drop),
        Operation::ReadMyVotes => Box::pin(views::my_votes(service, actor)).await.map(drop),
        Operation::RegisterKey => Box::pin(service::register_key(service, actor, &read(body))).await.map(drop),
        Operation::ReadBallotPaper => Box::pin(views::ballot_paper(service, actor, assembly())).await.map(drop),
        Operation::ReadVoiceProof => Box::pin(views::voice_proof(service, actor, vote())).await.map(drop),
        Operation::CastOpen => Box::pin(service::cast_open(service, actor, vote(), &read(body))).await.map(drop),
        Operation::CastSecret => Box::pin(service::cast_secret(service, actor, vote(), &read(body))).await.map(drop),
        Operation::ReadKeyHolderTask => Box::pin(views::key_holder_task(service, actor, assembly())).await.map(drop),
        Operation::MakeHolderKey => {
            Box::pin(service::make_holder_key(service, actor, assembly(), &read(body))).await.map(drop)
        }
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
        Operation::OpenSession => Box::pin(service::open_session(service, actor, assembly())).await.map(drop),
        Operation::OpenVote => Box::pin(service::open_vote(service, actor, vote())).await.map(drop),
        Operation::CloseVote => Box::pin(service::close_vote(service, actor, vote())).await.map(drop),
        Operation::PublishMinutes => Box::pin(service::publish_minutes(service, actor, assembly())).await.map(drop),
    }
}
