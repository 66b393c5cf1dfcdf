//! A vote by show of hands: the box closes first, two scrutineers count and type each alone, and what both typed is added to the
//! ballots.

use domain::Refusal;
use domain::attendance::RecordAttendance;
use domain::bureau::{ConstituteBureau, Seat};
use domain::decision::{BlankCounted, Outcome};
use domain::hands::{CountHands, Hands, HandsCounted, HandsView, NoteHands};
use domain::majority::Counts;
use domain::proxies::{PaperProxy, ProxyAnswer};
use domain::resolution::Choice;
use domain::vote::VoteState;
use serde_json::json;
use service::{Error, views};

use crate::world::{self, DAY, START, World, agenda, empty, founding, open, refusal};

/// Numbers of the two who count: the second has no key.
const FIRST: usize = 3;
const SECOND: usize = 6;

fn hands(for_: u32, against: u32, abstain: u32) -> Hands {
    Hands { for_, against, abstain }
}

impl World {
    /// Nine members, of whom the last three have no key; 5 carries the voice of 6, 9 on paper that of 8, and 2 gave a blank proxy.
    pub async fn nine(
        (service, clock, folder): (service::Service, std::sync::Arc<world::Hands>, Option<tempfile::TempDir>),
    ) -> Self {
        let world = Self::found_keyed(service, clock, (folder, agenda()), &founding(&[1; 9]), 6).await;
        world.clock.set(START - 3 * DAY);
        world.gives_proxy(1, 5, Some(4)).await.unwrap();
        world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
        world.gives_proxy(2, 1, None).await.unwrap();
        let entered = PaperProxy { grantor: 8, holder: Some(9), accepted: true };
        let file = ("a.pdf", b"%PDF-1.7".as_slice());
        service::enter_paper_proxy(&world.service, world.chair(), world.assembly, entered, file).await.unwrap();
        world.clock.set(START);
        service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
        world.two_count((FIRST, SECOND)).await;
        world
    }

    /// Who counts from now on; nobody in the second place, if that is what is wanted.
    pub async fn two_count(&self, (first, second): (usize, usize)) {
        let desk = views::console(&self.service, self.chair(), self.assembly).await.unwrap().bureau;
        let asked = ConstituteBureau {
            first_scrutineer: (first + 1).to_string(),
            second_scrutineer: if second < 9 { (second + 1).to_string() } else { String::new() },
            words: if second < 9 { String::new() } else { "Personne d’autre".to_owned() },
            aloud: true,
            ..desk.form
        };
        service::constitute_bureau(&self.service, self.chair(), self.assembly, &asked).await.unwrap();
    }

    pub async fn at_desk(&self, number: u32, comes: bool) {
        let asked = RecordAttendance { number, comes };
        service::record_attendance(&self.service, self.chair(), self.assembly, &asked).await.unwrap();
    }

    async fn types(&self, who: usize, round: u32, hands: Hands) -> Result<HandsView, Error> {
        let asked = CountHands { round, hands };
        service::count_hands(&self.service, &self.people[who].actor, self.open, &asked).await
    }

    async fn types_aloud(&self, seat: Seat, round: u32, hands: Hands) -> Result<HandsView, Error> {
        service::note_hands(&self.service, self.chair(), self.open, &NoteHands { seat, round, hands }).await
    }

    /// 1, 4, 5, 7 and 9 are in the hall, 5 votes by a ballot and 3 by one from a distance; then the box is closed.
    async fn box_closed(self) -> Self {
        for number in [1, 4, 5, 7, 9] {
            self.at_desk(number, true).await;
        }
        assert_eq!(service::open_by_hands(&self.service, self.chair(), self.open).await.unwrap(), 5);
        for (who, choice) in [(4, Choice::Against), (2, Choice::For)] {
            self.cast_open(who, &self.open_ballot(who, choice, 1).await).await.unwrap();
        }
        let state = service::close_vote(&self.service, self.chair(), self.open).await.unwrap();
        assert_eq!(state, VoteState::Closed, "it waits for its hands");
        self
    }

    async fn raised_item(&self) -> domain::wire::ItemView {
        views::vote(&self.service, self.open).await.unwrap().1
    }
}

pub async fn on_sqlite() -> World {
    World::nine(empty(7).await).await
}

pub async fn on_postgres(name: &str) -> Option<World> {
    let base = store::testing::postgres_address()?;
    let url = store::postgres_schema(&base, &format!("voix_{name}_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    Some(World::nine((service, clock, None)).await)
}

#[tokio::test]
async fn hands_counted_by_two_are_added_to_the_ballots() {
    counted(on_sqlite().await).await;
}

#[tokio::test]
async fn hands_counted_by_two_are_added_to_the_ballots_on_postgres() {
    if let Some(world) = on_postgres("hands").await {
        counted(world).await;
    }
}

async fn counted(world: World) {
    let world = world.box_closed().await;
    let service = &world.service;
    // In the hall without a ballot: 1, 4, 7, 9, and the voices that 5 and 9 carry, 9 without a key for who has none either.
    let closed = world.recorded("quorum-count").await.pop().unwrap();
    assert_eq!((&closed["hall"], &closed["ballots"]), (&json!(6), &json!(2)));
    assert_eq!(closed["present"], 9, "3 from a distance, 2 by a blank proxy, 6 and 8 carried");
    assert_eq!(world.recorded("open-roll").await[0]["hands"], true);
    let waiting = world.raised_item().await.hands.unwrap();
    assert_eq!((waiting.hall, waiting.round, waiting.typed, waiting.agreed), (Some(6), 1, None, false));
    for who in [FIRST, SECOND] {
        let mine = views::my_votes(service, &world.people[who].actor).await.unwrap();
        assert_eq!(mine.hands, Some(world.open), "each is asked on the own page");
    }
    // Nothing above the hall is entered, and nothing of one count is shown.
    assert_eq!(refusal(world.types(FIRST, 1, hands(4, 2, 1)).await), Refusal::HandsTooMany);
    let first = world.types(FIRST, 1, hands(4, 1, 1)).await.unwrap();
    assert_eq!((first.typed, first.agreed), (Some(Seat::FirstScrutineer), false));
    assert_eq!(world.raised_item().await.decision, None);
    assert!(world.recorded("hands").await.is_empty() && world.recorded("open-ballots").await.is_empty());
    assert_eq!(views::my_votes(service, &world.people[FIRST].actor).await.unwrap().hands, None);
    // They differ: nobody chooses, both count again.
    let other = world.types_aloud(Seat::SecondScrutineer, 1, hands(3, 2, 1)).await.unwrap();
    assert!(other.differed() && other.round == 2 && other.typed.is_none());
    assert_eq!(world.raised_item().await.state, VoteState::Closed);
    assert_eq!(refusal(world.types(FIRST, 1, hands(3, 2, 1)).await), Refusal::HandsTyped, "of the round before");
    world.types_aloud(Seat::SecondScrutineer, 2, hands(3, 2, 1)).await.unwrap();
    let agreed = world.types(FIRST, 2, hands(3, 2, 1)).await.unwrap();
    assert!(agreed.agreed);

    let decision = world.raised_item().await.decision.unwrap();
    let expected = HandsCounted { counts: hands(3, 2, 1), hall: 6 };
    let blank = BlankCounted { count: 1, approved: true };
    assert_eq!((decision.hands, decision.blank), (Some(expected), Some(blank)));
    assert_eq!(decision.counts, Counts { for_: 5, against: 3, abstain: 1, ..Counts::default() });
    assert_eq!((decision.outcome, decision.quorum.present), (Outcome::Adopted, 9));
    let entry = world.recorded("hands").await.remove(0);
    assert_eq!(entry["counts"], json!({ "abstain": 1, "against": 2, "for": 3 }));
    assert_eq!(entry["typed"], json!({ "first-scrutineer": "own", "second-scrutineer": "aloud" }));
    assert_eq!((&entry["hall"], &entry["round"]), (&json!(6), &json!(2)));
    let tally = world.recorded("tally").await.remove(0);
    assert_eq!(tally["counts"]["for"], 1, "the ballots alone");
    assert_eq!(world.recorded("open-ballots").await[0]["ballots"].as_array().unwrap().len(), 2);
    assert_eq!(refusal(world.types(FIRST, 2, hands(3, 2, 1)).await), Refusal::HandsNotAwaited);

    // The minutes have both apart.
    service::void_vote(service, world.chair(), world.secret, "Reporté.").await.unwrap();
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.items[0].decision.as_ref().unwrap().hands, Some(expected));
    let entries = views::record_entries(service, world.assembly).await.unwrap();
    protocol::record::verify_record(world.cooperative.bytes(), world.assembly.bytes(), &entries).unwrap();
    assert_eq!(refusal(world.types(FIRST, 2, hands(3, 2, 1)).await), Refusal::AssemblyOver);
}

#[tokio::test]
async fn what_is_no_open_vote_on_a_text_is_not_put_by_show_of_hands() {
    let world = on_sqlite().await;
    let (service, chair) = (&world.service, world.chair());
    for actor in [&world.people[4].actor, world.secretary()] {
        assert_eq!(refusal(service::open_by_hands(service, actor, world.open).await), Refusal::NotYours);
    }
    assert_eq!(refusal(service::open_by_hands(service, chair, world.secret).await), Refusal::HandsNotHere);
    world.two_count((FIRST, 9)).await;
    assert_eq!(refusal(service::open_by_hands(service, chair, world.open).await), Refusal::HandsNeedTwo);
    // Opened as any other it has no hands, and is decided when it closes.
    service::open_vote(service, chair, world.open).await.unwrap();
    world.two_count((FIRST, SECOND)).await;
    assert_eq!(refusal(service::open_by_hands(service, chair, world.open).await), Refusal::VoteAlreadyOpen);
    assert_eq!(refusal(world.types(FIRST, 1, hands(0, 0, 0)).await), Refusal::HandsNotAwaited);
    assert_eq!(refusal(views::hands(service, chair, world.open).await), Refusal::NotFound);
    assert_eq!(service::close_vote(service, chair, world.open).await.unwrap(), VoteState::Decided);
    assert_eq!(refusal(world.types(FIRST, 1, hands(0, 0, 0)).await), Refusal::HandsNotAwaited);
    assert_eq!(world.raised_item().await.hands, None);
    assert!(world.recorded("open-roll").await[0].get("hands").is_none());
}

#[tokio::test]
async fn the_two_who_count_type_once_each_and_nobody_else_does() {
    let world = on_sqlite().await;
    let (service, chair) = (&world.service, world.chair());
    let counted = hands(2, 0, 0);
    for number in [1, 4] {
        world.at_desk(number, true).await;
    }
    service::open_by_hands(service, chair, world.open).await.unwrap();
    assert_eq!(refusal(world.types(FIRST, 1, counted).await), Refusal::HandsNotAwaited, "the box is open");
    service::close_vote(service, chair, world.open).await.unwrap();
    assert_eq!(refusal(service::close_vote(service, chair, world.open).await), Refusal::VoteAlreadyClosed);
    assert_eq!(refusal(service::open_by_hands(service, chair, world.open).await), Refusal::VoteClosed);
    for who in [0, 1, 4, 8] {
        assert_eq!(refusal(world.types(who, 1, counted).await), Refusal::NotFound, "{who}");
    }
    assert_eq!(refusal(world.types_aloud(Seat::Chair, 1, counted).await), Refusal::NotFound);
    assert_eq!(refusal(world.types_aloud(Seat::FirstScrutineer, 1, counted).await), Refusal::HandsOwnSeat);
    let asked = NoteHands { seat: Seat::SecondScrutineer, round: 1, hands: counted };
    for actor in [world.secretary(), &world.people[FIRST].actor] {
        assert_eq!(refusal(service::note_hands(service, actor, world.open, &asked).await), Refusal::NotYours);
    }
    // Whoever has no key has an own page all the same.
    world.types(SECOND, 1, counted).await.unwrap();
    assert_eq!(refusal(world.types(SECOND, 1, counted).await), Refusal::HandsTyped);
    assert_eq!(refusal(world.types_aloud(Seat::SecondScrutineer, 1, counted).await), Refusal::HandsTyped);
    assert_eq!(refusal(world.types(FIRST, 2, counted).await), Refusal::HandsTyped, "no such round yet");
    // Who counted for one seat does not count for the other, if the bureau is constituted anew.
    world.two_count((SECOND, FIRST)).await;
    assert_eq!(refusal(world.types(SECOND, 1, counted).await), Refusal::HandsTyped);
    let desk = views::hands(service, &world.people[SECOND].actor, world.open).await.unwrap();
    assert_eq!(
        desk.seats.iter().map(|seat| (seat.own, seat.typed)).collect::<Vec<_>>(),
        [(true, false), (false, false)],
        "what was counted for a seat by who sits there no more is void"
    );
    assert_eq!(refusal(views::hands(service, &world.people[4].actor, world.open).await), Refusal::NotFound);
    assert!(views::hands(service, world.secretary(), world.open).await.unwrap().leads);
    world.two_count((FIRST, 7)).await;
    assert_eq!(refusal(world.types(FIRST, 1, counted).await), Refusal::HandsTyped, "both count again");
    world.types(FIRST, 2, counted).await.unwrap();
    assert!(world.types(7, 2, counted).await.unwrap().agreed);
}

#[tokio::test]
async fn a_vote_waits_for_its_hands_and_may_be_void_until_they_are_counted() {
    let world = on_sqlite().await.box_closed().await;
    let (service, chair) = (&world.service, world.chair());
    service::void_vote(service, chair, world.secret, "Reporté.").await.unwrap();
    let early = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(early), Refusal::VotesUndecided, "nothing passes over it");
    assert_eq!(refusal(service::end_without_quorum(service, chair, world.assembly).await), Refusal::VotesUndecided);
    world.types(FIRST, 1, hands(6, 0, 0)).await.unwrap();
    service::void_vote(service, chair, world.open, "Mal compté.").await.unwrap();
    assert_eq!(refusal(world.types(FIRST, 1, hands(0, 0, 0)).await), Refusal::HandsNotAwaited);
    assert_eq!(refusal(service::close_vote(service, chair, world.open).await), Refusal::VoteVoided);
    let item = world.raised_item().await;
    assert_eq!((item.state, item.decision), (VoteState::Voided, None));
    assert!(world.recorded("open-ballots").await.is_empty(), "its ballots are not published");
    assert!(views::my_votes(service, &world.people[FIRST].actor).await.unwrap().hands.is_none());
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();

    let counted = on_sqlite().await.box_closed().await;
    counted.types(FIRST, 1, hands(0, 0, 0)).await.unwrap();
    counted.types(SECOND, 1, hands(0, 0, 0)).await.unwrap();
    let late = service::void_vote(&counted.service, counted.chair(), counted.open, "Mal compté.").await;
    assert_eq!(refusal(late), Refusal::VoteAlreadyClosed, "what was counted stays");
}

#[tokio::test]
async fn whoever_left_the_hall_or_came_from_a_distance_raises_no_hand() {
    let world = on_sqlite().await;
    let (service, chair) = (&world.service, world.chair());
    for number in [1, 4, 7] {
        world.at_desk(number, true).await;
    }
    service::take_part(service, &world.people[2].actor, world.assembly, true).await.unwrap();
    service::open_by_hands(service, chair, world.open).await.unwrap();
    world.at_desk(7, false).await;
    // Who gave a proxy comes after the roll was fixed: the voice is that of the holder, who is away.
    world.at_desk(6, true).await;
    // A blank proxy is counted as one, whoever gave it.
    world.at_desk(2, true).await;
    service::close_vote(service, chair, world.open).await.unwrap();
    assert_eq!(world.raised_item().await.hands.unwrap().hall, Some(2), "1 and 4");
    assert_eq!(refusal(world.types(FIRST, 1, hands(3, 0, 0)).await), Refusal::HandsTooMany);
    let most = u32::MAX;
    assert_eq!(refusal(world.types(FIRST, 1, hands(most, most, most)).await), Refusal::HandsTooMany);
    world.types(FIRST, 1, hands(0, 2, 0)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_counts_at_once_are_two() {
    at_once(on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_counts_at_once_are_two_on_postgres() {
    if let Some(world) = on_postgres("hands_at_once").await {
        at_once(world).await;
    }
}

async fn at_once(world: World) {
    let world = world.box_closed().await;
    // One scrutineer presses twice.
    let (one, two) = tokio::join!(world.types(FIRST, 1, hands(1, 0, 0)), world.types(FIRST, 1, hands(2, 0, 0)));
    let lost: Vec<Refusal> = [one, two].into_iter().filter(Result::is_err).map(refusal).collect();
    assert_eq!(lost, [Refusal::HandsTyped]);
    let first = world.raised_item().await.hands.unwrap();
    assert_eq!((first.round, first.typed), (1, Some(Seat::FirstScrutineer)));
    world.types(SECOND, 1, hands(0, 0, 5)).await.unwrap();
    // Both press at once: one is the first, and the vote is decided once.
    let (one, two) = tokio::join!(world.types(FIRST, 2, hands(4, 1, 0)), world.types(SECOND, 2, hands(4, 1, 0)));
    assert!([one.unwrap(), two.unwrap()].iter().any(|view| view.agreed));
    assert_eq!(world.raised_item().await.state, VoteState::Decided);
    assert_eq!((world.recorded("hands").await.len(), world.recorded("decision").await.len()), (1, 1));
}
