//! Files that authors attach to a proposal: how many, how large, until when. What kind of file is kept, and under which
//! name, is one rule with the documents of an agenda ([`crate::convocation::document`]).
//!
//! A support is a signature under words: the files are no part of what is signed. They are added and taken away while the
//! words may change, and are frozen with them when the proposal is submitted; until then each says since when it is there,
//! and one that others saw and that is gone leaves its name, its hash and both times.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::convocation::document::Media;
use crate::ids::AttachmentId;
use crate::proposals::Who;

/// Files of a proposal at once.
pub const MOST: usize = 10;
/// Files of a proposal, those taken away included.
pub const MOST_EVER: usize = 40;
/// Bytes of a proposal's files together.
pub const MOST_BYTES: u64 = 24 * 1024 * 1024;
/// Bytes one member attaches within a day, to whatever proposal.
pub const MOST_BYTES_A_DAY: u64 = 60 * 1024 * 1024;
/// What [`MOST_BYTES_A_DAY`] calls a day, in microseconds.
pub const DAY: i64 = 24 * 3600 * 1_000_000;

/// Whether a file of so many bytes finds room: `standing` are the bytes of each file that is there, `ever` how many files
/// there have been.
///
/// # Errors
/// [`Refusal::AttachmentsFull`].
pub fn room(standing: &[u64], ever: usize, bytes: u64) -> Result<(), Refusal> {
    let all = standing.iter().fold(bytes, |sum, bytes| sum.saturating_add(*bytes));
    let fits = standing.len() < MOST && ever < MOST_EVER && all <= MOST_BYTES;
    if fits { Ok(()) } else { Err(Refusal::AttachmentsFull) }
}

/// Whether a member who attached so many bytes since a day ago may attach so many more.
///
/// # Errors
/// [`Refusal::TooMuchToday`].
pub fn paced(since_a_day: u64, bytes: u64) -> Result<(), Refusal> {
    if since_a_day.saturating_add(bytes) <= MOST_BYTES_A_DAY { Ok(()) } else { Err(Refusal::TooMuchToday) }
}

/// A file of a proposal. Instants are microseconds since 1970 UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentLine {
    /// Id.
    pub id: AttachmentId,
    /// Name.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Length.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub hash: String,
    /// Who attached it.
    pub by: Who,
    /// When.
    pub at: i64,
    /// When it was taken away, if it was: then the bytes are gone.
    pub removed_at: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_has_so_many_files_and_so_many_bytes() {
        assert_eq!(room(&[], 0, MOST_BYTES), Ok(()));
        assert_eq!(room(&[], 0, MOST_BYTES + 1), Err(Refusal::AttachmentsFull));
        assert_eq!(room(&[1; MOST - 1], MOST - 1, 1), Ok(()));
        assert_eq!(room(&[1; MOST], MOST, 1), Err(Refusal::AttachmentsFull));
        assert_eq!(room(&[1], MOST_EVER - 1, 1), Ok(()));
        assert_eq!(room(&[], MOST_EVER, 1), Err(Refusal::AttachmentsFull), "what was taken away counts");
        assert_eq!(room(&[MOST_BYTES - 5], 1, 5), Ok(()));
        assert_eq!(room(&[MOST_BYTES - 5], 1, 6), Err(Refusal::AttachmentsFull));
        assert_eq!(room(&[u64::MAX; 2], 2, u64::MAX), Err(Refusal::AttachmentsFull));
    }

    #[test]
    fn nobody_fills_the_disk_in_a_day() {
        assert_eq!(paced(0, MOST_BYTES_A_DAY), Ok(()));
        assert_eq!(paced(1, MOST_BYTES_A_DAY), Err(Refusal::TooMuchToday));
        assert_eq!(paced(u64::MAX, 1), Err(Refusal::TooMuchToday));
    }
}
