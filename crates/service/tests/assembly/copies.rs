//! A copy of a session is brought back: what it lacks is named, and nothing is signed that contradicts what was.

use domain::Refusal;
use domain::mail::MailState;
use domain::resolution::Choice;
use domain::standstill::Reason;
use protocol::checkpoint;
use protocol::record::verify_record;
use service::copies::{self, Evidence, Form, Loss, Manifest};
use service::{Service, upkeep, views};
use store::testing::{Place, postgres_address};

use crate::world::{World, machine, open, refusal};

/// A session of which a copy was made, and what happened after.
struct Copied {
    world: World,
    form: Form,
    manifest: Manifest,
    folder: tempfile::TempDir,
    full: Place,
    /// Where it is brought back to.
    empty: Place,
    before: Evidence,
    after: Evidence,
    /// Trackers of the ballots that the copy lacks.
    late: [String; 2],
}

impl Copied {
    async fn on_sqlite() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let places = [Place::sqlite(folder.path()), Place::sqlite(folder.path())];
        Some(Self::set(places, folder).await)
    }

    async fn on_postgres() -> Option<Self> {
        let server = postgres_address()?;
        let places = [Place::postgres(&server).await.unwrap(), Place::postgres(&server).await.unwrap()];
        Some(Self::set(places, tempfile::tempdir().unwrap()).await)
    }

    async fn set([full, empty]: [Place; 2], folder: tempfile::TempDir) -> Self {
        let (service, clock) = open(&full.url().unwrap(), 7).await;
        let world = World::build(service, clock, None, &[1, 2, 3, 4, 5, 6, 7]).await;
        world.open_votes().await;
        let checkpoint = async || {
            let note = views::checkpoint(&world.service, world.assembly).await.unwrap().unwrap();
            checkpoint::parse(&note).unwrap()
        };
        let open = world.open_ballot(3, Choice::For, 1).await;
        let secret = world.secret_ballot(3, Choice::For, 1).await;
        let receipts = vec![world.cast_open(3, &open).await.unwrap(), world.cast_secret(3, &secret).await.unwrap()];
        let before = Evidence { checkpoints: vec![checkpoint().await], receipts };
        service::ask_sign_in(&world.service, "personne-5@example.org").await.unwrap();
        let (form, manifest) = copies::make(&world.service, &folder.path().join("copy")).await.unwrap();
        let open = world.open_ballot(4, Choice::Against, 1).await;
        let secret = world.secret_ballot(4, Choice::Against, 1).await;
        let receipts = vec![world.cast_open(4, &open).await.unwrap(), world.cast_secret(4, &secret).await.unwrap()];
        let late = [receipts[0].tracker.clone(), receipts[1].tracker.clone()];
        let after = Evidence { checkpoints: vec![checkpoint().await], receipts };
        Self { world, form, manifest, folder, full, empty, before, after, late }
    }

    /// Brings the copy back and opens it.
    async fn back(&self) -> Service {
        let from = self.folder.path().join("copy");
        let url = self.empty.url().unwrap();
        let returning = copies::bring_back(&url, &from, &self.form).await.unwrap();
        returning.accept().unwrap();
        let (clock, random) = machine(8);
        Service::open(&url, clock, random).await.unwrap()
    }
}

/// What stands on each database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(&super::Copied::on_sqlite().await.unwrap()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                if let Some(copied) = super::Copied::on_postgres().await {
                    super::$name(&copied).await;
                    for place in [copied.full, copied.empty] {
                        place.remove().await.unwrap();
                    }
                }
            })+
        }
    };
}
on_both!(
    what_is_brought_back_is_what_was_copied,
    what_others_hold_and_the_copy_lacks_is_named,
    nothing_is_signed_about_an_assembly_that_stands_still,
    what_lost_something_never_goes_on,
    who_holds_nothing_newer_lets_it_go_on_and_the_record_says_so,
    only_an_empty_place_is_filled,
);

async fn what_is_brought_back_is_what_was_copied(copied: &Copied) {
    let now = copies::manifest_of(&copied.world.service, 0).await.unwrap();
    assert!(!copied.manifest.differences(&now).is_empty(), "ballots came after the copy");
    let service = copied.back().await;
    let found = copies::manifest_of(&service, copied.manifest.made_at).await.unwrap();
    assert_eq!(found, copied.manifest);
    assert_eq!(found.records[0].entries, copied.before.checkpoints[0].size);
    assert_eq!(found.boxes.iter().map(|head| head.ballots).collect::<Vec<_>>(), [1, 1]);
    assert!(upkeep::records(&service).await.unwrap().iter().all(|state| state.fault.is_none()));
    // A single number elsewhere is noticed.
    let mut other = found.clone();
    other.boxes[1].ballots += 1;
    assert_eq!(copied.manifest.differences(&other).len(), 1);
    other = found;
    other.records[0].root = "00".to_owned();
    assert_eq!(copied.manifest.differences(&other).len(), 1);
    service.close().await;
}

async fn what_others_hold_and_the_copy_lacks_is_named(copied: &Copied) {
    let service = copied.back().await;
    assert_eq!(copies::losses(&service, &copied.before).await.unwrap(), []);
    let (world, size) = (&copied.world, copied.before.checkpoints[0].size);
    let ballot = |vote, tracker: &String, time| Loss::Ballot {
        vote,
        assembly: Some(world.assembly),
        tracker: tracker.clone(),
        time,
    };
    let times = [copied.after.receipts[0].time, copied.after.receipts[1].time];
    let expected = [
        // One more member took part.
        Loss::Entries { assembly: world.assembly, from: size, to: size },
        ballot(world.open, &copied.late[0], times[0]),
        ballot(world.secret, &copied.late[1], times[1]),
    ];
    assert_eq!(copies::losses(&service, &copied.after).await.unwrap(), expected);
    let said: Vec<String> = expected.iter().map(ToString::to_string).collect();
    assert!(
        said[0].contains(&format!("entry {size} of the record is missing")) && said[1].contains(&copied.late[0]),
        "{said:?}"
    );
    // What nobody of ours signed proves nothing.
    let mut forged = copied.after.clone();
    forged.receipts[0].height += 1;
    assert_eq!(refusal(copies::losses(&service, &forged).await), Refusal::Malformed);
    let mut forged = copied.before.clone();
    forged.checkpoints[0].size -= 1;
    assert_eq!(refusal(copies::losses(&service, &forged).await), Refusal::Malformed);
    service.close().await;
}

async fn nothing_is_signed_about_an_assembly_that_stands_still(copied: &Copied) {
    let service = copied.back().await;
    let world = &copied.world;
    let stopped = copies::stop(&service, &[]).await.unwrap();
    assert_eq!(stopped.assemblies, [(world.assembly, Reason::Unproven)]);
    // One to a member, and one after each of two ballots, which the list leaves out.
    assert_eq!(stopped.doubtful, 3, "what waited in the copy may have been sent since");
    let mails = views::mails(&service, world.secretary(), Some(MailState::Doubtful), None).await.unwrap();
    assert_eq!(mails.lines.len(), 1);
    let before = views::record(&service, world.assembly).await.unwrap();
    let [open, secret] = [&copied.late[0], &copied.late[1]];
    let ballots = (world.open_ballot(5, Choice::For, 1).await, world.secret_ballot(5, Choice::For, 1).await);
    let (fifth, third) = (&world.people[5].actor, &world.people[3].actor);
    let halted = Refusal::RecordHalted;
    assert_eq!(refusal(service::cast_open(&service, fifth, world.open, &ballots.0).await), halted);
    assert_eq!(refusal(service::cast_secret(&service, fifth, world.secret, &ballots.1).await), halted);
    // A voice that is present already writes nothing in the record, and still gets no receipt.
    let again = (world.open_ballot(3, Choice::For, 2).await, world.secret_ballot(3, Choice::For, 2).await);
    assert_eq!(refusal(service::cast_open(&service, third, world.open, &again.0).await), halted);
    assert_eq!(refusal(service::cast_secret(&service, third, world.secret, &again.1).await), halted);
    for vote in [world.open, world.secret] {
        assert_eq!(refusal(service::close_vote(&service, world.chair(), vote).await), halted);
    }
    assert_eq!(views::record(&service, world.assembly).await.unwrap(), before);
    for (vote, tracker) in [(world.open, open), (world.secret, secret)] {
        let state = views::ballot_known(&service, vote, tracker).await.unwrap();
        assert_eq!(state, views::TrackerState::Unknown);
    }
    // What was received before the copy has its receipt as ever.
    let known = (world.open_ballot(3, Choice::For, 1).await, world.secret_ballot(3, Choice::For, 1).await);
    let receipt = service::cast_open(&service, third, world.open, &known.0).await.unwrap();
    assert_eq!(receipt, copied.before.receipts[0]);
    service.close().await;
}

async fn what_lost_something_never_goes_on(copied: &Copied) {
    let service = copied.back().await;
    let world = &copied.world;
    copies::stop(&service, &[]).await.unwrap();
    let losses = copies::resume(&service, world.assembly, &copied.after).await.unwrap();
    assert_eq!(losses.len(), 3);
    assert_eq!(copies::stopped(&service).await.unwrap()[0].reason, Reason::Lost);
    for evidence in [&Evidence::default(), &copied.before] {
        assert_eq!(refusal(copies::resume(&service, world.assembly, evidence).await), Refusal::RecordLost);
    }
    let close = service::close_vote(&service, world.chair(), world.open).await;
    assert_eq!(refusal(close), Refusal::RecordLost);
    // Known when it was brought back, it is lost from the start.
    let stopped = copies::stop(&service, &losses).await.unwrap();
    assert_eq!(stopped.assemblies, [(world.assembly, Reason::Lost)]);
    service.close().await;
}

async fn who_holds_nothing_newer_lets_it_go_on_and_the_record_says_so(copied: &Copied) {
    let service = copied.back().await;
    let world = &copied.world;
    assert_eq!(refusal(copies::resume(&service, world.assembly, &copied.before).await), Refusal::NotFound);
    copies::stop(&service, &[]).await.unwrap();
    assert_eq!(copies::resume(&service, world.assembly, &copied.before).await.unwrap(), []);
    assert_eq!(copies::stopped(&service).await.unwrap(), []);
    let ballot = world.secret_ballot(5, Choice::For, 1).await;
    service::cast_secret(&service, &world.people[5].actor, world.secret, &ballot).await.unwrap();
    let entries = views::record_entries(&service, world.assembly).await.unwrap();
    verify_record(world.cooperative.bytes(), world.assembly.bytes(), &entries).unwrap();
    let size = copied.before.checkpoints[0].size;
    let incident = &entries[usize::try_from(size).unwrap()];
    assert_eq!((incident.kind.as_str(), &incident.body["kind"]), ("incident", &"brought-back".into()));
    assert_eq!(incident.body["entries"], size);
    assert_eq!(refusal(copies::resume(&service, world.assembly, &copied.before).await), Refusal::NotFound, "once");
    // The other continuation, had it come to light too late, is found out.
    let losses = copies::losses(&service, &copied.after).await.unwrap();
    assert!(losses.contains(&Loss::Contradiction { assembly: world.assembly, entries: size + 1 }), "{losses:?}");
    service.close().await;
}

async fn only_an_empty_place_is_filled(copied: &Copied) {
    let from = copied.folder.path().join("copy");
    let url = copied.empty.url().unwrap();
    copied.back().await.close().await;
    let taken = copies::bring_back(&url, &from, &copied.form).await.err().unwrap().to_string();
    assert!(taken.contains("is not empty: it stays as it is"), "{taken}");
    // Given up, the place is as empty as before.
    let other = match &copied.form {
        Form::Sqlite => Place::sqlite(copied.folder.path()),
        Form::Postgres { .. } => Place::postgres(&postgres_address().unwrap()).await.unwrap(),
    };
    for _ in 0..2 {
        let returning = copies::bring_back(&other.url().unwrap(), &from, &copied.form).await.unwrap();
        returning.discard().await.unwrap();
    }
    let (clock, random) = machine(1);
    assert!(Service::attach(&other.url().unwrap(), clock, random).await.is_err(), "nothing is there");
    other.remove().await.unwrap();
}
