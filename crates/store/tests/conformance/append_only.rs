//! Tables that hold facts refuse to forget them.

use store::audit;

use crate::fixture::{ASSEMBLY, BOX, Place, VOTE, assembly, bytes, id, member, raw};

/// Every append-only table with a column to try to change.
const TABLES: &[(&str, &str)] = &[
    ("share_entries", "shares"),
    ("refund_entries", "cents"),
    ("member_keys", "seq"),
    ("roll_entries", "kind"),
    ("archive_items", "body"),
    ("ballots", "slip"),
    ("emargements", "at"),
    ("open_ballots", "choice"),
    ("attendance_moves", "at"),
    ("partial_decryptions", "body"),
    ("record_entries", "entry"),
    ("checkpoints", "note"),
    ("audit", "act"),
    ("resolutions", "body"),
    ("boxes", "until"),
    ("elections", "election"),
    ("summed_parts", "body"),
    ("carry_lists", "body"),
    ("vote_trustees", "trustees"),
    ("trustee_approvals", "at"),
    ("roll_checks", "at"),
    ("commitment_trees", "hashes"),
    ("statutes", "body"),
    ("proposal_versions", "body"),
    ("proposal_supports", "signature"),
    ("amendments", "body"),
    ("comments", "at"),
    ("comment_versions", "body"),
    ("comment_moderations", "reason"),
    ("questions", "body"),
    ("answers", "body"),
    ("bureaus", "words"),
    ("bureau_seats", "seat"),
    ("bureau_keys", "identity"),
    ("minutes", "body"),
    ("minutes_numbers", "number"),
    ("minutes_corrections", "body"),
    ("minutes_signatures", "signature"),
    ("sheets", "hash"),
    ("sheets", "body"),
    ("sheet_seats", "at"),
    ("door_codes", "made_at"),
    ("hand_votes", "opened_at"),
    ("hand_counts", "for_"),
    ("draws", "drawn"),
    ("declined_seats", "at"),
    ("paper_marks", "way"),
    ("paper_voices", "at"),
    ("paper_votes", "handed"),
    ("paper_counts", "counts"),
    ("paper_codes", "registration"),
    ("entrusted_keys", "made_at"),
    ("entrusted_limits", "most"),
    ("convocations", "body"),
    ("announcements", "fr"),
];

pub async fn what_is_written_stays(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    fill(&mut tx).await;
    tx.commit().await.unwrap();
    for (table, column) in TABLES {
        for statement in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
            let error = raw(&place.url, statement.clone()).await.expect_err(&statement);
            assert!(error.to_string().contains("append-only"), "{statement}: {error}");
        }
    }
    // What must be erasable is: salts and sessions.
    assert_eq!(raw(&place.url, "DELETE FROM leaf_salts".to_owned()).await.unwrap(), 1);
}

async fn fill(tx: &mut store::Tx) {
    let entry = store::shares::ShareEntry {
        id: id(1),
        member: member(1),
        kind: "subscription".to_owned(),
        shares: 1,
        cents: 1600,
        at: 0,
        once: None,
        reverses: None,
    };
    store::shares::insert(tx, &entry).await.unwrap();
    store::holders::insert(tx, ASSEMBLY, member(1), 1).await.unwrap();
    store::holders::insert_trustees(tx, VOTE, "[]").await.unwrap();
    let approval = store::holders::Approval { member: member(1), identity: bytes(1), signature: bytes(1) };
    store::holders::insert_approval(tx, VOTE, &approval, 0).await.unwrap();
    let text = || "{}".to_owned();
    let ballot_box = store::boxes::BallotBox {
        id: BOX,
        vote: VOTE,
        stage: domain::vote::Stage::Session,
        uuid: text(),
        election: text(),
        fingerprint: text(),
        trustees: text(),
        archive_time: 0,
    };
    store::boxes::insert_election(tx, &ballot_box).await.unwrap();
    store::roll_checks::insert(tx, &crate::roll_checks::check(1), 0).await.unwrap();
    let voice = crate::uniqueness::voice(1);
    store::rolls::insert(tx, BOX, &voice).await.unwrap();
    let item = store::boxes::ArchiveItem {
        position: 0,
        kind: "event".to_owned(),
        height: Some(0),
        hash: "00".to_owned(),
        body: "{}".to_owned(),
    };
    store::boxes::append(tx, BOX, &item).await.unwrap();
    store::ballots::insert(tx, &crate::uniqueness::ballot(1, 1)).await.unwrap();
    let emargement = store::ballots::Emargement { voice: member(1), signature: bytes(1) };
    store::ballots::insert_emargement(tx, (VOTE, BOX), &emargement, 0).await.unwrap();
    let said = store::open_ballots::Said {
        ballot_box: BOX,
        voice: member(1),
        n: 1,
        choice: domain::resolution::Choice::For,
        signature: bytes(1),
        tracker: "t".to_owned(),
        receipt: "{}".to_owned(),
        at: 0,
    };
    store::open_ballots::insert(tx, &said).await.unwrap();
    store::attendances::insert(tx, ASSEMBLY, &crate::attendances::arrived(1), None, ASSEMBLY.0).await.unwrap();
    let part = store::decryptions::Part { owner: 1, body: "{}".to_owned(), companion: "{}".to_owned() };
    store::decryptions::insert(tx, BOX, &part, 0).await.unwrap();
    let part = store::decryptions::PartOfSum { owner: 1, body: "{}".to_owned() };
    store::decryptions::insert_of_sum(tx, VOTE, &part, 0).await.unwrap();
    store::boxes::insert_carry(tx, BOX, "{}").await.unwrap();
    let entry = store::record::RecordEntry { seq: 0, at: 0, entry: "{}".to_owned(), leaf: bytes(2) };
    store::record::append(tx, ASSEMBLY, &entry).await.unwrap();
    assert_eq!(store::record::from(tx, ASSEMBLY, 0, 256).await.unwrap().len(), 1);
    assert!(store::record::from(tx, ASSEMBLY, 0, 0).await.unwrap().is_empty());
    assert!(store::record::from(tx, ASSEMBLY, 1, 256).await.unwrap().is_empty(), "nothing is there yet");
    store::record::insert_checkpoint(tx, ASSEMBLY, 1, "note").await.unwrap();
    store::statutes::insert(tx, &first()).await.unwrap();
    let act = audit::Act { id: id(9), at: 0, actor: None, act: "test", subject: None };
    audit::insert(tx, &act).await.unwrap();
    crate::refunds::attached(tx).await;
    store::refunds::enter(tx, 2026, member(1), 2880, 0).await.unwrap();
    crate::proposals::open(tx).await;
    store::supports::insert(tx, &crate::proposals::support(60, 1, 1)).await.unwrap();
    store::amendments::insert(tx, &crate::proposals::amendment(1)).await.unwrap();
    crate::discussion::hidden(tx).await;
    store::questions::ask(tx, &crate::questions::question(1, 1)).await.unwrap();
    store::questions::write(tx, &crate::questions::words(1, 1)).await.unwrap();
    store::bureaus::insert(tx, &crate::bureaus::bureau(1)).await.unwrap();
    let seat = crate::bureaus::seat(80, domain::bureau::Seat::Chair);
    store::bureaus::insert_seat(tx, ASSEMBLY, 1, &seat).await.unwrap();
    store::bureaus::insert_key(tx, id(80), &bytes(7)).await.unwrap();
    crate::bureaus::published(tx).await;
    store::minutes::correct(tx, ASSEMBLY, &crate::bureaus::corrected(1)).await.unwrap();
    store::minutes::sign(tx, ASSEMBLY, &crate::bureaus::signed(0)).await.unwrap();
    store::sheets::insert(tx, ASSEMBLY, &crate::bureaus::sheet(1)).await.unwrap();
    let own = (domain::bureau::Accepted::Own, 0);
    let chair = (domain::bureau::Seat::Chair, Some(member(1)));
    store::sheets::certify(tx, (ASSEMBLY, 1), chair, own, None).await.unwrap();
    let hung = store::door::Hung { version: 1, made_at: 0, made_by: member(1) };
    store::door::insert(tx, ASSEMBLY, &hung).await.unwrap();
    store::hands::insert(tx, VOTE, 0).await.unwrap();
    let count = crate::hands::count(1, 1, domain::bureau::Seat::FirstScrutineer);
    store::hands::enter(tx, VOTE, &count).await.unwrap();
    store::declined_seats::insert(tx, VOTE, &crate::declined_seats::declined(0)).await.unwrap();
    store::draws::enter(tx, VOTE, 1, "[0]", (member(1), 0)).await.unwrap();
    crate::paper::fill(tx).await;
    store::codes::insert(tx, &crate::codes::code(1, 3, 1)).await.unwrap();
    store::entrusted::insert(tx, &crate::entrusted::key(3), &[3; 96]).await.unwrap();
    store::entrusted::insert_limit(tx, ASSEMBLY, &crate::entrusted::limit(1, 7)).await.unwrap();
    let salt = store::salts::Salt { subject: member(1), salt: bytes(3) };
    store::salts::insert(tx, store::salts::Leaf::Roll, VOTE.0, &salt).await.unwrap();
    convocation(tx, ASSEMBLY, None).await.unwrap();
    store::salts::insert_tree(tx, store::salts::Leaf::Roll, VOTE.0, &[bytes(4)]).await.unwrap();
}

fn first() -> store::statutes::Version {
    store::statutes::Version {
        id: id(5),
        version: 1,
        body: "{}".to_owned(),
        hash: bytes(5),
        effective_at: 0,
        adopted_at: 0,
        decision: String::new(),
        vote: None,
        adopted_by: None,
    }
}

/// A notice of an assembly, with its announcement.
pub async fn convocation(
    tx: &mut store::Tx,
    assembly: domain::ids::AssemblyId,
    follows: Option<domain::ids::AssemblyId>,
) -> Result<(), store::StoreError> {
    let kept = store::convocations::Convocation { assembly, follows, body: "{}".to_owned(), hash: bytes(5) };
    store::convocations::insert(tx, &kept).await?;
    let said = store::convocations::Announcement {
        seq: 0,
        kind: domain::convocation::notice::Announced::Convocation,
        fr: String::new(),
        en: String::new(),
        at: 0,
    };
    store::convocations::announce(tx, assembly, &said).await
}

pub async fn names_stand_in_no_append_only_table(place: &Place) {
    // Read from the schema, so that a column added later is seen.
    let folder = if place.url.starts_with("sqlite:") { "sqlite" } else { "postgres" };
    let mut guarded = std::collections::BTreeSet::new();
    for name in store::migrations::NAMES {
        let path = format!("{}/../../migrations/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        for part in text.split("CREATE TABLE ").skip(1) {
            let table = part.split(' ').next().unwrap();
            let body = part.split("\n)").next().unwrap();
            if TABLES.iter().any(|(guarded, _)| *guarded == table) {
                guarded.insert(table.to_owned());
                for personal in ["name ", "email ", "address ", "phone "] {
                    assert!(!body.contains(&format!("    {personal}")), "{table} holds {personal}");
                }
            }
        }
        // A table that was given another name is the one looked at before.
        let renamed = text.split(" RENAME TO ").skip(1).filter_map(|part| part.split(';').next());
        let listed = renamed.filter(|table| TABLES.iter().any(|(guarded, _)| guarded == table));
        guarded.extend(listed.map(str::to_owned));
    }
    // One table stands there twice.
    assert_eq!(guarded.len(), TABLES.len() - 1);
}
