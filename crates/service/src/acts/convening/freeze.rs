//! The one place where an assembly comes to be: its texts are frozen, its votes made, its notice hashed, its record begun.

use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState};
use domain::candidacies::ballot::Candidate;
use domain::ceremony;
use domain::contest::Contest;
use domain::convocation::agenda::{Head, Item, ItemKind, RuledBy};
use domain::convocation::checklist::{of_notice, quorums};
use domain::convocation::notice::{Announced, Announcement, DocumentSaid, ItemSaid, Notice, QuorumSaid};
use domain::ids::{AssemblyId, MemberId, ResolutionId, VoteId};
use domain::member::MemberState;
use domain::resolution::{Resolution, Text};
use domain::roles::Actor;
use domain::seats::ElectionRules;
use domain::statutes::{Preset, Statutes};
use domain::vote::VoteState;
use protocol::{canonical, hash};
use serde_json::{Value, json};
use store::assemblies::{Assembly, Frozen};
use store::convocations::Convocation;
use store::cooperatives::Cooperative;
use store::{Tx, assemblies, convocations, holders, votes};

use super::goes_on;
use crate::acts::fix_member_lists;
use crate::acts::make_holder_key::form_trustees;
use crate::codes::{self, Speaking};
use crate::error::{Stored as _, duplicate_is};
use crate::record::Record;
use crate::{Error, Service, agendas, commitments, facts, secrets, statutes};

/// The rules in force for each kind of item.
pub(crate) struct Rules {
    /// The version of the statutes.
    pub version: Option<u32>,
    /// What the version says.
    pub says: Statutes,
    /// SHA-256 of it, as it was entered.
    pub hash: [u8; 32],
    /// Of ordinary items.
    pub ordinary: Preset,
    /// Of extraordinary ones.
    pub extraordinary: Preset,
}

impl Rules {
    /// Those of an assembly that starts at an instant; before its day is known, those of now.
    pub(crate) async fn at(tx: &mut Tx, starts_at: i64) -> Result<Self, Error> {
        let found = facts::statutes(tx, AssemblyKind::Ordinary, starts_at).await?;
        let extraordinary = facts::statutes(tx, AssemblyKind::Extraordinary, starts_at).await?.rules;
        Ok(Self { version: found.version, says: found.says, hash: found.hash, ordinary: found.rules, extraordinary })
    }

    /// The same, for an assembly that is convened now: the version is written down, and can be counted by.
    pub(crate) async fn settled(service: &Service, tx: &mut Tx, starts_at: i64) -> Result<Self, Error> {
        statutes::settle(service, tx).await?;
        let rules = Self::at(tx, starts_at).await?;
        rules.says.countable()?;
        Ok(rules)
    }

    fn of(&self, rules: RuledBy) -> &Preset {
        match rules {
            RuledBy::Ordinary => &self.ordinary,
            RuledBy::Extraordinary => &self.extraordinary,
        }
    }
}

/// What is to be frozen. Everything in it was checked.
pub(crate) struct Plan {
    /// The head of the notice; the day is known.
    pub head: Head,
    /// The agenda.
    pub items: Vec<Item>,
    /// The candidates of each of them, in the order of the ballot.
    pub candidates: Vec<Vec<Candidate>>,
    /// Who holds a share of the decryption key, besides the server.
    pub key_holders: Vec<MemberId>,
    /// How many of them open a box, where the board chose.
    pub needed: Option<u32>,
    /// Its documents.
    pub documents: Vec<DocumentSaid>,
    /// Voices without a key, of how many, where the notice says so.
    pub keyless: Option<(u32, u32)>,
    /// On second call: the first.
    pub follows: Option<Follows>,
    /// Of a rehearsal: when it is over by itself.
    pub rehearsal_until: Option<i64>,
}

/// The assembly on first call.
pub(crate) struct Follows {
    /// Itself.
    pub first: Assembly,
    /// Its notice.
    pub notice: Notice,
}

/// Freezes everything and begins the record.
pub(crate) async fn freeze(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    cooperative: &Cooperative,
    rules: &Rules,
    plan: Plan,
) -> Result<Notice, Error> {
    let now = service.now();
    let preset = of_notice(plan.head.kind, &rules.ordinary, &rules.extraordinary);
    let assembly = Assembly {
        id: AssemblyId(service.id()),
        cooperative: cooperative.id,
        kind: plan.head.kind,
        call: plan.head.call,
        state: AssemblyState::Convened,
        preset: preset.id.clone(),
        statutes: rules.version,
        place: plan.head.place.clone(),
        time_zone: cooperative.time_zone.clone(),
        convened_at: now,
        starts_at: plan.head.starts_at.ok_or(Refusal::NotReady)?,
        opened_at: None,
        ended_at: None,
        suspended_at: None,
        rehearsal_until: plan.rehearsal_until,
    };
    assemblies::insert(tx, &assembly).await?;
    name_key_holders(tx, assembly.id, &plan).await?;
    let needed = needed(&plan)?;
    let kept = match &plan.follows {
        Some(follows) => goes_on::keep_keys(tx, follows.first.id, assembly.id).await?,
        None => false,
    };
    if let Some(threshold) = needed.filter(|_| !kept) {
        crate::acts::ceremony::starts(service, tx, assembly.id, (1, threshold)).await?;
    }
    let mut items = Vec::with_capacity(plan.items.len());
    for (position, item) in (1_u32..).zip(&plan.items) {
        let before = plan.follows.as_ref().and_then(|follows| Some((follows, follows.notice.items.get(items.len())?)));
        let mut said = put_on_agenda(service, tx, &assembly, rules, &plan.head, (position, item, before)).await?;
        said.candidates = plan.candidates.get(items.len()).cloned().unwrap_or_default();
        items.push(said);
    }
    let key = secrets::record_key(tx, cooperative.id).await?.verifying_key();
    let notice = notice(cooperative, &assembly, rules, &plan, items, hash::hex(key.as_bytes()));
    keep(tx, &notice, plan.follows.as_ref()).await?;
    agendas::place(service, tx, actor, &notice).await?;
    let mut record = Record::new(service, cooperative.id, assembly.id);
    record.add("statutes", rules_entry(&assembly, rules, &plan.head, &plan.items)?);
    record.add("convocation", convocation_entry(&notice, &plan, needed));
    let keys = codes::speaking(tx, None).await?;
    record.add("register-commitment", commit_register(service, tx, assembly.id.0, &keys).await?);
    if let Some(follows) = &plan.follows {
        goes_on::repeat(tx, follows.first.id, (&notice, kept), &mut record).await?;
    }
    record.write(tx).await?;
    if kept {
        form_trustees(service, tx, assembly.id).await?;
    }
    facts::note(service, tx, actor, "convene", Some(assembly.id.0)).await?;
    // Convened so late that the day of the list has passed: it is the register of now.
    let listed = fix_member_lists::day(tx, &assembly).await?.filter(|_| assembly.rehearsal_until.is_none());
    if listed.is_some_and(|day| day <= now) {
        fix_member_lists::fix(service, tx, actor, assembly.id, now).await?;
    }
    Ok(notice)
}

/// The notice as it is kept and hashed.
fn notice(
    cooperative: &Cooperative,
    assembly: &Assembly,
    rules: &Rules,
    plan: &Plan,
    items: Vec<ItemSaid>,
    record_key: String,
) -> Notice {
    let quorum = |by: RuledBy| {
        let rule = rules.of(by).quorum_of(assembly.call);
        let fraction = rule.fraction.map(|fraction| (fraction.num(), fraction.den()));
        QuorumSaid { rules: by, fraction, article: rule.article.clone() }
    };
    Notice {
        assembly: assembly.id,
        cooperative: cooperative.name.clone(),
        legal_line: cooperative.legal_line.clone(),
        kind: assembly.kind,
        call: assembly.call,
        convened_at: assembly.convened_at,
        starts_at: assembly.starts_at,
        time_zone: assembly.time_zone.clone(),
        place: assembly.place.clone(),
        video: plan.head.video.clone(),
        second_at: plan.head.second_at,
        first_at: plan.follows.as_ref().map(|follows| follows.first.starts_at),
        advance: plan.head.advance_from.zip(plan.head.advance_until),
        keyless: plan.keyless,
        entrusted: plan.head.entrusted,
        quorum: quorums(&plan.head, plan.items.iter()).into_iter().map(quorum).collect(),
        record_key,
        items,
        documents: plan.documents.clone(),
    }
}

async fn keep(tx: &mut Tx, notice: &Notice, follows: Option<&Follows>) -> Result<(), Error> {
    let body = canonical::to_string(notice).stored("a notice")?;
    let kept = Convocation {
        assembly: notice.assembly,
        follows: follows.map(|follows| follows.first.id),
        hash: hash::sha256(body.as_bytes()),
        body,
    };
    duplicate_is(convocations::insert(tx, &kept).await, Refusal::ConvenedAgain)?;
    let nothing = Text { fr: String::new(), en: String::new() };
    announce(
        tx,
        notice.assembly,
        &Announcement { seq: 0, kind: Announced::Convocation, text: nothing, at: notice.convened_at },
    )
    .await
}

/// Writes down what is said to everybody convened.
pub(crate) async fn announce(tx: &mut Tx, assembly: AssemblyId, said: &Announcement) -> Result<(), Error> {
    let Text { fr, en } = said.text.clone();
    let row = convocations::Announcement { seq: said.seq, kind: said.kind, fr, en, at: said.at };
    Ok(convocations::announce(tx, assembly, &row).await?)
}

/// How many key holders open a box, where it is not all of them.
fn needed(plan: &Plan) -> Result<Option<u32>, Error> {
    let holders = u32::try_from(plan.key_holders.len()).stored("the key holders")?;
    Ok(ceremony::threshold(holders, plan.needed)?)
}

/// Who is to make a key is an active member. Of a second call that was looked at before: whoever left may have made one for the
/// first, which is needed still.
async fn name_key_holders(tx: &mut Tx, assembly: AssemblyId, plan: &Plan) -> Result<(), Error> {
    for (position, member) in (1_u32..).zip(&plan.key_holders) {
        if plan.follows.is_none() && facts::member(tx, *member).await?.state != MemberState::Active {
            return Err(Refusal::MemberState.into());
        }
        duplicate_is(holders::insert(tx, assembly, *member, position).await, Refusal::Malformed)?;
    }
    Ok(())
}

/// Freezes an item. A resolution gets its text and its vote; on second call the text is the very one of the first, and so is the
/// vote where it received ballots in advance.
async fn put_on_agenda(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    rules: &Rules,
    head: &Head,
    (position, item, before): (u32, &Item, Option<(&Follows, &ItemSaid)>),
) -> Result<ItemSaid, Error> {
    let in_advance = item.is_voted() && head.in_advance() && !item.amended;
    let mut said = ItemSaid {
        position,
        item: item.clone(),
        in_advance,
        goes_on: false,
        vote: None,
        resolution: None,
        candidates: Vec::new(),
    };
    if !item.is_voted() {
        return Ok(said);
    }
    let own = &rules.of(item.rules(assembly.kind)).id;
    let own = (own != &assembly.preset).then(|| own.clone());
    let earlier = match before.and_then(|(follows, said)| Some((follows, said.vote?))) {
        Some((follows, vote)) => Some((follows.first.id, facts::vote(tx, vote).await?)),
        None => None,
    };
    let frozen = match &earlier {
        Some((_, vote)) => assemblies::resolution(tx, vote.resolution).await?.stored("a resolution")?,
        None => write_down(service, tx, assembly, rules, item).await?,
    };
    said.resolution = Some(hash::hex(&frozen.hash));
    if let Some((first, vote)) = earlier.filter(|(_, vote)| vote.state.goes_on()) {
        if !votes::go_on(tx, vote.id, (first, assembly.id), position, own.as_deref()).await? {
            return Err(Refusal::ConvenedAgain.into());
        }
        said.goes_on = true;
        said.vote = Some(vote.id);
        return Ok(said);
    }
    let vote = votes::NewVote {
        id: VoteId(service.id()),
        assembly: assembly.id,
        position,
        resolution: frozen.id,
        mode: item.mode,
        preset: own,
    };
    votes::insert(tx, &vote, VoteState::Prepared).await?;
    said.vote = Some(vote.id);
    Ok(said)
}

/// Freezes the text of an item that was on no agenda before.
async fn write_down(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    rules: &Rules,
    item: &Item,
) -> Result<Frozen, Error> {
    let resolution = Resolution {
        id: ResolutionId(service.id()),
        title: item.title.clone(),
        text: item.text.clone(),
        election: contest(&rules.of(item.rules(assembly.kind)).elections, item),
    };
    let body = canonical::to_string(&resolution).stored("a resolution")?;
    let frozen = Frozen { id: resolution.id, assembly: assembly.id, body, hash: resolution.hash() };
    assemblies::insert_resolution(tx, &frozen).await?;
    Ok(frozen)
}

/// An election as it is put to the vote.
fn contest(rules: &ElectionRules, item: &Item) -> Option<Contest> {
    (item.kind == ItemKind::Election).then(|| {
        let most = rules.most(item.seats, u32::try_from(item.standing.len()).unwrap_or(u32::MAX));
        Contest { seats: item.seats, most, candidates: item.standing.clone() }
    })
}

/// The rules as the record names them; in a mixed assembly those of each kind of item.
fn rules_entry(assembly: &Assembly, rules: &Rules, head: &Head, items: &[Item]) -> Result<Value, Error> {
    let hashed = |preset: &Preset| -> Result<Value, Error> {
        let text = canonical::to_string(preset).stored("the preset")?;
        Ok(json!({ "preset": preset.id, "rules": hash::sha256_hex(text.as_bytes()) }))
    };
    let preset = of_notice(assembly.kind, &rules.ordinary, &rules.extraordinary);
    let mut entry = hashed(preset)?;
    entry["statutes"] = json!(hash::hex(&rules.hash));
    entry["version"] = json!(rules.version);
    for used in quorums(head, items.iter()) {
        let other = rules.of(used);
        if other.id != preset.id {
            entry[used.word()] = hashed(other)?;
        }
    }
    Ok(entry)
}

/// What the record says of the convocation: times, and hashes of everything that was frozen. No name, no text.
fn convocation_entry(notice: &Notice, plan: &Plan, needed: Option<u32>) -> Value {
    let voted = notice.items.iter().filter_map(|item| {
        let vote = item.vote?;
        Some(json!({
            "mode": facts::mode_word(item.item.mode),
            "position": item.position,
            "resolution": item.resolution,
            "vote": hash::hex(vote.bytes()),
        }))
    });
    let agenda = notice
        .items
        .iter()
        .map(|item| json!({ "hash": item.hash(), "kind": item.item.kind.word(), "position": item.position }));
    let attachments: Vec<&String> = notice.documents.iter().map(|document| &document.hash).collect();
    let mut entry = json!({
        "agenda": agenda.collect::<Vec<_>>(),
        "attachments": attachments,
        "call": notice.call,
        "documents": voted.collect::<Vec<_>>(),
        "key_holders": plan.key_holders.len(),
        "kind": notice.kind.word(),
        "notice": notice.hash(),
        "record_key": notice.record_key,
        "starts_at": notice.starts_at,
        "time_zone": notice.time_zone,
    });
    if let Some(needed) = needed {
        entry["key_holders_needed"] = json!(needed);
    }
    if let Some(second) = notice.second_at {
        entry["second_at"] = json!(second);
    }
    if notice.entrusted {
        entry["entrusted"] = json!(true);
    }
    if plan.rehearsal_until.is_some() {
        entry["rehearsal"] = json!(true);
    }
    if let Some(follows) = &plan.follows {
        entry["first"] = json!(hash::hex(follows.first.id.bytes()));
    }
    entry
}

/// Commits to the register as it is now: members with a voice, those whom a key speaks for, the root over these
/// keys, which are in the order of the numbers.
pub(crate) async fn commit_register(
    service: &Service,
    tx: &mut Tx,
    scope: uuid::Uuid,
    keys: &[Speaking],
) -> Result<Value, Error> {
    let members = facts::count_voices(tx).await?;
    let root = commitments::register(service, tx, scope, keys).await?;
    Ok(json!({ "keys": keys.len(), "members": members, "root": hash::hex(&root) }))
}
