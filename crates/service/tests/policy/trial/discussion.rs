//! What must have been said, or attached, before a request about it exists: a comment of each member, a file of a draft of
//! each.

use domain::Refusal;
use domain::discussion::WriteComment;
use domain::ids::{AttachmentId, CommentId, ProposalId};
use domain::lang::Lang;
use domain::roles::Actor;
use serde_json::json;
use service::Service;
use service::policy::Operation;

use super::examples::{Example, Ids};
use super::world::{Member, Prepared, World};

/// Who has a draft nobody else sees, and a comment to hide.
const OTHER: u32 = 8;

/// What somebody says about a proposal.
pub async fn comment(service: &Service, actor: &Actor, proposal: ProposalId) -> CommentId {
    let sent = WriteComment { answers: None, language: Lang::Fr, text: "Pour quand ?".to_owned() };
    service::write_comment(service, actor, proposal, &sent).await.unwrap().0
}

/// A file of a proposal.
pub async fn attachment(service: &Service, actor: &Actor, proposal: ProposalId) -> AttachmentId {
    service::attach_to_proposal(service, actor, proposal, "devis.csv", b"poste;montant\n").await.unwrap()
}

/// A file of a draft of everybody: what earlier ones left is taken back first.
async fn attached(world: &World, numbers: Vec<u32>, made: &mut Prepared) {
    super::proposals::prepare(world, Operation::EditProposal, made).await;
    for number in numbers {
        let id = attachment(&world.service, &world.acting(number).await, made.proposals[&number]).await;
        made.attachments.insert(number, id);
    }
}

/// Makes what an operation's example names.
pub async fn prepare(world: &World, operation: Operation, made: &mut Prepared) {
    let signed_in = world.standings.iter().filter(|who| who.signed_in && !who.withheld);
    let numbers: Vec<u32> = signed_in.filter_map(|who| who.number).collect();
    if matches!(operation, Operation::AttachToProposal | Operation::RemoveAttachment) {
        return attached(world, numbers, made).await;
    }
    for number in numbers {
        let actor = world.acting(number).await;
        made.comments.insert(number, comment(&world.service, &actor, world.proposal).await);
    }
    if operation == Operation::ModerateComment {
        let actor = world.acting(OTHER).await;
        made.comment = Some(comment(&world.service, &actor, world.proposal).await);
    }
}

/// The example of an operation as one member would send it.
pub fn example(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap();
    match operation {
        ReadComments => Example::of(Ids::proposal(world.proposal)),
        ReadComment => Example::of(Ids::comment(world.comment)),
        WriteComment => {
            let body = json!({ "language": "fr", "text": "Pour quand ?" });
            Example::of(Ids::proposal(world.proposal)).body(body)
        }
        CorrectComment => {
            let another = prepared.comments.iter().find(|(number, _)| **number != who.number).expect("somebody else");
            Example::of(Ids::comment(prepared.comments[&who.number]))
                .body(json!({ "version": 1, "words": "Pour quelle année ?" }))
                .again(done, Refusal::NothingChanged)
                .elsewhere("another member's comment", Ids::comment(*another.1), Err(Refusal::NotAuthor))
        }
        ReadAttachment => Example::of(Ids::attachment(world.attachment)),
        AttachToProposal => {
            let another = prepared.proposals.iter().find(|(number, _)| **number != who.number).expect("somebody else");
            Example::of(Ids::proposal(prepared.proposals[&who.number]))
                .body(json!({ "file": "poste;montant\nloyer;12\n" }))
                .elsewhere("another member's draft", Ids::proposal(*another.1), Err(Refusal::NotFound))
        }
        RemoveAttachment => {
            let another = prepared.attachments.iter().find(|(number, _)| **number != who.number).expect("somebody");
            Example::of(Ids::attachment(prepared.attachments[&who.number])).again(done, Refusal::NotFound).elsewhere(
                "a file of another member's draft",
                Ids::attachment(*another.1),
                Err(Refusal::NotFound),
            )
        }
        _ => {
            let own = prepared.comments[&who.number];
            Example::of(Ids::comment(prepared.comment.expect("a comment")))
                .body(json!({ "moderation": "hide", "reason": "Hors sujet." }))
                .again(done, Refusal::CommentState)
                .elsewhere("an own comment", Ids::comment(own), Err(Refusal::OwnComment))
        }
    }
}
