//! From the bytes of a file to cells of text: which characters the bytes stand for, what parts the cells, where each row
//! began. A file of any bytes is read somehow; what was read is judged afterwards.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::columns::Column;
use crate::Refusal;

/// Largest file, in bytes.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// Most rows in one file, the headings not counted.
pub const MOST_ROWS: usize = 20_000;
/// Rows at the top that may be something else (a title, an empty line) before the headings.
const MOST_ABOVE: usize = 5;

/// What characters the bytes of a file stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a mark of byte order.
    Utf8,
    /// UTF-16, as Excel's "Unicode text".
    Utf16,
    /// Windows-1252, as Excel's CSV in western Europe.
    Windows1252,
}

impl Encoding {
    /// The word of sentences: `import-encoding-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// A row of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// On which line of the file it begins, from 1.
    pub line: u64,
    /// Its cells, without white space around them.
    pub cells: Vec<String>,
    /// Line breaks inside its cells.
    pub breaks: usize,
}

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the bytes stood for.
    pub encoding: Encoding,
    /// What parts the cells.
    pub delimiter: char,
    /// The headings, as they are written.
    pub headings: Vec<String>,
    /// What each column holds; `None` for one that is left aside.
    pub columns: Vec<Option<Column>>,
    /// The rows below the headings, without those that are empty.
    pub lines: Vec<Line>,
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::ImportEmpty`] without a row below the headings, [`Refusal::ImportNoName`] when no
    /// heading names the members, [`Refusal::ImportTooLong`] for more rows than [`MOST_ROWS`].
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > LARGEST_FILE {
            return Err(Refusal::TooLarge);
        }
        let (encoding, text) = decode(bytes);
        let (delimiter, text) = delimiter(&text);
        let mut lines = parse(text, delimiter);
        let is_heading = |line: &Line| Column::of_headings(&line.cells).iter().flatten().any(|column| column.names());
        let Some(top) = lines.iter().take(MOST_ABOVE).position(is_heading) else {
            return Err(if lines.is_empty() { Refusal::ImportEmpty } else { Refusal::ImportNoName });
        };
        let headings = lines[top].cells.clone();
        lines.drain(..=top);
        match lines.len() {
            0 => Err(Refusal::ImportEmpty),
            rows if rows > MOST_ROWS => Err(Refusal::ImportTooLong),
            _ => Ok(Self { encoding, delimiter, columns: Column::of_headings(&headings), headings, lines }),
        }
    }

    /// The headings of the columns that are left aside.
    #[must_use]
    pub fn ignored(&self) -> Vec<String> {
        let both = self.headings.iter().zip(&self.columns);
        both.filter(|(heading, column)| column.is_none() && !heading.is_empty())
            .map(|(heading, _)| heading.clone())
            .collect()
    }

    /// The columns that are read.
    pub fn read_columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.columns.iter().flatten().copied()
    }

    /// The highest member number in the file, also of rows that are not imported: nobody else gets it meanwhile.
    #[must_use]
    pub fn highest_number(&self) -> u32 {
        let numbers = self.lines.iter().filter_map(|line| super::cells::whole(self.cell(line, Column::Number)));
        numbers.max().unwrap_or(0)
    }

    /// The cell of a row under a heading; empty where there is none.
    #[must_use]
    pub fn cell<'a>(&self, line: &'a Line, column: Column) -> &'a str {
        let at = self.columns.iter().position(|of| *of == Some(column));
        at.and_then(|at| line.cells.get(at)).map_or("", String::as_str)
    }
}

/// The characters of a file. Without a mark of byte order, what is no UTF-8 is taken for Windows-1252, in which every byte
/// is some character.
fn decode(bytes: &[u8]) -> (Encoding, String) {
    let marked = encoding_rs::Encoding::for_bom(bytes);
    if let Some((encoding, mark)) = marked {
        let kind = if encoding == UTF_16LE || encoding == UTF_16BE { Encoding::Utf16 } else { Encoding::Utf8 };
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (kind, text.into_owned());
    }
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => (Encoding::Utf8, text.into_owned()),
        None => (Encoding::Windows1252, WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()),
    }
}

/// What parts the cells: what a first line `sep=…` says, else whichever sign the headings have most of. With the text
/// that follows.
fn delimiter(text: &str) -> (char, &str) {
    let first = text.trim_start_matches(['\r', '\n']);
    let end = first.find(['\r', '\n']).unwrap_or(first.len());
    let said = first[..end].strip_prefix("sep=").and_then(|rest| rest.chars().next());
    if let Some(sign) = said.filter(|sign| SIGNS.contains(sign)) {
        return (sign, first.get(end..).unwrap_or_default());
    }
    let mut quoted = false;
    let mut counts = [0_usize; SIGNS.len()];
    // Of the rows that may be the headings, not only of the first: it may be a title.
    for c in first.lines().take(MOST_ABOVE).flat_map(str::chars) {
        quoted ^= c == '"';
        if let Some(at) = SIGNS.iter().position(|sign| *sign == c && !quoted) {
            counts[at] += 1;
        }
    }
    // Of two that are as frequent, the earlier one.
    let most = counts.iter().max().copied().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    (SIGNS[at], text)
}

/// The rows of a text, whatever they are about: those of a file, or cells copied from a spreadsheet.
pub(crate) fn rows(text: &str) -> Vec<Line> {
    let (sign, text) = delimiter(text);
    parse(text, sign)
}

/// What may part cells.
const SIGNS: [char; 3] = [';', '\t', ','];

fn parse(text: &str, delimiter: char) -> Vec<Line> {
    let sign = u8::try_from(delimiter).unwrap_or(b';');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut found, mut place) = (Vec::new(), Place { at: 0, line: 1 });
    // Text is always readable: an error ends the reading as the end does.
    while matches!(reader.read_record(&mut record), Ok(true)) {
        let began = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(place.at);
        let line = place.advance(text, began);
        let cells: Vec<String> = record.iter().map(cleaned).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let breaks = record.iter().map(|cell| cell.matches('\n').count()).sum();
            found.push(Line { line, cells, breaks });
        }
        // One more than may be is enough to say that there are too many.
        if found.len() > MOST_ROWS + MOST_ABOVE {
            break;
        }
    }
    found
}

/// Which line of a text a place is on, counted from one place to the next.
struct Place {
    at: usize,
    line: u64,
}

impl Place {
    /// The line of the first row at or after a byte; empty lines before it are none of it.
    fn advance(&mut self, text: &str, byte: usize) -> u64 {
        let bytes = text.as_bytes();
        while self.at < bytes.len() && (self.at < byte || matches!(bytes[self.at], b'\r' | b'\n')) {
            let (here, next) = (bytes[self.at], bytes.get(self.at + 1));
            // The two signs of one line break are one.
            self.line += u64::from(here == b'\n' || (here == b'\r' && next != Some(&b'\n')));
            self.at += 1;
        }
        self.line
    }
}

/// A cell without white space around it, and without the apostrophe that keeps a spreadsheet from taking a text for a
/// formula.
fn cleaned(cell: &str) -> String {
    let cell = cell.trim();
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']));
    guarded.unwrap_or(cell).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROWS: &str = "n°;nom;commune\r\n1;Maëlle Œuvrard;Besançon\r\n";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn each_encoding_of_a_spreadsheet_gives_the_same_rows() {
        let (latin, _, lost) = WINDOWS_1252.encode(ROWS);
        assert!(!lost);
        let marked = [b"\xEF\xBB\xBF", ROWS.as_bytes()].concat();
        let tabs = ROWS.replace(';', "\t");
        let files = [
            (ROWS.as_bytes().to_vec(), Encoding::Utf8, ';'),
            (marked, Encoding::Utf8, ';'),
            (latin.into_owned(), Encoding::Windows1252, ';'),
            (utf16(&tabs, true), Encoding::Utf16, '\t'),
            (utf16(&tabs, false), Encoding::Utf16, '\t'),
            (ROWS.replace(';', ",").into_bytes(), Encoding::Utf8, ','),
        ];
        for (bytes, encoding, sign) in files {
            let table = Table::read(&bytes).expect("a table");
            assert_eq!((table.encoding, table.delimiter), (encoding, sign));
            assert_eq!(table.lines[0].cells, ["1", "Maëlle Œuvrard", "Besançon"], "{encoding:?}");
            assert_eq!(table.lines[0].line, 2);
            assert_eq!(table.columns, [Some(Column::Number), Some(Column::Name), Some(Column::City)]);
        }
    }

    #[test]
    fn a_line_is_where_the_row_begins() {
        let text = "sep=;\r\nRegistre 2024;;\r\n\r\nnom;rue;ville\r\nA;\"1 rue X\r\nBât. B\";Y\r\n;;\r\n\r\nB;2 rue;Z";
        let table = Table::read(text.as_bytes()).expect("a table");
        let at: Vec<_> = table.lines.iter().map(|line| (line.line, line.cells[0].as_str(), line.breaks)).collect();
        assert_eq!(at, [(5, "A", 1), (9, "B", 0)]);
    }

    #[test]
    fn what_is_no_register_is_refused_with_a_reason() {
        assert_eq!(Table::read(b""), Err(Refusal::ImportEmpty));
        assert_eq!(Table::read(b"\r\n\r\n;;\n"), Err(Refusal::ImportEmpty));
        assert_eq!(Table::read(b"nom;rue\n"), Err(Refusal::ImportEmpty));
        assert_eq!(Table::read(b"rue;ville\n1;2\n"), Err(Refusal::ImportNoName));
        let rows = |count: usize| ["nom\n", &"A\n".repeat(count)].concat();
        assert_eq!(Table::read(rows(MOST_ROWS).as_bytes()).map(|table| table.lines.len()), Ok(MOST_ROWS));
        assert_eq!(Table::read(rows(MOST_ROWS + 1).as_bytes()), Err(Refusal::ImportTooLong));
        assert_eq!(Table::read(&vec![b'a'; LARGEST_FILE]), Err(Refusal::ImportNoName));
        assert_eq!(Table::read(&vec![b'a'; LARGEST_FILE + 1]), Err(Refusal::TooLarge));
    }

    #[test]
    fn quotation_marks_and_guards_are_taken_off_and_stray_ones_stay() {
        let table = Table::read("nom;rue;note\n\"L\"\"Atelier\";5\" rue;'=1+1\n".as_bytes()).expect("a table");
        assert_eq!(table.lines[0].cells, ["L\"Atelier", "5\" rue", "=1+1"]);
        assert_eq!(table.ignored(), ["note"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Table::read(&bytes);
            let _ = Table::read(&[b"nom;parts;rue\n", &bytes[..]].concat());
            let _ = Table::read(&[b"\xFF\xFE", &bytes[..]].concat());
        }
    }
}
