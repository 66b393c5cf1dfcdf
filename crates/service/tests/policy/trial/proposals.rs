//! What must have happened to proposals before a request about them exists: each member has their own.

use domain::ids::{AmendmentId, ProposalId};
use domain::proposals::{Amend, Invite, Move, ProposalMove, ProposalState, Support, Write};
use domain::roles::Actor;
use serde_json::{Value, json};
use service::policy::Operation;
use service::{Service, views};

use super::examples::{Example, Ids};
use super::world::{Member, Prepared, World};
use domain::Refusal;

/// Who began what is not everybody's own.
const AUTHOR: u32 = 5;
/// Who asks others to write too, and has a draft nobody else sees.
const OTHER: u32 = 8;
const TEXT: &str = "L’assemblée décide.";

fn words(text: &str) -> Value {
    json!({ "kind": "resolution", "language": "fr", "title": "Réserve", "text": text })
}

pub async fn draft(service: &Service, actor: &Actor) -> ProposalId {
    let words: Write = serde_json::from_value(words(TEXT)).unwrap();
    service::draft_proposal(service, actor, &words).await.unwrap()
}

/// A proposal of somebody, open for support.
pub async fn open(service: &Service, actor: &Actor) -> ProposalId {
    let id = draft(service, actor).await;
    let asked = Move { happens: ProposalMove::Open, assembly: None };
    service::move_proposal(service, actor, id, &asked).await.unwrap();
    id
}

/// An amendment somebody asks for in the first version of a proposal.
pub async fn amendment(service: &Service, actor: &Actor, proposal: ProposalId) -> AmendmentId {
    let asked = Amend { version: 1, text: "L’assemblée refuse.".to_owned(), reasons: String::new() };
    service::amend_proposal(service, actor, proposal, &asked).await.unwrap()
}

/// A support as the member's page signs it.
fn signed(world: &World, who: &Member, proposal: ProposalId) -> Support {
    let words: Write = serde_json::from_value(words(TEXT)).unwrap();
    let hash = words.content().hash();
    let signed =
        protocol::support::Support { proposal: proposal.bytes(), version: 1, text_hash: &hash, member: who.id.bytes() };
    let signature = signed.sign(world.cooperative.bytes(), who.keys.identity());
    Support { version: 1, hash, signature }
}

/// Nobody has more than twenty on their way: what earlier examples left of a member's is taken back.
async fn clear(world: &World, number: u32) {
    let (service, actor) = (&world.service, world.acting(number).await);
    for line in views::proposals(service, &actor).await.unwrap().lines {
        let moves: &[ProposalMove] = match line.state {
            _ if !line.mine.author || line.id == world.proposal => &[],
            ProposalState::Draft => &[ProposalMove::Open, ProposalMove::Withdraw],
            ProposalState::Open | ProposalState::Submitted => &[ProposalMove::Withdraw],
            _ => &[],
        };
        for happens in moves {
            let asked = Move { happens: *happens, assembly: None };
            match service::move_proposal(service, &actor, line.id, &asked).await {
                // Whoever wrote with others leaves it to whoever began.
                Ok(()) | Err(service::Error::Refused(Refusal::NotAuthor)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// Makes what an operation's example names.
pub async fn prepare(world: &World, operation: Operation, made: &mut Prepared) {
    let service = &world.service;
    let numbers: Vec<u32> =
        world.standings.iter().filter(|who| who.signed_in && !who.withheld).filter_map(|who| who.number).collect();
    let author = world.acting(AUTHOR).await;
    for number in &numbers {
        clear(world, *number).await;
    }
    match operation {
        Operation::SupportProposal | Operation::AmendProposal => made.proposal = Some(open(service, &author).await),
        Operation::WithdrawSupport => {
            let id = open(service, &author).await;
            for number in numbers {
                let (actor, support) = (world.acting(number).await, signed(world, world.member(number), id));
                service::support_proposal(service, &actor, id, &support).await.unwrap();
            }
            made.proposal = Some(id);
        }
        Operation::DecideProposal => {
            let id = open(service, &author).await;
            for number in numbers {
                let (actor, support) = (world.acting(number).await, signed(world, world.member(number), id));
                if service::support_proposal(service, &actor, id, &support).await.unwrap().enough() {
                    break;
                }
            }
            let asked = Move { happens: ProposalMove::Submit, assembly: None };
            service::move_proposal(service, &author, id, &asked).await.unwrap();
            made.proposal = Some(id);
            made.hidden = Some(draft(service, &world.acting(OTHER).await).await);
        }
        Operation::AnswerInvitation => {
            // Everybody is asked by the one before.
            for (n, number) in numbers.iter().copied().enumerate() {
                let by = world.acting(numbers[(n + numbers.len() - 1) % numbers.len()]).await;
                let id = draft(service, &by).await;
                service::invite_author(service, &by, id, &Invite { number }).await.unwrap();
                made.proposals.insert(number, id);
            }
        }
        Operation::DecideAmendment => {
            for number in numbers {
                let actor = world.acting(number).await;
                let id = open(service, &actor).await;
                made.amendments.insert(number, amendment(service, &actor, id).await);
            }
        }
        _ => {
            for number in numbers {
                made.proposals.insert(number, draft(service, &world.acting(number).await).await);
            }
        }
    }
    views::proposals(service, &author).await.unwrap();
}

/// The example of an operation as one member would send it.
pub fn example(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    use Operation::*;
    let prepared = world.prepared.lock().unwrap().clone();
    let the_one = || Example::of(Ids::proposal(prepared.proposal.expect("a proposal")));
    let own = || {
        let another = prepared.proposals.iter().find(|(number, _)| **number != who.number).expect("somebody else");
        Example::of(Ids::proposal(prepared.proposals[&who.number])).elsewhere(
            "another member's draft",
            Ids::proposal(*another.1),
            Err(Refusal::NotFound),
        )
    };
    match operation {
        ReadProposals => Example::of(Ids::default()),
        ReadProposal => Example::of(Ids::proposal(world.proposal)),
        PreviewText => Example::of(Ids::default()).body(json!({ "text": "Un *mot*." })),
        DraftProposal => Example::of(Ids::default()).body(words("Un brouillon.")),
        EditProposal => {
            own().body(json!({ "version": 1, "words": words("D’autres mots.") })).again(done, Refusal::NothingChanged)
        }
        MoveProposal => own().body(json!({ "happens": "open" })).again(done, Refusal::ProposalState),
        InviteAuthor => own().body(json!({ "number": 32 })),
        AnswerInvitation => own().body(json!({ "answer": "accept" })).again(done, Refusal::NotFound),
        SupportProposal => {
            let support = signed(world, who, prepared.proposal.expect("a proposal"));
            let body = serde_json::to_value(support).unwrap();
            Example { of_another: Some(Refusal::SupportInvalid), ..the_one().body(body) }
        }
        WithdrawSupport => the_one().again(done, Refusal::SupportNone),
        AmendProposal => the_one().body(json!({ "version": 1, "text": "L’assemblée remercie." })),
        DecideAmendment => {
            let another = prepared.amendments.iter().find(|(number, _)| **number != who.number).expect("somebody");
            Example::of(Ids::amendment(prepared.amendments[&who.number]))
                .body(json!({ "decision": "accept" }))
                .again(done, Refusal::AmendmentDecided)
                .elsewhere("one to another's proposal", Ids::amendment(*another.1), Err(Refusal::NotAuthor))
        }
        _ => the_one().body(json!({ "decision": "admit" })).again(done, Refusal::ProposalState).elsewhere(
            "a draft",
            Ids::proposal(prepared.hidden.expect("a draft")),
            Err(Refusal::NotFound),
        ),
    }
}
