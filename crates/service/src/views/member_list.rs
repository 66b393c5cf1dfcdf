//! The list of members that members may see before an assembly (C. com. L.225-116): name, address, shares, and no more.

use domain::assembly::AssemblyState;
use domain::identity::fold;
use domain::ids::AssemblyId;
use domain::own_record::{ListState, ListedMember, MemberList};
use domain::roles::Actor;
use store::member_lists;

use crate::acts::fix_member_lists::day;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// The list of an assembly, with those in whose line every word of `find` stands; all of them when it is empty.
///
/// # Errors
/// Policy; [`domain::Refusal::NotFound`].
pub async fn member_list(
    service: &Service,
    actor: &Actor,
    assembly: AssemblyId,
    find: &str,
) -> Result<MemberList, Error> {
    allow(actor, Operation::ReadMemberList)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadMemberList).await?;
    let found = facts::assembly(&mut tx, assembly).await?;
    let mut list = MemberList {
        assembly,
        starts_at: found.starts_at,
        fixed_at: day(&mut tx, &found).await?,
        time_zone: found.time_zone,
        state: ListState::NotYet,
        total: 0,
        lines: Vec::new(),
    };
    if matches!(found.state, AssemblyState::Ended | AssemblyState::Cancelled) {
        list.state = ListState::Over;
    } else if let Some(fixed) = member_lists::of_assembly(&mut tx, assembly).await?.filter(|list| !list.body.is_empty())
    {
        let lines: Vec<ListedMember> = serde_json::from_str(&fixed.body).stored("a list of members")?;
        (list.state, list.fixed_at, list.total) = (ListState::Open, Some(fixed.fixed_at), lines.len());
        list.lines = lines.into_iter().filter(|line| holds(line, find)).collect();
    } else if list.fixed_at.is_none() {
        list.state = ListState::None;
    }
    Ok(list)
}

/// Whether every word is in the name or the town. Accents and capitals play no part.
fn holds(line: &ListedMember, find: &str) -> bool {
    let text = fold(&format!("{} {} {}", line.name, line.postal.postcode, line.postal.city));
    fold(find).split(' ').all(|word| text.contains(word))
}
