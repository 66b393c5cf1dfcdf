//! The close: encrypted tally, parts of the decryption, result.

use std::collections::BTreeMap;

use protocol::archive::event::Owned;
use protocol::archive::{Builder, EventType, Item};
use protocol::companion::OwnerProofs;
use protocol::tally::SizedTally;
use protocol::{decryption, json};

use super::casting::Cast;
use super::{COOPERATIVE, OpenBox, Plan, Stream};

pub(super) fn close(
    plan: &Plan,
    opened: &OpenBox,
    cast: &Cast,
    builder: &mut Builder,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<Vec<OwnerProofs>, String> {
    let voices = plan.voters as u64;
    let text = seal(plan, cast, builder, sink)?;
    let mut rng = plan.rng(Stream::Closing, 0);
    let (mut parts, mut filed) = (BTreeMap::new(), Vec::new());
    for (owner, (part, proofs)) in opened.holders.decrypt(&COOPERATIVE, &opened.phi, &text, &mut rng)? {
        let item = builder.data(part.to_json());
        let owned = builder.data(json::write(&Owned { owner, payload: item.hash.clone() }));
        let event = builder.event(EventType::PartialDecryption, Some(&owned.hash));
        [item, owned, event].into_iter().try_for_each(&mut *sink)?;
        parts.insert(owner, part);
        filed.push(OwnerProofs { owner, proofs });
    }
    let result =
        decryption::combine(&cast.tally, &opened.holders.public, &parts, voices).map_err(|error| error.to_string())?;
    let item = builder.data(result.to_json());
    let event = builder.event(EventType::Result, Some(&item.hash));
    [item, event].into_iter().try_for_each(sink)?;
    Ok(filed)
}

/// The end of the ballots and the encrypted tally, whose text it answers.
pub(super) fn seal(
    plan: &Plan,
    cast: &Cast,
    builder: &mut Builder,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<String, String> {
    let voices = plan.voters as u64;
    let text = cast.tally.to_json();
    sink(builder.event(EventType::EndBallots, None))?;
    let size = builder.data(json::write(&SizedTally::of(&text, voices, voices)));
    let event = builder.event(EventType::EncryptedTally, Some(&size.hash));
    [builder.data(text.clone()), size, event].into_iter().try_for_each(sink)?;
    Ok(text)
}
