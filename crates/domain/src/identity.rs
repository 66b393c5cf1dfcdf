//! Who a member is: what the register must hold of a person or an organisation, and how it is searched.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::member::MemberClass;
use crate::{Refusal, text};

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Longest line of an address, in characters.
const LONGEST_LINE: usize = 200;
/// Longest number of a public register, or postal code.
const LONGEST_NUMBER: usize = 40;

/// A postal address. Lines are free text: no country's form is imposed on another's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Postal {
    /// Number and street, or whatever stands in their place.
    pub street: String,
    /// Postal code; empty where there is none.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country, as it is written on a letter.
    pub country: String,
}

impl Postal {
    /// Whether a letter could arrive.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.street.is_empty() && !self.city.is_empty()
    }

    /// An address to the letter, or why it cannot be kept. One without a street and a town is none: convocations go there
    /// when no e-mail may be used (C. com. R.225-63).
    ///
    /// # Errors
    /// [`Refusal::AddressMissing`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check(&self) -> Result<(), Refusal> {
        if !self.is_complete() {
            return Err(Refusal::AddressMissing);
        }
        text::check(&self.street, LONGEST_LINE)?;
        text::check(&self.city, LONGEST_LINE)?;
        for (line, most) in [(&self.postcode, LONGEST_NUMBER), (&self.country, LONGEST_LINE)] {
            if !line.is_empty() {
                text::check(line, most)?;
            }
        }
        Ok(())
    }
}

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// As what they belong.
    pub class: MemberClass,
    /// First and family name, or the name of the organisation.
    pub name: String,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Of an organisation: its number in a public register (in France SIREN, or RNA).
    pub legal_number: Option<String>,
    /// Where letters go.
    pub postal: Postal,
}

impl Identity {
    /// Checks everything but the address, which registers brought from elsewhere may lack.
    ///
    /// # Errors
    /// [`Refusal::RepresentativeMissing`] and [`Refusal::LegalNumberMissing`] for an organisation without them,
    /// [`Refusal::Malformed`] for a person with them, [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
    pub fn check_names(&self) -> Result<(), Refusal> {
        text::check(&self.name, LONGEST_NAME)?;
        if self.class != MemberClass::Organisation {
            let none = self.representative.is_none() && self.legal_number.is_none();
            return if none { Ok(()) } else { Err(Refusal::Malformed) };
        }
        text::check(self.representative.as_deref().ok_or(Refusal::RepresentativeMissing)?, LONGEST_NAME)?;
        text::check(self.legal_number.as_deref().ok_or(Refusal::LegalNumberMissing)?, LONGEST_NUMBER)
    }

    /// Checks everything.
    ///
    /// # Errors
    /// As [`Self::check_names`] and [`Postal::check`].
    pub fn check(&self) -> Result<(), Refusal> {
        self.check_names()?;
        self.postal.check()
    }

    /// What a search looks through: names, town, number, address for messages.
    #[must_use]
    pub fn search_key(&self, number: Option<u32>, email: Option<&str>) -> String {
        let number = number.map(|number| number.to_string());
        let parts = [
            Some(self.name.as_str()),
            self.representative.as_deref(),
            self.legal_number.as_deref(),
            Some(&self.postal.city),
            email,
            number.as_deref(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).map(fold).collect();
        parts.join(" ")
    }
}

/// A text as it is searched and sorted: small letters without accents, one space where there were several.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.replace('œ', "oe").replace('æ', "ae").replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Identity {
        Identity {
            class: MemberClass::Cooperator,
            name: name.to_owned(),
            representative: None,
            legal_number: None,
            postal: Postal {
                street: "1 rue des Essais".to_owned(),
                postcode: "69001".to_owned(),
                city: "Lyon".to_owned(),
                country: "France".to_owned(),
            },
        }
    }

    fn organisation() -> Identity {
        Identity {
            class: MemberClass::Organisation,
            representative: Some("Camille Durand".to_owned()),
            legal_number: Some("123 456 789".to_owned()),
            ..person("Les Essais")
        }
    }

    #[test]
    fn names_of_any_script_are_names() {
        for name in ["Maëlle Le Goff", "نور الدین", "王小明", "Ñandú O’Brien", "X Æ"] {
            assert_eq!(person(name).check(), Ok(()), "{name}");
        }
        for (name, refusal) in [("", Refusal::TextInvalid), (" x", Refusal::TextCharacters)] {
            assert_eq!(person(name).check(), Err(refusal), "{name:?}");
        }
    }

    #[test]
    fn an_organisation_has_a_number_and_somebody_who_speaks_for_it() {
        assert_eq!(organisation().check(), Ok(()));
        let without = Identity { legal_number: None, ..organisation() };
        assert_eq!(without.check(), Err(Refusal::LegalNumberMissing));
        let without = Identity { representative: None, ..organisation() };
        assert_eq!(without.check(), Err(Refusal::RepresentativeMissing));
        let person = Identity { legal_number: Some("1".to_owned()), ..person("A") };
        assert_eq!(person.check(), Err(Refusal::Malformed));
    }

    #[test]
    fn an_address_has_a_street_and_a_town() {
        let with = |street: &str, city: &str| {
            let postal = Postal { street: street.to_owned(), city: city.to_owned(), ..Postal::default() };
            Identity { postal, ..person("A") }.check()
        };
        assert_eq!(with("1 rue", "Lyon"), Ok(()), "no postal code, no country: there are such places");
        assert_eq!(with("", "Lyon"), Err(Refusal::AddressMissing));
        assert_eq!(with("1 rue", ""), Err(Refusal::AddressMissing));
        assert_eq!(with("1\nrue", "Lyon"), Err(Refusal::TextCharacters));
    }

    #[test]
    fn searching_passes_over_accents_and_capitals() {
        for (text, folded) in [
            ("  Élodie   LE GOFF ", "elodie le goff"),
            ("Œuvre d’Ægir", "oeuvre d'aegir"),
            ("ﬁn", "fin"),
            ("ＡＢＣ", "abc"),
            ("Straße", "straße"),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert_eq!(
            organisation().search_key(Some(12), Some("bureau@essais.org")),
            "les essais camille durand 123 456 789 lyon bureau@essais.org 12"
        );
    }
}
