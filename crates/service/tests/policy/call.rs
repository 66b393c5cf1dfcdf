//! Requests handed to the service's functions, one function or more for each operation.

mod acts;
mod more_acts;
mod reads;

use domain::roles::Actor;
use serde::de::DeserializeOwned;
use serde_json::Value;
use service::policy::Operation;
use service::{Error, Service, views};

use crate::stale;
use crate::trial::examples::{Example, Ids};
use crate::trial::walk::{Answer, Asked, Doors, Forms, Way};
use crate::trial::world::{Standing, World};

/// The functions themselves. Who asks is whoever the service says the token is.
pub struct Functions;

impl Doors for Functions {
    fn ways(&self, _: Operation) -> Vec<Way> {
        vec![Way { name: "its functions".to_owned(), forms: Forms::Typed, names: true }]
    }

    async fn ask(&self, world: &World, who: &Standing, asked: &Asked<'_>) -> Answer {
        let token = who.token.as_deref();
        let signed = match token {
            Some(token) => world.service.actor_of(token).await.unwrap(),
            None => None,
        };
        let actor = signed.map_or(Actor::Anyone, |signed| signed.actor);
        let outcome = Box::pin(call(&world.service, &actor, token, asked.operation, &asked.ids, &asked.body)).await;
        answer(outcome)
    }

    async fn more(&self, world: &World, operation: Operation, example: &Example) {
        stale::tries(world, operation, example).await;
    }
}

/// A refusal as an answer. An internal error is none.
pub fn answer(outcome: Result<(), Error>) -> Answer {
    let outcome = outcome.map_err(|error| match error {
        Error::Refused(refusal) => refusal,
        Error::Internal(error) => panic!("failed instead of refusing: {error}"),
    });
    Answer { outcome, said: format!("{outcome:?}") }
}

/// What two views of one operation answer, which let in the same people.
fn both(one: Result<(), Error>, other: Result<(), Error>) -> Result<(), Error> {
    assert_eq!(format!("{one:?}"), format!("{other:?}"), "two views of one operation");
    one.and(other)
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &Option<String>) -> T {
    text.as_ref().expect("an id").parse().unwrap()
}

fn read<T: DeserializeOwned>(body: &Value) -> T {
    serde_json::from_value(body.clone()).unwrap()
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().expect("a field of text")
}

/// Everything that a request says.
#[derive(Clone, Copy)]
struct Called<'a> {
    service: &'a Service,
    actor: &'a Actor,
    token: Option<&'a str>,
    operation: Operation,
    ids: &'a Ids,
    body: &'a Value,
}

/// Calls what the doors of an operation call. In three parts: each arm of a `match` has its own place on the stack.
pub async fn call(
    service: &Service,
    actor: &Actor,
    token: Option<&str>,
    operation: Operation,
    ids: &Ids,
    body: &Value,
) -> Result<(), Error> {
    let called = Called { service, actor, token, operation, ids, body };
    let found = Box::pin(reads::call(called)).await?
        || Box::pin(acts::call(called)).await?
        || Box::pin(more_acts::call(called)).await?;
    assert!(found, "nothing calls {operation:?}");
    Ok(())
}
