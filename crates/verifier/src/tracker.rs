//! Where one ballot stands in an archive.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use protocol::archive::{Event, EventType, Item, ItemKind, Reader};
use protocol::ballot::{self, Ballot};
use serde_json::json;

use crate::input::Input;
use crate::say::say;
use crate::{Lang, Verdict};

/// What became of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the last of its voice; where it stands.
    Counted(Standing),
    /// A later ballot of the same voice counts; where this one stands.
    Replaced(Standing),
    /// It is not in the archive.
    Unknown,
}

/// The event that holds a ballot, as a receipt names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Hash of the event.
    pub event: String,
    /// Height of the event.
    pub height: u64,
    /// Whether the box still takes ballots.
    pub open: bool,
}

/// Looks a ballot up and says where it stands.
#[must_use]
pub fn tracker(file: &Path, tracker: &str, json: bool, lang: Lang) -> Verdict {
    let found = Input::open(file, None).and_then(|input| input.read(|archive| look_up(archive, tracker))?);
    match found {
        Err(why) => Verdict::Unreadable(why),
        Ok(fate) => {
            say(if json { to_json(&fate).to_string() } else { sentence(&fate, lang) });
            Verdict::of(fate != Fate::Unknown)
        }
    }
}

/// Only a ballot that an event speaks of is in the box, and only in an archive without a broken member.
///
/// # Errors
/// When the archive cannot be followed to its end.
pub fn look_up(archive: &mut dyn Read, tracker: &str) -> Result<Fate, String> {
    let tracker = tracker.trim().trim_end_matches('=');
    let mut reader = Reader::open(archive).map_err(|error| error.to_string())?;
    let (mut last, mut found) = (BTreeMap::new(), None::<(Standing, [u8; 32])>);
    let (mut before, mut open) = (None::<Item>, true);
    while let Some(member) = reader.next_member().map_err(|error| error.to_string())? {
        let whole = member.item.filter(|_| member.faults.is_empty() && member.content_holds);
        let item = whole.ok_or_else(|| {
            format!("member {} of this archive is broken: `voix-verify election` tells how", member.number)
        })?;
        if item.kind == ItemKind::Data {
            before = Some(item);
            continue;
        }
        let event = Event::parse(&item.body).map_err(|error| format!("member {}: {error}", member.number))?;
        open &= event.kind != EventType::EndBallots;
        let Some(paper) = before.take().filter(|_| event.kind == EventType::Ballot) else { continue };
        let Ok(ballot) = Ballot::parse(&paper.body) else { continue };
        let credential = ballot.credential.to_rfc8032();
        last.insert(credential, event.height);
        if ballot::tracker(&paper.body) == tracker {
            found = Some((Standing { event: item.hash, height: event.height, open: true }, credential));
        }
    }
    Ok(match found {
        None => Fate::Unknown,
        Some((standing, credential)) => {
            let standing = Standing { open, ..standing };
            let counts = last.get(&credential) == Some(&standing.height);
            if counts { Fate::Counted(standing) } else { Fate::Replaced(standing) }
        }
    })
}

fn sentence(fate: &Fate, lang: Lang) -> String {
    let place = |standing: &Standing| match lang {
        Lang::En => format!("event {}, height {}", standing.event, standing.height),
        Lang::Fr => format!("événement {}, rang {}", standing.event, standing.height),
    };
    let words = match (fate, lang) {
        (Fate::Counted(Standing { open: true, .. }), Lang::En) => {
            "counted, unless the voice votes again before the close"
        }
        (Fate::Counted(Standing { open: true, .. }), Lang::Fr) => {
            "compté, sauf nouveau vote de cette voix avant la clôture"
        }
        (Fate::Counted(_), Lang::En) => "counted",
        (Fate::Counted(_), Lang::Fr) => "compté",
        (Fate::Replaced(_), Lang::En) => "replaced: a later ballot of the same voice counts",
        (Fate::Replaced(_), Lang::Fr) => "remplacé : un bulletin plus récent de la même voix compte",
        (Fate::Unknown, Lang::En) => "unknown: this ballot is not in the archive",
        (Fate::Unknown, Lang::Fr) => "inconnu : ce bulletin n’est pas dans l’archive",
    };
    match fate {
        Fate::Counted(standing) | Fate::Replaced(standing) => format!("{words}\n{}", place(standing)),
        Fate::Unknown => words.to_owned(),
    }
}

fn to_json(fate: &Fate) -> serde_json::Value {
    let of = |state: &str, standing: &Standing| json!({ "state": state, "event": standing.event, "height": standing.height, "open": standing.open });
    match fate {
        Fate::Counted(standing) => of("counted", standing),
        Fate::Replaced(standing) => of("replaced", standing),
        Fate::Unknown => json!({ "state": "unknown" }),
    }
}
