//! What a database says of its own schema, in words that are the same for both.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::Place;
use crate::StoreError;

/// A schema as the database describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Every `table.column` with its type, in the database's own word, and whether it may be null.
    pub columns: BTreeMap<String, (String, bool)>,
    /// One sentence for each primary key, uniqueness, index, reference, check and trigger.
    pub rules: BTreeSet<String>,
}

/// Reads the schema of a database that was migrated.
///
/// # Errors
/// [`StoreError`].
pub async fn catalogue(place: &Place) -> Result<Catalogue, StoreError> {
    let url = place.url()?;
    if url.starts_with("sqlite:") {
        of_sqlite(&mut SqliteConnection::connect_with(&SqliteConnectOptions::from_str(&url)?).await?).await
    } else {
        of_postgres(&mut PgConnection::connect(&url).await?).await
    }
}

async fn of_sqlite(connection: &mut SqliteConnection) -> Result<Catalogue, StoreError> {
    const COLUMNS: &str =
        "SELECT s.name || '.' || c.name, c.type, c.\"notnull\" FROM sqlite_schema s, pragma_table_info(s.name) c
        WHERE s.type = 'table' AND s.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    // Names of an index's columns in order, then what of it is written in its CREATE INDEX after WHERE.
    const INDEXES: &str = "SELECT s.name, l.origin, l.\"unique\",
            (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)),
            COALESCE((SELECT substr(sql, instr(sql, ' WHERE ') + 7) FROM sqlite_schema i WHERE i.name = l.name AND l.partial), '')
        FROM sqlite_schema s, pragma_index_list(s.name) l WHERE s.type = 'table' AND s.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    const REFERENCES: &str =
        "SELECT name, group_concat(\"from\", ', '), \"table\", group_concat(\"to\", ', '), on_update, on_delete
        FROM (SELECT s.name, f.* FROM sqlite_schema s, pragma_foreign_key_list(s.name) f WHERE s.type = 'table'
            ORDER BY s.name, f.id, f.seq) GROUP BY name, id";
    const SOURCES: &str = "SELECT type, tbl_name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND type IN ('table', 'trigger') AND tbl_name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    let mut found = Catalogue::default();
    let columns: Vec<(String, String, bool)> = sqlx::query_as(COLUMNS).fetch_all(&mut *connection).await?;
    found.columns = columns.into_iter().map(|(name, kind, never_null)| (name, (kind, !never_null))).collect();
    let indexes: Vec<(String, String, bool, String, String)> =
        sqlx::query_as(INDEXES).fetch_all(&mut *connection).await?;
    for (table, origin, unique, columns, condition) in indexes {
        found.rules.insert(index(&table, origin == "pk", unique, &columns, &condition));
    }
    let references: Vec<(String, String, String, String, String, String)> =
        sqlx::query_as(REFERENCES).fetch_all(&mut *connection).await?;
    for (table, from, to, key, on_update, on_delete) in references {
        let mut rule = format!("{table}: FOREIGN KEY ({from}) REFERENCES {to}({key})");
        for (event, action) in [("UPDATE", on_update), ("DELETE", on_delete)] {
            if action != "NO ACTION" {
                rule.push_str(&format!(" ON {event} {action}"));
            }
        }
        found.rules.insert(rule);
    }
    let sources: Vec<(String, String, String)> = sqlx::query_as(SOURCES).fetch_all(&mut *connection).await?;
    for (kind, table, source) in sources {
        if kind == "table" {
            found.rules.extend(checks(&source).map(|check| format!("{table}: CHECK {}", plain(check))));
        } else {
            found.rules.insert(format!("{table}: refuses {}", refused(&source).unwrap_or(source)));
        }
    }
    Ok(found)
}

/// What a trigger refuses: `INSERT`, `UPDATE`, `DELETE`, or `UPDATE OF` with its columns in the order of the alphabet.
fn refused(source: &str) -> Option<String> {
    let event = source.split_once("BEFORE ")?.1.split_once(" ON ")?.0;
    let Some(columns) = event.strip_prefix("UPDATE OF ") else {
        return ["INSERT", "UPDATE", "DELETE"].contains(&event).then(|| event.to_owned());
    };
    let mut columns: Vec<&str> = columns.split(", ").collect();
    columns.sort_unstable();
    Some(format!("UPDATE OF {}", columns.join(", ")))
}

async fn of_postgres(connection: &mut PgConnection) -> Result<Catalogue, StoreError> {
    const COLUMNS: &str = "SELECT table_name || '.' || column_name, data_type::TEXT, is_nullable::TEXT = 'YES'
        FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'";
    const INDEXES: &str = "SELECT t.relname::TEXT, i.indisprimary, i.indisunique,
            (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place)
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number),
            COALESCE(pg_get_expr(i.indpred, i.indrelid), '')
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace = current_schema()::REGNAMESPACE AND t.relname NOT LIKE '\\_sqlx%'";
    const CONSTRAINTS: &str = "SELECT t.relname::TEXT, c.contype::TEXT, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        WHERE t.relnamespace = current_schema()::REGNAMESPACE AND c.contype IN ('c', 'f')";
    const TRIGGERS: &str = "SELECT t.event_object_table::TEXT, t.event_manipulation::TEXT || COALESCE((
                SELECT ' OF ' || string_agg(c.event_object_column::TEXT, ', ' ORDER BY c.event_object_column::TEXT COLLATE \"C\")
                FROM information_schema.triggered_update_columns c
                WHERE c.trigger_schema = t.trigger_schema AND c.trigger_name = t.trigger_name
                    AND c.event_object_table = t.event_object_table AND t.event_manipulation = 'UPDATE'), '')
        FROM information_schema.triggers t WHERE t.trigger_schema = current_schema() AND t.action_timing = 'BEFORE'";
    let mut found = Catalogue::default();
    let columns: Vec<(String, String, bool)> = sqlx::query_as(COLUMNS).fetch_all(&mut *connection).await?;
    found.columns = columns.into_iter().map(|(name, kind, nullable)| (name, (kind, nullable))).collect();
    let indexes: Vec<(String, bool, bool, String, String)> =
        sqlx::query_as(INDEXES).fetch_all(&mut *connection).await?;
    for (table, primary, unique, columns, condition) in indexes {
        found.rules.insert(index(&table, primary, unique, &columns, &condition));
    }
    let constraints: Vec<(String, String, String)> = sqlx::query_as(CONSTRAINTS).fetch_all(&mut *connection).await?;
    for (table, kind, definition) in constraints {
        if kind == "c" {
            found.rules.extend(checks(&definition).map(|check| format!("{table}: CHECK {}", plain(check))));
        } else {
            found.rules.insert(format!("{table}: {definition}"));
        }
    }
    let triggers: Vec<(String, String)> = sqlx::query_as(TRIGGERS).fetch_all(&mut *connection).await?;
    found.rules.extend(triggers.into_iter().map(|(table, event)| format!("{table}: refuses {event}")));
    Ok(found)
}

fn index(table: &str, primary: bool, unique: bool, columns: &str, condition: &str) -> String {
    let kind = match (primary, unique) {
        (true, _) => "PRIMARY KEY",
        (false, true) => "UNIQUE",
        (false, false) => "INDEX",
    };
    let condition = if condition.is_empty() { String::new() } else { format!(" WHERE {}", plain(condition)) };
    format!("{table}: {kind} ({columns}){condition}")
}

/// The conditions of a definition, each from its opening parenthesis to the one that closes it.
fn checks(definition: &str) -> impl Iterator<Item = &str> {
    definition.split("CHECK ").skip(1).map(|rest| {
        let mut depth = 0_u32;
        let end = rest.char_indices().find(|(_, letter)| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        end.and_then(|(end, _)| rest.get(..end)).unwrap_or(rest)
    })
}

/// A condition without what only one database writes: parentheses, casts, quotes around a name, lists as arrays.
fn plain(condition: &str) -> String {
    let mut text = condition.to_owned();
    for cast in ["::text", "::bigint", "::integer", "::bytea"] {
        text = text.replace(cast, "");
    }
    for mark in ['(', ')', '[', ']', ',', '"'] {
        text = text.replace(mark, " ");
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("= ANY ARRAY", "IN");
    // PostgreSQL writes a list of one as an equality.
    match text.split_once(" IN ") {
        Some((column, value)) if !value.contains(' ') => format!("{column} = {value}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_condition_reads_the_same_from_both() {
        for (sqlite, postgres) in [
            ("(state IN ('a', 'b'))", "((state = ANY (ARRAY['a'::text, 'b'::text])))"),
            ("(kind IN ('own-key'))", "((kind = 'own-key'::text))"),
            ("(demo IN (0, 1))", "((demo = ANY (ARRAY[(0)::bigint, (1)::bigint])))"),
            ("((kind = 'event') = (height IS NOT NULL))", "(((kind = 'event'::text) = (height IS NOT NULL)))"),
        ] {
            assert_eq!(plain(sqlite), plain(postgres));
        }
        assert_ne!(plain("(n >= 1)"), plain("((n >= 0))"));
        assert_ne!(plain("(state IN ('a', 'b'))"), plain("(state IN ('a', 'c'))"));
    }

    #[test]
    fn every_condition_of_a_table_is_found_whole() {
        let source = "CREATE TABLE t (a INTEGER CHECK (a > 0), b TEXT CHECK ((b = 'x') = (a IS NULL)), CHECK (a < 9))";
        assert_eq!(checks(source).collect::<Vec<_>>(), ["(a > 0", "((b = 'x') = (a IS NULL)", "(a < 9"]);
    }
}
