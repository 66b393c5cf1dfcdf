//! Each member is shown the own place in the register and on the roll, and finds it in the public record.

use domain::Refusal;
use domain::ids::VoteId;
use domain::resolution::Choice;
use protocol::commitment::{Leaf, VoiceProof};
use protocol::hash;
use protocol::participation::{Participation, Used};
use protocol::record::Entry;
use service::views;

use crate::world::{World, refusal};

async fn proof(world: &World, who: usize, vote: VoteId) -> VoiceProof {
    let text = views::voice_proof(&world.service, &world.people[who].actor, vote).await.unwrap();
    VoiceProof::parse(&text).unwrap()
}

async fn record(world: &World) -> Vec<Entry> {
    views::record_entries(&world.service, world.assembly).await.unwrap()
}

#[tokio::test]
async fn everybody_on_a_roll_finds_the_own_key_in_the_record_and_nobody_elses() {
    let world = World::new().await;
    let early = views::voice_proof(&world.service, &world.people[0].actor, world.open).await;
    assert_eq!(refusal(early), Refusal::NotFound, "no roll yet");
    world.open_votes().await;
    let record = record(&world).await;
    for vote in [world.open, world.secret] {
        let view = views::vote(&world.service, vote).await.unwrap().1;
        let uuid = view.box_uuid;
        for (who, person) in world.people.iter().enumerate() {
            let proof = proof(&world, who, vote).await;
            assert_eq!(proof.verify(&record).unwrap().vote, hash::hex(vote.bytes()));
            let (Leaf::Register(register), Leaf::Roll(roll)) = (proof.register.leaf(), proof.roll.leaf()) else {
                panic!("{proof:?}");
            };
            for (other, somebody) in world.people.iter().enumerate() {
                let keys = somebody.keys.public();
                assert_eq!(register.names(&keys), other == who);
                let named = roll.names(person.id.bytes(), &keys, uuid.as_deref());
                assert_eq!(named, other == who || uuid.is_none(), "{other} for {who}");
            }
            assert!(proof.verify(&record[..record.len() - 5]).is_err() || vote == world.open);
        }
    }
}

#[tokio::test]
async fn a_leaf_is_of_one_vote_and_one_member() {
    let world = World::new().await;
    world.open_votes().await;
    let record = record(&world).await;
    let (mine, other) = (proof(&world, 3, world.secret).await, proof(&world, 4, world.secret).await);
    let crossed = VoiceProof { register: other.register, roll: mine.roll.clone() };
    assert!(crossed.verify(&record).is_err(), "another member's key for this voice");
    let open = proof(&world, 3, world.open).await;
    assert_eq!(open.register.leaf(), mine.register.leaf());
    let crossed = VoiceProof { register: open.register, roll: mine.roll };
    assert!(crossed.verify(&record).is_err(), "salts are not used for two commitments");
}

#[tokio::test]
async fn who_is_forgotten_shows_nothing_any_more_and_the_others_still_do() {
    let world = World::new().await;
    world.open_votes().await;
    let file = world.folder.as_ref().unwrap().path().join("voix.db");
    let db = store::Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(store::salts::erase(&mut tx, world.people[5].id).await.unwrap() > 0);
    tx.commit().await.unwrap();
    db.close().await;
    let forgotten = views::voice_proof(&world.service, &world.people[5].actor, world.secret).await;
    assert_eq!(refusal(forgotten), Refusal::NotOnRoll);
    let record = record(&world).await;
    for who in [0, 4, 6] {
        proof(&world, who, world.secret).await.verify(&record).unwrap();
    }
}

#[tokio::test]
async fn once_a_vote_is_over_each_member_is_told_whether_their_voice_was_used_and_nobody_before() {
    let world = World::voting().await;
    let asked =
        async |who: usize, vote: VoteId| views::participation(&world.service, &world.people[who].actor, vote).await;
    for n in [1, 2] {
        world.cast_open(3, &world.open_ballot(3, Choice::For, n).await).await.unwrap();
    }
    assert_eq!(refusal(asked(3, world.open).await), Refusal::NotFound, "while it is open");
    assert_eq!(refusal(asked(4, world.open).await), Refusal::NotFound, "while it is open, for who did not vote");
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    let key = views::cooperative(&world.service).await.unwrap().record_key;
    let key = hash::unhex(&key).unwrap();
    for (who, used, ballots) in [(3, Used::OwnKey, 2), (4, Used::None, 0)] {
        let said = Participation::parse(&asked(who, world.open).await.unwrap()).unwrap();
        assert_eq!(said.verify(world.cooperative.bytes(), &key), Ok(()));
        assert_eq!((said.used, said.ballots, said.last > 0), (used, ballots, ballots > 0), "{who}");
        assert_eq!((said.vote, said.voice), (*world.open.bytes(), *world.people[who].id.bytes()));
    }
    assert_eq!(refusal(asked(3, world.secret).await), Refusal::NotFound, "the other vote goes on");
}
