//! Questions about the state of things. A view reads one consistent state and changes nothing.

mod archives;
mod assemblies;
mod console;
mod cooperative;
mod holder;
mod mails;
mod mine;
mod records;
mod sessions;

pub use archives::{TrackerState, archive, ballot_known, companion, verify_zip};
pub use assemblies::{assembly, current_assembly, vote};
pub use console::console;
pub use cooperative::{cooperative, demo_people};
pub use holder::key_holder_task;
pub use mails::mails;
pub use mine::{ballot_paper, me, my_votes, voice_proof};
pub use records::{checkpoint, minutes, pulse, record, record_entries};
pub use sessions::{sessions, sign_in_link};
