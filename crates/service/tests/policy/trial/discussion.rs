//! What must have been said before a request about it exists: a comment of each member.

use domain::Refusal;
use domain::discussion::WriteComment;
use domain::ids::{CommentId, ProposalId};
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

/// Makes what an operation's example names.
pub async fn prepare(world: &World, operation: Operation, made: &mut Prepared) {
    let signed_in = world.standings.iter().filter(|who| who.signed_in && !who.withheld);
    let numbers: Vec<u32> = signed_in.filter_map(|who| who.number).collect();
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
        _ => {
            let own = prepared.comments[&who.number];
            Example::of(Ids::comment(prepared.comment.expect("a comment")))
                .body(json!({ "moderation": "hide", "reason": "Hors sujet." }))
                .again(done, Refusal::CommentState)
                .elsewhere("an own comment", Ids::comment(own), Err(Refusal::OwnComment))
        }
    }
}
