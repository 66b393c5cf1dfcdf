//! A proxy: a member lets another speak the own voice in one assembly (PROTOCOL.md §7.3).
//!
//! The identity key signs (`voix/1/proxy`, cooperative, assembly, proxy, grantor, [holder]): a proxy without a holder is a
//! blank one, which says what the law has it say. Taking it back signs (`voix/1/proxy-revocation`, cooperative, proxy,
//! grantor). The id of a proxy is drawn by the page that signs it: the same message received twice is one proxy.

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::Message;

/// What is signed to give a proxy, apart from the cooperative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy<'a> {
    /// The assembly; on second call that of the first, whose proxies hold for both.
    pub assembly: &'a [u8; 16],
    /// Id of the proxy.
    pub id: &'a [u8; 16],
    /// Whose voice.
    pub grantor: &'a [u8; 16],
    /// Who speaks it; `None` for a blank one.
    pub holder: Option<&'a [u8; 16]>,
}

crate::keys::signed_by_identity!(Proxy<'_>);

impl Proxy<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/proxy", cooperative)
            .id(self.assembly)
            .id(self.id)
            .id(self.grantor)
            .list(self.holder.map(<[u8; 16]>::as_slice).into_iter())
    }
}

/// What is signed to take a proxy back, apart from the cooperative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation<'a> {
    /// Id of the proxy.
    pub id: &'a [u8; 16],
    /// Whose voice.
    pub grantor: &'a [u8; 16],
}

crate::keys::signed_by_identity!(Revocation<'_>);

impl Revocation<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/proxy-revocation", cooperative).id(self.id).id(self.grantor)
    }
}
