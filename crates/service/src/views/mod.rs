//! Questions about the state of things. A view reads one consistent state and changes nothing.

mod amendments;
mod archives;
mod assemblies;
mod attachments;
mod candidates;
mod console;
mod convocations;
mod cooperative;
mod discussion;
mod drafts;
mod holder;
mod imports;
mod keys;
mod mails;
mod member_list;
mod mine;
mod offices;
mod own;
mod passkeys;
mod proposals;
mod questions;
mod records;
mod register;
mod sessions;
mod shares;
mod statutes;

pub use crate::acts::put_to_vote::put_form;
pub use amendments::amendment;
pub use archives::{TrackerState, archive, ballot_known, companion, verify_zip};
pub use assemblies::{assembly, current_assembly, live, vote};
pub use attachments::attachment;
pub use candidates::{candidates, election_view, elections};
pub use console::console;
pub use convocations::{
    DocumentFile, Letters, Printed, calendar, convocation, document, my_notices, notices, notices_page, printed_letters,
};
pub use cooperative::{cooperative, demo_people, time_zone};
pub use discussion::{DiscussionPart, comment, discussion};
pub use drafts::{draft, drafts, planned};
pub use holder::key_holder_task;
pub use imports::{import_model, register_import};
pub use keys::{keyless, my_key, recovery};
pub use mails::mails;
pub use member_list::member_list;
pub use mine::{ballot_paper, me, my_votes, voice_proof};
pub use offices::offices;
pub use own::{email_link, own_data, own_record};
pub use passkeys::passkeys;
pub use proposals::{compared, preview, proposal, proposals};
pub use questions::{questions, questions_until};
pub use records::{checkpoint, minutes, pulse, record, record_entries};
pub use register::{application, application_terms, applications, member_file, register};
pub use sessions::{sessions, sign_in_link};
pub use shares::{member_shares, my_shares, share_register};
pub use statutes::{statutes, statutes_form, statutes_preview};
