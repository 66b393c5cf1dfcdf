//! What an observer can check at any moment.

use protocol::checks::Summary;
use protocol::{checkpoint, checks, hash, record};
use service::{Service, views};

use crate::world::World;

/// The archive of the secret vote verifies as far as it goes, the record is one chain from its first entry, and its
/// newest checkpoint is signed over all of it. What the archive says, once there is one.
pub async fn check(service: &Service, world: &World) -> Option<Summary> {
    let mut summary = None;
    if let Ok(archive) = views::archive(service, world.secret, None).await {
        let companion = views::companion(service, world.secret, None).await.unwrap();
        let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
        assert!(report.passed() && report.ours, "{report:#?}");
        summary = Some(report.summary);
    }
    let entries = views::record_entries(service, world.assembly).await.unwrap();
    let head = record::verify_record(world.cooperative.bytes(), world.assembly.bytes(), &entries).unwrap();
    let note = views::checkpoint(service, world.assembly).await.unwrap().unwrap();
    let note = checkpoint::parse(&note).unwrap();
    assert_eq!((note.size, note.root), (head.size, head.root));
    let key = views::cooperative(service).await.unwrap().record_key;
    let origin = checkpoint::origin(world.cooperative.bytes(), world.assembly.bytes());
    checkpoint::verify(&note, &origin, &hash::unhex(&key).unwrap()).unwrap();
    summary
}

/// The same, where only one voice votes and changes its mind from for to against: it is counted once.
pub async fn check_one_voice(service: &Service, world: &World) {
    let summary = check(service, world).await;
    assert!(summary.is_none_or(|summary| summary.voices <= 1));
    let view = views::assembly(service, world.assembly).await.unwrap();
    // The voter, the one whom the desk enters, and the one who comes by the code of the door.
    assert!(view.taking_part <= 3);
    for item in &view.items {
        assert!(item.voted <= 1);
        // In an election nobody answers for, against or neither.
        if let Some(decision) = item.decision.as_ref().filter(|decision| decision.election.is_none()) {
            let counts = &decision.counts;
            // The one hand, or paper, that both scrutineers counted, in a vote in which nobody cast a ballot.
            let counted = decision.hands.is_some() || decision.paper.is_some();
            let expected = if counted { (1, 0, 0) } else { (0, 1, 0) };
            assert_eq!((counts.for_, counts.against, counts.abstain), expected);
        }
    }
}
