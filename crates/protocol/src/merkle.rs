//! Merkle trees of RFC 6962 with SHA-256 (PROTOCOL.md §10).
//!
//! Leaf: SHA-256(0x00 ‖ data). Node: SHA-256(0x01 ‖ left ‖ right), the left part being the largest power of two below
//! the size. Empty tree: SHA-256 of nothing. Commitments to personal facts put 32 bytes of salt before the canonical
//! JSON of a leaf, so that erasing the salt erases the fact.
//!
//! ```
//! use protocol::merkle;
//!
//! let leaves: Vec<_> = ["a", "b", "c"].iter().map(|data| merkle::leaf_hash(data.as_bytes())).collect();
//! let path = merkle::inclusion(&leaves, 2).unwrap();
//! assert!(merkle::verify_inclusion(&leaves[2], 2, 3, &path, &merkle::root(&leaves)));
//! assert!(!merkle::verify_inclusion(&leaves[2], 1, 3, &path, &merkle::root(&leaves)));
//! ```

use sha2::{Digest, Sha256};

/// A SHA-256 hash: of a leaf, a node, or a whole tree.
pub type Hash = [u8; 32];

/// RFC 6962's leaf: SHA-256(0x00 ‖ data).
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

/// The leaf of a commitment: SHA-256(0x00 ‖ salt ‖ canonical JSON).
#[must_use]
pub fn leaf(salt: &[u8; 32], canonical_json: &str) -> Hash {
    Sha256::new().chain_update([0]).chain_update(salt).chain_update(canonical_json).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over leaf hashes in order.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The largest power of two below a size of at least two.
fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}

/// The audit path of the leaf at `index`, from the leaf upwards; `None` if there is no such leaf.
#[must_use]
pub fn inclusion(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    (index < leaves.len()).then(|| {
        let mut path = Vec::new();
        climb(leaves, index, &mut path);
        path
    })
}

fn climb(leaves: &[Hash], index: usize, path: &mut Vec<Hash>) {
    if leaves.len() < 2 {
        return;
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    if index < left.len() {
        climb(left, index, path);
        path.push(root(right));
    } else {
        climb(right, index - left.len(), path);
        path.push(root(left));
    }
}

/// Whether `leaf` is at `index` in the tree of `size` leaves with this root (RFC 9162 §2.1.3.2).
#[must_use]
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node(sibling, &hash);
            let right = place.trailing_zeros();
            if place & 1 == 0 {
                // The rightmost leaf of an unfinished tree: the levels without a left sibling are skipped.
                (place, last) = (place >> right.min(63), last >> right.min(63));
            }
        } else {
            hash = node(&hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// The proof that the tree of the first `old` leaves is a prefix of the tree of all; `None` if there are fewer. Empty
/// for `old` = 0 and for `old` = all.
#[must_use]
pub fn consistency(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old > leaves.len() {
        return None;
    }
    let mut proof = Vec::new();
    if old > 0 && old < leaves.len() {
        subproof(leaves, old, true, &mut proof);
    }
    Some(proof)
}

fn subproof(leaves: &[Hash], old: usize, known: bool, proof: &mut Vec<Hash>) {
    if old == leaves.len() {
        if !known {
            proof.push(root(leaves));
        }
        return;
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    if old <= left.len() {
        subproof(left, old, known, proof);
        proof.push(root(right));
    } else {
        subproof(right, old - left.len(), false, proof);
        proof.push(root(left));
    }
}

/// Whether the tree (`new_size`, `new_root`) continues the tree (`old_size`, `old_root`) (RFC 9162 §2.1.4.2). Every
/// tree continues the empty one.
#[must_use]
pub fn verify_consistency(old_size: u64, old_root: &Hash, new_size: u64, new_root: &Hash, proof: &[Hash]) -> bool {
    if old_size == 0 {
        return proof.is_empty() && *old_root == root(&[]) && (new_size > 0 || new_root == old_root);
    }
    if old_size >= new_size {
        return old_size == new_size && old_root == new_root && proof.is_empty();
    }
    let levels = (old_size - 1).trailing_ones();
    let (mut place, mut last) = ((old_size - 1) >> levels.min(63), (new_size - 1) >> levels.min(63));
    let mut steps = proof.iter();
    // An old tree of a power of two is itself the first node; otherwise the proof begins with one.
    let first = if old_size.is_power_of_two() { Some(old_root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut old, mut new) = (*first, *first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old = node(step, &old);
            new = node(step, &new);
            if place & 1 == 0 {
                let skipped = place.trailing_zeros();
                (place, last) = (place >> skipped.min(63), last >> skipped.min(63));
            }
        } else {
            new = node(&new, step);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && old == *old_root && new == *new_root
}
