//! Files of proposals: who adds and takes away until when, how many, what stays of them, and on which agenda they are read.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::attachments::{AttachmentLine, DAY as A_DAY, MOST, MOST_EVER};
use domain::convocation::agenda::AgendaMove;
use domain::convocation::document::{LARGEST, Media};
use domain::ids::{AttachmentId, ProposalId};
use domain::member::MemberMove;
use domain::proposals::{Answer, AnswerInvitation, DecideProposal, Invite, ProposalMove};
use service::{Error, views};

use crate::proposals::FIRST;
use crate::world::{DAY, START, World, refusal};

const PDF: &[u8] = b"%PDF-1.7 devis";

impl World {
    async fn attaches(&self, who: usize, id: ProposalId, name: &str, bytes: &[u8]) -> Result<AttachmentId, Error> {
        service::attach_to_proposal(&self.service, self.actor(who), id, name, bytes).await
    }

    async fn removes(&self, who: usize, id: AttachmentId) -> Result<(), Error> {
        service::remove_attachment(&self.service, self.actor(who), id).await
    }

    async fn files(&self, who: usize, id: ProposalId) -> Vec<AttachmentLine> {
        self.reads(who, id).await.unwrap().attachments
    }
}

/// A PDF of so many bytes, each different.
fn pdf(n: usize, length: usize) -> Vec<u8> {
    let mut file = format!("%PDF-1.7 {n}").into_bytes();
    file.resize(length.max(file.len()), b' ');
    file
}

#[tokio::test]
async fn authors_attach_and_take_away_until_it_is_submitted() {
    let world = World::new().await;
    let service = &world.service;
    let id = world.drafts(3, FIRST).await;
    service::invite_author(service, world.actor(3), id, &Invite { number: 5 }).await.unwrap();
    assert_eq!(refusal(world.attaches(4, id, "devis.pdf", PDF).await), Refusal::NotAuthor, "not before the answer");
    let accepts = AnswerInvitation { answer: Answer::Accept };
    service::answer_invitation(service, world.actor(4), id, &accepts).await.unwrap();
    assert_eq!(refusal(world.attaches(5, id, "devis.pdf", PDF).await), Refusal::NotFound, "the draft of others");
    let first = world.attaches(4, id, "../Mon devis.PDF", PDF).await.unwrap();
    assert_eq!(world.attaches(3, id, "copie.pdf", PDF).await.unwrap(), first, "the same bytes are the same file");
    let line = &world.files(3, id).await[0];
    assert_eq!((line.name.as_str(), line.media, line.bytes), ("Mon devis.pdf", Media::Pdf, PDF.len() as u64));
    assert_eq!(
        (line.hash.as_str(), line.by.number),
        (protocol::hash::hex(&protocol::hash::sha256(PDF)).as_str(), Some(5))
    );
    assert_eq!(refusal(views::attachment(service, world.actor(5), first).await), Refusal::NotFound, "of a draft");
    // Of a draft nothing stays.
    world.removes(3, first).await.unwrap();
    assert!(world.files(3, id).await.is_empty());
    assert_eq!(refusal(world.removes(3, first).await), Refusal::NotFound);

    let kept = world.attaches(3, id, "devis.pdf", PDF).await.unwrap();
    let gone = world.attaches(3, id, "plan.webp", b"RIFF\x04\0\0\0WEBPVP8 ").await.unwrap();
    world.moves(3, id, ProposalMove::Open).await.unwrap();
    world.supports(5, id).await.unwrap();
    let read = views::attachment(service, world.actor(5), kept).await.unwrap();
    assert_eq!((read.name.as_str(), read.body.as_slice()), ("devis.pdf", PDF));
    assert_eq!(refusal(world.attaches(5, id, "a.pdf", &pdf(1, 0)).await), Refusal::NotAuthor);
    assert_eq!(refusal(world.removes(5, kept).await), Refusal::NotAuthor);
    world.clock.set(START + A_DAY);
    world.removes(4, gone).await.unwrap();
    assert_eq!(refusal(world.removes(4, gone).await), Refusal::NotFound, "once");
    assert_eq!(
        refusal(views::attachment(service, world.actor(5), gone).await),
        Refusal::NotFound,
        "its bytes are gone"
    );
    let lines = world.files(5, id).await;
    assert_eq!(lines.iter().map(|line| line.removed_at.is_some()).collect::<Vec<_>>(), [false, true], "its name stays");
    let view = world.reads(5, id).await.unwrap();
    assert_eq!(
        (view.version, view.mine.supports, view.may.attach),
        (1, true, false),
        "a support is given to the words"
    );

    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    assert_eq!(refusal(world.attaches(3, id, "a.pdf", &pdf(2, 0)).await), Refusal::ProposalState);
    assert_eq!(refusal(world.removes(3, kept).await), Refusal::ProposalState);
    assert!(!world.reads(3, id).await.unwrap().may.attach);
}

#[tokio::test]
async fn a_file_is_what_its_bytes_say_and_there_are_so_many() {
    let world = World::new().await;
    let id = world.opens(3, FIRST).await;
    for (name, bytes, expected) in [
        ("page.html", b"<html>".as_slice(), Refusal::DocumentKind),
        ("page.pdf", b"<html>", Refusal::DocumentKind),
        ("dessin.svg", b"<svg onload='alert(1)'/>", Refusal::DocumentKind),
        ("macro.xlsm", b"PK\x03\x04....xl/workbook.xml", Refusal::DocumentKind),
        ("rien.pdf", b"", Refusal::DocumentSize),
    ] {
        assert_eq!(refusal(world.attaches(3, id, name, bytes).await), expected, "{name}");
    }
    assert_eq!(refusal(world.attaches(3, id, "a.pdf", &pdf(0, LARGEST + 1)).await), Refusal::DocumentSize);
    let mut last = None;
    for n in 0..MOST {
        last = Some(world.attaches(3, id, "a.pdf", &pdf(n, 0)).await.unwrap());
    }
    assert_eq!(refusal(world.attaches(3, id, "a.pdf", &pdf(99, 0)).await), Refusal::AttachmentsFull);
    for n in MOST..MOST_EVER {
        world.removes(3, last.unwrap()).await.unwrap();
        last = Some(world.attaches(3, id, "a.pdf", &pdf(n, 0)).await.unwrap());
    }
    world.removes(3, last.unwrap()).await.unwrap();
    let more = world.attaches(3, id, "a.pdf", &pdf(99, 0)).await;
    assert_eq!(refusal(more), Refusal::AttachmentsFull, "what was taken away is listed, and counts");
}

#[tokio::test]
async fn a_member_attaches_so_much_in_a_day() {
    let world = World::new().await;
    for n in 0..5 {
        let id = world.opens(3, FIRST).await;
        world.attaches(3, id, "a.pdf", &pdf(n, LARGEST)).await.unwrap();
        // What was taken away, or withdrawn, was sent nevertheless.
        world.moves(3, id, ProposalMove::Withdraw).await.unwrap();
    }
    let id = world.opens(3, FIRST).await;
    assert_eq!(refusal(world.attaches(3, id, "a.csv", b"a;b\n").await), Refusal::TooMuchToday);
    world.clock.set(START + 2 * A_DAY);
    world.attaches(3, id, "a.csv", b"a;b\n").await.unwrap();
    let more = [
        world.attaches(3, id, "b.pdf", &pdf(1, LARGEST)).await,
        world.attaches(3, id, "c.pdf", &pdf(2, LARGEST)).await,
    ];
    let [first, second] = more;
    assert!(first.is_ok());
    assert_eq!(refusal(second), Refusal::AttachmentsFull, "and so much for one proposal");
}

#[tokio::test]
async fn files_go_with_a_draft_and_stay_with_what_others_read() {
    let world = World::new().await;
    let (service, author) = (&world.service, world.people[4].id);
    let thrown = world.drafts(4, FIRST).await;
    world.attaches(4, thrown, "a.pdf", PDF).await.unwrap();
    world.moves(4, thrown, ProposalMove::Withdraw).await.unwrap();
    assert_eq!(refusal(world.reads(4, thrown).await), Refusal::NotFound, "thrown away with its file");
    let (draft, shown) = (world.drafts(4, FIRST).await, world.opens(4, FIRST).await);
    world.attaches(4, draft, "a.pdf", PDF).await.unwrap();
    world.attaches(4, shown, "a.pdf", PDF).await.unwrap();
    let data = serde_json::to_value(views::own_data(service, world.actor(4)).await.unwrap()).unwrap();
    assert!(data.to_string().contains("a.pdf"), "in the download");
    service::record_departure(service, world.secretary(), author, MemberMove::Leave, "Lettre").await.unwrap();
    service::repay_shares(service, world.chair(), author).await.unwrap();
    world.clock.set(START + (1 + 1827) * DAY);
    assert_eq!(service::forget_due(service).await.unwrap().people, 1);
    let line = &world.files(5, shown).await[0];
    assert_eq!((line.by.name.as_str(), line.by.number, line.name.as_str()), ("", Some(5), "a.pdf"));
    let db = world.db().await;
    let mut tx = db.read().await.unwrap();
    assert!(store::attachments::of_proposal(&mut tx, draft).await.unwrap().is_empty());
    drop(tx);
    db.close().await;
}

#[tokio::test]
async fn the_files_of_a_proposal_come_with_it_onto_an_agenda() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let id = world.opens(3, FIRST).await;
    world.attaches(3, id, "devis.pdf", PDF).await.unwrap();
    world.attaches(3, id, "plan.png", b"\x89PNG\r\n\x1a\n....").await.unwrap();
    let gone = world.attaches(3, id, "tard.csv", b"a;b\n").await.unwrap();
    world.removes(3, gone).await.unwrap();
    world.supports(4, id).await.unwrap();
    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    let admits = DecideProposal { decision: ProposalMove::Admit, reason: String::new() };
    service::decide_proposal(service, chair, id, &admits).await.unwrap();
    let draft = service::prepare_assembly(service, chair, AssemblyKind::Ordinary).await.unwrap();
    let item = service::edit_agenda(service, chair, draft, &AgendaMove::TakeUp(id)).await.unwrap();
    // Once more changes nothing.
    service::edit_agenda(service, chair, draft, &AgendaMove::TakeUp(id)).await.unwrap();
    let documents = views::draft(service, chair, draft).await.unwrap().documents;
    assert_eq!(documents.iter().map(|of| of.name.as_str()).collect::<Vec<_>>(), ["devis.pdf", "plan.png"]);
    assert!(documents.iter().all(|of| of.item.is_some() && of.item == item));
    let read = views::document(service, chair, documents[0].id).await.unwrap();
    assert_eq!(read.body, PDF, "the very bytes");
}
