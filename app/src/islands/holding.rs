//! What a key holder's browser computes (PROTOCOL.md, key holders). It decrypts only a tally that it recomputed itself
//! from the complete archive, after checking every ballot and the server's own part, and only once the box is closed.

use domain::ids::VoteId;
use domain::wire::{ApproveTrustees, KeyHolderTask, KeyHolderVote, MakeHolderKey, Me, SubmitDecryption};
use protocol::checks;
use protocol::decryption::{self, Binding};
use protocol::group::{self, Element, Scalar};
use protocol::trustees::{TrusteePublicKey, Trustees};
use protocol::trustees_approval;
use zeroize::Zeroizing;

use super::browser::{self, Failure};
use super::device;

/// Why the desk stopped.
#[derive(Debug)]
pub enum Trouble {
    /// The server refused or was silent.
    Server(Failure),
    /// Something does not agree: key of the sentence that says what.
    Doubt(&'static str),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

fn slot(me: &Me, task: &KeyHolderTask) -> String {
    format!("holder:{}:{}:{}", me.cooperative, task.assembly, me.member)
}

/// The key holder's secret on this device. What cannot be read is not absent: another would be made in its place.
async fn secret(me: &Me, task: &KeyHolderTask) -> Result<Option<Zeroizing<Scalar>>, Trouble> {
    let unreadable = || Trouble::Doubt("holder-unreadable");
    let Some(bytes) = browser::load(&slot(me, task)).await.map_err(|_| unreadable())? else { return Ok(None) };
    let bytes: Zeroizing<[u8; 32]> =
        Zeroizing::new(Zeroizing::new(bytes).as_slice().try_into().map_err(|_| unreadable())?);
    Option::<Scalar>::from(Scalar::from_canonical_bytes(*bytes)).map(Zeroizing::new).map(Some).ok_or_else(unreadable)
}

/// Makes the key if there is none, publishes its public part, then approves the trustees of every secret vote.
pub async fn prepare(me: &Me, mut task: KeyHolderTask) -> Result<(), Trouble> {
    if task.public_key.is_none() {
        let x = match secret(me, &task).await? {
            Some(x) => x,
            None => Zeroizing::new(group::random_scalar(&mut device::rng())),
        };
        if !browser::store(&slot(me, &task), x.as_bytes()).await {
            return Err(Trouble::Doubt("holder-not-kept"));
        }
        let public = TrusteePublicKey::prove(&x, None, &mut device::rng());
        let made = MakeHolderKey { public_key: public.to_json() };
        task = browser::post(&format!("/api/v1/assemblies/{}/key-holder/key", task.assembly), &made).await?;
    }
    for vote in task.votes.iter().filter(|vote| !vote.approved) {
        approve(me, &task, vote).await?;
    }
    Ok(())
}

async fn approve(me: &Me, task: &KeyHolderTask, vote: &KeyHolderVote) -> Result<(), Trouble> {
    let json = vote.trustees.as_ref().ok_or(Trouble::Doubt("holder-doubt-trustees"))?;
    let x = secret(me, task).await?.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let trustees = Trustees::parse(json).map_err(|_| Trouble::Doubt("holder-doubt-trustees"))?;
    trustees.verify().map_err(|_| Trouble::Doubt("holder-doubt-trustees"))?;
    let mine = Element::mul_base(&x);
    let named = vote.owner.and_then(|owner| trustees.public_key_of(owner)).is_some_and(|key| key == mine);
    if !named {
        return Err(Trouble::Doubt("holder-doubt-mine"));
    }
    let keys = device::keys(me).await.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let signature = trustees_approval::sign(keys.identity(), me.cooperative.bytes(), vote.vote.bytes(), json);
    let approval = ApproveTrustees { signature };
    browser::post::<_, serde_json::Value>(&format!("/api/v1/votes/{}/trustees-approval", vote.vote), &approval).await?;
    Ok(())
}

/// Verifies the whole archive with the observers' own checks, recomputes the tally, decrypts, proves, sends.
pub async fn open(me: &Me, task: &KeyHolderTask, vote: VoteId) -> Result<(), Trouble> {
    let entry = task.votes.iter().find(|entry| entry.vote == vote).ok_or(Trouble::Doubt("holder-doubt-archive"))?;
    let owner = entry.owner.ok_or(Trouble::Doubt("holder-doubt-mine"))?;
    let x = secret(me, task).await?.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let archive = browser::fetch(&format!("/api/v1/votes/{vote}/archive.bel")).await;
    let companion = browser::fetch(&format!("/api/v1/votes/{vote}/companion.json")).await;
    let (Some(archive), Some(companion)) = (archive, companion) else {
        return Err(Trouble::Server(Failure::NoAnswer));
    };
    let companion = String::from_utf8(companion).map_err(|_| Trouble::Doubt("holder-doubt-archive"))?;
    let sealed = checks::sealed_tally(&archive, &companion).map_err(|_| Trouble::Doubt("holder-doubt-archive"))?;
    if Some(&sealed.uuid) != entry.box_uuid.as_ref() || Some(&sealed.trustees) != entry.trustees.as_ref() {
        return Err(Trouble::Doubt("holder-doubt-archive"));
    }
    once(me, &sealed).await?;
    let public = Element::mul_base(&x);
    let binding = Binding { cooperative: &sealed.cooperative, phi: &sealed.phi, owner, public, tally: &sealed.tally };
    if sealed.cooperative != *me.cooperative.bytes() {
        return Err(Trouble::Doubt("holder-doubt-archive"));
    }
    let (partial, proofs) =
        decryption::decrypt(&x, &binding, &mut device::rng()).map_err(|_| Trouble::Doubt("holder-doubt-archive"))?;
    let part = SubmitDecryption { partial_decryption: partial.to_json(), companion_proofs: proofs.to_json() };
    browser::post::<_, serde_json::Value>(&format!("/api/v1/votes/{vote}/partial-decryptions"), &part).await?;
    Ok(())
}

/// One tally per box on this device: an archive shown with fewer ballots, and later with all, would open the difference.
async fn once(me: &Me, sealed: &checks::SealedTally) -> Result<(), Trouble> {
    let slot = format!("opened:{}:{}", me.member, sealed.phi);
    let digest = protocol::hash::sha256(sealed.tally.as_bytes());
    match browser::load(&slot).await {
        Err(_) => Err(Trouble::Doubt("holder-unreadable")),
        Ok(Some(before)) if before != digest => Err(Trouble::Doubt("holder-doubt-archive")),
        Ok(Some(_)) => Ok(()),
        Ok(None) if browser::store(&slot, &digest).await => Ok(()),
        Ok(None) => Err(Trouble::Doubt("holder-not-kept")),
    }
}
