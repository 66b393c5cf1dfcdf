//! Ballots made before they are sent, with the same functions as a member's browser.

use anyhow::{Context as _, Result};
use domain::ids::MemberId;
use domain::resolution::Choice;
use domain::vote::VoteMode;
use domain::wire::{BallotPaper, CastOpen, CastSecret, PaperVote, SecretPaper};
use protocol::ballot::{self, Ballot};
use protocol::election::{self, Election};
use protocol::open_ballot::OpenBallot;
use protocol::slip::OrderSlip;
use protocol::{emargement, hash, voice};
use rand_core::CryptoRng;

use crate::Dice;
use crate::cast::on_every_core;
use crate::http::Request;
use crate::people::Person;

/// A ballot ready to be sent.
pub struct Ready {
    /// The request.
    pub request: Request,
    /// What its receipt must name.
    pub tracker: String,
    /// The signature that an open vote publishes, hex.
    pub signature: Option<String>,
    /// What it says.
    pub choice: Choice,
}

/// What the nth voter says: six in ten for, three against, one abstains.
#[must_use]
pub fn choice(nth: usize) -> Choice {
    match nth % 10 {
        0 | 2 | 4 | 6 | 8 | 9 => Choice::For,
        1 | 3 | 5 => Choice::Against,
        _ => Choice::Abstain,
    }
}

/// Everyone's ballot in the vote of a mode.
///
/// # Errors
/// When a paper does not hold what a browser would need.
pub fn make(
    mode: VoteMode,
    people: &[Person],
    papers: &[BallotPaper],
    sessions: &[String],
    dice: Dice<'_>,
) -> Result<Vec<Ready>> {
    let voters: Vec<_> = people.iter().zip(papers).zip(sessions).collect();
    on_every_core(&voters, |nth, ((person, paper), session)| {
        let of_mode = |vote: &&PaperVote| vote.secret.is_some() == (mode == VoteMode::Secret);
        let vote = paper.votes.iter().find(of_mode).context("the vote is not on the ballot paper")?;
        match &vote.secret {
            None => open(person, paper, vote, session, choice(nth)),
            Some(secret) => sealed(person, paper, vote, secret, session, (choice(nth), nth as u64), dice),
        }
    })
}

fn open(person: &Person, paper: &BallotPaper, vote: &PaperVote, session: &str, choice: Choice) -> Result<Ready> {
    let ballot = OpenBallot {
        vote: *vote.vote.bytes(),
        resolution_hash: vote.resolution.hash(),
        voice: *paper.voice.bytes(),
        choice: choice.code().to_owned(),
        n: vote.last_n + 1,
    };
    let signature = ballot.sign(paper.cooperative.bytes(), person.keys.identity());
    let tracker = ballot.tracker(paper.cooperative.bytes());
    let signed = Some(hash::hex(&signature.0));
    let path = format!("/api/v1/votes/{}/open-ballots", vote.vote);
    let request = Request::post(&path, Some(session), &CastOpen { ballot, signature })?;
    Ok(Ready { request, tracker, signature: signed, choice })
}

fn sealed(
    person: &Person,
    paper: &BallotPaper,
    vote: &PaperVote,
    secret: &SecretPaper,
    session: &str,
    (choice, nth): (Choice, u64),
    dice: Dice<'_>,
) -> Result<Ready> {
    let mut rng = dice(nth);
    let own = (paper.voice, vote.last_n + 1);
    let cast = seal(person, paper, vote, secret, own, choice.vector(), &mut *rng)?;
    let tracker = ballot::tracker(&cast.ballot);
    let path = format!("/api/v1/votes/{}/ballots", vote.vote);
    Ok(Ready { request: Request::post(&path, Some(session), &cast)?, tracker, signature: None, choice })
}

/// The sealed ballot of a voice that a person speaks, the own or another's, with its number.
///
/// # Errors
/// When the paper does not hold what a browser would need.
pub fn seal(
    person: &Person,
    paper: &BallotPaper,
    vote: &PaperVote,
    secret: &SecretPaper,
    (voice, n): (MemberId, u64),
    vector: Vec<u64>,
    rng: &mut dyn CryptoRng,
) -> Result<CastSecret> {
    let cooperative = paper.cooperative.bytes();
    let election = Election::parse(&secret.election)?;
    let phi = election::fingerprint(&secret.election);
    let credential = voice::credential_secret(&person.keys, &election.uuid, voice.bytes());
    let ballot = Ballot::create(&election, &phi, &credential, &[vector], rng)?.to_json();
    let tracker = ballot::tracker(&ballot);
    let slip = OrderSlip::make(cooperative, &election.uuid, &phi, &credential, n, &tracker, rng);
    let (identity, uuid) = (person.keys.identity(), &election.uuid);
    let emargement = emargement::sign(identity, cooperative, vote.vote.bytes(), uuid, &phi, voice.bytes());
    Ok(CastSecret { ballot, slip, voice, emargement })
}
