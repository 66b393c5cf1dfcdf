//! One whole assembly held by a program: members give proxies by their keys, an election, an open and a secret vote are
//! opened, voted and counted, the minutes are published, and anybody downloads the file to verify. Members sign in with
//! their keys; everything goes through `/api/v1`. Only the founding, and the officers whom the demo gives no keys, are the
//! demo's.

use anyhow::{Context as _, Result, ensure};
use domain::contest::Said;
use domain::ids::{AssemblyId, CooperativeId, MemberId, ProxyId};
use domain::proxies::{AnswerProxy, GiveProxy, MyProxies, ProxyAnswer};
use domain::resolution::Resolution;
use domain::wire::{AssemblyView, BallotPaper, CastOpen, CooperativeView, PaperVote, SignInByKey};
use protocol::encoding::hex32;
use protocol::hash;
use protocol::keys::sign_in;
use protocol::open_ballot::OpenBallot;
use protocol::proxy::Proxy;
use protocol::receipt::Receipt;
use rand_core::CryptoRng;
use serde_json::Value;

use crate::Dice;
use crate::ballots::{choice, seal};
use crate::cast::on_every_core;
use crate::http::{Connection, Request};
use crate::people::{self, Person, session};
use crate::server::{Launch, Server};
use crate::session::Desk;

/// Days between the proxies and the session: they come until the eve.
const AHEAD: u16 = 2;
/// What the demo is made of: its usual votes, and before them an election.
const SEED: &str = r#"{
    "election": {
        "title": { "fr": "Conseil d’administration", "en": "Board" },
        "text": { "fr": "Élire deux administrateurs.", "en": "Elect two directors." },
        "seats": 2,
        "candidates": [9, 10]
    },
    "ahead": 2,
    "applicants": 3
}"#;
/// Who lets another speak: the last ones, the very last to whom the assembly will.
const GRANTORS: usize = 3;
/// Members with keys that it takes at least.
const FEWEST: usize = 10;

/// An assembly that was held.
pub struct Held {
    /// The file of it, as everybody downloads it.
    pub zip: Vec<u8>,
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// The assembly.
    pub assembly: AssemblyId,
    /// The key that signs its record, hex, as the cooperative says it.
    pub key: String,
    /// Ballots received.
    pub ballots: u64,
}

/// Holds it on a server of its own, which is stopped and started again between the notice and the session.
///
/// # Errors
/// Whatever the server refuses.
pub fn hold(launch: &Launch, dice: Dice<'_>) -> Result<Held> {
    std::fs::create_dir_all(&launch.data)?;
    let seed = launch.data.join("seed.json");
    std::fs::write(&seed, SEED)?;
    let launch = Launch { seed: Some(seed), days_later: 0, ..launch.clone() };
    let people = {
        let server = Server::start(&launch)?;
        let (_, people) = people::people(&launch.data)?;
        Hall::enter(&server, dice)?.give(&people)?;
        people
    };
    let server = Server::start(&Launch { days_later: AHEAD, ..launch })?;
    let mut desk = Desk::sit(&server, dice)?;
    desk.open(dice)?;
    let hall = Hall::enter(&server, dice)?;
    let voters = people.get(..people.len().saturating_sub(GRANTORS)).unwrap_or_default();
    let ballots = on_every_core(voters, |nth, person| hall.vote(nth, person))?.into_iter().sum();
    for (nth, vote) in (10..).zip(desk.close_all()?) {
        desk.decrypt_vote(vote, dice(u64::MAX - nth))?;
    }
    desk.publish()?;
    let zip = Connection::open(server.address())?.fetch(&format!("/assemblies/{}/assembly.zip", hall.assembly))?;
    ensure!(zip.starts_with(b"PK"), "what was downloaded is not a zip");
    let Hall { cooperative, assembly, key, .. } = hall;
    Ok(Held { zip, cooperative, assembly, key, ballots })
}

/// The assembly as members find it.
struct Hall<'a> {
    server: &'a Server,
    dice: Dice<'a>,
    cooperative: CooperativeId,
    assembly: AssemblyId,
    key: String,
}

impl<'a> Hall<'a> {
    fn enter(server: &'a Server, dice: Dice<'a>) -> Result<Self> {
        let mut anyone = Connection::open(server.address())?;
        let cooperative: CooperativeView = anyone.get("/cooperative")?;
        let assembly: AssemblyView = anyone.get("/assemblies/current")?;
        let (id, key) = (cooperative.id, cooperative.record_key);
        Ok(Self { server, dice, cooperative: id, assembly: assembly.id, key })
    }

    /// Signs a member in with their key.
    fn sign_in(&self, person: &Person) -> Result<Connection> {
        let mut connection = Connection::open(self.server.address())?;
        let challenge: String = connection.post("/sign-in/challenge", &())?;
        let bytes = hex32(&challenge).context("a challenge is 32 bytes")?;
        let origin = format!("http://{}", self.server.address());
        let signature = sign_in::sign(person.keys.identity(), self.cooperative.bytes(), &origin, &bytes);
        let shown = SignInByKey { member: person.member, origin, challenge, signature };
        let answer = connection.send(&Request::post("/api/v1/sign-in/key", None, &shown)?)?;
        answer.good().context("signing in with a key")?;
        connection.cookie = Some(session(&answer)?);
        Ok(connection)
    }

    /// The last members give proxies: to the first ones, who accept, and one to nobody.
    fn give(&self, people: &[Person]) -> Result<()> {
        ensure!(people.len() >= FEWEST, "it takes {FEWEST} members with keys");
        let holders = people.iter().map(Some).take(GRANTORS - 1).chain([None]);
        for ((nth, grantor), holder) in people.iter().rev().take(GRANTORS).rev().enumerate().zip(holders) {
            let mut rng = (self.dice)(u64::MAX / 2 + nth as u64);
            let proxy = self.give_one(grantor, holder, &mut *rng).context("giving a proxy")?;
            if let Some(holder) = holder {
                let accept = AnswerProxy { answer: ProxyAnswer::Accept };
                let _: Value = self.sign_in(holder)?.post(&format!("/proxies/{proxy}/answer"), &accept)?;
            }
        }
        Ok(())
    }

    fn give_one(&self, grantor: &Person, holder: Option<&Person>, rng: &mut dyn CryptoRng) -> Result<ProxyId> {
        let mut mine = self.sign_in(grantor)?;
        let path = format!("/assemblies/{}/proxy", self.assembly);
        let known: MyProxies = mine.get(&path)?;
        let (proxy, holder) = (proxy_id(rng)?, holder.map(|person| person.member));
        let signed = Proxy {
            assembly: known.signs_for.bytes(),
            id: proxy.bytes(),
            grantor: grantor.member.bytes(),
            holder: holder.as_ref().map(MemberId::bytes),
        };
        let signature = signed.sign(self.cooperative.bytes(), grantor.keys.identity());
        let _: Value = mine.post(&path, &GiveProxy { proxy, holder, replaces: None, signature })?;
        Ok(proxy)
    }

    /// One member votes everywhere, with the own voice and those carried; how many ballots were received.
    fn vote(&self, nth: usize, person: &Person) -> Result<u64> {
        let mut mine = self.sign_in(person)?;
        let paper: BallotPaper = mine.get(&format!("/assemblies/{}/ballot-paper", self.assembly))?;
        let mut rng = (self.dice)(nth as u64);
        let mut received = 0;
        for vote in &paper.votes {
            let own = vote.own.then_some((paper.voice, vote.last_n + 1));
            let carried = vote.mandates.iter().map(|mandate| (mandate.voice, mandate.last_n + 1));
            for voice in own.into_iter().chain(carried) {
                let receipt = self.cast(&mut mine, person, (&paper, vote), voice, nth, &mut *rng)?;
                let key = hash::unhex(&self.key).context("the record's key")?;
                receipt.verify(self.cooperative.bytes(), &key).ok().context("a receipt's signature")?;
                received += 1;
            }
        }
        Ok(received)
    }

    fn cast(
        &self,
        mine: &mut Connection,
        person: &Person,
        (paper, vote): (&BallotPaper, &PaperVote),
        (voice, n): (MemberId, u64),
        nth: usize,
        rng: &mut dyn CryptoRng,
    ) -> Result<Receipt> {
        let Some(secret) = &vote.secret else {
            let ballot = OpenBallot {
                vote: *vote.vote.bytes(),
                resolution_hash: vote.resolution.hash(),
                voice: *voice.bytes(),
                choice: choice(nth).code().to_owned(),
                n,
            };
            let signature = ballot.sign(self.cooperative.bytes(), person.keys.identity());
            return mine.post(&format!("/votes/{}/open-ballots", vote.vote), &CastOpen { ballot, signature });
        };
        let vector = vote.resolution.vector(&said(&vote.resolution, nth)).context("not what the ballot may say")?;
        let cast = seal(person, paper, vote, secret, (voice, n), vector, rng)?;
        mine.post(&format!("/votes/{}/ballots", vote.vote), &cast)
    }
}

/// What the nth voter says: in an election one in three names the first candidate alone, so that no two are equal.
fn said(resolution: &Resolution, nth: usize) -> Said {
    let Some(contest) = &resolution.election else { return Said::Choice(choice(nth)) };
    let most = usize::try_from(contest.most).unwrap_or(1);
    let named = if nth.is_multiple_of(3) { 1 } else { most.min(2) };
    Said::Names((0..contest.candidates.len()).take(named).collect())
}

/// An id drawn as a browser draws one: 16 random bytes as a UUID.
fn proxy_id(rng: &mut dyn CryptoRng) -> Result<ProxyId> {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    hash::hex(&bytes).parse::<ProxyId>().ok().context("an id")
}
