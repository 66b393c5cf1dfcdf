//! Which program the server runs, noted in the record of every assembly that is not over: whoever keeps a copy of the record can compare
//! what browsers are served. The server does it by itself when it starts, and for assemblies convened later; nobody asks for it. Of two
//! servers with different builds on one database, each says so once.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::ids::AssemblyId;
use protocol::record::Entry;
use protocol::software::Software;
use store::{Tx, assemblies, cooperatives, record};

use crate::error::Stored as _;
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// The kind of its entry.
const KIND: &str = "software";

/// Notes a program wherever the last entry about one names another, or none is there, unless it was noted there `since` it runs
/// (microseconds since 1970 UTC); the answer is in how many records. Assemblies that stand still are left out: nothing is signed about
/// them, and it is noted when they go on.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn note_software(service: &Service, software: &Software, since: i64) -> Result<u32, Error> {
    let mut tx = service.db().read().await?;
    let Some(cooperative) = cooperatives::the_one(&mut tx).await? else { return Ok(0) };
    let mut due = Vec::new();
    for assembly in assemblies::all(&mut tx).await? {
        if open(assembly.state) && is_due(&mut tx, assembly.id, software, since).await? {
            due.push(assembly.id);
        }
    }
    drop(tx);
    let mut noted = 0;
    for id in due {
        let wrote = transaction!(service, |tx| {
            // It may have ended, or been noted, since.
            let assembly = facts::assembly(tx, id).await?;
            if !open(assembly.state) || !is_due(tx, id, software, since).await? {
                return Ok(false);
            }
            let mut record = Record::new(service, cooperative.id, id);
            record.add(KIND, software.body());
            record.write(tx).await?;
            Ok(true)
        });
        match wrote {
            Ok(true) => noted += 1,
            Ok(false) | Err(Error::Refused(Refusal::RecordHalted | Refusal::RecordLost)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(noted)
}

/// Whether its record may go on.
fn open(state: AssemblyState) -> bool {
    matches!(state, AssemblyState::Convened | AssemblyState::InSession)
}

/// Whether a record has begun, does not name this program last, and did not name it since it runs: another program that came after it
/// is another server, which answers beside this one.
async fn is_due(tx: &mut Tx, assembly: AssemblyId, software: &Software, since: i64) -> Result<bool, Error> {
    let rows = record::entries(tx, assembly).await?;
    let body = software.body();
    let (mut last, mut said) = (false, false);
    for row in &rows {
        let entry = Entry::parse(&row.entry).stored("a record entry")?;
        if entry.kind == KIND {
            last = entry.body == body;
            said |= last && entry.time >= since;
        }
    }
    Ok(!rows.is_empty() && !last && !said)
}
