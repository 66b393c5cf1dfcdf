//! The bureau of the assembly of the day, constituted again and again.

use domain::Refusal;
use domain::bureau::{ConstituteBureau, Seat};
use domain::ids::AssemblyId;
use domain::roles::Actor;
use serde_json::json;
use service::policy::Operation;
use service::{Service, views};

use super::examples::{Example, Ids};
use super::world::{Member, World};

/// Who is asked to keep the minutes.
const CLERK: u32 = 5;

/// The bureau the offices suggest, in one press.
pub async fn constitute(service: &Service, by: &Actor, assembly: AssemblyId) {
    let form = views::console(service, by, assembly).await.unwrap().bureau.form;
    service::constitute_bureau(service, by, assembly, &form).await.unwrap();
}

async fn form(world: &World) -> ConstituteBureau {
    views::console(&world.service, &world.acting(1).await, world.today).await.unwrap().bureau.form
}

/// A version that waits for all of them but the chair, who constitutes it.
pub async fn waiting(world: &World) -> u32 {
    let asked = ConstituteBureau { aloud: false, secretary: CLERK.to_string(), ..form(world).await };
    service::constitute_bureau(&world.service, &world.acting(1).await, world.today, &asked).await.unwrap()
}

pub async fn example(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    let over = Ids::assembly(world.past);
    let to_come = Ids::assembly(world.other);
    let example = Example::of(Ids::assembly(world.today))
        .elsewhere("an assembly that is over", over, Err(Refusal::AssemblyOver))
        .elsewhere("an assembly to come", to_come, Err(Refusal::NotInSession));
    if operation == Operation::ConstituteBureau {
        let form = form(world).await;
        return example.body(serde_json::to_value(form).unwrap());
    }
    let version = world.prepared.lock().unwrap().bureau.expect("a bureau that waits");
    let own = operation == Operation::AcceptBureauSeat;
    let seat = if own { Seat::Secretary } else { Seat::FirstScrutineer };
    example
        .body(json!({ "version": version, "seat": seat.word() }))
        .again(done, Refusal::SeatAccepted)
        .only_if(!own || who.number == CLERK, Refusal::NotFound)
}
