//! What a member is shown of the own record, and what a member sends to correct it. Fields of requests are flat texts, so
//! that a form and a program send the same.

use serde::{Deserialize, Serialize};

use crate::identity::{Identity, Postal};
use crate::ids::{AssemblyId, MemberId};
use crate::lang::Lang;
use crate::member::{Happened, KeyOrigin, MemberClass, MemberState};
use crate::roles::Role;

/// What the register holds of the member who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRecord {
    /// Who.
    pub member: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// Who the member is, and where letters go.
    pub identity: Identity,
    /// Address for messages, as typed.
    pub email: Option<String>,
    /// When the member showed that messages arrive there.
    pub email_confirmed_at: Option<i64>,
    /// An address that waits to be confirmed.
    pub email_waiting: Option<String>,
    /// When the member agreed to be convened by e-mail.
    pub email_consent_at: Option<i64>,
    /// The language of messages.
    pub lang: Lang,
    /// Where the membership stands.
    pub state: MemberState,
    /// Shares held.
    pub shares: i64,
    /// Their paid-in value in cents.
    pub cents: i64,
    /// What happened to the membership, oldest first.
    pub history: Vec<HistoryLine>,
    /// Offices, those held now and those that ended or have yet to begin.
    pub offices: Vec<OfficeLine>,
    /// Voting keys, oldest first; the last one speaks.
    pub keys: Vec<KeyLine>,
    /// What was done to this record, newest first.
    pub acts: Vec<ActLine>,
    /// IANA name of the cooperative's time zone.
    pub time_zone: String,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "who")]
pub enum By {
    /// The member.
    Yourself,
    /// Nobody signed in: the program, or a visitor.
    Nobody,
    /// Somebody else. The name is empty once it was forgotten.
    Member {
        /// Name.
        name: String,
        /// Member number.
        number: Option<u32>,
    },
}

/// A line of the membership's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// What.
    pub happened: Happened,
    /// When.
    pub at: i64,
    /// Who decided it.
    pub by: By,
    /// Why, in their words.
    pub reason: String,
}

/// An office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeLine {
    /// Which.
    pub role: Role,
    /// From when on.
    pub from: i64,
    /// Until when, if that is known.
    pub until: Option<i64>,
    /// Whether it is held now.
    pub now: bool,
}

/// A voting key: what is public of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// From 1, one more for each replacement.
    pub seq: u32,
    /// The first bytes of the public key's SHA-256, hex: what two screens are compared by.
    pub fingerprint: String,
    /// Since when.
    pub since: i64,
    /// How it came.
    pub origin: KeyOrigin,
}

/// Something done to the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActLine {
    /// Name of the act; its sentence is `audit-<act>` in the catalogues.
    pub act: String,
    /// When.
    pub at: i64,
    /// Who.
    pub by: By,
}

/// Who the member is, corrected. Everything is sent, also what stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// First and family name, or the name of the organisation.
    pub name: String,
    /// Of an organisation: who speaks for it.
    #[serde(default)]
    pub representative: String,
    /// Of an organisation: its number in a public register.
    #[serde(default)]
    pub legal_number: String,
    /// Number and street.
    pub street: String,
    /// Postal code.
    #[serde(default)]
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country.
    #[serde(default)]
    pub country: String,
    /// The language of messages: `fr` or `en`.
    pub language: String,
}

impl Correction {
    /// The identity it says, of a member of a class. White space that typing leaves at the ends is no part of it; an
    /// organisation's fields of a person are left out, since persons have none.
    #[must_use]
    pub fn identity(&self, class: MemberClass) -> Identity {
        let line = |text: &str| text.trim().to_owned();
        let of_organisation = |text: &str| {
            let text = line(text);
            (class == MemberClass::Organisation && !text.is_empty()).then_some(text)
        };
        Identity {
            class,
            name: line(&self.name),
            representative: of_organisation(&self.representative),
            legal_number: of_organisation(&self.legal_number),
            postal: Postal {
                street: line(&self.street),
                postcode: line(&self.postcode),
                city: line(&self.city),
                country: line(&self.country),
            },
        }
    }

    /// What stands on the register, as a form shows it.
    #[must_use]
    pub fn of(identity: &Identity, lang: Lang) -> Self {
        let Identity { name, representative, legal_number, postal, .. } = identity.clone();
        Self {
            name,
            representative: representative.unwrap_or_default(),
            legal_number: legal_number.unwrap_or_default(),
            street: postal.street,
            postcode: postal.postcode,
            city: postal.city,
            country: postal.country,
            language: lang.code().to_owned(),
        }
    }
}

/// Another address for messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailChange {
    /// The address.
    pub email: String,
}

/// Consent to be convened by e-mail (C. com. R.225-63), given or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// `yes` gives it, anything else takes it back.
    pub consent: String,
}

/// The member leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// `yes` when the member has said to be sure.
    pub sure: String,
}

/// What the law lets members see of each other before an assembly, and nothing more (C. com. L.225-116).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedMember {
    /// Name.
    pub name: String,
    /// Postal address.
    pub postal: Postal,
    /// Shares held.
    pub shares: i64,
}

/// Whether the list of members of an assembly can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListState {
    /// The rules of this assembly know no such list.
    None,
    /// Not yet: its day has not come.
    NotYet,
    /// It is fixed.
    Open,
    /// The assembly is over.
    Over,
}

/// The list of members of an assembly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberList {
    /// Of which assembly.
    pub assembly: AssemblyId,
    /// When the assembly starts.
    pub starts_at: i64,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// Whether it can be read.
    pub state: ListState,
    /// As of when it is, or will be.
    pub fixed_at: Option<i64>,
    /// How many are on it.
    pub total: usize,
    /// Those asked for, by name.
    pub lines: Vec<ListedMember>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_shows_is_what_stands_on_the_register() {
        for class in MemberClass::ALL {
            let organisation = class == MemberClass::Organisation;
            let identity = Identity {
                class,
                name: "Les Essais".to_owned(),
                representative: organisation.then(|| "Camille Durand".to_owned()),
                legal_number: organisation.then(|| "123 456 789".to_owned()),
                postal: Postal { street: "1 rue".to_owned(), city: "Lyon".to_owned(), ..Postal::default() },
            };
            assert_eq!(Correction::of(&identity, Lang::Fr).identity(class), identity, "{class:?}");
        }
    }

    #[test]
    fn white_space_at_an_end_is_nobodys_name_and_a_person_has_no_legal_number() {
        let typed = Correction {
            name: " Camille\u{a0}".to_owned(),
            legal_number: "1".to_owned(),
            representative: "X".to_owned(),
            ..Correction::default()
        };
        let identity = typed.identity(MemberClass::Cooperator);
        assert_eq!((identity.name.as_str(), identity.legal_number, identity.representative), ("Camille", None, None));
        assert_eq!(typed.identity(MemberClass::Organisation).representative.as_deref(), Some("X"));
    }
}
