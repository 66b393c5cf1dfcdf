//! Signed tree heads of one record, one after the other: each covers all that the one before covered. Two that do not are a fork, which
//! their signatures prove to anybody.

use protocol::checkpoint::{self, Checkpoint};
use protocol::merkle::{self, Hash};

/// What is wrong with a head after another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no checkpoint.
    Unreadable,
    /// It is not signed by the key that was given.
    Signature,
    /// It is not of the record that is served with it.
    OtherRecord,
    /// It covers less than was covered already.
    Shorter,
    /// The record that it covers does not begin as the older head has it: one of the two was signed for another record.
    Fork,
}

/// Judges the head that is served, with the lines of the record served with it, after the head seen last.
///
/// # Errors
/// The first [`Fault`].
pub fn judge(seen: Option<&str>, now: &str, lines: &[&str], key: Option<&[u8; 32]>) -> Result<Checkpoint, Fault> {
    let read = |note: &str| checkpoint::parse(note).map_err(|_| Fault::Unreadable);
    let head = read(now)?;
    if key.is_some_and(|key| checkpoint::verify(&head, &head.origin, key).is_err()) {
        return Err(Fault::Signature);
    }
    let leaves: Vec<Hash> = lines.iter().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
    let root = |size: u64| usize::try_from(size).ok().and_then(|size| leaves.get(..size)).map(merkle::root);
    if root(head.size) != Some(head.root) {
        return Err(Fault::OtherRecord);
    }
    let Some(seen) = seen else { return Ok(head) };
    let before = read(seen)?;
    if before.origin != head.origin {
        return Err(Fault::Fork);
    }
    match root(before.size) {
        // What the two say of the same entries is compared even where the newer one is the shorter.
        Some(found) if found != before.root => Err(Fault::Fork),
        _ if head.size < before.size => Err(Fault::Shorter),
        Some(_) => Ok(head),
        None => Err(Fault::Shorter),
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn note(lines: &[&str], key: &SigningKey) -> String {
        let leaves: Vec<Hash> = lines.iter().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
        let origin = checkpoint::origin(&[1; 16], &[2; 16]);
        checkpoint::sign(key, &origin, lines.len() as u64, merkle::root(&leaves)).unwrap().to_string()
    }

    #[test]
    fn a_head_follows_one_of_the_same_record() {
        let (key, public) = (key(), key().verifying_key().to_bytes());
        let (one, two) = (note(&["a"], &key), note(&["a", "b"], &key));
        assert!(judge(None, &one, &["a"], Some(&public)).is_ok());
        assert!(judge(Some(&one), &two, &["a", "b"], Some(&public)).is_ok());
        assert!(judge(Some(&two), &two, &["a", "b"], Some(&public)).is_ok());
        // The record may have grown since the head was signed, never the other way.
        assert!(judge(Some(&one), &two, &["a", "b", "c"], Some(&public)).is_ok());
        assert_eq!(judge(None, &two, &["a"], Some(&public)), Err(Fault::OtherRecord));
    }

    #[test]
    fn two_heads_that_cannot_both_be_true_are_a_fork() {
        let key = key();
        let (seen, other) = (note(&["a", "b"], &key), note(&["a", "x", "c"], &key));
        assert_eq!(judge(Some(&seen), &other, &["a", "x", "c"], None), Err(Fault::Fork));
        let short = note(&["a"], &key);
        assert_eq!(judge(Some(&seen), &short, &["a"], None), Err(Fault::Shorter), "an entry vanished");
        let rewritten = note(&["x"], &key);
        assert_eq!(judge(Some(&seen), &rewritten, &["x", "b"], None), Err(Fault::Fork));
    }

    #[test]
    fn a_head_of_another_key_is_none() {
        let stranger = SigningKey::from_bytes(&[8; 32]);
        let public = key().verifying_key().to_bytes();
        assert_eq!(judge(None, &note(&["a"], &stranger), &["a"], Some(&public)), Err(Fault::Signature));
        assert!(judge(None, &note(&["a"], &stranger), &["a"], None).is_ok(), "without a key nothing is known of it");
        assert_eq!(judge(None, "nonsense", &["a"], None), Err(Fault::Unreadable));
    }
}
