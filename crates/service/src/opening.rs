//! Opening a box of a vote: its roll is fixed and committed to, and in a secret vote its archive begins. In advance or in the
//! session, the same way.

use std::collections::{HashMap, HashSet};

use domain::Refusal;
use domain::entrusted::Entrusting;
use domain::ids::{AssemblyId, BoxId, MemberId, VoteId};
use domain::proxies::roll::{FixedRoll, Spoken};
use domain::vote::{Stage, VoteMode};
use protocol::archive::EventType;
use protocol::archive::event::SetupData;
use protocol::carry::{Carried, CarryList, New, Origin};
use protocol::group::Element;
use protocol::trustees::Trustees;
use protocol::{credentials, election, hash, json as canonical_json};
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::boxes::{self, BallotBox, VoteBox};
use store::holders::Approval;
use store::votes::Vote;
use store::{Tx, attendances, hands, holders, keys, rolls};

use crate::acts::convening::freeze::commit_register;
use crate::archive::Appender;
use crate::codes::{self, Speaking};
use crate::commitments::{self, Roll};
use crate::error::Stored as _;
use crate::proxies::Voices;
use crate::record::Record;
use crate::{Error, Service, entrusted, facts, paper, proxies};

/// How a box opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Before the session.
    Advance,
    /// In it, by ballots.
    Session,
    /// In it, by show of hands.
    ByHands,
}

impl How {
    fn stage(self) -> Stage {
        match self {
            Self::Advance => Stage::Advance,
            Self::Session | Self::ByHands => Stage::Session,
        }
    }

    /// The assembly whose paper codes speak: a code is for who is in the hall, and speaks in boxes of the session.
    fn printed_in(self, assembly: AssemblyId) -> Option<AssemblyId> {
        Some(assembly).filter(|_| self.stage() == Stage::Session)
    }
}

/// What the roll of a box is fixed from, but for the voices that are entrusted to the server in it.
pub(crate) struct Fixing {
    /// The keys that speak.
    pub keys: Vec<Speaking>,
    /// Who speaks which voice by them, on paper, or not at all.
    pub roll: FixedRoll,
    /// The voices that voted in an earlier box of the vote.
    pub used: HashSet<MemberId>,
}

/// What the roll of a box is fixed from as it opens.
async fn fixing(tx: &mut Tx, vote: &Vote, how: How) -> Result<Fixing, Error> {
    let keys = codes::speaking(tx, how.printed_in(vote.assembly)).await?;
    let keyed: HashSet<MemberId> = keys.iter().map(|key| key.member).collect();
    let voices = Voices::of(tx, vote.assembly, &keyed).await?;
    let (roll, used) = would_fix(tx, vote, how, &voices).await?;
    Ok(Fixing { keys, roll, used })
}

/// The roll of a box if it opened now, from what [`Voices`] of its stage say; and the voices that voted in an earlier box.
pub(crate) async fn would_fix(
    tx: &mut Tx,
    vote: &Vote,
    how: How,
    voices: &Voices,
) -> Result<(FixedRoll, HashSet<MemberId>), Error> {
    let used: HashSet<MemberId> = attendances::by_ballot(tx, vote.id).await?.into_iter().collect();
    let papers = paper::at_opening(tx, vote, how).await?;
    let mut roll = voices.fix(&papers).without(&used);
    if how == How::Advance {
        // They are no ballots: they are counted with the last roll, as they stand then.
        roll.blank.clear();
    }
    Ok((roll, used))
}

/// What rolls of an assembly would be fixed from at one moment, read once for however many boxes: in advance, and in the session.
pub(crate) struct Soon {
    advance: Voices,
    session: Voices,
}

impl Soon {
    /// As it stands now.
    pub(crate) async fn of(tx: &mut Tx, assembly: AssemblyId) -> Result<Self, Error> {
        let ahead = codes::keyed(tx, How::Advance.printed_in(assembly)).await?;
        let there = codes::keyed(tx, How::Session.printed_in(assembly)).await?;
        Ok(Self { advance: Voices::of(tx, assembly, &ahead).await?, session: Voices::of(tx, assembly, &there).await? })
    }

    /// What the roll of a box is fixed from that opens so.
    pub(crate) const fn voices(&self, how: How) -> &Voices {
        match how {
            How::Advance => &self.advance,
            How::Session | How::ByHands => &self.session,
        }
    }
}

/// A box as it opens.
struct Opening<'a> {
    assembly: &'a Assembly,
    vote: &'a Vote,
    new: VoteBox,
    /// What becomes of the voices that nothing else speaks.
    entrusting: Entrusting,
}

/// Opens a box of a vote, an advance one until its hour. The answer is the number of voices on its roll. Where everybody voted
/// in advance, or votes on paper, there is no box of the session.
///
/// # Errors
/// [`Refusal::RollEmpty`] when nobody has a voice; [`Refusal::KeyHoldersNotReady`] in a secret vote;
/// [`Refusal::PaperNeedsTwo`] where voices are on paper and nobody could count them; [`Refusal::EntrustedUnconfirmed`].
pub(crate) async fn open(
    service: &Service,
    tx: &mut Tx,
    (assembly, vote): (&Assembly, &Vote),
    until: Option<i64>,
    record: &mut Record,
) -> Result<u32, Error> {
    let how = match (until, hands::of_vote(tx, vote.id).await?) {
        (Some(_), _) => How::Advance,
        (None, Some(_)) => How::ByHands,
        (None, None) => How::Session,
    };
    let stage = how.stage();
    proxies::end_over(service, tx, assembly).await?;
    let Fixing { mut keys, roll: mut fixed, used } = fixing(tx, vote, how).await?;
    let entrusting = entrusted::entrust(service, tx, assembly, (&mut fixed, &mut keys)).await?;
    if fixed.spoken.is_empty() && fixed.paper.is_empty() && used.is_empty() {
        return Err(Refusal::RollEmpty.into());
    }
    paper::hand_out(service, tx, vote, &fixed.paper).await?;
    if fixed.spoken.is_empty() {
        // Whoever comes after the opening gets a paper: there will be no box. Still nobody opens a secret vote before its key
        // holders are ready, however many devices work when it opens.
        if vote.mode == VoteMode::Secret {
            approved_trustees(tx, vote).await?;
        }
        with_proxies(service, tx, (vote.id, vote.id.session_box()), &fixed, record).await?;
        return Ok(0);
    }
    let id = if stage == Stage::Advance { BoxId(service.id()) } else { vote.id.session_box() };
    let new = VoteBox { id, vote: vote.id, stage, opened_at: service.now(), until, closed_at: None };
    boxes::insert(tx, &new).await?;
    let mut register = commit_register(service, tx, id.0, &keys).await?;
    let (registered, replaced) = keys::since(tx, assembly.convened_at).await?;
    register["since_convocation"] = json!({ "registered": registered, "replaced": replaced });
    let printed = store::codes::printed(tx, assembly.id).await?;
    if printed > 0 {
        register["since_convocation"]["paper_codes"] = printed.into();
    }
    record.add("register-commitment", register);
    let opening = Opening { assembly, vote, new, entrusting };
    let roll = (fixed.spoken.as_slice(), keys.as_slice());
    match vote.mode {
        VoteMode::Open => opening.open_roll(service, tx, roll, record).await?,
        VoteMode::Secret => opening.open_box(service, tx, roll, record).await?,
    }
    with_proxies(service, tx, (vote.id, id), &fixed, record).await?;
    u32::try_from(fixed.spoken.len()).stored("the roll")
}

/// The proxies in force with this roll, by number and commitment. The blank ones are kept with the vote: they are counted in
/// its decision.
async fn with_proxies(
    service: &Service,
    tx: &mut Tx,
    (vote, ballot_box): (VoteId, BoxId),
    fixed: &FixedRoll,
    record: &mut Record,
) -> Result<(), Error> {
    let named =
        fixed.spoken.iter().chain(&fixed.paper).filter_map(|one| Some((one.voice, one.proxy?, Some(one.speaker))));
    let all: Vec<_> = named.chain(fixed.blank.iter().map(|(grantor, proxy)| (*grantor, *proxy, None))).collect();
    if all.is_empty() {
        return Ok(());
    }
    for (grantor, proxy) in &fixed.blank {
        rolls::insert_blank(tx, vote, *grantor, *proxy).await?;
    }
    let root = commitments::proxies(service, tx, ballot_box, &all).await?;
    let (count, blank, vote) = (all.len(), fixed.blank.len(), hash::hex(vote.bytes()));
    record.add("proxies", json!({ "blank": blank, "count": count, "root": hash::hex(&root), "vote": vote }));
    Ok(())
}

/// What the record says of a roll beside its voices: how many entrusted ones the board confirmed, if it had to, or how many voices have
/// none in this box since the board says that there shall be none.
fn entrusting(mut body: Value, decided: Entrusting) -> Value {
    match decided {
        Entrusting::All(Some(most)) => body["confirmed"] = most.into(),
        Entrusting::LeftOut(count) => body["left_out"] = count.into(),
        Entrusting::All(None) | Entrusting::Nobody => {}
    }
    body
}

/// What the record says of the stage of a box: of that of the session nothing.
fn staged(mut body: Value, stage: Stage) -> Value {
    if stage == Stage::Advance {
        body["stage"] = stage.word().into();
    }
    body
}

impl Opening<'_> {
    /// An open vote: the roll with the identity keys is public, as the ballots will be.
    async fn open_roll(
        &self,
        service: &Service,
        tx: &mut Tx,
        of: (&[Spoken], &[Speaking]),
        record: &mut Record,
    ) -> Result<(), Error> {
        let roll = commitments::roll(service, tx, self.new.id, None, of).await?;
        let resolution = facts::resolution(tx, self.vote.resolution).await?;
        let voices: Vec<Value> = roll
            .voices
            .iter()
            .map(|(voice, identity)| json!({ "identity": hash::hex(identity), "voice": hash::hex(voice.bytes()) }))
            .collect();
        let mut body = json!({
            "kinds": roll.kinds(),
            "resolution": hash::hex(&resolution.hash()),
            "root": hash::hex(&roll.root),
            "voices": voices,
            "vote": hash::hex(self.vote.id.bytes()),
        });
        if hands::of_vote(tx, self.vote.id).await?.is_some() {
            body["hands"] = true.into();
        }
        record.add("open-roll", entrusting(staged(body, self.new.stage), self.entrusting));
        Ok(())
    }

    /// A secret vote: an election of its own, whose archive begins.
    async fn open_box(
        &self,
        service: &Service,
        tx: &mut Tx,
        of: (&[Spoken], &[Speaking]),
        record: &mut Record,
    ) -> Result<(), Error> {
        let (text, approvals) = approved_trustees(tx, self.vote).await?;
        let trustees = Trustees::parse(&text).stored("the trustees")?;
        let uuid = domain::vote::box_uuid(&service.bytes());
        let roll = commitments::roll(service, tx, self.new.id, Some(&uuid), of).await?;
        let public_key = trustees.election_key().stored("the trustees")?;
        let resolution = facts::resolution(tx, self.vote.resolution).await?;
        // The boxes of a vote name one assembly: that in which the first of them opened.
        let (cooperative, assembly) = (self.assembly.cooperative, self.vote.called_first.unwrap_or(self.assembly.id));
        let election = resolution.election(&uuid, cooperative, assembly, public_key).to_json();
        let new = BallotBox {
            id: self.new.id,
            vote: self.vote.id,
            stage: self.new.stage,
            uuid,
            fingerprint: election::fingerprint(&election),
            election,
            trustees: text,
            archive_time: service.now() / 1_000_000,
        };
        boxes::insert_election(tx, &new).await?;
        record.add("trustees", trustees_entry(self.vote, &new, &approvals));
        let carry = carry(tx, &new, &roll).await?;
        self.set_up(tx, &new, (roll, carry), record).await
    }

    /// Writes the beginning of the archive, and into the record everything a ballot page must find there first.
    async fn set_up(
        &self,
        tx: &mut Tx,
        new: &BallotBox,
        (roll, carry): (Roll, Option<CarryList>),
        record: &mut Record,
    ) -> Result<(), Error> {
        let (voices, kinds) = (roll.voices.len(), roll.kinds());
        let mut listed = roll.credentials;
        let list = credentials::publish(&mut listed);
        let fingerprint = credentials::fingerprint(&list);
        let mut archive = Appender::new(new.id);
        let setup = SetupData {
            election: archive.data(tx, new.election.clone()).await?,
            trustees: archive.data(tx, new.trustees.clone()).await?,
            credentials: archive.data(tx, list).await?,
            credentials_certificate: None,
        };
        let (election, trustees) = (setup.election.clone(), setup.trustees.clone());
        let payload = archive.data(tx, canonical_json::write(&setup)).await?;
        let head = archive.event(tx, EventType::Setup, Some(&payload)).await?;
        let vote = hash::hex(new.vote.bytes());
        let mut body = json!({
            "credentials": fingerprint,
            "kinds": kinds,
            "root": hash::hex(&roll.root),
            "vote": vote,
            "voices": voices,
        });
        if let Some(carry) = carry {
            body["carry"] = carry.hash().into();
        }
        record.add("roll", entrusting(staged(body, new.stage), self.entrusting));
        let mut body = json!({
            "box": new.uuid,
            "election": election,
            "fingerprint": new.fingerprint,
            "trustees": trustees,
            "vote": vote,
        });
        if let Some(until) = self.new.until {
            body["until"] = until.into();
        }
        record.add("box-opened", staged(body, new.stage));
        record.add("archive-head", json!({ "box": new.uuid, "event": head.hash, "height": head.height }));
        Ok(())
    }
}

/// The trustees object with the approvals of as many key holders as open a box, or the refusal that says one is missing.
pub(crate) async fn approved_trustees(tx: &mut Tx, vote: &Vote) -> Result<(String, Vec<Approval>), Error> {
    let text = holders::trustees(tx, vote.id).await?.ok_or(Refusal::KeyHoldersNotReady)?;
    let approvals = holders::approvals(tx, vote.id).await?;
    let needed = Trustees::parse(&text).stored("the trustees")?.approvals();
    if u32::try_from(approvals.len()).is_ok_and(|approved| approved >= needed) {
        Ok((text, approvals))
    } else {
        Err(Refusal::KeyHoldersNotReady.into())
    }
}

fn trustees_entry(vote: &Vote, new: &BallotBox, approvals: &[Approval]) -> Value {
    let approvals: Vec<Value> = approvals
        .iter()
        .map(|by| json!({ "identity": hash::hex(&by.identity), "signature": hash::hex(&by.signature) }))
        .collect();
    json!({
        "approvals": approvals,
        "trustees": hash::sha256_hex(new.trustees.as_bytes()),
        "vote": hash::hex(vote.id.bytes()),
    })
}

/// Where each voice of a later box comes from: from the credential that the same voice did not use in advance, or from nowhere
/// before (PROTOCOL.md §13.1). Kept with the box, as its companion has it.
async fn carry(tx: &mut Tx, new: &BallotBox, roll: &Roll) -> Result<Option<CarryList>, Error> {
    let before = boxes::elections(tx, new.vote).await?.into_iter().find(|one| one.stage < new.stage);
    let Some(before) = before else { return Ok(None) };
    let mut earlier: HashMap<MemberId, Element> = HashMap::new();
    for entry in rolls::of_box(tx, before.id).await? {
        let text = entry.credential.stored("a credential")?;
        earlier.insert(entry.voice, Element::parse(&text).stored("a credential")?);
    }
    let mut voices = Vec::with_capacity(roll.voices.len());
    for ((voice, _), (credential, leaf)) in roll.voices.iter().zip(roll.credentials.iter().zip(&roll.leaves)) {
        voices.push(match earlier.get(voice) {
            Some(carried) => Origin::Carried(Carried { credential: *credential, carried: *carried }),
            None => Origin::New(New { credential: *credential, new: *leaf }),
        });
    }
    voices.sort_unstable_by(|one, other| one.credential().cmp(other.credential()));
    let list = CarryList { after: vec![before.uuid], voices };
    boxes::insert_carry(tx, new.id, &canonical_json::write(&list)).await?;
    Ok(Some(list))
}
