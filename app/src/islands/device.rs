//! The voting key on this device (PROTOCOL.md, keys): its secrets are kept wrapped by a key that the browser will not
//! export. The phrase they come from is kept apart, for the pages that show it.

use domain::ids::{CooperativeId, MemberId};
use domain::wire::Me;
use getrandom::SysRng;
use protocol::keys::MemberKeys;
use rand_core::UnwrapErr;

use super::browser;

/// The browser's generator of random bytes. WebCrypto does not fail once a page runs.
pub type Rng = UnwrapErr<SysRng>;

/// A generator for one act.
#[must_use]
pub fn rng() -> Rng {
    UnwrapErr(SysRng)
}

pub(super) fn slot(me: &Me, what: &str) -> String {
    format!("{what}:{}:{}", me.cooperative, me.member)
}

/// The keys of this device, if they are the ones registered.
pub async fn keys(me: &Me) -> Option<MemberKeys> {
    let keys = kept_keys(me.cooperative, me.member).await?;
    (Some(keys.public()) == me.keys).then_some(keys)
}

/// The keys of a member on this device, whether or not they are still the ones registered.
pub async fn kept_keys(cooperative: CooperativeId, member: MemberId) -> Option<MemberKeys> {
    let bytes = browser::load(&format!("keys:{cooperative}:{member}")).await.ok()??;
    MemberKeys::from_stored(&zeroize::Zeroizing::new(bytes))
}

#[cfg(feature = "ballot")]
thread_local! {
    /// The keys of whoever is in the booth: in the memory of this page, and nowhere else.
    static LENT: std::cell::RefCell<Option<MemberKeys>> = const { std::cell::RefCell::new(None) };
}

/// Lends this page the keys of a slip, in the place of those before; with `None` they are wiped.
#[cfg(feature = "ballot")]
pub fn lend(keys: Option<MemberKeys>) {
    LENT.with(|lent| *lent.borrow_mut() = keys);
}

/// Whether the keys of a slip are lent to this page: then it keeps nothing.
#[cfg(feature = "ballot")]
#[must_use]
pub fn borrowed() -> bool {
    LENT.with(|lent| lent.borrow().is_some())
}

#[cfg(feature = "ballot")]
fn lent() -> Option<MemberKeys> {
    LENT.with(|lent| lent.borrow().as_ref().and_then(|keys| MemberKeys::from_stored(&keys.to_stored()[..])))
}

/// The keys of this device that speak, or spoke, for a member, or those of a slip where it is the booth: a vote whose roll was fixed before the key was replaced
/// waits for the former one, and one whose roll was fixed before there was any for the one that the server made.
#[cfg(feature = "ballot")]
pub async fn ring(me: &Me) -> Vec<MemberKeys> {
    if let Some(keys) = lent() {
        return vec![keys];
    }
    let mut ring = Vec::new();
    ring.extend(kept_keys(me.cooperative, me.member).await);
    for what in ["former", ENTRUSTED] {
        if let Ok(Some(bytes)) = browser::load(&slot(me, what)).await {
            ring.extend(MemberKeys::from_stored(&zeroize::Zeroizing::new(bytes)));
        }
    }
    ring
}

/// What the keys that the server made for a member, and handed over, are kept under.
#[cfg(feature = "ballot")]
const ENTRUSTED: &str = "entrusted";

/// Keeps the keys that the server made for a member and handed over. Where this device cannot, they are asked for again.
#[cfg(feature = "ballot")]
pub async fn keep_entrusted(me: &Me, keys: &MemberKeys) {
    browser::store(&slot(me, ENTRUSTED), keys.to_stored().as_slice()).await;
}

/// The members of a cooperative whose keys are on this device: id and name.
#[cfg(feature = "desk")]
pub async fn members(cooperative: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in browser::kept_names().await {
        let Some(member) =
            name.strip_prefix("keys:").and_then(|rest| rest.strip_prefix(cooperative)?.strip_prefix(':'))
        else {
            continue;
        };
        let label = browser::load(&format!("name:{cooperative}:{member}")).await.ok().flatten();
        let label = label.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        found.push((member.to_owned(), label));
    }
    found
}
