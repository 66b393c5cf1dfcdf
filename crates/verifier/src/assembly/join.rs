//! The record against the archives: each box of the one is a file of the other, as it was opened, as it was closed, and with
//! the result that was counted.

use domain::elected::Named;
use domain::ids::CooperativeId;
use domain::majority::Counts;
use domain::resolution::Resolution;
use protocol::checks::Together;
use protocol::election::{Election, OURS};
use protocol::hash::unhex;
use protocol::record::Entry;

use super::found::{Found, Words};
use super::given::Given;
use super::said::{BoxSaid, VoteSaid, place, text};
use crate::record::object;

const NO_TEXT: Words = [
    "the text of a resolution is not here: compare it with its box by eye",
    "le texte d’une résolution n’est pas là : comparez-le à son urne à l’œil nu",
];
const GOES_ON: Words = [
    "an archive goes on after this record: of a vote that goes on in that of a second call, or that is still open",
    "une archive va plus loin que ce registre : d’un scrutin qui continue sur seconde convocation, ou encore ouvert",
];

/// What is known beside the record and the archives.
pub(super) struct Known<'a> {
    /// The cooperative, from the first line of a checkpoint.
    pub cooperative: Option<&'a [u8; 16]>,
    pub resolutions: &'a [Resolution],
}

/// A vote with those of its boxes that were given, and what they show together.
pub(super) struct Joined<'a> {
    pub said: &'a VoteSaid<'a>,
    pub given: Vec<(&'a BoxSaid<'a>, &'a Given)>,
    pub together: Option<&'a Together>,
}

/// What the boxes of a vote open to.
pub(super) struct Opened {
    /// Of each answer, blank first where it may be.
    pub counts: Vec<u64>,
    /// Ballots that count.
    pub voices: u64,
}

impl<'a> Joined<'a> {
    /// Joins a vote with the archives, of which some may be of other votes.
    pub fn of(said: &'a VoteSaid<'a>, all: &'a [Given], together: &'a [Together]) -> Self {
        let with = |one: &'a BoxSaid<'a>| Some((one, all.iter().find(|given| given.report.summary.uuid == one.uuid)?));
        let given: Vec<_> = said.boxes.iter().filter_map(with).collect();
        let mut uuids: Vec<&str> = given.iter().map(|(one, _)| one.uuid).collect();
        uuids.sort_unstable();
        let same = |vote: &&Together| {
            let mut boxes: Vec<&str> = vote.boxes.iter().map(String::as_str).collect();
            boxes.sort_unstable();
            boxes == uuids
        };
        let together = together.iter().find(same);
        Self { said, given, together }
    }

    /// Whether every box that the record has is here.
    pub fn whole(&self) -> bool {
        self.given.len() == self.said.boxes.len()
    }

    /// The boxes that are not.
    pub fn missing(&self) -> impl Iterator<Item = &BoxSaid<'a>> {
        self.said.boxes.iter().filter(move |one| !self.given.iter().any(|(given, _)| given.uuid == one.uuid))
    }

    /// Everything that record and archives say of the same.
    pub fn check(&self, known: &Known<'_>, found: &mut Found) {
        let several = self.said.boxes.len() > 1;
        for one in self.missing() {
            let what = "not given: the record opens this box, and its file is not here";
            found.must(18, self.said.void, format!("box {}", one.uuid), what);
        }
        for (said, given) in &self.given {
            found.archive(&given.report, several);
            as_opened(said, given, found);
            self.renders(given, known, found);
            carries(said, given, found);
            self.heads(said, given, found);
            as_closed(said, given, found);
        }
        match self.together {
            Some(together) => found.together(together),
            None if several && self.whole() => {
                let place = format!("vote {}", self.said.id);
                found.fault(19, place, "its boxes are not boxes of one vote");
            }
            None => {}
        }
        for roll in &self.said.open_rolls {
            let same = self.said.resolution.is_none_or(|hash| text(&roll.body, "resolution") == Some(hash));
            found.must(23, same, place(roll), "is a roll of another text than was put to the vote");
        }
        self.tallied(found);
    }

    /// Check 23: the election asks what was put to the vote, word for word.
    fn renders(&self, given: &Given, known: &Known<'_>, found: &mut Found) {
        let uuid = &given.report.summary.uuid;
        let Some(election) = &given.outline.setup.election else { return };
        let place = format!("box {uuid}: administrator");
        let named = named(election);
        let hash = named.map(|(_, hash)| hash);
        found.must(
            23,
            hash.is_some() && hash == self.said.resolution,
            place.as_str(),
            "does not name the resolution that was put to the vote",
        );
        if let (Some(known), Some((cooperative, _))) = (known.cooperative, named) {
            let same = cooperative.parse::<CooperativeId>().is_ok_and(|id| id.bytes() == known);
            found.must(23, same, place, "names another cooperative than the checkpoint");
        }
        let of_it = |one: &&Resolution| Some(one.hash_hex().as_str()) == hash;
        match known.resolutions.iter().find(of_it) {
            Some(resolution) => {
                let what = "is not the rendering of its resolution";
                found.must(23, resolution.renders(election), format!("box {uuid}: election"), what);
            }
            None => found.limited(23, NO_TEXT),
        }
    }

    /// Check 3: the archive passes through the states that the record has, in order, and ends with the last of them once its vote
    /// is closed here.
    fn heads(&self, said: &BoxSaid<'_>, given: &Given, found: &mut Found) {
        let events = &given.outline.events;
        let mut before = None;
        for head in &said.heads {
            let height = head.body["height"].as_u64();
            let hash = text(&head.body, "event").and_then(unhex::<32>);
            let at = height.and_then(|height| usize::try_from(height).ok()).and_then(|at| events.get(at));
            let there = hash.is_some() && at == Some(&hash);
            let place = format!("box {}: {}", said.uuid, place(head));
            found.must(3, there, place.as_str(), "is a state that the archive does not pass through");
            found.must(
                3,
                before.is_none_or(|before| Some(before) < height),
                place,
                "is a state from before the one it follows",
            );
            before = height.or(before);
        }
        let last = said.heads.last().and_then(|head| text(&head.body, "event"));
        if last == Some(given.report.summary.head.as_str()) {
            return;
        }
        let place = format!("box {}: the end", said.uuid);
        if said.closed.is_some() && self.said.closed {
            found.fault(3, place, "is not the last state that the record has");
        } else if said.closed.is_some() || given.outline.ended {
            found.limited(3, GOES_ON);
        }
    }

    /// Check 21: the tally of the record is what the boxes open to.
    fn tallied(&self, found: &mut Found) {
        if self.said.boxes.is_empty() {
            return;
        }
        let place = self.said.tally.map(place);
        match (place, self.opened()) {
            _ if !self.whole() => {}
            (Some(_), Some(opened)) if opened.is(self.said.tally) => found.made(21),
            (Some(place), Some(_)) => found.fault(21, place, "is not what the boxes of its vote open to"),
            (Some(place), None) => found.fault(21, place, "counts a vote whose boxes show no result"),
            (None, Some(_)) if self.said.closed => {
                found.fault(21, format!("vote {}", self.said.id), "its boxes are opened, and the record has no tally");
            }
            (None, _) => {}
        }
    }

    /// What the boxes open to, alone or in sum, once all of them do.
    pub fn opened(&self) -> Option<Opened> {
        let voices = self.given.iter().map(|(_, given)| given.report.summary.voices).sum();
        if let Some(result) = self.together.and_then(|together| together.result.as_ref()) {
            let [only] = result.as_slice() else { return None };
            return Some(Opened { counts: only.answers.iter().map(|(_, count)| *count).collect(), voices });
        }
        let mut counts: Vec<u64> = Vec::new();
        for (_, given) in &self.given {
            let [only] = given.report.summary.result.as_deref()? else { return None };
            counts.resize(only.answers.len().max(counts.len()), 0);
            for (sum, (_, count)) in counts.iter_mut().zip(&only.answers) {
                *sum = sum.saturating_add(*count);
            }
        }
        (self.whole() && !self.given.is_empty()).then_some(Opened { counts, voices })
    }
}

impl Opened {
    /// Whether a tally says the same.
    fn is(&self, tally: Option<&Entry>) -> bool {
        let Some(body) = tally.map(|entry| &entry.body) else { return false };
        if let Some(named) = body.get("named") {
            let Ok(said) = serde_json::from_value::<Named>(object(named)) else { return false };
            let [blank, votes @ ..] = self.counts.as_slice() else { return false };
            return u64::from(said.blank) == *blank
                && self.voices.checked_sub(*blank) == Some(u64::from(said.named))
                && said.votes.iter().map(|count| u64::from(*count)).eq(votes.iter().copied());
        }
        let Ok(said) = serde_json::from_value::<Counts>(object(&body["counts"])) else { return false };
        let Counts { for_, against, abstain, blank, null } = said;
        [for_, against, abstain].map(u64::from).as_slice() == self.counts && (blank, null) == (0, 0)
    }
}

/// The cooperative and the hash of the resolution, as an election of ours names them.
fn named(election: &Election) -> Option<(&str, &str)> {
    let mut words = election.administrator.as_deref()?.strip_prefix(OURS)?.split(' ');
    let (cooperative, _, resolution) = (words.next()?, words.next()?, words.next()?);
    words.next().is_none().then_some((cooperative, resolution))
}

/// Check 23: the box is the one that the record opened.
fn as_opened(said: &BoxSaid<'_>, given: &Given, found: &mut Found) {
    let (summary, setup) = (&given.report.summary, &given.outline.setup);
    let body = &said.opened.body;
    let opened = format!("box {}: {}", said.uuid, place(said.opened));
    for (field, is) in [
        ("fingerprint", summary.fingerprint.as_str()),
        ("election", setup.election_hash.as_str()),
        ("trustees", setup.trustees.as_str()),
    ] {
        found.must(23, text(body, field) == Some(is), format!("{opened}: {field}"), "is not that of the archive");
    }
    let Some(roll) = said.roll else {
        return found.fault(23, opened, "opens a box whose roll was not fixed before");
    };
    let of_roll = format!("box {}: {}", said.uuid, place(roll));
    let same = text(&roll.body, "credentials") == Some(setup.credentials.as_str());
    found.must(23, same, format!("{of_roll}: credentials"), "is not the fingerprint of the list in the archive");
    let same = roll.body["voices"].as_u64() == Some(summary.credentials);
    found.must(23, same, format!("{of_roll}: voices"), "are not as many as the archive lists");
}

/// Check 19: where the voices of a later box come from is what its roll committed to.
fn carries(said: &BoxSaid<'_>, given: &Given, found: &mut Found) {
    let Some(roll) = said.roll else { return };
    let carry =
        given.companion.as_ref().and_then(|companion| companion.carry.as_ref()).map(protocol::carry::CarryList::hash);
    let same = text(&roll.body, "carry") == carry.as_deref();
    let place = format!("box {}: {}: carry", said.uuid, place(roll));
    found.must(19, same, place, "is not the hash of the list in the companion");
}

/// Check 24: what the record says of the ballots when the box closed.
fn as_closed(said: &BoxSaid<'_>, given: &Given, found: &mut Found) {
    let Some(closed) = said.closed else { return };
    let (body, summary) = (&closed.body, &given.report.summary);
    let at = format!("box {}: {}", said.uuid, place(closed));
    for (field, is) in [("counted", summary.voices), ("received", summary.ballots)] {
        let same = body[field].as_u64() == Some(is);
        found.must(24, same, format!("{at}: {field}"), "is not the number of such ballots in the archive");
    }
    let Some(companion) = &given.companion else { return };
    let signed = &body["emargements"];
    let same = signed["count"].as_u64() == Some(companion.emargements.count)
        && text(signed, "root") == Some(companion.emargements.root.as_str());
    found.must(24, same, format!("{at}: emargements"), "are not those of the companion");
}
