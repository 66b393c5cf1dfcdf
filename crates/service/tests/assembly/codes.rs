//! Paper codes: the desk prints a key for a member in the hall, it speaks in what opens later and nothing else can be done with it,
//! and it is over with its assembly, at the desk, or when the member is no member any more.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::codes::{Booth, CodePrinted, EndCode, PrintCode, SESSION, SignedByCode};
use domain::ids::AssemblyId;
use domain::member::MemberMove;
use domain::paper::{MarkPaper, Way};
use domain::resolution::Choice;
use domain::roles::{Actor, Role};
use domain::vote::VoteState;
use domain::wire::MyVoice;
use protocol::commitment::{Kind, Leaf, VoiceProof};
use protocol::keys::{Language, MemberKeys, Phrase, sign_in};
use serde_json::json;
use service::{Convocation, Error, views};
use store::audit;

use crate::hands::{on_postgres, on_sqlite};
use crate::voted::{letter, sent};
use crate::world::{DAY, Person, START, World, agenda, refusal, seeded};

/// The site of a service whose letters nobody reads.
const SITE: &str = "http://127.0.0.1";

impl World {
    /// The key on a slip, another for each `which`.
    fn slip(&self, which: u8) -> MemberKeys {
        MemberKeys::derive(&Phrase::from_entropy([200 + which; 16], Language::French), self.cooperative.bytes())
    }

    fn code_for(&self, number: u32, which: u8, instead: Option<u32>) -> PrintCode {
        let id = self.people[number as usize - 1].id;
        let registration = self.slip(which).register(self.cooperative.bytes(), id.bytes(), &mut seeded(which.into()));
        PrintCode { number, registration, instead }
    }

    async fn prints(&self, number: u32, which: u8, instead: Option<u32>) -> Result<CodePrinted, Error> {
        let asked = self.code_for(number, which, instead);
        service::print_code(&self.service, self.chair(), self.assembly, &asked).await
    }

    async fn ends(&self, number: u32, n: u32) -> Result<(), Error> {
        service::end_code(&self.service, self.chair(), self.assembly, &EndCode { number, n }).await
    }

    async fn enters_booth(&self, which: u8) -> Result<(String, Booth), Error> {
        let keys = self.slip(which);
        let challenge = service::challenge(&self.service).await?;
        let signature = sign_in::sign(keys.identity(), self.cooperative.bytes(), SITE, &challenge);
        let identity = keys.public().identity;
        let SignedByCode { token, booth } =
            service::sign_in_by_paper_code(&self.service, &identity, SITE, &challenge, &signature).await?;
        Ok((token, booth))
    }

    /// Whoever has this number votes with their slip from now on. Their own key and session before.
    async fn with_slip(&mut self, number: u32, which: u8) -> Person {
        let (token, booth) = self.enters_booth(which).await.unwrap();
        let actor = self.service.code_of(&token).await.unwrap().unwrap();
        assert_eq!(
            self.service.actor_of(&token).await.unwrap().map(|signed| signed.actor),
            None,
            "no member's session"
        );
        let place = number as usize - 1;
        assert_eq!((booth.member, booth.number, booth.assembly), (self.people[place].id, number, self.assembly));
        let slip = Person { id: booth.member, keys: self.slip(which), actor };
        std::mem::replace(&mut self.people[place], slip)
    }
}

#[tokio::test]
async fn a_paper_code_speaks_in_what_opens_after_it() {
    spoken(on_sqlite().await).await;
}

#[tokio::test]
async fn a_paper_code_speaks_in_what_opens_after_it_on_postgres() {
    if let Some(world) = on_postgres("codes").await {
        spoken(world).await;
    }
}

async fn spoken(mut world: World) {
    for number in [1, 4, 5, 7, 9] {
        world.at_desk(number, true).await;
    }
    sent(&world).await;
    assert_eq!(world.prints(5, 5, None).await.unwrap(), CodePrinted { n: 1, open: 0 });
    // 9 has no key, and carries the voice of 8.
    assert_eq!(world.prints(9, 9, None).await.unwrap(), CodePrinted { n: 1, open: 0 });
    assert_eq!(sent(&world).await, [letter("paper-code", 5), letter("paper-code", 6)], "and nobody else");
    let console = views::console(&world.service, world.chair(), world.assembly).await.unwrap();
    assert_eq!(console.with_key, 7, "own key and code of one member are one key that speaks");
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
    let roll = world.recorded("open-roll").await.remove(0);
    assert_eq!(roll["kinds"], json!({ "own-key": 3, "paper-code": 4 }));
    let register = world.recorded("register-commitment").await.pop().unwrap();
    assert_eq!((&register["keys"], &register["members"]), (&json!(7), &json!(9)), "one key for each who has any");
    assert_eq!(register["since_convocation"], json!({ "paper_codes": 2, "registered": 0, "replaced": 0 }));
    // 7 is given one too late for this vote.
    assert_eq!(world.prints(7, 7, None).await.unwrap(), CodePrinted { n: 1, open: 1 });

    assert_eq!(world.voices_of(4).await[..2], [MyVoice::ByCode, MyVoice::CodeWaits]);
    assert_eq!(world.voices_of(6).await[0], MyVoice::NotOnRoll);
    assert!(world.paper(4).await.votes.is_empty(), "the own key has nothing to sign here");
    let own = world.with_slip(5, 5).await;
    let paper = world.paper(4).await;
    assert_eq!((paper.votes.len(), paper.votes[0].own, paper.votes[0].mandates.len()), (1, true, 1));
    let ballot = world.open_ballot(4, Choice::For, 1).await;
    world.cast_open(4, &ballot).await.unwrap();
    let mut carried = ballot.ballot.clone();
    carried.voice = *world.people[5].id.bytes();
    let signature = carried.sign(world.cooperative.bytes(), world.people[4].keys.identity());
    world.cast_open(4, &domain::wire::CastOpen { ballot: carried, signature }).await.unwrap();
    // The own key signs nothing of it.
    let slip = std::mem::replace(&mut world.people[4], own);
    let paper = views::ballot_paper(&world.service, &slip.actor, world.assembly).await.unwrap().votes.remove(0);
    let by_own_key = world.sign_open(4, &paper, Choice::Against.code(), 2);
    assert_eq!(refusal(world.cast_open(4, &by_own_key).await), Refusal::BallotInvalid);
    assert_eq!(world.voices_of(4).await[0], MyVoice::VotedByCode);
    assert_eq!(sent(&world).await, [letter("paper-code", 6), letter("vote-by-code", 5), letter("vote-carried", 6)]);

    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    let decision = views::vote(&world.service, world.open).await.unwrap().1.decision.unwrap();
    assert_eq!((decision.counts.for_, decision.counts.against), (3, 0), "5, 6, and the blank proxy of 2");
    proof_holds(&world, 4).await;
    proof_holds(&world, 5).await;
}

/// The file of a voice that a code speaks is found in the record, and says so.
async fn proof_holds(world: &World, who: usize) {
    let proof = views::voice_proof(&world.service, &world.people[who].actor, world.open).await.unwrap();
    let proof = VoiceProof::parse(&proof).unwrap();
    let entries = views::record_entries(&world.service, world.assembly).await.unwrap();
    proof.verify(&entries).unwrap();
    let (Leaf::Roll(roll), Leaf::Register(key)) = (proof.roll.leaf(), proof.register.leaf()) else {
        panic!("other leaves");
    };
    assert_eq!((roll.kind, key.paper_code, key.number, key.key_seq), (Kind::PaperCode, true, 5, 1));
    assert!(key.names(&world.slip(5).public()));
}

#[tokio::test]
async fn a_secret_vote_takes_ballots_of_codes_and_of_own_keys() {
    let mut world = on_sqlite().await;
    world.at_desk(5, true).await;
    world.prints(5, 5, None).await.unwrap();
    world.key_holder_prepares().await;
    service::open_vote(&world.service, world.chair(), world.secret).await.unwrap();
    assert_eq!(world.recorded("roll").await[0]["kinds"], json!({ "own-key": 3, "paper-code": 2 }));
    world.rolls_hold().await;
    world.with_slip(5, 5).await;
    for who in [0, 2, 3, 4] {
        let cast = world.secret_ballot(who, Choice::For, 1).await;
        world.cast_secret(who, &cast).await.unwrap();
    }
    service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
    // Only from an archive in which every check passes.
    let part = world.decryption().await;
    let state = service::submit_decryption(&world.service, world.holder(), world.secret, &part).await.unwrap();
    assert_eq!(state, VoteState::Decided);
    let decision = views::vote(&world.service, world.secret).await.unwrap().1.decision.unwrap();
    assert_eq!((decision.counts.for_, decision.counts.against), (5, 0), "and the blank proxy of 2");
    // With its assembly the code is over, and the minutes say how many voices it could speak.
    service::void_vote(&world.service, world.chair(), world.open, "Reporté.").await.unwrap();
    world.enters_booth(5).await.unwrap();
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    assert_eq!(refusal(world.enters_booth(5).await), Refusal::CodeUnknown);
    let voter = &world.people[4].actor;
    assert_eq!(refusal(views::ballot_paper(&world.service, voter, world.assembly).await), Refusal::SignInFirst);
    assert_eq!(refusal(world.ends(5, 1).await), Refusal::AssemblyOver);
    assert_eq!(refusal(world.prints(5, 6, Some(1)).await), Refusal::AssemblyOver);
    let minutes = views::minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.items.iter().map(|item| item.codes).collect::<Vec<_>>(), [None, Some(2)]);
}

#[tokio::test]
async fn a_code_is_printed_for_whoever_is_in_the_hall_and_has_none() {
    printed(on_sqlite().await).await;
}

#[tokio::test]
async fn a_code_is_printed_for_whoever_is_in_the_hall_and_has_none_on_postgres() {
    if let Some(world) = on_postgres("codes_printed").await {
        printed(world).await;
    }
}

async fn printed(world: World) {
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(refusal(world.prints(5, 5, None).await), Refusal::CodeNotInHall);
    world.at_desk(5, true).await;
    world.at_desk(7, true).await;
    for who in [4, 6] {
        let asked = world.code_for(5, 5, None);
        let outcome = service::print_code(service, &world.people[who].actor, world.assembly, &asked).await;
        assert_eq!(refusal(outcome), Refusal::NotYours, "no member prints one");
    }
    // Whose proofs name another member, or do not hold.
    let mut asked = world.code_for(7, 5, None);
    asked.number = 5;
    assert_eq!(refusal(service::print_code(service, chair, world.assembly, &asked).await), Refusal::KeyInvalid);
    asked.number = 99;
    assert_eq!(refusal(service::print_code(service, chair, world.assembly, &asked).await), Refusal::NoSuchNumber);
    // A key is one person's, and a code's or a member's, never both.
    let of = &world.people[4];
    let registration = of.keys.register(world.cooperative.bytes(), of.id.bytes(), &mut seeded(1));
    let own = PrintCode { number: 5, registration, instead: None };
    assert_eq!(refusal(service::print_code(service, chair, world.assembly, &own).await), Refusal::KeyUsed);
    // Two desks at once.
    let (one, other) = tokio::join!(world.prints(5, 5, None), world.prints(5, 6, None));
    let lost = if one.is_ok() { other } else { one };
    assert_eq!(refusal(lost), Refusal::CodeHeld);
    assert_eq!(refusal(world.prints(5, 7, Some(2)).await), Refusal::CodeHeld, "not the one they hold");
    let used = if world.enters_booth(5).await.is_ok() { 5 } else { 6 };
    assert_eq!(refusal(world.prints(7, used, None).await), Refusal::KeyUsed);
    let id = world.people[6].id;
    let registration = world.slip(used).register(world.cooperative.bytes(), id.bytes(), &mut seeded(1));
    let taken = service::register_key(service, &world.people[6].actor, &registration).await;
    assert_eq!(refusal(taken), Refusal::KeyExists);
    // The slip is lost: another in its place.
    assert_eq!(world.prints(5, 8, Some(1)).await.unwrap().n, 2);
    assert_eq!(refusal(world.enters_booth(used).await), Refusal::CodeUnknown);
    world.enters_booth(8).await.unwrap();
    assert_eq!(refusal(world.ends(5, 1).await), Refusal::CodeNotHeld);
    world.ends(5, 2).await.unwrap();
    assert_eq!(refusal(world.ends(5, 2).await), Refusal::CodeNotHeld);
    assert_eq!(refusal(world.prints(5, 9, Some(2)).await), Refusal::CodeNotHeld);
    assert_eq!(world.prints(5, 9, None).await.unwrap().n, 3);
    let desk = views::desk(service, chair, world.assembly, "").await.unwrap();
    assert_eq!(desk.codes.iter().map(|line| (line.number, line.n)).collect::<Vec<_>>(), [(5, 3)]);
    // On paper, or by a code.
    let mark = async |way| {
        service::mark_paper(service, chair, world.assembly, &MarkPaper { number: 5, way }).await.unwrap();
    };
    mark(Way::Paper).await;
    assert_eq!(refusal(world.enters_booth(9).await), Refusal::CodeUnknown, "it ended");
    assert_eq!(refusal(world.prints(5, 10, None).await), Refusal::CodeOnPaper);
    mark(Way::Key).await;
    world.prints(5, 10, None).await.unwrap();
    let state = views::assembly(service, world.assembly).await.unwrap().state;
    assert_eq!(state, domain::assembly::AssemblyState::InSession);
}

#[tokio::test]
async fn with_a_code_one_votes_and_does_nothing_else() {
    let world = on_sqlite().await;
    // The chair may have one as anybody, and holds no office by it.
    world.at_desk(1, true).await;
    world.prints(1, 1, None).await.unwrap();
    let (token, booth) = world.enters_booth(1).await.unwrap();
    let actor = world.service.code_of(&token).await.unwrap().unwrap();
    assert!(!actor.has(Role::Chair) && actor.code().is_some());
    let refused = [
        refusal(service::open_vote(&world.service, &actor, world.open).await),
        refusal(views::my_votes(&world.service, &actor).await),
        refusal(views::sessions(&world.service, &actor, &token).await),
        refusal(views::own_data(&world.service, &actor).await),
        refusal(service::revoke_other_sessions(&world.service, &actor, &token).await),
    ];
    assert!(refused.iter().all(|why| *why == Refusal::CodeVotesOnly), "{refused:?}");
    // Nobody's session is listed for it, and its token is none of a member's session.
    let mine = views::sessions(&world.service, world.chair(), &token).await.unwrap();
    assert!(mine.sessions.is_empty(), "{mine:?}");
    // Another assembly has no paper for it.
    let other = another_assembly(&world).await;
    assert_eq!(refusal(views::ballot_paper(&world.service, &actor, other).await), Refusal::NotOnRoll);
    // It lasts a quarter of an hour, and a signed challenge is good once.
    let keys = world.slip(1);
    let challenge = service::challenge(&world.service).await.unwrap();
    let identity = keys.public().identity;
    for (origin, outcome) in [("https://elsewhere.example", false), (SITE, true), (SITE, false)] {
        let signature = sign_in::sign(keys.identity(), world.cooperative.bytes(), origin, &challenge);
        let entered = service::sign_in_by_paper_code(&world.service, &identity, origin, &challenge, &signature).await;
        assert_eq!(entered.is_ok(), outcome, "{origin}");
    }
    assert!(booth.until <= world.service.now() + SESSION);
    world.clock.set(booth.until);
    assert_eq!(world.service.code_of(&token).await.unwrap(), None);
    // Signed out is out, and a member's way out does not end it.
    let (token, _) = world.enters_booth(1).await.unwrap();
    service::sign_out(&world.service, &token).await.unwrap();
    assert_ne!(world.service.code_of(&token).await.unwrap(), None);
    service::sign_out_code(&world.service, &token).await.unwrap();
    assert_eq!(world.service.code_of(&token).await.unwrap(), None);
}

async fn another_assembly(world: &World) -> AssemblyId {
    let convocation = Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at: START + 30 * DAY,
        place: "Besançon".to_owned(),
        agenda: agenda(),
        key_holders: vec![world.people[2].id],
        advance: None,
        entrusted: false,
    };
    service::convene(&world.service, world.chair(), &convocation).await.unwrap()
}

#[tokio::test]
async fn a_code_that_is_over_casts_nothing() {
    let mut world = on_sqlite().await;
    for number in [4, 5] {
        world.at_desk(number, true).await;
        world.prints(number, u8::try_from(number).unwrap(), None).await.unwrap();
    }
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
    let own = world.with_slip(5, 5).await;
    let ballot = world.open_ballot(4, Choice::For, 1).await;
    // The code of another, in their session.
    world.with_slip(4, 4).await;
    let by_another = service::cast_open(&world.service, &world.people[3].actor, world.open, &ballot).await;
    assert_eq!(refusal(by_another), Refusal::NotYourVoice);
    world.ends(5, 1).await.unwrap();
    assert_eq!(refusal(world.cast_open(4, &ballot).await), Refusal::SignInFirst, "whoever was in the booth");
    let mine = views::my_votes(&world.service, &own.actor).await.unwrap();
    assert_eq!((mine.voices[0], mine.code), (MyVoice::CodeOver, None));
    let by_own_session = service::cast_open(&world.service, &own.actor, world.open, &ballot).await;
    assert_eq!(refusal(by_own_session), Refusal::CodeOver, "whoever holds the slip, and signs in as the member");
    let paper = views::ballot_paper(&world.service, &world.people[4].actor, world.assembly).await;
    assert_eq!(refusal(paper), Refusal::SignInFirst);
    // Then there is paper, for the voice that is silent and the one it carries.
    let marked = MarkPaper { number: 5, way: Way::Paper };
    service::mark_paper(&world.service, world.chair(), world.assembly, &marked).await.unwrap();
    let desk = views::desk(&world.service, world.chair(), world.assembly, "").await.unwrap();
    assert_eq!(desk.papers.iter().map(|line| (line.number, line.slips[0].count)).collect::<Vec<_>>(), [(5, 2)]);
    // Who leaves the cooperative has no code any more.
    let four = world.people[3].id;
    let why = "Décision de l’assemblée";
    service::decide_membership(&world.service, world.chair(), four, MemberMove::Exclude, why).await.unwrap();
    assert_eq!(refusal(world.enters_booth(4).await), Refusal::CodeUnknown);
    let voter = Actor::Code { id: four, code: world.people[3].actor.code().unwrap() };
    assert_eq!(refusal(views::ballot_paper(&world.service, &voter, world.assembly).await), Refusal::SignInFirst);
}

#[tokio::test]
async fn hands_are_raised_by_whoever_did_not_vote_with_a_code() {
    let mut world = on_sqlite().await;
    for number in [1, 5, 7] {
        world.at_desk(number, true).await;
    }
    for number in [5, 7] {
        world.prints(number, u8::try_from(number).unwrap(), None).await.unwrap();
    }
    service::open_by_hands(&world.service, world.chair(), world.open).await.unwrap();
    assert_eq!(world.recorded("open-roll").await[0]["kinds"], json!({ "own-key": 3, "paper-code": 3 }));
    world.with_slip(5, 5).await;
    let ballot = world.open_ballot(4, Choice::For, 1).await;
    world.cast_open(4, &ballot).await.unwrap();
    assert_eq!(service::close_vote(&world.service, world.chair(), world.open).await.unwrap(), VoteState::Closed);
    let closed = world.recorded("quorum-count").await.pop().unwrap();
    // 1 and 7, and 6 whom 5 carries without having voted for them.
    assert_eq!((&closed["hall"], &closed["ballots"]), (&json!(3), &json!(1)));
}

#[tokio::test]
async fn a_code_ends_when_its_member_leaves_the_hall_or_ends_it() {
    let world = on_sqlite().await;
    for number in [4, 5] {
        world.at_desk(number, true).await;
        world.prints(number, u8::try_from(number).unwrap(), None).await.unwrap();
    }
    world.at_desk(5, false).await;
    assert_eq!(
        refusal(world.enters_booth(5).await),
        Refusal::CodeUnknown,
        "nobody votes with the slip of who has gone"
    );
    // A member ends their own without the desk, and nobody else does; their own key speaks again in what opens later.
    let (service, four) = (&world.service, world.people[3].actor.clone());
    assert_eq!(views::my_votes(service, &four).await.unwrap().code, Some(world.assembly));
    assert_eq!(
        refusal(service::end_own_code(service, &world.people[4].actor, world.assembly).await),
        Refusal::CodeNotHeld
    );
    let (token, _) = world.enters_booth(4).await.unwrap();
    let slip = service.code_of(&token).await.unwrap().unwrap();
    assert_eq!(refusal(service::end_own_code(service, &slip, world.assembly).await), Refusal::CodeVotesOnly);
    service::end_own_code(service, &four, world.assembly).await.unwrap();
    assert_eq!(service.code_of(&token).await.unwrap(), None);
    assert_eq!(refusal(service::end_own_code(service, &four, world.assembly).await), Refusal::CodeNotHeld);
    let mine = views::my_votes(service, &four).await.unwrap();
    assert_eq!((mine.code, mine.voices[0]), (None, MyVoice::Waiting));
    service::open_vote(service, world.chair(), world.open).await.unwrap();
    assert_eq!(world.recorded("open-roll").await[0]["kinds"], json!({ "mandate": 1, "own-key": 4 }));
    let ballot = world.open_ballot(3, Choice::For, 1).await;
    world.cast_open(3, &ballot).await.unwrap();
}

/// What a code did is noted as done by a code.
#[tokio::test]
async fn notes_say_what_a_code_did() {
    let mut world = on_sqlite().await;
    for number in [4, 5] {
        world.at_desk(number, true).await;
        world.prints(number, u8::try_from(number).unwrap(), None).await.unwrap();
    }
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
    world.with_slip(4, 4).await;
    let ballot = world.open_ballot(3, Choice::For, 1).await;
    world.cast_open(3, &ballot).await.unwrap();
    let db = world.db().await;
    let mut tx = db.read().await.unwrap();
    let noted =
        [audit::count(&mut tx, "cast-open-code").await.unwrap(), audit::count(&mut tx, "cast-open").await.unwrap()];
    assert_eq!(noted, [1, 0]);
}
