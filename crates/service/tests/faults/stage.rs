//! A world at the moment before an act, to which its database is brought back for every trial.

use std::sync::Arc;

use service::{Error, Service};
use store::Db;
use store::testing::{Contents, Place, Probe, postgres_address};

use crate::acts::{Act, Request};
use crate::convening;
use crate::declining;
use crate::draw;
use crate::election;
use crate::entrusted;
use crate::intact;
use crate::refunds;
use crate::spoiler::{Mishap, Spoiler};
use crate::world::{World, agenda, founding, machine};

/// Clock and randomness of the act: the same in every trial, and other than those of the world before.
const SEED: u64 = 31;

pub struct Stage {
    pub act: Act,
    world: World,
    request: Request,
    /// The same connections through all trials: what a mishap does to one must not be felt by the next.
    db: Db,
    pub place: Place,
    kept: Contents,
    _folder: Option<tempfile::TempDir>,
}

/// What became of an act.
pub struct Outcome {
    /// Its answer; `None` when nobody waited for it.
    pub answer: Option<Result<String, Error>>,
    /// Everything in the database after it.
    pub contents: Contents,
}

impl Stage {
    pub async fn on_sqlite(act: Act) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::sqlite(folder.path());
        Some(Self::set(act, place, Some(folder)).await)
    }

    pub async fn on_postgres(act: Act) -> Option<Self> {
        let place = Place::postgres(&postgres_address()?).await.unwrap();
        Some(Self::set(act, place, None).await)
    }

    async fn set(act: Act, place: Place, folder: Option<tempfile::TempDir>) -> Self {
        let db = Db::open(&place.url().unwrap()).await.unwrap();
        let (clock, random) = machine(7);
        // A third vote, to be given up, a fourth by show of hands, and a fifth with a voice on paper.
        let mut items = agenda();
        items.extend([items[0].clone(), items[0].clone(), items[0].clone()]);
        let service = Service::over(db.clone(), clock.clone(), random);
        let members = match act {
            Act::OpenRunoff => election::MEMBERS,
            _ if act.is_of_three() => 7,
            _ if act.is_of_entrusted() => entrusted::MEMBERS,
            _ => 3,
        };
        // The last has no key, where that is what it is about.
        let keyed = if act.is_of_entrusted() { members - 1 } else { members };
        let mut world = World::found_keyed(service, clock, (None, items), &founding(&vec![1; members]), keyed).await;
        if act.is_of_three() {
            world = world.of_three().await;
        } else if act == Act::OpenRunoff {
            world = election::tied(world).await;
        } else if act == Act::OpenAdvance {
            world = convening::ahead(world).await;
        }
        let request = match act {
            Act::RecordDraw | Act::ConfirmDraw => draw::prepared(act, &world, &db).await,
            Act::DeclineSeat | Act::NoteDeclined => declining::prepared(&world, &db).await,
            Act::ExecuteRefund => refunds::prepared(&world, &db).await,
            _ => act.prepare(&world).await,
        };
        let kept = place.keep().await.unwrap();
        Self { act, world, request, db, place, kept, _folder: folder }
    }

    /// The moment before the act again.
    pub async fn reset(&self) {
        self.place.restore(&self.kept).await.unwrap();
    }

    /// Asks for the act, with a clock and randomness that begin anew.
    pub async fn act(&self, spoiler: &Arc<Spoiler>, mishap: Option<Mishap>) -> Outcome {
        let (clock, random) = machine(SEED);
        if let Some(at) = self.act.at() {
            clock.set(at);
        }
        let probe: Arc<dyn Probe> = spoiler.clone();
        let service = Service::over(self.db.watched(probe), clock, random);
        let mut act = Box::pin(self.act.perform(&service, &self.world, &self.request));
        let mut answer = tokio::select! {
            answer = &mut act => Some(answer),
            () = spoiler.wait() => None,
        };
        if answer.is_none() && mishap == Some(Mishap::Cut) {
            self.place.cut().await.unwrap();
            spoiler.go_on();
            answer = Some(act.await);
        } else {
            // Whoever was still waiting hangs up.
            drop(act);
        }
        Outcome { answer, contents: self.contents().await }
    }

    /// Asks for the act, undisturbed.
    pub async fn undisturbed(&self) -> Outcome {
        self.act(&Arc::new(Spoiler::idle()), None).await
    }

    pub async fn contents(&self) -> Contents {
        self.place.contents().await.unwrap()
    }

    /// Archive, record and checkpoint hold.
    pub async fn is_intact(&self) {
        if self.act == Act::OpenRunoff {
            election::check(&self.world).await;
        } else {
            intact::check_one_voice(&self.world.service, &self.world).await;
        }
    }

    pub async fn end(self) {
        self.db.close().await;
        self.place.remove().await.unwrap();
    }
}
