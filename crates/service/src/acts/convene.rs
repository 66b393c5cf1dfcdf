//! A convocation given as data, for whoever founds a cooperative with an assembly at once: the demo. It is frozen as any
//! other; nobody is written to.

use domain::Refusal;
use domain::assembly::{AssemblyKind, check_notice};
use domain::convocation::agenda::{Head, Item, ItemKind};
use domain::convocation::checklist::of_notice;
use domain::ids::{AssemblyId, MemberId};
use domain::resolution::Text;
use domain::roles::Actor;
use domain::vote::VoteMode;
use serde::Deserialize;
use store::Tx;

use crate::acts::convening::freeze::{Plan, Rules, freeze};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// What a convocation says.
#[derive(Clone, Debug)]
pub struct Convocation {
    /// What the assembly may decide.
    pub kind: AssemblyKind,
    /// First (1) or second (2) convocation.
    pub call: u8,
    /// When the assembly starts.
    pub starts_at: i64,
    /// Where, in words.
    pub place: String,
    /// What is put to the vote, in order.
    pub agenda: Vec<AgendaItem>,
    /// Who holds a share of the decryption key, besides the server.
    pub key_holders: Vec<MemberId>,
    /// From and until when ballots are received before the session.
    pub advance: Option<(i64, i64)>,
    /// Whether whoever has no key when a box opens has a voice in it that the server keeps for them.
    pub entrusted: bool,
}

/// A resolution and how it is voted on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Title.
    pub title: Text,
    /// Full text.
    pub text: Text,
    /// Open or secret.
    pub mode: VoteMode,
}

/// Convenes an assembly. Its record begins: the rules, the convocation with the hash of every text, the register.
///
/// # Errors
/// Policy; [`Refusal::NoticeTooShort`] when fewer days remain than the statutes ask, [`Refusal::TextInvalid`],
/// [`Refusal::TextCharacters`], [`Refusal::Malformed`] for an empty agenda, a call other than 1 or 2, or a secret vote
/// without key holder, [`Refusal::MemberState`] for a key holder who is no active member,
/// [`Refusal::StatutesNotCounted`] when the statutes in force that day ask for what is not counted here.
pub async fn convene(service: &Service, actor: &Actor, convocation: &Convocation) -> Result<AssemblyId, Error> {
    allow(actor, Operation::Convene)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::Convene).await?;
        enter(service, tx, actor, convocation).await
    })
}

pub(crate) async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    convocation: &Convocation,
) -> Result<AssemblyId, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let rules = Rules::settled(service, tx, convocation.starts_at).await?;
    let secret = convocation.agenda.iter().any(|item| item.mode == VoteMode::Secret);
    if convocation.agenda.is_empty() || (secret && convocation.key_holders.is_empty()) {
        return Err(Refusal::Malformed.into());
    }
    let head = Head {
        call: convocation.call,
        starts_at: Some(convocation.starts_at),
        place: facts::text(&convocation.place, 200)?,
        advance_from: convocation.advance.map(|(from, _)| from),
        advance_until: convocation.advance.map(|(_, until)| until),
        entrusted: convocation.entrusted,
        ..Head::new(convocation.kind)
    };
    head.check()?;
    let preset = of_notice(head.kind, &rules.ordinary, &rules.extraordinary);
    check_notice(preset, head.call, service.now(), convocation.starts_at, &cooperative.time_zone)?;
    let items = convocation.agenda.iter().map(|item| {
        // Ballots are read in either language.
        for text in [&item.title.en, &item.text.fr, &item.text.en] {
            facts::text(text, 20_000)?;
        }
        let item =
            Item { text: item.text.clone(), mode: item.mode, ..Item::new(ItemKind::Resolution, item.title.clone()) };
        item.check().map(|()| item)
    });
    let plan = Plan {
        head,
        items: items.collect::<Result<_, Refusal>>()?,
        candidates: Vec::new(),
        key_holders: convocation.key_holders.clone(),
        needed: None,
        documents: Vec::new(),
        keyless: None,
        follows: None,
        rehearsal_until: None,
    };
    Ok(freeze(service, tx, actor, &cooperative, &rules, plan).await?.assembly)
}
