//! Voices carried by proxies: one entry of each voice on a roll, spoken by the holder's key alone; blank ones counted apart; what
//! is fixed with a roll stays.

use domain::Refusal;
use domain::decision::{BlankCounted, Outcome};
use domain::ids::ResolutionId;
use domain::in_session::{Cause, PutToVote};
use domain::member::MemberMove;
use domain::proxies::{Ending, PaperProxy, ProxyAnswer, ProxyState};
use domain::resolution::Choice;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{CastOpen, CastSecret, MyVoice, PaperVote};
use protocol::ballot::{self, Ballot};
use protocol::commitment::{Kind, Leaf, MandateProof, MemberBytes, VoiceProof};
use protocol::election::{self, Election};
use protocol::open_ballot::OpenBallot;
use protocol::slip::OrderSlip;
use protocol::{checks, emargement, voice};
use serde_json::{Value, json};
use service::views;
use uuid::Uuid;

use crate::world::{DAY, Person, START, World, empty, open, refusal, seeded};

impl World {
    /// A choice for the voice of one, signed by the key of another.
    pub(crate) fn open_for(&self, speaker: usize, of: usize, paper: &PaperVote, choice: Choice, n: u64) -> CastOpen {
        let ballot = OpenBallot {
            vote: *paper.vote.bytes(),
            resolution_hash: paper.resolution.hash(),
            voice: *self.people[of].id.bytes(),
            choice: choice.code().to_owned(),
            n,
        };
        let signature = ballot.sign(self.cooperative.bytes(), self.people[speaker].keys.identity());
        CastOpen { ballot, signature }
    }

    /// An encrypted ballot for the voice of one, made by the keys of another, as the page of whoever carries it makes it.
    pub(crate) fn seal_for(&self, speaker: usize, of: usize, paper: &PaperVote, choice: Choice, n: u64) -> CastSecret {
        let Person { keys, .. } = &self.people[speaker];
        let secret = paper.secret.as_ref().unwrap();
        let election = Election::parse(&secret.election).unwrap();
        let phi = election::fingerprint(&secret.election);
        let id = self.people[of].id;
        let x = voice::credential_secret(keys, &election.uuid, id.bytes());
        let mut rng = seeded(7000 + 100 * n + 10 * speaker as u64 + of as u64);
        let ballot = Ballot::create(&election, &phi, &x, &[choice.vector()], &mut rng).unwrap().to_json();
        let (cooperative, uuid) = (self.cooperative.bytes(), election.uuid.as_str());
        let slip = OrderSlip::make(cooperative, uuid, &phi, &x, n, &ballot::tracker(&ballot), &mut rng);
        let emargement = emargement::sign(keys.identity(), cooperative, paper.vote.bytes(), uuid, &phi, id.bytes());
        CastSecret { ballot, slip, voice: id, emargement }
    }

    /// Some days before, 3 gives 4 a proxy, which is accepted, and 5 gives a blank one.
    pub(crate) async fn with_proxies(self) -> Self {
        self.clock.set(START - 3 * DAY);
        self.gives_proxy(1, 3, Some(4)).await.unwrap();
        self.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
        self.gives_proxy(2, 5, None).await.unwrap();
        self.clock.set(START);
        self
    }

    pub async fn recorded(&self, kind: &str) -> Vec<Value> {
        let record = views::record(&self.service, self.assembly).await.unwrap();
        let entries = record.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        entries.filter(|entry| entry["type"] == kind).map(|entry| entry["body"].clone()).collect()
    }

    pub async fn voices_of(&self, who: usize) -> Vec<MyVoice> {
        views::my_votes(&self.service, &self.people[who].actor).await.unwrap().voices
    }
}

#[tokio::test]
async fn a_voice_is_carried_from_the_roll_to_the_decision() {
    let (service, clock, folder) = empty(7).await;
    carried(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn a_voice_is_carried_from_the_roll_to_the_decision_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_mandates_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    carried(World::build(service, clock, None, &[1; 7]).await).await;
}

async fn carried(world: World) {
    let world = world.with_proxies().await;
    world.open_votes().await;
    let kinds = json!({ "own-key": 5, "mandate": 1 });
    let rolls = [world.recorded("open-roll").await.remove(0), world.recorded("roll").await.remove(0)];
    assert!(rolls.iter().all(|roll| roll["kinds"] == kinds), "{rolls:?}");
    assert_eq!(rolls[1]["voices"], 6, "seven members, one of them with a blank proxy");
    let committed = world.recorded("proxies").await;
    assert!(committed.len() == 2 && committed.iter().all(|one| one["count"] == 2 && one["blank"] == 1));
    assert_eq!(world.voices_of(3).await, [MyVoice::Carried; 2]);
    assert_eq!(world.voices_of(5).await, [MyVoice::Blank; 2]);

    // Both find the proof of the proxy under each vote, and so does who gave a blank one.
    for (who, shown) in [(0_usize, 0), (3, 2), (4, 2), (5, 2)] {
        let mine = views::my_votes(&world.service, &world.people[who].actor).await.unwrap();
        assert_eq!(mine.carried, [world.open, world.secret][..shown], "{who}");
    }
    // The holder's page has the voice beside the own one; the grantor's has none.
    assert!(world.paper(3).await.votes.is_empty() && world.paper(5).await.votes.is_empty());
    let open = world.paper_vote(4, world.open).await;
    let secret = world.paper_vote(4, world.secret).await;
    let mandate = &secret.mandates[0];
    assert_eq!((mandate.voice, mandate.name.as_str(), mandate.last_n), (world.people[3].id, "Personne 4", 0));
    let election = Election::parse(&secret.secret.as_ref().unwrap().election).unwrap();
    let of_holder = voice::credential(&secret.keys, &election.uuid, mandate.voice.bytes());
    assert_eq!(mandate.credential, Some(of_holder.to_string()));

    // Nobody else speaks it: neither its own member, nor somebody who carries nothing.
    let stolen = world.open_for(3, 3, &open, Choice::For, 1);
    assert_eq!(refusal(world.cast_open(3, &stolen).await), Refusal::NotYourVoice);
    let stolen = world.seal_for(3, 3, &secret, Choice::For, 1);
    assert_eq!(refusal(world.cast_secret(3, &stolen).await), Refusal::NotYourVoice);
    for of in [3, 4] {
        assert_eq!(
            refusal(world.cast_open(6, &world.open_for(6, of, &open, Choice::For, 1)).await),
            Refusal::NotYourVoice
        );
        let stolen = world.seal_for(6, of, &secret, Choice::For, 1);
        assert_eq!(refusal(world.cast_secret(6, &stolen).await), Refusal::NotYourVoice);
    }
    assert_eq!(refusal(world.cast_open(4, &world.open_for(4, 6, &open, Choice::For, 1)).await), Refusal::NotYourVoice);
    // The blank one is nobody's to cast.
    assert_eq!(refusal(world.cast_open(4, &world.open_for(4, 5, &open, Choice::For, 1)).await), Refusal::NotYourVoice);
    assert_eq!(refusal(world.cast_open(5, &world.open_for(5, 5, &open, Choice::For, 1)).await), Refusal::NotOnRoll);
    // By another key than the holder's it is no ballot of that voice.
    assert_eq!(refusal(world.cast_open(4, &world.open_for(3, 3, &open, Choice::For, 1)).await), Refusal::BallotInvalid);
    assert_eq!(
        refusal(world.cast_secret(4, &world.seal_for(3, 3, &secret, Choice::For, 1)).await),
        Refusal::BallotInvalid
    );
    // The holder's own ballot is none for the voice that is carried.
    let own = world.seal_for(4, 4, &secret, Choice::For, 1);
    let mixed = CastSecret { voice: world.people[3].id, ..own.clone() };
    assert_eq!(refusal(world.cast_secret(4, &mixed).await), Refusal::BallotInvalid);

    // Differently for each: for by the own voice, against by the one carried. The same ballot again is the same.
    world.cast_secret(4, &own).await.unwrap();
    let theirs = world.seal_for(4, 3, &secret, Choice::Against, 1);
    let receipt = world.cast_secret(4, &theirs).await.unwrap();
    assert_eq!(world.cast_secret(4, &theirs).await.unwrap(), receipt);
    let double = world.seal_for(4, 3, &secret, Choice::For, 1);
    assert_eq!(
        refusal(world.cast_secret(4, &double).await),
        Refusal::BallotOutdated,
        "a second one of the same number"
    );
    for (of, choice) in [(4, Choice::For), (3, Choice::Against)] {
        world.cast_open(4, &world.open_for(4, of, &open, choice, 1)).await.unwrap();
    }
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!(view.taking_part, 1, "whoever is represented has not come");
    assert_eq!(view.quorum.present, 3, "and counts for the quorum");
    assert_eq!(view.items.iter().map(|item| item.voted).collect::<Vec<_>>(), [2, 2]);
    counted(&world).await;
    proved(&world).await;
}

/// The blank one counts for, as the board has presented these texts; the quorum counts who is represented.
async fn counted(world: &World) {
    let (service, chair) = (&world.service, world.chair());
    service::close_vote(service, chair, world.open).await.unwrap();
    service::close_vote(service, chair, world.secret).await.unwrap();
    let part = world.decryption().await;
    let state = service::submit_decryption(service, world.holder(), world.secret, &part).await.unwrap();
    assert_eq!(state, VoteState::Decided);
    for vote in [world.open, world.secret] {
        let decision = views::vote(service, vote).await.unwrap().1.decision.unwrap();
        assert_eq!(
            (decision.counts.for_, decision.counts.against),
            (2, 1),
            "one ballot and a blank proxy; one mandate"
        );
        assert_eq!(decision.blank, Some(BlankCounted { count: 1, approved: true }));
        assert_eq!((decision.quorum.present, decision.quorum.members), (3, 7));
        assert_eq!(decision.outcome, Outcome::Adopted);
    }
    // The tally says what the ballots say.
    let tallies = world.recorded("tally").await;
    assert!(tallies.iter().all(|tally| tally["counts"]["for"] == 1 && tally["counts"]["against"] == 1), "{tallies:?}");
    let archive = views::archive(service, world.secret, None).await.unwrap();
    let companion = views::companion(service, world.secret, None).await.unwrap();
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
    assert!(report.passed() && report.complete && report.ours, "{report:#?}");
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, chair, world.assembly).await.unwrap().unwrap();
    assert!(minutes.items.iter().all(|item| item.mandates == Some(1) && item.voices == 6));
}

/// Grantor and holder each find the voice on the roll: the proof names the holder's key.
async fn proved(world: &World) {
    let entries = views::record_entries(&world.service, world.assembly).await.unwrap();
    for vote in [world.open, world.secret] {
        let proof = views::voice_proof(&world.service, &world.people[3].actor, vote).await.unwrap();
        let proof = VoiceProof::parse(&proof).unwrap();
        assert!(proof.verify(&entries).is_ok());
        let (Leaf::Roll(roll), Leaf::Register(register)) = (proof.roll.leaf(), proof.register.leaf()) else { panic!() };
        assert_eq!((roll.kind, roll.voice), (Kind::Mandate, *world.people[3].id.bytes()));
        assert!(register.names(&world.people[4].keys.public()), "spoken by the holder's key");
        let own = VoiceProof::parse(&views::voice_proof(&world.service, &world.people[4].actor, vote).await.unwrap());
        assert!(own.unwrap().verify(&entries).is_ok());
    }
    let blank = views::voice_proof(&world.service, &world.people[5].actor, world.open).await;
    assert_eq!(refusal(blank), Refusal::NotOnRoll);
    mandates_proved(world, &entries).await;
}

/// Grantor and holder are given the leaf of the proxy, whoever gave a blank one that of theirs, and nobody another's.
async fn mandates_proved(world: &World, entries: &[protocol::record::Entry]) {
    for vote in [world.open, world.secret] {
        let file = async |who: usize| {
            let text = views::mandate_proof(&world.service, &world.people[who].actor, vote).await.unwrap();
            MandateProof::parse(&text).unwrap()
        };
        let (grantor, holder, blank) = (file(3).await, file(4).await, file(5).await);
        assert_eq!(grantor, holder);
        for (proof, voice, carries) in [(&grantor, 3_usize, Some(4_usize)), (&blank, 5, None)] {
            let found = proof.verify(entries).unwrap();
            let [one] = found.as_slice() else { panic!("{found:?}") };
            let Leaf::Proxy(leaf) = one.leaf else { panic!("{found:?}") };
            let holder = carries.map(|who| MemberBytes(*world.people[who].id.bytes()));
            assert_eq!((leaf.voice, leaf.holder), (*world.people[voice].id.bytes(), holder));
            assert_eq!(one.vote, protocol::hash::hex(vote.bytes()));
        }
        assert!(file(0).await.verify(entries).is_err(), "who gave none and carries none has nothing to show");
        for (who, shown) in [(3_usize, true), (4, true), (5, true), (0, false)] {
            let mine = views::my_votes(&world.service, &world.people[who].actor).await.unwrap();
            assert_eq!(
                mine.carried.contains(&vote),
                shown,
                "the page of {who} offers the file where it holds something"
            );
        }
    }
}

#[tokio::test]
async fn what_comes_after_a_roll_is_fixed_holds_for_the_next() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    world.begin(world.assembly).await;
    service::open_vote(service, chair, world.open).await.unwrap();
    // On paper, accepted aloud: the first vote is open already.
    let entered = PaperProxy { grantor: 4, holder: Some(5), accepted: true };
    let file = ("a.pdf", b"%PDF-1.7".as_slice());
    service::enter_paper_proxy(service, world.secretary(), world.assembly, entered, file).await.unwrap();
    let open = world.paper_vote(4, world.open).await;
    assert!(open.mandates.is_empty());
    let early = world.open_for(4, 3, &open, Choice::For, 1);
    assert_eq!(refusal(world.cast_open(4, &early).await), Refusal::NotYourVoice);
    world.key_holder_prepares().await;
    service::open_vote(service, chair, world.secret).await.unwrap();
    let secret = world.paper_vote(4, world.secret).await;
    assert_eq!(secret.mandates.len(), 1);

    // The grantor votes where the roll names the own key: the proxy is over, and the roll that was fixed stays.
    world.cast_open(3, &world.open_for(3, 3, &open, Choice::For, 1)).await.unwrap();
    let list = views::proxies(service, world.secretary(), world.assembly).await.unwrap();
    assert_eq!((list.lines[0].state, list.lines[0].ending), (ProxyState::Ended, Some(Ending::GrantorVoted)));
    let own = world.seal_for(3, 3, &secret, Choice::For, 1);
    assert_eq!(refusal(world.cast_secret(3, &own).await), Refusal::NotYourVoice);
    world.cast_secret(4, &world.seal_for(4, 3, &secret, Choice::For, 1)).await.unwrap();
    service::close_vote(service, chair, world.secret).await.unwrap();
    let counted = world.recorded("quorum-count").await.pop().unwrap();
    assert_eq!((counted["present"].clone(), counted["members"].clone()), (json!(2), json!(7)), "each once");
}

#[tokio::test]
async fn a_proxy_without_somebody_to_speak_it_leaves_the_voice_where_it_is() {
    let world = World::new().await.with_proxies().await;
    // The holder is suspended: no voice, and the proxy is over when the roll is fixed.
    let (service, chair) = (&world.service, world.chair());
    let moved = MemberMove::Suspend;
    service::decide_membership(service, chair, world.people[4].id, moved, "Motif").await.unwrap();
    world.open_votes().await;
    let list = views::proxies(service, world.secretary(), world.assembly).await.unwrap();
    assert_eq!((list.lines[0].state, list.lines[0].ending), (ProxyState::Ended, Some(Ending::HolderGone)));
    assert_eq!(world.voices_of(3).await, [MyVoice::ToVote; 2]);
    assert!(world.cast_open(3, &world.open_ballot(3, Choice::For, 1).await).await.is_ok());
}

#[tokio::test]
async fn whoever_loses_the_membership_speaks_for_nobody() {
    let world = World::new().await.with_proxies().await;
    world.open_votes().await;
    let open = world.paper_vote(4, world.open).await;
    let ballot = world.open_for(4, 3, &open, Choice::For, 1);
    let moved = MemberMove::Suspend;
    service::decide_membership(&world.service, world.chair(), world.people[4].id, moved, "Motif").await.unwrap();
    assert_eq!(refusal(world.cast_open(4, &ballot).await), Refusal::MemberState);
}

/// Whose voice is carried must have one: a suspension in the middle of a vote ends what is said for them, and their part in
/// the quorum.
#[tokio::test]
async fn nobody_speaks_for_who_has_no_voice_any_more() {
    let world = World::new().await.with_proxies().await;
    world.open_votes().await;
    let (service, chair) = (&world.service, world.chair());
    let secret = world.paper_vote(4, world.secret).await;
    let open = world.paper_vote(4, world.open).await;
    service::decide_membership(service, chair, world.people[3].id, MemberMove::Suspend, "Motif").await.unwrap();
    let sealed = world.seal_for(4, 3, &secret, Choice::For, 1);
    assert_eq!(refusal(world.cast_secret(4, &sealed).await), Refusal::NotOnRoll);
    let said = world.open_for(4, 3, &open, Choice::For, 1);
    assert_eq!(
        refusal(service::cast_open(service, &world.people[4].actor, world.open, &said).await),
        Refusal::NotOnRoll
    );
    // The holder's own is taken, and the quorum is of those with a voice: the holder, and the blank one.
    world.cast_secret(4, &world.secret_ballot(4, Choice::For, 1).await).await.unwrap();
    service::close_vote(service, chair, world.secret).await.unwrap();
    let counted = world.recorded("quorum-count").await.pop().unwrap();
    assert_eq!((counted["present"].clone(), counted["members"].clone()), (json!(2), json!(6)));
}

/// The same words put to the vote again are the board's still; others are not, and blank proxies say so.
#[tokio::test]
async fn blank_proxies_follow_the_words_of_a_vote_that_is_put_again() {
    for (same, approved) in [(true, true), (false, false)] {
        let world = World::new().await.with_proxies().await;
        world.open_votes().await;
        let (service, chair) = (&world.service, world.chair());
        let resolution = views::vote(service, world.open).await.unwrap().1.resolution;
        let mut text = resolution.text.clone();
        if !same {
            text.fr.push_str(" Ou pas.");
        }
        let asked = PutToVote {
            id: ResolutionId(Uuid::from_u128(77)),
            cause: Cause::Amended,
            instead: Some(world.open),
            title: resolution.title,
            text,
            mode: VoteMode::Open,
        };
        let vote = service::put_to_vote(service, chair, world.assembly, &asked).await.unwrap();
        service::open_vote(service, chair, vote).await.unwrap();
        service::close_vote(service, chair, vote).await.unwrap();
        let decision = views::vote(service, vote).await.unwrap().1.decision.unwrap();
        assert_eq!(decision.blank, Some(BlankCounted { count: 1, approved }), "the same words: {same}");
    }
}
