//! The statutes of the cooperative: which version is in force, and by which an assembly goes. The first version is the preset
//! the cooperative was founded with. A database older than versions has no row for it until the first act that rests on one
//! writes it; until then, and for reading, it is worked out from the preset.

use domain::assembly::AssemblyKind;
use domain::ids::{MemberId, VoteId};
use domain::statutes::{self, Numbered, Preset, Settings, Statutes};
use store::assemblies::Assembly;
use store::cooperatives::Cooperative;
use store::{Tx, statutes as rows};

use crate::error::{Stored as _, duplicate_is};
use crate::{Error, Service, facts};

/// A version of the statutes.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// From 1.
    pub(crate) number: u32,
    /// What it says.
    pub(crate) says: Statutes,
    /// SHA-256 of what it said when it was entered: a field that there was not yet is no part of it.
    pub(crate) hash: [u8; 32],
    /// First instant in force.
    pub(crate) effective_at: i64,
    /// When it was entered.
    pub(crate) adopted_at: i64,
    /// The decision in words; empty for the first.
    pub(crate) decision: String,
    /// The vote that decided it.
    pub(crate) vote: Option<VoteId>,
    /// Who entered it.
    pub(crate) by: Option<MemberId>,
    /// Whether it stands in the database.
    pub(crate) stored: bool,
}

impl Numbered for Held {
    fn number(&self) -> u32 {
        self.number
    }

    fn effective_at(&self) -> i64 {
        self.effective_at
    }
}

/// By what an assembly goes.
#[derive(Clone, Debug)]
pub(crate) struct InForce {
    /// The version; none for an assembly convened before there were versions.
    pub(crate) version: Option<u32>,
    /// What it says.
    pub(crate) says: Statutes,
    /// SHA-256 of it, as it was entered.
    pub(crate) hash: [u8; 32],
    /// The rules of the assembly's kind.
    pub(crate) rules: Preset,
    /// Everything else it says.
    pub(crate) settings: Settings,
}

/// Every version, from the first. Never none.
pub(crate) async fn versions(tx: &mut Tx) -> Result<Vec<Held>, Error> {
    let found = rows::all(tx).await?;
    if found.is_empty() {
        return Ok(vec![first(&facts::cooperative(tx).await?)?]);
    }
    let held = |row: rows::Version| {
        Ok(Held {
            number: row.version,
            says: Statutes::parse(&row.body).stored("the statutes")?,
            hash: row.hash,
            effective_at: row.effective_at,
            adopted_at: row.adopted_at,
            decision: row.decision,
            vote: row.vote,
            by: row.adopted_by,
            stored: true,
        })
    };
    found.into_iter().map(held).collect()
}

/// The version a cooperative begins with.
fn first(cooperative: &Cooperative) -> Result<Held, Error> {
    let says = Statutes::founded(&cooperative.preset).stored("the preset")?;
    Ok(Held {
        number: 1,
        hash: says.hash(),
        says,
        effective_at: cooperative.founded_at,
        adopted_at: cooperative.founded_at,
        decision: String::new(),
        vote: None,
        by: None,
        stored: false,
    })
}

/// Writes the first version, unless there is one: from then on it is what it was, whatever a later program says of its
/// preset.
pub(crate) async fn settle(service: &Service, tx: &mut Tx) -> Result<Vec<Held>, Error> {
    let mut found = versions(tx).await?;
    for held in found.iter_mut().filter(|held| !held.stored) {
        enter(service, tx, held).await?;
        held.stored = true;
    }
    Ok(found)
}

/// Adds a version. Somebody who was faster is [`domain::Refusal::StatutesChanged`].
pub(crate) async fn enter(service: &Service, tx: &mut Tx, held: &Held) -> Result<uuid::Uuid, Error> {
    let row = rows::Version {
        id: service.id(),
        version: held.number,
        body: held.says.body(),
        hash: held.hash,
        effective_at: held.effective_at,
        adopted_at: held.adopted_at,
        decision: held.decision.clone(),
        vote: held.vote,
        adopted_by: held.by,
    };
    duplicate_is(rows::insert(tx, &row).await, domain::Refusal::StatutesChanged)?;
    Ok(row.id)
}

/// What an assembly of a kind goes by that is held at an instant.
pub(crate) async fn at(tx: &mut Tx, kind: AssemblyKind, at: i64) -> Result<InForce, Error> {
    let versions = versions(tx).await?;
    applied(statutes::in_force(&versions, at).stored("the statutes")?, kind)
}

/// What an assembly goes by: the version it was convened under, whatever was adopted since.
pub(crate) async fn of(tx: &mut Tx, assembly: &Assembly) -> Result<InForce, Error> {
    let Some(number) = assembly.statutes else {
        let says = Statutes::founded(&assembly.preset).stored("the preset")?;
        let (rules, settings) = (Preset::load(&assembly.preset).stored("the preset")?, says.settings());
        return Ok(InForce { version: None, hash: says.hash(), says, rules, settings });
    };
    let versions = versions(tx).await?;
    let held = versions.iter().find(|held| held.number == number).stored("a version of the statutes")?;
    applied(held, assembly.kind)
}

/// What a vote of an assembly goes by. Where it names a preset of its own, its item is of another kind than the assembly.
pub(crate) async fn of_vote(tx: &mut Tx, assembly: &Assembly, preset: Option<&str>) -> Result<InForce, Error> {
    let whole = of(tx, assembly).await?;
    let Some(preset) = preset.filter(|preset| *preset != whole.rules.id) else { return Ok(whole) };
    let kinds = [AssemblyKind::Ordinary, AssemblyKind::Extraordinary];
    let rules = kinds.into_iter().filter_map(|kind| whole.says.rules(kind).ok()).find(|rules| rules.id == preset);
    let rules = rules.stored("the preset of a vote")?;
    let rules = whole.version.map_or(rules.clone(), |version| rules.of_version(version));
    Ok(InForce { rules, ..whole })
}

fn applied(held: &Held, kind: AssemblyKind) -> Result<InForce, Error> {
    Ok(InForce {
        version: Some(held.number),
        rules: held.says.rules(kind)?.of_version(held.number),
        settings: held.says.settings(),
        says: held.says.clone(),
        hash: held.hash,
    })
}
