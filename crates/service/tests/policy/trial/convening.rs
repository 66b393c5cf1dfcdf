//! What assemblies before their session need to be tried: something prepared, something that was sent.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::convocation::notice::{Channel, NoticeRole};
use domain::ids::{DocumentId, DraftId, NoticeId};
use domain::lang::Lang;
use domain::resolution::Text;
use domain::roles::Actor;
use serde_json::json;
use service::Service;
use service::policy::Operation;
use store::Db;
use store::notices::{self, NewNotice};

use super::examples::{Example, Ids};
use super::world::{DAY, Member, START, World};

fn both(text: &str) -> Text {
    Text { fr: text.to_owned(), en: text.to_owned() }
}

/// Something that can be convened at the hour of the trial, with a document.
pub async fn prepared(service: &Service, chair: &Actor) -> (DraftId, DocumentId) {
    let draft = service::prepare_assembly(service, chair, AssemblyKind::Ordinary).await.unwrap();
    let head = Head {
        starts_at: Some(START + 60 * DAY),
        place: "Besançon".to_owned(),
        keyless_known: true,
        ..Head::new(AssemblyKind::Ordinary)
    };
    service::edit_draft(service, chair, draft, &head).await.unwrap();
    let item = Item { text: both("Adoptée."), ..Item::new(ItemKind::Resolution, both("Comptes")) };
    service::edit_agenda(service, chair, draft, &AgendaMove::Add(item)).await.unwrap();
    let document = service::attach_document(service, chair, draft, None, "bilan.pdf", b"%PDF-1.7").await.unwrap();
    (draft, document)
}

/// A letter that was written to somebody, to be sent again.
pub async fn sent(world: &World) -> NoticeId {
    let id = NoticeId(uuid::Uuid::from_u128(u128::from(world.rounds()) + 1));
    let db = Db::open(&world.place.url().unwrap()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let notice = NewNotice {
        id,
        assembly: world.called,
        seq: 0,
        copy: 0,
        member: Some(world.member(7).id),
        guest: None,
        role: NoticeRole::Member,
        channel: Channel::Letter,
        lang: Lang::Fr,
        name: "Quelqu’un".to_owned(),
        address: "1 rue des Essais".to_owned(),
        mail: None,
        at: world.service.now(),
    };
    notices::insert(&mut tx, &notice).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    id
}

/// The example of an operation on assemblies before their session.
pub fn example(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap();
    let draft = || Example::of(Ids::draft(world.draft));
    let called = || Example::of(Ids::assembly(world.called));
    let over = || ("an assembly that is over", Ids::assembly(world.past));
    let said = json!({ "fr": "La salle est au premier étage.", "en": "" });
    match operation {
        PrepareAssembly => Example::of(Ids::default()).body(json!({ "kind": "ordinary" })),
        ReadDrafts => draft(),
        EditDraft => draft().body(json!({ "kind": "ordinary", "call": "1", "place": "Besançon" })),
        EditAgenda => draft().body(json!({
            "does": "save", "kind": "information", "ruled_by": "ordinary", "title_fr": "Rapport", "mode": "open",
        })),
        EditInvited => draft().body(json!({
            "does": "add-guest", "role": "guest", "name": "Camille", "address": "1 rue des Essais", "language": "fr",
        })),
        AttachDocument => draft().body(json!({ "file": "poste;montant\nloyer;12\n" })),
        DropDraft | ConveneDraft => {
            Example::of(Ids::draft(prepared.draft.expect("something prepared"))).again(done, Refusal::DraftClosed)
        }
        // What is not convened yet is nobody's to read but those who prepare it.
        ReadDocument => {
            let prepares = [1, 2, 6].contains(&who.number);
            Example::of(Ids::document(world.document)).only_if(prepares, Refusal::NotFound)
        }
        ReadNotices | ReadMyNotices => {
            let (what, ids) = over();
            called().elsewhere(what, ids, Ok(()))
        }
        CorrectNotice => {
            let (what, ids) = over();
            called().body(said).elsewhere(what, ids, Err(Refusal::AssemblyOver))
        }
        CancelAssembly => {
            let (what, ids) = over();
            let example = called().body(said).again(done, Refusal::AssemblyCancelled);
            example.elsewhere(what, ids, Err(Refusal::AssemblyOver))
        }
        Reconvene => {
            let body = json!({ "starts_at": at(START + 40 * DAY), "place": "Dijon", "video": "" });
            called().body(body).again(done, Refusal::ConvenedAgain)
        }
        _ => Example::of(Ids::notice(prepared.notice.expect("a notice"))),
    }
}

/// An instant as a form has it.
fn at(instant: i64) -> String {
    domain::convocation::when::written(Some(instant), "Europe/Paris")
}
