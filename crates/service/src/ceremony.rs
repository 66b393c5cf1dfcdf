//! The key holders' ceremony as the database has it (PROTOCOL.md §14.11): what was sent, read, and what the record says of who
//! holds keys.

use domain::Refusal;
use domain::ceremony::{CeremonyMember, Progress, Step};
use domain::ids::{AssemblyId, MemberId};
use protocol::ceremony::{self as made, Deal, Dealings, Member, Share, relay};
use protocol::encoding::hex32;
use protocol::record::Entry;
use protocol::trustees::{Pedersen, Signed};
use protocol::{hash, json as canonical_json};
use serde_json::{Value, json};
use store::ceremonies::{self, Ceremony, Message};
use store::holders::Holder;
use store::{Tx, convocations, holders, record};

use crate::Error;
use crate::error::Stored as _;
use crate::facts;

/// The ceremony of an assembly that counts, with everything that was sent.
pub(crate) struct Going {
    /// Itself.
    pub ceremony: Ceremony,
    /// Who takes part, in the order of their places.
    pub holders: Vec<MemberId>,
    messages: Vec<Message>,
    rules: made::Ceremony,
}

impl Going {
    /// The one of an assembly, if its key holders make a key together. A second call begins none where that of the first was
    /// finished: it is its own, too.
    pub(crate) async fn of(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Self>, Error> {
        let first = convocations::of_assembly(tx, assembly).await?.and_then(|kept| kept.follows);
        let ceremony = match (ceremonies::current(tx, assembly).await?, first) {
            (None, Some(first)) if all_made(&holders::by_assembly(tx, first).await?) => {
                ceremonies::current(tx, first).await?
            }
            (own, _) => own,
        };
        let Some(ceremony) = ceremony else { return Ok(None) };
        let holders: Vec<MemberId> =
            holders::by_assembly(tx, assembly).await?.iter().map(|holder| holder.member).collect();
        let cooperative = *facts::cooperative(tx).await?.id.bytes();
        let size = u32::try_from(holders.len()).stored("the key holders")?;
        let rules = made::Ceremony::new(cooperative, *ceremony.id.bytes(), ceremony.threshold, size)
            .map_err(|fault| Error::broken("a ceremony", fault.to_string()))?;
        let messages = ceremonies::messages(tx, ceremony.id).await?;
        Ok(Some(Self { ceremony, holders, messages, rules }))
    }

    /// How far everybody is.
    pub(crate) fn progress(&self) -> Progress {
        let made = |place: u32| self.messages.iter().filter(|message| message.position == place).count();
        Progress((1..).zip(&self.holders).map(|(place, _)| u32::try_from(made(place)).unwrap_or(u32::MAX)).collect())
    }

    /// What somebody sent for a step.
    pub(crate) fn sent(&self, place: u32, step: Step) -> Option<&str> {
        let found = self.messages.iter().find(|message| message.position == place && message.step == step.number());
        found.map(|message| message.body.as_str())
    }

    fn all(&self, step: Step) -> Option<Vec<&str>> {
        let bodies: Vec<&str> =
            self.messages.iter().filter(|message| message.step == step.number()).map(|m| m.body.as_str()).collect();
        (bodies.len() == self.holders.len()).then_some(bodies)
    }

    /// Everybody's certificate, once all are there.
    pub(crate) fn members(&self) -> Result<Option<Vec<CeremonyMember>>, Error> {
        let Some(bodies) = self.all(Step::Certificate) else { return Ok(None) };
        let read = |body: &&str| serde_json::from_str(body).stored("a certificate");
        bodies.iter().map(read).collect::<Result<_, _>>().map(Some)
    }

    /// Everybody's commitment, once all are there.
    pub(crate) fn commitments(&self) -> Option<Vec<String>> {
        Some(self.all(Step::Commitment)?.into_iter().map(str::to_owned).collect())
    }

    fn certs(&self) -> Result<Vec<Signed>, Error> {
        let members = self.members()?.stored("the certificates")?;
        members.iter().map(|member| canonical_json::read(&member.cert).stored("a certificate")).collect()
    }

    fn bound(&self) -> Result<Vec<made::Commitment>, Error> {
        let texts = self.commitments().stored("the commitments")?;
        texts.iter().map(|text| hex32(text).stored("a commitment")).collect()
    }

    fn deals(&self) -> Result<Option<Vec<Deal>>, Error> {
        let Some(bodies) = self.all(Step::Deal) else { return Ok(None) };
        bodies.iter().map(|body| Deal::parse(body).stored("a deal")).collect::<Result<_, _>>().map(Some)
    }

    /// What everybody dealt to somebody, once all have.
    pub(crate) fn dealings(&self, place: u32) -> Result<Option<Dealings>, Error> {
        let Some(deals) = self.deals()? else { return Ok(None) };
        let all = relay::distribute(&self.rules, &self.certs()?, &self.bound()?, &deals);
        let all = all.map_err(|fault| Error::broken("the deals", fault.to_string()))?;
        Ok((1..).zip(all).find(|(at, _)| *at == place).map(|(_, dealings)| dealings))
    }

    /// The finished group, once all shares are there.
    pub(crate) fn group(&self) -> Result<Option<Pedersen>, Error> {
        let Some(bodies) = self.all(Step::Share) else { return Ok(None) };
        let shares: Vec<Share> =
            bodies.iter().map(|body| Share::parse(body).stored("a share")).collect::<Result<_, _>>()?;
        let deals = self.deals()?.stored("the deals")?;
        let group = relay::assemble(&self.rules, &self.certs()?, &deals, &shares);
        group.map(Some).map_err(|fault| Error::broken("a group", fault.to_string()))
    }

    /// The group that all have compared.
    pub(crate) fn finished(&self) -> Result<Option<Pedersen>, Error> {
        if self.progress().all(Step::Compared) { self.group() } else { Ok(None) }
    }

    /// Whether what somebody sends for a step is what it must be. Nobody relies on it: every page verifies everything again.
    ///
    /// # Errors
    /// [`Refusal::HolderKeyInvalid`].
    pub(crate) fn verify(&self, place: u32, step: Step, body: &str) -> Result<(), Error> {
        let holds = match step {
            Step::Certificate => member(body).is_some_and(|(read, cert)| {
                self.rules.certificate(place, &cert).is_ok() && read.verify(&self.rules, place).is_ok()
            }),
            Step::Commitment => hex32(body).is_some(),
            Step::Deal => {
                let (certs, bound) = (self.certs()?, self.bound()?);
                let commitment = (1..).zip(&bound).find(|(at, _)| *at == place).map(|(_, commitment)| commitment);
                let deal = Deal::parse(body).ok().zip(commitment);
                deal.is_some_and(|(deal, mine)| relay::deal(&self.rules, &certs, place, mine, &deal).is_ok())
            }
            Step::Share => {
                let (certs, deals) = (self.certs()?, self.deals()?.stored("the deals")?);
                Share::parse(body).is_ok_and(|share| relay::share(&self.rules, &certs, &deals, place, &share).is_ok())
            }
            Step::Compared => {
                let group = self.group()?.stored("the group")?;
                body == hash::sha256_hex(group.to_json().as_bytes())
            }
        };
        if holds { Ok(()) } else { Err(Refusal::HolderKeyInvalid.into()) }
    }

    /// What the record says once all have compared the code: whose identity keys are behind which group.
    pub(crate) fn entry(&self, group: &Pedersen) -> Result<Value, Error> {
        let members = self.members()?.stored("the certificates")?;
        let identities: Vec<String> = members.into_iter().map(|member| member.identity).collect();
        Ok(json!({
            "ceremony": hash::hex(self.ceremony.id.bytes()),
            "group": hash::sha256_hex(group.to_json().as_bytes()),
            "identities": identities,
            "needed": self.ceremony.threshold,
        }))
    }
}

fn member(body: &str) -> Option<(Member, Signed)> {
    let read: CeremonyMember = serde_json::from_str(body).ok()?;
    let cert: Signed = canonical_json::read(&read.cert).ok()?;
    let identity = hex32(&read.identity)?;
    Some((Member { identity, cert: cert.clone(), signature: read.signature }, cert))
}

/// Whether every key holder has made a key.
pub(crate) fn all_made(holders: &[Holder]) -> bool {
    !holders.is_empty() && holders.iter().all(|holder| holder.public_key.is_some())
}

/// The assembly under which a key holder's browser keeps the key that serves in another: a second call takes over the keys of the
/// first where all of them were made.
pub(crate) async fn keys_of(
    tx: &mut Tx,
    assembly: AssemblyId,
    (mine, going): (&Holder, Option<&Going>),
) -> Result<AssemblyId, Error> {
    if let Some(going) = going {
        return Ok(going.ceremony.assembly);
    }
    let Some(first) = convocations::of_assembly(tx, assembly).await?.and_then(|kept| kept.follows) else {
        return Ok(assembly);
    };
    let before = holders::by_assembly(tx, first).await?;
    let same = |holder: &Holder| holder.member == mine.member && holder.public_key == mine.public_key;
    Ok(if mine.public_key.is_some() && before.iter().any(same) { first } else { assembly })
}

/// The identity keys of the key holders, as the record names them last, in the order of their places.
pub(crate) async fn named(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Value>, Error> {
    for row in record::entries(tx, assembly).await?.iter().rev() {
        let entry = Entry::parse(&row.entry).stored("a record entry")?;
        if entry.kind == KEY_HOLDERS {
            return Ok(Some(entry.body));
        }
    }
    Ok(None)
}

/// Type of the entry of the record that names them.
pub(crate) const KEY_HOLDERS: &str = "key-holders";

/// Whose identity key is at a place in such an entry.
pub(crate) fn identity_at(entry: &Value, place: u32) -> Option<&str> {
    let at = usize::try_from(place).ok()?.checked_sub(1)?;
    entry.get("identities")?.get(at)?.as_str()
}
