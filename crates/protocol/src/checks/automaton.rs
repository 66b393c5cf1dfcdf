//! Checks 3 and 4: the chain of events, and what each brings. Reads the members in order and tells what happened.
//!
//! After an event that is out of place reading goes on from it, so that what follows is judged by what it follows and
//! every failure is listed once.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Check;
use super::findings::Findings;
use crate::archive::event::{Event, EventType, Owned, SetupData};
use crate::archive::{Item, ItemKind};

/// The most data members that an event brings: those of a setup with a certificate.
const MOST_PENDING: usize = 5;
/// Far above any number of trustees. Parts are kept until the end, and must not fill the memory.
const MOST_PARTS: usize = 1000;

/// What an event brought.
pub(super) enum Happened {
    /// The setup, and the data members it names.
    Setup(SetupData, Vec<Item>),
    /// A ballot.
    Ballot(Item),
    /// The encrypted tally and its size.
    Tally(Item, Item),
    /// A part of the decryption.
    Part(Owned, Item),
    /// A part of the decryption that cannot be read: a fault that is listed already.
    NoPart,
    /// The result.
    Result(Item),
    /// Nothing to look at.
    Nothing,
}

/// What is looked at when every ballot is known.
#[derive(Default)]
pub(super) struct Closing {
    /// The encrypted tally and its size.
    pub tally: Option<(Item, Item)>,
    /// Owner and part, one for each event; nothing where they cannot be read.
    pub parts: Vec<Option<(Owned, Item)>>,
    pub result: Option<Item>,
}

#[derive(Default)]
pub(super) struct Automaton {
    /// The last event.
    state: Option<EventType>,
    parent: Option<(String, u64)>,
    pending: Vec<Item>,
    /// Data members dropped because no event can bring so many.
    dropped: bool,
    /// Events that come once and have come.
    once: Vec<EventType>,
    parts: usize,
}

fn may_follow(state: Option<EventType>, next: EventType) -> bool {
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

impl Automaton {
    /// Takes the next member.
    pub fn step(&mut self, place: &str, item: Item, findings: &mut Findings) -> Happened {
        if item.kind == ItemKind::Data {
            self.dropped |= self.pending.len() > MOST_PENDING;
            if !self.dropped {
                self.pending.push(item);
            }
            return Happened::Nothing;
        }
        let pending = std::mem::take(&mut self.pending);
        let dropped = std::mem::take(&mut self.dropped);
        let event = match Event::parse(&item.body) {
            Ok(event) => event,
            Err(error) => {
                findings.fault(Check::Canonical, place, error);
                let height = self.parent.as_ref().map_or(0, |(_, height)| height.saturating_add(1));
                self.parent = Some((item.hash, height));
                return Happened::Nothing;
            }
        };
        self.link(place, &event, item.hash, findings);
        self.order(place, event.kind, findings);
        let taken = if dropped { Err(order("too many data members come before it")) } else { take(&event, pending) };
        // An event that brings what it must not has come all the same.
        let happened = taken.unwrap_or_else(|(check, what)| {
            findings.fault(check, place, what);
            if event.kind == EventType::PartialDecryption { Happened::NoPart } else { Happened::Nothing }
        });
        self.once(event.kind, happened)
    }

    fn link(&mut self, place: &str, event: &Event, hash: String, findings: &mut Findings) {
        let linked = event.parent.as_deref() == self.parent.as_ref().map(|(hash, _)| hash.as_str())
            && Some(event.height) == self.parent.as_ref().map_or(Some(0), |(_, height)| height.checked_add(1));
        if !linked {
            findings.fault(Check::Chain, place, "does not follow the event before it");
        }
        findings.summary.head.clone_from(&hash);
        findings.summary.events += 1;
        self.parent = Some((hash, event.height));
    }

    fn order(&mut self, place: &str, kind: EventType, findings: &mut Findings) {
        if !may_follow(self.state, kind) {
            let after = self.state.map_or_else(|| "at the beginning".to_owned(), |state| format!("after {state:?}"));
            findings.fault(Check::Order, place, format!("{kind:?} cannot come {after}"));
        }
        if matches!(kind, EventType::Shuffle | EventType::EndShuffles) {
            findings.unsupported("shuffles");
        }
        self.state = Some(kind);
    }

    /// A second setup, tally or result is a fault of its order already: only the first is looked at.
    fn once(&mut self, kind: EventType, happened: Happened) -> Happened {
        if matches!(kind, EventType::PartialDecryption) {
            self.parts += 1;
            return if self.parts > MOST_PARTS { Happened::Nothing } else { happened };
        }
        let many = matches!(kind, EventType::Ballot | EventType::Shuffle);
        if !many && self.once.contains(&kind) {
            return Happened::Nothing;
        }
        self.once.push(kind);
        happened
    }

    /// Whether this has come.
    fn came(&self, kind: EventType) -> bool {
        self.once.contains(&kind)
    }

    /// The archive is over; whether its last event is the result.
    pub fn end(self, findings: &mut Findings) -> bool {
        if !self.pending.is_empty() {
            findings.fault(Check::Order, "the end", "data that no event speaks of");
        }
        if !self.came(EventType::Setup) {
            findings.fault(Check::Order, "the beginning", "there is no setup");
        }
        if self.parts > MOST_PARTS {
            findings.fault(Check::Decryptions, "partial decryptions", "are more than trustees can be");
        }
        findings.summary.closed = self.came(EventType::EndBallots);
        self.came(EventType::Result)
    }
}

/// The check that a fault of an event's data belongs to, and what it is.
type Fault = (Check, String);

fn order(what: impl Into<String>) -> Fault {
    (Check::Order, what.into())
}

fn read<T: DeserializeOwned + Serialize>(item: &Item) -> Result<T, Fault> {
    crate::json::read(&item.body).map_err(|error| (Check::Canonical, error.to_string()))
}

/// Each event brings exactly the data it must, the payload last.
fn take(event: &Event, mut pending: Vec<Item>) -> Result<Happened, Fault> {
    use EventType as T;
    if event.payload.as_deref() != pending.last().map(|item| item.hash.as_str()) {
        return Err(order("its payload is not the data before it"));
    }
    let brought = pending.len();
    let number = |expected: usize| {
        (brought == expected).then_some(()).ok_or_else(|| order(format!("{expected} data members must come before it")))
    };
    let mut last = || pending.pop().ok_or_else(|| order("it brings nothing"));
    match event.kind {
        T::Setup => {
            let setup: SetupData = read(&last()?)?;
            number(4 + usize::from(setup.credentials_certificate.is_some()))?;
            Ok(Happened::Setup(setup, pending))
        }
        T::Ballot => number(1).and_then(|()| Ok(Happened::Ballot(last()?))),
        T::Result => number(1).and_then(|()| Ok(Happened::Result(last()?))),
        T::EndBallots => number(0).map(|()| Happened::Nothing),
        T::EncryptedTally => {
            number(2)?;
            let size = last()?;
            Ok(Happened::Tally(last()?, size))
        }
        T::PartialDecryption => {
            number(2)?;
            let owned: Owned = read(&last()?)?;
            let part = last()?;
            if owned.payload != part.hash {
                return Err(order("the part is not the data before it"));
            }
            Ok(Happened::Part(owned, part))
        }
        // Ranked votes: said to be unsupported when the event is met.
        T::Shuffle | T::EndShuffles => Ok(Happened::Nothing),
    }
}
