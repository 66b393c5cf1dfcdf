//! What only exists because somebody asked for it first: dialogues with authenticators, passkeys to name or to remove,
//! offices to end.

use std::collections::HashMap;

use domain::ids::{PasskeyId, RoundId, TermId};
use domain::offices::{GiveOffice, Stands};
use domain::passkeys::{AnswerPasskey, FinishPasskey};
use domain::roles::Role;
use serde_json::Value;
use service::policy::Operation;
use service::views;

use super::soft::Soft;
use super::world::{SITE, Standing, World};

/// What was prepared, for each member by number.
#[derive(Clone, Default)]
pub struct Keys {
    /// Bodies to send.
    pub bodies: HashMap<u32, Value>,
    /// One more passkey of each.
    pub passkeys: HashMap<u32, PasskeyId>,
    /// An office held, and one that is over.
    pub held: Option<TermId>,
    pub over: Option<TermId>,
    /// A round in which the board elects its president.
    pub round: Option<RoundId>,
}

fn body(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Everybody signed in with offices and all, once.
fn signed_in(world: &World) -> Vec<(&Standing, u32)> {
    let fit = world.standings.iter().filter(|who| who.signed_in && !who.withheld);
    fit.filter_map(|who| Some((who, who.number?))).collect()
}

impl World {
    /// What an operation on passkeys or offices needs.
    pub async fn prepare_keys(&self, operation: Operation) -> Option<Keys> {
        let mut made = Keys::default();
        match operation {
            Operation::FinishPasskey => {
                for (who, number) in signed_in(self) {
                    let (device, body) = self.new_passkey(who, &format!("first of {number}")).await;
                    self.devices.lock().unwrap().insert(number, device);
                    made.bodies.insert(number, body);
                }
            }
            Operation::RenamePasskey | Operation::RemovePasskey => {
                let round = self.rounds();
                for (who, number) in signed_in(self) {
                    let (_, body) = self.new_passkey(who, &format!("{round} of {number}")).await;
                    let (actor, token) = (self.acting(number).await, who.token.as_deref().unwrap());
                    let body: FinishPasskey = serde_json::from_value(body).unwrap();
                    let line = service::finish_passkey(&self.service, &actor, token, &body).await.unwrap();
                    made.passkeys.insert(number, line.id);
                }
            }
            Operation::FinishSecondByPasskey => {
                for (_, number) in signed_in(self) {
                    let actor = self.acting(number).await;
                    let begun = service::begin_second_by_passkey(&self.service, &actor).await.unwrap();
                    let credential = self.shown(number, &begun.options);
                    made.bodies.insert(number, body(&AnswerPasskey { dialogue: begun.dialogue, credential }));
                }
            }
            Operation::FinishPasskeySignIn => {
                let begun = service::begin_passkey_sign_in(&self.service).await.unwrap();
                let credential = self.shown(5, &begun.options);
                made.bodies.insert(5, body(&AnswerPasskey { dialogue: begun.dialogue, credential }));
            }
            Operation::EndOffice => {
                let chair = self.acting(1).await;
                let asked = GiveOffice { number: 17, role: Role::Scrutineer, first_day: None, last_day: None };
                made.held = Some(service::give_office(&self.service, &chair, &asked).await.unwrap());
                let offices = views::offices(&self.service, &chair).await.unwrap();
                made.over = offices.terms.iter().find(|term| term.stands == Stands::Over).map(|term| term.id);
            }
            Operation::OpenPresidentRound => {
                let chair = self.acting(1).await;
                if let Some(round) = views::offices(&self.service, &chair).await.unwrap().president.open {
                    service::close_president_round(&self.service, &chair, round.id).await.unwrap();
                }
            }
            Operation::NamePresident | Operation::ClosePresidentRound => {
                let chair = self.acting(1).await;
                let open = views::offices(&self.service, &chair).await.unwrap().president.open;
                made.round = Some(match open {
                    Some(round) => round.id,
                    None => service::open_president_round(&self.service, &chair).await.unwrap(),
                });
            }
            _ => return None,
        }
        Some(made)
    }

    /// A device asked for a passkey, and what its member's browser sends then.
    async fn new_passkey(&self, who: &Standing, seed: &str) -> (Soft, Value) {
        let actor = self.acting(who.number.unwrap()).await;
        let begun = service::begin_passkey(&self.service, &actor, who.token.as_deref().unwrap()).await.unwrap();
        let mut device = Soft::new(seed);
        let credential = device.create(&begun.options, SITE);
        (device, body(&FinishPasskey { dialogue: begun.dialogue, name: "Téléphone".to_owned(), credential }))
    }

    fn shown(&self, number: u32, options: &Value) -> Value {
        self.devices.lock().unwrap().get_mut(&number).expect("a device").get(options, SITE)
    }
}
