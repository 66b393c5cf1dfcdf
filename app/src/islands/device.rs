//! The voting key on this device (PROTOCOL.md, keys): its secrets are kept wrapped by a key that the browser will not
//! export. The phrase they come from is kept apart, for the pages that show it.

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
    let bytes = zeroize::Zeroizing::new(browser::load(&slot(me, "keys")).await.ok()??);
    let keys = MemberKeys::from_stored(&bytes)?;
    (Some(keys.public()) == me.keys).then_some(keys)
}
