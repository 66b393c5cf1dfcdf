//! What a row says of one member, or everything that is wrong with it.

use chrono::{DateTime, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::cells;
use super::columns::Column;
use super::reading::{Line, Table};
use crate::Refusal;
use crate::identity::{Identity, Postal};
use crate::lang::Lang;
use crate::mail;
use crate::member::{MemberClass, MemberMove, MemberState};
use crate::shares::{Cents, Holding, ShareRules};

/// Line breaks in one row from which on a quotation mark is taken to have been forgotten.
const MOST_BREAKS: usize = 12;
/// Most of a cell that is shown again, in characters.
const SHOWN: usize = 80;

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// Why a row is not imported. Each has a sentence, `import-problem-<word>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Problem { $($(#[$doc])* $name),+ }

        impl Problem {
            /// Every problem, for the catalogues' test.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

problems! {
    /// Nobody is named.
    NameMissing = "name-missing",
    /// A text is too long, or nothing is to be seen in it.
    TextInvalid = "text-invalid",
    /// A text holds characters that cannot be kept.
    TextCharacters = "text-characters",
    /// No e-mail address.
    EmailInvalid = "email-invalid",
    /// No member number.
    NumberUnreadable = "number-unreadable",
    /// Somebody else in the register has the number.
    NumberTaken = "number-taken",
    /// The register has this person under another number.
    NumberElsewhere = "number-elsewhere",
    /// A number, and a state in which nobody has one.
    NumberTooEarly = "number-too-early",
    /// No number of shares.
    SharesUnreadable = "shares-unreadable",
    /// Fewer shares than the statutes' minimum.
    TooFewShares = "too-few-shares",
    /// Shares of somebody whose membership has none.
    SharesMisplaced = "shares-misplaced",
    /// No amount of money.
    MoneyUnreadable = "money-unreadable",
    /// An amount that may be read in two ways.
    MoneyAmbiguous = "money-ambiguous",
    /// More money than the shares are worth.
    PaidTooMuch = "paid-too-much",
    /// Money without shares.
    PaidNothing = "paid-nothing",
    /// No day.
    DateUnreadable = "date-unreadable",
    /// A year of two digits.
    DateShort = "date-short",
    /// A day to come.
    DateFuture = "date-future",
    /// Days in the wrong order.
    DatesOrder = "dates-order",
    /// No class of members.
    ClassUnknown = "class-unknown",
    /// No state of a membership.
    StateUnknown = "state-unknown",
    /// No language of the program.
    LangUnknown = "lang-unknown",
    /// Neither yes nor no, nor a day.
    ConsentUnknown = "consent-unknown",
    /// An organisation that nobody speaks for.
    RepresentativeMissing = "representative-missing",
    /// An organisation without its number.
    LegalNumberMissing = "legal-number-missing",
    /// A person with what only organisations have.
    NotAnOrganisation = "not-an-organisation",
    /// A quotation mark that is not closed: many lines were read as one row.
    QuoteOpen = "quote-open",
    /// More cells than headings.
    TooManyCells = "too-many-cells",
    /// An earlier row of the file is about the same member, or has the same number.
    Twice = "twice",
    /// Several members of the register may be meant.
    Ambiguous = "ambiguous",
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// In which column, if in one.
    pub column: Option<Column>,
    /// What was read there.
    pub read: String,
    /// What is wrong.
    pub problem: Problem,
    /// What the sentence names besides: a line, a number, a minimum.
    pub detail: String,
}

impl Fault {
    /// A fault in a column.
    #[must_use]
    pub fn new(column: Column, read: &str, problem: Problem) -> Self {
        Self { column: Some(column), read: shown(read), problem, detail: String::new() }
    }

    /// The same with what its sentence names.
    #[must_use]
    pub fn naming(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = detail.to_string();
        self
    }
}

/// The beginning of a text, as far as it can be shown.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !crate::text::refused(*c)).take(SHOWN).collect()
}

/// What rows are held to.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Nominal value and minimum.
    pub shares: ShareRules,
    /// The day of the import, where the cooperative is.
    pub today: NaiveDate,
    /// Where the cooperative is.
    pub zone: Tz,
}

impl Rules {
    /// The rules of a cooperative in a time zone (IANA), at an instant (microseconds UTC).
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for an unknown zone or an instant no calendar has.
    pub fn at(shares: ShareRules, now: i64, time_zone: &str) -> Result<Self, Refusal> {
        let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
        let now = DateTime::from_timestamp_micros(now).ok_or(Refusal::Malformed)?;
        Ok(Self { shares, today: now.with_timezone(&zone).date_naive(), zone })
    }

    /// When a day begins there, in microseconds UTC.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a day that has no hours there.
    pub fn start_of(&self, day: NaiveDate) -> Result<i64, Refusal> {
        crate::calendar::instant(day, NaiveTime::MIN, self.zone)
    }
}

/// Consent to be convened by e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Given on a day.
    On(NaiveDate),
    /// Given.
    Given,
}

/// What a row says of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// On which line of the file it begins.
    pub line: u64,
    /// Member number.
    pub number: Option<u32>,
    /// Who it is.
    pub identity: Identity,
    /// Address for messages, as written; it has been checked.
    pub email: Option<String>,
    /// The address as it is compared.
    pub email_key: Option<String>,
    /// Language of messages.
    pub lang: Option<Lang>,
    /// Where the membership stands.
    pub state: MemberState,
    /// Whether the file says so, or it follows from number and shares.
    pub said_state: bool,
    /// Shares held or, before a membership, wished.
    pub shares: u32,
    /// What was paid for them.
    pub paid: Cents,
    /// Days of the application, of the admission, of the membership, of its end; each with that of the others where the
    /// file does not say it.
    pub applied: Option<NaiveDate>,
    /// See `applied`.
    pub admitted: Option<NaiveDate>,
    /// See `applied`.
    pub joined: Option<NaiveDate>,
    /// See `applied`.
    pub ended: Option<NaiveDate>,
    /// Consent to be convened by e-mail.
    pub consent: Option<Consent>,
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(table: &Table, line: &Line, rules: &Rules) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader { table, line, faults: Vec::new() };
        reader.shape();
        let identity = reader.identity();
        let (email, email_key) = reader.email();
        let number = reader.number();
        let lang = reader.choice(Column::Lang, cells::lang, Problem::LangUnknown);
        let shares = reader.shares();
        let state = reader.choice(Column::State, cells::state, Problem::StateUnknown);
        let said_state = state.is_some();
        let state =
            state.unwrap_or(if number.is_some() || shares > 0 { MemberState::Active } else { MemberState::Applicant });
        let paid = reader.paid(rules, state, shares);
        let [applied, admitted, joined, ended] = reader.days(rules.today);
        let consent = reader.consent(rules.today);
        let mut row = Self {
            line: line.line,
            number,
            identity,
            email,
            email_key,
            lang,
            state,
            said_state,
            shares,
            paid,
            applied,
            admitted,
            joined,
            ended,
            consent,
        };
        reader.membership(&mut row);
        if reader.faults.is_empty() { Ok(row) } else { Err(reader.faults) }
    }

    /// Whether somebody new may be entered as the row says: members hold the minimum. Of members the register has, a file
    /// may leave the shares out.
    ///
    /// # Errors
    /// [`Problem::TooFewShares`].
    pub fn may_be_new(&self, rules: &Rules) -> Result<(), Fault> {
        let few = i64::from(self.shares) < rules.shares.minimum;
        if few && self.state.is_member() && self.identity.class.holds_shares() {
            let fault = Fault::new(Column::Shares, &self.shares.to_string(), Problem::TooFewShares);
            return Err(fault.naming(rules.shares.minimum));
        }
        Ok(())
    }

    /// The moves that lead from an application to where the membership stands, in order.
    #[must_use]
    pub fn moves(&self) -> &'static [MemberMove] {
        use MemberMove::{Activate, Admit, Die, Exclude, Leave, Refuse, Suspend};
        let was_member = self.was_member();
        match self.state {
            MemberState::Applicant => &[],
            MemberState::Refused => &[Refuse],
            MemberState::Admitted => &[Admit],
            MemberState::Active => &[Admit, Activate],
            MemberState::Suspended => &[Admit, Activate, Suspend],
            MemberState::Left if was_member => &[Admit, Activate, Leave],
            MemberState::Left => &[Leave],
            MemberState::Excluded if was_member => &[Admit, Activate, Exclude],
            MemberState::Excluded => &[Admit, Exclude],
            MemberState::Deceased if was_member => &[Admit, Activate, Die],
            MemberState::Deceased => &[Die],
        }
    }

    /// Whether they are or were a member: only members have a number and shares.
    #[must_use]
    pub fn was_member(&self) -> bool {
        self.state.is_member() || (self.state.is_over() && (self.number.is_some() || self.shares > 0))
    }
}

struct Reader<'a> {
    table: &'a Table,
    line: &'a Line,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn cell(&self, column: Column) -> &'a str {
        self.table.cell(self.line, column)
    }

    /// A cell; nothing where it is empty.
    fn given(&self, column: Column) -> Option<&'a str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    fn fault(&mut self, column: Column, problem: Problem) {
        self.faults.push(Fault::new(column, self.cell(column), problem));
    }

    fn whole(&mut self, problem: Problem) {
        let read = shown(&self.line.cells.join(" "));
        self.faults.push(Fault { column: None, read, problem, detail: self.line.breaks.to_string() });
    }

    fn shape(&mut self) {
        if self.line.breaks > MOST_BREAKS {
            self.whole(Problem::QuoteOpen);
        }
        if self.line.cells.iter().skip(self.table.headings.len()).any(|cell| !cell.is_empty()) {
            self.whole(Problem::TooManyCells);
        }
        let lost = self.table.columns.iter().zip(&self.line.cells).find(|(_, cell)| cell.contains('\u{FFFD}'));
        if let Some((Some(column), _)) = lost {
            self.fault(*column, Problem::TextCharacters);
        }
    }

    /// A word of a few, or nothing.
    fn choice<T>(&mut self, column: Column, read: impl Fn(&str) -> Option<T>, problem: Problem) -> Option<T> {
        let cell = self.given(column)?;
        let found = read(cell);
        if found.is_none() {
            self.fault(column, problem);
        }
        found
    }

    fn identity(&mut self) -> Identity {
        let owned = |cell: Option<&str>| cell.map(str::to_owned);
        let person = [Column::FirstName, Column::Name].map(|column| self.cell(column)).join(" ").trim().to_owned();
        let (organisation, legal) = (self.given(Column::Organisation), owned(self.given(Column::LegalNumber)));
        let class = self.choice(Column::Class, cells::class, Problem::ClassUnknown);
        let inferred = organisation.is_some() || legal.is_some();
        let class = class.unwrap_or(if inferred { MemberClass::Organisation } else { MemberClass::Cooperator });
        let said = owned(self.given(Column::Representative));
        // Where an organisation has a column of its own, the person beside it speaks for it.
        let (name, representative) = match organisation.filter(|_| class == MemberClass::Organisation) {
            Some(organisation) => (organisation.to_owned(), said.or(Some(person).filter(|name| !name.is_empty()))),
            None => (person, said),
        };
        let postal = Postal {
            street: self.street(),
            postcode: self.cell(Column::Postcode).to_owned(),
            city: self.cell(Column::City).to_owned(),
            country: self.cell(Column::Country).to_owned(),
        };
        let identity = Identity { class, name, representative, legal_number: legal, postal };
        self.check_identity(&identity);
        identity
    }

    /// Several lines of a cell, or two columns, are one line of ours.
    fn street(&self) -> String {
        let lines =
            [Column::Street, Column::Street2].into_iter().flat_map(|column| self.cell(column).split(['\r', '\n']));
        lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn check_identity(&mut self, identity: &Identity) {
        let name = if self.given(Column::Name).is_some() { Column::Name } else { Column::Organisation };
        if identity.name.is_empty() {
            return self.fault(name, Problem::NameMissing);
        }
        let bare =
            Identity { class: MemberClass::Cooperator, representative: None, legal_number: None, ..identity.clone() };
        let texts = [
            (name, bare.check_names()),
            (
                Column::Representative,
                identity.representative.as_deref().map_or(Ok(()), |text| crate::text::check(text, 200)),
            ),
            (Column::LegalNumber, identity.legal_number.as_deref().map_or(Ok(()), |text| crate::text::check(text, 40))),
        ];
        let mut sound = true;
        for (column, outcome) in texts {
            if let Err(refusal) = outcome {
                sound = false;
                self.fault(column, of_text(refusal));
            }
        }
        self.check_postal(&identity.postal);
        match identity.check_names() {
            Err(Refusal::RepresentativeMissing) => self.fault(Column::Representative, Problem::RepresentativeMissing),
            Err(Refusal::LegalNumberMissing) => self.fault(Column::LegalNumber, Problem::LegalNumberMissing),
            Err(_) if sound => self.fault(Column::Class, Problem::NotAnOrganisation),
            _ => {}
        }
    }

    /// An address may lack lines; those it has can be kept.
    fn check_postal(&mut self, postal: &Postal) {
        let lines = [
            (Column::Street, &postal.street, 200),
            (Column::Postcode, &postal.postcode, 40),
            (Column::City, &postal.city, 200),
            (Column::Country, &postal.country, 200),
        ];
        for (column, text, most) in lines {
            if let (false, Err(refusal)) = (text.is_empty(), crate::text::check(text, most)) {
                self.fault(column, of_text(refusal));
            }
        }
    }

    fn email(&mut self) -> (Option<String>, Option<String>) {
        let Some(cell) = self.given(Column::Email) else { return (None, None) };
        let key = mail::address(cell).and_then(|key| crate::text::check(cell, 254).map(|()| key));
        match key {
            Ok(key) => (Some(cell.to_owned()), Some(key)),
            Err(_) => {
                self.fault(Column::Email, Problem::EmailInvalid);
                (None, None)
            }
        }
    }

    fn number(&mut self) -> Option<u32> {
        let positive = |cell: &str| cells::whole(cell).filter(|number| *number >= 1);
        self.choice(Column::Number, positive, Problem::NumberUnreadable)
    }

    fn shares(&mut self) -> u32 {
        self.choice(Column::Shares, cells::whole, Problem::SharesUnreadable).unwrap_or(0)
    }

    /// What was paid. Where the file does not say, shares of a membership count as paid in full.
    fn paid(&mut self, rules: &Rules, state: MemberState, shares: u32) -> Cents {
        let held = Holding { shares: shares.into(), paid: Cents(0) };
        let Ok(value) = rules.shares.owed(&held) else {
            self.fault(Column::Shares, Problem::SharesUnreadable);
            return Cents(0);
        };
        let Some(cell) = self.given(Column::Paid) else {
            return if state.is_member() || state.is_over() { value } else { Cents(0) };
        };
        match cells::money(cell) {
            Err(problem) => {
                self.fault(Column::Paid, problem);
                Cents(0)
            }
            Ok(paid) => {
                if paid > value {
                    let problem = if shares == 0 { Problem::PaidNothing } else { Problem::PaidTooMuch };
                    self.fault(Column::Paid, problem);
                }
                paid
            }
        }
    }

    fn day(&mut self, column: Column, today: NaiveDate) -> Option<NaiveDate> {
        let cell = self.given(column)?;
        match cells::day(cell) {
            Ok(day) if day <= today => return Some(day),
            Ok(_) => self.fault(column, Problem::DateFuture),
            Err(problem) => self.fault(column, problem),
        }
        None
    }

    /// The four days, in the order in which they must be.
    fn days(&mut self, today: NaiveDate) -> [Option<NaiveDate>; 4] {
        let columns = [Column::Applied, Column::Admitted, Column::Joined, Column::Ended];
        let days = columns.map(|column| self.day(column, today));
        let mut latest = None;
        for (column, day) in columns.into_iter().zip(days) {
            if day.is_some() && day < latest {
                self.fault(column, Problem::DatesOrder);
            }
            latest = latest.max(day);
        }
        days
    }

    fn consent(&mut self, today: NaiveDate) -> Option<Consent> {
        let cell = self.given(Column::Consent)?;
        match (cells::yes(cell), cells::day(cell)) {
            (Some(true), _) => Some(Consent::Given),
            (Some(false), _) => None,
            (None, Ok(day)) if day <= today => Some(Consent::On(day)),
            _ => {
                self.fault(Column::Consent, Problem::ConsentUnknown);
                None
            }
        }
    }

    /// Whether state, number and shares go together; and the days that the file leaves out.
    fn membership(&mut self, row: &mut Row) {
        if !row.identity.class.holds_shares() && row.shares > 0 {
            self.fault(Column::Shares, Problem::SharesMisplaced);
        }
        let before = !row.state.is_member() && !row.state.is_over();
        if before && row.number.is_some() {
            self.fault(Column::Number, Problem::NumberTooEarly);
        }
        if before && row.paid.0 > 0 && row.shares > 0 {
            self.fault(Column::Paid, Problem::SharesMisplaced);
        }
        // Each event is no later than the next one that is known.
        row.joined = row.joined.or(row.admitted).or(row.applied).or(row.ended);
        row.admitted = row.admitted.or(row.joined);
        row.applied = row.applied.or(row.admitted).or(row.ended);
    }
}

/// The problem of a text that cannot be kept.
fn of_text(refusal: Refusal) -> Problem {
    if refusal == Refusal::TextCharacters { Problem::TextCharacters } else { Problem::TextInvalid }
}

#[cfg(test)]
mod tests;
