//! A fresh database, and an assembly in it with one vote on.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::assembly::{AssemblyKind, AssemblyState};
use domain::identity::{Identity, Postal};
use domain::ids::{AssemblyId, BoxId, CooperativeId, MemberId, ResolutionId, VoteId};
use domain::member::{KeyOrigin, MemberClass, MemberState, VoiceRules};
use domain::vote::{Stage, VoteMode, VoteState};
use sqlx::Connection;
use store::{Db, Tx, assemblies, boxes, cooperatives, keys, members, votes};
use uuid::Uuid;

/// Who has a voice in the cooperative of the tests.
pub const RULES: VoiceRules = VoiceRules { organisations: true, friends: false };

/// A database of one test.
pub struct Place {
    pub db: Db,
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Place {
    pub async fn close(self) {
        self.db.close().await;
    }
}

pub async fn sqlite() -> Option<Place> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("voix.db").display());
    let db = Db::open(&url).await.unwrap();
    Some(Place { db, url, _folder: Some(folder) })
}

pub async fn postgres() -> Option<Place> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let base = store::testing::postgres_address()?;
    let schema = format!("voix_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let url = store::postgres_schema(&base, &schema).await.unwrap();
    let db = Db::open(&url).await.unwrap();
    Some(Place { db, url, _folder: None })
}

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub const COOPERATIVE: CooperativeId = CooperativeId(Uuid::from_u128(1));
pub const ASSEMBLY: AssemblyId = AssemblyId(Uuid::from_u128(2));
pub const RESOLUTION: ResolutionId = ResolutionId(Uuid::from_u128(3));
pub const VOTE: VoteId = VoteId(Uuid::from_u128(4));
pub const BOX: BoxId = VOTE.session_box();

pub fn member(n: u32) -> MemberId {
    MemberId(id(1000 + u128::from(n)))
}

/// Bytes that differ from one `n` to the next.
pub fn bytes<const N: usize>(n: u32) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    bytes
}

pub async fn add_member(tx: &mut Tx, n: u32) -> Result<(), store::StoreError> {
    let identity = Identity {
        class: MemberClass::Cooperator,
        name: format!("Member {n}"),
        representative: None,
        legal_number: None,
        postal: Postal::default(),
    };
    let new = members::Member {
        number: Some(n),
        state: MemberState::Active,
        admitted_at: Some(0),
        active_at: Some(0),
        ..members::Member::applying(member(n), COOPERATIVE, identity, 0)
    };
    members::insert(tx, &new).await
}

pub async fn add_key(tx: &mut Tx, n: u32) {
    let key = keys::MemberKey {
        member: member(n),
        seq: 1,
        identity: bytes(n),
        ballot_root: bytes(n),
        chain_code: bytes(n),
        registration: "{}".to_owned(),
        registered_at: 0,
        origin: KeyOrigin::First,
    };
    keys::insert(tx, &key).await.unwrap();
}

/// Three members with keys, an assembly in session, a secret vote open.
pub async fn assembly(tx: &mut Tx) {
    let cooperative = cooperatives::Cooperative {
        id: COOPERATIVE,
        name: "Les Essais".to_owned(),
        legal_line: "Société coopérative, Besançon".to_owned(),
        preset: "sa-cooperative-fr-ago".to_owned(),
        share_cents: 1600,
        minimum_shares: 1,
        time_zone: "Europe/Paris".to_owned(),
        stated_capital_cents: 0,
        loss_part: 0,
        loss_whole: 1,
        organisations_vote: true,
        friends_vote: false,
        help_phone: String::new(),
        help_email: String::new(),
        demo: false,
        founded_at: 0,
    };
    cooperatives::insert(tx, &cooperative).await.unwrap();
    for n in 1..=3 {
        add_member(tx, n).await.unwrap();
        add_key(tx, n).await;
    }
    let new = assemblies::Assembly {
        id: ASSEMBLY,
        cooperative: COOPERATIVE,
        kind: AssemblyKind::Ordinary,
        call: 1,
        state: AssemblyState::InSession,
        preset: "sa-cooperative-fr-ago".to_owned(),
        statutes: None,
        place: "Salle des fêtes".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        convened_at: 0,
        starts_at: 0,
        opened_at: None,
        ended_at: None,
        suspended_at: None,
        rehearsal_until: None,
    };
    assemblies::insert(tx, &new).await.unwrap();
    let frozen = assemblies::Frozen { id: RESOLUTION, assembly: ASSEMBLY, body: "{}".to_owned(), hash: bytes(1) };
    assemblies::insert_resolution(tx, &frozen).await.unwrap();
    let vote = votes::NewVote {
        id: VOTE,
        assembly: ASSEMBLY,
        position: 1,
        resolution: RESOLUTION,
        mode: VoteMode::Secret,
        preset: None,
    };
    votes::insert(tx, &vote, VoteState::Open).await.unwrap();
    boxes::insert(tx, &session_box()).await.unwrap();
}

/// The box of the session of the one vote, open.
pub fn session_box() -> boxes::VoteBox {
    boxes::VoteBox { id: BOX, vote: VOTE, stage: Stage::Session, opened_at: 0, until: None, closed_at: None }
}

/// The box in which ballots came before it.
pub fn advance_box() -> boxes::VoteBox {
    let id = BoxId(Uuid::from_u128(5));
    boxes::VoteBox { id, stage: Stage::Advance, until: Some(10), ..session_box() }
}

/// Runs a statement that only a test would write.
pub async fn raw(url: &str, statement: String) -> Result<u64, sqlx::Error> {
    let statement = sqlx::AssertSqlSafe(statement);
    if url.starts_with("sqlite:") {
        let options = sqlx::sqlite::SqliteConnectOptions::from_str(url)?.foreign_keys(true);
        let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
        sqlx::query(statement).execute(&mut connection).await.map(|done| done.rows_affected())
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await?;
        sqlx::query(statement).execute(&mut connection).await.map(|done| done.rows_affected())
    }
}
