//! Forms about shares: a member's requests, the board's decisions, payments and corrections. What was typed goes back into
//! the form that refused it.

use domain::Refusal;
use domain::ids::MemberId;
use domain::money::Cents;
use domain::share_requests::{AskShares, DecideRequest, RecordPayment, RequestKind, Verdict};
use leptos::prelude::*;

use super::{back, context, parse, to};

/// Most characters of a field that go back into the form.
const BACK: usize = 200;

pub(super) fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<AskForShares>();
    register_explicit::<WithdrawShareRequest>();
    register_explicit::<DecideShareRequest>();
    register_explicit::<RecordSharePayment>();
    register_explicit::<CancelShares>();
    register_explicit::<ReverseShareEntry>();
    register_explicit::<RepayShares>();
}

/// A number as people write it. Empty and nonsense are no number of shares.
fn number(text: &str) -> Result<u32, service::Error> {
    text.trim().parse().map_err(|_| service::Error::Refused(Refusal::TooFewShares))
}

/// An address with what was typed as its query.
fn typed(page: &str, fields: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        query.append_pair(name, &value.chars().take(BACK).collect::<String>());
    }
    format!("{page}?{}", query.finish())
}

/// A member asks the board for shares, to pass some on, to have some back.
#[server(prefix = "/rpc", endpoint = "ask-shares")]
pub async fn ask_for_shares(
    kind: String,
    #[server(default)] shares: String,
    #[server(default)] receiver: String,
    #[server(default)] leaves: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match asked(&kind, &shares, &receiver, !leaves.is_empty()) {
        Ok(asked) => service::ask_shares(&app.service, &who.actor, &asked).await,
        Err(error) => Err(error),
    };
    let page =
        typed("/me/shares", &[("kind", &kind), ("shares", &shares), ("receiver", &receiver), ("leaves", &leaves)]);
    outcome.map_or_else(|error| back(&page, &error), |_| to("/me/shares?asked=1"))
}

fn asked(kind: &str, shares: &str, receiver: &str, leaves: bool) -> Result<AskShares, service::Error> {
    let kind = RequestKind::ALL.into_iter().find(|known| known.word() == kind);
    let kind = kind.ok_or(service::Error::Refused(Refusal::Malformed))?;
    let receiver = match kind {
        // A number nobody has: a name, a typing error.
        RequestKind::Transfer => {
            Some(receiver.trim().parse().map_err(|_| service::Error::Refused(Refusal::NotAMember))?)
        }
        _ => None,
    };
    let shares = if leaves { number(shares).unwrap_or(0) } else { number(shares)? };
    Ok(AskShares { kind, shares, receiver, leaves })
}

/// A member takes a request back.
#[server(prefix = "/rpc", endpoint = "withdraw-share-request")]
pub async fn withdraw_share_request(request: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&request) {
        Ok(id) => service::withdraw_share_request(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/me/shares", &error), |()| to("/me/shares"))
}

/// The board grants or refuses.
#[server(prefix = "/rpc", endpoint = "decide-share-request")]
pub async fn decide_share_request(
    request: String,
    decision: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let verdict = match decision.as_str() {
        "grant" => Ok(Verdict::Grant),
        "refuse" => Ok(Verdict::Refuse),
        _ => Err(service::Error::Refused(Refusal::Malformed)),
    };
    let outcome = match (parse(&request), verdict) {
        (Ok(id), Ok(decision)) => {
            let decision = DecideRequest { decision, reason: reason.clone() };
            service::decide_share_request(&app.service, &who.actor, id, &decision).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let page = typed("/register/shares", &[("request", &request), ("reason", &reason)]);
    outcome.map_or_else(|error| back(&page, &error), |()| to("/register/shares"))
}

/// The board enters a payment.
#[server(prefix = "/rpc", endpoint = "record-payment")]
pub async fn record_share_payment(
    member: String,
    #[server(default)] amount: String,
    #[server(default)] on: String,
    #[server(default)] reference: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match payment(&member, &amount, &on, &reference) {
        Ok(payment) => service::record_payment(&app.service, &who.actor, &payment).await,
        Err(error) => Err(error),
    };
    let page = typed(&ledger(&member), &[("amount", &amount), ("on", &on), ("reference", &reference)]);
    match outcome {
        Ok(entered) if entered.before => to(&format!("{}?before={}", ledger(&member), entered.entry)),
        Ok(entered) => to(&format!("{}?entered={}", ledger(&member), entered.entry)),
        Err(error) => back(&page, &error),
    }
}

fn payment(member: &str, amount: &str, on: &str, reference: &str) -> Result<RecordPayment, service::Error> {
    Ok(RecordPayment {
        member: parse(member)?,
        cents: Cents::parse(amount)?,
        on: (!on.trim().is_empty()).then(|| on.to_owned()),
        reference: reference.to_owned(),
    })
}

/// The page of a member's ledger; of everybody's, when the id is none.
fn ledger(member: &str) -> String {
    match member.parse::<MemberId>() {
        Ok(id) => format!("/register/{id}/shares"),
        Err(_) => "/register/shares".to_owned(),
    }
}

/// The board cancels shares that were never paid.
#[server(prefix = "/rpc", endpoint = "cancel-shares")]
pub async fn cancel_shares(member: String, #[server(default)] shares: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match (parse(&member), number(&shares)) {
        (Ok(id), Ok(count)) => service::cancel_shares(&app.service, &who.actor, id, count).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let page = typed(&ledger(&member), &[("cancel", &shares)]);
    outcome.map_or_else(|error| back(&page, &error), |()| to(&ledger(&member)))
}

/// The board undoes an entry.
#[server(prefix = "/rpc", endpoint = "reverse-share-entry")]
pub async fn reverse_share_entry(
    entry: String,
    #[server(default)] member: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&entry) {
        Ok(id) => service::reverse_share_entry(&app.service, &who.actor, id, &reason).await,
        Err(error) => Err(error),
    };
    let page = typed(&ledger(&member), &[("undo", &entry), ("why", &reason)]);
    outcome.map_or_else(|error| back(&page, &error), |member| to(&ledger(&member.to_string())))
}

/// The board pays the shares of a former member back.
#[server(prefix = "/rpc", endpoint = "repay-shares")]
pub async fn repay_shares(member: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&member) {
        Ok(id) => service::repay_shares(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back(&ledger(&member), &error), |()| to(&ledger(&member)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal<T>(outcome: Result<T, service::Error>) -> Option<Refusal> {
        outcome.err().map(|error| error.refusal())
    }

    #[test]
    fn a_receiver_is_a_number_and_nobody_else() {
        assert_eq!(asked("transfer", " 2 ", " 12 ", false).map(|asked| asked.receiver).ok(), Some(Some(12)));
        for nobody in ["", "Camille", "-1", "1.5"] {
            assert_eq!(refusal(asked("transfer", "2", nobody, false)), Some(Refusal::NotAMember), "{nobody}");
        }
        assert_eq!(refusal(asked("subscription", "deux", "", false)), Some(Refusal::TooFewShares));
        assert!(asked("withdrawal", "", "", true).is_ok_and(|asked| asked.leaves && asked.shares == 0));
        assert_eq!(refusal(asked("gift", "2", "", false)), Some(Refusal::Malformed));
    }

    #[test]
    fn what_was_typed_goes_back_whole() {
        assert_eq!(typed("/me/shares", &[("a", "1 & 2"), ("b", "é")]), "/me/shares?a=1+%26+2&b=%C3%A9");
        assert!(typed("/", &[("a", &"x".repeat(999))]).len() < 210);
    }
}
