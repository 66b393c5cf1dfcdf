//! The schema and every statement, on the database itself.

use sqlx::Connection as _;
use store::testing::{Catalogue, Place as Fresh, catalogue, postgres_address};
use store::{Db, statements};

use crate::fixture::Place;

pub async fn every_statement_can_be_prepared(place: &Place) {
    let mut tx = place.db.read().await.unwrap();
    for (file, statements) in statements() {
        assert!(!statements.is_empty(), "{file} lists its statements");
        for statement in statements {
            if let Err(error) = tx.prepare(statement).await {
                panic!("{file}: {error}\n{statement}");
            }
        }
    }
}

pub async fn opening_twice_changes_nothing(place: &Place) {
    let again = Db::open(&place.url).await.unwrap();
    again.close().await;
}

#[test]
fn both_databases_have_the_same_steps() {
    let folder = |name: &str| {
        let path = format!("{}/../../migrations/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".sql"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(folder("sqlite"), folder("postgres"));
    assert_eq!(folder("sqlite"), store::migrations::NAMES, "every step on disk is embedded");
}

/// The number of shares can give no voice: on a roll a member stands once, and no rule of the database leads from the
/// ledger, or from what is asked about shares, to a roll, a vote or a ballot, nor back.
pub async fn nothing_leads_from_shares_to_a_roll(place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let fresh = match postgres_address() {
        Some(server) if !place.url.starts_with("sqlite:") => Fresh::postgres(&server).await.unwrap(),
        _ => Fresh::sqlite(folder.path()),
    };
    Db::open(&fresh.url().unwrap()).await.unwrap().close().await;
    let found = catalogue(&fresh).await.unwrap();
    fresh.remove().await.unwrap();
    assert!(found.rules.contains("roll_entries: PRIMARY KEY (ballot_box, voice)"), "{:#?}", found.rules);
    let shares = |rule: &str| rule.contains("share_entries") || rule.contains("share_requests");
    let voices =
        ["roll_entries", "votes", "ballots", "voice", "leaf_salts", "commitment", "attendance_moves", "member_keys"];
    let about_shares: Vec<_> = found.rules.iter().filter(|rule| shares(rule)).collect();
    assert!(about_shares.len() > 10, "{about_shares:#?}");
    for rule in about_shares {
        assert!(!voices.iter().any(|word| rule.contains(word)), "{rule}");
        let triggers = rule.contains("refuses ");
        assert!(!triggers || ["refuses UPDATE", "refuses DELETE"].iter().any(|only| rule.ends_with(only)), "{rule}");
    }
    for column in found.columns.keys().filter(|column| !column.starts_with("share_")) {
        let of_voices = voices.iter().any(|word| column.starts_with(word));
        assert!(!(of_voices && column.contains("share")), "{column}");
    }
}

/// What stands for what: a column's type on SQLite and on PostgreSQL.
const TYPES: [(&str, &str); 4] = [("BLOB", "uuid"), ("BLOB", "bytea"), ("INTEGER", "bigint"), ("TEXT", "text")];

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let Some(server) = postgres_address() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, postgres) = (Fresh::sqlite(folder.path()), Fresh::postgres(&server).await.unwrap());
    for place in [&sqlite, &postgres] {
        Db::open(&place.url().unwrap()).await.unwrap().close().await;
    }
    let (on_sqlite, on_postgres) = (catalogue(&sqlite).await.unwrap(), catalogue(&postgres).await.unwrap());
    postgres.remove().await.unwrap();
    let names = |catalogue: &Catalogue| catalogue.columns.keys().cloned().collect::<Vec<_>>();
    assert!(names(&on_sqlite).len() > 100, "{on_sqlite:#?}");
    assert_eq!(names(&on_sqlite), names(&on_postgres));
    for (name, (kind, nullable)) in &on_sqlite.columns {
        let (theirs, nullable_there) = &on_postgres.columns[name];
        assert!(TYPES.contains(&(kind, theirs)), "{name}: {kind} on SQLite, {theirs} on PostgreSQL");
        assert_eq!(nullable, nullable_there, "{name}: whether it may be null");
    }
    let only = |one: &Catalogue, other: &Catalogue| one.rules.difference(&other.rules).cloned().collect::<Vec<_>>();
    for kind in
        ["PRIMARY KEY", "UNIQUE", "INDEX", "FOREIGN KEY", "CHECK", " WHERE ", "refuses UPDATE", "refuses DELETE"]
    {
        assert!(on_sqlite.rules.iter().any(|rule| rule.contains(kind)), "no {kind} was read: {on_sqlite:#?}");
    }
    assert_eq!(only(&on_sqlite, &on_postgres), [""; 0], "rules of SQLite alone");
    assert_eq!(only(&on_postgres, &on_sqlite), [""; 0], "rules of PostgreSQL alone");
}

/// A statement written elsewhere than in a `sql!` block would never be prepared by the test above.
#[test]
fn every_statement_of_the_sources_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let listed = statements();
    let mut blocks = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".rs")) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        let block =
            text.split_once("\nsql! {").and_then(|(_, rest)| rest.split_once("\n}")).map_or("", |(block, _)| block);
        let found = statements_in(&text);
        assert_eq!(found, statements_in(block), "{name}: statements outside of its sql! block");
        let known = listed.iter().find(|(file, _)| *file == name).map_or(0, |(_, statements)| statements.len());
        assert_eq!(found, known, "{name}: statements in its source, and in store::statements()");
        blocks += usize::from(found > 0);
    }
    assert_eq!(blocks, listed.len());
}

/// How many texts that begin as a statement does stand in a source.
fn statements_in(text: &str) -> usize {
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"]
        .iter()
        .map(|verb| text.matches(&format!("\"{verb} ")).count())
        .sum()
}

/// A step that a newer program will have.
const FROM_TOMORROW: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    SELECT 9000, 'tomorrow', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
const WITHOUT_THE_LAST: &str =
    "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";

async fn change(url: &str, statement: &'static str) {
    if url.starts_with("sqlite:") {
        sqlx::query(statement).execute(&mut sqlx::SqliteConnection::connect(url).await.unwrap()).await.unwrap();
    } else {
        sqlx::query(statement).execute(&mut sqlx::PgConnection::connect(url).await.unwrap()).await.unwrap();
    }
}

pub async fn a_database_of_a_newer_program_is_refused_in_words_and_stays_as_it_is(place: &Place) {
    Db::attach(&place.url).await.unwrap().close().await;
    change(&place.url, FROM_TOMORROW).await;
    for outcome in [Db::open(&place.url).await, Db::attach(&place.url).await] {
        let said = outcome.err().expect("refused").to_string();
        assert!(said.contains("step 9000") && said.contains("start a newer program"), "{said}");
    }
}

pub async fn a_database_of_an_older_program_is_not_changed_by_who_only_looks(place: &Place) {
    change(&place.url, WITHOUT_THE_LAST).await;
    for _ in 0..2 {
        let said = Db::attach(&place.url).await.err().expect("refused").to_string();
        assert!(said.contains("of an older program") && said.contains("voix serve"), "{said}");
    }
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_not_made_one_by_looking() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("voix.db");
    let url = format!("sqlite:{}", file.display());
    assert!(matches!(Db::attach(&url).await, Err(store::StoreError::Absent)));
    assert!(!file.exists());
    change(&format!("{url}?mode=rwc"), "CREATE TABLE letters (body TEXT)").await;
    assert!(matches!(Db::attach(&url).await, Err(store::StoreError::Absent)));
    let Some(server) = postgres_address() else { return };
    let empty = Fresh::postgres(&server).await.unwrap();
    assert!(matches!(Db::attach(&empty.url().unwrap()).await, Err(store::StoreError::Absent)));
    empty.remove().await.unwrap();
}
