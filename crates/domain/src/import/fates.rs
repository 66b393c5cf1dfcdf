//! What becomes of each row: somebody new, somebody the register has, with or without something to change, or nothing,
//! with the reason. The same rule judges the whole file for the preview, and each row again when it is written.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::columns::Column;
use super::reading::Table;
use super::rows::{Fault, Problem, Row, Rules, shown};
use crate::identity::{Postal, fold};
use crate::ids::MemberId;
use crate::lang::Lang;
use crate::member::{MemberClass, MemberState};

/// Somebody the register has.
#[derive(Clone, Debug)]
pub struct Known {
    /// Id.
    pub id: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// As what they belong.
    pub class: MemberClass,
    /// Where the membership stands.
    pub state: MemberState,
    /// Name.
    pub name: String,
    /// Who speaks for an organisation.
    pub representative: Option<String>,
    /// Address for messages, as written.
    pub email: Option<String>,
    /// The address as it is compared.
    pub email_key: Option<String>,
    /// Whether the member showed that messages arrive there.
    pub email_confirmed: bool,
    /// Whether the member agreed to be convened by e-mail.
    pub consent: bool,
    /// Where letters go.
    pub postal: Postal,
    /// Language of messages.
    pub lang: Lang,
    /// Shares held; `None` when nobody asked.
    pub shares: Option<i64>,
}

/// A name as names are compared: its words in any order, without accents and capitals.
#[must_use]
pub fn name_key(name: &str) -> String {
    let letters = fold(name).replace(|c: char| !c.is_alphanumeric(), " ");
    let mut words: Vec<&str> = letters.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// The members a file is compared with.
#[derive(Clone, Debug, Default)]
pub struct Register {
    known: Vec<Known>,
    by_number: HashMap<u32, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Register {
    /// An index of members.
    #[must_use]
    pub fn new(known: Vec<Known>) -> Self {
        let mut register = Self::default();
        for (at, member) in known.iter().enumerate() {
            if let Some(number) = member.number {
                register.by_number.insert(number, at);
            }
            register.by_name.entry(name_key(&member.name)).or_default().push(at);
        }
        Self { known, ..register }
    }

    /// The member a row is about.
    ///
    /// A member's number says who it is, if the name or the address for messages agrees; else the address together with
    /// the name; else the name together with the postal code, where neither numbers nor (without a postal code)
    /// addresses say otherwise.
    ///
    /// # Errors
    /// When the number is somebody else's, or several may be meant.
    fn find(&self, row: &Row) -> Result<Option<&Known>, Fault> {
        let number = |problem| Fault::new(Column::Number, &row.number.unwrap_or(0).to_string(), problem);
        let key = name_key(&row.identity.name);
        let mails = |known: &Known| known.email_key.is_some() && known.email_key == row.email_key;
        if let Some(known) = row.number.and_then(|number| self.by_number.get(&number)).map(|at| &self.known[*at]) {
            let agrees = name_key(&known.name) == key || mails(known);
            return if agrees { Ok(Some(known)) } else { Err(number(Problem::NumberTaken).naming(shown(&known.name))) };
        }
        let named: Vec<&Known> = self.by_name.get(&key).into_iter().flatten().map(|at| &self.known[*at]).collect();
        let apart = |known: &Known| matches!((known.number, row.number), (Some(a), Some(b)) if a != b);
        let by_mail: Vec<&Known> = named.iter().copied().filter(|known| mails(known)).collect();
        let found = if by_mail.is_empty() {
            named.iter().copied().filter(|known| !apart(known) && same_place(known, row)).collect()
        } else {
            by_mail
        };
        match found[..] {
            [] => Ok(None),
            [known] if apart(known) => Err(number(Problem::NumberElsewhere).naming(known.number.unwrap_or(0))),
            [known] => Ok(Some(known)),
            _ => Err(Fault::new(Column::Name, &row.identity.name, Problem::Ambiguous).naming(found.len())),
        }
    }
}

/// Whether name and postal code alone may say that it is the same member.
fn same_place(known: &Known, row: &Row) -> bool {
    let addresses_differ = known.email_key.is_some() && row.email_key.is_some() && known.email_key != row.email_key;
    let code = fold(&row.identity.postal.postcode);
    fold(&known.postal.postcode) == code && !(code.is_empty() && addresses_differ)
}

/// Something that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What.
    pub field: Column,
    /// As the register has it.
    pub before: String,
    /// As the file has it.
    pub after: String,
}

/// What becomes of a row.
#[derive(Clone, Debug)]
pub enum Fate {
    /// Somebody new.
    New,
    /// Somebody the register has: what of the contact changes, and what else differs and stays.
    Known {
        /// Who.
        id: MemberId,
        /// What changes.
        changes: Vec<Change>,
        /// What differs and is left as it is: an import never touches state, number, shares, class, name or consent.
        kept: Vec<Change>,
    },
}

/// Judges a row against the register.
///
/// # Errors
/// Why it is not imported.
pub fn judge(row: &Row, rules: &Rules, register: &Register) -> Result<Fate, Fault> {
    let Some(known) = register.find(row)? else {
        return row.may_be_new(rules).map(|()| Fate::New);
    };
    let (changes, kept) = compare(row, known);
    Ok(Fate::Known { id: known.id, changes, kept })
}

fn compare(row: &Row, known: &Known) -> (Vec<Change>, Vec<Change>) {
    let (new, old) = (&row.identity, &known.postal);
    let change = |field, before: &str, after: &str| Change { field, before: shown(before), after: shown(after) };
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    // An empty cell says nothing: it erases nothing.
    let lines = [
        (Column::Street, &old.street, &new.postal.street),
        (Column::Postcode, &old.postcode, &new.postal.postcode),
        (Column::City, &old.city, &new.postal.city),
        (Column::Country, &old.country, &new.postal.country),
    ];
    let lines = lines.into_iter().filter(|(_, before, after)| !after.is_empty() && before != after);
    changes.extend(lines.map(|(field, before, after)| change(field, before, after)));
    if row.email_key.is_some() && row.email_key != known.email_key {
        let (before, after) = (known.email.as_deref().unwrap_or_default(), row.email.as_deref().unwrap_or_default());
        // What the member has shown to be theirs, nobody else replaces: one signs in with it.
        let list = if known.email_confirmed { &mut kept } else { &mut changes };
        list.push(change(Column::Email, before, after));
    }
    if row.lang.is_some_and(|lang| lang != known.lang) {
        changes.push(change(Column::Lang, known.lang.code(), row.lang.unwrap_or_default().code()));
    }
    if new.representative.is_some()
        && new.representative != known.representative
        && known.class == MemberClass::Organisation
    {
        let before = known.representative.as_deref().unwrap_or_default();
        changes.push(change(Column::Representative, before, new.representative.as_deref().unwrap_or_default()));
    }
    keep(row, known, &mut kept);
    (changes, kept)
}

/// What differs and stays.
fn keep(row: &Row, known: &Known, kept: &mut Vec<Change>) {
    let mut differs = |field, before: String, after: String| {
        if before != after {
            kept.push(Change { field, before: shown(&before), after: shown(&after) });
        }
    };
    if name_key(&known.name) != name_key(&row.identity.name) {
        differs(Column::Name, known.name.clone(), row.identity.name.clone());
    }
    if let (Some(before), Some(after)) = (known.number, row.number) {
        differs(Column::Number, before.to_string(), after.to_string());
    }
    differs(Column::Class, word(&known.class), word(&row.identity.class));
    // Where the file says nothing of the membership, it says nothing that could differ.
    if row.said_state || row.number.is_some() || row.shares > 0 {
        differs(Column::State, word(&known.state), word(&row.state));
    }
    if let Some(held) = known.shares.filter(|_| row.shares > 0) {
        differs(Column::Shares, held.to_string(), row.shares.to_string());
    }
    if row.consent.is_some() && !known.consent {
        differs(Column::Consent, "no".to_owned(), "yes".to_owned());
    }
}

/// The word an enum has in JSON.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A row with what becomes of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// On which line it begins.
    pub line: u64,
    /// Whom it names, as far as that can be read.
    pub name: String,
    /// What it says and what becomes of it, or everything that is wrong with it.
    pub verdict: Result<(Row, Fate), Vec<Fault>>,
}

/// Judges a whole file, in its order. Of two rows about the same member the first counts.
#[must_use]
pub fn judge_all(table: &Table, rules: &Rules, register: &Register) -> Vec<Judged> {
    let mut seen = Seen::default();
    let judged = table.lines.iter().map(|line| {
        let verdict = Row::read(table, line, rules).and_then(|row| {
            // First what the file alone says: the same file then says it again when it is imported again.
            let fate = seen.first(&row).and_then(|()| judge(&row, rules, register));
            let fate = fate.and_then(|fate| seen.first_of(&row, &fate).map(|()| fate));
            fate.map_err(|fault| vec![fault]).map(|fate| (row, fate))
        });
        let named = [Column::Organisation, Column::FirstName, Column::Name].map(|column| table.cell(line, column));
        let name = named.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
        Judged { line: line.line, name: shown(&name), verdict }
    });
    judged.collect()
}

/// Whom earlier rows of the file were about.
#[derive(Default)]
struct Seen {
    numbers: HashMap<u32, u64>,
    members: HashMap<MemberId, u64>,
    /// By name, what else the rows say of who it is.
    names: HashMap<String, Vec<Named>>,
}

struct Named {
    line: u64,
    number: Option<u32>,
    email_key: Option<String>,
    postcode: String,
}

impl Seen {
    /// Whether no earlier row is about the same member, as far as the file tells.
    fn first(&mut self, row: &Row) -> Result<(), Fault> {
        if let Some(number) = row.number
            && let Some(line) = self.numbers.insert(number, row.line)
        {
            return Err(Fault::new(Column::Number, &number.to_string(), Problem::Twice).naming(line));
        }
        let one = Named {
            line: row.line,
            number: row.number,
            email_key: row.email_key.clone(),
            postcode: fold(&row.identity.postal.postcode),
        };
        let alike = self.names.entry(name_key(&row.identity.name)).or_default();
        if let Some(earlier) = alike.iter().find(|earlier| earlier.is(&one)) {
            return Err(twice(row, earlier.line));
        }
        alike.push(one);
        Ok(())
    }

    /// Whether no earlier row is about the same member of the register.
    fn first_of(&mut self, row: &Row, fate: &Fate) -> Result<(), Fault> {
        let Fate::Known { id, .. } = fate else { return Ok(()) };
        self.members.insert(*id, row.line).map_or(Ok(()), |line| Err(twice(row, line)))
    }
}

fn twice(row: &Row, earlier: u64) -> Fault {
    Fault::new(Column::Name, &row.identity.name, Problem::Twice).naming(earlier)
}

impl Named {
    /// Whether the register, had it the one, would take the other for the same: as [`Register::find`].
    fn is(&self, other: &Self) -> bool {
        let mails = self.email_key.is_some() && self.email_key == other.email_key;
        let numbers_differ = matches!((self.number, other.number), (Some(a), Some(b)) if a != b);
        let addresses_differ = !mails && self.email_key.is_some() && other.email_key.is_some();
        let place = self.postcode == other.postcode && !(self.postcode.is_empty() && addresses_differ);
        mails || (!numbers_differ && place)
    }
}

#[cfg(test)]
mod tests;
