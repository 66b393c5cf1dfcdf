//! Everybody tries everything, operation by operation through the day. What policy must answer is worked out here from
//! the audience and from who somebody is, and not by asking the code on trial.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::Refusal;
use domain::ids::MemberId;
use domain::roles::Role;
use serde_json::Value;
use service::policy::{Audience, Operation};
use store::testing::Contents;

use super::examples::{self, Example, Ids, Outcome};
use super::world::{HOLDERS, Standing, World};

/// What a way in makes of what it cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// Ids and bodies have types: nothing malformed can be said.
    Typed,
    /// `METHOD /path` with JSON.
    Rest,
    /// A form of our pages.
    Form,
}

/// A way to ask for an operation.
#[derive(Clone, Debug)]
pub struct Way {
    pub name: String,
    pub forms: Forms,
    /// Whether the request names what it is about, or that goes without saying.
    pub names: bool,
}

/// A request on its way in.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub operation: Operation,
    pub way: &'a Way,
    pub ids: Ids,
    pub body: Value,
    /// Sent instead of the body, byte for byte.
    pub raw: Option<&'static str>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub outcome: Outcome,
    /// Everything that was told, but for the id of the request.
    pub said: String,
}

/// The ways in, and how to go through one.
pub trait Doors {
    fn ways(&self, operation: Operation) -> Vec<Way>;
    async fn ask(&self, world: &World, who: &Standing, asked: &Asked<'_>) -> Answer;
    /// A refusal of policy as somebody hears it.
    fn heard(&self, _: &Standing, refusal: Refusal) -> Refusal {
        refusal
    }
    /// Further attempts that must be refused and leave no trace.
    async fn more(&self, _: &World, _: Operation, _: &Example) {}
}

/// Ids of nothing: as good as any, and not ids at all.
const MISSING: &str = "018f0000-0000-7000-8000-00000000dead";
const MALFORMED: [&str; 6] =
    ["nonsense", "018f0000-0000-7000-8000-00000000dead0", "-1", "%FF%FE", "..%2F..%2Fme", "%00"];

/// Why policy does not let somebody in, or that it does.
pub fn at_the_door(audience: Audience, who: &Standing) -> Option<Refusal> {
    let one_of = |roles: &[Role], refusal| (!who.roles.iter().any(|role| roles.contains(role))).then_some(refusal);
    match (audience, who.signed_in) {
        (Audience::Anyone, _) | (Audience::Member, true) => None,
        (_, false) => Some(Refusal::SignInFirst),
        (Audience::Chair, true) => one_of(&[Role::Chair], Refusal::NotYours),
        (Audience::Secretary, true) => one_of(&[Role::Secretary], Refusal::NotYours),
        (Audience::Minutes, true) => one_of(&[Role::Chair, Role::Secretary], Refusal::NotYours),
        (Audience::Board, true) => one_of(&[Role::Board, Role::Chair], Refusal::NotYours),
        (Audience::Desk, true) => {
            one_of(&[Role::Board, Role::Chair, Role::Secretary, Role::Scrutineer], Refusal::NotYours)
        }
        (Audience::Registrar, true) => one_of(&[Role::Board, Role::Chair, Role::Secretary], Refusal::NotYours),
        (Audience::RegisterReader, true) => {
            one_of(&[Role::Board, Role::Chair, Role::Secretary, Role::Auditor], Refusal::NotYours)
        }
        (Audience::Operator, true) => one_of(&[Role::Operator], Refusal::NotYours),
        (Audience::KeyHolder, true) => one_of(&[Role::KeyHolder], Refusal::NotKeyHolder),
    }
}

/// Walks the day. Fails on the first answer that is not the one expected, on the first refused request that left a
/// trace, and in the end on any operation that nobody could do, or anybody.
pub async fn walk(world: &World, doors: &impl Doors) {
    let mut trial = Trial {
        world,
        doors,
        done: HashSet::new(),
        second: false,
        allowed: HashMap::new(),
        denied: HashMap::new(),
        before: None,
    };
    let mut day = Operation::ALL.to_vec();
    day.sort_by_key(|operation| examples::step(*operation));
    let mut asked = 0;
    for operation in day {
        for (turn, way) in doors.ways(operation).into_iter().enumerate() {
            trial.second = turn > 0;
            world.prepare(operation).await;
            trial.before = None;
            // Boxed: the futures of everything one can do are large.
            Box::pin(trial.those_who_may_not(operation, &way)).await;
            Box::pin(trial.what_may_not_be(operation, &way)).await;
            Box::pin(trial.those_who_may(operation, &way)).await;
            let count = |of: &HashMap<(Operation, String), u32>| of.get(&(operation, way.name.clone())).copied();
            assert!(count(&trial.allowed).unwrap_or(0) > 0, "{operation:?} by {}: nobody could do it", way.name);
            let denied = count(&trial.denied).unwrap_or(0) > 0;
            assert_eq!(denied, operation.audience() != Audience::Anyone, "{operation:?} by {}: denied", way.name);
            asked += 1;
        }
        Box::pin(trial.go_on(operation)).await;
    }
    eprintln!("{} operations by {asked} ways, {} standings", Operation::ALL.len(), world.standings.len());
}

struct Trial<'w, D> {
    world: &'w World,
    doors: &'w D,
    /// What was done, and by whom where each does it for themselves.
    done: HashSet<(Operation, Option<u32>, bool)>,
    /// Whether the operation was done by another way already.
    second: bool,
    allowed: HashMap<(Operation, String), u32>,
    denied: HashMap<(Operation, String), u32>,
    /// Everything the database held when it was last looked at, if nothing was to change since.
    before: Option<Contents>,
}

impl<'w, D: Doors> Trial<'w, D> {
    /// Whoever policy does not let in is told so, whatever they ask for: what is there, what is not, what is no request
    /// at all. The answers to one person do not differ, and nothing is changed.
    async fn those_who_may_not(&mut self, operation: Operation, way: &Way) {
        self.look().await;
        let outside = |who: &&Standing| at_the_door(operation.audience(), who).is_some();
        let outsiders: Vec<&Standing> = self.world.standings.iter().filter(outside).collect();
        if outsiders.is_empty() {
            return;
        }
        let example = self.example(operation, 5).await;
        Box::pin(self.doors.more(self.world, operation, &example)).await;
        let mut told: HashMap<Refusal, BTreeSet<String>> = HashMap::new();
        for who in outsiders {
            let refusal = self.doors.heard(who, at_the_door(operation.audience(), who).unwrap());
            for (what, ids, raw) in attempts(&example, way) {
                let body = example.body.clone();
                let answer = Box::pin(self.doors.ask(self.world, who, &Asked { operation, way, ids, body, raw })).await;
                let case = format!("{operation:?} by {}, {}, {what}: {}", way.name, who.name, answer.said);
                assert_eq!(answer.outcome, Err(refusal), "{case}");
                told.entry(refusal).or_default().insert(answer.said);
            }
            *self.denied.entry((operation, way.name.clone())).or_default() += 1;
        }
        for (refusal, told) in told {
            let two: Vec<&String> = told.iter().take(2).collect();
            assert_eq!(told.len(), 1, "{operation:?} by {}: {refusal} is told in ways that differ: {two:#?}", way.name);
        }
        self.unchanged(&format!("{operation:?} by {}, refused", way.name)).await;
    }

    /// Whom policy lets in, and who asks for what does not exist, is another's, or is no request.
    async fn what_may_not_be(&mut self, operation: Operation, way: &Way) {
        self.look().await;
        for (who, number) in self.insiders(operation) {
            let example = self.example(operation, number).await;
            let outcome = examples::told(operation, who, example.outcome);
            for (what, ids, expected) in self.names(operation, &example, way) {
                // Malformed is said before anything else.
                let malformed = expected == Err(Refusal::Malformed)
                    || (way.forms == Forms::Rest && MALFORMED.contains(&what.as_str()));
                let expected = if malformed { expected } else { examples::told(operation, who, expected) };
                let asked = Asked { operation, way, ids, body: example.body.clone(), raw: None };
                self.expect(who, &asked, expected, &what).await;
            }
            if way.forms == Forms::Rest && !example.body.is_null() {
                for raw in ["", "{", "[]", "null", "{\"unknown\":1}"] {
                    let ids = example.ids.clone();
                    let asked = Asked { operation, way, ids, body: Value::Null, raw: Some(raw) };
                    self.expect(who, &asked, Err(Refusal::Malformed), raw).await;
                }
            }
            if example.outcome.is_ok() && outcome.is_ok() {
                Box::pin(self.what_is_anothers(operation, way, who, number, &example)).await;
            }
        }
        self.unchanged(&format!("{operation:?} by {}, refused to those it is for", way.name)).await;
    }

    /// The owner's id in the body replaced by another member's, by nobody's, by nonsense; then another's body, whole.
    async fn what_is_anothers(&self, operation: Operation, way: &Way, who: &Standing, number: u32, example: &Example) {
        let another = self.world.member(if number == HOLDERS[0] { HOLDERS[1] } else { HOLDERS[0] });
        let ids = || example.ids.clone();
        if let Some(owner) = example.owner {
            let mut told = BTreeSet::new();
            let missing = MemberId(MISSING.parse().unwrap());
            for (what, id) in [("another member's voice", another.id), ("nobody's voice", missing)] {
                let body = with(&example.body, owner.field, &written(id, owner.hex));
                let asked = Asked { operation, way, ids: ids(), body, raw: None };
                told.insert(self.expect(who, &asked, Err(owner.refusal), what).await);
            }
            assert_eq!(told.len(), 1, "{operation:?} tells whose voice exists: {told:?}");
            for nonsense in MALFORMED.iter().filter(|_| way.forms != Forms::Typed) {
                let body = with(&example.body, owner.field, nonsense);
                let asked = Asked { operation, way, ids: ids(), body, raw: None };
                self.expect(who, &asked, Err(Refusal::Malformed), nonsense).await;
            }
        }
        if let Some(refusal) = example.of_another {
            let body = self.example(operation, another.number).await.body;
            let asked = Asked { operation, way, ids: ids(), body, raw: None };
            self.expect(who, &asked, Err(refusal), "what another member made").await;
        }
    }

    /// Those it is for do it.
    async fn those_who_may(&mut self, operation: Operation, way: &Way) {
        self.look().await;
        for (who, number) in self.insiders(operation) {
            let example = self.example(operation, number).await;
            let outcome = examples::told(operation, who, example.outcome);
            let asked = Asked { operation, way, ids: example.ids, body: example.body, raw: None };
            let apart = examples::by_message(operation).filter(|_| who.withheld);
            let outcome = apart.unwrap_or(outcome);
            self.expect(who, &asked, outcome, "as it should be").await;
            if outcome.is_ok() {
                self.done.insert((operation, examples::personal(operation).then_some(number), self.second));
                *self.allowed.entry((operation, way.name.clone())).or_default() += 1;
            }
        }
        if reads(operation) {
            self.unchanged(&format!("{operation:?} by {}, which only reads", way.name)).await;
        } else {
            self.before = None;
        }
    }

    /// Those whom policy lets in, each with the member whose example they send: their own, or somebody's.
    fn insiders(&self, operation: Operation) -> Vec<(&'w Standing, u32)> {
        let inside = |who: &&Standing| at_the_door(operation.audience(), who).is_none();
        let world: &'w World = self.world;
        world.standings.iter().filter(inside).map(|who| (who, who.number.unwrap_or(5))).collect()
    }

    async fn example(&self, operation: Operation, number: u32) -> Example {
        let personal = examples::personal(operation).then_some(number);
        // The demo's members have their keys, except those proposed on its page.
        let keyed = operation == Operation::RegisterKey && number > service::demo::PROPOSED;
        let done = keyed || self.done.contains(&(operation, personal, self.second));
        Box::pin(examples::example(self.world, operation, self.world.member(number), self.second, done)).await
    }

    /// Requests that name something else, with what is answered.
    fn names(&self, operation: Operation, example: &Example, way: &Way) -> Vec<(String, Ids, Outcome)> {
        if !way.names || !example.ids.name_something() {
            return Vec::new();
        }
        let mut names = vec![("what does not exist".to_owned(), example.ids.with_each(MISSING), Err(example.missing))];
        // What would be done there is not tried: this is about refusals.
        let elsewhere = example.elsewhere.iter().filter(|(_, _, outcome)| outcome.is_err() || reads(operation));
        names.extend(elsewhere.map(|(what, ids, outcome)| ((*what).to_owned(), ids.clone(), *outcome)));
        // In a path it names nothing, unless it is not even text; in a body or a form it is no request.
        let refusal = |id: &str| match way.forms {
            Forms::Rest if example.ids.member.is_none() && !id.contains("%FF") => Refusal::NotFound,
            _ => Refusal::Malformed,
        };
        if way.forms != Forms::Typed {
            names.extend(MALFORMED.map(|id| (id.to_owned(), example.ids.with_each(id), Err(refusal(id)))));
        }
        names
    }

    async fn expect(&self, who: &Standing, asked: &Asked<'_>, expected: Outcome, what: &str) -> String {
        let answer = Box::pin(self.doors.ask(self.world, who, asked)).await;
        let case = format!("{:?} by {}, {}, {what}: {}", asked.operation, asked.way.name, who.name, answer.said);
        assert_eq!(answer.outcome, expected, "{case}");
        answer.said
    }

    async fn look(&mut self) {
        if self.before.is_none() {
            self.before = Some(self.world.place.contents().await.unwrap());
        }
    }

    async fn unchanged(&mut self, what: &str) {
        let now = self.world.place.contents().await.unwrap();
        let difference = self.before.replace(now.clone()).expect("a look before").difference(&now);
        assert!(difference.is_empty(), "{what}, and yet:\n{difference}");
    }

    async fn give_up_what_was_put(&mut self) {
        let service = &self.world.service;
        for item in service::views::assembly(service, self.world.today).await.unwrap().items {
            if item.cause.is_some() && !item.state.over() {
                service::void_vote(service, &self.world.acting(1).await, item.vote, "Non.").await.unwrap();
            }
        }
        self.before = None;
    }

    /// What the next step of the day needs besides the examples themselves.
    async fn go_on(&mut self, operation: Operation) {
        if operation == Operation::PutToVote {
            // Nobody votes on it: the minutes wait for every vote.
            self.give_up_what_was_put().await;
        }
        if self.second {
            return;
        }
        let (service, secret) = (&self.world.service, self.world.secret);
        match operation {
            Operation::OpenVote => {
                service::open_vote(service, &self.world.acting(1).await, secret).await.unwrap();
            }
            Operation::VoidVote => {
                let spare = self.world.spare[1];
                service::void_vote(service, &self.world.acting(1).await, spare, "Non.").await.unwrap();
            }
            Operation::CloseVote => {
                service::close_vote(service, &self.world.acting(1).await, secret).await.unwrap();
            }
            _ => return,
        }
        self.before = None;
    }
}

fn reads(operation: Operation) -> bool {
    operation == Operation::FollowAssembly || format!("{operation:?}").starts_with("Read")
}

/// What somebody tries who may not: the request itself, and others that name what is not there or are none.
fn attempts(example: &Example, way: &Way) -> Vec<(String, Ids, Option<&'static str>)> {
    let mut attempts = vec![("as it should be".to_owned(), example.ids.clone(), None)];
    if way.names && example.ids.name_something() {
        let malformed = if way.forms == Forms::Typed { &[][..] } else { &MALFORMED[..] };
        let ids = [MISSING].iter().chain(malformed).map(|id| ((*id).to_owned(), example.ids.with_each(id), None));
        attempts.extend(ids);
        let elsewhere = example.elsewhere.iter();
        attempts.extend(elsewhere.map(|(what, ids, _)| ((*what).to_owned(), ids.clone(), None)));
    }
    if way.forms != Forms::Typed {
        attempts.extend(["", "{", "\u{0}"].map(|raw| (format!("the body {raw:?}"), example.ids.clone(), Some(raw))));
    }
    attempts
}

/// A copy with one field replaced.
fn with(body: &Value, field: &str, value: &str) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(field).expect("the field that names the owner") = value.into();
    body
}

fn written(id: MemberId, hex: bool) -> String {
    if hex { id.0.simple().to_string() } else { id.to_string() }
}
