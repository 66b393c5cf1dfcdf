//! Canonical JSON: RFC 8785 (JCS), for values without fractions (PROTOCOL.md §2.3).
//!
//! No white space; keys sorted by their UTF-16 code units; in texts `"` and `\` escaped, `\b \t \n \f \r`, other
//! characters below U+0020 as `\u00xx`, all others as they are (no normalisation). Numbers are integers of at most
//! 2^53 − 1 in size, the range in which every reader of JSON agrees; anything else is refused rather than rounded.
//! Used for what we hash and sign; the Belenios structures have their own form ([`crate::json`]).
//!
//! ```
//! use protocol::canonical;
//!
//! assert_eq!(canonical::parse(r#"{"a":[1,null],"b":"é"}"#).unwrap()["a"][0], 1);
//! assert!(canonical::parse(r#"{"b":1,"a":2}"#).is_err());
//! ```

use serde::Serialize;
use serde_json::{Number, Value};

/// 2^53 − 1.
const GREATEST: i64 = (1 << 53) - 1;

/// Why a value has no canonical text, or a text is not canonical.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// A number with a fraction or exponent, or beyond 2^53 − 1.
    #[error("{0} is not an integer every reader of JSON agrees on")]
    Number(String),
    /// A value that JSON cannot hold, or a text that is not JSON.
    #[error("not JSON: {0}")]
    Json(String),
    /// JSON in another spelling.
    #[error("not canonical JSON")]
    Spelling,
}

/// The canonical text of a value.
///
/// # Errors
/// [`NotCanonical::Number`] for numbers outside the safe integers, [`NotCanonical::Json`] for what is not JSON.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, NotCanonical> {
    let value = serde_json::to_value(value).map_err(|error| NotCanonical::Json(error.to_string()))?;
    let mut out = String::with_capacity(256);
    write(&value, &mut out)?;
    Ok(out)
}

/// Reads a text that must be canonical.
///
/// # Errors
/// [`NotCanonical`]: for instance a key that comes twice, which readers resolve differently.
pub fn parse(text: &str) -> Result<Value, NotCanonical> {
    let value: Value = serde_json::from_str(text).map_err(|error| NotCanonical::Json(error.to_string()))?;
    let mut again = String::with_capacity(text.len());
    write(&value, &mut again)?;
    if again == text { Ok(value) } else { Err(NotCanonical::Spelling) }
}

fn write(value: &Value, out: &mut String) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&integer(number)?),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (i, (key, item)) in fields.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write(item, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn integer(number: &Number) -> Result<String, NotCanonical> {
    match number.as_i64() {
        Some(n) if (-GREATEST..=GREATEST).contains(&n) => Ok(n.to_string()),
        _ => Err(NotCanonical::Number(number.to_string())),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
