//! What a member sees of the own record.

use domain::Refusal;
use domain::ids::MemberId;
use domain::own_record::{ActLine, By, HistoryLine, KeyLine, OfficeLine, OwnRecord};
use domain::roles::{Actor, Term};
use protocol::hash;
use serde_json::{Map, Value, json};
use store::keys::{self, MemberKey};
use store::{Tx, email_confirmations, own, own_data, shares};

use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Lines of what was done to the record that the page shows; the download has all.
const ACTS: u32 = 200;
/// Bytes of a key's fingerprint.
const FINGERPRINT: usize = 8;

/// What the register holds of the member.
///
/// # Errors
/// Policy; [`Refusal::MemberState`] when the membership is over.
pub async fn own_record(service: &Service, actor: &Actor) -> Result<OwnRecord, Error> {
    allow(actor, Operation::ReadOwnRecord)?;
    let (mut tx, now) = (service.db().read().await?, service.now());
    let member = facts::acting(service, &mut tx, actor, Operation::ReadOwnRecord).await?;
    let (id, held) = (member.id, shares::of_member(&mut tx, member.id).await?);
    let history = own::history(&mut tx, id).await?.into_iter().map(|row| HistoryLine {
        by: by(id, row.actor, row.name, row.number),
        happened: row.happened,
        at: row.at,
        reason: row.reason,
    });
    let acts = own::acts_about(&mut tx, id.0, ACTS).await?.into_iter().map(|row| ActLine {
        by: by(id, row.actor, row.name, row.number),
        act: row.act,
        at: row.at,
    });
    Ok(OwnRecord {
        member: id,
        number: member.number,
        identity: member.identity(),
        email_waiting: own::waiting_email(&mut tx, id, now).await?,
        email: member.email,
        email_confirmed_at: member.email_confirmed_at,
        email_consent_at: member.email_consent_at,
        lang: member.lang,
        state: member.state,
        shares: held.shares,
        cents: held.cents,
        history: history.collect(),
        offices: offices(&mut tx, id, now).await?,
        keys: all_keys(&mut tx, id).await?,
        acts: acts.collect(),
        time_zone: facts::cooperative(&mut tx).await?.time_zone,
    })
}

fn by(own: MemberId, actor: Option<MemberId>, name: Option<String>, number: Option<u32>) -> By {
    match actor {
        None => By::Nobody,
        Some(actor) if actor == own => By::Yourself,
        Some(_) => By::Member { name: name.unwrap_or_default(), number },
    }
}

async fn offices(tx: &mut Tx, member: MemberId, now: i64) -> Result<Vec<OfficeLine>, Error> {
    let held = own::offices(tx, member).await?;
    // A term that was ended before it began never was.
    let terms = held.into_iter().filter_map(|row| {
        let term = Term::new(row.from_at, row.until_at).ok()?;
        Some(OfficeLine { role: row.role, from: row.from_at, until: row.until_at, now: term.covers(now) })
    });
    Ok(terms.collect())
}

async fn all_keys(tx: &mut Tx, member: MemberId) -> Result<Vec<KeyLine>, Error> {
    let last = keys::current(tx, member).await?.map_or(0, |key| key.seq);
    let mut lines = Vec::new();
    for seq in 1..=last {
        lines.extend(keys::at_seq(tx, member, seq).await?.as_ref().map(line));
    }
    Ok(lines)
}

fn line(key: &MemberKey) -> KeyLine {
    let digest = hash::sha256(&key.identity);
    KeyLine {
        seq: key.seq,
        fingerprint: hash::hex(&digest[..FINGERPRINT]),
        since: key.registered_at,
        origin: key.origin,
    }
}

/// Everything held about the member, table by table.
///
/// # Errors
/// As [`own_record`].
pub async fn own_data(service: &Service, actor: &Actor) -> Result<Value, Error> {
    allow(actor, Operation::ReadOwnData)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadOwnData).await?.id;
    let cooperative = facts::cooperative(&mut tx).await?.name;
    let mut tables = Map::new();
    for (table, rows) in own_data::of_member(&mut tx, member).await? {
        tables.insert(table.to_owned(), rows);
    }
    let read_me = "Instants are microseconds since 1970-01-01 UTC; money is in cents; bytes are in hexadecimal. \
        Of a secret ballot nobody holds what it says.";
    Ok(json!({ "cooperative": cooperative, "at": service.now(), "read_me": read_me, "tables": tables }))
}

/// The address that a link would confirm, and whose: shown on its page, before the press.
///
/// # Errors
/// [`Refusal::EmailLinkOver`].
pub async fn email_link(service: &Service, link: &str) -> Result<(String, String), Error> {
    allow(&Actor::Anyone, Operation::ConfirmMyEmail)?;
    let mut tx = service.db().read().await?;
    let asked = email_confirmations::by_token(&mut tx, &hash::sha256(link.as_bytes())).await?;
    let now = service.now();
    let asked = asked.filter(|asked| asked.used_at.is_none() && now < asked.expires_at);
    let asked = asked.ok_or(Refusal::EmailLinkOver)?;
    let member = facts::member(&mut tx, asked.member).await?;
    // The link of an application is pressed elsewhere.
    if !member.state.is_member() {
        return Err(Refusal::EmailLinkOver.into());
    }
    Ok((member.name, asked.email))
}
