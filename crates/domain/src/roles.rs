//! Roles and who acts.

use serde::{Deserialize, Serialize};

use crate::ids::MemberId;

/// What a person may be, besides a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Chairs the assembly: opens and closes votes.
    Chair,
    /// Keeps the minutes and publishes them.
    Secretary,
    /// Sits on the board.
    Board,
    /// Holds a share of the decryption key.
    KeyHolder,
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// As a person of the demo.
    Demo,
    /// By a link or a code sent to the member's address.
    Mail,
    /// By the identity key of a device.
    Key,
}

impl Means {
    /// Whether offices may be held with it: whoever reads somebody's e-mail is not yet the chair.
    #[must_use]
    pub fn holds_offices(self) -> bool {
        self != Self::Mail
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in: an observer or any visitor.
    Anyone,
    /// A member, with the roles held now.
    Member {
        /// Who.
        id: MemberId,
        /// Roles held at this instant.
        roles: Vec<Role>,
    },
}

impl Actor {
    /// The member, if one is signed in.
    #[must_use]
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Anyone => None,
            Self::Member { id, .. } => Some(*id),
        }
    }

    /// Whether the actor holds a role now.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        matches!(self, Self::Member { roles, .. } if roles.contains(&role))
    }
}
