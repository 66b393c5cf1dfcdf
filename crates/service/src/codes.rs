//! Which key speaks for whom in an assembly: the own one, a paper code, or one that the server made; and which codes speak at this
//! moment.

use std::collections::{HashMap, HashSet};

use domain::Refusal;
use domain::codes;
use domain::ids::{AssemblyId, EntrustedKeyId, MemberId, PaperCodeId};
use domain::roles::Actor;
use protocol::commitment::{Kind, RegisterLeaf};
use protocol::group::Element;
use protocol::keys::PublicKeys;
use store::codes::PaperCode;
use store::entrusted::EntrustedKey;
use store::keys::MemberKey;
use store::rolls::RollEntry;
use store::{Tx, entrusted, keys, members};

use crate::error::Stored as _;
use crate::{Error, Service, facts};

/// What a key that speaks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The member's own.
    Own,
    /// A paper code.
    Code(PaperCodeId),
    /// One that the server made.
    Entrusted(EntrustedKeyId),
}

impl By {
    /// What speaks a voice on a roll.
    pub fn of_entry(entry: &RollEntry) -> Self {
        match (entry.code, entry.entrusted) {
            (Some(code), _) => Self::Code(code),
            (None, Some(entrusted)) => Self::Entrusted(entrusted),
            (None, None) => Self::Own,
        }
    }

    /// The kind of a voice that it speaks.
    pub const fn kind(self, by_proxy: bool) -> Kind {
        match (self, by_proxy) {
            (Self::Code(_), _) => Kind::PaperCode,
            (Self::Entrusted(_), _) => Kind::Entrusted,
            (Self::Own, true) => Kind::Mandate,
            (Self::Own, false) => Kind::OwnKey,
        }
    }
}

/// A key that may speak when a roll is fixed: the own one of a member, their paper code, or the one that the server made for them.
#[derive(Clone, Debug)]
pub(crate) struct Speaking {
    /// Whose voice it is.
    pub member: MemberId,
    /// Their number.
    pub number: u32,
    /// Which of their keys, or of their codes of the assembly; 1 where the server made it.
    pub seq: u32,
    /// What it is.
    pub by: By,
    /// The public part.
    pub keys: PublicKeys,
}

impl Speaking {
    fn own(key: &MemberKey, number: u32) -> Result<Self, Error> {
        Ok(Self { member: key.member, number, seq: key.seq, by: By::Own, keys: facts::public_keys(key)? })
    }

    fn code(code: &PaperCode, number: u32) -> Result<Self, Error> {
        Ok(Self { member: code.member, number, seq: code.n, by: By::Code(code.id), keys: public_keys(code)? })
    }

    /// The key that the server made for a member with this number.
    pub fn entrusted(key: &EntrustedKey, number: u32) -> Result<Self, Error> {
        Ok(Self { member: key.member, number, seq: 1, by: By::Entrusted(key.id), keys: entrusted_keys(key)? })
    }

    /// What the register commitment says of it.
    pub fn leaf(&self) -> RegisterLeaf {
        match self.by {
            By::Own => RegisterLeaf::of(&self.keys, self.seq, self.number),
            By::Code(_) => RegisterLeaf::of_code(&self.keys, self.seq, self.number),
            By::Entrusted(_) => RegisterLeaf::of_entrusted(&self.keys, self.number),
        }
    }
}

/// The keys that speak now, one for each member with a voice who has any, by member number: in an assembly the paper code before
/// the own key.
pub(crate) async fn speaking(tx: &mut Tx, assembly: Option<AssemblyId>) -> Result<Vec<Speaking>, Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    let voices = members::with_voice(tx, rules).await?;
    let numbers: HashMap<MemberId, u32> =
        voices.iter().filter_map(|member| Some((member.id, member.number?))).collect();
    let number = |of: MemberId| numbers.get(&of).copied().stored("the number of an active member");
    let printed = match assembly {
        Some(id) => store::codes::of_voices(tx, id, rules).await?,
        None => Vec::new(),
    };
    let by_code: HashSet<MemberId> = printed.iter().map(|code| code.member).collect();
    let mut all = Vec::new();
    for key in keys::of_voices(tx, rules).await? {
        if !by_code.contains(&key.member) {
            all.push(Speaking::own(&key, number(key.member)?)?);
        }
    }
    for code in &printed {
        all.push(Speaking::code(code, number(code.member)?)?);
    }
    all.sort_unstable_by_key(|one| one.number);
    Ok(all)
}

/// Whose voices a key speaks now: the members of [`speaking`], without reading any key.
pub(crate) async fn keyed(tx: &mut Tx, assembly: Option<AssemblyId>) -> Result<HashSet<MemberId>, Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    let mut all: HashSet<MemberId> = keys::of_voices(tx, rules).await?.iter().map(|key| key.member).collect();
    if let Some(id) = assembly {
        all.extend(store::codes::of_voices(tx, id, rules).await?.iter().map(|code| code.member));
    }
    Ok(all)
}

/// The key that speaks a voice on a roll, with what its register commitment says of it.
pub(crate) async fn of_entry(tx: &mut Tx, entry: &RollEntry) -> Result<Speaking, Error> {
    let number = members::by_id(tx, entry.speaker).await?.and_then(|member| member.number).stored("a member number")?;
    match By::of_entry(entry) {
        By::Code(code) => Speaking::code(&store::codes::by_id(tx, code).await?.stored("the code on the roll")?, number),
        By::Entrusted(id) => {
            Speaking::entrusted(&entrusted::by_id(tx, id).await?.stored("the key on the roll")?, number)
        }
        By::Own => {
            let seq = entry.key_seq.stored("the key on the roll")?;
            Speaking::own(&keys::at_seq(tx, entry.speaker, seq).await?.stored("the key on the roll")?, number)
        }
    }
}

/// Public keys that the server made as the protocol has them.
pub(crate) fn entrusted_keys(key: &EntrustedKey) -> Result<PublicKeys, Error> {
    Ok(PublicKeys {
        identity: key.identity,
        ballot_root: Element::from_rfc8032(key.ballot_root).stored("a ballot root")?,
        chain_code: key.chain_code,
    })
}

/// Public keys of a code as the protocol has them.
pub(crate) fn public_keys(code: &PaperCode) -> Result<PublicKeys, Error> {
    Ok(PublicKeys {
        identity: code.identity,
        ballot_root: Element::from_rfc8032(code.ballot_root).stored("a ballot root")?,
        chain_code: code.chain_code,
    })
}

/// A code that speaks at this moment: it was not taken back, its assembly goes on, its member has not left.
pub(crate) async fn in_force(service: &Service, tx: &mut Tx, id: PaperCodeId) -> Result<Option<PaperCode>, Error> {
    let Some(code) = store::codes::by_id(tx, id).await? else { return Ok(None) };
    let assembly = facts::assembly(tx, code.assembly).await?;
    let speaks = codes::speaks(code.ended_at, assembly.state, assembly.starts_at, service.now());
    let active = facts::member(tx, code.member).await?.state == domain::member::MemberState::Active;
    Ok(Some(code).filter(|_| speaks && active))
}

/// The code that speaks for a member in an assembly at this moment.
pub(crate) async fn held(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    member: MemberId,
) -> Result<Option<PaperCodeId>, Error> {
    match store::codes::last(tx, assembly, member).await? {
        Some(last) => Ok(in_force(service, tx, last.id).await?.map(|code| code.id)),
        None => Ok(None),
    }
}

/// Whoever signed in with a code casts what that code speaks; no ballot is received under a code that is over, whoever brings it, nor
/// under a key that the server keeps still.
///
/// # Errors
/// [`Refusal::NotYourVoice`]; [`Refusal::CodeOver`]; [`Refusal::EntrustedKept`].
pub(crate) async fn may_cast(service: &Service, tx: &mut Tx, actor: &Actor, entry: &RollEntry) -> Result<(), Error> {
    if actor.code().is_some() && actor.code() != entry.code {
        return Err(Refusal::NotYourVoice.into());
    }
    match By::of_entry(entry) {
        By::Code(code) if in_force(service, tx, code).await?.is_none() => Err(Refusal::CodeOver.into()),
        By::Entrusted(id) => {
            let key = entrusted::by_id(tx, id).await?.stored("the key on the roll")?;
            if key.released_at.is_some() { Ok(()) } else { Err(Refusal::EntrustedKept.into()) }
        }
        By::Code(_) | By::Own => Ok(()),
    }
}

/// Ends the code a member holds in an assembly, if there is one.
pub(crate) async fn end(service: &Service, tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<bool, Error> {
    match store::codes::last(tx, assembly, member).await?.filter(|code| code.ended_at.is_none()) {
        // Never before it was made, whatever a clock says that was set back.
        Some(code) => Ok(store::codes::end(tx, code.id, service.now().max(code.at)).await?),
        None => Ok(false),
    }
}
