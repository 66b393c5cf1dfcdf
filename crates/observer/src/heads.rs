//! Signed tree heads of one record, one after the other: each covers all that the one before covered. Two that do not are a fork, which
//! their signatures prove to anybody.

use protocol::checkpoint::{self, Checkpoint};
use protocol::merkle::{self, Hash};

/// What is wrong with a head after another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no checkpoint.
    Unreadable,
    /// It is not signed by the key that was given or, without one, by that of the record; or others signed what was seen already.
    Signature,
    /// It is not of the record that is served with it: of another assembly, of other entries, or not of all.
    OtherRecord,
    /// It covers less than was covered already.
    Shorter,
    /// The record that it covers does not begin as the older head has it: one of the two was signed for another record.
    Fork,
}

/// Judges the head that is served for an assembly, by its id, with the lines of the record served with it, after the head seen last. It
/// covers every line: a server signs with each entry, so nothing that it lists is unsigned.
///
/// # Errors
/// The first [`Fault`].
pub fn judge(
    assembly: &str,
    (seen, now): (Option<&str>, &str),
    lines: &[&str],
    key: Option<&[u8; 32]>,
) -> Result<Checkpoint, Fault> {
    let read = |note: &str| checkpoint::parse(note).map_err(|_| Fault::Unreadable);
    let head = read(now)?;
    if key.is_some_and(|key| checkpoint::verify(&head, &head.origin, key).is_err()) {
        return Err(Fault::Signature);
    }
    // The origin of every assembly is its own: the record of another one proves nothing of this.
    if head.origin.rsplit('/').next() != Some(assembly.replace('-', "").as_str()) {
        return Err(Fault::OtherRecord);
    }
    let leaves: Vec<Hash> = lines.iter().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
    let root = |size: u64| usize::try_from(size).ok().and_then(|size| leaves.get(..size)).map(merkle::root);
    if root(head.size) != Some(head.root) {
        return Err(Fault::OtherRecord);
    }
    if let Some(seen) = seen {
        let before = read(seen)?;
        if before.origin != head.origin {
            return Err(Fault::Fork);
        }
        match root(before.size) {
            // What the two say of the same entries is compared even where the newer one is the shorter.
            Some(found) if found != before.root => return Err(Fault::Fork),
            Some(_) if head.size >= before.size => {}
            _ => return Err(Fault::Shorter),
        }
    }
    // Last, so that a fork is called by its name: what comes after the head nobody signed.
    if head.size == lines.len() as u64 { Ok(head) } else { Err(Fault::OtherRecord) }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use protocol::hash::unhex;

    use super::{Checkpoint, Fault, Hash, checkpoint, merkle};

    const ID: &str = "018f0000-0000-7000-8000-00000000dead";

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn of(assembly: &str, lines: &[&str], key: &SigningKey) -> String {
        let leaves: Vec<Hash> = lines.iter().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
        let assembly = unhex(&assembly.replace('-', "")).unwrap();
        let origin = checkpoint::origin(&[1; 16], &assembly);
        checkpoint::sign(key, &origin, lines.len() as u64, merkle::root(&leaves)).unwrap().to_string()
    }

    fn note(lines: &[&str], key: &SigningKey) -> String {
        of(ID, lines, key)
    }

    fn judge(seen: Option<&str>, now: &str, lines: &[&str], key: Option<&[u8; 32]>) -> Result<Checkpoint, Fault> {
        super::judge(ID, (seen, now), lines, key)
    }

    #[test]
    fn a_head_follows_one_of_the_same_record() {
        let (key, public) = (key(), key().verifying_key().to_bytes());
        let (one, two) = (note(&["a"], &key), note(&["a", "b"], &key));
        assert!(judge(None, &one, &["a"], Some(&public)).is_ok());
        assert!(judge(Some(&one), &two, &["a", "b"], Some(&public)).is_ok());
        assert!(judge(Some(&two), &two, &["a", "b"], Some(&public)).is_ok());
        assert_eq!(judge(None, &two, &["a"], Some(&public)), Err(Fault::OtherRecord));
    }

    #[test]
    fn entries_that_no_head_covers_are_not_believed() {
        let key = key();
        let (one, two) = (note(&["a"], &key), note(&["a", "b"], &key));
        assert_eq!(judge(None, &two, &["a", "b", "c"], None), Err(Fault::OtherRecord));
        assert_eq!(judge(Some(&one), &two, &["a", "b", "c"], None), Err(Fault::OtherRecord));
        assert_eq!(judge(Some(&two), &two, &["a", "b", "c"], None), Err(Fault::OtherRecord), "nor after it was seen");
    }

    #[test]
    fn a_head_is_of_the_assembly_that_was_asked_for() {
        let key = key();
        let public = key.verifying_key().to_bytes();
        let other = of("018f0000-0000-7000-8000-00000000beef", &["a"], &key);
        assert_eq!(judge(None, &other, &["a"], Some(&public)), Err(Fault::OtherRecord));
        assert_eq!(judge(None, &other, &["a"], None), Err(Fault::OtherRecord));
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
