//! The register as those see it who keep it, and how it is asked: what stands on its pages and in the answers of REST.

use serde::{Deserialize, Serialize};

use crate::identity::{Identity, Postal};
use crate::ids::MemberId;
use crate::lang::Lang;
use crate::member::{Happened, MemberClass, MemberMove, MemberState};
use crate::roles::Role;
use crate::shares_view::HowToPay;

/// In which order the register is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterSort {
    /// By member number; who has none yet, last, by name.
    #[default]
    Number,
    /// By name.
    Name,
    /// By the day of the application.
    Application,
}

impl RegisterSort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Number, Self::Name, Self::Application];
}

/// Which lines of the register are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// Words that all stand in the line, wherever; accents and capitals play no part.
    pub text: String,
    /// Only those in this state.
    pub state: Option<MemberState>,
    /// Only those who belong as this.
    pub class: Option<MemberClass>,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterLine {
    /// Who.
    pub id: MemberId,
    /// Member number, once the first shares are paid.
    pub number: Option<u32>,
    /// As what the member belongs.
    pub class: MemberClass,
    /// Name.
    pub name: String,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Town.
    pub city: String,
    /// Address for messages.
    pub email: Option<String>,
    /// Whether messages are known to arrive there.
    pub email_confirmed: bool,
    /// Where the membership stands.
    pub state: MemberState,
    /// Shares asked for in the application.
    pub shares_wished: u32,
    /// When the application came in, microseconds UTC.
    pub applied_at: i64,
}

/// A page of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPage {
    /// How many are in each state, on the whole register.
    pub counts: Vec<(MemberState, u32)>,
    /// The lines.
    pub lines: Vec<RegisterLine>,
    /// After whom the next page begins, if there is one.
    pub next: Option<MemberId>,
    /// IANA name of the cooperative's time zone.
    pub time_zone: String,
}

/// Something that happened to a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLine {
    /// What.
    pub happened: Happened,
    /// When, microseconds UTC.
    pub at: i64,
    /// Who decided it: number and name, which is empty once it was forgotten. Nobody for what a person does alone, or what
    /// follows from something else.
    pub by: Option<(Option<u32>, String)>,
    /// Why, in their words; empty when nothing needed to be said, or when it was erased.
    pub reason: String,
}

/// What the register holds of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFile {
    /// Who.
    pub id: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// Name, representative, number in a public register, postal address.
    pub identity: Identity,
    /// Address for messages.
    pub email: Option<String>,
    /// When messages were shown to arrive there.
    pub email_confirmed_at: Option<i64>,
    /// When convocations by e-mail were agreed to; by letter if never.
    pub email_consent_at: Option<i64>,
    /// The language of messages.
    pub lang: Lang,
    /// Where the membership stands.
    pub state: MemberState,
    /// Shares asked for in the application.
    pub shares_wished: u32,
    /// What they cost, in cents.
    pub wished_cents: i64,
    /// Shares held.
    pub shares: i64,
    /// Their paid-in value in cents.
    pub cents: i64,
    /// Whether a voting key is registered.
    pub has_key: bool,
    /// Offices held now.
    pub offices: Vec<Role>,
    /// What happened, oldest first.
    pub history: Vec<MoveLine>,
    /// What may happen next, as the state allows.
    pub moves: Vec<MemberMove>,
    /// IANA name of the cooperative's time zone.
    pub time_zone: String,
}

/// A member as a line of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedMember {
    /// Member number.
    pub number: Option<u32>,
    /// Name, representative, number in a public register, postal address.
    pub identity: Identity,
    /// Address for messages.
    pub email: Option<String>,
    /// When messages were shown to arrive there. Instants are microseconds UTC.
    pub email_confirmed_at: Option<i64>,
    /// When convocations by e-mail were agreed to.
    pub email_consent_at: Option<i64>,
    /// The language of messages.
    pub lang: Lang,
    /// Where the membership stands.
    pub state: MemberState,
    /// When the application came in.
    pub applied_at: i64,
    /// When it was admitted.
    pub admitted_at: Option<i64>,
    /// When the first shares were paid.
    pub active_at: Option<i64>,
    /// When the membership ended.
    pub ended_at: Option<i64>,
    /// Shares held.
    pub shares: i64,
    /// Their paid-in value in cents.
    pub cents: i64,
}

/// An application as whoever holds the link to it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationView {
    /// Name of the cooperative.
    pub cooperative: String,
    /// Who applied.
    pub name: String,
    /// Where it stands.
    pub state: MemberState,
    /// Whether the address is confirmed, and the board told.
    pub confirmed: bool,
    /// When it came in, microseconds UTC.
    pub applied_at: i64,
    /// Shares asked for.
    pub shares: u32,
    /// What they cost, in cents.
    pub cents: i64,
    /// How they are paid.
    pub pay: HowToPay,
    /// Why it was refused, if it was.
    pub reason: String,
    /// IANA name of the cooperative's time zone.
    pub time_zone: String,
}

/// What somebody must know to apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationTerms {
    /// Name of the cooperative.
    pub cooperative: String,
    /// Fewest shares one may hold.
    pub minimum_shares: u64,
    /// Nominal value of a share, in cents.
    pub share_cents: i64,
}

/// An application sent to `POST /applications`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// Name, representative, number in a public register, postal address.
    pub identity: Identity,
    /// Address for messages.
    pub email: String,
    /// The language of messages.
    pub lang: Lang,
    /// Shares wished.
    pub shares: u32,
    /// Whether convocations may come by e-mail.
    pub email_consent: bool,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            class: MemberClass::Cooperator,
            name: String::new(),
            representative: None,
            legal_number: None,
            postal: Postal::default(),
        }
    }
}

/// The moves that a person keeping the register may be offered in a state. Paying shares is another matter, and so is
/// deciding on an application.
#[must_use]
pub fn offered(state: MemberState) -> Vec<MemberMove> {
    use MemberMove::{Die, Exclude, Leave, Resume, Suspend};
    [Suspend, Resume, Leave, Exclude, Die].into_iter().filter(|happens| state.after(*happens).is_ok()).collect()
}

/// A text as a cell of a spreadsheet: one that a spreadsheet would take for a formula begins with an apostrophe, which
/// it shows as text.
#[must_use]
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_what_the_state_allows() {
        use MemberMove::{Die, Exclude, Leave, Resume, Suspend};
        let expected = [
            (MemberState::Applicant, vec![Leave, Die]),
            (MemberState::Refused, vec![]),
            (MemberState::Admitted, vec![Leave, Exclude, Die]),
            (MemberState::Active, vec![Suspend, Leave, Exclude, Die]),
            (MemberState::Suspended, vec![Resume, Leave, Exclude, Die]),
            (MemberState::Left, vec![]),
            (MemberState::Excluded, vec![]),
            (MemberState::Deceased, vec![]),
        ];
        for (state, moves) in expected {
            assert_eq!(offered(state), moves, "{state:?}");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+33 1", "'+33 1"),
            ("-2", "'-2"),
            ("@cmd", "'@cmd"),
            ("\t=1", "'\t=1"),
            ("1 rue d’=", "1 rue d’="),
            ("", ""),
            ("'=", "'="),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
