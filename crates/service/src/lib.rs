//! What a person may do, one function each, one file each. Every act asks [`policy`] first, then does everything in one
//! transaction: the fact, its audit row, its entry in the public record and a signed checkpoint. [`views`] answers
//! questions and changes nothing.
//!
//! The doors (forms, REST) authenticate, call one of these functions and convert; the rules are in `domain`.

mod acts;
pub mod admin;
mod agendas;
mod archive;
mod bureau;
mod ceremony;
mod codes;
mod commitments;
pub mod copies;
mod decide;
pub mod demo;
mod discussion;
mod door;
mod elections;
mod entrusted;
mod error;
mod facts;
mod hands;
mod ledger;
mod letters;
mod no_quorum;
mod opening;
pub mod outbox;
mod paper;
mod passkeys;
mod people;
pub mod policy;
mod proposals;
mod proxies;
mod record;
mod refunds;
mod roll_checks;
mod secrets;
mod service;
mod sheet;
mod statutes;
mod transaction;
mod turnout;
pub mod upkeep;
pub mod views;

pub use acts::admit_member::{admit_member, refuse_applicant};
pub use acts::adopt_statutes::adopt_statutes;
pub use acts::advance::{advance_due, open_advance};
pub use acts::apply::{Application, apply};
pub use acts::approve_trustees::approve_trustees;
pub use acts::ask_shares::{ask_shares, withdraw_share_request};
pub use acts::attendance::{record_attendance, take_part};
pub use acts::bureau::{accept_bureau_seat, constitute_bureau, note_bureau_acceptance};
pub use acts::candidates::{
    accept_candidacy, call_candidates, declare_candidacy, propose_candidate, withdraw_candidacy,
};
pub use acts::cast_open::cast_open;
pub use acts::cast_secret::cast_secret;
pub use acts::ceremony::{exchange_holder, restart_ceremony, take_ceremony_step};
pub use acts::change_email::{change_email, confirm_my_email};
pub use acts::close_vote::close_vote;
pub use acts::codes::{end_code, end_own_code, print_code, sign_in_by_paper_code, sign_out_code};
pub use acts::convene::{AgendaItem, Convocation, convene};
pub use acts::convening::again::{Again, reconvene};
pub use acts::convening::announce::{cancel_assembly, correct_notice};
pub use acts::convening::convene_draft::convene_draft;
pub use acts::convening::resend::resend_notice;
pub use acts::correct_ledger::{cancel_shares, repay_shares, reverse_share_entry};
pub use acts::correct_minutes::correct_minutes;
pub use acts::correct_record::correct_record;
pub use acts::decide_share_request::decide_share_request;
pub use acts::decline_seat::{decline_seat, note_declined};
pub use acts::discussion::moderate::moderate_comment;
pub use acts::discussion::write::{correct_comment, write_comment};
pub use acts::door::{arrive, change_door_code};
pub use acts::end_without_quorum::end_without_quorum;
pub use acts::enter_member::enter_member;
pub use acts::entrusted::{confirm_entrusted, release_entrusted};
pub use acts::export_register::export_register;
pub use acts::fix_member_lists::fix_member_lists;
pub use acts::follow_application::{confirm_application, withdraw_application};
pub use acts::forget_due::{Forgotten, forget_due};
pub use acts::found_cooperative::{Founder, Founding, found_cooperative};
pub use acts::hands::{count_hands, note_hands};
pub use acts::import_register::{preview_import, run_import};
pub use acts::lead_session::{resume_session, suspend_session, void_vote, warn_closing};
pub use acts::leave::leave;
pub use acts::make_holder_key::make_holder_key;
pub use acts::move_member::{decide_membership, record_departure};
pub use acts::name_roles::{Office, name_roles};
pub use acts::note_software::note_software;
pub use acts::offices::{end_office, give_office};
pub use acts::open_session::open_session;
pub use acts::open_vote::{open_by_hands, open_vote};
pub use acts::paper::{count_paper, mark_paper, note_paper};
pub use acts::passkeys::{
    begin_passkey, begin_passkey_sign_in, begin_second_by_passkey, finish_passkey, finish_passkey_sign_in,
    finish_second_by_passkey, remove_passkey, rename_passkey,
};
pub use acts::prepare::agenda::edit_agenda;
pub use acts::prepare::documents::attach_document;
pub use acts::prepare::invited::edit_invited;
pub use acts::prepare::{drop_draft, edit_draft, prepare_assembly};
pub use acts::president::{close_president_round, name_president, open_president_round};
pub use acts::proposals::amend::{amend_proposal, decide_amendment};
pub use acts::proposals::attach::{attach_to_proposal, remove_attachment};
pub use acts::proposals::authors::{answer_invitation, invite_author};
pub use acts::proposals::decide::decide_proposal;
pub use acts::proposals::moves::move_proposal;
pub use acts::proposals::support::{support_proposal, withdraw_support};
pub use acts::proposals::write::{draft_proposal, edit_proposal};
pub use acts::proxies::answer::answer_proxy;
pub use acts::proxies::give::give_proxy;
pub use acts::proxies::paper::{end_paper_proxy, enter_paper_proxy};
pub use acts::proxies::revoke::revoke_proxy;
pub use acts::publish_minutes::publish_minutes;
pub use acts::put_to_vote::put_to_vote;
pub use acts::questions::{answer_questions, ask_question, correct_answer};
pub use acts::record_payment::record_payment;
pub use acts::recovery::{begin_recovery, confirm_recovery};
pub use acts::refunds::{attach_refund, delete_refund, draft_refund, execute_refund, release_refund};
pub use acts::register_key::register_key;
pub use acts::rehearse::{begin_rehearsal, end_rehearsal, rehearsals_due};
pub use acts::remind_keyless::remind_keyless;
pub use acts::replace_key::{recover_key, replace_key};
pub use acts::resend_mail::resend_mail;
pub use acts::set_consent::set_consent;
pub use acts::set_help::set_help;
pub use acts::sheet::{certify_sheet, fix_sheet, note_sheet_certified};
pub use acts::sign_in::{
    Signed, ask_second, ask_sign_in, challenge, confirm_second, revoke_other_sessions, revoke_session, sign_in_by_code,
    sign_in_by_key, sign_in_by_link, sign_in_demo, sign_out,
};
pub use acts::sign_minutes::sign_minutes;
pub use acts::sign_roll::sign_roll;
pub use acts::submit_decryption::submit_decryption;
pub use acts::subscribe_shares::subscribe_shares;
pub use acts::take_register_leaves::take_register_leaves;
pub use acts::tell_apart::{confirm_draw, open_runoff, record_draw};
pub use error::Error;
pub use letters::{
    Composed, Composer, HolderLetter, HolderSays, Letter, Letterhead, MinutesLetter, NoticeLetter, Over, OwnLetter,
    ProposalLetter, ProxyLetter, ProxySays, VotedBy, VotedLetter,
};
pub use service::{Clock, Randomness, Service};
pub use transaction::ATTEMPTS;
