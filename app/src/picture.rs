//! QR codes.

use fast_qr::convert::Builder as _;

/// A text as a QR code, an image of its own: the security policy of the pages allows no inline style. `None` for a text
/// too long for one.
#[must_use]
pub fn picture(text: &str) -> Option<String> {
    let code = fast_qr::QRBuilder::new(text).build().ok()?;
    let svg = fast_qr::convert::svg::SvgBuilder::default().margin(2).to_str(&code);
    let encoded: String = svg.bytes().map(|byte| format!("%{byte:02X}")).collect();
    Some(format!("data:image/svg+xml,{encoded}"))
}
