//! Proposals of members on agendas: their words go there as they are, the amendments are voted on first, and the votes say what
//! became of each.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::convocation::checklist::{Point, Weight};
use domain::convocation::notice::Notice;
use domain::ids::{AssemblyId, DraftId, ItemId, ProposalId, VoteId};
use domain::proposals::{AmendmentMove, AmendmentState, ProposalMove, ProposalState};
use domain::resolution::{Choice, Text};
use service::views;

use crate::proposals::twenty_one;
use crate::world::{DAY, START, World, refusal};

const FIRST: &str = "L’assemblée affecte dix pour cent du résultat à une réserve.";

/// A proposal that the board admitted.
async fn admitted(world: &World) -> ProposalId {
    let id = world.opens(3, FIRST).await;
    for who in [5, 6] {
        world.supports(who, id).await.unwrap();
    }
    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    world.decides_on(id, ProposalMove::Admit, "").await.unwrap();
    id
}

/// An ordinary assembly thirty days ahead, with a report.
async fn prepared(world: &World) -> DraftId {
    let service = &world.service;
    let draft = service::prepare_assembly(service, world.secretary(), AssemblyKind::Ordinary).await.unwrap();
    let head = Head {
        starts_at: Some(START + 30 * DAY),
        place: "Besançon".to_owned(),
        second_at: Some(START + 44 * DAY),
        ..Head::new(AssemblyKind::Ordinary)
    };
    service::edit_draft(service, world.secretary(), draft, &head).await.unwrap();
    let title = Text { fr: "Rapport".to_owned(), en: "Report".to_owned() };
    let report = AgendaMove::Add(Item::new(ItemKind::Information, title));
    service::edit_agenda(service, world.secretary(), draft, &report).await.unwrap();
    draft
}

async fn take_up(world: &World, draft: DraftId, id: ProposalId) -> Result<Option<ItemId>, service::Error> {
    service::edit_agenda(&world.service, world.secretary(), draft, &AgendaMove::TakeUp(id)).await
}

async fn items(world: &World, draft: DraftId) -> Vec<(ItemId, Item)> {
    views::draft(&world.service, world.secretary(), draft).await.unwrap().items
}

async fn notice(world: &World, assembly: AssemblyId) -> Notice {
    views::convocation(&world.service, assembly).await.unwrap().unwrap().notice
}

/// Opens a vote, lets members say For or Against in the open, and closes it.
async fn decide(world: &World, assembly: AssemblyId, vote: VoteId, for_: usize, against: usize) {
    let service = &world.service;
    service::open_vote(service, world.chair(), vote).await.unwrap();
    for who in 0..for_ + against {
        let paper = views::ballot_paper(service, world.actor(who), assembly).await.unwrap();
        let paper = paper.votes.into_iter().find(|paper| paper.vote == vote).unwrap();
        let choice = if who < for_ { Choice::For } else { Choice::Against };
        let cast = world.sign_open(who, &paper, choice.code(), 1);
        service::cast_open(service, world.actor(who), vote, &cast).await.unwrap();
    }
    service::close_vote(service, world.chair(), vote).await.unwrap();
}

#[tokio::test]
async fn the_words_of_members_go_on_an_agenda_as_they_are() {
    let world = twenty_one().await;
    let service = &world.service;
    let waiting = world.opens(4, FIRST).await;
    let draft = prepared(&world).await;
    assert_eq!(refusal(take_up(&world, draft, waiting).await), Refusal::ProposalState, "nobody admitted it");
    let id = admitted(&world).await;
    let amendment = world.amends(8, id, 1, &FIRST.replace("dix", "cinq")).await.unwrap();
    let view = views::draft(service, world.secretary(), draft).await.unwrap();
    let lines: Vec<_> = view.admitted.iter().map(|line| (line.id, line.late, line.amendments)).collect();
    assert_eq!(lines, [(id, false, 1)]);

    let first = take_up(&world, draft, id).await.unwrap().unwrap();
    let agenda = items(&world, draft).await;
    assert_eq!((agenda.len(), agenda[1].0), (3, first));
    assert_eq!(agenda[2].1.text.fr.strip_suffix(" n°\u{A0}1.").map(|text| text.starts_with(FIRST)), Some(true));
    let state = world.reads(8, id).await.unwrap().amendments[0].state;
    assert_eq!(state, AmendmentState::ToVote, "what nobody answered is left to the vote");
    assert!(views::draft(service, world.secretary(), draft).await.unwrap().admitted.is_empty());
    assert_eq!(take_up(&world, draft, id).await.unwrap(), Some(first), "again changes nothing");
    assert_eq!(items(&world, draft).await, agenda);

    // Not a word of theirs changes; how it is put to the vote does.
    let mut other = agenda[2].1.clone();
    other.title.fr.push('!');
    let change = |item| AgendaMove::Change(agenda[2].0, item);
    let by = world.secretary();
    assert_eq!(refusal(service::edit_agenda(service, by, draft, &change(other)).await), Refusal::WordsOfMembers);
    let approved = Item { approved: true, minutes: 15, ..agenda[2].1.clone() };
    service::edit_agenda(service, by, draft, &change(approved)).await.unwrap();

    // Somebody takes an amendment back, somebody else asks for another: the agenda is not that of now.
    world.answers(8, amendment, AmendmentMove::Withdraw).await.unwrap();
    world.amends(7, id, 1, &FIRST.replace("une réserve", "la réserve")).await.unwrap();
    let view = views::draft(service, by, draft).await.unwrap();
    let line = view.checklist.iter().find(|line| line.point == Point::ProposalsChanged).unwrap();
    assert_eq!((line.weight, view.changed), (Weight::Blocks, vec![id]));
    assert_eq!(refusal(service::convene_draft(service, world.chair(), draft).await), Refusal::NotReady);
    take_up(&world, draft, id).await.unwrap();
    let agenda = items(&world, draft).await;
    assert!(agenda[1].1.title.fr.starts_with("Amendement n°\u{A0}2"));
    assert_eq!((agenda.len(), agenda[2].1.minutes, agenda[2].1.approved), (3, 15, true), "what the board said stays");

    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    let view = world.reads(9, id).await.unwrap();
    assert_eq!((view.state, view.assembly.map(|of| of.assembly)), (ProposalState::OnAgenda, Some(assembly)));
    assert_eq!(refusal(world.moves(3, id, ProposalMove::Withdraw).await), Refusal::ProposalState);
    assert_eq!(refusal(world.amends(8, id, 1, "Autre chose.").await), Refusal::ProposalState);
    let said = notice(&world, assembly).await.items.remove(2);
    assert_eq!(said.item.from.map(|from| (from.proposal, from.version)), Some((id, 1)));
    assert!(!said.in_advance);
}

#[tokio::test]
async fn what_was_taken_back_goes_from_the_agenda_with_everything_that_came_from_it() {
    let world = twenty_one().await;
    let service = &world.service;
    let (id, draft) = (admitted(&world).await, prepared(&world).await);
    world.amends(8, id, 1, &FIRST.replace("dix", "cinq")).await.unwrap();
    take_up(&world, draft, id).await.unwrap();
    let gone = items(&world, draft).await[1].0;
    service::edit_agenda(service, world.secretary(), draft, &AgendaMove::Remove(gone)).await.unwrap();
    assert_eq!(items(&world, draft).await.len(), 1, "an amendment without its text is none");
    take_up(&world, draft, id).await.unwrap();
    world.moves(3, id, ProposalMove::Withdraw).await.unwrap();
    assert_eq!(refusal(service::convene_draft(service, world.chair(), draft).await), Refusal::NotReady);
    assert_eq!(take_up(&world, draft, id).await.unwrap(), None);
    assert_eq!(items(&world, draft).await.len(), 1);
}

#[tokio::test]
async fn one_proposal_is_on_one_agenda() {
    let world = twenty_one().await;
    let service = &world.service;
    let (id, one, other) = (admitted(&world).await, prepared(&world).await, prepared(&world).await);
    take_up(&world, one, id).await.unwrap();
    take_up(&world, other, id).await.unwrap();
    let press = |draft| service::convene_draft(service, world.chair(), draft);
    let (first, second) = tokio::join!(press(one), press(other));
    let (done, refused): (Vec<_>, Vec<_>) = [first, second].into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    assert_eq!(refusal(refused.into_iter().next().unwrap()), Refusal::NotReady);
}

#[tokio::test]
async fn amendments_are_decided_first_and_what_is_adopted_is_written_down() {
    let world = twenty_one().await;
    let service = &world.service;
    let (id, draft) = (admitted(&world).await, prepared(&world).await);
    let five = FIRST.replace("dix", "cinq");
    world.amends(8, id, 1, &five).await.unwrap();
    world.amends(7, id, 1, &FIRST.replace("une réserve", "la réserve")).await.unwrap();
    take_up(&world, draft, id).await.unwrap();
    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    world.clock.set(START + 30 * DAY);
    world.begin(assembly).await;
    let votes: Vec<VoteId> = notice(&world, assembly).await.items.iter().filter_map(|said| said.vote).collect();
    let early = service::open_vote(service, world.chair(), votes[2]).await;
    assert_eq!(refusal(early), Refusal::AmendmentsFirst);
    decide(&world, assembly, votes[0], 5, 1).await;
    let early = service::open_vote(service, world.chair(), votes[2]).await;
    assert_eq!(refusal(early), Refusal::AmendmentsFirst, "one is not all");
    decide(&world, assembly, votes[1], 1, 5).await;
    decide(&world, assembly, votes[2], 4, 2).await;
    let view = world.reads(9, id).await.unwrap();
    let states: Vec<_> = view.amendments.iter().map(|line| line.state).collect();
    assert_eq!(states, [AmendmentState::Adopted, AmendmentState::Rejected]);
    assert_eq!((view.state, view.version, view.content.text), (ProposalState::Adopted, 2, five));
    service::publish_minutes(service, world.secretary(), assembly).await.unwrap();
    assert_eq!(world.reads(9, id).await.unwrap().state, ProposalState::Adopted);
}

#[tokio::test]
async fn without_a_quorum_a_proposal_waits_for_the_second_call() {
    let world = twenty_one().await;
    let service = &world.service;
    let (id, draft) = (admitted(&world).await, prepared(&world).await);
    take_up(&world, draft, id).await.unwrap();
    let first = service::convene_draft(service, world.chair(), draft).await.unwrap();
    world.clock.set(START + 30 * DAY);
    world.begin(first).await;
    let vote = notice(&world, first).await.items[1].vote.unwrap();
    decide(&world, first, vote, 1, 0).await;
    assert_eq!(world.reads(9, id).await.unwrap().state, ProposalState::OnAgenda);
    let again = service::Again { starts_at: START + 41 * DAY, place: "Dijon".to_owned(), video: String::new() };
    let second = service::reconvene(service, world.chair(), first, &again).await.unwrap();
    let view = world.reads(9, id).await.unwrap();
    assert_eq!((view.state, view.assembly.map(|of| of.assembly)), (ProposalState::OnAgenda, Some(second)));
    service::publish_minutes(service, world.secretary(), first).await.unwrap();
    assert_eq!(world.reads(9, id).await.unwrap().state, ProposalState::OnAgenda, "of the second, which is to come");
    let why = Text { fr: "La salle est fermée.".to_owned(), en: String::new() };
    service::cancel_assembly(service, world.chair(), second, &why).await.unwrap();
    assert_eq!(world.reads(9, id).await.unwrap().state, ProposalState::Admitted, "it waits for another agenda");
}

#[tokio::test]
async fn what_the_assembly_left_undecided_waits_for_another() {
    let world = twenty_one().await;
    let service = &world.service;
    let (id, draft) = (admitted(&world).await, prepared(&world).await);
    take_up(&world, draft, id).await.unwrap();
    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    world.clock.set(START + 30 * DAY);
    world.begin(assembly).await;
    let vote = notice(&world, assembly).await.items[1].vote.unwrap();
    decide(&world, assembly, vote, 1, 0).await;
    service::publish_minutes(service, world.secretary(), assembly).await.unwrap();
    assert_eq!(world.reads(9, id).await.unwrap().state, ProposalState::Admitted);
}

#[tokio::test]
async fn a_day_that_is_announced_is_in_the_calendar_with_the_last_day_to_propose() {
    let world = twenty_one().await;
    let (service, by) = (&world.service, world.secretary());
    let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
    let dayless = Head { announced: true, ..Head::new(AssemblyKind::Ordinary) };
    assert_eq!(refusal(service::edit_draft(service, by, draft, &dayless).await), Refusal::WhenInvalid);
    let quiet = Head { starts_at: Some(START + 40 * DAY), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, by, draft, &quiet).await.unwrap();
    assert!(views::planned(service).await.unwrap().is_empty(), "what is prepared is the board's own");
    service::edit_draft(service, by, draft, &Head { announced: true, ..quiet }).await.unwrap();
    let planned = views::planned(service).await.unwrap();
    // Twenty-five days before (R.225-72), until the end of that day in Paris.
    assert_eq!(planned[0].until, Some(START + 16 * DAY - 12 * 3600 * 1_000_000));
    let id = admitted(&world).await;
    assert_eq!(world.reads(9, id).await.unwrap().planned, planned);
    world.clock.set(START + 17 * DAY);
    let late = world.opens(4, FIRST).await;
    for who in [5, 6] {
        world.supports(who, late).await.unwrap();
    }
    world.moves(4, late, ProposalMove::Submit).await.unwrap();
    world.decides_on(late, ProposalMove::Admit, "").await.unwrap();
    let view = views::draft(service, by, draft).await.unwrap();
    let lines: Vec<_> = view.admitted.iter().map(|line| (line.id, line.late)).collect();
    assert_eq!(lines, [(id, false), (late, true)], "nothing obliges the board to put it there");
    service::drop_draft(service, by, draft).await.unwrap();
    assert!(views::planned(service).await.unwrap().is_empty());
}
