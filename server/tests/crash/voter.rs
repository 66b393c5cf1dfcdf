//! A member of the demo who votes again and again, openly and secretly in turn, as a browser does.

use domain::ids::{MemberId, VoteId};
use domain::resolution::Choice;
use domain::wire::{BallotPaper, CastOpen, CastSecret, PaperVote};
use protocol::ballot::{self, Ballot};
use protocol::election::{self, Election};
use protocol::keys::MemberKeys;
use protocol::open_ballot::OpenBallot;
use protocol::receipt::Receipt;
use protocol::slip::OrderSlip;
use protocol::{emargement, voice};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::Value;

use crate::hall::Hall;
use crate::server::Api;

/// A ballot sent, and the receipt if one came.
pub struct Sent {
    pub vote: VoteId,
    pub secret: bool,
    pub member: MemberId,
    pub n: u64,
    pub choice: Choice,
    pub tracker: String,
    pub path: String,
    pub body: Value,
    pub receipt: Option<Receipt>,
}

pub struct Voter<'a> {
    api: Api,
    keys: &'a MemberKeys,
    paper: BallotPaper,
    /// Number of the next ballot; those of one round are above those of the rounds before.
    n: u64,
    rng: ChaCha20Rng,
}

impl<'a> Voter<'a> {
    /// The nth voter of a round. In each round others vote, until everybody has.
    pub fn sign_in(api: &Api, hall: &'a Hall, nth: usize, round: u64) -> Self {
        let (member, keys) = hall.member(nth + usize::try_from(round).unwrap() * crate::VOTERS);
        let api = api.sign_in(member);
        let paper = api.get(&format!("/assemblies/{}/ballot-paper", hall.assembly));
        let rng = ChaCha20Rng::seed_from_u64(round * 1000 + nth as u64);
        Self { api, keys, paper, n: round * 1_000_000, rng }
    }

    pub fn vote(&mut self, hall: &Hall) -> Sent {
        self.n += 1;
        let choice = Choice::ALL[usize::try_from(self.rng.next_u64() % 3).unwrap()];
        let nth = usize::try_from(self.n % 2).unwrap();
        let (mut sent, body) = {
            let paper = &self.paper.votes[nth];
            let cooperative = hall.cooperative.bytes();
            match paper.secret.is_some() {
                true => seal(&self.paper, paper, self.keys, cooperative, (self.n, choice), &mut self.rng),
                false => sign(&self.paper, paper, self.keys, cooperative, (self.n, choice)),
            }
        };
        sent.receipt = self.api.try_post(&sent.path, &body);
        sent.body = body;
        sent
    }
}

fn sign(
    paper: &BallotPaper,
    vote: &PaperVote,
    keys: &MemberKeys,
    cooperative: &[u8; 16],
    (n, choice): (u64, Choice),
) -> (Sent, Value) {
    let ballot = OpenBallot {
        vote: *vote.vote.bytes(),
        resolution_hash: vote.resolution.hash(),
        voice: *paper.voice.bytes(),
        choice: choice.code().to_owned(),
        n,
    };
    let tracker = ballot.tracker(cooperative);
    let signature = ballot.sign(cooperative, keys.identity());
    let body = serde_json::to_value(CastOpen { ballot, signature }).unwrap();
    (sent(paper, vote, n, choice, tracker), body)
}

fn seal(
    paper: &BallotPaper,
    vote: &PaperVote,
    keys: &MemberKeys,
    cooperative: &[u8; 16],
    (n, choice): (u64, Choice),
    rng: &mut ChaCha20Rng,
) -> (Sent, Value) {
    let secret = vote.secret.as_ref().unwrap();
    let election = Election::parse(&secret.election).unwrap();
    let phi = election::fingerprint(&secret.election);
    let x = voice::credential_secret(keys, &election.uuid, paper.voice.bytes());
    let ballot = Ballot::create(&election, &phi, &x, &[choice.vector()], rng).unwrap().to_json();
    let tracker = ballot::tracker(&ballot);
    let slip = OrderSlip::make(cooperative, &election.uuid, &phi, &x, n, &tracker, rng);
    let (id, voice) = (vote.vote.bytes(), paper.voice);
    let emargement = emargement::sign(keys.identity(), cooperative, id, &election.uuid, &phi, voice.bytes());
    let body = serde_json::to_value(CastSecret { ballot, slip, voice, emargement }).unwrap();
    (sent(paper, vote, n, choice, tracker), body)
}

fn sent(paper: &BallotPaper, vote: &PaperVote, n: u64, choice: Choice, tracker: String) -> Sent {
    let secret = vote.secret.is_some();
    let door = if secret { "ballots" } else { "open-ballots" };
    let path = format!("/votes/{}/{door}", vote.vote);
    Sent { vote: vote.vote, secret, member: paper.voice, n, choice, tracker, path, body: Value::Null, receipt: None }
}
