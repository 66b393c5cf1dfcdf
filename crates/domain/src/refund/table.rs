//! The table of a refund as it is frozen when a resolution names it: each member's part, and what everybody may read of it. How much
//! somebody was billed is personal: the document of the agenda has the totals and the hash of the table, each member reads their own row.

use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use super::billed::Row;
use super::parts;
use super::plan::{Figures, written};
use crate::Refusal;
use crate::shares::Cents;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRow {
    /// Member number.
    pub number: u32,
    /// Billed in the year, in cents.
    pub billed: Cents,
    /// What goes back, in cents.
    pub part: Cents,
}

/// The whole table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Last day of the financial year: `2026-12-31`.
    pub closed_on: String,
    /// The figures of the year.
    pub figures: Figures,
    /// Rows, in the order of the numbers.
    pub rows: Vec<TableRow>,
    /// Random bytes, hex: without them nobody tries amounts until the hash is right.
    pub salt: String,
}

impl Table {
    /// The table of figures that keep to the law, with rows in any order.
    ///
    /// # Errors
    /// As [`Figures::check`] and [`parts`].
    pub fn of(closed_on: &str, figures: Figures, rows: &[Row], salt: &[u8; 32]) -> Result<Self, Refusal> {
        let mut rows: Vec<(u32, Cents)> = rows.iter().map(|row| (row.number, row.billed)).collect();
        rows.sort_unstable();
        let billed: Vec<Cents> = rows.iter().map(|(_, billed)| *billed).collect();
        let total = billed.iter().try_fold(0_i64, |sum, one| sum.checked_add(one.0)).ok_or(Refusal::AmountInvalid)?;
        figures.check(Cents(total))?;
        let parts = parts(figures.refund, &billed)?;
        let rows = rows.into_iter().zip(parts).map(|((number, billed), part)| TableRow { number, billed, part });
        Ok(Self { closed_on: closed_on.to_owned(), figures, rows: rows.collect(), salt: hash::hex(salt) })
    }

    /// Its canonical JSON: what is hashed.
    ///
    /// # Errors
    /// [`Refusal::AmountInvalid`] for numbers that no JSON holds exactly.
    pub fn canonical(&self) -> Result<String, Refusal> {
        canonical::to_string(self).map_err(|_| Refusal::AmountInvalid)
    }

    /// What everybody convened may read, as the document of an agenda (CSV): totals, and the hash of the table, hex.
    #[must_use]
    pub fn public(&self, hash: &str) -> String {
        let Figures { surplus, others, reserves, capital, reserved, refund } = self.figures;
        let billed = Cents(self.rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.billed.0)));
        let lines = [
            ("Poste / Item".to_owned(), "Valeur / Value".to_owned()),
            ("Exercice clos le / Financial year ended".to_owned(), self.closed_on.clone()),
            ("Excédent / Surplus (EUR)".to_owned(), written(surplus)),
            ("Facturé aux membres / Billed to members (EUR)".to_owned(), written(billed)),
            ("Facturé à d’autres / Billed to others (EUR)".to_owned(), written(others)),
            ("Réserves avant affectation / Reserves before (EUR)".to_owned(), written(reserves)),
            ("Capital (EUR)".to_owned(), written(capital)),
            ("Mis en réserve / To the reserves (EUR)".to_owned(), written(reserved)),
            ("Ristourne / Refund (EUR)".to_owned(), written(refund)),
            ("Membres / Members".to_owned(), self.rows.len().to_string()),
            ("SHA-256 du tableau / of the table".to_owned(), hash.to_owned()),
        ];
        let lines = lines.iter().map(|(what, value)| format!("{what};{value}\r\n"));
        std::iter::once("\u{FEFF}".to_owned()).chain(lines).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::convocation::document::{Media, recognise};
    use crate::ids::MemberId;

    fn row(number: u32, billed: i64) -> Row {
        Row {
            number,
            member: MemberId(uuid::Uuid::from_u128(number.into())),
            name: format!("Member {number}"),
            billed: Cents(billed),
        }
    }

    fn figures() -> Figures {
        Figures {
            surplus: Cents(30_001),
            others: Cents(25_000),
            reserves: Cents(0),
            capital: Cents(100_000),
            reserved: Cents(4501),
            refund: Cents(23_999),
        }
    }

    fn rows() -> Vec<Row> {
        vec![row(1, 12_000), row(2, 24_000), row(3, 60_000), row(4, 4000)]
    }

    #[test]
    fn the_table_is_that_of_the_worked_case_whatever_the_order() {
        let table = Table::of("2026-12-31", figures(), &rows(), &[7; 32]).expect("a table");
        let parts: Vec<i64> = table.rows.iter().map(|row| row.part.0).collect();
        assert_eq!(parts, [2880, 5760, 14_399, 960]);
        let mut turned = rows();
        turned.reverse();
        let turned = Table::of("2026-12-31", figures(), &turned, &[7; 32]).expect("a table");
        assert_eq!(turned.canonical(), table.canonical());
        let salted = Table::of("2026-12-31", figures(), &rows(), &[8; 32]).expect("a table");
        assert_ne!(salted.canonical(), table.canonical());
        let read: Table = serde_json::from_str(&table.canonical().expect("JSON")).expect("a table");
        assert_eq!(read, table);
    }

    #[test]
    fn what_everybody_reads_is_a_document_without_anybody_in_it() {
        let table = Table::of("2026-12-31", figures(), &rows(), &[7; 32]).expect("a table");
        let text = table.public("abcd");
        assert_eq!(recognise("ristourne.csv", text.as_bytes()), Ok(Media::Csv));
        for said in ["300,01", "1000,00", "239,99", "45,01", ";4\r\n", "abcd"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        for own in ["143,99", "600,00", "voice"] {
            assert!(!text.contains(own), "{own}: {text}");
        }
    }

    #[test]
    fn no_table_is_made_against_the_law() {
        let low = Figures { reserved: Cents(4500), ..figures() };
        assert_eq!(Table::of("2026-12-31", low, &rows(), &[7; 32]), Err(Refusal::RefundReserve));
        assert_eq!(Table::of("2026-12-31", figures(), &[], &[7; 32]), Err(Refusal::RefundNobody));
    }

    proptest! {
        #[test]
        fn parts_are_the_whole_and_the_order_of_rows_says_nothing(
            billed in prop::collection::vec(1..10_000_000_i64, 1..40),
            turn in 0..40_usize,
            share in 1..100_i64,
        ) {
            let mut rows: Vec<Row> = (1..).zip(&billed).map(|(number, billed)| row(number, *billed)).collect();
            let surplus = Cents(1_000_000);
            let figures = Figures { surplus, refund: Cents(8000 * share), reserved: Cents(150_000), ..Figures::default() };
            let table = Table::of("2026-12-31", figures, &rows, &[1; 32]).unwrap();
            prop_assert_eq!(table.rows.iter().map(|row| row.part.0).sum::<i64>(), figures.refund.0);
            let by = turn % rows.len();
            rows.rotate_left(by);
            prop_assert_eq!(Table::of("2026-12-31", figures, &rows, &[1; 32]).unwrap(), table);
        }
    }
}
