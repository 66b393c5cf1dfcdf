//! An assembly before its session: the agenda being built, what must be right before members are convened, the notice as
//! it is frozen, and what is said after it.

pub mod agenda;
pub mod checklist;
pub mod document;
pub mod notice;
pub mod proposed;
pub mod view;
pub mod when;
