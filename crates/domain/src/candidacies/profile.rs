//! What a candidate says: a statement, and the data the law asks for (C. com. R.225-83 5°).

use chrono::{DateTime, Datelike as _};
use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::lang::Lang;
use crate::text;

/// Most characters of a name.
pub const MOST_NAME: usize = 100;
/// Most characters of each of the data.
pub const MOST_DATA: usize = 3_000;
/// Most characters of the statement.
pub const MOST_STATEMENT: usize = 6_000;
/// Ages in years that somebody who stands may have.
const AGES: std::ops::RangeInclusive<i32> = 16..=120;

/// Statement and data of a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The language it is written in.
    pub lang: Lang,
    /// Surname.
    pub surname: String,
    /// The usual first name.
    pub first_name: String,
    /// Year of birth: the age is told from it.
    pub born: i32,
    /// Professional references, and activities over the past five years.
    pub career: String,
    /// Functions held, now or in that time, in other companies; empty if none.
    pub elsewhere: String,
    /// Employment or functions in the cooperative; empty if none.
    pub here: String,
    /// Shares held when it was written, by the ledger.
    pub shares: u32,
    /// What the candidate wishes to say, in Markdown.
    pub statement: String,
}

impl Profile {
    /// Whether it is whole and can be kept to the letter, in a year of the calendar.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::BirthYear`] for nobody's.
    pub fn check(&self, year: i32) -> Result<(), Refusal> {
        text::check(&self.surname, MOST_NAME)?;
        text::check(&self.first_name, MOST_NAME)?;
        if !AGES.contains(&year.saturating_sub(self.born)) {
            return Err(Refusal::BirthYear);
        }
        text::check_lines(&self.career, MOST_DATA)?;
        for optional in [&self.elsewhere, &self.here] {
            if !optional.is_empty() {
                text::check_lines(optional, MOST_DATA)?;
            }
        }
        text::check_lines(&self.statement, MOST_STATEMENT)
    }

    /// The name as the ballot has it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.surname)
    }

    /// The canonical JSON.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the canonical JSON: what the candidate signs.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash::sha256(self.canonical().as_bytes())
    }
}

/// The year of an instant (microseconds UTC): near enough to tell an age by the year of birth.
#[must_use]
pub fn year_of(at: i64) -> i32 {
    DateTime::from_timestamp_micros(at).map_or(0, |at| at.year())
}

/// The ages somebody born in a year may have in another: before the birthday, and after it.
#[must_use]
pub fn ages(born: i32, year: i32) -> (u32, u32) {
    let after = u32::try_from(year.saturating_sub(born)).unwrap_or(0);
    (after.saturating_sub(1), after)
}

#[cfg(test)]
pub(crate) fn profile() -> Profile {
    Profile {
        lang: Lang::Fr,
        surname: "Roche".to_owned(),
        first_name: "Camille".to_owned(),
        born: 1970,
        career: "Menuisière depuis 2019.".to_owned(),
        elsewhere: String::new(),
        here: String::new(),
        shares: 3,
        statement: "Je me présente.\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_covers_every_word_and_nothing_else() {
        let changes: [fn(&mut Profile); 9] = [
            |p| p.lang = Lang::En,
            |p| p.surname.push('s'),
            |p| p.first_name.push('s'),
            |p| p.born += 1,
            |p| p.career.push('.'),
            |p| p.elsewhere.push('a'),
            |p| p.here.push('a'),
            |p| p.shares += 1,
            |p| p.statement.push('!'),
        ];
        for (n, change) in changes.into_iter().enumerate() {
            let mut other = profile();
            change(&mut other);
            assert_ne!(other.hash(), profile().hash(), "change {n}");
        }
        let read: Profile = serde_json::from_str(&profile().canonical()).unwrap();
        assert_eq!((read.hash(), read), (profile().hash(), profile()));
        // As PROTOCOL.md spells it.
        assert!(
            profile().canonical().starts_with(r#"{"born":1970,"career":"Menuisière depuis 2019.","elsewhere":"","#)
        );
    }

    #[test]
    fn what_the_law_asks_for_is_there() {
        let changed = |change: fn(&mut Profile)| {
            let mut profile = profile();
            change(&mut profile);
            profile.check(2026)
        };
        assert_eq!(changed(|_| {}), Ok(()));
        assert_eq!(changed(|p| p.surname.clear()), Err(Refusal::TextInvalid));
        assert_eq!(changed(|p| p.first_name.push('\n')), Err(Refusal::TextCharacters));
        assert_eq!(changed(|p| p.career.clear()), Err(Refusal::TextInvalid));
        assert_eq!(changed(|p| p.statement.clear()), Err(Refusal::TextInvalid));
        assert_eq!(changed(|p| p.statement = "é".repeat(MOST_STATEMENT + 1)), Err(Refusal::TextInvalid));
        assert_eq!(changed(|p| p.here = "\0".to_owned()), Err(Refusal::TextInvalid));
        for (born, expected) in [(2010, Ok(())), (2011, Err(Refusal::BirthYear)), (1906, Ok(()))] {
            assert_eq!(Profile { born, ..profile() }.check(2026), expected, "{born}");
        }
        for born in [1905, i32::MIN, i32::MAX] {
            assert_eq!(Profile { born, ..profile() }.check(2026), Err(Refusal::BirthYear), "{born}");
        }
    }

    #[test]
    fn an_age_is_one_of_two() {
        assert_eq!((year_of(1_795_431_600_000_000), year_of(i64::MAX)), (2026, 0));
        assert_eq!((ages(1970, 2026), ages(2026, 2026), ages(2030, 2026)), ((55, 56), (0, 0), (0, 0)));
    }
}
