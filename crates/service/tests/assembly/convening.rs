//! An assembly is prepared, convened, corrected, called off, convened again; and everybody is told, once.

use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState};
use domain::convocation::agenda::{AgendaMove, GuestRole, Head, InvitedMove, Item, ItemKind, NewGuest, RuledBy};
use domain::convocation::checklist::{Point, Weight};
use domain::convocation::notice::{Announced, Channel, NoticeRole};
use domain::ids::{AssemblyId, DraftId, ItemId};
use domain::lang::Lang;
use domain::member::MemberMove;
use domain::own_record::Consent;
use domain::resolution::{Resolution, Text};
use domain::vote::VoteMode;
use service::views;

use crate::voted::{letter, sent};
use crate::world::{DAY, START, World, refusal};

fn both(text: &str) -> Text {
    Text { fr: text.to_owned(), en: format!("({text})") }
}

fn resolution(title: &str) -> Item {
    Item {
        text: both("Les comptes sont approuvés.\n\nLe bilan est joint."),
        ..Item::new(ItemKind::Resolution, both(title))
    }
}

/// Something prepared, thirty days ahead, with a report and a resolution.
async fn prepared(world: &World) -> DraftId {
    let service = &world.service;
    let draft = service::prepare_assembly(service, world.secretary(), AssemblyKind::Ordinary).await.unwrap();
    let head = head();
    service::edit_draft(service, world.secretary(), draft, &head).await.unwrap();
    for item in [Item::new(ItemKind::Information, both("Rapport")), resolution("Comptes")] {
        service::edit_agenda(service, world.secretary(), draft, &AgendaMove::Add(item)).await.unwrap();
    }
    draft
}

fn head() -> Head {
    Head {
        starts_at: Some(START + 30 * DAY),
        place: "Besançon".to_owned(),
        second_at: Some(START + 44 * DAY),
        ..Head::new(AssemblyKind::Ordinary)
    }
}

async fn consents(world: &World, who: usize) {
    let consent = Consent { consent: "yes".to_owned() };
    service::set_consent(&world.service, &world.people[who].actor, &consent).await.unwrap();
}

async fn convened(world: &World) -> AssemblyId {
    let draft = prepared(world).await;
    service::convene_draft(&world.service, world.chair(), draft).await.unwrap()
}

/// The bodies of the record's entries of a type.
async fn entries(world: &World, assembly: AssemblyId, kind: &str) -> Vec<serde_json::Value> {
    let record = views::record(&world.service, assembly).await.unwrap();
    let entries = record.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    entries.filter(|entry| entry["type"] == kind).map(|entry| entry["body"].clone()).collect()
}

#[tokio::test]
async fn what_is_convened_is_frozen_and_the_record_names_its_hashes() {
    let world = World::new().await;
    let assembly = convened(&world).await;
    let view = views::assembly(&world.service, assembly).await.unwrap();
    assert_eq!((view.state, view.items.len(), view.items[0].position), (AssemblyState::Convened, 1, 2));
    let kept = views::convocation(&world.service, assembly).await.unwrap().expect("a notice");
    assert_eq!(kept.hash, kept.notice.hash());
    let entry = entries(&world, assembly, "convocation").await.remove(0);
    assert_eq!(entry["notice"], kept.hash);
    assert_eq!(entry["record_key"], kept.notice.record_key);
    // The text in the box is the text of the notice is the text of the record.
    let Resolution { title, text, .. } = &view.items[0].resolution;
    assert_eq!((title, text), (&kept.notice.items[1].item.title, &kept.notice.items[1].item.text));
    assert_eq!(entry["documents"][0]["resolution"], view.items[0].resolution.hash_hex());
    assert_eq!(kept.notice.items[1].resolution.as_deref(), Some(view.items[0].resolution.hash_hex().as_str()));
    for (item, named) in kept.notice.items.iter().zip(entry["agenda"].as_array().unwrap()) {
        assert_eq!(named["hash"], item.hash());
    }
    let text = views::record(&world.service, assembly).await.unwrap();
    for secret in ["Comptes", "Besançon", "personne-1@example.org"] {
        assert!(!text.contains(secret), "{secret} stands in the record");
    }
}

#[tokio::test]
async fn whoever_agreed_is_written_to_everybody_else_gets_a_letter_and_the_suspended_none() {
    let world = World::new().await;
    let service = &world.service;
    consents(&world, 0).await;
    consents(&world, 4).await;
    let suspended = world.people[5].id;
    service::decide_membership(service, world.chair(), suspended, MemberMove::Suspend, "Motif").await.unwrap();
    let draft = prepared(&world).await;
    for (role, email, address) in
        [(GuestRole::Auditor, "audit@example.org", ""), (GuestRole::Guest, "", "3 rue du Port\n25000 Besançon")]
    {
        let guest = NewGuest {
            role,
            name: "Claude".to_owned(),
            email: email.to_owned(),
            address: address.to_owned(),
            lang: Lang::En,
        };
        service::edit_invited(service, world.secretary(), draft, &InvitedMove::AddGuest(guest)).await.unwrap();
    }
    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    let view = views::notices(service, world.secretary(), assembly).await.unwrap();
    let of =
        |who: usize| view.lines.iter().filter(|line| line.member == Some(world.people[who].id)).collect::<Vec<_>>();
    assert!(of(5).is_empty(), "who is suspended is not convened");
    for (who, channel) in [(0, Channel::Mail), (4, Channel::Mail), (1, Channel::Letter), (6, Channel::Letter)] {
        let lines = of(who);
        assert_eq!((lines.len(), lines[0].channel, lines[0].role), (1, channel, NoticeRole::Member), "{who}");
        assert_eq!(lines[0].mail.is_some(), channel == Channel::Mail);
    }
    assert_eq!(of(0)[0].address, "personne-1@example.org");
    let guests: Vec<_> =
        view.lines.iter().filter(|line| line.member.is_none()).map(|line| (line.role, line.channel)).collect();
    assert!(
        guests.contains(&(NoticeRole::Auditor, Channel::Mail))
            && guests.contains(&(NoticeRole::Guest, Channel::Letter))
    );
    assert_eq!(view.lines.len(), 6 + 2);
    let letters = views::printed_letters(service, world.secretary(), assembly, None).await.unwrap();
    assert_eq!((letters.to.len(), letters.said.kind), (5, Announced::Convocation));
    assert!(letters.to.iter().any(|to| to.address == "3 rue du Port\n25000 Besançon" && to.lang == Lang::En));
    // Each sees the own, and nothing else.
    let mine = views::my_notices(service, &world.people[4].actor, assembly).await.unwrap();
    assert_eq!(mine.lines.iter().map(|line| line.member).collect::<Vec<_>>(), [Some(world.people[4].id)]);
}

#[tokio::test]
async fn nobody_is_convened_too_late_twice_or_with_something_in_the_way() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let draft = prepared(&world).await;
    // Fifteen clear days before: the last day is the sixteenth before it.
    world.clock.set(START + 15 * DAY);
    assert_eq!(refusal(service::convene_draft(service, chair, draft).await), Refusal::NoticeTooShort);
    world.clock.set(START + 14 * DAY);
    let secret = Item { mode: VoteMode::Secret, ..resolution("Conseil") };
    let added = service::edit_agenda(service, chair, draft, &AgendaMove::Add(secret)).await.unwrap().unwrap();
    assert_eq!(refusal(service::convene_draft(service, chair, draft).await), Refusal::NotReady);
    let view = views::draft(service, chair, draft).await.unwrap();
    let blocking: Vec<Point> =
        view.checklist.iter().filter(|line| line.weight == Weight::Blocks).map(|line| line.point).collect();
    assert_eq!(blocking, [Point::NoHolder]);
    service::edit_invited(service, chair, draft, &InvitedMove::AddHolder(4)).await.unwrap();
    assert_eq!(refusal(service::convene_draft(service, world.secretary(), draft).await), Refusal::NotYours);
    let assembly = service::convene_draft(service, chair, draft).await.unwrap();
    assert_eq!(refusal(service::convene_draft(service, chair, draft).await), Refusal::DraftClosed);
    // What members were told does not change any more.
    for step in [AgendaMove::Remove(added), AgendaMove::Up(added), AgendaMove::Add(resolution("Autre"))] {
        assert_eq!(refusal(service::edit_agenda(service, chair, draft, &step).await), Refusal::DraftClosed);
    }
    assert_eq!(refusal(service::edit_draft(service, chair, draft, &head()).await), Refusal::DraftClosed);
    assert_eq!(refusal(service::drop_draft(service, chair, draft).await), Refusal::DraftClosed);
    assert_eq!(views::assembly(service, assembly).await.unwrap().items.len(), 2);
    // Whoever holds a key is told so with the convocation, once.
    let mut told = sent(&world).await;
    told.retain(|(kind, _)| kind.starts_with("holder-"));
    assert_eq!(told, [letter("holder-named", 4)]);
}

#[tokio::test]
async fn two_who_press_at_once_convene_once() {
    let world = World::new().await;
    consents(&world, 0).await;
    let draft = prepared(&world).await;
    let press = || service::convene_draft(&world.service, world.chair(), draft);
    let (one, other) = tokio::join!(press(), press());
    let (done, refused): (Vec<_>, Vec<_>) = [one, other].into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    assert_eq!(refusal(refused.into_iter().next().unwrap()), Refusal::DraftClosed);
    let mails = views::mails(&world.service, world.secretary(), None, None).await.unwrap();
    assert_eq!(mails.lines.iter().filter(|line| line.kind == "convocation").count(), 1);
}

#[tokio::test]
async fn items_move_change_and_go() {
    let world = World::new().await;
    let (service, by) = (&world.service, world.secretary());
    let draft = prepared(&world).await;
    let titles = async || -> Vec<String> {
        let view = views::draft(service, by, draft).await.unwrap();
        view.items.iter().map(|(_, item)| item.title.fr.clone()).collect()
    };
    let ids: Vec<ItemId> = views::draft(service, by, draft).await.unwrap().items.iter().map(|(id, _)| *id).collect();
    service::edit_agenda(service, by, draft, &AgendaMove::Up(ids[1])).await.unwrap();
    assert_eq!(titles().await, ["Comptes", "Rapport"]);
    service::edit_agenda(service, by, draft, &AgendaMove::Up(ids[1])).await.unwrap();
    assert_eq!(titles().await, ["Comptes", "Rapport"], "nothing moves beyond the end");
    service::edit_agenda(service, by, draft, &AgendaMove::Change(ids[0], resolution("Bilan"))).await.unwrap();
    service::edit_agenda(service, by, draft, &AgendaMove::Down(ids[1])).await.unwrap();
    assert_eq!(titles().await, ["Bilan", "Comptes"]);
    service::edit_agenda(service, by, draft, &AgendaMove::Remove(ids[0])).await.unwrap();
    assert_eq!(titles().await, ["Comptes"]);
    let gone = service::edit_agenda(service, by, draft, &AgendaMove::Remove(ids[0])).await;
    assert_eq!(refusal(gone), Refusal::NotFound);
}

#[tokio::test]
async fn a_mixed_assembly_decides_each_item_by_its_own_rules() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let draft = prepared(&world).await;
    service::edit_draft(service, chair, draft, &Head { kind: AssemblyKind::Mixed, ..head() }).await.unwrap();
    let statutes = Item { ruled_by: RuledBy::Extraordinary, ..resolution("Statuts") };
    service::edit_agenda(service, chair, draft, &AgendaMove::Add(statutes)).await.unwrap();
    let assembly = service::convene_draft(service, chair, draft).await.unwrap();
    let entry = entries(&world, assembly, "statutes").await.remove(0);
    assert_eq!(entry["preset"], "sa-cooperative-fr-ago");
    assert_eq!(entry["extraordinary"]["preset"], "sa-cooperative-fr-age");
    world.clock.set(START + 30 * DAY);
    world.begin(assembly).await;
    let votes: Vec<_> = views::assembly(service, assembly).await.unwrap().items.iter().map(|item| item.vote).collect();
    let mut rules = Vec::new();
    for vote in votes {
        service::open_vote(service, chair, vote).await.unwrap();
        service::close_vote(service, chair, vote).await.unwrap();
        rules.push(views::vote(service, vote).await.unwrap().1.decision.unwrap().rule);
    }
    assert_eq!(rules, ["sa-cooperative-fr-ago", "sa-cooperative-fr-age"]);
}

#[tokio::test]
async fn a_correction_stands_beside_the_text_and_goes_to_everybody() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    consents(&world, 0).await;
    let assembly = convened(&world).await;
    let before = views::convocation(service, assembly).await.unwrap().unwrap();
    let text = Text { fr: "La salle est au deuxième étage.".to_owned(), en: String::new() };
    assert_eq!(service::correct_notice(service, chair, assembly, &text).await.unwrap(), 1);
    assert_eq!(service::correct_notice(service, chair, assembly, &text).await.unwrap(), 2, "another correction");
    let after = views::convocation(service, assembly).await.unwrap().unwrap();
    assert_eq!((after.hash, after.notice), (before.hash, before.notice), "what was frozen stays");
    assert_eq!(
        after.said.iter().map(|said| said.kind).collect::<Vec<_>>(),
        [Announced::Convocation, Announced::Erratum, Announced::Erratum]
    );
    assert_eq!(after.said[1].text.en, text.fr, "French where no English was written");
    let entry = entries(&world, assembly, "correction").await.remove(0);
    assert_eq!((entry["kind"].as_str(), entry["seq"].as_u64()), (Some("erratum"), Some(1)));
    assert_eq!(entry["text"], after.said[1].hash());
    let lines = views::notices(service, chair, assembly).await.unwrap().lines;
    assert_eq!(lines.len(), 3 * 7, "each of seven members, each time");
    world.clock.set(START + 30 * DAY);
    world.begin(assembly).await;
    assert_eq!(refusal(service::correct_notice(service, chair, assembly, &text).await), Refusal::AssemblyBegun);
}

#[tokio::test]
async fn an_assembly_called_off_is_over_for_everybody() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let assembly = convened(&world).await;
    let why = |fr: &str| Text { fr: fr.to_owned(), en: String::new() };
    assert_eq!(refusal(service::cancel_assembly(service, chair, assembly, &why(" ")).await), Refusal::ReasonMissing);
    service::cancel_assembly(service, chair, assembly, &why("La salle est fermée.")).await.unwrap();
    let again = service::cancel_assembly(service, chair, assembly, &why("La salle est fermée.")).await;
    assert_eq!(refusal(again), Refusal::AssemblyCancelled);
    assert_eq!(refusal(service::open_session(service, chair, assembly).await), Refusal::AssemblyCancelled);
    assert_ne!(views::current_assembly(service).await.unwrap(), Some(assembly), "another is the one going on");
    assert_eq!(entries(&world, assembly, "correction").await[0]["kind"], "cancellation");
    let told = views::notices(service, chair, assembly).await.unwrap().lines;
    assert_eq!(told.iter().filter(|line| line.kind == Announced::Cancellation).count(), 7);
    let calendar = views::calendar(service).await.unwrap();
    let line = calendar.iter().find(|line| line.id == assembly).unwrap();
    assert_eq!((line.state, line.seq), (AssemblyState::Cancelled, 1));
}

#[tokio::test]
async fn a_second_call_has_the_very_agenda_of_the_first() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let first = convened(&world).await;
    let again =
        |days: i64| service::Again { starts_at: START + days * DAY, place: "Dijon".to_owned(), video: String::new() };
    assert_eq!(
        refusal(service::reconvene(service, chair, first, &again(50)).await),
        Refusal::NoSecondCall,
        "not held yet"
    );
    world.clock.set(START + 30 * DAY);
    // Ten clear days: the eleventh after.
    assert_eq!(refusal(service::reconvene(service, chair, first, &again(40)).await), Refusal::NoticeTooShort);
    let second = service::reconvene(service, chair, first, &again(41)).await.unwrap();
    assert_eq!(refusal(service::reconvene(service, chair, first, &again(50)).await), Refusal::ConvenedAgain);
    world.clock.set(START + 41 * DAY);
    assert_eq!(refusal(service::reconvene(service, chair, second, &again(60)).await), Refusal::NoSecondCall);
    let notice = async |id| views::convocation(service, id).await.unwrap().unwrap();
    let (one, two) = (notice(first).await, notice(second).await);
    assert_eq!(one.again, Some(second));
    let hashes =
        |notice: &domain::convocation::notice::Notice| notice.items.iter().map(|item| item.hash()).collect::<Vec<_>>();
    assert_eq!(hashes(&one.notice), hashes(&two.notice), "to the letter");
    assert_eq!((two.notice.call, two.notice.first_at), (2, Some(START + 30 * DAY)));
    let named = async |id| entries(&world, id, "convocation").await.remove(0);
    let (first_entry, second_entry) = (named(first).await, named(second).await);
    assert_eq!(first_entry["agenda"], second_entry["agenda"]);
    assert_eq!(first_entry["documents"][0]["resolution"], second_entry["documents"][0]["resolution"]);
    assert_ne!(first_entry["documents"][0]["vote"], second_entry["documents"][0]["vote"]);
    assert_eq!(second_entry["first"], protocol::hash::hex(first.bytes()));
    // It is held, and decides without a quorum.
    world.begin(second).await;
    let vote = views::assembly(service, second).await.unwrap().items[0].vote;
    service::open_vote(service, chair, vote).await.unwrap();
    service::close_vote(service, chair, vote).await.unwrap();
    assert!(views::vote(service, vote).await.unwrap().1.decision.unwrap().quorum.met);
}

#[tokio::test]
async fn what_decided_with_its_quorum_is_not_convened_again() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    for who in 0..3 {
        let ballot = world.open_ballot(who, domain::resolution::Choice::For, 1).await;
        world.cast_open(who, &ballot).await.unwrap();
    }
    service::close_vote(service, chair, world.open).await.unwrap();
    let again = service::Again { starts_at: START + 20 * DAY, place: "Dijon".to_owned(), video: String::new() };
    assert_eq!(refusal(service::reconvene(service, chair, world.assembly, &again).await), Refusal::NoSecondCall);
}

#[tokio::test]
async fn one_person_is_sent_a_notice_again_where_they_read_now() {
    let world = World::new().await;
    let (service, by) = (&world.service, world.secretary());
    let assembly = convened(&world).await;
    let line = async |copy: u32| {
        let view = views::notices(service, by, assembly).await.unwrap();
        view.lines.into_iter().find(|line| line.member == Some(world.people[3].id) && line.copy == copy)
    };
    let first = line(0).await.unwrap();
    assert_eq!(first.channel, Channel::Letter);
    consents(&world, 3).await;
    service::resend_notice(service, by, first.id).await.unwrap();
    let second = line(1).await.unwrap();
    assert_eq!((second.channel, second.address.as_str()), (Channel::Mail, "personne-4@example.org"));
    assert_eq!(refusal(service::resend_notice(service, by, second.id).await), Refusal::MailState, "it is on its way");
    assert!(line(2).await.is_none());
}

#[tokio::test]
async fn documents_are_kept_by_their_bytes_and_seen_once_members_are_convened() {
    let world = World::new().await;
    let (service, by) = (&world.service, world.secretary());
    let draft = prepared(&world).await;
    let item = views::draft(service, by, draft).await.unwrap().items[1].0;
    let attach =
        async |name: &str, bytes: &[u8]| service::attach_document(service, by, draft, Some(item), name, bytes).await;
    let id = attach("../bilan \"final\".PDF", b"%PDF-1.7 bilan").await.unwrap();
    assert_eq!(attach("autre.pdf", b"%PDF-1.7 bilan").await.unwrap(), id, "the same bytes are the same document");
    assert_eq!(refusal(attach("page.pdf", b"<script>").await), Refusal::DocumentKind);
    assert_eq!(refusal(attach("page.pdf", b"").await), Refusal::DocumentSize);
    let member = &world.people[4].actor;
    assert_eq!(refusal(views::document(service, member, id).await), Refusal::NotFound, "nobody knows of it yet");
    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    let file = views::document(service, member, id).await.unwrap();
    assert_eq!((file.name.as_str(), file.body.as_slice()), ("bilan final.pdf", b"%PDF-1.7 bilan".as_slice()));
    let notice = views::convocation(service, assembly).await.unwrap().unwrap().notice;
    let hash = protocol::hash::sha256_hex(b"%PDF-1.7 bilan");
    assert_eq!((notice.documents[0].hash.as_str(), notice.documents[0].position), (hash.as_str(), Some(2)));
    assert_eq!(entries(&world, assembly, "convocation").await[0]["attachments"][0], hash);
    let removed = service::edit_agenda(service, by, draft, &AgendaMove::Discard(id)).await;
    assert_eq!(refusal(removed), Refusal::DraftClosed);
}
