//! An assembly of the demo with an election: prepared, its candidates called and standing by signature, convened, by the very
//! functions people use.

use domain::assembly::AssemblyKind;
use domain::candidacies::{AcceptCandidacy, Profile};
use domain::convocation::agenda::{AgendaMove, Head, InvitedMove, Item, ItemKind};
use domain::ids::{AssemblyId, ItemId, MemberId};
use domain::lang::Lang;
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use protocol::keys::{MemberKeys, Phrase};
use serde::Deserialize;

use super::{DemoKey, DemoKeys, PhraseLanguage, Seed, texts};
use crate::error::Stored as _;
use crate::{Error, Service, acts, views};

/// Number of the key holder.
const HOLDER: u32 = 3;

/// What the election of a demo is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// Title.
    pub title: Text,
    /// Text put to the vote.
    pub text: Text,
    /// Seats to fill.
    pub seats: u32,
    /// Numbers of those who stand: members who are not proposed on the demo page, as their keys are known.
    pub candidates: Vec<u32>,
}

/// Convenes an assembly of a kind with the agenda of a seed and, before it, an election.
pub(super) async fn convene(
    service: &Service,
    (seed, poll): (&Seed, &Poll),
    (demo, founders): (&DemoKeys, &[MemberId]),
    phrases: &[(u32, Phrase, PhraseLanguage)],
    starts_at: i64,
) -> Result<AssemblyId, Error> {
    let chair = founders.first().copied().stored("the chair of the demo")?;
    let chair = Actor::Member { id: chair, roles: vec![Role::Chair, Role::Board] };
    let draft = acts::prepare::prepare_assembly(service, &chair, seed.kind).await?;
    let head =
        Head { starts_at: Some(starts_at), place: seed.place.clone(), keyless_known: true, ..Head::new(seed.kind) };
    acts::prepare::edit_draft(service, &chair, draft, &head).await?;
    let election =
        Item { text: poll.text.clone(), seats: poll.seats, ..Item::new(ItemKind::Election, poll.title.clone()) };
    let item = acts::prepare::agenda::edit_agenda(service, &chair, draft, &AgendaMove::Add(election)).await?;
    let item = item.stored("the election of the demo")?;
    for one in &seed.agenda {
        let item =
            Item { text: one.text.clone(), mode: one.mode, ..Item::new(ItemKind::Resolution, one.title.clone()) };
        acts::prepare::agenda::edit_agenda(service, &chair, draft, &AgendaMove::Add(item)).await?;
    }
    acts::prepare::invited::edit_invited(service, &chair, draft, &InvitedMove::AddHolder(HOLDER)).await?;
    acts::candidates::call_candidates(service, &chair, item, true).await?;
    for number in &poll.candidates {
        let key = demo.keys.iter().find(|key| key.number == *number).ok_or(domain::Refusal::NoSuchNumber)?;
        let (_, phrase, _) = phrases.iter().find(|(known, ..)| known == number).stored("a phrase of the demo")?;
        let keys = MemberKeys::derive(phrase, demo.cooperative.bytes());
        stand(service, item, &seed.name_of(*number), (key, &keys), demo).await?;
    }
    acts::convening::convene_draft::convene_draft(service, &chair, draft).await
}

/// Writes and signs.
async fn stand(
    service: &Service,
    item: ItemId,
    name: &str,
    (key, keys): (&DemoKey, &MemberKeys),
    demo: &DemoKeys,
) -> Result<(), Error> {
    let actor = Actor::Member { id: key.member, roles: Vec::new() };
    let (first_name, surname) = name.split_once(' ').unwrap_or((name, name));
    let profile = Profile {
        lang: Lang::Fr,
        surname: surname.to_owned(),
        first_name: first_name.to_owned(),
        born: 1950 + i32::try_from(key.number % 40).unwrap_or(0),
        career: texts::CAREER.to_owned(),
        elsewhere: String::new(),
        here: String::new(),
        // The ledger says it.
        shares: 0,
        statement: texts::STATEMENT.to_owned(),
    };
    acts::candidates::declare_candidacy(service, &actor, item, &profile).await?;
    let mine = views::election_view(service, &actor, item).await?.mine;
    let hash = mine.and_then(|mine| mine.profile).stored("what a candidate wrote")?.hash();
    let said =
        protocol::candidacy::Candidacy { election: item.bytes(), content_hash: &hash, member: key.member.bytes() };
    let signature = said.sign(demo.cooperative.bytes(), keys.identity());
    acts::candidates::accept_candidacy(service, &actor, item, &AcceptCandidacy { hash, signature }).await
}

/// The constitutive assembly, which elects its first board.
pub(super) fn constitutive() -> Seed {
    let agenda = texts::agenda().into_iter().take(1).collect();
    Seed { kind: AssemblyKind::Constitutive, election: Some(texts::poll()), agenda, ..Seed::default() }
}
