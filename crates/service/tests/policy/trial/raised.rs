//! Votes by show of hands in two assemblies of their own: in one the second scrutineer has a key, in the other none yet.

use domain::Refusal;
use domain::bureau::ConstituteBureau;
use domain::ids::VoteId;
use domain::roles::Actor;
use domain::vote::VoteMode;
use serde_json::json;
use service::policy::Operation;
use service::{Service, views};

use super::examples::{Example, Ids};
use super::world::{Member, World, convocation};

/// Who counts in the first place, who in the second: nobody signs in as 22, and 3 makes a key on the day only.
pub const COUNTS: u32 = 7;
const SECONDS: [u32; 2] = [22, 3];

/// Of each assembly, two that wait for their hands and two that are not open.
pub async fn votes(service: &Service, chair: &Actor, now: i64) -> [[VoteId; 4]; 2] {
    let mut made = [[VoteId(uuid::Uuid::nil()); 4]; 2];
    for of in &mut made {
        let called = convocation(now, &[VoteMode::Open; 4], &[]);
        let assembly = service::convene(service, chair, &called).await.unwrap();
        let all = views::assembly(service, assembly).await.unwrap().items;
        *of = std::array::from_fn(|at| all[at].vote);
    }
    made
}

/// Their sessions have begun, and the box of the first two is closed.
pub async fn begin(service: &Service, chair: &Actor, made: &[[VoteId; 4]; 2]) {
    for (nth, second) in SECONDS.into_iter().enumerate() {
        let (view, _) = views::vote(service, made[nth][0]).await.unwrap();
        service::open_session(service, chair, view.id).await.unwrap();
        let form = views::console(service, chair, view.id).await.unwrap().bureau.form;
        let asked = ConstituteBureau {
            first_scrutineer: COUNTS.to_string(),
            second_scrutineer: second.to_string(),
            aloud: true,
            ..form
        };
        service::constitute_bureau(service, chair, view.id, &asked).await.unwrap();
        for vote in &made[nth][..2] {
            service::open_by_hands(service, chair, *vote).await.unwrap();
            service::close_vote(service, chair, *vote).await.unwrap();
        }
    }
}

pub fn example(world: &World, operation: Operation, who: &Member, second: bool, done: bool) -> Example {
    let (over, to_come) = ("a vote of an assembly that is over", "a vote of an assembly to come");
    let (past, other) = (Ids::vote(world.past_vote), Ids::vote(world.other_vote));
    let [own, aloud] = &world.raised;
    let hands = json!({ "for": 0, "against": 0, "abstain": 0 });
    match operation {
        Operation::OpenByHands => Example::of(Ids::vote(own[2 + usize::from(second)]))
            .again(done, Refusal::VoteAlreadyOpen)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
        // Who leads the session, and who counts.
        Operation::ReadHands => Example::of(Ids::vote(own[0]))
            .only_if([1, 2, 6, COUNTS].contains(&who.number), Refusal::NotFound)
            .elsewhere(over, past, Err(Refusal::NotFound))
            .elsewhere(to_come, other, Err(Refusal::NotFound)),
        Operation::CountHands => Example::of(Ids::vote(own[usize::from(second)]))
            .body(json!({ "round": 1, "hands": hands }))
            .again(done, Refusal::HandsTyped)
            .only_if(who.number == COUNTS, Refusal::NotFound)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
        _ => Example::of(Ids::vote(aloud[usize::from(second)]))
            .body(json!({ "seat": "second-scrutineer", "round": 1, "hands": hands }))
            .again(done, Refusal::HandsTyped)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
    }
}
