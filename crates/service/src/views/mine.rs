//! What concerns the member signed in.

use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::attendance::{Presence, desk_open};
use domain::bureau::AskedSeat;
use domain::ids::{AssemblyId, MemberId, PaperCodeId, VoteId};
use domain::member::MemberState;
use domain::proxies::Limits;
use domain::roles::Actor;
use domain::vote::{Stage, VoteMode, VoteState};
use domain::wire::{
    AssemblyView, BallotPaper, ItemView, Me, MyVoice, MyVotes, PaperMandate, PaperVote, ProxiesBrief, SecretPaper,
    ToSign, TrusteesApproval,
};
use protocol::emargement::Signature;
use protocol::hash;
use store::boxes::VoteBox;
use store::proxies::Proxy;
use store::rolls::RollEntry;
use store::votes::Vote;
use store::{Tx, attendances, ballots, boxes, convocations, holders, keys, minutes, open_ballots, rolls, votes};

use crate::acts::advance::window_of;
use crate::acts::sign_in::roles_of;
use crate::error::Stored as _;
use crate::policy::{Operation, allow};
use crate::proposals::has_voice;
use crate::views::assemblies::read;
use crate::{Error, Service, bureau, codes, commitments, elections, facts, hands, paper, proxies, secrets, sheet};

/// Who is signed in.
///
/// # Errors
/// Policy; [`Refusal::MemberState`] when the membership is over.
pub async fn me(service: &Service, actor: &Actor) -> Result<Me, Error> {
    allow(actor, Operation::ReadMe)?;
    read_me(service, &mut service.db().read().await?, actor, Operation::ReadMe).await
}

/// What the member can do now.
///
/// # Errors
/// As [`me`].
pub async fn my_votes(service: &Service, actor: &Actor) -> Result<MyVotes, Error> {
    allow(actor, Operation::ReadMyVotes)?;
    let mut tx = service.db().read().await?;
    let me = read_me(service, &mut tx, actor, Operation::ReadMyVotes).await?;
    let assembly = match facts::current_assembly(&mut tx, service.now()).await? {
        Some(id) => Some(read(&mut tx, id).await?),
        None => None,
    };
    let suspended = facts::member(&mut tx, me.member).await?.state == MemberState::Suspended;
    let code = match &assembly {
        Some(view) => codes::held(service, &mut tx, view.id, me.member).await?,
        None => None,
    };
    let voices = match &assembly {
        Some(view) => voices(&mut tx, view, (&me, code, suspended), service.now()).await?,
        None => Vec::new(),
    };
    let replaceable = match &assembly {
        Some(view) => {
            let found = facts::assembly(&mut tx, view.id).await?;
            facts::rules(&mut tx, &found).await?.settings.ballot_replaceable
        }
        None => true,
    };
    let sheet = match &assembly {
        Some(view) if !suspended && sheet::asked(&mut tx, view.id, me.member).await? => Some(view.id),
        _ => None,
    };
    let to_sign = to_sign(&mut tx, &me, suspended).await?;
    let Asked { seats, hands, papers, draw, elected } = match &assembly {
        Some(view) if view.state == AssemblyState::InSession && !suspended => {
            asked(&mut tx, view.id, me.member).await?
        }
        _ => Asked::default(),
    };
    let proxies = match &assembly {
        Some(view) if Limits::going(view.state).is_ok() => Some(brief(&mut tx, view.id, me.member).await?),
        _ => None,
    };
    let carried = match &assembly {
        Some(view) => carried(&mut tx, view, me.member).await?,
        None => Vec::new(),
    };
    let code = code.and(assembly.as_ref().map(|view| view.id));
    let presence = match &assembly {
        Some(view) if view.state == AssemblyState::InSession => presence(&mut tx, view.id, me.member).await?,
        _ => None,
    };
    let arrives = match &assembly {
        Some(view) if !suspended => door_of(service, &mut tx, view, me.member).await?,
        _ => None,
    };
    Ok(MyVotes {
        me,
        assembly,
        voices,
        replaceable,
        proxies,
        seats,
        sheet,
        to_sign,
        hands,
        papers,
        draw,
        elected,
        presence,
        arrives,
        code,
        carried,
    })
}

/// Whose minutes wait for the member's signature: also those of an assembly before the one that people speak of now.
async fn to_sign(tx: &mut Tx, me: &Me, suspended: bool) -> Result<Vec<ToSign>, Error> {
    let Some(keys) = me.keys.as_ref().filter(|_| !suspended) else { return Ok(Vec::new()) };
    let mut waiting = Vec::new();
    for id in minutes::unsigned(tx, me.member, &keys.identity).await? {
        let assembly = facts::assembly(tx, id).await?;
        let held_at = assembly.opened_at.unwrap_or(assembly.starts_at);
        waiting.push(ToSign { assembly: id, held_at, time_zone: assembly.time_zone });
    }
    Ok(waiting)
}

/// Where the voice of a member stands in each vote of an assembly: of one who holds a paper code or not, and is suspended or not.
async fn voices(
    tx: &mut Tx,
    assembly: &AssemblyView,
    (me, code, suspended): (&Me, Option<PaperCodeId>, bool),
    now: i64,
) -> Result<Vec<MyVoice>, Error> {
    let on_paper = paper::on(tx, assembly.id, me.member).await?;
    let mut voices = Vec::new();
    for item in &assembly.items {
        let voice = voice(tx, item, (me.member, me.keys.is_some(), code), now).await?;
        let voice = if on_paper { voice.of_paper_voter(item.hands.is_some()) } else { voice };
        // What was cast before a suspension counts; there is nothing to cast during it.
        let used = matches!(
            voice,
            MyVoice::Voted
                | MyVoice::VotedByCode
                | MyVoice::VotedThenPaper
                | MyVoice::InAdvance
                | MyVoice::Used
                | MyVoice::Void
        );
        voices.push(if suspended && !used { MyVoice::NotOnRoll } else { voice });
    }
    Ok(voices)
}

/// What a member is asked for in session, and the seats they hold.
#[derive(Default)]
struct Asked {
    /// Seats of the bureau to accept.
    seats: Vec<AskedSeat>,
    /// The vote whose hands they count.
    hands: Option<VoteId>,
    /// The vote whose papers they count.
    papers: Option<VoteId>,
    /// The vote whose draw they confirm.
    draw: Option<VoteId>,
    /// The votes in which they are elected.
    elected: Vec<VoteId>,
}

async fn asked(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Asked, Error> {
    let all = votes::by_assembly(tx, assembly).await?;
    let seats = bureau::asked(tx, assembly, member).await?;
    Ok(Asked {
        seats: seats.into_iter().map(|(version, seat)| AskedSeat { assembly, version, seat }).collect(),
        hands: hands::asked(tx, &all, member).await?,
        papers: paper::asked(tx, &all, member).await?,
        draw: elections::draw_asked(tx, &all, member).await?,
        elected: elections::elected(tx, &all, member).await?,
    })
}

async fn brief(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<ProxiesBrief, Error> {
    let first = proxies::first(tx, assembly).await?;
    let all = store::proxies::of_member(tx, first, member).await?;
    let held = all.iter().filter(|one| one.holder == Some(member) && one.state.live()).count();
    let given = all.iter().any(|one| one.grantor == member && one.state.live());
    Ok(ProxiesBrief { given, held: u32::try_from(held).unwrap_or(u32::MAX) })
}

/// The assembly, while its doors are open and the member has not come in.
async fn door_of(
    service: &Service,
    tx: &mut Tx,
    view: &AssemblyView,
    member: MemberId,
) -> Result<Option<AssemblyId>, Error> {
    if desk_open(view.state, view.starts_at, service.now()).is_err() {
        return Ok(None);
    }
    let away = presence(tx, view.id, member).await?.is_some_and(|presence| !presence.counts());
    Ok(away.then_some(view.id))
}

/// Where a member with a voice stands in an assembly.
async fn presence(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Option<Presence>, Error> {
    let who = facts::member(tx, member).await?;
    if has_voice(&facts::cooperative(tx).await?, &who).is_err() {
        return Ok(None);
    }
    let last = attendances::last(tx, assembly, member).await?;
    Ok(Some(Presence::after(last.map(|last| last.moved))))
}

pub(super) async fn read_me(service: &Service, tx: &mut Tx, actor: &Actor, asked: Operation) -> Result<Me, Error> {
    let member = facts::acting(service, tx, actor, asked).await?;
    Ok(Me {
        cooperative_name: facts::cooperative(tx).await?.name,
        member: member.id,
        number: member.number.stored("a member number")?,
        name: member.name,
        roles: roles_of(tx, member.id, service.now()).await?,
        cooperative: member.cooperative,
        keys: keys::current(tx, member.id).await?.as_ref().map(facts::public_keys).transpose()?,
    })
}

/// Where the voice of a member stands in a vote, who has a key of their own or not, and holds a paper code or not.
async fn voice(
    tx: &mut Tx,
    item: &ItemView,
    (member, has_key, code): (MemberId, bool, Option<PaperCodeId>),
    now: i64,
) -> Result<MyVoice, Error> {
    if item.state == VoteState::Voided {
        return Ok(MyVoice::Void);
    }
    let waiting = match (code, has_key) {
        (Some(_), _) => MyVoice::CodeWaits,
        (None, true) => MyVoice::Waiting,
        (None, false) => MyVoice::KeyNeeded,
    };
    let stage = match item.state {
        VoteState::Prepared => return Ok(waiting),
        VoteState::Advance => Stage::Advance,
        _ => Stage::Session,
    };
    // Voted in advance: on no later roll.
    let earlier = attendances::by_ballot(tx, item.vote).await?.contains(&member);
    let over = item.advance.as_ref().is_some_and(|advance| advance.until <= now);
    match (stage, over, earlier) {
        (Stage::Advance, true, true) | (Stage::Session, _, true) => return Ok(MyVoice::InAdvance),
        (Stage::Advance, true, false) => return Ok(waiting),
        _ => {}
    }
    if let Some(found) = store::paper::voice(tx, item.vote, member).await? {
        return Ok(match item.state {
            _ if found.proxy.is_some() => MyVoice::Carried,
            VoteState::Open => MyVoice::PaperOut,
            _ => MyVoice::WasOnPaper,
        });
    }
    let Some(found) = boxes::at_stage(tx, item.vote, stage).await? else { return Ok(MyVoice::NotOnRoll) };
    match rolls::entry(tx, found.id, member).await? {
        Some(RollEntry { proxy: Some(id), .. }) => {
            // A proxy that is over leaves the voice to the session.
            let speaks = stage == Stage::Session || earlier || proxies::in_force(tx, id).await?;
            return Ok(if speaks { MyVoice::Carried } else { waiting });
        }
        Some(RollEntry { code: Some(named), .. }) if item.state == VoteState::Open => {
            return Ok(match voted_in(tx, item, &found, member).await? {
                true => MyVoice::VotedByCode,
                false if code == Some(named) => MyVoice::ByCode,
                false => MyVoice::CodeOver,
            });
        }
        // Until it is asked for nobody votes with it: without a key of their own its member cannot ask.
        Some(RollEntry { entrusted: Some(_), .. }) if !has_key && item.state.receive().is_ok() => {
            if !voted_in(tx, item, &found, member).await? {
                return Ok(MyVoice::Entrusted);
            }
        }
        Some(_) => {}
        None if rolls::blanks(tx, item.vote).await?.contains(&member) => return Ok(MyVoice::Blank),
        // There is a roll to come.
        None if stage == Stage::Advance => return Ok(waiting),
        None => return Ok(MyVoice::NotOnRoll),
    }
    let voted = voted_in(tx, item, &found, member).await?;
    Ok(match (item.state, voted) {
        (VoteState::Advance | VoteState::Open, false) => MyVoice::ToVote,
        (VoteState::Advance | VoteState::Open, true) => MyVoice::Voted,
        (_, true) => MyVoice::Used,
        (_, false) => MyVoice::Unused,
    })
}

/// Whether a ballot of a voice is in a box.
async fn voted_in(tx: &mut Tx, item: &ItemView, found: &VoteBox, voice: MemberId) -> Result<bool, Error> {
    Ok(match item.mode {
        VoteMode::Open => open_ballots::last_n(tx, found.id, voice).await? > 0,
        VoteMode::Secret => ballots::last_n(tx, found.id, voice).await? > 0,
    })
}

/// Everything the ballot page needs: the open votes in which the member's voice may speak.
///
/// # Errors
/// Policy; [`Refusal::NotFound`]; [`Refusal::NotOnRoll`] for a member without a key, and for a paper code of another
/// assembly; [`Refusal::KeyNone`] where the voice of a member without a key is entrusted to the server.
pub async fn ballot_paper(service: &Service, actor: &Actor, assembly: AssemblyId) -> Result<BallotPaper, Error> {
    allow(actor, Operation::ReadBallotPaper)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadBallotPaper).await?;
    let found = facts::assembly(&mut tx, assembly).await?;
    let replaceable = facts::rules(&mut tx, &found).await?.settings.ballot_replaceable;
    let speaks = match actor.code() {
        // A code speaks in its own assembly alone.
        Some(code) => codes::in_force(service, &mut tx, code).await?.is_some_and(|code| code.assembly == assembly),
        None => keys::current(&mut tx, member.id).await?.is_some(),
    };
    if !speaks {
        // Whose voice the server keeps is on a roll: they make a key, and ask for it.
        let kept = actor.code().is_none() && store::entrusted::of_member(&mut tx, assembly, member.id).await?.is_some();
        return Err(if kept { Refusal::KeyNone } else { Refusal::NotOnRoll }.into());
    }
    let record_key = secrets::record_key(&mut tx, member.cooperative).await?.verifying_key();
    let mut open = Vec::new();
    // Whoever votes on paper sends nothing.
    let by_device = !paper::on(&mut tx, assembly, member.id).await?;
    for vote in votes::by_assembly(&mut tx, assembly).await?.into_iter().filter(|_| by_device) {
        let Some(found) = receiving(&mut tx, &vote, service.now()).await? else { continue };
        let mut entries = rolls::of_speaker(&mut tx, found.id, member.id).await?;
        let papers: Vec<MemberId> =
            store::paper::of_vote(&mut tx, vote.id).await?.into_iter().map(|of| of.voice).collect();
        // Of the own key and a code, each signs what the roll has it speak.
        entries.retain(|entry| !papers.contains(&entry.voice) && entry.code == actor.code());
        if found.stage == Stage::Advance {
            entries = in_force(&mut tx, entries).await?;
        }
        // Whoever carries a voice speaks the own one, too, unless it voted in advance.
        let (own, carried): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.voice == member.id);
        let Some(shown) = own.first().or(carried.first()).cloned() else { continue };
        open.push(PaperVote {
            mandates: mandates(&mut tx, (&vote, &found), carried).await?,
            ..paper(&mut tx, (&vote, &found), &shown).await?
        });
    }
    Ok(BallotPaper {
        cooperative: member.cooperative,
        assembly,
        voice: member.id,
        record_key: hash::hex(record_key.as_bytes()),
        replaceable,
        keyless: keyless(&mut tx, assembly).await?,
        votes: open,
    })
}

/// What the notice says of voices without a key.
async fn keyless(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<(u32, u32)>, Error> {
    /// The one part of a notice that is asked for here.
    #[derive(serde::Deserialize)]
    struct Said {
        #[serde(default)]
        keyless: Option<(u32, u32)>,
    }
    let Some(kept) = convocations::of_assembly(tx, assembly).await? else { return Ok(None) };
    let said: Said = serde_json::from_str(&kept.body).stored("a notice")?;
    Ok(said.keyless)
}

/// The proof that the member's voice is on the roll of a vote and which key speaks it, canonical JSON (PROTOCOL.md §10).
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for an unknown vote and for one whose roll is not fixed; [`Refusal::NotOnRoll`].
pub async fn voice_proof(service: &Service, actor: &Actor, vote: VoteId) -> Result<String, Error> {
    allow(actor, Operation::ReadVoiceProof)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadVoiceProof).await?;
    if facts::vote(&mut tx, vote).await?.state == VoteState::Prepared {
        return Err(Refusal::NotFound.into());
    }
    // The box the voice voted in, or may vote in: the last on whose roll it stands.
    let mut proof = None;
    for one in boxes::of_vote(&mut tx, vote).await? {
        proof = commitments::proof(&mut tx, one.id, member.id).await?.or(proof);
    }
    Ok(proof.ok_or(Refusal::NotOnRoll)?.to_json())
}

/// The proof of the proxies that the member gave or carries and that were in force with a roll of a vote, and of their voices on
/// paper in it, canonical JSON (PROTOCOL.md §10). Where there is none of either, it says so by holding nothing.
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for an unknown vote and for one whose roll is not fixed.
pub async fn mandate_proof(service: &Service, actor: &Actor, vote: VoteId) -> Result<String, Error> {
    allow(actor, Operation::ReadMandateProof)?;
    let mut tx = service.db().read().await?;
    let member = facts::acting(service, &mut tx, actor, Operation::ReadMandateProof).await?;
    let vote = facts::vote(&mut tx, vote).await?;
    if vote.state == VoteState::Prepared {
        return Err(Refusal::NotFound.into());
    }
    let own = own_proxies(&mut tx, vote.assembly, member.id).await?;
    Ok(commitments::mandates(&mut tx, vote.id, (member.id, &own)).await?.to_json())
}

/// The proxies that a member gave or carries for an assembly, those that are over among them.
async fn own_proxies(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Vec<Proxy>, Error> {
    let first = proxies::first(tx, assembly).await?;
    Ok(store::proxies::of_member(tx, first, member).await?)
}

/// The votes of an assembly in which something stands in the file of [`mandate_proof`].
async fn carried(tx: &mut Tx, assembly: &AssemblyView, member: MemberId) -> Result<Vec<VoteId>, Error> {
    let own = own_proxies(tx, assembly.id, member).await?;
    let mut votes = Vec::new();
    for item in &assembly.items {
        if item.state == VoteState::Prepared {
            continue;
        }
        if commitments::has_mandates(tx, item.vote, (member, &own)).await? {
            votes.push(item.vote);
        }
    }
    Ok(votes)
}

/// The box that receives ballots of a vote at this moment.
async fn receiving(tx: &mut Tx, vote: &Vote, now: i64) -> Result<Option<VoteBox>, Error> {
    let Some(stage) = vote.state.stage() else { return Ok(None) };
    Ok(boxes::at_stage(tx, vote.id, stage)
        .await?
        .filter(|found| found.closed_at.is_none() && window_of(found).receives(now).is_ok()))
}

async fn last_n(tx: &mut Tx, (vote, found): (&Vote, &VoteBox), voice: MemberId) -> Result<u64, Error> {
    Ok(match vote.mode {
        VoteMode::Open => open_ballots::last_n(tx, found.id, voice).await?,
        VoteMode::Secret => ballots::last_n(tx, found.id, voice).await?,
    })
}

/// The voices that still speak in advance: the own one, and those carried by a proxy in force.
async fn in_force(tx: &mut Tx, entries: Vec<RollEntry>) -> Result<Vec<RollEntry>, Error> {
    let mut still = Vec::with_capacity(entries.len());
    for entry in entries {
        let speaks = match entry.proxy {
            Some(id) => proxies::in_force(tx, id).await?,
            None => true,
        };
        if speaks {
            still.push(entry);
        }
    }
    Ok(still)
}

async fn mandates(tx: &mut Tx, of: (&Vote, &VoteBox), entries: Vec<RollEntry>) -> Result<Vec<PaperMandate>, Error> {
    let mut carried = Vec::with_capacity(entries.len());
    for entry in entries {
        carried.push(PaperMandate {
            voice: entry.voice,
            name: facts::member(tx, entry.voice).await?.name,
            last_n: last_n(tx, of, entry.voice).await?,
            credential: entry.credential,
        });
    }
    Ok(carried)
}

async fn paper(tx: &mut Tx, (vote, at): (&Vote, &VoteBox), entry: &RollEntry) -> Result<PaperVote, Error> {
    let own = entry.speaker == entry.voice;
    let last_n = if own { last_n(tx, (vote, at), entry.voice).await? } else { 0 };
    let keys = codes::of_entry(tx, entry).await?.keys;
    let secret = match boxes::election(tx, at.id).await? {
        Some(found) => Some(SecretPaper {
            election: found.election,
            trustees: found.trustees,
            credential: entry.credential.clone().stored("a credential")?,
            approvals: approvals(tx, vote).await?,
        }),
        None => None,
    };
    Ok(PaperVote {
        vote: vote.id,
        position: vote.position,
        resolution: facts::resolution(tx, vote.resolution).await?,
        keys,
        entrusted: entry.entrusted.is_some(),
        own,
        last_n,
        voices: rolls::count(tx, at.id).await?,
        by_hands: hands::counting(tx, vote.id).await?.is_some(),
        until: at.until,
        secret,
        mandates: Vec::new(),
    })
}

async fn approvals(tx: &mut Tx, vote: &Vote) -> Result<Vec<TrusteesApproval>, Error> {
    let stored = holders::approvals(tx, vote.id).await?;
    let shown = |by: holders::Approval| TrusteesApproval {
        identity: hash::hex(&by.identity),
        signature: Signature(by.signature),
    };
    Ok(stored.into_iter().map(shown).collect())
}
