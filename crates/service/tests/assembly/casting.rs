//! Ballots that are not received, and what is said of them.

use domain::Refusal;
use domain::ids::VoteId;
use domain::resolution::Choice;
use domain::roles::Actor;
use domain::wire::CastSecret;
use protocol::emargement;
use service::views;

use crate::world::{World, refusal, register, seeded};

#[tokio::test]
async fn another_members_voice_is_refused() {
    let world = World::voting().await;
    // A ballot of member 4, whole and well signed, sent by member 5.
    let stolen = world.open_ballot(4, Choice::For, 1).await;
    assert_eq!(refusal(world.cast_open(5, &stolen).await), Refusal::NotYourVoice);
    let stolen = world.secret_ballot(4, Choice::For, 1).await;
    assert_eq!(refusal(world.cast_secret(5, &stolen).await), Refusal::NotYourVoice);
    // The same, relabelled as the sender's own.
    let mut relabelled = stolen.clone();
    relabelled.voice = world.people[5].id;
    assert_eq!(refusal(world.cast_secret(5, &relabelled).await), Refusal::BallotInvalid);
    let mut relabelled = world.open_ballot(4, Choice::For, 1).await;
    relabelled.ballot.voice = *world.people[5].id.bytes();
    assert_eq!(refusal(world.cast_open(5, &relabelled).await), Refusal::BallotInvalid);
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!((view.taking_part, view.items[0].voted, view.items[1].voted), (0, 0, 0));
}

#[tokio::test]
async fn nobody_votes_without_signing_in() {
    let world = World::voting().await;
    let cast = world.open_ballot(4, Choice::For, 1).await;
    let outcome = service::cast_open(&world.service, &Actor::Anyone, world.open, &cast).await;
    assert_eq!(refusal(outcome), Refusal::SignInFirst);
    let cast = world.secret_ballot(4, Choice::For, 1).await;
    let outcome = service::cast_secret(&world.service, &Actor::Anyone, world.secret, &cast).await;
    assert_eq!(refusal(outcome), Refusal::SignInFirst);
}

#[tokio::test]
async fn a_ballot_changed_in_any_part_is_refused() {
    let world = World::voting().await;
    let good = world.secret_ballot(4, Choice::For, 1).await;
    let other = world.secret_ballot(4, Choice::For, 2).await;
    let foreign = world.secret_ballot(5, Choice::For, 1).await;
    let mut slip_of_another_ballot = good.clone();
    slip_of_another_ballot.slip = other.slip.clone();
    let mut other_number = good.clone();
    other_number.slip.n = 7;
    let mut mark_of_another = good.clone();
    mark_of_another.emargement = foreign.emargement;
    let mut ballot_of_another = good.clone();
    ballot_of_another.ballot.clone_from(&foreign.ballot);
    let mut not_canonical = good.clone();
    not_canonical.ballot.push(' ');
    let mut cut = good.clone();
    cut.ballot.truncate(100);
    for (what, bad) in [
        ("slip", slip_of_another_ballot),
        ("n", other_number),
        ("émargement", mark_of_another),
        ("ballot", ballot_of_another),
        ("space", not_canonical),
        ("cut", cut),
    ] {
        assert_eq!(refusal(world.cast_secret(4, &bad).await), Refusal::BallotInvalid, "{what}");
    }
    let good = world.open_ballot(4, Choice::For, 1).await;
    let mut changed = good.clone();
    changed.ballot.choice = "against".to_owned();
    assert_eq!(refusal(world.cast_open(4, &changed).await), Refusal::BallotInvalid);
    let mut changed = good.clone();
    changed.ballot.resolution_hash[0] ^= 1;
    assert_eq!(refusal(world.cast_open(4, &changed).await), Refusal::BallotInvalid);
    let paper = world.paper_vote(4, world.open).await;
    let unknown = world.sign_open(4, &paper, "maybe", 1);
    assert_eq!(refusal(world.cast_open(4, &unknown).await), Refusal::UnknownChoice);
    let elsewhere = service::cast_open(&world.service, &world.people[4].actor, world.secret, &good).await;
    assert_eq!(refusal(elsewhere), Refusal::Malformed);
    assert_eq!(views::assembly(&world.service, world.assembly).await.unwrap().taking_part, 0);
}

/// The mark names vote, box and election: signed for others by the same key, it is none here.
#[tokio::test]
async fn an_emargement_of_another_box_or_vote_is_refused() {
    let world = World::voting().await;
    let good = world.secret_ballot(4, Choice::For, 1).await;
    let secret = world.paper_vote(4, world.secret).await.secret.unwrap();
    let uuid = protocol::election::Election::parse(&secret.election).unwrap().uuid;
    let phi = protocol::election::fingerprint(&secret.election);
    let (cooperative, keys) = (world.cooperative.bytes(), &world.people[4].keys);
    let marked = |vote: VoteId, uuid: &str, phi: &str| {
        let voice = world.people[4].id;
        let emargement = emargement::sign(keys.identity(), cooperative, vote.bytes(), uuid, phi, voice.bytes());
        CastSecret { emargement, ..good.clone() }
    };
    for (what, bad) in [
        ("box", marked(world.secret, "tHZEetHLUru3Hq", &phi)),
        ("election", marked(world.secret, &uuid, "kU/nInhsif7csrJEfeVu4Qm+XsedEMDsfBN8X7uyCqY")),
        ("vote", marked(world.open, &uuid, &phi)),
    ] {
        assert_eq!(refusal(world.cast_secret(4, &bad).await), Refusal::BallotInvalid, "{what}");
    }
    world.cast_secret(4, &marked(world.secret, &uuid, &phi)).await.unwrap();
}

#[tokio::test]
async fn the_same_ballot_again_has_the_same_receipt_and_counts_once() {
    let world = World::voting().await;
    let cast = world.secret_ballot(4, Choice::For, 1).await;
    let first = world.cast_secret(4, &cast).await.unwrap();
    let archive = views::archive(&world.service, world.secret, None).await.unwrap();
    assert_eq!(world.cast_secret(4, &cast).await.unwrap(), first);
    assert_eq!(views::archive(&world.service, world.secret, None).await.unwrap(), archive);
    let cast = world.open_ballot(4, Choice::For, 1).await;
    let first = world.cast_open(4, &cast).await.unwrap();
    assert_eq!(world.cast_open(4, &cast).await.unwrap(), first);
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!((view.taking_part, view.items[0].voted, view.items[1].voted), (1, 1, 1));
}

#[tokio::test]
async fn an_older_ballot_of_the_same_voice_is_refused() {
    let world = World::voting().await;
    world.cast_secret(4, &world.secret_ballot(4, Choice::For, 5).await).await.unwrap();
    world.cast_open(4, &world.open_ballot(4, Choice::For, 5).await).await.unwrap();
    assert_eq!(world.paper_vote(4, world.secret).await.last_n, 5);
    for n in [0, 4] {
        let old = world.secret_ballot(4, Choice::Against, n).await;
        assert_eq!(refusal(world.cast_secret(4, &old).await), Refusal::BallotOutdated);
        let old = world.open_ballot(4, Choice::Against, n).await;
        assert_eq!(refusal(world.cast_open(4, &old).await), Refusal::BallotOutdated);
    }
    // The same number on another ballot.
    let paper = world.paper_vote(4, world.secret).await;
    let same = world.seal(4, &paper, Choice::Against, 5);
    assert_eq!(refusal(world.cast_secret(4, &same).await), Refusal::BallotOutdated);
    let same = world.open_ballot(4, Choice::Against, 5).await;
    assert_eq!(refusal(world.cast_open(4, &same).await), Refusal::BallotOutdated);
}

/// What cannot be published cannot be received: canonical JSON holds no integer above 2^53 − 1, and a ballot beyond it
/// would keep its vote from ever closing.
#[tokio::test]
async fn the_greatest_number_closes_and_a_greater_one_is_refused() {
    const GREATEST: u64 = (1 << 53) - 1;
    let world = World::voting().await;
    for n in [u64::MAX, GREATEST + 1] {
        let cast = world.open_ballot(4, Choice::For, n).await;
        assert_eq!(refusal(world.cast_open(4, &cast).await), Refusal::BallotOutdated, "{n}");
    }
    let cast = world.secret_ballot(4, Choice::For, GREATEST + 1).await;
    assert_eq!(refusal(world.cast_secret(4, &cast).await), Refusal::BallotOutdated);
    world.cast_open(4, &world.open_ballot(4, Choice::For, GREATEST).await).await.unwrap();
    world.cast_secret(4, &world.secret_ballot(4, Choice::For, GREATEST).await).await.unwrap();
    for vote in [world.open, world.secret] {
        service::close_vote(&world.service, world.chair(), vote).await.unwrap();
    }
}

/// One member cannot make a vote too heavy to close: after a hundred ballots the last one stands, and counts once.
#[tokio::test]
async fn a_voice_replaces_its_ballot_a_hundred_times_and_no_more() {
    let world = World::voting().await;
    let most = u64::from(domain::vote::MOST_BALLOTS);
    for n in 1..=most {
        world.cast_open(4, &world.open_ballot(4, Choice::Against, n).await).await.unwrap();
    }
    let late = world.open_ballot(4, Choice::For, most + 1).await;
    assert_eq!(refusal(world.cast_open(4, &late).await), Refusal::TooManyBallots);
    // Another voice is not concerned, nor is what was received.
    world.cast_open(5, &world.open_ballot(5, Choice::For, 1).await).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    let (_, item) = views::vote(&world.service, world.open).await.unwrap();
    let counts = item.decision.unwrap().counts;
    assert_eq!((counts.for_, counts.against), (1, 1));
}

#[tokio::test]
async fn before_it_opens_and_after_it_closes_a_vote_receives_nothing() {
    let world = World::voting().await;
    let (open, secret) = (world.open_ballot(4, Choice::For, 1).await, world.secret_ballot(4, Choice::For, 1).await);
    let receipt = world.cast_secret(5, &world.secret_ballot(5, Choice::For, 1).await).await.unwrap();
    let again = world.secret_ballot(5, Choice::For, 1).await;
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
    assert_eq!(refusal(world.cast_open(4, &open).await), Refusal::VoteClosed);
    assert_eq!(refusal(world.cast_secret(4, &secret).await), Refusal::VoteClosed);
    // Whose answer was lost on the way asks again, and is told the truth.
    assert_eq!(protocol::ballot::tracker(&again.ballot), receipt.tracker);
    assert_eq!(world.cast_secret(5, &again).await.unwrap(), receipt);

    let early = World::new().await;
    assert_eq!(refusal(early.cast_open(4, &open).await), Refusal::VoteNotOpen);
    assert!(early.paper(4).await.votes.is_empty());
}

#[tokio::test]
async fn a_member_whose_key_came_after_the_opening_has_no_voice_in_it() {
    let (service, clock, folder) = crate::world::empty(7).await;
    let world = World::build(service, clock, folder, &[1; 7]).await;
    // An eighth member, admitted before the session, makes a key when the votes are open.
    let application = crate::world::applying("Huitième", None);
    let id = service::apply(&world.service, &Actor::Anyone, &application).await.unwrap();
    service::admit_member(&world.service, world.chair(), id).await.unwrap();
    service::subscribe_shares(&world.service, world.chair(), id, 1).await.unwrap();
    world.open_votes().await;
    let late = crate::world::person(world.cooperative, 7, id);
    let voices = views::my_votes(&world.service, &late.actor).await.unwrap().voices;
    assert_eq!(voices, [domain::wire::MyVoice::NotOnRoll; 2]);
    register(&world.service, world.cooperative, &late).await.unwrap();
    assert!(views::ballot_paper(&world.service, &late.actor, world.assembly).await.unwrap().votes.is_empty());
    let paper = world.paper_vote(4, world.open).await;
    let ballot = protocol::open_ballot::OpenBallot {
        vote: *world.open.bytes(),
        resolution_hash: paper.resolution.hash(),
        voice: *late.id.bytes(),
        choice: "for".to_owned(),
        n: 1,
    };
    let signature = ballot.sign(world.cooperative.bytes(), late.keys.identity());
    let cast = domain::wire::CastOpen { ballot, signature };
    let outcome = service::cast_open(&world.service, &late.actor, world.open, &cast).await;
    assert_eq!(refusal(outcome), Refusal::NotOnRoll);
    let mut cast = world.secret_ballot(4, Choice::For, 1).await;
    cast.voice = late.id;
    let outcome = service::cast_secret(&world.service, &late.actor, world.secret, &cast).await;
    assert_eq!(refusal(outcome), Refusal::NotOnRoll);
}

#[tokio::test]
async fn keys_are_registered_once_and_only_with_proof() {
    let world = World::new().await;
    let outcome = register(&world.service, world.cooperative, &world.people[4]).await;
    assert_eq!(refusal(outcome), Refusal::KeyExists);
    // Member 4's registration under member 5's name.
    let of_4 = world.people[4].keys.register(world.cooperative.bytes(), world.people[4].id.bytes(), &mut seeded(3));
    let outcome = service::register_key(&world.service, &world.people[5].actor, &of_4).await;
    assert_eq!(refusal(outcome), Refusal::KeyInvalid);
}
