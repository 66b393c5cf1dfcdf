//! The bureau of the assembly of the day, constituted again and again.

use domain::Refusal;
use domain::bureau::{ConstituteBureau, Seat};
use domain::ids::AssemblyId;
use domain::minutes_signed::SignMinutes;
use domain::roles::Actor;
use protocol::minutes_signed::MinutesSigned;
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

/// The code of the door of today, which is no other assembly's.
pub async fn of_door(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    let (over, to_come) = ("an assembly that is over", "an assembly to come");
    let (past, other) = (Ids::assembly(world.past), Ids::assembly(world.other));
    let example = Example::of(Ids::assembly(world.today)).elsewhere(over, past, Err(Refusal::AssemblyOver));
    let chair = world.acting(1).await;
    let mut hung = views::poster(&world.service, &chair, world.today).await.unwrap().hung;
    if operation == Operation::ChangeDoorCode {
        let hung = hung.map_or(0, |hung| hung.version);
        return example.body(json!({ "hung": hung })).elsewhere(to_come, other, Ok(()));
    }
    if hung.is_none() {
        service::change_door_code(&world.service, &chair, world.today, 0).await.unwrap();
        hung = views::poster(&world.service, &chair, world.today).await.unwrap().hung;
    }
    let hung = hung.expect("a code hangs");
    // Those with an even number try a code that hangs nowhere, and are left to take part from a distance.
    let right = who.number % 2 == 1;
    let code = if right { hung.code } else { "0".repeat(32) };
    Example { of_another: Some(Refusal::OtherSignedIn), ..example }
        .body(json!({ "code": code, "number": who.number }))
        .again(done && right, Refusal::AlreadyThere)
        .only_if(right, Refusal::DoorCodeOver)
        .elsewhere(to_come, other, Err(Refusal::DoorCodeOver))
}

/// Whether a member is at the assembly of today already.
pub async fn there(world: &World, who: &Member) -> bool {
    let chair = world.acting(1).await;
    let desk = views::desk(&world.service, &chair, world.today, &who.number.to_string()).await.unwrap();
    desk.lines.iter().any(|line| line.number == who.number && line.presence.counts())
}

/// A sheet of today that nobody has certified: somebody came or went since the one before.
pub async fn fixed(world: &World) -> u32 {
    let chair = world.acting(1).await;
    for comes in [true, false] {
        let asked = domain::attendance::RecordAttendance { number: SHEET, comes };
        service::record_attendance(&world.service, &chair, world.today, &asked).await.unwrap();
    }
    service::fix_sheet(&world.service, &chair, world.today).await.unwrap()
}

/// Who comes and goes at once, so that a sheet says something new.
const SHEET: u32 = 41;

/// A signature of today's minutes for the seat of the chair, by whoever sends it.
pub async fn of_minutes(world: &World, who: &Member) -> Example {
    let minutes = views::minutes(&world.service, &Actor::Anyone, world.today).await.unwrap().expect("published");
    let (hash, seat) = (minutes.hash(), Seat::Chair);
    let said = MinutesSigned { hash: &hash, seat: seat.word() };
    let signature = said.sign(world.cooperative.bytes(), who.keys.identity());
    let body = serde_json::to_value(SignMinutes { correction: 0, seat, hash, signature }).unwrap();
    // Whoever sits there had no key yet when an earlier bureau was constituted.
    let sits = who.number == 1;
    let there = if sits { Refusal::MinutesOnPaper } else { Refusal::NotFound };
    Example { of_another: Some(Refusal::MinutesSignatureInvalid), ..Example::of(Ids::assembly(world.today)) }
        .body(body)
        .only_if(sits, Refusal::NotFound)
        .elsewhere("an assembly that is over", Ids::assembly(world.past), Err(there))
        .elsewhere("an assembly to come", Ids::assembly(world.other), Err(Refusal::NotFound))
}

/// One more correction of today's minutes.
pub async fn of_corrections(world: &World) -> Example {
    let before = views::corrections(&world.service, &Actor::Anyone, world.today).await.unwrap().expect("published");
    Example::of(Ids::assembly(world.today))
        .body(json!({ "after": before.len(), "text": "Lire : Dole.", "reason": "Le lieu est faux." }))
        .elsewhere("an assembly to come", Ids::assembly(world.other), Err(Refusal::NotFound))
}

/// The attendance sheet of today, and of assemblies that have none.
pub async fn of_sheet(world: &World, operation: Operation, who: &Member, done: bool) -> Example {
    let (over, to_come) = ("an assembly that is over", "an assembly to come");
    let (past, other) = (Ids::assembly(world.past), Ids::assembly(world.other));
    let today = Example::of(Ids::assembly(world.today));
    match operation {
        // Chair, board and secretary lead every session; who sits in the bureau of today reads its sheet.
        Operation::ReadSheet => {
            let leads = service::policy::allow(&world.acting(who.number).await, Operation::FixSheet).is_ok();
            let desk = views::console(&world.service, &world.acting(1).await, world.today).await.unwrap().bureau;
            let sits = desk.bureau.iter().flat_map(|bureau| &bureau.seats).any(|seat| seat.number == Some(who.number));
            let there = if leads { Err(Refusal::BureauMissing) } else { Err(Refusal::NotFound) };
            today.only_if(leads || sits, Refusal::NotFound).elsewhere(to_come, other, there)
        }
        Operation::FixSheet => today.elsewhere(to_come, other, Err(Refusal::NotInSession)),
        _ => {
            let version = world.prepared.lock().unwrap().sheet.expect("a sheet");
            let own = operation == Operation::CertifySheet;
            let seat = if own { Seat::Chair } else { Seat::FirstScrutineer };
            today
                .body(json!({ "version": version, "seat": seat.word() }))
                .again(done, Refusal::SheetCertified)
                .only_if(!own || who.number == 1, Refusal::NotFound)
                .elsewhere(over, past, Err(Refusal::NotFound))
                .elsewhere(to_come, other, Err(Refusal::NotInSession))
        }
    }
}
