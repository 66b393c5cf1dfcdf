//! Whom people ask when they are stuck: a telephone number, an e-mail address, or both. It stands on every page and in every
//! letter, also for who is not signed in: it is that of an office, chosen to be public.

use serde::{Deserialize, Serialize};

use crate::{Refusal, mail};

/// Longest telephone number, with its spaces.
const PHONE: usize = 40;

/// Where help is to be had. What is empty is not offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpContact {
    /// Telephone number, as it is written.
    pub phone: String,
    /// E-mail address.
    pub email: String,
}

impl HelpContact {
    /// What was typed, as it is kept: nothing around it, the address in small letters.
    ///
    /// # Errors
    /// [`Refusal::PhoneInvalid`] for what nobody could dial, [`Refusal::EmailInvalid`].
    pub fn read(phone: &str, email: &str) -> Result<Self, Refusal> {
        let phone = phone.trim();
        let email = match email.trim() {
            "" => String::new(),
            email => mail::address(email)?,
        };
        if !phone.is_empty() && !dialled(phone) {
            return Err(Refusal::PhoneInvalid);
        }
        Ok(Self { phone: phone.to_owned(), email })
    }

    /// Whether nobody said whom to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.phone.is_empty() && self.email.is_empty()
    }

    /// The number as an address that telephones open (RFC 3966): its digits, and the sign before the country.
    #[must_use]
    pub fn tel(&self) -> String {
        let digits: String = self.phone.chars().filter(char::is_ascii_digit).collect();
        let abroad = if self.phone.starts_with('+') { "+" } else { "" };
        format!("tel:{abroad}{digits}")
    }

    /// The address as one that mail programs open (RFC 6068): what would end it, or begin something else, is written out.
    #[must_use]
    pub fn mailto(&self) -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte);
        self.email.bytes().fold("mailto:".to_owned(), |mut so_far, byte| {
            if plain(byte) {
                so_far.push(char::from(byte));
            } else {
                so_far.push_str(&format!("%{byte:02X}"));
            }
            so_far
        })
    }
}

/// Digits with what people put between them; 2 to 15 of them, as the longest number there is (ITU-T E.164).
fn dialled(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let rest = phone.strip_prefix('+').unwrap_or(phone);
    let written = rest.chars().all(|c| c.is_ascii_digit() || " .-()/\u{a0}\u{202f}".contains(c));
    written && (2..=15).contains(&digits) && phone.chars().count() <= PHONE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them_can_be_dialled() {
        for (typed, kept, tel) in [
            (" 03 81 00 00 01 ", "03 81 00 00 01", "tel:0381000001"),
            ("+33 (0)3.81-00-00-01", "+33 (0)3.81-00-00-01", "tel:+330381000001"),
            ("15", "15", "tel:15"),
            ("", "", "tel:"),
        ] {
            let read = HelpContact::read(typed, "").unwrap();
            assert_eq!((read.phone.as_str(), read.tel().as_str()), (kept, tel));
        }
    }

    #[test]
    fn what_nobody_can_dial_is_refused() {
        let long = "0".repeat(16);
        let spaced = format!("0{}1", " ".repeat(39));
        for typed in ["1", "ask", "03 81 ext", "0381+1", "٣٨١", "03;81", &long, &spaced, "03\n81", "<b>12</b>"] {
            assert_eq!(HelpContact::read(typed, ""), Err(Refusal::PhoneInvalid), "{typed:?}");
        }
    }

    #[test]
    fn an_address_is_one_and_stays_one() {
        let read = |email| HelpContact::read("", email);
        assert_eq!(read(" Aide@Exemple.FR ").unwrap().email, "aide@exemple.fr");
        assert_eq!(read("aide@exemple"), Err(Refusal::EmailInvalid));
        assert!(read("").unwrap().is_empty() && !read("a@b.fr").unwrap().is_empty());
        assert_eq!(read("a?b&c%d=é@b.fr").unwrap().mailto(), "mailto:a%3Fb%26c%25d%3D%C3%A9@b.fr");
        assert_eq!(read("a+b@b.fr").unwrap().mailto(), "mailto:a+b@b.fr");
    }
}
