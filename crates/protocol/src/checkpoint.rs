//! Checkpoints of the record: C2SP signed notes (<https://c2sp.org/signed-note>, <https://c2sp.org/tlog-checkpoint>;
//! PROTOCOL.md §12).
//!
//! ```text
//! voix/1/<cooperative>/<assembly>
//! 7
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — voix/1/<cooperative>/<assembly> <base64 of key id ‖ Ed25519 signature>
//! ```
//!
//! The signature is over the text up to and including the line end before the blank line. Key id: the first four bytes
//! of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). Our checkpoints have no extension lines, and the key's name is the
//! origin. Lines of other keys (co-signers) are kept and ignored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};

use crate::Malformed;
use crate::hash::hex;
use crate::keys::Signature;
use crate::merkle::Hash;

/// A note with more signatures is refused unread.
const MOST_SIGNATURES: usize = 64;
/// Signature type of plain Ed25519.
const ED25519: u8 = 0x01;

/// One signature line of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key.
    pub name: String,
    /// Its id.
    pub key_id: [u8; 4],
    /// What follows the id: 64 bytes for Ed25519, other lengths for keys we do not know.
    pub signature: Vec<u8>,
}

/// A tree head and who signed it. Its text form is the signed note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: see [`origin`].
    pub origin: String,
    /// Entries in the record.
    pub size: u64,
    /// RFC 6962 root over them.
    pub root: Hash,
    /// Signature lines, in order.
    pub signatures: Vec<NoteSignature>,
}

/// Why a checkpoint is not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// It is of another log.
    #[error("the checkpoint is of another record")]
    Origin,
    /// No line is by the known key.
    #[error("the checkpoint is not signed by the record's key")]
    Unsigned,
    /// A line claims to be by the known key and is not.
    #[error("the signature of the record's key does not hold")]
    Signature,
}

/// The origin of an assembly's record: `voix/1/<cooperative>/<assembly>`, ids as 32 hex digits.
#[must_use]
pub fn origin(cooperative: &[u8; 16], assembly: &[u8; 16]) -> String {
    format!("voix/1/{}/{}", hex(cooperative), hex(assembly))
}

/// Signs a tree head. The key's name is the origin.
///
/// # Errors
/// When the origin cannot be the name of a key: empty, or with spaces, control characters or `+`.
pub fn sign(key: &SigningKey, origin: &str, size: u64, root: Hash) -> Result<Checkpoint, Malformed> {
    if !is_name(origin) {
        return Err(Malformed::because("an origin has no spaces, no control characters and no +"));
    }
    let mut checkpoint = Checkpoint { origin: origin.to_owned(), size, root, signatures: Vec::new() };
    let signature = crate::keys::sign_bytes(key, checkpoint.body().as_bytes());
    checkpoint.signatures.push(NoteSignature {
        name: origin.to_owned(),
        key_id: key_id(origin, &key.verifying_key().to_bytes()),
        signature: signature.0.to_vec(),
    });
    Ok(checkpoint)
}

/// Reads a note strictly: exactly three lines, a blank one, signature lines, each ended by a line feed, nothing else.
///
/// # Errors
/// For any other text.
pub fn parse(text: &str) -> Result<Checkpoint, Malformed> {
    if text.chars().any(|c| c < ' ' && c != '\n') {
        return Err(Malformed::because("a note has no control characters"));
    }
    let (body, signatures) = text.split_once("\n\n").ok_or_else(|| Malformed::because("a note has a blank line"))?;
    let lines: Vec<&str> = body.split('\n').collect();
    let [origin, size, root] = lines[..] else {
        return Err(Malformed::because("a checkpoint has three lines"));
    };
    if origin.is_empty() {
        return Err(Malformed::because("a checkpoint has an origin"));
    }
    let signatures = signatures.strip_suffix('\n').ok_or_else(|| Malformed::because("a note ends with a line feed"))?;
    if signatures.split('\n').count() > MOST_SIGNATURES {
        return Err(Malformed::because("too many signatures"));
    }
    Ok(Checkpoint {
        origin: origin.to_owned(),
        size: parse_size(size)?,
        root: decode(root)?.try_into().map_err(|_| Malformed::because("a root is 32 bytes"))?,
        signatures: signatures.split('\n').map(parse_signature).collect::<Result<_, _>>()?,
    })
}

fn parse_size(text: &str) -> Result<u64, Malformed> {
    let wrong = || Malformed::because("a size is a decimal number without leading zeros");
    let size: u64 = text.parse().map_err(|_| wrong())?;
    if size.to_string() == text { Ok(size) } else { Err(wrong()) }
}

fn parse_signature(line: &str) -> Result<NoteSignature, Malformed> {
    let wrong = || Malformed::because("a signature line is an em dash, a name and base64");
    let (name, bytes) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(wrong)?;
    let bytes = decode(bytes)?;
    let (key_id, signature) = bytes.split_first_chunk::<4>().ok_or_else(wrong)?;
    if !is_name(name) || signature.is_empty() {
        return Err(wrong());
    }
    Ok(NoteSignature { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

fn decode(text: &str) -> Result<Vec<u8>, Malformed> {
    STANDARD.decode(text).map_err(|_| Malformed::because("not standard base64"))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// Verifies a checkpoint of a known log by its known key. Every line that names this key must hold.
///
/// # Errors
/// [`CheckpointFault`].
pub fn verify(checkpoint: &Checkpoint, origin: &str, key: &[u8; 32]) -> Result<(), CheckpointFault> {
    if checkpoint.origin != origin {
        return Err(CheckpointFault::Origin);
    }
    let body = checkpoint.body();
    let id = key_id(origin, key);
    let mut ours = checkpoint.signatures.iter().filter(|line| line.name == origin && line.key_id == id).peekable();
    if ours.peek().is_none() {
        return Err(CheckpointFault::Unsigned);
    }
    for line in ours {
        let bytes: [u8; 64] = line.signature.as_slice().try_into().map_err(|_| CheckpointFault::Signature)?;
        crate::keys::verify_bytes(key, body.as_bytes(), &Signature(bytes)).map_err(|_| CheckpointFault::Signature)?;
    }
    Ok(())
}

/// The key as others' tools take it: `<name>+<hex key id>+<base64 of 0x01 ‖ key>`.
#[must_use]
pub fn verifier_key(name: &str, key: &[u8; 32]) -> String {
    let mut bytes = vec![ED25519];
    bytes.extend_from_slice(key);
    format!("{name}+{}+{}", hex(&key_id(name, key)), STANDARD.encode(bytes))
}

/// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
#[must_use]
pub fn key_id(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let hash: Hash =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key).finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

impl Checkpoint {
    /// The three lines that are signed.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }
}

/// The signed note.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.body())?;
        for line in &self.signatures {
            let bytes = [line.key_id.as_slice(), &line.signature].concat();
            writeln!(f, "— {} {}", line.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}
