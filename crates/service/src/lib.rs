//! What a person may do, one function each, one file each. Every act asks [`policy`] first, then does everything in one
//! transaction: the fact, its audit row, its entry in the public record and a signed checkpoint. [`views`] answers
//! questions and changes nothing.
//!
//! The doors (forms, REST) authenticate, call one of these functions and convert; the rules are in `domain`.

mod acts;
mod archive;
mod commitments;
mod decide;
pub mod demo;
mod error;
mod facts;
mod letters;
pub mod outbox;
pub mod policy;
mod record;
mod secrets;
mod service;
mod transaction;
pub mod views;

pub use acts::admit_member::admit_member;
pub use acts::apply::{Application, apply};
pub use acts::approve_trustees::approve_trustees;
pub use acts::cast_open::cast_open;
pub use acts::cast_secret::cast_secret;
pub use acts::close_vote::close_vote;
pub use acts::convene::{AgendaItem, Convocation, convene};
pub use acts::found_cooperative::{Founder, Founding, found_cooperative};
pub use acts::make_holder_key::make_holder_key;
pub use acts::name_roles::{Office, name_roles};
pub use acts::open_session::open_session;
pub use acts::open_vote::open_vote;
pub use acts::publish_minutes::publish_minutes;
pub use acts::register_key::register_key;
pub use acts::resend_mail::resend_mail;
pub use acts::sign_in::{
    Signed, ask_sign_in, challenge, revoke_session, sign_in_by_code, sign_in_by_key, sign_in_by_link, sign_in_demo,
    sign_out,
};
pub use acts::submit_decryption::submit_decryption;
pub use acts::subscribe_shares::subscribe_shares;
pub use error::Error;
pub use letters::{Composed, Composer, Letter};
pub use service::{Clock, Randomness, Service};
pub use transaction::ATTEMPTS;
