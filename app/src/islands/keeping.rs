//! Receipts on this device, each under a name of its own and wrapped as keys are: written where a ballot is cast, read where the member
//! looks. A receipt says when and where a ballot was received, and not what it says. Names stand in the clear: they are drawn at random,
//! and say nothing of a ballot.

use domain::ids::VoteId;
use protocol::receipt::Receipt;
#[cfg(feature = "ballot")]
use rand_core::Rng as _;
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
#[cfg(any(test, feature = "hydrate"))]
fn names(cooperative: &str, member: &str) -> String {
    format!("receipt:{cooperative}:{member}:")
}

/// The name of one, from random bytes.
#[cfg(any(test, feature = "ballot"))]
fn name_of(cooperative: &str, member: &str, random: &[u8; 16]) -> String {
    format!("{}{}", names(cooperative, member), protocol::hash::hex(random))
}

/// Keeps the receipt of a ballot; false where this browser cannot, and where the voter is at the booth, or holds a slip: who comes next
/// must find nothing.
#[cfg(feature = "ballot")]
pub async fn keep(cooperative: &str, member: &str, new: &Kept) -> bool {
    if device::borrowed() {
        return false;
    }
    let Ok(text) = serde_json::to_string(new) else { return false };
    let mut random = [0; 16];
    device::rng().fill_bytes(&mut random);
    browser::store(&name_of(cooperative, member, &random), text.as_bytes()).await
}

/// The receipts of a member, each once. What cannot be read is left out.
#[cfg(feature = "desk")]
pub async fn all(cooperative: &str, member: &str) -> Vec<Kept> {
    let mut found = Vec::new();
    for name in of(cooperative, member).await {
        let Ok(Some(bytes)) = browser::load(&name).await else { continue };
        if let Ok(kept) = serde_json::from_slice::<Kept>(&bytes)
            && !found.contains(&kept)
        {
            found.push(kept);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_receipt_is_found_by_its_member_and_says_nothing_more() {
        let (one, other) = (name_of("c", "m", &[0xab; 16]), name_of("c", "m", &[0xac; 16]));
        assert_eq!(one, format!("receipt:c:m:{}", "ab".repeat(16)));
        assert_ne!(one, other);
        assert!(one.starts_with(&names("c", "m")) && !one.starts_with(&names("c", "n")));
    }
}
