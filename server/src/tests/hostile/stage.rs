//! A small demo brought to the moment a test needs, by the service's own functions, with ballots made as browsers make
//! them.

use domain::assembly::AssemblyKind;
use domain::bureau::ConstituteBureau;
use domain::contest::Said;
use domain::ids::{AssemblyId, CooperativeId, DraftId, MemberId, VoteId};
use domain::resolution::{Choice, Text};
use domain::roles::Actor;
use domain::roll_checks::SignRoll;
use domain::vote::VoteMode;
use domain::wire::{ApproveTrustees, BallotPaper, CastOpen, CastSecret, MakeHolderKey, SubmitDecryption};
use getrandom::SysRng;
use protocol::decryption::{self, Binding};
use protocol::group::{self, Element, Scalar};
use protocol::keys::{Language, MemberKeys, Phrase, Registration};
use protocol::roll_check::{self, Checked};
use protocol::trustees::TrusteePublicKey;
use protocol::{checks, trustees_approval};
use rand_core::UnwrapErr;
use service::AgendaItem;
use service::demo::Seed;

use crate::demo_vote::{open_ballot, sealed_ballot};
use crate::tests::{World, world_of};

/// Places of the demo's persons.
pub const CHAIR: usize = 0;
pub const SECRETARY: usize = 1;
pub const HOLDER: usize = 2;
/// A member without a voting key yet.
pub const KEYLESS: usize = 3;
/// Places of the first members whose keys the demo holds.
pub const VOTERS: [usize; 2] = [5, 6];

/// How far an assembly is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Convened; no key holder's key.
    Convened,
    /// The key holder's key is made, not approved.
    Keyed,
    /// Both votes are open.
    Voting,
    /// Both votes are closed, each with two ballots.
    Closed,
    /// Decided, and the minutes are published.
    Published,
}

pub fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// One open and one secret resolution with these words in every field, and these words for every name.
pub fn seed(words: &str) -> Seed {
    let both = || Text { fr: words.to_owned(), en: words.to_owned() };
    let item = |mode| AgendaItem { title: both(), text: both(), mode };
    Seed {
        name: words.to_owned(),
        legal_line: words.to_owned(),
        place: words.to_owned(),
        agenda: vec![item(VoteMode::Open), item(VoteMode::Secret)],
        members: 8,
        applicants: 1,
        names: vec![words.to_owned(); 9],
        ..Seed::default()
    }
}

/// A demo at some moment, and the key holder's secrets.
pub struct Stage {
    pub world: World,
    holder: Scalar,
    holder_keys: MemberKeys,
}

impl Stage {
    pub async fn at(moment: Moment, seed: &Seed) -> Self {
        let world = world_of(seed).await;
        let holder = group::random_scalar(&mut rng());
        let phrase = Phrase::generate(Language::French, &mut rng());
        let holder_keys = MemberKeys::derive(&phrase, world.keys.cooperative.bytes());
        let stage = Self { world, holder, holder_keys };
        stage.advance(moment).await;
        stage
    }

    async fn advance(&self, moment: Moment) {
        if moment >= Moment::Keyed {
            let registration = self.register(HOLDER, &self.holder_keys);
            let service = &self.world.service;
            service::register_key(service, &self.actor(HOLDER), &registration).await.expect("a key");
            service::make_holder_key(service, &self.actor(HOLDER), self.assembly(), &self.holder_key())
                .await
                .expect("made");
        }
        if moment >= Moment::Voting {
            self.open().await;
        }
        if moment >= Moment::Closed {
            self.vote_and_close().await;
        }
        if moment >= Moment::Published {
            let (service, part) = (&self.world.service, self.decryption().await);
            service::submit_decryption(service, &self.actor(HOLDER), self.vote(1), &part).await.expect("decrypted");
            service::publish_minutes(service, &self.actor(SECRETARY), self.assembly()).await.expect("published");
        }
    }

    async fn open(&self) {
        let (service, chair) = (&self.world.service, self.actor(CHAIR));
        let approval = self.approval().await;
        service::approve_trustees(service, &self.actor(HOLDER), self.vote(1), &approval).await.expect("approved");
        service::open_session(service, &chair, self.assembly()).await.expect("in session");
        service::constitute_bureau(service, &chair, self.assembly(), &self.bureau().await).await.expect("constituted");
        for nth in 0..2 {
            service::open_vote(service, &chair, self.vote(nth)).await.expect("open");
        }
    }

    /// The bureau as the form has it.
    pub async fn bureau(&self) -> ConstituteBureau {
        let service = &self.world.service;
        let console = service::views::console(service, &self.actor(CHAIR), self.assembly()).await.expect("a console");
        console.bureau.form
    }

    async fn vote_and_close(&self) {
        let (service, chair) = (&self.world.service, self.actor(CHAIR));
        for voter in VOTERS {
            let actor = self.actor(voter);
            let cast = self.open_ballot(voter).await;
            service::cast_open(service, &actor, self.vote(0), &cast).await.expect("an open ballot");
            let cast = self.sealed_ballot(voter).await;
            service::cast_secret(service, &actor, self.vote(1), &cast).await.expect("a sealed ballot");
        }
        for nth in 0..2 {
            service::close_vote(service, &chair, self.vote(nth)).await.expect("closed");
        }
    }

    pub fn cooperative(&self) -> CooperativeId {
        self.world.keys.cooperative
    }

    pub fn assembly(&self) -> AssemblyId {
        self.world.keys.assembly
    }

    /// The open vote (0) or the secret one (1).
    pub fn vote(&self, nth: usize) -> VoteId {
        self.world.votes[nth].parse().expect("a vote")
    }

    /// Something that is being prepared.
    pub async fn draft(&self) -> DraftId {
        let (service, chair) = (&self.world.service, self.actor(CHAIR));
        service::prepare_assembly(service, &chair, AssemblyKind::Ordinary).await.expect("a preparation")
    }

    pub fn member(&self, nth: usize) -> MemberId {
        self.world.people[nth].member
    }

    pub fn actor(&self, nth: usize) -> Actor {
        let person = &self.world.people[nth];
        Actor::Member { id: person.member, roles: person.roles.clone() }
    }

    pub fn register(&self, nth: usize, keys: &MemberKeys) -> Registration {
        keys.register(self.cooperative().bytes(), self.member(nth).bytes(), &mut rng())
    }

    pub fn holder_key(&self) -> MakeHolderKey {
        MakeHolderKey { public_key: TrusteePublicKey::prove(&self.holder, None, &mut rng()).to_json() }
    }

    pub async fn approval(&self) -> ApproveTrustees {
        let task = service::views::key_holder_task(&self.world.service, &self.actor(HOLDER), self.assembly()).await;
        let trustees = task.expect("a task").votes[0].trustees.clone().expect("trustees");
        let (cooperative, vote) = (self.cooperative(), self.vote(1));
        let key = self.holder_keys.identity();
        ApproveTrustees { signature: trustees_approval::sign(key, cooperative.bytes(), vote.bytes(), &trustees) }
    }

    /// What the key holder's page signs of the secret vote's roll.
    pub async fn roll_check(&self) -> SignRoll {
        let (cooperative, vote) = (self.cooperative(), self.vote(1));
        let entries = service::views::record_entries(&self.world.service, self.assembly()).await.expect("a record");
        let task = service::views::key_holder_task(&self.world.service, &self.actor(HOLDER), self.assembly()).await;
        let uuid = task.expect("a task").votes[0].boxes[0].uuid.clone();
        let said = roll_check::Said::of(&entries, vote.bytes(), &uuid).expect("a roll");
        let checked = Checked { vote: vote.bytes(), uuid: &uuid, phi: said.phi, roll: said.hash().expect("a hash") };
        let signature = checked.sign(cooperative.bytes(), self.holder_keys.identity());
        SignRoll { uuid, signature }
    }

    async fn paper(&self, voter: usize) -> (BallotPaper, MemberKeys) {
        let paper = service::views::ballot_paper(&self.world.service, &self.actor(voter), self.assembly()).await;
        let member = self.member(voter);
        let key = self.world.keys.keys.iter().find(|key| key.member == member).expect("a voter");
        let phrase = Phrase::parse(&key.phrase, key.language.into()).expect("a phrase");
        (paper.expect("a paper"), MemberKeys::derive(&phrase, self.cooperative().bytes()))
    }

    pub async fn open_ballot(&self, voter: usize) -> CastOpen {
        let (paper, keys) = self.paper(voter).await;
        open_ballot(self.cooperative(), &paper, &paper.votes[0], &keys, Choice::For)
    }

    pub async fn sealed_ballot(&self, voter: usize) -> CastSecret {
        let (paper, keys) = self.paper(voter).await;
        let vote = &paper.votes[1];
        let secret = vote.secret.as_ref().expect("a secret vote");
        sealed_ballot(self.cooperative(), &paper, vote, secret, &keys, &Said::Choice(Choice::Against))
            .expect("a ballot")
    }

    /// What the key holder's page makes of the archive, once it verified it.
    pub async fn decryption(&self) -> SubmitDecryption {
        let service = &self.world.service;
        let archive = service::views::archive(service, self.vote(1), None).await.expect("an archive");
        let companion = service::views::companion(service, self.vote(1), None).await.expect("a companion");
        let sealed = checks::sealed_tally(&archive, &companion).expect("a sound archive");
        let binding = Binding {
            cooperative: self.world.keys.cooperative.bytes(),
            phi: &sealed.phi,
            owner: 2,
            public: Element::mul_base(&self.holder),
            tally: &sealed.tally,
        };
        let (part, proofs) = decryption::decrypt(&self.holder, &binding, &mut rng()).expect("a part");
        SubmitDecryption::of_one(part.to_json(), proofs.to_json())
    }
}
