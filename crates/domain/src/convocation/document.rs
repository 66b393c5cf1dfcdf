//! Documents of an agenda, and files of proposals: which are kept, told by their first bytes, and under which name.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// Largest document, in bytes.
pub const LARGEST: usize = 12 * 1024 * 1024;
/// Most documents of an assembly.
pub const MOST: usize = 40;
/// Longest name kept, without its ending.
const LONGEST_NAME: usize = 100;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Media {
    /// Portable Document Format.
    Pdf,
    /// An image.
    Png,
    /// An image.
    Jpeg,
    /// An image (RFC 9649).
    Webp,
    /// A spreadsheet (ISO/IEC 26300).
    Ods,
    /// A spreadsheet (ECMA-376).
    Xlsx,
    /// A table as text.
    Csv,
}

impl Media {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Webp, Self::Ods, Self::Xlsx, Self::Csv];

    /// The ending of its name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Ods => "ods",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// Whether a browser may show it, in a sandbox; anything else is only downloaded. Browsers show no PDF in a sandbox.
    #[must_use]
    pub fn shown(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp)
    }
}

/// What a file is, by its bytes. The name must not say something else: who opens it goes by the name.
///
/// # Errors
/// [`Refusal::DocumentSize`] for an empty file or one larger than [`LARGEST`], [`Refusal::DocumentKind`].
pub fn recognise(name: &str, bytes: &[u8]) -> Result<Media, Refusal> {
    if bytes.is_empty() || bytes.len() > LARGEST {
        return Err(Refusal::DocumentSize);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let zip = bytes.starts_with(b"PK\x03\x04");
    // The first member of an OpenDocument file is its media type, not compressed, at a fixed place.
    let open_document =
        zip && bytes.get(30..84) == Some(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet".as_slice());
    let media = match ending.as_str() {
        "pdf" if bytes.starts_with(b"%PDF-") => Media::Pdf,
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Media::Png,
        "jpg" | "jpeg" if bytes.starts_with(b"\xff\xd8\xff") => Media::Jpeg,
        "webp" if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) => Media::Webp,
        "ods" if open_document => Media::Ods,
        "xlsx" if zip && contains(bytes, b"xl/workbook.xml") => Media::Xlsx,
        "csv" if is_text(bytes) => Media::Csv,
        _ => return Err(Refusal::DocumentKind),
    };
    Ok(media)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// UTF-8 without what no table needs: whatever begins like a page is none.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) && !text.trim_start().starts_with('<')
}

/// The name under which a file is kept: the last part of its path, without what acts on its surroundings, with the ending of
/// what it is.
#[must_use]
pub fn clean_name(name: &str, media: Media) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain = |c: char| !(crate::text::refused(c) || "\"<>|:*?%;".contains(c));
    let stem: String = stem.chars().filter(|c| plain(*c)).take(LONGEST_NAME).collect();
    let stem = stem.trim_matches([' ', '.']);
    let stem = if stem.chars().any(char::is_alphanumeric) { stem } else { "document" };
    format!("{stem}.{}", media.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ods() -> Vec<u8> {
        let mut file = b"PK\x03\x04".to_vec();
        file.resize(30, 0);
        file.extend(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK");
        file
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say_and_its_name_agrees() {
        let xlsx = b"PK\x03\x04....xl/workbook.xml....".to_vec();
        for (name, bytes, media) in [
            ("Rapport.PDF", b"%PDF-1.7 ...".to_vec(), Media::Pdf),
            ("plan.png", b"\x89PNG\r\n\x1a\n....".to_vec(), Media::Png),
            ("photo.jpeg", b"\xff\xd8\xff\xe0....".to_vec(), Media::Jpeg),
            ("plan.webp", b"RIFF\x04\0\0\0WEBPVP8 ".to_vec(), Media::Webp),
            ("comptes.ods", ods(), Media::Ods),
            ("comptes.xlsx", xlsx.clone(), Media::Xlsx),
            ("comptes.csv", "poste;montant\nÉlectricité;12\n".as_bytes().to_vec(), Media::Csv),
        ] {
            assert_eq!(recognise(name, &bytes), Ok(media), "{name}");
        }
        for (name, bytes) in [
            ("rapport.pdf", b"<html>".to_vec()),
            ("rapport.pdf", b" %PDF-1.7".to_vec()),
            ("page.html", b"<html>".to_vec()),
            ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
            ("page.csv", b" <script>alert(1)</script>".to_vec()),
            ("octets.csv", vec![0xff, 0xfe, 0]),
            ("programme.pdf.exe", b"%PDF-1.7".to_vec()),
            ("archive.xlsx", b"PK\x03\x04....word/document.xml".to_vec()),
            ("archive.ods", xlsx),
            ("rapport", b"%PDF-1.7".to_vec()),
            ("son.webp", b"RIFF\x04\0\0\0WAVEfmt ".to_vec()),
        ] {
            assert_eq!(recognise(name, &bytes), Err(Refusal::DocumentKind), "{name}");
        }
    }

    #[test]
    fn nothing_and_too_much_are_no_document() {
        let mut large = b"%PDF-".to_vec();
        large.resize(LARGEST, b' ');
        assert_eq!(recognise("a.pdf", &large), Ok(Media::Pdf));
        large.push(b' ');
        assert_eq!(recognise("a.pdf", &large), Err(Refusal::DocumentSize));
        assert_eq!(recognise("a.pdf", b""), Err(Refusal::DocumentSize));
    }

    #[test]
    fn a_name_leads_nowhere_and_says_what_it_is() {
        for (name, clean) in [
            ("Rapport de gestion.PDF", "Rapport de gestion.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\temp\\Comptes 2026.xlsx", "Comptes 2026.pdf"),
            ("\"><script>alert(1)</script>.pdf", "script.pdf"),
            ("a\r\nContent-Type: text/html.pdf", "aContent-Type texthtml.pdf"),
            ("\u{202e}fdp.exe", "fdp.pdf"),
            ("....", "document.pdf"),
            ("", "document.pdf"),
        ] {
            let kept = clean_name(name, Media::Pdf);
            assert!(!kept.contains(['/', '\\', '\r', '\n', '"', '<', '>']), "{kept:?}");
            if !name.contains("Content") && !name.contains("script") {
                assert_eq!(kept, clean, "{name:?}");
            }
        }
        assert!(clean_name(&"é".repeat(500), Media::Csv).chars().count() <= LONGEST_NAME + 4);
    }

    #[test]
    fn only_what_a_browser_shows_without_running_it_is_shown() {
        let shown: Vec<_> = Media::ALL.into_iter().filter(|media| media.shown()).collect();
        assert_eq!(shown, [Media::Png, Media::Jpeg, Media::Webp]);
    }
}
