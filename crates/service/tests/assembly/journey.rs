//! From the convocation to an observer's verdict.

use domain::assembly::AssemblyState;
use domain::decision::Outcome;
use domain::resolution::Choice;
use domain::vote::VoteState;
use domain::wire::MyVoice;
use protocol::{checkpoint, checks, hash, record};
use service::views::{self, TrackerState};

use crate::world::{World, empty, open};

#[tokio::test]
async fn a_whole_assembly_on_sqlite() {
    let (service, clock, folder) = empty(7).await;
    walk(World::build(service, clock, folder, &[1, 2, 3, 4, 5, 6, 100]).await).await;
}

#[tokio::test]
async fn a_whole_assembly_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_journey_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    walk(World::build(service, clock, None, &[1, 2, 3, 4, 5, 6, 100]).await).await;
}

async fn walk(world: World) {
    prepare(&world).await;
    vote(&world).await;
    close(&world).await;
    open_the_box(&world).await;
    publish(&world).await;
    observe(&world).await;
}

async fn voices(world: &World, who: usize) -> Vec<MyVoice> {
    views::my_votes(&world.service, &world.people[who].actor).await.unwrap().voices
}

async fn prepare(world: &World) {
    let me = views::me(&world.service, world.holder()).await.unwrap();
    assert_eq!(me.roles, [domain::roles::Role::KeyHolder]);
    assert_eq!(voices(world, 4).await, [MyVoice::Waiting; 2]);
    let before = views::pulse(&world.service, world.assembly).await.unwrap();
    world.open_votes().await;
    assert!(views::pulse(&world.service, world.assembly).await.unwrap() > before);
    assert_eq!(voices(world, 4).await, [MyVoice::ToVote; 2]);
    let console = views::console(&world.service, world.chair(), world.assembly).await.unwrap();
    assert_eq!((console.with_key, console.quorum.needed, console.quorum.met), (7, Some(2), false));
    assert!(console.key_holders[0].has_key && console.key_holders[0].approved && !console.can_publish);
}

/// Five of seven vote: 3 for, 1 against, 1 abstention in the open vote; 2 for, 2 against, 1 abstention in the secret one. Member 3
/// changes to "against" there, and in the open vote from "against" to "for".
async fn vote(world: &World) {
    let key = views::cooperative(&world.service).await.unwrap().record_key;
    let key: [u8; 32] = hash::unhex(&key).unwrap();
    for who in 0..5 {
        let choice = [Choice::For, Choice::For, Choice::Against, Choice::Against, Choice::Abstain][who];
        let receipt = world.cast_open(who, &world.open_ballot(who, choice, 1).await).await.unwrap();
        receipt.verify(world.cooperative.bytes(), &key).unwrap();
        let choice = [Choice::For, Choice::For, Choice::Against, Choice::For, Choice::Abstain][who];
        let receipt = world.cast_secret(who, &world.secret_ballot(who, choice, 1).await).await.unwrap();
        receipt.verify(world.cooperative.bytes(), &key).unwrap();
    }
    let first = world.secret_ballot(3, Choice::For, 1).await;
    let tracker = protocol::ballot::tracker(&first.ballot);
    assert_eq!(known(world, &tracker).await, TrackerState::Counted);
    world.cast_open(3, &world.open_ballot(3, Choice::For, 2).await).await.unwrap();
    let receipt = world.cast_secret(3, &world.secret_ballot(3, Choice::Against, 2).await).await.unwrap();
    assert_eq!(known(world, &tracker).await, TrackerState::Replaced);
    assert_eq!(known(world, &receipt.tracker).await, TrackerState::Counted);
    assert_eq!(known(world, "nothing").await, TrackerState::Unknown);
    assert_eq!(voices(world, 3).await, [MyVoice::Voted; 2]);
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!((view.taking_part, view.items[0].voted, view.items[1].voted), (5, 5, 5));
    assert_eq!(view.items[1].voices, Some(7));
}

async fn known(world: &World, tracker: &str) -> TrackerState {
    views::ballot_known(&world.service, world.secret, tracker).await.unwrap()
}

async fn close(world: &World) {
    let state = service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    assert_eq!(state, VoteState::Decided);
    let state = service::close_vote(&world.service, world.chair(), world.secret).await.unwrap();
    assert_eq!(state, VoteState::Closed);
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    let decision = view.items[0].decision.clone().unwrap();
    assert_eq!((decision.counts.for_, decision.counts.against, decision.counts.abstain), (3, 1, 1));
    assert_eq!((decision.quorum.present, decision.quorum.members, decision.quorum.needed), (5, 7, Some(2)));
    assert_eq!((decision.outcome, decision.majority.article.as_str()), (Outcome::Adopted, "C. com. L.225-98 al. 3"));
    assert_eq!(voices(world, 3).await, [MyVoice::Used; 2]);
    assert_eq!(voices(world, 6).await, [MyVoice::Unused; 2]);
}

async fn open_the_box(world: &World) {
    let task = views::key_holder_task(&world.service, world.holder(), world.assembly).await.unwrap();
    assert_eq!((task.votes[0].state, task.votes[0].decrypted), (VoteState::Closed, false));
    let part = world.decryption().await;
    let state = service::submit_decryption(&world.service, world.holder(), world.secret, &part).await.unwrap();
    assert_eq!(state, VoteState::Decided);
    let (_, item) = views::vote(&world.service, world.secret).await.unwrap();
    let decision = item.decision.unwrap();
    assert_eq!((decision.counts.for_, decision.counts.against, decision.counts.abstain), (2, 2, 1));
    assert_eq!(decision.outcome, Outcome::Rejected, "a tie rejects");
}

async fn publish(world: &World) {
    let hash = service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(&world.service, &domain::roles::Actor::Anyone, world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.hash_hex(), hash);
    assert_eq!((minutes.bureau.chair.as_str(), minutes.bureau.secretary.as_str()), ("Personne 1", "Personne 2"));
    assert_eq!((minutes.members, minutes.taking_part, minutes.items.len()), (7, 5, 2));
    assert!(minutes.items[1].box_.is_some());
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!((view.state, view.minutes_hash), (AssemblyState::Ended, Some(hash)));
}

async fn observe(world: &World) {
    let archive = views::archive(&world.service, world.secret, None).await.unwrap();
    let companion = views::companion(&world.service, world.secret, None).await.unwrap();
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
    assert!(report.passed() && report.complete && report.ours, "{report:#?}");

    let lines = views::record(&world.service, world.assembly).await.unwrap();
    let entries: Vec<record::Entry> = lines.lines().map(|line| record::Entry::parse(line).unwrap()).collect();
    assert_eq!(entries, views::record_entries(&world.service, world.assembly).await.unwrap());
    let head = record::verify_record(world.cooperative.bytes(), world.assembly.bytes(), &entries).unwrap();
    let note = views::checkpoint(&world.service, world.assembly).await.unwrap().unwrap();
    let note = checkpoint::parse(&note).unwrap();
    assert_eq!((note.size, note.root), (head.size, head.root));
    let key = views::cooperative(&world.service).await.unwrap().record_key;
    let origin = checkpoint::origin(world.cooperative.bytes(), world.assembly.bytes());
    checkpoint::verify(&note, &origin, &hash::unhex(&key).unwrap()).unwrap();

    // Everything a fact needs is there before it, and no name is anywhere.
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    let place = |kind: &str| kinds.iter().position(|found| *found == kind).unwrap_or_else(|| panic!("no {kind}"));
    assert_eq!(&kinds[..3], ["statutes", "convocation", "register-commitment"]);
    assert!(place("trustees") < place("roll") && place("roll") < place("box-opened"));
    assert!(place("box-opened") < place("attendance") && place("open-roll") < place("attendance"));
    assert_eq!(kinds.iter().filter(|kind| **kind == "attendance").count(), 5);
    assert!(place("open-ballots") < place("decision") && place("box-closed") < place("minutes"));
    assert_eq!(kinds.last(), Some(&"minutes"));
    assert!(!lines.contains("Personne") && !lines.contains("Essais"));

    let (name, zip) = views::verify_zip(&world.service, world.secret, None).await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let uuid = name.strip_suffix(".zip").unwrap();
    let mut inside = Vec::new();
    std::io::copy(&mut zip.by_name(&format!("{uuid}.bel")).unwrap(), &mut inside).unwrap();
    assert_eq!(inside, archive);
    assert!(zip.by_name(&format!("{uuid}.companion.json")).is_ok() && zip.len() == 2);

    let whole = views::whole_assembly(&world.service, world.assembly).await.unwrap().zip().unwrap();
    assert_eq!(whole, views::whole_assembly(&world.service, world.assembly).await.unwrap().zip().unwrap());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(whole)).unwrap();
    let mut text = |name: &str| {
        let mut inside = Vec::new();
        std::io::copy(&mut zip.by_name(name).unwrap(), &mut inside).unwrap();
        inside
    };
    assert_eq!(text("record.jsonl"), lines.as_bytes());
    assert_eq!(text(&format!("{uuid}.bel")), archive);
    assert_eq!(text(&format!("{uuid}.companion.json")), companion.as_bytes());
    assert!(text("checkpoint").starts_with(b"voix/1/"));
    assert_eq!(text("resolutions.jsonl").iter().filter(|byte| **byte == b'\n').count(), 2);
    let minutes = views::minutes(&world.service, &domain::roles::Actor::Anyone, world.assembly).await.unwrap().unwrap();
    assert_eq!(text("minutes.json"), minutes.to_canonical_json().as_bytes(), "everyone may read them");
    assert_eq!(zip.len(), 6);
    leaves_lead_to_the_roots(world, &entries).await;
}

/// What the auditor is given: every commitment of the record, leaf by leaf, with whose key each is.
async fn leaves_lead_to_the_roots(world: &World, entries: &[record::Entry]) {
    let taken = async || {
        let own = views::own_data(&world.service, world.secretary()).await.unwrap();
        let acts = own["tables"]["audit"].as_array().unwrap().iter();
        acts.filter(|row| row["act"] == "take-register-leaves").count()
    };
    assert_eq!(taken().await, 0);
    let list = service::take_register_leaves(&world.service, world.secretary(), world.assembly).await.unwrap();
    assert_eq!(taken().await, 1, "who took it is noted");
    assert_eq!(list.assembly, *world.assembly.bytes());
    let committed: Vec<_> = entries.iter().filter(|entry| entry.kind == "register-commitment").collect();
    assert_eq!(committed.len(), 3, "when it was convened, and for each vote");
    assert_eq!(list.commitments.len(), committed.len());
    for (one, entry) in list.commitments.iter().zip(committed) {
        assert_eq!((one.entry, hash::hex(&one.root())), (entry.seq, entry.body["root"].as_str().unwrap().to_owned()));
        assert_eq!(entry.body["keys"], one.leaves.len());
        let people: Vec<_> = one.leaves.iter().map(|line| line.person.as_ref().unwrap()).collect();
        assert!(one.leaves.iter().all(|line| line.holds()) && people.iter().all(|of| of.name.starts_with("Personne")));
        assert!(people.is_sorted_by(|one, next| one.leaf.number < next.leaf.number));
    }
    let text = serde_json::to_string(&list).unwrap();
    assert_eq!(serde_json::from_str::<protocol::register_leaves::RegisterLeaves>(&text).unwrap(), list);
    let refused = service::take_register_leaves(&world.service, &domain::roles::Actor::Anyone, world.assembly).await;
    assert!(matches!(refused, Err(service::Error::Refused(domain::Refusal::SignInFirst))));
    assert_eq!(taken().await, 1, "who may not take it leaves no line");
}
