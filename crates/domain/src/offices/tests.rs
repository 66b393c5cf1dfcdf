use uuid::Uuid;

use super::*;

const PARIS: &str = "Europe/Paris";
const VOICED: VoiceRules = VoiceRules { organisations: true, friends: false };

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

fn held(n: u128, role: Role, from: i64, until: Option<i64>) -> Tenure {
    Tenure { id: TermId(Uuid::from_u128(n)), member: member(n), role, from, until }
}

fn candidate(n: u128) -> Candidate {
    Candidate { member: member(n), state: MemberState::Active, class: MemberClass::Cooperator }
}

fn given(terms: &[Tenure], role: Role, from: i64, until: Option<i64>, n: u128) -> Result<Given, Refusal> {
    give(terms, role, Term::new(from, until).expect("a term"), candidate(n), VOICED)
}

fn new(ends: &[u128]) -> Result<Given, Refusal> {
    Ok(Given::New { ends: ends.iter().map(|n| TermId(Uuid::from_u128(*n))).collect() })
}

fn hour(at: i64) -> String {
    chrono::DateTime::from_timestamp_micros(at).expect("in range").format("%Y-%m-%d %H:%M").to_string()
}

#[test]
fn a_day_begins_at_midnight_of_the_place_and_has_as_many_hours_as_it_has() {
    for (day, zone, begins) in [
        ("2026-03-29", PARIS, "2026-03-28 23:00"),
        ("2026-03-30", PARIS, "2026-03-29 22:00"),
        ("2026-10-25", PARIS, "2026-10-24 22:00"),
        ("2026-10-26", PARIS, "2026-10-25 23:00"),
        // Summer time skips this midnight.
        ("2026-04-24", "Africa/Cairo", "2026-04-23 22:00"),
        ("2026-01-01", "Pacific/Auckland", "2025-12-31 11:00"),
    ] {
        assert_eq!(day_begins(date(day), zone).map(hour).as_deref(), Ok(begins), "{day} {zone}");
    }
    assert_eq!(day_begins(date("2026-01-01"), "Europe/Nowhere"), Err(Refusal::Malformed));
    assert_eq!(day_ends(NaiveDate::MAX, PARIS), Err(Refusal::Malformed));
}

#[test]
fn a_term_begins_today_or_later_and_ends_with_its_last_day() {
    let noon = day_begins(date("2026-11-28"), PARIS).expect("a day") + 12 * 3_600_000_000;
    let of = |first: &str, last: &str| term(day(first)?, day(last)?, PARIS, noon).map(|t| (t.from(), t.until()));
    let begins = |text: &str| day_begins(date(text), PARIS).expect("a day");
    assert_eq!(of("", ""), Ok((noon, None)));
    assert_eq!(of("2026-11-28", "2026-11-28"), Ok((noon, Some(begins("2026-11-29")))));
    assert_eq!(of("2026-11-29", ""), Ok((begins("2026-11-29"), None)));
    for (first, last) in
        [("2026-11-27", ""), ("", "2026-11-27"), ("2026-12-02", "2026-12-01"), ("28/11/2026", ""), ("", "2026-02-30")]
    {
        assert_eq!(of(first, last), Err(Refusal::OfficeDays), "{first} {last}");
    }
}

#[test]
fn one_chair_at_an_instant() {
    let terms = [held(1, Role::Chair, 0, None), held(2, Role::Board, 0, None)];
    assert_eq!(given(&terms, Role::Chair, 100, None, 2), new(&[1]));
    assert_eq!(given(&terms, Role::Board, 100, None, 3), new(&[]), "many sit on the board");
    let terms = [held(1, Role::Chair, 0, Some(100)), held(2, Role::Chair, 100, None)];
    assert_eq!(given(&terms, Role::Chair, 50, Some(100), 3), new(&[1]), "between the two");
    assert_eq!(given(&terms, Role::Chair, 50, Some(101), 3), Err(Refusal::OfficeTaken));
    assert_eq!(given(&terms, Role::Chair, 50, None, 3), Err(Refusal::OfficeTaken));
    let cancelled = [held(1, Role::Chair, 0, None), held(2, Role::Chair, 100, Some(60))];
    assert_eq!(given(&cancelled, Role::Chair, 50, None, 3), new(&[1]));
}

#[test]
fn the_same_twice_is_there_once() {
    let terms = [held(1, Role::Board, 10, Some(50))];
    assert_eq!(given(&terms, Role::Board, 20, Some(50), 1), Ok(Given::Already(TermId(Uuid::from_u128(1)))));
    assert_eq!(given(&terms, Role::Board, 20, None, 1), Err(Refusal::OfficeTaken));
    assert_eq!(given(&terms, Role::Board, 49, Some(60), 1), Err(Refusal::OfficeTaken));
    assert_eq!(given(&terms, Role::Board, 50, Some(60), 1), new(&[]), "after it");
}

#[test]
fn who_checks_the_accounts_does_not_keep_them() {
    for (held_role, asked) in [
        (Role::Board, Role::Auditor),
        (Role::Chair, Role::Auditor),
        (Role::Auditor, Role::Board),
        (Role::Auditor, Role::Chair),
    ] {
        let terms = [held(1, held_role, 0, Some(100))];
        assert_eq!(given(&terms, asked, 99, None, 1), Err(Refusal::AuditorOnBoard), "{held_role:?} {asked:?}");
        assert_eq!(given(&terms, asked, 100, None, 1), new(&[]), "{held_role:?}, then {asked:?}");
    }
    assert_eq!(given(&[held(1, Role::Secretary, 0, None)], Role::Auditor, 1, None, 1), new(&[]));
}

#[test]
fn an_officer_is_an_active_member_and_most_have_a_voice() {
    let term = Term::new(0, None).expect("a term");
    for role in Role::OFFICES {
        for state in MemberState::ALL {
            for class in MemberClass::ALL {
                let who = Candidate { state, class, ..candidate(1) };
                let needs_voice = !matches!(role, Role::Auditor | Role::Operator);
                let expected = match (state, class) {
                    (MemberState::Active, MemberClass::Friend) if needs_voice => Err(Refusal::OfficeNeedsVoice),
                    (MemberState::Active, _) => new(&[]),
                    _ => Err(Refusal::MemberState),
                };
                assert_eq!(give(&[], role, term, who, VOICED), expected, "{role:?} {state:?} {class:?}");
            }
        }
    }
    assert_eq!(given(&[], Role::KeyHolder, 0, None, 1), Err(Refusal::Malformed));
}

#[test]
fn the_last_of_an_office_that_is_never_empty_stays() {
    for role in Role::OFFICES {
        let last = held(1, role, 0, None);
        let never_empty = matches!(role, Role::Chair | Role::Secretary | Role::Operator);
        let expected = if never_empty { Err(Refusal::OfficeNeedsSuccessor) } else { Ok(Some(10)) };
        assert_eq!(end(&[last], &last, None, PARIS, 10), expected, "{role:?}");
        let two = [last, held(2, role, 5, None)];
        assert_eq!(end(&two, &last, None, PARIS, 10), Ok(Some(10)), "{role:?}");
        let later = [last, held(2, role, 11, None)];
        assert_eq!(end(&later, &last, None, PARIS, 10), expected, "{role:?}: empty for an instant");
    }
    // One who was to come may stay away: the office is not emptied by it.
    let to_come = [held(1, Role::Operator, 0, None), held(2, Role::Operator, 100, None)];
    assert_eq!(end(&to_come, &to_come[1], None, PARIS, 10), Ok(Some(10)));
}

#[test]
fn a_term_ends_once_and_not_in_the_past() {
    let term = held(1, Role::Board, 0, Some(100));
    assert_eq!(end(&[term], &term, None, PARIS, 99), Ok(Some(99)));
    assert_eq!(end(&[term], &term, None, PARIS, 100), Err(Refusal::OfficeOver));
    let never = held(1, Role::Board, 50, Some(40));
    assert_eq!(end(&[never], &never, None, PARIS, 45), Err(Refusal::OfficeOver));
    let noon = day_begins(date("2026-11-28"), PARIS).expect("a day") + 12 * 3_600_000_000;
    let open = held(1, Role::Board, 0, None);
    let ends = |last: &str| end(&[open], &open, Some(date(last)), PARIS, noon);
    assert_eq!(ends("2026-11-27"), Err(Refusal::OfficeDays));
    assert_eq!(ends("2026-11-28"), day_begins(date("2026-11-29"), PARIS).map(Some));
    let until = day_ends(date("2026-11-28"), PARIS).ok();
    let closed = Tenure { until, ..open };
    assert_eq!(end(&[closed], &closed, Some(date("2026-11-28")), PARIS, noon), Ok(None), "already");
    assert_eq!(end(&[closed], &closed, Some(date("2026-11-29")), PARIS, noon), Err(Refusal::OfficeDays));
}

#[test]
fn a_term_stands_somewhere_at_every_instant() {
    let term = held(1, Role::Board, 10, Some(20));
    for (now, stands) in [(9, Stands::ToCome), (10, Stands::Held), (19, Stands::Held), (20, Stands::Over)] {
        assert_eq!(term.stands(now), stands, "{now}");
        assert_eq!(term.covers(now), stands == Stands::Held, "{now}");
    }
    assert_eq!(held(1, Role::Board, 10, Some(10)).stands(15), Stands::Never);
}

#[test]
fn a_seat_that_is_declined_gave_what_began_since_the_result_and_goes_on() {
    let terms = [
        held(1, Role::Board, 99, None),
        held(1, Role::Chair, 100, None),
        Tenure { id: TermId(Uuid::from_u128(2)), ..held(1, Role::Board, 300, None) },
        Tenure { id: TermId(Uuid::from_u128(3)), ..held(1, Role::Board, 110, Some(120)) },
        Tenure { id: TermId(Uuid::from_u128(4)), ..held(1, Role::Scrutineer, 110, None) },
        held(5, Role::Board, 110, None),
    ];
    let ended = of_seat(&terms, member(1), 100, 200);
    assert_eq!(ended, [terms[1], terms[2]], "not of before, not over, no other office, nobody else's");
}
