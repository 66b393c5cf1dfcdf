//! Checks 3 and 4: the chain of events, and what each brings. Reads the members in order and tells the story.

use super::{Check, Findings};
use crate::archive::event::{Event, EventType, Owned, SetupData};
use crate::archive::{Item, ItemKind};

/// What the archive holds, by role.
#[derive(Default)]
pub(super) struct Story<'a> {
    pub setup: Option<SetupData>,
    /// Data members of the setup, in order.
    pub setup_items: Vec<&'a Item>,
    pub ballots: Vec<&'a Item>,
    pub closed: bool,
    /// The tally and its size.
    pub tally: Option<(&'a Item, &'a Item)>,
    /// Owner and part.
    pub parts: Vec<(Owned, &'a Item)>,
    pub result: Option<&'a Item>,
}

/// Where the automaton stands: the last event, or nothing.
type State = Option<EventType>;

fn may_follow(state: State, next: EventType) -> bool {
    use EventType as T;
    match next {
        T::Setup => state.is_none(),
        T::Ballot | T::EndBallots => matches!(state, Some(T::Setup | T::Ballot)),
        T::EncryptedTally => state == Some(T::EndBallots),
        T::PartialDecryption => matches!(state, Some(T::EncryptedTally | T::EndShuffles | T::PartialDecryption)),
        T::Result => state == Some(T::PartialDecryption),
        T::Shuffle => matches!(state, Some(T::EncryptedTally | T::Shuffle)),
        T::EndShuffles => state == Some(T::Shuffle),
    }
}

pub(super) fn follow<'a>(items: &'a [Item], findings: &mut Findings) -> Story<'a> {
    let mut story = Story::default();
    let (mut state, mut parent): (State, Option<(String, u64)>) = (None, None);
    let mut pending: Vec<&Item> = Vec::new();
    for check in [Check::Chain, Check::Order, Check::Canonical] {
        findings.made(check);
    }
    for (i, item) in items.iter().enumerate() {
        let place = format!("member {}", i + 2);
        if item.kind == ItemKind::Data {
            pending.push(item);
            continue;
        }
        let event = match Event::parse(&item.body) {
            Ok(event) => event,
            Err(error) => {
                findings.fault(Check::Canonical, place, error);
                return story;
            }
        };
        let linked = event.parent.as_deref() == parent.as_ref().map(|(hash, _)| hash.as_str())
            && event.height == parent.as_ref().map_or(0, |(_, height)| height + 1);
        if !linked {
            findings.fault(Check::Chain, place.as_str(), "does not follow the event before it");
        }
        if !may_follow(state, event.kind) {
            findings.fault(Check::Order, place.as_str(), format!("{:?} cannot come here", event.kind));
            return story;
        }
        if matches!(event.kind, EventType::Shuffle | EventType::EndShuffles) {
            findings.unsupported.get_or_insert("shuffles".to_owned());
        }
        if let Err(what) = take(&mut story, &event, &pending) {
            findings.fault(Check::Order, place, what);
            return story;
        }
        pending.clear();
        state = Some(event.kind);
        findings.summary.head.clone_from(&item.hash);
        parent = Some((item.hash.clone(), event.height));
    }
    if !pending.is_empty() {
        findings.fault(Check::Order, "the end", "data that no event speaks of");
    }
    if story.setup.is_none() {
        findings.fault(Check::Order, "the beginning", "there is no setup");
    }
    story
}

/// Each event brings exactly the data it must, the payload last.
fn take<'a>(story: &mut Story<'a>, event: &Event, pending: &[&'a Item]) -> Result<(), String> {
    use EventType as T;
    let payload = event.payload.as_deref();
    let brought = pending.last().map(|item| item.hash.as_str());
    if payload != brought {
        return Err("its payload is not the data before it".to_owned());
    }
    let number = |expected: usize| {
        (pending.len() == expected).then_some(()).ok_or_else(|| format!("{expected} data members must come before it"))
    };
    match event.kind {
        T::Setup => {
            let Some((last, rest)) = pending.split_last() else { return Err("it brings nothing".to_owned()) };
            let setup: SetupData = crate::json::read(&last.body).map_err(|error| error.to_string())?;
            number(4 + usize::from(setup.credentials_certificate.is_some()))?;
            story.setup = Some(setup);
            story.setup_items = rest.to_vec();
        }
        T::Ballot => {
            number(1)?;
            story.ballots.push(pending[0]);
        }
        T::EndBallots => {
            number(0)?;
            story.closed = true;
        }
        T::EncryptedTally => {
            number(2)?;
            story.tally = Some((pending[0], pending[1]));
        }
        T::PartialDecryption => {
            number(2)?;
            let owned: Owned = crate::json::read(&pending[1].body).map_err(|error| error.to_string())?;
            if owned.payload != pending[0].hash {
                return Err("the part is not the data before it".to_owned());
            }
            story.parts.push((owned, pending[0]));
        }
        T::Result => {
            number(1)?;
            story.result = Some(pending[0]);
        }
        // Ranked votes: refused by name when the question is read.
        T::Shuffle | T::EndShuffles => {}
    }
    Ok(())
}
