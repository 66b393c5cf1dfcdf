//! Tables: for the terminal, and in `docs/performance.md` between the marks that bear their name.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// A table with a name that is a mark in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The mark.
    pub name: &'static str,
    /// What each column is.
    pub head: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(name: &'static str, head: &[&str]) -> Self {
        Self { name, head: head.iter().map(|&text| text.to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// In Markdown.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = format!("|{}\n", "---|".repeat(self.head.len()));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}{rule}{rows}", line(&self.head))
    }

    /// In columns, numbers to the right.
    pub fn text(&self) -> String {
        let all: Vec<&Vec<String>> = std::iter::once(&self.head).chain(&self.rows).collect();
        let width = |column: usize| {
            all.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let mut text = String::new();
        for row in all {
            let cells = row.iter().zip(&widths).map(|(cell, &width)| pad(cell, width));
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }
}

fn pad(cell: &str, width: usize) -> String {
    let blank = " ".repeat(width.saturating_sub(cell.chars().count()));
    let number = cell.starts_with(|first: char| first.is_ascii_digit());
    if number { format!("{blank}{cell}") } else { format!("{cell}{blank}") }
}

/// A number as it was measured, or a dash.
pub fn cell(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), number)
}

/// Three digits that mean something.
pub fn number(value: f64) -> String {
    let digits: usize = match value.abs() {
        x if x >= 100.0 => 0,
        x if x >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

/// The document with this text between the marks of a name.
pub fn replace(document: &str, name: &str, text: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- bench:{name} -->\n"), format!("<!-- /bench:{name} -->"));
    let Some((before, rest)) = document.split_once(&begin) else { bail!("there is no mark {begin}") };
    let Some((_, after)) = rest.split_once(&end) else { bail!("there is no mark {end}") };
    Ok(format!("{before}{begin}{text}{end}{after}"))
}

/// Puts tables into a document, each with a line that says when and how it was measured.
pub fn publish(path: &Path, tables: &[Table], caption: &str) -> Result<()> {
    let mut document = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    for table in tables {
        document = replace(&document, table.name, &format!("{}\n{caption}\n", table.markdown()))?;
    }
    std::fs::write(path, document).with_context(|| format!("{}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("x", &["what", "value"]);
        table.row(["é".to_owned(), number(1.234)]);
        table.row(["longer".to_owned(), cell(None)]);
        table
    }

    #[test]
    fn one_table_reads_well_in_both_places() {
        assert_eq!(table().markdown(), "| what | value |\n|---|---|\n| é | 1.23 |\n| longer | – |\n");
        assert_eq!(table().text(), "what    value\né        1.23\nlonger  –\n");
        assert_eq!([0.5, 12.345, 123.4].map(number), ["0.50", "12.3", "123"]);
    }

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let document = "a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nb\n";
        let new = replace(document, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- bench:x -->\nnew\n<!-- /bench:x -->\nb\n");
        assert!(replace(document, "y", "").unwrap_err().to_string().contains("bench:y"));
        assert!(replace("<!-- bench:x -->\n", "x", "").is_err());
    }
}
