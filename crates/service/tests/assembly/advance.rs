//! Ballots before the session: their box opens and closes at the hours of the notice, each voice votes in one of the two, and
//! nothing is opened before both are closed.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::VoteId;
use domain::member::MemberMove;
use domain::proxies::{Ending, ProxyAnswer, ProxyState};
use domain::resolution::{Choice, Text};
use domain::vote::{Stage, VoteState};
use domain::wire::{BoxPart, MyVoice, SubmitDecryption};
use protocol::checks::{self, Alone, Examined, Options, SealedVote, Together};
use protocol::combined;
use protocol::companion::Companion;
use protocol::decryption::{self, Binding};
use protocol::group::Element;
use protocol::tally::EncryptedTally;
use serde_json::Value;
use service::{Convocation, views};

use crate::world::{DAY, START, World, agenda, empty, open, refusal, seeded};

/// From and until when ballots are received before the session.
pub const FROM: i64 = START + 10 * DAY;
pub const UNTIL: i64 = START + 29 * DAY;
pub const SESSION: i64 = START + 30 * DAY;

impl World {
    /// An assembly a month ahead, with ballots before its session, in the place of the other.
    pub async fn ahead(mut self) -> Self {
        let convocation = Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: SESSION,
            place: "Besançon".to_owned(),
            agenda: agenda(),
            key_holders: vec![self.people[2].id],
            advance: Some((FROM, UNTIL)),
            entrusted: false,
        };
        self.assembly = service::convene(&self.service, self.chair(), &convocation).await.unwrap();
        let view = views::assembly(&self.service, self.assembly).await.unwrap();
        (self.open, self.secret) = (view.items[0].vote, view.items[1].vote);
        self
    }

    /// The same, while ballots are received before it.
    pub async fn receiving(self) -> Self {
        let world = self.ahead().await;
        world.key_holder_prepares().await;
        world.clock.set(FROM);
        assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
        world
    }

    pub async fn votes_in_both(&self, who: usize, choice: Choice) {
        self.cast_open(who, &self.open_ballot(who, choice, 1).await).await.unwrap();
        self.cast_secret(who, &self.secret_ballot(who, choice, 1).await).await.unwrap();
    }

    /// The session has begun, both votes are open.
    pub async fn in_session(&self) {
        self.clock.set(SESSION);
        self.begin(self.assembly).await;
        for vote in [self.open, self.secret] {
            service::open_vote(&self.service, self.chair(), vote).await.unwrap();
        }
    }

    pub async fn close_both(&self) {
        for vote in [self.open, self.secret] {
            service::close_vote(&self.service, self.chair(), vote).await.unwrap();
        }
    }

    pub async fn box_files(&self, stage: Stage) -> (Vec<u8>, String) {
        let archive = views::archive(&self.service, self.secret, Some(stage)).await.unwrap();
        (archive, views::companion(&self.service, self.secret, Some(stage)).await.unwrap())
    }

    pub async fn sealed(&self) -> SealedVote {
        let (advance, session) = (self.box_files(Stage::Advance).await, self.box_files(Stage::Session).await);
        checks::sealed_vote(&[(&advance.0, &advance.1), (&session.0, &session.1)]).unwrap()
    }

    /// What an observer sees of both boxes.
    pub async fn observed(&self) -> (Vec<Examined>, Together) {
        let mut examined = Vec::new();
        for stage in [Stage::Advance, Stage::Session] {
            let (archive, companion) = self.box_files(stage).await;
            let options = Options { companion: Some(&companion), ..Options::default() };
            examined.push(checks::read_archive(archive.as_slice(), &options, &Alone, &mut |_, _| {}).unwrap());
        }
        let together = checks::verify_together(&examined).remove(0);
        (examined, together)
    }

    /// The key holder's parts of each box.
    pub fn parts(&self, sealed: &SealedVote) -> SubmitDecryption {
        let of = |one: &checks::SealedTally| {
            let binding = Binding {
                cooperative: self.cooperative.bytes(),
                phi: &one.phi,
                owner: 2,
                public: Element::mul_base(&self.holder_secret),
                tally: &one.tally,
            };
            let (part, proofs) = decryption::decrypt(&self.holder_secret, &binding, &mut seeded(11)).unwrap();
            BoxPart { partial_decryption: part.to_json(), companion_proofs: proofs.to_json() }
        };
        SubmitDecryption::Boxes(sealed.boxes.iter().map(of).collect())
    }

    /// The key holder's part of the sum.
    pub fn part_of_sum(&self, sealed: &SealedVote) -> SubmitDecryption {
        let sum = sealed.sum.as_ref().unwrap();
        let public = Element::mul_base(&self.holder_secret);
        let binding = combined::Binding { cooperative: self.cooperative.bytes(), boxes: &sum.boxes, owner: 2, public };
        let part = combined::decrypt(&self.holder_secret, &binding, &sum.tally, &mut seeded(12));
        SubmitDecryption::Sum(protocol::json::write(&part))
    }

    pub async fn brings(&self, part: &SubmitDecryption) -> Result<VoteState, service::Error> {
        service::submit_decryption(&self.service, self.holder(), self.secret, part).await
    }

    pub async fn counts(&self, vote: VoteId) -> (u32, u32, u32) {
        let counts = views::vote(&self.service, vote).await.unwrap().1.decision.unwrap().counts;
        (counts.for_, counts.against, counts.abstain)
    }
}

#[tokio::test]
async fn boxes_open_and_close_at_the_hours_of_the_notice() {
    let world = World::new().await.ahead().await;
    let (service, secretary) = (&world.service, world.secretary());
    let opened = async || service::open_advance(service, secretary, world.assembly).await;
    assert_eq!(refusal(opened().await), Refusal::AdvanceNotYet);
    let desk = views::console(service, secretary, world.assembly).await.unwrap().advance.unwrap();
    assert_eq!((desk.waiting, desk.ready, desk.may_open), (2, false, false));
    world.clock.set(FROM);
    // Nobody could open what a secret vote receives: its key holders come first, and keep no other vote waiting.
    let desk = async || views::console(service, secretary, world.assembly).await.unwrap().advance.unwrap();
    assert_eq!((desk().await.waiting, desk().await.ready, desk().await.may_open), (2, false, true));
    assert_eq!(opened().await.unwrap(), 1);
    assert_eq!(refusal(opened().await), Refusal::KeyHoldersNotReady);
    assert_eq!(service::advance_due(service).await.unwrap(), (0, 0));
    assert_eq!(world.voices_of(4).await, [MyVoice::ToVote, MyVoice::Waiting]);
    assert_eq!((desk().await.waiting, desk().await.ready, desk().await.may_open), (1, false, false));
    world.key_holder_prepares().await;
    assert_eq!((desk().await.waiting, desk().await.ready, desk().await.may_open), (1, true, true));
    assert_eq!(opened().await.unwrap(), 1);
    assert_eq!(opened().await.unwrap(), 0, "twice is no fault");
    assert_eq!(service::advance_due(service).await.unwrap(), (0, 0));
    assert_eq!(world.voices_of(4).await, [MyVoice::ToVote; 2]);
    let paper = world.paper(4).await;
    assert_eq!(paper.votes.iter().map(|vote| vote.until).collect::<Vec<_>>(), [Some(UNTIL); 2]);

    let (late_open, late_secret) =
        (world.open_ballot(4, Choice::For, 1).await, world.secret_ballot(4, Choice::For, 1).await);
    world.clock.set(UNTIL);
    assert!(world.paper(4).await.votes.is_empty());
    assert_eq!(world.voices_of(4).await, [MyVoice::Waiting; 2]);
    assert_eq!(refusal(world.cast_open(4, &late_open).await), Refusal::AdvanceOver);
    assert_eq!(refusal(world.cast_secret(4, &late_secret).await), Refusal::AdvanceOver);
    assert_eq!(refusal(opened().await), Refusal::AdvanceOver);
    assert_eq!(service::advance_due(service).await.unwrap(), (0, 2));
    assert_eq!(service::advance_due(service).await.unwrap(), (0, 0));
    assert_eq!(world.recorded("box-closed").await.len(), 1);
    // What was made for the advance box is none for that of the session.
    world.in_session().await;
    assert_eq!(refusal(world.cast_secret(4, &late_secret).await), Refusal::AdvanceOver);
    assert_eq!(refusal(opened().await), Refusal::AssemblyBegun);
}

#[tokio::test]
async fn without_hours_in_the_notice_nothing_is_received_before() {
    let world = World::new().await;
    let outcome = service::open_advance(&world.service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(outcome), Refusal::NoAdvance);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 0));
    assert!(views::console(&world.service, world.chair(), world.assembly).await.unwrap().advance.is_none());
}

#[tokio::test]
async fn each_voice_votes_in_one_box_and_both_are_counted() {
    let (service, clock, folder) = empty(7).await;
    both_counted(World::build(service, clock, folder, &[1; 14]).await).await;
}

#[tokio::test]
async fn each_voice_votes_in_one_box_and_both_are_counted_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_advance_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    both_counted(World::build(service, clock, None, &[1; 14]).await).await;
}

async fn both_counted(world: World) {
    let world = world.receiving().await;
    let service = &world.service;
    for who in 0..6 {
        world.votes_in_both(who, if who == 0 { Choice::Against } else { Choice::For }).await;
    }
    // A ballot may be replaced until its box closes; the same one again is the same.
    let other = world.secret_ballot(1, Choice::Abstain, 2).await;
    let receipt = world.cast_secret(1, &other).await.unwrap();
    world.cast_open(1, &world.open_ballot(1, Choice::Abstain, 2).await).await.unwrap();
    let view = views::assembly(service, world.assembly).await.unwrap();
    assert_eq!(view.items.iter().map(|item| (item.voices, item.voted)).collect::<Vec<_>>(), [(Some(14), 6); 2]);
    assert_eq!((view.quorum.present, view.taking_part), (6, 0), "represented by their ballots, and not there");
    assert!(view.items.iter().all(|item| item.decision.is_none()), "nothing is known of them");
    world.clock.set(UNTIL + 1);
    assert_eq!(service::advance_due(service).await.unwrap(), (0, 2));
    assert_eq!(world.cast_secret(1, &other).await.unwrap(), receipt, "the same receipt, though the box is closed");

    world.in_session().await;
    assert_eq!(world.voices_of(1).await, [MyVoice::InAdvance; 2]);
    assert!(world.paper(1).await.votes.is_empty());
    session_refuses(&world).await;
    for who in 6..12 {
        world.votes_in_both(who, Choice::For).await;
    }
    let view = views::assembly(service, world.assembly).await.unwrap();
    assert_eq!(view.items.iter().map(|item| (item.voices, item.voted)).collect::<Vec<_>>(), [(Some(14), 12); 2]);
    world.close_both().await;
    assert_eq!(world.counts(world.open).await, (10, 1, 1));

    let sealed = world.sealed().await;
    assert!(sealed.sum.is_none(), "six in each: they are opened one by one");
    let SubmitDecryption::Boxes(mut parts) = world.parts(&sealed) else { unreachable!() };
    let one = SubmitDecryption::Boxes(vec![parts[1].clone()]);
    assert_eq!(refusal(world.brings(&one).await), Refusal::DecryptionInvalid, "of one box only");
    parts.swap(0, 1);
    assert_eq!(refusal(world.brings(&SubmitDecryption::Boxes(parts)).await), Refusal::DecryptionInvalid);
    assert_eq!(world.brings(&world.parts(&sealed)).await.unwrap(), VoteState::Decided);
    assert_eq!(refusal(world.brings(&world.parts(&sealed)).await), Refusal::DecryptionExists);
    assert_eq!(world.counts(world.secret).await, (10, 1, 1));
    let decision = views::vote(service, world.secret).await.unwrap().1.decision.unwrap();
    assert_eq!((decision.quorum.present, decision.quorum.members), (12, 14), "who voted before counts once");

    let (examined, together) = world.observed().await;
    assert!(examined.iter().all(|one| one.report().passed()));
    assert!(together.passed() && together.complete, "{:?}", together.outcomes);
    assert_eq!((together.voices, together.new_voices, together.result.is_none()), (12, 0, true));
    recorded(&world, &together).await;
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, world.secretary(), world.assembly).await.unwrap().unwrap();
    let of = minutes.items.iter().map(|item| (item.voices, item.voted, item.advance.as_ref().map(|one| one.voted)));
    assert_eq!(of.collect::<Vec<_>>(), [(14, 12, Some(6)); 2]);
}

/// The advance box is closed and added up, and that of the session is open: no page opens it, and the part of a key holder who did is
/// not received; nor is it afterwards, as so few ballots are opened in sum alone.
#[tokio::test]
async fn nothing_is_decrypted_before_the_last_box_is_closed() {
    let world = World::new().await.receiving().await;
    world.votes_in_both(4, Choice::For).await;
    world.clock.set(UNTIL);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 2));
    world.in_session().await;
    let (archive, companion) = world.box_files(Stage::Advance).await;
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
    assert!(report.passed() && !report.complete);
    assert!(checks::sealed_tally(&archive, &companion).is_err(), "the page of a key holder opens nothing yet");
    let items = protocol::archive::read(&archive).unwrap().items;
    let tally = items.iter().find(|item| EncryptedTally::parse(&item.body).is_ok()).unwrap();
    let binding = Binding {
        cooperative: world.cooperative.bytes(),
        phi: report.summary.fingerprint.as_str(),
        owner: 2,
        public: Element::mul_base(&world.holder_secret),
        tally: &tally.body,
    };
    let (part, proofs) = decryption::decrypt(&world.holder_secret, &binding, &mut seeded(11)).unwrap();
    let part = SubmitDecryption::of_one(part.to_json(), proofs.to_json());
    assert_eq!(refusal(world.brings(&part).await), Refusal::NotAwaitingDecryption);
    world.close_both().await;
    assert_eq!(refusal(world.brings(&part).await), Refusal::DecryptionInvalid, "in sum alone");
}

/// A voice that voted before is refused by its name, on paper or by hand.
async fn session_refuses(world: &World) {
    let secret = world.paper_vote(6, world.secret).await;
    let own = world.seal_for(6, 6, &secret, Choice::For, 1);
    let again = domain::wire::CastSecret { voice: world.people[1].id, ..own };
    assert_eq!(refusal(world.cast_secret(1, &again).await), Refusal::VotedInAdvance);
    let open = world.paper_vote(6, world.open).await;
    let again = world.open_for(1, 1, &open, Choice::For, 9);
    assert_eq!(refusal(world.cast_open(1, &again).await), Refusal::VotedInAdvance);
}

/// The record has both boxes, which is which, and the carry list that the companion publishes.
async fn recorded(world: &World, together: &Together) {
    let rolls = world.recorded("roll").await;
    let (_, companion) = world.box_files(Stage::Session).await;
    let carry = Companion::parse(&companion).unwrap().carry.unwrap();
    assert_eq!(rolls.iter().map(|roll| roll["voices"].as_u64()).collect::<Vec<_>>(), [Some(14), Some(8)]);
    assert_eq!((&rolls[0]["stage"], &rolls[0]["carry"]), (&Value::from("advance"), &Value::Null));
    assert_eq!((&rolls[1]["stage"], &rolls[1]["carry"]), (&Value::Null, &Value::from(carry.hash())));
    assert_eq!(carry.after, together.boxes[..1]);
    let opened = world.recorded("box-opened").await;
    assert_eq!(opened.iter().map(|one| one["until"].as_i64()).collect::<Vec<_>>(), [Some(UNTIL), None]);
    let closed = world.recorded("box-closed").await;
    assert_eq!(closed.iter().map(|one| one["counted"].as_u64()).collect::<Vec<_>>(), [Some(6), Some(6)]);
}

#[tokio::test]
async fn boxes_with_very_few_ballots_are_opened_in_sum_alone() {
    let (service, clock, folder) = empty(7).await;
    let world = World::build(service, clock, folder, &[1; 9]).await.receiving().await;
    for who in 0..6 {
        world.votes_in_both(who, Choice::For).await;
    }
    world.clock.set(UNTIL);
    world.in_session().await;
    for (who, choice) in [(6, Choice::Against), (7, Choice::Abstain)] {
        world.votes_in_both(who, choice).await;
    }
    world.close_both().await;
    let sealed = world.sealed().await;
    assert!(sealed.sum.is_some());
    let (_, alone) = world.box_files(Stage::Session).await;
    let archive = views::archive(&world.service, world.secret, Some(Stage::Session)).await.unwrap();
    assert!(checks::sealed_tally(&archive, &alone).is_err(), "no page decrypts a box of two ballots");
    assert_eq!(refusal(world.brings(&world.parts(&sealed)).await), Refusal::DecryptionInvalid);
    let state = world.brings(&world.part_of_sum(&sealed)).await.unwrap();
    assert_eq!(state, VoteState::Decided);
    assert_eq!(refusal(world.brings(&world.part_of_sum(&sealed)).await), Refusal::DecryptionExists);
    assert_eq!(world.counts(world.secret).await, (6, 1, 1));
    let (examined, together) = world.observed().await;
    assert!(examined.iter().all(|one| one.report().passed()));
    assert!(together.passed() && together.complete, "{:?}", together.outcomes);
    let counted: Vec<u64> = together.result.unwrap()[0].answers.iter().map(|(_, count)| *count).collect();
    assert_eq!(counted, [6, 1, 1]);
}

#[tokio::test]
async fn where_everybody_voted_before_the_session_has_no_box() {
    let world = World::new().await.receiving().await;
    for who in 0..7 {
        world.votes_in_both(who, Choice::For).await;
    }
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    for vote in [world.open, world.secret] {
        assert_eq!(service::open_vote(&world.service, world.chair(), vote).await.unwrap(), 0);
    }
    world.close_both().await;
    assert_eq!(world.counts(world.open).await, (7, 0, 0));
    let (archive, companion) = world.box_files(Stage::Advance).await;
    let sealed = checks::sealed_vote(&[(&archive, &companion)]).unwrap();
    assert_eq!(world.brings(&world.parts(&sealed)).await.unwrap(), VoteState::Decided);
    assert_eq!(world.counts(world.secret).await, (7, 0, 0));
}

#[tokio::test]
async fn a_proxy_meets_a_ballot_cast_before() {
    let world = World::new().await.receiving().await;
    let service = &world.service;
    // 3 gives a proxy and votes nevertheless: the voice is used, and the proxy is over.
    world.gives_proxy(1, 3, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.votes_in_both(3, Choice::For).await;
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::Ended, Some(Ending::GrantorVoted))));
    // 5 and 6 give theirs after the box opened, and do not vote: in the session one is carried, the other is a blank one.
    world.gives_proxy(2, 5, Some(4)).await.unwrap();
    world.answers_proxy(4, 2, ProxyAnswer::Accept).await.unwrap();
    world.gives_proxy(3, 6, None).await.unwrap();
    world.clock.set(UNTIL);
    world.in_session().await;
    assert_eq!(world.voices_of(5).await, [MyVoice::Carried; 2]);
    assert_eq!(world.voices_of(6).await, [MyVoice::Blank; 2]);
    let rolls = world.recorded("roll").await;
    assert_eq!(rolls[1]["kinds"], serde_json::json!({ "own-key": 4, "mandate": 1 }), "3 voted, 6 is blank");
    let (secret, open) = (world.paper_vote(4, world.secret).await, world.paper_vote(4, world.open).await);
    for of in [4, 5] {
        world.cast_secret(4, &world.seal_for(4, of, &secret, Choice::For, 1)).await.unwrap();
        world.cast_open(4, &world.open_for(4, of, &open, Choice::Against, 1)).await.unwrap();
    }
    world.close_both().await;
    assert_eq!(world.counts(world.open).await, (2, 2, 0), "one before, one blank proxy; the holder for two");
    let sealed = world.sealed().await;
    world.brings(&world.part_of_sum(&sealed)).await.unwrap();
    assert_eq!(world.counts(world.secret).await, (4, 0, 0));
    let (_, together) = world.observed().await;
    assert!(together.passed() && together.complete, "{:?}", together.outcomes);
    let decision = views::vote(service, world.secret).await.unwrap().1.decision.unwrap();
    assert_eq!((decision.quorum.present, decision.blank.unwrap().count), (4, 1), "3, 4, 5 and 6");
}

#[tokio::test]
async fn a_voice_that_was_carried_in_advance_stands_in_the_minutes() {
    let world = World::new().await.ahead().await;
    world.key_holder_prepares().await;
    for (n, from) in [(1, 3), (2, 5)] {
        world.gives_proxy(n, from, Some(4)).await.unwrap();
        world.answers_proxy(4, n, ProxyAnswer::Accept).await.unwrap();
    }
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
    let (secret, open) = (world.paper_vote(4, world.secret).await, world.paper_vote(4, world.open).await);
    world.cast_secret(4, &world.seal_for(4, 3, &secret, Choice::For, 1)).await.unwrap();
    world.cast_open(4, &world.open_for(4, 3, &open, Choice::For, 1)).await.unwrap();
    world.clock.set(UNTIL);
    world.in_session().await;
    let rolls = world.recorded("roll").await;
    assert_eq!(rolls[1]["kinds"], serde_json::json!({ "mandate": 1, "own-key": 5 }), "3 voted, by 4");
    for who in [0, 1, 4] {
        world.votes_in_both(who, Choice::For).await;
    }
    world.close_both().await;
    let sealed = world.sealed().await;
    let part = if sealed.sum.is_some() { world.part_of_sum(&sealed) } else { world.parts(&sealed) };
    assert_eq!(world.brings(&part).await.unwrap(), VoteState::Decided);
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(&world.service, world.secretary(), world.assembly).await.unwrap().unwrap();
    let of = minutes.items.iter().map(|item| (item.voices, item.voted, item.mandates));
    assert_eq!(of.collect::<Vec<_>>(), [(7, 4, Some(2)); 2], "one in advance, one on the roll of the session");
}

#[tokio::test]
async fn a_proxy_taken_back_speaks_no_more_in_advance() {
    // Statutes that let a proxy be taken back until the roll is fixed.
    let world = World::under("uk-coops-model").await.ahead().await;
    world.key_holder_prepares().await;
    for (n, from) in [(1, 3), (2, 5)] {
        world.gives_proxy(n, from, Some(4)).await.unwrap();
        world.answers_proxy(4, n, ProxyAnswer::Accept).await.unwrap();
    }
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (2, 0));
    let mandates = async || world.paper(4).await.votes.iter().map(|vote| vote.mandates.len()).collect::<Vec<_>>();
    assert_eq!(mandates().await, [2, 2]);
    let (secret, open) = (world.paper_vote(4, world.secret).await, world.paper_vote(4, world.open).await);
    world.cast_secret(4, &world.seal_for(4, 5, &secret, Choice::For, 1)).await.unwrap();
    world.cast_open(4, &world.open_for(4, 5, &open, Choice::For, 1)).await.unwrap();
    for (n, from) in [(1, 3), (2, 5)] {
        world.takes_proxy_back(from, n).await.unwrap();
        let late =
            (world.seal_for(4, from, &secret, Choice::Abstain, 2), world.open_for(4, from, &open, Choice::Abstain, 2));
        assert_eq!(refusal(world.cast_secret(4, &late.0).await), Refusal::ProxyOverInAdvance);
        assert_eq!(refusal(world.cast_open(4, &late.1).await), Refusal::ProxyOverInAdvance);
    }
    assert_eq!(mandates().await, [0, 0], "the own voice is left");
    assert_eq!(world.voices_of(3).await, [MyVoice::Waiting; 2]);
    assert_eq!(world.voices_of(5).await, [MyVoice::Carried; 2], "spoken before it was taken back");
    world.clock.set(UNTIL);
    world.in_session().await;
    assert_eq!(
        (world.voices_of(3).await, world.voices_of(5).await),
        (vec![MyVoice::ToVote; 2], vec![MyVoice::InAdvance; 2])
    );
    world.votes_in_both(3, Choice::Against).await;
    world.close_both().await;
    assert_eq!(world.counts(world.open).await, (1, 1, 0));
}

/// A form counts in the quorum of the assembly, whatever it leaves out (C. com. L.225-107), and stands on the attendance sheet
/// (R.225-95 4°). Whoever is excluded later counts where the ballot does.
#[tokio::test]
async fn a_ballot_on_one_item_counts_in_the_quorum_of_all_and_stands_on_the_sheet() {
    let world = World::new().await.receiving().await;
    for who in [3, 4, 6] {
        world.cast_open(who, &world.open_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    let excluded = world.people[4].id;
    service::decide_membership(&world.service, world.chair(), excluded, MemberMove::Exclude, "Résolution 3")
        .await
        .unwrap();
    world.clock.set(UNTIL);
    world.in_session().await;
    world.votes_in_both(5, Choice::For).await;
    world.close_both().await;
    let sealed = world.sealed().await;
    let part = if sealed.sum.is_some() { world.part_of_sum(&sealed) } else { world.parts(&sealed) };
    world.brings(&part).await.unwrap();
    let quorum = async |vote| {
        let quorum = views::vote(&world.service, vote).await.unwrap().1.decision.unwrap().quorum;
        (quorum.present, quorum.members)
    };
    assert_eq!(quorum(world.open).await, (4, 7), "3, 4 and 6 by their ballots, and 5");
    assert_eq!(quorum(world.secret).await, (3, 6), "4 said nothing here, and has no voice any more");
    let sheet = views::attendance_sheet(&world.service, world.chair(), world.assembly).await.unwrap().sheet;
    assert_eq!((sheet.attending.len(), sheet.represented.len(), sheet.by_ballot().members), (1, 0, 3));
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(&world.service, world.secretary(), world.assembly).await.unwrap().unwrap();
    assert_eq!((minutes.taking_part, minutes.represented, minutes.by_ballot), (1, Some(0), Some(3)));
}

#[tokio::test]
async fn whoever_voted_before_still_speaks_the_voices_entrusted_since() {
    let world = World::new().await.receiving().await;
    world.votes_in_both(4, Choice::For).await;
    world.gives_proxy(1, 5, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.clock.set(UNTIL);
    world.in_session().await;
    let paper = world.paper(4).await;
    let carried = paper.votes.iter().map(|vote| (vote.own, vote.mandates.len(), vote.last_n));
    assert_eq!(carried.collect::<Vec<_>>(), [(false, 1, 0); 2]);
    assert_eq!(paper.votes[0].keys, world.people[4].keys.public(), "the key is that of whoever speaks");
    let (secret, open) = (world.paper_vote(4, world.secret).await, world.paper_vote(4, world.open).await);
    let again = world.open_for(4, 4, &open, Choice::Against, 9);
    assert_eq!(refusal(world.cast_open(4, &again).await), Refusal::VotedInAdvance);
    world.cast_secret(4, &world.seal_for(4, 5, &secret, Choice::For, 1)).await.unwrap();
    world.cast_open(4, &world.open_for(4, 5, &open, Choice::For, 1)).await.unwrap();
    world.close_both().await;
    assert_eq!(world.counts(world.open).await, (2, 0, 0));
}

#[tokio::test]
async fn a_box_that_is_closed_stays_closed_though_a_clock_is_set_back() {
    let world = World::new().await.receiving().await;
    let (open, secret) = (world.open_ballot(4, Choice::For, 1).await, world.secret_ballot(4, Choice::For, 1).await);
    world.clock.set(UNTIL);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 2));
    world.clock.set(UNTIL - 30 * 1_000_000);
    assert_eq!(refusal(world.cast_open(4, &open).await), Refusal::AdvanceOver);
    assert_eq!(refusal(world.cast_secret(4, &secret).await), Refusal::AdvanceOver);
    assert!(world.paper(4).await.votes.is_empty());
    world.in_session().await;
    assert_eq!(world.voices_of(4).await, [MyVoice::ToVote; 2], "the voice was not used");
}

#[tokio::test]
async fn ballots_of_an_assembly_called_off_are_never_opened() {
    let world = World::new().await.receiving().await;
    world.votes_in_both(4, Choice::For).await;
    let why = Text { fr: "La salle est inondée.".to_owned(), en: String::new() };
    service::cancel_assembly(&world.service, world.chair(), world.assembly, &why).await.unwrap();
    let voided = world.recorded("box-voided").await;
    assert_eq!(voided.len(), 2);
    assert!(voided.iter().all(|one| one["reason"] == "La salle est inondée."));
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert!(view.items.iter().all(|item| item.state == VoteState::Voided && item.voted == 1));
    assert_eq!(
        refusal(
            world
                .cast_open(5, &{
                    let paper = domain::wire::PaperVote { vote: world.open, ..world_paper(&world).await };
                    world.sign_open(5, &paper, "for", 1)
                })
                .await
        ),
        Refusal::VoteVoided
    );
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 0));
}

/// A paper of the open vote, as a page had it before.
async fn world_paper(world: &World) -> domain::wire::PaperVote {
    let item = views::vote(&world.service, world.open).await.unwrap().1;
    domain::wire::PaperVote {
        vote: item.vote,
        position: item.position,
        resolution: item.resolution,
        keys: world.people[5].keys.public(),
        entrusted: false,
        own: true,
        last_n: 0,
        voices: 7,
        by_hands: false,
        until: Some(UNTIL),
        secret: None,
        mandates: Vec::new(),
    }
}

#[tokio::test]
async fn without_quorum_what_was_cast_in_advance_stays_sealed() {
    let world = World::new().await.receiving().await;
    world.votes_in_both(4, Choice::For).await;
    let ends = async || service::end_without_quorum(&world.service, world.secretary(), world.assembly).await;
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    // Two are needed of seven; the boxes were not looked at since their hour.
    let lack = views::console(&world.service, world.chair(), world.assembly).await.unwrap().lack.unwrap();
    assert_eq!((lack.present, lack.needed), (1, Some(2)), "who voted in advance counts in the quorum");
    ends().await.unwrap();
    assert_eq!(world.recorded("box-closed").await.len(), 1, "the hour of the secret one is said");
    assert!(world.recorded("partial-decryption").await.is_empty());
    let minutes = views::minutes(&world.service, world.secretary(), world.assembly).await.unwrap().unwrap();
    let said = minutes.items.iter().map(|item| (item.decision.is_none(), item.advance.as_ref().map(|one| one.voted)));
    assert_eq!(said.collect::<Vec<_>>(), [(true, Some(1)); 2]);
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert!(view.items.iter().all(|item| item.state == VoteState::Advance && item.decision.is_none()));
    assert_eq!(world.voices_of(5).await, [MyVoice::Waiting; 2]);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (0, 0));
}

#[tokio::test]
async fn what_was_voted_on_in_advance_is_not_put_by_show_of_hands() {
    let world = World::new().await.receiving().await;
    world.clock.set(SESSION);
    world.begin(world.assembly).await;
    let outcome = service::open_by_hands(&world.service, world.chair(), world.open).await;
    assert_eq!(refusal(outcome), Refusal::HandsNotHere);
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
}
