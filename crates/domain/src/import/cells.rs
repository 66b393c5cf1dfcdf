//! What stands in a cell: whole numbers, amounts of money and days as people write them, and words for states and classes.

use chrono::NaiveDate;

use super::rows::Problem;
use crate::identity::fold;
use crate::lang::Lang;
use crate::member::{MemberClass, MemberState};
use crate::shares::Cents;

/// Largest whole number of a register: what can be told apart on paper, and far below what integers hold.
const LARGEST: u32 = 99_999_999;

/// A whole number; white space between its digits is that of thousands, and what people write before a member's number is
/// left aside.
pub fn whole(cell: &str) -> Option<u32> {
    let cell = cell.trim_start_matches(['n', 'N', '°', 'º', '#', '.']).trim_start();
    let digits: String = cell.chars().filter(|c| !is_space(*c)).collect();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| plain && *number <= LARGEST)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’')
}

/// An amount of money: `1 234,50 €`, `1,234.50`, `1234`.
pub fn money(cell: &str) -> Result<Cents, Problem> {
    let lower = cell.to_lowercase();
    let bare = ["€", "euros", "euro", "eur"].iter().fold(lower, |text, word| text.replace(word, ""));
    let bare: String = bare.chars().filter(|c| !is_space(*c)).collect();
    let signs: Vec<(usize, char)> = bare.char_indices().filter(|(_, c)| matches!(c, ',' | '.')).collect();
    let kinds = |sign: char| signs.iter().filter(|(_, c)| *c == sign).count();
    let (commas, dots) = (kinds(','), kinds('.'));
    let last = signs.last().copied();
    let decimals = last.map_or(0, |(at, _)| bare.len() - at - 1);
    // The last sign parts the cents, unless it comes again and again: then it parts the thousands.
    let parts_cents = match last {
        None => false,
        Some((_, sign)) if kinds(sign) > 1 => false,
        // `1.234` is a thousand and more to one, one and a bit to another.
        Some(_) if decimals == 3 && commas + dots == 1 => return Err(Problem::MoneyAmbiguous),
        Some(_) => true,
    };
    let (whole, cents) = match last {
        Some((at, _)) if parts_cents => (&bare[..at], &bare[at + 1..]),
        _ => (bare.as_str(), ""),
    };
    let euros = thousands(whole).ok_or(Problem::MoneyUnreadable)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let cents = match cents.len() {
        0 if !parts_cents => 0,
        1 | 2 if digits(cents) => cents.parse::<i64>().unwrap_or(0) * if cents.len() == 1 { 10 } else { 1 },
        _ => return Err(Problem::MoneyUnreadable),
    };
    Ok(Cents(euros * 100 + cents))
}

/// Digits, with one kind of sign between groups of three or none.
fn thousands(text: &str) -> Option<i64> {
    let signs = [',', '.'].into_iter().filter(|sign| text.contains(*sign)).collect::<Vec<_>>();
    let digits: String = match signs[..] {
        [] => text.to_owned(),
        [sign] => {
            let groups: Vec<&str> = text.split(sign).collect();
            let sound = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
            groups.concat().chars().filter(|_| sound).collect()
        }
        _ => return None,
    };
    let plain = (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// A day: `31/12/2024`, `31.12.2024`, `31-12-2024` or `2024-12-31`; an hour behind it is left aside.
pub fn day(cell: &str) -> Result<NaiveDate, Problem> {
    let date = cell.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let [first, month, last] = parts[..] else { return Err(Problem::DateUnreadable) };
    if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(Problem::DateUnreadable);
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) => (last, first),
        (1 | 2, 1 | 2) => return Err(Problem::DateShort),
        _ => return Err(Problem::DateUnreadable),
    };
    let number = |text: &str| text.parse::<u32>().map_err(|_| Problem::DateUnreadable);
    let year = year.parse().map_err(|_| Problem::DateUnreadable)?;
    let found = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(Problem::DateUnreadable)?;
    if year < 1800 { Err(Problem::DateUnreadable) } else { Ok(found) }
}

/// Yes or no.
pub fn yes(cell: &str) -> Option<bool> {
    match fold(cell).as_str() {
        "oui" | "o" | "yes" | "y" | "x" | "1" | "vrai" | "true" => Some(true),
        "" | "non" | "n" | "no" | "0" | "faux" | "false" | "-" => Some(false),
        _ => None,
    }
}

/// A class of members.
pub fn class(cell: &str) -> Option<MemberClass> {
    match fold(cell).as_str() {
        "cooperator" | "cooperateur" | "cooperatrice" | "societaire" | "personne" | "personne physique"
        | "particulier" | "individual" | "person" => Some(MemberClass::Cooperator),
        "organisation" | "organization" | "personne morale" | "association" | "societe" | "entreprise"
        | "structure" | "company" | "legal person" => Some(MemberClass::Organisation),
        "friend"
        | "ami"
        | "amie"
        | "ami de la cooperative"
        | "amie de la cooperative"
        | "ami·e"
        | "invite"
        | "guest"
        | "friend of the cooperative" => Some(MemberClass::Friend),
        _ => None,
    }
}

/// Where a membership stands.
pub fn state(cell: &str) -> Option<MemberState> {
    match fold(cell).as_str() {
        "applicant" | "candidat" | "candidate" | "candidature" | "en attente" | "pending" => {
            Some(MemberState::Applicant)
        }
        "refused" | "refuse" | "refusee" => Some(MemberState::Refused),
        "admitted" | "admis" | "admise" => Some(MemberState::Admitted),
        "active" | "actif" | "active member" | "membre" | "member" | "societaire" | "oui" | "a jour" => {
            Some(MemberState::Active)
        }
        "suspended" | "suspendu" | "suspendue" => Some(MemberState::Suspended),
        "left" | "parti" | "partie" | "sorti" | "sortie" | "demissionnaire" | "retire" | "retiree" | "ancien"
        | "ancienne" => Some(MemberState::Left),
        "excluded" | "exclu" | "exclue" | "radie" | "radiee" => Some(MemberState::Excluded),
        "deceased" | "decede" | "decedee" | "dissous" | "dissoute" => Some(MemberState::Deceased),
        _ => None,
    }
}

/// A language of messages.
pub fn lang(cell: &str) -> Option<Lang> {
    match fold(cell).as_str() {
        "fr" | "francais" | "french" => Some(Lang::Fr),
        "en" | "anglais" | "english" => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_the_french_and_the_english_write_it() {
        let cases = [
            ("16", 1600),
            ("16,00", 1600),
            ("16,5", 1650),
            ("0,05", 5),
            ("1 234,50 €", 123_450),
            ("1\u{A0}234,50\u{A0}€", 123_450),
            ("1\u{202F}234,50 EUR", 123_450),
            ("1.234,50", 123_450),
            ("1,234.50", 123_450),
            ("1.234.567", 123_456_700),
            ("1'234.50", 123_450),
            ("€ 16.00", 1600),
            ("999999999999", 99_999_999_999_900),
        ];
        for (text, cents) in cases {
            assert_eq!(money(text), Ok(Cents(cents)), "{text}");
        }
        for text in ["1.234", "1,234"] {
            assert_eq!(money(text), Err(Problem::MoneyAmbiguous), "{text}");
        }
        for text in
            ["", "€", "-16", "16,", ",5", "16,555,1", "12,34,56", "1e3", "seize", "١٦", "9999999999999", "1.23.4,5"]
        {
            assert_eq!(money(text), Err(Problem::MoneyUnreadable), "{text}");
        }
    }

    #[test]
    fn days_are_read_with_four_digits_of_the_year_only() {
        let day_of = NaiveDate::from_ymd_opt(2024, 12, 31).expect("a day");
        for text in ["31/12/2024", "2024-12-31", "31.12.2024", "31-12-2024", "31/12/2024 00:00", "2024-12-31T10:00:00Z"]
        {
            assert_eq!(day(text), Ok(day_of), "{text}");
        }
        assert_eq!(day("1/2/2024"), Ok(NaiveDate::from_ymd_opt(2024, 2, 1).expect("a day")), "the day comes first");
        for text in ["31.12.24", "31/12/24", "1/2/3"] {
            assert_eq!(day(text), Err(Problem::DateShort), "{text}");
        }
        for text in
            ["", "hier", "45657", "12/31/2024", "29/02/2023", "31/12", "31/12/202", "0001-01-01", "2024-12-31-1"]
        {
            assert_eq!(day(text), Err(Problem::DateUnreadable), "{text}");
        }
    }

    #[test]
    fn whole_numbers_have_digits_and_nothing_else() {
        for (text, number) in
            [("12", 12), ("n° 12", 12), ("N°12", 12), ("0012", 12), ("#7", 7), ("1 200", 1200), ("0", 0)]
        {
            assert_eq!(whole(text), Some(number), "{text}");
        }
        assert_eq!(whole("99999999"), Some(LARGEST));
        for text in ["", "n°", "-1", "+1", "1,5", "12a", "100000000", "99999999999999999999", "²"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn the_words_of_the_program_itself_are_understood() {
        for of in MemberState::ALL {
            let word = serde_json::to_value(of).expect("a word");
            assert_eq!(state(word.as_str().expect("a word")), Some(of));
        }
        for of in MemberClass::ALL {
            let word = serde_json::to_value(of).expect("a word");
            assert_eq!(class(word.as_str().expect("a word")), Some(of));
        }
        assert_eq!((state("Décédée"), state("peut-être")), (Some(MemberState::Deceased), None));
        assert_eq!((yes("Oui"), yes(""), yes("bof")), (Some(true), Some(false), None));
        assert_eq!((lang("Français"), lang("de")), (Some(Lang::Fr), None));
    }
}
