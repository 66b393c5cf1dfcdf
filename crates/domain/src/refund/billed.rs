//! What each member was billed in a year: a table as text, as a spreadsheet saves or copies it. Two columns are read, the member's
//! number and the amount; whatever is wrong is said with its line, and nothing is frozen before it is mended.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::identity::fold;
use crate::ids::MemberId;
use crate::import::reading::{Line, rows};
use crate::import::{MOST_ROWS, Problem, cells};
use crate::shares::Cents;

/// Most characters of such a text.
pub const LONGEST: usize = 200_000;
/// Rows at the top that may be something else before the headings.
const MOST_ABOVE: usize = 5;
/// Most characters that are shown of what was read in a cell.
const SHOWN: usize = 60;

/// Headings of the member's number, without accents, capitals and signs.
const NUMBER: &[&str] = &[
    "n",
    "no",
    "num",
    "numero",
    "number",
    "numero de societaire",
    "numero societaire",
    "n de societaire",
    "n societaire",
    "no societaire",
    "numero d adherent",
    "n adherent",
    "member number",
    "membership number",
    "member no",
    "member",
    "societaire",
];
/// Headings of the amount.
const AMOUNT: &[&str] = &[
    "montant",
    "montant facture",
    "montant ht",
    "facture",
    "total",
    "total facture",
    "services factures",
    "chiffre d affaires",
    "ca",
    "amount",
    "amount billed",
    "billed",
    "services billed",
    "turnover",
];

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BilledProblem {
    /// No member number.
    NumberUnreadable,
    /// No amount of money.
    AmountUnreadable,
    /// An amount that may be read in two ways.
    AmountAmbiguous,
    /// An amount below zero.
    Negative,
    /// Nobody has the number.
    Unknown,
    /// An earlier row has the number.
    Twice,
    /// Who has the number was no member at the end of the year.
    NotMember,
    /// Something stands after the last column: a decimal comma may have parted an amount.
    Beyond,
}

impl BilledProblem {
    /// Every problem.
    pub const ALL: [Self; 8] = [
        Self::NumberUnreadable,
        Self::AmountUnreadable,
        Self::AmountAmbiguous,
        Self::Negative,
        Self::Unknown,
        Self::Twice,
        Self::NotMember,
        Self::Beyond,
    ];

    /// The word of its sentence: `refund-row-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NumberUnreadable => "number-unreadable",
            Self::AmountUnreadable => "amount-unreadable",
            Self::AmountAmbiguous => "amount-ambiguous",
            Self::Negative => "negative",
            Self::Unknown => "unknown",
            Self::Twice => "twice",
            Self::NotMember => "not-member",
            Self::Beyond => "beyond",
        }
    }
}

/// A row with something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledFault {
    /// On which line of the text it begins, from 1.
    pub line: u64,
    /// What was read.
    pub read: String,
    /// What is wrong with it.
    pub problem: BilledProblem,
}

/// Somebody of the register whom a row may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Whether they were a member with shares at the end of the year.
    pub member: bool,
}

/// What a member was billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Member number.
    pub number: u32,
    /// Who.
    pub member: MemberId,
    /// Name.
    pub name: String,
    /// In cents, from zero up.
    pub billed: Cents,
}

/// A table as it was read: rows by number, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Billed {
    /// The rows that are right, in the order of the numbers.
    pub rows: Vec<Row>,
    /// The others, in the order of the lines.
    pub faults: Vec<BilledFault>,
}

impl Billed {
    /// Reads a table against the register, by number.
    ///
    /// # Errors
    /// [`Refusal::RefundColumns`] for what has not these two columns, [`Refusal::ImportTooLong`] for more rows than
    /// [`MOST_ROWS`], [`Refusal::TooLarge`] for more characters than [`LONGEST`].
    pub fn read(text: &str, register: &BTreeMap<u32, Known>) -> Result<Self, Refusal> {
        let (lines, columns, below) = table(text)?;
        let width = width(&lines, below);
        let (mut found, mut faults) = (BTreeMap::new(), Vec::new());
        for line in lines.iter().skip(below) {
            match beyond(line, width).map_or_else(|| row(line, columns, register), Err) {
                Ok(row) if found.contains_key(&row.number) => {
                    faults.push(fault(line, &row.number.to_string(), BilledProblem::Twice));
                }
                Ok(row) => {
                    found.insert(row.number, row);
                }
                Err(fault) => faults.push(fault),
            }
        }
        Ok(Self { rows: found.into_values().collect(), faults })
    }

    /// What members were billed together.
    ///
    /// # Errors
    /// [`Refusal::AmountInvalid`] beyond the integers.
    pub fn total(&self) -> Result<Cents, Refusal> {
        let sum = self.rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(row.billed.0));
        sum.map(Cents).ok_or(Refusal::AmountInvalid)
    }
}

/// A table with its two columns alone, as it is kept: no name of anybody, nor what else a spreadsheet holds.
///
/// # Errors
/// As [`Billed::read`].
pub fn kept(text: &str) -> Result<String, Refusal> {
    let (lines, (number, amount), below) = table(text)?;
    let head = if below > 0 { "numéro;montant\n" } else { "" };
    let width = width(&lines, below);
    let line = |line: &Line| {
        // What is beyond the last column stays something wrong: digits, which may be cents, and nothing else of it.
        let more = beyond(line, width).map(|fault| {
            let cents = !fault.read.is_empty() && fault.read.chars().all(|c| c.is_ascii_digit());
            if cents { format!(";{}", fault.read) } else { ";?".to_owned() }
        });
        let more = more.unwrap_or_default();
        match (plain(cell(line, number)), plain(cell(line, amount))) {
            // A row without a number stays one with something wrong.
            (number, amount) if number.is_empty() => format!("?;{amount}{more}\n"),
            (number, amount) => format!("{number};{amount}{more}\n"),
        }
    };
    Ok(std::iter::once(head.to_owned()).chain(lines.iter().skip(below).map(line)).collect())
}

/// A cell that parts no other cells. More than one comma would be taken for what parts them all.
fn plain(cell: &str) -> String {
    let plain = cell.replace(['"', ';', '\n', '\r', '\t'], " ");
    let plain = plain.trim();
    if plain.matches(',').count() > 1 { format!("\"{plain}\"") } else { plain.to_owned() }
}

/// Rows, where number and amount stand in them, and how many are above the first.
type Lines = (Vec<Line>, (usize, usize), usize);

/// The rows of a text.
fn table(text: &str) -> Result<Lines, Refusal> {
    if text.chars().count() > LONGEST {
        return Err(Refusal::TooLarge);
    }
    // A mark of byte order says nothing in a text.
    let lines = rows(text.trim_start_matches('\u{FEFF}'));
    let (columns, below) = columns(&lines)?;
    if lines.len() - below > MOST_ROWS { Err(Refusal::ImportTooLong) } else { Ok((lines, columns, below)) }
}

/// Where number and amount stand, and how many rows are above the first: by their headings, or the first two of a table that
/// has only two columns and none.
fn columns(lines: &[Line]) -> Result<((usize, usize), usize), Refusal> {
    let at = |line: &Line, of: &[&str]| line.cells.iter().position(|cell| of.contains(&heading(cell).as_str()));
    for (row, line) in lines.iter().enumerate().take(MOST_ABOVE) {
        if let (Some(number), Some(amount)) = (at(line, NUMBER), at(line, AMOUNT)) {
            return Ok(((number, amount), row + 1));
        }
    }
    let bare = lines.first().is_some_and(|line| line.cells.len() == 2 && cells::whole(cell(line, 0)).is_some());
    if bare { Ok(((0, 1), 0)) } else { Err(Refusal::RefundColumns) }
}

/// A heading without accents, capitals and signs.
fn heading(cell: &str) -> String {
    // No heading is longer than a few words.
    let short: String = cell.chars().take(SHOWN).collect();
    let letters = fold(&short).replace(|c: char| !c.is_alphanumeric(), " ");
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(line: &Line, at: usize) -> &str {
    line.cells.get(at).map_or("", String::as_str)
}

/// How many columns a table has: those of its headings, or two.
fn width(lines: &[Line], below: usize) -> usize {
    below.checked_sub(1).and_then(|at| lines.get(at)).map_or(2, |line| line.cells.len())
}

/// What stands after the last column.
fn beyond(line: &Line, width: usize) -> Option<BilledFault> {
    let more = line.cells.iter().skip(width).find(|cell| !cell.is_empty())?;
    Some(fault(line, more, BilledProblem::Beyond))
}

fn fault(line: &Line, read: &str, problem: BilledProblem) -> BilledFault {
    let read = read.chars().filter(|c| !crate::text::refused(*c)).take(SHOWN).collect();
    BilledFault { line: line.line, read, problem }
}

fn row(line: &Line, (number, amount): (usize, usize), register: &BTreeMap<u32, Known>) -> Result<Row, BilledFault> {
    let (of, much) = (cell(line, number), cell(line, amount));
    let number = cells::whole(of).ok_or_else(|| fault(line, of, BilledProblem::NumberUnreadable))?;
    if much.starts_with(['-', '−', '(']) {
        return Err(fault(line, much, BilledProblem::Negative));
    }
    let billed = cells::money(much).map_err(|problem| {
        let ambiguous = problem == Problem::MoneyAmbiguous;
        let problem = if ambiguous { BilledProblem::AmountAmbiguous } else { BilledProblem::AmountUnreadable };
        fault(line, much, problem)
    })?;
    let known = register.get(&number).ok_or_else(|| fault(line, of, BilledProblem::Unknown))?;
    if !known.member {
        return Err(fault(line, of, BilledProblem::NotMember));
    }
    Ok(Row { number, member: known.id, name: known.name.clone(), billed })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Members 1 to 4; number 5 left before the end of the year.
    fn register() -> BTreeMap<u32, Known> {
        let known = |number: u32| Known {
            id: MemberId(uuid::Uuid::from_u128(number.into())),
            name: format!("Member {number}"),
            member: number < 5,
        };
        (1..=5).map(|number| (number, known(number))).collect()
    }

    fn amounts(text: &str) -> Vec<(u32, i64)> {
        let read = Billed::read(text, &register()).expect("a table");
        assert_eq!(read.faults, []);
        read.rows.iter().map(|row| (row.number, row.billed.0)).collect()
    }

    #[test]
    fn a_table_is_read_as_spreadsheets_write_it() {
        let expected = [(1, 12_000), (2, 24_000), (3, 123_450)];
        for text in [
            "numéro;montant\n1;120,00\n2;240\n3;1 234,50 €\n",
            "\u{FEFF}N°;Nom;Montant facturé\r\n2;Dominique;240,00\r\n1;Camille;120\r\n3;L’Atelier;1234,5\r\n",
            "Member number\tBilled\n3\t1,234.50\n2\t240.00\n1\t120.00\n",
            "number,amount\n1,120.00\n2,240.00\n3,\"1,234.50\"\n",
            "1\t120,00\n2\t240,00\n3\t1234,50\n",
            "Services 2026;;\n\nn°;montant;note\n1;120;\n2;240;\n3;1234,50;x\n",
        ] {
            assert_eq!(amounts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let text = "numéro;montant\n1;120\n9;5\n1;7\n2;-3\n3;mot\nmot;3\n5;4\n4;1.234\n3;5;;x\n";
        let read = Billed::read(text, &register()).expect("a table");
        let faults: Vec<(u64, BilledProblem)> = read.faults.iter().map(|fault| (fault.line, fault.problem)).collect();
        let expected = [
            (3, BilledProblem::Unknown),
            (4, BilledProblem::Twice),
            (5, BilledProblem::Negative),
            (6, BilledProblem::AmountUnreadable),
            (7, BilledProblem::NumberUnreadable),
            (8, BilledProblem::NotMember),
            (9, BilledProblem::AmountAmbiguous),
            (10, BilledProblem::Beyond),
        ];
        assert_eq!(faults, expected);
        assert_eq!((read.rows.len(), read.total()), (1, Ok(Cents(12_000))));
        assert_eq!(BilledProblem::ALL.map(BilledProblem::word).len(), expected.len());
    }

    #[test]
    fn an_amount_that_its_comma_parts_is_not_read_without_its_cents() {
        let text = "numéro,montant\n1,120,50\n2,240\n3,5,\n4,7,Camille Roy\n";
        let read = Billed::read(text, &register()).expect("a table");
        let beyond = |line, read: &str| BilledFault { line, read: read.to_owned(), problem: BilledProblem::Beyond };
        assert_eq!(read.faults, [beyond(2, "50"), beyond(5, "Camille Roy")]);
        assert_eq!(read.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
        // It is kept as wrong as it was, and of what else stood there nothing is.
        let written = kept(text).expect("a table");
        assert_eq!(written, "numéro;montant\n1;120;50\n2;240\n3;5\n4;7;?\n");
        let again = Billed::read(&written, &register()).expect("a table");
        assert_eq!((again.faults, again.rows), (vec![beyond(2, "50"), beyond(5, "?")], read.rows));
        assert_eq!(kept(&written), Ok(written));
        // A table without headings has two columns.
        let bare = Billed::read("1,120\n2,240,50\n", &register()).expect("a table");
        assert_eq!((bare.rows.len(), bare.faults), (1, vec![beyond(2, "50")]));
    }

    #[test]
    fn what_is_kept_reads_the_same_and_names_nobody() {
        let text = "N°;Nom;Montant;Note\n2;Dominique;240,00;x\n1;Camille;\"1,234,567.50\";\n3;\"L’;Atelier\";mot;y\n;Total;12;\n";
        let written = kept(text).expect("a table");
        assert_eq!(written, "numéro;montant\n2;240,00\n1;\"1,234,567.50\"\n3;mot\n?;12\n");
        assert_eq!(kept(&written), Ok(written.clone()), "kept again it is the same");
        let (once, again) = (Billed::read(text, &register()), Billed::read(&written, &register()));
        let (once, again) = (once.expect("a table"), again.expect("a table"));
        assert_eq!(once.rows, again.rows);
        let problems = |of: &Billed| of.faults.iter().map(|fault| (fault.line, fault.problem)).collect::<Vec<_>>();
        assert_eq!(problems(&once), problems(&again));
        assert_eq!(kept("1\t120,00\n2\t3,50\n"), Ok("1;120,00\n2;3,50\n".to_owned()));
        assert_eq!(kept("bonjour"), Err(Refusal::RefundColumns));
    }

    #[test]
    fn what_is_no_such_table_is_refused() {
        for text in ["", "nom;rue\nA;B\n", "bonjour", "numéro;rue\n1;2\n", "1;2;3\n"] {
            assert_eq!(Billed::read(text, &register()), Err(Refusal::RefundColumns), "{text}");
        }
        let long = "1;2\n".repeat(LONGEST);
        assert_eq!(Billed::read(&long, &register()), Err(Refusal::TooLarge));
        // Headings alone are a table without rows: nobody was billed anything.
        assert_eq!(Billed::read("numéro;montant\n", &register()), Ok(Billed::default()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = Billed::read(&text, &register());
            let _ = Billed::read(&format!("n;montant\n{text}"), &register());
        }
    }
}
