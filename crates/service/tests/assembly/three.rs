//! Three key holders who make a key together, step by step, as their pages do.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ceremony::{CeremonyMember, CeremonyMessage, CeremonyPart};
use domain::ids::CeremonyId;
use domain::roles::{Actor, Role};
use domain::wire::KeyHolderTask;
use protocol::ceremony::{Ceremony, Deal, Dealings, Holder, Joined, Member, Received, Seed};
use protocol::group::Scalar;
use protocol::hash;
use protocol::trustees::Pedersen;
use service::{Convocation, Error, views};

use crate::world::{DAY, START, World, agenda, refusal, seeded};

/// The three, by their places in the register.
pub const HOLDERS: [usize; 3] = [2, 3, 4];

impl World {
    /// Seven members, and an assembly whose key holders are three.
    pub async fn of_three(mut self) -> Self {
        self.clock.set(START - 20 * DAY);
        let convocation = Convocation {
            kind: AssemblyKind::Ordinary,
            call: 1,
            starts_at: START,
            place: "Besançon".to_owned(),
            agenda: agenda(),
            key_holders: HOLDERS.map(|who| self.people[who].id).to_vec(),
            advance: None,
            entrusted: false,
        };
        self.assembly = service::convene(&self.service, self.chair(), &convocation).await.unwrap();
        let view = views::assembly(&self.service, self.assembly).await.unwrap();
        (self.open, self.secret) = (view.items[0].vote, view.items[1].vote);
        self.clock.set(START);
        self
    }

    /// As the session makes whoever holds a key.
    pub fn by(&self, at: usize) -> Actor {
        Actor::Member { id: self.people[HOLDERS[at]].id, roles: vec![Role::KeyHolder] }
    }

    pub async fn task(&self, at: usize) -> KeyHolderTask {
        views::key_holder_task(&self.service, &self.by(at), self.assembly).await.unwrap()
    }

    pub async fn send(
        &self,
        at: usize,
        ceremony: CeremonyId,
        message: CeremonyMessage,
    ) -> Result<KeyHolderTask, Error> {
        let part = CeremonyPart { ceremony, message };
        service::take_ceremony_step(&self.service, &self.by(at), self.assembly, &part).await
    }

    pub fn rules(&self, id: CeremonyId) -> Ceremony {
        Ceremony::new(*self.cooperative.bytes(), *id.bytes(), 2, 3).unwrap()
    }

    pub fn page(&self, at: usize, id: CeremonyId) -> Holder {
        let seed = Seed::generate(&mut seeded(40 + at as u64));
        let identity = self.people[HOLDERS[at]].keys.identity().verifying_key().to_bytes();
        Holder::new(self.rules(id), u32::try_from(at).unwrap() + 1, identity, &seed).unwrap()
    }

    pub fn certificate(&self, at: usize, id: CeremonyId, signed_by: usize) -> CeremonyMember {
        let cert = self.page(at, id).certificate(&mut seeded(50 + at as u64));
        let identity = self.people[signed_by].keys.identity();
        let member = Member::sign(&self.rules(id), u32::try_from(at).unwrap() + 1, cert, identity);
        CeremonyMember {
            identity: hash::hex(&member.identity),
            cert: member.cert.to_json(),
            signature: member.signature,
        }
    }

    pub async fn joined(&self, at: usize, id: CeremonyId) -> Joined {
        let members = self.task(at).await.ceremony.unwrap().members;
        let read = |member: &CeremonyMember| Member {
            identity: protocol::encoding::hex32(&member.identity).unwrap(),
            cert: protocol::json::read(&member.cert).unwrap(),
            signature: member.signature,
        };
        self.page(at, id).join(&members.iter().map(read).collect::<Vec<_>>()).unwrap()
    }

    pub async fn deal(&self, at: usize, id: CeremonyId) -> Deal {
        self.joined(at, id).await.deal(&mut seeded(60 + at as u64))
    }

    pub async fn received(&self, at: usize, id: CeremonyId) -> Received {
        let task = self.task(at).await.ceremony.unwrap();
        let bound = task.commitments.iter().map(|text| protocol::encoding::hex32(text).unwrap()).collect();
        let deal = self.deal(at, id).await;
        let dealings = Dealings::parse(&task.dealings.unwrap()).unwrap();
        let revealed = self.joined(at, id).await.reveal(deal, bound).unwrap();
        revealed.receive(&dealings, &mut seeded(70 + at as u64)).unwrap()
    }

    /// The first four steps of all three, each wrong thing refused on the way. Answers each one's share and the code.
    pub async fn ceremony(&self) -> Vec<(Scalar, String)> {
        let id = self.task(0).await.ceremony.unwrap().id;
        let early = self.send(0, id, CeremonyMessage::Commitment(hash::hex(&[7; 32]))).await;
        assert_eq!(refusal(early), Refusal::CeremonyWaits);
        let foreign = CeremonyMessage::Certificate(self.certificate(0, id, 5));
        assert_eq!(refusal(self.send(0, id, foreign).await), Refusal::HolderKeyInvalid, "signed by another member");
        let misplaced = CeremonyMessage::Certificate(self.certificate(1, id, HOLDERS[0]));
        assert_eq!(refusal(self.send(0, id, misplaced).await), Refusal::HolderKeyInvalid, "of another place");
        for at in [2, 0, 1] {
            assert!(self.task(at).await.ceremony.unwrap().members.is_empty(), "shown once all are there");
            let mine = CeremonyMessage::Certificate(self.certificate(at, id, HOLDERS[at]));
            self.send(at, id, mine.clone()).await.unwrap();
            self.send(at, id, mine).await.unwrap();
        }
        for at in [0, 1, 2] {
            let commitment = self.joined(at, id).await.commitment(&self.deal(at, id).await);
            self.send(at, id, CeremonyMessage::Commitment(hash::hex(&commitment))).await.unwrap();
        }
        let again = self.send(0, id, CeremonyMessage::Commitment(hash::hex(&[7; 32]))).await;
        assert_eq!(refusal(again), Refusal::CeremonyMade, "bound once");
        let other = self.joined(0, id).await.deal(&mut seeded(99)).to_json();
        let other = self.send(0, id, CeremonyMessage::Deal(other)).await;
        assert_eq!(refusal(other), Refusal::HolderKeyInvalid, "not the polynomial it is bound to");
        for at in [1, 2, 0] {
            assert!(self.task(at).await.ceremony.unwrap().dealings.is_none());
            let deal = self.deal(at, id).await.to_json();
            self.send(at, id, CeremonyMessage::Deal(deal)).await.unwrap();
        }
        let theirs = self.received(1, id).await.share().to_json();
        let theirs = self.send(0, id, CeremonyMessage::Share(theirs)).await;
        assert_eq!(refusal(theirs), Refusal::HolderKeyInvalid, "another's share");
        for at in [0, 1, 2] {
            let share = self.received(at, id).await.share().to_json();
            self.send(at, id, CeremonyMessage::Share(share)).await.unwrap();
        }
        let mut made = Vec::new();
        for at in [0, 1, 2] {
            let group = Pedersen::parse(&self.task(at).await.ceremony.unwrap().group.unwrap()).unwrap();
            let confirmed = self.received(at, id).await.confirm(&group).unwrap();
            made.push((*confirmed.secret, confirmed.code));
        }
        made
    }
}
