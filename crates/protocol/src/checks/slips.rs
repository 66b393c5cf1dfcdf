//! Check 24: which order slip of the companion belongs to which ballot. They stand in the order of the ballots; where one
//! is missing or too many, the others keep their ballots, so that only what is wrong is listed.

use std::collections::HashMap;

use super::Check;
use super::findings::Findings;
use crate::companion::{Companion, FiledSlip};

/// The slip of a ballot, as the companion has it.
pub(super) enum Slip<'a> {
    /// There is none: no companion, or a fault listed already.
    None,
    /// At this place.
    Filed(usize, &'a FiledSlip),
}

#[derive(Default)]
pub(super) struct Slips<'a> {
    filed: Option<&'a [FiledSlip]>,
    next: usize,
    /// Where the slip of each ballot is; made at the first one that is not at its place.
    places: Option<HashMap<&'a str, usize>>,
}

impl<'a> Slips<'a> {
    pub fn new(companion: Option<&'a Companion>) -> Self {
        Self { filed: companion.map(|companion| companion.order_slips.as_slice()), ..Self::default() }
    }

    /// The slip of the next ballot of the archive.
    pub fn of(&mut self, ballot: &str, tracker: &str, findings: &mut Findings) -> Slip<'a> {
        let Some(filed) = self.filed else { return Slip::None };
        let Some(at) = self.find(filed, tracker) else {
            findings.fault(Check::Companion, format!("order slip of {ballot}"), "is missing");
            return Slip::None;
        };
        self.skip_to(at, findings);
        self.next = at + 1;
        filed.get(at).map_or(Slip::None, |slip| Slip::Filed(at, slip))
    }

    fn find(&mut self, filed: &'a [FiledSlip], tracker: &str) -> Option<usize> {
        if filed.get(self.next).is_some_and(|slip| slip.ballot == tracker) {
            return Some(self.next);
        }
        let places = self.places.get_or_insert_with(|| (0..).zip(filed).map(|(i, slip)| (&*slip.ballot, i)).collect());
        places.get(tracker).copied().filter(|at| *at >= self.next)
    }

    fn skip_to(&self, at: usize, findings: &mut Findings) {
        for i in self.next..at {
            findings.fault(Check::Companion, format!("order_slips[{i}]"), "is of no ballot at this place");
        }
    }

    /// The archive has no ballot any more.
    pub fn end(&self, findings: &mut Findings) {
        self.skip_to(self.filed.map_or(0, <[FiledSlip]>::len), findings);
    }
}
