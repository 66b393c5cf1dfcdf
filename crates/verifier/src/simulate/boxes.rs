//! Several boxes of one vote, opened in sum: whoever did not vote in one has a voice in the next.

use protocol::archive::Builder;
use protocol::carry::{Carried, CarryList, New, Origin};
use protocol::checks::Workers;
use protocol::combined::{self, Binding, Combined, SummedBox, SummedPart};
use protocol::companion::Companion;
use protocol::group::Element;
use protocol::hash;
use protocol::tally::EncryptedTally;

use super::opening::{self, About, Setting};
use super::secrets::{self, Credential};
use super::trustees::Holders;
use super::{COOPERATIVE, Made, Plan, Simulated, Stream, casting, closing};

/// The boxes of one vote, whole in memory.
#[derive(Clone, Debug)]
pub struct Boxes {
    /// Each, in their order.
    pub boxes: Vec<Simulated>,
    /// The plain count of what was voted in all of them.
    pub plain: Vec<u64>,
}

/// What is remembered of a box while the next ones are made.
struct Closed {
    made: Simulated,
    tally: EncryptedTally,
    summed: SummedBox,
}

/// Makes the boxes of a vote. Every voter votes in one of them, as many in each as in the others; the last voter of all is
/// new after the first.
///
/// # Errors
/// A plan that cannot be, or no voter for each box.
pub fn make<W: Workers>(plan: &Plan, boxes: usize, workers: &W) -> Result<Boxes, String> {
    make_about(plan, None, boxes, workers)
}

pub(super) fn make_about<W: Workers>(
    plan: &Plan,
    about: Option<&About>,
    boxes: usize,
    workers: &W,
) -> Result<Boxes, String> {
    plan.check()?;
    if boxes < 2 || plan.voters < boxes {
        return Err("two boxes or more, and at least one voter for each".to_owned());
    }
    let mut rng = plan.rng(Stream::Setup, 0);
    let holders = Holders::make(plan.quorum, &mut rng)?;
    let mut closed: Vec<Closed> = Vec::new();
    // Voters by number; the credential each has in the box before, if any.
    let mut before: Vec<Option<Credential>> = vec![None; plan.voters];
    for place in 0..boxes {
        let spread = |voter: usize| voter * boxes / plan.voters;
        let listed = |voter: &usize| spread(*voter) >= place && (place > 0 || *voter + 1 < plan.voters);
        let uuid = secrets::base58(16, &mut rng);
        // Those who vote here come first.
        let voters: Vec<usize> = (0..plan.voters).filter(listed).collect();
        let credentials: Vec<Credential> = voters.iter().map(|_| Credential::draw(&uuid, &mut rng)).collect();
        let voting = voters.iter().filter(|voter| spread(**voter) == place).count();
        let carry = (place > 0).then(|| carry(&closed, &voters, &credentials, &before));
        for (voter, credential) in voters.iter().zip(&credentials) {
            before[*voter] = Some(credential.clone());
        }
        let revotes = if place == 0 { plan.revotes } else { 0 };
        let seed = plan.seed.wrapping_add((place as u64) << 32);
        let part = Plan { voters: voting, revotes, seed, ..plan.clone() };
        let (holders, about) = (holders.clone(), about.cloned());
        let setting = Setting { vote: plan.seed, uuid, holders, voters: credentials, about };
        closed.push(one(&part, setting, carry, workers)?);
    }
    open(plan, &holders, closed)
}

/// The list of a later box.
fn carry(closed: &[Closed], voters: &[usize], now: &[Credential], before: &[Option<Credential>]) -> CarryList {
    let public = |credential: &Credential| Element::mul_base(&credential.secret);
    let origin = |(voter, now): (&usize, &Credential)| match &before[*voter] {
        Some(before) => Origin::Carried(Carried { credential: public(now), carried: public(before) }),
        None => {
            let leaf = hash::sha256(format!("leaf of voter {voter}").as_bytes());
            Origin::New(New { credential: public(now), new: leaf })
        }
    };
    let mut voices: Vec<Origin> = voters.iter().zip(now).map(origin).collect();
    voices.sort_unstable_by(|one, other| one.credential().cmp(other.credential()));
    CarryList { after: closed.iter().map(|closed| closed.summed.uuid.clone()).collect(), voices }
}

/// One box, as far as its encrypted tally.
fn one<W: Workers>(plan: &Plan, setting: Setting, carry: Option<CarryList>, workers: &W) -> Result<Closed, String> {
    let (mut items, mut builder) = (Vec::new(), Builder::new());
    let mut sink = |item| {
        items.push(item);
        Ok(())
    };
    let opened = opening::set_up(plan, setting, &mut builder, &mut sink)?;
    let cast = casting::cast(plan, &opened, workers, &mut builder, &mut sink)?;
    let text = closing::seal(plan, &cast, &mut builder, &mut sink)?;
    let summed = SummedBox::of(&opened.election.uuid, &opened.phi, &text);
    let companion = Companion {
        version: 1,
        cooperative: hash::hex(&COOPERATIVE),
        uuid: opened.election.uuid.clone(),
        order_slips: cast.slips,
        emargements: cast.emargements,
        decryption_proofs: Vec::new(),
        carry,
        combined: None,
    };
    let made = Simulated { items, made: Made { companion, opened, plain: cast.plain } };
    Ok(Closed { made, tally: cast.tally, summed })
}

/// Opens the sum: the same object goes to the companion of each box.
fn open(plan: &Plan, holders: &Holders, closed: Vec<Closed>) -> Result<Boxes, String> {
    let sum = combined::sum(closed.iter().map(|closed| &closed.tally)).ok_or("boxes of different shapes")?;
    let mut combined = Combined::of(closed.iter().map(|closed| closed.summed.clone()).collect());
    combined.parts = holders.decrypt_sum(&combined.boxes, &sum, &mut plan.rng(Stream::Closing, 0))?;
    let parts: Vec<&SummedPart> = combined.parts.iter().collect();
    let opened =
        combined::open(&sum, &holders.public, &parts, plan.voters as u64).map_err(|error| error.to_string())?;
    combined.result = Some(opened.result);
    let mut plain = vec![0; closed.first().map_or(0, |closed| closed.made.made.plain.len())];
    let mut boxes = Vec::new();
    for Closed { mut made, .. } in closed {
        plain.iter_mut().zip(&made.made.plain).for_each(|(total, one)| *total += one);
        made.made.companion.combined = Some(combined.clone());
        boxes.push(made);
    }
    Ok(Boxes { boxes, plain })
}

impl Holders {
    /// The parts that open a sum.
    ///
    /// # Errors
    /// When an owner is missing.
    pub fn decrypt_sum(
        &self,
        boxes: &[SummedBox],
        sum: &EncryptedTally,
        rng: &mut rand_chacha::ChaCha20Rng,
    ) -> Result<Vec<SummedPart>, String> {
        let part = |(owner, secret)| {
            let public = self.public.public_key_of(owner).ok_or("no such owner")?;
            let binding = Binding { cooperative: &COOPERATIVE, boxes, owner, public };
            Ok(combined::decrypt(secret, &binding, sum, rng))
        };
        (1..=self.needed).zip(&self.secrets).map(part).collect()
    }
}
