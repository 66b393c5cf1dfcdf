//! A database of the version before is brought up to date with everything that was in it.

use domain::ids::{AssemblyId, MemberId, SessionId};
use domain::member::{MemberClass, MemberState};
use store::testing::{Place, of_step, postgres_address};
use store::{Db, members, roles, sessions, shares};
use uuid::Uuid;

use crate::fixture::RULES;

const SHARE: u128 = 20;

/// Rows of every table that step 10 makes again, in the words of one database.
fn rows(id: impl Fn(u128) -> String, bytes: impl Fn(u8) -> String) -> String {
    let (cooperative, active, left, applicant) = (id(1), id(2), id(3), id(4));
    format!(
        "INSERT INTO cooperatives (id, only_one, name, legal_line, preset, share_cents, minimum_shares, time_zone, demo, founded_at)
            VALUES ({cooperative}, 1, 'Les Essais', 'SA', 'sa-cooperative-fr-ago', 1600, 1, 'Europe/Paris', 0, 0);
        INSERT INTO members (id, cooperative, number, name, email, email_key, lang, state, applied_at, admitted_at) VALUES
            ({active}, {cooperative}, 7, 'Zoé', 'Zoe@Example.org', 'zoe@example.org', 'fr', 'active', 5, 6),
            ({left}, {cooperative}, 8, 'Yann', NULL, NULL, 'en', 'left', 5, 6),
            ({applicant}, {cooperative}, NULL, 'Xavier', NULL, NULL, 'fr', 'applicant', 9, NULL);
        INSERT INTO share_entries (id, member, kind, shares, cents, at) VALUES ({}, {active}, 'subscription', 3, 4800, 6);
        INSERT INTO member_keys (member, seq, identity, ballot_root, chain_code, registration, registered_at)
            VALUES ({active}, 1, {}, {}, {}, '{{}}', 7);
        INSERT INTO role_terms (id, member, role, from_at, until_at) VALUES ({}, {active}, 'chair', 6, NULL);
        INSERT INTO sessions (id, token_hash, member, created_at, expires_at, means, browser)
            VALUES ({}, {}, {active}, 8, 1000, 'key', 'a browser');",
        id(SHARE),
        bytes(1),
        bytes(2),
        bytes(3),
        id(21),
        id(22),
        bytes(4),
    )
}

/// Recoveries that step 18 looks at: of two begun and not used, the newer may be going on.
fn recoveries(id: impl Fn(u128) -> String) -> String {
    let cooperative = id(1);
    let member = |n| {
        format!(
            "INSERT INTO members (id, cooperative, number, class, name, street, postcode, city, country, search_key, sort_key,
                state, shares_wished, applied_at)
                VALUES ({}, {cooperative}, {n}, 'cooperator', 'Zoé', '', '', '', '', 'zoe', 'zoe', 'active', 1, 5);",
            id(n)
        )
    };
    let row = |n, at: i64, used: &str| {
        format!(
            "INSERT INTO key_recoveries (id, member, begun_by, begun_at, tries, expires_at, used_at)
                VALUES ({}, {}, {}, {at}, 0, 900, {used});",
            id(n),
            id(2),
            id(3)
        )
    };
    let founded = format!(
        "INSERT INTO cooperatives (id, only_one, name, legal_line, preset, share_cents, minimum_shares, time_zone, demo, founded_at)
            VALUES ({cooperative}, 1, 'Les Essais', 'SA', 'sa-cooperative-fr-ago', 1600, 1, 'Europe/Paris', 0, 0);"
    );
    [founded, member(2), member(3), row(30, 10, "NULL"), row(31, 20, "25"), row(32, 30, "NULL")].concat()
}

async fn one_recovery_is_left(place: &Place, rows: &str) {
    of_step(place, 15, rows).await.unwrap();
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let going_on = store::recoveries::going_on(&mut tx, 50).await.unwrap();
    assert_eq!(going_on.iter().map(|row| row.id).collect::<Vec<_>>(), [Uuid::from_u128(32)]);
    tx.rollback().await.unwrap();
    db.close().await;
}

/// A cooperative and its assembly, before statutes had versions.
fn before_versions(id: impl Fn(u128) -> String) -> String {
    format!(
        "INSERT INTO cooperatives (id, only_one, name, legal_line, preset, share_cents, minimum_shares, time_zone, demo, founded_at)
            VALUES ({cooperative}, 1, 'Les Essais', 'SA', 'scop-fr-sa', 1600, 1, 'Europe/Paris', 0, 0);
        INSERT INTO assemblies (id, cooperative, kind, call, state, preset, place, time_zone, convened_at, starts_at)
            VALUES ({assembly}, {cooperative}, 'ordinary', 1, 'convened', 'scop-fr-sa', 'Lyon', 'Europe/Paris', 7, 9);",
        cooperative = id(1),
        assembly = id(30),
    )
}

async fn keeps_its_preset(place: &Place, rows: &str) {
    of_step(place, 15, rows).await.unwrap();
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let found = store::assemblies::by_id(&mut tx, AssemblyId(Uuid::from_u128(30))).await.unwrap().unwrap();
    assert_eq!((found.preset.as_str(), found.statutes, found.starts_at), ("scop-fr-sa", None, 9));
    assert_eq!(store::assemblies::last_start(&mut tx).await.unwrap(), Some(9));
    assert!(store::statutes::all(&mut tx).await.unwrap().is_empty(), "the service writes the first, from the preset");
    tx.rollback().await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn of_recoveries_begun_before_the_newest_is_left_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    one_recovery_is_left(&Place::sqlite(folder.path()), &recoveries(|n| format!("x'{n:032x}'"))).await;
}

#[tokio::test]
async fn of_recoveries_begun_before_the_newest_is_left_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    one_recovery_is_left(&place, &recoveries(|n| format!("'{}'", Uuid::from_u128(n)))).await;
    place.remove().await.unwrap();
}

#[tokio::test]
async fn an_assembly_convened_before_versions_keeps_its_preset_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    keeps_its_preset(&Place::sqlite(folder.path()), &before_versions(|n| format!("x'{n:032x}'"))).await;
}

#[tokio::test]
async fn an_assembly_convened_before_versions_keeps_its_preset_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    keeps_its_preset(&place, &before_versions(|n| format!("'{}'", Uuid::from_u128(n)))).await;
    place.remove().await.unwrap();
}

async fn is_brought_up_to_date(place: &Place, rows: &str) {
    of_step(place, 9, rows).await.unwrap();
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let member = |n: u128| MemberId(Uuid::from_u128(n));
    let zoe = members::by_id(&mut tx, member(2)).await.unwrap().unwrap();
    assert_eq!((zoe.number, zoe.name.as_str(), zoe.class), (Some(7), "Zoé", MemberClass::Cooperator));
    assert_eq!((zoe.email.as_deref(), zoe.active_at, zoe.ended_at), (Some("Zoe@Example.org"), Some(6), None));
    let yann = members::by_id(&mut tx, member(3)).await.unwrap().unwrap();
    assert_eq!((yann.number, yann.state, yann.active_at), (Some(8), MemberState::Left, None));
    let xavier = members::by_id(&mut tx, member(4)).await.unwrap().unwrap();
    assert_eq!((xavier.number, xavier.state), (None, MemberState::Applicant));
    assert_eq!(members::with_voice(&mut tx, RULES).await.unwrap().len(), 1);
    assert_eq!(store::keys::count_voices(&mut tx, RULES).await.unwrap(), 1);
    assert_eq!(shares::of_member(&mut tx, member(2)).await.unwrap(), shares::Holding { shares: 3, cents: 4800 });
    assert_eq!(roles::of_member(&mut tx, member(2), 50).await.unwrap(), [domain::roles::Role::Chair]);
    let sessions = sessions::of_member(&mut tx, member(2), 50).await.unwrap();
    assert_eq!(sessions.iter().map(|session| session.id).collect::<Vec<_>>(), [SessionId(Uuid::from_u128(22))]);
    tx.rollback().await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn a_register_of_the_version_before_is_kept_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let id = |n: u128| format!("x'{n:032x}'");
    is_brought_up_to_date(&place, &rows(id, |n| format!("x'{}'", format!("{n:02x}").repeat(32)))).await;
}

#[tokio::test]
async fn a_register_of_the_version_before_is_kept_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    let id = |n: u128| format!("'{}'", Uuid::from_u128(n));
    let rows = rows(id, |n| format!("'\\x{}'", format!("{n:02x}").repeat(32)));
    is_brought_up_to_date(&place, &rows).await;
    place.remove().await.unwrap();
}

/// A roll of two voices, one by the own key and one carried, and the ballot of the first, before paper codes.
fn before_codes(id: impl Fn(u128) -> String, bytes: impl Fn(u8) -> String) -> String {
    let (cooperative, assembly, vote) = (id(1), id(30), id(40));
    let founded = format!(
        "INSERT INTO cooperatives (id, only_one, name, legal_line, preset, share_cents, minimum_shares, time_zone, demo, founded_at)
            VALUES ({cooperative}, 1, 'Les Essais', 'SA', 'sa-cooperative-fr-ago', 1600, 1, 'Europe/Paris', 0, 0);
        INSERT INTO assemblies (id, cooperative, kind, call, state, preset, place, time_zone, convened_at, starts_at)
            VALUES ({assembly}, {cooperative}, 'ordinary', 1, 'in-session', 'sa-cooperative-fr-ago', 'Lyon', 'Europe/Paris', 7, 9);
        INSERT INTO resolutions (id, assembly, body, hash) VALUES ({resolution}, {assembly}, '{{}}', {hash});
        INSERT INTO votes (id, assembly, position, resolution, mode, state, opened_at)
            VALUES ({vote}, {assembly}, 1, {resolution}, 'open', 'open', 10);
        INSERT INTO boxes (id, vote, stage, opened_at) VALUES ({vote}, {vote}, 'session', 10);",
        resolution = id(41),
        hash = bytes(9),
    );
    let member = |n: u8| {
        format!(
            "INSERT INTO members (id, cooperative, number, class, name, street, postcode, city, country, search_key, sort_key,
                state, shares_wished, applied_at)
                VALUES ({}, {cooperative}, {n}, 'cooperator', 'Zoé', '', '', '', '', 'zoe', 'zoe', 'active', 1, 5);
            INSERT INTO member_keys (member, seq, identity, ballot_root, chain_code, registration, registered_at, origin)
                VALUES ({}, 1, {}, {}, {}, '{{}}', 7, 'first');",
            id(n.into()),
            id(n.into()),
            bytes(n),
            bytes(n + 10),
            bytes(n + 20),
        )
    };
    let roll = format!(
        "INSERT INTO proxies (id, assembly, grantor, holder, means, state, entered_by, made_at, moved_at)
            VALUES ({proxy}, {assembly}, {three}, {two}, 'paper', 'in-force', {two}, 8, 8);
        INSERT INTO roll_entries (ballot_box, voice, position, kind, key_seq, identity, speaker, proxy, register) VALUES
            ({vote}, {two}, 0, 'own-key', 1, {key}, {two}, NULL, 0),
            ({vote}, {three}, 1, 'mandate', 1, {key}, {two}, {proxy}, 0);
        INSERT INTO open_ballots (ballot_box, voice, n, choice, signature, tracker, receipt, at)
            VALUES ({vote}, {two}, 1, 'for', {signature}, 'AAAA', '{{}}', 11);",
        proxy = id(50),
        two = id(2),
        three = id(3),
        key = bytes(2),
        signature = bytes(7).replacen("07", "0707", 32),
    );
    [founded, member(2), member(3), roll].concat()
}

/// The same with a voice that a paper code speaks, before voices were entrusted to the server.
fn before_entrusted(id: impl Fn(u128) -> String, bytes: impl Fn(u8) -> String) -> String {
    let code = format!(
        "INSERT INTO members (id, cooperative, number, class, name, street, postcode, city, country, search_key, sort_key,
                state, shares_wished, applied_at)
            VALUES ({four}, {cooperative}, 4, 'cooperator', 'Yann', '', '', '', '', 'yann', 'yann', 'active', 1, 5);
        INSERT INTO paper_codes (id, assembly, member, n, identity, ballot_root, chain_code, registration, made_by, at)
            VALUES ({code}, {assembly}, {four}, 1, {key}, {key}, {key}, '{{}}', {two}, 9);
        INSERT INTO roll_entries (ballot_box, voice, position, kind, code, identity, speaker, register) VALUES
            ({vote}, {four}, 2, 'paper-code', {code}, {key}, {four}, 1);",
        cooperative = id(1),
        assembly = id(30),
        vote = id(40),
        code = id(60),
        two = id(2),
        four = id(4),
        key = bytes(60),
    );
    [before_codes(id, bytes), code].concat()
}

async fn keeps_the_voice_of_a_code(place: &Place, rows: &str) {
    of_step(place, 47, rows).await.unwrap();
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let vote = domain::ids::VoteId(Uuid::from_u128(40));
    let mut tx = db.read().await.unwrap();
    let roll = store::rolls::of_box(&mut tx, vote.session_box()).await.unwrap();
    let said: Vec<_> = roll.iter().map(|entry| (entry.kind.as_str(), entry.key_seq, entry.code.is_some())).collect();
    assert_eq!(said, [("own-key", Some(1), false), ("mandate", Some(1), false), ("paper-code", None, true)]);
    assert!(roll.iter().all(|entry| entry.entrusted.is_none()));
    assert_eq!(store::rolls::codes(&mut tx, vote.session_box()).await.unwrap(), 1);
    assert_eq!(store::open_ballots::voted_in(&mut tx, vote.session_box()).await.unwrap(), 1);
    tx.rollback().await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn a_roll_of_before_entrusted_voices_is_kept_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let id = |n: u128| format!("x'{n:032x}'");
    let rows = before_entrusted(id, |n| format!("x'{}'", format!("{n:02x}").repeat(32)));
    keeps_the_voice_of_a_code(&Place::sqlite(folder.path()), &rows).await;
}

#[tokio::test]
async fn a_roll_of_before_entrusted_voices_is_kept_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    let id = |n: u128| format!("'{}'", Uuid::from_u128(n));
    let rows = before_entrusted(id, |n| format!("'\\x{}'", format!("{n:02x}").repeat(32)));
    keeps_the_voice_of_a_code(&place, &rows).await;
    place.remove().await.unwrap();
}

async fn keeps_its_roll(place: &Place, rows: &str) {
    of_step(place, 42, rows).await.unwrap();
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let vote = domain::ids::VoteId(Uuid::from_u128(40));
    let mut tx = db.read().await.unwrap();
    let roll = store::rolls::of_box(&mut tx, vote.session_box()).await.unwrap();
    let said: Vec<_> = roll.iter().map(|entry| (entry.kind.as_str(), entry.key_seq, entry.code)).collect();
    assert_eq!(said, [("own-key", Some(1), None), ("mandate", Some(1), None)]);
    assert_eq!(store::open_ballots::voted_in(&mut tx, vote.session_box()).await.unwrap(), 1);
    assert_eq!(store::rolls::mandates(&mut tx, vote.session_box()).await.unwrap(), 1);
    assert_eq!(store::rolls::codes(&mut tx, vote.session_box()).await.unwrap(), 0);
    tx.rollback().await.unwrap();
    // What holds of a roll still does.
    let mut tx = db.write().await.unwrap();
    let again = store::rolls::insert(&mut tx, vote.session_box(), &roll[0]).await;
    assert!(matches!(again, Err(store::StoreError::Duplicate(_))), "{again:?}");
    drop(tx);
    db.close().await;
}

#[tokio::test]
async fn a_roll_of_before_paper_codes_is_kept_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let id = |n: u128| format!("x'{n:032x}'");
    let rows = before_codes(id, |n| format!("x'{}'", format!("{n:02x}").repeat(32)));
    keeps_its_roll(&Place::sqlite(folder.path()), &rows).await;
}

#[tokio::test]
async fn a_roll_of_before_paper_codes_is_kept_on_postgres() {
    let Some(server) = postgres_address() else { return };
    let place = Place::postgres(&server).await.unwrap();
    let rows =
        before_codes(|n| format!("'{}'", Uuid::from_u128(n)), |n| format!("'\\x{}'", format!("{n:02x}").repeat(32)));
    keeps_its_roll(&place, &rows).await;
    place.remove().await.unwrap();
}
