//! Values of statutes as short texts: how they are stored, typed and compared. `1/5`, `>1/2`, `1/2 min 2`, `1/10 or 100`,
//! `15`, `1 15:00`, `yes`, `20:1:1/20`, `30 40 30`; nothing at all where statutes say nothing.

use std::fmt;

use chrono::NaiveTime;

use crate::proxies::ProxyCap;
use crate::quorum::Fraction;

/// What a value of a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A part of a whole, or none required.
    Quota,
    /// A fraction, or none.
    Fraction,
    /// A number of days, members, months; or none.
    Count,
    /// Days before, and an hour of that day; or none.
    CutOff,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// How many voices one may carry.
    Cap,
    /// Weights in hundredths; none where nothing is weighed.
    Weights,
}

impl Kind {
    /// Yes or no.
    pub const YES_NO: Self = Self::Choice(&["yes", "no"]);
}

/// A part of a whole that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The fraction.
    pub fraction: Fraction,
    /// Whether it must be exceeded, not only reached.
    pub strict: bool,
    /// So many are needed even where the fraction asks for fewer.
    pub minimum: Option<u32>,
    /// So many are enough even where the fraction asks for more.
    pub enough: Option<u32>,
}

impl Quota {
    /// Whether this asks for less than another: of some whole, fewer are enough.
    #[must_use]
    pub fn asks_less_than(&self, other: &Self) -> bool {
        let product = |a: Fraction, b: Fraction| u64::from(a.num()) * u64::from(b.den());
        let (own, its) = (product(self.fraction, other.fraction), product(other.fraction, self.fraction));
        own < its
            || (own == its && !self.strict && other.strict)
            || self.minimum.unwrap_or(0) < other.minimum.unwrap_or(0)
            || self.enough.unwrap_or(u32::MAX) < other.enough.unwrap_or(u32::MAX)
    }
}

/// What statutes say in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: no requirement, no limit.
    Nothing,
    /// A part of a whole.
    Quota(Quota),
    /// A fraction.
    Fraction(Fraction),
    /// A number.
    Count(u32),
    /// Days before, and the hour of that day.
    CutOff(u32, NaiveTime),
    /// A word.
    Word(&'static str),
    /// How many voices one may carry.
    Cap(ProxyCap),
    /// Weights in hundredths.
    Weights(Vec<u32>),
}

impl Value {
    /// `yes` or `no`.
    #[must_use]
    pub fn yes(yes: bool) -> Self {
        Self::Word(if yes { "yes" } else { "no" })
    }

    /// A number, or nothing.
    #[must_use]
    pub fn count(count: Option<u32>) -> Self {
        count.map_or(Self::Nothing, Self::Count)
    }

    /// Reads a value as it is stored or typed; white space around it plays no part. `None` for what is no value of the kind.
    #[must_use]
    pub fn read(kind: Kind, text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return match kind {
                Kind::Choice(_) => None,
                Kind::Cap => Some(Self::Cap(ProxyCap::None)),
                _ => Some(Self::Nothing),
            };
        }
        match kind {
            Kind::Quota => quota(text).map(Self::Quota),
            Kind::Fraction => fraction(text).map(Self::Fraction),
            Kind::Count => number(text).map(Self::Count),
            Kind::CutOff => {
                let (days, hour) = text.split_once(' ')?;
                Some(Self::CutOff(number(days)?, NaiveTime::parse_from_str(hour.trim(), "%H:%M").ok()?))
            }
            Kind::Choice(words) => words.iter().find(|word| **word == text).map(|word| Self::Word(word)),
            Kind::Cap => cap(text).map(Self::Cap),
            Kind::Weights => text.split_whitespace().map(number).collect::<Option<Vec<u32>>>().map(Self::Weights),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing | Self::Cap(ProxyCap::None) => Ok(()),
            Self::Quota(quota) => {
                let more = if quota.strict { ">" } else { "" };
                write!(f, "{more}{}/{}", quota.fraction.num(), quota.fraction.den())?;
                quota.minimum.map_or(Ok(()), |minimum| write!(f, " min {minimum}"))?;
                quota.enough.map_or(Ok(()), |enough| write!(f, " or {enough}"))
            }
            Self::Fraction(fraction) => write!(f, "{}/{}", fraction.num(), fraction.den()),
            Self::Count(count) => write!(f, "{count}"),
            Self::CutOff(days, hour) => write!(f, "{days} {}", hour.format("%H:%M")),
            Self::Word(word) => f.write_str(word),
            Self::Cap(ProxyCap::AtMost(most)) => write!(f, "{most}"),
            Self::Cap(ProxyCap::FewThenFraction { below, few, fraction }) => {
                write!(f, "{below}:{few}:{}/{}", fraction.num(), fraction.den())
            }
            Self::Weights(weights) => f.write_str(&weights.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")),
        }
    }
}

/// Digits alone, few enough for every sum that is made of them.
fn number(text: &str) -> Option<u32> {
    (text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `1/5`, or `20 %`; in lowest terms, so that equal fractions are one value.
fn fraction(text: &str) -> Option<Fraction> {
    let (num, den) = match text.strip_suffix('%') {
        Some(percent) => (number(percent.trim_end())?, 100),
        None => {
            let (num, den) = text.split_once('/')?;
            (number(num.trim())?, number(den.trim())?)
        }
    };
    let shared = greatest_common_divisor(num, den).max(1);
    Fraction::new(num / shared, den / shared)
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn quota(text: &str) -> Option<Quota> {
    let (strict, text) = text.strip_prefix('>').map_or((false, text), |rest| (true, rest.trim_start()));
    let (text, enough) = after(text, " or ")?;
    let (text, minimum) = after(text, " min ")?;
    Some(Quota { fraction: fraction(text)?, strict, minimum, enough })
}

/// What stands before a word, and the number after it if the word is there.
fn after<'a>(text: &'a str, word: &str) -> Option<(&'a str, Option<u32>)> {
    match text.split_once(word) {
        Some((before, count)) => Some((before.trim_end(), Some(number(count.trim())?))),
        None => Some((text, None)),
    }
}

fn cap(text: &str) -> Option<ProxyCap> {
    let mut parts = text.split(':');
    let (first, few, part) = (number(parts.next()?)?, parts.next(), parts.next());
    match (few, part, parts.next()) {
        (None, None, None) => Some(ProxyCap::AtMost(first)),
        (Some(few), Some(part), None) => {
            Some(ProxyCap::FewThenFraction { below: first, few: number(few)?, fraction: fraction(part)? })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statutes::Field;

    #[test]
    fn what_is_written_is_read_again() {
        let texts = [
            (Kind::Quota, vec!["", "1/5", ">1/2", "1/2 min 2", "1/10 or 100", ">1/3 min 2 or 9"]),
            (Kind::Fraction, vec!["", "1/20"]),
            (Kind::Count, vec!["", "0", "15"]),
            (Kind::CutOff, vec!["", "1 15:00", "0 09:30"]),
            (Kind::YES_NO, vec!["yes", "no"]),
            (Kind::Cap, vec!["", "0", "10", "20:1:1/20"]),
            (Kind::Weights, vec!["", "30 40 30"]),
        ];
        for (kind, texts) in texts {
            for text in texts {
                assert_eq!(Value::read(kind, text).map(|value| value.to_string()).as_deref(), Some(text), "{kind:?}");
            }
        }
    }

    #[test]
    fn equal_fractions_are_one_value() {
        let read = |text| Value::read(Kind::Fraction, text);
        assert_eq!(read("20 %"), read("1/5"));
        assert_eq!(read("20%"), read(" 2 / 10 "));
        assert_eq!(Value::read(Kind::Quota, "> 50 %"), Value::read(Kind::Quota, ">1/2"));
    }

    #[test]
    fn nonsense_is_no_value() {
        let texts = [
            (Kind::Quota, vec!["0/5", "6/5", "1/0", "1", "-1/2", "1/2 min", "1/2 or x", ">>1/2", "½"]),
            (Kind::Fraction, vec!["0 %", "101 %", "1,5 %", ">1/2"]),
            (Kind::Count, vec!["-1", "1.5", "quinze", "1234567", "1 5"]),
            (Kind::CutOff, vec!["1", "15:00", "1 25:00", "x 15:00"]),
            (Kind::YES_NO, vec!["", "oui", "Yes"]),
            (Kind::Cap, vec!["x", "1:2", "20:1:2/1", "1:2:1/2:4"]),
            (Kind::Weights, vec!["30,40", "a b"]),
        ];
        for (kind, texts) in texts {
            for text in texts {
                assert_eq!(Value::read(kind, text), None, "{kind:?} {text}");
            }
        }
    }

    #[test]
    fn less_is_less_of_some_whole() {
        let quota = |text| match Value::read(Kind::Quota, text) {
            Some(Value::Quota(quota)) => quota,
            other => panic!("{other:?}"),
        };
        for (less, more) in [("1/5", "1/4"), ("1/2", ">1/2"), ("1/2", "1/2 min 2"), ("1/10 or 100", "1/10")] {
            assert!(quota(less).asks_less_than(&quota(more)), "{less} {more}");
            assert!(!quota(more).asks_less_than(&quota(less)), "{more} {less}");
            assert!(!quota(less).asks_less_than(&quota(less)), "{less}");
        }
    }

    #[test]
    fn words_of_fields_are_their_own() {
        for field in Field::ALL {
            assert_eq!(Field::from_word(field.word()), Some(*field));
            let json = serde_json::to_value(field).expect("a word");
            assert_eq!(json, field.word());
        }
    }
}
