//! What the acts and views about proxies share: those of an assembly with the rules they come under, moving one, telling
//! whom it concerns.

use domain::Refusal;
use std::collections::HashSet;

use domain::convocation::notice::Notice;
use domain::decision::BlankCounted;
use domain::ids::{AssemblyId, MemberId, ProxyId, VoteId};
use domain::proxies::roll::{self, FixedRoll};
use domain::proxies::{Ending, Known, Limits, ProxyMove, ProxyState};
use domain::roles::Actor;
use domain::vote::Stage;
use store::assemblies::Assembly;
use store::members::Member;
use store::proxies::{self, Proxy};
use store::rolls::RollEntry;
use store::votes::Vote;
use store::{Tx, attendances, convocations, members, paper, rolls};

use crate::codes;
use crate::error::Stored as _;
use crate::letters::{self, Letter, Over, ProxyLetter, ProxySays, Recipient};
use crate::proposals::has_voice;
use crate::{Error, Service, agendas, facts, hands};

/// The proxies of an assembly, and the rules they come under.
pub(crate) struct Held {
    /// The assembly as it was convened last: its second call, where there is one.
    pub now: Assembly,
    /// The assembly on first call, for which proxies are given.
    pub first: AssemblyId,
    /// Until when.
    pub limits: Limits,
    /// How many voices one person may carry.
    pub cap: Option<u32>,
    /// All of them.
    pub all: Vec<Proxy>,
}

impl Held {
    /// As the rules look at them.
    pub fn known(&self) -> Vec<Known> {
        self.all.iter().map(Proxy::known).collect()
    }
}

/// The proxies that hold for an assembly, whichever call is meant: its agenda is the same (C. com. R.225-79).
pub(crate) async fn held(tx: &mut Tx, assembly: AssemblyId) -> Result<Held, Error> {
    facts::assembly(tx, assembly).await?;
    let first = first(tx, assembly).await?;
    let last = convocations::following(tx, first).await?.unwrap_or(first);
    let now = facts::assembly(tx, last).await?;
    let in_force = facts::rules(tx, &now).await?;
    let rule = in_force.settings.proxy_revocable_until;
    let of = (now.call, now.starts_at, now.time_zone.as_str());
    let limits = Limits::of(&in_force.rules, rule, of).stored("the hour of an assembly")?;
    let cap = in_force.settings.proxy_cap.among(facts::count_voices(tx).await?);
    Ok(Held { limits, cap, all: proxies::of_assembly(tx, first).await?, now, first })
}

/// The assembly on first call.
pub(crate) async fn first(tx: &mut Tx, assembly: AssemblyId) -> Result<AssemblyId, Error> {
    Ok(convocations::of_assembly(tx, assembly).await?.and_then(|kept| kept.follows).unwrap_or(assembly))
}

/// One proxy, with all those beside it.
pub(crate) async fn one(tx: &mut Tx, id: ProxyId) -> Result<(Proxy, Held), Error> {
    let found = proxies::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let held = held(tx, found.assembly).await?;
    Ok((found, held))
}

/// Writes to a member about a proxy, if they have an address and are a member still.
pub(crate) async fn write(
    service: &Service,
    tx: &mut Tx,
    (about, at): (ProxyId, &Assembly),
    member: &Member,
    says: ProxySays,
) -> Result<(), Error> {
    // Nobody is written to about a rehearsal.
    let written = member.state.is_member() && at.rehearsal_until.is_none();
    let Some(to) = Recipient::of(member).filter(|_| written) else { return Ok(()) };
    let letter = ProxyLetter {
        name: member.name.clone(),
        says,
        starts_at: at.starts_at,
        time_zone: at.time_zone.clone(),
        link: service.at(&format!("/assembly/{}/proxy", at.id)),
    };
    let once = match &letter.says {
        // A holder may accept, and hand back.
        ProxySays::Answered { accepted, .. } => format!("proxy-answered {accepted} {about} {}", member.id),
        _ => format!("{} {about} {}", letter.kind(), member.id),
    };
    letters::queue(service, tx, &to, &Letter::Proxy(letter), &once, None).await
}

/// Tells grantor and holder that a proxy is over.
pub(crate) async fn tell_over(
    service: &Service,
    tx: &mut Tx,
    of: &Proxy,
    at: &Assembly,
    why: Over,
) -> Result<(), Error> {
    let grantor = facts::member(tx, of.grantor).await?;
    let says = ProxySays::Over { grantor: grantor.name.clone(), why };
    write(service, tx, (of.id, at), &grantor, says.clone()).await?;
    if let Some(holder) = of.holder {
        let holder = facts::member(tx, holder).await?;
        write(service, tx, (of.id, at), &holder, says).await?;
    }
    Ok(())
}

/// Ends a proxy for what follows, and tells whom it concerns.
pub(crate) async fn end(
    service: &Service,
    tx: &mut Tx,
    of: &Proxy,
    at: &Assembly,
    ending: Ending,
) -> Result<(), Error> {
    let to = of.state.after(ProxyMove::End(ending))?;
    if !proxies::move_to(tx, of, to, Some(ending), service.now()).await? {
        return Err(Refusal::ProxyState.into());
    }
    tell_over(service, tx, of, at, Over::Ended(ending)).await?;
    // Nobody ends it: it follows from something else that somebody did.
    facts::note(service, tx, &Actor::Anyone, "end-proxy", Some(of.grantor.0)).await
}

/// Ends, for good, the proxies whose grantor or holder has no voice any more. A roll that is fixed then does not move with what comes
/// after.
pub(crate) async fn end_over(service: &Service, tx: &mut Tx, assembly: &Assembly) -> Result<(), Error> {
    let (voices, all) = voices_and_proxies(tx, assembly.id).await?;
    let known: Vec<Known> = all.iter().map(Proxy::known).collect();
    for (id, ending) in roll::over(&voices, &known) {
        let of = all.iter().find(|one| one.id == id).stored("a proxy")?;
        end(service, tx, of, assembly, ending).await?;
    }
    Ok(())
}

/// Who speaks which voice at this moment in a vote that is open already: nothing ends by it.
pub(crate) async fn speaking(
    tx: &mut Tx,
    assembly: AssemblyId,
    papers: &HashSet<MemberId>,
) -> Result<FixedRoll, Error> {
    let keyed = codes::keyed(tx, Some(assembly)).await?;
    Ok(Voices::of(tx, assembly, &keyed).await?.fix(papers))
}

/// From what every roll of an assembly is fixed at one moment: who has a voice, whether a key speaks for them, and which proxies speak.
pub(crate) struct Voices {
    voices: Vec<(MemberId, bool)>,
    proxies: Vec<Known>,
}

impl Voices {
    /// Those of now, `keyed` being the members for whom a key speaks. Proxies of whoever has no voice any more speak nobody's, whether
    /// [`end_over`] has ended them or will.
    pub(crate) async fn of(tx: &mut Tx, assembly: AssemblyId, keyed: &HashSet<MemberId>) -> Result<Self, Error> {
        let (voices, all) = voices_and_proxies(tx, assembly).await?;
        let known: Vec<Known> = all.iter().map(Proxy::known).collect();
        let over = roll::over(&voices, &known);
        let proxies = known.into_iter().filter(|one| !over.iter().any(|(id, _)| *id == one.id)).collect();
        let voices = voices.into_iter().map(|voice| (voice, keyed.contains(&voice))).collect();
        Ok(Self { voices, proxies })
    }

    /// Who speaks which voice, where these vote on paper.
    pub(crate) fn fix(&self, papers: &HashSet<MemberId>) -> FixedRoll {
        roll::fix(&self.voices, &self.proxies, papers)
    }
}

/// The members with a voice, and the proxies of the assembly.
async fn voices_and_proxies(tx: &mut Tx, assembly: AssemblyId) -> Result<(Vec<MemberId>, Vec<Proxy>), Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    let voices = members::with_voice(tx, rules).await?.into_iter().map(|member| member.id).collect();
    let first = first(tx, assembly).await?;
    Ok((voices, proxies::of_assembly(tx, first).await?))
}

/// The members with a voice at this moment.
async fn voices(tx: &mut Tx) -> Result<HashSet<MemberId>, Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    Ok(members::with_voice(tx, rules).await?.into_iter().map(|member| member.id).collect())
}

/// Whose voice is carried must have one still: who was excluded, or is suspended, speaks by nobody. In advance, which lasts
/// days, the proxy must be in force still, as well: revoked, it speaks no more (C. civ. 2004), and the voice is that of its member
/// again in the session. There the roll is fixed for minutes, and so is who speaks.
///
/// # Errors
/// [`Refusal::NotOnRoll`]; [`Refusal::ProxyOverInAdvance`].
pub(crate) async fn carried_still(tx: &mut Tx, stage: Option<Stage>, entry: &RollEntry) -> Result<(), Error> {
    let Some(id) = entry.proxy else { return Ok(()) };
    let grantor = facts::member(tx, entry.voice).await?;
    has_voice(&facts::cooperative(tx).await?, &grantor).map_err(|_| Refusal::NotOnRoll)?;
    if stage == Some(Stage::Advance) && !in_force(tx, id).await? {
        return Err(Refusal::ProxyOverInAdvance.into());
    }
    Ok(())
}

/// Whether a proxy speaks at this moment.
pub(crate) async fn in_force(tx: &mut Tx, id: ProxyId) -> Result<bool, Error> {
    Ok(proxies::by_id(tx, id).await?.is_some_and(|proxy| proxy.state == ProxyState::InForce))
}

/// How many members take part in a vote, present or represented, each once, and of how many. A ballot in advance on one item is
/// a form that counts in the quorum of the assembly, whatever it leaves out (C. com. L.225-107). Whoever lost the voice after it
/// was used in this vote, or given in a blank proxy that it counts, is among both: what is counted has an author.
pub(crate) async fn taking_part(tx: &mut Tx, assembly: AssemblyId, vote: VoteId) -> Result<(u32, u32), Error> {
    let present = attendances::in_vote(tx, assembly, vote).await?;
    let entries = rolls::of_box(tx, vote.session_box()).await?;
    let carried: Vec<(MemberId, MemberId)> =
        entries.iter().filter(|one| one.proxy.is_some()).map(|one| (one.voice, one.speaker)).collect();
    // What is represented whoever is there: blank proxies, ballots, and the papers that were handed out.
    let papers: Vec<MemberId> = paper::of_vote(tx, vote).await?.into_iter().map(|one| one.voice).collect();
    let counted = [attendances::voted(tx, vote).await?, rolls::blanks(tx, vote).await?, papers].concat();
    let mut represented = attendances::by_ballot_now(tx, assembly).await?;
    represented.extend(&counted);
    // Whose hand is raised by somebody without a key stands on no roll.
    represented.extend(hands::raised(tx, assembly, vote).await?);
    let mut voices = voices(tx).await?;
    voices.extend(&counted);
    let members = u32::try_from(voices.len()).stored("the voices")?;
    Ok((roll::taking_part(&present, &carried, &represented, &voices), members))
}

/// The same by the proxies in force now, as if a roll were fixed and a vote closed.
pub(crate) async fn taking_part_now(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, Error> {
    let present = proxies::present(tx, assembly).await?;
    let first = first(tx, assembly).await?;
    let all = proxies::of_assembly(tx, first).await?;
    let (mut carried, mut blank) = (Vec::new(), Vec::new());
    for one in all.iter().filter(|one| one.state == ProxyState::InForce) {
        match one.holder {
            Some(holder) => carried.push((one.grantor, holder)),
            None => blank.push(one.grantor),
        }
    }
    blank.extend(attendances::by_ballot_now(tx, assembly).await?);
    let voices = voices(tx).await?;
    Ok(roll::taking_part(&present, &carried, &blank, &voices))
}

/// The blank proxies of a vote as its decision counts them: for a text that the board presented or approved, as the notice says,
/// against any other, and what is new in session; the same words put to the vote again are the same text. An assembly without a notice has the board's texts only.
pub(crate) async fn blank_counted(tx: &mut Tx, vote: &Vote) -> Result<Option<BlankCounted>, Error> {
    let count = u32::try_from(rolls::blanks(tx, vote.id).await?.len()).stored("the blank proxies")?;
    if count == 0 {
        return Ok(None);
    }
    let approved = match convocations::of_assembly(tx, vote.assembly).await? {
        Some(kept) => {
            let notice: Notice = serde_json::from_str(&kept.body).stored("a notice")?;
            let origin = agendas::origin(tx, vote).await?;
            let item = notice.items.into_iter().find(|said| origin.is_some() && said.vote == origin);
            item.is_some_and(|said| said.item.approved)
        }
        None => agendas::origin(tx, vote).await?.is_some(),
    };
    Ok(Some(BlankCounted { count, approved }))
}

/// The grantor takes part: speaks the own voice in what follows. Called wherever somebody comes to take part, by a ballot of
/// the own voice or by coming; whoever has given no proxy has none to end.
pub(crate) async fn end_by_presence(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    member: MemberId,
    ending: Ending,
) -> Result<(), Error> {
    let first = first(tx, assembly).await?;
    if let Some(own) = proxies::live_of(tx, first, member).await? {
        let at = facts::assembly(tx, assembly).await?;
        end(service, tx, &own, &at, ending).await?;
    }
    Ok(())
}
