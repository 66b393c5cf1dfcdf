//! Receipts on this device, each under a name of its own and wrapped as keys are: written where a ballot is cast, read where the member
//! looks. A receipt says when and where a ballot was received, and not what it says.

use domain::ids::VoteId;
use protocol::receipt::Receipt;
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
use super::browser;
#[cfg(feature = "ballot")]
use super::device;

/// A receipt as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The vote.
    pub vote: VoteId,
    /// Its title, with whose voice it was if it was carried, in the language of the page that cast it.
    pub title: String,
    /// What the server signed.
    pub receipt: Receipt,
}

/// What the names of the receipts of a member begin with.
#[cfg(feature = "hydrate")]
fn names(cooperative: &str, member: &str) -> String {
    format!("receipt:{cooperative}:{member}:")
}

/// Keeps the receipt of a ballot; false where this browser cannot, and where the voter is at the booth, or holds a slip: who comes next
/// must find nothing.
#[cfg(feature = "ballot")]
pub async fn keep(cooperative: &str, member: &str, new: &Kept) -> bool {
    if device::borrowed() {
        return false;
    }
    let Ok(text) = serde_json::to_string(new) else { return false };
    browser::store(&format!("{}{}", names(cooperative, member), new.receipt.tracker), text.as_bytes()).await
}

/// The receipts of a member. What cannot be read is left out.
#[cfg(feature = "desk")]
pub async fn all(cooperative: &str, member: &str) -> Vec<Kept> {
    let mut found = Vec::new();
    for name in of(cooperative, member).await {
        let Ok(Some(bytes)) = browser::load(&name).await else { continue };
        found.extend(serde_json::from_slice::<Kept>(&bytes));
    }
    found
}

/// Forgets them.
#[cfg(feature = "desk")]
pub async fn forget(cooperative: &str, member: &str) {
    for name in of(cooperative, member).await {
        browser::forget(&name).await;
    }
}

#[cfg(feature = "desk")]
async fn of(cooperative: &str, member: &str) -> Vec<String> {
    let prefix = names(cooperative, member);
    let mut all = browser::kept_names().await;
    all.retain(|name| name.starts_with(&prefix));
    all
}
