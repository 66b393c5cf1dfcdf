//! `voix demo vote`: the members nobody plays vote, each with keys of their own, through the public API and nothing
//! else: what a browser sends, this sends.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use domain::contest::{Contest, Said};
use domain::ids::CooperativeId;
use domain::resolution::Choice;
use domain::wire::{AssemblyView, BallotPaper, CastOpen, CastSecret, CooperativeView, PaperVote, Problem, SecretPaper};
use getrandom::SysRng;
use protocol::ballot::{self, Ballot};
use protocol::election::{self, Election};
use protocol::keys::{MemberKeys, Phrase};
use protocol::open_ballot::OpenBallot;
use protocol::receipt::Receipt;
use protocol::slip::OrderSlip;
use protocol::{emargement, voice};
use rand_core::{Rng as _, UnwrapErr};
use serde::Serialize;
use serde::de::DeserializeOwned;
use service::Clock as _;
use service::demo::DemoKey;

use crate::demo;
use crate::machine::SystemClock;

/// Options of `demo vote`.
#[derive(clap::Args)]
pub struct Options {
    /// Where the server listens.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    url: String,
    /// The demo's folder.
    #[arg(long, default_value = "var/demo")]
    data: PathBuf,
    /// How many members vote (at most those whose keys the demo holds).
    #[arg(long, default_value_t = 60)]
    members: usize,
    /// How many in a hundred say yes; the others say no or abstain.
    #[arg(long, default_value_t = 60)]
    yes: u64,
    /// In an election each names the next who stand, in turn: all get as many votes where the members are a multiple of them.
    #[arg(long)]
    equal: bool,
}

/// Makes members vote.
pub fn vote(options: &Options) -> Result<()> {
    let keys = demo::keys(&options.data)?;
    let api = Api { base: format!("{}/api/v1", options.url.trim_end_matches('/')), cookie: None };
    let cooperative: CooperativeView = api.get("/cooperative")?;
    let assembly: AssemblyView = api.get("/assemblies/current")?;
    let (mut received, mut voters) = (0, 0);
    for (i, key) in keys.keys.iter().take(options.members).enumerate() {
        let turn = options.equal.then_some(voters);
        let ballots = one(&api, &cooperative, &assembly, key, (options.yes, turn))
            .with_context(|| format!("member {}", i + 1))?;
        received += ballots;
        // Whoever voted before the session has nothing to vote on in it.
        voters += usize::from(ballots > 0);
        if (i + 1) % 20 == 0 {
            println!("{} members have voted", i + 1);
        }
    }
    if received == 0 {
        bail!("no vote is open: open one from the session console and run this again");
    }
    println!("{received} ballots received from {voters} members");
    Ok(())
}

/// One member signs in, reads the ballot paper and votes in every open vote. With a turn, names are not drawn.
fn one(
    api: &Api,
    cooperative: &CooperativeView,
    assembly: &AssemblyView,
    key: &DemoKey,
    (yes, turn): (u64, Option<usize>),
) -> Result<usize> {
    let mut api = Api { base: api.base.clone(), cookie: None };
    api.sign_in(&serde_json::json!({ "member": key.member }))?;
    let paper: BallotPaper = api.get(&format!("/assemblies/{}/ballot-paper", assembly.id))?;
    let phrase =
        Phrase::parse(&key.phrase, key.language.into()).map_err(|error| anyhow!("the demo's phrase: {error}"))?;
    let keys = MemberKeys::derive(&phrase, cooperative.id.bytes());
    for vote in paper.votes.iter().filter(|vote| vote.own) {
        let choice = draw(yes);
        match &vote.secret {
            None => {
                let cast = open_ballot(cooperative.id, &paper, vote, &keys, choice);
                let _: Receipt = api.post(&format!("/votes/{}/open-ballots", vote.vote), &cast)?;
            }
            Some(secret) => {
                let said = match &vote.resolution.election {
                    Some(contest) => turn.map_or_else(|| names(contest, yes), |turn| next_names(contest, turn)),
                    None => Said::Choice(choice),
                };
                let cast = sealed_ballot(cooperative.id, &paper, vote, secret, &keys, &said)?;
                let receipt: Receipt = api.post(&format!("/votes/{}/ballots", vote.vote), &cast)?;
                if receipt.tracker != ballot::tracker(&cast.ballot) {
                    bail!("the receipt names another ballot");
                }
            }
        }
    }
    Ok(paper.votes.len())
}

fn draw(yes: u64) -> Choice {
    let roll = UnwrapErr(SysRng).next_u64() % 100;
    if roll < yes {
        Choice::For
    } else if roll < yes + (100 - yes.min(100)) * 2 / 3 {
        Choice::Against
    } else {
        Choice::Abstain
    }
}

/// Names drawn one by one, up to as many as there may be; blank as often as a text is abstained on.
fn names(contest: &Contest, yes: u64) -> Said {
    if draw(yes) == Choice::Abstain {
        return Said::Blank;
    }
    let mut left: Vec<usize> = (0..contest.candidates.len()).collect();
    let mut named = Vec::new();
    while named.len() < usize::try_from(contest.most).unwrap_or(0) && !left.is_empty() {
        let at = usize::try_from(UnwrapErr(SysRng).next_u64() % left.len() as u64).unwrap_or(0);
        named.push(left.swap_remove(at));
    }
    Said::Names(named)
}

/// As many names as there may be, beginning with another each turn.
fn next_names(contest: &Contest, turn: usize) -> Said {
    let all = contest.candidates.len();
    let most = usize::try_from(contest.most).unwrap_or(0).min(all);
    Said::Names((0..most).map(|step| (turn + step) % all.max(1)).collect())
}

fn number(vote: &PaperVote) -> u64 {
    let millis = u64::try_from(SystemClock.now() / 1000).unwrap_or(0);
    millis.max(vote.last_n + 1)
}

/// A signed choice, as a member's page makes it.
pub fn open_ballot(
    cooperative: CooperativeId,
    paper: &BallotPaper,
    vote: &PaperVote,
    keys: &MemberKeys,
    choice: Choice,
) -> CastOpen {
    let ballot = OpenBallot {
        vote: *vote.vote.bytes(),
        resolution_hash: vote.resolution.hash(),
        voice: *paper.voice.bytes(),
        choice: choice.code().to_owned(),
        n: number(vote),
    };
    let signature = ballot.sign(cooperative.bytes(), keys.identity());
    CastOpen { ballot, signature }
}

/// A sealed ballot, as a member's page makes it.
pub fn sealed_ballot(
    cooperative: CooperativeId,
    paper: &BallotPaper,
    vote: &PaperVote,
    secret: &SecretPaper,
    keys: &MemberKeys,
    said: &Said,
) -> Result<CastSecret> {
    let mut rng = UnwrapErr(SysRng);
    let election = Election::parse(&secret.election)?;
    let phi = election::fingerprint(&secret.election);
    let credential = voice::credential_secret(keys, &election.uuid, paper.voice.bytes());
    let vector = vote.resolution.vector(said).context("not what the ballot may say")?;
    let ballot = Ballot::create(&election, &phi, &credential, &[vector], &mut rng)?.to_json();
    let tracker = ballot::tracker(&ballot);
    let n = number(vote);
    let slip = OrderSlip::make(cooperative.bytes(), &election.uuid, &phi, &credential, n, &tracker, &mut rng);
    let emargement = emargement::sign(
        keys.identity(),
        cooperative.bytes(),
        vote.vote.bytes(),
        &election.uuid,
        &phi,
        paper.voice.bytes(),
    );
    Ok(CastSecret { ballot, slip, voice: paper.voice, emargement })
}

/// A small client of the REST door.
struct Api {
    base: String,
    cookie: Option<String>,
}

impl Api {
    fn agent() -> ureq::Agent {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        config.timeout_global(Some(Duration::from_secs(30))).build().into()
    }

    fn sign_in(&mut self, body: &serde_json::Value) -> Result<()> {
        let request = Self::agent().post(format!("{}/demo/sign-in", self.base));
        let mut answer = request.send_json(body).context("the server does not answer")?;
        let cookie = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        self.cookie = cookie.and_then(|value| value.split(';').next()).map(str::to_owned);
        read::<serde_json::Value>(&mut answer).map(drop)
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let mut request = Self::agent().get(format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        read(&mut request.call().context("the server does not answer; start it with `cargo xtask run`")?)
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        let mut request = Self::agent().post(format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        read(&mut request.send_json(body).context("the server does not answer")?)
    }
}

/// The answer, or the server's own sentence.
fn read<T: DeserializeOwned>(answer: &mut http::Response<ureq::Body>) -> Result<T> {
    let good = answer.status().is_success();
    let text = answer.body_mut().read_to_string()?;
    if good {
        return Ok(serde_json::from_str(&text)?);
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => bail!("{}", problem.message),
        Err(_) => bail!("the server answered {}", answer.status()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_turn_everybody_who_stands_gets_as_many_votes() {
        let contest = Contest { seats: 3, most: 3, candidates: (0..5).map(|n| format!("{n}")).collect() };
        let mut votes = [0; 5];
        for turn in 0..30 {
            let Said::Names(named) = next_names(&contest, turn) else { panic!("names") };
            assert!(contest.vector(&Said::Names(named.clone())).is_some(), "what a ballot may say");
            named.into_iter().for_each(|at| votes[at] += 1);
        }
        assert_eq!(votes, [18; 5]);
    }
}
