//! The chair opens a vote. The roll is fixed and committed to; a secret vote gets its box.

use domain::Refusal;
use domain::ids::VoteId;
use domain::proxies::roll::{FixedRoll, Spoken};
use domain::roles::Actor;
use domain::vote::VoteMode;
use protocol::archive::EventType;
use protocol::archive::event::SetupData;
use protocol::trustees::Trustees;
use protocol::{credentials, election, hash, json as canonical_json};
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::boxes::{self, BallotBox};
use store::holders::Approval;
use store::keys::MemberKey;
use store::votes::{Move, Vote};
use store::{Tx, holders, keys, rolls, votes};

use crate::acts::convening::freeze::commit_register;
use crate::archive::Appender;
use crate::commitments::{self, Roll};
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, agendas, bureau, facts, proxies};

/// Opens a vote: from now on each voice on the roll may vote in it. The answer is the number of voices.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::NotInSession`], [`Refusal::SessionSuspended`], [`Refusal::VoteVoided`],
/// [`Refusal::VoteAlreadyOpen`], [`Refusal::VoteClosed`], [`Refusal::BureauMissing`] before the bureau of the assembly is
/// constituted,
/// [`Refusal::AmendmentsFirst`] for the text of a proposal while an amendment to it is not decided;
/// [`Refusal::KeyHoldersNotReady`] for a secret vote whose trustees are not approved by every key holder,
/// [`Refusal::RollEmpty`] when no member has a key.
pub async fn open_vote(service: &Service, actor: &Actor, id: VoteId) -> Result<u32, Error> {
    allow(actor, Operation::OpenVote)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::OpenVote).await?;
        let vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        assembly.state.require_session()?;
        domain::assembly::going_on(assembly.suspended_at)?;
        let next = vote.state.open()?;
        bureau::required(tx, assembly.id).await?;
        agendas::amendments_first(tx, &vote).await?;
        let rules = facts::cooperative(tx).await?.voice_rules();
        let keys = keys::of_voices(tx, rules).await?;
        let fixed = proxies::fix(service, tx, &assembly, &keys).await?;
        if fixed.spoken.is_empty() {
            return Err(Refusal::RollEmpty.into());
        }
        let step = Move { vote: id, from: vote.state, to: next, at: service.now() };
        if !votes::open(tx, step).await? {
            return Err(Refusal::VoteAlreadyOpen.into());
        }
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        let mut register = commit_register(service, tx, id.0).await?;
        let (registered, replaced) = keys::since(tx, assembly.convened_at).await?;
        register["since_convocation"] = json!({ "registered": registered, "replaced": replaced });
        record.add("register-commitment", register);
        let roll = (fixed.spoken.as_slice(), keys.as_slice());
        match vote.mode {
            VoteMode::Open => open_roll(service, tx, &vote, roll, &mut record).await?,
            VoteMode::Secret => open_box(service, tx, &assembly, &vote, roll, &mut record).await?,
        }
        with_proxies(service, tx, id, &fixed, &mut record).await?;
        record.write(tx).await?;
        facts::note(service, tx, actor, "open-vote", Some(id.0)).await?;
        u32::try_from(fixed.spoken.len()).stored("the roll")
    })
}

/// The proxies in force with this roll, by number and commitment. The blank ones are kept with the vote: they are counted in
/// its decision.
async fn with_proxies(
    service: &Service,
    tx: &mut Tx,
    vote: VoteId,
    fixed: &FixedRoll,
    record: &mut Record,
) -> Result<(), Error> {
    let named = fixed.spoken.iter().filter_map(|one| Some((one.voice, one.proxy?, Some(one.speaker))));
    let all: Vec<_> = named.chain(fixed.blank.iter().map(|(grantor, proxy)| (*grantor, *proxy, None))).collect();
    if all.is_empty() {
        return Ok(());
    }
    for (grantor, proxy) in &fixed.blank {
        rolls::insert_blank(tx, vote, *grantor, *proxy).await?;
    }
    let root = commitments::proxies(service, tx, vote, &all).await?;
    let (count, blank, vote) = (all.len(), fixed.blank.len(), hash::hex(vote.bytes()));
    record.add("proxies", json!({ "blank": blank, "count": count, "root": hash::hex(&root), "vote": vote }));
    Ok(())
}

/// An open vote: the roll with the identity keys is public, as the ballots will be.
async fn open_roll(
    service: &Service,
    tx: &mut Tx,
    vote: &Vote,
    of: (&[Spoken], &[MemberKey]),
    record: &mut Record,
) -> Result<(), Error> {
    let roll = commitments::roll(service, tx, vote.id, None, of).await?;
    let resolution = facts::resolution(tx, vote.resolution).await?;
    let voices: Vec<Value> = roll
        .voices
        .iter()
        .map(|(voice, identity)| json!({ "identity": hash::hex(identity), "voice": hash::hex(voice.bytes()) }))
        .collect();
    record.add(
        "open-roll",
        json!({
            "kinds": roll.kinds(),
            "resolution": hash::hex(&resolution.hash()),
            "root": hash::hex(&roll.root),
            "voices": voices,
            "vote": hash::hex(vote.id.bytes()),
        }),
    );
    Ok(())
}

/// A secret vote: an election of its own, whose archive begins.
async fn open_box(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    vote: &Vote,
    of: (&[Spoken], &[MemberKey]),
    record: &mut Record,
) -> Result<(), Error> {
    let (text, approvals) = approved_trustees(tx, vote).await?;
    let trustees = Trustees::parse(&text).stored("the trustees")?;
    let uuid = domain::vote::box_uuid(&service.bytes());
    let roll = commitments::roll(service, tx, vote.id, Some(&uuid), of).await?;
    let public_key = trustees.election_key().stored("the trustees")?;
    let resolution = facts::resolution(tx, vote.resolution).await?;
    let election = resolution.election(&uuid, assembly.cooperative, assembly.id, public_key).to_json();
    let new = BallotBox {
        vote: vote.id,
        uuid,
        fingerprint: election::fingerprint(&election),
        election,
        trustees: text,
        archive_time: service.now() / 1_000_000,
    };
    boxes::insert(tx, &new).await?;
    record.add("trustees", trustees_entry(vote, &new, &approvals));
    set_up(tx, &new, roll, record).await
}

/// The trustees object with the approval of every key holder, or the refusal that says one is missing.
async fn approved_trustees(tx: &mut Tx, vote: &Vote) -> Result<(String, Vec<Approval>), Error> {
    let text = holders::trustees(tx, vote.id).await?.ok_or(Refusal::KeyHoldersNotReady)?;
    let approvals = holders::approvals(tx, vote.id).await?;
    let holders = holders::by_assembly(tx, vote.assembly).await?;
    let approved = |member| approvals.iter().any(|approval| approval.member == member);
    if holders.iter().all(|holder| approved(holder.member)) {
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

/// Writes the beginning of the archive, and into the record everything a ballot page must find there first.
async fn set_up(tx: &mut Tx, new: &BallotBox, roll: Roll, record: &mut Record) -> Result<(), Error> {
    let (voices, kinds) = (roll.voices.len(), roll.kinds());
    let mut listed = roll.credentials;
    let list = credentials::publish(&mut listed);
    let fingerprint = credentials::fingerprint(&list);
    let mut archive = Appender::new(new.vote);
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
    record.add(
        "roll",
        json!({
            "credentials": fingerprint,
            "kinds": kinds,
            "root": hash::hex(&roll.root),
            "vote": vote,
            "voices": voices,
        }),
    );
    record.add(
        "box-opened",
        json!({
            "box": new.uuid,
            "election": election,
            "fingerprint": new.fingerprint,
            "trustees": trustees,
            "vote": vote,
        }),
    );
    record.add("archive-head", json!({ "box": new.uuid, "event": head.hash, "height": head.height }));
    Ok(())
}
