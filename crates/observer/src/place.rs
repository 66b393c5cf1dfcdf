//! Addresses of servers and of assemblies, as somebody copies them out of a browser.

use protocol::listing::is_id;

/// Where a record is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The server: scheme, host and port.
    pub base: String,
    /// The assembly, where the address is of one.
    pub assembly: Option<String>,
}

/// Whether what was given is an address rather than a file.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

impl Place {
    /// Reads an address: of the site, or of any page of one assembly.
    ///
    /// # Errors
    /// A sentence, when it is none.
    pub fn of(address: &str) -> Result<Self, String> {
        let wrong = || format!("{address} is no address of a site: it begins with https:// or http://");
        let (scheme, rest) = address.split_once("://").filter(|_| is_address(address)).ok_or_else(wrong)?;
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        if host.is_empty() || !host.chars().all(plain) {
            return Err(wrong());
        }
        let assembly = path.split('/').find(|part| is_id(part)).map(ToOwned::to_owned);
        Ok(Self { base: format!("{scheme}://{host}"), assembly })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_a_site_or_of_an_assembly() {
        let of = |address: &str| Place::of(address).map(|place| (place.base, place.assembly));
        let id = "018f0000-0000-7000-8000-00000000dead";
        assert_eq!(of("https://vote.example.org"), Ok(("https://vote.example.org".to_owned(), None)));
        assert_eq!(of("http://127.0.0.1:3000/?a=b"), Ok(("http://127.0.0.1:3000".to_owned(), None)));
        assert_eq!(
            of(&format!("https://vote.example.org/record/{id}#x")),
            Ok(("https://vote.example.org".to_owned(), Some(id.to_owned())))
        );
        for bad in ["", "vote.example.org", "ftp://x", "https://", "https://user@host/", "file:///etc/passwd"] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }
}
