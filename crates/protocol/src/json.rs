//! Canonical JSON of the Belenios format: compact, fields in the order of the structure, absent fields left out, UTF-8
//! not escaped, control characters and `0x7f` as `\u00xx`. Objects are hashed as bytes, so a text is accepted only if
//! parsing it and writing it again gives the same bytes.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::ser::{Formatter, Serializer};

use crate::Malformed;

struct Canonical;

impl Formatter for Canonical {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // serde_json leaves 0x7f alone; the format does not.
        for (i, part) in fragment.split('\u{7f}').enumerate() {
            if i > 0 {
                writer.write_all(b"\\u007f")?;
            }
            writer.write_all(part.as_bytes())?;
        }
        Ok(())
    }
}

/// Writes a value canonically.
///
/// # Panics
/// Never for the types of this crate: their keys are strings and they hold no floats.
#[must_use]
pub fn write<T: Serialize>(value: &T) -> String {
    let mut bytes = Vec::with_capacity(256);
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, Canonical));
    debug_assert!(written.is_ok(), "the types of this crate serialise");
    String::from_utf8(bytes).unwrap_or_default()
}

/// Reads a canonical text.
///
/// # Errors
/// When the text is not JSON of this type, or not canonical.
pub fn read<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, Malformed> {
    let value: T = serde_json::from_str(text).map_err(|error| Malformed(error.to_string()))?;
    if write(&value) == text { Ok(value) } else { Err(Malformed::because("not canonical JSON")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_the_format() {
        let text = "\"\\/\u{8}\u{c}\n\r\t\u{1}\u{7f}é€\u{1F5F3}".to_owned();
        assert_eq!(write(&text), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u007fé€\u{1F5F3}\"");
        assert_eq!(read::<String>(&write(&text)), Ok(text));
    }

    #[test]
    fn a_second_spelling_is_refused() {
        for text in ["\"\\u0041\"", "\"\u{7f}\"", " \"A\"", "\"\\/\""] {
            assert!(read::<String>(text).is_err(), "{text}");
        }
        assert!(read::<Vec<u32>>("[1, 2]").is_err());
        assert!(read::<Vec<u32>>("[01]").is_err());
    }
}
