//! A refund is drafted, put to the vote, executed once; or it is not adopted, and nothing comes of it.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::ids::{AssemblyId, DraftId, ItemId};
use domain::refund::RefundState;
use domain::refund::billed::BilledProblem;
use domain::refund::plan::DraftRefund;
use domain::refund::view::{OwnRefund, Standing};
use domain::resolution::{Choice, Text};
use service::views;

use crate::world::{DAY, START, World, refusal};

const YEAR: u32 = 2026;
/// When the assembly meets.
const SESSION: i64 = START + 30 * DAY;

/// The year of the worked case (T32), of members who came six days before its end.
fn year() -> DraftRefund {
    let text = |text: &str| text.to_owned();
    DraftRefund {
        closed_on: text("2026-09-30"),
        surplus: text("300,01"),
        others: text("250"),
        reserves: text("0"),
        capital: text("1 936,00"),
        reserved: text("45,01"),
        refund: text("239,99"),
        billed: text("n°;montant\r\n4;40,00\r\n1;120\r\n3;600.00\r\n2;240,00\r\n"),
    }
}

async fn draft(world: &World, asked: &DraftRefund) {
    assert_eq!(service::draft_refund(&world.service, world.secretary(), asked).await.unwrap(), YEAR);
}

/// An assembly being prepared, with something to be told and a resolution.
async fn prepared(world: &World) -> (DraftId, [ItemId; 2]) {
    let (service, by) = (&world.service, world.secretary());
    let both = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
    let head = Head { starts_at: Some(SESSION), place: "Besançon".to_owned(), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, by, draft, &head).await.unwrap();
    let told = Item::new(ItemKind::Information, both("Rapport"));
    let decided =
        Item { text: both("La ristourne est adoptée."), ..Item::new(ItemKind::Resolution, both("Ristourne")) };
    let mut items = Vec::new();
    for item in [told, decided] {
        items.push(service::edit_agenda(service, by, draft, &AgendaMove::Add(item)).await.unwrap().unwrap());
    }
    (draft, [items[0], items[1]])
}

/// The refund of the year is attached, and members are convened.
async fn convened(world: &World) -> AssemblyId {
    let (of, items) = prepared(world).await;
    draft(world, &year()).await;
    service::attach_refund(&world.service, world.secretary(), YEAR, (of, items[1])).await.unwrap();
    service::convene_draft(&world.service, world.chair(), of).await.unwrap()
}

/// The session begins, and two vote the same.
async fn vote(world: &World, (assembly, at): (AssemblyId, i64), choice: Choice) {
    let service = &world.service;
    world.clock.set(at);
    world.begin(assembly).await;
    let vote = views::assembly(service, assembly).await.unwrap().items[0].vote;
    service::open_vote(service, world.chair(), vote).await.unwrap();
    for who in [3, 4] {
        let actor = &world.people[who].actor;
        let papers = views::ballot_paper(service, actor, assembly).await.unwrap().votes;
        let paper = papers.into_iter().find(|paper| paper.vote == vote).unwrap();
        let cast = world.sign_open(who, &paper, choice.code(), 1);
        service::cast_open(service, actor, vote, &cast).await.unwrap();
    }
    service::close_vote(service, world.chair(), vote).await.unwrap();
}

async fn own(world: &World, who: usize) -> Vec<OwnRefund> {
    views::my_shares(&world.service, &world.people[who].actor).await.unwrap().refunds
}

async fn standing(world: &World) -> (RefundState, Standing) {
    let view = views::refund(&world.service, world.secretary(), YEAR).await.unwrap();
    (view.state, view.standing)
}

#[tokio::test]
async fn a_refund_that_was_adopted_is_executed_once() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(refusal(service::execute_refund(service, chair, YEAR).await), Refusal::NotFound);
    let (of, items) = prepared(&world).await;
    draft(&world, &year()).await;
    // What is only drafted is nobody's, nor what is attached before members are convened.
    assert_eq!(own(&world, 0).await, []);
    assert_eq!(refusal(service::execute_refund(service, chair, YEAR).await), Refusal::RefundNotAttached);
    service::attach_refund(service, world.secretary(), YEAR, (of, items[1])).await.unwrap();
    let view = views::refund(service, chair, YEAR).await.unwrap();
    let parts: Vec<(u32, Option<i64>)> =
        view.rows.iter().map(|row| (row.number, row.part.map(|part| part.0))).collect();
    assert_eq!(parts, [(1, Some(2880)), (2, Some(5760)), (3, Some(14_399)), (4, Some(960))]);
    assert_eq!((view.standing, view.draft), (Standing::Preparing, Some(of)));
    assert_eq!(own(&world, 2).await, []);
    // The document has totals and the hash of the table, and nobody's amount.
    let documents = views::draft(service, chair, of).await.unwrap().documents;
    let document = views::document(service, chair, documents[0].id).await.unwrap();
    let text = String::from_utf8(document.body).unwrap();
    assert!(text.contains("239,99") && text.contains(&view.hash.unwrap()), "{text}");
    assert!(!text.contains("143,99") && !text.contains("600,00"), "{text}");
    assert_eq!(refusal(service::draft_refund(service, chair, &year()).await), Refusal::RefundFrozen);
    assert_eq!(refusal(service::execute_refund(service, chair, YEAR).await), Refusal::RefundNotAdopted);
    let assembly = service::convene_draft(service, chair, of).await.unwrap();
    let waits = own(&world, 2).await.remove(0);
    assert_eq!((waits.part.0, waits.billed.0, waits.executed_at), (14_399, 60_000, None));
    assert_eq!(refusal(service::release_refund(service, chair, YEAR).await), Refusal::RefundVoted);
    assert_eq!(refusal(service::execute_refund(service, chair, YEAR).await), Refusal::RefundNotAdopted);
    vote(&world, (assembly, SESSION), Choice::For).await;
    assert_eq!(standing(&world).await, (RefundState::Attached, Standing::Adopted));
    assert_eq!(refusal(service::execute_refund(service, world.secretary(), YEAR).await), Refusal::NotYours);
    let at = service::execute_refund(service, chair, YEAR).await.unwrap();
    assert_eq!(service::execute_refund(service, chair, YEAR).await.unwrap(), at, "the same, and nothing more");
    assert_eq!(own(&world, 2).await.remove(0).executed_at, Some(at));
    assert_eq!(own(&world, 5).await, [], "who was billed nothing has no row");
    assert_eq!(refusal(service::release_refund(service, chair, YEAR).await), Refusal::RefundExecuted);
    // The ledger of shares is not touched: what comes back is no capital.
    assert_eq!(views::my_shares(service, chair).await.unwrap().held.paid.0, 1600);
    let data = views::own_data(service, &world.people[2].actor).await.unwrap();
    assert_eq!(data["tables"]["refund_entries"][0]["cents"], 14_399);
    assert_eq!(data["tables"]["refund_parts"].as_array().unwrap().len(), 1);
    let view = views::refund(service, chair, YEAR).await.unwrap();
    assert_eq!((view.typed.billed.as_str(), view.rows.len()), ("", 4));
}

#[tokio::test]
async fn a_refund_that_was_rejected_is_not_executed_and_may_be_drafted_again() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let assembly = convened(&world).await;
    vote(&world, (assembly, SESSION), Choice::Against).await;
    assert_eq!(refusal(service::execute_refund(service, chair, YEAR).await), Refusal::RefundNotAdopted);
    assert_eq!(refusal(service::release_refund(service, chair, YEAR).await), Refusal::RefundVoted);
    service::publish_minutes(service, world.secretary(), assembly).await.unwrap();
    assert_eq!(standing(&world).await, (RefundState::Attached, Standing::NotAdopted));
    assert_eq!(own(&world, 0).await, [], "nothing comes of it");
    service::release_refund(service, chair, YEAR).await.unwrap();
    draft(&world, &DraftRefund { refund: "100".to_owned(), ..year() }).await;
    assert_eq!(standing(&world).await, (RefundState::Drafted, Standing::None));
}

#[tokio::test]
async fn a_document_that_was_moved_to_another_resolution_carries_no_refund() {
    let world = World::new().await;
    let (service, by, chair) = (&world.service, world.secretary(), world.chair());
    let (of, items) = prepared(&world).await;
    let other = Item {
        text: Text { fr: "Le rapport est adopté.".to_owned(), en: "The report is adopted.".to_owned() },
        ..Item::new(ItemKind::Resolution, Text { fr: "Rapport".to_owned(), en: "Report".to_owned() })
    };
    let other = service::edit_agenda(service, by, of, &AgendaMove::Add(other)).await.unwrap().unwrap();
    service::edit_agenda(service, by, of, &AgendaMove::Up(other)).await.unwrap();
    draft(&world, &year()).await;
    service::attach_refund(service, by, YEAR, (of, items[1])).await.unwrap();
    let document = views::draft(service, by, of).await.unwrap().documents.remove(0);
    let body = views::document(service, by, document.id).await.unwrap().body;
    service::edit_agenda(service, by, of, &AgendaMove::Discard(document.id)).await.unwrap();
    service::attach_document(service, by, of, Some(other), "ristourne-2026.csv", &body).await.unwrap();
    assert_eq!(standing(&world).await, (RefundState::Attached, Standing::NotAdopted));
    let assembly = service::convene_draft(service, chair, of).await.unwrap();
    assert_eq!(standing(&world).await, (RefundState::Attached, Standing::NotAdopted));
    // It is the report that is adopted.
    vote(&world, (assembly, SESSION), Choice::For).await;
    assert_eq!(views::assembly(service, assembly).await.unwrap().items[0].resolution.title.fr, "Rapport");
    assert_eq!(refusal(service::execute_refund(service, chair, YEAR).await), Refusal::RefundNotAdopted);
    service::release_refund(service, by, YEAR).await.unwrap();
}

#[tokio::test]
async fn a_year_is_drafted_once_attached_when_it_is_over_and_dropped_while_it_is_a_draft() {
    let world = World::new().await;
    let (service, by) = (&world.service, world.secretary());
    let (of, items) = prepared(&world).await;
    let open = DraftRefund { closed_on: "2026-12-31".to_owned(), ..year() };
    draft(&world, &open).await;
    assert_eq!(refusal(service::attach_refund(service, by, YEAR, (of, items[1])).await), Refusal::RefundYearOpen);
    assert_eq!(views::refund(service, by, YEAR).await.unwrap().wrong, Some(Refusal::RefundYearOpen));
    // Another day of the same year overwrites nothing.
    assert_eq!(refusal(service::draft_refund(service, by, &year()).await), Refusal::RefundYearTaken);
    assert_eq!(views::refund(service, by, YEAR).await.unwrap().typed.closed_on, "2026-12-31");
    service::delete_refund(service, by, YEAR).await.unwrap();
    assert_eq!(refusal(service::delete_refund(service, by, YEAR).await), Refusal::NotFound);
    draft(&world, &year()).await;
    service::attach_refund(service, by, YEAR, (of, items[1])).await.unwrap();
    assert_eq!(refusal(service::delete_refund(service, by, YEAR).await), Refusal::RefundFrozen);
}

#[tokio::test]
async fn what_a_first_call_could_not_decide_a_second_one_does() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let first = convened(&world).await;
    world.clock.set(SESSION);
    world.begin(first).await;
    service::end_without_quorum(service, world.secretary(), first).await.unwrap();
    // A second call may follow: nobody takes the table back meanwhile.
    assert_eq!(standing(&world).await.1, Standing::Waiting);
    assert_eq!(refusal(service::release_refund(service, chair, YEAR).await), Refusal::RefundVoted);
    let at = SESSION + 15 * DAY;
    let again = service::Again { starts_at: at, place: "Dijon".to_owned(), video: String::new() };
    let second = service::reconvene(service, chair, first, &again).await.unwrap();
    assert_eq!(standing(&world).await.1, Standing::Waiting);
    assert_eq!(refusal(service::release_refund(service, chair, YEAR).await), Refusal::RefundVoted);
    vote(&world, (second, at), Choice::For).await;
    assert_eq!(standing(&world).await.1, Standing::Adopted);
    service::execute_refund(service, chair, YEAR).await.unwrap();
    assert_eq!(own(&world, 3).await.len(), 1);
}

#[tokio::test]
async fn where_no_second_call_followed_in_time_the_table_is_taken_back() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let first = convened(&world).await;
    world.clock.set(SESSION);
    world.begin(first).await;
    service::end_without_quorum(service, world.secretary(), first).await.unwrap();
    // The notice names no day for a second meeting.
    world.clock.set(SESSION + 60 * DAY);
    assert_eq!(standing(&world).await.1, Standing::Waiting);
    world.clock.set(SESSION + 61 * DAY);
    assert_eq!(standing(&world).await.1, Standing::NotAdopted);
    service::release_refund(service, chair, YEAR).await.unwrap();
}

#[tokio::test]
async fn nothing_is_attached_against_the_law_with_a_wrong_row_or_to_what_is_no_resolution() {
    let world = World::new().await;
    let (service, by) = (&world.service, world.secretary());
    let (of, items) = prepared(&world).await;
    let attach = async |item: ItemId| service::attach_refund(service, by, YEAR, (of, item)).await;
    let low = DraftRefund { reserved: "45,00".to_owned(), ..year() };
    let others = DraftRefund { refund: "240,01".to_owned(), ..year() };
    let much = DraftRefund { reserved: "100,00".to_owned(), ..year() };
    let none = DraftRefund { surplus: "0".to_owned(), ..year() };
    for (asked, why) in [
        (low, Refusal::RefundReserve),
        (others, Refusal::RefundOthers),
        (much, Refusal::RefundTooMuch),
        (none, Refusal::RefundNoSurplus),
    ] {
        draft(&world, &asked).await;
        assert_eq!(refusal(attach(items[1]).await), why);
        assert_eq!(views::refund(service, by, YEAR).await.unwrap().wrong, Some(why));
    }
    // Who came after the end of the year, and nobody: kept, shown with their line, and not attached.
    service::delete_refund(service, by, YEAR).await.unwrap();
    let wrong = "numéro;montant\n1;120\n99;1\n";
    draft(&world, &DraftRefund { billed: wrong.to_owned(), closed_on: "2026-09-01".to_owned(), ..year() }).await;
    let view = views::refund(service, by, YEAR).await.unwrap();
    let faults: Vec<_> = view.faults.iter().map(|fault| (fault.line, fault.problem)).collect();
    assert_eq!(faults, [(2, BilledProblem::NotMember), (3, BilledProblem::Unknown)]);
    assert_eq!((view.typed.billed.as_str(), refusal(attach(items[1]).await)), (wrong, Refusal::RefundRows));
    for (asked, why) in [
        (DraftRefund { billed: "bonjour".to_owned(), ..year() }, Refusal::RefundColumns),
        (DraftRefund { surplus: "beaucoup".to_owned(), ..year() }, Refusal::AmountInvalid),
        (DraftRefund { closed_on: "hier".to_owned(), ..year() }, Refusal::RefundDay),
        (DraftRefund { billed: "1;2\0".to_owned(), ..year() }, Refusal::TextCharacters),
    ] {
        assert_eq!(refusal(service::draft_refund(service, by, &asked).await), why);
    }
    service::delete_refund(service, by, YEAR).await.unwrap();
    draft(&world, &DraftRefund { billed: wrong.to_owned(), ..year() }).await;
    let view = views::refund(service, by, YEAR).await.unwrap();
    assert_eq!((view.rows.len(), view.limits), (1, None), "of rows that lack some, the sum says nothing");
    draft(&world, &year()).await;
    assert!(views::refund(service, by, YEAR).await.unwrap().limits.is_some());
    assert_eq!(refusal(attach(items[0]).await), Refusal::RefundItem);
    attach(items[1]).await.unwrap();
    assert_eq!(refusal(attach(items[1]).await), Refusal::RefundFrozen);
    // Taken back before members are convened, its document is gone from the agenda; once they are, nothing is attached.
    service::release_refund(service, by, YEAR).await.unwrap();
    assert_eq!(views::draft(service, by, of).await.unwrap().documents.len(), 0);
    service::convene_draft(service, world.chair(), of).await.unwrap();
    assert_eq!(refusal(attach(items[1]).await), Refusal::DraftClosed);
    assert_eq!(refusal(views::refund(service, &world.people[4].actor, YEAR).await), Refusal::NotYours);
}
