//! What typst may see: the template, the paper as data, the picture of the code, our fonts. There is nothing else: no folder, no
//! package, no clock.

use std::path::PathBuf;
use std::sync::LazyLock;

use fast_qr::convert::Builder as _;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use crate::seen::Fonts;
use crate::{Error, Paper};

/// The fonts; `fonts/README.md` says where they are from.
const FONTS: [&[u8]; 6] = [
    include_bytes!("../fonts/voix-regular.ttf"),
    include_bytes!("../fonts/voix-bold.ttf"),
    include_bytes!("../fonts/voix-italic.ttf"),
    include_bytes!("../fonts/noto-regular.ttf"),
    include_bytes!("../fonts/noto-bold.ttf"),
    include_bytes!("../fonts/mono.ttf"),
];
/// Those of running text, the first first, as the template names them.
pub const RUNNING: [&str; 2] = ["Voix Sans", "Noto Sans"];
/// What the template reads.
const DATA: &str = "paper.json";
const CODE: &str = "qr.svg";

/// What is the same for every paper.
static SHOP: LazyLock<Shop> = LazyLock::new(Shop::open);

struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
}

impl Shop {
    fn open() -> Self {
        let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::detached(include_str!("minutes.typ")),
        }
    }
}

/// All fonts there are.
pub fn fonts() -> &'static [Font] {
    &SHOP.fonts
}

/// One paper on the desk of who sets it.
pub struct Desk {
    data: Bytes,
    code: Bytes,
}

impl Desk {
    /// Lays a paper out.
    ///
    /// # Errors
    /// [`Error::Data`].
    pub fn new(paper: &Paper) -> Result<Self, Error> {
        let code = picture(&paper.public.value);
        let mut data = serde_json::to_value(paper)?;
        let numbered = Fonts::of(fonts(), &RUNNING).show_all(&mut data);
        if let Value::Object(fields) = &mut data {
            fields.insert("by-number".to_owned(), numbered.into());
            fields.insert("coded".to_owned(), code.is_some().into());
        }
        Ok(Self { data: Bytes::new(serde_json::to_vec(&data)?), code: Bytes::from_string(code.unwrap_or_default()) })
    }
}

/// An address as a QR code; none for one too long, which then stands in letters alone.
fn picture(address: &str) -> Option<String> {
    let code = fast_qr::QRBuilder::new(address).build().ok()?;
    Some(fast_qr::convert::svg::SvgBuilder::default().margin(2).to_str(&code))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        SHOP.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SHOP.template.id() { Ok(SHOP.template.clone()) } else { Err(nothing_there(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match (id.root(), id.vpath().get_without_slash()) {
            (VirtualRoot::Project, DATA) => Ok(self.data.clone()),
            (VirtualRoot::Project, CODE) => Ok(self.code.clone()),
            _ => Err(nothing_there(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn nothing_there(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_with_slash()))
}

/// What typst says of its errors, for the log.
pub fn told(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
