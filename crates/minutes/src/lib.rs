//! The minutes on paper: one PDF of what they say, set by typst from a template of ours.
//!
//! Pure: no clock, no files, no network, no fonts of the machine. The same [`Paper`] gives the same bytes on one build; another
//! version of typst may set it otherwise. What people wrote reaches the template as data and is never read as Typst
//! ([`world`]). Every sentence comes from whoever calls: this crate has no words of its own.
//!
//! The file is PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1): tagged, with its title, language and day, its fonts
//! embedded, its code described. typst refuses to write one that is not.

mod paper;
mod seen;
#[cfg(test)]
mod tests;
mod world;

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use paper::{
    Bar, Column, Day, Item, Named, Numbered, Paper, Reason, Row, Section, Signatures, Table, Tone, Verdict,
};

use crate::world::Desk;

/// How long what typst remembers of earlier papers is kept, in papers set since: the second reader of the same minutes waits
/// less, and the memory of the server does not grow.
const REMEMBERED: usize = 4;

/// Why there is no PDF. None of it is the doing of whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What stands on the paper is no JSON.
    #[error("the paper as data: {0}")]
    Data(#[from] serde_json::Error),
    /// The template, or what it makes of this paper, is not sound.
    #[error("the paper was not set: {0}")]
    NotSet(String),
}

/// Sets a paper: the bytes of its PDF.
///
/// # Errors
/// [`Error`].
pub fn render(paper: &Paper) -> Result<Vec<u8>, Error> {
    let written = write(paper);
    typst::comemo::evict(REMEMBERED);
    written
}

fn write(paper: &Paper) -> Result<Vec<u8>, Error> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| Error::NotSet(error.message().to_string()))?;
    let options = PdfOptions {
        // An extract has the hash of its minutes, and an address of its own.
        ident: Smart::Custom(format!("{} {} {}", paper.hash.value, paper.public.value, paper.lang.code())),
        creator: Smart::Custom(Some("Voix".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set(paper)?, &options).map_err(|errors| Error::NotSet(world::told(&errors)))
}

/// The pages, before they are a file.
fn set(paper: &Paper) -> Result<PagedDocument, Error> {
    let desk = Desk::new(paper)?;
    typst::compile::<PagedDocument>(&desk).output.map_err(|errors| Error::NotSet(world::told(&errors)))
}
