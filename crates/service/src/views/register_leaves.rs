//! The leaves of every commitment to the register of an assembly, for whoever compares them with the register (PROTOCOL.md §10).

use std::collections::HashMap;

use domain::ids::{AssemblyId, MemberId};
use domain::roles::Actor;
use protocol::commitment::{Leaf as Said, RegisterLeaf};
use protocol::encoding::hex32;
use protocol::merkle::{self, Hash};
use protocol::record::Entry;
use protocol::register_leaves::{Committed, Line, Person, RegisterLeaves};
use store::salts::{self, Leaf, Named};
use store::{Tx, boxes, keys, record};
use uuid::Uuid;

use super::whole::Named as InRecord;
use crate::codes::{entrusted_keys, public_keys};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Each leaf that the record commits to, with the person whose key it is and its salt; without them of who was forgotten. Whoever
/// asks was let through, and is noted, by the act (`acts/take_register_leaves.rs`).
///
/// # Errors
/// Policy.
pub(crate) async fn register_leaves(service: &Service, actor: &Actor, id: AssemblyId) -> Result<RegisterLeaves, Error> {
    allow(actor, Operation::TakeRegisterLeaves)?;
    let mut tx = service.db().read().await?;
    let (mut named, mut roots) = (InRecord::default(), Vec::new());
    for row in record::entries(&mut tx, id).await? {
        let entry = Entry::parse(&row.entry).stored("a record entry")?;
        named.follow(&entry);
        if entry.kind == "register-commitment" {
            let root = entry.body["root"].as_str().and_then(hex32);
            roots.push((entry.seq, root.stored("the root of a register")?));
        }
    }
    let trees = trees(&mut tx, id, &named).await?;
    let mut commitments = Vec::with_capacity(roots.len());
    for (entry, root) in roots {
        // Leaves were not always kept: whoever verifies is told that they are not there.
        let Some((scope, tree)) = trees.get(&root) else { continue };
        commitments.push(Committed { entry, leaves: lines(&mut tx, *scope, tree).await? });
    }
    Ok(RegisterLeaves { assembly: *id.bytes(), commitments })
}

/// The commitments made when the assembly was convened and when each box opened, by their roots.
async fn trees(tx: &mut Tx, id: AssemblyId, named: &InRecord) -> Result<HashMap<Hash, (Uuid, Vec<Hash>)>, Error> {
    let mut scopes = vec![id.0];
    for vote in named.votes() {
        scopes.extend(boxes::of_vote(tx, *vote).await?.iter().map(|one| one.id.0));
    }
    let mut trees = HashMap::with_capacity(scopes.len());
    for scope in scopes {
        let tree = salts::tree(tx, Leaf::Register, scope).await?;
        trees.insert(merkle::root(&tree), (scope, tree));
    }
    Ok(trees)
}

/// The leaves of a commitment. Which of somebody's keys one names is found by trying: the salt is of that leaf alone.
async fn lines(tx: &mut Tx, scope: Uuid, tree: &[Hash]) -> Result<Vec<Line>, Error> {
    let named = salts::named(tx, scope).await?;
    let named: HashMap<MemberId, &Named> = named.iter().map(|one| (one.member, one)).collect();
    let mut said: HashMap<Hash, Person> = HashMap::with_capacity(tree.len());
    let mut try_leaf = |member: MemberId, leaf: &dyn Fn(u32) -> RegisterLeaf| {
        if let Some(one) = named.get(&member)
            && let Some(number) = one.number
        {
            let (leaf, salt) = (leaf(number), one.salt);
            said.insert(Said::Register(leaf.clone()).hash(&salt), Person { leaf, name: one.name.clone(), salt });
        }
    };
    for key in keys::committed(tx, scope).await? {
        let public = facts::public_keys(&key)?;
        try_leaf(key.member, &|number| RegisterLeaf::of(&public, key.seq, number));
    }
    for code in store::codes::committed(tx, scope).await? {
        let public = public_keys(&code)?;
        try_leaf(code.member, &|number| RegisterLeaf::of_code(&public, code.n, number));
    }
    for key in store::entrusted::committed(tx, scope).await? {
        let public = entrusted_keys(&key)?;
        try_leaf(key.member, &|number| RegisterLeaf::of_entrusted(&public, number));
    }
    Ok(tree.iter().map(|hash| Line { hash: *hash, person: said.remove(hash) }).collect())
}
