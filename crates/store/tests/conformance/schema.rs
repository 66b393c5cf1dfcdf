//! The schema and every statement, on the database itself.

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

/// Table and column names of a folder's CREATE TABLE statements.
fn columns(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in store::migrations::NAMES {
        let path = format!("{}/../../migrations/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let mut table = None;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.split(' ').next().map(str::to_owned);
            } else if line.starts_with(')') {
                table = None;
            } else if let (Some(table), Some(column)) = (&table, line.trim().split(' ').next())
                && column.chars().next().is_some_and(char::is_lowercase)
            {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

#[test]
fn both_databases_have_the_same_columns() {
    assert!(columns("sqlite").len() > 100);
    assert_eq!(columns("sqlite"), columns("postgres"));
}
