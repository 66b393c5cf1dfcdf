//! What is shown of a file before it is imported, and afterwards of what was done.

use serde::{Deserialize, Serialize};

use super::columns::Column;
use super::fates::{Change, Fate, Judged};
use super::reading::{Encoding, Table};
use super::rows::Fault;
use crate::member::{MemberClass, MemberState};

/// How many rows of a kind are shown.
const SHOWN: usize = 50;
/// How many rows with something wrong are shown: they are to be mended.
const SHOWN_BAD: usize = 1_000;

/// How many rows have which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// New members, and those who were members.
    pub members: u32,
    /// New applicants, refused or admitted ones included.
    pub applicants: u32,
    /// Members whose contact changes.
    pub changed: u32,
    /// Members the register has just so.
    pub same: u32,
    /// Rows that are not imported.
    pub bad: u32,
    /// Shares the new members bring.
    pub shares: u64,
    /// What was paid for them, in cents.
    pub cents: i64,
}

impl Counts {
    /// Rows that write something.
    #[must_use]
    pub fn to_write(&self) -> u32 {
        self.members + self.applicants + self.changed
    }

    /// Counts one more.
    pub fn add(&mut self, verdict: &Result<(super::Row, Fate), Vec<Fault>>) {
        match verdict {
            Err(_) => self.bad += 1,
            Ok((_, Fate::Known { changes, .. })) if changes.is_empty() => self.same += 1,
            Ok((_, Fate::Known { .. })) => self.changed += 1,
            Ok((row, Fate::New)) if row.was_member() => {
                self.members += 1;
                self.shares += u64::from(row.shares);
                self.cents += row.paid.0;
            }
            Ok((_, Fate::New)) => self.applicants += 1,
        }
    }
}

/// A row that is not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// Line of the file.
    pub line: u64,
    /// Whom it names, as far as that can be read.
    pub name: String,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Somebody new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRow {
    /// Line of the file.
    pub line: u64,
    /// Name.
    pub name: String,
    /// Number in the file; without one a member gets the next.
    pub number: Option<u32>,
    /// As what they belong.
    pub class: MemberClass,
    /// Where the membership stands.
    pub state: MemberState,
    /// Shares.
    pub shares: u32,
    /// What was paid, in cents.
    pub cents: i64,
}

/// Somebody the register has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRow {
    /// Line of the file.
    pub line: u64,
    /// Name.
    pub name: String,
    /// What changes.
    pub changes: Vec<Change>,
    /// What differs and stays.
    pub kept: Vec<Change>,
}

/// What would become of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What the bytes stood for.
    pub encoding: Encoding,
    /// What parts the cells.
    pub delimiter: char,
    /// The columns that are read.
    pub columns: Vec<Column>,
    /// Headings of those left aside.
    pub ignored: Vec<String>,
    /// How many rows have which fate.
    pub counts: Counts,
    /// Rows that are not imported.
    pub bad: Vec<BadRow>,
    /// The first rows of new members and applicants.
    pub new: Vec<NewRow>,
    /// Members with changes, or with something that differs and stays.
    pub changed: Vec<KnownRow>,
    /// Rows with something that differs and stays.
    pub kept: u32,
}

impl Preview {
    /// What is shown of a file that was judged.
    #[must_use]
    pub fn of(table: &Table, judged: &[Judged]) -> Self {
        let mut preview = Self {
            encoding: table.encoding,
            delimiter: table.delimiter,
            columns: table.read_columns().collect(),
            ignored: table.ignored(),
            counts: Counts::default(),
            bad: Vec::new(),
            new: Vec::new(),
            changed: Vec::new(),
            kept: 0,
        };
        for row in judged {
            preview.add(row);
        }
        preview
    }

    fn add(&mut self, judged: &Judged) {
        self.counts.add(&judged.verdict);
        let (line, name) = (judged.line, judged.name.clone());
        match &judged.verdict {
            Err(faults) if self.bad.len() < SHOWN_BAD => {
                self.bad.push(BadRow { line, name, faults: faults.clone() });
            }
            Ok((row, Fate::New)) if self.new.len() < SHOWN => self.new.push(NewRow {
                line,
                name: row.identity.name.clone(),
                number: row.number,
                class: row.identity.class,
                state: row.state,
                shares: row.shares,
                cents: row.paid.0,
            }),
            Ok((row, Fate::Known { changes, kept, .. })) if !(changes.is_empty() && kept.is_empty()) => {
                self.kept += u32::from(!kept.is_empty());
                if self.changed.len() < SHOWN {
                    let name = row.identity.name.clone();
                    self.changed.push(KnownRow { line, name, changes: changes.clone(), kept: kept.clone() });
                }
            }
            _ => {}
        }
    }
}

/// A file on its way into the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportView {
    /// Not imported yet.
    Waiting(Box<Preview>),
    /// Imported: what was done.
    Done(Counts),
}

/// What one press of the button did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imported {
    /// What was done.
    pub counts: Counts,
    /// Rows that are still to be written: there were more than one request writes.
    pub left: u32,
}
