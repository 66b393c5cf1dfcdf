//! A session with two servers on its database.

use domain::Refusal;
use domain::resolution::Choice;
use domain::wire::{CastOpen, CastSecret};
use protocol::receipt::Receipt;
use service::{Error, Service, views};
use store::Db;
use store::testing::{Place, postgres_address};

use crate::world::{World, agenda, founding, machine};

/// A session with no vote open yet, and two servers on its database.
pub struct Hall {
    pub world: World,
    pub servers: [Service; 2],
    pub place: Place,
    _folder: Option<tempfile::TempDir>,
}

impl Hall {
    pub async fn on_sqlite(members: usize) -> Option<Self> {
        Self::keyed_on_sqlite(members, members).await
    }

    pub async fn on_postgres(members: usize) -> Option<Self> {
        Self::keyed_on_postgres(members, members).await
    }

    /// The same in which only the first so many have made their key.
    pub async fn keyed_on_sqlite(members: usize, keyed: usize) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::sqlite(folder.path());
        Some(Self::build(place, Some(folder), (members, keyed)).await)
    }

    /// The same in which only the first so many have made their key.
    pub async fn keyed_on_postgres(members: usize, keyed: usize) -> Option<Self> {
        let place = Place::postgres(&postgres_address()?).await.unwrap();
        Some(Self::build(place, None, (members, keyed)).await)
    }

    async fn build(place: Place, folder: Option<tempfile::TempDir>, (members, keyed): (usize, usize)) -> Self {
        let url = place.url().unwrap();
        let (clock, random) = machine(7);
        let mut servers = Vec::new();
        for _ in 0..2 {
            servers.push(Service::over(Db::open(&url).await.unwrap(), clock.clone(), random.clone()));
        }
        let (founding, agenda) = (founding(&vec![1; members]), agenda());
        let world = World::found_keyed(servers[0].clone(), clock, (None, agenda), &founding, keyed).await;
        world.begin(world.assembly).await;
        Self { world, servers: servers.try_into().ok().unwrap(), place, _folder: folder }
    }

    pub async fn open_votes(&self) {
        let world = &self.world;
        service::open_vote(&world.service, world.chair(), world.open).await.unwrap();
        world.key_holder_prepares().await;
        service::open_vote(&world.service, world.chair(), world.secret).await.unwrap();
    }

    /// Sends every ballot at the same moment, each member of the crowd by the server it stands next to.
    pub async fn cast(&self, ballots: Vec<(usize, Ballot)>) -> Vec<Result<Receipt, Error>> {
        let mut sent = Vec::new();
        for (nth, (who, ballot)) in ballots.into_iter().enumerate() {
            let (service, actor) = (self.servers[nth % 2].clone(), self.world.people[who].actor.clone());
            let (open, secret) = (self.world.open, self.world.secret);
            sent.push(tokio::spawn(async move {
                match ballot {
                    Ballot::Open(cast) => service::cast_open(&service, &actor, open, &cast).await,
                    Ballot::Secret(cast) => service::cast_secret(&service, &actor, secret, &cast).await,
                }
            }));
        }
        let mut outcomes = Vec::new();
        for outcome in sent {
            outcomes.push(outcome.await.unwrap());
        }
        outcomes
    }

    pub async fn ballot(&self, secret: bool, who: usize, n: u64, seed: u64) -> Ballot {
        let choice = [Choice::For, Choice::Against, Choice::Abstain][usize::try_from(seed).unwrap() % 3];
        if secret {
            let paper = self.world.paper_vote(who, self.world.secret).await;
            Ballot::Secret(self.world.seal_from(seed, who, &paper, choice, n))
        } else {
            Ballot::Open(self.world.open_ballot(who, choice, n).await)
        }
    }

    /// Closes both votes, opens the box, and answers how many were counted in each.
    pub async fn count(&self) -> [u32; 2] {
        let world = &self.world;
        for vote in [world.open, world.secret] {
            match service::close_vote(&world.service, world.chair(), vote).await {
                Ok(_) | Err(Error::Refused(Refusal::VoteAlreadyClosed)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        let part = world.decryption().await;
        service::submit_decryption(&world.service, world.holder(), world.secret, &part).await.unwrap();
        let view = views::assembly(&world.service, world.assembly).await.unwrap();
        let counted = |nth: usize| {
            let counts = &view.items[nth].decision.as_ref().unwrap().counts;
            counts.for_ + counts.against + counts.abstain
        };
        [counted(0), counted(1)]
    }

    pub async fn end(self) {
        for server in &self.servers {
            server.close().await;
        }
        self.place.remove().await.unwrap();
    }
}

#[derive(Clone)]
pub enum Ballot {
    Open(CastOpen),
    Secret(CastSecret),
}
