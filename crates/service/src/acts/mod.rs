//! The acts, one file each.

pub mod admit_member;
pub mod apply;
pub mod approve_trustees;
pub mod cast_open;
pub mod cast_secret;
pub mod close_vote;
pub mod convene;
pub mod found_cooperative;
pub mod make_holder_key;
pub mod name_roles;
pub mod open_session;
pub mod open_vote;
pub mod publish_minutes;
pub mod register_key;
pub mod resend_mail;
pub mod sign_in;
pub mod submit_decryption;
pub mod subscribe_shares;
