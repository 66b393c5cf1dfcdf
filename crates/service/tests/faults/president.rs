//! The board elects its president: by two voices of two, another one than presides.

use domain::ids::RoundId;
use domain::offices::GiveOffice;
use domain::president::NamePresident;
use domain::roles::{Actor, Role};
use service::{Error, Service};

use crate::acts::{Act, Request};
use crate::world::{DAY, START, World};

/// Who is elected, and their number.
const ELECTED: usize = 2;
const NUMBER: u32 = 3;

/// Another director, and for what follows a round; of its close, both voices for the other.
pub async fn prepared(act: Act, world: &World) -> Request {
    let number = NUMBER;
    // The clock of each trial begins at the start of the assembly: all this was the day before.
    world.clock.set(START - DAY);
    let seat = GiveOffice { number, role: Role::Board, first_day: None, last_day: None };
    service::give_office(&world.service, world.chair(), &seat).await.unwrap();
    if act == Act::OpenPresidentRound {
        return Request::Nothing;
    }
    let round = service::open_president_round(&world.service, world.chair()).await.unwrap();
    if act == Act::ClosePresidentRound {
        let other = Actor::Member { id: world.people[ELECTED].id, roles: vec![Role::Board] };
        for who in [world.chair(), &other] {
            service::name_president(&world.service, who, round, &NamePresident { number }).await.unwrap();
        }
    }
    Request::Round(round)
}

pub async fn perform(act: Act, service: &Service, world: &World, round: RoundId) -> Result<String, Error> {
    if act == Act::NamePresident {
        let asked = NamePresident { number: NUMBER };
        return service::name_president(service, world.chair(), round, &asked).await.map(|()| String::new());
    }
    service::close_president_round(service, world.chair(), round).await.map(|elected| format!("{elected:?}"))
}
