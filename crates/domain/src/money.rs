//! Money in integer cents, and how people write it.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// An amount of money in cents of euro.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// An amount above nothing as people write it: "16", "16,5", "16,50" or "16.50", with or without space around.
    ///
    /// # Errors
    /// [`Refusal::AmountInvalid`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let typed = text.trim().replace(',', ".");
        let (euros, rest) = typed.split_once('.').unwrap_or((&typed, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        if !digits(euros) || !digits(rest) || rest.len() > 2 {
            return Err(Refusal::AmountInvalid);
        }
        let euros = euros.parse::<i64>().ok().and_then(|euros| euros.checked_mul(100));
        let cents = format!("{rest:0<2}").parse::<i64>().ok();
        match euros.zip(cents).and_then(|(euros, cents)| euros.checked_add(cents)) {
            Some(cents) if cents > 0 => Ok(Self(cents)),
            _ => Err(Refusal::AmountInvalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (typed, cents) in
            [("16", 1600), ("16.5", 1650), (" 16,50 ", 1650), ("16.50", 1650), ("0.01", 1), ("016", 1600)]
        {
            assert_eq!(Cents::parse(typed), Ok(Cents(cents)), "{typed}");
        }
        assert_eq!(Cents::parse("92233720368547758.07"), Ok(Cents(i64::MAX)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for wrong in [
            "",
            "0",
            "0,00",
            "-1",
            "+1",
            "16.505",
            "16.5.0",
            "1e3",
            "seize",
            "1 600",
            "16 €",
            "99999999999999999999",
            "92233720368547758.08",
            "16.",
            ".5",
            "１６",
        ] {
            assert_eq!(Cents::parse(wrong), Err(Refusal::AmountInvalid), "{wrong}");
        }
    }
}
