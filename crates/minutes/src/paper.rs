//! What stands on the paper, from top to bottom, in one language: sentences that are made, numbers that are counted.

use domain::lang::Lang;
use serde::Serialize;

/// The whole paper. Every text may be anything that [`domain::text`] lets in, and more: what has no sign in the fonts stands by
/// its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Paper {
    /// The language of its sentences.
    pub lang: Lang,
    /// The heading.
    pub title: String,
    /// What programs call the file.
    pub name: String,
    /// The day the file bears.
    pub day: Day,
    /// Name of the cooperative.
    pub cooperative: String,
    /// Form, capital and seat, as on its letters.
    pub legal_line: String,
    /// Kind of assembly, and which call.
    pub kind: String,
    /// When and where it was held.
    pub when_where: String,
    /// What comes before the resolutions.
    pub sections: Vec<Section>,
    /// The resolutions.
    pub items: Vec<Item>,
    /// What is said once they are over.
    pub closing: Vec<String>,
    /// Who signs.
    pub signatures: Signatures,
    /// The address that the code leads to.
    pub public: Named,
    /// The hash of the minutes; on every page.
    pub hash: Named,
    /// The key that signs the record.
    pub key: Named,
    /// The foot of each page, with `[page]` and `[pages]` where the numbers go.
    pub page: String,
    /// Said where some sign has none in the fonts.
    pub signs: String,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Year, of the common era.
    pub year: i32,
    /// Month, from 1.
    pub month: u32,
    /// Day, from 1.
    pub day: u32,
}

/// A part with a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Sentences, a paragraph each.
    pub paragraphs: Vec<String>,
    /// Where the law says so; may be empty.
    pub article: String,
    /// A numbered list.
    pub numbered: Vec<Numbered>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Fingerprints.
    pub prints: Vec<Named>,
}

/// A line of a numbered list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Numbered {
    /// Its number.
    pub number: u32,
    /// Its words.
    pub words: String,
}

/// Something with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: String,
}

/// A resolution and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// Its heading.
    pub title: String,
    /// The text put to the vote, in French, with its own lines and paragraphs.
    pub text: String,
    /// That it was not put to the vote, or is void; may be empty.
    pub left: String,
    /// Sentences, a paragraph each.
    pub paragraphs: Vec<String>,
    /// Votes by answer, or by name, and what was counted apart.
    pub tables: Vec<Table>,
    /// What the tables come to, a paragraph each.
    pub came_to: Vec<String>,
    /// What was needed, and who says so.
    pub reasons: Vec<Reason>,
    /// The decision.
    pub verdict: Option<Verdict>,
    /// Where it can be verified, a line each.
    pub prints: Vec<String>,
}

/// A rule with its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What it is about.
    pub name: String,
    /// What was needed, and what there was.
    pub value: String,
    /// Where it is written; may be empty.
    pub article: String,
}

/// A decision in a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The word.
    pub words: String,
    /// Its colour.
    pub tone: Tone,
}

/// A table. The first cell of a row names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows; may be empty.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading; may be empty.
    pub name: String,
    /// Whether numbers stand in it.
    pub number: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<String>,
    /// The bar behind them, if the table is drawn.
    pub bar: Option<Bar>,
}

/// A bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// Its length in hundredths of the longest, 0 to 100.
    pub hundredths: u32,
    /// Its colour.
    pub tone: Tone,
}

/// A colour. It only repeats what words and numbers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// For, adopted, elected.
    Good,
    /// Against, rejected.
    Bad,
    /// Anything else.
    Calm,
}

/// Who signs, and what that is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signatures {
    /// The heading.
    pub title: String,
    /// What such a signature is in law.
    pub note: String,
    /// Who signs: the office, and the name.
    pub lines: Vec<Named>,
}
