use super::*;
use crate::convocation::agenda::ItemKind;
use crate::convocation::when::read;
use crate::resolution::Text;

const ZONE: &str = "Europe/Paris";

fn at(typed: &str) -> i64 {
    read(typed, ZONE).expect("a day and hour").expect("typed")
}

fn both(text: &str) -> Text {
    Text { fr: text.to_owned(), en: text.to_owned() }
}

fn resolution() -> Item {
    Item { text: both("L’assemblée approuve."), ..Item::new(ItemKind::Resolution, both("Comptes")) }
}

/// An assembly in which everything is right, changed by a test.
struct World {
    head: Head,
    items: Vec<(Item, u32)>,
    now: i64,
    people: [u32; 8],
    changed: u32,
    elections: Vec<ElectionCount>,
}

impl World {
    fn new() -> Self {
        let mut head = Head::new(AssemblyKind::Ordinary);
        head.starts_at = Some(at("2026-11-23T18:00"));
        "Besançon".clone_into(&mut head.place);
        head.second_at = Some(at("2026-12-07T18:00"));
        // Voices, without key, by mail, by letter, unreachable, key holders, of those outside the board, documents.
        let people = [150, 0, 140, 10, 0, 1, 1, 0];
        Self {
            head,
            items: vec![(resolution(), 0)],
            now: at("2026-11-07T09:00"),
            people,
            changed: 0,
            elections: Vec::new(),
        }
    }

    fn list(&self) -> Vec<Line> {
        let load = |id| Preset::load(id).expect("a preset");
        let (ordinary, extraordinary) = (load("sa-cooperative-fr-ago"), load("sa-cooperative-fr-age"));
        let [voices, keyless, by_mail, by_letter, unreachable, holders, holders_outside, documents] = self.people;
        checklist(&Facts {
            head: &self.head,
            items: &self.items,
            time_zone: ZONE,
            now: self.now,
            ordinary: &ordinary,
            extraordinary: &extraordinary,
            voices,
            keyless,
            by_mail,
            by_letter,
            unreachable,
            holders,
            holders_outside,
            documents,
            proposals_changed: self.changed,
            elections: &self.elections,
        })
        .expect("a list")
    }

    fn weight(&self, point: Point) -> Option<Weight> {
        self.list().iter().find(|line| line.point == point).map(|line| line.weight)
    }

    fn number(&self, point: Point, name: &str) -> Option<i64> {
        let list = self.list();
        let line = list.iter().find(|line| line.point == point)?;
        line.numbers.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }
}

#[test]
fn when_everything_is_right_nothing_is_in_the_way() {
    let world = World::new();
    assert!(world.list().iter().all(|line| line.weight == Weight::Ok), "{:#?}", world.list());
    assert_eq!(require(&world.list()), Ok(()));
}

#[test]
fn days_of_notice_are_counted_clear_to_the_day() {
    let mut world = World::new();
    for (call, sent, weight, given) in [
        (1, "2026-11-07T23:59", Weight::Ok, 15),
        (1, "2026-11-08T00:00", Weight::Blocks, 14),
        (2, "2026-11-12T00:00", Weight::Ok, 10),
        (2, "2026-11-13T00:00", Weight::Blocks, 9),
    ] {
        world.head.call = call;
        world.now = at(sent);
        let point = if weight == Weight::Ok { Point::Notice } else { Point::NoticeShort };
        assert_eq!((world.weight(point), world.number(point, "given")), (Some(weight), Some(given)), "{sent}");
    }
    assert_eq!(require(&world.list()), Err(Refusal::NoticeTooShort));
    world.head.starts_at = None;
    assert_eq!((world.weight(Point::NoDate), require(&world.list())), (Some(Weight::Blocks), Err(Refusal::NotReady)));
}

#[test]
fn in_the_week_of_the_change_of_hour_days_and_hours_are_still_those_of_the_place() {
    let mut world = World::new();
    // Winter time begins on Sunday, 25 October 2026.
    world.head.starts_at = Some(at("2026-10-26T18:00"));
    world.head.second_at = None;
    world.now = at("2026-10-10T23:30");
    assert_eq!((world.weight(Point::Notice), world.number(Point::Notice, "given")), (Some(Weight::Ok), Some(15)));
    world.now = at("2026-10-11T00:30");
    assert_eq!(world.weight(Point::NoticeShort), Some(Weight::Blocks));
    world.now = at("2026-10-10T23:30");
    world.head.advance_from = Some(at("2026-10-12T08:00"));
    // T24: 15:00 in Paris on the eve is 14:00Z, an hour later than the day before.
    world.head.advance_until = Some(at("2026-10-25T15:00"));
    assert_eq!(world.head.advance_until, Some(1_792_936_800_000_000));
    assert_eq!(world.weight(Point::Advance), Some(Weight::Ok));
    world.head.advance_until = Some(1_792_936_800_000_000 - 3_600_000_000);
    assert_eq!(world.weight(Point::AdvanceLate), Some(Weight::Warning));
}

#[test]
fn where_members_meet_must_be_said() {
    let mut world = World::new();
    world.head.place.clear();
    assert_eq!(world.weight(Point::NoPlace), Some(Weight::Blocks));
    "https://visio.example.org".clone_into(&mut world.head.video);
    assert_eq!(world.weight(Point::OnlyVideo), Some(Weight::Warning));
}

#[test]
fn an_agenda_has_items_and_each_vote_its_text_in_both_languages() {
    let mut world = World::new();
    world.items.clear();
    assert_eq!(world.weight(Point::NoItems), Some(Weight::Blocks));
    world.items = vec![(Item { text: both(""), ..resolution() }, 0)];
    assert_eq!((world.weight(Point::NoText), world.number(Point::NoText, "count")), (Some(Weight::Blocks), Some(1)));
    let french = Text { fr: "Texte.".to_owned(), en: String::new() };
    world.items = vec![(Item { text: french.clone(), ..resolution() }, 0)];
    assert_eq!(world.weight(Point::Languages), Some(Weight::Blocks));
    // A report may be announced in French alone.
    world.items =
        vec![(resolution(), 0), (Item { text: french, ..Item::new(ItemKind::Information, both("Rapport")) }, 0)];
    assert_eq!(world.weight(Point::Languages), Some(Weight::Warning));
}

#[test]
fn documents_that_were_promised_must_be_there() {
    let mut world = World::new();
    world.items = vec![(Item { needs_documents: true, ..resolution() }, 0)];
    assert_eq!(world.weight(Point::DocumentsMissing), Some(Weight::Blocks));
    world.items[0].1 = 1;
    world.people[7] = 1;
    assert_eq!((world.weight(Point::Documents), world.number(Point::Documents, "count")), (Some(Weight::Ok), Some(1)));
}

#[test]
fn voices_without_a_key_are_said_and_above_a_tenth_the_board_says_that_it_knows() {
    let mut world = World::new();
    for (keyless, known, point, weight) in [
        (0, false, Point::Keys, Weight::Ok),
        (1, false, Point::Keyless, Weight::Warning),
        (15, false, Point::Keyless, Weight::Warning),
        (16, false, Point::KeylessMany, Weight::Blocks),
        (16, true, Point::KeylessKnown, Weight::Warning),
        (150, true, Point::KeylessKnown, Weight::Warning),
    ] {
        world.people[1] = keyless;
        world.head.keyless_known = known;
        assert_eq!(world.weight(point), Some(weight), "{keyless} {known}");
    }
    world.people[4] = 2;
    assert_eq!(
        (world.weight(Point::Unreachable), world.number(Point::Reached, "letters")),
        (Some(Weight::Warning), Some(10))
    );
}

#[test]
fn a_secret_vote_needs_somebody_to_hold_a_key_best_not_of_the_board_alone() {
    let mut world = World::new();
    world.items = vec![(Item { mode: VoteMode::Secret, ..resolution() }, 0)];
    for (holders, outside, point, weight) in [
        (0, 0, Point::NoHolder, Weight::Blocks),
        (1, 0, Point::HoldersOfBoard, Weight::Warning),
        (2, 1, Point::Holders, Weight::Ok),
    ] {
        (world.people[5], world.people[6]) = (holders, outside);
        assert_eq!(world.weight(point), Some(weight), "{holders} {outside}");
    }
    (world.people[5], world.people[6]) = (0, 0);
    world.items = vec![(resolution(), 0)];
    assert_eq!(world.weight(Point::NoHolder), None, "nothing is secret");
}

#[test]
fn persons_are_voted_on_in_secret_unless_the_board_means_it() {
    let mut world = World::new();
    world.items = vec![(Item { about_person: true, ..resolution() }, 0)];
    assert_eq!(world.weight(Point::PersonsOpen), Some(Weight::Warning));
    world.items[0].0.mode = VoteMode::Secret;
    assert_eq!(world.weight(Point::PersonsOpen), None);
}

#[test]
fn candidates_lack_wait_or_are_more_than_the_seats() {
    let mut world = World::new();
    assert_eq!(world.weight(Point::Elections), None);
    // No election, nothing to say; then seats, who accepted, who has not signed.
    for (seats, accepted, pending, said) in [
        (3, 0, 0, vec![Point::Elections, Point::CandidatesFew]),
        (3, 0, 1, vec![Point::Elections, Point::CandidatesFew, Point::CandidatesPending]),
        (3, 2, 0, vec![Point::CandidatesFew]),
        (3, 3, 0, vec![]),
        (3, 3, 2, vec![Point::CandidatesPending]),
        (3, 4, 0, vec![Point::CandidatesMany]),
    ] {
        world.elections = vec![ElectionCount { seats, accepted, pending }];
        let warnings: Vec<Point> =
            world.list().into_iter().filter(|line| line.weight == Weight::Warning).map(|line| line.point).collect();
        assert_eq!(warnings, said, "{seats} {accepted} {pending}");
        let standing = (accepted > 0).then_some(i64::from(accepted));
        assert_eq!(world.number(Point::Candidates, "count"), standing);
    }
    world.elections.push(ElectionCount { seats: 1, accepted: 0, pending: 5 });
    assert_eq!(world.number(Point::CandidatesPending, "count"), Some(5), "of all elections");
    assert_eq!(world.number(Point::CandidatesFew, "count"), Some(1), "one of the two");
}

#[test]
fn a_second_meeting_is_announced_with_its_own_days_or_a_warning() {
    let mut world = World::new();
    world.head.second_at = None;
    assert_eq!(world.weight(Point::NoSecond), Some(Weight::Warning));
    // T26: seven days after the first.
    world.head.second_at = Some(at("2026-11-30T14:00"));
    assert_eq!(
        (world.weight(Point::SecondSoon), world.number(Point::SecondSoon, "lacks")),
        (Some(Weight::Warning), Some(3))
    );
    world.head.second_at = Some(at("2026-12-03T14:00"));
    assert_eq!(world.weight(Point::Second), Some(Weight::Ok));
    world.head.call = 2;
    assert_eq!(world.weight(Point::Second), None, "there is no third");
}

#[test]
fn the_quorum_is_named_for_each_kind_of_item() {
    let mut world = World::new();
    assert_eq!(world.number(Point::Quorum, "needed"), Some(30), "a fifth of 150");
    world.head.call = 2;
    assert_eq!(world.weight(Point::NoQuorum), Some(Weight::Ok));
    world.head.kind = AssemblyKind::Extraordinary;
    assert_eq!(world.number(Point::QuorumExtraordinary, "needed"), Some(30), "a fifth on second call");
    world.head = Head { kind: AssemblyKind::Mixed, call: 1, ..world.head };
    assert_eq!(world.weight(Point::NotMixed), Some(Weight::Warning));
    world.items.push((Item { ruled_by: RuledBy::Extraordinary, ..resolution() }, 0));
    assert_eq!(world.weight(Point::NotMixed), None);
    let needed = |point| world.number(point, "needed");
    assert_eq!((needed(Point::Quorum), needed(Point::QuorumExtraordinary)), (Some(30), Some(38)));
}

#[test]
fn a_constitutive_assembly_says_that_no_statutes_are_in_force() {
    let mut world = World::new();
    world.head.kind = AssemblyKind::Constitutive;
    assert_eq!(world.weight(Point::Constitutive), Some(Weight::Warning));
    assert_eq!(world.number(Point::QuorumExtraordinary, "needed"), Some(38));
}

#[test]
fn ballots_in_advance_end_when_the_law_says_or_with_a_warning() {
    let mut world = World::new();
    world.head.advance_from = Some(at("2026-11-08T08:00"));
    assert_eq!(world.weight(Point::AdvanceHalf), Some(Weight::Blocks));
    for (until, point, weight) in [
        ("2026-11-22T15:00", Point::Advance, Weight::Ok),
        ("2026-11-22T15:01", Point::AdvanceLate, Weight::Warning),
        // On the day itself, as some statutes have it.
        ("2026-11-23T15:00", Point::AdvanceLate, Weight::Warning),
        ("2026-11-20T15:00", Point::AdvanceLate, Weight::Warning),
    ] {
        world.head.advance_until = Some(at(until));
        assert_eq!(world.weight(point), Some(weight), "{until}");
    }
    world.items = vec![(Item { amended: true, ..resolution() }, 0)];
    assert_eq!(world.weight(Point::Amended), Some(Weight::Warning));
}

#[test]
fn an_article_stands_beside_whatever_the_law_says() {
    let world = World::new();
    for point in [Point::Notice, Point::Place, Point::Items, Point::Reached, Point::Second, Point::Quorum] {
        let list = world.list();
        let line = list.iter().find(|line| line.point == point).expect("a line");
        assert!(line.article.starts_with("C. com. "), "{line:?}");
    }
}
