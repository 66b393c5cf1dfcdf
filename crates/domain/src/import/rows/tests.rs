use super::*;
use crate::import::Table;

fn rules() -> Rules {
    Rules {
        shares: ShareRules { nominal: Cents(1600), minimum: 1 },
        today: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"),
        zone: chrono_tz::Europe::Paris,
    }
}

/// The one row below headings.
fn read(headings: &str, cells: &str) -> Result<Row, Vec<Fault>> {
    let table = Table::read(format!("{headings}\n{cells}\n").as_bytes()).expect("a table");
    Row::read(&table, &table.lines[0], &rules())
}

fn problems(headings: &str, cells: &str) -> Vec<(Option<Column>, Problem)> {
    let faults = read(headings, cells).expect_err("something wrong");
    faults.into_iter().map(|fault| (fault.column, fault.problem)).collect()
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a day"))
}

#[test]
fn a_whole_row_is_read() {
    let table = Table::read(crate::import::model().as_bytes()).expect("a table");
    let rows: Vec<Row> = table.lines.iter().map(|line| Row::read(&table, line, &rules()).expect("a row")).collect();
    let [person, organisation, applicant] = &rows[..] else { panic!("three rows") };
    assert_eq!((person.number, person.shares, person.paid), (Some(1), 2, Cents(3200)));
    assert_eq!(
        (person.state, person.lang, person.consent),
        (MemberState::Active, Some(Lang::Fr), Some(Consent::Given))
    );
    assert_eq!((person.applied, person.joined), (day("2024-01-02"), day("2024-01-15")));
    assert_eq!(person.identity.postal.city, "Dijon");
    assert_eq!(organisation.identity.class, MemberClass::Organisation);
    assert_eq!(organisation.identity.representative.as_deref(), Some("Karim Haddad"));
    assert_eq!((applicant.state, applicant.shares, applicant.paid), (MemberState::Applicant, 1, Cents(0)));
    assert_eq!(applicant.moves(), []);
    assert!(rows[..2].iter().all(Row::was_member));
}

#[test]
fn names_come_from_one_column_or_two_or_the_organisation_s() {
    let name = |headings, cells| read(headings, cells).expect("a row").identity.name;
    assert_eq!(name("Nom;Prénom", "Besson;Maëlle"), "Maëlle Besson");
    assert_eq!(name("Nom", " Maëlle Besson "), "Maëlle Besson");
    let row = read("Raison sociale;Nom;Prénom;SIREN", "L’Atelier;Haddad;Karim;552100554").expect("a row");
    assert_eq!(row.identity.name, "L’Atelier");
    assert_eq!(row.identity.representative.as_deref(), Some("Karim Haddad"));
    let person = read("Raison sociale;Nom;Prénom;SIREN", ";Haddad;Karim;").expect("a row");
    assert_eq!((person.identity.class, person.identity.name.as_str()), (MemberClass::Cooperator, "Karim Haddad"));
}

#[test]
fn what_the_file_leaves_out_follows_from_the_rest() {
    let row = read("nom;parts", "A;3").expect("a row");
    assert_eq!((row.state, row.paid), (MemberState::Active, Cents(4800)), "paid in full");
    assert_eq!(read("nom", "A").expect("a row").state, MemberState::Applicant);
    let row = read("nom;parts;adhésion", "A;1;2020-05-01").expect("a row");
    assert_eq!((row.applied, row.admitted), (day("2020-05-01"), day("2020-05-01")));
    let row = read("nom;état;n°;fin", "A;parti;4;2021-01-01").expect("a row");
    assert_eq!((row.joined, row.moves().len(), row.shares), (day("2021-01-01"), 3, 0));
    assert_eq!(read("nom;état", "A;parti").expect("a row").moves(), [MemberMove::Leave]);
    let row = read("nom;rue;complément", "A;\"1 rue X\nBât. B\";Escalier 2").expect("a row");
    assert_eq!(row.identity.postal.street, "1 rue X, Bât. B, Escalier 2");
}

#[test]
fn every_state_is_reached_by_moves_of_the_register() {
    for state in MemberState::ALL {
        for number in [None, Some(1)] {
            let mut row = read("nom", "A").expect("a row");
            (row.state, row.number) = (state, number);
            let end = row.moves().iter().try_fold(MemberState::Applicant, |at, step| at.after(*step));
            assert_eq!(end, Ok(state));
        }
    }
}

#[test]
fn everything_that_is_wrong_with_a_row_is_said_at_once() {
    let headings = "nom;courriel;parts;versé;adhésion;état";
    let found = problems(headings, ";pas une adresse;deux;1.234;31.12.24;perdu");
    let expected = [
        (Column::Organisation, Problem::NameMissing),
        (Column::Email, Problem::EmailInvalid),
        (Column::Shares, Problem::SharesUnreadable),
        (Column::State, Problem::StateUnknown),
        (Column::Paid, Problem::MoneyAmbiguous),
        (Column::Joined, Problem::DateShort),
    ];
    assert_eq!(found, expected.map(|(column, problem)| (Some(column), problem)));
}

#[test]
fn each_problem_is_found_where_it_is() {
    use Column::*;
    let cases = [
        ("nom;parts;versé", "A;2;32,01", Paid, Problem::PaidTooMuch),
        ("nom;versé", "A;16", Paid, Problem::PaidNothing),
        ("nom;état;parts;versé", "A;admis;1;16", Paid, Problem::SharesMisplaced),
        ("nom;classe;parts;état", "A;ami;1;actif", Shares, Problem::SharesMisplaced),
        ("nom;état;n°", "A;candidat;7", Number, Problem::NumberTooEarly),
        ("nom;n°", "A;0", Number, Problem::NumberUnreadable),
        ("nom;parts;adhésion", "A;1;24/11/2026", Joined, Problem::DateFuture),
        ("nom;parts;adhésion", "A;1;30/02/2024", Joined, Problem::DateUnreadable),
        ("nom;parts;admission;adhésion", "A;1;2024-02-01;2024-01-31", Joined, Problem::DatesOrder),
        ("nom;classe", "A;robot", Class, Problem::ClassUnknown),
        ("nom;langue", "A;de", Lang, Problem::LangUnknown),
        ("nom;consentement", "A;peut-être", Consent, Problem::ConsentUnknown),
        ("nom;siren;représentant", "A;552100554;", Representative, Problem::RepresentativeMissing),
        ("nom;classe;représentant", "A;association;B", LegalNumber, Problem::LegalNumberMissing),
        ("nom;représentant", "A;B", Class, Problem::NotAnOrganisation),
        ("nom;rue", "A;a\u{202E}b", Street, Problem::TextCharacters),
        ("nom;ville", "A\u{FFFD};B", Name, Problem::TextCharacters),
    ];
    for (headings, cells, column, problem) in cases {
        assert_eq!(problems(headings, cells), [(Some(column), problem)], "{headings} {cells}");
    }
    assert_eq!(problems("nom", &"a".repeat(201)), [(Some(Name), Problem::TextInvalid)]);
    assert_eq!(problems("nom;rue", "A;B;C"), [(None, Problem::TooManyCells)]);
    let open = format!("\"A{}", "\nx;y".repeat(13));
    assert!(problems("nom;rue", &open).contains(&(None, Problem::QuoteOpen)));
}

#[test]
fn limits_are_where_the_statutes_have_them() {
    assert!(read("nom;parts;versé", "A;2;32").is_ok());
    assert!(read("nom;parts;adhésion", "A;1;23/11/2026").is_ok(), "today is not to come");
    let table = Table::read(b"nom;parts\nA;1\nA;2\n").expect("a table");
    let rules = Rules { shares: ShareRules { nominal: Cents(1600), minimum: 2 }, ..rules() };
    let new = |line: usize| Row::read(&table, &table.lines[line], &rules).expect("a row").may_be_new(&rules);
    let fault = new(0).expect_err("too few");
    assert_eq!((fault.problem, fault.detail.as_str()), (Problem::TooFewShares, "2"));
    assert_eq!(new(1), Ok(()));
    let none = read("nom;état;parts", "A;actif;0").expect("a row");
    assert!(none.may_be_new(&rules).is_err());
    let friend = read("nom;état;classe", "A;actif;ami").expect("a row");
    assert_eq!(friend.may_be_new(&rules), Ok(()), "friends hold none");
}
