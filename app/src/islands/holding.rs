//! What a key holder's browser computes (PROTOCOL.md, key holders). It decrypts only a tally that it recomputed itself
//! from the complete archive, after checking every ballot and the server's own part, and only once the box is closed.

use domain::ids::VoteId;
use domain::wire::{
    ApproveTrustees, BoxPart, KeyHolderBox, KeyHolderTask, KeyHolderVote, MakeHolderKey, Me, SubmitDecryption,
};
use protocol::checks;
use protocol::combined;
use protocol::decryption::{self, Binding};
use protocol::group::{self, Element, Scalar};
use protocol::opening::ClosedBox;
use protocol::trustees::{Entry as Trustee, TrusteePublicKey, Trustees};
use protocol::trustees_approval;
use zeroize::Zeroizing;

use super::browser::{self, Failure};
use super::comparing::Looked;
use super::rolls::checking;
use super::witness::Witnessed;
use super::{device, witness};

/// Why the desk stopped.
#[derive(Debug)]
pub enum Trouble {
    /// The server refused or was silent.
    Server(Failure),
    /// Something does not agree: key of the sentence that says what.
    Doubt(&'static str),
    /// What the key holder at this place sent does not verify.
    Of(u32),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

pub(super) fn slot(me: &Me, task: &KeyHolderTask) -> String {
    format!("holder:{}:{}:{}", me.cooperative, task.keys_of, me.member)
}

/// The key holder's secret on this device. What cannot be read is not absent: another would be made in its place.
pub(super) async fn secret(me: &Me, task: &KeyHolderTask) -> Result<Option<Zeroizing<Scalar>>, Trouble> {
    let unreadable = || Trouble::Doubt("holder-unreadable");
    let Some(bytes) = browser::load(&slot(me, task)).await.map_err(|_| unreadable())? else { return Ok(None) };
    let bytes: Zeroizing<[u8; 32]> =
        Zeroizing::new(Zeroizing::new(bytes).as_slice().try_into().map_err(|_| unreadable())?);
    Option::<Scalar>::from(Scalar::from_canonical_bytes(*bytes)).map(Zeroizing::new).map(Some).ok_or_else(unreadable)
}

/// Whether the key of the finished group is on this device: not one of an attempt before.
pub async fn holds(me: &Me, task: &KeyHolderTask) -> Result<bool, Trouble> {
    let group = task.ceremony.as_ref().and_then(|ceremony| ceremony.group.as_ref());
    let digest = group.map(|group| protocol::hash::sha256(group.as_bytes()));
    let key = task.public_key.as_deref().and_then(|key| TrusteePublicKey::parse(key).ok());
    let (Some(x), Some(key)) = (secret(me, task).await?, key) else { return Ok(false) };
    Ok(Element::mul_base(&x) == key.public_key && group_kept(me, task).await? == digest)
}

/// Makes the key if there is none, publishes its public part, then approves the trustees of every secret vote.
pub async fn prepare(me: &Me, mut task: KeyHolderTask) -> Result<(), Trouble> {
    if task.public_key.is_none() && task.ceremony.is_none() {
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
    let waiting: Vec<&KeyHolderVote> = task.votes.iter().filter(|vote| vote.to_approve()).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let record = named(me, &task).await?;
    for vote in waiting {
        approve(me, &task, vote, &record).await?;
    }
    Ok(())
}

/// The record must name this holder's identity key, at the own place and behind the group that this device made: whoever reads
/// the record knows then whose approvals count.
async fn named(me: &Me, task: &KeyHolderTask) -> Result<Witnessed, Trouble> {
    let doubt = || Trouble::Doubt("holder-doubt-named");
    let record = witness::record(me, task.assembly, &task.record_key).await?;
    let entry = record.entries.iter().rfind(|entry| entry.kind == "key-holders");
    let Some(ceremony) = &task.ceremony else {
        // Where each makes a key alone, whoever approves with another voting key than the one named is named again then.
        return if entry.is_none_or(|entry| entry.body.get("group").is_none()) { Ok(record) } else { Err(doubt()) };
    };
    let entry = entry.ok_or_else(doubt)?;
    let keys = device::keys(me).await.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let mine = protocol::hash::hex(keys.identity().verifying_key().as_bytes());
    let place = ceremony.place.checked_sub(1).and_then(|at| usize::try_from(at).ok()).ok_or_else(doubt)?;
    let group = group_kept(me, task).await?.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let same = entry.body["identities"].get(place).and_then(serde_json::Value::as_str) == Some(&mine)
        && entry.body["group"].as_str() == Some(&protocol::hash::hex(&group));
    if same { Ok(record) } else { Err(doubt()) }
}

/// Where this device keeps the hash of the group that it made with the others.
pub(super) fn group_slot(me: &Me, task: &KeyHolderTask) -> String {
    format!("group:{}:{}:{}", me.cooperative, task.keys_of, me.member)
}

async fn group_kept(me: &Me, task: &KeyHolderTask) -> Result<Option<[u8; 32]>, Trouble> {
    let kept = browser::load(&group_slot(me, task)).await.map_err(|_| Trouble::Doubt("holder-unreadable"))?;
    Ok(kept.and_then(|bytes| bytes.as_slice().try_into().ok()))
}

/// Whether the group in the trustees is the one that this device made with the others, where it made one; and whether there is
/// none where it made none.
async fn of_group(me: &Me, task: &KeyHolderTask, trustees: &Trustees) -> Result<bool, Trouble> {
    let groups = trustees.entries().iter().filter_map(|entry| match entry {
        Trustee::Pedersen(group) => Some(protocol::hash::sha256(group.to_json().as_bytes())),
        Trustee::Single(_) => None,
    });
    let groups: Vec<[u8; 32]> = groups.collect();
    Ok(match &task.ceremony {
        None => groups.is_empty(),
        Some(_) => groups.len() == 1 && groups.first().copied() == group_kept(me, task).await?,
    })
}

async fn approve(me: &Me, task: &KeyHolderTask, vote: &KeyHolderVote, record: &Witnessed) -> Result<(), Trouble> {
    let json = vote.trustees.as_ref().ok_or(Trouble::Doubt("holder-doubt-trustees"))?;
    let x = secret(me, task).await?.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let trustees = Trustees::parse(json).map_err(|_| Trouble::Doubt("holder-doubt-trustees"))?;
    trustees.verify().map_err(|_| Trouble::Doubt("holder-doubt-trustees"))?;
    let mine = Element::mul_base(&x);
    let named = vote.owner.and_then(|owner| trustees.public_key_of(owner)).is_some_and(|key| key == mine);
    if !named || !of_group(me, task, &trustees).await? {
        return Err(Trouble::Doubt("holder-doubt-mine"));
    }
    let slot = approved_slot(me, vote.vote);
    let digest = protocol::hash::sha256(json.as_bytes());
    // Whoever comes late approves what was opened, and nothing else.
    if record.trustees_of(vote.vote).any(|opened| opened != protocol::hash::hex(&digest)) {
        return Err(Trouble::Doubt("holder-doubt-trustees"));
    }
    // A vote has one set of keys.
    match browser::load(&slot).await {
        Err(_) => return Err(Trouble::Doubt("holder-unreadable")),
        Ok(Some(before)) if before != digest => return Err(Trouble::Doubt("holder-doubt-trustees")),
        Ok(_) => {}
    }
    if !browser::store(&slot, &digest).await {
        return Err(Trouble::Doubt("holder-not-kept"));
    }
    let keys = device::keys(me).await.ok_or(Trouble::Doubt("holder-no-secret"))?;
    let signature = trustees_approval::sign(keys.identity(), me.cooperative.bytes(), vote.vote.bytes(), json);
    let approval = ApproveTrustees { signature };
    browser::post::<_, serde_json::Value>(&format!("/api/v1/votes/{}/trustees-approval", vote.vote), &approval).await?;
    Ok(())
}

/// Where this device keeps which trustees it approved for a vote: it opens boxes of no other.
fn approved_slot(me: &Me, vote: VoteId) -> String {
    format!("approved:{}:{vote}", me.member)
}

/// Whether the boxes are those of the trustees that were approved for the vote, with the own key among them: on this device, or
/// on one that is lost, as the signature of the own voting key shows.
async fn of_approved(
    me: &Me,
    entry: &KeyHolderVote,
    (owner, public): (u32, Element),
    sealed: &checks::SealedVote,
) -> Result<(), Trouble> {
    let slot = approved_slot(me, entry.vote);
    let kept = browser::load(&slot).await.map_err(|_| Trouble::Doubt("holder-unreadable"))?;
    for one in &sealed.boxes {
        let digest = protocol::hash::sha256(one.trustees.as_bytes());
        let approved = match &kept {
            Some(kept) => kept.as_slice() == digest.as_slice(),
            None => elsewhere(me, entry, &one.trustees).await && browser::store(&slot, &digest).await,
        };
        if !approved {
            return Err(Trouble::Doubt("holder-doubt-trustees"));
        }
        let named = Trustees::parse(&one.trustees).ok().and_then(|trustees| trustees.public_key_of(owner));
        if named != Some(public) {
            return Err(Trouble::Doubt("holder-doubt-mine"));
        }
    }
    Ok(())
}

/// Whether the own voting key approved these trustees on another device.
async fn elsewhere(me: &Me, entry: &KeyHolderVote, trustees: &str) -> bool {
    let (Some(keys), Some(approval)) = (device::keys(me).await, &entry.approval) else { return false };
    let identity = keys.identity().verifying_key().to_bytes();
    let (cooperative, vote) = (me.cooperative.bytes(), entry.vote.bytes());
    trustees_approval::verify(cooperative, vote, trustees, &identity, approval).is_ok()
}

/// Verifies the archives of all boxes of a vote with the observers' own checks, recomputes the tally, finds in the record that all
/// of them were closed so, checks who was on their rolls, and notes what may be opened: from here on this device opens nothing else
/// of this vote.
pub async fn look(me: &Me, task: &KeyHolderTask, vote: VoteId) -> Result<Looked, Trouble> {
    let doubt = || Trouble::Doubt("holder-doubt-archive");
    let entry = task.votes.iter().find(|entry| entry.vote == vote).ok_or_else(doubt)?;
    let (owner, public, _) = own(me, task, entry).await?;
    let mut files = Vec::with_capacity(entry.boxes.len());
    for one in &entry.boxes {
        files.push(fetched(vote, one).await?);
    }
    let files: Vec<(&[u8], &str)> =
        files.iter().map(|(archive, companion)| (archive.as_slice(), companion.as_str())).collect();
    let sealed = checks::sealed_vote(&files).map_err(|_| doubt())?;
    let shown = sealed.boxes.iter().map(|one| &one.uuid).eq(entry.boxes.iter().map(|one| &one.uuid));
    let approved = sealed.boxes.iter().all(|one| Some(&one.trustees) == entry.trustees.as_ref());
    let ours = sealed.boxes.iter().all(|one| one.cooperative == *me.cooperative.bytes());
    if !shown || !approved || !ours {
        return Err(doubt());
    }
    of_approved(me, entry, (owner, public), &sealed).await?;
    let closed = |one: &checks::SealedTally| ClosedBox {
        uuid: one.uuid.clone(),
        phi: one.phi.clone(),
        event: one.event.clone(),
    };
    let record = witness::record(me, task.assembly, &task.record_key).await?;
    let opening = record.closed(vote, sealed.boxes.iter().map(closed).collect())?;
    checking::of_sealed(me, entry, &sealed.boxes, &record).await?;
    once(me, vote, &sealed).await?;
    Ok(Looked { vote, opening, sealed })
}

/// The own place, key and share.
async fn own(
    me: &Me,
    task: &KeyHolderTask,
    entry: &KeyHolderVote,
) -> Result<(u32, Element, Zeroizing<Scalar>), Trouble> {
    let owner = entry.owner.ok_or(Trouble::Doubt("holder-doubt-mine"))?;
    let x = secret(me, task).await?.ok_or(Trouble::Doubt("holder-no-secret"))?;
    Ok((owner, Element::mul_base(&x), x))
}

/// Decrypts what was looked at, proves, sends.
pub async fn open(me: &Me, task: &KeyHolderTask, looked: &Looked) -> Result<(), Trouble> {
    let doubt = || Trouble::Doubt("holder-doubt-archive");
    let Looked { vote, sealed, .. } = looked;
    let entry = task.votes.iter().find(|entry| entry.vote == *vote).ok_or_else(doubt)?;
    let (owner, public, x) = own(me, task, entry).await?;
    let part = match &sealed.sum {
        Some(sum) => {
            let cooperative = me.cooperative.bytes();
            let binding = combined::Binding { cooperative, boxes: &sum.boxes, owner, public };
            let part = combined::decrypt(&x, &binding, &sum.tally, &mut device::rng());
            SubmitDecryption::Sum(protocol::json::write(&part))
        }
        None => {
            let parts = sealed.boxes.iter().map(|one| decrypted(&x, (owner, public), one)).collect::<Result<_, _>>();
            SubmitDecryption::Boxes(parts.map_err(|_| doubt())?)
        }
    };
    browser::post::<_, serde_json::Value>(&format!("/api/v1/votes/{vote}/partial-decryptions"), &part).await?;
    Ok(())
}

/// Archive and companion of a box.
async fn fetched(vote: VoteId, one: &KeyHolderBox) -> Result<(Vec<u8>, String), Trouble> {
    let stage = one.stage.word();
    let archive = browser::fetch(&format!("/api/v1/votes/{vote}/archive.bel?stage={stage}")).await;
    let companion = browser::fetch(&format!("/api/v1/votes/{vote}/companion.json?stage={stage}")).await;
    let (Some(archive), Some(companion)) = (archive, companion) else {
        return Err(Trouble::Server(Failure::NoAnswer));
    };
    Ok((archive, String::from_utf8(companion).map_err(|_| Trouble::Doubt("holder-doubt-archive"))?))
}

fn decrypted(
    x: &Scalar,
    (owner, public): (u32, Element),
    one: &checks::SealedTally,
) -> Result<BoxPart, protocol::Malformed> {
    let binding = Binding { cooperative: &one.cooperative, phi: &one.phi, owner, public, tally: &one.tally };
    let (partial, proofs) = decryption::decrypt(x, &binding, &mut device::rng())?;
    Ok(BoxPart { partial_decryption: partial.to_json(), companion_proofs: proofs.to_json() })
}

/// One opening of each vote, and of each box whatever vote the server says it is of, on this device: archives shown with fewer ballots, and later
/// with all, would open the difference; and so would the boxes one by one and their sum.
async fn once(me: &Me, vote: VoteId, sealed: &checks::SealedVote) -> Result<(), Trouble> {
    let said: String = sealed.boxes.iter().map(|one| format!("{} {}\n", one.phi, one.tally)).collect();
    let digest = protocol::hash::sha256(format!("{}\n{said}", sealed.sum.is_some()).as_bytes());
    let boxes = sealed.boxes.iter().map(|one| format!("opened:{}:{}", me.member, one.phi));
    let slots: Vec<String> = boxes.chain([format!("opened:{}:{vote}", me.member)]).collect();
    for slot in &slots {
        match browser::load(slot).await {
            Err(_) => return Err(Trouble::Doubt("holder-unreadable")),
            Ok(Some(before)) if before != digest => return Err(Trouble::Doubt("holder-doubt-archive")),
            Ok(_) => {}
        }
    }
    // All are noted before any part is made.
    for slot in &slots {
        if !browser::store(slot, &digest).await {
            return Err(Trouble::Doubt("holder-not-kept"));
        }
    }
    Ok(())
}
