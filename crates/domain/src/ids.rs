//! Identifiers. Each thing has its own type, so that one cannot be handed over for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes that signed messages carry (PROTOCOL.md, encoding).
            #[must_use]
            pub fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A cooperative.
    CooperativeId,
    /// A person or organisation on the register; also the id of that member's own voice.
    MemberId,
    /// A general assembly.
    AssemblyId,
    /// A resolution: frozen text put to the vote.
    ResolutionId,
    /// A vote on one resolution.
    VoteId,
    /// Where ballots of a vote are received: in advance, or in the session.
    BoxId,
    /// A ceremony of key holders.
    CeremonyId,
    /// A signed-in browser.
    SessionId,
    /// A message to somebody.
    MailId,
    /// An entry of the share ledger.
    ShareEntryId,
    /// What a member asks of the board about shares.
    ShareRequestId,
    /// A passkey of a member.
    PasskeyId,
    /// A WebAuthn dialogue going on.
    DialogueId,
    /// A term of office.
    TermId,
    /// A register brought from elsewhere as a file.
    ImportId,
    /// What a member proposes to an assembly.
    ProposalId,
    /// A change of words somebody asks for in a proposal.
    AmendmentId,
    /// What a member says about a proposal.
    CommentId,
    /// A file of a proposal.
    AttachmentId,
    /// An assembly that is being prepared.
    DraftId,
    /// An item of its agenda.
    ItemId,
    /// A document of its agenda.
    DocumentId,
    /// Somebody invited without a voice.
    GuestId,
    /// What one person was sent of a convocation.
    NoticeId,
    /// Somebody who stands for election, or was asked to.
    CandidacyId,
    /// A proxy.
    ProxyId,
    /// A paper code: a key printed at the desk.
    PaperCodeId,
    /// A key that the server made for a member who had none.
    EntrustedKeyId,
    /// A round in which the board elects its president.
    RoundId,
}

impl VoteId {
    /// The box of the session. It has the id of its vote; an advance box has one of its own.
    #[must_use]
    pub const fn session_box(self) -> BoxId {
        BoxId(self.0)
    }
}
