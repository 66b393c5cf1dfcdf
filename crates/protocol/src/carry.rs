//! Where the voices of a later box come from (PROTOCOL.md §13.1).
//!
//! A vote may have an advance box and then a session box. Whoever did not vote in the first has a voice in the second,
//! under another credential, which nobody can tie to the first. Without more, nobody could tell either whether a voice
//! that was used comes back. So every later box says of each of its credentials C where it comes from: `carried` from a
//! credential C′ of an earlier box under which there is no ballot, each C′ at most once; or `new`, of a member admitted or
//! enabled since, by the leaf of a later register commitment. It ties C to C′ of voices that have *not* been used: it says
//! that the same person was silent before, nothing of who it is.
//!
//! ```
//! use protocol::carry::CarryList;
//!
//! let point = protocol::group::Element::base();
//! let text = format!(r#"{{"after":["advance"],"voices":[{{"credential":"{point}","carried":"{point}"}}]}}"#);
//! let list: CarryList = protocol::json::read(&text).unwrap();
//! assert_eq!(list.voices[0].credential(), &point);
//! let both = text.replace("carried", "new");
//! assert!(protocol::json::read::<CarryList>(&both.replace("}]", r#","carried":"x"}]"#)).is_err());
//! ```

use serde::{Deserialize, Serialize};

use crate::encoding::hex_array;
use crate::group::Element;
use crate::hash;
use crate::json;
use crate::merkle::Hash;

/// One credential of a later box, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// From an earlier box.
    Carried(Carried),
    /// From nowhere before.
    New(New),
}

/// A voice that was not used in an earlier box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// C.
    pub credential: Element,
    /// C′.
    pub carried: Element,
}

/// A voice that no earlier box had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    /// C.
    pub credential: Element,
    /// Its leaf in a later register commitment. JSON: hex.
    #[serde(with = "hex_array")]
    pub new: Hash,
}

impl Origin {
    /// C.
    #[must_use]
    pub const fn credential(&self) -> &Element {
        match self {
            Self::Carried(voice) => &voice.credential,
            Self::New(voice) => &voice.credential,
        }
    }
}

/// The carry list of a later box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarryList {
    /// Uuids of the boxes before this one, in their order; at least one.
    pub after: Vec<String>,
    /// One entry for each credential of this box, in the order of its list.
    pub voices: Vec<Origin>,
}

impl CarryList {
    /// SHA-256 of its JSON text: what the roll's entry in the record has.
    #[must_use]
    pub fn hash(&self) -> String {
        hash::sha256_hex(json::write(self).as_bytes())
    }
}
