//! Making and sending ballots (PROTOCOL.md, casting). The page believes nothing it can recompute: the election must be
//! the canonical rendering of the resolution, its key the product of the trustees' keys, each approved by the key
//! holders, and the listed credential this voice's own.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{MemberId, VoteId};
use domain::wire::{BallotPaper, CastOpen, CastSecret, PaperVote, SecretPaper};
use protocol::ballot::{self, Ballot};
use protocol::election::{self, Election};
use protocol::keys::MemberKeys;
use protocol::open_ballot::OpenBallot;
use protocol::receipt::Receipt;
use protocol::slip::OrderSlip;
use protocol::trustees::Trustees;
use protocol::{emargement, trustees_approval, voice};
use rand_core::Rng as _;

pub use domain::contest::Said;
pub use domain::resolution::Choice;
use domain::resolution::held_in;

use super::ballot::Outcome;
use super::browser::{self, Failure};
use super::device;
use super::keeping::{self, Kept};
use crate::strings::Strings;

/// Key of the sentence that says what does not agree.
pub type Doubt = &'static str;

/// Checks everything about one vote that the page can check before showing it as votable.
pub fn examine(paper: &BallotPaper, vote: &PaperVote, keys: &MemberKeys) -> Result<(), Doubt> {
    if keys.public() != vote.keys {
        return Err("ballot-doubt-keys");
    }
    let Some(secret) = &vote.secret else { return Ok(()) };
    let election = Election::parse(&secret.election).map_err(|_| "ballot-doubt-election")?;
    let of = held_in(&election).map(|(cooperative, _)| cooperative);
    if !election.is_ours() || of != Some(paper.cooperative) || !vote.resolution.renders(&election) {
        return Err("ballot-doubt-text");
    }
    let trustees = Trustees::parse(&secret.trustees).map_err(|_| "ballot-doubt-trustees")?;
    let key = trustees.election_key().map_err(|_| "ballot-doubt-trustees")?;
    if key != election.public_key {
        return Err("ballot-doubt-trustees");
    }
    approved(paper, vote, secret)?;
    let listed = std::iter::once((paper.voice, Some(&secret.credential)))
        .filter(|_| vote.own)
        .chain(vote.mandates.iter().map(|mandate| (mandate.voice, mandate.credential.as_ref())));
    for (voice, credential) in listed {
        let own = voice::credential(&keys.public(), &election.uuid, voice.bytes()).to_string();
        if credential != Some(&own) {
            return Err("ballot-doubt-credential");
        }
    }
    Ok(())
}

fn approved(paper: &BallotPaper, vote: &PaperVote, secret: &SecretPaper) -> Result<(), Doubt> {
    // The server's own key, and the approvals of as many as open a box: an election key the server made alone is refused.
    let trustees = Trustees::parse(&secret.trustees).map_err(|_| "ballot-doubt-trustees")?;
    let needed = usize::try_from(trustees.approvals()).unwrap_or(usize::MAX);
    let distinct: BTreeSet<&str> = secret.approvals.iter().map(|approval| approval.identity.as_str()).collect();
    if trustees.owners() < 2 || distinct.len() < needed.max(1) || distinct.len() != secret.approvals.len() {
        return Err("ballot-doubt-approval");
    }
    for approval in &secret.approvals {
        let identity = protocol::encoding::hex32(&approval.identity).ok_or("ballot-doubt-approval")?;
        let good = trustees_approval::verify(
            paper.cooperative.bytes(),
            vote.vote.bytes(),
            &secret.trustees,
            &identity,
            &approval.signature,
        );
        good.map_err(|_| "ballot-doubt-approval")?;
    }
    Ok(())
}

/// The voice that a ballot speaks.
#[derive(Clone, Copy)]
pub struct Speaks<'a> {
    /// Which.
    pub voice: MemberId,
    /// Highest number received from it.
    pub last_n: u64,
    /// Whose it is, if it is carried by a proxy.
    pub of: Option<&'a str>,
    /// Whose identity signs that it has voted in a secret vote: the keys of the roll, and of an entrusted voice the member's own.
    pub marks: &'a MemberKeys,
}

/// Makes one ballot, sends it, and says what became of it.
pub async fn one(
    paper: &BallotPaper,
    vote: &PaperVote,
    (keys, speaks): (&MemberKeys, Speaks<'_>),
    said: &Said,
    (lang, s): (&str, &Strings),
) -> Outcome {
    let title = title(vote, speaks.of, (lang, s));
    let sent = match &vote.secret {
        None => send_open(paper, vote, (keys, speaks), said).await,
        Some(secret) => send_secret(paper, vote, secret, (keys, speaks), said).await,
    };
    let page = vote.secret.is_some();
    match sent {
        Ok(receipt) if !accepted(paper, vote, &receipt) => {
            Outcome { title, tracker: None, refused: Some(s.get("ballot-receipt-wrong")), page: None, kept: false }
        }
        Ok(receipt) => Outcome {
            kept: keep(paper, vote, &title, &receipt).await,
            title,
            page: page.then(|| format!("/vote/{}?tracker={}", vote.vote, receipt.tracker.replace('+', "%2B"))),
            tracker: Some(receipt.tracker),
            refused: None,
        },
        Err(Failure::Refused(why)) => Outcome { title, tracker: None, refused: Some(why), page: None, kept: false },
        Err(Failure::NoAnswer) => {
            Outcome { title, tracker: None, refused: Some(s.get("ballot-no-answer")), page: None, kept: false }
        }
    }
}

/// Keeps a receipt that holds on this device, for the member who votes.
async fn keep(paper: &BallotPaper, vote: &PaperVote, title: &str, receipt: &Receipt) -> bool {
    let new = Kept { vote: vote.vote, title: title.to_owned(), receipt: receipt.clone() };
    keeping::keep(&paper.cooperative.to_string(), &paper.voice.to_string(), &new).await
}

/// What is said of a ballot that was not made, for want of a key: where the server kept it, why.
pub fn unsent(vote: &PaperVote, of: Option<&str>, kept: Option<&str>, (lang, s): (&str, &Strings)) -> Outcome {
    let why = match kept {
        Some(why) => format!("{} {why}", s.get("ballot-kept")),
        None => s.get("ballot-unsent"),
    };
    Outcome { title: title(vote, of, (lang, s)), tracker: None, refused: Some(why), page: None, kept: false }
}

/// Title of a vote, with whose voice it is if it is carried.
fn title(vote: &PaperVote, of: Option<&str>, (lang, s): (&str, &Strings)) -> String {
    let title = if lang == "en" { vote.resolution.title.en.clone() } else { vote.resolution.title.fr.clone() };
    match of {
        Some(name) => format!("{title} — {}", s.fill("ballot-mandate-of", "name", name)),
        None => title,
    }
}

/// Whether a receipt is signed by the server for this very vote. Its tracker was compared when it came.
fn accepted(paper: &BallotPaper, vote: &PaperVote, receipt: &Receipt) -> bool {
    let Some(key) = protocol::encoding::hex32(&paper.record_key) else { return false };
    receipt.vote == *vote.vote.bytes() && receipt.verify(paper.cooperative.bytes(), &key).is_ok()
}

thread_local! {
    /// The last number made on this page for a voice in a vote.
    static MADE: RefCell<BTreeMap<(VoteId, MemberId), u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Milliseconds of the span that numbers of ballots are drawn from.
const SPAN: u64 = 3_600_000;

/// The number of a ballot: later than the last one received, and than any made earlier on this page. Numbers are published, so
/// they are drawn at random within the hour: those of ballots sent one after another would tell that one person sent them.
fn number(vote: VoteId, speaks: Speaks<'_>) -> u64 {
    let now = browser::now_millis();
    let drawn = now - now % SPAN + u64::from(device::rng().next_u32()) % SPAN;
    MADE.with_borrow_mut(|made| {
        let last = made.entry((vote, speaks.voice)).or_default();
        *last = drawn.max(speaks.last_n + 1).max(*last + 1);
        *last
    })
}

async fn send_open(
    paper: &BallotPaper,
    vote: &PaperVote,
    (keys, speaks): (&MemberKeys, Speaks<'_>),
    said: &Said,
) -> Result<Receipt, Failure> {
    // No signed ballot names persons.
    let Said::Choice(choice) = said else { return Err(Failure::NoAnswer) };
    let ballot = OpenBallot {
        vote: *vote.vote.bytes(),
        resolution_hash: vote.resolution.hash(),
        voice: *speaks.voice.bytes(),
        choice: choice.code().to_owned(),
        n: number(vote.vote, speaks),
    };
    let signature = ballot.sign(paper.cooperative.bytes(), keys.identity());
    let tracker = ballot.tracker(paper.cooperative.bytes());
    deliver(&format!("/api/v1/votes/{}/open-ballots", vote.vote), &CastOpen { ballot, signature }, &tracker).await
}

async fn send_secret(
    paper: &BallotPaper,
    vote: &PaperVote,
    secret: &SecretPaper,
    of: (&MemberKeys, Speaks<'_>),
    said: &Said,
) -> Result<Receipt, Failure> {
    let cast = seal(paper, vote, secret, of, said).ok_or(Failure::NoAnswer)?;
    let tracker = ballot::tracker(&cast.ballot);
    deliver(&format!("/api/v1/votes/{}/ballots", vote.vote), &cast, &tracker).await
}

/// Encrypts, proves, signs, and verifies the result as anyone will.
fn seal(
    paper: &BallotPaper,
    vote: &PaperVote,
    secret: &SecretPaper,
    (keys, speaks): (&MemberKeys, Speaks<'_>),
    said: &Said,
) -> Option<CastSecret> {
    let mut rng = device::rng();
    let election = Election::parse(&secret.election).ok()?;
    let phi = election::fingerprint(&secret.election);
    let credential = voice::credential_secret(keys, &election.uuid, speaks.voice.bytes());
    let made = Ballot::create(&election, &phi, &credential, &[vote.resolution.vector(said)?], &mut rng).ok()?;
    ballot::verify(&election, &phi, &made).ok()?;
    let json = made.to_json();
    let tracker = ballot::tracker(&json);
    let slip = OrderSlip::make(
        paper.cooperative.bytes(),
        &election.uuid,
        &phi,
        &credential,
        number(vote.vote, speaks),
        &tracker,
        &mut rng,
    );
    let emargement = emargement::sign(
        speaks.marks.identity(),
        paper.cooperative.bytes(),
        vote.vote.bytes(),
        &election.uuid,
        &phi,
        speaks.voice.bytes(),
    );
    Some(CastSecret { ballot: json, slip, voice: speaks.voice, emargement })
}

/// Sends, and sends the same bytes again if no answer came: the server recognises them by their tracker. A receipt for
/// another ballot is no answer.
async fn deliver<T: serde::Serialize>(path: &str, body: &T, tracker: &str) -> Result<Receipt, Failure> {
    for pause in [500, 1500, 4000, 0] {
        match browser::post::<_, Receipt>(path, body).await {
            Ok(receipt) if receipt.tracker == tracker => return Ok(receipt),
            Err(Failure::Refused(why)) => return Err(Failure::Refused(why)),
            Ok(_) | Err(Failure::NoAnswer) => browser::nap(pause).await,
        }
    }
    Err(Failure::NoAnswer)
}
