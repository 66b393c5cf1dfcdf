//! Elections that are wrong in one known way, for those who want to see a failure: rehearsals, tests of other verifiers.
//!
//! Where the chain of events would hide the fault behind its own failure, it is made again over the changed parts.

use std::collections::BTreeMap;

use clap::ValueEnum;
use protocol::archive::{Event, Item, ItemKind};
use protocol::ballot::Ballot;
use protocol::group::{Element, Scalar};

use super::Simulated;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tamper {
    /// A block of zeros after the last member (check 1).
    Container,
    /// A ballot's text changed under its old name (check 2).
    Content,
    /// A ballot taken out of the chain (check 3).
    Chain,
    /// No end of ballots before the tally (check 4).
    Order,
    /// A setup that names other credentials (check 5).
    Setup,
    /// A ballot spelled otherwise (check 6).
    Spelling,
    /// A ballot with a proof too few (check 7).
    Shape,
    /// A trustee's proof that does not hold (check 8).
    Trustee,
    /// An election key that is not the trustees' (check 9).
    Key,
    /// A credential of weight two (check 10).
    Credential,
    /// A ballot with a proof that does not hold (check 11).
    Ballot,
    /// The first ballot once more at the end (check 11).
    Replay,
    /// A ballot whose credential is not listed (check 11).
    Stranger,
    /// One ballot more announced than counted (check 13).
    Tally,
    /// A part of the decryption with a proof that does not hold (check 15).
    Decryption,
    /// The last trustee's part taken away (check 16).
    Missing,
    /// A count that is one more (check 17).
    Result,
    /// A replaced ballot put in again after the one that replaced it (check 24).
    Late,
    /// One signature of a voter too many (check 24).
    Emargement,
}

impl Tamper {
    /// Number of the check that is there for it.
    #[must_use]
    pub fn check(self) -> u8 {
        match self {
            Self::Container => 1,
            Self::Content => 2,
            Self::Chain => 3,
            Self::Order => 4,
            Self::Setup => 5,
            Self::Spelling => 6,
            Self::Shape => 7,
            Self::Trustee => 8,
            Self::Key => 9,
            Self::Credential => 10,
            Self::Ballot | Self::Replay | Self::Stranger => 11,
            Self::Tally => 13,
            Self::Decryption => 15,
            Self::Missing => 16,
            Self::Result => 17,
            Self::Late | Self::Emargement => 24,
        }
    }

    /// The archive's bytes, made wrong.
    ///
    /// # Errors
    /// When the election has not what would be changed: a ballot, a second ballot of a voice.
    pub fn apply(self, simulated: &mut Simulated) -> Result<Vec<u8>, String> {
        let ballot = |simulated: &Simulated| find(simulated, "{\"election_uuid\"");
        match self {
            Self::Container => {}
            Self::Content => {
                let at = ballot(simulated)?;
                let item = simulated.items.get_mut(at).ok_or(ABSENT)?;
                item.body = bump(&item.body, "overall_proof")?;
            }
            Self::Chain => {
                let at = ballot(simulated)?;
                simulated.items.drain(at..=at + 1);
            }
            Self::Order => {
                simulated.items.retain(|item| !item.body.contains("\"type\":\"EndBallots\""));
                simulated.change(Vec::new())?;
            }
            Self::Setup => edit(simulated, "{\"election\":", |body| bump(body, "\"credentials\":"))?,
            Self::Spelling => edit(simulated, "{\"election_uuid\"", |body| Ok(body.replacen(':', ": ", 1)))?,
            Self::Shape => edit(simulated, "{\"election_uuid\"", one_proof_less)?,
            Self::Trustee => edit(simulated, "\"pok\"", |body| bump(body, "\"response\":"))?,
            Self::Key => {
                let other = Element::mul_base(&Scalar::from(7_u64)).to_string();
                let key = simulated.made.opened.election.public_key.to_string();
                edit(simulated, "\"questions\"", |body| Ok(body.replace(&key, &other)))?;
            }
            Self::Credential => edit(simulated, CREDENTIALS, |body| Ok(body.replacen("\"]", ",2\"]", 1)))?,
            Self::Ballot => edit(simulated, "{\"election_uuid\"", |body| bump(body, "overall_proof"))?,
            Self::Replay => replay(simulated)?,
            Self::Stranger => stranger(simulated)?,
            Self::Tally => edit(simulated, "{\"num_tallied\":", |body| bump(body, "\"num_tallied\":"))?,
            Self::Decryption => edit(simulated, "{\"decryption_factors\":", |body| bump(body, "\"response\":"))?,
            Self::Missing => missing(simulated)?,
            Self::Result => edit(simulated, "{\"result\":", |body| bump(body, "[["))?,
            Self::Late => late(simulated)?,
            Self::Emargement => simulated.made.companion.emargements.count += 1,
        }
        let mut bytes = simulated.archive();
        if self == Self::Container {
            bytes.resize(bytes.len() + 512, 0);
        }
        Ok(bytes)
    }
}

const ABSENT: &str = "this election has not what would be changed: more voters or revotes are needed";

/// Stands for the list of credentials, whose text holds no word.
const CREDENTIALS: &str = "";

/// The first data member whose text holds `marks`.
fn find(simulated: &Simulated, marks: &str) -> Result<usize, String> {
    if marks == CREDENTIALS {
        return Ok(2);
    }
    let found = simulated.items.iter().position(|item| item.kind == ItemKind::Data && item.body.contains(marks));
    found.ok_or_else(|| ABSENT.to_owned())
}

/// Puts another digit at the end of the first number after `marks`.
fn bump(body: &str, marks: &str) -> Result<String, String> {
    let start = body.find(marks).ok_or(ABSENT)? + marks.len();
    let (before, rest) = body.split_at(start);
    let digit = rest.find(|c: char| c.is_ascii_digit()).ok_or(ABSENT)?;
    let end = rest[digit..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| digit + length);
    let (number, after) = rest.split_at(end);
    let other = if number.ends_with('1') { '2' } else { '1' };
    Ok(format!("{before}{}{other}{after}", &number[..number.len() - 1]))
}

fn edit(
    simulated: &mut Simulated,
    marks: &str,
    change: impl FnOnce(&str) -> Result<String, String>,
) -> Result<(), String> {
    let at = find(simulated, marks)?;
    let body = change(&simulated.items.get(at).ok_or(ABSENT)?.body)?;
    simulated.change(vec![(at, body)])
}

fn one_proof_less(body: &str) -> Result<String, String> {
    let mut ballot = Ballot::parse(body).map_err(|error| error.to_string())?;
    for answer in &mut ballot.answers {
        answer.overall_proof.pop();
    }
    Ok(ballot.to_json())
}

/// Members of every ballot and its event.
fn ballots(simulated: &Simulated) -> Vec<usize> {
    let ballot = |(_, item): &(usize, &Item)| item.body.starts_with("{\"election_uuid\"");
    simulated.items.iter().enumerate().filter(ballot).map(|(at, _)| at).collect()
}

fn replay(simulated: &mut Simulated) -> Result<(), String> {
    let all = ballots(simulated);
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Err(ABSENT.to_owned()) };
    let again: Vec<Item> = simulated.items.get(*first..first + 2).ok_or(ABSENT)?.to_vec();
    simulated.items.splice(last + 2..last + 2, again);
    let slips = &mut simulated.made.companion.order_slips;
    slips.extend(slips.first().cloned());
    simulated.change(Vec::new())
}

fn stranger(simulated: &mut Simulated) -> Result<(), String> {
    let mine = simulated.made.opened.voters.first().ok_or(ABSENT)?;
    let own = Element::mul_base(&mine.secret).to_string();
    let other = Element::mul_base(&(mine.secret + Scalar::ONE)).to_string();
    edit(simulated, &format!("\"credential\":\"{own}\""), |body| Ok(body.replace(&own, &other)))
}

fn missing(simulated: &mut Simulated) -> Result<(), String> {
    let part = |item: &Item| item.body.starts_with("{\"decryption_factors\":");
    let at = simulated.items.iter().rposition(part).ok_or(ABSENT)?;
    simulated.items.drain(at..at + 3);
    simulated.made.companion.decryption_proofs.pop();
    simulated.change(Vec::new())
}

/// Exchanges the two ballots of a voice that voted twice, each with its slip.
fn late(simulated: &mut Simulated) -> Result<(), String> {
    let all = ballots(simulated);
    let mut first = BTreeMap::new();
    for (number, at) in all.iter().enumerate() {
        let body = &simulated.items.get(*at).ok_or(ABSENT)?.body;
        let ballot = Ballot::parse(body).map_err(|error| error.to_string())?;
        if let Some((earlier, place)) = first.insert(ballot.credential, (number, *at)) {
            simulated.items.swap(place, *at);
            let payloads = [place + 1, at + 1].map(|event| Event::parse(&simulated.items[event].body));
            let [Ok(mut one), Ok(mut two)] = payloads else { return Err(ABSENT.to_owned()) };
            std::mem::swap(&mut one.payload, &mut two.payload);
            simulated.items[place + 1] = Item::new(ItemKind::Event, one.to_json());
            simulated.items[at + 1] = Item::new(ItemKind::Event, two.to_json());
            simulated.made.companion.order_slips.swap(earlier, number);
            return simulated.change(Vec::new());
        }
    }
    Err(ABSENT.to_owned())
}
