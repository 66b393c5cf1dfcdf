use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::import::{Counts, Preview};
use crate::shares::{Cents, ShareRules};

fn rules() -> Rules {
    Rules {
        shares: ShareRules { nominal: Cents(1600), minimum: 1 },
        today: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"),
        zone: chrono_tz::Europe::Paris,
    }
}

/// What the register has once a row is imported.
fn imported(at: usize, row: &Row) -> Known {
    Known {
        id: MemberId(Uuid::from_u128(at as u128)),
        number: row.number.or_else(|| row.was_member().then(|| 1_000_000 + u32::try_from(at).expect("few"))),
        class: row.identity.class,
        state: row.state,
        name: row.identity.name.clone(),
        representative: row.identity.representative.clone(),
        email: row.email.clone(),
        email_key: row.email_key.clone(),
        email_confirmed: false,
        consent: row.consent.is_some(),
        postal: row.identity.postal.clone(),
        lang: row.lang.unwrap_or_default(),
        shares: Some(row.shares.into()),
    }
}

fn judged(text: &str, known: Vec<Known>) -> (Vec<Judged>, Counts) {
    let table = Table::read(text.as_bytes()).expect("a table");
    let judged = judge_all(&table, &rules(), &Register::new(known));
    let counts = Preview::of(&table, &judged).counts;
    (judged, counts)
}

/// The register after an import into an empty one.
fn after(text: &str) -> Vec<Known> {
    let (judged, _) = judged(text, Vec::new());
    judged.iter().enumerate().filter_map(|(at, row)| Some(imported(at, &row.verdict.as_ref().ok()?.0))).collect()
}

/// The one problem of the last row.
fn problem(text: &str, known: Vec<Known>) -> (Problem, String) {
    let (judged, _) = judged(text, known);
    let faults = judged.last().expect("a row").verdict.as_ref().expect_err("something wrong");
    (faults[0].problem, faults[0].detail.clone())
}

const TWO: &str = "n°;nom;courriel;rue;cp;ville;parts\n1;Anne Besson;anne@example.org;1 rue X;21000;Dijon;2\n\
                   ;Karim Haddad;;2 rue Y;25000;Besançon;1\n";

#[test]
fn a_file_imported_twice_changes_nothing() {
    let (_, counts) = judged(TWO, Vec::new());
    assert_eq!(counts, Counts { members: 2, shares: 3, cents: 4800, ..Counts::default() });
    let (_, again) = judged(TWO, after(TWO));
    assert_eq!(again, Counts { same: 2, ..Counts::default() });
    let other_order = TWO.replace("Anne Besson", "BESSON Anné").replace("1;BESSON", ";BESSON");
    assert_eq!(judged(&other_order, after(TWO)).1.same, 2, "by address and name, whatever the order of its words");
}

#[test]
fn contact_changes_and_nothing_else() {
    let file = "n°;nom;courriel;rue;parts;état;consentement\n1;Anne Besson;Autre@example.org;9 rue Z;7;suspendu;oui\n";
    let (judged, _) = judged(file, after(TWO));
    let Ok((_, Fate::Known { changes, kept, .. })) = &judged[0].verdict else { panic!("{judged:?}") };
    let fields = |list: &[Change]| list.iter().map(|change| change.field).collect::<Vec<_>>();
    assert_eq!(fields(changes), [Column::Street, Column::Email]);
    assert_eq!((changes[0].before.as_str(), changes[0].after.as_str()), ("1 rue X", "9 rue Z"));
    assert_eq!(fields(kept), [Column::State, Column::Shares, Column::Consent]);
}

#[test]
fn an_address_the_member_confirmed_is_nobody_elses_to_change() {
    let mut known = after(TWO);
    known[0].email_confirmed = true;
    let (judged, counts) = judged("n°;nom;courriel\n1;Anne Besson;autre@example.org\n", known);
    let Ok((_, Fate::Known { changes, kept, .. })) = &judged[0].verdict else { panic!("{judged:?}") };
    assert_eq!((changes.len(), kept[0].field, counts.same), (0, Column::Email, 1));
}

#[test]
fn whose_a_number_is_decides_before_anything_else() {
    let known = || after(TWO);
    let taken = problem("n°;nom;parts\n1;Jean Valjean;1\n", known());
    assert_eq!(taken, (Problem::NumberTaken, "Anne Besson".to_owned()));
    let elsewhere = problem("n°;nom;courriel;parts\n5;Anne Besson;anne@example.org;2\n", known());
    assert_eq!(elsewhere, (Problem::NumberElsewhere, "1".to_owned()));
    // Another of the same name in the same town, with a number of her own.
    assert_eq!(judged("n°;nom;cp;parts\n5;Anne Besson;21000;2\n", known()).1.members, 1);
    // The name was changed since; the address says who it is.
    let (judged, _) = judged("n°;nom;courriel\n1;Anne Roche;ANNE@example.org\n", known());
    let Ok((_, Fate::Known { kept, .. })) = &judged[0].verdict else { panic!("{judged:?}") };
    assert_eq!(kept[0].field, Column::Name);
}

#[test]
fn two_people_with_one_address_or_one_name_are_two() {
    let couple = "nom;courriel;cp\nAnne Besson;eux@example.org;21000\nKarim Besson;eux@example.org;21000\n";
    assert_eq!(judged(couple, Vec::new()).1.applicants, 2);
    assert_eq!(judged(couple, after(couple)).1.same, 2);
    let homonyms = "nom;courriel;cp\nAnne Besson;a@example.org;\nAnne Besson;b@example.org;\nAnne Besson;;69001\n";
    assert_eq!(judged(homonyms, Vec::new()).1.applicants, 3);
    assert_eq!(judged(homonyms, after(homonyms)).1.same, 3);
    let meant = problem("nom;courriel;cp\nAnne Besson;;\n", after(homonyms));
    assert_eq!(meant, (Problem::Ambiguous, "2".to_owned()));
}

#[test]
fn the_same_member_twice_in_a_file_is_entered_once() {
    for file in [
        "n°;nom;parts\n7;Anne Besson;1\n7;Anne Besson;1\n",
        "nom;courriel\nAnne Besson;a@example.org\nBesson ANNE;A@example.org\n",
        "nom;cp\nAnne Besson;21000\nAnne Besson;21000\n",
        "nom\nAnne Besson\nAnne Besson\n",
    ] {
        assert_eq!(problem(file, Vec::new()), (Problem::Twice, "2".to_owned()), "{file}");
        let (_, counts) = judged(file, after(file));
        assert_eq!((counts.same, counts.bad), (1, 1), "{file}");
    }
}

#[test]
fn three_bad_rows_in_ten_thousand_are_three() {
    let mut text = String::from("n°;nom;courriel;cp;parts;versé\n");
    for n in 1..=10_000 {
        let paid = if n == 5_000 { "1.234" } else { "16,00" };
        let mail = if n == 17 { "pas une adresse".to_owned() } else { format!("m{n}@example.org") };
        let number = if n == 9_999 { 9_998 } else { n };
        text.push_str(&format!("{number};Membre {n};{mail};21000;1;{paid}\n"));
    }
    let (judged, counts) = judged(&text, Vec::new());
    assert_eq!((counts.members, counts.bad, counts.shares), (9_997, 3, 9_997));
    let bad: Vec<u64> = judged.iter().filter(|row| row.verdict.is_err()).map(|row| row.line).collect();
    assert_eq!(bad, [18, 5_001, 10_000]);
}

/// Cells from a few values each, so that rows are often alike.
fn cells() -> impl Strategy<Value = String> {
    let one = |values: &'static [&'static str]| prop::sample::select(values);
    let names = one(&["Anne Besson", "Besson Anne", "Karim", "ANNÉ BESSON", "", "L’Œuvre"]);
    let mails = one(&["", "a@example.org", "b@example.org", "A@EXAMPLE.ORG", "x"]);
    let codes = one(&["", "21000", "25000"]);
    let numbers = one(&["", "1", "2", "n° 3", "0"]);
    let rest = (one(&["", "1", "2", "x"]), one(&["", "actif", "parti", "candidat", "exclu", "décédé"]));
    (numbers, names, mails, codes, rest).prop_map(|(number, name, mail, code, (shares, state))| {
        format!("{number};{name};{mail};{code};{shares};{state}\n")
    })
}

proptest! {
    /// Whatever the file: what an import entered, the same file finds again, and enters nothing more.
    #[test]
    fn any_file_imported_twice_enters_nothing_more(rows in prop::collection::vec(cells(), 1..12)) {
        let text = format!("n°;nom;courriel;cp;parts;état\n{}", rows.concat());
        if let Ok(table) = Table::read(text.as_bytes()) {
            let first = judge_all(&table, &rules(), &Register::default());
            let known = first.iter().enumerate();
            let known: Vec<Known> =
                known.filter_map(|(at, row)| Some(imported(at, &row.verdict.as_ref().ok()?.0))).collect();
            let entered = known.len();
            let second = judge_all(&table, &rules(), &Register::new(known));
            let mut counts = Counts::default();
            second.iter().for_each(|row| counts.add(&row.verdict));
            prop_assert_eq!((counts.members, counts.applicants), (0, 0));
            prop_assert!(counts.same as usize <= entered);
        }
    }

    #[test]
    fn any_bytes_are_judged_without_a_panic(bytes: Vec<u8>) {
        for head in ["nom;n°;parts;versé;adhésion\n", "raison sociale,siren,consentement\n"] {
            if let Ok(table) = Table::read(&[head.as_bytes(), &bytes[..]].concat()) {
                let judged = judge_all(&table, &rules(), &Register::default());
                let _ = Preview::of(&table, &judged);
            }
        }
    }
}
