//! An archive that was given: what its checks found, and what a record says of such a box.

use std::io::Read;

use protocol::archive::event::SetupData;
use protocol::archive::{Event, EventType, Item, ItemKind, NotAnArchive, Reader};
use protocol::checks::{Examined, Report};
use protocol::companion::Companion;
use protocol::election::Election;
use protocol::hash::unhex;
use protocol::{credentials, json};

use super::files::Files;
use crate::report::{self, How};

/// Data before the first event that are kept to look for what it names: there are four, or five with a certificate.
const MOST_DATA: usize = 5;

/// An archive.
pub(super) struct Given {
    pub report: Report,
    pub outline: Outline,
    pub companion: Option<Companion>,
}

/// What is read of it beside its checks.
#[derive(Default)]
pub(super) struct Outline {
    pub setup: Setup,
    /// Hash of each event, by its height; `None` for a name that is no hash.
    pub events: Vec<Option<[u8; 32]>>,
    /// Whether an event comes after the setup that is no ballot.
    pub ended: bool,
}

/// What the first event names.
#[derive(Default)]
pub(super) struct Setup {
    pub election: Option<Election>,
    /// Hash of the election's text, hex.
    pub election_hash: String,
    /// Hash of the trustees' text, hex.
    pub trustees: String,
    /// Fingerprint of the list of credentials.
    pub credentials: String,
}

/// Is told how many bytes of archives are read, and of how many.
pub(crate) type Told<'a> = &'a mut dyn FnMut(u64, u64);

/// Reads every archive: what is compared among boxes, and the rest beside it, in the same order.
///
/// # Errors
/// A sentence, when no verdict can be given on one of them.
pub(super) fn read(files: &Files, how: &How<'_>, told: Told<'_>) -> Result<(Vec<Examined>, Vec<Given>), String> {
    let (mut examined, mut given) = (Vec::new(), Vec::new());
    let names = files.archives();
    let all = names.iter().map(|name| files.size(name)).fold(0, u64::saturating_add);
    let mut before = 0_u64;
    for name in names {
        let input = files.archive(name)?;
        let one = report::read_told(&input, how, &mut |bytes| told(before.saturating_add(bytes), all));
        let one = one.map_err(|why| format!("{name}: {why}"))?;
        before = before.saturating_add(files.size(name));
        told(before, all);
        let outline = input.read(|archive| outline(archive))?.map_err(|error| format!("{name}: {error}"))?;
        let companion = input.companion.as_deref().and_then(|text| Companion::parse(text).ok());
        given.push(Given { report: one.report(), outline, companion });
        examined.push(one);
    }
    Ok((examined, given))
}

/// Reads the setup and the hashes of events. Whether they are right the checks say.
fn outline(archive: &mut dyn Read) -> Result<Outline, NotAnArchive> {
    let mut reader = Reader::open(archive)?;
    let mut data: Vec<Item> = Vec::new();
    let mut outline = Outline::default();
    while let Some(member) = reader.next_member()? {
        let Some(item) = member.item else { continue };
        if item.kind == ItemKind::Data {
            if outline.events.is_empty() && data.len() < MOST_DATA {
                data.push(item);
            }
            continue;
        }
        let event = Event::parse(&item.body).ok();
        if outline.events.is_empty() {
            outline.setup = event.and_then(|event| event.payload).map(|of| Setup::of(&of, &data)).unwrap_or_default();
            data.clear();
        } else {
            outline.ended |= event.is_none_or(|event| event.kind != EventType::Ballot);
        }
        outline.events.push(unhex(&item.hash));
    }
    Ok(outline)
}

impl Setup {
    fn of(payload: &str, data: &[Item]) -> Self {
        let named = |hash: &str| data.iter().find(|item| item.hash == hash).map(|item| item.body.as_str());
        let Some(setup) = named(payload).and_then(|text| json::read::<SetupData>(text).ok()) else {
            return Self::default();
        };
        Self {
            election: named(&setup.election).and_then(|text| Election::parse(text).ok()),
            credentials: named(&setup.credentials).map(credentials::fingerprint).unwrap_or_default(),
            election_hash: setup.election,
            trustees: setup.trustees,
        }
    }
}
