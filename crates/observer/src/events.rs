//! What was found about a copy and its server, to be told.

use serde_json::{Value, json};

use crate::growth::Why;
use crate::heads;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A file that was not there before is kept now.
    New {
        /// Its name, with its folder.
        file: String,
    },
    /// A file grew as it may.
    Grown {
        /// Its name, with its folder.
        file: String,
    },
    /// A file is no longer what was seen. What was seen is kept.
    Changed {
        /// Its name, with its folder.
        file: String,
        /// Where what is served now stands.
        beside: String,
        /// What is wrong.
        why: Why,
    },
    /// A file that was seen is not listed any more. It is kept.
    Gone {
        /// Its name, with its folder.
        file: String,
    },
    /// An assembly that was seen is not listed any more.
    AssemblyGone {
        /// Its id.
        assembly: String,
    },
    /// The tree head that is served does not follow the one that was seen.
    Head {
        /// Its assembly.
        assembly: String,
        /// What is wrong.
        fault: heads::Fault,
        /// The signed head that was seen, whole; empty if none was.
        seen: String,
        /// The one that is served.
        served: String,
    },
    /// Code that is served is not what the record says of it.
    CodeNotSaid {
        /// Its path.
        path: String,
        /// SHA-256 of what is served.
        served: String,
        /// SHA-256 that the record names, if it names the path.
        said: Option<String>,
    },
    /// Code that was seen is another now.
    CodeChanged {
        /// Its path.
        path: String,
        /// SHA-256 of what was seen.
        before: String,
        /// SHA-256 of what is served.
        served: String,
        /// Whether the record names it.
        said: bool,
    },
    /// Code that the record names is not served.
    CodeGone {
        /// Its path.
        path: String,
    },
    /// No record says what is served.
    NoSoftware,
    /// The server signed for a ballot that its box does not have, or has elsewhere.
    ReceiptBroken {
        /// The ballot's tracker.
        tracker: String,
        /// The file of the box.
        archive: String,
    },
    /// A receipt is not signed by the key that was given: it proves nothing.
    ReceiptUnsigned {
        /// The ballot's tracker.
        tracker: String,
    },
    /// No record that is kept has the box of a receipt.
    ReceiptNowhere {
        /// The ballot's tracker.
        tracker: String,
    },
    /// The server could not be asked: why.
    Unreachable {
        /// Why.
        why: String,
    },
}

impl Event {
    /// Whether it must not be overlooked: something that was seen disappeared or changed, or is not what was signed.
    #[must_use]
    pub fn shouts(&self) -> bool {
        match self {
            Self::New { .. }
            | Self::Grown { .. }
            | Self::NoSoftware
            | Self::ReceiptUnsigned { .. }
            | Self::ReceiptNowhere { .. }
            | Self::Unreachable { .. } => false,
            Self::CodeChanged { said, .. } => !said,
            Self::Changed { .. }
            | Self::Gone { .. }
            | Self::AssemblyGone { .. }
            | Self::Head { .. }
            | Self::CodeNotSaid { .. }
            | Self::CodeGone { .. }
            | Self::ReceiptBroken { .. } => true,
        }
    }

    /// Why the server could not be asked, where that is what it says.
    #[must_use]
    pub fn silence(&self) -> Option<&str> {
        match self {
            Self::Unreachable { why } => Some(why),
            _ => None,
        }
    }

    /// Whether a receipt could not be held against anything.
    #[must_use]
    pub fn leaves_a_receipt_open(&self) -> bool {
        matches!(self, Self::ReceiptUnsigned { .. } | Self::ReceiptNowhere { .. })
    }

    /// For a program.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut said = match self {
            Self::New { file } => json!({ "event": "new", "file": file }),
            Self::Grown { file } => json!({ "event": "grown", "file": file }),
            Self::Changed { file, beside, why: [why, _] } => {
                json!({ "event": "changed", "file": file, "beside": beside, "why": why })
            }
            Self::Gone { file } => json!({ "event": "gone", "file": file }),
            Self::AssemblyGone { assembly } => json!({ "event": "assembly-gone", "assembly": assembly }),
            Self::Head { assembly, fault, seen, served } => {
                let fault = match fault {
                    heads::Fault::Unreadable => "unreadable",
                    heads::Fault::Signature => "signature",
                    heads::Fault::OtherRecord => "other-record",
                    heads::Fault::Shorter => "shorter",
                    heads::Fault::Fork => "fork",
                };
                json!({ "event": "head", "assembly": assembly, "fault": fault, "seen": seen, "served": served })
            }
            Self::CodeNotSaid { path, served, said } => {
                json!({ "event": "code-not-said", "path": path, "served": served, "said": said })
            }
            Self::CodeChanged { path, before, served, said } => {
                json!({ "event": "code-changed", "path": path, "before": before, "served": served, "said": said })
            }
            Self::CodeGone { path } => json!({ "event": "code-gone", "path": path }),
            Self::NoSoftware => json!({ "event": "no-software" }),
            Self::ReceiptBroken { tracker, archive } => {
                json!({ "event": "receipt-broken", "tracker": tracker, "archive": archive })
            }
            Self::ReceiptUnsigned { tracker } => json!({ "event": "receipt-unsigned", "tracker": tracker }),
            Self::ReceiptNowhere { tracker } => json!({ "event": "receipt-nowhere", "tracker": tracker }),
            Self::Unreachable { why } => json!({ "event": "unreachable", "why": why }),
        };
        if let Some(object) = said.as_object_mut() {
            object.insert("shouts".to_owned(), self.shouts().into());
        }
        said
    }
}
