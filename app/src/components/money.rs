//! Amounts of money and decimals, as each language writes them.

use domain::money::Cents;

use crate::i18n::Lang;

/// "1 600,50 €" in French, "€1,600.50" in English; a minus before what is negative.
#[must_use]
pub fn euros(amount: Cents, lang: Lang) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let hundredths = amount.0.unsigned_abs();
    format!("{sign}{}", lang.with("euros", &[("amount", digits(hundredths, lang).into())]))
}

/// "4,50" in French, "4.50" in English, of hundredths.
#[must_use]
pub fn decimal(hundredths: i64, lang: Lang) -> String {
    let sign = if hundredths < 0 { "−" } else { "" };
    format!("{sign}{}", digits(hundredths.unsigned_abs(), lang))
}

/// A number with its sign: what was added or taken.
#[must_use]
pub fn signed(number: i64, lang: Lang) -> String {
    let sign = match number {
        ..0 => "−",
        0 => "",
        1.. => "+",
    };
    format!("{sign}{}", thousands(number.unsigned_abs(), lang))
}

fn digits(hundredths: u64, lang: Lang) -> String {
    let point = match lang {
        Lang::Fr => ',',
        Lang::En => '.',
    };
    format!("{}{point}{:02}", thousands(hundredths / 100, lang), hundredths % 100)
}

/// Digits in groups of three: a narrow space in French, a comma in English.
#[must_use]
pub fn thousands(amount: u64, lang: Lang) -> String {
    let digits = amount.to_string();
    let gap = match lang {
        Lang::Fr => "\u{202f}",
        Lang::En => ",",
    };
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(gap)
}

/// "12 parts".
#[must_use]
pub fn shares(shares: i64, lang: Lang) -> String {
    let key = if shares.abs() < 2 { "shares-one" } else { "shares-many" };
    let number = thousands(shares.unsigned_abs(), lang);
    lang.with(key, &[("count", number.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_each_language_does() {
        for (cents, fr, en) in [
            (160_050, "1\u{202f}600,50\u{a0}€", "€1,600.50"),
            (0, "0,00\u{a0}€", "€0.00"),
            (-5, "−0,05\u{a0}€", "−€0.05"),
            (100_000_000, "1\u{202f}000\u{202f}000,00\u{a0}€", "€1,000,000.00"),
        ] {
            assert_eq!(euros(Cents(cents), Lang::Fr), fr);
            assert_eq!(euros(Cents(cents), Lang::En), en);
        }
        assert!(!euros(Cents(i64::MIN), Lang::Fr).is_empty());
        assert_eq!((decimal(450, Lang::Fr), decimal(-1, Lang::En)), ("4,50".to_owned(), "−0.01".to_owned()));
        assert_eq!(
            (signed(3, Lang::Fr), signed(-3, Lang::Fr), signed(0, Lang::Fr)),
            ("+3".into(), "−3".into(), "0".into())
        );
    }

    #[test]
    fn thousands_are_grouped_as_each_language_does() {
        assert_eq!(thousands(10_800, Lang::Fr), "10\u{202f}800");
        assert_eq!(thousands(1_234_567, Lang::En), "1,234,567");
        assert_eq!(thousands(16, Lang::Fr), "16");
    }
}
