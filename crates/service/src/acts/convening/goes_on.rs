//! What a second call takes over of the first, its agenda being the same: votes that received ballots in advance, with their boxes
//! (C. com. R.225-77), and the keys that open them.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::convocation::notice::Notice;
use domain::ids::{AssemblyId, MemberId};
use domain::member::MemberState;
use protocol::hash;
use protocol::record::{Entry, KINDS};
use serde_json::Value;
use store::assemblies::Assembly;
use store::{Tx, ceremonies, holders, votes};

use crate::acts::advance;
use crate::ceremony::{KEY_HOLDERS, all_made};
use crate::error::Stored as _;
use crate::record::Record;
use crate::{Error, Service, facts};

/// Closes the advance boxes of an assembly that could not decide: what is in them stays sealed.
///
/// # Errors
/// [`Refusal::FirstGoesOn`] while its session goes on: the minutes of a session say which votes it left.
pub(super) async fn close(service: &Service, tx: &mut Tx, first: &Assembly) -> Result<(), Error> {
    let mut record = Record::new(service, first.cooperative, first.id);
    for vote in votes::by_assembly(tx, first.id).await?.iter().filter(|vote| vote.state.goes_on()) {
        if first.state == AssemblyState::InSession {
            return Err(Refusal::FirstGoesOn.into());
        }
        advance::over(service, tx, vote, &mut record).await?;
    }
    record.write(tx).await
}

/// Who holds keys on second call, and how many of them open a box where the board chose: those of the first. Where not all had made
/// their key, whoever is no active member any more makes none, and the others begin as is usual among so many.
///
/// # Errors
/// [`Refusal::MemberState`] where nobody would be left.
pub(super) async fn key_holders(tx: &mut Tx, first: AssemblyId) -> Result<(Vec<MemberId>, Option<u32>), Error> {
    let before = holders::by_assembly(tx, first).await?;
    let needed = ceremonies::current(tx, first).await?.map(|ceremony| ceremony.threshold);
    let mut named = Vec::with_capacity(before.len());
    for holder in &before {
        if all_made(&before) || facts::member(tx, holder.member).await?.state == MemberState::Active {
            named.push(holder.member);
        }
    }
    if named.is_empty() && !before.is_empty() {
        return Err(Refusal::MemberState.into());
    }
    let same = named.len() == before.len();
    Ok((named, needed.filter(|_| same)))
}

/// Gives the second call the keys of the first, where every key holder had made theirs. Answers whether it did.
pub(super) async fn keep_keys(tx: &mut Tx, first: AssemblyId, second: AssemblyId) -> Result<bool, Error> {
    let before = holders::by_assembly(tx, first).await?;
    let made = all_made(&before);
    for holder in before.iter().filter(|_| made) {
        let key = holder.public_key.as_deref().stored("a key holder's key")?;
        if !holders::set_public_key(tx, second, holder.member, key).await? {
            return Err(Error::broken("the key holders", "of the second call are not those of the first"));
        }
    }
    Ok(made)
}

/// Repeats in the record of the second call what that of the first says of its keys, where they are `kept`, and of the votes that
/// go on: whoever opens or verifies a box there finds everything of it in one record (PROTOCOL.md §11).
pub(super) async fn repeat(
    tx: &mut Tx,
    first: AssemblyId,
    (notice, kept): (&Notice, bool),
    record: &mut Record,
) -> Result<(), Error> {
    let votes: Vec<String> = notice
        .items
        .iter()
        .filter(|said| said.goes_on)
        .filter_map(|said| Some(hash::hex(said.vote?.bytes())))
        .collect();
    let mut entries = Vec::new();
    for row in store::record::entries(tx, first).await? {
        entries.push(Entry::parse(&row.entry).stored("a record entry")?);
    }
    let text = |body: &Value, field: &str| body.get(field).and_then(Value::as_str).map(str::to_owned);
    let of_vote = |entry: &Entry| text(&entry.body, "vote").is_some_and(|vote| votes.contains(&vote));
    let boxes: Vec<String> =
        entries.iter().filter(|entry| of_vote(entry)).filter_map(|one| text(&one.body, "box")).collect();
    for (at, entry) in entries.iter().enumerate() {
        let of_box = text(&entry.body, "box").is_some_and(|one| boxes.contains(&one));
        // The register to which a roll belongs stands right before it.
        let follows = entries.get(at + 1).is_some_and(|next| of_vote(next) && BEGINS.contains(&next.kind.as_str()));
        let register = entry.kind == "register-commitment" && follows;
        // Each in its place: what follows may be signed by a voting key that has another in its place since.
        let named = kept && entry.kind == KEY_HOLDERS;
        if !(of_vote(entry) || of_box || register || named) {
            continue;
        }
        let kind = KINDS.iter().find(|kind| **kind == entry.kind);
        record.add(kind.stored("the kind of an entry")?, entry.body.clone());
    }
    Ok(())
}

/// What begins a box: the keys of a secret one, the roll of an open one.
const BEGINS: [&str; 2] = ["trustees", "open-roll"];
