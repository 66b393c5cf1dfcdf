//! A cooperative in which every way of being someone, and of not being it any more, is somebody.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use domain::assembly::AssemblyKind;
use domain::identity::{Identity, Postal};
use domain::ids::{
    AmendmentId, AssemblyId, AttachmentId, CommentId, CooperativeId, ImportId, ItemId, MailId, MemberId, ProposalId,
    ProxyId, ResolutionId, SessionId, ShareEntryId, ShareRequestId, VoteId,
};
use domain::lang::Lang;
use domain::mail::MailState;
use domain::member::MemberState;
use domain::own_record::EmailChange;
use domain::register::Apply;
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use domain::vote::VoteMode;
use protocol::keys::{Language, MemberKeys, Phrase};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use service::policy::Operation;
use service::{
    AgendaItem, Clock, Composed, Composer, Convocation, Letter, Office, OwnLetter, Randomness, Service, views,
};
use store::mails::Settled;
use store::testing::{Place, Probe};
use store::{Db, mails, members, seconds};
use uuid::Uuid;

use super::prepared::Keys;
use super::soft::Soft;

const HOUR: i64 = 3600 * 1_000_000;
pub const DAY: i64 = 24 * HOUR;
/// Noon in Paris on a Monday in November: the assembly starts.
pub const START: i64 = 1_795_431_600_000_000;

/// Members by number, as the demo numbers them. What each is stands in [`World::standings`].
pub const HOLDERS: [u32; 2] = [4, 9];
const WAS: [u32; 3] = [10, 11, 12];
const WILL_BE: [u32; 3] = [13, 14, 15];
/// Scrutineer, auditor, operator; all three until yesterday; all three from tomorrow on.
const ARE: [u32; 3] = [7, 8, 16];
const WAS_ALL: u32 = 18;
const WILL_BE_ALL: u32 = 19;
pub const HOLDER_OF_THE_PAST: u32 = 17;
const LEFT: u32 = 20;
const EXCLUDED: u32 = 21;
/// The last of those who stand for anything here: from 30 on, for nothing but what becomes of a member.
const LAST: u32 = 32;

/// Where the cooperative is, as its letters say.
pub const SITE: &str = "https://vote.example.org";

/// A clock that is set by hand and goes on a little at every look.
pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

struct Seeded(Mutex<ChaCha20Rng>);

impl Randomness for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(buffer);
    }
}

/// Keeps the letters, to read from them what only their reader knows.
#[derive(Default)]
pub struct Letters(Mutex<Vec<Letter>>);

impl Composer for Letters {
    fn compose(&self, letter: &Letter, _: Lang, _: &service::Letterhead) -> Composed {
        self.0.lock().unwrap().push(letter.clone());
        Composed { subject: "Objet".to_owned(), text: "Texte".to_owned(), html: String::new(), calendar: String::new() }
    }
}

impl Letters {
    /// The code of a second means in the newest letter.
    fn second(&self) -> String {
        let Some(Letter::SecondCode { code, .. }) = self.0.lock().unwrap().pop() else { panic!("no letter") };
        code
    }

    /// Link and code of the newest letter.
    fn newest(&self) -> (String, String) {
        let Some(Letter::SignIn { link, code, .. }) = self.0.lock().unwrap().pop() else { panic!("no letter") };
        (link.strip_prefix(&format!("{SITE}/sign-in/")).unwrap().to_owned(), code)
    }

    /// Link of the newest letter that asks to confirm an address.
    fn newest_confirmation(&self) -> String {
        let letters = self.0.lock().unwrap();
        let links = letters.iter().rev().filter_map(|letter| match letter {
            Letter::Own(OwnLetter::ConfirmEmail { link, .. }) => link.strip_prefix(&format!("{SITE}/email/")),
            _ => None,
        });
        links.map(str::to_owned).next().expect("a letter")
    }

    /// The link of the newest letter to somebody who applied.
    fn newest_application(&self) -> String {
        let Some(Letter::Application { link, .. }) = self.0.lock().unwrap().pop() else { panic!("no letter") };
        link.strip_prefix(&format!("{SITE}/application/")).unwrap().to_owned()
    }
}

/// Somebody who applies, with everything an application needs.
pub fn candidate(name: &str) -> Apply {
    let postal = Postal { street: "1 rue des Essais".to_owned(), city: "Dijon".to_owned(), ..Postal::default() };
    Apply {
        identity: Identity { name: name.to_owned(), postal, ..Identity::default() },
        email: "candidate@example.org".to_owned(),
        lang: Lang::Fr,
        shares: 1,
        email_consent: false,
    }
}

/// What only exists because somebody asked for it first.
#[derive(Clone, Default)]
pub struct Prepared {
    /// What the browser that asked for a message keeps, and what the message says.
    pub browser: String,
    pub code: String,
    pub link: String,
    /// What the letter to somebody who applied says.
    pub application: String,
    /// Bytes to sign.
    pub challenge: [u8; 32],
    /// One more session of everybody signed in, to end.
    pub sessions: HashMap<u32, SessionId>,
    /// Codes of a second means, or of a recovery, by member.
    pub codes: HashMap<u32, String>,
    /// A message that failed, and one that was sent.
    pub failed: Option<MailId>,
    pub sent: Option<MailId>,
    /// Requests about shares that wait, of everybody signed in, and one to decide; a payment that can be undone.
    pub requests: HashMap<u32, ShareRequestId>,
    pub waiting: Option<ShareRequestId>,
    pub entry: Option<ShareEntryId>,
    pub keys: Keys,
    /// Something prepared, and a notice that was sent.
    pub draft: Option<domain::ids::DraftId>,
    pub notice: Option<domain::ids::NoticeId>,
    /// An assembly before which questions are asked.
    pub asked: Option<AssemblyId>,
    /// An election, and what everybody wrote to stand in it.
    pub election: Option<ItemId>,
    pub profiles: HashMap<u32, domain::candidacies::Profile>,
    /// A version of the bureau that waits for everybody in it but the chair.
    pub bureau: Option<u32>,
    /// A sheet that nobody has certified.
    pub sheet: Option<u32>,
    /// An assembly for which proxies are given, one of or for everybody, and one on paper.
    pub proxied: Option<AssemblyId>,
    /// A rehearsal that is under way.
    pub rehearsal: Option<AssemblyId>,
    pub proxies: HashMap<u32, ProxyId>,
    pub proxy: Option<ProxyId>,
    /// A register as a file.
    pub import: Option<ImportId>,
    /// A proposal of each, one to look at, a draft nobody sees, an amendment of each.
    pub proposals: HashMap<u32, ProposalId>,
    pub proposal: Option<ProposalId>,
    pub hidden: Option<ProposalId>,
    pub amendments: HashMap<u32, AmendmentId>,
    /// A comment of each, and one to hide.
    pub comments: HashMap<u32, CommentId>,
    pub comment: Option<CommentId>,
    /// A file of a draft of each.
    pub attachments: HashMap<u32, AttachmentId>,
}

/// Somebody on the register, with a voting key and, for key holders, the secret of it.
pub struct Member {
    pub number: u32,
    pub id: MemberId,
    pub keys: MemberKeys,
}

/// Somebody who asks: a session, and what whoever holds it may be taken for. The roles are written down here, not read
/// from the service.
pub struct Standing {
    pub name: &'static str,
    /// The token sent along, if any.
    pub token: Option<String>,
    /// Whose session it is, or was.
    pub number: Option<u32>,
    /// Whether the session is good now.
    pub signed_in: bool,
    /// Offices held at this hour, and key holder of whichever assembly.
    pub roles: &'static [Role],
    /// Whether the session leaves offices aside that its member holds.
    pub withheld: bool,
}

/// The database and everything in it that requests name.
pub struct World {
    pub service: Service,
    pub place: Place,
    pub cooperative: CooperativeId,
    /// The assembly of the day, in its votes one open and one secret.
    pub today: AssemblyId,
    pub open: VoteId,
    pub secret: VoteId,
    /// Ids of texts that the chair puts to the vote.
    pub put: [ResolutionId; 2],
    /// Two more of today that nobody votes in: they are given up.
    pub spare: [VoteId; 2],
    /// An assembly that is over, and its one open vote.
    pub past: AssemblyId,
    pub past_vote: VoteId,
    /// An assembly in session in which everything is decided and the minutes are not published.
    pub decided: AssemblyId,
    /// Two in session to which nobody came.
    pub lacking: [AssemblyId; 2],
    /// Elections of one more that ended in a tie: two wait for a draw, two for another round, two for who confirms their draw.
    pub tied: [VoteId; 6],
    /// Elections that one member won: two to be declined by them, two on their word.
    pub seated: [VoteId; 4],
    /// In two sessions: two that wait for their hands, two to be opened by show of hands, two that wait for their papers.
    pub raised: [[VoteId; 6]; 2],
    /// The first of these sessions.
    pub halls: [AssemblyId; 2],
    /// One in session whose vote has voices entrusted to the server: those of whoever had no key then.
    pub kept: AssemblyId,
    /// An assembly convened whose session has not begun, and its secret vote.
    pub other: AssemblyId,
    pub other_vote: VoteId,
    /// An applicant to admit, and one who goes on waiting.
    pub applicant: MemberId,
    pub waiting: MemberId,
    /// An applicant to refuse.
    pub unwanted: MemberId,
    /// A proposal open for support, and an amendment to it; both of a member.
    pub proposal: ProposalId,
    pub amendment: AmendmentId,
    /// A comment on it.
    pub comment: CommentId,
    /// A file of it.
    pub attachment: AttachmentId,
    pub standings: Vec<Standing>,
    /// What is being prepared, and a document of it; an assembly that was called and not yet held.
    pub draft: domain::ids::DraftId,
    pub document: domain::ids::DocumentId,
    pub called: AssemblyId,
    /// One that receives ballots before its session.
    pub ahead: AssemblyId,
    /// One whose key holders make a key together.
    pub together: AssemblyId,
    /// An election that takes candidates.
    pub election: ItemId,
    /// Parts of the decryption, kept: once the box is open no page makes another.
    pub parts: Mutex<HashMap<u32, serde_json::Value>>,
    pub prepared: Mutex<Prepared>,
    /// The devices with the passkeys of members, by number.
    pub devices: Mutex<HashMap<u32, Soft>>,
    rounds: AtomicU32,
    clock: Arc<Hands>,
    random: Arc<Seeded>,
    letters: Arc<Letters>,
    people: HashMap<u32, Member>,
}

impl World {
    pub async fn build(place: Place) -> Self {
        let clock = Arc::new(Hands(AtomicI64::new(START)));
        let set = |at: i64| clock.0.store(at, Ordering::SeqCst);
        let random = Arc::new(Seeded(Mutex::new(ChaCha20Rng::seed_from_u64(7))));
        let url = place.url().unwrap();
        let letters = Arc::new(Letters::default());
        let service =
            Service::open(&url, clock.clone(), random.clone()).await.unwrap().with_letters(letters.clone(), SITE);
        let demo = service::demo::load(&service).await.unwrap();
        let people = people(&service, &demo).await;
        let id = |number: u32| people[&number].id;
        let acting = async |number: u32| acting(&service, id(number)).await;

        set(START - 70 * DAY);
        let holders = [HOLDER_OF_THE_PAST, LEFT, EXCLUDED].map(id);
        let called = convocation(START - 50 * DAY, &[VoteMode::Open], &holders);
        let past = service::convene(&service, &acting(1).await, &called).await.unwrap();
        let decided = service::convene(&service, &acting(1).await, &called).await.unwrap();
        let electing = service::convene(&service, &acting(1).await, &called).await.unwrap();
        let mut lacking = [decided; 2];
        for one in &mut lacking {
            *one = service::convene(&service, &acting(1).await, &called).await.unwrap();
        }
        let kept = Box::pin(super::kept::convened(&service, &acting(1).await, called)).await;
        let wins = (&people[&super::seated::WINS], &acting(super::seated::WINS).await);
        let elected = Box::pin(super::seated::convened(&service, &acting(1).await, demo.cooperative, wins)).await;
        let raised = super::raised::votes(&service, &acting(1).await, START - 50 * DAY).await;
        set(START - 50 * DAY);
        let seated = Box::pin(super::seated::decided(&service, &acting(1).await, &url, elected)).await;
        let halls = super::raised::begin(&service, &acting(1).await, &raised).await;
        let past_vote = votes(&service, past).await[0];
        for (assembly, vote) in [(past, past_vote), (decided, votes(&service, decided).await[0])] {
            service::open_session(&service, &acting(1).await, assembly).await.unwrap();
            super::bureau::constitute(&service, &acting(1).await, assembly).await;
            service::open_vote(&service, &acting(1).await, vote).await.unwrap();
            service::close_vote(&service, &acting(1).await, vote).await.unwrap();
        }
        for assembly in lacking {
            service::open_session(&service, &acting(1).await, assembly).await.unwrap();
            super::bureau::constitute(&service, &acting(1).await, assembly).await;
        }
        Box::pin(super::kept::begun(&service, &acting(1).await, kept)).await;
        service::publish_minutes(&service, &acting(2).await, past).await.unwrap();
        service::open_session(&service, &acting(1).await, electing).await.unwrap();
        let tied = super::tied::elections(&url, electing).await;
        Box::pin(super::tied::entered(&service, &acting(1).await, electing, &tied)).await;

        set(START - 19 * DAY);
        let called =
            convocation(START, &[VoteMode::Open, VoteMode::Secret, VoteMode::Open, VoteMode::Open], &HOLDERS.map(id));
        let today = service::convene(&service, &acting(1).await, &called).await.unwrap();
        let called = convocation(START - 2 * DAY, &[VoteMode::Open], &[]);
        let called = service::convene(&service, &acting(1).await, &called).await.unwrap();
        let ahead = Convocation {
            advance: Some((START - DAY, START + 30 * DAY)),
            ..convocation(START + 60 * DAY, &[VoteMode::Open], &[])
        };
        let ahead = service::convene(&service, &acting(1).await, &ahead).await.unwrap();
        let holders = [HOLDERS[0], HOLDERS[1], HOLDER_OF_THE_PAST].map(id);
        let together = convocation(START + 70 * DAY, &[VoteMode::Secret], &holders);
        let together = service::convene(&service, &acting(1).await, &together).await.unwrap();
        let (draft, document) = super::convening::prepared(&service, &acting(1).await).await;
        super::refunds::executed(&url, draft, id(1)).await;
        let election = super::candidates::called(&service, &acting(1).await).await;
        // Two people with one address.
        let applicant = service::apply(&service, &Actor::Anyone, &candidate("Candidate").into()).await.unwrap();
        let waiting = service::apply(&service, &Actor::Anyone, &candidate("Candidate too").into()).await.unwrap();
        let unwanted = service::apply(&service, &Actor::Anyone, &candidate("Unwanted").into()).await.unwrap();

        // Some hold the offices until yesterday, others have them since, others have them from tomorrow on.
        let offices = [Role::Chair, Role::Secretary, Role::Board, Role::Scrutineer, Role::Auditor, Role::Operator];
        let of_all = |[a, b, c]: [u32; 3], all| [a, b, c, all, all, all];
        let (was, will_be) = (of_all(WAS, WAS_ALL), of_all(WILL_BE, WILL_BE_ALL));
        let give = |numbers: &[u32], role, from, until| -> Vec<Office> {
            numbers.iter().map(|number| Office { member: id(*number), role, from, until }).collect()
        };
        set(START - 3 * DAY);
        let were: Vec<_> = (0..6).flat_map(|n| give(&[was[n]], offices[n], None, Some(START - DAY))).collect();
        service::name_roles(&service, &acting(1).await, &were).await.unwrap();
        set(START - 2 * DAY);
        let now = [1, 2, 6, ARE[0], ARE[1], ARE[2]].map(|number| [number, LEFT, EXCLUDED]);
        let are: Vec<_> = (0..6).flat_map(|n| give(&now[n], offices[n], Some(START - DAY), None)).collect();
        service::name_roles(&service, &acting(WAS[0]).await, &are).await.unwrap();
        set(START - DAY);
        let will: Vec<_> = (0..6).flat_map(|n| give(&[will_be[n]], offices[n], Some(START + DAY), None)).collect();
        service::name_roles(&service, &acting(1).await, &will).await.unwrap();

        let proposal = super::proposals::open(&service, &acting(5).await).await;
        let amendment = super::proposals::amendment(&service, &acting(5).await, proposal).await;
        let comment = super::discussion::comment(&service, &acting(5).await, proposal).await;
        let attachment = super::discussion::attachment(&service, &acting(5).await, proposal).await;

        set(START - HOUR);
        let mut standings = standings(&service, &people).await;
        let db = Db::open(&url).await.unwrap();
        let mut tx = db.write().await.unwrap();
        for (number, state) in [(LEFT, MemberState::Left), (EXCLUDED, MemberState::Excluded)] {
            assert!(members::move_to(&mut tx, id(number), MemberState::Active, state).await.unwrap());
        }
        tx.commit().await.unwrap();
        db.close().await;
        service::ask_sign_in(&service, &email(1)).await.unwrap();
        standings.push(Standing {
            name: "the chair, signed in by a message",
            token: Some(service::sign_in_by_link(&service, &letters.newest().0, "").await.unwrap()),
            number: Some(1),
            signed_in: true,
            roles: &[],
            withheld: true,
        });
        // Last, for signing in sweeps away what has expired, and an expired session must be refused before that.
        set(START - 13 * HOUR);
        for (name, number, roles) in BROKEN {
            let token = service::sign_in_demo(&service, id(number), "").await.unwrap();
            standings.push(over(name[1], number, token, roles));
        }
        set(START);
        let (of_today, of_other) = (votes(&service, today).await, votes(&service, demo.assembly).await);
        Self {
            cooperative: demo.cooperative,
            today,
            open: of_today[0],
            secret: of_today[1],
            put: [1, 2].map(|n| ResolutionId(Uuid::from_u128(n))),
            spare: [of_today[2], of_today[3]],
            past,
            past_vote,
            decided,
            lacking,
            tied,
            seated,
            raised,
            halls,
            kept,
            other: demo.assembly,
            other_vote: of_other[1],
            applicant,
            waiting,
            unwanted,
            proposal,
            amendment,
            comment,
            attachment,
            standings,
            draft,
            document,
            called,
            ahead,
            together,
            election,
            parts: Mutex::default(),
            prepared: Mutex::default(),
            devices: Mutex::default(),
            rounds: AtomicU32::new(0),
            clock: clock.clone(),
            random,
            letters,
            people,
            service,
            place,
        }
    }

    pub fn member(&self, number: u32) -> &Member {
        &self.people[&number]
    }

    /// Whether a member holds a share of the key of an assembly.
    pub fn holds(&self, number: u32, assembly: AssemblyId) -> bool {
        match assembly {
            of if of == self.today => HOLDERS.contains(&number),
            of if of == self.past => number == HOLDER_OF_THE_PAST,
            of if of == self.together => HOLDERS.contains(&number) || number == HOLDER_OF_THE_PAST,
            of => of == self.other && number == 3,
        }
    }

    /// Somebody signed in, as the session makes them. Nothing is written.
    pub async fn acting(&self, number: u32) -> Actor {
        let fit = |who: &&Standing| who.signed_in && !who.withheld && who.number == Some(number);
        let standing = self.standings.iter().find(fit);
        let token = standing.and_then(|who| who.token.as_deref()).expect("somebody signed in");
        self.service.actor_of(token).await.unwrap().unwrap().actor
    }

    /// Everybody signed in with more than a message: number, token and who that is.
    async fn all_signed_in(&self) -> Vec<(u32, String, Actor)> {
        let mut all = Vec::new();
        for who in self.standings.iter().filter(|who| who.signed_in && !who.withheld) {
            let (Some(number), Some(token)) = (who.number, who.token.clone()) else { continue };
            all.push((number, token, self.acting(number).await));
        }
        all
    }

    /// The same cooperative, each step in its database seen and perhaps spoilt.
    pub async fn watched(&self, probe: Arc<dyn Probe>) -> Service {
        let db = Db::open(&self.place.url().unwrap()).await.unwrap().watched(probe);
        Service::over(db, self.clock.clone(), self.random.clone()).with_letters(self.letters.clone(), SITE)
    }

    /// Does what must have been done before an operation's example exists.
    pub async fn prepare(&self, operation: Operation) {
        let mut made = Prepared::default();
        match operation {
            Operation::SignInByCode | Operation::SignInByLink => {
                let number = if operation == Operation::SignInByCode { 6 } else { 7 };
                made.browser = service::ask_sign_in(&self.service, &email(number)).await.unwrap();
                (made.link, made.code) = self.letters.newest();
            }
            Operation::ReadApplication | Operation::ConfirmApplication | Operation::WithdrawApplication => {
                let sent = candidate(&format!("Candidate to {operation:?} {}", self.service.now()));
                service::apply(&self.service, &Actor::Anyone, &sent.into()).await.unwrap();
                made.application = self.letters.newest_application();
            }
            Operation::ConfirmMyEmail => {
                let change = EmailChange { email: "encore@example.org".to_owned() };
                service::change_email(&self.service, &self.acting(5).await, &change).await.unwrap();
                made.link = self.letters.newest_confirmation();
            }
            Operation::CertifySheet | Operation::NoteSheetCertified => {
                made.sheet = Some(super::bureau::fixed(self).await);
            }
            Operation::AcceptBureauSeat | Operation::NoteBureauAcceptance => {
                made.bureau = Some(super::bureau::waiting(self).await);
            }
            Operation::SignInByKey | Operation::SignInByPaperCode | Operation::ReleaseEntrusted => {
                made.challenge = service::challenge(&self.service).await.unwrap()
            }
            Operation::RevokeSession => {
                for number in self.standings.iter().filter(|who| who.signed_in).filter_map(|who| who.number) {
                    let token = service::sign_in_demo(&self.service, self.member(number).id, "").await.unwrap();
                    let actor = self.acting(number).await;
                    let all = views::sessions(&self.service, &actor, &token).await.unwrap().sessions;
                    made.sessions.insert(number, all.iter().find(|line| line.here).unwrap().id);
                }
            }
            Operation::ReadImport | Operation::RunImport => {
                let file = "nom;commune\nQuelqu’un;Dole\n".as_bytes();
                made.import = Some(service::preview_import(&self.service, &self.acting(2).await, file).await.unwrap());
            }
            Operation::ConfirmSecond => {
                for (number, token, actor) in self.all_signed_in().await {
                    service::ask_second(&self.service, &actor, &token).await.unwrap();
                    made.codes.insert(number, self.letters.second());
                }
            }
            Operation::ReplaceKey => {
                // Shown, as far as the database knows: the letters of a quarter of an hour are written.
                let db = Db::open(&self.place.url().unwrap()).await.unwrap();
                let all = self.all_signed_in().await;
                let (mut tx, at) = (db.write().await.unwrap(), self.service.now());
                for (_, token, _) in all {
                    let hash = protocol::hash::sha256(token.as_bytes());
                    let session = seconds::of_token(&mut tx, &hash, at).await.unwrap().expect("a session");
                    seconds::show(&mut tx, session.id, at).await.unwrap();
                }
                tx.commit().await.unwrap();
                db.close().await;
            }
            Operation::ConfirmRecovery => {
                let (secretary, member) = (self.acting(2).await, self.member(8).id);
                service::begin_recovery(&self.service, &secretary, member).await.unwrap();
            }
            Operation::RecoverKey => {
                for (number, _, _) in self.all_signed_in().await.into_iter().filter(|(number, ..)| *number != 2) {
                    let (secretary, member) = (self.acting(2).await, self.member(number).id);
                    service::begin_recovery(&self.service, &secretary, member).await.unwrap();
                    let officer = self.acting(if number == 1 { 6 } else { 1 }).await;
                    let code = service::confirm_recovery(&self.service, &officer, member).await.unwrap();
                    made.codes.insert(number, code);
                }
            }
            Operation::ResendMail => {
                for (state, mail) in [(MailState::Failed, &mut made.failed), (MailState::Sent, &mut made.sent)] {
                    service::ask_sign_in(&self.service, &email(if state == MailState::Failed { 33 } else { 34 }))
                        .await
                        .unwrap();
                    let db = Db::open(&self.place.url().unwrap()).await.unwrap();
                    let (mut tx, at) = (db.write().await.unwrap(), self.service.now());
                    let queued = mails::take(&mut tx, at, 100).await.unwrap();
                    let id = queued.iter().map(|mail| mail.id).max().expect("a message");
                    for mail in queued {
                        let state = if mail.id == id { state } else { MailState::Sent };
                        let settled = Settled { state, due_at: None, at, answer: String::new() };
                        assert!(mails::settle(&mut tx, mail.id, &settled, false).await.unwrap());
                    }
                    tx.commit().await.unwrap();
                    db.close().await;
                    *mail = Some(id);
                }
            }
            Operation::AskShares
            | Operation::WithdrawShareRequest
            | Operation::DecideShareRequest
            | Operation::RecordPayment
            | Operation::CancelShares
            | Operation::ReverseShareEntry => super::shares::prepare(self, operation, &mut made).await,
            Operation::EditProposal
            | Operation::MoveProposal
            | Operation::InviteAuthor
            | Operation::AnswerInvitation
            | Operation::SupportProposal
            | Operation::WithdrawSupport
            | Operation::AmendProposal
            | Operation::DecideAmendment
            | Operation::DecideProposal => super::proposals::prepare(self, operation, &mut made).await,
            Operation::CorrectComment
            | Operation::ModerateComment
            | Operation::AttachToProposal
            | Operation::RemoveAttachment => {
                super::discussion::prepare(self, operation, &mut made).await;
            }
            Operation::CallCandidates
            | Operation::DeclareCandidacy
            | Operation::ProposeCandidate
            | Operation::AcceptCandidacy
            | Operation::WithdrawCandidacy => super::candidates::prepare(self, operation, &mut made).await,
            Operation::GiveProxy
            | Operation::AnswerProxy
            | Operation::RevokeProxy
            | Operation::EnterPaperProxy
            | Operation::EndPaperProxy => super::proxies::prepare(self, operation, &mut made).await,
            Operation::AskQuestion | Operation::AnswerQuestions | Operation::CorrectAnswer => {
                made.asked = Some(super::questions::prepare(self, operation).await);
            }
            Operation::DropDraft | Operation::ConveneDraft => {
                made.draft = Some(super::convening::prepared(&self.service, &self.acting(1).await).await.0);
            }
            Operation::BeginRehearsal | Operation::EndRehearsal => {
                made.rehearsal = Some(super::proxies::rehearsal(self).await);
            }
            Operation::ResendNotice => made.notice = Some(super::convening::sent(self).await),
            _ => match self.prepare_keys(operation).await {
                Some(keys) => made.keys = keys,
                None => return,
            },
        }
        *self.prepared.lock().unwrap() = made;
    }

    /// Another number at each call.
    pub fn rounds(&self) -> u32 {
        self.rounds.fetch_add(1, Ordering::SeqCst)
    }

    /// Whether somebody is a member still.
    pub fn is_member(&self, number: u32) -> bool {
        ![LEFT, EXCLUDED].contains(&number)
    }

    /// Somebody who left, for whom nothing may be done any more.
    pub fn left(&self) -> MemberId {
        self.member(LEFT).id
    }
}

/// Whose sessions were broken: names of the one signed out and the one expired.
const BROKEN: [([&str; 2], u32, &[Role]); 4] = [
    (["the chair, signed out", "the chair, session expired"], 1, &[Role::Chair]),
    (["the secretary, signed out", "the secretary, session expired"], 2, &[Role::Secretary]),
    (["a key holder, signed out", "a key holder, session expired"], HOLDERS[0], &[Role::KeyHolder]),
    (["a member, signed out", "a member, session expired"], 5, &[]),
];

async fn standings(service: &Service, people: &HashMap<u32, Member>) -> Vec<Standing> {
    const EVERY: &[Role] =
        &[Role::Chair, Role::Secretary, Role::Board, Role::Scrutineer, Role::Auditor, Role::Operator, Role::KeyHolder];
    let alive: [(&'static str, u32, &'static [Role]); 19] = [
        ("a member", 5, &[]),
        ("the chair", 1, &[Role::Chair]),
        ("the secretary", 2, &[Role::Secretary]),
        ("one of the board", 6, &[Role::Board]),
        ("a scrutineer", ARE[0], &[Role::Scrutineer]),
        ("the auditor", ARE[1], &[Role::Auditor]),
        ("the operator", ARE[2], &[Role::Operator]),
        ("scrutineer, auditor and operator until yesterday", WAS_ALL, &[]),
        ("scrutineer, auditor and operator from tomorrow on", WILL_BE_ALL, &[]),
        ("a key holder", HOLDERS[0], &[Role::KeyHolder]),
        ("another key holder", HOLDERS[1], &[Role::KeyHolder]),
        ("the chair until yesterday", WAS[0], &[]),
        ("the secretary until yesterday", WAS[1], &[]),
        ("one of the board until yesterday", WAS[2], &[]),
        ("the chair from tomorrow on", WILL_BE[0], &[]),
        ("the secretary from tomorrow on", WILL_BE[1], &[]),
        ("one of the board from tomorrow on", WILL_BE[2], &[]),
        ("a key holder of an assembly that is over", HOLDER_OF_THE_PAST, &[Role::KeyHolder]),
        ("a key holder of another assembly", 3, &[Role::KeyHolder]),
    ];
    let sign_in = async |number: &u32| service::sign_in_demo(service, people[number].id, "").await.unwrap();
    let nobody = |name, token| Standing { token, number: None, ..over(name, 0, String::new(), &[]) };
    let mut all = vec![
        nobody("nobody", None),
        nobody("somebody with a forged token", Some("0".repeat(64))),
        nobody("somebody with a token of nonsense", Some("'%00--".to_owned())),
    ];
    for (name, number, roles) in alive {
        all.push(Standing { signed_in: true, ..over(name, number, sign_in(&number).await, roles) });
    }
    for (name, number, roles) in BROKEN {
        let token = sign_in(&number).await;
        service::sign_out(service, &token).await.unwrap();
        all.push(over(name[0], number, token, roles));
    }
    for (name, number) in [("who left, with every office", LEFT), ("who was excluded, with every office", EXCLUDED)] {
        all.push(over(name, number, sign_in(&number).await, EVERY));
    }
    all
}

/// Somebody whose session is over.
fn over(name: &'static str, number: u32, token: String, roles: &'static [Role]) -> Standing {
    Standing { name, token: Some(token), number: Some(number), signed_in: false, roles, withheld: false }
}

/// The members that the trial names, with keys: the demo's own, or made here for those the demo leaves without.
async fn people(service: &Service, demo: &service::demo::DemoKeys) -> HashMap<u32, Member> {
    let of_demo: HashMap<u32, _> = demo.keys.iter().map(|key| (key.number, key)).collect();
    let mut people = HashMap::new();
    for person in views::demo_people(service).await.unwrap() {
        let phrase = match of_demo.get(&person.number) {
            Some(_) if person.number > LAST => continue,
            Some(key) => Phrase::parse(&key.phrase, key.language.into()).unwrap(),
            None => Phrase::from_entropy([u8::try_from(person.number).unwrap(); 16], Language::French),
        };
        let keys = MemberKeys::derive(&phrase, demo.cooperative.bytes());
        people.insert(person.number, Member { number: person.number, id: person.member, keys });
    }
    people
}

/// The address of a member of the demo.
pub fn email(number: u32) -> String {
    format!("personne-{number}@example.org")
}

/// A member as a fresh session has them.
async fn acting(service: &Service, id: MemberId) -> Actor {
    let token = service::sign_in_demo(service, id, "").await.unwrap();
    let actor = service.actor_of(&token).await.unwrap().unwrap().actor;
    service::sign_out(service, &token).await.unwrap();
    actor
}

pub async fn votes(service: &Service, assembly: AssemblyId) -> Vec<VoteId> {
    views::assembly(service, assembly).await.unwrap().items.iter().map(|item| item.vote).collect()
}

/// A convocation of an assembly with these votes.
pub fn convocation(starts_at: i64, modes: &[VoteMode], key_holders: &[MemberId]) -> Convocation {
    let text = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let item = |mode: &VoteMode| AgendaItem { title: text("Résolution"), text: text("Adoptée."), mode: *mode };
    Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at,
        place: "Besançon".to_owned(),
        agenda: modes.iter().map(item).collect(),
        key_holders: key_holders.to_vec(),
        advance: None,
        entrusted: false,
    }
}
