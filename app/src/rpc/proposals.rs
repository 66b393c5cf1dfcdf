//! Forms of one button or field about proposals. Those in which something is written are answered by their pages
//! (`pages::FORMS`).

use domain::Refusal;
use domain::proposals::{
    AmendmentMove, Answer, AnswerInvitation as Said, DecideAmendment as Decided, Invite, Move, ProposalMove,
};
use leptos::prelude::*;

use super::{back, context, parse, to};

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<MoveProposal>();
    register_explicit::<InviteAuthor>();
    register_explicit::<AnswerInvitation>();
    register_explicit::<WithdrawSupport>();
    register_explicit::<DecideAmendment>();
    register_explicit::<RemoveAttachment>();
}

const MALFORMED: service::Error = service::Error::Refused(Refusal::Malformed);

/// The page of a thing with an id; of what is no id, the list.
fn page(folder: &str, id: &str) -> String {
    if parse::<uuid::Uuid>(id).is_ok() { format!("/{folder}/{id}") } else { "/proposals".to_owned() }
}

/// An author opens a proposal for support, submits it, takes it back.
#[server(prefix = "/rpc", endpoint = "move-proposal")]
pub async fn move_proposal(
    proposal: String,
    happens: String,
    #[server(default)] assembly: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let happens = match happens.as_str() {
        "open" => Ok(ProposalMove::Open),
        "submit" => Ok(ProposalMove::Submit),
        "withdraw" => Ok(ProposalMove::Withdraw),
        _ => Err(MALFORMED),
    };
    let assembly = if assembly.is_empty() { Ok(None) } else { parse(&assembly).map(Some) };
    let outcome = match (parse(&proposal), happens, assembly) {
        (Ok(id), Ok(happens), Ok(assembly)) => {
            let asked = Move { happens, assembly };
            let moved = service::move_proposal(&app.service, &who.actor, id, &asked).await;
            // A draft that was thrown away has no page any more.
            let there = service::views::proposal(&app.service, &who.actor, id).await.is_ok();
            moved.map(|()| there)
        }
        (Err(error), ..) | (_, Err(error), _) | (_, _, Err(error)) => Err(error),
    };
    let page = page("proposals", &proposal);
    match outcome {
        Ok(true) => to(&page),
        Ok(false) => to("/proposals"),
        Err(error) => back(&page, &error),
    }
}

/// An author asks another member to write too.
#[server(prefix = "/rpc", endpoint = "invite-author")]
pub async fn invite_author(proposal: String, number: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let asked = number.trim().parse().map_err(|_| service::Error::Refused(Refusal::NoSuchNumber));
    let outcome = match (parse(&proposal), asked) {
        (Ok(id), Ok(number)) => service::invite_author(&app.service, &who.actor, id, &Invite { number }).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let page = page("proposals", &proposal);
    let typed = form_urlencoded::Serializer::new(String::new())
        .append_pair("number", &number.chars().take(20).collect::<String>())
        .finish();
    outcome.map_or_else(|error| back(&format!("{page}?{typed}"), &error), |()| to(&page))
}

/// Somebody asked to write too answers.
#[server(prefix = "/rpc", endpoint = "answer-invitation")]
pub async fn answer_invitation(proposal: String, answer: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let said = match answer.as_str() {
        "accept" => Ok(Answer::Accept),
        "decline" => Ok(Answer::Decline),
        _ => Err(MALFORMED),
    };
    let page = page("proposals", &proposal);
    let outcome = match (parse(&proposal), said) {
        (Ok(id), Ok(answer)) => {
            let said = Said { answer };
            service::answer_invitation(&app.service, &who.actor, id, &said).await.map(|()| answer)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match outcome {
        Ok(Answer::Accept) => to(&page),
        // Whoever declined sees the draft no more.
        Ok(Answer::Decline) => to("/proposals"),
        Err(error) => back(&page, &error),
    }
}

/// A member takes a support back.
#[server(prefix = "/rpc", endpoint = "withdraw-support")]
pub async fn withdraw_support(proposal: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&proposal) {
        Ok(id) => service::withdraw_support(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    let page = page("proposals", &proposal);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// The authors answer an amendment, or whoever asked for it takes it back.
#[server(prefix = "/rpc", endpoint = "decide-amendment")]
pub async fn decide_amendment(amendment: String, decision: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let decision = match decision.as_str() {
        "accept" => Ok(AmendmentMove::Accept),
        "put-to-vote" => Ok(AmendmentMove::PutToVote),
        "withdraw" => Ok(AmendmentMove::Withdraw),
        _ => Err(MALFORMED),
    };
    let outcome = match (parse(&amendment), decision) {
        (Ok(id), Ok(decision)) => service::decide_amendment(&app.service, &who.actor, id, &Decided { decision }).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let page = page("amendments", &amendment);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}

/// An author takes a file away.
#[server(prefix = "/rpc", endpoint = "remove-attachment")]
pub async fn remove_attachment(attachment: String, #[server(default)] proposal: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&attachment) {
        Ok(id) => service::remove_attachment(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    let page = page("proposals", &proposal);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&page))
}
