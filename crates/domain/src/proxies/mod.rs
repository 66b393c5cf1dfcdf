//! Proxies: a member lets another speak the own voice in one assembly and its second call, or lets it be counted as the law
//! says (C. com. L.225-106, R.225-79, R.225-80).
//!
//! A proxy that names somebody is in force once its holder has accepted; one that names nobody is in force at once. Nobody has
//! two, nobody passes on what was given to them, nobody carries more than the statutes let, and none of it reaches back: what
//! was fixed with a roll stays. What may be given, accepted and taken back is decided here from the proxies of one assembly,
//! all of them ([`may_give`], [`may_accept`]).
//!
//! The law lets a spouse or partner carry a proxy too (L.225-106 I). This program knows members alone: their proxies are
//! entered on paper in the name of nobody else.

mod cap;
pub mod roll;
mod view;
mod when;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::ids::{MemberId, ProxyId};
use protocol::keys::Signature;

pub use cap::{ProxyCap, blank_proxies};
pub use view::{HeldLine, LeaderLine, MyProxies, OwnProxy, ProxyDocumentLine, ProxyList, ProxyMay};
pub use when::Limits;

/// How a proxy came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyMeans {
    /// Signed by the grantor's identity key.
    Signed,
    /// On paper, entered by who leads the session, with the paper.
    Paper,
}

/// Where a proxy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyState {
    /// Its holder has not answered.
    Given,
    /// Its holder accepted, or it names nobody.
    InForce,
    /// Its holder declined, or handed it back.
    Declined,
    /// Its grantor took it back.
    Revoked,
    /// Something else ended it ([`Ending`]).
    Ended,
}

/// What ended a proxy without anybody taking it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// The grantor came.
    GrantorCame,
    /// The grantor voted.
    GrantorVoted,
    /// The grantor gave another in its place.
    Replaced,
    /// The holder has no voice any more.
    HolderGone,
    /// The grantor has none any more.
    GrantorGone,
}

/// What happens to a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyMove {
    /// The holder accepts.
    Accept,
    /// The holder declines, or hands back what was accepted.
    Decline,
    /// The grantor takes it back.
    Revoke,
    /// Something ends it.
    End(Ending),
}

impl ProxyMeans {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Paper => "paper",
        }
    }
}

impl ProxyState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Given, Self::InForce, Self::Declined, Self::Revoked, Self::Ended];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::InForce => "in-force",
            Self::Declined => "declined",
            Self::Revoked => "revoked",
            Self::Ended => "ended",
        }
    }

    /// Whether it binds its grantor: no other is given beside it.
    #[must_use]
    pub fn live(self) -> bool {
        matches!(self, Self::Given | Self::InForce)
    }

    /// The state a proxy begins in: one that names nobody waits for nobody's answer.
    #[must_use]
    pub fn first(names_somebody: bool) -> Self {
        if names_somebody { Self::Given } else { Self::InForce }
    }

    /// The state a move leads to.
    ///
    /// # Errors
    /// [`Refusal::ProxyState`].
    pub fn after(self, happens: ProxyMove) -> Result<Self, Refusal> {
        use ProxyMove::{Accept, Decline, End, Revoke};
        match (self, happens) {
            (Self::Given, Accept) => Ok(Self::InForce),
            (Self::Given | Self::InForce, Decline) => Ok(Self::Declined),
            (Self::Given | Self::InForce, Revoke) => Ok(Self::Revoked),
            (Self::Given | Self::InForce, End(_)) => Ok(Self::Ended),
            _ => Err(Refusal::ProxyState),
        }
    }
}

impl Ending {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::GrantorCame, Self::GrantorVoted, Self::Replaced, Self::HolderGone, Self::GrantorGone];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::GrantorCame => "grantor-came",
            Self::GrantorVoted => "grantor-voted",
            Self::Replaced => "replaced",
            Self::HolderGone => "holder-gone",
            Self::GrantorGone => "grantor-gone",
        }
    }
}

/// A proxy, as far as the rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Id.
    pub id: ProxyId,
    /// Whose voice.
    pub grantor: MemberId,
    /// Who speaks it; `None` for a blank one.
    pub holder: Option<MemberId>,
    /// Where it stands.
    pub state: ProxyState,
}

/// Live proxies that name a member.
fn carried(known: &[Known], holder: MemberId, also: impl Fn(&Known) -> bool) -> u32 {
    let of = known.iter().filter(|one| one.holder == Some(holder) && one.state.live() && also(one));
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

fn has_given(known: &[Known], member: MemberId) -> bool {
    known.iter().any(|one| one.grantor == member && one.state.live())
}

/// Whether a member may give a proxy, beside all those of the assembly, to a member with a voice or to nobody. `replaces`:
/// the live one of theirs that it stands in the place of. `cap`: how many voices one person may carry, those that were not
/// accepted yet included.
///
/// # Errors
/// [`Refusal::ProxyToSelf`]; [`Refusal::ProxyExists`] for who has given one that `replaces` does not name;
/// [`Refusal::ProxyHolds`] for who has accepted one; [`Refusal::ProxyChain`] to who has given one; [`Refusal::ProxyCapReached`].
pub fn may_give(
    known: &[Known],
    grantor: MemberId,
    holder: Option<MemberId>,
    replaces: Option<ProxyId>,
    cap: Option<u32>,
) -> Result<(), Refusal> {
    if holder == Some(grantor) {
        return Err(Refusal::ProxyToSelf);
    }
    let live = known.iter().find(|one| one.grantor == grantor && one.state.live());
    if live.map(|one| one.id) != replaces {
        return Err(Refusal::ProxyExists);
    }
    if carried(known, grantor, |one| one.state == ProxyState::InForce) > 0 {
        return Err(Refusal::ProxyHolds);
    }
    let Some(holder) = holder else { return Ok(()) };
    if has_given(known, holder) {
        return Err(Refusal::ProxyChain);
    }
    // What is replaced is carried no more.
    let there = carried(known, holder, |one| Some(one.id) != replaces);
    if cap.is_some_and(|most| there >= most) { Err(Refusal::ProxyCapReached) } else { Ok(()) }
}

/// Whether its holder may accept a proxy, beside all those of the assembly.
///
/// # Errors
/// [`Refusal::ProxyState`]; [`Refusal::ProxyChain`] for who has given one meanwhile; [`Refusal::ProxyCapReached`] where the
/// cap has become smaller.
pub fn may_accept(known: &[Known], proxy: &Known, cap: Option<u32>) -> Result<ProxyState, Refusal> {
    let (holder, to) = (proxy.holder.ok_or(Refusal::ProxyState)?, proxy.state.after(ProxyMove::Accept)?);
    if has_given(known, holder) {
        return Err(Refusal::ProxyChain);
    }
    let accepted = carried(known, holder, |one| one.state == ProxyState::InForce);
    if cap.is_some_and(|most| accepted >= most) { Err(Refusal::ProxyCapReached) } else { Ok(to) }
}

/// A member gives a proxy: `POST /api/v1/assemblies/{assembly}/proxy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveProxy {
    /// Its id, drawn by the page: 16 random bytes as a UUID.
    pub proxy: ProxyId,
    /// Who is to speak; `None` for a blank one.
    #[serde(default)]
    pub holder: Option<MemberId>,
    /// The own one whose place it takes, if there is one.
    #[serde(default)]
    pub replaces: Option<ProxyId>,
    /// Signature of the identity key (`protocol::proxy::Proxy`).
    pub signature: Signature,
}

/// A member takes a proxy back: `POST /api/v1/proxies/{proxy}/revocation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeProxy {
    /// Signature of the identity key (`protocol::proxy::Revocation`).
    pub signature: Signature,
}

/// The holder answers: `POST /api/v1/proxies/{proxy}/answer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerProxy {
    /// What.
    pub answer: ProxyAnswer,
}

/// What a holder answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyAnswer {
    /// To speak for the grantor.
    Accept,
    /// Not to, or not any more.
    Decline,
}

impl ProxyAnswer {
    /// The answer of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "accept" => Some(Self::Accept),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }
}

/// A proxy on paper, as who leads the session enters it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperProxy {
    /// Number of the grantor.
    pub grantor: u32,
    /// Number of the holder; `None` for a blank one.
    pub holder: Option<u32>,
    /// Whether the holder has accepted: on the paper, or aloud.
    pub accepted: bool,
}

#[cfg(test)]
mod tests;
