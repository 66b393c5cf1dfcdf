//! What a key holder's browser computes to make a key together with the others (PROTOCOL.md §14.11). Everything it saw it keeps
//! as it first saw it: what it compares at the end is what it saw before it revealed anything.

use domain::ceremony::{CeremonyMember, CeremonyMessage, CeremonyPart, CeremonyTask, Step};
use domain::ids::CeremonyId;
use domain::wire::{KeyHolderTask, Me};
use protocol::ceremony::{Ceremony, Deal, Dealings, Fault, Holder, Joined, Member, Received, Seed, Share};
use protocol::encoding::hex32;
use protocol::trustees::{Pedersen, Signed};
use protocol::{hash, json};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::browser::{self, Failure};
use super::device;
use super::holding::{Trouble, group_slot, slot as secret_slot};

/// What this device keeps of a ceremony, as it first saw it.
#[derive(Serialize, Deserialize)]
struct Kept {
    ceremony: CeremonyId,
    seed: String,
    #[serde(default)]
    members: Vec<CeremonyMember>,
    #[serde(default)]
    deal: Option<String>,
    #[serde(default)]
    commitments: Vec<String>,
    #[serde(default)]
    dealings: Option<String>,
    #[serde(default)]
    share: Option<String>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.seed);
    }
}

/// Where this device stands.
pub enum Stand {
    /// Nothing begun, here or elsewhere.
    New,
    /// Begun on another device.
    Elsewhere,
    /// Begun here, with this seed.
    Going(Zeroizing<String>),
    /// The key is made, and not here.
    Lost,
    /// The key is made and here.
    Done,
}

/// What became of a step.
pub enum Made {
    /// It was sent; what there is to do now.
    Sent(Box<KeyHolderTask>),
    /// The others' are awaited.
    Waits,
    /// All is there: the code to compare aloud.
    Code(String),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        fault.member.map_or(Self::Doubt("ceremony-fault"), Self::Of)
    }
}

fn slot(me: &Me, task: &KeyHolderTask) -> String {
    format!("ceremony:{}:{}:{}", me.cooperative, task.keys_of, me.member)
}

fn unreadable() -> Trouble {
    Trouble::Doubt("holder-unreadable")
}

async fn kept(me: &Me, task: &KeyHolderTask) -> Result<Option<Kept>, Trouble> {
    let Some(bytes) = browser::load(&slot(me, task)).await.map_err(|_| unreadable())? else { return Ok(None) };
    serde_json::from_slice(&Zeroizing::new(bytes)).map(Some).map_err(|_| unreadable())
}

async fn keep(me: &Me, task: &KeyHolderTask, kept: &Kept) -> Result<(), Trouble> {
    let text = Zeroizing::new(serde_json::to_vec(kept).map_err(|_| unreadable())?);
    if browser::store(&slot(me, task), &text).await { Ok(()) } else { Err(Trouble::Doubt("holder-not-kept")) }
}

/// What is kept of this very ceremony.
async fn going(me: &Me, task: &KeyHolderTask, ceremony: &CeremonyTask) -> Result<Kept, Trouble> {
    let kept = kept(me, task).await?.filter(|kept| kept.ceremony == ceremony.id);
    kept.ok_or(Trouble::Doubt("ceremony-elsewhere"))
}

fn current(task: &KeyHolderTask) -> Result<&CeremonyTask, Trouble> {
    task.ceremony.as_ref().ok_or(Trouble::Doubt("ceremony-fault"))
}

fn made(ceremony: &CeremonyTask) -> u32 {
    let at = usize::try_from(ceremony.place).ok().and_then(|place| place.checked_sub(1));
    at.and_then(|at| ceremony.holders.get(at)).map_or(0, |holder| holder.made)
}

/// Where this device stands.
pub async fn stand(me: &Me, task: &KeyHolderTask) -> Result<Stand, Trouble> {
    let ceremony = current(task)?;
    if task.public_key.is_some() {
        return Ok(match super::holding::holds(me, task).await? {
            true => Stand::Done,
            false => Stand::Lost,
        });
    }
    Ok(match kept(me, task).await? {
        Some(kept) if kept.ceremony == ceremony.id => Stand::Going(Zeroizing::new(kept.seed.clone())),
        _ if made(ceremony) > 0 => Stand::Elsewhere,
        _ => Stand::New,
    })
}

/// What there is to do now.
pub async fn fetch(task: &KeyHolderTask) -> Result<KeyHolderTask, Failure> {
    browser::get(&format!("/api/v1/assemblies/{}/key-holder", task.assembly)).await
}

/// Draws the seed, and keeps it before anything is sent. What was begun on this device goes on.
pub async fn begin(me: &Me, task: &KeyHolderTask) -> Result<Zeroizing<String>, Trouble> {
    if let Stand::Going(seed) = stand(me, task).await? {
        return Ok(seed);
    }
    let seed = Seed::generate(&mut device::rng());
    let new = Kept {
        ceremony: current(task)?.id,
        seed: seed.text().to_owned(),
        members: Vec::new(),
        deal: None,
        commitments: Vec::new(),
        dealings: None,
        share: None,
    };
    keep(me, task, &new).await?;
    Ok(Zeroizing::new(seed.text().to_owned()))
}

async fn send(task: &KeyHolderTask, message: CeremonyMessage) -> Result<Made, Trouble> {
    let part = CeremonyPart { ceremony: current(task)?.id, message };
    let path = format!("/api/v1/assemblies/{}/key-holder/ceremony", task.assembly);
    Ok(Made::Sent(Box::new(browser::post(&path, &part).await?)))
}

/// Makes the next step, if its turn has come.
pub async fn step(me: &Me, task: &KeyHolderTask, ceremony: &CeremonyTask) -> Result<Made, Trouble> {
    let mut kept = going(me, task, ceremony).await?;
    match Step::of(made(ceremony) + 1) {
        Some(Step::Certificate) => certify(me, task, ceremony, &kept).await,
        Some(Step::Commitment) if !ceremony.members.is_empty() => {
            if kept.members.is_empty() {
                kept.members.clone_from(&ceremony.members);
            }
            let joined = joined(me, ceremony, &kept).await?;
            let deal = match &kept.deal {
                Some(deal) => read_deal(deal)?,
                None => joined.deal(&mut device::rng()),
            };
            kept.deal = Some(deal.to_json());
            keep(me, task, &kept).await?;
            send(task, CeremonyMessage::Commitment(hash::hex(&joined.commitment(&deal)))).await
        }
        Some(Step::Deal) if !ceremony.commitments.is_empty() => {
            if kept.commitments.is_empty() {
                kept.commitments.clone_from(&ceremony.commitments);
            }
            // Kept before the deal leaves: what comes later is compared with it.
            keep(me, task, &kept).await?;
            let joined = joined(me, ceremony, &kept).await?;
            let deal = read_deal(kept.deal.as_deref().ok_or_else(unreadable)?)?;
            joined.reveal(deal, commitments(&kept)?)?;
            send(task, CeremonyMessage::Deal(kept.deal.clone().ok_or_else(unreadable)?)).await
        }
        Some(Step::Share) if ceremony.dealings.is_some() => {
            if kept.dealings.is_none() {
                kept.dealings.clone_from(&ceremony.dealings);
            }
            let received = received(me, ceremony, &kept).await?;
            let share = kept.share.get_or_insert_with(|| received.share().to_json()).clone();
            keep(me, task, &kept).await?;
            send(task, CeremonyMessage::Share(share)).await
        }
        Some(Step::Compared) => match &ceremony.group {
            Some(group) => {
                let group = Pedersen::parse(group).map_err(|_| Trouble::Doubt("ceremony-fault"))?;
                Ok(Made::Code(received(me, ceremony, &kept).await?.confirm(&group)?.code))
            }
            None => Ok(Made::Waits),
        },
        _ => Ok(Made::Waits),
    }
}

/// The code was the same everywhere: the key is kept, and the others are told.
pub async fn compared(me: &Me, task: &KeyHolderTask) -> Result<KeyHolderTask, Trouble> {
    let ceremony = current(task)?;
    let kept = going(me, task, ceremony).await?;
    let text = ceremony.group.as_ref().ok_or(Trouble::Doubt("ceremony-fault"))?;
    let group = Pedersen::parse(text).map_err(|_| Trouble::Doubt("ceremony-fault"))?;
    let confirmed = received(me, ceremony, &kept).await?.confirm(&group)?;
    let digest = hash::sha256(text.as_bytes());
    keep_key(me, task, confirmed.secret.as_bytes(), &digest).await?;
    match send(task, CeremonyMessage::Compared(hash::hex(&digest))).await? {
        Made::Sent(task) => Ok(*task),
        Made::Waits | Made::Code(_) => Err(Trouble::Doubt("ceremony-fault")),
    }
}

async fn keep_key(me: &Me, task: &KeyHolderTask, x: &[u8; 32], group: &[u8; 32]) -> Result<(), Trouble> {
    let kept = browser::store(&secret_slot(me, task), x).await && browser::store(&group_slot(me, task), group).await;
    if kept { Ok(()) } else { Err(Trouble::Doubt("holder-not-kept")) }
}

/// The key again, from the seed that was noted and the share that the server keeps, encrypted to that seed. The group is the one
/// whose certificates this seed signed and whose code was noted with it: people compared that code.
pub async fn bring_back(me: &Me, task: &KeyHolderTask, typed: &str, noted: &str) -> Result<(), Trouble> {
    let wrong = || Trouble::Doubt("ceremony-back-wrong");
    let ceremony = current(task)?;
    let typed: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace()).collect());
    let seed = Seed::parse(&typed).map_err(|_| wrong())?;
    let text = ceremony.group.as_ref().ok_or_else(wrong)?;
    let group = Pedersen::parse(text).map_err(|_| wrong())?;
    group.verify().map_err(|_| wrong())?;
    let share = Share::parse(ceremony.share.as_ref().ok_or_else(wrong)?).map_err(|_| wrong())?;
    let key = group.verification_key(ceremony.place).ok_or_else(wrong)?;
    let holder = holder(me, ceremony, &seed).await?;
    holder.is_of(&group).map_err(|_| wrong())?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(noted) != digits(&code_of(me, ceremony, &group)?) {
        return Err(wrong());
    }
    let x = holder.share(&share.private_key, &key).map_err(|_| wrong())?;
    keep_key(me, task, x.as_bytes(), &hash::sha256(text.as_bytes())).await
}

/// The code of a finished group, as it was read aloud.
fn code_of(me: &Me, ceremony: &CeremonyTask, group: &Pedersen) -> Result<String, Trouble> {
    let identities: Option<Vec<[u8; 32]>> = ceremony.members.iter().map(|member| hex32(&member.identity)).collect();
    let identities = identities.ok_or(Trouble::Doubt("ceremony-back-wrong"))?;
    let size = u32::try_from(ceremony.holders.len()).unwrap_or(u32::MAX);
    let rules = Ceremony::new(*me.cooperative.bytes(), *ceremony.id.bytes(), ceremony.threshold, size)?;
    Ok(protocol::ceremony::code(&rules, &identities, &group.certs, &group.coefexps))
}

async fn holder(me: &Me, ceremony: &CeremonyTask, seed: &Seed) -> Result<Holder, Trouble> {
    let size = u32::try_from(ceremony.holders.len()).unwrap_or(u32::MAX);
    let rules = Ceremony::new(*me.cooperative.bytes(), *ceremony.id.bytes(), ceremony.threshold, size)?;
    let keys = device::keys(me).await.ok_or(Trouble::Doubt("holder-no-secret"))?;
    Ok(Holder::new(rules, ceremony.place, keys.identity().verifying_key().to_bytes(), seed)?)
}

async fn certify(me: &Me, task: &KeyHolderTask, ceremony: &CeremonyTask, kept: &Kept) -> Result<Made, Trouble> {
    let seed = Seed::parse(&kept.seed).map_err(|_| unreadable())?;
    let size = u32::try_from(ceremony.holders.len()).unwrap_or(u32::MAX);
    let rules = Ceremony::new(*me.cooperative.bytes(), *ceremony.id.bytes(), ceremony.threshold, size)?;
    let cert = holder(me, ceremony, &seed).await?.certificate(&mut device::rng());
    let keys = device::keys(me).await.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let member = Member::sign(&rules, ceremony.place, cert, keys.identity());
    let member = CeremonyMember {
        identity: hash::hex(&member.identity),
        cert: member.cert.to_json(),
        signature: member.signature,
    };
    send(task, CeremonyMessage::Certificate(member)).await
}

/// From what was kept of the members.
async fn joined(me: &Me, ceremony: &CeremonyTask, kept: &Kept) -> Result<Joined, Trouble> {
    let seed = Seed::parse(&kept.seed).map_err(|_| unreadable())?;
    let mut members = Vec::with_capacity(kept.members.len());
    for (place, member) in (1..).zip(&kept.members) {
        let identity = hex32(&member.identity).ok_or(Trouble::Of(place))?;
        let cert: Signed = json::read(&member.cert).map_err(|_| Trouble::Of(place))?;
        members.push(Member { identity, cert, signature: member.signature });
    }
    Ok(holder(me, ceremony, &seed).await?.join(&members)?)
}

fn read_deal(text: &str) -> Result<Deal, Trouble> {
    Deal::parse(text).map_err(|_| unreadable())
}

fn commitments(kept: &Kept) -> Result<Vec<[u8; 32]>, Trouble> {
    (1..).zip(&kept.commitments).map(|(place, text)| hex32(text).ok_or(Trouble::Of(place))).collect()
}

/// From what was kept of members, deal, commitments and dealings.
async fn received(me: &Me, ceremony: &CeremonyTask, kept: &Kept) -> Result<Received, Trouble> {
    let deal = read_deal(kept.deal.as_deref().ok_or_else(unreadable)?)?;
    let revealed = joined(me, ceremony, kept).await?.reveal(deal, commitments(kept)?)?;
    let dealings = kept.dealings.as_deref().ok_or_else(unreadable)?;
    let dealings = Dealings::parse(dealings).map_err(|_| Trouble::Doubt("ceremony-fault"))?;
    Ok(revealed.receive(&dealings, &mut device::rng())?)
}
