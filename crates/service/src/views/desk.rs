//! The desk at the door: who has come, who has not.

use domain::attendance::{DeskLine, DeskView, Presence, desk_open};
use domain::ids::AssemblyId;
use domain::roles::Actor;
use store::attendances::{self, Line};

use crate::policy::{Operation, allow};
use crate::views::assemblies::read;
use crate::{Error, Service, facts};

/// Most lines of one page of the desk.
const MOST: u32 = 50;
/// Most characters that are searched.
const LONGEST: usize = 100;

/// Members with a voice whose number or name is searched, with where each stands. What no text may hold finds nobody.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn desk(service: &Service, actor: &Actor, id: AssemblyId, search: &str) -> Result<DeskView, Error> {
    allow(actor, Operation::ReadDesk)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadDesk).await?;
    let assembly = read(&mut tx, id).await?;
    let rules = facts::cooperative(&mut tx).await?.voice_rules();
    let sound = search.chars().count() <= LONGEST && !search.chars().any(domain::text::refused);
    let mut lines = match sound {
        true => attendances::lines(&mut tx, id, rules, search.trim(), MOST + 1).await?,
        false => Vec::new(),
    };
    let more = lines.len() > MOST as usize;
    lines.truncate(MOST as usize);
    Ok(DeskView {
        open: desk_open(assembly.state, assembly.starts_at, service.now()).is_ok(),
        assembly,
        search: search.to_owned(),
        lines: lines.into_iter().map(line).collect(),
        more,
    })
}

fn line(of: Line) -> DeskLine {
    DeskLine { number: of.number, name: of.name, presence: Presence::after(of.moved), means: of.means, at: of.at }
}
