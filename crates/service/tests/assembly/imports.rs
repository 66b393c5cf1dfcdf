//! A register brought as a file: previewed, imported, imported again, by two at once, stopped in the middle.

use domain::Refusal;
use domain::import::{Counts, Encoding, ImportView, Preview, Problem};
use domain::member::{Happened, MemberMove, MemberState};
use domain::roles::Actor;
use service::{Service, preview_import, run_import, views};
use store::members::Member;
use store::{Db, audit, imports, members, moves, shares};

use crate::world::{START, World, refusal};

/// Headings and rows as a spreadsheet in France saves them.
const FILE: &str = "N°;Prénom;Nom;Courriel;Adresse;CP;Ville;Parts;Versé;Date d’adhésion;Consentement e-mail\r\n\
    12;Maëlle;Œuvrard;maelle@example.org;\"3 rue du Métier\r\nBât. B\";25000;Besançon;3;48,00 €;31/12/2024;oui\r\n\
    ;Karim;Haddad;karim@example.org;8 place Haute;21000;Dijon;1 000;16 000,00 €;15/01/2025;non\r\n\
    ;Léonie;Roche;;12 chemin Vert;69001;Lyon;;;;\r\n";

/// The bytes of a text in Windows-1252, for what the tests write.
fn latin(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '’' => 0x92,
        'Œ' => 0x8C,
        '€' => 0x80,
        c => u8::try_from(u32::from(c)).expect("in Windows-1252"),
    };
    text.chars().map(byte).collect()
}

fn secretary(world: &World) -> &Actor {
    &world.people[1].actor
}

fn db_url(world: &World) -> String {
    format!("sqlite:{}", world.folder.as_ref().unwrap().path().join("voix.db").display())
}

async fn db(world: &World) -> Db {
    Db::open(&db_url(world)).await.unwrap()
}

async fn waiting(world: &World, file: &[u8]) -> (domain::ids::ImportId, Preview) {
    let id = preview_import(&world.service, secretary(world), file).await.unwrap();
    match views::register_import(&world.service, secretary(world), id).await.unwrap() {
        ImportView::Waiting(preview) => (id, *preview),
        ImportView::Done(counts) => panic!("done already: {counts:?}"),
    }
}

async fn import(world: &World, file: &[u8]) -> Counts {
    let (id, _) = waiting(world, file).await;
    run_import(&world.service, secretary(world), id).await.unwrap().counts
}

/// Everybody on the register with this address.
async fn by_email(world: &World, email: &str) -> Vec<Member> {
    let db = db(world).await;
    let mut tx = db.read().await.unwrap();
    members::by_email(&mut tx, email).await.unwrap()
}

async fn size(service: &Service) -> (u32, u32, i64) {
    let view = views::cooperative(service).await.unwrap();
    (view.members, view.applicants, view.capital_cents)
}

#[tokio::test]
async fn a_file_of_a_spreadsheet_is_shown_then_entered_then_known() {
    let world = World::new().await;
    let before = size(&world.service).await;
    let (id, preview) = waiting(&world, &latin(FILE)).await;
    assert_eq!((preview.encoding, preview.delimiter, preview.bad.len()), (Encoding::Windows1252, ';', 0));
    let expected = Counts { members: 2, applicants: 1, shares: 1003, cents: 1_604_800, ..Counts::default() };
    assert_eq!(preview.counts, expected);
    assert_eq!(size(&world.service).await, before, "nothing is entered by looking");
    let done = run_import(&world.service, secretary(&world), id).await.unwrap();
    assert_eq!((done.counts, done.left), (expected, 0));
    assert_eq!(size(&world.service).await, (before.0 + 2, before.1 + 1, before.2 + 1_604_800));
    // Asked again, the same is told; brought again in another encoding, there is nothing to do.
    assert_eq!(run_import(&world.service, secretary(&world), id).await.unwrap().counts, expected);
    assert_eq!(import(&world, FILE.as_bytes()).await, Counts { same: 3, ..Counts::default() });
    assert_eq!(import(&world, format!("\u{FEFF}{FILE}").as_bytes()).await.same, 3);
    assert_eq!(size(&world.service).await, (before.0 + 2, before.1 + 1, before.2 + 1_604_800));
}

#[tokio::test]
async fn who_is_entered_has_number_history_shares_and_an_audit_row() {
    let world = World::new().await;
    import(&world, &latin(FILE)).await;
    let member = by_email(&world, "maelle@example.org").await.remove(0);
    assert_eq!((member.name.as_str(), member.number, member.state), ("Maëlle Œuvrard", Some(12), MemberState::Active));
    assert_eq!(member.street, "3 rue du Métier, Bât. B");
    // Midnight of 31 December 2024 in Paris.
    assert_eq!((member.active_at, member.email_consent_at.is_some()), (Some(1_735_599_600_000_000), true));
    assert_eq!(member.email_confirmed_at, None);
    let db = db(&world).await;
    let mut tx = db.read().await.unwrap();
    let lines = moves::of_member(&mut tx, member.id).await.unwrap();
    let happened: Vec<Happened> = lines.iter().map(|line| line.happened).collect();
    let expected = [Happened::Apply, Happened::Move(MemberMove::Admit), Happened::Move(MemberMove::Activate)];
    assert_eq!(happened, expected);
    assert!(lines.iter().all(|line| line.actor == secretary(&world).member()));
    let held = shares::of_member(&mut tx, member.id).await.unwrap();
    assert_eq!((held.shares, held.cents), (3, 4800));
    assert_eq!(audit::count(&mut tx, "import-member").await.unwrap(), 3);
    assert_eq!(audit::count(&mut tx, "run-import").await.unwrap(), 1);
    // The next number after those of the file.
    assert_eq!(by_email(&world, "karim@example.org").await[0].number, Some(13));
}

#[tokio::test]
async fn numbers_of_rows_to_mend_are_kept_for_them() {
    let world = World::new().await;
    let file = "n°;nom;courriel;parts\n40;A;pas une adresse;1\n;B;b@example.org;1\n";
    assert_eq!(import(&world, file.as_bytes()).await.bad, 1);
    assert_eq!(by_email(&world, "b@example.org").await[0].number, Some(41));
    let mended = file.replace("pas une adresse", "a@example.org");
    let counts = import(&world, mended.as_bytes()).await;
    assert_eq!((counts.members, counts.same), (1, 1));
    assert_eq!(by_email(&world, "a@example.org").await[0].number, Some(40));
}

#[tokio::test]
async fn an_import_changes_how_members_are_reached_and_nothing_else() {
    let world = World::new().await;
    let before = size(&world.service).await;
    let file = "n°;nom;rue;ville;parts;état\n3;Personne 3;1 rue Neuve;Dole;50;parti\n4;Quelqu’un d’autre;x;y;1;actif\n";
    let (id, preview) = waiting(&world, file.as_bytes()).await;
    assert_eq!((preview.counts.changed, preview.counts.bad, preview.kept), (1, 1, 1));
    assert_eq!(preview.bad[0].faults[0].problem, Problem::NumberTaken);
    run_import(&world.service, secretary(&world), id).await.unwrap();
    let member = by_email(&world, "personne-3@example.org").await.remove(0);
    assert_eq!((member.street.as_str(), member.city.as_str()), ("1 rue Neuve", "Dole"));
    assert_eq!((member.state, member.number), (MemberState::Active, Some(3)));
    assert_eq!(size(&world.service).await, before);
}

#[tokio::test]
async fn every_state_of_a_membership_can_be_brought() {
    let world = World::new().await;
    let file = "n°;nom;cp;état;parts;adhésion;fin;classe;représentant;siren\n\
        20;Partie;1;parti;0;2020-01-01;2023-05-05;;;\n21;Exclu;1;exclu;0;2020-01-01;2023-05-05;;;\n\
        22;Décédée;1;décédée;0;2020-01-01;2023-05-05;;;\n23;Suspendu;1;suspendu;1;2020-01-01;;;;\n;Refusé;1;refusé;;;;;;\n\
        ;Admise;1;admise;2;;;;;\n24;Amie;1;actif;;2020-01-01;;amie;;\n25;L’Atelier;1;actif;1;2020-01-01;;;Karim;552100554\n";
    let counts = import(&world, file.as_bytes()).await;
    assert_eq!((counts.members, counts.applicants, counts.bad), (6, 2, 0));
    assert_eq!(import(&world, file.as_bytes()).await.same, 8);
    let db = db(&world).await;
    let mut tx = db.read().await.unwrap();
    for (state, count) in [(MemberState::Left, 1), (MemberState::Suspended, 1), (MemberState::Admitted, 1)] {
        assert_eq!(members::count(&mut tx, state).await.unwrap(), count, "{state:?}");
    }
}

#[tokio::test]
async fn nothing_is_imported_while_a_vote_is_open() {
    let world = World::new().await;
    let (id, _) = waiting(&world, FILE.as_bytes()).await;
    world.begin(world.assembly).await;
    service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
    let before = size(&world.service).await;
    let outcome = run_import(&world.service, secretary(&world), id).await;
    assert_eq!(refusal(outcome), Refusal::ImportDuringVote);
    assert_eq!(size(&world.service).await, before);
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    assert_eq!(run_import(&world.service, secretary(&world), id).await.unwrap().counts.members, 2);
}

#[tokio::test]
async fn two_who_import_at_once_enter_everybody_once() {
    let world = World::new().await;
    let before = size(&world.service).await.0;
    let (mine, _) = waiting(&world, FILE.as_bytes()).await;
    let theirs = preview_import(&world.service, world.chair(), FILE.as_bytes()).await.unwrap();
    assert_ne!(mine, theirs);
    let (one, other, again) = tokio::join!(
        run_import(&world.service, secretary(&world), mine),
        run_import(&world.service, world.chair(), theirs),
        run_import(&world.service, world.chair(), mine),
    );
    let all = [one, other, again].map(|outcome| outcome.unwrap().counts);
    assert!(all.iter().all(|counts| counts.members + counts.applicants + counts.same == 3), "{all:?}");
    assert_eq!(size(&world.service).await.0, before + 2);
}

#[tokio::test]
async fn a_file_is_kept_for_a_day_and_emptied_once_imported() {
    let world = World::new().await;
    let (id, _) = waiting(&world, FILE.as_bytes()).await;
    let twice = preview_import(&world.service, secretary(&world), FILE.as_bytes()).await.unwrap();
    assert_eq!(id, twice, "the same file is kept once");
    let file = async |id| {
        let db = db(&world).await;
        let mut tx = db.read().await.unwrap();
        imports::by_id(&mut tx, id).await.unwrap().unwrap()
    };
    run_import(&world.service, secretary(&world), id).await.unwrap();
    let kept = String::from_utf8(file(id).await.body).unwrap();
    assert!(!kept.contains("Haddad") && kept.len() < 200, "{kept}");
    let (old, _) = waiting(&world, FILE.as_bytes()).await;
    world.clock.set(START + crate::world::DAY + 60_000_000);
    waiting(&world, b"nom\nAutre\n").await;
    assert_eq!(file(old).await.body, b"");
    assert_eq!(refusal(run_import(&world.service, secretary(&world), old).await), Refusal::ImportGone);
    assert_eq!(refusal(views::register_import(&world.service, secretary(&world), old).await), Refusal::ImportGone);
}

#[tokio::test]
async fn what_is_no_register_is_refused_and_kept_nowhere() {
    let world = World::new().await;
    let files: [(&[u8], Refusal); 4] = [
        (b"", Refusal::ImportEmpty),
        (b"rue;ville\n1;2\n", Refusal::ImportNoName),
        (b"\x00\xFF\xFE\x00nom", Refusal::ImportNoName),
        (&vec![b'x'; domain::import::LARGEST_FILE + 1], Refusal::TooLarge),
    ];
    for (file, expected) in files {
        assert_eq!(refusal(preview_import(&world.service, secretary(&world), file).await), expected);
    }
    let nobody = preview_import(&world.service, &world.people[4].actor, b"nom\nA\n").await;
    assert_eq!(refusal(nobody), Refusal::NotYours);
    let db = db(&world).await;
    assert_eq!(audit::count(&mut db.read().await.unwrap(), "preview-import").await.unwrap(), 0);
}

/// A file of 10 000 rows, 3 of them bad: the others are entered, and the same file again enters nobody.
#[tokio::test]
async fn ten_thousand_rows_and_three_bad_ones() {
    let world = World::new().await;
    let before = size(&world.service).await.0;
    let mut text = String::from("n°;nom;courriel;code postal;parts;versé;adhésion\n");
    for n in 100..10_100 {
        let (paid, day) =
            (if n == 150 { "12,345,6" } else { "16,00" }, if n == 160 { "31.12.24" } else { "31/12/2024" });
        let mail = if n == 170 { "chez-moi" } else { "m" };
        text.push_str(&format!("{n};Membre {n};{mail}{n}@example.org;21000;1;{paid};{day}\n"));
    }
    let text = text.replace("chez-moi170@example.org", "chez-moi");
    let (id, preview) = waiting(&world, text.as_bytes()).await;
    let bad: Vec<(u64, Problem)> = preview.bad.iter().map(|row| (row.line, row.faults[0].problem)).collect();
    let expected = [(52, Problem::MoneyUnreadable), (62, Problem::DateShort), (72, Problem::EmailInvalid)];
    assert_eq!(bad, expected);
    let mut done = run_import(&world.service, secretary(&world), id).await.unwrap();
    while done.left > 0 {
        done = run_import(&world.service, secretary(&world), id).await.unwrap();
    }
    assert_eq!((done.counts.members, done.counts.bad), (9_997, 3));
    assert_eq!(size(&world.service).await.0, before + 9_997);
    assert_eq!(import(&world, text.as_bytes()).await, Counts { same: 9_997, bad: 3, ..Counts::default() });
}

/// The request is dropped in the middle, and the next one goes on.
#[tokio::test]
async fn an_import_that_stops_in_the_middle_goes_on() {
    let world = World::new().await;
    let before = size(&world.service).await.0;
    let rows: String = (1..=450).map(|n| format!("Membre {n};m{n}@example.org;1\n")).collect();
    let (id, _) = waiting(&world, format!("nom;courriel;parts\n{rows}").as_bytes()).await;
    // Dropped while it writes, as when the program is killed: what is not committed is undone.
    let cut =
        tokio::time::timeout(std::time::Duration::from_millis(120), run_import(&world.service, secretary(&world), id));
    let cut = cut.await;
    let between = size(&world.service).await.0 - before;
    assert!(cut.is_ok() || between % 200 == 0, "{between} members are no whole transactions");
    let done = run_import(&world.service, secretary(&world), id).await.unwrap();
    assert!(cut.is_ok() || done.counts.same >= between, "{:?}", done.counts);
    assert_eq!(size(&world.service).await.0, before + 450);
}
